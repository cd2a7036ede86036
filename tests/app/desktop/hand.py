"""A hand on the map: presses, drags with keys held, lets go or thinks better of it."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QPoint, QPointF, Qt
from PySide6.QtGui import QMouseEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from app.desktop.document import Selection
from maps.layout.elements import Element, LaneHeader, StageHeader
from tests.app.desktop.driver import Driver

NONE = Qt.KeyboardModifier.NoModifier
CTRL = Qt.KeyboardModifier.ControlModifier
SHIFT = Qt.KeyboardModifier.ShiftModifier
ALT = Qt.KeyboardModifier.AltModifier
LEFT = Qt.MouseButton.LeftButton


class Hand:
    def __init__(self, driver: Driver) -> None:
        self.driver = driver

    def at(self, x: float, y: float) -> QPoint:
        """A point of the body of the map on the viewport."""
        return self.driver.view.mapFromScene(x, y)

    def on(self, record: str, persona: str = "") -> QPoint:
        return self.driver.where(self.driver.element(record, persona))

    def header(self, record: str) -> Element:
        layout = self.driver.view.layout_now
        return next(e for e in layout.of_record(record) if isinstance(e, StageHeader | LaneHeader))

    def cell(self, stage: str, lane: str) -> QPoint:
        """The middle of a cell, brought into view."""
        rect = self.driver.view.layout_now.cell_rect(stage, lane)
        assert rect is not None
        return self.at(rect.centre.x, rect.centre.y)

    def low_in(self, stage: str, lane: str) -> QPoint:
        """The lower end of a cell."""
        rect = self.driver.view.layout_now.cell_rect(stage, lane)
        assert rect is not None
        return self.at(rect.centre.x, rect.bottom - 2.0)

    def click(self, at: QPoint, keys: Qt.KeyboardModifier = NONE) -> Hand:
        QTest.mouseClick(self.driver.view.viewport(), LEFT, keys, at)
        self.driver.settle()
        return self

    def double_click(self, at: QPoint) -> Hand:
        self.click(at)
        QTest.mouseDClick(self.driver.view.viewport(), LEFT, NONE, at)
        self.driver.settle()
        return self

    def drag(
        self, start: QPoint, end: QPoint, keys: Qt.KeyboardModifier = NONE, *, drop: bool = True, steps: int = 6
    ) -> Hand:
        """Press, move in a few steps, let go; without `drop` the button stays down."""
        port = self.driver.view.viewport()
        QTest.mousePress(port, LEFT, keys, start)
        for step in range(1, steps + 1):
            self._move(start + (end - start) * step / steps, keys)
        if drop:
            QTest.mouseRelease(port, LEFT, keys, end)
        self.driver.settle()
        return self

    def _move(self, at: QPoint, keys: Qt.KeyboardModifier) -> None:
        port = self.driver.view.viewport()
        where = QPointF(at)
        event = QMouseEvent(
            QEvent.Type.MouseMove, where, QPointF(port.mapToGlobal(at)), Qt.MouseButton.NoButton, LEFT, keys
        )
        QApplication.sendEvent(port, event)

    def let_go(self, at: QPoint) -> Hand:
        QTest.mouseRelease(self.driver.view.viewport(), LEFT, NONE, at)
        self.driver.settle()
        return self

    def chosen(self) -> tuple[Selection, ...]:
        return self.driver.document.chosen
