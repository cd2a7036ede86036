"""Every KPI against a handful of visitors whose arithmetic can be done by hand."""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping
from dataclasses import replace

import numpy as np
import pytest

from simulation import traces
from simulation.engines.choose import run, trace
from simulation.engines.kernel import add_visitor, sums_of
from simulation.evidence.catalogue import beliefs
from simulation.experiment.draws import draw
from simulation.experiment.levels import Material, level
from simulation.experiment.readings import paired_sums
from simulation.experiment.result import ArmResult
from simulation.measures.moments import PairedMoments, empty
from simulation.measures.registry import MEASURES, WALKED_PHASES
from simulation.measures.tallies import COUNT, INDEX, SCALE
from simulation.plan import Plan
from tests.shop import busy_shop, solved_shop, strong

# What each visitor leaves behind, in units (money in money). Tallies that are not named are zero.
BOUNCER = {
    "visits": 1, "pages": 1, "bounces": 1, "dwell_seconds": 4, "reach_browse": 1, "left_browse": 1, "visit_cost": 0.35,
    "visits_by_1": 1,
}  # fmt: skip
LOOKER = {  # two visits, a message, a micro-conversion, no order
    "visits": 2, "return_visits": 1, "pages": 9, "dwell_seconds": 200, "reach_browse": 2, "reach_search": 1,
    "reach_choose": 2, "left_choose": 2, "further_browse": 2, "further_search": 1, "messages": 2, "messaged": 1,
    "message_cost": 0.004, "micro": 2, "micro_visitors": 1, "visit_cost": 0.35, "visits_by_0": 1, "visits_by_1": 1,
}  # fmt: skip
LEAVER = {  # fills a basket and leaves at the checkout
    "visits": 1, "pages": 6, "dwell_seconds": 150, "basket_visits": 1, "reach_choose": 1, "reach_checkout": 1,
    "left_checkout": 1, "further_choose": 1, "visits_by_0": 1,
}  # fmt: skip
BUYER = {  # one order of 80, 10% off; a quarter of 80 is margin; comes back for a second order; a promoter
    "visits": 1, "pages": 12, "dwell_seconds": 400, "basket_visits": 1, "orders": 1, "converted": 1, "revenue": 72,
    "margin": 12, "discount_cost": 8, "reach_choose": 1, "reach_checkout": 1, "further_choose": 1,
    "further_checkout": 1, "ordered_choose": 1, "ordered_checkout": 1, "messages": 1, "messaged": 1,
    "message_cost": 0.002, "micro": 1, "micro_visitors": 1, "micro_converted": 1, "visit_cost": 0.7, "visits_by_2": 1,
    "buyers": 1, "repeat_orders": 1, "repeat_buyers": 1, "lifetime_margin": 30, "asked": 1, "net_promoters": 100,
    "purchases": 2,
}  # fmt: skip
GONE = {  # one order of 40 in a second visit; never comes back; a detractor
    "visits": 2, "return_visits": 1, "pages": 8, "dwell_seconds": 246, "basket_visits": 1, "orders": 1,
    "converted": 1, "revenue": 40, "margin": 10, "reach_browse": 1, "reach_checkout": 1, "further_browse": 1,
    "further_checkout": 1, "ordered_checkout": 1, "visits_by_0": 2, "buyers": 1, "dropped_out": 1,
    "lifetime_margin": 10, "asked": 1, "net_promoters": -100, "purchases": 1,
}  # fmt: skip
VISITORS = (BOUNCER, LOOKER, LEAVER, BUYER, GONE)

BY_HAND = {
    "conversion_rate": 2 / 5,
    "conversion_rate_visit": 2 / 7,
    "orders_per_visitor": 2 / 5,
    "revenue_per_visitor": (72 + 40) / 5,
    "margin_per_visitor": (12 + 10) / 5,
    "average_order_value": (72 + 40) / 2,
    "micro_conversions": (2 + 1) / 5,
    "visits_per_visitor": (1 + 2 + 1 + 1 + 2) / 5,
    "pages_per_visit": (1 + 9 + 6 + 12 + 8) / 7,
    "bounce_rate": 1 / 7,
    "time_per_visit": (4 + 200 + 150 + 400 + 246) / 7,
    "time_on_page": (4 + 200 + 150 + 400 + 246) / 36,
    "basket_rate": 3 / 7,
    "basket_abandonment": 1 - 2 / 3,
    "reach_checkout": 3 / 7,
    "abandonment_choose": 2 / 4,
    "abandonment_checkout": 1 / 3,
    "conversion_from_browse": 0 / 4,
    "conversion_from_choose": 1 / 4,
    "conversion_from_checkout": 2 / 3,
    "micro_share": 2 / 5,
    "conversion_from_micro": 1 / 2,
    "messages_per_visitor": 3 / 5,
    "messaged_share": 2 / 5,
    "message_cost_per_visitor": 0.006 / 5,
    "discount_cost_per_visitor": 8 / 5,
    "visit_cost_per_visitor": 1.4 / 5,
    "cost_per_order": (1.4 + 0.006 + 8) / 2,
    "lifetime_value": (30 + 10) / 2,
    "lifetime_margin_per_visitor": (30 + 10) / 5,
    "retention": 1 / 2,
    "churn": 1 / 2,
    "nps": (100 - 100) / 2,
    "repeat_orders_per_buyer": 1 / 2,
}
"""Numerators and denominators counted off the visitors above."""
ASKED_FOR = {
    "conversion rate": "conversion_rate", "customer lifetime value": "lifetime_value", "retention": "retention",
    "churn": "churn", "net promoter score": "nps", "average order value": "average_order_value",
    "cost per acquisition": "cost_per_order", "bounce rate": "bounce_rate", "time on page": "time_on_page",
    "abandonment per phase": "abandonment_checkout", "micro-conversions": "micro_conversions",
    "a phase's own KPI": "reach_choose", "its link to the conversion": "conversion_from_choose",
}  # fmt: skip
"""What the texts ask to be reported; traffic by source is a table of its own."""


