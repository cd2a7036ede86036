"""What a test of a given size would have measured, if the prediction is right: both kinds of chance together."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]

DRAWS = 20_000
LEVEL = 0.95


class Predictive(NamedTuple):
    """95% interval of the lift that the test would measure."""

    low: float
    high: float


def predictive(
    quantiles: tuple[float, ...], control: tuple[int, int], treated: tuple[int, int], *, seed: int
) -> Predictive:
    """The measured lift that the predicted one (by its quantiles) and binomial chance would bring.

    True lifts are drawn from the quantiles, evenly spread over the probabilities. For each the rate of the control is
    the one that fits all visitors of the test best under that lift; conversions of both arms are binomial. Measured
    lifts have half a conversion added to each arm, on both sides of the comparison, so that arms without a conversion
    count too. `control`, `treated`: (visitors, conversions).
    """
    (n0, x0), (n1, x1) = control, treated
    rng = np.random.default_rng([seed, n0, n1])
    count = len(quantiles)
    u = (np.arange(DRAWS) + 0.5) / DRAWS
    true = np.interp(u, np.arange(1, count + 1) / (count + 1), np.array(quantiles))
    rate = np.clip((x0 + x1) / (n0 + n1 * np.maximum(1e-9, 1 + true)), 1e-12, 1.0)
    drawn0 = rng.binomial(n0, rate)
    drawn1 = rng.binomial(n1, np.clip(rate * (1 + true), 0.0, 1.0))
    could = _ratio(drawn0, n0, drawn1, n1)
    low, high = np.quantile(could, [(1 - LEVEL) / 2, (1 + LEVEL) / 2])
    return Predictive(float(low), float(high))


def measured_as_drawn(control: tuple[int, int], treated: tuple[int, int]) -> float:
    """The measured lift on the scale of the predictive interval: half a conversion added to each arm."""
    (n0, x0), (n1, x1) = control, treated
    return ((x1 + 0.5) / (n1 + 1)) / ((x0 + 0.5) / (n0 + 1)) - 1


def _ratio(x0: NDArray[np.int64], n0: int, x1: NDArray[np.int64], n1: int) -> Floats:
    return np.asarray(((x1 + 0.5) / (n1 + 1)) / ((x0 + 0.5) / (n0 + 1)) - 1)
