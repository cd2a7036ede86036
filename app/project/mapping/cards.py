"""Cards and touchpoints: add, move, copy, duplicate, remove, and what they look like."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from app.project.builders import add_record, consequences, new_id, remove_record, set_field, set_record
from app.project.edits import Edit, compose
from app.project.mapping.copies import Batch, copy_of, fits, fresh
from app.project.mapping.items import (
    RECORD_OF,
    Item,
    Made,
    about,
    card_record,
    cell_items,
    cell_of,
    items_in,
    known,
    places,
    records_of,
)
from app.project.model import Project
from maps.model import Lane
from personas.records import FrozenMap

__all__ = [
    "Item", "Made", "add_card", "add_cards", "cell_items", "copy_items", "duplicate", "move_items", "remove_items",
    "set_colour", "set_personas", "set_span",
]  # fmt: skip


def add_card(
    project: Project,
    lane: str,
    stage: str,
    text: str = "",
    *,
    index: int | None = None,
    touchpoint: str | None = None,
    persona: str | None = None,
    label: str = "add-card",
) -> Made:
    """Make a card in a cell, as the row's kind asks: a touchpoint, or a card with its pain, opportunity or metric.

    `index` is its place among what lies there; none is the end.
    """
    row, _ = cell_of(project, lane, stage)
    batch = Batch(project, label)
    made = batch.put([fresh(row, stage, text, touchpoint=touchpoint, persona=persona)], lane, stage, index)
    return Made(batch.edit(), *made[0])


def add_cards(
    project: Project, lane: str, stage: str, texts: Iterable[str], *, index: int | None = None, label: str = "add-cards"
) -> tuple[Edit, tuple[Item, ...]]:
    """Make a card of each text, one below the other."""
    row, _ = cell_of(project, lane, stage)
    batch = Batch(project, label)
    made = batch.put([fresh(row, stage, text) for text in texts], lane, stage, index)
    return batch.edit(), made


def move_items(
    project: Project, items: Sequence[Item], lane: str, stage: str, index: int | None = None, label: str = "move"
) -> Edit:
    """Put items, in the order given, into a cell at `index` among what else lies there (none: the end).

    A card that comes into a row of another kind loses the record of the old kind and gets one of the new, with its
    owner and status. Refused for a touchpoint in another row, and for a card among touchpoints.
    """
    row, _ = cell_of(project, lane, stage)
    items = tuple(dict.fromkeys(items))
    fits(project, items, lane)
    now = items_in(project, lane, stage)
    others = [one for one in now if one not in items]
    at = len(others) if index is None else max(0, min(index, len(others)))
    if [*others[:at], *items, *others[at:]] == list(now):
        return Edit(label)
    orders, room = places(project, others, at, len(items), label)
    steps = list(room)
    for (table, key), order in zip(items, orders, strict=True):
        record = known(project, table, key)
        moved: dict[str, object] = {"stage": stage, "order": order}
        if table == "cards":
            moved["lane"] = lane
            if record.stage != stage:
                moved["touchpoint"] = about(project, record.touchpoint, stage)
        steps.append(set_record(project, table, key, record.model_copy(update=moved), label))
    steps += _converted(project, [key for table, key in items if table == "cards"], row, label)
    return compose(steps, label)


def _converted(project: Project, cards: Sequence[str], lane: Lane, label: str) -> list[Edit]:
    """Cards get the record that a row's kind asks for, and lose those it does not."""
    wanted, steps = RECORD_OF.get(lane.kind), list[Edit]()
    doomed: dict[str, set[str]] = {}
    taken: set[str] = set()
    for card, records in records_of(project, cards).items():
        for table, key, _ in records:
            if table != wanted:
                doomed.setdefault(table, set()).add(key)
        if wanted is None or any(table == wanted for table, _, _ in records):
            continue
        while (made := new_id(project, wanted)) in taken:
            pass
        taken.add(made)
        record = card_record(wanted, card, records[0][2] if records else None)
        steps.append(add_record(project, wanted, made, record, label))
    if doomed:
        steps.append(Edit(label, tuple(consequences(project, doomed, remove=True))))
    return steps


def copy_items(
    project: Project, items: Sequence[Item], lane: str, stage: str, index: int | None = None, label: str = "copy"
) -> tuple[Edit, tuple[Item, ...]]:
    """Copies of items in a cell, with their pains, opportunities, metrics and feelings; links stay where they are."""
    items = tuple(dict.fromkeys(items))
    fits(project, items, lane)
    batch = Batch(project, label)
    made = batch.put(copy_of(project, items), lane, stage, index)
    return batch.edit(), made


def duplicate(project: Project, items: Sequence[Item], label: str = "duplicate") -> tuple[Edit, tuple[Item, ...]]:
    """A copy of each item in its own cell, right below the last of them there."""
    cells: dict[tuple[str, str], list[Item]] = {}
    for one, copy in zip(tuple(dict.fromkeys(items)), copy_of(project, dict.fromkeys(items)), strict=True):
        record = copy.record
        lane = getattr(record, "lane", None) or touchpoint_lane(project, record.map)
        cells.setdefault((lane, record.stage), []).append(one)
    batch, made = Batch(project, label), list[Item]()
    for (lane, stage), mine in cells.items():
        here = items_in(project, lane, stage)
        ordered = [one for one in here if one in mine]
        made += batch.put(copy_of(project, ordered), lane, stage, here.index(ordered[-1]) + 1)
    return batch.edit(), tuple(made)


def touchpoint_lane(project: Project, map_id: str) -> str:
    """The row in which the touchpoints of a map stand; empty when it has none."""
    rows = {key: row for key, row in project.lanes.items() if row.map == map_id and row.kind == "touchpoints"}
    return min(rows, key=lambda key: (rows[key].order, key), default="")


def remove_items(project: Project, items: Iterable[Item], label: str = "remove") -> Edit:
    """Remove records of any tables with all that hangs on them, in one edit."""
    start: dict[str, set[str]] = {}
    for table, key in items:
        known(project, table, key)
        start.setdefault(table, set()).add(key)
    if len(start) == 1 and len(next(iter(start.values()))) == 1:
        table, keys = next(iter(start.items()))
        return remove_record(project, table, next(iter(keys)), label)
    return Edit(label, tuple(consequences(project, start, remove=True)))


def set_span(project: Project, card: str, span: int, label: str = "span") -> Edit:
    """Let a card stretch over so many stages, its own included; no more than there are from there on."""
    record = known(project, "cards", card)
    stages = {key: row for key, row in project.stages.items() if row.map == record.map}
    order = sorted(stages, key=lambda key: (stages[key].order, key))
    room = len(order) - order.index(record.stage) if record.stage in order else 1
    return set_field(project, "cards", card, ("span",), max(1, min(span, room)), label)


def set_colour(project: Project, items: Iterable[Item], colour: str, label: str = "colour") -> Edit:
    """Colour cards and stages; an empty colour takes it away. What has no colour of its own is left out."""
    steps = [
        set_field(project, table, key, ("colour",), colour, label)
        for table, key in items
        if hasattr(known(project, table, key), "colour")
    ]
    return compose(steps, label)


def set_personas(project: Project, items: Iterable[Item], personas: Iterable[str], label: str = "personas") -> Edit:
    """Say whose these cards are; nobody named means everybody's."""
    whose = FrozenMap(dict.fromkeys(personas, True))
    steps = []
    for table, key in items:
        record = known(project, table, key)
        if table == "cards":
            steps.append(set_record(project, table, key, record.model_copy(update={"personas": whose}), label))
    return compose(steps, label)
