"""What backs an answer: the label *uncalibrated* and the limits at which it goes (MODEL 11).

Nobody can take the label off by hand: it is computed from what was measured. Two parts are judged by themselves. The
map's part: the shares rest on enough conversions and the simulated funnel fits data that it was not drawn from. The
tests' part: past A/B tests, predicted before they are looked at, came out as predicted.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal, NamedTuple

LabelText = Literal["uncalibrated", "map calibrated, effects not", "calibrated"]
Limit = Literal["shares", "heldout", "tests", "coverage", "mean-error"]

CONVERSIONS = 1_000
"""Measured conversions behind the shares of links, at least."""
BASELINE = 0.10
"""Or: the baseline conversion is known within this fraction of itself (half-width of its 95% interval)."""
TESTS = 3
"""Past tests in the backtest, at least."""
REJECTED = 0.05
"""Coverage counts as refuted when so many tests outside their intervals are less likely than this."""
MEAN_ERROR = 0.01
"""Largest mean of predicted minus measured relative lifts, in absolute value, and largest standard error of that mean:
the mean of three small tests lies this near to nothing by luck, whatever is true."""
MAP: tuple[Limit, ...] = ("shares", "heldout")
EFFECTS: tuple[Limit, ...] = ("tests", "coverage", "mean-error")
NORMAL = 1.959963984540054


@dataclass(frozen=True, slots=True)
class Backing:
    """What is known of how well a map and its effects fit this shop; by default nothing.

    conversions: measured conversions from which the shares of the links come. baseline_known: the baseline conversion
    is known within ±10%. heldout_ok: the simulated funnel lies inside the predictive interval of data that the shares
    do not come from; None: never looked at, which is not a fit. tests: past randomised tests in the backtest.
    coverage_p: how likely so few (or fewer) of them lie inside their 95% intervals by chance; None: no backtest.
    mean_error: mean of predicted minus measured relative lift, a fraction (0.01 is one point). mean_error_se: its
    standard error from the tests' own counts.
    """

    conversions: int = 0
    baseline_known: bool = False
    heldout_ok: bool | None = None
    tests: int = 0
    coverage_p: float | None = None
    mean_error: float | None = None
    mean_error_se: float = 0.0


class Label(NamedTuple):
    """The label, the limits that are met and those that are not, in the order of MODEL 11."""

    text: LabelText
    met: tuple[Limit, ...]
    missing: tuple[Limit, ...]


def label_of(backing: Backing | None = None) -> Label:
    """The label that an answer carries; None is the same as knowing nothing."""
    known = backing or Backing()
    holds: dict[Limit, bool] = {
        "shares": known.conversions >= CONVERSIONS or known.baseline_known,
        "heldout": known.heldout_ok is True,
        "tests": known.tests >= TESTS,
        "coverage": known.coverage_p is not None and known.coverage_p >= REJECTED,
        "mean-error": known.mean_error is not None
        and abs(known.mean_error) <= MEAN_ERROR
        and known.mean_error_se <= MEAN_ERROR,
    }
    met, missing = (tuple(key for key, good in holds.items() if good is wanted) for wanted in (True, False))
    if not missing:
        return Label("calibrated", met, missing)
    on_map = all(holds[key] for key in MAP)
    return Label("map calibrated, effects not" if on_map else "uncalibrated", met, missing)


def baseline_known(conversions: int, visitors: int) -> bool:
    """Whether counts of this shop pin the baseline conversion down to within ±10%: 1.96 · se ≤ 0.1 · rate."""
    if not 0 < conversions <= visitors:
        return False
    return NORMAL * math.sqrt((1 - conversions / visitors) / conversions) <= BASELINE


def coverage_p(inside: int, tests: int, level: float = 0.95) -> float:
    """How likely it is that at most `inside` of `tests` intervals hold the truth when each does so at `level`."""
    if not 0 <= inside <= tests:
        raise ValueError(f"{inside} of {tests} tests cannot lie inside")
    return math.fsum(math.comb(tests, hits) * level**hits * (1 - level) ** (tests - hits) for hits in range(inside + 1))


def controls_fit(predicted: float, controls: Sequence[tuple[int, int]]) -> bool | None:
    """Whether control groups of past tests convert as the map says, inside the 95% predictive interval of each group.

    Until an event log is held out, these are the visitors whom the map was not drawn from. `predicted`: simulated
    conversion per visitor under today's site. `controls`: (conversions, visitors) of each group. A group is compared on
    the log scale, with the variance of its own count and of a baseline known within ±10% (months differ); the sum of
    squares must not be rejected at 5% (chi-squared, Wilson-Hilferty). None without a usable group.
    """
    usable = [(hits, people) for hits, people in controls if 0 < hits <= people]
    if not usable or not predicted > 0:
        return None
    month = (BASELINE / NORMAL) ** 2
    distance = sum(
        math.log(hits / people / predicted) ** 2 / (month + (1 - hits / people) / hits) for hits, people in usable
    )
    count = len(usable)
    limit = count * (1 - 2 / (9 * count) + 1.6448536269514722 * math.sqrt(2 / (9 * count))) ** 3
    return distance <= limit
