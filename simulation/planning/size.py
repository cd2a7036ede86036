"""How many visitors: two proportions by the arcsine transformation, means by their standard deviation.

Sample sizes come from statsmodels (`NormalIndPower`, two-sided, effect size Cohen's h = 2 asin sqrt(p2) - 2 asin
sqrt(p1) for rates, d = difference / standard deviation for means; Cohen 1988, chapter 6). The transformation makes the
variance the same in both arms, so that arms of unequal size need no second formula.
"""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from simulation.experiment.result import Result
from simulation.measures.registry import MEASURES
from simulation.planning.power import smallest

Floats = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Yardstick:
    """A measure as a test sees it: its level in the control, and for what is no rate its spread between visitors.

    `sd` is none for a share of visitors (0 < level < 1): its spread follows from its level.
    """

    level: float
    sd: float | None = None

    def __post_init__(self) -> None:
        if self.sd is None and not 0 < self.level < 1:
            raise ValueError(f"a rate lies between 0 and 1, not at {self.level}")
        if self.sd is not None and not self.sd > 0:
            raise ValueError(f"a spread is above zero, not {self.sd}")

    def effect(self, relative: Floats) -> Floats:
        """Standardised effects of relative lifts, any shape: Cohen's h of a rate, d of anything else."""
        if self.sd is not None:
            return np.asarray(relative * self.level / self.sd)
        lifted = np.clip(self.level * (1 + relative), 0.0, 1.0)
        return np.asarray(2 * np.arcsin(np.sqrt(lifted)) - 2 * math.asin(math.sqrt(self.level)))

    def relative(self, effect: float) -> float:
        """The relative lift with this standardised effect; infinite beyond a rate of one."""
        if self.sd is not None:
            return effect * self.sd / self.level
        angle = math.asin(math.sqrt(self.level)) + effect / 2
        return math.inf if angle > math.pi / 2 else math.sin(max(0.0, angle)) ** 2 / self.level - 1


def yardstick(result: Result, metric: str) -> Yardstick | None:
    """How a measure varies between visitors of the control; none where the result does not say.

    A share of visitors varies as its level says. Anything else: its standard error over all simulated visitors times
    the square root of their number, which is right for ratios too.
    """
    stat, measure = result.arms[0].metrics.get(metric), MEASURES.get(metric)
    if stat is None or measure is None or not stat.mean > 0:
        return None
    if measure.unit == "rate" and measure.denominator == "visitors" and not measure.complement:
        return Yardstick(stat.mean) if stat.mean < 1 else None
    people = result.visitors * result.draws * max(1, result.runs)
    sd = stat.se_monte_carlo * math.sqrt(people)
    return Yardstick(stat.mean, sd) if sd > 0 else None


def information(treated: float, control: float) -> float:
    """Square root of n1 n2 / (n1 + n2): times a standardised effect it is the effect in standard errors."""
    return math.sqrt(treated * control / (treated + control))


def visitors_needed(measure: Yardstick, lift: float, *, alpha: float, power: float, ratio: float = 1.0) -> float:
    """Visitors in the treated arm for a relative `lift`, not rounded; the control has `ratio` times as many.

    Infinite when there is nothing to find.
    """
    from statsmodels.stats.power import NormalIndPower

    effect = abs(float(measure.effect(np.array([lift]))[0]))
    if effect < 1e-12:
        return math.inf
    return float(NormalIndPower().solve_power(effect, alpha=alpha, power=power, ratio=ratio, alternative="two-sided"))


def smallest_lift(measure: Yardstick, treated: float, control: float, *, alpha: float, power: float) -> float:
    """The smallest relative lift that arms of this size find with probability `power` (MDE), upward."""
    return measure.relative(smallest(alpha, power) / information(treated, control))
