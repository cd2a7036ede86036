"""A press that may still become anything: a click that selects, or a drag of whatever it began on."""

from __future__ import annotations

from PySide6.QtGui import QPainter

from app.desktop.canvas.cellmark import on_plus
from app.desktop.canvas.gestures.band import Band
from app.desktop.canvas.gestures.base import Board, Gesture, Pointer, far
from app.desktop.canvas.gestures.carry import Carry
from app.desktop.canvas.gestures.sides import MoveSide, Resize, Stretch
from app.desktop.canvas.gestures.tie import Rehang, Tie
from app.desktop.canvas.nearby import selection_of, stands_for_itself
from app.desktop.document import Selection
from app.desktop.paint.elements import Look
from maps.layout.elements import Element, LaneHeader, LinkLine, StageHeader, TouchCard
from maps.layout.hits import edge_at, end_at, on_handle

_CARDS = ("cards", "touchpoints")


class Press(Gesture):
    """Selects at once, so that the hand is answered; what it drags is decided when it moves."""

    def __init__(self, board: Board, start: Pointer, element: Element | None) -> None:
        super().__init__(board, start)
        self._element = element
        self._before = board.document.chosen
        self._drag: Gesture | None = None
        self._one = selection_of(element) if element is not None else self._cell()
        self._choose()

    def _cell(self) -> Selection:
        """The cell under the hand; nothing off the grid."""
        at = self.board.on_paper(self.start.screen)
        stage, lane = self.board.layout_now.cell_at(at.x(), at.y())
        return Selection("stages", stage, lane=lane) if stage and lane else Selection()

    def _choose(self) -> None:
        document, one = self.board.document, self._one
        if self.start.adds and one and not one.is_cell:
            rest = [other for other in document.chosen if other != one and not other.is_cell]
            document.choose(rest if one in document.chosen else (*rest, one))
        elif one not in document.chosen and not (self._element is None and self.start.adds):
            document.select(one)

    def move(self, at: Pointer) -> None:
        """Begin to drag, then follow the hand."""
        if self._drag is None and far(self.start.screen, at.screen):
            self._drag = self._begin()
        if self._drag is not None:
            self._drag.move(at)
            self.cursor = self._drag.cursor

    def _begin(self) -> Gesture:
        board, start, element = self.board, self.start, self._element
        here = board.on_paper(start.screen)
        if element is None:
            board.document.choose(self._before if start.adds else ())
            return Band(board, start)
        if isinstance(element, TouchCard) and on_handle(element, here.x(), here.y()):
            return Tie(board, start, element)
        edge = edge_at(element, here.x(), here.y())
        if edge is not None:
            return Stretch(board, start, element) if edge == "span" else Resize(board, start, element)
        if isinstance(element, StageHeader | LaneHeader):
            return MoveSide(board, start, element)
        if isinstance(element, LinkLine):
            end = end_at(element, here.x(), here.y())
            return Rehang(board, start, element, end) if end is not None else Band(board, start)
        if element.table in _CARDS and stands_for_itself(element):
            chosen = tuple(
                (one.table, one.record) for one in board.document.chosen if one.table in _CARDS and not one.persona
            )
            return Carry(board, start, chosen)
        return Band(board, start)

    def end(self, at: Pointer) -> None:
        """Let go: a drag ends; a click on one of many selects that one."""
        if self._drag is not None:
            self._drag.end(at)
        elif not self.start.adds:
            self.board.document.select(self._one)
            here, piece = self.board.on_paper(at.screen), self.board.document.piece
            if self._one.is_cell and piece is not None and on_plus(self.board.layout_now, piece, self._one, here):
                self.board.begin_card()

    def cancel(self) -> None:
        """As it was before the press."""
        if self._drag is not None:
            self._drag.cancel()
        self.board.document.choose(self._before)

    def paint(self, painter: QPainter, look: Look) -> None:
        """What the drag paints."""
        if self._drag is not None:
            self._drag.paint(painter, look)
