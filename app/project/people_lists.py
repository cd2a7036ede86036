"""Makers of edits for what a persona has several of: goals, challenges, values, interests, fears, motivations.

Such a list is a map whose keys are fractional order keys, so that a line can be added, moved and taken away without
touching the others. Keys that somebody else made up are read in their own order, and made anew when there is no room.
"""

from __future__ import annotations

from collections.abc import Mapping

from app.project.builders import set_record
from app.project.edits import Edit
from app.project.model import Project
from app.project.ordering import DIGITS, between, keys
from personas.model import Persona
from personas.records import FrozenMap, Yes

LISTS = ("goals", "challenges", "values", "motivations", "fears", "interests")
"""The lists of a persona, in the order in which a sheet shows them."""


def lines(persona: Persona, field: str) -> tuple[tuple[str, str], ...]:
    """Key and text of every line of a list, in order."""
    rows: Mapping[str, str] = getattr(persona, field)
    return tuple(sorted(rows.items()))


def add_line(project: Project, persona: str, field: str, text: str) -> Edit:
    """Add a line at the end of a list; without changes when there are no words."""
    words = text.strip()
    if not words:
        return Edit("text")
    found = lines(project.personas[persona], field)
    return _rewritten(project, persona, field, [*found, ("", words)], len(found))


def set_line(project: Project, persona: str, field: str, key: str, text: str) -> Edit:
    """Change a line; without words it is taken away."""
    words = text.strip()
    found = lines(project.personas[persona], field)
    if not words:
        return remove_line(project, persona, field, key)
    return _written(project, persona, field, {one: words if one == key else old for one, old in found}, {}, "text")


def remove_line(project: Project, persona: str, field: str, key: str) -> Edit:
    """Take a line away, and the mark that it is sensitive with it."""
    left = {one: old for one, old in lines(project.personas[persona], field) if one != key}
    return _written(project, persona, field, left, {key: ""}, "remove-line")


def move_line(project: Project, persona: str, field: str, key: str, index: int) -> Edit:
    """Put a line at `index` among the others."""
    found = list(lines(project.personas[persona], field))
    text = dict(found)[key]
    rest = [row for row in found if row[0] != key]
    index = max(0, min(index, len(rest)))
    if [*rest[:index], (key, text), *rest[index:]] == found:
        return Edit("move")
    return _rewritten(project, persona, field, [*rest[:index], (key, text), *rest[index:]], index, label="move")


def _rewritten(
    project: Project, persona: str, field: str, rows: list[tuple[str, str]], index: int, *, label: str = "text"
) -> Edit:
    """The list as `rows`, with a new key for the line at `index`; with new keys for all where there is no room."""
    before = rows[index - 1][0] if index else ""
    after = rows[index + 1][0] if index + 1 < len(rows) else None
    old = rows[index][0]
    try:
        if any(set(key) - set(DIGITS) for key, _ in rows):
            raise ValueError("keys that are no order keys")
        fresh = [key for key, _ in rows]
        fresh[index] = between(before, after)
        names = {old: fresh[index]} if old else {}
    except ValueError:
        fresh = list(keys(len(rows)))
        names = {key: new for (key, _), new in zip(rows, fresh, strict=True) if key}
    texts = [text for _, text in rows]
    return _written(project, persona, field, dict(zip(fresh, texts, strict=True)), names, label)


def _written(
    project: Project, persona: str, field: str, rows: Mapping[str, str], renamed: Mapping[str, str], label: str
) -> Edit:
    """The list as `rows`; marks of what is sensitive follow the lines they stand for."""
    record = project.personas[persona]
    marks: dict[str, Yes] = {}
    for mark, yes in record.sensitive.items():
        head, dot, key = mark.partition(".")
        if dot and head == field and key in renamed:
            if renamed[key]:
                marks[f"{field}.{renamed[key]}"] = yes
        else:
            marks[mark] = yes
    changed = record.model_copy(update={field: FrozenMap(rows), "sensitive": FrozenMap(marks)})
    return set_record(project, "personas", persona, changed, label)
