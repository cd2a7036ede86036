"""How each trait is shown: the ends of its scale, its figure as it is read and typed, and what it means in words."""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass

from app.words import duration, money, number, percent, plural, tr
from app.words.typed import typed_duration, typed_money, typed_number, typed_share
from personas.problems import FootfallError


@dataclass(frozen=True)
class Scale:
    """A trait's scale. Values outside it stand at its end; `log` scales go by factors instead of by steps."""

    key: str
    low: float
    high: float
    log: bool
    figure: Callable[[float], str]
    words: Callable[[float], str]
    read: Callable[[str], float]

    def place(self, value: float) -> float:
        """Where a value stands on the scale, 0 to 1."""
        if self.log:
            share = math.log(max(value, self.low) / self.low) / math.log(self.high / self.low)
        else:
            share = (value - self.low) / (self.high - self.low)
        return min(1.0, max(0.0, share))

    def at(self, share: float) -> float:
        """The value at a place from 0 to 1, rounded as one would say it: to two or three figures."""
        share = min(1.0, max(0.0, share))
        if self.log:
            return float(f"{self.low * (self.high / self.low) ** share:.2g}")
        value = self.low + (self.high - self.low) * share
        return round(value, 2 if self.high - self.low <= 5 else 1)


@dataclass(frozen=True)
class Section:
    """Traits that belong together, under a heading."""

    key: str
    title: str
    scales: tuple[Scale, ...]
    note: str = ""


def times(value: float) -> str:
    """A factor: × 1.4."""
    return f"× {number(round(value, 2))}"


def read_times(text: str) -> float:
    """A factor as it is typed, with or without its sign."""
    return typed_number(text.strip().lstrip("×xX* ").strip())


def days(value: float) -> str:
    """Days, with one decimal where they are few; hours below one."""
    if value < 1:
        return duration(value * 86400)
    return plural("{count} day", "{count} days", round(value, 1), count=number(value, 1 if value < 10 else 0))


def read_days(text: str) -> float:
    """Days as they are typed; a bare number is days."""
    try:
        return typed_number(text)
    except FootfallError:
        return typed_duration(text) / 86400


def _odds(value: float) -> str:
    return times(math.exp(value))


def _read_odds(text: str) -> float:
    return round(math.log(min(2e4, max(5e-5, read_times(text)))), 4)


def _share(value: float) -> str:
    return percent(value, 0 if value >= 0.1 or abs(value * 100 - round(value * 100)) < 0.05 else 1)


def banded(value: float, low: float, high: float, less: str, same: str, more: str) -> str:
    """Which of three sentences fits: below `low`, above `high`, or between them."""
    return less if value < low else more if value > high else same


def _times_scale(key: str, low: float, high: float, less: str, same: str, more: str) -> Scale:
    return Scale(key, low, high, True, times, lambda v: banded(v, 0.95, 1.05, less, same, more), read_times)


def _odds_scale(key: str, less: str, same: str, more: str) -> Scale:
    return Scale(key, -2.0, 2.0, False, _odds, lambda v: banded(v, -0.05, 0.05, less, same, more), _read_odds)


def _share_scale(key: str, words: Callable[[float], str]) -> Scale:
    return Scale(key, 0.0, 1.0, False, _share, words, typed_share)


def _spread_scale(key: str, low: float, high: float) -> Scale:
    def words(value: float) -> str:
        return banded(
            value, 0.3, 0.9, tr("People of this kind are much alike"), tr("People of this kind differ as most do"),
            tr("People of this kind differ a lot"),
        )  # fmt: skip

    return Scale(key, low, high, False, lambda v: number(v, 2), words, typed_number)


def sections(currency: str = "EUR") -> tuple[Section, ...]:
    """All traits with a single number, in order, in the language spoken now."""
    return (
        Section("buying", tr("How they behave"), _buying()),
        Section("return", tr("How they come back"), _returning()),
        Section("known", tr("What the shop knows of them"), _known()),
        Section("orders", tr("What they order"), _orders(currency)),
        Section("spread", tr("How much they differ"), _spreads()),
    )


