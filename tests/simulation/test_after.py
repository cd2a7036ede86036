"""After an order: delivery, opinion, messages, returns, buying again; and that none of it touches who orders."""

from dataclasses import replace
from functools import cache
from typing import Any

import numpy as np
import pytest

from maps.model import FRICTION
from personas.provenance import assumed
from personas.records import FrozenMap
from simulation.behaviour.after import recommends, stars_of
from simulation.compile import assemble
from simulation.engines.choose import run, trace
from simulation.experiment.readings import paired_sums
from simulation.measures.moments import PairedMoments
from simulation.measures.registry import MEASURES
from simulation.plan import DAY, Plan, Records
from simulation.scenario import CardChange, Scenario
from simulation.traces import CARE, DELIVERED, JUDGED, ORDER, PASSED, RECOMMENDS, REPEAT, REVIEW, SENT_BACK
from simulation.world import Product
from tests.beyond import HELPDESK, journey, on, point, said, telling
from tests.shop import strong

CONVERSION = (
    "conversion_rate",
    "conversion_rate_visit",
    "orders_per_visitor",
    "revenue_per_visitor",
    "visits_per_visitor",
    "pages_per_visit",
    "margin_per_visitor",
    "average_order_value",
)
"""Measures that nothing after an order may move."""
VISITORS = 6_000


def _moments(plan: Plan, strength: float = 0.0, visitors: int = VISITORS, lazy: bool = True) -> PairedMoments:
    draws = strong(plan, strength=strength)
    return run(plan, draws, seed=5, stream=0, first_visitor=0, visitors_per_draw=visitors, lazy=lazy)


def _value(moments: PairedMoments, measure: str, arm: int) -> float:
    sums = paired_sums(moments, MEASURES[measure], arm).sums.sum(axis=0)
    return float(sums[2] / sums[3])


def _events(plan: Plan, arm: int = 0, strength: float = 0.0) -> Records:
    return trace(plan, strong(plan, strength=strength), arm=arm, visitors=range(VISITORS), seed=5, stream=0)


@cache
def _sore(**world: Any) -> Scenario:
    """The helpdesk keeps buyers waiting; an arm mends that."""
    solved = CardChange(pains_removed=FrozenMap({"pain-helpdesk": True}))
    return journey(telling("arm-mended00", **{HELPDESK: solved}), pains={"helpdesk": 5}, **world)


def test_a_pain_after_the_order_is_no_friction_but_a_burden() -> None:
    plan = assemble(_sore()).plan
    where = list(assemble(_sore()).tables.cards).index(HELPDESK)
    assert [float(plan.pains[a, 0, where]["burden"]) for a in (0, 1)] == [FRICTION[5], 0.0]
    assert not plan.pains["friction"].any()
    assert plan.arms[1]["twin"] == 0


def test_mending_it_pleases_and_changes_nobodys_order() -> None:
    moments = _moments(assemble(_sore()).plan)
    assert _value(moments, "satisfaction", 1) > _value(moments, "satisfaction", 0) + 0.3
    assert _value(moments, "nps", 1) > _value(moments, "nps", 0)
    assert moments.total("judged", 1) == moments.total("judged", 0) == moments.total("buyers") > 300
    for measure in (*CONVERSION, "lifetime_value", "repeat_orders_per_buyer", "churn"):
        assert _value(moments, measure, 1) == _value(moments, measure, 0), measure
    assert not moments.flips.any()


def test_it_pays_only_where_satisfaction_is_said_to_bring_people_back() -> None:
    moments = _moments(assemble(_sore(loyalty_by_satisfaction=assumed(1.0))).plan)
    assert _value(moments, "lifetime_value", 1) > _value(moments, "lifetime_value", 0)
    assert _value(moments, "repeat_orders_per_buyer", 1) > _value(moments, "repeat_orders_per_buyer", 0)
    for measure in CONVERSION:
        assert _value(moments, measure, 1) == _value(moments, measure, 0), measure


def test_the_default_opinion_is_plausible() -> None:
    """A buyer whom nothing irritates: an NPS of about 30 and a satisfaction of about 78 (assumed)."""
    moments = _moments(assemble(journey(telling("arm-same0000"))).plan, visitors=20_000)
    buyers = moments.total("asked")
    assert _value(moments, "nps", 0) == pytest.approx(30.0, abs=3.3 * 78.0 / buyers**0.5)
    assert _value(moments, "satisfaction", 0) == pytest.approx(78.0, abs=2.0)
    assert _value(moments, "review_rate", 0) == pytest.approx(0.05, abs=3.3 * (0.05 * 0.95 / buyers) ** 0.5)
    assert _value(moments, "stars", 0) == pytest.approx(4.3, abs=0.4)


