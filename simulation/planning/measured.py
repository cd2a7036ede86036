"""The lift of a finished test from its counts, with its interval."""

from __future__ import annotations

import math
from collections.abc import Callable
from typing import NamedTuple

FARTHEST = 60.0
"""Logarithm of a ratio beyond which nothing is looked for."""
STEPS = 200


class MeasuredLift(NamedTuple):
    """Relative lift of a rate: point (none without a conversion in the control), 95% interval, standard error.

    The interval may be infinite above; `se` is that of the logarithm of the ratio, none where an arm has no
    conversions.
    """

    lift: float | None
    low: float
    high: float
    se: float | None


def lift_of(control: tuple[int, int], treated: tuple[int, int]) -> float | None:
    """Relative lift of the rate from (visitors, conversions) of both arms; none without a conversion in the control."""
    return None if control[1] == 0 else (treated[1] / treated[0]) / (control[1] / control[0]) - 1


def measured_lift(control: tuple[int, int], treated: tuple[int, int]) -> MeasuredLift:
    """(visitors, conversions) of both arms -> relative lift with its 95% interval.

    The score interval of the ratio of two proportions (Koopman 1984; Miettinen & Nurminen 1985): the ratios whose
    score test is not rejected. It holds with few conversions too, where the normal approximation does not, and ends at
    -100% or nowhere where an arm has none. ValueError for more conversions than visitors.
    """
    (n0, x0), (n1, x1) = control, treated
    for visitors, conversions in (control, treated):
        if not 0 <= conversions <= visitors or visitors < 1:
            raise ValueError(f"{conversions} of {visitors} visitors cannot have converted")
    se = None if 0 in (x0, x1) else math.sqrt(max(0.0, 1 / x1 - 1 / n1 + 1 / x0 - 1 / n0))
    if x0 == x1 == 0:
        return MeasuredLift(None, -1.0, math.inf, se)

    def beyond(log_ratio: float) -> bool:
        return _score(n0, x0, n1, x1, math.exp(log_ratio)) > _REJECTED

    middle = (
        math.log((x1 + 0.5) / (n1 + 0.5) * (n0 + 0.5) / (x0 + 0.5)) if 0 in (x0, x1) else math.log(x1 / n1 * n0 / x0)
    )
    low = -1.0 if x1 == 0 else math.expm1(_edge(beyond, middle, -FARTHEST))
    high = math.inf if x0 == 0 else math.expm1(_edge(beyond, middle, FARTHEST))
    return MeasuredLift(lift_of(control, treated), low, high, se)


_REJECTED = 3.841458820694124
"""The 95% quantile of chi-square with one degree of freedom."""


def _score(n0: int, x0: int, n1: int, x1: int, ratio: float) -> float:
    """Square of the score statistic for p1 = ratio * p0, with the rates that fit best under it."""
    a = (n0 + n1) * ratio
    b = n1 * ratio + x1 + n0 + x0 * ratio
    p0 = 2 * (x0 + x1) / (b + math.sqrt(max(0.0, b * b - 4 * a * (x0 + x1))))
    p1 = min(1.0, ratio * p0)
    variance = p1 * (1 - p1) / n1 + ratio * ratio * p0 * (1 - p0) / n0
    distance = (x1 / n1 - ratio * x0 / n0) ** 2
    return distance / variance if variance > 0 else (0.0 if distance == 0 else math.inf)


def _edge(beyond: Callable[[float], bool], inside: float, outside: float) -> float:
    """Where `beyond` begins between two points, by halving."""
    for _ in range(STEPS):
        middle = (inside + outside) / 2
        inside, outside = (inside, middle) if beyond(middle) else (middle, outside)
    return inside
