"""Columns: where stages stand, and in which column and row of the grid each touchpoint stands.

A stage stacks its touchpoints. From four on it takes a second column beside the first (a third from seven on), so
that the rows stay few, links find gutters, and a flow through many pages still reads from left to right.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from math import ceil

from maps.layout.elements import StageColumn
from maps.layout.options import Sizes
from maps.model import MapSlice


@dataclass(frozen=True)
class Grid:
    """Cells of the touchpoints.

    ``cells`` maps touchpoint id to (column, row), columns counted over the whole map; ``stages`` maps stage id to its
    (first column, number of columns), in order.
    """

    stages: Mapping[str, tuple[int, int]]
    cells: Mapping[str, tuple[int, int]]

    @property
    def columns(self) -> int:
        """Number of columns."""
        return sum(count for _, count in self.stages.values())

    @property
    def rows(self) -> int:
        """Number of rows, at least 1."""
        return 1 + max((row for _, row in self.cells.values()), default=0)


def grid(piece: MapSlice) -> Grid:
    """Give every touchpoint of a visible stage its cell, column by column in the stage's order."""
    stages: dict[str, tuple[int, int]] = {}
    cells: dict[str, tuple[int, int]] = {}
    first = 0
    for stage_id, stage in piece.stages.items():
        if stage.hidden:
            continue
        points = piece.in_stage(stage_id)
        count = max(1, len(points) if piece.map.wide else ceil(len(points) / Sizes.ROWS))
        rows = ceil(len(points) / count) if points else 1
        for index, point in enumerate(points):
            cells[point] = (first + index // rows, index % rows)
        stages[stage_id] = (first, count)
        first += count
    return Grid(stages, cells)


@dataclass(frozen=True)
class Columns:
    """x of everything that stands in columns. ``cards`` has the left edge of the cards of each grid column."""

    stages: tuple[StageColumn, ...]
    cards: tuple[float, ...]
    right: float

    def stage(self, stage_id: str) -> StageColumn:
        """The column of a stage."""
        return next(stage for stage in self.stages if stage.id == stage_id)


def columns(piece: MapSlice, cells: Grid, gutters: Sequence[float]) -> Columns:
    """Place stages and columns. ``gutters[c]`` is the room that column c's left gutter needs, px; one more at the end.

    A gutter between two stages is shared: what is over the 8 px before a stage's cards belongs to the stage before.
    """
    x = Sizes.LANE + max(0.0, gutters[0] - Sizes.CARD_PAD)
    stages: list[StageColumn] = []
    cards: list[float] = []
    for stage_id, (first, count) in cells.stages.items():
        start = x
        lefts: list[float] = []
        for column in range(first, first + count):
            lefts.append(x + Sizes.CARD_PAD)
            last = column == first + count - 1
            x += Sizes.CARD_W + max(Sizes.GUTTER, gutters[column + 1]) if not last else 0.0
        x += Sizes.CARD_W + max(Sizes.GUTTER, gutters[first + count])
        wanted = piece.stages[stage_id].width
        x = max(x, start + max(Sizes.STAGE_MIN, wanted or 0.0))
        stages.append(StageColumn(stage_id, start, x - start, tuple(lefts)))
        cards += lefts
    return Columns(tuple(stages), tuple(cards), x)


@dataclass(frozen=True)
class Slot:
    """A place to fill: left edge and width in px, and the grid columns it covers."""

    x: float
    width: float
    first: int
    last: int


def column_slots(cells: Grid, places: Columns) -> tuple[Slot, ...]:
    """Each column as a slot: from 8 px left of its cards to the next slot, or to where its stage ends."""
    found: list[Slot] = []
    for stage, place in zip(cells.stages.values(), places.stages, strict=True):
        lefts = [x - Sizes.CARD_PAD for x in places.cards[stage[0] : stage[0] + stage[1]]]
        rights = [*lefts[1:], place.x + place.width]
        found += [
            Slot(left, right - left, stage[0] + i, stage[0] + i)
            for i, (left, right) in enumerate(zip(lefts, rights, strict=True))
        ]
    return tuple(found)
