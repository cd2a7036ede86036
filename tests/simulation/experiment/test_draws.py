"""Draws of everything uncertain, and the strengths solved from them."""

from __future__ import annotations

import math

import numpy as np
import pytest

from personas.problems import Refused
from simulation.evidence.catalogue import shipped
from simulation.evidence.strength import curves
from simulation.experiment.draws import central, draw, parameters
from simulation.experiment.interval import ANNOYANCE
from simulation.plan import CENTRE
from simulation.policy.catalogue import TECHNIQUES

BELIEFS = {key: shipped()[key].prior for key in ("scarcity", "reviews")}


def test_the_structure_has_the_ranges_of_the_model() -> None:
    theta = draw(BELIEFS, 50_000, seed=1)
    for values, low, high in ((theta.m1, 0.25, 0.75), (theta.phi, 0.2, 0.8), (theta.fatigue, 0.5, 1.0)):
        assert low <= values.min() < low + 0.001
        assert high - 0.001 < values.max() <= high
        assert values.mean() == pytest.approx((low + high) / 2, abs=0.01)
    assert theta.ceiling.min() >= 0.1
    assert np.median(theta.ceiling) == pytest.approx(math.sqrt(0.1), rel=0.02)
    assert theta.annoyance.max() <= 0
    assert theta.annoyance.mean() == pytest.approx(-0.003, rel=0.03)
    assert theta.annoyance.std() == pytest.approx(0.003, rel=0.03)
    assert np.std(np.log2(theta.friction)) == pytest.approx(1, rel=0.02)


def test_parameters_are_independent_of_each_other() -> None:
    theta = draw(BELIEFS, 20_000, seed=2)
    columns = np.stack([theta.m1, theta.phi, theta.fatigue, theta.ceiling, theta.annoyance, theta.effects["reviews"]])
    off = np.corrcoef(columns) - np.eye(len(columns))
    assert np.abs(off).max() < 0.03


def test_the_first_draws_stay_when_more_are_asked() -> None:
    few, many = draw(BELIEFS, 20, seed=3), draw({**BELIEFS, "urgency": shipped()["urgency"].prior}, 90, seed=3)
    np.testing.assert_array_equal(few.phi, many.phi[:20])
    np.testing.assert_array_equal(few.effects["reviews"], many.head(20).effects["reviews"])


def test_null_effects_get_strength_zero_and_positive_ones_more_than_that() -> None:
    theta = draw(BELIEFS, 2_000, seed=4)
    found = parameters(theta, TECHNIQUES, {})
    assert found.strength.shape == (2_000, len(TECHNIQUES))
    for key in BELIEFS:
        column, effect = found.strength[:, TECHNIQUES.index(key)], theta.effects[key]
        assert (np.sign(column) == np.sign(effect)).all()
    assert not found.strength[:, TECHNIQUES.index("urgency")].any()
    assert (found.structure["annoyance"] >= 0).all()


def test_strengths_are_solved_anew_for_every_structure() -> None:
    """Where messages last longer or fit more broadly, the same average effect takes weaker messages."""
    theta = draw(BELIEFS, 4_000, seed=5)
    surface = dict(zip(("m1", "phi", "f"), curves().techniques["scarcity"].surface, strict=False))
    assert surface["m1"] > 0
    assert surface["phi"] > 0
    assert surface["f"] > 0
    column = parameters(theta, TECHNIQUES, {}).strength[:, TECHNIQUES.index("scarcity")]
    used = (theta.effects["scarcity"] > 0.01) & (theta.ceiling > 0.3)
    ratio = np.log(column[used] / theta.effects["scarcity"][used])
    for values in (theta.m1, theta.phi, theta.fatigue):
        assert np.corrcoef(ratio, values[used])[0, 1] < -0.2


def test_the_centre_is_the_centre() -> None:
    theta = central(BELIEFS)
    assert theta.count == 1
    assert theta.effects["scarcity"][0] == pytest.approx(0.029)
    found = parameters(theta, TECHNIQUES, {}).structure[0]
    assert (found["m1"], found["phi"], found["ceiling"]) == (CENTRE["m1"], CENTRE["phi"], CENTRE["ceiling"])
    assert found["annoyance"] == pytest.approx(CENTRE["annoyance"], rel=0.5)


def test_a_shops_own_technique_borrows_the_curve_of_what_it_is_like() -> None:
    theta = draw({"golden": shipped()["most_chosen"].prior}, 50, seed=6)
    columns = (*TECHNIQUES, "golden")
    assert parameters(theta, columns, {"golden": "most_chosen"}).strength[:, -1].any()
    with pytest.raises(Refused) as refused:
        parameters(theta, columns, {})
    assert refused.value.findings[0].code == "technique-not-simulated"


def test_the_design_holds_only_what_the_arm_can_feel() -> None:
    theta = draw(BELIEFS, 60, seed=7)
    plain = theta.design(("reviews",), annoying=False, changed_cards=False)
    assert plain.names == ("reviews",)
    assert plain.matrix().shape == (60, 1 + 1 + 4)
    null = theta.effects["reviews"] == 0
    assert not plain.matrix()[null].any()
    loud = theta.design(("reviews", "scarcity"), annoying=True, changed_cards=True)
    assert loud.names == ("reviews", "scarcity", ANNOYANCE)
    assert loud.matrix().shape == (60, 1 + 3 + 1 + 4 + 2)
