"""Rows of the gallery: a face, a name over a role, a share; pressed, dragged, or asked what can be done with them."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from PySide6.QtCore import QMimeData, QPoint, QRectF, Qt, Signal
from PySide6.QtGui import QColor, QContextMenuEvent, QDrag, QImage, QKeyEvent, QMouseEvent, QPainter, QPen, QPixmap
from PySide6.QtWidgets import QApplication

from app.desktop.chrome import draw
from app.desktop.chrome.basics import Pressable
from app.desktop.look import Look
from app.desktop.paint.portrait import paint_portrait
from personas.model import Persona

PERSON = "application/x-footfall-persona"
"""What is dragged when a row is: the id of a persona, within this window."""


@dataclass(frozen=True)
class Row:
    """What a row shows."""

    key: str
    persona: Persona
    slot: int
    share: str
    under: str
    picture: QImage | None
    chosen: bool


class PersonRow(Pressable):
    """A row of the gallery; the chosen one on the marker's wash with an ink edge."""

    menu_wanted = Signal(str, QPoint)
    step_wanted = Signal(str, int)
    remove_wanted = Signal(str)
    copy_wanted = Signal(str)

    def __init__(self, look: Look, shown: Row, act: Callable[[], object], *, movable: bool) -> None:
        super().__init__(look, 260, 60, act)
        self._shown, self._movable = shown, movable
        self._from: QPoint | None = None
        self.setObjectName(f"person-{shown.key}")
        says = ", ".join(part for part in (shown.persona.name, shown.under, shown.share) if part)
        self.setAccessibleName(says)
        self.setToolTip("\n".join(part for part in (shown.persona.name, shown.under) if part))

    def paint(self, painter: QPainter, width: float, height: float) -> None:
        """Portrait, name over role, share."""
        theme, shown = self.look.theme, self._shown
        if shown.chosen:
            painter.setPen(QPen(QColor(theme.ink), 2))
            painter.setBrush(QColor(theme.marker_wash))
            painter.drawRoundedRect(QRectF(1, 1, width - 2, height - 2), 12, 12)
        elif self.underMouse():
            draw.bar(painter, QRectF(0, 0, width, height), theme.hover, 12)
        paint_portrait(painter, QRectF(10, 7, 46, 46), shown.persona, shown.slot, theme, shown.picture)
        room = width - 68 - 14 - draw.width_of(shown.share, "body_strong") - 8
        if shown.under:
            draw.text(painter, 68, 26, draw.elided(shown.persona.name, "body_strong", room), "body_strong", theme.ink)
            draw.text(painter, 68, 44, draw.elided(shown.under, "small", room), "small", theme.ink2)
        else:
            draw.text(painter, 68, 35, draw.elided(shown.persona.name, "body_strong", room), "body_strong", theme.ink)
        draw.text(painter, width - 14, height / 2 + 4.5, shown.share, "body_strong", theme.ink, "right")

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """A press may become a drag."""
        if event.button() is Qt.MouseButton.LeftButton:
            self._from = event.position().toPoint()

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Far enough, and the row is on its way."""
        start = self._from
        if start is None or not self._movable:
            return
        if (event.position().toPoint() - start).manhattanLength() >= QApplication.startDragDistance():
            self._from = None
            data = QMimeData()
            data.setData(PERSON, self._shown.key.encode("ascii"))
            drag = QDrag(self)
            drag.setMimeData(data)
            drag.setPixmap(self._ghost())
            drag.setHotSpot(start)
            drag.exec(Qt.DropAction.MoveAction)

    def _ghost(self) -> QPixmap:
        made = QPixmap(self.size() * self.devicePixelRatioF())
        made.setDevicePixelRatio(self.devicePixelRatioF())
        made.fill(QColor(self.look.theme.surface))
        self.render(made)
        return made

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """A press that was no drag shows the sheet."""
        if self._from is not None:
            self._from = None
            super().mouseReleaseEvent(event)

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        """What can be done with this person."""
        self.menu_wanted.emit(self._shown.key, event.globalPos())

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter shows, Alt with an arrow moves, Delete removes, Ctrl+D copies."""
        key, held = event.key(), event.modifiers()
        if held & Qt.KeyboardModifier.AltModifier and key in (Qt.Key.Key_Up, Qt.Key.Key_Down):
            self.step_wanted.emit(self._shown.key, -1 if key == Qt.Key.Key_Up else 1)
        elif key == Qt.Key.Key_Delete:
            self.remove_wanted.emit(self._shown.key)
        elif key == Qt.Key.Key_D and held & Qt.KeyboardModifier.ControlModifier:
            self.copy_wanted.emit(self._shown.key)
        elif key in (Qt.Key.Key_Up, Qt.Key.Key_Down):
            self.focusPreviousChild() if key == Qt.Key.Key_Up else self.focusNextChild()
        else:
            super().keyPressEvent(event)
