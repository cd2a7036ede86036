"""Lifts by cell: what the arm says in one phase to one audience alone, and what happens to each persona per segment."""

from __future__ import annotations

from collections.abc import Mapping
from typing import NamedTuple

import numpy as np

from personas.records import FrozenMap
from simulation.drivers.atoms import rule_atoms
from simulation.drivers.bench import Bench, Found, counted, lift_rows
from simulation.drivers.cells import discoveries, largest_first, probabilities, shrink
from simulation.drivers.games import two_flips
from simulation.drivers.result import Cell, Cells
from simulation.drivers.rows import Floats, by_draw, effect, noise_of
from simulation.experiment.estimators import SHOWN_FROM
from simulation.experiment.result import UNSAID, Effect
from simulation.experiment.warnings import live_rules
from simulation.measures.registry import WALKED_PHASES, Measure
from simulation.policy.catalogue import MECHANICS
from simulation.policy.model import Rule
from simulation.scenario import Arm, Scenario

AUDIENCES = ("unknown", "orientating", "buying")
ON_THE_PAGE = frozenset({"push", "hold", "basket", "subscribe"})
"""What a technique must work on to belong to a cell of the matrix: what is said outside the visit has no phase."""


def cell_arms(scenario: Scenario, control: Arm, arm: Arm) -> dict[tuple[str, str], Arm]:
    """For every cell of phase kind and audience kind: the control with what the arm says there, and nowhere else."""
    own = [one.key for one in rule_atoms(control, arm) if one.kind == "rule"]
    on_page = [key for key in own if _on_page(scenario, arm.rules[key])]
    found: dict[tuple[str, str], Arm] = {}
    for phase in WALKED_PHASES:
        for audience in AUDIENCES:
            rules = {key: one for key in on_page if (one := _within(scenario, arm.rules[key], phase, audience))}
            if not rules:
                continue
            kept = {key: control.rules[key] for key in live_rules(control)}
            silent = not kept
            found[phase, audience] = Arm(
                "arm-0000", "", arm.policy if silent else control.policy, FrozenMap({**kept, **rules}),
                arm.mode if silent else control.mode, control.changes, control.map, control.traits,
            )  # fmt: skip
    return found if len(found) > 1 else {}


def _on_page(scenario: Scenario, rule: Rule) -> bool:
    like = next((row.like for row in scenario.techniques.values() if row.key == rule.technique and row.like), "")
    how = MECHANICS.get(rule.technique) or MECHANICS.get(like)
    return how is not None and how.target in ON_THE_PAGE


def _within(scenario: Scenario, rule: Rule, phase: str, audience: str) -> Rule | None:
    """The rule in one cell only; none where it does not speak there."""
    phases = {key for key, one in scenario.slice.phases.items() if one.kind == phase}
    people = {key for key, one in scenario.audiences.items() if one.kind == audience}
    if rule.phases:
        phases &= set(rule.phases)
    if rule.audiences:
        people &= set(rule.audiences)
    if not phases or not people:
        return None
    return rule.model_copy(
        update={"phases": FrozenMap(dict.fromkeys(sorted(phases), True)),
                "audiences": FrozenMap(dict.fromkeys(sorted(people), True))}
    )  # fmt: skip


def of_matrix(bench: Bench, found: Found, names: Mapping[tuple[str, str], str], measure: Measure) -> Cells | None:
    """The table of phases and audiences."""
    rows: dict[tuple[str, str], Read] = {}
    for cell, name in names.items():
        if name not in found.arms:
            continue
        if found.changed[name].sum() < SHOWN_FROM:
            rows[cell] = Read(UNSAID, 0.0)
            continue
        rows[cell] = _read(bench, lift_rows(found, name, measure), None, two_flips(found, measure))
    return judged("phase-audience", rows) if rows else None


def of_people(bench: Bench, found: Found, name: str, measure: Measure, titles: Mapping[str, str]) -> Cells | None:
    """The table of personas and first devices: the lift among those visitors."""
    rows: dict[tuple[str, str], Read] = {}
    everybody = lift_rows(found, name, measure)
    for group, (persona, device) in enumerate(bench.compiled.tables.groups):
        if found.changed[name][group] < SHOWN_FROM:
            rows[persona, device] = Read(UNSAID, 0.0)
            continue
        # Among those visitors, not among everybody: a group's part over its share of the denominator.
        share = _share(found, measure, group)
        lifts = lift_rows(found, name, measure, [group]) / share
        rows[persona, device] = _read(bench, lifts, everybody, two_flips(found, measure) / share**2)
    return judged("persona-segment", rows, titles) if len(rows) > 1 else None


class Read(NamedTuple):
    """A cell's lift, and the standard error that is its own: without what all cells share."""

    lift: Effect
    own: float


def _read(bench: Bench, lifts: Floats, everybody: Floats | None, added: float) -> Read:
    """The lift of a cell.

    All cells of one arm rest on the same unknowns, so most of their doubt goes up and down together. That is doubt
    about the lift, and no accident that makes one cell the largest. Its own error is what is left beside a fixed
    share of everybody's lift. A cell too small to see its own ignorance has at least everybody's, in proportion.
    """
    lift = effect(lifts, bench.weights, added=added, seed=bench.settings.seed)
    if everybody is None or lift.mean is None or lift.se is None or lift.se_monte_carlo is None:
        return Read(lift, lift.se or 0.0)
    whole = effect(everybody, bench.weights, seed=bench.settings.seed)
    ratio = lift.mean / whole.mean if whole.mean else 0.0
    rest = lifts - ratio * everybody
    drawn = by_draw(rest)
    apart = max(0.0, float(drawn.var(ddof=1)) - noise_of(rest)) if len(drawn) > 1 else 0.0
    parameters = max(lift.se_parameters or 0.0, abs(ratio) * (whole.se_parameters or 0.0))
    se = float(np.hypot(parameters, lift.se_monte_carlo))
    return Read(
        lift.model_copy(update={"se_parameters": parameters, "se": se}),
        float(np.hypot(np.sqrt(apart), lift.se_monte_carlo)),
    )


def _share(found: Found, measure: Measure, group: int) -> float:
    below = counted(found, "control", measure.denominator)
    mine = counted(found, "control", measure.denominator, [group])
    return float(mine.sum() / below.sum()) if below.sum() > 0 else 1.0


def judged(kind: str, rows: Mapping[tuple[str, str], Read], titles: Mapping[str, str] | None = None) -> Cells:
    """A table with what its size does to each of its cells, the largest lift first."""
    known = [cell for cell, one in rows.items() if one.lift.mean is not None and one.lift.se]
    lifts = np.array([rows[cell].lift.mean for cell in known], np.float64)
    p = probabilities(lifts, np.array([rows[cell].lift.se for cell in known], np.float64))
    adjusted, stands = discoveries(p)
    pulled = shrink(lifts, np.array([rows[cell].own for cell in known], np.float64))
    found = []
    for cell, (lift, _) in rows.items():
        at = known.index(cell) if cell in known else None
        found.append(
            Cell(
                row=cell[0],
                column=cell[1],
                row_title=(titles or {}).get(cell[0], ""),
                lift=lift,
                probability=None if at is None else float(p[at]),
                adjusted=None if at is None else float(adjusted[at]),
                stands=at is not None and bool(stands[at]),
                shrunk=None if at is None else float(pulled.mean[at]),
                shrunk_error=None if at is None else float(pulled.error[at]),
            )
        )
    order = largest_first([one.lift.mean for one in found])
    return Cells.model_validate({"kind": kind, "spread": pulled.spread, "cells": tuple(found[i] for i in order)})
