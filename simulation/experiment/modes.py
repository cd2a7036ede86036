"""What the reader must know where arms see the phase in different ways (MODEL 10 and 11)."""

from __future__ import annotations

from collections.abc import Sequence

from simulation.experiment.result import Warned
from simulation.experiment.warnings import Finished, live_rules, mean_of, warn

MODE_FACTOR = 1.5
"""The lift of the score card over that of the page type, above which it is warned about."""


def about_modes(done: Sequence[Finished]) -> list[Warned]:
    """What has to be known where arms differ in how they see the phase: that it is assumed, and when it is a lot."""
    speaking = [one for one in done if live_rules(one.arm)]
    if len({one.arm.mode for one in speaking}) < 2:
        return []
    said = [modes_assumed()]
    for two in speaking:
        for one in speaking:
            alike = one.arm.policy == two.arm.policy and dict(one.arm.rules) == dict(two.arm.rules)
            if alike and (one.arm.mode, two.arm.mode) == ("page-type", "score-card") and one.lifts and two.lifts:
                first, second = (mean_of(side.lifts[side.metric].relative) for side in (one, two))
                said += mode_factor(two.result.name, second / first if first > 0 else None)
    return said


def modes_assumed() -> Warned:
    """What always has to stand beside a difference between page type and score card (MODEL 10)."""
    return warn(
        "mode-assumed",
        "What the score card adds to the page type rests on assumptions about how interest grows; nobody published it.",
    )


def mode_factor(name: str, factor: float | None) -> list[Warned]:
    """A warning where the score card multiplies the lift by more than can be believed."""
    if factor is None or factor <= MODE_FACTOR:
        return []
    return [
        warn(
            "mode-factor",
            f"{name}: the score card multiplies the lift by {factor:.1f}; above {MODE_FACTOR} that is hard to believe.",
            arm=name,
            factor=f"{factor:.2f}",
            most=str(MODE_FACTOR),
        )
    ]
