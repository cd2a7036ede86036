"""The lines of a journal: edits as plain JSON, each behind a check that leans on the line before it.

A line is sixteen hexadecimal digits, a blank, a JSON object and LF. The digits are the beginning of SHA-256 over the
check of the line before and the object's bytes: a line that is damaged, missing, moved or made up is noticed, and
nothing after it is believed. Edits are written as what they left behind, in plain JSON, so that a journal of an older
version can be replayed on a file of that version before both are brought up to date.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any, BinaryIO

from app.project.canonical import Plain, plain_value
from app.project.edits import HEADER, Change, Edit, record_at
from app.project.model import Project
from app.project.reading import LARGEST, parse
from personas.problems import FootfallError
from personas.records import ID_PATTERN, FrozenMap, Value, matches

MOST_BYTES = 4 * LARGEST
"""Bytes a journal may have: it is made anew long before it gets there."""
_CHECK = 16
_LONGEST_LINE = LARGEST + 10_000
_DEEPEST_STACK = 10**9


@dataclass(frozen=True)
class Entry:
    """One thing that happened: why (done, undone, redone, bailed, squashed, begun, saved), and what it left behind.

    `depth` is the number of steps that could be undone afterwards. A change is table, id, path and, unless the place
    was emptied, the value.
    """

    why: str
    label: str
    depth: int
    changes: tuple[tuple[Any, ...], ...]


WHYS = frozenset({"done", "undone", "redone", "bailed", "squashed", "begun", "saved"})


def sealed_line(data: Mapping[str, Any], last: str) -> tuple[bytes, str]:
    """A JSON object as a line that follows the one with the check `last`; and its own check."""
    payload = json.dumps(data, ensure_ascii=False, allow_nan=False, separators=(",", ":")).encode("utf-8")
    check = _check(last, payload)
    return b"%s %s\n" % (check.encode("ascii"), payload), check


def _check(last: str, payload: bytes) -> str:
    return hashlib.sha256(last.encode("ascii") + payload).hexdigest()[:_CHECK]


def entry_of(edit: Edit, after: Project, why: str, depth: int) -> Plain:
    """An edit that led to `after` as plain JSON data."""
    changes: dict[tuple[str, str, tuple[str, ...]], list[Any]] = {}
    for change in edit.changes:
        line = _written(change, after)
        changes[change.table, change.id, tuple(line[2])] = line
    return {"why": why, "label": edit.label, "depth": depth, "set": list(changes.values())}


def _written(change: Change, after: Project) -> list[Any]:
    """Table, id, path and value of one place as the project holds it now; without a value where it is empty."""
    record = record_at(after, change.table, change.id)
    if record is None:
        return [change.table, change.id, []]
    if not change.path:
        return [change.table, change.id, [], plain_value(record)]
    field = change.path[0]
    holder = getattr(record, field)
    if len(change.path) == 2 and isinstance(holder, FrozenMap) and not type(record).model_fields[field].default:
        key = change.path[1]
        value = holder.get(key)
        return [change.table, change.id, [field, key], *([] if value is None else [_plain(value)])]
    kept = record.model_dump(mode="json", include={field}, exclude_defaults=True)
    return [change.table, change.id, [field], *kept.values()]


def _plain(value: Any) -> Any:
    if isinstance(value, Value):
        return plain_value(value)
    return {key: _plain(inner) for key, inner in value.items()} if isinstance(value, Mapping) else value


@dataclass
class Reader:
    """Reads the lines of a journal one by one, as far as they can be believed.

    `torn`: the last line was not finished, as after a power cut. `damaged`: something in the middle does not hold;
    what follows it was not read.
    """

    stream: BinaryIO
    torn: bool = False
    damaged: bool = False
    _last: str = ""
    _read: int = 0

    def objects(self) -> Iterator[Plain]:
        """The JSON objects, the first of which is the header."""
        while line := self.stream.readline(_LONGEST_LINE):
            self._read += len(line)
            found = self._object(line)
            if found is None:
                more = bool(self.stream.read(1))
                self.torn, self.damaged = not more, more
                return
            yield found

    def _object(self, line: bytes) -> Plain | None:
        if not line.endswith(b"\n") or self._read > MOST_BYTES:
            return None
        check, blank, payload = line[:-1].partition(b" ")
        expected = _check(self._last, payload)
        if not blank or check != expected.encode("ascii"):
            return None
        try:
            found = parse(payload)
        except FootfallError:
            self.damaged = True
            return None
        self._last = expected
        return found

    def entries(self) -> Iterator[Entry]:
        """What happened, line by line, once the header was read."""
        for data in self.objects():
            entry = entry_in(data)
            if entry is None:
                self.damaged = True
                return
            yield entry


def entry_in(data: Plain) -> Entry | None:
    """The entry in a JSON object; none when it is not one."""
    why, label, depth, changes = (data.get(name) for name in ("why", "label", "depth", "set"))
    if why not in WHYS or not isinstance(label, str) or not isinstance(depth, int) or isinstance(depth, bool):
        return None
    if not 0 <= depth <= _DEEPEST_STACK or not isinstance(changes, list) or len(data) != 4:
        return None
    if not all(_is_change(one) for one in changes):
        return None
    return Entry(str(why), label, depth, tuple(tuple(one) for one in changes))


def _is_change(data: object) -> bool:
    if not isinstance(data, list) or len(data) not in (3, 4):
        return False
    table, record, path = data[:3]
    if not isinstance(table, str) or not isinstance(record, str) or not isinstance(path, list):
        return False
    if len(path) > 2 or not all(isinstance(part, str) for part in path):
        return False
    return (record == "" and bool(path)) if table == HEADER else matches(ID_PATTERN, record)


def put_plain(document: Plain, changes: tuple[tuple[Any, ...], ...]) -> bool:
    """Make one entry's changes in a plain project; false when they do not fit it."""
    return all(_put(document, *change[:3], *change[3:]) for change in changes)


def _put(document: Plain, table: str, record: str, path: list[str], *value: Any) -> bool:
    rows: Any = document.setdefault(table, {})
    if not isinstance(rows, dict) or table in ("format", "version"):
        return False
    if table == HEADER:
        holder: Any = rows
    elif not path:
        return _set(rows, record, *value)
    else:
        holder = rows.get(record)
    if not isinstance(holder, dict):
        return False
    if len(path) == 2:
        holder = holder.setdefault(path[0], {})
    return isinstance(holder, dict) and _set(holder, path[-1], *value)


def _set(holder: Plain, key: str, *value: Any) -> bool:
    if value:
        holder[key] = value[0]
    else:
        holder.pop(key, None)
    return True
