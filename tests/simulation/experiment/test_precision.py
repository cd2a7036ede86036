"""Choosing draws and visitors from a pilot."""

from __future__ import annotations

import math

import numpy as np
import pytest

from simulation.experiment.estimators import Series
from simulation.experiment.precision import choose


def _pilot(parameters: float, noise: float, draws: int = 100) -> Series:
    z = np.random.default_rng(1).standard_normal(draws)
    values = 0.03 + math.hypot(parameters, noise) * (z - z.mean()) / z.std(ddof=1)
    return Series(values, np.full(draws, noise), 0.03, 0.0)


def test_noise_is_computed_away_to_a_tenth_of_the_ignorance() -> None:
    plan = choose(_pilot(0.012, 0.02), 1000)
    assert plan.draws == 400
    assert plan.enough
    assert plan.monte_carlo <= 0.1 * plan.parameters * 1.0001
    assert plan.monte_carlo == pytest.approx(math.sqrt(1000 * 0.02**2 / (plan.draws * plan.visitors)))


def test_a_looser_wish_costs_fewer_visitors_and_a_tighter_one_none_extra() -> None:
    plain = choose(_pilot(0.012, 0.02), 1000)
    loose = choose(_pilot(0.012, 0.02), 1000, half_width=0.02)
    tight = choose(_pilot(0.012, 0.02), 1000, half_width=0.0001)
    assert loose.visitors < plain.visitors
    assert tight == plain


def test_a_budget_is_kept_and_said() -> None:
    plan = choose(_pilot(0.0, 0.036), 1000, most=2_000_000)
    assert plan.draws * plan.visitors <= 2_000_000
    assert not plan.enough


def test_a_pilot_without_a_single_change_needs_no_more() -> None:
    plan = choose(Series(np.zeros(100), np.zeros(100), 0.0, 0.0), 1000)
    assert (plan.visitors, plan.enough) == (1000, True)