def _tally(left: Mapping[str, float]) -> np.ndarray[tuple[int], np.dtype[np.float64]]:
    tally = np.zeros(COUNT)
    tally[INDEX["visitors"]] = 1.0
    for key, value in left.items():
        tally[INDEX[key]] = round(value / SCALE[INDEX[key]])
    return tally


def _moments() -> PairedMoments:
    """These visitors live alike in the control and in arm 1, but the one who leaves his basket buys there."""
    moments = empty(1, 1, 2)
    won = {**LEAVER, "orders": 1, "converted": 1, "revenue": 50, "margin": 12.5, "left_checkout": 0}
    for left in VISITORS:
        both = np.stack([_tally(left), _tally(won if left is LEAVER else left)])
        add_visitor(sums_of(moments, 0), both, 0)
    return moments


@pytest.mark.parametrize("key", list(BY_HAND))
def test_a_measure_is_what_the_hand_works_out(key: str) -> None:
    data = paired_sums(_moments(), MEASURES[key], 0)
    over, under = data.sums[0, :2]
    assert over / under == pytest.approx(BY_HAND[key], abs=1e-12)


def test_the_spread_of_a_sum_of_costs_is_that_of_the_sums() -> None:
    """Cost per order adds three tallies: its products are those of the visitors' whole costs."""
    costs = np.array([0.35, 0.354, 0.0, 0.7 + 0.002 + 8.0, 0.0])
    orders = np.array([0.0, 0.0, 0.0, 1.0, 1.0])
    data = paired_sums(_moments(), MEASURES["cost_per_order"], 0)
    assert data.products[0, 0, 0] == pytest.approx(float(costs @ costs))
    assert data.products[0, 0, 1] == pytest.approx(float(costs @ orders))


def test_who_was_won_and_who_was_lost() -> None:
    moments = _moments()
    assert (moments.flips.sum(), moments.gained.sum()) == (1, 1)
    found = paired_sums(moments, MEASURES["conversion_rate"], 1)
    assert found.gained is not None
    assert found.gained.tolist() == [1.0]
    assert paired_sums(moments, MEASURES["bounce_rate"], 1).gained is None


def test_all_that_the_texts_ask_for_is_reported() -> None:
    assert set(ASKED_FOR.values()) <= set(MEASURES)
    assert {f"conversion_from_{phase}" for phase in WALKED_PHASES} <= set(MEASURES)


@pytest.mark.parametrize("key", list(MEASURES))
def test_a_measure_says_what_it_is(key: str) -> None:
    measure = MEASURES[key]
    assert measure.name
    assert "÷" in measure.definition or measure.complement
    assert measure.unit in {"rate", "money", "seconds", "count", "score"}
    assert {*measure.parts, measure.denominator, measure.event} <= set(INDEX)


# ---- the whole way: visitors of a shop -----------------------------------------------------------------------------

DRAWS, EACH = 20, 250


def _two_channels(plan: Plan) -> Plan:
    """The plan with a cheap and a dear arrival channel; a third of the visits come by the dear one."""
    return plan._replace(
        channels=np.tile([2 / 3, 1.0], (len(plan.channels), 1)),
        entry=np.repeat(plan.entry[:, :1], 2, axis=1),
        excluded=np.repeat(plan.excluded[:, :1], 2, axis=1),
        visit_cost=np.array([0.1, 0.5]),
    )


