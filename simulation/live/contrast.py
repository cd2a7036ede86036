"""The difference between two positions that the same visitors walked."""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np

from simulation.experiment.draws import Theta
from simulation.experiment.estimators import Floats, PairedSums, Series, relative_series
from simulation.experiment.readings import paired_sums
from simulation.measures.moments import PairedMoments
from simulation.measures.registry import MEASURES


@dataclass(frozen=True)
class Contrast:
    """Moments of the same visitors before and after, under the draws `theta`.

    `alone`: after holds the arm only, because the control's visits are those of before.
    """

    before: PairedMoments
    after: PairedMoments
    theta: Theta
    alone: bool

    def moved(self, metric: str, base: Series, control: float) -> tuple[Series, float]:
        """The base's series of lifts and its control's level, moved by what came of the change.

        The mean moves by the difference of the two pooled lifts. The noise of a draw is what is left of its moved lift
        when everything drawn has been regressed out: it holds the luck of the base and that of the difference, whatever
        they share.
        """
        before = paired_sums(self.before, MEASURES[metric], 1)
        sums = self._after(metric, before.sums)
        one, other = (_series(part, before.visitors) for part in (before.sums, sums))
        values = base.values + other.values - one.values
        noise = np.full(len(values), self._noise(values))
        moved = Series(values, noise, base.pooled + other.pooled - one.pooled, base.added)
        before_level, after_level = (float(part[:, 0].sum() / part[:, 1].sum()) for part in (before.sums, sums))
        return moved, control + after_level - before_level

    def _after(self, metric: str, before: Floats) -> Floats:
        if not self.alone:
            return paired_sums(self.after, MEASURES[metric], 1).sums
        arm = paired_sums(self.after, MEASURES[metric], 0).sums[:, :2]
        return np.concatenate([before[:, :2], arm], axis=1)

    def _noise(self, values: Floats) -> float:
        """Standard deviation between draws that no drawn parameter explains."""
        theta = self.theta
        drawn = [
            *theta.effects.values(),
            theta.m1,
            theta.phi,
            theta.fatigue,
            np.log(theta.ceiling),
            np.log(theta.friction),
        ]
        columns = np.stack([np.ones(theta.count), *drawn], axis=1)
        spare = theta.count - columns.shape[1]
        if spare <= 0:
            return float(values.std())
        fitted = columns @ np.linalg.lstsq(columns, values, rcond=None)[0]
        return math.sqrt(float(((values - fitted) ** 2).sum()) / spare)


def _series(sums: Floats, visitors: Floats) -> Series:
    """The lifts alone: their errors are found from differences."""
    return relative_series(PairedSums(visitors, sums, np.zeros((len(sums), 4, 4)), np.zeros(len(sums)), 0.0))
