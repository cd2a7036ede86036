"""Who comes, and how a visit begins (MODEL 3)."""

from __future__ import annotations

import math

import numpy as np

from simulation import draws, traces
from simulation.behaviour.progress import forget, most_progress, start_progress
from simulation.behaviour.seen import NOBODY, excluded, recognise
from simulation.behaviour.state import WALKING, Traveller, note
from simulation.compiled import compiled
from simulation.draws import normal, poisson, uniforms
from simulation.measures import tallies
from simulation.plan import DEVICE_COUNT, HOUR, PRODUCTS, Floats, Plan

MOST_CENTS = 100_000_000.0
"""No order is worth more than a million: a typing error must not break exact sums."""


@compiled
def pick(cumulated: Floats, u: float) -> int:
    """First index whose cumulated share exceeds u; the last index if rounding leaves none."""
    last = len(cumulated) - 1
    for index in range(last):
        if u < cumulated[index]:
            return index
    return last


@compiled
def begin_visitor(plan: Plan, traveller: Traveller, k0: np.uint64, k1: np.uint64, visitor: int, arm: int) -> None:
    """Draw the person: persona, intent, speed, consent, login, products considered, order value, first device."""
    me = traveller.state[0]
    _wipe(traveller)
    me["key_0"] = k0
    me["key_1"] = k1
    me["visitor"] = visitor
    me["arm"] = arm
    u_persona, u_intent, u_consent, u_login = uniforms(k0, k1, visitor, 0, 0, 0, draws.TRAITS)
    u_known, u_products, u_value, u_customer = uniforms(k0, k1, visitor, 0, 0, 0, draws.TRAITS_MORE)
    u_speed, u_device, _, _ = uniforms(k0, k1, visitor, 0, 0, 0, draws.SPEED)
    kind = 0
    while kind < len(plan.group) - 1 and u_persona >= plan.personas[kind]["until"]:
        kind += 1
    me["persona"] = kind
    me["traits"] = plan.arms[arm]["persona_first"] + kind
    persona = plan.personas[me["traits"]]
    me["intent"] = persona["intent"] + persona["intent_spread"] * normal(u_intent)
    quick = persona["speed_spread"] * normal(u_speed) + plan.world[0]["speed_by_intent"] * me["intent"]
    me["speed"] = math.exp(quick)
    me["consent"] = 1 if u_consent < persona["consent"] else 0
    me["login"] = 1 if u_login < persona["login"] else 0
    me["customer"] = 1 if u_customer < persona["customer"] else 0
    me["known"] = 1 if u_known < persona["known"] else 0
    me["products"] = 1 + poisson(u_products, persona["products"], PRODUCTS - 1)
    cents = 100.0 * persona["value"] * math.exp(persona["value_spread"] * normal(u_value))
    me["cents"] = int(min(cents, MOST_CENTS) + 0.5)
    me["first_device"] = _first_device(plan, kind, u_device)
    me["device"] = me["first_device"]
    _, _, u_hour, u_minute = uniforms(k0, k1, visitor, 0, 0, 0, draws.PERSON)
    me["born"] = int((pick(plan.hours, u_hour) + u_minute) * HOUR)
    if len(plan.goods) > 0:
        _draw_goods(plan, traveller)
    me["clock"] = 0
    me["visit"] = 0
    me["basket"] = -1
    me["all_pages"] = 0
    me["all_messages"] = 0
    me["orders"] = 0
    me["events"] = 0
    me["arrived_by"] = -1
    me["primed"] = 0.0
    me["touched"] = 0
    _address(plan, traveller)
    me["seen"] = -1
    me["audience"] = -1
    me["chance"] = -1.0
    me["waited"] = 0


