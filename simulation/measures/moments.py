"""What a run leaves of its visitors: counts, sums and sums of products per draw, group and pair of arms.

Everything in here is a sum of whole numbers (see `tallies`), so moments of disjoint visitors may be added in any order
and give the same digits.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from simulation.measures.tallies import COUNT, INDEX, SCALE
from simulation.plan import Floats, Ints


@dataclass(frozen=True)
class PairedMoments:
    """Moments of the tallies y of visitors who lived in every arm with the same luck.

    Axes: K draws, G groups (persona and first device, `Tables.groups`), A arms (0 is the control), M tallies.

    Attributes:
        count: visitors, shape (K, G).
        raw_first: sums of y in whole units, shape (K, G, A, M).
        raw_own: sums of y_i y_j within an arm, shape (K, G, A, M, M).
        raw_cross: sums of y_i (control) times y_j (arm a + 1), shape (K, G, A - 1, M, M).
        flips: visitors whose number of orders differs from the control's, shape (K, G, A - 1).
        engine: which engine ran ("compiled" or "simpy").
        reason: why that one, in a sentence.
        complete: False when the run was stopped; then these are its complete blocks.
    """

    count: Floats
    raw_first: Floats
    raw_own: Floats
    raw_cross: Floats
    flips: Floats
    engine: str = "compiled"
    reason: str = ""
    complete: bool = True

    @property
    def first(self) -> Floats:
        """Sums of y in money, seconds and counts, shape (K, G, A, M)."""
        return np.asarray(self.raw_first * SCALE)

    @property
    def own(self) -> Floats:
        """Sums of products within an arm, in units, shape (K, G, A, M, M)."""
        return np.asarray(self.raw_own * np.outer(SCALE, SCALE))

    @property
    def cross(self) -> Floats:
        """Sums of products of control and arm, in units, shape (K, G, A - 1, M, M); control's tally first."""
        return np.asarray(self.raw_cross * np.outer(SCALE, SCALE))

    def pair(self, numerator: str, denominator: str, arm: int, groups: Ints | None = None) -> tuple[Floats, Floats]:
        """What an estimator of a ratio of two tallies needs, over the given groups (all when None).

        Args:
            numerator: name of a tally.
            denominator: name of a tally.
            arm: 1 to A - 1.
            groups: indexes of groups to take together.

        Returns:
            sums (K, 4) over control numerator, control denominator, arm numerator, arm denominator, and the sums of
            their products (K, 4, 4), both in units.
        """
        n, d = INDEX[numerator], INDEX[denominator]
        chosen = np.arange(self.count.shape[1]) if groups is None else np.asarray(groups)
        which = [n, d]
        scale = SCALE[which]
        outer = np.outer(scale, scale)
        sums = self.raw_first[:, chosen][:, :, [0, arm]][..., which].sum(axis=1) * scale
        rows, columns = np.ix_(which, which)
        products = np.zeros((len(self.count), 4, 4))
        products[:, :2, :2] = self.raw_own[:, chosen, 0][:, :, rows, columns].sum(axis=1) * outer
        products[:, 2:, 2:] = self.raw_own[:, chosen, arm][:, :, rows, columns].sum(axis=1) * outer
        products[:, :2, 2:] = self.raw_cross[:, chosen, arm - 1][:, :, rows, columns].sum(axis=1) * outer
        products[:, 2:, :2] = products[:, :2, 2:].transpose(0, 2, 1)
        return sums.reshape(len(self.count), 4), products

    def visitors(self, groups: Ints | None = None) -> Floats:
        """Visitors per draw, shape (K,), over the given groups."""
        count = self.count if groups is None else self.count[:, groups]
        return np.asarray(count.sum(axis=1))

    def total(self, name: str, arm: int = 0) -> float:
        """Sum of one tally over all draws and groups in one arm, in its unit."""
        return float(self.raw_first[:, :, arm, INDEX[name]].sum() * SCALE[INDEX[name]])

    def plus(self, other: PairedMoments) -> PairedMoments:
        """The moments of these visitors and of other ones, draw by draw; ValueError when the shapes differ."""
        if self.raw_first.shape != other.raw_first.shape:
            raise ValueError(f"cannot add moments of shape {other.raw_first.shape} to {self.raw_first.shape}")
        return PairedMoments(
            self.count + other.count,
            self.raw_first + other.raw_first,
            self.raw_own + other.raw_own,
            self.raw_cross + other.raw_cross,
            self.flips + other.flips,
            self.engine,
            self.reason,
            self.complete and other.complete,
        )


def empty(draws: int, groups: int, arms: int) -> PairedMoments:
    """Moments of nobody."""
    return PairedMoments(
        np.zeros((draws, groups)),
        np.zeros((draws, groups, arms, COUNT)),
        np.zeros((draws, groups, arms, COUNT, COUNT)),
        np.zeros((draws, groups, arms - 1, COUNT, COUNT)),
        np.zeros((draws, groups, arms - 1)),
    )
