"""Little painting helpers for the painted widgets: text on a baseline, rounded bars, the signs of the evidence."""

from __future__ import annotations

from typing import Literal

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QFontMetricsF, QPainter, QPainterPath, QPen

from app.desktop import fonts

Align = Literal["left", "centre", "right"]


def text(
    painter: QPainter, x: float, baseline: float, words: str, role: str, colour: str, align: Align = "left"
) -> float:
    """Write one line with its baseline at `baseline`; returns its width. `x` is the side that `align` names."""
    font = fonts.font(role)
    painter.setFont(font)
    painter.setPen(QColor(colour))
    width = QFontMetricsF(font).horizontalAdvance(words)
    left = x if align == "left" else x - width if align == "right" else x - width / 2
    painter.drawText(QPointF(left, baseline), words)
    return width


def width_of(words: str, role: str) -> float:
    """Width of one line, px at 100%."""
    return QFontMetricsF(fonts.font(role)).horizontalAdvance(words)


def elided(words: str, role: str, width: float) -> str:
    """The words, or as much of them as fits with an ellipsis at the end."""
    return QFontMetricsF(fonts.font(role)).elidedText(words, Qt.TextElideMode.ElideRight, width)


def bar(painter: QPainter, rect: QRectF, colour: str, radius: float = 3.0) -> None:
    """A filled bar with rounded corners; a very short one keeps a visible px."""
    if rect.width() <= 0:
        return
    path = QPainterPath()
    reach = min(radius, rect.width() / 2, rect.height() / 2)
    path.addRoundedRect(rect, reach, reach)
    painter.fillPath(path, QColor(colour))


def line(
    painter: QPainter,
    x1: float,
    y1: float,
    x2: float,
    y2: float,
    colour: str,
    width: float = 1.0,
    *,
    dashed: bool = False,
) -> None:
    """A straight line with flat ends; `dashed` is 4 on, 4 off."""
    pen = QPen(QColor(colour), width)
    pen.setCapStyle(Qt.PenCapStyle.FlatCap)
    if dashed:
        pen.setDashPattern([4.0 / width, 4.0 / width])
    painter.setPen(pen)
    painter.drawLine(QPointF(x1, y1), QPointF(x2, y2))


def ring(painter: QPainter, centre: QPointF, radius: float, edge: str, ground: str, width: float = 3.0) -> None:
    """A circle with an edge and a ground."""
    painter.setPen(QPen(QColor(edge), width))
    painter.setBrush(QColor(ground))
    painter.drawEllipse(centre, radius - width / 2, radius - width / 2)
    painter.setBrush(Qt.BrushStyle.NoBrush)
