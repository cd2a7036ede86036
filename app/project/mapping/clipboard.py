"""The clipboard: cards out as text and as what they are, and in from lines, spreadsheets and other maps."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping, Sequence
from typing import Any

from pydantic import ValidationError

from app.project.edits import Edit, apply, compose
from app.project.mapping.cards import touchpoint_lane
from app.project.mapping.copies import Batch, Copy, copy_of, fitted, fresh
from app.project.mapping.grid import add_stage, siblings
from app.project.mapping.items import RECORDS, Item, cell_of, items_in, known, refused
from app.project.mapping.pasting import MOST_CARDS, cell_lines, counted, lines_of, quoted, rows_of_text
from app.project.model import Project
from maps.model import Card, Lane, Touchpoint
from personas.records import Record

MIME = "application/x-footfall+json"
FORMAT, VERSION = "footfall-cards", 1
LARGEST = 20_000_000
MOST_STAGES = 100
Place = tuple[str, str]
"""A cell: the ids of its row and stage."""


def _places(project: Project, items: Sequence[Item]) -> dict[Place, list[Item]]:
    """The cells of these items and what lies in each, in its order."""
    wanted: dict[Place, set[Item]] = {}
    for table, key in items:
        if table not in ("cards", "touchpoints"):
            continue
        record = known(project, table, key)
        lane = getattr(record, "lane", None) or touchpoint_lane(project, record.map)
        wanted.setdefault((lane, record.stage), set()).add((table, key))
    return {
        (lane, stage): [one for one in items_in(project, lane, stage) if one in mine]
        for (lane, stage), mine in wanted.items()
    }


def _sides(project: Project, cells: Mapping[Place, object]) -> tuple[list[str], list[str]]:
    """The rows and stages from the first cell to the last, those between them too: what is pasted lies as it lay."""
    if not cells:
        return [], []
    lanes, stages = {lane for lane, _ in cells}, {stage for _, stage in cells}
    map_id = project.lanes[next(iter(lanes))].map
    rows = [one for one in siblings(project, "lanes", map_id) if one in lanes or _holds(project.lanes[one])]
    columns = [one for one in siblings(project, "stages", map_id) if one in stages or not project.stages[one].hidden]
    return _reach(rows, lanes), _reach(columns, stages)


def _reach(ordered: list[str], wanted: set[str]) -> list[str]:
    places = [place for place, one in enumerate(ordered) if one in wanted]
    return ordered[places[0] : places[-1] + 1]


def _holds(lane: Lane) -> bool:
    """Whether cards can be put into a row and seen there."""
    return lane.kind != "emotions" and not lane.hidden


def _words(project: Project, item: Item) -> str:
    record = known(project, *item)
    text: str = record.title if isinstance(record, Touchpoint) else record.text
    return text


def text_of(project: Project, items: Sequence[Item]) -> str:
    """Cards as text: a line per card where they lie in one cell, else a block with a tab between stages.

    A block has a line per row of the map; the cards of a cell are lines within it, quoted as spreadsheets do.
    """
    cells = _places(project, items)
    if len(cells) == 1:
        return "\n".join(quoted(_words(project, one)) for one in next(iter(cells.values())))
    lanes, stages = _sides(project, cells)

    def cell(lane: str, stage: str) -> str:
        texts = [" ".join(_words(project, one).split()) for one in cells.get((lane, stage), ())]
        return quoted("\n".join(texts))

    return "\n".join("\t".join(cell(lane, stage) for stage in stages) for lane in lanes)


def rich_of(project: Project, items: Sequence[Item]) -> bytes:
    """Cards as what they are: JSON with their records, and how far right and down each lies from the first."""
    cells = _places(project, items)
    lanes, stages = _sides(project, cells)
    order = sorted(cells, key=lambda one: (lanes.index(one[0]), stages.index(one[1])))
    rows = [
        {
            "table": copy.table,
            "down": lanes.index(lane),
            "right": stages.index(stage),
            "record": copy.record.model_dump(mode="json"),
            "records": [[table, key, record.model_dump(mode="json")] for table, key, record in copy.records],
        }
        for lane, stage in order
        for copy in copy_of(project, cells[(lane, stage)])
    ]
    return json.dumps({"format": FORMAT, "version": VERSION, "cards": rows}, ensure_ascii=True).encode()


class _Field:
    """The grid from one cell to the right and down: stages are made at its end, its last row takes all that is left."""

    def __init__(self, project: Project, lane: str, stage: str, label: str) -> None:
        cell_of(project, lane, stage)
        self.project, self.label, self.steps = project, label, list[Edit]()
        self.map = project.lanes[lane].map
        lanes, stages = siblings(project, "lanes", self.map), siblings(project, "stages", self.map)
        below = [one for one in lanes[lanes.index(lane) + 1 :] if _holds(project.lanes[one])]
        beside = [one for one in stages[stages.index(stage) + 1 :] if not project.stages[one].hidden]
        self.lanes, self.stages = [lane, *below], [stage, *beside]

    def grow(self, right: int, new_stage: str) -> None:
        """Make sure that there are so many stages. Refused when a map would get very wide."""
        if right > len(self.stages) and right > MOST_STAGES:
            message = "this would make a map of more than {most} stages."
            raise refused("too-many-stages", "the clipboard", message, "Paste it in parts.", most=str(MOST_STAGES))
        while len(self.stages) < right:
            made = add_stage(self.project, self.map, None, new_stage, self.label)
            self.project = apply(self.project, made.edit)
            self.steps.append(made.edit)
            self.stages.append(made.id)

    def cell(self, down: int, right: int) -> Place:
        """The cell so far down and to the right."""
        return self.lanes[min(down, len(self.lanes) - 1)], self.stages[right]


def pasted_text(
    project: Project,
    lane: str,
    stage: str,
    text: str,
    *,
    index: int | None = None,
    new_stage: str = "",
    label: str = "paste",
) -> tuple[Edit, tuple[Item, ...]]:
    """Cards from text: one per line; a spreadsheet block fills the grid from this cell to the right and down.

    `index` is the place in the cell, none its end; stages that have to be made are called `new_stage`. In a block
    every line of a spreadsheet's cell is a card, and the map's last row takes what is left below it. Refused when it
    is too much, or a text too long.
    """
    rows = rows_of_text(text)
    right = max((len(row) for row in rows), default=0)
    if right <= 1:
        return _column(project, lane, stage, lines_of(rows), index, label)
    counted([cell for row in rows for cell in row if cell.strip()])
    while right > 1 and not any(len(row) >= right and row[right - 1].strip() for row in rows):
        right -= 1
    cells: dict[tuple[int, int], list[str]] = {}
    count = 0
    for down, row in enumerate(rows):
        for at, cell in enumerate(row[:right]):
            texts = counted(cell_lines(cell), count)
            count += len(texts)
            if texts:
                cells[(down, at)] = texts
    return _block(project, (lane, stage), cells, index, new_stage, label, lambda one, row, at: fresh(row, at, one))


def _column(
    project: Project, lane: str, stage: str, texts: Sequence[str], index: int | None, label: str
) -> tuple[Edit, tuple[Item, ...]]:
    row, _ = cell_of(project, lane, stage)
    batch = Batch(project, label)
    made = batch.put([fresh(row, stage, text) for text in texts], lane, stage, index)
    return batch.edit(), made


def _block(
    project: Project,
    place: Place,
    cells: Mapping[tuple[int, int], Sequence[Any]],
    index: int | None,
    new_stage: str,
    label: str,
    make: Callable[[Any, Lane, str], Copy],
) -> tuple[Edit, tuple[Item, ...]]:
    field = _Field(project, *place, label)
    field.grow(1 + max((right for _, right in cells), default=0), new_stage)
    merged: dict[Place, list[Copy]] = {}
    for (down, right), found in cells.items():
        at = field.cell(down, right)
        row = field.project.lanes[at[0]]
        merged.setdefault(at, []).extend(make(one, row, at[1]) for one in found)
    batch, made = Batch(field.project, label), list[Item]()
    for at, copies in merged.items():
        made += batch.put(copies, *at, index if at == place else None)
    return compose([*field.steps, batch.edit()], label), tuple(made)


def pasted_rich(
    project: Project,
    lane: str,
    stage: str,
    data: bytes,
    *,
    index: int | None = None,
    new_stage: str = "",
    label: str = "paste",
) -> tuple[Edit, tuple[Item, ...]]:
    """Cards from what `rich_of` wrote, with their records; in a row of another kind they become what that row holds.

    Refused when the data is not that, or too much. Sources, personas and pictures the project lacks are left out.
    """
    cells: dict[tuple[int, int], list[Copy]] = {}
    for down, right, copy in _read(data):
        cells.setdefault((down, right), []).append(copy)
    return _block(project, (lane, stage), cells, index, new_stage, label, lambda one, row, _: fitted(one, row))


def _read(data: bytes) -> list[tuple[int, int, Copy]]:
    try:
        if len(data) > LARGEST:
            raise ValueError("too large")
        found = json.loads(data, parse_constant=_no_constant)
        if (found["format"], found["version"]) != (FORMAT, VERSION):
            raise ValueError("another format")
        rows = found["cards"]
        counted([""] * len(rows))
        return [_copy(row) for row in rows]
    except (ValueError, KeyError, TypeError, RecursionError, ValidationError):
        message = "what is on the clipboard is no set of cards that Footfall knows."
        raise refused("bad-paste", "the clipboard", message, "Copy the cards once more.") from None


def _no_constant(name: str) -> float:
    raise ValueError(name)


def _copy(row: Mapping[str, Any]) -> tuple[int, int, Copy]:
    kinds: dict[str, type[Record]] = {"cards": Card, "touchpoints": Touchpoint}
    down, right = row["down"], row["right"]
    if not (type(down) is int and type(right) is int and 0 <= down <= MOST_CARDS and 0 <= right <= MOST_CARDS):
        raise ValueError("a place off the map")
    record: Any = kinds[row["table"]].model_validate(row["record"])
    extras = tuple((str(table), str(key), RECORDS[table].model_validate(one)) for table, key, one in row["records"])
    return down, right, Copy(row["table"], record, extras)
