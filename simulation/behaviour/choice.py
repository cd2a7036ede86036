"""Where next: utilities, the exponential race, and the exit message (MODEL 2, 4.1 and 4.4)."""

from __future__ import annotations

import math

from simulation import draws, traces
from simulation.behaviour.message import NONE, ON_EXIT, persuade, rule_now, show
from simulation.behaviour.seen import lose_context
from simulation.behaviour.state import BOUNCED, LEAVING, WALKING, Traveller, note
from simulation.compiled import compiled
from simulation.draws import choice_purpose, uniforms
from simulation.measures import tallies
from simulation.plan import Draw, Plan

LEAVES = -1
FREE_MESSAGES = 3
"""Messages a visit bears before they annoy."""


@compiled
def soft(x: float, ceiling: float) -> float:
    """S(x) = D tanh(x / D): what messages can do together is limited."""
    return 0.0 if x == 0.0 else ceiling * math.tanh(x / ceiling)


@compiled
def forward_weight(plan: Plan, draw: Draw, traveller: Traveller) -> float:
    """exp(eta): how much likelier links towards the goal are, against strolling on."""
    me = traveller.state[0]
    ahead = me["progress"] + 0.5 - plan.cards[me["arm"], me["card"]]["phase"]
    history = plan.world[0]["history"] * min(2.0, max(-2.0, ahead))
    return math.exp(me["push"] + history + soft(me["pushed"], draw.structure[0]["ceiling"]))


@compiled
def leave_weight(plan: Plan, draw: Draw, traveller: Traveller) -> float:
    """exp(-kappa): how much likelier leaving is, against strolling on."""
    me = traveller.state[0]
    structure = draw.structure[0]
    friction = plan.pains[me["arm"], me["persona"], me["card"]]["friction"]
    stay = me["stay"] + soft(me["held"], structure["ceiling"])
    friction += me["friction"]
    if friction != 0.0:
        stay -= plan.personas[me["traits"]]["patience"] * structure["friction"] * friction
    if me["messages"] > FREE_MESSAGES:
        stay -= structure["annoyance"] * (me["messages"] - FREE_MESSAGES)
    return math.exp(-stay)


