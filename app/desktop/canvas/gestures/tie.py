"""Links by hand: drawn from a card's edge to another card or to paper, and hung elsewhere by one of their ends."""

from __future__ import annotations

from typing import Literal

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QPainter, QPainterPath

from app.desktop.canvas.gestures.base import Board, Gesture, Pointer
from app.desktop.document import Selection
from app.desktop.paint.elements import Look
from app.desktop.paint.pen import colour, pen, rectf
from app.project.edits import Edit, apply, compose
from app.project.mapping.cards import add_card
from app.project.mapping.links import add_link, reconnect
from app.words import tr
from maps.layout.elements import LinkLine, TouchCard
from maps.layout.geometry import Point
from maps.layout.hits import drop_at, handle_of
from personas.problems import FootfallError


class _Line(Gesture):
    """A line from a fixed point to the hand, with the card under the hand lit."""

    cursor = Qt.CursorShape.CrossCursor

    def __init__(self, board: Board, start: Pointer, fixed: Point, not_this: str) -> None:
        super().__init__(board, start)
        self._fixed, self._not_this = fixed, not_this
        self._before = board.document.chosen
        self._hand = start.map
        self._over: TouchCard | None = None

    def move(self, at: Pointer) -> None:
        """The line ends where the hand is."""
        self.board.scroll_near_edge(at.screen)
        self._hand = self.board.on_paper(at.screen)
        found = self.board.layout_now.at(self._hand.x(), self._hand.y())
        self._over = found if isinstance(found, TouchCard) and found.record != self._not_this else None
        self.board.repaint()

    def cancel(self) -> None:
        """Nothing was drawn."""
        self.board.document.choose(self._before)
        self.board.repaint()

    def do(self, edit: Edit, selected: Selection) -> None:
        """One step, and what is selected then."""
        if edit:
            self.board.document.edit(edit)
        self.board.document.select(selected)

    def paint(self, painter: QPainter, look: Look) -> None:
        """The line, and a ring around the card it would lead to."""
        theme = look.theme
        x, y = self._fixed
        end, side = self._hand, -1.0
        if self._over is not None:
            rect = self._over.rect
            behind = rect.centre.x < x and rect.right < x
            end = QPointF(rect.right if behind else rect.x, rect.centre.y)
            side = 1.0 if behind else -1.0
        bend = min(160.0, max(24.0, abs(end.x() - x) * 0.5))
        path = QPainterPath(QPointF(x, y))
        path.cubicTo(QPointF(x + bend, y), QPointF(end.x() + side * bend, end.y()), end)
        painter.setPen(pen(theme.ink, 2.0, dash=() if self._over is not None else (4.0, 3.0)))
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.drawPath(path)
        tip = QPainterPath(end)
        for step in (-4.5, 4.5):
            tip.moveTo(end)
            tip.lineTo(end.x() + side * 8.0, end.y() + step)
        painter.setPen(pen(theme.ink, 2.0))
        painter.drawPath(tip)
        if self._over is not None:
            painter.setBrush(colour(theme.marker, 0.25))
            painter.drawRoundedRect(rectf(self._over.rect), 10.0, 10.0)
        self.paint_more(painter, look)

    def paint_more(self, painter: QPainter, look: Look) -> None:
        """Whatever else belongs to it."""


class Tie(_Line):
    """A new link: to a card, or to empty paper in the row of touchpoints, where a new card comes."""

    def __init__(self, board: Board, start: Pointer, card: TouchCard) -> None:
        super().__init__(board, start, handle_of(card), card.record)
        self._card = card
        board.document.select(Selection("touchpoints", card.record))

    def end(self, at: Pointer) -> None:
        """Draw it; a sentence when it cannot be."""
        self.move(at)
        project, board = self.board.document.project, self.board
        try:
            if self._over is not None:
                made = add_link(project, self._card.record, self._over.record)
                self.do(made.edit, Selection("links", made.id))
            else:
                self._to_paper()
        except FootfallError as error:
            board.say_problem(error)
        board.repaint()

    def _to_paper(self) -> None:
        """A new touchpoint where the line was let go, linked, as one step."""
        document = self.board.document
        drop = drop_at(self.board.layout_now, self._hand.x(), self._hand.y(), ())
        here = self._card.rect.grown(8.0).has(self._hand.x(), self._hand.y())
        if drop is None or here or document.project.lanes[drop.lane].kind != "touchpoints":
            return
        card = add_card(document.project, drop.lane, drop.stage, tr("New touchpoint"), index=drop.index)
        link = add_link(apply(document.project, card.edit), self._card.record, card.id)
        self.do(compose([card.edit, link.edit], "add-link"), Selection("touchpoints", card.id))


class Rehang(_Line):
    """One end of a link to another card; its share stays."""

    def __init__(self, board: Board, start: Pointer, line: LinkLine, end: Literal["source", "target"]) -> None:
        first = line.path.sampled(4.0)[0]
        fixed, other = (first, line.source) if end == "target" else (line.tip, line.target)
        super().__init__(board, start, fixed, board.layout_now.by_id[other].record if _known(board, other) else "")
        self._link, self._end = line.record, end

    def end(self, at: Pointer) -> None:
        """Hang it there; let go on paper, it stays where it was."""
        self.move(at)
        if self._over is not None:
            project = self.board.document.project
            try:
                ends = {self._end: self._over.record}
                self.do(reconnect(project, self._link, **ends), Selection("links", self._link))
            except FootfallError as error:
                self.board.say_problem(error)
        self.board.repaint()


def _known(board: Board, element: str) -> bool:
    return element in board.layout_now.by_id


def paint_handle(painter: QPainter, card: TouchCard, look: Look) -> None:
    """The dot on a card's right edge from which a link is drawn."""
    at = handle_of(card)
    reach = 5.5
    painter.setPen(pen(look.theme.canvas, 2.0))
    painter.setBrush(colour(look.theme.ink))
    painter.drawEllipse(QRectF(at.x - reach, at.y - reach, 2 * reach, 2 * reach))
