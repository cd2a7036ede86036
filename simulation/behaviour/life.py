"""A whole life of one visitor in one arm, without a clock of the world: the loop of the compiled engine."""

from __future__ import annotations

import numpy as np

from simulation.behaviour.after import after
from simulation.behaviour.before import before
from simulation.behaviour.choice import depart
from simulation.behaviour.page import arrive
from simulation.behaviour.returning import end_visit
from simulation.behaviour.state import WALKING, Traveller
from simulation.behaviour.visitor import begin_visit, begin_visitor
from simulation.compiled import compiled
from simulation.plan import Draw, Plan


@compiled
def live(plan: Plan, draw: Draw, traveller: Traveller, k0: np.uint64, k1: np.uint64, visitor: int, arm: int) -> None:
    """Everything from the first visit to the last; what happened is in the traveller's tally and events."""
    begin_visitor(plan, traveller, k0, k1, visitor, arm)
    before(plan, draw, traveller)
    gap = 0
    while gap >= 0:
        begin_visit(plan, traveller, gap)
        while True:
            arrive(plan, draw, traveller)
            depart(plan, draw, traveller)
            if traveller.state[0]["doing"] != WALKING:
                break
        gap = end_visit(plan, draw, traveller)
    after(plan, draw, traveller)
