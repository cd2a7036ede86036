"""Cutting the difference between two arms: with nothing changed it is the control, with everything the variant."""

from __future__ import annotations

import itertools
from dataclasses import replace

import pytest

from personas.provenance import assumed
from personas.records import FrozenMap
from simulation.drivers.atoms import Atom, alike, change_atoms, made, rule_atoms
from simulation.drivers.games import same
from simulation.experiment.warnings import live_rules
from simulation.policy.model import Policy
from simulation.scenario import Arm, CardChange, Scenario, TraitChange
from tests.shop import rule
from tests.simulation.experiment.shops import mended, reference, together

SILENT = Arm("control", "Silence", None, {}, "page-type", FrozenMap())
A, B, C = rule("reviews"), rule("reminder"), rule("motivation")


def _arm(**rules: object) -> Arm:
    named = {f"rule-{key:0<8}": one for key, one in rules.items()}
    return Arm("arm-variant0", "Variant", Policy(title="New"), named, "page-type", FrozenMap())  # type: ignore[arg-type]


def _whole() -> tuple[Arm, Arm]:
    """Two arms that differ in everything but the map."""
    control = replace(_arm(a=A, c=C), id="control")
    solved = CardChange(pains_removed=FrozenMap({"pain-one00000": True, "pain-two00000": True}), dwell=assumed(9.0))
    arm = replace(
        _arm(a=A, b=B),
        policy=Policy(title="Newer", messages_per_visit=2),
        mode="score-card",
        changes=FrozenMap({"touchpoint-details0": solved}),
        traits={"persona-one00000": TraitChange(consent=assumed(0.9))},
    )
    return control, arm


def test_rules_more_rules_less_and_the_rest() -> None:
    control, arm = _whole()
    assert rule_atoms(control, arm) == (
        Atom("rule", "rule-b0000000"),
        Atom("rule-off", "rule-c0000000"),
        Atom("rest", "rest"),
    )


def test_every_change_by_itself() -> None:
    control, arm = _whole()
    assert [(one.kind, one.key) for one in change_atoms(control, arm)] == [
        ("policy", "policy"), ("mode", "score-card"), ("pain", "pain-one00000"), ("pain", "pain-two00000"),
        ("card", "touchpoint-details0"), ("trait", "persona-one00000"),
    ]  # fmt: skip


@pytest.mark.parametrize("cut", [rule_atoms, change_atoms])
def test_none_is_the_control_and_all_is_the_variant(cut: object) -> None:
    for control, arm in (_whole(), (SILENT, _arm(a=A, b=B, c=C)), (SILENT, _whole()[1])):
        atoms = cut(control, arm)  # type: ignore[operator]
        assert same(made(control, arm, atoms, [], "x"), control)
        assert same(made(control, arm, atoms, atoms, "x"), arm)


@pytest.mark.parametrize("cut", [rule_atoms, change_atoms])
def test_every_coalition_is_another_arm(cut: object) -> None:
    control, arm = _whole()
    atoms = cut(control, arm)  # type: ignore[operator]
    sets = [chosen for n in range(len(atoms) + 1) for chosen in itertools.combinations(atoms, n)]
    arms = [made(control, arm, atoms, chosen, "x") for chosen in sets]
    for one, other in itertools.combinations(range(len(arms)), 2):
        assert not same(arms[one], arms[other]), (sets[one], sets[other])


def test_a_single_rule_speaks_with_the_settings_of_its_policy_where_nobody_spoke() -> None:
    arm = replace(_arm(a=A, b=B), policy=Policy(title="New", messages_per_visit=1), mode="score-card")
    atoms = rule_atoms(SILENT, arm)
    alone = made(SILENT, arm, atoms, atoms[:1], "x")
    assert (alone.policy, alone.mode, live_rules(alone)) == (arm.policy, "score-card", ("rule-a0000000",))


def test_what_a_policy_is_called_is_no_change() -> None:
    arm = _arm(a=A)
    other = replace(arm, policy=Policy(title="Same by another name"))
    assert rule_atoms(arm, other) == ()
    assert change_atoms(arm, other) == ()


def test_arms_on_the_same_drawn_shares_are_solved_once() -> None:
    shop: Scenario = together("reviews", "reminder")
    control, arm = shop.arms
    assert alike(shop, control) == alike(shop, arm)
    drawn = CardChange(shares=FrozenMap({next(iter(shop.slice.links)): assumed(0.1)}))
    other = replace(arm, changes=FrozenMap({"touchpoint-details0": drawn}))
    assert alike(shop, other) != alike(shop, arm)
    shop = mended("reviews")
    assert alike(shop, shop.arms[1]) == alike(shop, shop.arms[0])


def test_the_map_comes_with_its_cards() -> None:
    shop = reference(("reviews",))
    arm = replace(
        shop.arms[1], map=shop.slice, changes=FrozenMap({"touchpoint-details0": CardChange(dwell=assumed(3.0))})
    )
    atoms = change_atoms(shop.arms[0], arm)
    assert [one.kind for one in atoms] == ["policy", "map"]
    only = made(shop.arms[0], arm, atoms, atoms[1:], "x")
    assert only.map is shop.slice
    assert only.changes == arm.changes
    assert not live_rules(only)
