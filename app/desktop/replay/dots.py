"""Visitors as dots above the map: each in its persona's colour and outline, pressed to hear its story."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QObject, QPointF, QRectF, Qt, Signal
from PySide6.QtGui import QMouseEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QWidget

from app.desktop.icons import paint_icon
from app.desktop.look import Look
from app.desktop.paint.pen import colour, pen
from app.desktop.paint.people import outline_path
from app.desktop.replay.ways import Ways

if TYPE_CHECKING:
    from app.desktop.canvas.sheet import Sheet
    from app.desktop.canvas.view import MapView
    from simulation.replay.journeys import Trip

_RADIUS, _REACH = 5.5, 11.0
_AFTERWARDS = 1.6
"""Seconds for which it stays to be seen how a visit ended."""


class Dots(QWidget):
    """Everybody who is on the map at one moment of the replay. Signals: `pressed` with a trip."""

    pressed = Signal(object)

    def __init__(self, look: Look, view: MapView, sheet: Sheet, slots: Mapping[str, int]) -> None:
        super().__init__(view.viewport())
        self._look, self._view, self._sheet, self._slots = look, view, sheet, dict(slots)
        self._ways = Ways(sheet.layout)
        self._starts: list[tuple[float, Trip]] = []
        self._moment = 0.0
        self._followed: Trip | None = None
        self.setAccessibleName("")
        sheet.changed.connect(self._laid_out)
        view.viewport().installEventFilter(self)
        self.setGeometry(view.viewport().rect())
        self.show()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """The dots cover what is seen of the map, however large that is, and follow when the map is moved."""
        if event.type() is QEvent.Type.Resize:
            self.setGeometry(self._view.viewport().rect())
        return super().eventFilter(watched, event)

    def _laid_out(self) -> None:
        self._ways = Ways(self._sheet.layout)
        self.update()

    def show_at(self, moment: float, starts: list[tuple[float, Trip]]) -> None:
        """Show who is on the way at a moment, s of the replay; `starts` says when each trip begins."""
        self._moment, self._starts = moment, starts
        self.update()

    def follow(self, trip: Trip | None) -> None:
        """Mark one of them."""
        self._followed = trip
        self.update()

    def there(self) -> list[tuple[Trip, QPointF, float]]:
        """Everybody to be seen now: the trip, where in px of this widget, and how long ago it ended (0: it goes on)."""
        found = []
        for start, trip in self._starts:
            since = self._moment - start
            if not 0.0 <= since < trip.lasts + _AFTERWARDS:
                continue
            over = max(0.0, since - trip.lasts)
            point = self._ways.where(trip, min(since, trip.lasts - 1e-6))
            if point is not None:
                place = self._view.mapFromScene(QPointF(point.x, point.y))
                found.append((trip, QPointF(place), over))
        return found

    def paintEvent(self, _event: QPaintEvent) -> None:
        """The dots, whoever is followed last."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        zoom = max(0.55, min(1.3, self._view.camera.zoom))
        for trip, where, over in sorted(self.there(), key=lambda one: one[0] is self._followed):
            self._dot(painter, trip, where, _RADIUS * zoom * self._look.room, over)
        painter.end()

    def _dot(self, painter: QPainter, trip: Trip, where: QPointF, radius: float, over: float) -> None:
        theme = self._look.theme
        person = theme.person(self._slots.get(trip.persona, 0))
        painter.setOpacity(1.0 - over / _AFTERWARDS)
        if over and trip.end == "order":
            size = radius * 3.2
            box = QRectF(where.x() - size / 2, where.y() - size / 2 - over * 14, size, size)
            painter.setPen(pen(theme.surface, 1.0))
            painter.setBrush(colour(person.colour))
            painter.drawEllipse(box)
            paint_icon(painter, "check", box.adjusted(size * 0.2, size * 0.2, -size * 0.2, -size * 0.2), theme.surface)
        else:
            if trip is self._followed:
                painter.setPen(pen(theme.ink, 2.0))
                painter.setBrush(Qt.BrushStyle.NoBrush)
                painter.drawEllipse(where, radius + 4, radius + 4)
            painter.setPen(pen(theme.surface, 1.2))
            painter.setBrush(colour(person.colour))
            painter.drawPath(outline_path(person.shape, where, radius))
        painter.setOpacity(1.0)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """A press on a dot asks for its story; anywhere else it is the map's."""
        reach = _REACH * self._look.room
        near = [(trip, where) for trip, where, _over in self.there()
                if (where - event.position()).manhattanLength() <= reach]  # fmt: skip
        if event.button() is Qt.MouseButton.LeftButton and near:
            trip, _where = min(near, key=lambda one: (one[1] - event.position()).manhattanLength())
            self.pressed.emit(trip)
            event.accept()
        else:
            event.ignore()

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Moves are the map's."""
        event.ignore()

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """So are releases."""
        event.ignore()
