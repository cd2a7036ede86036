"""One line of a backtest, from a past test and what was predicted of it."""

from __future__ import annotations

import math
from collections.abc import Sequence

from simulation.backtest.judging import Judged, backing_of, judge, once
from simulation.backtest.rehearsal import tried
from simulation.backtest.result import Backtest, Reason, Tested
from simulation.calibration.label import Backing, label_of
from simulation.calibration.model import PastTest
from simulation.experiment.result import About
from simulation.planning.measured import measured_lift


def row_of(key: str, test: PastTest, reason: Reason = "", message: str = "") -> Tested:
    """A past test with what it measured, and nothing predicted yet; `reason` says why nothing will be."""
    control = (test.control_visitors, test.control_conversions)
    treated = (test.treated_visitors, test.treated_conversions)
    was = measured_lift(control, treated)
    return Tested(
        id=key,
        title=test.title,
        technique=test.technique,
        cards=tried(test)[1],
        date=test.date,
        randomised=test.randomised,
        control=control,
        treated=treated,
        measured=was.lift,
        measured_interval=(was.low, was.high if math.isfinite(was.high) else None),
        measured_error=None if was.se is None or was.lift is None else (1 + was.lift) * was.se,
        predicted=None,
        counts=False,
        reason=reason,
        message=message,
    )


def with_prediction(
    row: Tested,
    predicted: float,
    interval: tuple[float, float] | None,
    expected: tuple[float, float],
    reach: float | None,
) -> Tested:
    """The same beside its prediction: how far off, inside or not, which way."""
    judged = Judged(row.control, row.treated, row.randomised, predicted, expected)
    return row.model_copy(
        update={
            "predicted": predicted,
            "predicted_interval": interval,
            "expected_interval": expected,
            "error": judged.error,
            "inside": judged.inside,
            "agrees": (predicted > 0) == (row.measured > 0) if predicted and row.measured else None,
            "transfer": reach,
            "counts": judged.counts,
        }
    )


def judged_rows(rows: Sequence[Tested]) -> list[Judged]:
    """Lines as they are judged."""
    return [Judged(row.control, row.treated, row.randomised, row.predicted, row.expected_interval) for row in rows]


def together(
    rows: Sequence[Tested],
    level: float | None,
    *,
    map_id: str,
    about: About,
    seed: int = 0,
    draws: int = 0,
    seconds: float = 0.0,
    complete: bool = True,
    backing: Backing | None = None,
) -> Backtest:
    """All lines with what they say of the model; `backing` says what they back where that is less than all of them.

    A line with the counts of an earlier one is the same test, and does not count again.
    """
    judged = judged_rows(rows)
    rows = [
        row if first else row.model_copy(update={"counts": False, "twice": True})
        for row, first in zip(rows, once(judged), strict=True)
    ]
    verdict, label = judge(judged), label_of(backing_of(judged, level) if backing is None else backing)
    pointing = [row.agrees for row in rows if row.counts and row.agrees is not None]
    return Backtest(
        app_version=about.app_version,
        engine_version=about.engine_version,
        project=about.project,
        project_digest=about.project_digest,
        map=map_id,
        seed=seed,
        draws=draws,
        seconds=seconds,
        complete=complete,
        level=level,
        tests=tuple(rows),
        counted=verdict.counted,
        inside=verdict.inside,
        coverage_p=verdict.coverage_p,
        mean_error=verdict.mean_error,
        mean_error_interval=verdict.mean_error_interval,
        mean_error_se=verdict.mean_error_se if verdict.counted and math.isfinite(verdict.mean_error_se) else None,
        agreeing=sum(pointing),
        pointing=len(pointing),
        label=label.text,
        met=label.met,
        missing=label.missing,
    )
