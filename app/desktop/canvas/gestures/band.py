"""Selecting many: a rubber band over the paper."""

from __future__ import annotations

from PySide6.QtCore import QPointF, QRectF
from PySide6.QtGui import QPainter

from app.desktop.canvas.gestures.base import Board, Gesture, Pointer
from app.desktop.canvas.nearby import selection_of, stands_for_itself
from app.desktop.document import Selection
from app.desktop.paint.elements import Look
from app.desktop.paint.pen import colour, pen
from maps.layout.elements import Element
from maps.layout.geometry import Rect


class Band(Gesture):
    """All cards and touchpoints that the band touches; with Ctrl or Shift, those that were selected too."""

    def __init__(self, board: Board, start: Pointer) -> None:
        super().__init__(board, start)
        self._before = board.document.chosen
        self._corner = start.map
        self._other = start.map

    def move(self, at: Pointer) -> None:
        """Select what the band touches now."""
        self.board.scroll_near_edge(at.screen)
        self._other = self.board.on_paper(at.screen)
        box = self._box()
        reach = Rect(box.x(), box.y(), box.width(), box.height())
        found = [selection_of(one) for one in self.board.layout_now.elements if _can(one) and one.rect.meets(reach)]
        kept = [one for one in self._before if not one.is_cell] if at.adds else []
        self.board.document.choose((*kept, *found))
        self.board.repaint()

    def end(self, at: Pointer) -> None:
        """What is selected stays so."""
        self.move(at)
        self.board.repaint()

    def cancel(self) -> None:
        """Select what was selected before."""
        self.board.document.choose(self._before)
        self.board.repaint()

    def _box(self) -> QRectF:
        return QRectF(QPointF(self._corner), QPointF(self._other)).normalized()

    def paint(self, painter: QPainter, look: Look) -> None:
        """A thin frame over a wash."""
        ground = colour(look.theme.marker_wash)
        ground.setAlphaF(0.45)
        painter.setPen(pen(look.theme.ink2, 1.0 / look.zoom))
        painter.setBrush(ground)
        painter.drawRect(self._box())


def _can(element: Element) -> bool:
    return element.layer == "body" and element.table in ("cards", "touchpoints") and bool(_card(element))


def _card(element: Element) -> Selection | None:
    """What a card or touchpoint selects; none for a face, a share that leaves or another mention of it."""
    chosen = selection_of(element)
    return chosen if chosen and not chosen.persona and stands_for_itself(element) else None
