"""The life of one visitor in one arm who competes with nobody: at one go, or step by step on somebody's clock.

    begin(plan, draw, traveller, k0, k1, visitor, arm)
    while (wait := step(plan, draw, traveller)) != DONE:
        ...                                             # ms go by: the dwell on a page, or the days between two visits

`live` is the same without the waiting. In a world of many it is `behaviour.together` that says what is next.
"""

from __future__ import annotations

import numpy as np

from simulation.behaviour.after import after
from simulation.behaviour.before import before
from simulation.behaviour.choice import depart
from simulation.behaviour.page import arrive
from simulation.behaviour.returning import end_visit
from simulation.behaviour.state import WALKING, Traveller
from simulation.behaviour.together import COMES, STAYS
from simulation.behaviour.visitor import begin_visit, begin_visitor
from simulation.compiled import compiled
from simulation.plan import Draw, Plan

DONE = -1
"""There is no next step."""


@compiled
def begin(plan: Plan, draw: Draw, traveller: Traveller, k0: np.uint64, k1: np.uint64, visitor: int, arm: int) -> None:
    """The visitor as he is before his first visit; `step` begins it."""
    begin_visitor(plan, traveller, k0, k1, visitor, arm)
    before(plan, draw, traveller)
    me = traveller.state[0]
    me["stage"] = COMES
    me["gap"] = 0


@compiled
def step(plan: Plan, draw: Draw, traveller: Traveller) -> int:
    """Everything that happens to the visitor now; ms until the next step, DONE after the last."""
    me = traveller.state[0]
    if me["stage"] == COMES:
        begin_visit(plan, traveller, me["gap"])
        me["stage"] = STAYS
    else:
        depart(plan, draw, traveller)
        if me["doing"] != WALKING:
            gap = end_visit(plan, draw, traveller)
            if gap < 0:
                after(plan, draw, traveller)
                return DONE
            me["stage"] = COMES
            me["gap"] = gap
            return int(gap)
    arrive(plan, draw, traveller)
    return int(me["dwell"])


@compiled
def live(plan: Plan, draw: Draw, traveller: Traveller, k0: np.uint64, k1: np.uint64, visitor: int, arm: int) -> None:
    """Everything from the first visit to the last; what happened is in the traveller's tally and events."""
    begin(plan, draw, traveller, k0, k1, visitor, arm)
    while step(plan, draw, traveller) != DONE:
        pass
