"""The control's visitors, looked at one by one: do they behave like people (MODEL 12 T10)?"""

from __future__ import annotations

from collections.abc import Callable

from simulation import draws as luck
from simulation.assembly.capacity import alone
from simulation.compile import Compiled
from simulation.engines.choose import trace
from simulation.measures.reality import Reality, joined, reality, visits_of
from simulation.plan import ParameterDraws

LOOKED_AT = 40_000
"""Visitors who are looked at, at most."""
GROUP = 2_000


def look(
    compiled: Compiled,
    drawn: ParameterDraws,
    *,
    seed: int,
    visitors: int = LOOKED_AT,
    cancelled: Callable[[], bool] | None = None,
) -> Reality | None:
    """What the events of so many visitors of arm 0 say, under the first draw; None when stopped on the way.

    Whatever visitors compete for is left aside: drawn shares describe those who are served.
    """
    plan = alone(compiled.plan)
    parts = []
    for start in range(0, visitors, GROUP):
        if cancelled is not None and cancelled():
            return None
        group = range(start, min(start + GROUP, visitors))
        rows = trace(plan, drawn, visitors=group, seed=seed, stream=luck.HEADLINE)
        parts.append(visits_of(rows, plan.cards.shape[1]))
    return reality(joined(parts)) if parts else None