@compiled
def draw_luck(plan: Plan, traveller: Traveller) -> None:
    """The uniforms of the race on this page: lane 0 is leaving, lane n the card's n-th link over all arms."""
    me = traveller.state[0]
    card = plan.cards[me["arm"], me["card"]]
    for block in range(card["link_count"] // 4 + 1):
        a, b, c, d = uniforms(
            me["key_0"], me["key_1"], me["visitor"], me["visit"], card["place"], me["nth"], choice_purpose(block)
        )
        traveller.luck[4 * block] = a
        traveller.luck[4 * block + 1] = b
        traveller.luck[4 * block + 2] = c
        traveller.luck[4 * block + 3] = d


@compiled
def race(plan: Plan, traveller: Traveller, forward: float, leave: float) -> int:
    """The link with the smallest -ln(u) / W, or LEAVES.

    As -ln(u) is never below 1 - u, most logarithms need not be taken.
    """
    me = traveller.state[0]
    card = plan.cards[me["arm"], me["card"]]
    weights = plan.weight[me["arm"], me["persona"]]
    luck = traveller.luck
    best = -math.log(luck[0]) / leave
    chosen = LEAVES
    first = card["link_first"]
    for lane in range(card["link_count"]):
        weight = weights[first + lane]
        if weight <= 0.0:
            continue
        if plan.links[me["arm"], first + lane]["forward"] > 0:
            weight *= forward
        u = luck[lane + 1]
        if 1.0 - u < best * weight:
            time = -math.log(u) / weight
            if time < best:
                best = time
                chosen = first + lane
    return int(chosen)


@compiled
def _stopped(plan: Plan, draw: Draw, traveller: Traveller, clock: int) -> int:
    """The race has said *leave*: let an exit message be noticed, and run the same race once more.

    A message that makes leaving likelier cannot make a leaver leave more; it counts against coming back.
    """
    me = traveller.state[0]
    rule = rule_now(plan, draw, traveller, ON_EXIT)
    if rule == NONE:
        return LEAVES
    card = plan.cards[me["arm"], me["card"]]
    u, _, _, _ = uniforms(me["key_0"], me["key_1"], me["visitor"], me["visit"], card["place"], me["nth"], draws.EXIT)
    if u >= (plan.world[0]["notice_desktop"] if me["device"] == 0 else plan.world[0]["notice_phone"]):
        return LEAVES
    delta = show(plan, draw, traveller, rule, clock)
    if delta < 0.0:
        me["return_shift"] += delta
        return LEAVES
    if delta == 0.0:
        return LEAVES
    persuade(plan, traveller, rule, delta)
    return race(plan, traveller, forward_weight(plan, draw, traveller), leave_weight(plan, draw, traveller))


@compiled
def _sway(plan: Plan, draw: Draw, traveller: Traveller, chosen: int, clock: int) -> None:
    """Count a choice that falls otherwise than it would have without what messages did: the same race without F and K.

    What only helps cannot make anybody leave.
    """
    me = traveller.state[0]
    pushed, held = me["pushed"], me["held"]
    if chosen == LEAVES and pushed >= 0.0 and held >= 0.0:
        return
    me["pushed"] = 0.0
    me["held"] = 0.0
    other = race(plan, traveller, forward_weight(plan, draw, traveller), leave_weight(plan, draw, traveller))
    me["pushed"] = pushed
    me["held"] = held
    if other != chosen:
        traveller.tally[tallies.SWAYED] += 1.0
        note(traveller, clock, traces.SWAYED, other, -1, 0.0)


@compiled
def _chance(plan: Plan, draw: Draw, traveller: Traveller, chosen: int) -> float:
    """Probability that the race had to end like this, given everything but its luck."""
    me = traveller.state[0]
    card = plan.cards[me["arm"], me["card"]]
    forward, leave = forward_weight(plan, draw, traveller), leave_weight(plan, draw, traveller)
    total, mine = leave, leave
    for link in range(card["link_first"], card["link_first"] + card["link_count"]):
        weight = plan.weight[me["arm"], me["persona"], link]
        if plan.links[me["arm"], link]["forward"] > 0:
            weight *= forward
        total += weight
        if link == chosen:
            mine = weight
    return float(mine / total)


@compiled
def _go(plan: Plan, traveller: Traveller, link: int, clock: int) -> None:
    """Take the link, and lose on the way what the hand-over does not keep."""
    me = traveller.state[0]
    way = plan.links[me["arm"], link]
    note(traveller, clock, traces.CHOICE, link, -1, float(me["dwell"]))
    me["card"] = way["end"]
    me["friction"] = way["friction"]
    if way["loses"] > 0:
        lose_context(traveller)
        me["chance"] = -1.0
        note(traveller, clock, traces.LOST_CONTEXT, link, -1, way["friction"])


@compiled
def depart(plan: Plan, draw: Draw, traveller: Traveller) -> None:
    """The dwell is over: take a link, or leave; `doing` says whether the visit goes on."""
    me = traveller.state[0]
    clock = me["clock"] + me["dwell"]
    if me["doing"] == WALKING:
        draw_luck(plan, traveller)
        link = race(plan, traveller, forward_weight(plan, draw, traveller), leave_weight(plan, draw, traveller))
        if link == LEAVES and me["silent"] == 0 and plan.arms[me["arm"]]["rule_count"] > 0:
            link = _stopped(plan, draw, traveller, clock)
        if me["pushed"] != 0.0 or me["held"] != 0.0:
            _sway(plan, draw, traveller, link, clock)
        if len(traveller.events) > 0:
            me["chance"] = _chance(plan, draw, traveller, link)
        if link == LEAVES:
            me["doing"] = LEAVING
        else:
            _go(plan, traveller, link, clock)
    if me["doing"] == LEAVING:
        note(traveller, clock, traces.LEAVE, -1, -1, float(me["dwell"]))
    elif me["doing"] == BOUNCED:
        note(traveller, clock, traces.BOUNCE, -1, -1, float(me["dwell"]))
    me["chance"] = -1.0
    me["clock"] = clock
