"""Making cards: new ones, and copies that take what makes them a pain point, an opportunity or a metric along."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

from app.project.builders import cleaned, new_id
from app.project.edits import Change, Edit, rows_of, sealed
from app.project.mapping.items import (
    RECORD_OF,
    Item,
    about,
    card_record,
    cell_of,
    items_in,
    known,
    places,
    records_of,
    refused,
)
from app.project.model import Project
from maps.model import Card, Lane, Opportunity, Touchpoint
from personas.records import FrozenMap, Record, Value, held, references

LONGEST_TITLE, LONGEST_TEXT = 500, 20_000


@dataclass(frozen=True)
class Copy:
    """A card or touchpoint that is to be put somewhere, and its records as (table, old id, record)."""

    table: str
    record: Card | Touchpoint
    records: tuple[tuple[str, str, Record], ...] = ()

    @property
    def text(self) -> str:
        """What it says."""
        return self.record.title if isinstance(self.record, Touchpoint) else self.record.text


def fresh(lane: Lane, stage: str, text: str, *, touchpoint: str | None = None, persona: str | None = None) -> Copy:
    """A new card as the lane asks for it: a touchpoint, or a card with the record that the lane's kind has."""
    longest = LONGEST_TITLE if lane.kind == "touchpoints" else LONGEST_TEXT
    if len(text) > longest:
        where, message = "the text", "it is longer than {most} characters, which no card of this row holds."
        raise refused("text-too-long", where, message, "Shorten it, or make several cards of it.", most=str(longest))
    if lane.kind == "touchpoints":
        return Copy("touchpoints", Touchpoint(map=lane.map, stage=stage, title=" ".join(text.split())))
    whose: FrozenMap[str, Literal[True]] = FrozenMap({persona: True} if persona else {})
    # the row is filled in where it is put
    card = Card.model_construct(map=lane.map, lane="", stage=stage, touchpoint=touchpoint, text=text, personas=whose)
    return Copy("cards", card)


def copy_of(project: Project, items: Iterable[Item]) -> tuple[Copy, ...]:
    """What copies of these are made from. Refused when one of them is no card or touchpoint."""
    items = tuple(items)
    records = records_of(project, [key for table, key in items if table == "cards"])
    found = []
    for table, key in items:
        if table not in ("cards", "touchpoints"):
            message = "only cards and touchpoints can be copied."
            raise refused("no-copy", f"{table}.{key}", message, "Choose cards.")
        found.append(Copy(table, known(project, table, key), tuple(records.get(key, ()))))
    return tuple(found)


def fitted(copy: Copy, lane: Lane) -> Copy:
    """The copy as it can stand in a lane: its words as a touchpoint, or a touchpoint's words as a card."""
    if (lane.kind == "touchpoints") == (copy.table == "touchpoints"):
        return copy
    text = copy.text[:LONGEST_TITLE] if lane.kind == "touchpoints" else copy.text
    return fresh(lane, copy.record.stage, text)


class Batch:
    """Cards that are made together, in cells of which each is filled once."""

    def __init__(self, project: Project, label: str) -> None:
        self._project, self._label = project, label
        self._taken: set[str] = set()
        self._made: list[tuple[str, str, Record]] = []
        self._room: list[Edit] = []
        self._renamed: dict[str, str] = {}

    def put(self, copies: Sequence[Copy], lane: str, stage: str, index: int | None = None) -> tuple[Item, ...]:
        """Put copies into a cell, at `index` among what lies there (none: at the end)."""
        row, _ = cell_of(self._project, lane, stage)
        siblings = items_in(self._project, lane, stage)
        orders, room = places(self._project, siblings, index, len(copies), self._label)
        self._room += room
        return tuple(self._one(copy, row, lane, stage, order) for copy, order in zip(copies, orders, strict=True))

    def _one(self, copy: Copy, row: Lane, lane: str, stage: str, order: str) -> Item:
        if (row.kind == "touchpoints") != (copy.table == "touchpoints"):
            raise _misplaced(copy.table, lane)
        key = self._id(copy.table)
        moved: dict[str, object] = {"map": row.map, "stage": stage, "order": order, "based_on": None}
        if copy.table == "cards":
            told = about(self._project, getattr(copy.record, "touchpoint", None), stage)
            moved |= {"lane": lane, "touchpoint": told}
        self._made.append((copy.table, key, self._here(copy.record.model_copy(update=moved), row.map)))
        if copy.table == "cards":
            self._with_record(copy, key, RECORD_OF.get(row.kind))
        return copy.table, key

    def _with_record(self, copy: Copy, card: str, table: str | None) -> None:
        if table is None:
            return
        same = next((one for one in copy.records if one[0] == table), None)
        like = copy.records[0][2] if copy.records else None
        record = same[2].model_copy(update={"card": card}) if same is not None else card_record(table, card, like)
        key = self._id(table)
        if same is not None:
            self._renamed[same[1]] = key
        self._made.append((table, key, record))

    def _here(self, record: Record, map_id: str) -> Record:
        """Without personas that are not on the map it comes to."""
        whose = self._project.maps[map_id].personas if map_id in self._project.maps else {}
        kept: dict[str, object] = {}
        for name in ("personas", "feelings"):
            rows: Mapping[str, object] | None = getattr(record, name, None)
            if rows:
                kept[name] = FrozenMap({key: value for key, value in rows.items() if key in whose})
        return record.model_copy(update=kept) if kept else record

    def _id(self, table: str) -> str:
        while (key := new_id(self._project, table)) in self._taken:
            pass
        self._taken.add(key)
        return key

    def edit(self) -> Edit:
        """One edit that makes them all."""
        changes = [change for edit in self._room for change in edit.changes]
        new = {(table, key) for table, key, _ in self._made}
        for table, key, record in self._made:
            whole = self._loose(self._solving(record), new)
            changes.append(Change(table, key, (), None, sealed(whole, (table, key))))
        return Edit(self._label, tuple(changes))

    def _solving(self, record: Record) -> Record:
        """An opportunity solves the copies of pain points that came along with it."""
        if not isinstance(record, Opportunity):
            return record
        solves = FrozenMap({self._renamed.get(key, key): value for key, value in record.solves.items()})
        return record.model_copy(update={"solves": solves})

    def _loose(self, record: Record, new: set[tuple[str, str]]) -> Value:
        """Without references to what the project does not have."""
        gone = [
            one
            for reference in references(type(record))
            for one in held(record, reference)
            if (reference.table, one.id) not in new and one.id not in rows_of(self._project, reference.table)
        ]
        return cleaned(record, gone) if gone else record


def _misplaced(table: str, lane: str) -> Exception:
    where = f"lanes.{lane}"
    if table == "touchpoints":
        message = "a touchpoint stays in the row of touchpoints."
        return refused("touchpoint-stays", where, message, "Choose another stage of that row.")
    message = "the row of touchpoints holds touchpoints only."
    return refused("touchpoints-only", where, message, "Choose another row.")


def fits(project: Project, items: Iterable[Item], lane: str) -> None:
    """Refused when one of the items cannot lie in a lane as what it is, or is on another map."""
    row = known(project, "lanes", lane)
    for table, key in items:
        if table not in ("cards", "touchpoints"):
            raise refused("no-copy", f"{table}.{key}", "only cards and touchpoints can be copied.", "Choose cards.")
        if known(project, table, key).map != row.map:
            message, mend = "it names {id}, which is on another map.", "Let it name something on its own map."
            raise refused("other-map", f"{table}.{key}", message, mend, id=lane)
        if (row.kind == "touchpoints") != (table == "touchpoints"):
            raise _misplaced(table, lane)
