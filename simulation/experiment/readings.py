"""Between the moments of a run and the estimators: one measure, one arm, some groups of visitors."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from simulation.experiment.estimators import Floats, PairedSums
from simulation.measures.moments import PairedMoments
from simulation.measures.registry import Measure
from simulation.measures.tallies import INDEX
from simulation.plan import Ints

_COMPLEMENT = np.array([[-1.0, 1, 0, 0], [0, 1, 0, 0], [0, 0, -1, 1], [0, 0, 0, 1]])


def paired_sums(moments: PairedMoments, measure: Measure, arm: int, groups: Sequence[int] | None = None) -> PairedSums:
    """What the estimators need for `measure` in `arm` against the control (arm 0), draw by draw.

    `groups` limits it to some groups of visitors (all when None); everybody else then counts as zero, so that the
    number of visitors per draw stays what was planned and only the two tallies are random. Arm 0 is compared with
    itself.
    """
    chosen = np.arange(moments.count.shape[1]) if groups is None else np.asarray(list(groups))
    sums, both = moments.pair(measure.parts, measure.denominator, arm, chosen)
    event_size = _event_size(moments, measure, chosen)
    singly = moments.pair_of_visitors(measure.parts, measure.denominator, arm, chosen)[1]
    flips = _flips(moments, measure, arm, chosen, sums, singly, event_size)
    if measure.complement:
        sums = sums @ _COMPLEMENT.T
        both = _COMPLEMENT @ both @ _COMPLEMENT.T
    gained = _gained(moments, measure, arm, chosen)
    if gained is not None and flips.any() and not moments.flips[:, chosen, arm - 1].any():
        gained = None  # nobody's order came or went; theirs are only worth something else
    return PairedSums(moments.units(), sums, both, flips, event_size, gained)


def _gained(moments: PairedMoments, measure: Measure, arm: int, groups: Ints) -> Floats | None:
    """Visitors who order more than in the control, draw by draw (K,); None where the measure counts something else."""
    if arm == 0 or measure.event not in {"orders", "converted"} or moments.gained.ndim != moments.flips.ndim:
        return None
    return np.asarray(moments.gained[:, groups, arm - 1].sum(axis=1))


def _flips(
    moments: PairedMoments,
    measure: Measure,
    arm: int,
    groups: Ints,
    sums: Floats,
    products: Floats,
    event_size: float,
) -> Floats:
    """Visitors for whom the measure differs between the arms, draw by draw (K,).

    For orders and their money they were counted. Where nobody's order came or went and yet their worth differs (an
    offer beside the basket), there are at least as many as the sum of differences squared over the sum of squares
    (Cauchy and Schwarz). For anything else the squared differences are divided by the size of one event: exact for what
    happens once or not at all, and about right for counts.
    """
    if arm == 0:
        return np.zeros(len(products))
    squared = products[:, 0, 0] + products[:, 2, 2] - 2 * products[:, 0, 2]
    if measure.event in {"orders", "converted"}:
        counted = np.asarray(moments.flips[:, groups, arm - 1].sum(axis=1))
        if counted.any():
            return counted
        least = np.divide((sums[:, 2] - sums[:, 0]) ** 2, squared, out=np.zeros_like(squared), where=squared > 0)
        return np.asarray(np.floor(least + 1e-6))
    return np.asarray(np.maximum(squared, 0.0) / event_size if event_size > 0 else np.zeros(len(products)))


def _event_size(moments: PairedMoments, measure: Measure, groups: Ints) -> float:
    """Mean squared numerator of one event among these visitors: what one flip is worth.

    Read in the control; where it knows no such event, in the other arms.
    """
    arms = range(moments.raw_first.shape[2])
    for arm in arms:
        events = float(moments.first[:, groups, arm, INDEX[measure.event]].sum())
        if events > 0:
            squared = sum(
                float(moments.own(one, other, arm)[:, groups].sum()) for one in measure.parts for other in measure.parts
            )
            return squared / events
    return 0.0
