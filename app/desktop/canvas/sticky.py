"""What stays in view while the map moves: the lane column keeps its x, the stage header keeps its y."""

from __future__ import annotations

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QPainter

from app.desktop.canvas.ground import Ground
from app.desktop.canvas.scene import MapScene
from app.desktop.paint.pen import colour, zoom_of
from app.desktop.theme import Theme
from maps.layout.elements import Element, MapLayout

_CLEAR = 6.0
"""The lane column ends this much before the first stage, so that no card is cut before it is under it."""


def shift_of(element: Element, seen: QRectF) -> QPointF:
    """How far an element is moved so that it stays in view, when `seen` is the part of the map on the screen."""
    dx = max(0.0, seen.left()) if element.layer == "lanes" else 0.0
    dy = max(0.0, seen.top()) if element.layer == "header" else 0.0
    return QPointF(dx, dy)


def paint_headers(painter: QPainter, layout: MapLayout, scene: MapScene, theme: Theme, seen: QRectF) -> None:
    """Paint the lane column and the stage header over the map, each on its own ground."""
    if layout.lanes:
        _column(painter, layout, scene.column, theme, seen)
    if layout.stages:
        _header(painter, layout, scene.header, theme, seen)


def _column(painter: QPainter, layout: MapLayout, ground: Ground, theme: Theme, seen: QRectF) -> None:
    dx = max(0.0, seen.left())
    column = QRectF(dx, seen.top(), layout.lane_width - _CLEAR, seen.height())
    painter.save()
    painter.setClipRect(column, Qt.ClipOperation.IntersectClip)
    ground.paint(painter, column, QPointF(dx, 0.0))
    painter.restore()
    if dx > 0:
        edge = QRectF(column.right(), max(seen.top(), 0.0), 1 / zoom_of(painter), layout.height)
        painter.fillRect(edge, colour(theme.line))


def _header(painter: QPainter, layout: MapLayout, ground: Ground, theme: Theme, seen: QRectF) -> None:
    dx, dy = max(0.0, seen.left()), max(0.0, seen.top())
    if dy > 0:
        painter.fillRect(QRectF(seen.left(), dy, seen.width(), layout.header_height), colour(theme.canvas))
    strip = QRectF(dx + layout.lane_width - _CLEAR, dy, seen.width(), layout.header_height)
    painter.save()
    painter.setClipRect(strip, Qt.ClipOperation.IntersectClip)
    ground.paint(painter, strip, QPointF(0.0, dy))
    painter.restore()
    if dy > 0:
        edge = QRectF(seen.left(), dy + layout.header_height, seen.width(), 1 / zoom_of(painter))
        painter.fillRect(edge, colour(theme.line))
