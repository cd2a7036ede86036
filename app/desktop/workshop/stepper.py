"""A whole number between two buttons; the arrow keys and the wheel change it too."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QColor, QKeyEvent, QMouseEvent, QPainter, QPen, QWheelEvent

from app.desktop.chrome import draw
from app.desktop.chrome.basics import Painted
from app.desktop.icons import paint_icon
from app.desktop.look import Look

_WIDE, _HIGH = 104.0, 30.0


class Stepper(Painted):
    """From 1 to `most`; `changed` gets every new number."""

    def __init__(self, look: Look, says: str, value: int, most: int, changed: Callable[[int], object]) -> None:
        super().__init__(look, _WIDE, _HIGH)
        self._says, self.value, self._most, self._changed = says, value, most, changed
        self.setFixedWidth(look.px(_WIDE))
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self._name()

    def _name(self) -> None:
        self.setAccessibleName(f"{self._says}: {self.value}")

    def step(self, by: int) -> None:
        """So much more, within bounds."""
        value = max(1, min(self._most, self.value + by))
        if value != self.value:
            self.value = value
            self._changed(value)
            self._name()
            self.update()

    def paint(self, painter: QPainter, width: float, height: float) -> None:
        """Minus, the number, plus."""
        theme = self.look.theme
        painter.setPen(QPen(QColor(theme.line), theme.hairline))
        painter.setBrush(QColor(theme.surface))
        painter.drawRoundedRect(QRectF(0.5, 0.5, width - 1, height - 1), 8, 8)
        for icon, x, can in (("minus", 8.0, self.value > 1), ("plus", width - 24.0, self.value < self._most)):
            paint_icon(painter, icon, QRectF(x, height / 2 - 8, 16, 16), theme.ink2 if can else theme.ink_off)
        draw.text(painter, width / 2, height / 2 + 4.5, str(self.value), "body_strong", theme.ink, "centre")

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """The left third is less, the right third more."""
        if event.button() is Qt.MouseButton.LeftButton:
            share = event.position().x() / max(1, self.width())
            self.step(-1 if share < 1 / 3 else 1 if share > 2 / 3 else 0)

    def wheelEvent(self, event: QWheelEvent) -> None:
        """Only while it has the keyboard: a list that scrolls by changes nothing."""
        if self.hasFocus():
            self.step(1 if event.angleDelta().y() > 0 else -1)
            event.accept()
        else:
            event.ignore()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Arrows by one; figures set it."""
        if event.key() in (Qt.Key.Key_Up, Qt.Key.Key_Right, Qt.Key.Key_Plus):
            self.step(1)
        elif event.key() in (Qt.Key.Key_Down, Qt.Key.Key_Left, Qt.Key.Key_Minus):
            self.step(-1)
        elif event.text().isdecimal() and event.text() != "0":
            self.step(int(event.text()) - self.value)
        else:
            super().keyPressEvent(event)