@compiled
def _draw_goods(plan: Plan, traveller: Traveller) -> None:
    """Which products of the catalogue the visitor considers: each another one while there are, by interest."""
    me = traveller.state[0]
    a, b, c, d = uniforms(me["key_0"], me["key_1"], me["visitor"], 0, 0, 0, draws.GOODS)
    luck = (a, b, c, d)
    for product in range(PRODUCTS):
        taken = 0.0
        for other in range(product):
            if product < len(plan.goods):
                taken += _interest(plan, traveller.goods[other])
        aim = luck[product] * (1.0 - taken)
        found = -1
        for good in range(len(plan.goods)):
            if product < len(plan.goods) and _among(traveller, good, product):
                continue
            share = _interest(plan, good)
            if share > 0.0 or found < 0:
                found = good
            aim -= share
            if aim < 0.0:
                break
        traveller.goods[product] = found


@compiled
def _interest(plan: Plan, good: int) -> float:
    """Share of interest in a product of the catalogue."""
    before = plan.goods[good - 1]["until"] if good > 0 else 0.0
    return float(plan.goods[good]["until"] - before)


@compiled
def _among(traveller: Traveller, good: int, count: int) -> bool:
    """Whether a product is among the first `count` that are considered."""
    found = False
    for product in range(count):
        found = found or traveller.goods[product] == good
    return found


@compiled
def _address(plan: Plan, traveller: Traveller) -> None:
    """Whether the shop has an address, and when the visitor's birthday is: asked only where somebody may write."""
    me = traveller.state[0]
    me["subscribed"] = 0
    me["reachable"] = 0
    me["signed"] = -1
    me["mailed"] = 0
    me["voucher"] = 0.0
    if len(plan.contacts) == 0:
        return
    u_address, u_birthday, _, _ = uniforms(me["key_0"], me["key_1"], me["visitor"], 0, 0, 0, draws.PERSON)
    me["reachable"] = 1 if u_address < plan.personas[me["traits"]]["reachable"] else 0
    me["signed"] = 0 if me["reachable"] > 0 else -1
    me["birthday"] = u_birthday


@compiled
def _wipe(traveller: Traveller) -> None:
    """Forget the visitor who had this traveller's place before."""
    traveller.progress[:] = 0.0
    traveller.score[:] = 0.0
    traveller.scored[:] = -1
    traveller.viewed[:] = 0
    traveller.tally[:] = 0.0
    traveller.tally[tallies.VISITORS] = 1.0
    if traveller.state[0]["all_messages"] > 0:
        traveller.rule_total[:] = 0
        traveller.rule_last[:] = -1
    if traveller.state[0]["offered"] > 0:
        traveller.offered[:] = 0
        traveller.state[0]["offered"] = 0


@compiled
def _first_device(plan: Plan, kind: int, u: float) -> int:
    """Device of the first visit: desktop, phone or tablet by the persona's shares."""
    below = 0.0
    for device in range(DEVICE_COUNT - 1):
        below += plan.personas[kind]["devices"][device]
        if u < below:
            return device
    return DEVICE_COUNT - 1


@compiled
def _next_device(plan: Plan, kind: int, device: int, u: float) -> int:
    """With the persona's probability another device than last time, in proportion to its shares of those."""
    persona = plan.personas[kind]
    others = 1.0 - persona["devices"][device]
    if u >= persona["switch"] or others <= 1e-12:
        return device
    aim = u / persona["switch"] * others
    found = device
    for other in range(DEVICE_COUNT):
        if other != device and persona["devices"][other] > 0.0:
            found = other
            aim -= persona["devices"][other]
            if aim < 0.0:
                break
    return found


