"""Prices of pain points: paired, ranked, with their two doubts apart, and what has none is named."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from functools import partial

import pytest

from maps.model import Card, Lane, MapSlice, Pain, Touchpoint
from simulation.compile import compile_scenario
from simulation.experiment import prices as module
from simulation.experiment.price_list import MONTH_IN_WEEKS, Prices
from simulation.experiment.prices import price_pains
from simulation.experiment.run import Settings
from simulation.experiment.solving import solving, spots_of
from simulation.experiment.watch import Stopped
from simulation.scenario import Scenario
from tests.shop import LEAN
from tests.simulation.experiment.shops import reference

FORM, PAYMENT, PRODUCT = "touchpoint-details0", "touchpoint-payment0", "touchpoint-product0"
SMALL = Settings(visitors=4_000, draws=60, workers=1)


def _card(where: str | None, words: str, stage: str) -> Card:
    return Card(map="map-referenc", lane="lane-pains000", stage=stage, touchpoint=where, text=words)


def _shop() -> Scenario:
    """The reference shop with pain points on the form, the payment page, a whole stage, and an advertisement."""
    shop = reference(("reviews",))
    stage = next(iter(shop.slice.stages))
    cards = {
        "card-form0000": _card(FORM, "Account required", stage),
        "card-pay00000": _card(PAYMENT, "No wallet", stage),
        "card-stage000": _card(None, "Feels cheap", stage),
        "card-advert00": _card("touchpoint-advert00", "Seen too often", stage),
    }
    advert = Touchpoint(map="map-referenc", stage=stage, title="Advertisement")
    pains = {
        "card-form0000": Pain(card="card-form0000", severity=5),
        "card-pay00000": Pain(card="card-pay00000", severity=3),
        "card-stage000": Pain(card="card-stage000", severity=3),
        "card-advert00": Pain(card="card-advert00", severity=3),
    }
    slice_: MapSlice = replace(
        shop.slice,
        touchpoints={**shop.slice.touchpoints, "touchpoint-advert00": advert},
        lanes={"lane-pains000": Lane(map="map-referenc", kind="pains")},
        cards=cards,
        pains=pains,
    )
    return replace(shop, slice=slice_, arms=shop.arms[:1], pain_cards={f"pain-{key[5:]}": key for key in pains})


@pytest.fixture(autouse=True, scope="module")
def _lean() -> Iterator[None]:
    """Offsets solved on few visitors: good enough where prices are compared with one another."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(module, "compile_scenario", partial(compile_scenario, schedule=LEAN))
        yield


@pytest.fixture(scope="module")
def priced() -> Prices:
    return price_pains(_shop(), SMALL)


def test_the_dearest_comes_first(priced: Prices) -> None:
    assert [one.pain for one in priced.priced] == ["pain-form0000", "pain-pay00000"]
    assert [one.rank for one in priced.priced] == [1, 2]
    first, second = (one.margin.mean for one in priced.priced)
    assert first is not None
    assert second is not None
    assert first > second > 0
    assert (priced.priced[0].title, priced.priced[0].severity) == ("Account required", 5)


def test_what_nothing_feels_has_no_price_and_a_reason(priced: Prices) -> None:
    assert {one.pain: one.reason for one in priced.unpriced} == {
        "pain-stage000": "no-touchpoint",
        "pain-advert00": "outside",
    }


def test_the_two_doubts_stand_apart_and_there_are_no_chances(priced: Prices) -> None:
    for one in priced.priced:
        assert one.conversion.three is None
        assert one.conversion.quality == "good"
        assert one.conversion.gained is not None
        assert one.conversion.gained > 0.9 * one.conversion.flips
        margin = one.margin
        assert margin.interval is not None
        assert margin.mean is not None
        assert margin.interval[0] < margin.mean < margin.interval[1]
        assert margin.se_monte_carlo is not None
        assert margin.se_parameters is not None
        assert margin.se_parameters > margin.se_monte_carlo > 0  # a factor two of friction outweighs 240,000 visitors
    assert {"uncalibrated"} <= {one.code for one in priced.warnings}


def test_a_month_is_the_traffic_of_the_map(priced: Prices) -> None:
    month = _shop().slice.map.world.visitors_per_week.value * MONTH_IN_WEEKS
    assert priced.visitors_per_month == pytest.approx(month)
    for one in priced.priced:
        change = one.conversion.absolute.mean
        assert change is not None
        assert one.orders.mean == pytest.approx(change * month, rel=0.05)  # hardly anybody orders twice in a visit


def test_all_of_them_against_the_sum(priced: Prices) -> None:
    both, together = priced.interaction, priced.together
    assert both is not None
    assert together is not None
    assert both.difference.mean == pytest.approx(both.together - both.sum)
    assert both.difference.se_monte_carlo is not None
    assert both.difference.se_monte_carlo < 0.5 * abs(both.sum)
    assert together.margin.mean is not None
    assert all(together.margin.mean > (one.margin.mean or 0) for one in priced.priced)


def test_a_few_arms_at_a_time_are_as_paired_as_all_at_once(priced: Prices, monkeypatch: pytest.MonkeyPatch) -> None:
    """The same visitors with the same luck in every batch: not a digit differs."""
    monkeypatch.setattr(module, "BATCH", 1)
    again = price_pains(_shop(), SMALL)
    assert again.priced == priced.priced
    assert again.together == priced.together
    assert again.interaction == priced.interaction


def test_it_can_be_stopped() -> None:
    with pytest.raises(Stopped):
        price_pains(_shop(), SMALL, cancelled=lambda: True)


def test_a_map_without_pain_points_costs_nothing_to_price() -> None:
    shop = _shop()
    found = price_pains(replace(shop, slice=replace(shop.slice, pains={})), SMALL)
    assert (found.priced, found.unpriced, found.together, found.engine) == ((), (), None, "")


def test_the_json_can_be_read_back(priced: Prices) -> None:
    content = priced.to_json()
    assert list(content)[:2] == ["format", "version"]
    assert Prices.model_validate_json(priced.model_dump_json()) == priced
    assert set(priced.by_card()) == {"card-form0000", "card-pay00000"}


def test_solving_adds_to_what_the_control_already_changes() -> None:
    shop = _shop()
    spots, without = spots_of(shop)
    assert [one.pain for one in without] == ["pain-stage000"]
    once = solving(shop.arms[0], spots[:1], "a", "A")
    twice = solving(once, spots[1:2], "b", "B")
    assert set(twice.changes) == {FORM, PAYMENT}
    assert dict(twice.changes[FORM].pains_removed) == {"pain-form0000": True}