def _buying() -> tuple[Scale, ...]:
    return (
        _odds_scale("intent", tr("Comes to learn more often than to order"), tr("Orders as readily as most"),
                    tr("Comes to order more often than most")),
        _times_scale("pace", 0.4, 2.5, tr("Skims: shorter than most on every page"), tr("Reads as fast as most"),
                     tr("Reads slowly: longer than most on every page")),
        _times_scale("patience", 0.4, 2.5, tr("Puts up with more friction than most"),
                     tr("Puts up with friction as most do"), tr("Friction drives this person away sooner than most")),
        Scale("waiting_patience", 5, 180, True, duration,
              lambda v: tr("Leaves after about {time} of waiting", time=duration(v)), typed_duration),
        _times_scale("price_sensitivity", 0.2, 3.0, tr("A cheaper offer rarely moves this person"),
                     tr("Weighs price as most do"), tr("A cheaper offer moves this person more than most")),
        Scale("products_considered", 0.0, 6.0, False, lambda v: number(v, 1),
              lambda v: tr("Looks at about {count} others beside the first", count=number(v, 1)), typed_number),
    )  # fmt: skip


def _returning() -> tuple[Scale, ...]:
    return (
        _odds_scale("return_propensity", tr("Comes back less often than most"), tr("Comes back as often as most"),
                    tr("Comes back more often than most")),
        Scale("return_delay", 0.1, 30, True, days,
              lambda v: tr("Comes back after about {time}, if at all", time=days(v)), read_days),
        _share_scale("returning_share", lambda v: tr("{share} had been here before", share=_share(v))),
        _share_scale("customer_share", lambda v: tr("{share} have bought here before", share=_share(v))),
    )  # fmt: skip


def _known() -> tuple[Scale, ...]:
    return (
        _share_scale("consent", lambda v: tr("{share} allow personalisation", share=_share(v))),
        _share_scale("login", lambda v: tr("{share} are logged in and known on every device", share=_share(v))),
        _share_scale("reachable", lambda v: tr("{share} left a mail address", share=_share(v))),
        _share_scale("device_switch", lambda v: tr("{share} come back on another device", share=_share(v))),
    )


def _orders(currency: str) -> tuple[Scale, ...]:
    def amount(value: float) -> str:
        return money(value, currency, 0 if value >= 20 else None)

    return (
        Scale("order_value", 5, 1000, True, amount,
              lambda v: tr("Spends about {money} an order", money=amount(v)), typed_money),
        _share_scale("goods_returned", lambda v: tr("{share} of the orders are sent back", share=_share(v))),
        _times_scale("satisfaction_sensitivity", 0.3, 3.0, tr("Good or bad service moves this person little"),
                     tr("Is moved by service as most are"), tr("Good or bad service moves this person a lot")),
        _share_scale("referral", lambda v: tr("{share} of the happy buyers bring somebody", share=_share(v))),
    )  # fmt: skip


def _spreads() -> tuple[Scale, ...]:
    return (
        _spread_scale("intent_spread", 0.0, 2.0),
        _spread_scale("engagement_spread", 0.0, 2.0),
        _spread_scale("speed_spread", 0.0, 2.0),
        _spread_scale("return_delay_spread", 0.0, 3.0),
        _spread_scale("order_value_spread", 0.0, 2.0),
        Scale("weight", 0.05, 5.0, True, times,
              lambda v: tr("Counts {factor} when put on a new map", factor=times(v)), read_times),
    )  # fmt: skip


def share_scale() -> Scale:
    """The scale of a share in a group."""
    return Scale("share", 0.0, 1.0, False, _share, _share, typed_share)


def factor_scale() -> Scale:
    """The scale of what a technique does to somebody, against the average visitor."""

    def words(value: float) -> str:
        return banded(
            value, 0.95, 1.05, tr("works less than on most"), tr("works as on most"), tr("works more than on most")
        )

    return Scale("factor", 0.4, 2.5, True, times, words, read_times)
