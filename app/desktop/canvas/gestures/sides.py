"""Stages and rows by hand: dragged to another place, made wider or higher; cards stretched over several stages."""

from __future__ import annotations

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QPainter

from app.desktop.canvas.gestures.base import Board, Pointer
from app.desktop.canvas.gestures.trial import Trial
from app.desktop.paint.elements import Look
from app.desktop.paint.pen import colour, pen, rectf
from app.project.edits import Edit
from app.project.mapping.cards import set_span
from app.project.mapping.grid import move_lane, move_stage, set_height, set_width, siblings
from maps.layout.elements import Element, StageHeader
from maps.layout.hits import side_index, stages_to
from maps.layout.options import Sizes

_STEP = 4.0
"""Sizes snap to the grid of the design."""
_LOW_ROW = 24.0


class MoveSide(Trial):
    """Drags a stage left and right, or a row up and down; the others make room."""

    cursor = Qt.CursorShape.ClosedHandCursor

    def __init__(self, board: Board, start: Pointer, header: Element) -> None:
        super().__init__(board, start)
        self._table, self._record = header.table, header.record
        self._stage = isinstance(header, StageHeader)

    def move(self, at: Pointer) -> None:
        """Put it where the hand is, among those that are drawn."""
        self.board.scroll_near_edge(at.screen)
        here = self.board.on_paper(at.screen)
        index = side_index(self.board.layout_now, self._table, here.x(), here.y(), self._record)
        self.attempt(index, lambda: self._to(index))
        self.board.repaint()

    def _to(self, index: int) -> Edit:
        """The place among all, hidden ones too, that comes after so many drawn ones."""
        rows = self.project.stages if self._stage else self.project.lanes
        order = [key for key in siblings(self.project, self._table, self.board.document.map_id) if key != self._record]
        drawn = [key for key in order if not rows[key].hidden]
        place = order.index(drawn[index]) if index < len(drawn) else len(order)
        mover = move_stage if self._stage else move_lane
        return mover(self.project, self._record, place)

    def paint(self, painter: QPainter, look: Look) -> None:
        """The stage or row that is on the hand, washed in the marker."""
        layout = self.board.layout_now
        wash, modes = colour(look.theme.marker_wash), QPainter.CompositionMode
        dark = look.theme.name == "dark"
        painter.setCompositionMode(modes.CompositionMode_Lighten if dark else modes.CompositionMode_Multiply)
        for stage in layout.stages if self._stage else ():
            if stage.id == self._record:
                painter.fillRect(QRectF(stage.x, 0.0, stage.width, layout.height), wash)
        for band in layout.lanes if not self._stage else ():
            if band.id == self._record:
                painter.fillRect(QRectF(0.0, band.y, layout.width, band.height), wash)
        painter.setCompositionMode(modes.CompositionMode_SourceOver)


class Resize(Trial):
    """Drags the right edge of a stage or the lower edge of a row, no further in than its content lets it."""

    def __init__(self, board: Board, start: Pointer, header: Element) -> None:
        super().__init__(board, start)
        self._header = header
        self._wide = isinstance(header, StageHeader)
        self.cursor = self.shape()

    def shape(self) -> Qt.CursorShape | None:
        """Arrows along the way it goes."""
        return Qt.CursorShape.SizeHorCursor if self._wide else Qt.CursorShape.SizeVerCursor

    def move(self, at: Pointer) -> None:
        """As wide or high as the hand says."""
        here, rect = self.board.on_paper(at.screen), self._header.rect
        size = here.x() - rect.x if self._wide else here.y() - rect.y
        size = max(Sizes.STAGE_MIN if self._wide else _LOW_ROW, round(size / _STEP) * _STEP)
        size = min(size, 2000.0)
        if self._wide:
            self.attempt(size, lambda: set_width(self.project, self._header.record, size))
        else:
            self.attempt(size, lambda: set_height(self.project, self._header.record, size))
        self.board.repaint()


class Stretch(Trial):
    """Drags the right edge of a card over the stages that follow, and back."""

    cursor = Qt.CursorShape.SizeHorCursor

    def __init__(self, board: Board, start: Pointer, card: Element) -> None:
        super().__init__(board, start)
        self._card = card.record

    def shape(self) -> Qt.CursorShape | None:
        """Arrows sideways."""
        return Qt.CursorShape.SizeHorCursor

    def move(self, at: Pointer) -> None:
        """Over all stages up to the hand."""
        self.board.scroll_near_edge(at.screen)
        here: QPointF = self.board.on_paper(at.screen)
        stage = self.project.cards[self._card].stage
        span = stages_to(self.board.layout_now, stage, here.x())
        self.attempt(span, lambda: set_span(self.project, self._card, span))
        self.board.repaint()

    def paint(self, painter: QPainter, look: Look) -> None:
        """A frame around what it covers."""
        for element in self.board.layout_now.of_record(self._card):
            painter.setPen(pen(look.theme.ink, 1.5, dash=(4.0, 3.0)))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawRoundedRect(rectf(element.rect), 6.0, 6.0)
