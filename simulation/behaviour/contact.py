"""What is said between two visits: mails, push messages, advertisements (MODEL 4.6).

A contact shifts the log-odds of coming back, and is judged with the same luck as coming back by itself: whoever would
have come anyway still comes, when he would have. So a contact without effect changes nobody's life, whatever share of
its receivers orders, and one that helps can only add visits.
"""

from __future__ import annotations

import math

from simulation import draws, traces
from simulation.behaviour.before import expose
from simulation.behaviour.limits import take_contact
from simulation.behaviour.message import count_said, rested, size
from simulation.behaviour.seen import in_some_segment, seen_audience, seen_phase
from simulation.behaviour.state import Traveller, note
from simulation.compiled import apart, compiled
from simulation.draws import normal, uniforms
from simulation.measures import tallies
from simulation.plan import (
    ACCOUNT,
    ADDRESS,
    AFTER_ABANDONMENT,
    CONTACT,
    FROM_BIRTHDAY,
    FROM_VISIT,
    HOUR,
    SUBSCRIBER,
    VIEWED,
    Draw,
    Plan,
)

NEVER = -1.0
YEAR = 365.25 * 24.0 * HOUR
RESPONSE = 6.0 * HOUR
"""Median time in which who is brought by a contact comes, ms (assumed) ..."""
RESPONSE_SPREAD = 1.5
"""... and the standard deviation of its logarithm, as between visits (assumed)."""

_EARLY, _TURNS, _FULL, _FADES, _OVER = (math.log(hours) for hours in (0.5, 6.0, 24.0, 72.0, 336.0))


@compiled
def chance(odds: float) -> float:
    """Probability of coming back at these log-odds."""
    return 1.0 / (1.0 + math.exp(-odds))


@compiled
def timing(hours: float) -> float:
    """c(D): what a mail about a basket does this many hours after it was left, against the best moment.

    Within the hour it harms, after one to three days it helps most, after two weeks it does nothing: linear in the
    logarithm of the delay between these points. Direction from Li et al. 2021, heights assumed.
    """
    late = math.log(max(hours, 0.5))
    if late < _TURNS:
        return -0.5 * (_TURNS - late) / (_TURNS - _EARLY)
    if late < _FULL:
        return (late - _TURNS) / (_FULL - _TURNS)
    if late <= _FADES:
        return 1.0
    return max(0.0, (_OVER - late) / (_OVER - _FADES))


@compiled
def due(plan: Plan, traveller: Traveller, rule: int) -> float:
    """When the contact of this rule is due, ms after the visit that has just ended; NEVER: not before the next one.

    A moment that fell within the visit itself is made up for at its end.
    """
    me = traveller.state[0]
    mine = plan.rules[rule]
    if mine["trigger"] == AFTER_ABANDONMENT:
        return float(mine["delay"]) if me["basket"] >= 0 else NEVER
    since = plan.techniques[mine["technique"]]["since"]
    if since == FROM_VISIT:
        return float(mine["delay"])
    if since == FROM_BIRTHDAY:
        start = (1.0 - me["birthday"]) * YEAR
    elif me["signed"] >= 0:
        start = float(me["signed"])
    else:
        return NEVER
    at = start + mine["delay"]
    return float(max(0.0, at - me["clock"])) if at >= me["began"] else NEVER


@compiled
def _next(plan: Plan, traveller: Traveller, after: float, place: int) -> int:
    """Place in the plan's contacts of the first one due after the one at `place`, which was due at `after`; or -1."""
    arm = plan.arms[traveller.state[0]["arm"]]
    best, soonest = -1, math.inf
    for other in range(arm["contact_first"], arm["contact_first"] + arm["contact_count"]):
        at = due(plan, traveller, plan.contacts[other])
        if at >= 0.0 and (at > after or (at == after and other > place)) and at < soonest:
            best, soonest = other, at
    return best


