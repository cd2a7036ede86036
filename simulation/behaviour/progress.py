"""True progress: how far a visitor really is with each product, which no shop can see (MODEL 3).

Progress R is counted in phases: [0, 1) browse, [1, 2) search, [2, 3) choose, [3, 4] checkout. No random number is spent
on it beyond the start and the product in focus.
"""

from __future__ import annotations

import math

from simulation import traces
from simulation.behaviour.state import Traveller, note
from simulation.compiled import compiled
from simulation.plan import A_PRODUCT, BASKET_PRODUCT, NO_PRODUCT, PRODUCTS, Plan

FULL = 4.0
"""Decided: progress grows no further."""
FOCUS = 0.6
"""How strongly progress draws a visitor back to the same product: P(k) is in proportion to exp(0.6 R_k)."""


@compiled
def most_progress(traveller: Traveller) -> float:
    """The highest progress over the products."""
    best = traveller.progress[0]
    for product in range(1, PRODUCTS):
        best = max(best, traveller.progress[product])
    return float(best)


@compiled
def leading(traveller: Traveller) -> int:
    """The product with most progress; of equals the first."""
    best = 0
    for product in range(1, PRODUCTS):
        if traveller.progress[product] > traveller.progress[best]:
            best = product
    return best


@compiled
def forget(plan: Plan, traveller: Traveller, gap: int) -> None:
    """What `gap` ms between two visits do: progress halves per half-life, an old basket is forgotten."""
    me = traveller.state[0]
    kept = 2.0 ** (-gap / plan.world[0]["half_life"])
    for product in range(PRODUCTS):
        traveller.progress[product] *= kept
    if me["basket"] >= 0 and gap > plan.world[0]["basket_memory"]:
        me["basket"] = -1
        note(traveller, me["clock"], traces.FORGET, -1, -1, 0.0)


@compiled
def start_progress(plan: Plan, traveller: Traveller, u: float) -> None:
    """What was learnt elsewhere: the first product starts at least where the goal of the visit puts it."""
    goal = plan.goals[traveller.state[0]["goal"]]
    traveller.progress[0] = max(traveller.progress[0], goal["start"] + goal["start_span"] * u)


@compiled
def draw_product(traveller: Traveller, u: float) -> int:
    """The product looked at on a product card."""
    count = traveller.state[0]["products"]
    if count == 1:
        return 0
    total = 0.0
    for product in range(count):
        total += math.exp(FOCUS * traveller.progress[product])
    aim = u * total
    for product in range(count - 1):
        aim -= math.exp(FOCUS * traveller.progress[product])
        if aim < 0.0:
            return product
    return int(count - 1)


@compiled
def take_focus(plan: Plan, traveller: Traveller, u: float) -> None:
    """Set the product in focus on the card just reached, -1 for none; a basket card fills an empty basket."""
    me = traveller.state[0]
    focus = plan.cards[me["arm"], me["card"]]["focus"]
    if focus == NO_PRODUCT:
        me["focus"] = -1
        return
    if focus == A_PRODUCT:
        me["focus"] = draw_product(traveller, u)
        me["at_hand"] = me["focus"]
        return
    at_hand = me["at_hand"] if me["at_hand"] >= 0 else leading(traveller)
    if focus == BASKET_PRODUCT:
        if me["basket"] < 0:
            me["basket"] = at_hand
        at_hand = me["basket"]
    me["focus"] = at_hand


@compiled
def learn(plan: Plan, traveller: Traveller, long_look: bool) -> None:
    """Let the card teach, then set the progress that counts here: of the product in focus, else the highest."""
    me = traveller.state[0]
    card = plan.cards[me["arm"], me["card"]]
    product = max(0, me["focus"])
    gain = card["gain"]
    if long_look:
        gain += card["look_gain"]
    limit = min(FULL, card["gain_limit"])
    before = traveller.progress[product]
    if gain > 0.0 and before < limit:
        traveller.progress[product] = min(limit, before + gain * me["speed"])
    me["progress"] = traveller.progress[product] if me["focus"] >= 0 else most_progress(traveller)
