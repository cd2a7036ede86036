"""Toy worlds whose truth is known: paired buyers with given flips, and lifts linear in their parameters."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from simulation.experiment.estimators import PairedSums

Floats = NDArray[np.float64]


def paired(visitors: int, buyers: float, won: Floats, lost: Floats, rng: np.random.Generator) -> PairedSums:
    """Draws of paired visitors who buy or not: a share buys either way, `won` and `lost` (K,) change sides."""
    stay = np.full_like(won, buyers)
    shares = np.stack([stay - lost, won, lost, 1 - stay - won], axis=1)
    both, up, down, _ = rng.multinomial(visitors, shares).T.astype(np.float64)
    control, variant = both + down, both + up
    n = np.full_like(control, visitors)
    sums = np.stack([control, n, variant, n], axis=1)
    products = np.empty((len(won), 4, 4))
    for i in range(4):
        for j in range(4):
            products[:, i, j] = np.minimum(sums[:, i], sums[:, j])
    products[:, 0, 2] = products[:, 2, 0] = both
    return PairedSums(n, sums, products, up + down, 1.0)


def shrink(data: PairedSums, keep: slice) -> PairedSums:
    """Some of the draws of `data`."""
    return PairedSums(data.visitors[keep], data.sums[keep], data.products[keep], data.flips[keep], data.event_size)
