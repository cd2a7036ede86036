"""What can never be heard is named, with its reason; what can be heard is not."""

from typing import Any

import pytest

from app.project.check import check
from app.project.model import Project
from tests.app.project.test_check import BASE, page, rule

PAGES = {
    "touchpoint-00000001": page("home", entry={"all": 1.0}),
    "touchpoint-00000002": page("product"),
    "touchpoint-00000003": page("details"),
    "touchpoint-00000004": page("order", goal="order", conversion=True),
    "touchpoint-00000005": page("none"),
}
TEST, HOURS = "never-speaks", 24.0


def codes(**tables: Any) -> set[str]:
    data = {table: {**BASE.get(table, {}), **tables.get(table, {})} for table in (*BASE, *tables)}
    return {one.code for one in check(Project.model_validate(data))}


def said(trigger: dict[str, Any], technique: str = "reassurance", on: str = "", **world: Any) -> bool:
    spots = {f"touchpoint-0000000{on}": True} if on else {}
    one = rule(technique=technique, trigger=trigger, touchpoints=spots)
    maps = {
        "map-00000001": {"title": "One", "personas": {"persona-00000001": 1.0}, "world": world},
        "map-00000002": {"title": "Two", "world": world},
    }
    return TEST in codes(rules={"rule-00000001": one}, touchpoints=PAGES, maps=maps)


@pytest.mark.parametrize(
    ("trigger", "technique", "on"),
    [
        ({"kind": "scheduled"}, "scarcity", "2"),
        ({"kind": "after_abandonment"}, "motivation", "3"),
        ({"kind": "arrive"}, "basket_mail", ""),
        ({"kind": "exit_intent"}, "welcome_mail", "2"),
        ({"kind": "long_on_form", "seconds": 30}, "reassurance", "2"),
        ({"kind": "nth_view", "nth": 2}, "recommendation", "1"),
        ({"kind": "idle", "seconds": 3600}, "reassurance", "3"),
    ],
)
def test_a_moment_that_never_comes(trigger: dict[str, Any], technique: str, on: str) -> None:
    assert said(trigger, technique, on)


@pytest.mark.parametrize(
    ("trigger", "technique", "on"),
    [
        ({"kind": "arrive"}, "scarcity", "2"),
        ({"kind": "after_abandonment"}, "basket_mail", ""),
        ({"kind": "arrive"}, "retargeting", "5"),
        ({"kind": "long_on_form", "seconds": 30}, "reassurance", "3"),
        ({"kind": "nth_view", "nth": 2}, "recommendation", "2"),
        ({"kind": "idle", "seconds": 20}, "reassurance", "3"),
    ],
)
def test_a_moment_that_comes(trigger: dict[str, Any], technique: str, on: str) -> None:
    assert not said(trigger, technique, on)


def test_who_comes_once_never_comes_back() -> None:
    assert said({"kind": "return_visit"}, "reminder", "1", max_visits=1)
    assert said({"kind": "after_abandonment"}, "basket_mail", max_visits=1)
    assert not said({"kind": "return_visit"}, "reminder", "1", max_visits=2)


def test_a_delay_beyond_the_end() -> None:
    late = {"kind": "after_abandonment", "delay_hours": 30 * HOURS}
    assert said(late, "basket_mail", horizon_days=30)
    assert not said(late, "basket_mail", horizon_days=31)


def test_thresholds_of_audiences() -> None:
    def of(low: float, high: float) -> set[str]:
        rows = {
            "audience-00000002": {"title": "Orientating", "kind": "orientating", "score_from": low},
            "audience-00000003": {"title": "Buying", "kind": "buying", "score_from": high},
        }
        return codes(audiences=rows)

    assert "thresholds-contradict" in of(6, 2)
    assert "thresholds-contradict" in of(2, 2)
    assert "thresholds-contradict" not in of(2, 6)


def test_thresholds_of_phases() -> None:
    def of(**phase_from: float) -> set[str]:
        return codes(policies={"policy-00000002": {"title": "Q", "score_card": {"phase_from": phase_from}}})

    assert "thresholds-contradict" in of(search=5, choose=4, checkout=8)
    assert "thresholds-contradict" in of(search=1, checkout=1)
    assert "thresholds-contradict" not in of(search=1, choose=4, checkout=8)


@pytest.mark.parametrize(
    ("conditions", "code"),
    [
        ([("device", "is", "phone", 0), ("device", "is", "desktop", 0)], "conditions-contradict"),
        ([("views", "at_least", "", 5), ("views", "below", "", 3)], "conditions-contradict"),
        ([("returning", "is", "", 1), ("returning", "is_not", "", 1)], "conditions-contradict"),
        ([("views", "is", "", 2), ("views", "below", "", 2)], "conditions-contradict"),
        ([("device", "is", "fridge", 0)], "condition-impossible"),
        ([("hour", "at_least", "", 24)], "condition-impossible"),
        ([("weekday", "is", "", 7)], "condition-impossible"),
        ([("basket_value", "below", "", 0)], "condition-impossible"),
    ],
)
def test_segments_that_nobody_is_in(conditions: list[tuple[str, str, str, float]], code: str) -> None:
    assert code in _segment(conditions)


def test_segments_that_people_are_in() -> None:
    found = _segment(
        [
            ("device", "is", "phone", 0),
            ("views", "at_least", "", 2),
            ("views", "below", "", 5),
            ("hour", "below", "", 8),
        ]
    )
    assert not {"conditions-contradict", "condition-impossible"} & found


def _segment(conditions: list[tuple[str, str, str, float]]) -> set[str]:
    made = {
        f"c{number}": {"field": field, "test": test, "text": text, "number": value}
        for number, (field, test, text, value) in enumerate(conditions)
    }
    return codes(segments={"segment-00000001": {"title": "S", "conditions": made}})


def test_after_an_order_buyers_are_followed_by_a_window_of_their_own() -> None:
    late = {"kind": "scheduled", "delay_hours": 24.0 * 60}
    assert not said(late, "loyalty"), "two months are within the year after the order"
    assert not said(late, "loyalty", max_visits=1), "a buyer need not come back to be told"
    assert said(late, "loyalty", after_weeks=4.0)


def test_a_landing_that_nobody_comes_in_by() -> None:
    mail = rule(technique="basket_mail", trigger={"kind": "after_abandonment"}, landing="touchpoint-00000005")
    seen = rule(technique="scarcity", landing="touchpoint-00000002")
    fine = rule(technique="basket_mail", trigger={"kind": "after_abandonment"}, landing="touchpoint-00000002")
    assert "leads-nowhere" in codes(rules={"rule-00000001": mail}, touchpoints=PAGES)
    assert "leads-nowhere" in codes(rules={"rule-00000001": seen}, touchpoints=PAGES)
    assert "leads-nowhere" not in codes(rules={"rule-00000001": fine}, touchpoints=PAGES)


def test_a_card_with_more_links_than_luck_has_addresses_for() -> None:
    def with_links(number: int) -> set[str]:
        points = {f"touchpoint-1{n:07d}": page("other") for n in range(number)}
        links = {
            f"link-{n:08d}": {
                "map": "map-00000001", "from_touchpoint": "touchpoint-00000001", "to_touchpoint": key,
                "share": {"value": 0.001},
            }
            for n, key in enumerate(points)
        }  # fmt: skip
        return codes(touchpoints={**PAGES, **points}, links=links)

    assert "crowded-card" in with_links(241)
    assert "crowded-card" not in with_links(240)
