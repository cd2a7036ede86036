"""An answer with the figures of a slider's position in the place of the run's."""

from __future__ import annotations

from dataclasses import replace

from app.desktop.answer.model import Answer, Estimate
from simulation.experiment.estimators import SHOWN_FROM
from simulation.live.answers import LiveAnswer, LiveMeasure

NARROW = 0.1
"""Share of the variance that may be chance in the visitors before the figure counts as more than a running one."""


def lived(answer: Answer, live: LiveAnswer) -> Answer:
    """The answer as it would be at the sliders' position: figures that a slider does not answer are the run's."""
    main = live.main
    lift = _estimate(main, main.control)
    monthly = answer.monthly
    if live.margin is not None:
        monthly = _estimate(live.margin, live.margin.control).times(answer.month)
    return replace(
        answer,
        level_control=main.control,
        level_arm=main.control + lift.mean,
        lift=lift,
        relative=_estimate(main, 1.0),
        chances=None if answer.sign_assumed else (main.helps, main.no_difference, main.harms),
        quantiles=main.quantiles,
        monthly=monthly,
        margin_falls=live.margin.harms if live.margin is not None else None,
        worth=main.worth,
        complete=True,
    )


def tells(live: LiveAnswer, run: Answer | None) -> bool:
    """Whether enough visitors changed sides, in the run that it begins at or since, to show an interval."""
    backed = run is not None and run.lift is not None and run.arm_id == live.arm
    return backed or live.flips >= SHOWN_FROM or live.main.high == live.main.low


def running(live: LiveAnswer) -> bool:
    """Whether more visitors would still move the figure."""
    share = _estimate(live.main, 1.0).chance_share
    return share is None or share > NARROW


def _estimate(found: LiveMeasure, factor: float) -> Estimate:
    parameters = None if found.se_parameters is None else found.se_parameters * factor
    return Estimate(
        found.mean * factor, found.low * factor, found.high * factor, found.se_monte_carlo * factor, parameters
    )
