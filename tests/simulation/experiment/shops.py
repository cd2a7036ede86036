"""Experiments on the reference shop, for tests: its offsets are solved once and kept."""

from __future__ import annotations

from dataclasses import replace

from maps.model import Pain
from personas.provenance import assumed
from personas.records import FrozenMap
from simulation.evidence.reference import arm_id, reference
from simulation.policy.model import Rule
from simulation.scenario import Arm, CardChange, Scenario


def together(*keys: str, **changes: object) -> Scenario:
    """The silent control against one arm in which all these techniques speak; `changes` go into every rule."""
    alone = reference(keys)
    rules: dict[str, Rule] = {}
    for number, arm in enumerate(alone.arms[1:]):
        rules[f"rule-{number:08d}"] = arm.rules["rule-" + f"{number:08d}"].model_copy(update=changes)
    first = alone.arms[1]
    both = Arm("arm-together", "Together", first.policy, rules, first.mode, FrozenMap())
    return replace(alone, arms=(alone.arms[0], both))


def nothing() -> Scenario:
    """The silent control against itself."""
    shop = reference(("reviews",))
    return replace(shop, arms=(shop.arms[0], replace(shop.arms[0], id="arm-same0000", title="Same")))


def unhurried() -> Scenario:
    """An arm that changes a card rather than says something: the payment page is read twice as long."""
    shop = reference(("reviews",))
    change = CardChange(dwell=assumed(60.0))
    arm = replace(shop.arms[0], id="arm-slow0000", title="Slow", changes=FrozenMap({"touchpoint-payment0": change}))
    return replace(shop, arms=(shop.arms[0], arm))


def mended(*keys: str) -> Scenario:
    """The details form has a pain point, which an arm solves; with keys it says something too."""
    shop = together(*keys) if keys else reference(("reviews",))
    pains = {"card-form0000": Pain(card="card-form0000", severity=4)}
    solved = FrozenMap({"touchpoint-details0": CardChange(pains_removed=FrozenMap({"pain-form0000": True}))})
    arm = replace(shop.arms[1] if keys else shop.arms[0], id="arm-mended00", title="Mended", changes=solved)
    return replace(
        shop,
        slice=replace(shop.slice, pains=pains),
        arms=(shop.arms[0], arm),
        pain_cards={"pain-form0000": "card-form0000"},
    )


__all__ = ["arm_id", "mended", "nothing", "reference", "together", "unhurried"]
