"""What people type as a number, a share, an amount, a time or a date, in the way of their language and of the other.

The counterpart of `app.words.numbers`: what that writes, this reads. What cannot be read is a `FootfallError` with one
sentence that says what can.
"""

from __future__ import annotations

import math
import re
from datetime import date

from app.words.catalogue import language, tr
from app.words.numbers import duration, number, percent
from personas.problems import FootfallError

_BLANKS = dict.fromkeys(map(ord, "\u00a0\u202f\u2009'’_"), " ")
_DIGITS = re.compile(r"[+-]?[0-9][0-9.,]*|[+-]?[.,][0-9]+")
_SECONDS = {
    "s": 1, "sec": 1, "secs": 1, "second": 1, "seconds": 1, "seconde": 1, "seconden": 1, '"': 1, "″": 1,
    "m": 60, "min": 60, "mins": 60, "minute": 60, "minutes": 60, "minuut": 60, "minuten": 60, "′": 60,
    "h": 3600, "hr": 3600, "hrs": 3600, "hour": 3600, "hours": 3600, "u": 3600, "uur": 3600, "uren": 3600,
    "d": 86400, "day": 86400, "days": 86400, "dag": 86400, "dagen": 86400,
    "w": 604800, "week": 604800, "weeks": 604800, "weken": 604800,
}  # fmt: skip
_MONTHS = {
    name: month
    for month, names in enumerate(
        (
            "jan januari january", "feb februari february", "mar mrt maart march", "apr april", "may mei",
            "jun juni june", "jul juli july", "aug augustus august", "sep sept september", "oct okt oktober october",
            "nov november", "dec december",
        ),
        start=1,
    )
    for name in names.split()
}  # fmt: skip


def typed_number(text: str) -> float:
    """A number: 1,240.5 or 1.240,5. The mark of the user's language counts where both readings make sense."""
    words = text.translate(_BLANKS).replace("−", "-").strip()
    plain = words.replace(" ", "") if re.fullmatch(r"[+-]?[0-9]{1,3}( [0-9]{3})+([.,][0-9]+)?", words) else words
    if not _DIGITS.fullmatch(plain):
        raise _not_understood(tr("“{text}” is not a number.", text=text.strip()))
    value = _read(plain)
    if value is None or not math.isfinite(value):
        raise _not_understood(tr("“{text}” is not a number.", text=text.strip()))
    return value


def _read(plain: str) -> float | None:
    """Digits with points and commas; None when they stand as in no number."""
    sign, size = (-1.0, plain[1:]) if plain.startswith("-") else (1.0, plain.removeprefix("+"))
    own, other = (",", ".") if language() == "nl" else (".", ",")
    marks = [mark for mark in size if mark in ".,"]
    if not marks:
        return sign * float(size)
    decimal = marks[-1] if len(set(marks)) == 2 else own
    if len(set(marks)) == 1 and (marks[0] == other or len(marks) > 1):
        decimal = "" if re.fullmatch(rf"[1-9][0-9]{{0,2}}(\{marks[0]}[0-9]{{3}})+", size) else marks[0]
    grouping = "".join({".", ","} - {decimal})
    whole, _mark, rest = size.partition(decimal) if decimal else (size, "", "")
    groups = re.split(f"[{grouping}]", whole) if any(mark in whole for mark in grouping) else [whole]
    if len(groups) > 1 and (not 1 <= len(groups[0]) <= 3 or any(len(group) != 3 for group in groups[1:])):
        return None
    if any(mark in rest for mark in ".,"):
        return None
    return sign * float(f"{''.join(groups) or '0'}.{rest or '0'}")


def typed_amount(text: str, low: float = -1e12, high: float = 1e12) -> float:
    """A number within bounds."""
    value = typed_number(text)
    if not low <= value <= high:
        raise _not_understood(tr("It lies between {low} and {high}.", low=number(low), high=number(high)))
    return value


def typed_share(text: str, high: float = 1.0) -> float:
    """A share: 45, 45% or 0,5%. A bare number is a percentage, as shares are written here."""
    words = text.translate(_BLANKS).strip()
    bare = words.removesuffix("%").strip()
    value = typed_number(bare) / 100
    if not 0.0 <= value <= high:
        raise _not_understood(tr("A share lies between 0% and {most}.", most=percent(high)))
    return value


def typed_money(text: str) -> float:
    """An amount of money, with or without its sign or code: € 12,50, 12.50 EUR, 12,- ."""
    words = text.translate(_BLANKS).strip()
    bare = re.sub(r"[€$£¥]|\b[A-Za-z]{3}\b", "", words).strip()
    bare = re.sub(r"[.,][-–—=]{1,2}$", "", bare)
    bare = re.sub(r"^([+-−])\s+", r"\1", bare)
    return typed_number(bare)


