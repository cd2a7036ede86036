"""What looks too good to be true about a study (Twyman's law), and a run that was stopped."""

from __future__ import annotations

from simulation.drivers.result import Game
from simulation.experiment.estimators import SHOWN_FROM
from simulation.experiment.result import Effect, Warned
from simulation.experiment.warnings import TWYMAN_ONE, TWYMAN_POLICY, ordered, warn
from simulation.scenario import Arm


def warned(
    arm: Arm, rules: Game | None, total: Effect, level: float, *, changed: float, rate: bool, complete: bool
) -> tuple[Warned, ...]:
    """The gravest first.

    `level`: the measure in the control; `changed`: visitors whose orders the arm changes; `rate`: whether the measure
    is a share of visitors.
    """
    said = []
    if not complete:
        said.append(warn("stopped", "The run was stopped early; only complete blocks of visitors count."))
    if changed < SHOWN_FROM:
        said.append(
            warn(
                "few-flips",
                f"{arm.title}: only {changed:.0f} visitors changed sides; under {SHOWN_FROM} that is too few to say "
                "anything.",
                arm=arm.title,
                flips=f"{changed:.0f}",
            )
        )
    if not rate or level <= 0:
        return ordered(said)
    for one in rules.shares if rules is not None else ():
        mean = (one.alone.mean or 0.0) / level
        if one.kind == "rule" and one.evidence != "measured" and mean > TWYMAN_ONE and one.quality != "none":
            said.append(
                warn(
                    "twyman-technique",
                    f"{one.title}: more than 3% from one kind of message is more than almost any randomised test has "
                    "found.",
                    arm=one.title,
                    lift=f"{mean:.4f}",
                )
            )
    relative = (total.mean or 0.0) / level
    if relative > TWYMAN_POLICY and not arm.changes and arm.map is None:
        said.append(
            warn(
                "twyman-policy",
                f"{arm.title}: more than 7% is above the largest effects found for whole shops.",
                arm=arm.title,
                lift=f"{relative:.4f}",
            )
        )
    return ordered(said)
