"""How many parameter draws and how many visitors each (MODEL 9.4)."""

from __future__ import annotations

import math
from typing import NamedTuple

from simulation.experiment.estimators import Series
from simulation.experiment.interval import NORMAL, split

PILOT_DRAWS, PILOT_VISITORS = 100, 1_000
DRAWS, FEWEST_DRAWS = 400, 200
"""Draws that a run takes by itself, and fewest whose interval is not itself uncertain."""
NEGLIGIBLE = 0.1
"""Monte Carlo error beyond this share of the parameters' spread is worth computing away; below it is not."""
MOST_PAIRS = 40_000_000
FEWEST_VISITORS = 1_000


class Plan(NamedTuple):
    """What to simulate, and what to expect of it.

    `monte_carlo` is the standard error of the mean relative lift, `parameters` the spread that no computing removes;
    `enough` is false when the budget stops short of what was asked.
    """

    draws: int
    visitors: int
    monte_carlo: float
    parameters: float
    enough: bool


def choose(
    pilot: Series, visitors: int, *, half_width: float | None = None, draws: int = DRAWS, most: int = MOST_PAIRS
) -> Plan:
    """Draws and visitors per draw, from a pilot of `visitors` per draw.

    sigma^2 / (K N) <= max(half_width / 1.96, 0.1 sqrt(Var_par))^2, with `half_width` the asked half-width of the Monte
    Carlo interval of the relative lift (fraction), none: as little as the parameters make sensible. The pilot's
    estimate of Var_par is itself uncertain, so its lower side counts.
    """
    parts = split(pilot)
    sigma2 = visitors * parts.noise
    parameters = _cautious(parts.parameters, parts.between, len(pilot.values))
    asked = 0.0 if half_width is None else half_width / NORMAL
    target = max(asked, NEGLIGIBLE * math.sqrt(parameters))
    if sigma2 == 0:
        return Plan(draws, FEWEST_VISITORS, 0.0, math.sqrt(parameters), True)
    wanted = math.inf if target == 0 else sigma2 / target**2
    pairs = min(wanted, float(most))
    each = max(FEWEST_VISITORS, math.ceil(pairs / draws / 1000) * 1000)
    return Plan(draws, each, math.sqrt(sigma2 / (draws * each)), math.sqrt(parameters), wanted <= draws * each)


def _cautious(parameters: float, between: float, draws: int) -> float:
    """Var_par less one of its own standard errors, but at least a quarter of it."""
    error = between * math.sqrt(2 / max(draws - 1, 1))
    return max(parameters - error, parameters / 4)
