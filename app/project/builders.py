"""Makers of edits: set a field, add a record, remove one with all that hangs on it, put rows in another order.

Each reads a project and returns an `Edit`; nothing changes until the edit is applied.
"""

from __future__ import annotations

import secrets
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

from app.project.edits import HEADER, Change, Edit, Path, look, put, record_at, record_changes, rows_of, sealed
from app.project.explain import json_path
from app.project.model import RECORD_TYPES, TABLES, Project
from app.project.ordering import between, keys
from personas.problems import FootfallError, Refused, finding
from personas.records import Held, Record, Value, held, references
from simulation.policy.model import Rule

_KINDS = {"policies": "policy", "opportunities": "opportunity", "past_tests": "past-test", "event_maps": "event-map"}
_ALPHABET = "abcdefghijklmnopqrstuvwxyz0123456789"
_WHO = ("phases", "audiences", "segments", "touchpoints")


def kind_of(table: str) -> str:
    """The kind that ids of a table begin with: `touchpoint` for `touchpoints`."""
    return _KINDS.get(table) or table.removesuffix("s")


def new_id(project: Project, table: str) -> str:
    """An id for a new record of `table` that the project does not hold yet."""
    rows = rows_of(project, table)
    while True:
        made = f"{kind_of(table)}-" + "".join(secrets.choice(_ALPHABET) for _ in range(8))
        if made not in rows:
            return made


def _existing(project: Project, table: str, record_id: str) -> Value:
    record = record_at(project, table, record_id)
    if record is None:
        where = json_path((table, record_id))
        raise FootfallError(findings=(finding("error", "no-record", where, "there is no such record."),))
    return record


def set_field(project: Project, table: str, record_id: str, path: Path, value: object, label: str = "set") -> Edit:
    """Set one field, one key of a map, or one part of a value; None empties it or takes the key away.

    The header is table `project` with the id "". FootfallError with findings when the value does not hold there; an
    edit without changes when it is there already.
    """
    record = _existing(project, table, record_id)
    try:
        new = sealed(put(record, path, value), (table, record_id))
        before, after = look(record, path), look(new, path)
    except KeyError:
        where = json_path((table, record_id, *path))
        raise FootfallError(findings=(finding("error", "no-field", where, "there is no such field."),)) from None
    return Edit(label, (Change(table, record_id, path, before, after),) if before != after else ())


def set_record(project: Project, table: str, record_id: str, record: Value, label: str = "set") -> Edit:
    """Make a record be `record`, as the fewest changes that do it."""
    before = _existing(project, table, record_id)
    return Edit(label, tuple(record_changes(table, record_id, before, sealed(record, (table, record_id)))))


def add_record(project: Project, table: str, record_id: str, record: Record, label: str = "add") -> Edit:
    """Add a record under an id of its own (`new_id`). FootfallError when the id is taken or the record unsound."""
    if record_id in rows_of(project, table):
        where = json_path((table, record_id))
        raise FootfallError(findings=(finding("error", "id-taken", where, "this id is taken.", "Take a new id."),))
    if type(record) is not RECORD_TYPES[table]:  # type: ignore[index]  # a wrong name was a KeyError just above
        raise ValueError(f"a {type(record).__name__} does not go in {table}")
    return Edit(label, (Change(table, record_id, (), None, sealed(record, (table, record_id))),))


def remove_record(project: Project, table: str, record_id: str, label: str = "remove") -> Edit:
    """Remove a record and do what its references ask: remove what belongs to it, empty what merely names it.

    A rule that was limited to what goes, and to nothing else, is switched off rather than let loose on everybody.
    Refused, naming the holders, when a reference forbids it.
    """
    _existing(project, table, record_id)
    return Edit(label, tuple(consequences(project, {table: {record_id}}, remove=True)))


def _held(project: Project, tables: Iterable[str], doomed: Mapping[str, set[str]]) -> Iterator[tuple[str, str, Held]]:
    """(table, id, held id) for every reference to a doomed record from a record that stays."""
    for table in tables:
        relevant = [one for one in references(RECORD_TYPES[table]) if doomed.get(one.table)]  # type: ignore[index]  # of TABLES
        if not relevant:
            continue
        gone = doomed.get(table, set())
        for key, record in rows_of(project, table).items():
            if key not in gone:
                for reference in relevant:
                    for one in held(record, reference):
                        if one.id in doomed[reference.table]:
                            yield table, key, one


