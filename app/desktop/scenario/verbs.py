"""What is done with rules on the matrix, each one step of the project, and what has the keyboard in words."""

from __future__ import annotations

from app.desktop.scenario.context import Desk
from app.desktop.scenario.words import chip_condition, technique_name
from app.project.model import Project
from app.project.policies.cells import Cell, matrix
from app.project.policies.rules import duplicate_rule, in_cell, move_rule, reorder
from app.words import number, plural, tr
from personas.problems import FootfallError


def put_rule(desk: Desk, rule: str, source: Cell, target: Cell, place: int, *, keep: bool = False) -> bool:
    """Take a rule from one cell to another, at a place among those there (-1 as it falls); whether it was taken."""
    document = desk.document
    mark = document.mark()
    try:
        if source != target:
            document.edit(move_rule(document.project, rule, source, target, keep=keep))
        if place >= 0 and rule in in_cell(document.project, desk.policy, target):
            document.edit(reorder(document.project, rule, target, place))
    except FootfallError as error:
        document.bail(mark)
        desk.say(error)
        return False
    document.squash(mark, "order-rules" if source == target else "copy-rule" if keep else "move-rule")
    return True


def copy_rule(desk: Desk, rule: str, cell: Cell | None = None) -> None:
    """A copy right behind a rule; it is looked at next, in the cell where it was made when it stands there."""
    project = desk.project
    title = tr("{title}, copy", title=project.rules[rule].title)
    made = desk.make(lambda: duplicate_rule(project, rule, title))
    if made:
        shown = matrix(desk.project, desk.policy)
        desk.show_rule(made, cell if cell is not None and made in shown.rules.get(cell, ()) else None)


def spoken(project: Project, cell: Cell | None, rule_id: str, count: int) -> str:
    """What has the keyboard: a cell with so many rules, or one of them."""
    if cell is None:
        return tr("Matrix of phases and audiences")
    where = tr(
        "{phase}, {audience}",
        phase=project.phases[cell.phase].title,
        audience=project.audiences[cell.audience].title,
    )
    if rule_id:
        rule = project.rules[rule_id]
        parts = [rule.title, technique_name(project, rule.technique), chip_condition(project, rule)]
        return f"{where}: " + ", ".join(part for part in parts if part)
    return f"{where}: " + plural("{count} rule", "{count} rules", count, count=number(count))
