"""Numbers as people type them, in both languages; what is written is read back."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.words import duration, money, number, percent, set_language, speaking
from app.words.typed import (
    typed_amount,
    typed_date,
    typed_duration,
    typed_money,
    typed_number,
    typed_share,
    typed_time,
)
from personas.problems import FootfallError


@pytest.fixture(autouse=True)
def _back_to_english() -> Iterator[None]:
    set_language("en")
    yield
    set_language("en")


@pytest.mark.parametrize(
    ("text", "english", "dutch"),
    [
        ("12", 12, 12),
        ("-3", -3, -3),
        ("−3", -3, -3),
        ("1.5", 1.5, 1.5),
        ("1,5", 1.5, 1.5),
        ("0.125", 0.125, 0.125),
        ("0,125", 0.125, 0.125),
        ("1,240", 1240, 1.24),
        ("1.240", 1.24, 1240),
        ("1,240.5", 1240.5, 1240.5),
        ("1.240,5", 1240.5, 1240.5),
        ("1.240.000", 1240000, 1240000),
        ("1 240 000", 1240000, 1240000),
        (".5", 0.5, 0.5),
        (" 7 ", 7, 7),
    ],
)
def test_numbers(text: str, english: float, dutch: float) -> None:
    assert typed_number(text) == english
    with speaking("nl"):
        assert typed_number(text) == dutch


@pytest.mark.parametrize("text", ["", "abc", "1,2,3.4.5", "12,34,5", "1e3", "0x10", "inf", "nan", "--1", "٣", "1.2.3"])
def test_what_is_no_number(text: str) -> None:
    with pytest.raises(FootfallError, match="not a number"):
        typed_number(text)


@pytest.mark.parametrize(("text", "share"), [("45%", 0.45), ("45", 0.45), ("0,5 %", 0.005), ("100%", 1.0), ("0", 0.0)])
def test_shares(text: str, share: float) -> None:
    assert typed_share(text) == pytest.approx(share)


@pytest.mark.parametrize("text", ["120%", "-1", "half"])
def test_what_is_no_share(text: str) -> None:
    with pytest.raises(FootfallError):
        typed_share(text)


@pytest.mark.parametrize(
    ("text", "amount"),
    [("€ 12,50", 12.5), ("€12.50", 12.5), ("12,-", 12), ("EUR 3", 3), ("$ 4", 4), ("-€ 5", -5), ("€ -5", -5)],
)
def test_money(text: str, amount: float) -> None:
    assert typed_money(text) == amount


@pytest.mark.parametrize(
    ("text", "seconds"),
    [
        ("40", 40),
        ("40 s", 40),
        ("40 sec.", 40),
        ("2 min", 120),
        ("2 min 30", 150),
        ("2min30s", 150),
        ("2:30", 150),
        ("1:02:03", 3723),
        ("1,5 uur", 5400),
        ("1.5 hours", 5400),
        ("2 uur en 5 minuten", 7500),
        ("1 h 30", 5400),
        ("3 dagen", 259200),
        ("2 days, 12 hours", 216000),
        ("1 week 2", 604800 + 2 * 86400),
    ],
)
def test_times(text: str, seconds: float) -> None:
    assert typed_duration(text) == pytest.approx(seconds)


@pytest.mark.parametrize("text", ["", "soon", "2 parsecs", "40 s 3", "-4 s", "1 2"])
def test_what_is_no_time(text: str) -> None:
    with pytest.raises(FootfallError, match="not a time"):
        typed_duration(text)


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("2026-03-31", "2026-03-31"),
        ("2026/3/1", "2026-03-01"),
        ("31-3-2026", "2026-03-31"),
        ("31.03.2026", "2026-03-31"),
        ("31/3/2026", "2026-03-31"),
        ("3/31/2026", "2026-03-31"),
        ("31 mrt 2026", "2026-03-31"),
        ("31 March 2026", "2026-03-31"),
        ("Mar 31, 2026", "2026-03-31"),
        ("februari 2024", "2024-02-29"),
        ("2026-12", "2026-12-31"),
        ("2026-03-31T10:00:00", "2026-03-31"),
    ],
)
def test_dates(text: str, day: str) -> None:
    assert typed_date(text) == day


@pytest.mark.parametrize("text", ["", "31-2-2026", "2026-13-01", "yesterday", "1/2/2026"])
def test_what_is_no_date(text: str) -> None:
    with pytest.raises(FootfallError, match="not a date"):
        typed_date(text)


def test_a_date_with_slashes_is_day_first_in_dutch() -> None:
    with speaking("nl"):
        assert typed_date("1/2/2026") == "2026-02-01"


@pytest.mark.parametrize(("read", "text"), [(lambda text: typed_amount(text, 0, 5), "6"), (typed_time, "900000 weeks")])
def test_bounds_are_said(read: Callable[[str], float], text: str) -> None:
    with pytest.raises(FootfallError):
        read(text)


@given(st.integers(-(10**9), 10**9), st.sampled_from(["en", "nl"]))
def test_what_is_written_is_read(value: int, tongue: str) -> None:
    with speaking(tongue):
        assert typed_number(number(value)) == value
        assert typed_number(number(value / 100, 2)) == value / 100
        assert typed_money(money(value)) == value


@given(st.integers(0, 1000), st.integers(0, 99), st.sampled_from(["en", "nl"]))
def test_shares_and_times_are_read_as_written(permille: int, seconds: int, tongue: str) -> None:
    with speaking(tongue):
        assert typed_share(percent(permille / 1000, 1)) == pytest.approx(permille / 1000)
        assert typed_duration(duration(seconds)) == seconds
