"""Between the moments of a run and the estimators: one measure, one arm, some groups of visitors."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from simulation.experiment.estimators import PairedSums
from simulation.measures.moments import PairedMoments
from simulation.measures.registry import Measure

_COMPLEMENT = np.array([[-1.0, 1, 0, 0], [0, 1, 0, 0], [0, 0, -1, 1], [0, 0, 0, 1]])


def paired_sums(moments: PairedMoments, measure: Measure, arm: int, groups: Sequence[int] | None = None) -> PairedSums:
    """What the estimators need for `measure` in `arm` against the control (arm 0), draw by draw.

    `groups` limits it to some groups of visitors (all when None); everybody else then counts as zero, so that the
    number of visitors per draw stays what was planned and only the two tallies are random. Arm 0 is compared with
    itself.
    """
    chosen = np.arange(moments.count.shape[1]) if groups is None else np.asarray(list(groups))
    sums, both = moments.pair(measure.numerator, measure.denominator, arm, chosen)
    event_size = _event_size(moments, measure)
    if measure.complement:
        sums = sums @ _COMPLEMENT.T
        both = _COMPLEMENT @ both @ _COMPLEMENT.T
    flips = np.zeros(len(sums)) if arm == 0 else moments.flips[:, chosen, arm - 1].sum(axis=1)
    return PairedSums(moments.count.sum(axis=1), sums, both, np.asarray(flips), event_size)


def _event_size(moments: PairedMoments, measure: Measure) -> float:
    """Mean squared numerator of one event in the control: what one flip is worth."""
    events = moments.total(measure.event)
    squared = float(moments.own(measure.numerator, measure.numerator, 0).sum())
    return squared / events if events > 0 else 0.0
