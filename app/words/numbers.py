"""Numbers as a reader expects them: true minus, thin space after €, unit always, an interval as 'between a and b'."""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence

from app.words.catalogue import language, plural, tr

MINUS = "\u2212"
THIN = "\u202f"
"""Narrow no-break space, between € and the amount."""
NO_BREAK = "\u00a0"
NOTHING = "–"
"""What stands where there is no number."""


def number(value: float, decimals: int | None = None, *, signed: bool = False) -> str:
    """A plain number with the language's separators.

    `decimals` fixes the digits after the point; without it a whole number has none and any other three significant
    digits at most. `signed` puts a plus before what is above zero. Not a number: a dash.
    """
    if not math.isfinite(value):
        return NOTHING
    digits = _digits(value) if decimals is None else decimals
    size = f"{abs(value):,.{digits}f}"
    if language() == "nl":
        size = size.translate({ord(","): ".", ord("."): ","})
    if not any(digit in size for digit in "123456789"):
        return size
    return (MINUS if value < 0 else "+" if signed else "") + size


def _digits(value: float) -> int:
    if value == round(value) or abs(value) >= 1000:
        return 0
    exact = f"{abs(value):.3g}"
    return len(f"{float(exact):f}".rstrip("0").partition(".")[2])


def percent(fraction: float, decimals: int | None = None, *, signed: bool = False) -> str:
    """A fraction as a percentage: 0.245 → 24.5%. Three significant digits at most unless `decimals` is given."""
    value = fraction * 100
    return f"{number(value, _rate_digits(value) if decimals is None else decimals, signed=signed)}%"


def points(fraction: float, decimals: int | None = None, *, unit: bool = True) -> str:
    """A difference between two fractions in percentage points, signed: +0.42 pp."""
    value = fraction * 100
    text = number(value, _points_digits(value) if decimals is None else decimals, signed=True)
    return _joined(tr("{number} pp", number=text)) if unit else text


def _rate_digits(value: float) -> int:
    return 0 if value == round(value) and math.isfinite(value) else 1 if abs(value) >= 10 else 2


def _points_digits(value: float) -> int:
    return 3 if 0 < abs(value) < 0.1 else 2


def money(amount: float, currency: str = "EUR", decimals: int | None = None, *, signed: bool = False) -> str:
    """An amount of money: € 1,240. Cents only under 100, unless `decimals` says otherwise; the sign stands first."""
    if not math.isfinite(amount):
        return NOTHING
    digits = (2 if 0 < abs(amount) < 99.995 else 0) if decimals is None else decimals
    text = number(amount, digits, signed=signed)
    sign = text[0] if text[0] in (MINUS, "+") else ""
    return f"{sign}{currency_sign(currency)}{THIN}{text.removeprefix(sign)}"


def currency_sign(currency: str) -> str:
    """The sign of a currency in the user's language: EUR → €; an unknown code stays as it is."""
    if currency == "EUR":
        return "€"
    from babel.numbers import get_currency_symbol

    return get_currency_symbol(currency, locale=language())


def between(low: float, high: float, write: Callable[[float], str] = number) -> str:
    """An interval in words: between −0.03 and +0.09."""
    return tr("between {low} and {high}", low=write(low), high=write(high))


def duration(seconds: float) -> str:
    """A span of time in its natural unit: 40 s, 3 min, 2.5 hours, 4 days."""
    if not math.isfinite(seconds) or seconds < 0:
        return NOTHING
    return _joined(_span(seconds))


def _joined(text: str) -> str:
    """A number and its unit stay on one line."""
    return text.replace(" ", NO_BREAK)


def _span(seconds: float) -> str:
    if seconds < 99.5:
        return tr("{number} s", number=number(seconds, 0 if seconds >= 10 or seconds == round(seconds) else 1))
    if seconds < 99.5 * 60:
        return tr("{number} min", number=number(seconds / 60, 0))
    if seconds < 48 * 3600:
        hours = round(seconds / 3600, 1)
        return plural("{count} hour", "{count} hours", hours, count=number(hours, 0 if hours == int(hours) else 1))
    days = round(seconds / 86400, 1)
    return plural("{count} day", "{count} days", days, count=number(days, 0 if days == int(days) else 1))


def chances(probabilities: Sequence[float], *, calibrated: bool = False) -> tuple[str, ...]:
    """Probabilities that add up to one, in steps of five points that still add up to a hundred.

    What rounds to nothing is written '<5%'. Uncalibrated, nothing is ever written above 95%; calibrated, above '>95%'.
    """
    if any(not math.isfinite(chance) for chance in probabilities):
        return tuple(NOTHING for _ in probabilities)
    steps = [chance * 20 for chance in probabilities]
    whole = [math.floor(step + 1e-9) for step in steps]
    by_rest = sorted(range(len(steps)), key=lambda k: (whole[k] - steps[k], k))
    for k in by_rest[: max(0, round(sum(steps)) - sum(whole))]:
        whole[k] += 1
    return tuple(_chance(step * 5, calibrated=calibrated) for step in whole)


def _chance(rounded: int, *, calibrated: bool) -> str:
    if rounded <= 0:
        return "<5%"
    if rounded > 95:
        return ">95%" if calibrated else "95%"
    return f"{rounded}%"
