"""Whatever is counted can be counted again from the events: every tally, on every kind of shop."""

from functools import cache
from random import Random

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from app.project.examples import new_from_example
from app.project.slices import scenario as scenario_of
from simulation.compile import assemble
from simulation.engines.choose import run, trace
from simulation.measures.rebuild import derived, rebuild
from simulation.measures.tallies import OWN, TALLIES
from simulation.plan import Floats, Plan
from tests.shop import busy_assembly, random_shop, strong

VISITORS = 300


def _rebuilt(plan: Plan, visitors: int, seed: int = 1) -> Floats:
    """Tallies of every arm out of events, shape (A, visitors, tallies); the run's own sums must be the same."""
    draws = strong(plan)
    moments = run(plan, draws, seed=seed, stream=0, first_visitor=0, visitors_per_draw=visitors, workers=1)
    everybody = range(visitors)
    tables = []
    for arm in range(len(plan.arms)):
        rows = trace(plan, draws, arm=arm, visitors=everybody, seed=seed, stream=0)
        table = rebuild(plan, rows, everybody)
        counted = moments.raw_first[0, :, arm].sum(axis=0)
        wrong = [name for name, one, other in zip(TALLIES, table.sum(axis=0), counted, strict=True) if one != other]
        assert wrong == [], wrong
        # Products of a visitor's tallies: the same sums over other visitors would not give the same.
        products = (table[:, OWN[:, 0]] * table[:, OWN[:, 1]]).sum(axis=0)
        assert np.array_equal(products, moments.raw_own[0, :, arm].sum(axis=0))
        tables.append(table)
    return np.array(tables)


@cache
def _of_example(name: str) -> Floats:
    return _rebuilt(assemble(scenario_of(new_from_example(name))).plan, VISITORS)


@pytest.mark.parametrize("name", ["kettle", "clothing", "airline"])
def test_the_examples(name: str) -> None:
    assert _of_example(name).any()


def test_the_busy_shop() -> None:
    assert _rebuilt(busy_assembly().plan, VISITORS)[1, :, TALLIES.index("messages")].sum() > VISITORS


@settings(max_examples=15)
@given(st.integers(0, 2**32))
def test_shops_drawn_at_random(number: int) -> None:
    assert _rebuilt(assemble(random_shop(Random(number))).plan, 25, number)[:, :, 0].all()


def test_no_tally_is_left_out() -> None:
    assert derived(busy_assembly().plan) == set(TALLIES)
