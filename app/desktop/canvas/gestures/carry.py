"""Dragging cards from cell to cell: the map makes room where they would come, and they hang on the hand meanwhile."""

from __future__ import annotations

from PySide6.QtCore import QPointF, Qt
from PySide6.QtGui import QPainter

from app.desktop.canvas.gestures.base import Board, Pointer
from app.desktop.canvas.gestures.trial import Trial
from app.desktop.canvas.nearby import element_of
from app.desktop.document import Selection
from app.desktop.paint.cards import State
from app.desktop.paint.elements import Look, paint_element
from app.desktop.paint.pen import colour, pen, rectf
from app.desktop.theme import RADIUS
from app.project.edits import Edit
from app.project.mapping.cards import copy_items, move_items
from app.project.mapping.items import Item
from maps.layout.elements import Element
from maps.layout.hits import Drop, drop_at

_TURN, _INK, _MOST = -1.5, 0.92, 12
"""How a ghost hangs on the hand, and how many of them are painted at most."""


class Carry(Trial):
    """Moves what is selected; with Alt held, copies of it. Several keep their order and come below one another."""

    cursor = Qt.CursorShape.ClosedHandCursor

    def __init__(self, board: Board, start: Pointer, items: tuple[Item, ...]) -> None:
        super().__init__(board, start)
        found = [(one, element_of(board.layout_now, Selection(*one))) for one in items]
        placed = sorted(
            ((one, element) for one, element in found if element is not None),
            key=lambda pair: (round(pair[1].rect.x), pair[1].rect.y),
        )
        self._items: tuple[Item, ...] = tuple(one for one, _ in placed)
        self._ghosts: tuple[Element, ...] = tuple(element for _, element in placed)
        self._made: tuple[Item, ...] = ()
        self._copying = False
        self._moved = QPointF()

    def move(self, at: Pointer) -> None:
        """Show them where the hand is."""
        self.board.scroll_near_edge(at.screen)
        here = self.board.on_paper(at.screen)
        self._moved = here - self.start.map
        self._copying = at.copies
        carried = frozenset() if at.copies else frozenset(key for _, key in self._items)
        drop = drop_at(self.board.layout_now, here.x(), here.y(), carried | {key for _, key in self._made})
        if drop is not None:
            self.attempt((drop, at.copies), lambda: self._to(drop))
        self.board.fade({} if at.copies else {one.id: 0.0 for one in self._ghosts})
        self.board.repaint()

    def _to(self, drop: Drop) -> Edit:
        if not self._copying:
            self._made = ()
            return move_items(self.project, self._items, drop.lane, drop.stage, drop.index)
        edit, self._made = copy_items(self.project, self._items, drop.lane, drop.stage, drop.index)
        return edit

    def shape(self) -> Qt.CursorShape | None:
        """A plus where copies are made."""
        return Qt.CursorShape.DragCopyCursor if self._copying else Qt.CursorShape.ClosedHandCursor

    def done(self) -> None:
        """What was moved stays selected, of copies the copies; from the hand it slides into its place."""
        chosen = [Selection(*one) for one in self._made or self._items]
        self.board.document.choose(chosen)
        away = {}
        for one, ghost in zip(chosen, self._ghosts, strict=False):
            placed = element_of(self.board.layout_now, one)
            if placed is not None:
                away[placed.id] = QPointF(ghost.rect.x - placed.rect.x, ghost.rect.y - placed.rect.y) + self._moved
        self.board.settle(away)

    def paint(self, painter: QPainter, look: Look) -> None:
        """The gaps, dashed; over them the cards on the hand."""
        layout = self.board.layout_now
        if self._problem is None:
            for item in self._made if self._copying else self._items:
                gap = element_of(layout, Selection(*item))
                if gap is not None:
                    painter.setPen(pen(look.theme.ink2, 1.5, dash=(4.0, 3.0)))
                    painter.setBrush(colour(look.theme.marker_wash))
                    room = rectf(gap.rect)
                    room.setHeight(room.height() * self.board.opened)
                    painter.drawRoundedRect(room, float(RADIUS["card"]), float(RADIUS["card"]))
        for ghost in self._ghosts[:_MOST]:
            middle = ghost.rect.centre
            painter.save()
            painter.setOpacity(_INK)
            painter.translate(self._moved)
            painter.translate(middle.x, middle.y)
            painter.rotate(_TURN)
            painter.translate(-middle.x, -middle.y)
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(colour(look.theme.surface))
            painter.drawRoundedRect(rectf(ghost.rect), float(RADIUS["card"]), float(RADIUS["card"]))
            paint_element(painter, ghost, look, State(dragged=True))
            painter.restore()
