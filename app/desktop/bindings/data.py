"""Which function of the studio answers which action of past tests."""

from __future__ import annotations

from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from app.desktop.commands import Commands
from app.words import tr

if TYPE_CHECKING:
    from app.desktop.data.page import DataPage
    from app.desktop.window import Window


def bind(commands: Commands, window: Window) -> None:
    """Bind the actions of past tests and of the test plan."""
    commands.bind("backtest", partial(_check, window))
    commands.bind("bring_tests", partial(_bring, window))
    commands.bind("save_tests", partial(_save, window))
    commands.bind("add_test", partial(_add, window))
    commands.bind("plan", partial(window.go, "simulate"))


def _page(window: Window) -> DataPage | None:
    """The page of past tests, which comes to the front."""
    from app.desktop.data.page import DataPage

    window.go("data")
    shown = window.frame.pages.currentWidget() if window.frame is not None else None
    return shown if isinstance(shown, DataPage) else None


def _check(window: Window) -> None:
    if (page := _page(window)) is not None:
        page.check()


def _add(window: Window) -> None:
    if (page := _page(window)) is not None:
        page.add()


def _bring(window: Window) -> None:
    """Choose a table of text and bring its tests in."""
    page = _page(window)
    path = window.dialogs.to_open_tests() if page is not None else None
    if page is None or path is None:
        return
    from app.formats.past_tests import LARGEST

    try:
        with path.open("rb") as file:
            data = file.read(LARGEST + 1)
    except OSError as error:
        reason = error.strerror or str(error)
        window.studio.say(tr("{path} cannot be read: {reason}.", path=str(path), reason=reason))
        return
    page.take(data, path.name)


def _save(window: Window) -> None:
    """Write the tests of the map that is shown as a table of text."""
    from app.formats.past_tests import write_tests
    from app.project.past_tests import of_map

    document = window.studio.document
    piece = document.piece if document is not None else None
    if document is None or piece is None:
        return
    path: Path | None = window.dialogs.to_save_tests(document.file_stem)
    if path is None:
        return
    try:
        path.write_bytes(write_tests(tuple(of_map(document.project, document.map_id).values()), piece))
    except OSError as error:
        reason = error.strerror or str(error)
        window.studio.say(tr("{path} cannot be written: {reason}.", path=str(path), reason=reason))
        return
    window.studio.say(tr("The past tests are in {file}.", file=path.name), grave=False)
