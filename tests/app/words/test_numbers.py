"""Numbers as the design language writes them, in both languages."""

from __future__ import annotations

import math
from collections.abc import Iterator
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.words import between, chances, duration, money, number, percent, points, set_language


@pytest.fixture(autouse=True)
def _english() -> Iterator[None]:
    set_language("en")
    yield
    set_language("en")


@pytest.mark.parametrize(
    ("value", "options", "english", "dutch"),
    [
        (1240, {}, "1,240", "1.240"),
        (1240.4, {}, "1,240", "1.240"),
        (0.125, {}, "0.125", "0,125"),
        (2.0, {}, "2", "2"),
        (-3.5, {}, "−3.5", "−3,5"),
        (3.5, {"signed": True}, "+3.5", "+3,5"),
        (0.0, {"signed": True}, "0", "0"),
        (-0.001, {"decimals": 2}, "0.00", "0,00"),
        (1234567.891, {"decimals": 2}, "1,234,567.89", "1.234.567,89"),
        (math.nan, {}, "–", "–"),
        (math.inf, {}, "–", "–"),
    ],
)
def test_number(value: float, options: dict[str, Any], english: str, dutch: str) -> None:
    assert number(value, **options) == english
    set_language("nl")
    assert number(value, **options) == dutch


def test_points_and_percent() -> None:
    assert points(0.0042) == "+0.42\u00a0pp"
    assert points(-0.00002) == "−0.002\u00a0pp"
    assert percent(0.245) == "24.5%"
    assert percent(1.2) == "120%"
    assert percent(-0.0312, signed=True) == "−3.12%"
    set_language("nl")
    assert points(0.0042) == "+0,42\u00a0procentpunt"
    assert percent(0.245) == "24,5%"


def test_money() -> None:
    assert money(1240) == "€\u202f1,240"
    assert money(-1240, signed=True) == "−€\u202f1,240"
    assert money(12.5) == "€\u202f12.50"
    assert money(99.999) == "€\u202f100"
    assert money(0, signed=True) == "€\u202f0"
    assert money(5, "USD", 0).endswith("\u202f5")
    set_language("nl")
    assert money(1240) == "€\u202f1.240"
    assert money(250, signed=True) == "+€\u202f250"


def test_an_interval_is_between() -> None:
    assert between(0.18, 0.71, lambda x: number(x, signed=True)) == "between +0.18 and +0.71"
    set_language("nl")
    assert between(0.18, 0.71, lambda x: number(x, signed=True)) == "tussen +0,18 en +0,71"


@pytest.mark.parametrize(
    ("seconds", "english", "dutch"),
    [
        (0.5, "0.5 s", "0,5 s"),
        (40, "40 s", "40 s"),
        (180, "3 min", "3 min"),
        (7200, "2 hours", "2 uur"),
        (9000, "2.5 hours", "2,5 uur"),
        (86400 * 3, "3 days", "3 dagen"),
        (-1, "–", "–"),
    ],
)
def test_duration(seconds: float, english: str, dutch: str) -> None:
    assert duration(seconds) == english.replace(" ", "\u00a0")
    set_language("nl")
    assert duration(seconds) == dutch.replace(" ", "\u00a0")


def test_chances_of_the_model() -> None:
    assert chances((0.53, 0.36, 0.11)) == ("55%", "35%", "10%")
    assert chances((1.0, 0.0, 0.0)) == ("95%", "<5%", "<5%")
    assert chances((1.0, 0.0, 0.0), calibrated=True) == (">95%", "<5%", "<5%")
    assert chances((math.nan, 0.5, 0.5)) == ("–", "–", "–")


@given(st.tuples(st.floats(0, 1), st.floats(0, 1), st.floats(0.001, 1)))
def test_printed_chances_add_up(weights: tuple[float, float, float]) -> None:
    total = sum(weights)
    printed = chances([weight / total for weight in weights], calibrated=True)
    steps = [100 if one == ">95%" else 0 if one == "<5%" else int(one[:-1]) for one in printed]
    assert sum(steps) == 100
    assert all(step % 5 == 0 for step in steps)


@given(st.floats(-1e12, 1e12))
def test_no_number_has_a_hyphen_for_a_minus(value: float) -> None:
    assert "-" not in number(value) + money(value) + points(value) + percent(value)