def _material() -> Material:
    shop, compiled = busy_shop(), solved_shop()
    known = beliefs(shop.techniques)
    used = {key: known[key] for key in sorted({rule.technique for rule in shop.arms[1].rules.values()})}
    plan = _two_channels(compiled.plan)
    moments = run(plan, strong(plan, DRAWS), seed=3, stream=0, first_visitor=0, visitors_per_draw=EACH, workers=1)
    tables = replace(compiled.tables, channels=("search", "ads"))
    return Material(shop, tables, known, draw(used, DRAWS, seed=3), moments, 3, "conversion_rate")


@pytest.fixture(scope="module")
def busy() -> tuple[Material, ArmResult]:
    material = _material()
    return material, level(material, 1, {})


def test_every_measure_of_a_run_has_its_doubt(busy: tuple[Material, ArmResult]) -> None:
    _, arm = busy
    for key, stat in arm.metrics.items():
        assert stat.interval is not None, key
        assert stat.interval[0] <= stat.mean <= stat.interval[1], key
        assert math.isfinite(stat.se_monte_carlo), key
        assert stat.se >= stat.se_monte_carlo >= 0, key
    assert {"cost_per_order", "time_on_page", "conversion_from_checkout", "visit_cost_per_visitor"} <= set(arm.metrics)


def test_traffic_by_source_adds_up(busy: tuple[Material, ArmResult]) -> None:
    """Two thirds and one third, within 4 standard errors, which are about those of independent visits."""
    material, arm = busy
    assert [one.channel for one in arm.sources] == ["search", "ads"]
    assert sum(one.visits.mean for one in arm.sources) == pytest.approx(1.0)
    visits = material.moments.total("visits", 1)
    for one, share in zip(arm.sources, (2 / 3, 1 / 3), strict=True):
        binomial = math.sqrt(share * (1 - share) / visits)
        assert abs(one.visits.mean - share) < 4 * binomial
        assert 0.3 * binomial < one.visits.se_monte_carlo < 3 * binomial
    cost = arm.metrics["visit_cost_per_visitor"].mean
    per_visit = 0.1 * arm.sources[0].visits.mean + 0.5 * arm.sources[1].visits.mean
    assert cost == pytest.approx(per_visit * arm.metrics["visits_per_visitor"].mean)


def test_messages_of_the_rules_add_up_to_those_of_the_arm(busy: tuple[Material, ArmResult]) -> None:
    _, arm = busy
    shown = [one.shown.mean for one in arm.messages if one.shown is not None]
    assert len(shown) == len(arm.messages) > 3
    assert sum(shown) == pytest.approx(arm.metrics["messages_per_visitor"].mean)
    spent = [one.spent.mean for one in arm.messages if one.spent is not None]
    assert sum(spent) == pytest.approx(arm.metrics["message_cost_per_visitor"].mean, abs=1e-9)


def test_a_phase_of_the_funnel_says_who_of_it_orders(busy: tuple[Material, ArmResult]) -> None:
    _, arm = busy
    for step in arm.funnel:
        assert step.converted is not None
        assert 0 <= step.converted <= step.advanced <= step.entered
        rate = arm.metrics[f"conversion_from_{step.phase}"].mean
        assert step.converted / step.entered == pytest.approx(rate)


def _visits(rows: np.ndarray[tuple[int], np.dtype[np.void]]) -> Iterator[np.ndarray[tuple[int], np.dtype[np.void]]]:
    """The events of each visit."""
    for key in np.unique(rows[["visitor", "visit"]]):
        yield rows[(rows["visitor"] == key["visitor"]) & (rows["visit"] == key["visit"])]


def test_the_new_tallies_can_be_rebuilt_from_the_events() -> None:
    """Visits by channel, what they cost, and visits of each phase that ordered, from what was noted."""
    plan = _two_channels(solved_shop().plan)
    draws, many = strong(plan), 400
    rows = trace(plan, draws, arm=1, visitors=range(many), seed=5, stream=0)
    moments = run(plan, draws, seed=5, stream=0, first_visitor=0, visitors_per_draw=many, workers=1)
    channels = rows["value"][rows["kind"] == traces.VISIT].astype(int)
    for slot in range(2):
        assert moments.total(f"visits_by_{slot}", 1) == np.sum(channels == slot)
    assert moments.total("visit_cost", 1) == pytest.approx(plan.visit_cost[channels].sum())
    ordered = dict.fromkeys(WALKED_PHASES, 0)
    for visit in _visits(rows):
        cards = visit["card"][visit["kind"] == traces.VIEW]
        if np.any(visit["kind"] == traces.ORDER):
            kinds = set(plan.cards[1]["kind"][cards].tolist())
            for phase in WALKED_PHASES:
                ordered[phase] += ("before", "browse", "search", "choose", "checkout", "after").index(phase) in kinds
    assert sum(ordered.values()) > 0
    assert {phase: moments.total(f"ordered_{phase}", 1) for phase in WALKED_PHASES} == ordered
