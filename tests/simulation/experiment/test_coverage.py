"""T8 in small with the true engine: an interval holds the truth of worlds drawn from the priors.

The large form, with a surrogate of L(theta) whose truth is exact, is in `test_interval`.
"""

from __future__ import annotations

import math

import numpy as np
import pytest

from simulation import draws as luck
from simulation.compile import Compiled, compile_scenario
from simulation.engines.choose import run
from simulation.evidence.catalogue import shipped
from simulation.experiment.draws import FRESH, Theta, draw, parameters
from simulation.experiment.estimators import Series, relative_series
from simulation.experiment.interval import answer
from simulation.experiment.readings import paired_sums
from simulation.measures.registry import MEASURES
from tests.simulation.experiment.shops import together

KEYS = ("scarcity", "social_proof", "reviews", "motivation", "urgency")
BELIEFS = {key: shipped()[key].prior for key in KEYS}
WORLDS, ANALYSES = 60, 2


def _lifts(shop: Compiled, theta: Theta, visitors: int, seed: int) -> Series:
    moments = run(
        shop.plan,
        parameters(theta, shop.tables.techniques, {}),
        seed=seed,
        stream=luck.HEADLINE,
        first_visitor=0,
        visitors_per_draw=visitors,
    )
    return relative_series(paired_sums(moments, MEASURES["conversion_rate"], 1))


@pytest.mark.slow
def test_t8_intervals_cover_worlds_of_the_engine() -> None:
    """60 worlds of 40,000 pairs each against 2 analyses of 200 x 10,000 pairs; 99.9% binomial band of .95."""
    shop = compile_scenario(together(*KEYS))
    truth = _lifts(shop, draw(BELIEFS, WORLDS, seed=1_000), 40_000, 1_000)
    fresh = draw(BELIEFS, 20_000, seed=0, number=FRESH)
    held = []
    for seed in range(1, ANALYSES + 1):
        theta = draw(BELIEFS, 200, seed=seed)
        design, more = (one.design(KEYS, annoying=True, changed_cards=False) for one in (theta, fresh))
        found = answer(_lifts(shop, theta, 10_000, seed), design, more, seed=seed)
        # The truth itself is simulated: what it errs by belongs to neither side.
        half = (found.high - found.low) / 2
        middle = (found.high + found.low) / 2
        widened = np.hypot(half, 1.96 * truth.errors)
        held.append(np.abs(truth.values - middle) <= widened)
    coverage = np.mean(held)
    assert coverage == pytest.approx(0.95, abs=3.29 * math.sqrt(0.95 * 0.05 / WORLDS))