@compiled
def begin_visit(plan: Plan, traveller: Traveller, gap: int) -> None:
    """Start the next visit, `gap` ms after the last one ended (0 for the first).

    What was learnt fades, a goal for the visit is drawn (the more progress, the likelier *direct*), then engagement,
    channel, entry card and device.
    """
    me = traveller.state[0]
    k0, k1, visitor, visit = me["key_0"], me["key_1"], me["visitor"], me["visit"]
    u_goal, u_engaged, u_channel, u_entry = uniforms(k0, k1, visitor, visit, 0, 0, draws.VISIT)
    u_start, u_device, _, _ = uniforms(k0, k1, visitor, visit, 0, 0, draws.VISIT_MORE)
    if visit > 0:
        forget(plan, traveller, gap)
        me["device"] = _next_device(plan, me["persona"], me["device"], u_device)
    _reset_visit(traveller)
    me["began"] = me["clock"]
    me["discount"] = me["voucher"]
    goal = _goal(plan, me["persona"], most_progress(traveller), u_goal)
    me["goal"] = goal
    start_progress(plan, traveller, u_start)
    me["progress"] = most_progress(traveller)  # who turns around at once is judged by it when he has left
    channels = plan.channels[me["persona"]]
    me["channel"] = pick(channels, u_channel)
    later = 1 if visit > 0 or me["known"] > 0 else 0
    brought = me["arrived_by"]
    if brought >= 0 and plan.rules[brought]["channel"] >= 0:
        me["channel"] = plan.rules[brought]["channel"]
    me["card"] = pick(plan.entry[me["arm"], me["channel"], later], u_entry)
    if brought >= 0 and plan.rules[brought]["landing"] >= 0:
        me["card"] = plan.rules[brought]["landing"]
    _drives(plan, traveller, normal(u_engaged), later)
    me["silent"] = excluded(plan, traveller)
    recognise(plan, traveller)
    traveller.tally[tallies.VISITS] += 1.0
    traveller.tally[tallies.BY_CHANNEL + min(me["channel"], tallies.CHANNEL_SLOTS - 1)] += 1.0
    traveller.tally[tallies.VISIT_COST] += math.floor(plan.visit_cost[me["channel"]] * tallies.MILLICENTS + 0.5)
    if visit > 0:
        traveller.tally[tallies.RETURN_VISITS] += 1.0
        if me["recognised"] == 0:
            traveller.tally[tallies.UNRECOGNISED] += 1.0
    if brought >= 0:
        traveller.tally[tallies.CONTACT_RETURNS] += 1.0
    note(traveller, me["clock"], traces.VISIT, -1, brought, float(me["channel"]))


@compiled
def _reset_visit(traveller: Traveller) -> None:
    """Everything that lasts one visit only."""
    me = traveller.state[0]
    me["stamp"] += 1
    me["pages"] = 0
    me["reached"] = 0
    me["saw_basket"] = 0
    me["pushed"] = me["primed"]
    me["primed"] = 0.0
    me["added"] = 0.0
    me["held"] = 0.0
    me["visit_score"] = 0.0
    me["discount"] = 0.0
    me["return_shift"] = 0.0
    me["at_hand"] = -1
    me["focus"] = -1
    me["seen"] = NOBODY
    me["audience"] = NOBODY
    me["friction"] = 0.0
    me["views"] = 0
    traveller.looks[:] = 0
    me["messages"] = 0
    me["doing"] = WALKING
    unsaid(traveller)


@compiled
def unsaid(traveller: Traveller) -> None:
    """Wipe the counts of what was said since the last visit began."""
    me = traveller.state[0]
    if me["reset"] > 0:
        traveller.rule_visit[:] = 0
        traveller.technique[:] = 0
        me["reset"] = 0


@compiled
def _goal(plan: Plan, kind: int, progress: float, u: float) -> int:
    """Goal of the visit; the weight of *direct* (the first) doubles with every phase of progress."""
    weights = plan.personas[kind]["goals"]
    first = weights[0] * 2.0**progress
    aim = u * (first + weights[1] + weights[2] + weights[3])
    if aim < first:
        return 0
    aim -= first
    for goal in range(1, 3):
        if aim < weights[goal]:
            return goal
        aim -= weights[goal]
    return 3


@compiled
def _drives(plan: Plan, traveller: Traveller, engaged: float, later: int) -> None:
    """The parts of push and stay that hold all visit long (MODEL 4.1)."""
    me = traveller.state[0]
    world = plan.world[0]
    persona = plan.personas[me["traits"]]
    goal = plan.goals[me["goal"]]
    side = 1.0 if me["device"] == 0 else -1.0
    me["push"] = me["intent"] + goal["push"] + side * world["push_device"] + later * world["push_returning"]
    me["stay"] = persona["engagement_spread"] * engaged + goal["stay"] + side * world["stay_device"]
