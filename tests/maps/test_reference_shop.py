"""The reference shop as a project that opens: the same numbers as the frozen one, and the same lives lived in it."""

from __future__ import annotations

from typing import Any

import pytest

from app.project.examples import new_from_example
from app.project.slices import scenario
from maps.model import MapSlice
from personas.provenance import Parameter
from personas.records import FrozenMap
from simulation.compile import assemble
from simulation.engines.identity import identity
from simulation.evidence.catalogue import shipped
from simulation.evidence.reference import arm_id, reference, reference_slice
from simulation.plan import Plan, central
from simulation.policy.catalogue import SIMULATED

SHOP = scenario(new_from_example("reference-shop", "en"))
PUBLISHED = tuple(key for key in SIMULATED if shipped()[key].prior.kind == "published")


def numbers(value: Any) -> Any:
    """What a record says in numbers: a parameter is its value and its range, whatever it rests on."""
    if isinstance(value, Parameter):
        return (value.value, value.low, value.high, value.kind)
    if isinstance(value, FrozenMap):
        return {key: numbers(inner) for key, inner in value.items()}
    return value


def fields(record: Any) -> dict[str, Any]:
    return {name: numbers(getattr(record, name)) for name in type(record).model_fields}


@pytest.fixture(scope="module")
def frozen() -> MapSlice:
    return reference_slice()


def test_shares_are_those_of_the_frozen_shop(frozen: MapSlice) -> None:
    def shares(slice_: MapSlice) -> dict[tuple[str, str], Any]:
        return {(one.from_touchpoint, one.to_touchpoint): numbers(one.share) for one in slice_.links.values()}

    assert shares(SHOP.slice) == shares(frozen)
    assert SHOP.slice.links.keys() == frozen.links.keys()


def test_cards_entry_and_dwell_are_those_of_the_frozen_shop(frozen: MapSlice) -> None:
    assert SHOP.slice.touchpoints.keys() == frozen.touchpoints.keys()
    words = {"title", "order"}
    for key, point in SHOP.slice.touchpoints.items():
        own, asked = fields(point), fields(frozen.touchpoints[key])
        assert {name: own[name] for name in own if name not in words} == {
            name: asked[name] for name in asked if name not in words
        }
    assert [SHOP.slice.phase_kind(key) for key in SHOP.slice.stages] == [
        frozen.phase_kind(key) for key in frozen.stages
    ]


def test_people_and_world_are_those_of_the_frozen_shop(frozen: MapSlice) -> None:
    assert dict(SHOP.slice.map.personas) == dict(frozen.map.personas)
    assert fields(SHOP.slice.map.world) == fields(frozen.map.world)
    for key, persona in frozen.personas.items():
        assert fields(SHOP.slice.personas[key].traits) == fields(persona.traits)


def test_every_published_technique_has_an_arm_of_its_own() -> None:
    asked = reference(PUBLISHED)
    assert len(SHOP.arms) == len(asked.arms) == len(PUBLISHED) + 1
    assert not SHOP.arms[0].rules
    arms = {next(iter(arm.rules.values())).technique: arm for arm in SHOP.arms[1:]}
    for arm in asked.arms[1:]:
        (rule,) = arm.rules.values()
        (own,) = arms[rule.technique].rules.values()
        assert arm.id == arm_id(rule.technique)
        for name in ("touchpoints", "trigger", "cap_per_visit", "phases", "audiences", "segments", "discount"):
            assert getattr(own, name) == getattr(rule, name), (rule.technique, name)


def test_whoever_lives_in_it_lives_the_same_life() -> None:
    def lived(plan: Plan) -> str:
        draws = central(1, len(plan.techniques))
        draws.strength[:] = 0.3
        return identity(plan, draws, 500)

    assert lived(assemble(SHOP).plan) == lived(assemble(reference(PUBLISHED)).plan)
