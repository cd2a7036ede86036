"""The paired estimate against algebra and against many repeats (T13)."""

from __future__ import annotations

import math

import numpy as np
import pytest

from simulation.experiment.estimators import (
    PairedSums,
    absolute_series,
    control_series,
    one_draw,
    quality,
    relative_series,
    variant_series,
)
from tests.simulation.experiment.worlds import paired, shrink


def _from_visitors(y: np.ndarray[tuple[int, int], np.dtype[np.float64]], event_size: float = 1.0) -> PairedSums:
    flips = np.array([float(np.sum(y[:, 0] != y[:, 2]))])
    return PairedSums(np.array([float(len(y))]), y.sum(axis=0)[None], (y.T @ y)[None], flips, event_size)


def test_one_draw_is_the_formula_of_the_model() -> None:
    rng = np.random.default_rng(1)
    control = rng.random(5000) < 0.05
    variant = np.where(rng.random(5000) < 0.02, ~control, control)
    value = rng.lognormal(3, 0.6, 5000)
    c, t = control * value, variant * value
    v = float(np.mean(value**2))
    found = one_draw(_from_visitors(np.stack([c, np.ones(5000), t, np.ones(5000)], axis=1), v))
    lift = t.sum() / c.sum() - 1
    d = t - (1 + lift) * c
    assert found.relative == pytest.approx(lift, rel=1e-12)
    assert found.relative_se == pytest.approx(math.sqrt((d @ d + 2 * v) / (5000 * c.mean()) ** 2), rel=1e-9)
    assert found.absolute == pytest.approx(t.mean() - c.mean(), rel=1e-12)
    assert found.flips == np.sum(control != variant)


def test_a_ratio_of_tallies_has_the_spread_of_repeated_worlds() -> None:
    rng = np.random.default_rng(2)
    lifts, errors = [], []
    for _ in range(400):
        visits = 1 + rng.poisson(0.7, 4000)
        orders = rng.binomial(visits, 0.05)
        more = orders + (rng.random(4000) < 0.01)
        longer = visits + (rng.random(4000) < 0.1)
        found = one_draw(_from_visitors(np.stack([orders, visits, more, longer], axis=1).astype(float)))
        lifts.append(found.relative)
        errors.append(found.relative_se)
    assert np.std(lifts) / np.mean(errors) == pytest.approx(1, abs=0.12)


def test_equal_arms_differ_by_exactly_nothing() -> None:
    data = paired(10_000, 0.03, np.zeros(5), np.zeros(5), np.random.default_rng(3))
    assert one_draw(data).relative == 0
    np.testing.assert_array_equal(absolute_series(data).values, 0)
    np.testing.assert_allclose(relative_series(data).values, 0, atol=1e-15)


def test_the_mean_of_the_draws_is_the_pooled_lift_even_with_empty_draws() -> None:
    data = paired(20, 0.03, np.full(300, 0.02), np.full(300, 0.005), np.random.default_rng(4))
    assert (data.sums[:, 0] == 0).any()
    for series in (relative_series(data), absolute_series(data), control_series(data), variant_series(data)):
        assert series.values.mean() == pytest.approx(series.pooled, abs=1e-12)
        assert np.isfinite(series.values).all()
        assert np.isfinite(series.errors).all()


def test_without_control_events_there_is_no_relative_lift() -> None:
    data = paired(100, 0.0, np.full(2, 0.1), np.zeros(2), np.random.default_rng(5))
    with pytest.raises(ValueError, match="no events"):
        relative_series(data)
    assert absolute_series(data).pooled > 0


def test_the_error_of_a_draw_is_unbiased() -> None:
    data = paired(2000, 0.03, np.full(4000, 0.004), np.full(4000, 0.001), np.random.default_rng(6))
    series = relative_series(data)
    assert np.mean(series.errors**2) == pytest.approx(np.var(series.values, ddof=1), rel=0.08)


@pytest.mark.parametrize("flips", [15, 75, 500])
def test_t13_the_paired_interval_covers(flips: int) -> None:
    repeats, visitors, buyers = 4000, 200_000, 0.03
    won, lost = 0.7 * flips / visitors, 0.3 * flips / visitors
    data = paired(visitors, buyers, np.full(repeats, won), np.full(repeats, lost), np.random.default_rng(flips))
    truth = (won - lost) / buyers
    hit = [
        abs(found.relative - truth) <= 1.96 * found.relative_se
        for found in (one_draw(shrink(data, slice(k, k + 1))) for k in range(repeats))
    ]
    assert np.mean(hit) >= 0.94


def test_few_flips_are_named() -> None:
    assert [quality(n) for n in (0, 29, 30, 99, 100)] == ["none", "none", "rough", "rough", "good"]
