"""T8 and T9 with the true engine: intervals hold the truth of worlds drawn from the priors, and chances come true.

The worlds are those of `python -m benchmarks coverage`, fewer visitors each. `test_interval` has the same with a
surrogate of the lift whose truth is exact. All bands are 99.9% binomial ones around the nominal.
"""

from __future__ import annotations

import math
from functools import cache

import numpy as np
import pytest

from benchmarks.coverage import (
    PRIORS,
    THRESHOLDS,
    Worlds,
    bins,
    lifts,
    shop,
    with_past_test,
    without_test,
    worlds,
)  # fmt: skip
from simulation import draws as luck
from simulation.engines.choose import run
from simulation.experiment.draws import Theta, draw, parameters
from simulation.experiment.estimators import PairedSums, Series, one_draw, relative_series
from simulation.experiment.readings import paired_sums
from simulation.measures.registry import MEASURES
from tests.simulation.experiment.worlds import shrink

COUNT = 500
BAND = 3.29 * math.sqrt(0.95 * 0.05 / COUNT)


@cache
def _worlds() -> Worlds:
    return worlds(COUNT, 20_000)


@pytest.mark.slow
def test_t8_intervals_cover_the_worlds_of_the_engine() -> None:
    """500 worlds against 8 analyses of 200 draws of 2,500 pairs, each with luck of its own."""
    said, answers = without_test(_worlds(), 200, 2_500, 8)
    assert {one.method for one in answers} == {"regression"}
    assert said.held.mean() == pytest.approx(0.95, abs=BAND)
    truth = _worlds().truth
    for one in answers:
        assert one.mean == pytest.approx(truth.mean(), abs=4 * math.hypot(one.se_monte_carlo, truth.std() / COUNT**0.5))


@pytest.mark.slow
def test_t8_and_t9_with_a_past_test() -> None:
    """Every world tried scarcity once (se 0.5%, at another time); its own analysis knows the outcome.

    Its interval is narrower and still covers; and P(lift > 0.25, 0.5, 1%), in ten groups of fifty worlds of like
    chances, comes true about as often as was said.
    """
    said = with_past_test(_worlds(), 0.005, 100, 700)
    assert said.held.mean() == pytest.approx(0.95, abs=BAND)
    spread = 2 * 1.96 * float(_worlds().truth.std())
    assert said.width.mean() < 0.75 * spread, "a test has narrowed what is not known"
    for threshold in range(len(THRESHOLDS)):
        told = bins(said, threshold)
        assert len(told) == 10
        assert max(one for one, _, _ in told) - min(one for one, _, _ in told) > 0.6, "the chances say something"
        for chance, came, count in told:
            assert came == pytest.approx(chance, abs=3.29 * math.sqrt(chance * (1 - chance) / count) + 1 / count)


def _known(visitors: int, repeats: int) -> tuple[Series, PairedSums]:
    """The same world again and again, with new visitors each time: nothing differs but chance."""
    one = draw(PRIORS, 1, seed=77)
    fixed = {key: np.array([0.06]) for key in one.effects}
    single = (one.annoyance, one.m1, one.phi, one.fatigue, one.ceiling, one.friction)
    many = Theta({key: np.repeat(x, repeats) for key, x in fixed.items()}, *(np.repeat(x, repeats) for x in single))
    moments = run(
        shop().plan, parameters(many, shop().tables.techniques, {}), seed=3, stream=luck.HEADLINE, first_visitor=0,
        visitors_per_draw=visitors,
    )  # fmt: skip
    data = paired_sums(moments, MEASURES["conversion_rate"], 1)
    return relative_series(data), data


@pytest.mark.slow
@pytest.mark.parametrize(("visitors", "flips"), [(1_500, 15), (7_500, 75)])
def test_t13_a_known_world_is_recovered(visitors: int, flips: float) -> None:
    """The error of one draw is the spread of draws (T12), and its interval holds the truth (T13), few flips or many.

    The truth is the mean of all repeats, whose error is a twentieth of one repeat's. 99.9% band below .95.
    """
    repeats = 400
    series, data = _known(visitors, repeats)
    spread = float(series.values.std(ddof=1))
    assert 0.8 < spread / math.sqrt(float((series.errors**2).mean())) < 1.25
    alone = [one_draw(shrink(data, slice(k, k + 1))) for k in range(repeats)]
    held = np.mean([abs(one.relative - series.pooled) <= 1.96 * one.relative_se for one in alone])
    assert held >= 0.95 - 3.29 * math.sqrt(0.95 * 0.05 / repeats)
    assert data.flips.mean() == pytest.approx(flips, rel=0.35), "the cases are what they are called"


@pytest.mark.slow
def test_blocks_of_visitors_of_a_known_world_agree() -> None:
    """What one seed finds, another finds too: independent visitors, one truth."""
    theta = draw(PRIORS, 50, seed=9)
    first, second = (lifts(theta, 8_000, seed) for seed in (11, 12))
    z = (first.values - second.values) / np.hypot(first.errors, second.errors)
    assert abs(z.mean()) < 3.29 / math.sqrt(len(z))
    assert np.mean(z**2) == pytest.approx(1, abs=3.29 * math.sqrt(2 / len(z)))
