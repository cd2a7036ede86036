"""Records under new ids: what refers to one of them follows. For copies and for what comes from other files."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TypeVar

from app.project.builders import new_id
from app.project.edits import Change, Edit, look, put, rows_of, sealed
from app.project.model import Project
from personas.records import Record, Value, held, references

R = TypeVar("R", bound=Value)
Names = Mapping[tuple[str, str], str]
"""(table, old id) to new id."""
Tables = Mapping[str, Mapping[str, Record]]


def fresh_names(project: Project, tables: Tables) -> dict[tuple[str, str], str]:
    """A new id for each of these records, that neither the project nor another of them has."""
    names: dict[tuple[str, str], str] = {}
    taken: set[str] = set()
    for table, rows in tables.items():
        for key in rows:
            made = new_id(project, table)
            while made in taken:  # pragma: no cover - one in 36⁸
                made = new_id(project, table)
            taken.add(made)
            names[(table, key)] = made
    return names


def renamed(record: R, names: Names) -> R:
    """A record whose references follow the new names. Not validated yet."""
    found = [(one.path, one.id, ref) for ref in references(type(record)) for one in held(record, ref)]
    # the innermost first, and values before keys: a key that moves would take the way to what lies below it away
    for path, old, ref in sorted(found, key=lambda one: (-len(one[0]), one[2].keys)):
        new = names.get((ref.table, old))
        if new is None or new == old:
            continue
        if ref.keys:
            value = look(record, path)
            record = put(put(record, path, None), (*path[:-1], new), value)
        else:
            record = put(record, path, new)
    return record


def added(project: Project, tables: Tables, names: Names, label: str) -> Edit:
    """The edit that adds these records under their new names, with references following.

    A record whose name is not among `names`, or is one that the project has, is not added: it stands for what is
    there already.
    """
    changes = []
    for table, rows in tables.items():
        held_now = rows_of(project, table)
        for key, row in rows.items():
            new = names.get((table, key))
            if new is not None and new not in held_now:
                changes.append(Change(table, new, (), None, sealed(renamed(row, names), (table, new))))
    return Edit(label, tuple(changes))
