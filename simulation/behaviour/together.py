"""A life among others, one step at a time, for whoever keeps the clock that all visitors share.

`advance` says for how long nothing happens to this visitor, and `stage` what he is doing meanwhile. The scheduler calls
it again when that time is over, or when an agent is free for somebody who waits.
"""

from __future__ import annotations

import numpy as np

from simulation.behaviour.after import after
from simulation.behaviour.before import before
from simulation.behaviour.choice import depart
from simulation.behaviour.desk import begin_service, end_service, give_up, patience, service_time, wanted_desk
from simulation.behaviour.limits import withdraw
from simulation.behaviour.page import land, look_around
from simulation.behaviour.returning import end_visit
from simulation.behaviour.state import WALKING, Traveller
from simulation.behaviour.visitor import begin_visit, begin_visitor, pick
from simulation.compiled import apart, compiled
from simulation.draws import PERSON, uniforms
from simulation.plan import HOUR, WEEK, Draw, Plan

# What a visitor is about (TRAVELLER.stage).
COMES = 0  # a visit is to begin
STAYS = 1  # on a page
ASKS = 2  # before a desk
GONE = 3


@compiled
def week_of(plan: Plan, position: int) -> int:
    """Week in which the visitor at this position comes, 0 is the first: so many a week as today's traffic brings."""
    return int(position * plan.world[0]["arrival_gap"] // WEEK)


@compiled
def arrival(plan: Plan, k0: np.uint64, k1: np.uint64, visitor: int, position: int, people: int) -> int:
    """When a visitor comes, ms on the world's clock, which starts on a Monday at 00:00.

    Weeks are filled in order of position, hours by today's traffic. A last week that is not full ends early, so that
    no hour of it is quieter than it would be.
    """
    _, _, u_hour, u_minute = uniforms(k0, k1, visitor, 0, 0, 0, PERSON)
    week = week_of(plan, position)
    weeks = people * plan.world[0]["arrival_gap"] / WEEK
    share = min(1.0, weeks - week)
    return int(WEEK * week + int((pick(plan.hours, u_hour * share) + u_minute) * HOUR))


@apart
def enter(
    plan: Plan,
    draw: Draw,
    traveller: Traveller,
    key: tuple[np.uint64, np.uint64],
    who: tuple[int, int],
    now: int,
) -> None:
    """A new visitor, `who` being his number and his arm, comes into the world `now` ms after it began."""
    visitor, arm = who
    begin_visitor(plan, traveller, key[0], key[1], visitor, arm)
    me = traveller.state[0]
    me["born"] = now
    me["stage"] = COMES
    me["gap"] = 0
    me["served"] = -1
    me["reserved"] = 0
    before(plan, draw, traveller)


@apart
def advance(plan: Plan, draw: Draw, traveller: Traveller, helped: bool) -> int:
    """Do what is due now; ms until the next step, with `stage` saying what fills them.

    Of somebody who waits `waited` is known by now, and `helped` whether an agent is free or patience is gone. For
    ASKS the answer is his patience; CLOSED before a closed door.
    """
    me = traveller.state[0]
    served = bool(me["stage"] == ASKS and helped)
    if me["stage"] == ASKS and not helped:
        give_up(traveller)
    elif me["stage"] == STAYS:
        end_service(traveller)
    if me["stage"] == COMES:
        begin_visit(plan, traveller, me["gap"])
    elif not served:
        depart(plan, draw, traveller)
        if me["doing"] != WALKING:
            withdraw(traveller)
            gap = end_visit(plan, draw, traveller)
            me["stage"] = COMES if gap >= 0 else GONE
            me["gap"] = gap
            if gap < 0:
                after(plan, draw, traveller)
            return int(gap)
    time = -1
    if served:
        begin_service(traveller)
        time = me["waited"] + service_time(plan, traveller)
    else:
        me["waited"] = 0
        me["stage"] = STAYS
        if not land(plan, traveller):
            return int(me["dwell"])
        if wanted_desk(plan, traveller) >= 0:
            me["stage"] = ASKS
            return patience(plan, traveller)
    look_around(plan, draw, traveller, time)
    me["stage"] = STAYS
    return int(me["dwell"] - me["waited"])
