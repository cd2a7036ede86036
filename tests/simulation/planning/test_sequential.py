"""The confidence sequence against its published formula and its coverage at every look; peeking against the tables."""

from __future__ import annotations

import math

import numpy as np
import pytest

from simulation.planning.measured import measured_lift
from simulation.planning.sequential import boundary, chance_by_look, half_widths, peeking, tightest_at
from simulation.planning.split import check_split

BAND = 3.2905


def test_the_boundary_is_where_the_mixture_reaches_one_over_alpha() -> None:
    """Robbins: the integral of exp(l s - l^2 v / 2) over l ~ N(0, 1 / rho) is 1 / alpha at the boundary."""
    points, weights = np.polynomial.hermite_e.hermegauss(120)
    for v, rho, alpha in ((1.0, 0.5, 0.05), (30.0, 4.0, 0.05), (200.0, 10.0, 0.01)):
        s = float(boundary(np.array([v]), rho, alpha)[0])
        # Completing the square by hand keeps the quadrature where the integrand lives.
        middle, width = s / (v + rho), 1 / math.sqrt(v + rho)
        at = middle + width * points
        ratio = np.exp(at * s - at**2 * v / 2 - rho * at**2 / 2 + points**2 / 2) * math.sqrt(rho) * width
        assert float(ratio @ weights / math.sqrt(2 * math.pi)) == pytest.approx(1 / alpha, rel=1e-6)


def test_rho_makes_it_tightest_where_it_was_asked() -> None:
    for v, alpha in ((1.0, 0.05), (5_000.0, 0.01)):
        best = tightest_at(v, alpha)
        here = boundary(np.array([v]), best, alpha)[0]
        for other in (best * 0.9, best * 1.1):
            assert here < boundary(np.array([v]), other, alpha)[0]


@pytest.mark.parametrize("alpha", [0.05, 0.2])
def test_it_crosses_by_chance_no_more_than_alpha_however_often_one_looks(alpha: float) -> None:
    """Random walks without drift, looked at after every step, far beyond the planned end."""
    rng = np.random.default_rng(77)
    paths, steps = 4_000, 1_500
    v = np.arange(1, steps + 1, dtype=np.float64)
    bound = boundary(v, tightest_at(300.0, alpha), alpha)
    sums = np.cumsum(rng.standard_normal((paths, steps)), axis=1)
    crossed = (np.abs(sums) >= bound).any(axis=1).mean()
    assert crossed <= alpha + BAND * math.sqrt(alpha * (1 - alpha) / paths)
    assert crossed > alpha / 5, "so wide that it would prove nothing"


def test_it_holds_for_real_conversions_too() -> None:
    """Two arms of bernoulli visitors, read every day with the standard error of the counts."""
    rng = np.random.default_rng(5)
    tests, days, a_day, rate, alpha = 3_000, 56, 500, 0.03, 0.05
    counts = rng.binomial(a_day, rate, size=(tests, 2, days)).cumsum(axis=2)
    n = a_day * np.arange(1, days + 1)
    shares = counts / n
    se = np.sqrt(np.maximum(shares * (1 - shares), 1e-9).sum(axis=1) / n)
    planned = math.sqrt(2 * rate * (1 - rate) / n[-1])
    out = np.abs(shares[:, 1] - shares[:, 0]) > half_widths(se, planned, alpha)
    wrong = out[:, 6:].any(axis=1).mean()  # from the first week on: before it there is no normal estimate
    assert wrong <= alpha + BAND * math.sqrt(alpha * (1 - alpha) / tests)


def test_the_chance_to_stop_is_that_of_the_paths() -> None:
    """One look: the probability that a normal estimate lies outside the interval."""
    from scipy.special import ndtr

    se, planned = np.array([0.5]), 0.5
    half = half_widths(se, planned, 0.05)[0] / 0.5
    told = chance_by_look(np.array([2.0]), se, planned, 0.05)[0]
    exact = float(ndtr(4 - half) + ndtr(-4 - half))
    assert told == pytest.approx(exact, abs=BAND * math.sqrt(exact * (1 - exact) / 5_940))


def test_the_chance_to_stop_grows_with_every_look() -> None:
    found = chance_by_look(np.linspace(-0.5, 2, 99), 1 / np.sqrt(np.arange(1.0, 9)), 1 / math.sqrt(8), 0.05)
    assert (np.diff(found) >= 0).all()
    assert 0 < found[0] < found[-1] < 1


