"""The editor that opens on the map, what becomes of what was typed, and where the keyboard goes then."""

from __future__ import annotations

from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QPointF, QRectF

from app.desktop.canvas import verbs
from app.desktop.canvas.editing import Field, commit, field_of, place_in
from app.desktop.canvas.entry import Ghost, make, new_card, new_stage
from app.desktop.canvas.gestures.write import Writer
from app.desktop.canvas.keys import leave_for
from app.desktop.canvas.leaving import Leaving
from app.desktop.canvas.nearby import element_of
from app.desktop.canvas.sheet import Sheet
from app.desktop.canvas.sticky import shift_of
from app.desktop.canvas.typing_keys import Then
from app.desktop.canvas.walk import HEADS, Cell, below, beside, cell_of, selection_of_cell, stages_of
from app.desktop.document import Selection
from app.desktop.look import Look
from maps.layout.elements import Element
from personas.problems import FootfallError

if TYPE_CHECKING:
    from app.desktop.canvas.keyboard import KeyboardView

LEGIBLE = 0.9
"""What is being typed is never smaller than this, however far off the map is looked at."""


class Writing:
    """At most one editor at a time, on one view."""

    def __init__(self, view: KeyboardView, look: Look, sheet: Sheet) -> None:
        self._view, self._look, self._sheet = view, look, sheet
        self.writer: Writer | None = None
        self._ghost: Ghost | None = None

    def open(self, element: Element, zoom: float, typed: str | None = None) -> bool:
        """Open over the words of an element; false when it has none that can be edited."""
        field = field_of(self._view.document, element, self._sheet.words)
        if field is None:
            return False
        return self._open(field, shift_of(element, self._view.camera.seen()), zoom, typed)

    def begin(self, zoom: float, typed: str = "") -> bool:
        """Open for a new card where the selection says; false where none can come."""
        document = self._view.document
        field = new_card(document, self._sheet.layout, document.selection)
        return field is not None and self._open_new(field, zoom, typed)

    def begin_stage(self, zoom: float) -> bool:
        """Open for a new stage after the last; false without a map."""
        field = new_stage(self._view.document, self._sheet.layout)
        return field is not None and self._open_new(field, zoom, "")

    def _open_new(self, field: Field, zoom: float, typed: str) -> bool:
        """Open over the place where the new thing will stand; a card is laid out with the map while it is written."""
        header = field.table == "stages"
        if not header and field.draft is not None:
            self._ghost = Ghost(self._view.document, field.draft)
            field = self._laid_out(field, typed)
        place = field.place
        self._view.camera.reveal(QRectF(place.x, place.y, place.w, place.h), self._sheet.layout)
        seen = self._view.camera.seen()
        opened = self._open(field, QPointF(0.0, max(0.0, seen.top()) if header else 0.0), zoom, typed)
        if self._ghost is not None and self.writer is not None:
            self.writer.grown.connect(self._grown)
        return opened

    def _laid_out(self, field: Field, words: str) -> Field:
        """Lay the map out with the card on it, and say where its words stand then."""
        if self._ghost is None:
            return field
        self._sheet.show_draft(self._ghost.piece(words))
        element = element_of(self._sheet.layout, Selection(self._ghost.table, self._ghost.id))
        if element is None:
            return field
        place, role = place_in(element)
        return replace(field, place=place, role=role)

    def _grown(self) -> None:
        """More lines than before: the row makes room."""
        ghost = self._ghost
        if self.writer is not None and ghost is not None and ghost.base is self._view.document.project:
            self._sheet.show_draft(ghost.piece(self.writer.toPlainText()))

    def _open(self, field: Field, shift: QPointF, zoom: float, typed: str | None) -> bool:
        at = self._view.mapFromScene(QPointF(field.place.x, field.place.y) + shift)
        zoom = max(zoom, LEGIBLE * self._look.room)
        room = self._view.viewport().width()
        width = min(field.place.w * zoom, room - 16.0)
        place = QRectF(max(8.0, min(at.x(), room - width - 8.0)), at.y(), width, field.place.h * zoom)
        writer = Writer(self._look, field, place, zoom, self._view, typed=typed)
        writer.raise_()  # over the overview too
        writer.kept.connect(partial(self._wrote, writer))
        writer.given_up.connect(partial(self._wrote, writer, None))
        self.writer = writer
        if field.label == "share":
            Leaving(self._look, self._view.document, writer)
        return True

    def close(self, *, keep: bool) -> None:
        """Close, if one is open: keep what was typed or give it up."""
        if self.writer is not None:
            self.writer.leave(keep=keep)

    def _wrote(self, writer: Writer, words: str | None) -> None:
        self.writer = None
        kept, drafted = False, self._ghost is not None
        self._ghost = None
        try:
            if words is not None:
                kept = self._keep(writer.field, words)
            elif writer.pasted is not None:
                verbs.paste(self._view.document, writer.pasted)
        except FootfallError as error:
            self._view.say_problem(error)
            writer.then = ""
        if drafted and not kept:
            self._sheet.show_draft(None)
        self._view.written()
        if words is not None:
            self._go_on(writer.field, writer.then, kept=kept)

    def _keep(self, field: Field, words: str) -> bool:
        """Whether anything new came of it."""
        document = self._view.document
        if field.draft is None:
            commit(document, field, words)
            return False
        made = make(document, field.draft, words)
        if made is not None:
            document.select(made)
        return made is not None

    def _go_on(self, field: Field, then: Then, *, kept: bool) -> None:
        """Where the keyboard goes after a text is kept."""
        if then == "next" and field.draft is not None:
            if kept and field.draft.lane == HEADS:
                self.begin_stage(self._view.camera.zoom)
            elif kept:
                self.begin(self._view.camera.zoom)
        elif then in ("left", "right"):
            empty_stage = field.draft is not None and field.draft.lane == HEADS and not kept
            self.step(1 if then == "right" else -1, self._cell(field, kept=kept), empty_stage=empty_stage)
        elif then == "down":
            self.down(self._cell(field, kept=kept))
        elif then == "up":
            leave_for("up", self._view)

    def _cell(self, field: Field, *, kept: bool) -> Cell | None:
        """The cell that was written in."""
        piece = self._view.document.piece
        if piece is None:
            return None
        if field.draft is not None and not kept:
            last = stages_of(piece)[-1:]
            return (HEADS, last[0]) if field.draft.lane == HEADS and last else (field.draft.lane, field.draft.stage)
        return cell_of(piece, self._view.document.selection)

    def step(self, by: int, cell: Cell | None, *, empty_stage: bool = False) -> bool:
        """To the cell at the right (+1) or left (-1). After the last stage comes a new one, unless left empty."""
        piece = self._view.document.piece
        if piece is None or cell is None:
            return False
        if by > 0 and cell[0] == HEADS and [cell[1]] == stages_of(piece)[-1:] and not empty_stage:
            return self.begin_stage(self._view.camera.zoom)
        following = beside(piece, cell, by)
        if following is not None:
            self._view.document.select(selection_of_cell(following))
        return following is not None

    def down(self, cell: Cell | None) -> bool:
        """To the same stage in the next row."""
        piece = self._view.document.piece
        following = below(piece, cell) if piece is not None and cell is not None else None
        if following is not None:
            self._view.document.select(selection_of_cell(following))
        return following is not None
