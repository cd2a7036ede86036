"""Both engines tell the same story, event for event: on the reference shop and on shops drawn at random."""

from collections.abc import Mapping
from dataclasses import replace
from random import Random
from typing import TypeVar

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from personas.records import FrozenMap
from simulation.compile import assemble
from simulation.engines.choose import trace
from simulation.plan import Plan
from simulation.scenario import Scenario
from tests.shop import busy_assembly, busy_shop, random_shop, solved_shop, strong


def _agree(plan: Plan, visitors: range, seed: int) -> int:
    draws = strong(plan)
    events = 0
    for arm in range(len(plan.arms)):
        compiled = trace(plan, draws, arm=arm, visitors=visitors, seed=seed, stream=0)
        simpy = trace(plan, draws, arm=arm, visitors=visitors, seed=seed, stream=0, engine="simpy")
        assert compiled.tobytes() == simpy.tobytes()
        events += len(compiled)
    return events


@pytest.mark.parametrize("seed", [1, 2])
def test_the_reference_shop(seed: int) -> None:
    assert _agree(solved_shop().plan, range(seed * 1_000, seed * 1_000 + 400), seed) > 2_000


@settings(max_examples=25)
@given(st.integers(0, 2**32))
def test_shops_drawn_at_random(number: int) -> None:
    assert _agree(assemble(random_shop(Random(number))).plan, range(25), number) > 25


Row = TypeVar("Row")


def _shuffled(scenario: Scenario, numbers: Random) -> Scenario:
    def mixed(rows: Mapping[str, Row]) -> FrozenMap[str, Row]:
        keys = list(rows)
        numbers.shuffle(keys)
        return FrozenMap({key: rows[key] for key in keys})

    slice_ = scenario.slice
    arms = tuple(replace(arm, rules=mixed(arm.rules)) for arm in scenario.arms)
    journey = slice_.map.model_copy(update={"personas": mixed(slice_.map.personas)})
    mixed_slice = replace(
        slice_,
        map=journey,
        personas=mixed(slice_.personas),
        touchpoints=mixed(slice_.touchpoints),
        links=mixed(slice_.links),
        stages=mixed(slice_.stages),
    )
    return replace(scenario, arms=arms, slice=mixed_slice, audiences=mixed(scenario.audiences))


def test_the_order_in_the_file_means_nothing() -> None:
    plan = busy_assembly().plan
    other = assemble(_shuffled(busy_shop(), Random(3))).plan
    for name, one, two in zip(plan._fields, plan, other, strict=True):
        assert one.tobytes() == two.tobytes(), name


def test_another_card_changes_nobodys_luck_elsewhere() -> None:
    """A card that nobody reaches leaves every event of every visitor as it was, indexes aside."""
    shop = busy_shop()
    extra = next(iter(shop.slice.touchpoints.values())).model_copy(update={"title": "extra", "entry": FrozenMap()})
    wider = replace(shop.slice, touchpoints={"touchpoint-aaaaaaaa": extra, **shop.slice.touchpoints})
    plan, more = busy_assembly().plan, assemble(replace(shop, slice=wider)).plan
    assert more.cards.shape[1] == plan.cards.shape[1] + 1
    before = trace(plan, strong(plan), arm=1, visitors=range(300), seed=1, stream=0)
    after = trace(more, strong(more), arm=1, visitors=range(300), seed=1, stream=0)
    names = ["visitor", "visit", "time", "kind", "value"]
    assert np.array_equal(before[names], after[names])
    assert np.array_equal(before["card"] + 1, after["card"])
