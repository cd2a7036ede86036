"""Moments are read the same way as the visitors they were made of."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from numpy.typing import NDArray

from simulation.experiment.estimators import one_draw, relative_series, variant_series
from simulation.experiment.readings import paired_sums
from simulation.measures.moments import PairedMoments
from simulation.measures.registry import MEASURES
from simulation.measures.tallies import COUNT, CROSS, INDEX, OWN, SCALE

GROUPS, ARMS, DRAWS, VISITORS = 3, 2, 4, 500


def _people() -> tuple[NDArray[np.float64], NDArray[np.int64]]:
    """Tallies (K, N, A, M) of visitors whose arms are alike but for a few, and their groups (K, N)."""
    rng = np.random.default_rng(1)
    y = rng.integers(0, 3, (DRAWS, VISITORS, 1, COUNT)).astype(float).repeat(ARMS, axis=2)
    y[..., INDEX["visitors"]] = 1
    y[..., INDEX["visits"]] += 1
    y[:, :60, 1, INDEX["orders"]] += 1
    y[:, :60, 1, INDEX["revenue"]] += 4321
    return y, rng.integers(0, GROUPS, (DRAWS, VISITORS))


def _moments() -> PairedMoments:
    y, group = _people()
    member = np.eye(GROUPS)[group]
    return PairedMoments(
        member.sum(axis=1),
        np.einsum("kng,knam->kgam", member, y),
        np.einsum("kng,knap->kgap", member, y[..., OWN[:, 0]] * y[..., OWN[:, 1]]),
        np.einsum("kng,knap->kgap", member, y[:, :, :1, CROSS[:, 0]] * y[:, :, 1:, CROSS[:, 1]]),
        np.full((DRAWS, GROUPS, 1), 20.0),
    )


@pytest.mark.parametrize("key", ["revenue_per_visitor", "conversion_rate_visit", "messages_per_visitor"])
@pytest.mark.parametrize("groups", [None, [1], [0, 2]])
def test_sums_and_products_are_those_of_the_visitors(key: str, groups: list[int] | None) -> None:
    y, group = _people()
    measure = MEASURES[key]
    kept = np.isin(group, groups if groups is not None else range(GROUPS))[..., None]
    where = [INDEX[measure.numerator], INDEX[measure.denominator]]
    four = np.concatenate([y[:, :, 0][..., where], y[:, :, 1][..., where]], axis=-1) * kept * np.tile(SCALE[where], 2)
    found = paired_sums(_moments(), measure, 1, groups)
    np.testing.assert_allclose(found.sums, four.sum(axis=1))
    np.testing.assert_allclose(found.products, np.einsum("kni,knj->kij", four, four))
    np.testing.assert_array_equal(found.visitors, VISITORS)


def test_each_measure_counts_its_own_flips_and_its_own_events() -> None:
    """Reach flips where reach differs, whatever the orders do; a persona's events have that persona's size."""
    y, group = _people()
    y[:, 100:140, 1, INDEX["reach_choose"]] += 1
    y[group == 1, :, INDEX["reach_choose"]] += 1
    member = np.eye(GROUPS)[group]
    moments = replace(
        _moments(),
        raw_first=np.einsum("kng,knap->kgap", member, y),
        raw_own=np.einsum("kng,knap->kgap", member, y[..., OWN[:, 0]] * y[..., OWN[:, 1]]),
        raw_cross=np.einsum("kng,knap->kgap", member, y[:, :, :1, CROSS[:, 0]] * y[:, :, 1:, CROSS[:, 1]]),
    )
    everybody = paired_sums(moments, MEASURES["reach_choose"], 1)
    size = everybody.event_size
    np.testing.assert_allclose(everybody.flips * size, 40)
    np.testing.assert_allclose(paired_sums(moments, MEASURES["orders_per_visitor"], 1).flips, 20 * GROUPS)
    control = y[:, :, 0, INDEX["reach_choose"]][group == 1]
    mine = paired_sums(moments, MEASURES["reach_choose"], 1, [1])
    assert mine.event_size == pytest.approx((control**2).sum() / control.sum())
    assert mine.event_size > size


def test_a_complement_turns_the_difference_around() -> None:
    left = MEASURES["basket_abandonment"]
    data = paired_sums(_moments(), left, 1)
    orders, baskets = _moments().total("orders", 1), _moments().total("basket_visits", 1)
    assert variant_series(data).pooled == pytest.approx(1 - orders / baskets)
    assert one_draw(data).absolute < 0


def test_an_arm_against_itself_differs_by_nothing() -> None:
    data = paired_sums(_moments(), MEASURES["revenue_per_visitor"], 0)
    series = relative_series(data)
    np.testing.assert_allclose(series.values, 0, atol=1e-12)
    np.testing.assert_allclose(series.errors, 0, atol=1e-9)


def test_orders_that_are_only_worth_more_count_too() -> None:
    """Nobody's order came or went; fifty are worth a little more, by one to fifty cents."""
    tally = np.zeros((1, 500, 2, COUNT))
    tally[..., INDEX["visitors"]] = 1
    tally[:, :200, :, INDEX["orders"]] = 1
    tally[:, :200, :, INDEX["revenue"]] = 5_000
    tally[:, :50, 1, INDEX["revenue"]] += np.arange(1, 51)
    moments = PairedMoments(
        np.array([[500.0]]),
        tally.sum(axis=1)[:, None],
        (tally[..., OWN[:, 0]] * tally[..., OWN[:, 1]]).sum(axis=1)[:, None],
        (tally[:, :, :1, CROSS[:, 0]] * tally[:, :, 1:, CROSS[:, 1]]).sum(axis=1)[:, None],
        np.zeros((1, 1, 1)),
    )
    found = paired_sums(moments, MEASURES["average_order_value"], 1)
    assert 30 < found.flips[0] <= 50
    assert found.gained is None
    assert paired_sums(moments, MEASURES["orders_per_visitor"], 1).flips[0] == 0
