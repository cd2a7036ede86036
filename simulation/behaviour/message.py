"""Rules and effects: which message is shown, and what it does (MODEL 4.3)."""

from __future__ import annotations

import math

from simulation import draws, traces
from simulation.behaviour.limits import may_promise, promise
from simulation.behaviour.seen import in_some_segment, of_four, true_phase
from simulation.behaviour.sign_up import ask
from simulation.behaviour.state import Traveller, note
from simulation.compiled import compiled
from simulation.draws import uniforms
from simulation.measures import tallies
from simulation.plan import (
    A_PRODUCT,
    ARRIVE,
    BASKET,
    EXIT_INTENT,
    GREEDY,
    HEARING,
    IDLE,
    LONG_ON_FORM,
    NTH_VIEW,
    RETURN_VISIT,
    SUBSCRIBE,
    Draw,
    Plan,
)

NONE = -1
ON_ARRIVAL = 0
WHILE_THERE = 1
ON_EXIT = 2


@compiled
def fit(technique_fit: float, progress: float, m1: float) -> float:
    """M: how well a technique fits the true progress, 1 at its phase, m1 one phase off, 0 from three on."""
    if technique_fit == 0.0:
        return 1.0
    off = abs(min(3.5, max(0.5, progress)) - (technique_fit - 0.5))
    if off <= 1.0:
        return 1.0 - off * (1.0 - m1)
    if off <= 2.0:
        return m1 * (1.0 - 0.6 * (off - 1.0))
    return 0.4 * m1 * max(0.0, 3.0 - off)


@compiled
def effect(plan: Plan, draw: Draw, traveller: Traveller, rule: int) -> float:
    """delta: what showing this rule's message now adds, log-odds of going on or staying; 0 where it asks an address."""
    if plan.techniques[plan.rules[rule]["technique"]]["target"] == SUBSCRIBE:
        return 0.0
    return size(plan, draw, traveller, rule)


@compiled
def size(plan: Plan, draw: Draw, traveller: Traveller, rule: int) -> float:
    """How strong this rule's message is for this visitor now, in the unit of its technique."""
    me = traveller.state[0]
    which = plan.rules[rule]["technique"]
    beta = draw.strength[which]
    if beta == 0.0:
        return 0.0
    technique = plan.techniques[which]
    size = beta * plan.susceptibility[me["traits"], which] * plan.rules[rule]["relevance"]
    size *= technique["filled"] if me["basket"] >= 0 else technique["empty"]
    size *= fit(technique["fit"], me["progress"], draw.structure[0]["m1"])
    if technique["learns"] > 0:
        size *= 0.5 + 0.5 * (1.0 - math.exp(-traveller.viewed[me["memory"]] / 3.0))
    return float(size * draw.structure[0]["fatigue"] ** traveller.technique[which])


@compiled
def moment_given(plan: Plan, traveller: Traveller, rule: int, when: int) -> bool:
    """Whether the rule's trigger is given: on arrival, while the visitor is there, or on the way out."""
    me = traveller.state[0]
    trigger = plan.rules[rule]["trigger"]
    threshold = plan.rules[rule]["threshold"]
    if when == ON_ARRIVAL:
        if trigger == NTH_VIEW:
            here = plan.cards[me["arm"], me["card"]]
            return bool(here["focus"] == A_PRODUCT and traveller.looks[me["focus"]] == threshold)
        return bool(trigger == ARRIVE or (trigger == RETURN_VISIT and me["recognised"] > 0))
    if when == WHILE_THERE:
        if trigger == LONG_ON_FORM and plan.cards[me["arm"], me["card"]]["form"] == 0:
            return False
        return bool(IDLE <= trigger <= LONG_ON_FORM and me["dwell"] > threshold)
    return bool(trigger == EXIT_INTENT)


@compiled
def within_caps(plan: Plan, traveller: Traveller, rule: int) -> bool:
    """Whether the rule may be heard once more by this visitor, in this visit and in all."""
    mine = plan.rules[rule]
    return bool(traveller.rule_visit[rule] < mine["per_visit"] and traveller.rule_total[rule] < mine["per_visitor"])


@compiled
def rested(plan: Plan, traveller: Traveller, rule: int) -> bool:
    """Whether caps and cool-down let the rule speak again."""
    me = traveller.state[0]
    mine = plan.rules[rule]
    if not within_caps(plan, traveller, rule):
        return False
    if plan.world[0]["coupled"] > 0 and not may_promise(plan, traveller, mine["discount"]):
        return False
    last = traveller.rule_last[rule]
    return bool(last < 0 or me["all_pages"] - last > mine["cooldown"])


@compiled
def choose_rule(plan: Plan, traveller: Traveller, when: int) -> int:
    """The rule that speaks now, or NONE: the highest priority of phase, then audience, then the rule's own."""
    me = traveller.state[0]
    arm = plan.arms[me["arm"]]
    if me["silent"] > 0 or me["spoke"] >= arm["per_page"] or me["messages"] >= arm["per_visit"]:
        return NONE
    phase, audience = me["seen"], me["audience"]
    best = NONE
    for rule in range(arm["rule_first"], arm["rule_first"] + arm["rule_count"]):
        mine = plan.rules[rule]
        by_phase, by_audience = mine["phases"][phase], mine["audiences"][audience]
        if by_phase < 0 or by_audience < 0 or plan.rule_cards[rule, me["card"]] == 0:
            continue
        if not moment_given(plan, traveller, rule, when) or not rested(plan, traveller, rule):
            continue
        if mine["segmented"] > 0 and not in_some_segment(plan, traveller, rule):
            continue
        if arm["learns"] > 0 and offer(plan, traveller, phase * HEARING + audience) != rule:
            continue
        if best == NONE or outranks(plan, rule, best, phase, audience):
            best = rule
    return best


