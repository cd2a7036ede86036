"""Edits: the only way in which a project changes.

An edit is a label and a set of changes, each (table, id, path, before, after). Applying one makes a new project in
which untouched records are the same objects; nothing that goes in is ever altered. Undo, the journal and redrawing
only what changed all follow from that.

`None` as `before` or `after` means absent: a record that does not exist, a key a map does not hold, an empty field.
The header of a project is the table `project` with the id "".
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Literal

from pydantic import ValidationError

from app.project.explain import explain, json_path
from app.project.model import RECORD_TYPES, TABLES, Project
from personas.problems import FootfallError, finding
from personas.provenance import Parameter
from personas.records import ID_PATTERN, FrozenMap, Record, Value, matches

HEADER = "project"
Path = tuple[str, ...]


class Conflict(FootfallError):
    """An edit that does not fit the project: what it would change is not there, or is different by now."""


@dataclass(frozen=True)
class Change:
    """One place and what it holds before and after. Values are records, values of records, or None for absent."""

    table: str
    id: str
    path: Path
    before: Any
    after: Any

    def __post_init__(self) -> None:
        if self.table != HEADER and self.table not in RECORD_TYPES:
            raise ValueError(f"there is no table {self.table!r}")
        if len(self.path) > 2 or (self.table == HEADER and not self.path):
            raise ValueError(f"an edit cannot name {self.table} {self.id} {self.path}")

    @property
    def place(self) -> tuple[str, str]:
        """Table and id of the record."""
        return (self.table, self.id)


@dataclass(frozen=True)
class Edit:
    """One step of work: a code that says what was done, and changes of which none lies inside another."""

    label: str
    changes: tuple[Change, ...] = ()

    def __post_init__(self) -> None:
        seen: dict[tuple[str, str], set[Path]] = {}
        for change in self.changes:
            paths = seen.setdefault(change.place, set())
            if any(_inside(change.path, path) or _inside(path, change.path) for path in paths):
                raise ValueError(f"two changes of one edit overlap at {json_path((*change.place, *change.path))}")
            paths.add(change.path)

    def __bool__(self) -> bool:
        return bool(self.changes)


@dataclass(frozen=True)
class Touched:
    """One line of a change notice: a record, whether it was added, removed or changed, and which fields of it."""

    table: str
    id: str
    kind: Literal["added", "removed", "changed"]
    fields: frozenset[str] = frozenset()


def overlap(one: Change, other: Change) -> bool:
    """Whether two changes concern the same place, or one lies inside the other."""
    return one.place == other.place and (_inside(one.path, other.path) or _inside(other.path, one.path))


def _inside(inner: tuple[str, ...], outer: tuple[str, ...]) -> bool:
    return inner[: len(outer)] == outer


def look(holder: Any, path: tuple[str, ...]) -> Any:
    """What a record or value holds at `path`; None where a map lacks the key. KeyError for an unknown field."""
    for part in path:
        if isinstance(holder, Mapping):
            holder = holder.get(part)
        elif isinstance(holder, Value) and part in type(holder).model_fields:
            holder = getattr(holder, part)
        else:
            raise KeyError(part)
    return holder


def put(holder: Any, path: tuple[str, ...], value: Any) -> Any:
    """A copy of a record or value with `value` at `path`, not validated yet; None takes a key out of a map."""
    head, rest = path[0], path[1:]
    if isinstance(holder, FrozenMap):
        inner = put(holder[head], rest, value) if rest else value
        return holder.without(head) if inner is None else holder.set(head, inner)
    if not isinstance(holder, Value) or head not in type(holder).model_fields:
        raise KeyError(head)
    return holder.model_copy(update={head: put(getattr(holder, head), rest, value) if rest else value})


def sealed(value: Any, place: tuple[object, ...] = ()) -> Any:
    """The same record or value, validated to the bottom; FootfallError with findings when it does not hold.

    Copies of pydantic models are not validated when they are made; here they are, so nothing unsound or still mutable
    gets into a project.
    """
    if not isinstance(value, Value):
        return value
    try:
        return type(value).model_validate(value.model_dump(warnings=False))
    except ValidationError as error:
        raise FootfallError(findings=explain(error, type(value), place)) from None


def _conflict(change: Change) -> Conflict:
    what = "this is not what the change expects: it was changed or removed meanwhile."
    where = json_path((*change.place, *change.path))
    return Conflict(findings=(finding("error", "edit-conflict", where, what, "Look at what is there, and try again."),))


def record_at(project: Project, table: str, record_id: str) -> Value | None:
    """A record, the header (table `project`), or None when there is no such record."""
    if table == HEADER:
        return project.project
    rows: Mapping[str, Record] = getattr(project, table)
    return rows.get(record_id)


def rows_of(project: Project, table: str) -> Mapping[str, Record]:
    """One table of a project by its name."""
    rows: Mapping[str, Record] = getattr(project, table)
    return rows


def _after(current: Value | None, changes: list[Change]) -> Value | None:
    """What a record becomes through its changes, validated."""
    first = changes[0]
    if not first.path:
        if current != first.before:
            raise _conflict(first)
        after = first.after
        if after is not None and (type(after) is not RECORD_TYPES[first.table] or not matches(ID_PATTERN, first.id)):  # type: ignore[index]  # checked in Change
            raise _conflict(first)
        new: Value | None = sealed(after, first.place)
        return new
    if current is None:
        raise _conflict(first)
    copy: Any = current
    for change in changes:
        try:
            if look(current, change.path) != change.before:
                raise _conflict(change)
            copy = put(copy, change.path, change.after)
        except KeyError:
            raise _conflict(change) from None
    checked: Value = sealed(copy, first.place)
    return checked


def _grouped(edit: Edit) -> dict[tuple[str, str], list[Change]]:
    groups: dict[tuple[str, str], list[Change]] = {}
    for change in edit.changes:
        groups.setdefault(change.place, []).append(change)
    return groups


def apply(project: Project, edit: Edit) -> Project:
    """The project after `edit`.

    Changed records are validated anew; every other record and table stays the same object, and `project` itself is
    left as it was. Conflict when a `before` is not what the project holds, FootfallError when a record would be
    invalid.
    """
    tables: dict[str, Any] = {}
    for (table, record_id), changes in _grouped(edit).items():
        new = _after(record_at(project, table, record_id), changes)
        if table == HEADER:
            tables[HEADER] = new
            continue
        rows = tables.setdefault(table, dict(rows_of(project, table)))
        if new is None:
            rows.pop(record_id, None)
        else:
            rows[record_id] = new
    for table in set(tables) - {HEADER}:
        tables[table] = FrozenMap(tables[table])
    return project.model_copy(update=tables) if tables else project


def invert(edit: Edit) -> Edit:
    """The edit that takes `edit` back."""
    return Edit(edit.label, tuple(Change(c.table, c.id, c.path, c.after, c.before) for c in edit.changes))


def compose(edits: Iterable[Edit], label: str = "") -> Edit:
    """One edit that does what these do one after the other; what comes back to its start disappears.

    The label is `label`, or that of the first edit.
    """
    all_edits = tuple(edits)
    net: dict[tuple[str, str], dict[Path, tuple[Any, Any]]] = {}
    for edit in all_edits:
        for change in edit.changes:
            _fold(net.setdefault(change.place, {}), change)
    changes = []
    for place, paths in net.items():
        for path, (first, last) in paths.items():
            before, after = sealed(first, place), sealed(last, place)
            if before != after:
                changes.append(Change(*place, path, before, after))
    return Edit(label or (all_edits[0].label if all_edits else ""), tuple(changes))


def _fold(paths: dict[Path, tuple[Any, Any]], change: Change) -> None:
    """Add a later change to the net changes of its record."""
    cover = next((path for path in paths if _inside(change.path, path)), None)
    if cover is not None:
        before, after = paths[cover]
        rest = change.path[len(cover) :]
        if rest and after is None:
            raise _conflict(change)
        paths[cover] = (before, put(after, rest, change.after) if rest else change.after)
        return
    before = change.before
    for path in [path for path in paths if _inside(path, change.path)]:
        before = put(before, path[len(change.path) :], paths.pop(path)[0])
    paths[change.path] = (before, change.after)


def touched(edit: Edit) -> tuple[Touched, ...]:
    """The change notice of an edit: which records, and which fields of them, for whoever redraws only those."""
    lines = []
    for (table, record_id), changes in _grouped(edit).items():
        first = changes[0]
        kind: Literal["added", "removed", "changed"] = "changed"
        if not first.path and (first.before is None or first.after is None):
            kind = "added" if first.before is None else "removed"
        fields = frozenset(path[0] for change in changes if (path := change.path))
        if not first.path and kind == "changed":
            fields = frozenset(part[0] for part, _, _ in differences(first.before, first.after))
        lines.append(Touched(table, record_id, kind, fields))
    return tuple(lines)


def differences(before: Value, after: Value) -> Iterator[tuple[Path, Any, Any]]:
    """Where two records of one type differ, as finely as an edit can say it: fields, keys of maps, parts of values.

    A `Parameter` is one thing: its number, range and source change together.
    """
    for name in type(before).model_fields:
        old, new = getattr(before, name), getattr(after, name)
        if old == new:
            continue
        if isinstance(old, FrozenMap) and isinstance(new, FrozenMap):
            for key in dict.fromkeys((*old, *new)):
                if old.get(key) != new.get(key):
                    yield (name, key), old.get(key), new.get(key)
        elif isinstance(old, Value) and isinstance(new, Value) and not isinstance(old, Parameter):
            for part in type(old).model_fields:
                if getattr(old, part) != getattr(new, part):
                    yield (name, part), getattr(old, part), getattr(new, part)
        else:
            yield (name,), old, new


def difference(before: Project, after: Project, label: str) -> Edit:
    """The edit that turns one project into another. Quick where they share records, which are compared by identity."""
    changes = [Change(HEADER, "", *line) for line in differences(before.project, after.project)]
    for table in TABLES:
        old, new = rows_of(before, table), rows_of(after, table)
        if old is new:
            continue
        for key in dict.fromkeys((*old, *new)):
            changes += record_changes(table, key, old.get(key), new.get(key))
    return Edit(label, tuple(changes))


def record_changes(table: str, record_id: str, before: Value | None, after: Value | None) -> list[Change]:
    """The changes that turn one version of a record into another; None is absent."""
    if before is after:
        return []
    if before is None or after is None:
        return [Change(table, record_id, (), before, after)]
    return [Change(table, record_id, *line) for line in differences(before, after)]
