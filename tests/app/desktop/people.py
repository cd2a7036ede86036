"""The verbs of the personas workspace, and a picture to put there."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QMimeData, QPoint, QPointF, Qt, QUrl
from PySide6.QtGui import QColor, QDropEvent, QImage
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLineEdit, QPlainTextEdit, QWidget

from app.desktop.people.page import PersonasPage
from app.desktop.people.slide import Slide
from personas.model import Persona
from tests.app.desktop.driver import Driver

SAMIRA, JELLE = "persona-samira00", "persona-jelle000"


class PeopleDriver:
    """The verbs of this workspace."""

    def __init__(self, driver: Driver) -> None:
        self.driver = driver

    def open(self) -> PeopleDriver:
        self.driver.open_kettle()
        return self.go()

    def go(self) -> PeopleDriver:
        self.driver.window.go("personas")
        self.driver.settle()
        return self

    @property
    def page(self) -> PersonasPage:
        assert self.driver.frame.personas is not None
        return self.driver.frame.personas

    @property
    def key(self) -> str:
        return self.page.shown

    @property
    def person(self) -> Persona:
        return self.driver.project.personas[self.key]

    def fill(self, field: str, words: str) -> PeopleDriver:
        """Click a field, type, Enter."""
        widget = self.driver.find(field, QWidget)
        widget.setFocus(Qt.FocusReason.MouseFocusReason)
        if isinstance(widget, QPlainTextEdit | QLineEdit):
            widget.selectAll()
        self.driver.type(words).press("Return")
        return self

    def slider(self, name: str) -> Slide:
        return self.driver.find(name, Slide)

    def slide(self, name: str, by: float, *, drop: bool = True) -> PeopleDriver:
        """Drag a knob by a part of its track."""
        slide = self.slider(name)
        left, right = slide.track()
        start = QPoint(round(slide.x_of(slide.value.value)), 31 if name.startswith("trait") else 15)
        end = start + QPoint(round((right - left) * by), 0)
        QTest.mousePress(slide, Qt.MouseButton.LeftButton, pos=start)
        for step in range(1, 5):
            QTest.mouseMove(slide, start + (end - start) * step / 4)
        if drop:
            QTest.mouseRelease(slide, Qt.MouseButton.LeftButton, pos=end)
        self.driver.settle()
        return self

    def click_at(self, slide: Slide, at: QPointF) -> PeopleDriver:
        QTest.mouseClick(slide, Qt.MouseButton.LeftButton, pos=at.toPoint())
        self.driver.settle()
        return self

    def drop(self, path: Path) -> PeopleDriver:
        """Drop a file on the page."""
        data = QMimeData()
        data.setUrls([QUrl.fromLocalFile(str(path))])
        at = QPointF(self.page.rect().center())
        held = Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier
        self.page.dropEvent(QDropEvent(at, Qt.DropAction.CopyAction, data, *held))
        self.driver.settle()
        return self

    def steps(self) -> int:
        return len(self.driver.document.history.labels())


def picture_file(folder: Path, name: str = "face.jpg", size: tuple[int, int] = (900, 600)) -> Path:
    image = QImage(*size, QImage.Format.Format_RGB32)
    image.fill(QColor(40, 90, 160))
    path = folder / name
    assert image.save(str(path))
    return path
