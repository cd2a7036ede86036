"""Which function of the studio answers which action of cards, stages, lanes and links on the map."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING

from app.desktop.canvas import verbs
from app.desktop.canvas.view import MapView
from app.desktop.canvas.words import map_words
from app.desktop.chrome.keysheet import KeySheet
from app.desktop.chrome.palette import Entry, Palette
from app.desktop.commands import Commands
from app.desktop.document import Document, Selection
from app.project.mapping.grid import add_lane, add_stage, hide, show_all, siblings
from app.project.mapping.links import add_link
from app.words import tr
from maps.layout.icons import FALLBACK, LANES
from maps.model import LANE_KINDS, LaneKind
from personas.problems import FootfallError

if TYPE_CHECKING:
    from app.desktop.window import Window

Verb = Callable[[Document], object]
_VERBS: dict[str, Verb] = {
    "cut": verbs.cut, "copy": verbs.copy, "paste": verbs.paste, "duplicate": verbs.duplicate_chosen,
    "remove": verbs.remove, "select_all": verbs.select_all,
}  # fmt: skip


def bind(commands: Commands, window: Window) -> None:
    """Bind the actions of cards, stages, lanes and links on the map."""
    for action, verb in _VERBS.items():
        commands.bind(action, partial(_do, window, verb))
    commands.bind("edit_text", partial(_on_view, window, lambda view: view.write() or view.write_new("")))
    commands.bind("link", partial(_link, window))
    commands.bind("add_stage", partial(_add_stage, window))
    commands.bind("add_lane", partial(_add_lane, window))
    commands.bind("add_stage_before", partial(_stage_before, window))
    commands.bind("add_lane_above", partial(_add_lane, window, above=True))
    commands.bind("stretch", partial(_do, window, partial(verbs.stretch, by=1)))
    commands.bind("shrink", partial(_do, window, partial(verbs.stretch, by=-1)))
    commands.bind("auto_size", partial(_do, window, verbs.size_by_itself))
    commands.bind("edit_share", partial(_on_view, window, lambda view: view.write()))
    commands.bind("hide", partial(_do, window, _hide))
    commands.bind("show_hidden", partial(_do, window, _show))
    commands.bind("shortcuts", partial(_shortcuts, commands, window))


def _do(window: Window, verb: Verb) -> bool:
    """Do it to the open document; what cannot be done is said in a sentence."""
    document = window.studio.document
    if document is None:
        return False
    try:
        return bool(verb(document))
    except FootfallError as error:
        window.studio.say_error(error)
        return False


def _on_view(window: Window, act: Callable[[MapView], object]) -> None:
    if window.frame is not None and window.frame.map is not None:
        window.go("map")
        window.frame.map.view.setFocus()
        act(window.frame.map.view)


def _hide(document: Document) -> None:
    sides = [(one.table, one.record) for one in document.chosen if one.table in ("stages", "lanes") and not one.lane]
    document.select(Selection())
    if sides:
        document.edit(hide(document.project, sides))


def _show(document: Document) -> None:
    edit = show_all(document.project, document.map_id)
    if edit:
        document.edit(edit)


def _link(window: Window) -> None:
    """Ask by name where the link leads; what comes after the card on the map comes first."""
    document = window.studio.document
    piece = document.piece if document is not None else None
    if document is None or piece is None or document.selection.table != "touchpoints":
        return
    source = document.selection.record
    order = [key for stage in piece.stages for key in piece.in_stage(stage)]
    taken = {link.to_touchpoint for link in piece.links.values() if link.from_touchpoint == source}
    at = order.index(source) + 1
    entries = [
        Entry(
            piece.touchpoints[key].title or tr("Untitled"),
            piece.stages[piece.touchpoints[key].stage].title,
            "arrow-bend-down-right",
            partial(_do, window, partial(_linked, source=source, target=key)),
        )
        for key in (*order[at:], *order[: at - 1])
        if key not in taken
    ]
    Palette(window.studio.look, entries, window, tr("Where does the link lead?"))


def _linked(document: Document, source: str, target: str) -> None:
    document.edit(add_link(document.project, source, target).edit)
    document.select(Selection("touchpoints", source))


def _add_stage(window: Window) -> None:
    """A stage after the selected one, with its name ready to be typed over; at the end it is written first."""
    document = window.studio.document
    if document is None:
        return
    order = siblings(document.project, "stages", document.map_id)
    chosen = document.selection
    if chosen.table != "stages" or chosen.record == order[-1]:
        _on_view(window, lambda view: view.write_stage())
        return
    made = add_stage(document.project, document.map_id, order.index(chosen.record) + 1, tr("New stage"))
    document.edit(made.edit)
    document.select(Selection("stages", made.id))
    _on_view(window, lambda view: view.write())


def _stage_before(window: Window) -> None:
    """A stage to the left of the selected one, with its name ready to be typed over."""
    document = window.studio.document
    if document is None or document.selection.table != "stages":
        return
    order = siblings(document.project, "stages", document.map_id)
    made = add_stage(document.project, document.map_id, order.index(document.selection.record), tr("New stage"))
    document.edit(made.edit)
    document.select(Selection("stages", made.id))
    _on_view(window, lambda view: view.write())


def _add_lane(window: Window, *, above: bool = False) -> None:
    """Ask by name what the row holds."""
    names = map_words().lanes
    entries = [
        Entry(
            names[kind],
            tr("row"),
            LANES.get(kind, FALLBACK),
            partial(_do, window, partial(_row, kind=kind, above=above)),
        )
        for kind in LANE_KINDS
    ]
    Palette(window.studio.look, entries, window, tr("What does the row hold?"))


def _row(document: Document, kind: LaneKind, above: bool) -> None:
    order = siblings(document.project, "lanes", document.map_id)
    chosen = document.selection
    below = chosen.lane or (chosen.record if chosen.table == "lanes" else "")
    if chosen.table == "cards":
        below = document.project.cards[chosen.record].lane
    index = order.index(below) + (0 if above else 1) if below in order else None
    made = add_lane(document.project, document.map_id, kind, index)
    document.edit(made.edit)
    document.select(Selection("lanes", made.id))


def _shortcuts(commands: Commands, window: Window) -> None:
    KeySheet(window.studio.look, [bound.action for bound in commands], window)
