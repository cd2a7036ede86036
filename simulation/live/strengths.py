"""Whether nothing but the strengths of an arm's messages changes, and by how much."""

from __future__ import annotations

from dataclasses import replace

from personas.records import FrozenMap
from simulation.experiment.warnings import live_rules
from simulation.live.held import arms_of
from simulation.scenario import Scenario


def stretched(base: Scenario, other: Scenario, arm: str) -> dict[str, float] | None:
    """The factor on the average effect of each technique of the arm; none where anything else changes.

    A rule's relevance multiplies its message's strength, and effects are all but proportional to small strengths
    (MODEL 7.1), so a technique whose rules all change by one factor has its effect times that factor. What is
    believed of techniques may change too: the draws of the effects follow.
    """
    (control, before), (other_control, after) = arms_of(base, arm), arms_of(other, arm)
    if control != other_control or before.rules.keys() != after.rules.keys():
        return None
    if base.status_quo != other.status_quo or (live_rules(base.status_quo) and base.techniques != other.techniques):
        return None
    if replace(before, rules={}) != replace(after, rules={}) or not _same_but_arms(base, other):
        return None
    factors: dict[str, float] = {}
    for key in live_rules(after):
        one, two = before.rules[key], after.rules[key]
        if one.model_copy(update={"relevance": two.relevance}) != two or one.relevance.value <= 0:
            return None
        factor = two.relevance.value / one.relevance.value
        if abs(factors.setdefault(two.technique, factor) - factor) > 1e-12:
            return None
    return factors


def _same_but_arms(base: Scenario, other: Scenario) -> bool:
    """Whether the shops are the same; other arms than the two may differ, and so may what is believed of techniques."""
    if {key: row.like for key, row in base.techniques.items()} != {k: row.like for k, row in other.techniques.items()}:
        return False
    return replace(base, arms=(), techniques=FrozenMap()) == replace(other, arms=(), techniques=FrozenMap())
