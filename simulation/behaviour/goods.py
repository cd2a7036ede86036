"""Which product of the catalogue an order is for, and what the shop makes on it."""

from __future__ import annotations

from simulation.behaviour.state import Traveller
from simulation.compiled import compiled
from simulation.plan import A_SALE, Plan


@compiled
def item_ordered(plan: Plan, traveller: Traveller) -> int:
    """Product of the catalogue in the basket, else the one at hand; -1 where there is no catalogue."""
    if len(plan.goods) == 0:
        return -1
    me = traveller.state[0]
    return int(traveller.goods[max(0, me["basket"] if me["basket"] >= 0 else me["at_hand"])])


@compiled
def margin_share(plan: Plan, traveller: Traveller) -> float:
    """Share of the undiscounted value that is margin: the product's on an order, the map's on anything else."""
    me = traveller.state[0]
    if plan.cards[me["arm"], me["card"]]["goal_kind"] == A_SALE:
        item = item_ordered(plan, traveller)
        if item >= 0:
            return float(plan.goods[item]["margin"])
    return float(plan.world[0]["margin"])
