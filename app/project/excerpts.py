"""A single persona or map as a file of its own: the same envelope and tables, with only what belongs to it.

An excerpt is a small project: the record, what belongs to it, and what that refers to (sources, pictures, phases,
personas, desks). References to anything else are emptied.
"""

from __future__ import annotations

from collections.abc import Mapping

from app.project.builders import cleaned
from app.project.canonical import dumps
from app.project.edits import rows_of, sealed
from app.project.model import RECORD_TYPES, TABLES, Header, Project, TableName
from app.project.reading import MAP_FORMAT, PERSONA_FORMAT, Parsed, loads
from personas.records import FrozenMap, Record, Value, held, references

_OF_A_MAP: tuple[TableName, ...] = (
    "stages", "lanes", "touchpoints", "links", "cards", "pains", "opportunities", "metrics",
)  # fmt: skip
_NEEDED: tuple[TableName, ...] = ("personas", "phases", "desks", "images", "sources")


def map_excerpt(project: Project, map_id: str) -> Project:
    """One map with its personas, phases, sources and pictures. KeyError when there is no such map."""
    kept: dict[str, dict[str, Record]] = {"maps": {map_id: project.maps[map_id]}}
    for table in _OF_A_MAP:
        kept[table] = {key: row for key, row in rows_of(project, table).items() if _belongs(table, row, kept)}
    return _excerpt(project, kept, Header(language=project.maps[map_id].language, main_map=map_id))


def persona_excerpt(project: Project, persona_id: str) -> Project:
    """One persona with its sources and portrait. KeyError when there is no such persona."""
    kept: dict[str, dict[str, Record]] = {"personas": {persona_id: project.personas[persona_id]}}
    return _excerpt(project, kept, Header(language=project.project.language))


def _belongs(table: TableName, row: Record, kept: Mapping[str, Mapping[str, Record]]) -> bool:
    """Whether a record goes when the kept ones go: its owners are all among them."""
    owners = [one for one in references(RECORD_TYPES[table]) if one.on_delete == "cascade"]
    return all(one.id in kept.get(owner.table, {}) for owner in owners for one in held(row, owner))


def _excerpt(project: Project, kept: dict[str, dict[str, Record]], header: Header) -> Project:
    for table in _NEEDED:  # in an order in which no later table refers to an earlier one
        wanted = {one for row in _all(kept) for one in _named(row, table)}
        rows = rows_of(project, table)
        kept.setdefault(table, {}).update({key: rows[key] for key in sorted(wanted) if key in rows})
    tables: dict[str, object] = {
        table: FrozenMap({key: _without_others(row, kept) for key, row in kept.get(table, {}).items()})
        for table in TABLES
    }
    return project.model_copy(update={**tables, "project": header})


def _all(kept: Mapping[str, Mapping[str, Record]]) -> list[Record]:
    return [row for rows in kept.values() for row in rows.values()]


def _named(row: Record, table: str) -> list[str]:
    return [one.id for ref in references(type(row)) if ref.table == table for one in held(row, ref)]


def _without_others(row: Record, kept: Mapping[str, Mapping[str, Record]]) -> Value:
    strange = [one for ref in references(type(row)) for one in held(row, ref) if one.id not in kept.get(ref.table, {})]
    answer: Value = sealed(cleaned(row, strange)) if strange else row
    return answer


def dump_map(project: Project, map_id: str) -> bytes:
    """One map as the bytes of a `footfall-map` file."""
    return dumps(map_excerpt(project, map_id), MAP_FORMAT)


def dump_persona(project: Project, persona_id: str) -> bytes:
    """One persona as the bytes of a `footfall-persona` file."""
    return dumps(persona_excerpt(project, persona_id), PERSONA_FORMAT)


def load_map(data: bytes, name: str = "the file") -> Parsed:
    """The small project in a `footfall-map` file; FootfallError as for whole projects."""
    return loads(data, name, MAP_FORMAT)


def load_persona(data: bytes, name: str = "the file") -> Parsed:
    """The small project in a `footfall-persona` file; FootfallError as for whole projects."""
    return loads(data, name, PERSONA_FORMAT)
