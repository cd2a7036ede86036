"""What a measurement is worth, against the conjugate normal."""

from __future__ import annotations

import math

import numpy as np
import pytest

from simulation.drivers.value import Quantity, bins_of, error_of_test, known, measure_first, normal_gain, told

N = 100_000


def _two(seed: int = 1) -> tuple[np.ndarray, np.ndarray]:
    numbers = np.random.default_rng(seed)
    return 0.4 + 2.0 * numbers.standard_normal(N), 1.0 * numbers.standard_normal(N)


def test_share_of_the_variance_and_gain_of_knowing_one_exactly() -> None:
    """Answer a + b, a ~ N(0.4, 4), b ~ N(0, 1): the share is 4/5 and 1/5, the gain that of N(0.4, sd of the part)."""
    a, b = _two()
    for part, sd in ((a, 2.0), (b, 1.0)):
        found = known(part, a + b, a + b)
        assert found.share == pytest.approx(sd**2 / 5, abs=4 * found.error + 0.002)
        assert found.gain == pytest.approx(normal_gain(0.4, sd), abs=4 * found.gain_error + 0.003)


def test_the_unit_normal_loss() -> None:
    """By numbers: E[max(0, m + s z)] - max(0, m)."""
    z = np.random.default_rng(2).standard_normal(400_000)
    for mean, sd in ((0.0, 1.0), (0.7, 1.3), (-2.0, 1.0)):
        expected = float(np.maximum(0, mean + sd * z).mean()) - max(0.0, mean)
        assert normal_gain(mean, sd) == pytest.approx(expected, abs=0.006)
    assert normal_gain(0.0, 1.0) == pytest.approx(1 / math.sqrt(2 * math.pi))
    assert normal_gain(1.0, 0.0) == 0.0


def test_a_test_with_an_error_tells_as_much_as_the_conjugate_normal_says() -> None:
    """A test of a ~ N(m, s^2) with error e moves the mean by N(0, s^4 / (s^2 + e^2))."""
    a, b = _two()
    for error in (1.0, 2.0, 6.0):
        moved = 4.0 / math.sqrt(4.0 + error**2)
        found = known(told(a, error, seed=3), a + b, a + b)
        assert found.share == pytest.approx(moved**2 / 5, abs=4 * found.error + 0.003)
        assert found.gain == pytest.approx(normal_gain(0.4, moved), abs=4 * found.gain_error + 0.004)


def test_knowing_what_does_nothing_is_worth_nothing() -> None:
    a, _ = _two()
    other = np.random.default_rng(9).standard_normal(N)
    found = known(other, a, a)
    assert found.share < 0.001
    assert found.gain < 0.002
    same = known(np.full(N, 3.0), a, a)
    assert same.share == same.gain == 0.0


def test_values_that_occur_often_have_a_bin_of_their_own() -> None:
    values = np.r_[np.zeros(600), np.arange(1.0, 401.0)]
    places = bins_of(values, 8)
    assert len(set(places[:600].tolist())) == 1
    assert not set(places[:600].tolist()) & set(places[600:].tolist())
    assert np.bincount(places[600:]).tolist() == [50] * 8


def test_error_of_a_test_is_the_binomial_one() -> None:
    numbers = np.random.default_rng(5)
    one, other = numbers.binomial(20_000, 0.03, (2, 4000)) / 20_000
    assert float((one / 0.03 - other / 0.03).std()) == pytest.approx(error_of_test(20_000, 0.03), rel=0.04)


def test_the_one_that_narrows_most_comes_first_and_a_longer_test_tells_more() -> None:
    a, b = _two()
    found = measure_first(
        [Quantity("small", "assumed", b), Quantity("large", "published", a, 1.0, 0.0)],
        a + b, 100 * (a + b), drawn_answer=a + b, visitors_per_week=200.0, rate=0.03, seed=1,
    )  # fmt: skip
    assert [one.key for one in found.measuring] == ["large", "small"]
    assert found.width == pytest.approx(2 * 1.96 * math.sqrt(5), rel=0.02)
    assert found.measuring[0].width == pytest.approx(2 * 1.96, rel=0.03)
    assert found.perfect == pytest.approx(100 * normal_gain(0.4, math.sqrt(5)), rel=0.03)
    tests = found.measuring[0].tests
    assert [one.weeks for one in tests] == [2, 4, 8, 12]
    shares = [one.narrower for one in tests]
    assert shares == sorted(shares)
    for one in tests:
        expected = 16 / (4 + one.error**2) / 5
        assert one.narrower == pytest.approx(expected, abs=0.01)
    assert found.measuring[1].tests == ()
