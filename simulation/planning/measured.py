"""The lift of a finished test from its counts, with its interval."""

from __future__ import annotations

import math
from typing import NamedTuple

from simulation.planning.power import critical


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


def measured_lift(control: tuple[int, int], treated: tuple[int, int], level: float = 0.95) -> MeasuredLift:
    """(visitors, conversions) of both arms -> relative lift with its interval.

    The interval is the score interval of the ratio of two proportions (Koopman 1984; statsmodels
    `confint_proportions_2indep`, compare='ratio', method='score'), which holds with few conversions too, where the
    normal approximation does not. Where an arm has none or all of them, Wald's on the logarithm with half a conversion
    and half a visitor without one added to each arm (after Walter 1975). ValueError for more conversions than visitors.
    """
    (n0, x0), (n1, x1) = control, treated
    for visitors, conversions in (control, treated):
        if not 0 <= conversions <= visitors or visitors < 1:
            raise ValueError(f"{conversions} of {visitors} visitors cannot have converted")
    lift = lift_of(control, treated)
    se = None if 0 in (x0, x1) else math.sqrt(1 / x1 - 1 / n1 + 1 / x0 - 1 / n0)
    if 0 < x0 < n0 and 0 < x1 < n1:
        from statsmodels.stats.proportion import confint_proportions_2indep

        low, high = confint_proportions_2indep(x1, n1, x0, n0, compare="ratio", method="score", alpha=1 - level)
        if math.isfinite(low) and math.isfinite(high) and low <= high:
            return MeasuredLift(lift, float(low) - 1, float(high) - 1, se)
    half = critical(1 - level) * math.sqrt(1 / (x1 + 0.5) - 1 / (n1 + 1) + 1 / (x0 + 0.5) - 1 / (n0 + 1))
    middle = math.log((x1 + 0.5) / (n1 + 1) / ((x0 + 0.5) / (n0 + 1)))
    low, high = math.exp(middle - half) - 1, math.exp(middle + half) - 1
    return MeasuredLift(lift, -1.0 if x1 == 0 else low, math.inf if x0 == 0 else high, se)
