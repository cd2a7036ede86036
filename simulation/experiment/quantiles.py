"""The distribution of a lift as 99 numbers: what pictures, plans and reports read chances from.

A `Lift` keeps the relative lift at the probabilities 0.01, 0.02 … 0.99. Everything here takes such a sequence, of any
length n, as the quantiles at 1/(n+1) … n/(n+1): a run kept with the project may hold fewer. A lift is exactly zero with
some probability (the share of true nulls), so the distribution is a smooth part and an atom; the atom is known to one
step of the probabilities. Beyond the first and the last quantile the tails are exponential.
"""

from __future__ import annotations

import math
from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

COUNT = 99
"""Quantiles that are kept: one per percent."""
FEW = 19
"""Quantiles of a run with many arms, as kept with the project: one per five percent."""
DIGITS = 4
"""Significant digits of a kept quantile."""
TAIL = 5
"""The tails are fitted to the outermost quantile and the one at this many times its probability."""
BANDWIDTH = 1.06
"""Rule of thumb for a kernel density of about 100 points (Silverman 1986, 3.28)."""


def quantiles(samples: NDArray[np.float64], count: int = COUNT) -> tuple[float, ...]:
    """The quantiles of `samples` (n,) at 1/(count+1) … count/(count+1), to four significant digits."""
    at = np.quantile(samples, np.arange(1, count + 1) / (count + 1))
    return tuple(float(f"{value:.{DIGITS}g}") for value in at)


def fewer(values: Sequence[float], count: int = FEW) -> tuple[float, ...]:
    """The same distribution in `count` numbers; unchanged where it cannot be thinned evenly."""
    if (len(values) + 1) % (count + 1) or len(values) <= count:
        return tuple(values)
    step = (len(values) + 1) // (count + 1)
    return tuple(values[step - 1 :: step])


def chance_below(values: Sequence[float], x: float, *, inclusive: bool = True) -> float:
    """P(lift <= x), or P(lift < x) when not `inclusive`; the two differ by the atom at x.

    ValueError when there are no quantiles: a lift without an interval has no distribution.
    """
    if not values:
        raise ValueError("this lift has no distribution: too few visitors changed sides")
    step = 1 / (len(values) + 1)
    place = bisect_right(values, x) if inclusive else bisect_left(values, x)
    if place == 0:
        return step * math.exp((x - values[0]) / _tail(values)) if x < values[0] else step
    if place == len(values):
        return 1 - step * math.exp((values[-1] - x) / _tail([-v for v in reversed(values)]))
    low, high = values[place - 1], values[place]
    return step * (place + ((x - low) / (high - low) if high > low else 0.0))


def chance_above(values: Sequence[float], x: float) -> float:
    """P(lift > x); ValueError without quantiles."""
    return 1 - chance_below(values, x)


def chances(values: Sequence[float], worth: float) -> tuple[float, float, float]:
    """P(lift > worth), P(in between), P(lift < -worth): they add to one. ValueError without quantiles."""
    helps, harms = chance_above(values, worth), chance_below(values, -worth, inclusive=False)
    return helps, max(0.0, 1 - helps - harms), harms


def at(values: Sequence[float], probability: float) -> float:
    """The lift that is not exceeded with `probability`, between 0 and 1; linear between the quantiles."""
    if not values or not 0 < probability < 1:
        raise ValueError(f"no quantile at {probability} of {len(values)} values")
    place = probability * (len(values) + 1) - 1
    if place < 0:
        return values[0] + _tail(values) * math.log(probability * (len(values) + 1))
    if place > len(values) - 1:
        beyond = math.log((1 - probability) * (len(values) + 1))
        return values[-1] - _tail([-v for v in reversed(values)]) * beyond
    low = min(int(place), len(values) - 2)
    return values[low] + (place - low) * (values[low + 1] - values[low])


def atom(values: Sequence[float]) -> float:
    """Probability that the lift is exactly zero: the true nulls, to one step; 0 when only one quantile is zero."""
    zeros = sum(1 for value in values if value == 0)
    return zeros / (len(values) + 1) if zeros > 1 else 0.0


def mean(values: Sequence[float]) -> float:
    """Mean of the distribution between its outermost quantiles, and of the tails where they are exponential."""
    step = 1 / (len(values) + 1)
    inner = sum(low + high for low, high in pairwise(values)) * step / 2
    below = step * (values[0] - _tail(values))
    above = step * (values[-1] + _tail([-v for v in reversed(values)]))
    return inner + below + above


def points(values: Sequence[float], count: int) -> tuple[float, ...]:
    """`count` equally likely lifts, at the middles of as many equal shares: the distribution for sums and means."""
    return tuple(at(values, (place + 0.5) / count) for place in range(count))


def density(values: Sequence[float], grid: Sequence[float]) -> tuple[float, ...]:
    """Density of the smooth part at every point of `grid`, per unit of lift; it integrates to 1 - `atom`.

    A kernel density of the quantiles. Draw the atom apart, as a bar of its own share.
    """
    zero = atom(values) > 0
    smooth = np.array([value for value in values if not (zero and value == 0)])
    if not len(smooth):
        return tuple(0.0 for _ in grid)
    middle = np.quantile(smooth, [0.25, 0.75])
    spread = min(float(smooth.std()), float(middle[1] - middle[0]) / 1.349) or float(smooth.std())
    width = BANDWIDTH * spread * len(smooth) ** -0.2
    if not width > 1e-9 * float(np.abs(smooth).max()):  # one certain value has no density
        return tuple(0.0 for _ in grid)
    z = (np.asarray(grid)[:, None] - smooth[None, :]) / width
    found = np.exp(-0.5 * z * z).mean(axis=1) * (1 - atom(values)) / (width * math.sqrt(2 * math.pi))
    return tuple(float(value) for value in found)


def _tail(values: Sequence[float]) -> float:
    """Scale of the exponential tail below the first quantile, > 0."""
    place = min(TAIL, len(values)) - 1
    reach = values[place] - values[0]
    return reach / math.log(place + 1) if place > 0 and reach > 0 else max(abs(values[0]), 1e-9) * 1e-6
