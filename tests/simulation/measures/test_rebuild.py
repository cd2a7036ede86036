"""Whatever is counted can be counted again from the events: every tally, on every kind of shop."""

from dataclasses import replace
from functools import cache
from random import Random

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from app.project.examples import new_from_example
from app.project.slices import scenario as scenario_of
from personas.provenance import assumed
from simulation.compile import assemble
from simulation.engines.choose import run, trace
from simulation.measures.rebuild import derived, rebuild
from simulation.measures.tallies import CHANNEL_SLOTS, INDEX, OWN, TALLIES
from simulation.plan import Floats, Plan
from tests.beyond import journey, on, said, telling
from tests.crowd import crowded
from tests.shop import busy_assembly, random_shop, strong
from tests.simulation.test_contact import several

VISITORS = 300


def _rebuilt(plan: Plan, visitors: int, seed: int = 1) -> Floats:
    """Tallies of every arm out of events, shape (A, visitors, tallies); the run's own sums must be the same."""
    draws = strong(plan)
    moments = run(plan, draws, seed=seed, stream=0, first_visitor=0, visitors_per_draw=visitors, workers=1, runs=1)
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


@cache
def _between() -> Floats:
    return _rebuilt(several(), 4 * VISITORS)


@cache
def _beyond() -> Floats:
    """Advertisements before the first visit, cards and messages after an order, goals that are no order."""
    rules = [said("ad_touch", **on("video")), said("ad_sell", **on("query")), said("loyalty", "scheduled", 48.0),
             said("review_request", "scheduled", 72.0), said("referral", "scheduled", 96.0),
             said("scarcity", cost=assumed(0.003), relevance=assumed(-1.0))]  # fmt: skip
    traits = {"referral": assumed(0.5), "goods_returned": assumed(0.3), "order_value": assumed(80.0)}
    shop = journey(telling("arm-after000", *rules), pains={"parcel": 4}, traits=traits, after_weeks=52)
    points = dict(shop.slice.touchpoints)
    for name, goal in (("service0", "lead"), ("article0", "sign-up"), ("landing0", "store-visit")):
        key = f"touchpoint-{name}"
        points[key] = points[key].model_copy(update={"goal": goal, "value": assumed(12.5)})
    return _rebuilt(assemble(replace(shop, slice=replace(shop.slice, touchpoints=points))).plan, 4 * VISITORS)


@cache
def _crowd() -> Floats:
    budgets = {"discount_budget": assumed(40.0)}
    return _rebuilt(assemble(crowded(per_week=3_000.0, budgets=budgets)).plan, 2 * VISITORS)


def test_between_visits() -> None:
    assert _between()[:, :, INDEX["baskets_recovered"]].any()


def test_before_the_first_visit_and_after_an_order() -> None:
    assert _beyond()[1, :, INDEX["exposures"]].any()


def test_where_visitors_compete() -> None:
    assert _crowd()[:, :, INDEX["gave_up"]].any()


@settings(max_examples=15)
@given(st.integers(0, 2**32))
def test_shops_drawn_at_random(number: int) -> None:
    assert _rebuilt(assemble(random_shop(Random(number))).plan, 25, number)[:, :, 0].all()


def test_no_tally_is_left_out() -> None:
    assert derived(busy_assembly().plan) == set(TALLIES)


def test_every_tally_happens_somewhere() -> None:
    """A tally that is always zero is rebuilt by whoever says nothing: these are the only ones."""
    everything = [*(_of_example(name) for name in ("kettle", "clothing", "airline")), _between(), _beyond(), _crowd()]
    found = sum(np.abs(table).sum(axis=(0, 1)) for table in everything)
    outside = {f"{what}_{kind}" for what in ("reach", "left", "further", "ordered") for kind in ("before", "after")}
    channels = {f"visits_by_{number}" for number in range(CHANNEL_SLOTS)}
    assert {name for name, total in zip(TALLIES, found, strict=True) if total == 0} <= outside | channels
