"""Walking outside the visit: one card to the next by the shares as drawn, before the first visit and after an order.

Nobody is persuaded here to go on, so no offset is solved: a link's weight is its share over what the shares leave. The
luck of such a card is addressed by its place like that of any other, with a purpose of its own.
"""

from __future__ import annotations

import math

from simulation import draws, traces
from simulation.behaviour.state import Traveller, note, number_view
from simulation.compiled import compiled
from simulation.draws import normal, uniforms
from simulation.plan import Plan

MOST_STEPS = 50
"""Nobody passes more cards than this outside the visit: a map may go in circles."""
BLOCKS = 64
"""Groups of four lanes that one pass of a card may need."""
NOWHERE = -1


@compiled
def pass_card(plan: Plan, traveller: Traveller, clock: int, link: int) -> int:
    """Pass the card where the traveller is, come to by `link`; how long that takes, ms."""
    me = traveller.state[0]
    number_view(traveller)
    card = plan.cards[me["arm"], me["card"]]
    u, _, _, _ = uniforms(me["key_0"], me["key_1"], me["visitor"], 0, card["place"], me["nth"], draws.PAGE)
    time = int(min(1e12, card["dwell"] * math.exp(card["spread"] * normal(u))) + 0.5)
    note(traveller, clock, traces.PASSED, link, -1, float(time))
    return time


@compiled
def pass_on(plan: Plan, traveller: Traveller, nth: int) -> int:
    """The link taken on from the card where the traveller is, on its nth pass, or NOWHERE: an exponential race."""
    me = traveller.state[0]
    card = plan.cards[me["arm"], me["card"]]
    count = card["link_count"]
    if count == 0:
        return NOWHERE
    for block in range(count // 4 + 1):
        a, b, c, d = uniforms(
            me["key_0"], me["key_1"], me["visitor"], 0, card["place"], nth * BLOCKS + block, draws.EXPOSURE
        )
        traveller.luck[4 * block] = a
        traveller.luck[4 * block + 1] = b
        traveller.luck[4 * block + 2] = c
        traveller.luck[4 * block + 3] = d
    best, chosen = -math.log(traveller.luck[0]), NOWHERE
    for lane in range(count):
        link = card["link_first"] + lane
        weight = plan.weight[me["arm"], me["persona"], link]
        if weight > 0.0:
            time = -math.log(traveller.luck[lane + 1]) / weight
            if time < best:
                best = time
                chosen = link
    return int(chosen)
