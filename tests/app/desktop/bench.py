"""An inspector without the window around it, with the verbs of a user."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import cache
from typing import Any, TypeVar

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QCheckBox, QLabel, QWidget
from pytestqt.qtbot import QtBot

from app.desktop.application import make_application
from app.desktop.chrome.inplace import LineField
from app.desktop.document import Document, Selection
from app.desktop.inspector.fields import Choice
from app.desktop.inspector.panel import WIDTH, Inspector
from app.desktop.look import Look
from app.desktop.steps import STEPS
from app.project.examples import new_from_example
from app.project.model import Project
from app.words import set_language
from maps.model import MapSlice
from tests.app.desktop.driver import Driver

W = TypeVar("W", bound=QWidget)
R = TypeVar("R")


class Bench:
    """An inspector with a project, without the window around it."""

    def __init__(self, qtbot: QtBot, project: Project) -> None:
        self.document = Document(project, None, digest=None)
        self.problems: list[BaseException] = []
        look = Look()
        self.inspector = Inspector(look, self.document, self.problems.append, self.problems.append, tuple)  # type: ignore[arg-type]  # nobody is shown
        self.inspector.setStyleSheet(look.style_sheet() + self.inspector.styleSheet())
        self.inspector.resize(WIDTH, 900)
        qtbot.addWidget(self.inspector)
        with qtbot.waitActive(self.inspector):
            self.inspector.show()
            self.inspector.activateWindow()
        self.settle()

    @property
    def project(self) -> Project:
        return self.document.project

    @property
    def piece(self) -> MapSlice:
        assert self.document.piece is not None
        return self.document.piece

    def settle(self) -> None:
        Driver.settle()
        unnamed = set(self.document.history.labels()) - STEPS.keys()
        assert not unnamed, f"steps without a name: {unnamed}"

    def touchpoint(self, page: str) -> str:
        return first(self.project.touchpoints, lambda point: point.page == page)

    def find(self, name: str, kind: type[W]) -> W:
        found = self.inspector.findChild(kind, name)
        assert found is not None, f"there is no {name}"
        return found

    def click(self, name: str) -> Bench:
        QTest.mouseClick(self.find(name, QWidget), Qt.MouseButton.LeftButton)
        self.settle()
        return self

    def texts(self) -> str:
        return "\n".join(one.text() for one in self.inspector.findChildren(QLabel))


@cache
def kettle() -> Project:
    set_language("en")
    return new_from_example("kettle", "en")


def bench(qtbot: QtBot) -> Bench:
    make_application()
    set_language("en")
    return Bench(qtbot, kettle())


def show(driver: Bench, table: str, key: str) -> str:
    driver.document.select(Selection(table, key))
    driver.settle()
    return key


def field(driver: Bench, name: str) -> LineField:
    found = driver.inspector.findChild(LineField, name)
    assert found is not None, f"there is no {name}"
    return found


def fill(driver: Bench, name: str, words: str) -> Bench:
    """Type over what is in a field, and Enter."""
    line = field(driver, name)
    line.setFocus()
    line.selectAll()
    if words.isascii() and words:
        QTest.keyClicks(line, words)
    elif words:
        line.insert(words)  # QTest has no keys for these
    else:
        QTest.keyClick(line, Qt.Key.Key_Delete)
    QTest.keyClick(line, Qt.Key.Key_Return)
    driver.settle()
    return driver


def pick(driver: Bench, name: str, key: Any) -> Bench:
    found = driver.inspector.findChild(Choice, name)
    assert found is not None, f"there is no {name}"
    found.choose(key)
    driver.settle()
    return driver


def tick(driver: Bench, name: str) -> Bench:
    found = driver.inspector.findChild(QCheckBox, name)
    assert found is not None, f"there is no {name}"
    found.click()
    driver.settle()
    return driver


def unfold(driver: Bench, key: str) -> Bench:
    driver.inspector._toggle(key)
    driver.settle()
    return driver


def complaints(driver: Bench) -> list[str]:
    return [one.text() for one in driver.inspector.findChildren(QLabel, "complaint") if one.text()]


def first(rows: Mapping[str, R], held: Callable[[R], bool] = lambda _row: True) -> str:
    return next(key for key, row in rows.items() if held(row))


def one_step(driver: Bench, before: Project) -> None:
    """What was done is one step, and undoing it gives back what there was."""
    assert driver.project != before
    driver.document.undo()
    assert driver.project == before
    driver.document.redo()
    driver.settle()
