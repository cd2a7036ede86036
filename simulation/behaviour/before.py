"""Before the first visit: cards outside the site that a visitor-to-be passes, and what he is shown there.

Nobody is known here. A rule speaks where it may stand, if it is for the phase before the visit, for people of whom
nothing is known, and for no segment. What is seen adds to what pushes forward when the next visit starts, and fades
from there like the effect of any message: the order touch, tell, sell counts in full, out of order by half (assumed).
"""

from __future__ import annotations

from simulation import draws, traces
from simulation.behaviour.beyond import MOST_STEPS, NOWHERE, pass_card, pass_on
from simulation.behaviour.message import NONE, count_said, outranks, within_caps
from simulation.behaviour.state import Traveller, note
from simulation.behaviour.visitor import pick, unsaid
from simulation.compiled import apart, compiled
from simulation.draws import uniforms
from simulation.measures import tallies
from simulation.plan import BEFORE_VISIT, UNKNOWN, Draw, Plan

OUT_OF_ORDER = 0.5
"""Part of its effect that a story without a first contact has, or an offer without the story (assumed)."""


@compiled
def before(plan: Plan, draw: Draw, traveller: Traveller) -> None:
    """Walk the cards before the first visit, from `begin_visitor` to `begin_visit`.

    Where no rule can speak and nobody listens, nothing that counts can happen, and nothing is walked. It all stands at
    the time 0: a map does not say how long before the visit it was. Where the visit starts is drawn by the entry
    weights of the site, which describe everybody who comes, whatever they have seen.
    """
    me = traveller.state[0]
    if plan.arms[me["arm"]]["prime_count"] == 0 and len(traveller.events) == 0:
        return
    _walk(plan, draw, traveller)


@apart
def _walk(plan: Plan, draw: Draw, traveller: Traveller) -> None:
    """From where such walks start to where this one ends."""
    me = traveller.state[0]
    outset = plan.outset[me["arm"]]
    if outset[len(outset) - 1] <= 0.0:
        return
    me["channel"] = -1
    me["goal"] = -1
    me["focus"] = -1
    me["recognised"] = 0
    unsaid(traveller)
    u, _, _, _ = uniforms(me["key_0"], me["key_1"], me["visitor"], 0, 0, 0, draws.EXPOSURE)
    me["card"] = pick(outset, u)
    me["stamp"] += 1
    link = NOWHERE
    for _ in range(MOST_STEPS):
        if plan.cards[me["arm"], me["card"]]["outside"] != BEFORE_VISIT:
            break
        pass_card(plan, traveller, 0, link)
        nth = me["nth"]
        rule = _rule_here(plan, traveller)
        if rule != NONE:
            expose(plan, draw, traveller, rule, 0)
        link = pass_on(plan, traveller, nth)
        if link == NOWHERE:
            break
        me["card"] = plan.links[me["arm"], link]["end"]


@compiled
def _rule_here(plan: Plan, traveller: Traveller) -> int:
    """The rule that speaks on this card to somebody unknown, or NONE: highest priority, as on a page."""
    me = traveller.state[0]
    arm = plan.arms[me["arm"]]
    best = NONE
    for row in range(arm["prime_first"], arm["prime_first"] + arm["prime_count"]):
        rule = plan.primes[row]
        mine = plan.rules[rule]
        if plan.rule_cards[rule, me["card"]] == 0 or mine["segmented"] > 0:
            continue
        if mine["phases"][0] < 0 or mine["audiences"][UNKNOWN] < 0:
            continue
        if not within_caps(plan, traveller, rule):
            continue
        if best == NONE or outranks(plan, rule, best, 0, UNKNOWN):
            best = rule
    return int(best)


@compiled
def expose(plan: Plan, draw: Draw, traveller: Traveller, rule: int, clock: int) -> float:
    """Show a rule's message outside the site: count it, pay for it, and keep its effect for the next visit.

    The same before the first visit and between two. Returns the effect, log-odds of going forward at the start of the
    next visit: strength x susceptibility x relevance x fatigue x what its place in the order leaves of it.
    """
    me = traveller.state[0]
    mine = plan.rules[rule]
    which = mine["technique"]
    step = plan.techniques[which]["step"]
    delta = draw.strength[which]
    if delta != 0.0:
        delta *= plan.susceptibility[me["traits"], which] * mine["relevance"]
        delta *= draw.structure[0]["fatigue"] ** traveller.technique[which]
        if step > 1 and me["touched"] & (step >> 1) == 0:
            delta *= OUT_OF_ORDER
    me["primed"] += delta
    me["touched"] |= step
    traveller.tally[tallies.MESSAGE_COST] += count_said(plan, traveller, rule)
    traveller.tally[tallies.EXPOSURES] += 1.0
    traveller.tally[tallies.EXPOSED] = 1.0
    note(traveller, clock, traces.EXPOSURE, -1, rule, delta)
    return float(delta)
