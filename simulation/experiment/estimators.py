"""The paired estimate of one draw, and of many draws one by one (MODEL 9.1).

A measure is a ratio of two tallies a visitor leaves behind (orders per visit, revenue per visitor …). Per visitor i
we have the four numbers (control numerator, control denominator, variant numerator, variant denominator); everything
below needs only their sums and the sums of their products, so memory does not grow with the number of visitors.
"""

from __future__ import annotations

import math
from collections.abc import Callable
from typing import Literal, NamedTuple

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]
Quality = Literal["none", "rough", "good"]
Measure = Callable[[Floats], tuple[float, Floats]]
"""A function of the four means: its value and its gradient (4,)."""

SHOWN_FROM = 30
"""Fewest visitors who must have changed sides before an interval is shown."""
GOOD_FROM = 100
"""Below this many the interval is marked rough."""


class PairedSums(NamedTuple):
    """Sums over the visitors of one or several draws, draw by draw.

    visitors (K,); sums (K, 4) over control numerator, control denominator, variant numerator, variant denominator;
    products (K, 4, 4) their sums of products; flips (K,) visitors whose orders differ between the arms;
    event_size (): mean squared numerator of one event (an order's squared value; 1 for a count), which the two added
    flips carry; gained (K,) those of the flips who ordered more than in the control, none where orders do not count.
    """

    visitors: Floats
    sums: Floats
    products: Floats
    flips: Floats
    event_size: float
    gained: Floats | None = None


class Estimate(NamedTuple):
    """A lift of one draw: relative (fraction) and absolute (the measure's unit), with standard errors."""

    relative: float
    relative_se: float
    absolute: float
    absolute_se: float
    flips: int


class Series(NamedTuple):
    """A lift per draw: values and Monte Carlo standard errors, both (K,).

    `pooled` is the lift of all draws together; `added` the variance, in that mean, of the two added flips.
    """

    values: Floats
    errors: Floats
    pooled: float
    added: float


def quality(flips: float) -> Quality:
    """Whether an interval from this many flips may be shown: none under 30, rough under 100."""
    if flips < SHOWN_FROM:
        return "none"
    return "rough" if flips < GOOD_FROM else "good"


def one_draw(data: PairedSums) -> Estimate:
    """The estimate for one parameter set: all draws in `data` are taken together.

    Relative lift L = (T/D1)/(C/D0) - 1 with the delta method; for measures per visitor this is
    sum T / sum C - 1 with se^2 = (sum (T - (1+L) C)^2 + 2 v) / (N^2 mean(C)^2). ValueError without control events.
    """
    visitors = float(data.visitors.sum())
    sums, products = data.sums.sum(axis=0), data.products.sum(axis=0)
    mean = sums / visitors
    covariance = products / visitors - np.outer(mean, mean)
    relative, gradient = _relative(mean)
    absolute, slope = _absolute(mean)
    two_flips = 2 * data.event_size / visitors
    return Estimate(
        relative,
        math.sqrt(max(0.0, (gradient @ covariance @ gradient + two_flips * gradient[2] ** 2) / visitors)),
        absolute,
        math.sqrt(max(0.0, (slope @ covariance @ slope + two_flips * slope[2] ** 2) / visitors)),
        int(data.flips.sum()),
    )


def relative_series(data: PairedSums) -> Series:
    """The relative lift of every draw; ValueError when the control has nothing to compare with."""
    return _series(data, _relative)


def absolute_series(data: PairedSums) -> Series:
    """The difference of the measure between the arms in every draw, in its unit."""
    return _series(data, _absolute)


def control_series(data: PairedSums) -> Series:
    """The measure itself in the control arm, in every draw."""
    return _series(data, _control)


def variant_series(data: PairedSums) -> Series:
    """The measure itself in the variant arm, in every draw."""
    return _series(data, _variant)


def _control(mean: Floats) -> tuple[float, Floats]:
    value = mean[0] / mean[1]
    return float(value), np.array([1 / mean[1], -value / mean[1], 0.0, 0.0])


def _variant(mean: Floats) -> tuple[float, Floats]:
    value = mean[2] / mean[3]
    return float(value), np.array([0.0, 0.0, 1 / mean[3], -value / mean[3]])


def _absolute(mean: Floats) -> tuple[float, Floats]:
    control, down = _control(mean)
    variant, up = _variant(mean)
    return variant - control, up - down


def _relative(mean: Floats) -> tuple[float, Floats]:
    control, down = _control(mean)
    variant, up = _variant(mean)
    if not control > 0:
        raise ValueError("the control arm has no events: a relative lift means nothing")
    return variant / control - 1, up / control - down * variant / control**2


def _series(data: PairedSums, measure: Measure) -> Series:
    """Every draw on the tangent plane at the mean of all draws.

    Linearising once, at the pooled means, keeps a draw without a single control order usable and leaves no ratio bias
    in the mean: it equals the pooled estimate exactly. The errors come from each draw's own spread.
    """
    visitors, total = data.visitors, float(data.visitors.sum())
    pooled = data.sums.sum(axis=0) / total
    value, gradient = measure(pooled)
    means = data.sums / visitors[:, None]
    along = means @ gradient
    second = np.einsum("i,kij,j->k", gradient, data.products, gradient) / visitors
    variance = np.maximum(0.0, second - along**2) / np.maximum(visitors - 1, 1)
    added = 2 * data.event_size * float(gradient[2]) ** 2 / total**2
    return Series(value + along - pooled @ gradient, np.sqrt(variance), value, added)
