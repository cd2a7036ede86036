"""One batch of visitors of an arm that learns: what they left behind, and what followed each thing that was offered.

Between batches `simulation.adaptive` reads the counts and writes the next allocation into the plan. A batch is one
arm's and knows of no other; arms share their visitors' luck, so their totals may be compared.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from simulation.behaviour.life import live
from simulation.behaviour.state import Traveller
from simulation.compiled import compiled
from simulation.measures.tallies import CONVERTED, COUNT
from simulation.plan import CONTEXTS, Draw, Floats, Plan


class Batch(NamedTuple):
    """Where a batch adds up."""

    totals: Floats  # (COUNT,) tallies of all its visitors
    counts: Floats  # (CONTEXTS, O, 2) visitors to whom the option was drawn, and those whose visit ended in the goal


def new_batch(options: int) -> Batch:
    """An empty batch of an arm with so many options, silence included; 0 for an arm that does not learn."""
    return Batch(np.zeros(COUNT), np.zeros((CONTEXTS, options, 2)))


@compiled
def live_batch(
    plan: Plan,
    draw: Draw,
    traveller: Traveller,
    key: tuple[np.uint64, np.uint64],
    visitors: tuple[int, int],
    arm: int,
    batch: Batch,
) -> None:
    """Visitors from the first up to, but not including, the second number, in one arm.

    An option counts for a visitor once, in the visit in which something could first be said to him in that context; it
    was good when that visit ended in the goal. An order is the end of a life, so its visit is the last.
    """
    me = traveller.state[0]
    for visitor in range(visitors[0], visitors[1]):
        live(plan, draw, traveller, key[0], key[1], visitor, arm)
        for index in range(COUNT):
            batch.totals[index] += traveller.tally[index]
        if me["offered"] == 0:
            continue
        for context in range(CONTEXTS):
            option = traveller.offered[context, 0] - 1
            if option < 0:
                continue
            batch.counts[context, option, 0] += 1.0
            if traveller.tally[CONVERTED] > 0.0 and traveller.offered[context, 1] == me["visit"] + 1:
                batch.counts[context, option, 1] += 1.0
