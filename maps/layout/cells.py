"""Filling lanes: a skyline over the columns, so that rows grow with their text and nothing overlaps."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from maps.layout.columns import Slot
from maps.layout.context import Context
from maps.model import Card

GAP = 6.0


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


def slots_of(context: Context, card: Card, *, whole: bool = False) -> list[Slot]:
    """Where a card may go: under its touchpoint's column, else in any column of its stage; all that it spans if many.

    ``whole`` gives it the whole stage. Empty when its stage is hidden or gone. A span counts hidden stages too, so that
    hiding one and showing it again changes nothing else.
    """
    cells = context.cells
    if card.stage not in cells.stages:
        return []
    first, count = cells.stages[card.stage]
    if card.span > 1:
        at = context.order.index(card.stage)
        end = [stage for stage in context.order[at : at + card.span] if stage in cells.stages][-1]
        last_first, last_count = cells.stages[end]
        return [joined(context, first, last_first + last_count - 1)]
    if whole:
        return [joined(context, first, first + count - 1)]
    about = card.touchpoint or ""
    if about in cells.cells and context.piece.touchpoints[about].stage == card.stage:
        return [context.columns[cells.cells[about][0]]]
    return list(context.columns[first : first + count])


def stage_slots(context: Context, stage: str) -> list[Slot]:
    """The columns of a stage as slots."""
    first, count = context.cells.stages[stage]
    return list(context.columns[first : first + count])


def joined(context: Context, first: int, last: int) -> Slot:
    """The slot from column ``first`` to column ``last``."""
    left, end = context.columns[first], context.columns[last]
    return Slot(left.x, end.x + end.width - left.x, first, last)
