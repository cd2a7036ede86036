"""Cards that are being written: where they will stand, and what becomes of them. Nothing is made before it is kept."""

from __future__ import annotations

from app.desktop.canvas.editing import LONGEST_TEXT, LONGEST_TITLE, Draft, Field
from app.desktop.canvas.spots import place_of
from app.desktop.canvas.walk import HEADS, Cell, cell_of, first_cell, stages_of
from app.desktop.document import Document, Selection
from app.project.builders import set_field
from app.project.edits import apply
from app.project.mapping.cards import add_card, cell_items
from app.project.mapping.grid import add_stage
from app.project.mapping.pasting import tidy
from app.project.slices import map_slice
from maps.layout.elements import MapLayout, StageHeader
from maps.layout.geometry import Rect
from maps.layout.options import Sizes
from maps.model import LaneKind, MapSlice

_ROLES: dict[LaneKind, str] = {
    "touchpoints": "title", "pains": "title", "opportunities": "cell_strong", "metrics": "small"
}  # fmt: skip
_LINE = 24.0
_APART = 5.0
_DOTS = "…"


def new_card(document: Document, layout: MapLayout, selection: Selection) -> Field | None:
    """The field of a card that comes where the selection says: below a card, at the end of a cell.

    With nothing selected it comes into the first cell, and on a map without stages it is the first stage. None where
    no card can come: a header, a row of feelings, a link.
    """
    piece = document.piece
    if piece is None:
        return None
    cell = cell_of(piece, selection) if selection else first_cell(piece)
    if cell is None:
        return new_stage(document, layout) if not selection and not stages_of(piece) else None
    lane, stage = cell
    row = piece.lanes.get(lane)
    if row is None or row.kind == "emotions":
        return None
    items = cell_items(piece, lane, stage)
    here = (selection.table, selection.record)
    index = items.index(here) + 1 if here in items else len(items)
    place = _place(layout, cell, Selection(*items[index - 1]) if index else None)
    if place is None:
        return None
    about = piece.cards[selection.record].touchpoint if selection.table == "cards" else None
    title = row.kind == "touchpoints"
    return Field(
        "touchpoints" if title else "cards", "", (), "", "add-card", place, _ROLES.get(row.kind, "cell"),
        LONGEST_TITLE if title else LONGEST_TEXT, lines=not title,
        draft=Draft(lane, stage, index if index < len(items) else None, about),
    )  # fmt: skip


def _place(layout: MapLayout, cell: Cell, above: Selection | None) -> Rect | None:
    """Where the editor opens: below the card above it, else at the top of the cell."""
    room = layout.cell_rect(cell[1], cell[0])
    if room is None:
        return None
    over = place_of(layout, above) if above is not None else None
    if over is None:
        return Rect(room.x + Sizes.CARD_PAD, room.y + Sizes.CARDS_TOP, min(room.w, Sizes.STAGE) - 16.0, _LINE)
    return Rect(over.x + 4.0, over.bottom + _APART, max(80.0, over.w - 8.0), _LINE)


def new_stage(document: Document, layout: MapLayout) -> Field | None:
    """The field of a stage that comes after the last."""
    piece = document.piece
    if piece is None:
        return None
    last = max((e.rect.right for e in layout.elements if isinstance(e, StageHeader)), default=Sizes.LANE)
    place = Rect(last + Sizes.CARD_PAD, 22.0, Sizes.STAGE_MIN - 16.0, _LINE)
    return Field("stages", "", (), "", "add-stage", place, "stage", LONGEST_TITLE, draft=Draft(HEADS, ""))


class Ghost:
    """The map with the card that is being written on it: laid out, never in the project."""

    def __init__(self, document: Document, draft: Draft) -> None:
        self._map, self.base = document.map_id, document.project
        made = add_card(
            document.project, draft.lane, draft.stage, _DOTS, index=draft.index, touchpoint=draft.touchpoint
        )
        self.table, self.id = made.table, made.id
        self._project = apply(document.project, made.edit)

    def piece(self, words: str) -> MapSlice:
        """The map with these words on the card."""
        field = "title" if self.table == "touchpoints" else "text"
        words = tidy(words).strip()[:LONGEST_TITLE] or _DOTS
        self._project = apply(self._project, set_field(self._project, self.table, self.id, (field,), words))
        return map_slice(self._project, self._map)


def make(document: Document, draft: Draft, words: str) -> Selection | None:
    """Make what was written, as one step. None when nothing was; FootfallError when it does not fit."""
    words = tidy(words).strip()
    if not words:
        return None
    if draft.lane == HEADS:
        made = add_stage(document.project, document.map_id, None, " ".join(words.split()))
    else:
        made = add_card(
            document.project, draft.lane, draft.stage, words, index=draft.index, touchpoint=draft.touchpoint
        )
    document.edit(made.edit)
    return Selection(made.table, made.id)
