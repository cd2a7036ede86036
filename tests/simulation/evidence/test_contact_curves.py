"""Strengths of what is said between visits: from what it brings on the reference shop, never from gross shares."""

from __future__ import annotations

import numpy as np
import pytest

from simulation.compile import compile_scenario
from simulation.engines.choose import run
from simulation.evidence.catalogue import shipped
from simulation.evidence.contact_curves import coming_back, contact_behaviour, per_message, total
from simulation.evidence.contact_shop import ALIKE, SIMULATED_CONTACTS, contact_shop
from simulation.evidence.strength import curves, strengths
from simulation.experiment.draws import central, draw, parameters
from simulation.measures.moments import PairedMoments
from simulation.plan import central as equal_draws
from simulation.policy.catalogue import CONTACTS, TECHNIQUES
from tests.shop import LEAN


def test_the_shipped_curves_of_contacts_belong_to_this_behaviour() -> None:
    """If this fails, contacts do something else to the visitors: run `make_curves --contacts`."""
    assert curves().contact_behaviour == contact_behaviour()


@pytest.mark.parametrize("key", CONTACTS)
def test_every_contact_ships_with_a_curve_in_its_own_measure(key: str) -> None:
    curve = curves().techniques[key]
    assert curve.measure == shipped()[key].measure != "revenue"
    assert curve.pairs >= 4_000_000
    unit = curve.strength.index(min(b for b in curve.strength if b > 0))
    assert curve.se[unit] / curve.itt[unit] <= 0.03
    assert 0.0 < curve.worth < 100.0
    assert len(curve.revenue) == len(curve.itt)
    assert np.sign(curve.revenue).tolist() == np.sign(curve.strength).tolist()
    slopes = [effect / strength for effect, strength in zip(curve.itt, curve.strength, strict=True)]
    assert 1.03 < max(slopes) / min(slopes) < 3, "points on one line are typed, not simulated"
    back = curve.inverse(np.array([-0.002, 0.0, 0.001, 0.01]))
    assert (np.diff(back) > 0).all()
    assert back[1] == 0


def test_messages_that_do_the_same_share_a_curve() -> None:
    assert {*SIMULATED_CONTACTS, *ALIKE} == set(CONTACTS)
    for key, other in ALIKE.items():
        assert curves().techniques[key] == curves().techniques[other]


def test_what_is_said_between_visits_knows_no_ceiling_and_no_phase() -> None:
    curve = curves().techniques["basket_mail"]
    effect, odd, ceiling = np.array([0.01, 0.01, 0.0]), np.array([0.3, 0.7, 0.5]), np.array([0.1, 1.0, 0.25])
    found = strengths(curve, effect, odd, odd, odd, ceiling)
    assert found[0] == found[1] == pytest.approx(float(curve.inverse(np.array([0.01]))[0]))
    assert found[2] == 0


def test_draws_of_contacts_and_offers_become_strengths() -> None:
    beliefs = {key: shipped()[key].prior for key in (*CONTACTS, "newsletter")}
    theta = draw(beliefs, 2_000, seed=8)
    found = parameters(theta, TECHNIQUES, {}).strength
    for key in CONTACTS:
        column = found[:, TECHNIQUES.index(key)]
        assert (np.sign(column) == np.sign(theta.effects[key])).all()
        assert np.mean(column == 0) == pytest.approx(shipped()[key].prior.null_share, abs=0.05)
    chance = found[:, TECHNIQUES.index("newsletter")]
    assert chance.min() >= 0
    assert chance.max() <= 1
    assert chance.mean() == pytest.approx(0.03, abs=0.003)


def test_each_contact_does_what_is_believed_of_it_on_other_visitors() -> None:
    """MODEL T7 for contacts: the strength of the mean brings the mean, on fresh visitors with offsets solved anew."""
    plan = compile_scenario(contact_shop(), schedule=LEAN, workers=2).plan
    beliefs = {key: shipped()[key].prior for key in SIMULATED_CONTACTS}
    strength = parameters(central(beliefs), TECHNIQUES, {}).strength
    draws = equal_draws(1, len(plan.techniques))
    draws.strength[:] = strength

    def live() -> PairedMoments:
        return run(plan, draws, seed=77, stream=0, first_visitor=0, visitors_per_draw=60_000, workers=2)

    moments = live()
    for place, key in enumerate(SIMULATED_CONTACTS, 1):
        mean = shipped()[key].prior.mean
        if shipped()[key].measure == "orders_per_message":
            found, error = per_message(moments, place)
            assert abs(found - mean) < 3.3 * error + 0.1 * mean, key
    place = SIMULATED_CONTACTS.index("retargeting") + 1
    plan.world["max_visits"] = 2
    short = live()
    plan.rules["delay"] = 0.0
    draws.strength[:] = -60.0
    lost = live()
    base = total(lost, "return_visits", 0) - total(lost, "return_visits", place)
    found, error = coming_back(short, place, base)
    assert abs(found - 0.146) < 3.3 * error + 0.005
