"""Moments of whole worlds: where visitors compete, the run of a shop period is what is replicated (MODEL 9.5).

Visitors of one world depend on one another, so the spread of an answer must come from the spread between worlds. The
sums per visitor are kept beside it: they say how many visitors a difference rests on.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, fields

import numpy as np

from simulation.measures.moments import PairedMoments
from simulation.measures.tallies import COUNT, INDEX, SCALE
from simulation.plan import Floats, Ints


@dataclass(frozen=True)
class WorldMoments(PairedMoments):
    """Moments of worlds that were run in every arm with the same visitors and luck.

    Everything of `PairedMoments` is there for the visitors one by one. `totals` are the sums of the tallies of each
    world in whole units, shape (K, R, G, A, M) for R runs per draw; what the estimators read comes from these.
    """

    totals: Floats = field(default_factory=lambda: np.zeros((0, 0, 0, 0, COUNT)))

    def units(self) -> Floats:
        """Worlds per draw, shape (K,)."""
        return np.full(len(self.totals), float(self.totals.shape[1]))

    def pair(
        self, numerator: str | Sequence[str], denominator: str, arm: int, groups: Ints | None = None
    ) -> tuple[Floats, Floats]:
        """As `PairedMoments.pair`, over worlds: sums (K, 4) and sums of products (K, 4, 4) of their totals."""
        chosen = np.arange(self.totals.shape[2]) if groups is None else np.asarray(groups)
        parts = (numerator,) if isinstance(numerator, str) else tuple(numerator)
        numbers = np.zeros((*self.totals.shape[:2], 4))
        for side, place in ((0, 0), (2, arm)):
            for i, names in ((0, parts), (1, (denominator,))):
                for name in names:
                    index = INDEX[name]
                    numbers[..., side + i] += self.totals[:, :, chosen, place, index].sum(axis=2) * SCALE[index]
        return numbers.sum(axis=1), np.einsum("kri,krj->kij", numbers, numbers)

    def plus(self, other: PairedMoments) -> WorldMoments:
        """The moments of these worlds and of further ones, draw by draw; ValueError for moments of anything else."""
        if not isinstance(other, WorldMoments):
            raise ValueError("worlds and visitors cannot be added up")
        return of_worlds(super().plus(other), np.concatenate([self.totals, other.totals], axis=1))


def of_worlds(visitors: PairedMoments, totals: Floats) -> WorldMoments:
    """The moments of worlds from those of their visitors and from the worlds' totals (K, R, G, A, M)."""
    return WorldMoments(**{one.name: getattr(visitors, one.name) for one in fields(PairedMoments)}, totals=totals)
