"""Buying again: the BG/NBD model of repeat purchase, per buyer, by quantiles that are looked up.

Published for the customers of one shop (Fader, Hardie & Lee 2005; the figures are in `simulation.evidence.loyalty`).
A buyer purchases at a rate of his own and stops for good after a repeat purchase with a probability of his own. What
happened on the map changes neither, unless the project says how much satisfaction matters, or a loyalty offer speaks.
"""

from __future__ import annotations

import math

from simulation import draws, traces
from simulation.behaviour.goods import margin_share
from simulation.behaviour.state import Traveller, note, note_sale
from simulation.compiled import compiled
from simulation.draws import normal, uniforms
from simulation.measures import tallies
from simulation.plan import RAREST, WEEK, Floats, Plan

HALF = math.log(0.5)
MOST_REPEATS = 1000
"""Nobody is followed through more repeat purchases than this."""
USUAL = 75.0
"""Satisfaction at which a buyer comes back as the published ones do."""


@compiled
def quantile(row: Floats, log_tail: float) -> float:
    """A logarithm from a table at equal steps of the logarithm of a tail's probability."""
    last = len(row) - 1
    place = (log_tail - RAREST) / (HALF - RAREST) * last
    low = min(last - 1, max(0, int(place)))
    part = min(1.0, max(0.0, place - low))
    return float(row[low] + part * (row[low + 1] - row[low]))


@compiled
def rate_at(loyalty: Floats, u: float) -> float:
    """Purchases a week of the buyer at this point (0 to 1) of the distribution of rates."""
    if u <= 0.5:
        return math.exp(quantile(loyalty[0], math.log(u)))
    return math.exp(quantile(loyalty[1], math.log(1.0 - u)))


@compiled
def stopping_at(loyalty: Floats, u: float) -> float:
    """Probability of stopping after a repeat purchase of the buyer at this point of its distribution."""
    if u <= 0.5:
        return math.exp(quantile(loyalty[2], math.log(u)))
    return 1.0 - math.exp(quantile(loyalty[3], math.log(1.0 - u)))


@compiled
def _next(traveller: Traveller, time: float, rate: float, wait: float) -> float:
    """When the next purchase is, ms: `wait` is the purchases due until then; a loyalty offer changes the pace."""
    me = traveller.state[0]
    lift = me["lifted"]
    if lift == 0.0:
        return time + wait / rate
    faster = rate * math.exp(lift)
    if time >= me["lifted_at"]:
        return time + wait / faster
    due = rate * (me["lifted_at"] - time)
    if wait <= due:
        return time + wait / rate
    return float(me["lifted_at"] + (wait - due) / faster)


@compiled
def buy_again(plan: Plan, traveller: Traveller, start: int, satisfaction: float) -> None:
    """Repeat purchases from the first order at `start` until the window closes or the buyer stops."""
    me = traveller.state[0]
    if plan.loyalty.shape[1] == 0:
        return
    k0, k1, visitor = me["key_0"], me["key_1"], me["visitor"]
    u_rate, u_stop, _, _ = uniforms(k0, k1, visitor, 0, 0, 0, draws.LOYALTY)
    moved = plan.world[0]["loyalty_by_satisfaction"] * (satisfaction - USUAL) * 0.1
    rate = rate_at(plan.loyalty, u_rate) * math.exp(moved) / WEEK
    stops = stopping_at(plan.loyalty, u_stop)
    end = start + plan.world[0]["after_span"]
    time = float(start)
    for number in range(MOST_REPEATS):
        u_gap, u_out, u_value, u_back = uniforms(k0, k1, visitor, 0, 0, number, draws.REPEAT)
        time = _next(traveller, time, rate, -math.log(u_gap))
        if time >= end:
            return
        _sell(plan, traveller, int(time), u_value, u_back)
        if u_out < stops:
            traveller.tally[tallies.DROPPED_OUT] = 1.0
            note(traveller, int(time), traces.DROPPED_OUT, -1, -1, 0.0)
            return


@compiled
def _sell(plan: Plan, traveller: Traveller, clock: int, u_value: float, u_back: float) -> None:
    """Book a repeat purchase at full price, and perhaps its return."""
    me = traveller.state[0]
    tally = traveller.tally
    persona = plan.personas[me["traits"]]
    fixed = plan.cards[me["arm"], me["card"]]["value"]
    median = 100.0 * persona["value"] * math.exp(persona["value_spread"] * normal(u_value))
    cents = math.floor(min(1e8, median if fixed < 0.0 else 100.0 * fixed) + 0.5)
    margin = math.floor(cents * margin_share(plan, traveller) + 0.5)
    tally[tallies.PURCHASES] += 1.0
    tally[tallies.REPEAT_ORDERS] += 1.0
    tally[tallies.REPEAT_BUYERS] = 1.0
    tally[tallies.REPEAT_REVENUE] += cents
    tally[tallies.REPEAT_MARGIN] += margin
    tally[tallies.LIFETIME_MARGIN] += margin
    note_sale(traveller, clock, traces.REPEAT, cents, 0.0, margin)
    if u_back < persona["sent_back"]:
        send_back(traveller, clock, cents, margin)


@compiled
def send_back(traveller: Traveller, clock: int, cents: float, margin: float) -> None:
    """Goods go back: what was paid is paid back, what was made on them is lost. Cents."""
    traveller.tally[tallies.SENT_BACK] += 1.0
    traveller.tally[tallies.LIFETIME_MARGIN] -= margin
    note_sale(traveller, clock, traces.SENT_BACK, cents, 0.0, -margin)
