"""Arriving on a card: what is decided there, in one fixed order.

Product in focus, time on the page, points, true progress, seen phase and audience, message, effect. The race that
follows at the end of the dwell is in `choice`.
"""

from __future__ import annotations

import math

from simulation import draws, traces
from simulation.behaviour.goods import margin_share
from simulation.behaviour.limits import pay_discount, take_piece
from simulation.behaviour.message import speak
from simulation.behaviour.progress import learn, take_focus
from simulation.behaviour.seen import NOBODY, basket_card, judge, score
from simulation.behaviour.state import BOUNCED, LEAVING, ORDERED, WALKING, Traveller, note, note_sale, number_view
from simulation.compiled import compiled
from simulation.draws import normal, uniforms
from simulation.measures import tallies
from simulation.plan import A_PRODUCT, A_SALE, MICRO_GOAL, MOST_PAGES, NO_GOAL, ORDER_GOAL, Draw, Plan

LONGEST = 3_600_000.0
"""Nobody counts as present for more than an hour on one page, ms."""
TURN = 1_000.0
"""A bounce lasts one second at least, ms, ..."""
TURN_SPAN = 4_000.0
"""... and at most these ms longer."""


@compiled
def arrive(plan: Plan, draw: Draw, traveller: Traveller) -> None:
    """The visitor is on the card of his state: decide everything but where he goes next; `dwell` says how long."""
    if land(plan, traveller):
        look_around(plan, draw, traveller, -1)


@compiled
def land(plan: Plan, traveller: Traveller) -> bool:
    """The first moment on a card; False when it is over with that: an order, nothing left to order, a bounce."""
    me = traveller.state[0]
    _count_view(plan, traveller)
    if plan.cards[me["arm"], me["card"]]["goal"] != NO_GOAL:
        _reach(plan, traveller)
        if me["doing"] != WALKING:
            return False
    return not (me["pages"] == 1 and _turns_around(plan, traveller))


@compiled
def look_around(plan: Plan, draw: Draw, traveller: Traveller, time: int) -> None:
    """The visitor stays: focus, progress, what is seen of him, messages. `time` on the card, ms; negative: drawn."""
    me = traveller.state[0]
    card = plan.cards[me["arm"], me["card"]]
    u_dwell, u_product, _, _ = uniforms(
        me["key_0"], me["key_1"], me["visitor"], me["visit"], card["place"], me["nth"], draws.PAGE
    )
    take_focus(plan, traveller, u_product)
    me["dwell"] = time
    if time < 0:
        me["dwell"] = _dwell(card["dwell"] * plan.personas[me["traits"]]["pace"], card["spread"], u_dwell)
    if me["silent"] == 0:
        score(plan, traveller, _longer(plan, traveller, plan.arms[me["arm"]]["look"]))
    learn(plan, traveller, _longer(plan, traveller, plan.world[0]["long_look"]))
    judge(plan, traveller)
    note(traveller, me["clock"], traces.VIEW, -1, -1, me["progress"])
    traveller.tally[tallies.DWELL_SECONDS] += math.floor(me["dwell"] * 0.001 + 0.5)
    me["pushed"] *= draw.structure[0]["phi"]
    me["held"] *= draw.structure[0]["phi"]
    if me["silent"] == 0 and plan.arms[me["arm"]]["rule_count"] > 0:
        speak(plan, draw, traveller)
    if me["pages"] >= MOST_PAGES:
        me["doing"] = LEAVING


@compiled
def _count_view(plan: Plan, traveller: Traveller) -> None:
    """Number the view among those of this card in this visit, and count what the page adds to the visit."""
    me = traveller.state[0]
    here = me["card"]
    number_view(traveller)
    me["pages"] += 1
    me["all_pages"] += 1
    me["spoke"] = 0
    me["dwell"] = 0
    me["focus"] = -1
    me["seen"] = NOBODY
    me["audience"] = NOBODY
    me["reached"] |= 1 << plan.cards[me["arm"], here]["kind"]
    traveller.tally[tallies.PAGES] += 1.0
    if me["saw_basket"] == 0 and basket_card(plan, me["arm"], here):
        me["saw_basket"] = 1
        traveller.tally[tallies.BASKET_VISITS] += 1.0