@compiled
def offer(plan: Plan, traveller: Traveller, context: int) -> int:
    """The one rule that may speak to this visitor in this context of an arm that learns; NONE: nothing may be said.

    Asked only when some rule could speak. It is drawn once for life; the visit in which it first mattered is kept, for
    that visit's outcome is what the arm learns from.
    """
    me = traveller.state[0]
    if traveller.offered[context, 0] == 0:
        u, _, _, _ = uniforms(me["key_0"], me["key_1"], me["visitor"], 0, context, 0, draws.OPTION)
        shares = plan.allocation[me["arm"], context]
        option = 0
        while option < len(shares) - 1 and u >= shares[option]:
            option += 1
        traveller.offered[context, 0] = option + 1
        traveller.offered[context, 1] = me["visit"] + 1
        me["offered"] = 1
    option = traveller.offered[context, 0] - 1
    return int(plan.arms[me["arm"]]["rule_first"] + option - 1) if option > 0 else NONE


@compiled
def rule_now(plan: Plan, draw: Draw, traveller: Traveller, when: int) -> int:
    """The rule that speaks now, or NONE, in the way of the arm."""
    if plan.arms[traveller.state[0]["arm"]]["mode"] == GREEDY:
        return _greedy_rule(plan, draw, traveller, when)
    return choose_rule(plan, traveller, when)


@compiled
def _greedy_rule(plan: Plan, draw: Draw, traveller: Traveller, when: int) -> int:
    """The allowed rule that does most now, whatever phase and audience it is for; NONE where none does any good."""
    me = traveller.state[0]
    arm = plan.arms[me["arm"]]
    if me["silent"] > 0 or me["spoke"] >= arm["per_page"] or me["messages"] >= arm["per_visit"]:
        return NONE
    best, most = NONE, 0.0
    for rule in range(arm["rule_first"], arm["rule_first"] + arm["rule_count"]):
        if plan.rule_cards[rule, me["card"]] == 0:
            continue
        if not moment_given(plan, traveller, rule, when) or not rested(plan, traveller, rule):
            continue
        if plan.rules[rule]["segmented"] > 0 and not in_some_segment(plan, traveller, rule):
            continue
        does = effect(plan, draw, traveller, rule)
        if does > most:
            best = rule
            most = does
    return best


@compiled
def outranks(plan: Plan, rule: int, other: int, phase: int, audience: int) -> bool:
    """Whether `rule` speaks before `other` to who is seen in this phase and audience."""
    a, b = plan.rules[rule], plan.rules[other]
    if a["phases"][phase] != b["phases"][phase]:
        return bool(a["phases"][phase] > b["phases"][phase])
    if a["audiences"][audience] != b["audiences"][audience]:
        return bool(a["audiences"][audience] > b["audiences"][audience])
    return bool(a["rank"] > b["rank"])


@compiled
def count_said(plan: Plan, traveller: Traveller, rule: int) -> float:
    """Count that a rule has been heard, wherever that was; what saying it cost, thousandths of a cent."""
    me = traveller.state[0]
    mine = plan.rules[rule]
    traveller.rule_visit[rule] += 1
    traveller.rule_total[rule] += 1
    traveller.rule_last[rule] = me["all_pages"]
    traveller.technique[mine["technique"]] += 1
    me["reset"] = 1
    me["all_messages"] += 1
    return float(math.floor(mine["cost"] * tallies.MILLICENTS + 0.5))


@compiled
def show(plan: Plan, draw: Draw, traveller: Traveller, rule: int, clock: int) -> float:
    """Show the rule's message: count it, pay for it, and return its effect, which the caller puts to work."""
    me = traveller.state[0]
    mine = plan.rules[rule]
    delta = effect(plan, draw, traveller, rule)
    asks = plan.techniques[mine["technique"]]["target"] == SUBSCRIBE
    chance = size(plan, draw, traveller, rule) if asks else 0.0
    traveller.tally[tallies.MESSAGE_COST] += count_said(plan, traveller, rule)
    me["spoke"] += 1
    me["messages"] += 1
    if not asks:
        promise(plan, traveller, mine["discount"])
        me["discount"] = max(me["discount"], mine["discount"])
    traveller.tally[tallies.MESSAGES] += 1.0
    traveller.tally[tallies.MESSAGED] = 1.0
    if of_four(me["seen"]) != true_phase(me["progress"]):
        traveller.tally[tallies.OFF_PHASE] += 1.0
    if delta < 0.0:
        traveller.tally[tallies.AGAINST] += 1.0
    note(traveller, clock, traces.MESSAGE, -1, rule, delta)
    if asks:
        ask(plan, traveller, rule, chance, clock)
    return delta


@compiled
def persuade(plan: Plan, traveller: Traveller, rule: int, delta: float) -> None:
    """Add an effect to what pushes forward or holds against leaving; an offer beside the basket, to the order."""
    me = traveller.state[0]
    if plan.techniques[plan.rules[rule]["technique"]]["target"] == BASKET:
        me["added"] += delta
        return
    if plan.techniques[plan.rules[rule]["technique"]]["hold"] > 0:
        me["held"] += delta
    else:
        me["pushed"] += delta


@compiled
def speak(plan: Plan, draw: Draw, traveller: Traveller) -> None:
    """Messages of a page: those on arrival, then those for whoever stays long; each rule at most once."""
    me = traveller.state[0]
    for when in range(2):
        while True:
            rule = rule_now(plan, draw, traveller, when)
            if rule == NONE:
                break
            later = int(plan.rules[rule]["threshold"]) if when == WHILE_THERE else 0
            persuade(plan, traveller, rule, show(plan, draw, traveller, rule, me["clock"] + later))
