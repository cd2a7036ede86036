"""Boxes that can be picked up, and how they show what state they are in."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from PySide6.QtCore import QPointF, QRectF
from PySide6.QtGui import QPainter, QPainterPath

from app.desktop.icons import paint_icon
from app.desktop.paint.pen import box, colour, pen
from app.desktop.theme import RADIUS, Theme, mix


@dataclass(frozen=True, slots=True)
class State:
    """How something stands under the hand. Several may hold at once; all false is rest."""

    hover: bool = False
    selected: bool = False
    focus: bool = False
    dragged: bool = False
    typing: bool = False
    off: bool = False
    finding: bool = False

    REST: ClassVar[State]


State.REST = State()


WASH = 0.14
"""So much of a card's own colour lies on its ground: every ink stays readable on it."""


def wash(value: str, theme: Theme) -> str:
    """The ground of a card with a colour of its own; plain for a card without one."""
    return mix(value, theme.surface, WASH) if value else theme.surface


def paint_card_box(
    painter: QPainter,
    rect: QRectF,
    theme: Theme,
    state: State = State.REST,
    radius: float = 0.0,
    own: str = "",
) -> None:
    """The box of a card in its state: ground, edge, the one line of shadow, ring, badge.

    ``own`` is the colour the card was given: a wash over its ground and a bar along its left edge.
    """
    radius = radius or RADIUS["card"]
    if state.off:
        box(painter, _inner(rect, 0.5), radius - 0.5, "", pen(theme.track, 1.2, dash=(4.0, 3.0)))
        return
    raised = state.hover or state.dragged
    if theme.shadows:
        _shadow(painter, rect, radius, theme, raised=raised)
    if state.selected or state.typing:
        ground = theme.surface if state.typing else theme.marker_wash
        box(painter, _inner(rect, 1.0), radius - 1.0, ground, pen(theme.ink, 2.0))
    else:
        edge = theme.control if state.hover else mix(own, theme.line, 0.5) if own else theme.line
        box(painter, _inner(rect, theme.hairline / 2), radius - 0.5, wash(own, theme), pen(edge, theme.hairline))
    if own:
        box(painter, QRectF(rect.x() + 1.5, rect.y() + 7.0, 2.6, max(4.0, rect.height() - 14.0)), 1.3, own)
    if state.focus:
        box(painter, _inner(rect, -4.0), radius + 4.0, "", pen(theme.ink, 2.0))
    if state.finding:
        paint_badge(painter, QPointF(rect.right() - 3.0, rect.top() + 3.0), theme)


def _inner(rect: QRectF, by: float) -> QRectF:
    return rect.adjusted(by, by, -by, -by)


def _shadow(painter: QPainter, rect: QRectF, radius: float, theme: Theme, *, raised: bool) -> None:
    """`rest` is the card's own outline one px lower; under the hand two softer ones lie below that."""
    if raised:
        for drop, opacity in ((6.0, 0.035), (4.0, 0.04), (2.5, 0.05)):
            box(painter, rect.translated(0, drop).adjusted(-1, 0, 1, 0), radius + 1, theme.shadow, None, opacity)
    box(painter, rect.translated(0.0, 1.0), radius, theme.shadow, None, theme.rest_shadow)


def paint_badge(painter: QPainter, centre: QPointF, theme: Theme) -> None:
    """The badge of a finding, at a card's corner."""
    disc = QPainterPath()
    disc.addEllipse(centre, 9.5, 9.5)
    painter.setPen(pen(theme.canvas, 2.0))
    painter.setBrush(colour(theme.ember))
    painter.drawPath(disc)
    paint_icon(painter, "warning", QRectF(centre.x() - 6, centre.y() - 6.5, 12, 12), theme.on_persona)
