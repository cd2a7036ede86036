"""Checks against what real visitors do: exact small cases, and known distributions."""

import numpy as np
import pytest

from simulation import traces
from simulation.measures.reality import auc, dispersion, fit, purchase, reality, visits_of


def _rows(visits: list[tuple[int, int, list[int], bool]]) -> np.ndarray:
    """Events of visits: visitor, visit, cards seen, whether the last was an order; ten seconds a page."""
    found = []
    for visitor, visit, cards, ordered in visits:
        for n, card in enumerate(cards):
            found.append((visitor, visit, 10_000 * n, traces.VIEW, card))
        if ordered:
            found.append((visitor, visit, 10_000 * len(cards), traces.ORDER, cards[-1]))
    rows = np.zeros(len(found), traces.EVENT)
    for row, (visitor, visit, time, kind, card) in zip(rows, found, strict=True):
        row["visitor"], row["visit"], row["time"], row["kind"], row["card"] = visitor, visit, time, kind, card
    return rows


def test_visits_are_read_from_events() -> None:
    rows = _rows([(4, 0, [0], False), (4, 1, [0, 1, 1, 2, 1, 1, 3], True), (5, 0, [1, 1, 2, 1, 1, 3], True)])
    visits = visits_of(rows, cards=4)
    assert visits.pages.tolist() == [1, 7, 6]
    assert visits.ordered.tolist() == [False, True, True]
    assert visits.long.tolist() == [False, True, False], "six pages of which the last is the order are five"
    assert visits.even.tolist() == [True, True, False]
    assert visits.first[1, :4] == pytest.approx(np.log1p([1, 4, 1, 0]))
    assert visits.first[1, 4:8].tolist() == [0, 1, 0, 0], "the sixth view"
    assert visits.first[1, 8] == pytest.approx(np.log1p(50.0))


def test_bounces_and_pages_are_counted() -> None:
    found = reality(visits_of(_rows([(0, 0, [0], False), (1, 0, [0, 1], False), (1, 1, [0, 1, 1, 1], False)]), cards=2))
    assert found.visits == 3
    assert found.bounce_rate == pytest.approx(1 / 3)
    assert found.pages_mean == 3.0
    assert found.purchase is None


@pytest.mark.parametrize("shape", [0.5, 1.0, 3.0])
def test_dispersion_finds_the_shape_that_was_drawn(shape: float) -> None:
    counts = np.random.default_rng(3).negative_binomial(shape, 0.3, 60_000)
    found, gain = dispersion(counts)
    assert found is not None
    assert gain is not None
    assert found == pytest.approx(shape, rel=0.05)
    assert gain >= 0
    assert (gain > 100) == (shape != 1.0)


def test_counts_of_zero_have_no_shape() -> None:
    assert dispersion(np.zeros(5, np.int64)) == (None, None)


def test_auc_counts_pairs() -> None:
    score, happened = np.array([0.1, 0.4, 0.35, 0.8]), np.array([False, False, True, True])
    assert auc(score, happened) == pytest.approx(3 / 4)
    assert auc(np.ones(4), happened) == pytest.approx(0.5)


def test_a_logistic_score_finds_the_weights_that_were_used() -> None:
    numbers = np.random.default_rng(5)
    columns = numbers.standard_normal((40_000, 2))
    chance = 1 / (1 + np.exp(-(-1.0 + 0.8 * columns[:, 0] - 0.5 * columns[:, 1])))
    weights = fit(columns, numbers.random(40_000) < chance)
    assert weights == pytest.approx([-1.0, 0.8, -0.5], abs=0.05)


def test_who_looks_like_a_buyer_is_named_and_noise_is_not() -> None:
    numbers = np.random.default_rng(8)
    tell = []
    for telling in (True, False):
        visits = []
        for visitor in range(3_000):
            buys = bool(numbers.random() < 0.1)
            sees = buys if telling else bool(numbers.random() < 0.1)
            cards = [0, 1, 2 if sees and numbers.random() < 0.8 else 1, 0, 1, 1, 3]
            visits.append((visitor, 0, cards, buys))
        found = purchase(visits_of(_rows(visits), cards=4))
        assert found is not None
        assert found.base == pytest.approx(0.1, abs=0.02)
        tell.append((found.found, found.auc))
    assert tell[0][0] > 0.75
    assert tell[0][1] > 0.85
    assert tell[1][0] < 0.25
    assert abs(tell[1][1] - 0.5) < 0.1