def test_answers_and_stars_are_equal_steps_of_satisfaction() -> None:
    answers = [recommends(float(score)) for score in range(101)]
    assert sorted(set(answers)) == list(range(11))
    assert answers == sorted(answers)
    assert {answers.count(step) for step in range(11)} <= {9, 10}
    assert [stars_of(score) for score in (0.0, 20.0, 21.0, 60.0, 61.0, 100.0)] == [1, 1, 2, 3, 4, 5]


def test_cards_after_the_order_are_passed_by_the_drawn_shares() -> None:
    plan, names = assemble(_sore()).plan, list(assemble(_sore()).tables.cards)
    rows = _events(plan)
    buyers = int((rows["kind"] == ORDER).sum())
    passed = {
        name: (rows["card"][rows["kind"] == PASSED] == names.index(point(name))).sum()
        for name in ("parcel", "helpdesk", "firstuse")
    }
    for name, share in (("parcel", 0.95), ("helpdesk", 0.95 * 0.4), ("firstuse", 0.95 * (0.5 + 0.4 * 0.9))):
        assert passed[name] / buyers == pytest.approx(share, abs=3.3 * (share * (1 - share) / buyers) ** 0.5), name
    assert point("lost") not in names, "nothing leads there from an order"
    way = rows["value"][rows["kind"] == DELIVERED] / DAY
    assert np.median(way) == pytest.approx(2.0, abs=0.25)
    assert len(way) == buyers


def test_goods_go_back_as_often_as_the_persona_says_and_take_their_margin_along() -> None:
    shop = journey(telling("arm-same0000"), traits={"goods_returned": assumed(0.4)})
    plan = assemble(shop).plan
    moments = _moments(plan)
    orders = moments.total("purchases")
    assert _value(moments, "return_rate", 0) == pytest.approx(0.4, abs=3.3 * (0.24 / orders) ** 0.5)
    rows = _events(plan)
    back = rows[rows["kind"] == SENT_BACK]
    made = rows[np.isin(rows["kind"], (ORDER, REPEAT))]["margin"].sum()
    assert moments.total("lifetime_margin") == pytest.approx((made + back["margin"].sum()) / 100)
    assert np.all(back["margin"] < 0)
    never = _moments(assemble(journey(telling("arm-same0000"), traits={"goods_returned": assumed(0.0)})).plan)
    assert never.total("lifetime_margin") == pytest.approx(never.total("margin") + never.total("repeat_margin"))


def test_each_product_has_its_own_margin_on_every_order() -> None:
    products = {
        "product-dear0000": Product(title="kettle", margin=assumed(0.9)),
        "product-none0000": Product(title="pot", margin=assumed(0.0)),
        "product-same0000": Product(title="pan"),
    }
    plan = assemble(replace(journey(telling("arm-same0000")), products=products)).plan
    rows = _events(plan)
    sold = rows[np.isin(rows["kind"], (ORDER, REPEAT))]
    share = (sold["margin"] + sold["discount"]) / (sold["value"] + sold["discount"])
    of_map = float(plan.world["margin"][0])
    near = np.abs(share[:, None] - np.array([0.9, 0.0, of_map])) < 0.002
    assert near.any(axis=1).all()
    assert (near.sum(axis=0) > 50).all(), "each of them is sold"
    first = sold["kind"] == ORDER
    which = dict(zip(sold["visitor"][first].tolist(), near[first].argmax(axis=1).tolist(), strict=True))
    assert [which[who] for who in sold["visitor"][~first].tolist()] == near[~first].argmax(axis=1).tolist()


def test_without_a_window_nothing_follows_an_order() -> None:
    moments = _moments(assemble(_sore(after_weeks=0.0)).plan, visitors=2_000)
    assert moments.total("buyers") == moments.total("purchases") > 0
    assert moments.total("judged") == moments.total("repeat_orders") == 0
    assert moments.total("lifetime_margin") == moments.total("margin")


def _campaign() -> Scenario:
    return journey(
        telling("arm-review00", said("review_request", **on("firstuse"))),
        telling("arm-loyal000", said("loyalty", "scheduled", 24.0 * 14, cost=assumed(0.25))),
        telling("arm-basket00", said("cross_sell")),
        telling("arm-refer000", said("referral", "scheduled", 24.0)),
        telling("arm-zcares00", said("aftercare", **on("parcel"))),
        traits={"referral": assumed(0.2)},
    )


REVIEW_ARM, LOYAL_ARM, BASKET_ARM, REFER_ARM, CARE_ARM = 1, 2, 3, 4, 5


