"""After an order: delivery, what is passed then, messages, opinion, review, goods sent back, buying again.

None of it can change who orders: it happens when a visitor's walk is over. It enters what a customer is worth, loyalty
and opinion, never conversion. Luck is the person's own, whatever visit brought the order.
"""

from __future__ import annotations

import math

from simulation import draws, traces
from simulation.behaviour.beyond import MOST_STEPS, NOWHERE, pass_card, pass_on
from simulation.behaviour.limits import take_contact
from simulation.behaviour.message import count_said, within_caps
from simulation.behaviour.repeat import buy_again, send_back
from simulation.behaviour.seen import in_some_segment, seen_audience
from simulation.behaviour.state import ORDERED, Traveller, note
from simulation.compiled import apart, compiled
from simulation.draws import normal, uniforms
from simulation.measures import tallies
from simulation.plan import (
    A_SALE,
    AFTER_ORDER,
    ARRIVE,
    DAY,
    LOYALTY,
    REFERRALS,
    REVIEWS,
    SATISFIES,
    Draw,
    Plan,
)

AFTERWARDS = 5
"""Index of the phase after the order among PHASE_KINDS."""
DELIVERY_SPREAD = 0.5
"""Standard deviation of the logarithm of the time to delivery (assumed)."""
CONTENT, CONTENT_SPREAD = 1.5, 1.0
"""Log-odds of satisfaction of a buyer whom nothing irritates, and its spread (assumed): an NPS of about +30."""
WRITES = math.log(0.05 / 0.95)
"""Log-odds that a buyer writes a review without being asked (assumed: 1 in 20)."""
PROMOTER, DETRACTOR = 9, 6


@compiled
def after(plan: Plan, draw: Draw, traveller: Traveller) -> None:
    """Everything from the order on, and the books of a life: called once for everybody, when the last visit is over."""
    me = traveller.state[0]
    tally = traveller.tally
    tally[tallies.LIFETIME_MARGIN] = tally[tallies.MARGIN]
    if me["doing"] != ORDERED or plan.cards[me["arm"], me["card"]]["goal_kind"] != A_SALE:
        return
    tally[tallies.BUYERS] = 1.0
    tally[tallies.PURCHASES] = 1.0
    if plan.world[0]["after_span"] <= 0:
        return
    _follow(plan, draw, traveller)


@apart
def _follow(plan: Plan, draw: Draw, traveller: Traveller) -> None:
    """What follows the order that the visitor has just placed."""
    me = traveller.state[0]
    start, order = me["clock"], me["card"]
    _begin(plan, traveller)
    u_way, u_back, _, _ = uniforms(me["key_0"], me["key_1"], me["visitor"], 0, 0, 0, draws.ORDER)
    judged = _receive(plan, draw, traveller, start, u_way)
    _by_and_by(plan, draw, traveller, start)
    satisfaction = _judge(plan, draw, traveller, judged)
    if u_back < plan.personas[me["traits"]]["sent_back"]:
        send_back(traveller, judged, float(me["paid"]), float(me["earned"]))
    me["card"] = order
    buy_again(plan, traveller, start, satisfaction)
    traveller.tally[tallies.LIFETIME_MARGIN] -= math.floor(me["care_cost"] * 0.001 + 0.5)


@compiled
def _begin(plan: Plan, traveller: Traveller) -> None:
    """Nothing has been said after the order yet; who may be spoken to is seen as what he was when he ordered."""
    me = traveller.state[0]
    me["burden"] = 0.0
    me["lifted"] = 0.0
    me["lifted_at"] = 0
    me["pleased"] = 0.0
    me["asked"] = 0.0
    me["asked_at"] = 0
    me["brings"] = 0.0
    me["care_cost"] = 0.0
    if plan.arms[me["arm"]]["care_count"] > 0 and me["silent"] == 0:
        me["seen"] = AFTERWARDS
        me["audience"] = seen_audience(plan, traveller)


@compiled
def _receive(plan: Plan, draw: Draw, traveller: Traveller, start: int, u_way: float) -> int:
    """Delivery, then the cards after the order one by one; when the buyer has seen it all, ms."""
    me = traveller.state[0]
    way = int(min(1e12, plan.world[0]["delivery"] * math.exp(DELIVERY_SPREAD * normal(u_way))) + 0.5)
    clock = start + way
    traveller.tally[tallies.DELIVERED_DAYS] += math.floor(way / DAY + 0.5)
    note(traveller, clock, traces.DELIVERED, -1, -1, float(way))
    link = pass_on(plan, traveller, 0)
    for _ in range(MOST_STEPS):
        if link == NOWHERE:
            break
        me["card"] = plan.links[me["arm"], link]["end"]
        card = plan.cards[me["arm"], me["card"]]
        if card["outside"] != AFTER_ORDER:
            break
        time = pass_card(plan, traveller, clock, link)
        nth = me["nth"]
        me["burden"] += plan.pains[me["arm"], me["persona"], me["card"]]["burden"]
        _on_the_spot(plan, draw, traveller, clock)
        clock += time
        link = pass_on(plan, traveller, nth)
    return clock


