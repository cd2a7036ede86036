"""What the shop's system sees of a visitor: recognition, points, phase, audience, segments (MODEL 4.2)."""

from __future__ import annotations

from simulation.behaviour.state import Traveller
from simulation.compiled import compiled
from simulation.measures import tallies
from simulation.plan import (
    A_PRODUCT,
    AT_LEAST,
    BASKET_PRODUCT,
    BASKET_VALUE,
    BELOW,
    BEST_OBSERVER,
    BUYING,
    BY_HOUR,
    BY_PRODUCT,
    BY_WEEKDAY,
    DAY,
    EQUAL,
    HAS_ATTRIBUTE,
    HOUR,
    IS_CUSTOMER,
    IS_RETURNING,
    LEAD_SCORE,
    ON_DEVICE,
    ORIENTATING,
    PAGE_TYPE,
    PRODUCT_VIEWS,
    PRODUCTS,
    UNKNOWN,
    Plan,
)

BROWSE = 1
SEARCH = 2
CHOOSE = 3
CHECKOUT = 4
CHECKOUT_CARD = 4
NOBODY = -1
"""What the system sees of whom it may not look at."""
SCORE_BINS = 6
VISIT_BINS = 5
PAGE_BINS = 4
OBSERVED = SCORE_BINS * VISIT_BINS * PAGE_BINS * 8
"""What the best observer tells apart on one card: points of the product, of the visit, pages, and three yes or no."""


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
def judge(plan: Plan, traveller: Traveller) -> None:
    """Once on arrival: phase and audience as the system sees them; against the truth, which only the simulation knows.

    Nobody is judged whom the system may not look at, nor who turned around at once.
    """
    me = traveller.state[0]
    if me["silent"] > 0:
        me["seen"] = NOBODY
        me["audience"] = NOBODY
        return
    me["seen"] = seen_phase(plan, traveller)
    me["audience"] = seen_audience(plan, traveller)
    true, seen = true_phase(me["progress"]), of_four(me["seen"])
    traveller.tally[tallies.SEEN_VIEWS] += 1.0
    if true == seen:
        traveller.tally[tallies.SEEN_RIGHT] += 1.0
    if len(traveller.watched) > 0:
        traveller.watched[observed(traveller), true - BROWSE] += 1.0
    traveller.tally[tallies.CONFUSION + 4 * (true - BROWSE) + seen - BROWSE] += 1.0


@compiled
def true_phase(progress: float) -> int:
    """The phase in which somebody with this progress really is, as an index of PHASE_KINDS: browse to checkout."""
    return min(CHECKOUT, BROWSE + int(max(0.0, progress)))


@compiled
def of_four(kind: int) -> int:
    """One of the four phases of a visit: what lies before counts as browse, what lies after as checkout."""
    return min(CHECKOUT, max(BROWSE, kind))


@compiled
def points_at_hand(traveller: Traveller) -> float:
    """Points of the product in focus; where none is, of the product with most of them."""
    me = traveller.state[0]
    if me["focus"] >= 0:
        return float(traveller.score[me["memory"], me["focus"]])
    points = 0.0
    for product in range(PRODUCTS):
        points = max(points, traveller.score[me["memory"], product])
    return float(points)


@compiled
def observed(traveller: Traveller) -> int:
    """Everything that the best observer tells apart, as one number from 0 to cards times OBSERVED."""
    me = traveller.state[0]
    points, visit = points_at_hand(traveller), me["visit_score"]
    by_points = (points > 0.0) + (points >= 1.0) + (points >= 2.5) + (points >= 5.0) + (points >= 9.0)
    by_visit = (visit >= 1.5) + (visit >= 3.0) + (visit >= 6.0) + (visit >= 12.0)
    by_page = (me["pages"] > 1) + (me["pages"] > 3) + (me["pages"] > 7)
    index = (me["card"] * SCORE_BINS + by_points) * VISIT_BINS + by_visit
    index = (index * PAGE_BINS + by_page) * 2 + (me["recognised"] > 0)
    return int((index * 2 + (me["basket"] >= 0)) * 2 + (me["device"] == 0))


