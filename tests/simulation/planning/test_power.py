"""Power, exaggeration and wrong sign against statsmodels, closed forms and simulation."""

from __future__ import annotations

import numpy as np
import pytest
from statsmodels.stats.power import NormalIndPower

from simulation.planning.power import critical, outcome, prospect, smallest
from simulation.planning.size import Yardstick, information, smallest_lift, visitors_needed

BAND = 3.2905
"""Half-width of a 99.9% band in standard errors."""


@pytest.mark.parametrize(("lift", "published"), [(0.02, 1_550_000), (0.01, 6_150_000), (0.05, 251_000), (0.10, 64_000)])
def test_the_figures_of_the_contract(lift: float, published: int) -> None:
    """Visitors per arm for a relative lift at 2.5% conversion, 80% power, two-sided 5%."""
    needed = visitors_needed(Yardstick(0.025), lift, alpha=0.05, power=0.8)
    assert needed == pytest.approx(published, rel=0.01)


@pytest.mark.parametrize("ratio", [1.0, 3.0, 0.25])
@pytest.mark.parametrize("measure", [Yardstick(0.021), Yardstick(1.4, 12.0)])
def test_power_at_the_size_is_the_power_asked_for(measure: Yardstick, ratio: float) -> None:
    needed = visitors_needed(measure, 0.03, alpha=0.05, power=0.9, ratio=ratio)
    z = measure.effect(np.array([0.03])) * information(needed, ratio * needed)
    assert outcome(z, 0.05).either[0] == pytest.approx(0.9, abs=1e-6)
    assert smallest_lift(measure, needed, ratio * needed, alpha=0.05, power=0.9) == pytest.approx(0.03, rel=1e-6)


def test_power_is_that_of_statsmodels() -> None:
    for effect, n, ratio in ((0.01, 20_000, 1.0), (0.002, 900_000, 0.5), (0.0, 1000, 2.0)):
        theirs = NormalIndPower().power(effect, n, 0.05, ratio)
        ours = outcome(np.array([effect * information(n, ratio * n)]), 0.05).either[0]
        assert ours == pytest.approx(theirs, abs=1e-12)


def test_without_an_effect_it_is_the_level() -> None:
    both = outcome(np.zeros(1), 0.05)
    assert both.up[0] == pytest.approx(0.025)
    assert both.down[0] == pytest.approx(0.025)
    assert visitors_needed(Yardstick(0.02), 0.0, alpha=0.05, power=0.8) == float("inf")


def test_the_smallest_effect_is_the_textbook_sum_of_two_quantiles() -> None:
    assert smallest(0.05, 0.8) == pytest.approx(1.959964 + 0.841621, abs=1e-4)
    with pytest.raises(ValueError, match="no test"):
        smallest(0.05, 0.04)


def test_assurance_exaggeration_and_wrong_sign_against_simulation() -> None:
    """Truths drawn from a belief with an atom at zero; estimates drawn around them; counted."""
    rng = np.random.default_rng(20_261_122)
    belief = np.concatenate([np.zeros(30), rng.standard_t(4, 69) * 0.01 + 0.015])
    se = 0.008
    told = prospect(belief, np.full(len(belief), se), 0.05)
    n = 1_000_000
    truth = rng.choice(belief, n)
    estimate = truth + se * rng.standard_normal(n)
    hit = np.abs(estimate) > critical(0.05) * se
    share = hit.mean()
    assert told.significant == pytest.approx(share, abs=BAND * np.sqrt(share * (1 - share) / n))
    assert told.up + told.down == pytest.approx(told.significant)
    found, true = np.abs(estimate[hit]), np.abs(truth[hit])
    ratio = found.mean() / true.mean()
    error = np.std(found - ratio * true) / true.mean() / np.sqrt(hit.sum())
    assert told.exaggeration == pytest.approx(ratio, abs=BAND * error)
    wrong = (np.sign(estimate) == -np.sign(truth))[hit].mean()
    assert told.wrong_sign == pytest.approx(wrong, abs=BAND * np.sqrt(wrong * (1 - wrong) / hit.sum()))
    nothing = (truth == 0)[hit].mean()
    assert told.nothing == pytest.approx(nothing, abs=BAND * np.sqrt(nothing * (1 - nothing) / hit.sum()))


def test_the_figures_of_gelman_and_carlin() -> None:
    """Their example of beauty and sex ratio: effect 0.1, standard error 3.3: power 0.05, type S 0.46, type M 77."""
    told = prospect(np.array([0.1]), np.array([3.3]), 0.05)
    assert told.significant == pytest.approx(0.05, abs=0.005)
    assert told.wrong_sign == pytest.approx(0.46, abs=0.01)
    assert told.exaggeration == pytest.approx(77, abs=1)


def test_a_certain_nothing_exaggerates_without_end() -> None:
    told = prospect(np.zeros(5), np.ones(5), 0.05)
    assert told.exaggeration == float("inf")
    assert told.nothing == pytest.approx(1.0)
    assert told.wrong_sign == 0.0


@pytest.mark.parametrize("bad", [{"level": 0.0}, {"level": 1.0}, {"level": 2.0, "sd": 0.0}])
def test_what_cannot_be_measured_is_refused(bad: dict[str, float]) -> None:
    with pytest.raises(ValueError, match=r"rate|spread"):
        Yardstick(**bad)
