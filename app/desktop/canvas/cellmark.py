"""The cell that is selected: where the next card comes."""

from __future__ import annotations

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QBrush, QPainter

from app.desktop import fonts
from app.desktop.canvas.spots import place_of
from app.desktop.document import Document, Selection
from app.desktop.icons import paint_icon
from app.desktop.paint.pen import colour, pen, rectf, write_at
from app.desktop.theme import RADIUS, Theme
from app.project.mapping.cards import cell_items
from app.words import tr
from maps.layout.elements import MapLayout
from maps.model import LaneKind, MapSlice

_ICON = 14.0
_NEAR = 7.0
"""Px around the plus and its word that are still theirs: a target for a hand."""


def paint_cell(
    painter: QPainter,
    document: Document,
    layout: MapLayout,
    theme: Theme,
    *,
    typing: bool,
    over: Selection | None = None,
) -> None:
    """A dashed slot in the selected cell: with a plus where it is empty, around its cards where it is not.

    The same, without a ground, in the empty cell `over` which the pointer rests.
    """
    piece = document.piece
    if piece is None or typing:
        return
    if over and over != document.selection and not cell_items(piece, over.lane, over.record):
        _paint(painter, over, piece, layout, theme, ground=False)
    if document.selection.is_cell:
        _paint(painter, document.selection, piece, layout, theme, ground=True)


def on_plus(layout: MapLayout, piece: MapSlice, cell: Selection, at: QPointF) -> bool:
    """Whether a point is on the plus of an empty cell or on the word beside it."""
    place = place_of(layout, cell)
    if place is None or cell.lane not in piece.lanes or cell_items(piece, cell.lane, cell.record):
        return False
    words = fonts.metrics("small_strong").horizontalAdvance(_word(piece.lanes[cell.lane].kind))
    across = min(place.w, words + _ICON + 5.0) / 2 + _NEAR
    return abs(place.centre.x - at.x()) <= across and abs(place.centre.y - at.y()) <= _ICON / 2 + _NEAR


def _paint(
    painter: QPainter, selection: Selection, piece: MapSlice, layout: MapLayout, theme: Theme, *, ground: bool
) -> None:
    place = place_of(layout, selection)
    if place is None:
        return
    lane = piece.lanes.get(selection.lane)
    full = bool(cell_items(piece, selection.lane, selection.record))
    box = rectf(place)
    ink = theme.ink if ground else theme.ink2
    painter.setPen(pen(ink, 1.5 if ground else 1.0, dash=(4.0, 3.0)))
    painter.setBrush(QBrush(Qt.BrushStyle.NoBrush) if full or not ground else QBrush(colour(theme.marker_wash)))
    reach = float(RADIUS["card"])
    painter.drawRoundedRect(box, reach, reach)
    if full or lane is None:
        return
    words = missing(piece, selection.record) if lane.kind == "emotions" else _word(lane.kind)
    room = box.width() - _ICON - 20.0
    words = fonts.metrics("small_strong").elidedText(words, Qt.TextElideMode.ElideRight, room)
    wide = fonts.metrics("small_strong").horizontalAdvance(words) + _ICON + 5.0
    left, middle = box.center().x() - wide / 2, box.center().y()
    paint_icon(
        painter, "plus", QRectF(QPointF(left, middle - _ICON / 2), QPointF(left + _ICON, middle + _ICON / 2)), theme.ink
    )
    write_at(painter, words, "small_strong", left + _ICON + 5.0, middle, theme.ink)


def missing(piece: MapSlice, stage: str) -> str:
    """What comes into an empty cell of a row of feelings: a feeling, once there is somebody, and a moment to feel."""
    if all(key in piece.map.hidden_personas for key in piece.personas):
        return tr("First add people")
    return tr("Feeling: 1 to 5") if piece.in_stage(stage) else tr("First a touchpoint")


def _word(kind: LaneKind) -> str:
    """What comes into an empty cell of this kind of row."""
    known = {
        "touchpoints": tr("Touchpoint"),
        "actions": tr("Action"),
        "thoughts": tr("Thought"),
        "pains": tr("Pain point"),
        "opportunities": tr("Opportunity"),
        "metrics": tr("KPI"),
        "quotes": tr("Quote"),
        "evidence": tr("Evidence"),
    }
    return known.get(kind, tr("Card"))
