"""Leaving an address: the newsletter offer, a micro-conversion that makes a visitor reachable (MODEL 4.6)."""

from __future__ import annotations

from simulation import draws, traces
from simulation.behaviour.state import Traveller, note
from simulation.compiled import compiled
from simulation.draws import uniforms
from simulation.measures import tallies
from simulation.plan import Plan


@compiled
def ask(plan: Plan, traveller: Traveller, rule: int, chance: float, clock: int) -> None:
    """The offer of this rule has just been shown: with probability `chance` it gets an address.

    Whoever has subscribed does not do so again. A discount that was promised is a voucher on the next order, of this
    visit or a later one. It changes nothing about going on or leaving.
    """
    me = traveller.state[0]
    if me["subscribed"] > 0:
        return
    place = plan.cards[me["arm"], me["card"]]["place"]
    a, b, c, d = uniforms(me["key_0"], me["key_1"], me["visitor"], me["visit"], place, me["nth"], draws.SIGN_UP)
    # Offers of one page have luck of their own each: a page shows five messages at most, and who asks a fifth time
    # has the luck of the first.
    turn = me["spoke"] & 3
    u = b if turn == 1 else c if turn == 2 else d if turn == 3 else a
    if u >= chance:
        return
    me["subscribed"] = 1
    me["reachable"] = 1
    me["signed"] = clock
    me["voucher"] = max(me["voucher"], plan.rules[rule]["discount"])
    me["discount"] = max(me["discount"], me["voucher"])
    traveller.tally[tallies.SUBSCRIBERS] = 1.0
    note(traveller, clock, traces.SIGN_UP, -1, rule, chance)