def _closure(project: Project, tables: Iterable[str], start: Mapping[str, set[str]]) -> dict[str, set[str]]:
    """`start` and all that goes with it. Refused when a reference forbids it."""
    doomed = {table: set(ids) for table, ids in start.items()}
    while True:
        more: dict[str, set[str]] = {}
        forbidden = []
        for table, key, one in _held(project, tables, doomed):
            if one.reference.on_delete == "forbid":
                what, where = "it names {id}, which can therefore not be removed.", json_path((table, key, *one.path))
                mend = "Let it use something else first."
                forbidden.append(finding("error", "in-use", where, what, mend, id=one.id))
            elif one.reference.on_delete == "cascade" and "*" not in one.reference.path:
                more.setdefault(table, set()).add(key)
        if forbidden:
            raise Refused(findings=tuple(forbidden))
        if not more:
            return doomed
        for table, ids in more.items():
            doomed.setdefault(table, set()).update(ids)


def cleaned(record: Value, gone: Iterable[Held]) -> Value:
    """A record without these ids: keys dropped, fields emptied, entries of maps that belonged to them dropped.

    Not validated yet. A field that must hold something is left as it is: then the record itself goes.
    """
    for one in gone:
        path: tuple[str, ...] = one.path
        if one.reference.on_delete == "cascade" and not one.reference.keys:
            if "*" not in one.reference.path:
                continue
            last = len(one.reference.path) - 1 - one.reference.path[::-1].index("*")
            path = one.path[: last + 1]
        if look(record, path[:-1]) is not None and look(record, path) is not None:
            record = put(record, path, None)
    return record


def _silenced(before: Value, after: Value) -> Value:
    """A rule that has lost all that limited it is switched off: an empty limit would mean everybody."""
    if isinstance(before, Rule) and isinstance(after, Rule):
        for name in _WHO:
            if getattr(before, name) and not getattr(after, name):
                return after.model_copy(update={"on": False})
    return after


def consequences(
    project: Project, start: Mapping[str, set[str]], *, tables: Sequence[str] = TABLES, remove: bool = False
) -> list[Change]:
    """The changes that follow when the records in `start` (table → ids) go, in `tables`; theirs too with `remove`."""
    doomed = _closure(project, tables, start)
    holders: dict[tuple[str, str], list[Held]] = {}
    for table, key, one in _held(project, tables, doomed):
        holders.setdefault((table, key), []).append(one)
    changes = [
        Change(table, key, (), rows_of(project, table)[key], None)
        for table, ids in doomed.items()
        for key in sorted(ids)
        if remove or key not in start.get(table, ())
    ]
    for (table, key), gone in holders.items():
        before = rows_of(project, table)[key]
        after = _silenced(before, cleaned(before, gone))
        changes += record_changes(table, key, before, sealed(after, (table, key)))
    return changes + _header_changes(project, doomed)


def _header_changes(project: Project, doomed: Mapping[str, set[str]]) -> list[Change]:
    header = project.project
    gone = [one for ref in references(type(header)) for one in held(header, ref) if one.id in doomed.get(ref.table, ())]
    return record_changes(HEADER, "", header, cleaned(header, gone))


def in_order(rows: Mapping[str, Record]) -> list[str]:
    """Ids of rows as they are read: by fractional key, ties by id."""
    return sorted(rows, key=lambda key: (rows[key].order, key))


def move(
    project: Project, table: str, record_id: str, siblings: Sequence[str], index: int, label: str = "move"
) -> Edit:
    """Put a record at `index` among its siblings (ids in the order they are seen, the record itself left out).

    Touches that record only, unless its neighbours leave no room: then all siblings get new keys.
    """
    rows = rows_of(project, table)
    low = rows[siblings[index - 1]].order if index > 0 else ""
    high = rows[siblings[index]].order if index < len(siblings) else None
    try:
        return set_field(project, table, record_id, ("order",), between(low, high), label)
    except ValueError:
        wanted = [*siblings[:index], record_id, *siblings[index:]]
        fresh: list[Any] = []
        for key, order in zip(wanted, keys(len(wanted)), strict=True):
            fresh += set_field(project, table, key, ("order",), order, label).changes
        return Edit(label, tuple(fresh))
