"""T7 for exposures before the first visit: seen once by everybody in order, each does what it was solved for."""

import math

import numpy as np
import pytest

from simulation.evidence.make_curves import Shop
from simulation.evidence.prime_shop import ALIKE, PRIMED, prime_shop
from simulation.evidence.strength import curves, strengths


def test_tell_and_sell_do_in_their_order_what_a_first_contact_does() -> None:
    rows = curves().techniques
    assert all(rows[key] == rows[other] for key, other in ALIKE.items())
    assert not rows[PRIMED].kinked


def test_a_quicker_fading_effect_needs_a_stronger_message() -> None:
    middle, lasting, fading = (np.array([phi]) for phi in (0.5, 0.8, 0.2))
    solved = [
        float(
            strengths(curves().techniques[PRIMED], np.array([0.003]), middle, phi, np.array([0.75]), np.array([0.25]))[
                0
            ]
        )
        for phi in (lasting, middle, fading)
    ]
    assert 0 < solved[0] < solved[1] < solved[2]


@pytest.mark.slow
def test_t7_an_exposure_returns_the_effect_it_was_solved_for() -> None:
    curve = curves().techniques[PRIMED]
    place = curve.strength.index(min(b for b in curve.strength if b > 0))
    shop = Shop(scenario=prime_shop(), workers=2, seed=77)
    found = shop.ask({PRIMED: curve.strength[place]}, 800_000)[PRIMED]
    error = 3 * math.hypot(found.se, curve.se[place]) + 0.03 * curve.itt[place]
    assert found.itt == pytest.approx(curve.itt[place], abs=error)
