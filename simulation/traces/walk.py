"""A run that can be walked again: which visitors it had, and what each of them did in every arm.

Luck is addressed, so nothing has to be kept while a run counts: whoever wants to see a visitor lets him live once more.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import NamedTuple

from simulation.compile import Compiled
from simulation.engines.choose import Engine, trace
from simulation.plan import ParameterDraws, Records
from simulation.scenario import Scenario

MOST_VISITORS = 2_000
"""Visitors of each arm that are traced when nobody says how many."""
BATCH = 400
"""Visitors whose events are in memory at one time, in every arm."""


class Block(NamedTuple):
    """Visitors that were run together: draw k has first + k * stride ... first + k * stride + kept - 1."""

    first: int
    stride: int
    kept: int


class Span(NamedTuple):
    """Some visitors of one draw, and those among whom they lived: where visitors compete, all of their world."""

    draw: int
    visitors: range
    world: range


@dataclass(frozen=True)
class Walk:
    """What was run.

    Attributes:
        scenario: what was asked.
        compiled: its plan, and the way back to ids.
        draws: parameters, K rows.
        seed: seed of the run.
        stream: stream of luck, of `simulation.draws`.
        engine: the engine that was asked for.
        blocks: visitors, in the order in which they were run.
    """

    scenario: Scenario
    compiled: Compiled
    draws: ParameterDraws
    seed: int
    stream: int
    engine: Engine
    blocks: tuple[Block, ...]

    @property
    def visitors(self) -> int:
        """Visitors of the whole run, each of whom lived in every arm."""
        return sum(block.kept for block in self.blocks) * len(self.draws.structure)

    @property
    def coupled(self) -> bool:
        """Whether visitors compete, so that none of them can be followed without the others of his world."""
        return bool(self.compiled.plan.world[0]["coupled"] > 0)

    def spans(self, most: int, batch: int = BATCH) -> Iterator[Span]:
        """The first `most` visitors of the run, draw after draw, at most `batch` at a time; worlds stay whole."""
        left = most
        for block in self.blocks:
            for k in range(len(self.draws.structure)):
                begin = block.first + k * block.stride
                end = begin + min(block.kept, left)
                left -= end - begin
                step = max(1, end - begin) if self.coupled else batch
                for start in range(begin, end, step):
                    some = range(start, min(end, start + step))
                    yield Span(k, some, range(begin, begin + block.kept) if self.coupled else some)

    def events(self, span: Span, arm: int) -> Records:
        """Events of these visitors in one arm, shape (events,) EVENT, by visitor and then as they happened."""
        rows = trace(
            self.compiled.plan, self.draws, k=span.draw, arm=arm, visitors=span.world, seed=self.seed,
            stream=self.stream, engine=self.engine,
        )  # fmt: skip
        mine = (rows["visitor"] >= span.visitors.start) & (rows["visitor"] < span.visitors.stop)
        return rows if span.world == span.visitors else rows[mine]
