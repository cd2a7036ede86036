"""Which function of the studio answers which action of maps, versions, templates, comparing and weighing."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from app.desktop.commands import Commands
from app.desktop.panels.map_verbs import MapVerbs
from app.words import tr

if TYPE_CHECKING:
    from app.desktop.window import Window


def bind(commands: Commands, window: Window) -> None:
    """Bind the actions of maps, versions, templates, comparing and weighing."""
    verbs = MapVerbs(window)
    commands.bind("matrix", partial(_toggle_matrix, window))
    commands.bind("panel", partial(_toggle_panel, window))
    commands.bind("outline", partial(_show_page, window, "outline"))
    commands.bind("find", partial(_show_page, window, "search"))
    commands.bind("comment", partial(_show_page, window, "comments"))
    commands.bind("keep_version", partial(_show_page, window, "versions"))
    commands.bind("minimap", partial(_switch_minimap, window))
    commands.bind("maps", partial(_show_page, window, "maps"))
    commands.bind("new_map", partial(_new_map, window))
    commands.bind("previous_map", partial(verbs.step, -1))
    commands.bind("next_map", partial(verbs.step, 1))
    commands.bind("duplicate_map", verbs.duplicate)
    commands.bind("to_be_copy", verbs.to_be)
    commands.bind("compare_maps", verbs.compare)
    commands.bind("main_map", verbs.make_main)
    commands.bind("save_template", partial(verbs.save_template, figures=True))
    commands.bind("save_template_bare", partial(verbs.save_template, figures=False))
    commands.bind("import_map", verbs.import_map)
    commands.bind("export_map", verbs.export_map)
    commands.bind("delete_map", verbs.delete)
    commands.bind("new_sub_journey", verbs.new_sub_journey)
    commands.bind("choose_sub_journey", verbs.choose_sub_journey)
    commands.bind("go_in", verbs.go_in)
    commands.bind("go_out", verbs.go_out)


def _toggle_panel(window: Window) -> None:
    if window.frame is not None and window.frame.map is not None:
        away = window.place != "map"
        window.go("map")
        window.frame.map.panel.toggle(on=True if away else None)


def _toggle_matrix(window: Window) -> None:
    if window.frame is not None and window.frame.map is not None:
        away = window.place != "map"
        window.go("map")
        window.frame.map.show_matrix(away or not window.frame.map.matrix_shown)


def _show_page(window: Window, key: str) -> None:
    if window.frame is not None and window.frame.map is not None:
        window.go("map")
        window.frame.map.panel.show_page(key, focus=True)


def _new_map(window: Window) -> None:
    """The maps of the project, with the choice of what to begin a new one from."""
    from app.desktop.panels.maps import MapsPage

    _show_page(window, "maps")
    page = window.frame.map.panel.page("maps") if window.frame is not None and window.frame.map is not None else None
    if isinstance(page, MapsPage):
        page.ask_new()


def _switch_minimap(window: Window) -> None:
    """Show the overview on large maps, or never; it is remembered."""
    studio, overview = window.studio, window.frame.minimap if window.frame is not None else None
    if overview is None:
        return
    overview.switch(not overview.on)
    studio.remember(window={**studio.settings.window, "minimap": "yes" if overview.on else "no"})
    if overview.on and not overview.isVisible():
        studio.say(tr("The whole map is in view; the overview comes when it is larger."), grave=False)