@compiled
def _may_speak(plan: Plan, traveller: Traveller, rule: int) -> bool:
    """Whether a rule for after the order may speak to this buyer: consent, phase, audience, segment, caps."""
    me = traveller.state[0]
    mine = plan.rules[rule]
    if me["silent"] > 0 or mine["phases"][AFTERWARDS] < 0 or mine["audiences"][me["audience"]] < 0:
        return False
    if not within_caps(plan, traveller, rule):
        return False
    return bool(mine["segmented"] == 0 or in_some_segment(plan, traveller, rule))


@compiled
def _on_the_spot(plan: Plan, draw: Draw, traveller: Traveller, clock: int) -> None:
    """Rules that speak on the card where the buyer is."""
    me = traveller.state[0]
    arm = plan.arms[me["arm"]]
    for row in range(arm["care_first"], arm["care_first"] + arm["care_count"]):
        rule = plan.cares[row]
        here = plan.rules[rule]["trigger"] == ARRIVE and plan.rule_cards[rule, me["card"]] > 0
        if here and _may_speak(plan, traveller, rule):
            _care(plan, draw, traveller, rule, clock)


@compiled
def _by_and_by(plan: Plan, draw: Draw, traveller: Traveller, start: int) -> None:
    """Rules that speak some time after the order, the earliest first: contacts like those between visits."""
    me = traveller.state[0]
    arm = plan.arms[me["arm"]]
    for row in range(arm["care_first"], arm["care_first"] + arm["care_count"]):
        rule = plan.cares[row]
        delay = plan.rules[rule]["delay"]
        due = plan.rules[rule]["trigger"] != ARRIVE and delay < plan.world[0]["after_span"]
        clock = start + int(delay)
        if due and _may_speak(plan, traveller, rule) and take_contact(plan, traveller, clock):
            _care(plan, draw, traveller, rule, clock)


@compiled
def _care(plan: Plan, draw: Draw, traveller: Traveller, rule: int, clock: int) -> None:
    """Say something after the order. Said again by the same technique it adds nothing (assumed)."""
    me = traveller.state[0]
    mine = plan.rules[rule]
    which = mine["technique"]
    delta = 0.0
    if traveller.technique[which] == 0:
        delta = draw.strength[which] * plan.susceptibility[me["traits"], which] * mine["relevance"]
    moves = plan.techniques[which]["moves"]
    if delta != 0.0:
        if moves == LOYALTY:
            me["lifted"] += delta
            me["lifted_at"] = clock
        elif moves == REVIEWS:
            me["asked"] += delta
            me["asked_at"] = clock
        elif moves == REFERRALS:
            me["brings"] += delta
        elif moves == SATISFIES:
            me["pleased"] += delta
    me["care_cost"] += count_said(plan, traveller, rule)
    note(traveller, clock, traces.CARE, -1, rule, delta)


@compiled
def recommends(score: float) -> int:
    """Answer to 'would you recommend us', 0 to 10, of a buyer with this satisfaction, 0 to 100: eleven equal steps."""
    return int(score * 11.0 / 101.0)


@compiled
def stars_of(score: float) -> int:
    """Stars, 1 to 5, that a buyer with this satisfaction gives: five equal steps."""
    return 1 + int(score * 5.0 / 101.0)


@compiled
def _judge(plan: Plan, draw: Draw, traveller: Traveller, clock: int) -> float:
    """Opinion, answer, review, another buyer brought; satisfaction in whole points, 0 to 100."""
    me = traveller.state[0]
    tally = traveller.tally
    persona = plan.personas[me["traits"]]
    k0, k1, visitor = me["key_0"], me["key_1"], me["visitor"]
    u_mood, u_review, _, _ = uniforms(k0, k1, visitor, 0, 0, 0, draws.SATISFACTION)
    weight = persona["sensitivity"] * draw.structure[0]["friction"] * me["burden"]
    mood = CONTENT + CONTENT_SPREAD * normal(u_mood) - weight + me["pleased"]
    score = math.floor(100.0 / (1.0 + math.exp(-mood)) + 0.5)
    tally[tallies.JUDGED] += 1.0
    tally[tallies.SATISFACTION] += score
    note(traveller, clock, traces.JUDGED, -1, -1, score)
    answer = recommends(score)
    tally[tallies.ASKED] += 1.0
    if answer >= PROMOTER:
        tally[tallies.PROMOTERS] += 1.0
        tally[tallies.NET_PROMOTERS] += 1.0
    elif answer <= DETRACTOR:
        tally[tallies.DETRACTORS] += 1.0
        tally[tallies.NET_PROMOTERS] -= 1.0
    note(traveller, clock, traces.RECOMMENDS, -1, -1, float(answer))
    if u_review < 1.0 / (1.0 + math.exp(-WRITES - me["asked"])):
        unasked = u_review < 1.0 / (1.0 + math.exp(-WRITES))
        tally[tallies.REVIEWS] += 1.0
        tally[tallies.STARS] += stars_of(score)
        note(traveller, clock if unasked else max(clock, me["asked_at"]), traces.REVIEW, -1, -1, float(stars_of(score)))
    if persona["referral"] > 0.0 and answer >= PROMOTER:
        u_brings, _, _, _ = uniforms(k0, k1, visitor, 0, 0, 0, draws.REFERRAL)
        if u_brings < persona["referral"] * math.exp(me["brings"]):
            tally[tallies.REFERRALS] += 1.0
            note(traveller, clock, traces.REFERRAL, -1, -1, 0.0)
    return float(score)