@compiled
def _may_send(plan: Plan, traveller: Traveller, rule: int) -> bool:
    """Whether the shop can reach this visitor, and the rule is for whom it saw leave; caps and cool-down allow it."""
    me = traveller.state[0]
    mine = plan.rules[rule]
    needs = plan.techniques[mine["technique"]]["reach"]
    if needs == ADDRESS and me["reachable"] == 0:
        return False
    if needs == SUBSCRIBER and me["subscribed"] == 0:
        return False
    if needs == ACCOUNT and me["login"] == 0:
        return False
    if needs == VIEWED and traveller.viewed[me["memory"]] == 0:
        return False
    if mine["phases"][seen_phase(plan, traveller)] < 0 or mine["audiences"][seen_audience(plan, traveller)] < 0:
        return False
    if plan.rule_cards[rule, me["card"]] == 0 or not rested(plan, traveller, rule):
        return False
    return bool(mine["segmented"] == 0 or in_some_segment(plan, traveller, rule))


@compiled
def _send(plan: Plan, draw: Draw, traveller: Traveller, rule: int, at: float) -> float:
    """Send it: count it, pay for it, promise what it promises; the log-odds of coming back that it adds."""
    me = traveller.state[0]
    mine = plan.rules[rule]
    delta = size(plan, draw, traveller, rule)
    if mine["trigger"] == AFTER_ABANDONMENT:
        delta *= timing(mine["delay"] / HOUR)
        if me["mailed"] == 0:
            me["mailed"] = 1
            traveller.tally[tallies.BASKETS_MAILED] += 1.0
    traveller.tally[tallies.MESSAGE_COST] += count_said(plan, traveller, rule)
    me["voucher"] = max(me["voucher"], mine["discount"])
    traveller.tally[tallies.CONTACTS] += 1.0
    traveller.tally[tallies.CONTACTED] = 1.0
    note(traveller, me["clock"] + int(at), traces.CONTACT, -1, rule, delta)
    return float(delta)


@apart
def between(plan: Plan, draw: Draw, traveller: Traveller, u: float, odds: float, comes: float) -> float:
    """Everything said after this visit; ms until the next visit, NEVER if there will be none.

    Args:
        plan: the plan.
        draw: strengths.
        traveller: the visitor, at the end of a visit without an order, who may be spoken to.
        u: the uniform that decides on coming back.
        odds: log-odds of coming back if nobody said anything.
        comes: ms after which he comes back by himself, or NEVER.

    `arrived_by` says which rule brings him. Whoever is on his way when a contact harms may stay away: u in [q', q).
    """
    me = traveller.state[0]
    at, place, number = NEVER, -1, 0
    while True:
        place = _next(plan, traveller, at, place)
        if place < 0:
            return comes
        rule = plan.contacts[place]
        at = due(plan, traveller, rule)
        if me["clock"] + at >= plan.world[0]["horizon"] or 0.0 <= comes <= at:
            return comes
        if not _may_send(plan, traveller, rule):
            continue
        if plan.techniques[plan.rules[rule]["technique"]]["target"] != CONTACT:
            expose(plan, draw, traveller, rule, me["clock"] + int(at))
            continue
        if not take_contact(plan, traveller, me["clock"] + int(at)):
            continue
        odds += _send(plan, draw, traveller, rule, at)
        number += 1
        if u >= chance(odds):
            comes = NEVER
            me["arrived_by"] = -1
        elif comes < 0.0:
            comes = at + _response(traveller, number)
            me["arrived_by"] = rule


@compiled
def _response(traveller: Traveller, number: int) -> float:
    """Time that the visitor takes to follow the contact of this number, ms: log-normal."""
    me = traveller.state[0]
    u, _, _, _ = uniforms(me["key_0"], me["key_1"], me["visitor"], me["visit"], 0, number, draws.CONTACT)
    return RESPONSE * math.exp(RESPONSE_SPREAD * normal(u))
