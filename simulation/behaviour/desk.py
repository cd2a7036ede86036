"""A service desk, seen by one visitor: patience, opening hours, service, and leaving the queue (MODEL 4.7).

Who is next is for the scheduler to say; how long he would wait, and how long it takes to help him, is the visitor's
own luck, the same in every arm. Drawn shares describe visitors who are served: giving up comes on top.
"""

from __future__ import annotations

import math

from simulation import draws, traces
from simulation.behaviour.progress import most_progress
from simulation.behaviour.state import LEAVING, Traveller, note
from simulation.compiled import compiled
from simulation.draws import normal, uniforms
from simulation.measures import tallies
from simulation.plan import DAY, Plan

LONGEST = 86_400_000.0
"""No wait and no contact lasts longer than a day, ms: simulated time is bounded."""
LN_2 = 0.6931471805599453
CLOSED = -1
"""Patience of somebody before a closed door."""


@compiled
def wanted_desk(plan: Plan, traveller: Traveller) -> int:
    """Desk that serves on the card where the visitor is; -1: none."""
    me = traveller.state[0]
    return int(plan.cards[me["arm"], me["card"]]["desk"])


@compiled
def service_time(plan: Plan, traveller: Traveller) -> int:
    """How long helping this visitor takes, ms: log-normal, or exponential where the desk's spread is negative."""
    me = traveller.state[0]
    desk = plan.desks[wanted_desk(plan, traveller)]
    u, _, _, _ = _luck(plan, traveller)
    if desk["spread"] < 0.0:
        time = -math.log(u) * desk["service"] / LN_2
    else:
        time = desk["service"] * math.exp(desk["spread"] * normal(u))
    me["served"] = int(min(LONGEST, time) + 0.5)
    return int(me["served"])


@compiled
def patience(plan: Plan, traveller: Traveller) -> int:
    """How long this visitor would wait, ms: exponential, at most until the desk closes; CLOSED when it is closed."""
    me = traveller.state[0]
    left = until_closing(plan, wanted_desk(plan, traveller), me["born"] + me["clock"])
    if left <= 0.0:
        return CLOSED
    _, u, _, _ = _luck(plan, traveller)
    willing = -math.log(u) * plan.personas[me["traits"]]["waiting"] / LN_2
    return int(min(LONGEST, left, willing))


@compiled
def until_closing(plan: Plan, desk: int, now: int) -> float:
    """Ms from `now` (world's clock) until this desk closes; 0 when it is closed, infinite when it never closes."""
    day, time = now // DAY % 7, now % DAY
    one = plan.desks[desk]
    if one["agents"] <= 0 or time < one["opens"][day] or time >= one["closes"][day]:
        return 0.0
    left = float(one["closes"][day] - time)
    for later in range(1, 8):
        # Open until midnight and from midnight on: no closing in between.
        next_day = (day + later) % 7
        if one["closes"][(day + later - 1) % 7] < DAY or one["opens"][next_day] > 0 or one["closes"][next_day] <= 0:
            return left
        left += float(one["closes"][next_day])
    return math.inf


@compiled
def _luck(plan: Plan, traveller: Traveller) -> tuple[float, float, float, float]:
    me = traveller.state[0]
    place = plan.cards[me["arm"], me["card"]]["place"]
    return uniforms(me["key_0"], me["key_1"], me["visitor"], me["visit"], place, me["nth"], draws.DESK)


@compiled
def begin_service(traveller: Traveller) -> None:
    """The wait is over, and somebody helps: count it."""
    me = traveller.state[0]
    traveller.tally[tallies.QUEUED] += 1.0
    traveller.tally[tallies.SERVED] += 1.0
    traveller.tally[tallies.WAITED_SECONDS] += math.floor(me["waited"] * 0.001 + 0.5)
    note(traveller, me["clock"] + me["waited"], traces.QUEUE, -1, -1, float(me["waited"]))


@compiled
def end_service(traveller: Traveller) -> None:
    """The visitor has been helped."""
    me = traveller.state[0]
    if me["served"] >= 0:
        note(traveller, me["clock"] + me["dwell"], traces.SERVED, -1, -1, float(me["served"]))
        me["served"] = -1


@compiled
def give_up(traveller: Traveller) -> None:
    """Patience is gone, or the door is closed: the visit ends here, and nothing was learnt."""
    me = traveller.state[0]
    me["dwell"] = me["waited"]
    me["doing"] = LEAVING
    me["served"] = -1
    seconds = math.floor(me["waited"] * 0.001 + 0.5)
    traveller.tally[tallies.QUEUED] += 1.0
    traveller.tally[tallies.GAVE_UP] += 1.0
    traveller.tally[tallies.WAITED_SECONDS] += seconds
    traveller.tally[tallies.DWELL_SECONDS] += seconds
    note(traveller, me["clock"], traces.VIEW, -1, -1, most_progress(traveller))
    note(traveller, me["clock"] + me["waited"], traces.GAVE_UP, -1, -1, float(me["waited"]))
