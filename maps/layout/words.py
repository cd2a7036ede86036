"""The few words and number shapes a map carries besides what its authors wrote, English unless told otherwise.

The application fills a `MapWords` from its catalogue for another language; nothing here translates.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from maps.model import LaneKind
from personas.records import PhaseKind

_LANES: Mapping[LaneKind, str] = {
    "touchpoints": "Touchpoints",
    "actions": "Actions",
    "thoughts": "Thoughts",
    "emotions": "Emotions",
    "pains": "Pain points",
    "opportunities": "Opportunities",
    "channels": "Channels",
    "metrics": "KPIs",
    "quotes": "Quotes",
    "evidence": "Evidence",
    "images": "Pictures",
    "text": "Text",
    "backstage": "Back stage",
}
_PHASES: Mapping[PhaseKind, str] = {
    "before": "before",
    "browse": "browse",
    "search": "search",
    "choose": "choose",
    "checkout": "checkout",
    "after": "after",
}
_CHANNELS: Mapping[str, str] = {
    "web": "Website",
    "direct": "Typed in",
    "search": "Search engine",
    "ads": "Advertisement",
    "email": "Mail",
    "mail": "Mail",
    "newsletter": "Newsletter",
    "social": "Social media",
    "facebook": "Facebook",
    "instagram": "Instagram",
    "referral": "Other site",
    "store": "Store",
    "home": "At home",
    "phone": "Phone",
    "parcel": "Parcel",
    "service": "Service desk",
    "person": "In person",
    "word-of-mouth": "Word of mouth",
    "app": "App",
}
_STATES: Mapping[str, str] = {"doing": "doing", "done": "done", "parked": "parked"}
_SIGNS: Mapping[str, str] = {"EUR": "€", "USD": "$", "GBP": "£"}
_MINUS, _THIN = "\u2212", "\u202f"


@dataclass(frozen=True)
class MapWords:
    """Words and number shapes of one language."""

    language: str = "en"
    thousands: str = ","
    decimal: str = "."
    footfall: str = "Footfall"
    visitors: str = "visitors"
    a_week: str = "a week"
    a_month: str = "a month"
    per_month: str = "month"
    impact: str = "Impact"
    effort: str = "Effort"
    goal: str = "goal"
    old: str = "old"
    millions: str = "m"
    seconds: str = "s"
    minutes: str = "min"
    hours: str = "h"
    day: str = "day"
    days: str = "days"
    lanes: Mapping[LaneKind, str] = field(default_factory=lambda: _LANES)
    phases: Mapping[PhaseKind, str] = field(default_factory=lambda: _PHASES)
    channels: Mapping[str, str] = field(default_factory=lambda: _CHANNELS)
    states: Mapping[str, str] = field(default_factory=lambda: _STATES)

    def number(self, value: float, decimals: int = 0, *, signed: bool = False) -> str:
        """``value`` with separators of thousands, a true minus and, if ``signed``, a plus."""
        text = f"{abs(value):,.{decimals}f}"
        text = text.replace(",", "\0").replace(".", self.decimal).replace("\0", self.thousands)
        negative = value < 0 and any(digit in "123456789" for digit in text)
        return (_MINUS if negative else "+" if signed and value > 0 else "") + text

    def percent(self, share: float, *, signed: bool = False) -> str:
        """A fraction as a percentage: whole, with one decimal under 10% when it is not whole."""
        value = 100.0 * share
        whole = abs(value) >= 10 or abs(value - round(value)) < 0.05
        return self.number(value, 0 if whole else 1, signed=signed) + "%"

    def money(self, value: float, currency: str, *, signed: bool = False) -> str:
        """An amount with its currency's sign, whole from 100 on."""
        sign = _SIGNS.get(currency, currency)
        figure = self.number(abs(value), 0 if abs(value) >= 100 or float(value).is_integer() else 2)
        lead = _MINUS if value < 0 else "+" if signed and value > 0 else ""
        return f"{lead}{sign}{_THIN}{figure}"

    def duration(self, seconds: float) -> str:
        """A time on a card: seconds up to two minutes, then minutes and seconds, hours, days."""
        if seconds < 120:
            return f"{self.number(seconds)} {self.seconds}"
        if seconds < 5400:
            minutes, rest = divmod(round(seconds), 60)
            return f"{minutes} {self.minutes}" + (f" {rest} {self.seconds}" if rest else "")
        if seconds < 129_600:
            return f"{self.number(seconds / 3600)} {self.hours}"
        days = round(seconds / 86_400)
        return f"{self.number(days)} {self.day if days == 1 else self.days}"

    def metric(self, value: float, unit: str, currency: str) -> str:
        """A KPI's value in its unit (`maps.model.Metric.unit`)."""
        if unit == "rate":
            return self.percent(value)
        if unit == "money":
            return self.money(value, currency)
        if unit == "seconds":
            return self.duration(value)
        if unit == "count":
            return self.number(value)
        whole = float(value).is_integer()
        return self.number(value, 0 if whole else 1, signed=unit == "score")

    def channel(self, key: str) -> str:
        """The name of a channel; a key nobody knows is shown as it stands, with spaces."""
        return self.channels.get(key) or key.replace("-", " ").capitalize()
