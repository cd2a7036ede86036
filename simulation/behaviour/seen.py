"""What the shop's system sees of a visitor: recognition, points, phase, audience, segments (MODEL 4.2)."""

from __future__ import annotations

from simulation.behaviour.state import Traveller
from simulation.compiled import compiled
from simulation.plan import (
    A_PRODUCT,
    AT_LEAST,
    BASKET_PRODUCT,
    BASKET_VALUE,
    BELOW,
    BUYING,
    BY_CHANNEL,
    EQUAL,
    IS_CUSTOMER,
    IS_RETURNING,
    ON_DEVICE,
    ORIENTATING,
    PAGE_TYPE,
    PRODUCTS,
    UNKNOWN,
    Plan,
)

BROWSE = 1
SEARCH = 2
CHOOSE = 3
CHECKOUT = 4
CHECKOUT_CARD = 4


@compiled
def recognise(plan: Plan, traveller: Traveller) -> None:
    """See whether the shop knows this visitor: with consent, on a device used before or by login on any.

    Old points fade with the score card's half-life; a recognised return adds its own points. A visitor who had visited
    before the window left a memory without points on the first device. An excluded visit neither uses a memory nor
    leaves one.
    """
    me = traveller.state[0]
    arm = plan.arms[me["arm"]]
    slot = 0 if me["login"] > 0 else me["device"]
    me["memory"] = slot
    if me["visit"] == 0 and me["known"] > 0 and me["consent"] > 0:
        traveller.scored[slot] = 0
    if me["silent"] > 0:
        me["recognised"] = 0
        return
    me["recognised"] = 1 if me["consent"] > 0 and traveller.scored[slot] >= 0 else 0
    if me["recognised"] > 0:
        kept = 2.0 ** (-(me["clock"] - traveller.scored[slot]) / arm["score_half_life"])
        for product in range(PRODUCTS):
            points = traveller.score[slot, product] * kept
            traveller.score[slot, product] = points + arm["return_points"] if points > 0.0 else 0.0
        me["visit_score"] = arm["visit_points"]
    else:
        traveller.score[slot, :] = 0.0
        traveller.viewed[slot] = 0
    traveller.scored[slot] = me["clock"]


@compiled
def excluded(plan: Plan, traveller: Traveller) -> int:
    """1 if nothing may be said or kept: no consent, an excluded channel, or a customer where customers are excluded."""
    me = traveller.state[0]
    if me["consent"] == 0 or plan.excluded[me["arm"], me["channel"]] > 0:
        return 1
    return 1 if me["customer"] > 0 and plan.arms[me["arm"]]["exclude_customers"] > 0 else 0


@compiled
def score(plan: Plan, traveller: Traveller, long_look: bool) -> None:
    """Give the points of the page just reached, to the product in focus and to the visit."""
    me = traveller.state[0]
    card = plan.cards[me["arm"], me["card"]]
    arm = plan.arms[me["arm"]]
    points = card["points"]
    if long_look:
        points += arm["look_points"]
    me["visit_score"] += arm["page_points"] + points
    if me["focus"] >= 0:
        traveller.score[me["memory"], me["focus"]] += points
    if card["focus"] == A_PRODUCT:
        me["views"] += 1
        traveller.looks[me["focus"]] += 1
        traveller.viewed[me["memory"]] += 1


@compiled
def seen_phase(plan: Plan, traveller: Traveller) -> int:
    """Phase the system believes in, as an index of PHASE_KINDS: of the page, or by the points of the product."""
    me = traveller.state[0]
    arm = plan.arms[me["arm"]]
    card = plan.cards[me["arm"], me["card"]]
    if arm["mode"] == PAGE_TYPE:
        return int(card["kind"])
    points = 0.0
    if me["focus"] >= 0:
        points = traveller.score[me["memory"], me["focus"]]
    else:
        for product in range(PRODUCTS):
            points = max(points, traveller.score[me["memory"], product])
    if points >= arm["checkout_from"] or card["kind"] == CHECKOUT_CARD:
        return CHECKOUT
    if points >= arm["choose_from"]:
        return CHOOSE
    return SEARCH if points >= arm["search_from"] else BROWSE


@compiled
def seen_audience(plan: Plan, traveller: Traveller) -> int:
    """Audience by the score of the visit."""
    me = traveller.state[0]
    arm = plan.arms[me["arm"]]
    if me["visit_score"] >= arm["buying_from"]:
        return BUYING
    return ORIENTATING if me["visit_score"] >= arm["orientating_from"] else UNKNOWN


@compiled
def _fact(traveller: Traveller, field: int) -> float:
    """The number that a condition looks at."""
    me = traveller.state[0]
    if field == IS_RETURNING:
        return float(me["recognised"])
    if field == ON_DEVICE:
        return float(me["device"])
    if field == BY_CHANNEL:
        return float(me["channel"])
    if field == BASKET_VALUE:
        return 0.01 * me["cents"] if me["basket"] >= 0 else 0.0
    if field == IS_CUSTOMER:
        return float(me["customer"])
    return float(me["views"])


@compiled
def in_segment(plan: Plan, traveller: Traveller, segment: int) -> bool:
    """Whether all conditions of a segment hold."""
    first = plan.segments[segment]["first"]
    for index in range(first, first + plan.segments[segment]["count"]):
        condition = plan.conditions[index]
        fact, number = _fact(traveller, condition["field"]), condition["number"]
        test = condition["test"]
        if test == EQUAL:
            holds = fact == number
        elif test == AT_LEAST:
            holds = fact >= number
        elif test == BELOW:
            holds = fact < number
        else:
            holds = fact != number
        if not holds:
            return False
    return True


@compiled
def in_some_segment(plan: Plan, traveller: Traveller, rule: int) -> bool:
    """Whether the visitor is in one of the rule's segments."""
    for segment in range(len(plan.segments)):
        if plan.rule_segments[rule, segment] > 0 and in_segment(plan, traveller, segment):
            return True
    return False


@compiled
def basket_card(plan: Plan, arm: int, card: int) -> bool:
    """Whether a card shows the basket: basket and checkout."""
    return bool(plan.cards[arm, card]["focus"] == BASKET_PRODUCT)