@compiled
def _turns_around(plan: Plan, traveller: Traveller) -> bool:
    """On the first page of a visit: an instant bounce, within seconds and beyond persuasion."""
    me = traveller.state[0]
    if plan.world[0]["bounce"] <= 0.0:
        return False
    u, u_time, _, _ = uniforms(me["key_0"], me["key_1"], me["visitor"], me["visit"], 0, 0, draws.BOUNCE)
    if u >= plan.world[0]["bounce"] * plan.goals[me["goal"]]["bounce"]:
        return False
    me["dwell"] = int(TURN + TURN_SPAN * u_time)
    me["doing"] = BOUNCED
    note(traveller, me["clock"], traces.VIEW, -1, -1, 0.0)
    traveller.tally[tallies.DWELL_SECONDS] += math.floor(me["dwell"] * 0.001 + 0.5)
    return True


@compiled
def _longer(plan: Plan, traveller: Traveller, limit: float) -> bool:
    """Whether this is a look at a product that takes longer than `limit`, ms."""
    me = traveller.state[0]
    return bool(plan.cards[me["arm"], me["card"]]["focus"] == A_PRODUCT and me["dwell"] > limit)


@compiled
def _dwell(median: float, spread: float, u: float) -> int:
    """Time on the page, ms: log-normal."""
    return int(min(LONGEST, median * math.exp(spread * normal(u))) + 0.5)


@compiled
def _count_goal(traveller: Traveller, kind: int, cents: float) -> None:
    """A lead, a sign-up or a visit to the store, and what it is worth."""
    traveller.tally[tallies.LEADS + kind - A_SALE - 1] += 1.0
    traveller.tally[tallies.GOAL_VALUE] += cents
    note(traveller, traveller.state[0]["clock"], traces.GOAL, -1, -1, cents)


@compiled
def _sold_out(traveller: Traveller) -> None:
    """Nothing is left of what was wanted: the visit ends without an order and with an empty basket."""
    me = traveller.state[0]
    me["doing"] = LEAVING
    traveller.tally[tallies.SOLD_OUT] += 1.0
    note(traveller, me["clock"], traces.VIEW, -1, -1, 0.0)
    note(traveller, me["clock"], traces.SOLD_OUT, -1, -1, 0.0)
    me["basket"] = -1


@compiled
def _reach(plan: Plan, traveller: Traveller) -> None:
    """The card is a goal: book the order, or count a micro-conversion."""
    me = traveller.state[0]
    card = plan.cards[me["arm"], me["card"]]
    if card["goal_kind"] > A_SALE:
        _count_goal(traveller, card["goal_kind"], math.floor(100.0 * max(0.0, card["value"]) + 0.5))
    if card["goal"] == MICRO_GOAL:
        traveller.tally[tallies.MICRO] += 1.0
        return
    if card["goal"] != ORDER_GOAL:
        return
    if plan.world[0]["coupled"] > 0 and card["goal_kind"] == A_SALE and not take_piece(plan, traveller):
        _sold_out(traveller)
        return
    full = float(me["cents"]) if card["value"] < 0.0 else math.floor(100.0 * card["value"] + 0.5)
    if me["added"] != 0.0:
        u, _, _, _ = uniforms(me["key_0"], me["key_1"], me["visitor"], 0, 0, 1, draws.ORDER)
        full = math.floor(full * max(0.0, 1.0 - me["added"] * math.log(u)) + 0.5)
    off = pay_discount(plan, traveller, math.floor(full * me["discount"] + 0.5))
    margin = math.floor(full * margin_share(plan, traveller) + 0.5) - off
    traveller.tally[tallies.ORDERS] += 1.0
    traveller.tally[tallies.CONVERTED] = 1.0
    traveller.tally[tallies.REVENUE] += full - off
    traveller.tally[tallies.MARGIN] += margin
    traveller.tally[tallies.DISCOUNT_COST] += off
    me["orders"] += 1
    me["paid"] = int(full - off)
    me["earned"] = int(margin)
    me["doing"] = ORDERED
    note(traveller, me["clock"], traces.VIEW, -1, -1, 0.0)
    note_sale(traveller, me["clock"], traces.ORDER, full - off, off, margin)
