"""A whole map by keyboard alone: the kettle example from the blank framework, every key counted."""

from __future__ import annotations

from collections.abc import Iterable

import pytest
from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget

from app.project.examples import new_from_example, new_from_framework
from app.project.mapping.cards import cell_items
from app.project.model import Project
from app.project.slices import map_slice
from app.words import group
from maps.model import LaneKind, MapSlice
from tests.app.desktop.driver import Driver

MOST = 1.3
"""Keystrokes per character of text that a map may cost."""
_HELD = {"Ctrl": Qt.KeyboardModifier.ControlModifier, "Alt": Qt.KeyboardModifier.AltModifier}


class Typist:
    """Presses keys, one after the other, on whatever has the keyboard, and counts them.

    A letter is one keystroke, capital or not; keys pressed together count each.
    """

    def __init__(self) -> None:
        self.keystrokes = 0

    def write(self, words: str) -> Typist:
        for letter in words:
            if letter.isascii():
                QTest.keyClicks(self._held(), letter)
            else:  # QTest knows no keys for curly quotes
                for kind in (QEvent.Type.KeyPress, QEvent.Type.KeyRelease):
                    event = QKeyEvent(kind, Qt.Key.Key_unknown, Qt.KeyboardModifier.NoModifier, letter)
                    QApplication.sendEvent(self._held(), event)
            self.keystrokes += 1
        return self

    def press(self, *keys: str) -> Typist:
        for one in keys:
            *held, key = one.split("+")
            modifiers = Qt.KeyboardModifier.NoModifier
            for name in held:
                modifiers |= _HELD[name]
            QTest.keyClick(self._held(), getattr(Qt.Key, f"Key_{key}"), modifiers)
            self.keystrokes += len(held) + 1
            QApplication.processEvents()
        return self

    @staticmethod
    def _held() -> QWidget:
        held = QApplication.focusWidget()
        assert held is not None, "nothing has the keyboard"
        return held


def texts(piece: MapSlice, kind: LaneKind) -> list[list[str]]:
    """What the cells of a row say, stage by stage."""
    lane = next(key for key, row in piece.lanes.items() if row.kind == kind)
    return [
        [
            piece.touchpoints[key].title if table == "touchpoints" else piece.cards[key].text
            for table, key in cell_items(piece, lane, stage)
        ]
        for stage in piece.stages
    ]


def type_row(typist: Typist, cells: Iterable[list[str]]) -> None:
    """A row from its first cell on: Enter between the cards of a cell, Tab to the next."""
    for cards in cells:
        for place, words in enumerate(cards):
            if place:
                typist.press("Return")
            typist.write(words)
        typist.press("Tab")


def build(typist: Typist, wanted: MapSlice) -> None:
    """The map of these texts, on a blank map that has just been opened."""
    typist.press("Down", "Up")
    for stage in wanted.stages.values():
        typist.write(stage.title).press("Tab")
    typist.press("Tab")  # no further stage: on to the first row
    there: set[str] = {"touchpoints", "actions", "thoughts", "emotions", "pains", "opportunities"}
    for row in wanted.lanes.values():
        if row.kind == "emotions":
            continue
        if row.kind not in there:
            typist.press("Ctrl+Alt+R").write(group("lane")[row.kind][:4].casefold()).press("Return", "Tab")
        if any(texts(wanted, row.kind)):
            type_row(typist, texts(wanted, row.kind))


def blank() -> Project:
    return new_from_framework("blank", "en", created="")


def test_the_kettle_map_is_built_by_keyboard_alone(driver: Driver, capsys: pytest.CaptureFixture[str]) -> None:
    wanted = map_slice(new_from_example("kettle", "en"))
    driver.studio.begin(blank())
    driver.settle()
    assert driver.view.hasFocus(), "a map that is opened has the keyboard"
    typist = Typist()
    build(typist, wanted)
    driver.settle()
    made = driver.document.piece
    assert made is not None
    assert [stage.title for stage in made.stages.values()] == [stage.title for stage in wanted.stages.values()]
    assert [row.kind for row in made.lanes.values()] == [row.kind for row in wanted.lanes.values()]
    for row in wanted.lanes.values():
        assert texts(made, row.kind) == texts(wanted, row.kind), row.kind
    assert (len(made.pains), len(made.opportunities), len(made.metrics)) == (
        len(wanted.pains), len(wanted.opportunities), len(wanted.metrics),
    )  # fmt: skip
    assert driver.view.writer is None
    characters = sum(len(stage.title) for stage in wanted.stages.values()) + sum(
        len(words) for row in wanted.lanes.values() for cell in texts(wanted, row.kind) for words in cell
    )
    each = typist.keystrokes / characters
    with capsys.disabled():
        print(  # noqa: T201 - the measured figure is the point
            f"\nkettle map: {typist.keystrokes} keystrokes for {characters} characters, {each:.2f} each"
        )
    assert each <= MOST
