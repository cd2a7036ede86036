"""Filling lanes: a skyline over the columns, so that rows grow with their text and nothing overlaps."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from maps.layout.columns import Columns, Grid
from maps.layout.options import Sizes
from maps.model import Card, MapSlice

GAP = 6.0


@dataclass(frozen=True)
class Slot:
    """A place to fill: left edge and width in px, and the grid columns it covers."""

    x: float
    width: float
    first: int
    last: int


@dataclass
class Skyline:
    """How far down each grid column of a lane is filled, px from the lane's top."""

    columns: int
    top: float
    gap: float = GAP
    heights: list[float] = field(init=False)

    def __post_init__(self) -> None:
        self.heights = [self.top] * self.columns

    def fill(self, slot: Slot, height: float) -> float:
        """Take ``height`` px in a slot and return its top."""
        span = self.heights[slot.first : slot.last + 1]
        y = max(span)
        self.heights[slot.first : slot.last + 1] = [y + height + self.gap] * len(span)
        return y

    def lowest(self, slots: Sequence[Slot]) -> Slot:
        """The slot that is filled least, the first of equals."""
        return min(slots, key=lambda slot: max(self.heights[slot.first : slot.last + 1]))

    def bottom(self) -> float:
        """Where the fullest column ends, px from the lane's top."""
        return max((h - self.gap if h > self.top else h for h in self.heights), default=self.top)


def slots_of(piece: MapSlice, cells: Grid, places: Columns, card: Card, *, whole: bool = False) -> list[Slot]:
    """Where a card may go: under its touchpoint's column, else in any column of its stage; all that it spans if many.

    ``whole`` gives it the whole stage. Empty when its stage is hidden or gone.
    """
    order = list(cells.stages)
    if card.stage not in cells.stages:
        return []
    first, count = cells.stages[card.stage]
    if card.span > 1:
        end = order[min(len(order), order.index(card.stage) + card.span) - 1]
        last_first, last_count = cells.stages[end]
        return [_slot(places, first, last_first + last_count - 1)]
    if whole:
        return [_slot(places, first, first + count - 1)]
    about = card.touchpoint or ""
    if about in cells.cells and piece.touchpoints[about].stage == card.stage:
        column = cells.cells[about][0]
        return [_slot(places, column, column)]
    return [_slot(places, column, column) for column in range(first, first + count)]


def stage_slots(cells: Grid, places: Columns, stage: str) -> list[Slot]:
    """The columns of a stage as slots."""
    first, count = cells.stages[stage]
    return [_slot(places, column, column) for column in range(first, first + count)]


def _slot(places: Columns, first: int, last: int) -> Slot:
    """From 8 px left of the first column's cards to where the next column's slot begins."""
    left = places.cards[first] - Sizes.CARD_PAD
    ends = [stage.x + stage.width for stage in places.stages]
    after = places.cards[last + 1] - Sizes.CARD_PAD if last + 1 < len(places.cards) else places.right
    right = min([after, *(end for end in ends if end > left + 1 and end >= places.cards[last] + 1)])
    return Slot(left, right - left, first, last)
