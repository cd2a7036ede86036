"""Everything that is wrong with a project, as findings; never raises for content."""

from __future__ import annotations

from collections.abc import Iterable

from app.project.edits import HEADER, rows_of
from app.project.explain import json_path
from app.project.model import RECORD_TYPES, TABLES, Project
from personas.problems import Finding
from personas.records import Value, held, references


def dangling(project: Project) -> tuple[Finding, ...]:
    """One finding for every reference to a record that the project does not hold."""
    found: list[Finding] = []
    found += _dangling_in(project, (HEADER,), project.project)
    for table in TABLES:
        if references(RECORD_TYPES[table]):
            for key, record in rows_of(project, table).items():
                found += _dangling_in(project, (table, key), record)
    return tuple(found)


def _dangling_in(project: Project, where: tuple[str, ...], record: Value) -> Iterable[Finding]:
    for reference in references(type(record)):
        for one in held(record, reference):
            if one.id not in rows_of(project, reference.table):
                yield Finding(
                    "error",
                    "dangling",
                    json_path((*where, *one.path)),
                    f"it names {one.id}, which is not in {reference.table}.",
                    "Remove this reference, or put the record back.",
                    {"id": one.id, "table": reference.table},
                )
