"""Simulate the status quo and measure what the offsets are solved from: the mean probability of every link (MODEL 6).

Probabilities are averaged, not realised choices: for the same visitors the answer is then a smooth function of the
offsets, and a sweep converges to any number of digits.
"""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import NamedTuple

import numpy as np

from simulation.behaviour.before import before
from simulation.behaviour.choice import depart, forward_weight, leave_weight, soft
from simulation.behaviour.message import NONE, ON_EXIT, choose_rule, effect
from simulation.behaviour.page import arrive
from simulation.behaviour.returning import end_visit
from simulation.behaviour.state import BOUNCED, ORDERED, WALKING, Traveller, new_traveller
from simulation.behaviour.visitor import begin_visit, begin_visitor
from simulation.compiled import compiled
from simulation.draws import CALIBRATION, stream_key
from simulation.plan import DEVICE_COUNT, Draw, Floats, Plan

CHUNK = 2048
"""Visitors per task. Sums here are of fractions: fixed chunks, added in order, give the same digits on any machine."""


class Measured(NamedTuple):
    """Sums over the views of some visitors in arm 0."""

    got: Floats  # (P, L) probability of the link, over views that are no instant bounce
    gone: Floats  # (P, C) probability of leaving, over the same views
    views: Floats  # (P, C) those views
    bounced: Floats  # (P, C) views that are instant bounces
    starts: Floats  # (P, C) visits that start on the card
    visits: Floats  # (3, 2) by device, first or later
    orders: Floats  # (3, 2)
    single: Floats  # (1,) visits of one page
    square: Floats  # (P, L) square of the probability of the link, over the same views as `got`


def nothing(plan: Plan) -> Measured:
    """Sums over nobody."""
    people, cards, links = len(plan.group), plan.cards.shape[1], plan.links.shape[1]
    return Measured(
        got=np.zeros((people, links)),
        gone=np.zeros((people, cards)),
        views=np.zeros((people, cards)),
        bounced=np.zeros((people, cards)),
        starts=np.zeros((people, cards)),
        visits=np.zeros((DEVICE_COUNT, 2)),
        orders=np.zeros((DEVICE_COUNT, 2)),
        single=np.zeros(1),
        square=np.zeros((people, links)),
    )


@compiled
def add_view(plan: Plan, draw: Draw, traveller: Traveller, sums: Measured) -> None:
    """Add what the visitor may do on the card where he is.

    An exit message that would be shown changes the mean: the part of the leavers it would stop, times the chance that
    it is noticed, goes to the links that it strengthens (all of them for a message that holds).
    """
    me = traveller.state[0]
    who, here = me["persona"], me["card"]
    card = plan.cards[0, here]
    first, count = card["link_first"], card["link_count"]
    forward, leave = forward_weight(plan, draw, traveller), leave_weight(plan, draw, traveller)
    ahead = 0.0
    beside = 0.0
    for link in range(first, first + count):
        if plan.links[0, link]["forward"] > 0:
            ahead += forward * plan.weight[0, who, link]
        else:
            beside += plan.weight[0, who, link]
    total = ahead + beside + leave
    stopped = 0.0
    holds = True
    if plan.arms[0]["rule_count"] > 0 and me["silent"] == 0:
        rule = choose_rule(plan, traveller, ON_EXIT)
        if rule != NONE:
            delta = effect(plan, draw, traveller, rule)
            if delta > 0.0:
                holds = bool(plan.techniques[plan.rules[rule]["technique"]]["hold"] > 0)
                after = _after(draw, traveller, holds, delta, (ahead, beside, leave))
                noticed = plan.world[0]["notice_desktop"] if me["device"] == 0 else plan.world[0]["notice_phone"]
                stopped = noticed * max(0.0, leave / total - after)
    sums.views[who, here] += 1.0
    sums.gone[who, here] += leave / total - stopped
    moved = ahead + beside if holds else ahead
    for link in range(first, first + count):
        strength = plan.weight[0, who, link]
        helped = holds
        if plan.links[0, link]["forward"] > 0:
            strength *= forward
            helped = True
        chance = strength / total
        if helped and moved > 0.0:
            chance += stopped * strength / moved
        sums.got[who, link] += chance
        sums.square[who, link] += chance * chance


@compiled
def _after(draw: Draw, traveller: Traveller, holds: bool, delta: float, weights: tuple[float, float, float]) -> float:
    """Probability of leaving when the exit message has had its effect."""
    me = traveller.state[0]
    ahead, beside, leave = weights
    ceiling = draw.structure[0]["ceiling"]
    if holds:
        leave *= np.exp(soft(me["held"], ceiling) - soft(me["held"] + delta, ceiling))
    else:
        ahead *= np.exp(soft(me["pushed"] + delta, ceiling) - soft(me["pushed"], ceiling))
    return float(leave / (ahead + beside + leave))


@compiled
def measure_chunk(
    plan: Plan,
    draw: Draw,
    traveller: Traveller,
    key: tuple[np.uint64, np.uint64],
    visitors: tuple[int, int],
    sums: Measured,
) -> None:
    """Let visitors live in arm 0 and add up every view of theirs."""
    me = traveller.state[0]
    for visitor in range(visitors[0], visitors[1]):
        begin_visitor(plan, traveller, key[0], key[1], visitor, 0)
        before(plan, draw, traveller)
        gap = 0
        while gap >= 0:
            begin_visit(plan, traveller, gap)
            later = 1 if me["visit"] > 0 or me["known"] > 0 else 0
            device = me["device"]
            sums.starts[me["persona"], me["card"]] += 1.0
            sums.visits[device, later] += 1.0
            while True:
                arrive(plan, draw, traveller)
                if me["doing"] == WALKING:
                    add_view(plan, draw, traveller, sums)
                elif me["doing"] == BOUNCED:
                    sums.bounced[me["persona"], me["card"]] += 1.0
                else:
                    sums.views[me["persona"], me["card"]] += 1.0
                depart(plan, draw, traveller)
                if me["doing"] != WALKING:
                    break
            if me["doing"] == ORDERED:
                sums.orders[device, later] += 1.0
            elif me["pages"] == 1:
                sums.single[0] += 1.0
            gap = end_visit(plan, draw, traveller)


def measure(
    plan: Plan,
    draw: Draw,
    *,
    seed: int,
    visitors: int,
    workers: int,
    first_visitor: int = 0,
    check: Callable[[], None] | None = None,
) -> Measured:
    """Let visitors live in arm 0 of the plan, on the calibration stream; the same digits for any number of workers.

    `check` is called whenever a chunk is done; what it raises stops the work as soon as running chunks have ended.
    """
    key = stream_key(seed, CALIBRATION)

    def task(start: int) -> Measured:
        sums = nothing(plan)
        stop = min(visitors, start + CHUNK)
        measure_chunk(plan, draw, new_traveller(plan), key, (first_visitor + start, first_visitor + stop), sums)
        return sums

    total = nothing(plan)
    with ThreadPoolExecutor(max_workers=max(1, workers)) as pool:
        try:
            for part in pool.map(task, range(0, visitors, CHUNK)):
                if check is not None:
                    check()
                for whole, piece in zip(total, part, strict=True):
                    np.add(whole, piece, out=whole)
        except BaseException:
            pool.shutdown(wait=False, cancel_futures=True)
            raise
    return total
