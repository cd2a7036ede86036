"""Tables of lifts, read with the number of cells in mind.

Of many cells some look large by accident, and the largest is the one that accident helped most (winner's curse). Two
remedies: Benjamini and Hochberg (1995) for which cells are told apart from nothing, and shrinkage to the mean of all
cells (empirical Bayes, normal and normal) for what to expect of each.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]

RATE = 0.05
"""Share of the cells said to stand that may be false, on average."""
FEWEST = 4
"""Cells from which a spread between them can be told at all; fewer are left as they are."""


class Shrunk(NamedTuple):
    """Lifts after shrinkage: mean (n,), standard error (n,), spread between true lifts."""

    mean: Floats
    error: Floats
    spread: float


def probabilities(lifts: Floats, errors: Floats) -> Floats:
    """Two-sided p values of no lift, normal; 1 where there is no difference at all."""
    from scipy.special import ndtr

    z = np.divide(np.abs(lifts), errors, out=np.zeros_like(lifts), where=errors > 0)
    return np.asarray(2 * ndtr(-z))


def discoveries(p: Floats, rate: float = RATE) -> tuple[Floats, NDArray[np.bool]]:
    """Adjusted p values and which cells stand, by Benjamini and Hochberg; both (n,)."""
    if len(p) == 0:
        return p, np.zeros(0, np.bool)
    from statsmodels.stats.multitest import multipletests

    stands, adjusted, _, _ = multipletests(p, alpha=rate, method="fdr_bh")
    return np.asarray(adjusted), np.asarray(stands)


def shrink(lifts: Floats, errors: Floats) -> Shrunk:
    """Pull every lift to the common mean by as much as its noise says (Efron and Morris 1973).

    lift_i = true_i + noise_i, true_i ~ N(mean, spread^2). The spread is that at which the weighted squares are as many
    as the degrees of freedom (Paule and Mandel 1982). What is kept of a deviation is 1 - f * errors_i^2 / (errors_i^2 +
    spread^2) with f = (n - 2) / (n - 1): with equal errors that makes the shrunk *largest* one unbiased, whichever it
    is. (With S the sum of squares over n - 1 degrees, E[1/sqrt(S)] (n - 2) = E[sqrt(S)], and S is independent of the
    order.)
    """
    count = len(lifts)
    variance = errors**2
    if count < FEWEST or not (variance > 0).all():
        return Shrunk(lifts.copy(), errors.copy(), 0.0)
    spread = _spread(lifts, variance)
    total = variance + spread
    weight = 1 / total / (1 / total).sum()
    mean = float(weight @ lifts)
    gone = (count - 2) / (count - 1) * variance / total
    kept = 1 - gone
    # Third term: how much is pulled is itself estimated (Morris 1983, "Parametric empirical Bayes inference", 1.17).
    unsure = 2 / max(1, count - 3) * gone**2 * (lifts - mean) ** 2
    se = np.sqrt(kept * variance + gone**2 * float(weight * weight @ total) + unsure)
    return Shrunk(mean + kept * (lifts - mean), np.asarray(se), math.sqrt(spread))


def _spread(lifts: Floats, variance: Floats) -> float:
    """Variance between the true lifts: where the generalised Q is n - 1; 0 when it is smaller without any."""

    def excess(between: float) -> float:
        weight = 1 / (variance + between)
        mean = float(weight @ lifts / weight.sum())
        return float(weight @ (lifts - mean) ** 2) - (len(lifts) - 1)

    if excess(0.0) <= 0:
        return 0.0
    low, high = 0.0, float(lifts.var(ddof=1)) + float(variance.max())
    while excess(high) > 0:
        high *= 2
    for _ in range(80):
        middle = (low + high) / 2
        low, high = (middle, high) if excess(middle) > 0 else (low, middle)
    return (low + high) / 2


def largest_first(lifts: Sequence[float | None]) -> list[int]:
    """Places by lift, the largest first; those without one last."""
    return sorted(range(len(lifts)), key=lambda i: (lifts[i] is None, -(lifts[i] or 0.0), i))
