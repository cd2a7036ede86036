"""What two arms differ in: their messages, what those cost, and what a lift between them therefore rests on."""

from __future__ import annotations

from collections.abc import Mapping

from simulation.assembly.rules import OUTSIDE
from simulation.evidence.priors import Belief
from simulation.experiment.warnings import live_rules, techniques_of
from simulation.policy.catalogue import MECHANICS
from simulation.policy.reach import BETWEEN
from simulation.scenario import Arm

KINDS = ("measured", "published", "assumed")
SEVERITY, CHANGED, TRAITS = "severity", "cards", "traits"
"""What a lift rests on beside techniques: the table of pain points, cards drawn otherwise, changed personas."""


def changes_cards(control: Arm, arm: Arm) -> bool:
    """Whether the arms differ in more than what they say."""
    return bool(arm.changes) or arm.map is not None or bool(control.changes) or changes_people(control, arm)


def changes_people(control: Arm, arm: Arm) -> bool:
    """Whether a persona has other traits in one arm than in the other."""
    return dict(control.traits) != dict(arm.traits)


def says_the_same(control: Arm, arm: Arm) -> bool:
    """Whether two arms say the same by construction: without changed cards their difference is exactly nothing."""
    if not live_rules(control) and not live_rules(arm):
        return True
    return (control.policy, dict(control.rules), control.mode) == (arm.policy, dict(arm.rules), arm.mode)


def most_messages(arm: Arm) -> int:
    """Most messages that the rules of an arm allow in one visit; what is said outside it does not count."""
    if arm.policy is None:
        return 0
    said = [arm.rules[key] for key in live_rules(arm) if arm.rules[key].trigger.kind not in BETWEEN]
    outside = {key for key, how in MECHANICS.items() if how.target in OUTSIDE}
    during = [rule for rule in said if rule.technique not in outside]
    total = sum(rule.cap_per_visit for rule in during)
    return total if arm.policy.messages_per_visit is None else min(total, arm.policy.messages_per_visit)


def spends(arm: Arm) -> bool:
    """Whether messages of an arm cost money, by themselves or by a discount."""
    if arm.policy is None:
        return False
    for key in live_rules(arm):
        rule = arm.rules[key]
        usual = MECHANICS[rule.technique].discount if rule.technique in MECHANICS else 0.0
        if rule.cost.value > 0 or (usual if rule.discount is None else rule.discount.value) > 0:
            return True
    return False


def rests_on(control: Arm, arm: Arm, beliefs: Mapping[str, Belief]) -> tuple[str, ...]:
    """What a lift between the arms rests on beside the map, the best backed first.

    Kinds of the techniques that differ (`KINDS`), `SEVERITY` where pain points were removed or hand-overs changed,
    `CHANGED` where cards were changed in another way, `TRAITS` where personas were.
    """
    found: list[str] = []
    if not says_the_same(control, arm):
        used = {beliefs[key].kind for key in (*techniques_of(control), *techniques_of(arm)) if key in beliefs}
        found += [kind for kind in KINDS if kind in used]
    changes = [*control.changes.values(), *arm.changes.values()]
    if any(change.pains_removed or change.context for change in changes) or arm.map is not None:
        found.append(SEVERITY)
    if any(change.dwell is not None or change.shares for change in changes) or arm.map is not None:
        found.append(CHANGED)
    if changes_people(control, arm):
        found.append(TRAITS)
    return tuple(found)
