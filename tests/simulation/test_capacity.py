"""Desks, stock and hours as arrays, and what is wrong with them, by name."""

from collections.abc import Callable
from dataclasses import replace

import numpy as np
import pytest

from personas.problems import Refused
from personas.provenance import assumed
from personas.records import FrozenMap
from simulation.assembly.capacity import alone, coupled, desk_records, hours_of
from simulation.assembly.checks import check
from simulation.behaviour.desk import until_closing
from simulation.compile import assemble
from simulation.plan import DAY
from simulation.scenario import Scenario
from simulation.world import Desk
from tests.crowd import DESK, SERVICE, crowded
from tests.shop import busy_shop

HOUR = 3_600_000


@pytest.mark.parametrize(
    ("text", "hours"),
    [
        ("09:00-17:30", (9.0, 17.5)),
        ("00:00-24:00", (0.0, 24.0)),
        ("23:59-24:00", (24 - 1 / 60, 24.0)),
        ("17:00-09:00", None),
        ("09:00-09:00", None),
        ("9:00-17:00", None),
        ("09.00-17.00", None),
        ("09:60-17:00", None),
        ("09:00-24:01", None),
        ("09:00 - 17:00", None),
        ("٠٩:٠٠-١٧:٠٠", None),
        ("always", None),
        ("", None),
    ],
)
def test_opening_hours_are_read_strictly(text: str, hours: tuple[float, float] | None) -> None:
    expected = None if hours is None else tuple(round(hour * HOUR) for hour in hours)
    assert hours_of(text) == expected


def _left(opening: dict[str, str], day: int, hour: float, agents: int = 1) -> float:
    desks = {DESK: Desk(title="x", agents=agents, opening=FrozenMap(opening))}
    plan = assemble(busy_shop()).plan._replace(desks=desk_records(desks))
    return until_closing(plan, 0, day * DAY + int(hour * HOUR)) / HOUR


def test_a_desk_says_how_long_it_is_open() -> None:
    week = {str(day): "00:00-24:00" for day in range(7)}
    assert _left({}, 3, 12) == np.inf
    assert _left(week, 3, 12) == np.inf
    assert _left({}, 3, 12, agents=0) == 0
    office = {"0": "09:00-17:30"}
    assert [_left(office, 0, hour) for hour in (8.9, 9, 17, 17.5)] == [0, 8.5, 0.5, 0]
    assert _left(office, 7, 17) == 0.5, "every week again"
    assert _left(office, 1, 12) == 0
    night = {"6": "20:00-24:00", "0": "00:00-06:00"}
    assert _left(night, 6, 22) == 8, "over midnight, also from Sunday to Monday"


def _desk(**fields: object) -> Scenario:
    return crowded(desk=fields)


def _card(**fields: object) -> Scenario:
    shop = crowded()
    points = {**shop.slice.touchpoints, SERVICE: shop.slice.touchpoints[SERVICE].model_copy(update=fields)}
    return replace(shop, slice=replace(shop.slice, touchpoints=points))


FOUND: dict[str, tuple[Callable[[], Scenario], str]] = {
    "opening-hours": (lambda: _desk(opening=FrozenMap({"1": "9-5"})), "error"),
    "desk-missing": (lambda: _card(desk="desk-gone0000"), "error"),
    "nobody-comes": (lambda: crowded(per_week=0.0), "error"),
    "desk-without-agents": (lambda: _desk(agents=0), "warning"),
    "desk-at-the-end": (lambda: _card(goal="lead", conversion=True), "warning"),
}


@pytest.mark.parametrize("code", FOUND)
def test_what_is_wrong_is_named(code: str) -> None:
    make, severity = FOUND[code]
    found = [one for one in check(make()) if one.code == code]
    assert [one.severity for one in found] == [severity]
    assert found[0].path
    assert found[0].mend
    if severity == "error":
        with pytest.raises(Refused):
            assemble(make())


def test_a_day_that_is_no_weekday_is_named() -> None:
    assert [one.values["day"] for one in check(_desk(opening=FrozenMap({"7": "09:00-17:00"})))] == ["7"]


def test_a_stock_that_nobody_can_buy_from_is_named() -> None:
    shop = crowded()
    points = {
        key: point.model_copy(update={"goal": "lead", "conversion": True}) if point.goal == "order" else point
        for key, point in shop.slice.touchpoints.items()
    }
    found = check(replace(shop, slice=replace(shop.slice, touchpoints=points)))
    assert [one.path for one in found if one.code == "stock-unused"] == ["products.product-one00000.stock"]
    unwanted = shop.products["product-one00000"].model_copy(update={"weight": assumed(0.0)})
    found = check(replace(shop, products={**shop.products, "product-one00000": unwanted}))
    assert [one.code for one in found] == ["stock-unused"]


def test_only_what_can_run_out_couples_visitors() -> None:
    assert not coupled(assemble(busy_shop()).plan)
    everything = assemble(crowded()).plan
    assert coupled(everything)
    assert everything.world[0]["coupled"] == 1
    assert alone(everything).world[0]["coupled"] == 0
    assert everything.world[0]["coupled"] == 1, "the plan itself stays as it was"
    without_desk = _card(desk=None)
    assert coupled(assemble(without_desk).plan), "a stock is left"
    assert not coupled(assemble(replace(without_desk, products={})).plan)
    limited = crowded(stock=None, budgets={"discount_budget": assumed(5.0)})
    points = {
        **limited.slice.touchpoints,
        SERVICE: limited.slice.touchpoints[SERVICE].model_copy(update={"desk": None}),
    }
    assert coupled(assemble(replace(limited, slice=replace(limited.slice, touchpoints=points))).plan)
