"""Tables of lifts: false discoveries under nulls, and the largest cell without its luck."""

from __future__ import annotations

import math

import numpy as np
import pytest

from simulation.drivers.cells import discoveries, probabilities, shrink


def test_adjusted_p_values_are_those_of_benjamini_and_hochberg() -> None:
    """The worked example of their paper (1995, section 3.2): at 5% the four smallest of fifteen stand."""
    p = np.array([
        0.0001, 0.0004, 0.0019, 0.0095, 0.0201, 0.0278, 0.0298, 0.0344, 0.0459, 0.3240, 0.4262, 0.5719, 0.6528, 0.7590,
        1.0,
    ])  # fmt: skip
    adjusted, stands = discoveries(p)
    assert stands.tolist() == [True] * 4 + [False] * 11
    assert adjusted[0] == pytest.approx(0.0015)
    assert adjusted[3] == pytest.approx(0.0095 * 15 / 4)


def test_no_cells_at_all() -> None:
    adjusted, stands = discoveries(np.zeros(0))
    assert len(adjusted) == len(stands) == 0


def test_a_lift_of_nothing_is_no_discovery() -> None:
    assert probabilities(np.array([0.0]), np.array([0.0]))[0] == 1.0
    assert probabilities(np.array([1.96]), np.array([1.0]))[0] == pytest.approx(0.05, abs=1e-4)


def test_of_nulls_no_more_than_5_percent_of_tables_have_a_discovery() -> None:
    """4,000 tables of 12 cells without any lift: the share with a discovery is 5%, within a 99.9% binomial band."""
    numbers, tables = np.random.default_rng(7), 4000
    wrong = sum(
        bool(discoveries(probabilities(row, np.ones(12)))[1].any()) for row in numbers.standard_normal((tables, 12))
    )
    band = 3.29 * math.sqrt(tables * 0.05 * 0.95)
    assert abs(wrong - 0.05 * tables) < band


def test_false_discoveries_among_real_ones_stay_under_5_percent() -> None:
    numbers, tables = np.random.default_rng(8), 1500
    true = np.r_[np.full(4, 3.5), np.zeros(8)]
    shares = []
    for row in true + numbers.standard_normal((tables, 12)):
        stands = discoveries(probabilities(row, np.ones(12)))[1]
        shares.append(stands[4:].sum() / max(1, stands.sum()))
    assert np.mean(shares) < 0.05 * 8 / 12 + 3.29 * np.std(shares) / math.sqrt(tables)


@pytest.mark.parametrize("spread", [0.8, 2.0])
def test_the_largest_cell_is_unbiased_after_shrinkage(spread: float) -> None:
    """2,500 tables of 30 cells: what is said of the largest one is right on average, within a 99.9% band, whereas the
    figure as measured is far off."""
    numbers, tables, count = np.random.default_rng(11), 2500, 30
    true = 0.7 + spread * numbers.standard_normal((tables, count))
    seen = true + numbers.standard_normal((tables, count))
    errors, raw = [], []
    for truth, row in zip(true, seen, strict=True):
        place = int(row.argmax())
        errors.append(shrink(row, np.ones(count)).mean[place] - truth[place])
        raw.append(row[place] - truth[place])
    band = 3.29 * np.std(errors, ddof=1) / math.sqrt(tables)
    assert abs(np.mean(errors)) < band
    assert np.mean(raw) > 10 * band


def test_shrunk_errors_cover() -> None:
    """With noise of two sizes the intervals of all cells cover 95% of the truth, within two points."""
    numbers, tables, count = np.random.default_rng(12), 1500, 24
    sizes = np.r_[np.full(12, 0.6), np.full(12, 1.5)]
    inside = total = 0
    for _ in range(tables):
        truth = numbers.standard_normal(count)
        found = shrink(truth + sizes * numbers.standard_normal(count), sizes)
        inside += int((np.abs(found.mean - truth) < 1.96 * found.error).sum())
        total += count
    assert abs(inside / total - 0.95) < 0.02


def test_the_spread_between_cells_is_found() -> None:
    numbers = np.random.default_rng(13)
    found = [
        shrink(2 * numbers.standard_normal(40) + numbers.standard_normal(40), np.ones(40)).spread for _ in range(400)
    ]
    assert np.mean(found) == pytest.approx(2.0, abs=0.1)


def test_few_cells_are_left_as_they_are() -> None:
    found = shrink(np.array([1.0, 2.0]), np.array([0.5, 0.5]))
    assert found.mean.tolist() == [1.0, 2.0]
