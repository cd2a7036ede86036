"""The few drawing habits every painter function shares: colours, pens, layout paths, lines of text."""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QBrush, QColor, QPainter, QPainterPath, QPen

from app.desktop import fonts
from app.desktop.letters import drawable
from app.desktop.theme import ROLES, Theme
from maps.layout.elements import Text
from maps.layout.geometry import Path, Rect

ROUND = Qt.PenCapStyle.RoundCap
FLAT = Qt.PenCapStyle.FlatCap


@lru_cache(maxsize=2048)
def colour(value: str, opacity: float = 1.0) -> QColor:
    """A ``#RRGGBB`` colour, with an opacity of 0 to 1."""
    result = QColor(value)
    result.setAlphaF(opacity)
    return result


def pen(
    value: str,
    width: float = 1.0,
    *,
    dash: Sequence[float] = (),
    cap: Qt.PenCapStyle = FLAT,
    least: float = 0.0,
    painter: QPainter | None = None,
) -> QPen:
    """A pen. ``dash`` is in px, on and off by turns; with ``least`` it is at least that many px wide on screen."""
    if least and painter is not None:
        width = max(width, least / zoom_of(painter))
    result = QPen(colour(value), width)
    result.setCapStyle(cap)
    result.setJoinStyle(Qt.PenJoinStyle.RoundJoin)
    if dash:
        result.setDashPattern([part / width for part in dash])
    return result


def zoom_of(painter: QPainter) -> float:
    """How large one layout px is on the device, before its own pixel ratio."""
    return max(0.01, abs(painter.worldTransform().m11()))


def rectf(rect: Rect) -> QRectF:
    """The layout's rectangle as Qt's."""
    return QRectF(rect.x, rect.y, rect.w, rect.h)


def qpath(path: Path) -> QPainterPath:
    """The layout's path as Qt's."""
    result = QPainterPath()
    for segment in path.segments:
        if segment.kind == "move":
            result.moveTo(*segment.points[0])
        elif segment.kind == "line":
            result.lineTo(*segment.points[0])
        elif segment.kind == "cubic":
            (x1, y1), (x2, y2), (x, y) = segment.points
            result.cubicTo(x1, y1, x2, y2, x, y)
        else:
            result.closeSubpath()
    return result


def stroke(painter: QPainter, path: QPainterPath, line: QPen) -> None:
    """Draw a path's line only."""
    painter.setPen(line)
    painter.setBrush(Qt.BrushStyle.NoBrush)
    painter.drawPath(path)


def fill(painter: QPainter, path: QPainterPath, value: str, opacity: float = 1.0) -> None:
    """Fill a path without a line around it; an empty one leaves no trace in a vector file either."""
    if path.isEmpty():
        return
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(QBrush(colour(value, opacity)))
    painter.drawPath(path)


def box(
    painter: QPainter, rect: QRectF, radius: float, value: str = "", edge: QPen | None = None, opacity: float = 1.0
) -> None:
    """A rounded box, filled with ``value`` if given, with an edge if given."""
    painter.setPen(edge if edge is not None else Qt.PenStyle.NoPen)
    painter.setBrush(QBrush(colour(value, opacity)) if value else Qt.BrushStyle.NoBrush)
    painter.drawRoundedRect(rect, radius, radius)


def write(painter: QPainter, text: Text | None, theme: Theme, instead: str = "") -> None:
    """Draw finished lines; ``instead`` replaces their colour token."""
    if text is None:
        return
    if text.ground:
        painter.fillRect(rectf(text.rect), colour(theme.token(text.ground)))
    font = fonts.font(text.role)
    painter.setFont(font)
    painter.setPen(colour(theme.token(instead or text.colour)))
    metrics = fonts.metrics(text.role)
    height = text.line_height
    drop = (height - metrics.ascent() - metrics.descent()) / 2 + metrics.ascent()
    for index, words in enumerate(map(drawable, text.lines)):
        x = text.rect.x
        if text.align != "left":
            spare = text.rect.w - metrics.horizontalAdvance(words)
            x += spare if text.align == "right" else spare / 2
        painter.drawText(QPointF(x, text.rect.y + index * height + drop), words)


def write_at(
    painter: QPainter, words: str, role: str, x: float, middle: float, value: str, *, right: bool = False
) -> float:
    """Draw one line whose middle is at y ``middle``; returns its width. ``right``: it ends at ``x``."""
    words = drawable(words)
    metrics = fonts.metrics(role)
    width = metrics.horizontalAdvance(words)
    painter.setFont(fonts.font(role))
    painter.setPen(colour(value))
    baseline = middle + (metrics.ascent() - metrics.descent()) / 2
    painter.drawText(QPointF(x - width if right else x, baseline), words)
    return width


def line_height(role: str) -> float:
    """Height of one line of a type role, px."""
    return ROLES[role].line
