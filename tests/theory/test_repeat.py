"""T15: buying again follows the published model, figure by figure; and so does predicting who is gone."""

from functools import cache

import numpy as np
import pytest

from maps.model import JourneyMap, Link, MapSlice, Phase, Stage, Touchpoint, World
from personas.model import Persona, Traits
from personas.provenance import assumed
from personas.records import FrozenMap
from simulation.behaviour.after import CONTENT
from simulation.behaviour.repeat import rate_at, stopping_at
from simulation.compile import assemble
from simulation.engines.choose import run, trace
from simulation.evidence import loyalty
from simulation.evidence.after_sales import UNASKED, YEAR, strength_of
from simulation.evidence.reference import reference
from simulation.measures.propensity import calibration, churn_check, histories
from simulation.measures.reality import auc
from simulation.plan import WEEK, Plan, Records, central
from simulation.theory import BuyerModel
from simulation.traces import ORDER, REPEAT
from tests.shop import arm

SURE = 3.3
"""Standard errors of 99.9%."""
BUYERS = 40_000


@cache
def _till() -> Plan:
    """A shop in which nearly everybody orders at once, followed for 78 weeks."""
    shop = reference(())
    points = {
        "touchpoint-door0000": Touchpoint(
            map="map-till0000", stage="stage-checkout", title="door", page="basket", entry=FrozenMap({"all": 1.0})
        ),
        "touchpoint-order000": Touchpoint(
            map="map-till0000", stage="stage-checkout", title="order", page="order", goal="order", conversion=True
        ),
    }
    link = Link(
        map="map-till0000", from_touchpoint="touchpoint-door0000", to_touchpoint="touchpoint-order000",
        share=assumed(0.99),
    )  # fmt: skip
    slice_ = MapSlice(
        "map-till0000",
        JourneyMap(title="Till", world=World(after_weeks=78.0, bounce=assumed(0.0))),
        {"persona-buyer000": Persona(name="Buyer", traits=Traits())},
        {"stage-checkout": Stage(map="map-till0000", title="checkout", phase="phase-checkout")},
        {}, points, {"link-till0000": link}, {}, {}, {}, {},
        {"phase-checkout": Phase(title="checkout", kind="checkout")},
    )  # fmt: skip
    silent = arm("arm-control0", {})
    return assemble(type(shop)(slice_, (silent,), silent, shop.audiences, {}, {}, {}, {})).plan


@cache
def _rows() -> Records:
    plan = _till()
    kept = []
    for start in range(0, BUYERS, 5_000):
        rows = trace(plan, central(1, len(plan.techniques)), visitors=range(start, start + 5_000), seed=3, stream=0)
        kept.append(rows[np.isin(rows["kind"], (ORDER, REPEAT, 22))])
    return np.concatenate(kept)


@pytest.mark.parametrize("u", [2.0**-33, 1e-9, 1e-4, 0.2, 0.4999, 0.5001, 0.8, 0.999, 1 - 1e-9, 1 - 2.0**-33])
def test_quantiles_are_those_of_the_distributions(u: float) -> None:
    from scipy.special import betaincinv, gammaincinv

    exact = float(gammaincinv(loyalty.SHAPE, u)) / loyalty.RATE
    assert rate_at(loyalty.tables(), u) == pytest.approx(exact, rel=1e-3, abs=1e-30)
    assert stopping_at(loyalty.tables(), u) == pytest.approx(
        float(betaincinv(loyalty.STOPS, loyalty.STAYS, u)), rel=1e-3
    )


def test_the_shipped_quantiles_are_the_computed_ones() -> None:
    np.testing.assert_allclose(loyalty.tables(), loyalty.make(), rtol=1e-7, atol=1e-7)


def test_t15_three_in_five_do_not_come_back_in_39_weeks() -> None:
    """First orders fell in the first 12 of the 39 weeks: a buyer is followed for 27 to 39 weeks."""
    rows = _rows()
    buyers = rows[rows["kind"] == ORDER]
    window = 39.0 - 12.0 * (np.arange(len(buyers)) + 0.5) / len(buyers)
    again = rows[rows["kind"] == REPEAT]
    at = np.searchsorted(buyers["visitor"], again["visitor"])
    since = (again["time"] - buyers["time"][at]) / WEEK
    came = np.zeros(len(buyers), np.bool)
    came[at[since < window[at]]] = True
    assert 100 * (1 - came.mean()) == pytest.approx(59.9, abs=1.0)
    assert 1 - came.mean() == pytest.approx(float(np.mean(BuyerModel().none_by(window))), abs=SURE * 0.5 / BUYERS**0.5)


