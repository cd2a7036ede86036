"""The matrix of a policy: which rules stand in which cell of phase and audience, in the order in which they win.

Pure readings of a project. A rule that names no phases stands wherever its technique can speak: an advertisement
before the first visit, aftercare after the order, everything else while somebody is on the site.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import NamedTuple

from app.project.builders import in_order
from app.project.model import Project
from personas.records import PhaseKind
from simulation.policy.catalogue import Mechanics
from simulation.policy.model import Rule, TriggerKind
from simulation.policy.reach import mechanics_of, side_of

ON_SITE: tuple[PhaseKind, ...] = ("browse", "search", "choose", "checkout")
_FALLBACK = Mechanics("", "push")


class Cell(NamedTuple):
    """A phase and an audience, by their ids."""

    phase: str
    audience: str


@dataclass(frozen=True)
class Matrix:
    """What the matrix of one policy shows.

    phases: the columns, from left to right. audiences: the rows, from top to bottom. excluded: the audiences that
    hear nothing, whatever the phase. rules: by cell, who wins first; switched off ones are among them.
    """

    phases: tuple[str, ...]
    audiences: tuple[str, ...]
    excluded: tuple[str, ...]
    rules: dict[Cell, tuple[str, ...]]

    def cells_of(self, rule: str) -> tuple[Cell, ...]:
        """The cells in which a rule stands, row by row."""
        return tuple(cell for cell, held in self.rules.items() if rule in held)


def mechanics(project: Project, technique: str) -> Mechanics:
    """How a technique works; one of the shop's own as the shipped one it is like."""
    return mechanics_of(technique, project.techniques) or _FALLBACK


def natural_kinds(how: Mechanics, trigger: TriggerKind = "arrive") -> tuple[PhaseKind, ...]:
    """The phases in which a technique can speak at all, at such a moment."""
    side = side_of(how, trigger)
    return ON_SITE if side == "site" else (side,)


def stands_in(project: Project, rule: Rule) -> tuple[str, ...]:
    """The phases in which a rule stands: its own, else all in which its technique can speak; in their order."""
    order = in_order(project.phases)
    if rule.phases:
        return tuple(key for key in order if key in rule.phases)
    kinds = natural_kinds(mechanics(project, rule.technique), rule.trigger.kind)
    return tuple(key for key in order if project.phases[key].kind in kinds)


def stands_for(project: Project, rule: Rule) -> tuple[str, ...]:
    """The audiences for which a rule stands: its own, else all but who is left alone; before a visit, unknowns."""
    rows = heard(project)
    if rule.audiences:
        return tuple(key for key in rows if key in rule.audiences)
    if natural_kinds(mechanics(project, rule.technique), rule.trigger.kind) == ("before",):
        return tuple(key for key in rows if project.audiences[key].kind == "unknown")
    return rows


def heard(project: Project) -> tuple[str, ...]:
    """The audiences that can hear something, the lowest priority first."""
    keys = [key for key in in_order(project.audiences) if project.audiences[key].kind != "exclude"]
    return tuple(sorted(keys, key=lambda key: project.audiences[key].priority))


def ranked(project: Project, policy: str) -> tuple[str, ...]:
    """The rules of a policy, who wins first: by priority, ties by id as the simulation breaks them."""
    mine = [key for key, rule in project.rules.items() if rule.policy == policy]
    return tuple(sorted(mine, key=lambda key: (-project.rules[key].priority, key)))


def matrix(project: Project, policy: str) -> Matrix:
    """The matrix of a policy. The column before the first visit is there only when something stands in it."""
    found: dict[Cell, list[str]] = {}
    for key in ranked(project, policy):
        rule = project.rules[key]
        for phase in stands_in(project, rule):
            for audience in stands_for(project, rule):
                found.setdefault(Cell(phase, audience), []).append(key)
    spoken = {cell.phase for cell in found}
    phases = tuple(key for key in in_order(project.phases) if project.phases[key].kind != "before" or key in spoken)
    rows = heard(project)
    excluded = tuple(key for key in in_order(project.audiences) if project.audiences[key].kind == "exclude")
    cells = [Cell(phase, audience) for audience in rows for phase in phases]
    return Matrix(phases, rows, excluded, {cell: tuple(found.get(cell, ())) for cell in cells})


def homeless(project: Project, policy: str, shown: Matrix) -> tuple[str, ...]:
    """Rules of the policy that stand in no cell, such as those that speak only to who is left alone."""
    placed = {rule for held in shown.rules.values() for rule in held}
    return tuple(key for key in ranked(project, policy) if key not in placed)


def fits(project: Project, technique: str, kind: PhaseKind) -> int:
    """How well a technique fits a phase: 2 works best there, 1 can speak there, 0 does not belong there."""
    how = mechanics(project, technique)
    if kind not in natural_kinds(how):
        return 0
    return 2 if how.fit == kind or kind not in ON_SITE else 1


def techniques_for(project: Project, kind: PhaseKind, keys: Sequence[str]) -> list[str]:
    """Technique keys, those that fit a phase best first; within one fit in the order given."""
    return sorted(keys, key=lambda key: -fits(project, key, kind))
