"""Links and the shares that leave."""

from __future__ import annotations

from PySide6.QtCore import QPointF, QRectF
from PySide6.QtGui import QPainter, QPainterPath

from app.desktop.icons import paint_icon
from app.desktop.paint.cards import State
from app.desktop.paint.pen import FLAT, colour, fill, pen, qpath, stroke, write
from app.desktop.theme import Theme
from maps.layout.elements import DropStub, LinkLine, ToldMark
from maps.layout.geometry import Point
from maps.layout.links import arrow_size


def paint_link(
    painter: QPainter, link: LinkLine, theme: Theme, state: State = State.REST, *, words: bool = True
) -> None:
    """A link with its arrow and share: wider the more take it, dashed when it leads back."""
    value = theme.ink if state.selected or state.hover else theme.flow
    dash = (4.0, 3.0) if link.away else ()
    stroke(painter, qpath(link.path), pen(value, link.width, dash=dash, cap=FLAT))
    fill(painter, arrow_path(link.tip, link.heading, link.width), value)
    if words:
        write(painter, link.label, theme, "ink" if state.selected or state.hover else "")


def arrow_path(tip: Point, heading: Point, width: float) -> QPainterPath:
    """A filled arrow head that ends at ``tip`` and points along ``heading`` (a unit vector)."""
    length, half = arrow_size(width)
    back = QPointF(tip.x - heading.x * length, tip.y - heading.y * length)
    side = QPointF(-heading.y * half, heading.x * half)
    path = QPainterPath(QPointF(tip.x, tip.y))
    path.lineTo(back + side)
    path.lineTo(back - side)
    path.closeSubpath()
    return path


def paint_drop(painter: QPainter, stub: DropStub, theme: Theme, *, words: bool = True) -> None:
    """The share that leaves: an ember stub down."""
    end = Point(stub.start.x, stub.start.y + stub.length)
    painter.setPen(pen(theme.ember, stub.width, cap=FLAT))
    painter.setBrush(colour(theme.ember))
    painter.drawLine(QPointF(*stub.start), QPointF(end.x, end.y - arrow_size(stub.width)[0] + 1))
    fill(painter, arrow_path(end, Point(0.0, 1.0), stub.width), theme.ember)
    if words:
        write(painter, stub.label, theme)


def paint_told(painter: QPainter, mark: ToldMark, theme: Theme, *, words: bool = True) -> None:
    """How many messages were shown: a speech balloon in the colour of what an arm changes."""
    paint_icon(painter, "chat-teardrop-text", QRectF(mark.at.x - 6.0, mark.at.y - 6.0, 12.0, 12.0), theme.iris)
    if words:
        write(painter, mark.label, theme)
