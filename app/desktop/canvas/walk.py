"""The grid as the keyboard walks it: which cell a selection lies in, and which cells follow it."""

from __future__ import annotations

from app.desktop.document import Selection
from app.project.mapping.cards import cell_items
from maps.model import MapSlice

Cell = tuple[str, str]
"""A row and a stage. The row of the stage headers is the empty string."""
HEADS = ""


def stages_of(piece: MapSlice) -> list[str]:
    """The stages that are drawn, in order."""
    return [key for key, stage in piece.stages.items() if not stage.hidden]


def lanes_of(piece: MapSlice) -> list[str]:
    """The rows that are drawn and hold cards, in order."""
    return [key for key, lane in piece.lanes.items() if not lane.hidden and lane.kind != "emotions"]


def cell_of(piece: MapSlice, selection: Selection) -> Cell | None:
    """The cell that a selection lies in, or is. None for a row, a link, a feeling or nothing."""
    table, key = selection.table, selection.record
    if table == "stages" and key in piece.stages:
        return selection.lane or HEADS, key
    if table == "cards" and key in piece.cards:
        card = piece.cards[key]
        return (card.lane, card.stage) if card.lane in piece.lanes else None
    if table == "touchpoints" and key in piece.touchpoints and not selection.persona:
        lane = next((row for row in piece.lanes if piece.lanes[row].kind == "touchpoints"), None)
        return (lane, piece.touchpoints[key].stage) if lane is not None else None
    return None


def first_cell(piece: MapSlice) -> Cell | None:
    """Where typing begins when nothing is selected."""
    stages, lanes = stages_of(piece), lanes_of(piece)
    return (lanes[0], stages[0]) if stages and lanes else None


def beside(piece: MapSlice, cell: Cell, step: int) -> Cell | None:
    """The cell to the right (+1) or left (-1) in the row; from its end on to the next row, as in a table."""
    rows, stages = [HEADS, *lanes_of(piece)], stages_of(piece)
    if cell[0] not in rows or cell[1] not in stages:
        return None
    at = rows.index(cell[0]) * len(stages) + stages.index(cell[1]) + step
    if not 0 <= at < len(rows) * len(stages):
        return None
    return rows[at // len(stages)], stages[at % len(stages)]


def below(piece: MapSlice, cell: Cell) -> Cell | None:
    """The cell of the same stage in the next row; none in the last."""
    rows = [HEADS, *lanes_of(piece)]
    if cell[0] not in rows or cell[0] == rows[-1]:
        return None
    return rows[rows.index(cell[0]) + 1], cell[1]


def selection_of_cell(cell: Cell) -> Selection:
    """The selection that is this cell; in the row of headers, the stage itself."""
    return Selection("stages", cell[1], lane=cell[0])


def last_in(piece: MapSlice, cell: Cell) -> Selection:
    """The last card of a cell, else the cell."""
    items = cell_items(piece, *cell) if cell[0] else ()
    return Selection(*items[-1]) if items else selection_of_cell(cell)
