"""Choosing a technique: those that fit the phase first, each with what is known of it."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING

from app.desktop.chrome.palette import Entry
from app.desktop.scenario.context import Desk
from app.desktop.scenario.effect import expected
from app.desktop.scenario.icons import technique_icon
from app.desktop.scenario.words import technique_titles
from app.project.model import Project
from app.project.policies.cells import Cell, fits, techniques_for
from app.project.policies.rules import add_rule
from app.words import name, tr
from personas.problems import FootfallError
from personas.records import PhaseKind

if TYPE_CHECKING:
    from collections.abc import Iterable


def technique_entries(project: Project, kind: PhaseKind, choose: Callable[[str], object]) -> list[Entry]:
    """A line for every technique: its name, how it fits the phase, and what is believed of it."""
    titles = technique_titles(project)
    return [
        Entry(titles[key], _note(project, key, kind), technique_icon(project, key), partial(choose, key), key)
        for key in techniques_for(project, kind, list(titles))
    ]


def _note(project: Project, technique: str, kind: PhaseKind) -> str:
    fit = fits(project, technique, kind)
    words = (tr("elsewhere only"), tr("can speak here"), tr("works best here"))[fit]
    try:
        belief = expected(project, technique)
    except FootfallError:
        belief = None
    if belief is None:
        return words
    return f"{words} · {name('evidence', belief.kind)} {belief.said(belief.mean)}"


def ask_technique(desk: Desk, kinds: Iterable[PhaseKind], choose: Callable[[str], object]) -> None:
    """Let the user choose a technique for the first of these phases."""
    kind: PhaseKind = next(iter(kinds), "browse")
    desk.window.choose(technique_entries(desk.project, kind, choose), tr("Which message?"))


def ask_new_rule(desk: Desk, cell: Cell | None, then: Callable[[str], object]) -> None:
    """Let the user choose a technique, and put a rule of it into the cell; `then` gets its id."""
    project, policy = desk.project, desk.policy
    if not policy:
        return

    def choose(technique: str) -> None:
        title = technique_titles(desk.project)[technique]
        made = desk.make(lambda: add_rule(desk.project, policy, technique, title, cell, desk.document.map_id))
        if made:
            desk.show_rule(made, cell)
            then(made)

    kinds = [project.phases[cell.phase].kind] if cell is not None else []
    ask_technique(desk, kinds, choose)
