"""Opening, saving, looking and running: which function of the studio answers which of these actions."""

from __future__ import annotations

from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from app.desktop.commands import Commands
from app.words import language, tr
from personas.problems import FootfallError

if TYPE_CHECKING:
    from app.desktop.window import Window


def bind(commands: Commands, window: Window) -> None:
    """Bind what the window itself does."""
    studio = window.studio
    commands.bind("open", studio.open_asked)
    commands.bind("save", studio.save)
    commands.bind("save_as", studio.save_as)
    commands.bind("export", partial(_export, window))
    commands.bind("new", studio.close_document)
    commands.bind("quit", window.close)
    commands.bind("undo", partial(_on_document, window, "undo"))
    commands.bind("redo", partial(_on_document, window, "redo"))
    commands.bind("palette", window.open_palette)
    for action in ("zoom_in", "zoom_out", "zoom_actual", "fit"):
        commands.bind(action, partial(_on_map, window, action))
    for theme in ("light", "dark", "contrast", "system"):
        commands.bind(f"theme_{theme}", partial(studio.set_theme, theme))
    for tongue in ("en", "nl"):
        commands.bind(f"language_{tongue}", partial(studio.set_language, tongue))
    commands.bind("simulate", studio.run)
    commands.bind("prices", studio.price)
    commands.bind("stop", studio.stop)


def _on_document(window: Window, verb: str) -> None:
    document = window.studio.document
    if document is None:
        return
    try:
        document.undo() if verb == "undo" else document.redo()
    except FootfallError as error:
        window.studio.say_error(error)


def _on_map(window: Window, verb: str) -> None:
    if window.frame is not None and window.frame.map is not None:
        window.go("map")
        getattr(window.frame.map.view, verb)()


def _export(window: Window) -> None:
    """Ask where, and write a picture of the map as it is shown: its links, its theme, the language of the studio."""
    document = window.studio.document
    if document is None or not document.map_id:
        return
    path = window.dialogs.to_export(document.file_stem)
    if path is not None:
        write_picture(window, path)


def write_picture(window: Window, path: Path) -> None:
    """Write a picture of the map that is shown; its ending says which kind."""
    from app.actions.session import Session
    from app.desktop.export import QtPainter
    from app.desktop.scenario.context import looked_at
    from app.formats.registry import for_path
    from app.formats.wish import Wish

    document, frame = window.studio.document, window.frame
    if document is None or frame is None or frame.map is None:
        return
    wish = Wish(
        document.project,
        QtPainter,
        map=document.map_id,
        all_links=frame.map.options.links == "all",
        theme=window.studio.look.theme.name,
        language=language(),
        prices={document.map_id: frame.map.options.prices},
        policy=looked_at(document) or None,
    )
    try:
        chosen = for_path(str(path))
        Session().write(str(path), chosen.make(wish), force=True)
    except FootfallError as error:
        window.studio.say_error(error)
        return
    said = tr("The rules are in {file}.", file=path) if chosen.rules else tr("The picture is in {file}.", file=path)
    window.studio.say(said, grave=False)