@pytest.mark.parametrize("lazy", [True, False])
def test_messages_without_effect_change_nothing_but_their_cost(lazy: bool) -> None:
    moments = _moments(assemble(_campaign()).plan, 0.0, lazy=lazy)
    same = [name for name in MEASURES if name not in {"messages_per_visitor", "messaged_share", "lifetime_value",
            "lifetime_margin_per_visitor"}]  # fmt: skip
    for name in same:
        if paired_sums(moments, MEASURES[name], 0).sums[:, 3].any() and "message" not in name:
            for a in (REVIEW_ARM, LOYAL_ARM, REFER_ARM):
                assert _value(moments, name, a) == _value(moments, name, 0), (name, a)
    told = moments.total("buyers")
    lost = moments.total("lifetime_margin", 0) - moments.total("lifetime_margin", LOYAL_ARM)
    assert lost == pytest.approx(0.25 * told)


def test_each_message_moves_what_it_is_for_and_never_who_orders() -> None:
    plan = assemble(_campaign()).plan
    moments = _moments(plan, 0.8)
    for a, measure in (
        (REVIEW_ARM, "review_rate"), (LOYAL_ARM, "repeat_orders_per_buyer"), (BASKET_ARM, "average_order_value"),
        (REFER_ARM, "referrals_per_buyer"),
    ):  # fmt: skip
        assert _value(moments, measure, a) > 1.1 * _value(moments, measure, 0), measure
    assert _value(moments, "satisfaction", CARE_ARM) > _value(moments, "satisfaction", 0) + 5
    assert _value(moments, "nps", CARE_ARM) > _value(moments, "nps", 0) + 10
    for measure in CONVERSION:
        for a in (REVIEW_ARM, LOYAL_ARM, REFER_ARM, CARE_ARM):
            assert _value(moments, measure, a) == _value(moments, measure, 0), measure
    assert _value(moments, "orders_per_visitor", BASKET_ARM) == _value(moments, "orders_per_visitor", 0)


def test_an_offer_beside_the_basket_adds_what_it_says_on_average() -> None:
    """Everybody who orders has seen it once: the drawn addition is exponential with that mean."""
    plan = assemble(_campaign()).plan
    moments = _moments(plan, 0.1, visitors=30_000)
    ratio = moments.total("revenue", BASKET_ARM) / moments.total("revenue", 0)
    orders = moments.total("orders")
    assert ratio == pytest.approx(1.1, abs=3.3 * 0.1 * (1.0 + 0.36) ** 0.5 * 1.2 / orders**0.5)


def test_a_loyalty_offer_works_from_the_moment_it_is_made() -> None:
    plan = assemble(_campaign()).plan
    before, after = (_events(plan, a, 0.8) for a in (0, LOYAL_ARM))
    fortnight = 14 * DAY
    first = {int(row["visitor"]): int(row["time"]) for row in before[before["kind"] == ORDER]}

    def early(rows: Records) -> list[tuple[int, int]]:
        again = rows[rows["kind"] == REPEAT]
        return [
            (int(one["visitor"]), int(one["time"]))
            for one in again
            if one["time"] < first[int(one["visitor"])] + fortnight
        ]

    assert early(before) == early(after)
    assert len(early(before)) > 10
    assert (after["kind"] == REPEAT).sum() > (before["kind"] == REPEAT).sum()
    told = after[after["kind"] == CARE]
    assert all(int(row["time"]) == first[int(row["visitor"])] + fortnight for row in told)
    assert len(told) == len(first)


def test_who_must_be_left_alone_hears_nothing_afterwards_either() -> None:
    shop = replace(_campaign())
    personas = {
        key: one.model_copy(update={"traits": one.traits.model_copy(update={"consent": assumed(0.0)})})
        for key, one in shop.slice.personas.items()
    }
    plan = assemble(replace(shop, slice=replace(shop.slice, personas=personas))).plan
    for a in (REVIEW_ARM, LOYAL_ARM):
        rows = _events(plan, a, 0.8)
        assert (rows["kind"] == ORDER).any()
        assert not (rows["kind"] == CARE).any()


def test_events_of_a_life_are_in_time_and_complete() -> None:
    plan = assemble(_sore()).plan
    rows = _events(plan)
    same = rows["visitor"][1:] == rows["visitor"][:-1]
    assert np.all(np.diff(rows["time"])[same] >= 0)
    moments = _moments(plan)
    for name, kind in (("judged", JUDGED), ("asked", RECOMMENDS), ("reviews", REVIEW), ("repeat_orders", REPEAT)):
        assert moments.total(name) == (rows["kind"] == kind).sum(), name
