"""What it would bring to know one assumption before deciding (value of information).

The answer is a sum: what is drawn (through the fitted response) and, beside it, the other assumptions that were tried,
each with the curve through its low, centre and high. Of that whole:

* narrower = Var(E[L | assumption]) / Var(L), the share of the variance that goes when it is known exactly;
* worth = E[max(0, E[M | assumption])] - max(0, E[M]), the expected gain of choosing better between making the change
  and not making it, M the money a month (partial perfect information; Strong and Oakley 2013: from one set of draws,
  by the mean within bins of the assumption);
* the same for a test that only tells the assumption with an error: draw what the test would say, and take the mean
  within bins of that (Strong et al. 2015).
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import NamedTuple

import numpy as np

from personas.records import Evidence
from simulation.drivers.response import Floats
from simulation.drivers.result import Measuring, Test, Values
from simulation.experiment.interval import NORMAL

BINS = 64
"""Bins of equal count; one more for draws that are exactly alike (the atom at zero)."""
WEEKS = (2, 4, 8, 12)
"""Lengths of an A/B test that are tried."""
MOST = 0.8
"""Share of what the longest test brings that is enough."""


class Known(NamedTuple):
    """What knowing something is worth. share of the variance, its error; gain in money, its error."""

    share: float
    error: float
    gain: float
    gain_error: float


class Quantity(NamedTuple):
    """An assumption and its values (n,), draw by draw.

    relative_error: what the error of a test's relative difference counts in its unit, none where no A/B test tells it;
    elsewhere: the part of the error that more weeks do not shrink.
    """

    key: str
    evidence: Evidence
    values: Floats
    relative_error: float | None = None
    elsewhere: float = 0.0


def bins_of(values: Floats, bins: int = BINS) -> np.ndarray[tuple[int], np.dtype[np.int64]]:
    """A bin for every value: equal counts in order; values that occur very often have a bin of their own."""
    places = np.empty(len(values), np.int64)
    alone, counts = np.unique(values, return_counts=True)
    heavy = alone[counts > len(values) / bins]
    rest = ~np.isin(values, heavy)
    order = np.argsort(values[rest], kind="stable")
    ranks = np.empty(len(order), np.int64)
    ranks[order] = np.arange(len(order))
    places[rest] = ranks * bins // max(1, len(order))
    for number, value in enumerate(heavy):
        places[values == value] = bins + number
    return places


def known(values: Floats, answer: Floats, money: Floats, bins: int = BINS) -> Known:
    """What knowing `values` exactly says of the answer, and what that is worth; all (n,).

    The variance of the means within bins holds a little noise of its own, 1 / (size of a bin) of the spread within;
    that is taken off. Errors are from ten parts of the draws.
    """
    share, gain = _once(values, answer, money, bins)
    parts = [
        _once(values[n::10], answer[n::10], money[n::10], max(4, bins // 4)) for n in range(10) if len(values) >= 1000
    ]
    if not parts:
        return Known(share, 0.0, gain, 0.0)
    errors = np.std(np.array(parts), axis=0, ddof=1) / math.sqrt(10)
    return Known(share, float(errors[0]), gain, float(errors[1]))


def _once(values: Floats, answer: Floats, money: Floats, bins: int) -> tuple[float, float]:
    whole = float(answer.var())
    if whole == 0 or not np.ptp(values) > 0:
        return 0.0, 0.0
    places = bins_of(values, bins)
    count = np.bincount(places).astype(np.float64)
    there = count > 0
    size = count[there]

    def within(x: Floats) -> tuple[Floats, Floats]:
        mean = np.bincount(places, x)[there] / size
        spread = np.bincount(places, (x - mean[np.cumsum(there)[places] - 1]) ** 2)[there]
        return mean, spread / np.maximum(size - 1, 1)

    mean, spread = within(answer)
    n = len(values)
    between = float(size @ (mean - answer.mean()) ** 2) / n - float((spread * (1 - size / n)).sum()) / n
    worth, noise = within(money)
    overall = float(money.mean())
    gain = float(size @ np.maximum(0.0, worth)) / n - max(0.0, overall)
    return min(1.0, max(0.0, between / whole)), max(0.0, gain - _optimism(worth, noise / size, size / n))


def _optimism(mean: Floats, variance: Floats, share: Floats) -> float:
    """By how much the noise of the bins' means makes choosing among them look better than it is.

    E[max(0, m + e)] - max(0, m) for e normal: the loss function of the normal, bin by bin.
    """
    from scipy.special import ndtr

    sd = np.sqrt(np.maximum(variance, 1e-300))
    z = -np.abs(mean) / sd
    loss = sd * (np.exp(-z * z / 2) / math.sqrt(2 * math.pi) + z * ndtr(z))
    return float(share @ loss)


def told(values: Floats, error: float, seed: int) -> Floats:
    """What a test with this standard error would say of each of the values."""
    return values + error * np.random.default_rng(np.random.SeedSequence([seed, len(values), 77])).standard_normal(
        len(values)
    )


def error_of_test(per_arm: float, rate: float) -> float:
    """Standard error of the relative difference between two arms of so many visitors who convert at this rate.

    sqrt(2 (1 - p) / (p n)): both arms' binomial errors over p, p alike in both.
    """
    return math.sqrt(2 * (1 - rate) / (rate * per_arm))


def measure_first(
    quantities: Sequence[Quantity],
    answer: Floats,
    money: Floats,
    *,
    drawn_answer: Floats,
    visitors_per_week: float,
    rate: float | None,
    seed: int,
) -> Values:
    """Every assumption by how much knowing it would narrow the answer.

    Args:
        quantities: the assumptions, with their values in every draw.
        answer: the lift in every draw, everything that was tried included.
        money: the money a month in every draw.
        drawn_answer: the lift with only what the answer's own interval contains.
        visitors_per_week: traffic that a test would have.
        rate: conversion of the control, for the error of a test; none: no test is planned.
        seed: of what tests would say.
    """
    full = _width(answer)
    variance = float(answer.var())
    found = []
    for place, one in enumerate(quantities):
        now = known(one.values, answer, money)
        tests = _tests(one, answer, money, full, visitors_per_week, rate, seed + place)
        found.append(
            Measuring(
                key=one.key,
                evidence=one.evidence,
                narrower=now.share,
                error=now.error,
                width=full * math.sqrt(max(0.0, 1 - now.share)),
                worth=now.gain,
                worth_error=now.gain_error,
                tests=tests,
                advised=_advised(tests),
            )
        )
    found.sort(key=lambda one: (-one.narrower, one.key))
    return Values(
        width=full if variance > 0 else 0.0,
        drawn_width=_width(drawn_answer),
        perfect=float(np.maximum(0.0, money).mean()) - max(0.0, float(money.mean())),
        launch=float(money.mean()),
        measuring=tuple(found),
    )


def _width(samples: Floats) -> float:
    low, high = np.quantile(samples, [0.025, 0.975])
    return float(high - low)


def _tests(
    one: Quantity, answer: Floats, money: Floats, full: float, traffic: float, rate: float | None, seed: int
) -> tuple[Test, ...]:
    if one.relative_error is None or rate is None or not (rate > 0 and traffic > 0):
        return ()
    found = []
    for weeks in WEEKS:
        per_arm = traffic * weeks / 2
        error = error_of_test(per_arm, rate) * one.relative_error
        says = told(one.values, math.hypot(error, one.elsewhere), seed)
        now = known(says, answer, money)
        found.append(
            Test(
                weeks=weeks,
                per_arm=round(per_arm),
                error=error,
                narrower=now.share,
                width=full * math.sqrt(max(0.0, 1 - now.share)),
                worth=now.gain,
            )
        )
    return tuple(found)


def _advised(tests: Sequence[Test]) -> int | None:
    """Weeks of the shortest test that narrows at least `MOST` of what the longest does."""
    if not tests or tests[-1].narrower <= 0:
        return None
    return next(one.weeks for one in tests if one.narrower >= MOST * tests[-1].narrower)


def normal_gain(mean: float, sd: float) -> float:
    """Expected gain of choosing between nothing and something worth N(mean, sd^2) in expectation.

    sd (phi(z) - z Phi(-z)) with z = |mean| / sd: the unit normal loss (Raiffa and Schlaifer 1961).
    """
    if sd <= 0:
        return 0.0
    z = abs(mean) / sd
    phi = math.exp(-z * z / 2) / math.sqrt(2 * math.pi)
    return sd * (phi - z * 0.5 * math.erfc(z / math.sqrt(2)))


__all__ = ["NORMAL", "Known", "Quantity", "error_of_test", "known", "measure_first", "normal_gain", "told"]
