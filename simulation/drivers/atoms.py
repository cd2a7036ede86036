"""The single changes between two arms, and the arm in which only some of them are made.

An answer compares two arms that may differ in many things at once. Here that difference is cut into *atoms*, changes
that can be made or left out each by itself, so that every subset of them (a coalition) is an arm that can be run. With
none of the atoms the arm is the control exactly, with all of them it is the variant exactly.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Literal

from personas.records import FrozenMap
from simulation.experiment.warnings import live_rules
from simulation.scenario import Arm, CardChange, Scenario

Kind = Literal["rule", "rule-off", "policy", "mode", "pain", "card", "trait", "map", "rest"]
"""A rule more or less; all messages at once; how the phase is seen; a pain point solved; a card changed otherwise; a
persona changed; another map; all that is no rule."""


@dataclass(frozen=True)
class Atom:
    """One change. key: id of what is changed; touchpoint: card it is on, for pains and cards."""

    kind: Kind
    key: str
    touchpoint: str = ""


def rule_atoms(control: Arm, arm: Arm) -> tuple[Atom, ...]:
    """Each rule that the arm has beyond the control, each that it lacks, and everything else together if there is."""
    before, after = _rules(control), _rules(arm)
    found = [Atom("rule", key) for key in sorted(after - before)]
    found += [Atom("rule-off", key) for key in sorted(before - after)]
    found += [Atom("rule", key) for key in sorted(after & before) if control.rules[key] != arm.rules[key]]
    if _other(control, arm):
        found.append(Atom("rest", "rest"))
    return tuple(found)


def change_atoms(control: Arm, arm: Arm) -> tuple[Atom, ...]:
    """All messages at once, the mode, each pain point, each changed card, each changed persona, another map."""
    found: list[Atom] = []
    if _says_other(control, arm):
        found.append(Atom("policy", "policy"))
    if _mode_apart(control, arm):
        found.append(Atom("mode", arm.mode))
    if arm.map is not None:
        found.append(Atom("map", arm.map.id))
    else:
        found += _card_atoms(control, arm)
    found += [Atom("trait", key) for key in sorted(arm.traits) if arm.traits[key] != control.traits.get(key)]
    return tuple(found)


def _rules(arm: Arm) -> set[str]:
    return set(live_rules(arm))


def _says_other(control: Arm, arm: Arm) -> bool:
    before, after = _rules(control), _rules(arm)
    if not before and not after:
        return False
    if before != after or any(control.rules[key] != arm.rules[key] for key in after):
        return True
    return _settings_differ(control, arm)


def _settings_differ(control: Arm, arm: Arm) -> bool:
    """Whether caps, budgets or score card differ; what a policy is called does not count."""
    if control.policy is None or arm.policy is None:
        return control.policy is not arm.policy
    plain = {"title": "-", "description": "", "mode": "page-type"}
    return control.policy.model_copy(update=plain) != arm.policy.model_copy(update=plain)


def _mode_apart(control: Arm, arm: Arm) -> bool:
    """Whether the mode is a change by itself: only where both arms speak; else it comes with the messages."""
    return control.mode != arm.mode and bool(_rules(control)) and bool(_rules(arm))


def _card_atoms(control: Arm, arm: Arm) -> list[Atom]:
    found = []
    for touchpoint in sorted({*arm.changes, *control.changes}):
        now, then = arm.changes.get(touchpoint, CardChange()), control.changes.get(touchpoint, CardChange())
        solved = sorted(set(now.pains_removed) ^ set(then.pains_removed))
        found += [Atom("pain", pain, touchpoint) for pain in solved]
        if _without_pains(now) != _without_pains(then):
            found.append(Atom("card", touchpoint, touchpoint))
    return found


def _without_pains(change: CardChange) -> CardChange:
    return change.model_copy(update={"pains_removed": FrozenMap()})


def _other(control: Arm, arm: Arm) -> bool:
    """Whether the arms differ in more than single rules."""
    if arm.map is not None or _card_atoms(control, arm) or dict(arm.traits) != dict(control.traits):
        return True
    both = bool(_rules(control)) and bool(_rules(arm))
    return both and (control.mode != arm.mode or _settings_differ(control, arm))


def made(control: Arm, arm: Arm, atoms: Sequence[Atom], chosen: Sequence[Atom], arm_id: str) -> Arm:
    """The arm in which the chosen of all these atoms are changed, and nothing else.

    Policy settings (caps, score card) come with the messages of the arm where the control is silent, else with the
    atom that stands for everything else.
    """
    if not chosen:
        return replace(control, id=arm_id)
    if len(chosen) == len(atoms):
        return replace(arm, id=arm_id)
    kinds = {one.kind for one in chosen}
    result = replace(control, id=arm_id)
    if "rest" in kinds:
        result = replace(result, changes=arm.changes, map=arm.map, traits=arm.traits)
    if "map" in kinds:
        result = replace(result, changes=arm.changes, map=arm.map)
    result = _speaking(result, control, arm, chosen, kinds)
    cards = [one for one in chosen if one.kind in {"pain", "card"}]
    if cards:
        result = replace(result, changes=_changed(control, arm, cards))
    people = [one.key for one in chosen if one.kind == "trait"]
    if people:
        result = replace(result, traits={**control.traits, **{key: arm.traits[key] for key in people}})
    return result


def _speaking(result: Arm, control: Arm, arm: Arm, chosen: Sequence[Atom], kinds: set[Kind]) -> Arm:
    """The messages of a coalition."""
    if "policy" in kinds:
        mode = arm.mode if "mode" in kinds or not _mode_apart(control, arm) else control.mode
        return replace(result, policy=arm.policy, rules=arm.rules, mode=mode)
    if "mode" in kinds:
        return replace(result, mode=arm.mode)
    single = [one for one in chosen if one.kind in {"rule", "rule-off"}]
    settled = "rest" in kinds or not _rules(control)
    rules = {key: control.rules[key] for key in live_rules(control)}
    for one in single:
        if one.kind == "rule-off":
            rules.pop(one.key, None)
        else:
            rules[one.key] = arm.rules[one.key]
    mode, policy = (arm.mode, arm.policy) if settled and _rules(arm) else (control.mode, control.policy)
    return replace(result, policy=policy, rules=FrozenMap(rules), mode=mode) if rules or single else result


def _changed(control: Arm, arm: Arm, cards: Sequence[Atom]) -> dict[str, CardChange]:
    changes = dict(control.changes)
    for one in cards:
        now, then = arm.changes.get(one.touchpoint, CardChange()), changes.get(one.touchpoint, CardChange())
        if one.kind == "card":
            then = now.model_copy(update={"pains_removed": then.pains_removed})
        else:
            pains = dict(then.pains_removed)
            if one.key in now.pains_removed:
                pains[one.key] = True
            else:
                pains.pop(one.key, None)
            then = then.model_copy(update={"pains_removed": FrozenMap(pains)})
        changes[one.touchpoint] = then
    return changes


def alike(scenario: Scenario, arm: Arm) -> tuple[object, ...]:
    """What decides which shares an arm is solved for: two arms with the same answer share their weights."""
    shares = tuple(
        (key, tuple(sorted((link, rate.value) for link, rate in change.shares.items())))
        for key, change in sorted(arm.changes.items())
        if change.shares
    )
    return (arm.map.id if arm.map is not None else scenario.slice.id, shares)
