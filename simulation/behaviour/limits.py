"""What there is only so much of: pieces in stock, contacts and discount money a day (MODEL 4.7).

Pieces and daily sums stand in arrays that all visitors of a world share (`Traveller.stock`, `Traveller.spent`). A plan
in which nobody competes has nothing to look up here: every gate is open.

A discount is set aside when its code is shown, for the whole value that the visitor may order, and on the day on which
he reached the page. What is not used in the visit is freed again. So the money of a day is never exceeded, and a code
that was shown is honoured.
"""

from __future__ import annotations

import math

from simulation.behaviour.goods import item_ordered
from simulation.behaviour.state import Traveller
from simulation.compiled import compiled
from simulation.plan import DAY, ORDER_GOAL, Plan

CONTACTS = 0
"""Column of `Traveller.spent`: mails, push messages and advertisements of a day, those after an order included."""
DISCOUNTS = 1
"""Column of `Traveller.spent`: discount money of a day, cents, given or set aside."""


@compiled
def day_of(traveller: Traveller, clock: int) -> int:
    """Day of the shop's calendar, 0 is the first, at this time on the visitor's own clock."""
    return int((traveller.state[0]["born"] + clock) // DAY)


@compiled
def take_piece(plan: Plan, traveller: Traveller) -> bool:
    """Take one piece of the product that the visitor orders; False when none is left."""
    if plan.world[0]["coupled"] == 0 or len(plan.goods) == 0:
        return True
    item = item_ordered(plan, traveller)
    if item < 0 or plan.goods[item]["stock"] < 0:
        return True
    if traveller.stock[item] <= 0:
        return False
    traveller.stock[item] -= 1
    return True


@compiled
def take_contact(plan: Plan, traveller: Traveller, clock: int) -> bool:
    """Whether the day's budget allows one more contact at `clock`, ms on the visitor's clock; if so it is counted."""
    limit = plan.arms[traveller.state[0]["arm"]]["mail_budget"]
    if plan.world[0]["coupled"] == 0 or limit < 0.0:
        return True
    day = day_of(traveller, clock)
    if day >= len(traveller.spent) or traveller.spent[day, CONTACTS] + 1 > limit:
        return False
    traveller.spent[day, CONTACTS] += 1
    return True


@compiled
def _limited(plan: Plan, traveller: Traveller) -> bool:
    """Whether the arm has only so much discount money a day."""
    return bool(plan.world[0]["coupled"] > 0 and plan.arms[traveller.state[0]["arm"]]["discount_budget"] >= 0.0)


@compiled
def _most_off(plan: Plan, traveller: Traveller, share: float) -> int:
    """The most that a discount can cost, cents: on the visitor's own order, or on the dearest that a card books."""
    me = traveller.state[0]
    worth = float(me["cents"])
    for card in range(plan.cards.shape[1]):
        if plan.cards[me["arm"], card]["goal"] == ORDER_GOAL:
            worth = max(worth, 100.0 * plan.cards[me["arm"], card]["value"])
    return math.ceil(worth * share)


@compiled
def may_promise(plan: Plan, traveller: Traveller, share: float) -> bool:
    """Whether the day's budget bears a code of this share off, on the page where the visitor is."""
    me = traveller.state[0]
    if share <= me["discount"] or not _limited(plan, traveller):
        return True
    day = day_of(traveller, me["clock"])
    if day >= len(traveller.spent):
        return False
    kept = me["reserved"] if me["reserved_on"] == day else 0
    limit = math.floor(100.0 * plan.arms[me["arm"]]["discount_budget"])
    return bool(traveller.spent[day, DISCOUNTS] - kept + _most_off(plan, traveller, share) <= limit)


@compiled
def promise(plan: Plan, traveller: Traveller, share: float) -> None:
    """A code of this share off is shown: set its money aside, in place of what an earlier one of the visit needed."""
    me = traveller.state[0]
    if share <= me["discount"] or not _limited(plan, traveller):
        return
    withdraw(traveller)
    day = day_of(traveller, me["clock"])
    if day < len(traveller.spent):
        me["reserved_on"] = day
        me["reserved"] = _most_off(plan, traveller, share)
        traveller.spent[day, DISCOUNTS] += me["reserved"]


@compiled
def withdraw(traveller: Traveller) -> None:
    """Free the money that was set aside for this visitor."""
    me = traveller.state[0]
    if me["reserved"] > 0:
        traveller.spent[me["reserved_on"], DISCOUNTS] -= me["reserved"]
        me["reserved"] = 0


@compiled
def pay_discount(plan: Plan, traveller: Traveller, off: float) -> float:
    """The discount that an order really gets, cents: what was promised, and no more than the day's budget still has."""
    if off <= 0.0 or not _limited(plan, traveller):
        return off
    me = traveller.state[0]
    day = me["reserved_on"] if me["reserved"] > 0 else day_of(traveller, me["clock"])
    withdraw(traveller)
    if day >= len(traveller.spent):
        return 0.0
    room = math.floor(100.0 * plan.arms[me["arm"]]["discount_budget"]) - traveller.spent[day, DISCOUNTS]
    paid = min(off, max(0.0, room))
    traveller.spent[day, DISCOUNTS] += int(paid)
    return float(paid)
