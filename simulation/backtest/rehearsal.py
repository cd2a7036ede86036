"""A past test played again: today's site, and today's site with the one rule that was tested, for everybody in it.

The counts of a past test are of visitors who could get the message; therefore everybody consents here and nobody is
excluded. What was measured must not be known to what predicts it: every measurement that names the test's own source
is forgotten (leave one out).
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Literal

from personas.provenance import assumed
from personas.records import FrozenMap
from simulation.calibration.model import PastTest
from simulation.evidence.catalogue import catalogue
from simulation.policy.catalogue import MECHANICS
from simulation.policy.model import Policy, Rule, Technique, Trigger
from simulation.scenario import Arm, Experiment, Scenario

MEASURE = "conversion_rate"
PREDICTABLE = frozenset({"push", "hold"})
"""What works on the page, on visitors who are counted from there on; the rest would need other counts."""
_MOMENTS = frozenset({"exit_message", "reminder"})
"""Techniques that speak at a moment of their own, as on the reference shop; all others on arrival."""

Tried = tuple[str, tuple[str, ...]]
"""What was tested: technique, and the cards it stood on (none: its natural ones)."""


def tried(test: PastTest) -> Tried:
    """What a past test tested; two that tested the same are predicted once."""
    return test.technique, tuple(sorted(card for card, there in test.touchpoints.items() if there))


def complaint(test: PastTest, base: Scenario) -> Literal["", "technique", "cards"]:
    """Why a test cannot be predicted: 'technique' is not known or not of this kind, 'cards' are not on the map."""
    facts = catalogue(base.techniques)
    like = _like(base.techniques).get(test.technique, test.technique)
    if test.technique not in facts or like not in MECHANICS or MECHANICS[like].target not in PREDICTABLE:
        return "technique"
    cards = tried(test)[1]
    if any(card not in base.slice.touchpoints for card in cards):
        return "cards"
    pages = {point.page for point in base.slice.touchpoints.values()}
    return "" if cards or pages & set(MECHANICS[like].pages) else "cards"


def without(techniques: Mapping[str, Technique], source: str | None) -> Mapping[str, Technique]:
    """The shop's techniques as they would be known had nothing been measured in `source`."""
    if source is None:
        return techniques
    return {
        key: row.model_copy(update={"measured_mean": None, "measured_error": None}) if row.source == source else row
        for key, row in techniques.items()
    }


def arm_id(place: int) -> str:
    """Id of the arm of the `place`-th thing that was tried."""
    return f"variant-past{place:04d}"


def rehearsal(base: Scenario, tries: Sequence[Tried], techniques: Mapping[str, Technique]) -> Scenario:
    """Today's site as control, and one arm per thing that was tried, in their order; knowing `techniques`."""
    control = replace(base.status_quo, id="control")
    arms = tuple(_arm(control, place, one, _like(techniques)) for place, one in enumerate(tries))
    people = {
        key: persona.model_copy(update={"traits": persona.traits.model_copy(update={"consent": assumed(1.0)})})
        for key, persona in base.slice.personas.items()
    }
    return replace(
        base,
        slice=replace(base.slice, personas=FrozenMap(people)),
        arms=(control, *arms),
        audiences={key: one for key, one in base.audiences.items() if one.kind != "exclude"},
        techniques=techniques,
        experiment_id="",
        experiment=Experiment(map=base.slice.id, title="backtest", metric=MEASURE),
    )


def _like(techniques: Mapping[str, Technique]) -> dict[str, str]:
    return {row.key: row.like for row in techniques.values() if row.like}


def _arm(control: Arm, place: int, one: Tried, like: Mapping[str, str]) -> Arm:
    technique, cards = one
    how, first = MECHANICS[like.get(technique, technique)], Policy(title="past test", mode="page-type")
    rule = Rule(
        policy="policy-pasttest",
        title=technique,
        technique=technique,
        touchpoints=FrozenMap(dict.fromkeys(cards, True)),
        trigger=Trigger(kind="exit_intent" if how.key == "exit_message" else "return_visit")
        if how.key in _MOMENTS
        else Trigger(),
        cap_per_visit=how.caps,
        priority=1000,
        # As on the reference shop: what a discount takes off is a cost, no effect on the rate.
        discount=assumed(0.0) if how.price else None,
        truthful="yes",
    )
    return replace(
        control,
        id=arm_id(place),
        title=technique,
        policy=control.policy or first,
        rules=FrozenMap({**control.rules, f"rule-past{place:04d}": rule}),
        mode=control.mode,
    )
