"""Named versions of a project, and its backups on disk: kept, looked at, and brought back as a new state.

A version holds what Ctrl+Z reaches: maps, people, scenario. Runs, decisions, comments and votes are not in it and stay
as they are when it is brought back; only what belongs to a map or an experiment that the version does not have goes.
Bringing back is an edit like any other: it can be undone.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from app.project.builders import add_record, cleaned, consequences, in_order, new_id, remove_record
from app.project.canonical import dumps
from app.project.edits import Edit, compose, difference, overlap, rows_of, sealed, touched
from app.project.files import backups, read_bytes
from app.project.model import RECORD_TYPES, TABLES, UNDOABLE, Project, Snapshot
from app.project.ordering import between
from app.project.reading import LARGEST, loads, refused
from personas.records import FrozenMap, Record, held, references

LARGEST_VERSION = 20_000_000
"""Characters a version may have, as its record says."""
_HELD = tuple(table for table in TABLES if table in UNDOABLE and table != "snapshots")
_KEPT = tuple(table for table in TABLES if table not in UNDOABLE)


@dataclass(frozen=True)
class Backup:
    """An earlier file on disk. `moment` is the UTC moment it was put aside, ISO 8601."""

    path: Path
    moment: str


def keep_version(project: Project, title: str, author: str = "", moment: str = "") -> Edit:
    """Remember the project as it is now under a name. FootfallError when it is too large to be kept."""
    tables = _HELD
    content = _content(project, tables)
    if len(content) > LARGEST_VERSION and project.images:
        tables = tuple(table for table in _HELD if table != "images")
        content = _content(project, tables)
    whole = sum(len(one.content) for one in project.snapshots.values()) + 2 * len(content)
    if len(content) > LARGEST_VERSION or whole > LARGEST:
        message = "with {size} MB more the project would be too large."
        mend = "Remove an older version first, or save the project under another name."
        raise refused("version-too-large", "snapshots", message, mend, size=f"{len(content) / 1e6:.0f}")
    last = max((row.order for row in project.snapshots.values()), default="")
    row = Snapshot(
        title=title,
        moment=moment,
        author=author,
        content=content,
        keeps=FrozenMap(dict.fromkeys(tables, True)),
        order=between(last),
    )
    return add_record(project, "snapshots", new_id(project, "snapshots"), row, "keep-version")


def _content(project: Project, tables: tuple[str, ...]) -> str:
    small = Project().model_copy(
        update={"project": project.project, **{table: rows_of(project, table) for table in tables}}
    )
    return dumps(small).decode("utf-8")


def forget_version(project: Project, version: str) -> Edit:
    """Remove a named version."""
    return remove_record(project, "snapshots", version, "forget-version")


def newest_first(project: Project) -> list[str]:
    """The named versions, the newest first."""
    return in_order(project.snapshots)[::-1]


def held_in(project: Project, version: str) -> Project:
    """What a version holds, over what the project has of the tables it leaves out. FootfallError when it is broken."""
    snapshot = project.snapshots[version]
    old = loads(snapshot.content.encode("utf-8"), snapshot.title).project
    return _over(project, old, tuple(table for table in _HELD if not snapshot.keeps or table in snapshot.keeps))


def _over(project: Project, old: Project, tables: tuple[str, ...]) -> Project:
    """`project` with these tables and the header of `old`; records that are the same stay the same objects."""
    change: dict[str, object] = {"project": old.project}
    for table in tables:
        now, then = rows_of(project, table), rows_of(old, table)
        rows = {key: now[key] if now.get(key) == row else row for key, row in then.items()}
        change[table] = now if rows == now else FrozenMap(rows)
    return project.model_copy(update=change)


def listed_backups(path: Path | None) -> tuple[Backup, ...]:
    """The backups of a project's file, the newest first; none for a project without a file."""
    found = []
    for one in backups(path) if path is not None else ():
        stamp = one.name.split("-", 1)[0].split(".", 1)[0]
        if len(stamp) == 15 and stamp.replace("T", "").isdigit():
            day, time = stamp[:8], stamp[9:]
            moment = f"{day[:4]}-{day[4:6]}-{day[6:]}T{time[:2]}:{time[2:4]}:{time[4:]}+00:00"
            found.append(Backup(one, moment))
    return tuple(found)


def held_in_backup(project: Project, backup: Path) -> Project:
    """What a backup holds, with the versions, runs and remarks of the project. FootfallError when it is broken."""
    return _over(project, loads(read_bytes(backup), backup.name).project, _HELD)


def bring_back(project: Project, target: Project, label: str = "restore") -> Edit:
    """The edit that makes the project be `target` (of `held_in` or `held_in_backup`): a new state, that can be undone.

    Whatever stays and names a record that goes loses that name, or goes with it, as in any removal.
    """
    target = _whole(target)
    edit = difference(project, target, label)
    going: dict[str, set[str]] = {}
    for change in edit.changes:
        if not change.path and change.after is None:
            going.setdefault(change.table, set()).add(change.id)
    if not going:
        return edit
    more = [one for one in consequences(project, going, tables=_KEPT) if one.table in _KEPT]
    fitting = [one for one in more if not any(overlap(one, own) for own in edit.changes)]
    return compose((edit, Edit(label, tuple(fitting))), label) if fitting else edit


def _whole(target: Project) -> Project:
    """A state in which nothing names what is not there: a version that left pictures out may name lost ones."""
    change: dict[str, FrozenMap[str, Record]] = {}
    for table in _HELD:
        rows = dict(rows_of(target, table))
        for key, row in rows_of(target, table).items():
            lost = [
                one
                for ref in references(RECORD_TYPES[table])
                for one in held(row, ref)
                if one.id not in rows_of(target, ref.table)
            ]
            if lost:
                rows[key] = sealed(cleaned(row, lost), (table, key))
                change[table] = FrozenMap(rows)
    return target.model_copy(update=change) if change else target


Counts = Mapping[tuple[str, str], int]
"""(table, what happened: added, removed, changed, text, feeling) to how many records."""


def counted(before: Project, after: Project) -> Counts:
    """How much of what is different, record by record. A changed card counts once, by the most telling change."""
    counts: Counter[tuple[str, str]] = Counter()
    lines = difference(before, after, "compare")
    own = Edit("compare", tuple(one for one in lines.changes if one.table in _HELD))
    for line in touched(own):
        kind = line.kind
        what: str = kind
        if kind == "changed":
            if line.fields & {"title", "text", "note", "goals", "name", "message", "quote", "biography"}:
                what = "text"
            elif line.fields == {"feelings"}:
                what = "feeling"
            elif line.fields <= {"order", "stage", "lane"}:
                what = "moved"
        counts[(line.table, what)] += 1
    return counts