@pytest.mark.parametrize(("looks", "published"), [(1, 0.05), (2, 0.083), (5, 0.142), (10, 0.193), (20, 0.248)])
def test_peeking_is_as_in_the_table_of_armitage(looks: int, published: float) -> None:
    assert peeking(looks, 0.05) == pytest.approx(published, abs=0.0006)


def test_peeking_does_not_hang_on_the_grid() -> None:
    for looks in (7, 40, 91):
        assert peeking(looks, 0.05) == pytest.approx(peeking(looks, 0.05, 3), abs=1e-5)
    with pytest.raises(ValueError, match="looked at"):
        peeking(0, 0.05)


def test_a_split_is_checked_by_pearsons_chi_square() -> None:
    even = check_split([50_210, 49_790], [1, 1])
    assert even.chi2 == pytest.approx(1.764)
    assert even.p == pytest.approx(0.1841, abs=1e-4)
    assert not even.off
    assert check_split([821_588, 815_482], [0.5, 0.5]).off  # the example of Kohavi, Tang & Xu 2020: p = 1.8e-6
    assert check_split([821_588, 815_482], [0.5, 0.5]).p == pytest.approx(1.8e-6, rel=0.05)
    assert check_split([300, 100, 100], [3, 1, 1]).p == pytest.approx(1.0)
    for counts, shares in (([1], [1]), ([0, 0], [1, 1]), ([5, -1], [1, 1]), ([5, 5], [1, 0])):
        with pytest.raises(ValueError, match=r"arms|split"):
            check_split(counts, shares)


def test_splits_of_honest_tests_raise_the_alarm_once_in_a_thousand() -> None:
    rng = np.random.default_rng(3)
    tests = 20_000
    first = rng.binomial(10_000, 1 / 3, tests)
    off = sum(check_split([int(n), 10_000 - int(n)], [1, 2]).off for n in first)
    assert off <= tests * 0.001 + BAND * math.sqrt(tests * 0.001)
    assert off >= 1


def test_the_interval_of_a_finished_test_covers() -> None:
    """Score interval of the ratio with few conversions in a small arm, as in a 96 to 4 split."""
    rng = np.random.default_rng(11)
    tests, truth = 2_000, 0.4
    small, large = rng.binomial(464, 0.018, tests), rng.binomial(11_298, 0.018 * (1 + truth), tests)
    held = 0
    for x0, x1 in zip(small, large, strict=True):
        found = measured_lift((464, int(x0)), (11_298, int(x1)))
        held += found.low <= truth <= found.high
    assert 0.95 - BAND * math.sqrt(0.95 * 0.05 / tests) - 0.005 <= held / tests <= 0.985


def test_counts_at_the_edge_have_an_interval_too() -> None:
    none = measured_lift((1000, 0), (1000, 5))
    assert none.lift is None
    assert none.se is None
    assert none.high == math.inf
    assert none.low == pytest.approx(0.304, abs=0.001)  # the ratio at which none of a thousand is just not refuted
    gone = measured_lift((1000, 50), (1000, 0))
    assert gone.lift == -1.0
    assert gone.low == -1.0
    assert 0 > gone.high > -1
    whole = measured_lift((10, 10), (10, 10))
    assert whole.low < 0 < whole.high
    assert measured_lift((10, 0), (10, 0))[1:3] == (-1.0, math.inf)
    with pytest.raises(ValueError, match="cannot have converted"):
        measured_lift((10, 11), (10, 1))


@pytest.mark.parametrize(
    ("control", "treated"),
    [((464, 5), (11_298, 293)), ((145_274, 17_489), (145_310, 17_264)), ((21_306, 122), (21_307, 267))],
)
def test_the_interval_is_that_of_statsmodels(control: tuple[int, int], treated: tuple[int, int]) -> None:
    """Advertisement against public service, two landing pages, a mail against none: counts of real experiments."""
    from statsmodels.stats.proportion import confint_proportions_2indep

    found = measured_lift(control, treated)
    low, high = confint_proportions_2indep(
        treated[1], treated[0], control[1], control[0], compare="ratio", method="score"
    )
    assert found.low == pytest.approx(low - 1, abs=2e-4)
    assert found.high == pytest.approx(high - 1, abs=3e-4)