def typed_duration(text: str) -> float:
    """A time in seconds: 40, 40 s, 2 min 30, 2:30, 1.5 hours, 3 dagen. A bare number is seconds."""
    words = text.translate(_BLANKS).strip().lower()
    clock = re.fullmatch(r"(?:([0-9]+):)?([0-9]{1,3}):([0-5][0-9])", words)
    if clock:
        hours, minutes, seconds = (int(part or 0) for part in clock.groups())
        return float(hours * 3600 + minutes * 60 + seconds)
    total, unit, rest = 0.0, 0, words
    while rest:
        part = re.match(r"([0-9][0-9.,]*|[.,][0-9]+)\s*([a-z″′\"]*)[\s,.]*(?:(?:and|en)\s+)?", rest)
        if part is None or (part[2] and part[2] not in _SECONDS) or (not part[2] and rest is not words and unit < 60):
            raise _not_a_time(text)
        unit = _SECONDS[part[2]] if part[2] else {86400: 3600, 604800: 86400}.get(unit, max(1, unit // 60))
        total += typed_number(part[1].rstrip(".,")) * unit
        rest = rest[part.end() :]
    if not words or not math.isfinite(total):
        raise _not_a_time(text)
    return total


def _not_a_time(text: str) -> FootfallError:
    return _not_understood(tr("“{text}” is not a time. Say 40 s, or 2 min 30.", text=text.strip()))


def typed_time(text: str, high: float = 1e9) -> float:
    """A time that is not absurd, in seconds."""
    value = typed_duration(text)
    if value > high:
        raise _not_understood(tr("It is {most} at most.", most=duration(high)))
    return value


def typed_date(text: str) -> str:
    """A day as YYYY-MM-DD: 2026-03-31, 31-3-2026, 31.3.2026, 31 mrt 2026, March 2026 (its last day)."""
    words = re.sub(r"[.,\s]+", " ", text.translate(_BLANKS).strip().lower())
    found = (
        _dated(r"([0-9]{4})[-/ ]([0-9]{1,2})[-/ ]([0-9]{1,2})(?:[t ].*)?", words, "ymd")
        or _dated(r"([0-9]{1,2})[- ]([0-9]{1,2})[- ]([0-9]{4})", words, "dmy")
        or _slashed(words)
        or _dated(r"([0-9]{1,2})[- ]([a-z]+)[- ]([0-9]{4})", words, "dmy")
        or _dated(r"([a-z]+) ([0-9]{1,2}) ([0-9]{4})", words, "mdy")
        or _dated(r"([a-z]+)[- ]([0-9]{4})", words, "my")
        or _dated(r"([0-9]{4})[-/]([0-9]{1,2})", words, "ym")
    )
    if found is None:
        raise _not_understood(tr("“{text}” is not a date. Write it as 2026-03-31.", text=text.strip()))
    return found.isoformat()


def _slashed(words: str) -> date | None:
    """Day first in Dutch; in English only where the other reading is no date."""
    day_first = _dated(r"([0-9]{1,2})/([0-9]{1,2})/([0-9]{4})", words, "dmy")
    month_first = _dated(r"([0-9]{1,2})/([0-9]{1,2})/([0-9]{4})", words, "mdy")
    if language() == "nl" or day_first is None or month_first in (None, day_first):
        return day_first or month_first
    return None


def _dated(pattern: str, words: str, order: str) -> date | None:
    match = re.fullmatch(pattern, words)
    if match is None:
        return None
    parts = dict(zip(order, match.groups(), strict=True))
    month = int(parts["m"]) if parts["m"].isdigit() else _MONTHS.get(parts["m"], 0)
    year = int(parts["y"])
    if not (1 <= month <= 12 and 1900 <= year <= 2200):
        return None
    last = (date(year + month // 12, month % 12 + 1, 1) - date(year, month, 1)).days
    day = int(parts.get("d", last))
    return date(year, month, day) if 1 <= day <= last else None


def _not_understood(sentence: str) -> FootfallError:
    return FootfallError(sentence)


def written_time(seconds: float) -> str:
    """A time as `typed_duration` reads it back, to the second: 2 min 30 s. From two days on in days."""
    if not 60 <= seconds < 172_800:
        fine = 0 <= seconds < 60 and seconds != round(seconds)
        return tr("{number} s", number=number(seconds, 1)).replace(" ", "\u00a0") if fine else duration(seconds)
    whole = round(seconds)
    hour = "h" if language() == "en" else "u"
    parts = [(whole // 3600, hour), (whole // 60 % 60, "min"), (whole % 60, "s")]
    return "\u00a0".join(f"{count}\u00a0{unit}" for count, unit in parts if count)
