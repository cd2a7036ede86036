"""Stages and rows: add, move, size, hide and show."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from app.project.builders import add_record, in_order, move, new_id, set_field
from app.project.edits import Edit, compose, rows_of
from app.project.mapping.items import Item, Made, known, places
from app.project.model import Project
from maps.model import Lane, LaneKind, Stage
from personas.records import Record

LEAST_WIDTH, MOST_WIDTH = 80.0, 2000.0
LEAST_HEIGHT, MOST_HEIGHT = 24.0, 4000.0


def siblings(project: Project, table: str, map_id: str) -> list[str]:
    """The stages or rows of a map in order, hidden ones too."""
    rows: dict[str, Record] = {k: v for k, v in rows_of(project, table).items() if getattr(v, "map", "") == map_id}
    return in_order(rows)


def _added(project: Project, table: str, record: Record, others: Sequence[str], index: int | None, label: str) -> Made:
    (order,), room = places(project, [(table, key) for key in others], index, 1, label)
    made = new_id(project, table)
    step = add_record(project, table, made, record.model_copy(update={"order": order}), label)
    return Made(compose([*room, step], label), table, made)


def add_stage(
    project: Project, map_id: str, index: int | None = None, title: str = "", label: str = "add-stage"
) -> Made:
    """Make a stage at `index` among all of the map (none: the end), of the same phase as the one before it."""
    known(project, "maps", map_id)
    others = siblings(project, "stages", map_id)
    at = len(others) if index is None else max(0, min(index, len(others)))
    before = others[at - 1] if at else (others[0] if others else None)
    phase = project.stages[before].phase if before is not None else None
    return _added(project, "stages", Stage(map=map_id, title=title, phase=phase), others, at, label)


def add_lane(
    project: Project,
    map_id: str,
    kind: LaneKind,
    index: int | None = None,
    title: str = "",
    label: str = "add-lane",
) -> Made:
    """Make a row at `index` among all of the map (none: the end); without a title it is called after its kind."""
    known(project, "maps", map_id)
    lane = Lane(map=map_id, kind=kind, title=title)
    return _added(project, "lanes", lane, siblings(project, "lanes", map_id), index, label)


def move_stage(project: Project, stage: str, index: int, label: str = "move") -> Edit:
    """Put a stage at `index` among the others of its map, itself left out."""
    return _moved(project, "stages", stage, index, label)


def move_lane(project: Project, lane: str, index: int, label: str = "move") -> Edit:
    """Put a row at `index` among the others of its map, itself left out."""
    return _moved(project, "lanes", lane, index, label)


def _moved(project: Project, table: str, key: str, index: int, label: str) -> Edit:
    everybody = siblings(project, table, known(project, table, key).map)
    others = [one for one in everybody if one != key]
    at = max(0, min(index, len(others)))
    if everybody.index(key) == at:
        return Edit(label)
    return move(project, table, key, others, at, label)


def set_width(project: Project, stage: str, width: float | None, label: str = "size") -> Edit:
    """Make a stage as wide as this, in px of the layout and within what it allows; none is automatic."""
    kept = None if width is None else round(max(LEAST_WIDTH, min(MOST_WIDTH, width)), 1)
    return set_field(project, "stages", stage, ("width",), kept, label)


def set_height(project: Project, lane: str, height: float | None, label: str = "size") -> Edit:
    """Make a row at least as high as this, in px of the layout; none is automatic."""
    kept = None if height is None else round(max(LEAST_HEIGHT, min(MOST_HEIGHT, height)), 1)
    return set_field(project, "lanes", lane, ("height",), kept, label)


def hide(project: Project, items: Iterable[Item], label: str = "hide") -> Edit:
    """Hide stages and rows; all that is in them stays."""
    return compose([set_field(project, table, key, ("hidden",), True, label) for table, key in items], label)


def show_all(project: Project, map_id: str, label: str = "show") -> Edit:
    """Show every stage and row of a map again."""
    steps = [
        set_field(project, table, key, ("hidden",), False, label)
        for table in ("stages", "lanes")
        for key in siblings(project, table, map_id)
    ]
    return compose(steps, label)
