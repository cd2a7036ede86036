"""Search in everything that is written in a project, accents and case ignored.

Which fields hold words is read from the records themselves: a text that is no id, no key and no pattern is prose.
What a record says is folded once and kept while the record is the same, so that every keystroke may search anew.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from typing import Annotated, Any, get_args, get_origin

from pydantic import BaseModel, StringConstraints

from app.project.builders import in_order
from app.project.edits import rows_of
from app.project.model import RECORD_TYPES, TABLES, Project, TableName
from personas.records import FrozenMap, Record, Ref, Value, references

_PROSE = (500, 20_000)
"""How long the texts may be that people write: `Text` and `LongText`."""
_SILENT: frozenset[TableName] = frozenset({"runs", "event_maps", "votes"})
"""Tables that hold words of machines."""
_KEYS = frozenset(
    {"framework", "icon", "library", "kpi", "formula", "round", "voter", "target", "time_zone", "example"}
)
"""Texts that are keys and not words."""
_AROUND = 36
LIMIT = 200


@dataclass(frozen=True)
class Hit:
    """One text that holds the wish.

    `map` is the map it stands on, "" for what belongs to the whole project. `table` and `record` say where; `words` is
    the text around the first find, which lies at `start` to `end` in it. `whole` is whether a title begins with it.
    """

    map: str
    table: TableName
    record: str
    field: str
    words: str
    start: int
    end: int
    first: bool = False


def fold(words: str) -> str:
    """Lower case without accents, letter for letter as long as it was, so that places in it stay places."""
    return "".join(_folded(letter) for letter in words)


@cache
def _folded(letter: str) -> str:
    """One letter for one letter: what would become several stays what it is."""
    bare = unicodedata.normalize("NFD", letter)[:1]
    low = bare.casefold()
    return low if len(low) == 1 else letter


@cache
def prose(kind: type[Value]) -> tuple[tuple[str, ...], ...]:
    """The ways to every text that people write in records of this type; `*` stands for the keys of a map."""
    return tuple(_prose_in(kind, ()))


def _prose_in(kind: type[BaseModel], path: tuple[str, ...]) -> Iterator[tuple[str, ...]]:
    for name, info in kind.model_fields.items():
        if name not in _KEYS and not any(isinstance(mark, Ref) for mark in info.metadata):
            yield from _in_annotation(info.annotation, tuple(info.metadata), (*path, name))


def _in_annotation(annotation: Any, marks: tuple[Any, ...], path: tuple[str, ...]) -> Iterator[tuple[str, ...]]:
    origin, args = get_origin(annotation), get_args(annotation)
    if origin is Annotated:
        yield from _in_annotation(args[0], (*marks, *args[1:]), path)
    elif origin is FrozenMap and args:
        yield from _in_annotation(args[1], (), (*path, "*"))
    elif annotation is str:
        if any(isinstance(mark, Ref) for mark in marks):
            return
        if any(_is_prose(mark) for mark in marks):
            yield path
    elif isinstance(annotation, type) and issubclass(annotation, BaseModel):
        yield from _prose_in(annotation, path)
    else:
        for arg in args:
            yield from _in_annotation(arg, (), path)


def _is_prose(mark: object) -> bool:
    if isinstance(mark, StringConstraints):
        return mark.pattern is None and mark.max_length in _PROSE
    return getattr(mark, "max_length", None) in _PROSE


def texts_of(record: Record) -> Iterator[tuple[str, str]]:
    """Every text of a record that holds something: the name of its field, and the words."""
    for path in prose(type(record)):
        for words in _held(record, path):
            if words.strip():
                yield path[0], words


def _held(value: Any, path: tuple[str, ...]) -> Iterator[str]:
    if value is None:
        return
    if not path:
        if isinstance(value, str):
            yield value
    elif path[0] == "*":
        for inner in value.values():
            yield from _held(inner, path[1:])
    else:
        yield from _held(getattr(value, path[0]), path[1:])


class Index:
    """The folded words of a project. Ask it again with another project: only what changed is folded anew."""

    def __init__(self) -> None:
        self._kept: dict[tuple[str, str], tuple[Record, tuple[tuple[str, str, str], ...]]] = {}
        self._tables: dict[str, tuple[Mapping[str, Record], tuple[str, ...]]] = {}

    def _words(self, table: str, key: str, record: Record) -> tuple[tuple[str, str, str], ...]:
        held = self._kept.get((table, key))
        if held is None or held[0] is not record:
            held = (record, tuple((field, words, fold(words)) for field, words in texts_of(record)))
            self._kept[(table, key)] = held
        return held[1]

    def _ids(self, project: Project, table: str) -> tuple[str, ...]:
        rows = rows_of(project, table)
        held = self._tables.get(table)
        if held is None or held[0] is not rows:
            for gone in set(held[1] if held is not None else ()) - rows.keys():
                self._kept.pop((table, gone), None)
            held = (rows, tuple(in_order(rows)))
            self._tables[table] = held
        return held[1]

    def find(self, project: Project, wish: str, limit: int = LIMIT) -> tuple[Hit, ...]:
        """Every text that holds all words of the wish, at most `limit`: map by map in their order, then the rest.

        On a map, what begins with the wish comes first. An empty wish finds nothing.
        """
        parts = fold(wish).split()
        if not parts:
            return ()
        found: list[Hit] = []
        for table in TABLES:
            if table in _SILENT:
                continue
            rows = rows_of(project, table)
            for key in self._ids(project, table):
                for field, words, folded in self._words(table, key, rows[key]):
                    if all(part in folded for part in parts):
                        found.append(_hit(project, table, key, field, words, folded, parts))
                        break
        place = {key: at for at, key in enumerate(in_order(project.maps))}
        found.sort(key=lambda hit: (place.get(hit.map, len(place)), not hit.first))
        return tuple(found[:limit])


def _hit(project: Project, table: TableName, key: str, field: str, words: str, folded: str, parts: list[str]) -> Hit:
    """The text around the place where the wish stands, on one line."""
    whole = " ".join(parts)
    start = folded.find(whole)
    length = len(whole)
    if start < 0:
        start, length = folded.find(parts[0]), len(parts[0])
    begin = 0 if start <= _AROUND else max(0, words.rfind(" ", 0, start - _AROUND // 2) + 1)
    shown = words[begin : start + length + 160]
    lead = "…" if begin else ""
    line = lead + "".join(" " if letter.isspace() else letter for letter in shown)
    at = start - begin + len(lead)
    return Hit(map_of(project, table, key), table, key, field, line, at, at + length, first=start == 0)


def map_of(project: Project, table: str, key: str) -> str:
    """The map a record belongs to; "" when it belongs to the project, or is not there."""
    if table == "maps":
        return key if key in project.maps else ""
    record = rows_of(project, table).get(key)
    if record is None:
        return ""
    card = str(getattr(record, "card", ""))
    if table in ("pains", "opportunities", "metrics") and card in project.cards:
        return project.cards[card].map
    return str(getattr(record, "map", "") or "")


def stands_on_map(project: Project, table: str, key: str) -> tuple[str, str, str] | None:
    """Where a record is to be seen: map, table and record; none when it is on no map.

    What hangs on a card is seen there, a comment at what it is about, a source or a phase at the first thing that
    names it.
    """
    record = rows_of(project, table).get(key)
    if record is None:
        return None
    if table == "maps":
        return key, "", ""
    if table in ("stages", "lanes", "touchpoints", "cards", "links"):
        return map_of(project, table, key), table, key
    if table in ("pains", "opportunities", "metrics"):
        return map_of(project, table, key), "cards", str(getattr(record, "card", ""))
    if table == "comments":
        return map_of(project, table, key), *_target(project, str(getattr(record, "target", "")))
    if table in ("sources", "phases", "desks", "images"):
        for holder, other in _holders(project, table, key):
            return stands_on_map(project, holder, other)
    return None


def _target(project: Project, target: str) -> tuple[str, str]:
    for table in ("touchpoints", "cards", "stages", "lanes", "links"):
        if target in rows_of(project, table):
            return table, target
    return "", ""


def _holders(project: Project, table: str, key: str) -> Iterator[tuple[str, str]]:
    from personas.records import held_ids

    for other in ("touchpoints", "cards", "stages", "metrics"):
        mine = [one for one in references(RECORD_TYPES[other]) if one.table == table]
        for holder, row in rows_of(project, other).items() if mine else ():
            if any(key in held_ids(row, one) for one in mine):
                yield other, holder
