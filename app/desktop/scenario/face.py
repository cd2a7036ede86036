"""From a project to the face of its matrix: the words of chips and headers, what is new, what is warned of."""

from __future__ import annotations

from collections.abc import Mapping

from app.desktop.scenario.context import Desk
from app.desktop.scenario.counting import Counted
from app.desktop.scenario.drawing import Excluded, Face
from app.desktop.scenario.geometry import ChipWords, lay_out
from app.desktop.scenario.icons import technique_icon
from app.desktop.scenario.words import chip_condition
from app.project.model import Project
from app.project.policies.cells import Cell, Matrix, matrix
from app.project.policies.scenarios import arms, new_to, status_quo
from app.words import name, number, tr


def chip_words(project: Project, rule_id: str, new: bool, warned: bool) -> ChipWords:
    """What the chip of a rule says."""
    rule = project.rules[rule_id]
    title = rule.title or name("technique", rule.technique)
    icon = technique_icon(project, rule.technique)
    return ChipWords(title, chip_condition(project, rule), icon, rule.on, new, warned)


def make_face(desk: Desk, width: float, warned: Mapping[str, tuple[str, ...]], counted: Counted | None) -> Face:
    """The face of the policy that is shown, in so much room."""
    project = desk.project
    shown = matrix(project, desk.policy)
    new = new_to(project, desk.policy, status_quo(project, desk.document.map_id))
    said = {
        rule: chip_words(project, rule, rule in new, rule in warned) for held in shown.rules.values() for rule in held
    }
    laid = lay_out(shown, width, said.__getitem__, desk.state.wide)
    shares, rows, left_alone = _shares(project, shown, counted)
    dimmed = {rule for rule in said if desk.segment and desk.segment not in project.rules[rule].segments}
    return Face(
        laid=laid,
        chips=said,
        phases={key: (project.phases[key].title, project.phases[key].kind) for key in shown.phases},
        audiences={key: (project.audiences[key].title, _from_score(project, key)) for key in shown.audiences},
        excluded=excluded(project),
        excluded_title=_excluded_title(project, shown),
        shares=shares,
        row_shares=rows,
        excluded_share=left_alone,
        dimmed=frozenset(dimmed),
        new_words=_new_words(desk) if new & said.keys() else "",
    )


def _new_words(desk: Desk) -> str:
    """What the dot on a chip says: new against the status quo, in the arm that shows this policy."""
    letter = next((one.letter for one in arms(desk.project, desk.document.map_id) if one.policy == desk.policy), "")
    return tr("new in {letter}", letter=letter) if letter else tr("new here")


def _from_score(project: Project, audience: str) -> str:
    """From how many points on somebody belongs to an audience."""
    one = project.audiences[audience]
    if one.kind == "unknown":
        higher = [other.from_score() for other in project.audiences.values() if other.kind == "orientating"]
        return tr("under {points} points", points=number(min(higher))) if higher else ""
    return tr("{points} points or more", points=number(one.from_score()))


def _excluded_title(project: Project, shown: Matrix) -> str:
    return ", ".join(project.audiences[key].title for key in shown.excluded)


def excluded(project: Project) -> tuple[Excluded, ...]:
    """Who hears nothing: no consent always, customers and channels as the excluding audiences say."""
    out = [one for one in project.audiences.values() if one.kind == "exclude"]
    found = [Excluded("hand-palm", tr("No consent"))]
    if any(one.customers for one in out):
        found.append(Excluded("identification-card", tr("Already a customer")))
    channels = dict.fromkeys(channel for one in out for channel in one.channels)
    found += [Excluded("broadcast", tr("Through {channel}", channel=name("channel", one))) for one in channels]
    return tuple(found)


def _shares(
    project: Project, shown: Matrix, counted: Counted | None
) -> tuple[dict[Cell, float], dict[str, float], float | None]:
    """Shares of the pages seen, by cell, by row and of who is left alone; nothing where nothing was counted.

    What was counted goes by kind: where several phases or audiences are of one kind, none of them has a share.
    """
    if counted is None or not counted.whole:
        return {}, {}, None
    phases: dict[str, list[str]] = {}
    for key in shown.phases:
        phases.setdefault(project.phases[key].kind, []).append(key)
    rows: dict[str, list[str]] = {}
    for key in shown.audiences:
        rows.setdefault(project.audiences[key].kind, []).append(key)
    shares = {
        Cell(phase, row): counted.share(project.phases[phase].kind, project.audiences[row].kind)
        for phase in shown.phases
        for row in shown.audiences
        if len(phases[project.phases[phase].kind]) == 1
        and len(rows[project.audiences[row].kind]) == 1
        and project.phases[phase].kind in ("browse", "search", "choose", "checkout")
    }
    by_row = {
        row: counted.row_share(project.audiences[row].kind)
        for row in shown.audiences
        if len(rows[project.audiences[row].kind]) == 1
    }
    return shares, by_row, counted.left_alone / counted.whole