@compiled
def seen_phase(plan: Plan, traveller: Traveller) -> int:
    """Phase the system believes in, as an index of PHASE_KINDS: of the page, or by the points of the product.

    The benchmarks: what a table of all that can be observed holds likeliest, or the truth itself.
    """
    me = traveller.state[0]
    arm = plan.arms[me["arm"]]
    card = plan.cards[me["arm"], me["card"]]
    if arm["mode"] == PAGE_TYPE:
        return int(card["kind"])
    if arm["mode"] > BEST_OBSERVER:
        return true_phase(me["progress"])
    if arm["mode"] == BEST_OBSERVER and len(plan.observer) > 1:
        return int(plan.observer[observed(traveller)])
    points = points_at_hand(traveller)
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
def lose_context(traveller: Traveller) -> None:
    """A hand-over that keeps nothing: points, recognition and what was viewed are gone; the basket is the visitor's."""
    me = traveller.state[0]
    traveller.tally[tallies.LOST_CONTEXT] += 1.0
    if me["silent"] > 0:
        return
    traveller.score[me["memory"], :] = 0.0
    traveller.viewed[me["memory"]] = 0
    traveller.looks[:] = 0
    me["views"] = 0
    me["visit_score"] = 0.0
    me["recognised"] = 0


@compiled
def interest(plan: Plan, traveller: Traveller) -> int:
    """Product of the catalogue that was viewed most in this visit, else that has most points; -1: none is known."""
    if len(plan.goods) == 0:
        return -1
    memory = traveller.state[0]["memory"]
    best, found = 0.0, -1
    for product in range(PRODUCTS):
        here = 1000.0 * traveller.looks[product] + traveller.score[memory, product]
        if here > best:
            best = here
            found = traveller.goods[product]
    return found


@compiled
def _looked_up(plan: Plan, traveller: Traveller, index: int) -> float:
    """What a condition looks up: the campaign, the clock, the catalogue, the persona."""
    me = traveller.state[0]
    field = plan.conditions[index]["field"]
    if field == HAS_ATTRIBUTE:
        return float(plan.attributes[me["persona"], index])
    if field == BY_HOUR:
        return float((me["born"] + me["clock"]) // HOUR % 24)
    if field == BY_WEEKDAY:
        return float((me["born"] + me["clock"]) // DAY % 7)
    if field == BY_PRODUCT:
        return float(interest(plan, traveller))
    return float(plan.arrivals[me["channel"], index])


@compiled
def _fact(plan: Plan, traveller: Traveller, index: int) -> float:
    """The number that a condition looks at."""
    me = traveller.state[0]
    field = plan.conditions[index]["field"]
    if field == IS_RETURNING:
        return float(me["recognised"])
    if field == ON_DEVICE:
        return float(me["device"])
    if field == BASKET_VALUE:
        return 0.01 * me["cents"] if me["basket"] >= 0 else 0.0
    if field == IS_CUSTOMER:
        return float(me["customer"])
    if field == PRODUCT_VIEWS:
        return float(me["views"])
    if field == LEAD_SCORE:
        return lead_score(traveller)
    return _looked_up(plan, traveller, index)


@compiled
def lead_score(traveller: Traveller) -> float:
    """All points that the shop remembers of this visitor, over products and visits."""
    return float(traveller.score[traveller.state[0]["memory"], :].sum())


@compiled
def in_segment(plan: Plan, traveller: Traveller, segment: int) -> bool:
    """Whether all conditions of a segment hold; what somebody is like is known of those only whom the shop knows."""
    me = traveller.state[0]
    first = plan.segments[segment]["first"]
    for index in range(first, first + plan.segments[segment]["count"]):
        condition = plan.conditions[index]
        if condition["field"] == HAS_ATTRIBUTE and me["recognised"] == 0 and me["login"] == 0:
            return False
        fact, number = _fact(plan, traveller, index), condition["number"]
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
