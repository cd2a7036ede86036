"""A driver with the verbs of a user: press, click, drag, type, and what to expect of the project and the screen."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any, TypeVar

from PySide6.QtCore import QEvent, QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton, QApplication, QLabel, QScrollArea, QWidget
from pytestqt.qtbot import QtBot

from app.desktop.canvas.nearby import element_of
from app.desktop.canvas.sticky import shift_of
from app.desktop.canvas.view import MapView
from app.desktop.document import Document, Selection
from app.desktop.frame import Frame
from app.desktop.steps import STEPS
from app.desktop.studio import Studio
from app.desktop.window import Window
from app.desktop.workspaces.map import MapPage
from app.project.examples import new_from_example
from app.project.model import Project
from maps.layout.elements import Element
from maps.layout.options import Sizes
from simulation.experiment.run import Settings

W = TypeVar("W", bound=QWidget)


class PickedFiles:
    """Stands in for the file dialogs: answers with what the test put there."""

    def __init__(self) -> None:
        self.opening: Path | None = None
        self.saving: Path | None = None
        self.exporting: Path | None = None

    def to_open(self) -> Path | None:
        return self.opening

    def to_save(self, _proposal: Path) -> Path | None:
        return self.saving

    def to_open_persona(self) -> Path | None:
        return self.opening

    def to_save_persona(self, _proposal: str) -> Path | None:
        return self.saving

    def to_open_picture(self) -> Path | None:
        return self.opening

    def to_open_tests(self) -> Path | None:
        return self.opening

    def to_save_tests(self, _stem: str) -> Path | None:
        return self.saving

    def to_export(self, _stem: str) -> Path | None:
        return self.exporting

    def to_save_report(self, _stem: str) -> Path | None:
        return self.exporting

    def to_open_map(self) -> Path | None:
        return self.opening

    def to_save_map(self, _stem: str) -> Path | None:
        return self.saving


class Driver:
    def __init__(self, qtbot: QtBot, folder: Path) -> None:
        self.qtbot = qtbot
        self.folder = folder
        self.picked = PickedFiles()
        self.studio = Studio(folder / "settings.json", run_settings=Settings(visitors=400, draws=4, workers=1))
        self.window = Window(self.studio)
        self.window.dialogs = self.picked  # type: ignore[assignment]  # the same three questions
        self.window.resize(1600, 1000)
        with qtbot.waitActive(self.window):
            self.window.show()
            self.window.activateWindow()
        self.settle()

    def leave(self) -> None:
        """Close without asking; every step that was taken must have had a name to show."""
        if self.studio.document is not None:
            unnamed = set(self.document.history.labels()) - STEPS.keys()
            assert not unnamed, f"steps without a name in app/desktop/steps.py: {unnamed}"
        self.studio.jobs.stop_all()
        self.window._closing = True
        self.window.close()
        self.settle()
        self.window.deleteLater()
        self.studio.deleteLater()
        self.settle()

    @staticmethod
    def settle() -> None:
        for _ in range(3):
            QApplication.processEvents()
            QApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete.value)

    # ---- what there is ---------------------------------------------------------------------------------------

    @property
    def document(self) -> Document:
        assert self.studio.document is not None, "nothing is open"
        return self.studio.document

    @property
    def project(self) -> Project:
        return self.document.project

    @property
    def frame(self) -> Frame:
        assert self.window.frame is not None
        return self.window.frame

    @property
    def page(self) -> MapPage:
        assert self.frame.map is not None
        return self.frame.map

    @property
    def view(self) -> MapView:
        return self.page.view

    @property
    def says(self) -> str:
        return self.window.strip.words

    def touchpoint(self, page: str) -> str:
        """The id of the first card with this page type."""
        return next(key for key, point in self.project.touchpoints.items() if point.page == page)

    def find(self, name: str, kind: type[W]) -> W:
        found = [widget for widget in self.window.findChildren(kind, name) if widget.isVisible()]
        assert found, f"there is no visible {name}"
        return found[0]

    def element(self, record: str, persona: str = "") -> Element:
        table = "touchpoints" if record.startswith("touchpoint-") else f"{record.split('-', maxsplit=1)[0]}s"
        found = element_of(self.view.layout_now, Selection(table, record, persona))
        assert found is not None, f"{record} {persona} is not drawn"
        return found

    def where(self, element: Element) -> QPoint:
        """The middle of an element on the viewport."""
        centre = element.rect.centre
        shift = shift_of(element, self.view.camera.seen())
        return self.view.mapFromScene(centre.x + shift.x(), centre.y + shift.y())

    # ---- verbs -----------------------------------------------------------------------------------------------

    def open_kettle(self) -> Driver:
        self.studio.begin(new_from_example("kettle", "en"))
        self.settle()
        return self

    def open_saved(self, name: str = "kettle.footfall.json") -> Path:
        """Open the kettle, save it, and open it again from its file."""
        path = self.folder / name
        self.open_kettle().save_as(path)
        self.studio.open(path)
        self.settle()
        return path

    def save_as(self, path: Path) -> Driver:
        self.picked.saving = path
        self.press("Ctrl+Shift+S")
        return self

    def click(self, name: str) -> Driver:
        widget = self.find(name, QWidget)
        if isinstance(widget, QAbstractButton):
            assert widget.isEnabled(), f"{name} cannot be pressed"
        QTest.mouseClick(widget, Qt.MouseButton.LeftButton)
        self.settle()
        return self

    def answer(self, words: str) -> Driver:
        """Press one of the choices that the strip offers."""
        found = [one for one in self.window.strip.findChildren(QAbstractButton) if one.text() == words]
        assert found, f"the strip does not offer {words}"
        QTest.mouseClick(found[0], Qt.MouseButton.LeftButton)
        self.settle()
        return self

    def click_on(self, record: str, persona: str = "") -> Driver:
        QTest.mouseClick(self.view.viewport(), Qt.MouseButton.LeftButton, pos=self._shown(record, persona))
        self.settle()
        return self

    def double_click_on(self, record: str, persona: str = "") -> Driver:
        at = self._shown(record, persona)
        QTest.mouseClick(self.view.viewport(), Qt.MouseButton.LeftButton, pos=at)
        QTest.mouseDClick(self.view.viewport(), Qt.MouseButton.LeftButton, pos=at)
        self.settle()
        return self

    def _shown(self, record: str, persona: str) -> QPoint:
        """Bring it into view first, as a user would, and say where it is then."""
        self.document.select(Selection())
        element = self.element(record, persona)
        self.document.select(Selection(element.table, record, persona))
        self.settle()
        return self.where(self.element(record, persona))

    def drag_feeling(self, touchpoint: str, persona: str, points: float, *, drop: bool = True) -> Driver:
        start = self._shown(touchpoint, persona)
        end = start - QPoint(0, round(points * Sizes.EMOTION_UNIT * self.view.camera.zoom))
        port = self.view.viewport()
        QTest.mousePress(port, Qt.MouseButton.LeftButton, pos=start)
        for step in range(1, 6):
            QTest.mouseMove(port, start + (end - start) * step / 5)
        if drop:
            QTest.mouseRelease(port, Qt.MouseButton.LeftButton, pos=end)
        self.settle()
        return self

    def press(self, keys: str) -> Driver:
        """A key, or keys together such as Ctrl+Z, to whatever has the keyboard."""
        parts = keys.split("+")
        modifiers = Qt.KeyboardModifier.NoModifier
        for part in parts[:-1]:
            modifiers |= {
                "Ctrl": Qt.KeyboardModifier.ControlModifier,
                "Shift": Qt.KeyboardModifier.ShiftModifier,
                "Alt": Qt.KeyboardModifier.AltModifier,
            }[part]
        named = {"Esc": "Escape", "?": "Question"}.get(parts[-1], parts[-1])
        key = getattr(Qt.Key, f"Key_{named}")
        QTest.keyClick(QApplication.focusWidget() or self.window, key, modifiers)
        self.settle()
        return self

    def type(self, words: str) -> Driver:
        for letter in words:  # the first one may open an editor, which has the keyboard then
            target = QApplication.focusWidget()
            assert target is not None, "nothing has the keyboard"
            QTest.keyClicks(target, letter)
        self.settle()
        return self

    def until(self, held: Callable[[], Any], seconds: float = 120.0) -> Driver:
        self.qtbot.waitUntil(lambda: bool(held()), timeout=int(seconds * 1000))
        self.settle()
        return self

    def texts(self, widget: QWidget | None = None) -> str:
        """Everything that is written or said by the visible parts of a widget."""
        found = []
        for child in (widget or self.window).findChildren(QWidget):
            if child.isVisible():
                text = getattr(child, "text", None)
                found.append(f"{text() if callable(text) else ''} {child.accessibleName()}")
        return "\n".join(found)


def clipped(driver: Driver) -> list[str]:
    """Labels on one line that are wider than the room they have, and pages that are wider than what shows them."""
    found = [
        f"{type(area.widget()).__name__} is {area.horizontalScrollBar().maximum()} px too wide"
        for area in driver.window.findChildren(QScrollArea)
        if area.isVisible() and area.horizontalScrollBar().maximum() > 0
    ]
    for one in driver.window.findChildren(QLabel):
        if one.isVisible() and one.text() and not one.wordWrap() and type(one) is QLabel:
            wide = one.fontMetrics().horizontalAdvance(one.text())
            if wide > one.width() + 1:
                found.append(one.text())
    return found
