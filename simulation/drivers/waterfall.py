"""Where the lift comes from: exact parts per persona and per phase of the visit.

Per persona: her numerator over everybody's denominator, in both arms; the differences add up to the lift.

Per phase: every visit ends in the goal or is left from one phase, so goals per visitor are visits times one minus the
shares that leave, V (1 - sum l_p). Their difference is (mean 1 - sum l) dV - mean V sum dl_p, exactly, with the means
of both arms: the Shapley value of a product of two factors. Money is goals times what one is
worth, divided the same way.
"""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np

from simulation.drivers.bench import Bench, Found, counted, lift_rows, numbers
from simulation.drivers.result import Part
from simulation.drivers.rows import Floats, effect
from simulation.experiment.levels import personas as groups_of
from simulation.measures.registry import Measure

PHASES = ("before", "browse", "search", "choose", "checkout", "after")
PER_VISITOR = ("conversion_rate", "orders_per_visitor", "revenue_per_visitor", "margin_per_visitor")
"""Measures per visitor that are goals, or what goals are worth."""
PER_VISIT = "conversion_rate_visit"
VISITS, VALUE, OTHER = "visits", "value", "other"
"""Parts that are no phase: more visits, other worth of an order, orders of one visitor beyond the first."""


def by_persona(bench: Bench, found: Found, name: str, measure: Measure, titles: Mapping[str, str]) -> tuple[Part, ...]:
    """What each persona brings, the largest first."""
    parts = [
        _part(bench, key, lift_rows(found, name, measure, members), titles.get(key, ""))
        for key, members in groups_of(bench.compiled.tables).items()
    ]
    return tuple(sorted(parts, key=lambda one: -(one.share.mean or 0.0)))


def by_phase(bench: Bench, found: Found, name: str, measure: Measure) -> tuple[Part, ...]:
    """What each phase brings, in order, then visits and value; nothing for measures that do not end in goals."""
    rows = phase_rows(found, name, measure)
    return tuple(_part(bench, key, one) for key, one in rows.items() if one.any())


def _part(bench: Bench, key: str, rows: Floats, title: str = "") -> Part:
    return Part(key=key, title=title, share=effect(rows, bench.weights, seed=bench.settings.seed))


def phase_rows(found: Found, name: str, measure: Measure) -> dict[str, Floats]:
    """The parts, row by row (R,); in every row they add up to the lift."""
    if measure.id == PER_VISIT:
        return {phase: -lift_rows(found, name, _left(phase)) for phase in PHASES}
    if measure.id not in PER_VISITOR:
        return {}
    before, after = _Visits(found, "control"), _Visits(found, name)
    stays = (before.stays + after.stays) / 2
    visits = (before.visits + after.visits) / 2
    goals = {VISITS: stays * (after.visits - before.visits)}
    goals |= {phase: -visits * (after.left[phase] - before.left[phase]) for phase in PHASES}
    whole = lift_rows(found, name, measure)
    if measure.unit == "money":
        (money0, _), (money1, _) = numbers(found, "control", measure), numbers(found, name, measure)
        worth0, worth1 = before.worth(money0), after.worth(money1)
        goals = {key: rows * (worth0 + worth1) / 2 for key, rows in goals.items()}
        goals[VALUE] = (before.goals + after.goals) / 2 * (worth1 - worth0)
    rest = whole - np.sum(list(goals.values()), axis=0)
    if np.abs(rest).max() > 1e-12 * max(1.0, float(np.abs(whole).max())):
        goals[OTHER] = rest
    return goals


def _left(phase: str) -> Measure:
    """Visits left from a phase, of all visits."""
    key = f"left_{phase}"
    return Measure(key, key, "rate", key, "visits", key, "down", "Visits left from the phase ÷ visits.")


class _Visits:
    """Visits per visitor, the share of them left from each phase, and goals per visitor; all (R,)."""

    def __init__(self, found: Found, name: str) -> None:
        visits = counted(found, name, "visits")
        self.visits = visits / found.visitors
        self.left = {phase: counted(found, name, f"left_{phase}") / visits for phase in PHASES}
        self.stays = 1.0 - np.sum(list(self.left.values()), axis=0)
        self.goals = self.visits * self.stays

    def worth(self, money: Floats) -> Floats:
        """What a goal is worth; the mean of all rows in a row without any."""
        some = self.goals > 1e-12
        mean = float(money.sum() / self.goals.sum()) if some.any() else 0.0
        return np.asarray(np.divide(money, self.goals, out=np.full(len(money), mean), where=some))
