"""What stays in view while the map moves: the lane column keeps its x, the stage header keeps its y."""

from __future__ import annotations

from collections.abc import Mapping

from PySide6.QtCore import QPointF, QRectF
from PySide6.QtGui import QColor, QPainter

from app.desktop.paint.cards import State
from app.desktop.paint.elements import Look, paint_element
from maps.layout.elements import Element, MapLayout, Rule

_CLEAR = 6.0
"""The lane column ends this much before the first stage, so that no card is cut before it is under it."""


def shift_of(element: Element, seen: QRectF) -> QPointF:
    """How far an element is moved so that it stays in view, when `seen` is the part of the map on the screen."""
    dx = max(0.0, seen.left()) if element.layer == "lanes" else 0.0
    dy = max(0.0, seen.top()) if element.layer == "header" else 0.0
    return QPointF(dx, dy)


def paint_headers(painter: QPainter, layout: MapLayout, look: Look, seen: QRectF, states: Mapping[str, State]) -> None:
    """Paint the lane column and the stage header over the map, each on its own ground."""
    lanes = [element for element in layout.elements if element.layer == "lanes"]
    header = [element for element in layout.elements if element.layer == "header"]
    if lanes:
        _column(painter, layout, look, seen, lanes, states)
    if header:
        _header(painter, layout, look, seen, header, states)


def _column(
    painter: QPainter, layout: MapLayout, look: Look, seen: QRectF, lanes: list[Element], states: Mapping[str, State]
) -> None:
    dx = max(0.0, seen.left())
    column = QRectF(dx, seen.top(), layout.lane_width - _CLEAR, seen.height())
    painter.save()
    painter.setClipRect(column)
    if dx > 0:
        painter.fillRect(column, QColor(look.theme.canvas))
    painter.translate(dx, 0)
    for element in layout.elements:
        if dx > 0 and isinstance(element, Rule) and element.style in ("hair", "visibility"):
            paint_element(painter, element, look)
    for element in lanes:
        paint_element(painter, element, look, states.get(element.id, State.REST))
    painter.restore()
    if dx > 0:
        edge = QRectF(column.right(), max(seen.top(), 0.0), 1 / look.zoom, layout.height)
        painter.fillRect(edge, QColor(look.theme.line))


def _header(
    painter: QPainter, layout: MapLayout, look: Look, seen: QRectF, header: list[Element], states: Mapping[str, State]
) -> None:
    dx, dy = max(0.0, seen.left()), max(0.0, seen.top())
    if dy > 0:
        painter.fillRect(QRectF(seen.left(), dy, seen.width(), layout.header_height), QColor(look.theme.canvas))
    painter.save()
    painter.setClipRect(QRectF(dx + layout.lane_width - _CLEAR, dy, seen.width(), layout.header_height + 4))
    painter.translate(0, dy)
    for element in header:
        paint_element(painter, element, look, states.get(element.id, State.REST))
    painter.restore()
    if dy > 0:
        edge = QRectF(seen.left(), dy + layout.header_height, seen.width(), 1 / look.zoom)
        painter.fillRect(edge, QColor(look.theme.line))
