"""Where visitors compete SimPy and the compiled queue tell the same story, event for event, and count the same."""

from dataclasses import fields
from random import Random
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from personas.provenance import assumed
from simulation.compile import assemble
from simulation.engines.choose import run, trace
from simulation.measures.worlds import WorldMoments
from simulation.plan import Plan
from simulation.traces import GAVE_UP, ORDER, QUEUE, SOLD_OUT
from tests.crowd import crowded, random_crowd
from tests.shop import strong

ALWAYS: dict[str, Any] = {"opening": {}}
CASES = {
    "long line": crowded(per_week=60_000.0, desk={"agents": 2, **ALWAYS}),
    "one agent": crowded(
        per_week=200_000.0, stock=1, desk={"service_minutes": assumed(2.0), **ALWAYS},
        budgets={"discount_budget": assumed(20.0), "mail_budget": assumed(1.0)},
    ),
    "short hours": crowded(per_week=2_000.0, desk={"opening": {"0": "00:00-24:00", "1": "00:00-03:30"}}),
}  # fmt: skip


def _agree(plan: Plan, visitors: range, seed: int) -> np.ndarray:
    draws, kinds = strong(plan), np.zeros(64, np.int64)
    for arm in range(len(plan.arms)):
        compiled = trace(plan, draws, arm=arm, visitors=visitors, seed=seed, stream=0)
        simpy = trace(plan, draws, arm=arm, visitors=visitors, seed=seed, stream=0, engine="simpy")
        assert compiled.tobytes() == simpy.tobytes()
        kinds += np.bincount(compiled["kind"], minlength=64)
    return kinds


@pytest.mark.parametrize("name", CASES)
def test_the_reference_shop_with_a_crowd(name: str) -> None:
    kinds = _agree(assemble(CASES[name]).plan, range(5_000, 5_900), 2)
    assert min(kinds[QUEUE], kinds[GAVE_UP], kinds[SOLD_OUT], kinds[ORDER]) > 0


@settings(max_examples=25)
@given(st.integers(0, 2**32))
def test_crowded_shops_drawn_at_random(number: int) -> None:
    plan = assemble(random_crowd(Random(number))).plan
    assert _agree(plan, range(40), number).sum() > 40


def test_worlds_leave_the_same_books() -> None:
    plan = assemble(CASES["long line"]).plan
    both = [
        run(plan, strong(plan, 2), seed=4, stream=0, first_visitor=7, visitors_per_draw=600, engine=engine)
        for engine in ("compiled", "simpy")
    ]
    assert all(isinstance(one, WorldMoments) for one in both)
    assert [one.engine for one in both] == ["compiled", "simpy"]
    for one in fields(WorldMoments):
        left, right = (getattr(moments, one.name) for moments in both)
        if isinstance(left, np.ndarray):
            assert np.array_equal(left, right), one.name
