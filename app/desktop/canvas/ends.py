"""Where the map goes on: a plus after the last stage and one below the last row."""

from __future__ import annotations

from PySide6.QtCore import QPointF, QRectF
from PySide6.QtGui import QPainter

from app.desktop.icons import paint_icon
from app.desktop.paint.elements import Look
from app.desktop.paint.pen import colour, pen
from app.words import tr
from maps.layout.elements import MapLayout
from maps.layout.options import Sizes

_SIZE = 30.0
ADD_STAGE, ADD_LANE = "add_stage", "add_lane"
"""Ids of the actions that the two stand for."""


def end_rects(layout: MapLayout) -> dict[str, QRectF]:
    """Where each plus stands, by its action: on the header's height, and in the column of rows. None without a map."""
    if not layout.map:
        return {}
    middle = Sizes.HEADER / 2
    return {
        ADD_STAGE: QRectF(layout.width + 10.0, middle - _SIZE / 2, _SIZE, _SIZE),
        ADD_LANE: QRectF(12.0, layout.height + 8.0, _SIZE, _SIZE),
    }


def end_at(layout: MapLayout, here: QPointF) -> str:
    """The action whose plus is under a point of the paper (headers where they are laid out); empty for none."""
    found = (action for action, rect in end_rects(layout).items() if rect.contains(here))
    return next(found, "")


def end_tip(action: str) -> str:
    """What a plus does."""
    return {ADD_STAGE: tr("Add a stage"), ADD_LANE: tr("Add a row")}.get(action, "")


def paint_ends(painter: QPainter, layout: MapLayout, look: Look, seen: QRectF, over: str) -> None:
    """Quiet until the pointer is there. The first stays on the height of the headers, the second in their column."""
    theme = look.theme
    for action, rect in end_rects(layout).items():
        dx = max(0.0, seen.left()) if action == ADD_LANE else 0.0
        dy = max(0.0, seen.top()) if action == ADD_STAGE else 0.0
        box = rect.translated(dx, dy)
        lit = action == over
        painter.setPen(pen(theme.ink if lit else theme.line_strong, 1.0, dash=() if lit else (3.0, 3.0)))
        painter.setBrush(colour(theme.hover if lit else theme.canvas))
        painter.drawRoundedRect(box, 8.0, 8.0)
        paint_icon(painter, "plus", box.adjusted(7.0, 7.0, -7.0, -7.0), theme.ink if lit else theme.ink2)