@pytest.mark.parametrize("weeks", [13.0, 39.0, 78.0])
def test_repeat_orders_are_as_many_as_expected(weeks: float) -> None:
    found = histories(_till(), _rows(), weeks)
    error = SURE * found.repeats.std() / len(found.repeats) ** 0.5
    assert found.repeats.mean() == pytest.approx(float(BuyerModel().expected(weeks)), abs=error)
    none = float(BuyerModel().none_by(weeks))
    assert (found.repeats == 0).mean() == pytest.approx(none, abs=SURE * (none * (1 - none) / BUYERS) ** 0.5)


def test_the_tallies_say_the_same() -> None:
    plan = _till()
    moments = run(plan, central(1, len(plan.techniques)), seed=3, stream=0, first_visitor=0, visitors_per_draw=BUYERS)
    found = histories(plan, _rows(), 78.0)
    assert moments.total("buyers") == len(found.repeats)
    assert moments.total("repeat_orders") == found.repeats.sum()
    assert moments.total("repeat_buyers") == (found.repeats > 0).sum()
    assert moments.total("dropped_out") == (~found.stays).sum()


def test_who_is_gone_can_be_told_as_well_as_the_model_says() -> None:
    plan = _till()
    said = churn_check(plan, central(1, len(plan.techniques)), weeks=39.0, visitors=range(BUYERS), seed=3, stream=0)
    error = SURE * np.sqrt(np.maximum(said.predicted * (1 - said.predicted), 1e-4) / said.size)
    assert np.all(np.abs(said.predicted - said.happened) < error)
    assert said.size.sum() > 0.9 * BUYERS
    assert 0.8 < said.auc < 0.99
    blind = churn_check(
        plan, central(1, len(plan.techniques)), weeks=39.0, visitors=range(5_000), seed=3, stream=0,
        model=BuyerModel(stops=4.0, stays=1.0),
    )  # fmt: skip
    assert np.max(np.abs(blind.predicted - blind.happened)) > 0.1, "a wrong model is found out"


def test_auc_by_hand() -> None:
    assert auc(np.array([0.1, 0.2, 0.3, 0.4]), np.array([False, True, False, True])) == 0.75
    assert auc(np.array([0.5, 0.5]), np.array([True, False])) == 0.5
    assert np.isnan(auc(np.array([0.5]), np.array([True])))
    by_two = calibration(np.array([0.9, 0.1, 0.2, 0.8]), np.array([True, False, True, True]), bins=2)
    assert by_two.size.tolist() == [2, 2]
    assert by_two.predicted.tolist() == pytest.approx([0.15, 0.85])
    assert by_two.happened.tolist() == [0.5, 1.0]


def test_nobody_is_predicted_beyond_the_window() -> None:
    plan = _till()
    with pytest.raises(ValueError, match="not followed"):
        churn_check(plan, central(1, len(plan.techniques)), weeks=79.0, visitors=range(10), seed=1, stream=0)


def test_alive_by_hand() -> None:
    model = BuyerModel(shape=1.0, rate=1.0, stops=1.0, stays=2.0)
    # One repeat at week 1, seen at week 3: stopped / still there = a / (b + x - 1) ((1 + 3) / (1 + 1))^2 = 1/2 * 4.
    assert float(model.alive(np.array([1.0]), np.array([1.0]), 3.0)[0]) == pytest.approx(1 / 3)
    assert float(model.alive(np.array([0.0]), np.array([0.0]), 3.0)[0]) == 1.0
    assert float(model.none_by(3.0)) == 0.25


def test_strengths_after_an_order_give_what_was_asked() -> None:
    change = np.array([-0.1, 0.0, 0.02, 0.1])
    factor = np.exp(strength_of("repeat_orders", change))
    base = float(BuyerModel().expected(YEAR))
    got = [float(BuyerModel().faster(one).expected(YEAR)) / base - 1 for one in factor]
    assert got == pytest.approx(change.tolist(), abs=1e-4)
    assert factor[1] == 1.0
    up = float(strength_of("satisfaction", np.array([0.02]))[0])
    moods = np.random.default_rng(1).standard_normal(200_000) + CONTENT
    lifted = (1 / (1 + np.exp(-moods - up)) - 1 / (1 + np.exp(-moods))).mean()
    assert lifted == pytest.approx(0.02, rel=0.01)
    logit = np.log(UNASKED / (1 - UNASKED)) + strength_of("reviews", np.array([0.03]))
    assert 1 / (1 + np.exp(-logit[0])) == pytest.approx(UNASKED + 0.03)
