"""The cell that is selected: where the next card comes."""

from __future__ import annotations

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QBrush, QPainter

from app.desktop import fonts
from app.desktop.canvas.spots import place_of
from app.desktop.document import Document
from app.desktop.icons import paint_icon
from app.desktop.paint.pen import colour, pen, rectf, write_at
from app.desktop.theme import RADIUS, Theme
from app.project.mapping.cards import cell_items
from app.words import tr
from maps.layout.elements import MapLayout

_ICON = 14.0


def paint_cell(painter: QPainter, document: Document, layout: MapLayout, theme: Theme, *, typing: bool) -> None:
    """A dashed slot in the selected cell: with a plus where it is empty, around its cards where it is not."""
    selection, piece = document.selection, document.piece
    if not selection.is_cell or piece is None or typing:
        return
    place = place_of(layout, selection)
    if place is None:
        return
    lane = piece.lanes.get(selection.lane)
    full = bool(cell_items(piece, selection.lane, selection.record))
    box = rectf(place)
    painter.setPen(pen(theme.ink, 1.5, dash=(4.0, 3.0)))
    painter.setBrush(QBrush(Qt.BrushStyle.NoBrush) if full else QBrush(colour(theme.marker_wash)))
    reach = float(RADIUS["card"])
    painter.drawRoundedRect(box, reach, reach)
    if full or lane is None:
        return
    words = {"touchpoints": tr("Touchpoint"), "emotions": tr("Feeling: 1 to 5")}.get(lane.kind, tr("Card"))
    room = box.width() - _ICON - 20.0
    words = fonts.metrics("small_strong").elidedText(words, Qt.TextElideMode.ElideRight, room)
    wide = fonts.metrics("small_strong").horizontalAdvance(words) + _ICON + 5.0
    left, middle = box.center().x() - wide / 2, box.center().y()
    paint_icon(
        painter, "plus", QRectF(QPointF(left, middle - _ICON / 2), QPointF(left + _ICON, middle + _ICON / 2)), theme.ink
    )
    write_at(painter, words, "small_strong", left + _ICON + 5.0, middle, theme.ink)
