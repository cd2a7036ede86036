"""What a run leaves of its visitors: counts, sums and sums of products per draw, group and pair of arms.

Everything in here is a sum of whole numbers (see `tallies`), so moments of disjoint visitors may be added in any order
and give the same digits.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

import numpy as np

from simulation.measures.tallies import COUNT, CROSS, CROSS_AT, INDEX, OWN, OWN_AT, SCALE
from simulation.plan import Floats, Ints


@dataclass(frozen=True)
class PairedMoments:
    """Moments of the tallies y of visitors who lived in every arm with the same luck.

    Axes: K draws, G groups (persona and first device, `Tables.groups`), A arms (0 is the control), M tallies. Of the
    products of two tallies those are kept that a ratio of the registry needs (`tallies.OWN`, `tallies.CROSS`).

    Attributes:
        count: visitors, shape (K, G).
        raw_first: sums of y in whole units, shape (K, G, A, M).
        raw_own: sums of y_i y_j within an arm, shape (K, G, A, products of `OWN`).
        raw_cross: sums of y_i (control) times y_j (arm a + 1), shape (K, G, A - 1, products of `CROSS`).
        flips: visitors whose number of orders differs from the control's, shape (K, G, A - 1).
        engine: which engine ran ("compiled" or "simpy").
        reason: why that one, in a sentence.
        complete: False when the run was stopped; then these are its complete blocks.
        gained: visitors among the flips who ordered more than in the control, shape (K, G, A - 1).
        shown: how often each rule of the plan spoke, shape (K, R).
    """

    count: Floats
    raw_first: Floats
    raw_own: Floats
    raw_cross: Floats
    flips: Floats
    engine: str = "compiled"
    reason: str = ""
    complete: bool = True
    gained: Floats = field(default_factory=lambda: np.zeros(0))
    shown: Floats = field(default_factory=lambda: np.zeros(0))

    @property
    def first(self) -> Floats:
        """Sums of y in money, seconds and counts, shape (K, G, A, M)."""
        return np.asarray(self.raw_first * SCALE)

    def own(self, one: str, other: str, arm: int) -> Floats:
        """Sums of products of two tallies within an arm, in units, shape (K, G); KeyError when they are not kept."""
        i, j = sorted((INDEX[one], INDEX[other]))
        return np.asarray(self.raw_own[:, :, arm, OWN_AT[i, j]] * (SCALE[i] * SCALE[j]))

    def cross(self, control: str, other: str, arm: int) -> Floats:
        """Sums of products of a tally of the control and one of an arm (1 to A - 1), in units, shape (K, G)."""
        i, j = INDEX[control], INDEX[other]
        return np.asarray(self.raw_cross[:, :, arm - 1, CROSS_AT[i, j]] * (SCALE[i] * SCALE[j]))

    def units(self) -> Floats:
        """How much is replicated in each draw, shape (K,): visitors here, worlds where visitors compete."""
        return np.asarray(self.count.sum(axis=1))

    def pair(
        self, numerator: str | Sequence[str], denominator: str, arm: int, groups: Ints | None = None
    ) -> tuple[Floats, Floats]:
        """What an estimator of a ratio of two tallies needs, over the given groups (all when None).

        Args:
            numerator: name of a tally, or names of tallies that are added up.
            denominator: name of a tally; KeyError when its products with the numerator are not kept.
            arm: 0 to A - 1; 0 compares the control with itself.
            groups: indexes of groups to take together.

        Returns:
            sums (K, 4) over control numerator, control denominator, arm numerator, arm denominator, and the sums of
            their products (K, 4, 4), both in units.
        """
        chosen = np.arange(self.count.shape[1]) if groups is None else np.asarray(groups)
        parts = (numerator,) if isinstance(numerator, str) else tuple(numerator)
        names = [(0, name) for name in parts] + [(1, denominator)]
        sums = np.zeros((len(self.count), 4))
        products = np.zeros((len(self.count), 4, 4))
        for i, one in names:
            for side, place in ((0, 0), (2, arm)):
                sums[:, side + i] += self.raw_first[:, chosen, place, INDEX[one]].sum(axis=1) * SCALE[INDEX[one]]
            for j, other in names:
                products[:, i, j] += self.own(one, other, 0)[:, chosen].sum(axis=1)
                products[:, 2 + i, 2 + j] += self.own(one, other, arm)[:, chosen].sum(axis=1)
                across = self.cross(one, other, arm) if arm else self.own(one, other, 0)
                products[:, i, 2 + j] += across[:, chosen].sum(axis=1)
        products[:, 2:, :2] = np.swapaxes(products[:, :2, 2:], 1, 2)
        return sums, products

    def pair_of_visitors(
        self, numerator: str | Sequence[str], denominator: str, arm: int, groups: Ints | None = None
    ) -> tuple[Floats, Floats]:
        """As `pair`, visitor by visitor, whatever is replicated."""
        return PairedMoments.pair(self, numerator, denominator, arm, groups)

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
            self.gained + other.gained,
            self.shown + other.shown,
        )


def empty(draws: int, groups: int, arms: int, rules: int = 0) -> PairedMoments:
    """Moments of nobody, on a plan with so many rules."""
    return PairedMoments(
        np.zeros((draws, groups)),
        np.zeros((draws, groups, arms, COUNT)),
        np.zeros((draws, groups, arms, len(OWN))),
        np.zeros((draws, groups, arms - 1, len(CROSS))),
        np.zeros((draws, groups, arms - 1)),
        gained=np.zeros((draws, groups, arms - 1)),
        shown=np.zeros((draws, rules)),
    )
