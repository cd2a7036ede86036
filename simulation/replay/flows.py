"""How many visitors of a run passed each touchpoint and link of the map, left there, or were told something there.

Counted from the events of the first visitors of a run, who are let live once more: luck is addressed, so they are the
same ones. Shares are per visitor of the sample; whoever shows them multiplies by the visitors of a month.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace

import numpy as np

from personas.records import FrozenMap
from simulation import traces
from simulation.experiment.watch import Stopped
from simulation.plan import Floats, Records
from simulation.traces.walk import Block, Walk

SAMPLE = 20_000
"""Visitors that are counted; a share of a tenth is then known to within two hundredths of itself."""

TOGETHER = 60_000
"""Events that are counted at once."""


@dataclass(frozen=True)
class Flows:
    """One arm, per visitor. Keys are ids of the map's records; what nobody did is left out.

    Attributes:
        arm: id of the arm.
        visitors: how many were counted.
        views: times a touchpoint is seen.
        left: visits that end on a touchpoint without an order.
        told: messages shown on a touchpoint.
        taken: times a link is taken.
        stages: visitors who reach a stage at least once, by persona.
    """

    arm: str
    visitors: int
    views: Mapping[str, float]
    left: Mapping[str, float]
    told: Mapping[str, float]
    taken: Mapping[str, float]
    stages: Mapping[str, Mapping[str, float]]


def first_of(walk: Walk, most: int) -> Walk:
    """The same run of as many visitors as are wanted, spread evenly over its draws: each draw's first ones."""
    draws = len(walk.draws.structure)
    if walk.coupled:
        return walk
    each = max(1, math.ceil(most / draws))
    return replace(walk, blocks=(Block(0, each, each),))


def flows(walk: Walk, arm: int, most: int = SAMPLE, cancelled: Callable[[], bool] | None = None) -> Flows:
    """Count the first `most` visitors of a run in one arm (0 is the control). Stopped when it is cancelled."""
    tables = walk.compiled.tables
    cards, links, personas = len(tables.cards), len(tables.links), len(tables.personas)
    stage_of, stages = _stages(walk)
    views, left, told = (np.zeros(cards) for _ in range(3))
    taken, reached = np.zeros(links), np.zeros((len(stages), personas))
    visitors = 0
    for count, rows in _events(walk, arm, most, cancelled):
        visitors += count
        views += _count(rows, (traces.VIEW,), "card", cards)
        left += _count(rows, (traces.LEAVE, traces.BOUNCE), "card", cards)
        told += _count(rows, (traces.MESSAGE,), "card", cards)
        taken += _count(rows, (traces.CHOICE,), "link", links)
        _add_reached(reached, rows, stage_of)

    def shares(ids: tuple[str, ...], counts: Floats) -> FrozenMap[str, float]:
        pairs = zip(ids, counts.tolist(), strict=True)
        return FrozenMap({key: count / visitors for key, count in pairs if count > 0})

    return Flows(
        tables.arms[arm],
        visitors,
        shares(tables.cards, views),
        shares(tables.cards, left),
        shares(tables.cards, told),
        shares(tables.links, taken),
        FrozenMap({stage: shares(tables.personas, row) for stage, row in zip(stages, reached, strict=True)}),
    )


def _events(walk: Walk, arm: int, most: int, cancelled: Callable[[], bool] | None) -> Iterator[tuple[int, Records]]:
    """Visitors and their events, many draws at a time."""
    count, held = 0, []
    for span in walk.spans(most):
        if cancelled is not None and cancelled():
            raise Stopped
        held.append(walk.events(span, arm))
        count += len(span.visitors)
        if sum(map(len, held)) > TOGETHER:
            yield count, np.concatenate(held)
            count, held = 0, []
    if held:
        yield count, np.concatenate(held)


def _count(rows: Records, kinds: tuple[int, ...], what: str, size: int) -> Floats:
    """How often each card (or link) occurs in events of these kinds."""
    found = rows[what][np.isin(rows["kind"], kinds)]
    return np.bincount(found[found >= 0], minlength=size).astype(float)


def _stages(walk: Walk) -> tuple[np.ndarray[tuple[int], np.dtype[np.int64]], list[str]]:
    """The stage of each card as an index, -1 for cards of another map; and the stages."""
    piece = walk.scenario.slice
    stages = list(piece.stages)
    where = {key: place for place, key in enumerate(stages)}
    found = [where.get(piece.touchpoints[key].stage, -1) if key in piece.touchpoints else -1
             for key in walk.compiled.tables.cards]  # fmt: skip
    return np.array(found, np.int64), stages


def _add_reached(reached: Floats, rows: Records, stage_of: np.ndarray[tuple[int], np.dtype[np.int64]]) -> None:
    """Count every visitor once for each stage of which a card was seen."""
    seen = rows[(rows["kind"] == traces.VIEW) & (rows["card"] >= 0)]
    stage = stage_of[seen["card"]]
    seen, stage = seen[stage >= 0], stage[stage >= 0]
    who, persona = seen["visitor"], seen["persona"]
    order = np.lexsort((stage, who))
    who, stage, persona = who[order], stage[order], persona[order]
    fresh = np.ones(len(who), bool)
    fresh[1:] = (who[1:] != who[:-1]) | (stage[1:] != stage[:-1])
    np.add.at(reached, (stage[fresh], persona[fresh]), 1.0)
