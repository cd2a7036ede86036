"""What lies in a cell of the map, and where something new gets its place there."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from app.project.builders import set_field
from app.project.edits import Edit, record_at, rows_of
from app.project.explain import json_path
from app.project.model import Project
from app.project.ordering import DIGITS, LONGEST, between, keys
from maps.model import Lane, LaneKind, MapSlice, Metric, Opportunity, Pain, Stage, Touchpoint
from personas.problems import Refused, finding
from personas.records import Record

Item = tuple[str, str]
"""A card or a touchpoint: its table and its id."""
RECORD_OF: dict[LaneKind, str] = {"pains": "pains", "opportunities": "opportunities", "metrics": "metrics"}
"""The table in which cards of a lane have a record of their own, by the lane's kind."""
_MANY = 16
RECORDS: dict[str, type[Record]] = {"pains": Pain, "opportunities": Opportunity, "metrics": Metric}


@dataclass(frozen=True)
class Made:
    """An edit that makes one thing, and what that is: its table and id."""

    edit: Edit
    table: str
    id: str


def refused(code: str, path: str, message: str, mend: str = "", **values: str) -> Refused:
    """A refusal that says one thing in one sentence."""
    return Refused(findings=(finding("error", code, path, message, mend, **values),))


def known(project: Project, table: str, key: str) -> Any:
    """A record that must be there. Refused when it is not."""
    record = record_at(project, table, key)
    if record is None:
        raise refused("no-record", json_path((table, key)), "there is no such record.")
    return record


def cell_items(piece: MapSlice, lane: str, stage: str) -> tuple[Item, ...]:
    """The cards or touchpoints of a cell, in the order in which they are drawn.

    A card that stretches over several stages lies in its first. A lane of emotions holds faces, no items.
    """
    row = piece.lanes.get(lane)
    if row is None or stage not in piece.stages or row.kind == "emotions":
        return ()
    if row.kind == "touchpoints":
        return tuple(("touchpoints", key) for key in piece.in_stage(stage))
    here = [key for key, card in piece.cards.items() if card.lane == lane and card.stage == stage]
    drawn_first: Mapping[str, object] = {
        "pains": piece.pains, "opportunities": piece.opportunities, "metrics": piece.metrics,
    }.get(row.kind, {})  # fmt: skip
    return tuple(("cards", key) for key in sorted(here, key=lambda key: key not in drawn_first))


def cell_of(project: Project, lane: str, stage: str) -> tuple[Lane, Stage]:
    """The lane and the stage of a cell. Refused when they are not on one map, or hold no cards."""
    row, column = known(project, "lanes", lane), known(project, "stages", stage)
    if row.map != column.map:
        where = json_path(("lanes", lane, "map"))
        raise refused(
            "other-map", where, "it names {id}, which is on another map.", "Choose a cell of one map.", id=stage
        )
    if row.kind == "emotions":
        where = json_path(("lanes", lane))
        raise refused("no-cards-here", where, "this row holds feelings, not cards.", "Choose a cell of another row.")
    return row, column


def items_in(project: Project, lane: str, stage: str) -> tuple[Item, ...]:
    """`cell_items` of a project, without building the whole map."""
    row, column = known(project, "lanes", lane), known(project, "stages", stage)
    if row.kind == "touchpoints":
        mine: dict[str, Record] = {
            k: v for k, v in project.touchpoints.items() if v.stage == stage and v.map == row.map
        }
        return tuple(("touchpoints", key) for key in sorted(mine, key=lambda key: (mine[key].order, key)))
    if row.kind == "emotions":
        return ()
    cards = {k: v for k, v in project.cards.items() if v.lane == lane and v.stage == stage and v.map == column.map}
    table = RECORD_OF.get(row.kind)
    first = {getattr(one, "card", "") for one in rows_of(project, table).values()} if table else set()
    return tuple(("cards", key) for key in sorted(cards, key=lambda key: (key not in first, cards[key].order, key)))


def places(
    project: Project, siblings: Sequence[Item], index: int | None, count: int, label: str
) -> tuple[tuple[str, ...], tuple[Edit, ...]]:
    """Order keys for `count` things at `index` among siblings (none: at the end), and the edits that make room.

    The siblings are left alone unless they leave no room: then they get new keys.
    """
    at = len(siblings) if index is None else max(0, min(index, len(siblings)))
    orders = [known(project, *one).order for one in siblings]
    low = orders[at - 1] if at else ""
    high = orders[at] if at < len(orders) else None
    try:
        return spread(low, high, count), ()
    except ValueError:
        fresh = keys(len(siblings) + count)
        wanted = [*fresh[:at], *fresh[at + count :]]
        moves = (set_field(project, *one, ("order",), key, label) for one, key in zip(siblings, wanted, strict=True))
        return fresh[at : at + count], tuple(edit for edit in moves if edit)


def spread(low: str, high: str | None, count: int) -> tuple[str, ...]:
    """`count` keys in order after `low` and before `high` (none: the end). ValueError when they do not fit."""
    if high is None and count > _MANY and low < DIGITS[-1]:
        high = DIGITS[-1]  # one after the other they would grow long
    if high is None:
        found: list[str] = []
        for _ in range(count):
            low = between(low)
            found.append(low)
        return tuple(found)
    if not count:
        return ()
    middle = between(low, high)
    if len(middle) > LONGEST // 2:
        raise ValueError("the keys grow too long")
    left = count // 2
    return (*spread(low, middle, left), middle, *spread(middle, high, count - left - 1))


def about(project: Project, touchpoint: str | None, stage: str) -> str | None:
    """The touchpoint that a card of a stage is about: none when it stands in another stage."""
    point: Touchpoint | None = project.touchpoints.get(touchpoint) if touchpoint is not None else None
    return touchpoint if point is not None and point.stage == stage else None


def record_of(project: Project, card: str, table: str) -> tuple[str, Record] | None:
    """The record of a card in `pains`, `opportunities` or `metrics` that counts: the first; none when it has none."""
    rows = rows_of(project, table)
    mine = [key for key, one in rows.items() if getattr(one, "card", "") == card]
    if not mine:
        return None
    first = min(mine, key=lambda key: (rows[key].order, key))
    return first, rows[first]


def records_of(project: Project, cards: Iterable[str]) -> dict[str, list[tuple[str, str, Record]]]:
    """All records of these cards: per card (table, id, record)."""
    wanted = {key: list[tuple[str, str, Record]]() for key in cards}
    for table in RECORDS:
        rows = rows_of(project, table)
        for key in sorted(rows, key=lambda key: (rows[key].order, key)):
            card = getattr(rows[key], "card", "")
            if card in wanted:
                wanted[card].append((table, key, rows[key]))
    return wanted


def card_record(table: str, card: str, like: Record | None = None) -> Record:
    """The record of a card in a table: with owner and status of `like`, if it has them."""
    kept = {name: getattr(like, name) for name in ("owner", "status") if hasattr(like, name)}
    fits = {name: value for name, value in kept.items() if name in RECORDS[table].model_fields}
    return RECORDS[table].model_validate({"card": card, **fits})


__all__ = [
    "RECORDS", "RECORD_OF", "Item", "Made", "about", "card_record", "cell_items", "cell_of", "items_in", "known",
    "places", "record_of", "records_of", "refused", "spread",
]  # fmt: skip
