"""The end of a visit, and whether there will be another (MODEL 4.5)."""

from __future__ import annotations

import math

from simulation import draws
from simulation.behaviour.contact import NEVER, between, chance
from simulation.behaviour.progress import most_progress
from simulation.behaviour.state import ORDERED, Traveller
from simulation.compiled import compiled
from simulation.draws import normal, uniforms
from simulation.measures import tallies
from simulation.plan import Draw, Plan

NO_MORE = -1
LONGEST_GAP = 1e12


@compiled
def end_visit(plan: Plan, draw: Draw, traveller: Traveller) -> int:
    """Close the visit's books; ms until the next visit, or NO_MORE. What the shop says meanwhile may change that.

    An order ends the walk: what a buyer does later is repeat purchase, which the map does not describe. Everybody is
    followed equally long from the first visit, so no arm is censored differently.
    """
    me = traveller.state[0]
    _close(plan, traveller)
    if me["doing"] == ORDERED or me["visit"] + 1 >= plan.world[0]["max_visits"]:
        return _finish(traveller)
    if me["silent"] == 0:
        traveller.scored[me["memory"]] = me["clock"]
    u_return, u_gap, _, _ = uniforms(me["key_0"], me["key_1"], me["visitor"], me["visit"], 0, 0, draws.RETURN)
    odds = return_odds(plan, traveller)
    gap = NEVER
    if u_return < chance(odds):
        persona = plan.personas[me["traits"]]
        gap = min(LONGEST_GAP, persona["gap"] * math.exp(persona["gap_spread"] * normal(u_gap)))
    if plan.arms[me["arm"]]["contact_count"] > 0 and me["silent"] == 0:
        gap = between(plan, draw, traveller, u_return, odds, gap)
    if gap < 0.0 or me["clock"] + gap >= plan.world[0]["horizon"]:
        return _finish(traveller)
    me["visit"] += 1
    me["clock"] += int(gap)
    return int(gap)


@compiled
def return_odds(plan: Plan, traveller: Traveller) -> float:
    """Log-odds of coming back."""
    me = traveller.state[0]
    world = plan.world[0]
    odds = world["return_base"] + world["return_progress"] * most_progress(traveller)
    if me["basket"] >= 0:
        odds += world["return_basket"]
    odds += world["return_intent"] * me["intent"] + me["return_shift"]
    return float(odds + plan.personas[me["traits"]]["return_shift"])


@compiled
def _close(plan: Plan, traveller: Traveller) -> None:
    """Count what the visit was: a bounce, the phases it reached, those it went on from, where it ended orderless."""
    me = traveller.state[0]
    me["arrived_by"] = -1
    if me["pages"] == 1 and me["doing"] != ORDERED:
        traveller.tally[tallies.BOUNCES] += 1.0
    if me["doing"] != ORDERED and me["basket"] >= 0:
        traveller.tally[tallies.BASKETS_LEFT] += 1.0
    if me["mailed"] > 0:
        me["mailed"] = 0
        if me["doing"] == ORDERED:
            traveller.tally[tallies.BASKETS_RECOVERED] += 1.0
    for kind in range(6):
        if me["reached"] >> kind & 1:
            traveller.tally[tallies.REACH + kind] += 1.0
            if me["reached"] >> (kind + 1) or me["doing"] == ORDERED:
                traveller.tally[tallies.FURTHER + kind] += 1.0
            if me["doing"] == ORDERED:
                traveller.tally[tallies.ORDERED_IN + kind] += 1.0
    if me["doing"] != ORDERED:
        traveller.tally[tallies.LEFT + plan.cards[me["arm"], me["card"]]["kind"]] += 1.0


@compiled
def _finish(traveller: Traveller) -> int:
    """The visitor is followed no more: messages cost margin, to the cent."""
    tally = traveller.tally
    if tally[tallies.MICRO] > 0.0:
        tally[tallies.MICRO_VISITORS] = 1.0
        tally[tallies.MICRO_CONVERTED] = tally[tallies.CONVERTED]
    tally[tallies.MARGIN] -= math.floor(tally[tallies.MESSAGE_COST] * 0.001 + 0.5)
    return NO_MORE
