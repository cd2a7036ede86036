"""Predictions held against what happened: who has stopped buying, told from his purchases alone (SOURCES E8).

The simulation knows who is gone for good; a shop sees purchases only. `churn_check` asks what the shop would be told by
`theory.BuyerModel.alive`, and how far that can be believed: in every tenth of the buyers by what was predicted, and by
how often someone who stays is ranked above someone who has gone.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from simulation.engines.choose import trace
from simulation.measures.reality import auc
from simulation.plan import A_SALE, WEEK, Floats, Ints, ParameterDraws, Plan, Records
from simulation.theory import BuyerModel
from simulation.traces import DROPPED_OUT, ORDER, REPEAT

BLOCK = 5_000
"""Visitors whose events are held at a time."""
Bools = NDArray[np.bool]


class History(NamedTuple):
    """What a shop sees of its buyers some weeks after their first order, and the truth; one entry per buyer."""

    repeats: Ints  # repeat purchases so far
    last: Floats  # weeks from the first order to the last repeat purchase; 0 without one
    stays: Bools  # not gone for good


class Calibration(NamedTuple):
    """How far a predicted probability can be believed.

    Attributes:
        size: cases per bin, by rising prediction, shape (bins,).
        predicted: mean prediction of each bin.
        happened: share of each bin in which it came true.
        auc: probability that a case which came true was predicted higher than one which did not; ties count half.
    """

    size: Ints
    predicted: Floats
    happened: Floats
    auc: float


def histories(plan: Plan, rows: Records, weeks: float) -> History:
    """What is known of the buyers in these events so many weeks after their first order.

    Args:
        plan: the plan.
        rows: events of whole lives in one arm, shape (events,) EVENT.
        weeks: at most the window that follows an order.
    """
    sold = rows[rows["kind"] == ORDER]
    sold = sold[plan.cards["goal_kind"][sold["arm"], sold["card"]] == A_SALE]
    buyers, first = sold["visitor"], sold["time"]
    later = rows[np.isin(rows["kind"], (REPEAT, DROPPED_OUT)) & np.isin(rows["visitor"], buyers)]
    at = np.searchsorted(buyers, later["visitor"])
    since = (later["time"] - first[at]) / WEEK
    seen = since < weeks
    again, gone = seen & (later["kind"] == REPEAT), seen & (later["kind"] == DROPPED_OUT)
    last = np.zeros(len(buyers))
    np.maximum.at(last, at[again], since[again])
    return History(
        np.bincount(at[again], minlength=len(buyers)), last, np.bincount(at[gone], minlength=len(buyers)) == 0
    )


def calibration(predicted: Floats, happened: Bools, bins: int = 10) -> Calibration:
    """Predictions in `bins` groups of about equal size, each against what came true; empty groups are left out."""
    order = np.argsort(predicted, kind="stable")
    groups = [one for one in np.array_split(order, bins) if len(one)]
    return Calibration(
        np.array([len(one) for one in groups], np.int64),
        np.array([predicted[one].mean() for one in groups]),
        np.array([happened[one].mean() for one in groups]),
        auc(predicted, happened),
    )


def churn_check(
    plan: Plan,
    draws: ParameterDraws,
    *,
    weeks: float,
    visitors: range,
    seed: int,
    stream: int,
    arm: int = 0,
    model: BuyerModel | None = None,
) -> Calibration:
    """How far 'this buyer will buy again some day' can be believed, said `weeks` after the first order.

    Args:
        plan: the plan; its window after an order must reach so far.
        draws: parameters; the first draw counts.
        weeks: when the prediction is made, weeks after each buyer's first order.
        visitors: who is followed; their events are held a block at a time.
        seed: seed.
        stream: stream of luck.
        arm: arm.
        model: what the shop believes of its buyers; none: what is published, as the simulation has it.

    Raises:
        ValueError: when the window ends earlier, or nobody bought.
    """
    if weeks * WEEK > plan.world[0]["after_span"]:
        raise ValueError(f"buyers are not followed for {weeks} weeks")
    parts = [
        histories(
            plan,
            trace(plan, draws, arm=arm, visitors=range(at, min(visitors.stop, at + BLOCK)), seed=seed, stream=stream),
            weeks,
        )
        for at in range(visitors.start, visitors.stop, BLOCK)
    ]
    found = History(*(np.concatenate(columns) for columns in zip(*parts, strict=True)))
    if not len(found.repeats):
        raise ValueError("nobody bought")
    predicted = (model or BuyerModel()).alive(found.repeats.astype(np.float64), found.last, weeks)
    return calibration(predicted, found.stays)
