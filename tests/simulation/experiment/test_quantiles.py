"""99 numbers say what the samples say: chances, means, densities, atoms."""

from __future__ import annotations

import math
from statistics import NormalDist

import numpy as np
import pytest

from simulation.evidence.priors import Prior, sample
from simulation.experiment.probabilities import probabilities
from simulation.experiment.quantiles import (
    at,
    atom,
    chance_above,
    chance_below,
    chances,
    density,
    fewer,
    mean,
    points,
    quantiles,
)

BELL = NormalDist(0.01, 0.004)
EXACT = tuple(BELL.inv_cdf(p / 100) for p in range(1, 100))


def test_a_normal_lift_comes_back() -> None:
    for x in (-0.002, 0.001, 0.0085, 0.01, 0.0124, 0.02, 0.024):
        assert chance_above(EXACT, x) == pytest.approx(1 - BELL.cdf(x), abs=0.002)
        assert chance_below(EXACT, x) + chance_above(EXACT, x) == pytest.approx(1)
    for p in (0.004, 0.025, 0.3, 0.5, 0.825, 0.975, 0.996):
        assert at(EXACT, p) == pytest.approx(BELL.inv_cdf(p), abs=0.1 * BELL.stdev)
        assert chance_below(EXACT, at(EXACT, p)) == pytest.approx(p, abs=1e-9)
    assert mean(EXACT) == pytest.approx(BELL.mean, abs=1e-9)
    assert atom(EXACT) == 0
    equal = points(EXACT, 1000)
    assert np.mean(equal) == pytest.approx(BELL.mean, abs=1e-9)
    assert np.std(equal) == pytest.approx(BELL.stdev, rel=0.03)


def test_the_density_is_that_of_the_bell() -> None:
    grid = tuple(np.linspace(-0.01, 0.03, 801))
    found = density(EXACT, grid)
    assert np.trapezoid(found, grid) == pytest.approx(1, abs=0.002)
    assert max(found) == pytest.approx(BELL.pdf(BELL.mean), rel=0.1)
    assert grid[int(np.argmax(found))] == pytest.approx(BELL.mean, abs=2e-4)


def test_true_nulls_are_an_atom_and_the_rest_a_density() -> None:
    x = sample({"reviews": Prior(0.003, 0.010, 0.60)}, 200_000, seed=1, number=0)["reviews"]
    kept = quantiles(x)
    assert len(kept) == 99
    assert atom(kept) == pytest.approx(0.6, abs=0.011)
    for worth in (0.001, 0.005, 0.02):
        np.testing.assert_allclose(chances(kept, worth), probabilities(x, worth), atol=0.006)
    assert chance_below(kept, 0.0) - chance_below(kept, 0.0, inclusive=False) == pytest.approx(0.6, abs=0.011)
    grid = np.linspace(-0.2, 0.2, 4001)
    assert np.trapezoid(density(kept, tuple(grid)), grid) == pytest.approx(0.4, abs=0.012)


def test_fewer_numbers_are_the_same_distribution() -> None:
    few = fewer(EXACT)
    assert len(few) == 19
    assert few[9] == EXACT[49]
    assert chance_above(few, 0.0124) == pytest.approx(1 - BELL.cdf(0.0124), abs=0.01)
    assert fewer(few) == few
    assert fewer(()) == ()


def test_four_digits_are_kept() -> None:
    kept = quantiles(np.linspace(0.0123456, 0.0456789, 1001))
    assert kept[49] == float(f"{(0.0123456 + 0.0456789) / 2:.4g}")


def test_nothing_is_read_from_nothing() -> None:
    with pytest.raises(ValueError, match="no distribution"):
        chance_above((), 0.0)
    with pytest.raises(ValueError, match="no quantile"):
        at(EXACT, 1.0)


def test_one_certain_value_is_no_trouble() -> None:
    sure = (0.02,) * 99
    assert chance_above(sure, 0.01) == pytest.approx(1)
    assert chance_above(sure, 0.03) == pytest.approx(0)
    assert mean(sure) == pytest.approx(0.02)
    assert density(sure, (0.01, 0.02)) == (0.0, 0.0)
    assert math.isclose(at(sure, 0.5), 0.02)
