"""Where the eye is over the map: zoom about a point, scroll, fit."""

from __future__ import annotations

from typing import Final

from PySide6.QtCore import QPoint, QPointF, QRectF
from PySide6.QtWidgets import QGraphicsView

from maps.layout.elements import MapLayout

CLOSEST: Final = 4.0
FARTHEST: Final = 0.25
STEP: Final = 1.2
_READABLE = 0.6
"""Below this meta and notes go: the first look is not worth that."""
_OPENING_LEAST, _OPENING_MOST = 0.75, 1.25


class Camera:
    """The transform and the scroll bars of a view, moved together."""

    def __init__(self, view: QGraphicsView) -> None:
        self._view = view
        self._opened_at = 0.0

    @property
    def zoom(self) -> float:
        """How large a layout px is on the screen."""
        return self._view.transform().m11()

    def seen(self) -> QRectF:
        """The part of the map that is on the screen."""
        return self._view.mapToScene(self._view.viewport().rect()).boundingRect()

    def zoom_to(self, zoom: float, about: QPoint | None = None) -> None:
        """Zoom so that what is under `about` (a point of the viewport, else its middle) stays there."""
        zoom = min(CLOSEST, max(FARTHEST, zoom))
        at = about or self._view.viewport().rect().center()
        before = self._view.mapToScene(at)
        self._view.resetTransform()
        self._view.scale(zoom, zoom)
        after = self._view.mapFromScene(before)
        self.scroll_by(after.x() - at.x(), after.y() - at.y())

    def scroll_by(self, dx: int, dy: int) -> None:
        """Move the map by px of the screen."""
        across, down = self._view.horizontalScrollBar(), self._view.verticalScrollBar()
        across.setValue(across.value() + dx)
        down.setValue(down.value() + dy)

    def fit(self, layout: MapLayout, *, least: float = FARTHEST, most: float = _OPENING_MOST) -> None:
        """Show the whole map from its top left corner, between `least` and `most` times its own size."""
        port = self._view.viewport().rect()
        if layout.width <= 0 or layout.height <= 0 or port.width() < 8 or port.height() < 8:
            return
        wide, tall = port.width() / layout.width, port.height() / layout.height
        self.zoom_to(min(max(min(wide, tall), least), most))
        self.home()

    @property
    def as_opened(self) -> bool:
        """Whether the map is still looked at as it was opened: nobody has zoomed or moved it."""
        across, down = self._view.horizontalScrollBar(), self._view.verticalScrollBar()
        home = across.value() == across.minimum() and down.value() == down.minimum()
        return home and self.zoom == self._opened_at

    def open(self, layout: MapLayout, room: float) -> None:
        """The first look at a map: all its stages when they can be read, at least its top left corner."""
        port = self._view.viewport().rect()
        wide = port.width() / max(1.0, layout.width)
        tall = port.height() / max(1.0, layout.height)
        zoom = wide if wide < 1.02 else max(1.0, min(wide, tall))
        if 0.94 <= zoom <= 1.0:
            zoom = 1.0 if wide >= 0.985 else zoom
        if zoom < _READABLE * room:
            zoom = _OPENING_LEAST * room
        self.zoom_to(min(zoom, _OPENING_MOST * room))
        self.home()
        self._opened_at = self.zoom

    def home(self) -> None:
        """The map's top left corner at that of the screen."""
        self._view.horizontalScrollBar().setValue(self._view.horizontalScrollBar().minimum())
        self._view.verticalScrollBar().setValue(self._view.verticalScrollBar().minimum())

    def reveal(self, rect: QRectF, layout: MapLayout, margin: float = 16.0) -> None:
        """Scroll as little as brings `rect` into view, clear of the lane column and the stage header."""
        seen = self.seen()
        free = seen.adjusted(layout.lane_width, layout.header_height, 0, 0)
        grown = rect.adjusted(-margin, -margin, margin, margin)
        move = QPointF(
            _into(grown.left(), grown.right(), free.left(), free.right()),
            _into(grown.top(), grown.bottom(), free.top(), free.bottom()),
        )
        if not move.isNull():
            self.scroll_by(round(move.x() * self.zoom), round(move.y() * self.zoom))


def _into(low: float, high: float, free_low: float, free_high: float) -> float:
    """How far to move so that low…high lies in free_low…free_high; its beginning counts when it does not fit."""
    if low < free_low:
        return low - free_low
    if high > free_high:
        return min(high - free_high, low - free_low)
    return 0.0
