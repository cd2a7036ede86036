"""Three probabilities that add to one: it helps, it makes no difference, it harms (MODEL 9.6)."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

SMALLEST_WORTH_HAVING = 0.001
"""Relative lift that counts as a difference when the policy costs nothing."""
HIGHEST_UNCALIBRATED = 0.95


class Probabilities(NamedTuple):
    """How sure: `helps` + `no_difference` + `harms` = 1."""

    helps: float
    no_difference: float
    harms: float


def threshold(cost: float, margin: float) -> float:
    """The smallest relative lift worth having: the one that pays for messages and discounts, at least 0.1%.

    `cost` (of messages and discounts, beyond the control's) and `margin` (the control's) are per visitor, in the map's
    currency.
    """
    if cost > 0 and margin > 0:
        return max(SMALLEST_WORTH_HAVING, cost / margin)
    return SMALLEST_WORTH_HAVING


def probabilities(samples: NDArray[np.float64], worth: float = SMALLEST_WORTH_HAVING) -> Probabilities:
    """Shares of `samples` (relative lifts that could be true) above `worth`, within, and below its negative.

    The prior has an atom at zero and pairing gives exactly zero there, so a two-way 'better or worse' misleads.
    """
    if len(samples) == 0:
        raise ValueError("no samples")
    helps = float(np.mean(samples > worth))
    harms = float(np.mean(samples < -worth))
    return Probabilities(helps, max(0.0, 1.0 - helps - harms), harms)


def shown(probability: float, *, calibrated: bool = False) -> float:
    """A probability as it is printed: to 5 points, and never above 95% while the map is uncalibrated."""
    rounded = round(probability * 20) / 20
    return rounded if calibrated else min(rounded, HIGHEST_UNCALIBRATED)
