"""What is done with what is selected: removed, duplicated, moved, rated, and taken to and from the clipboard.

Each takes the document, makes one step and selects what came of it. FootfallError when it cannot be done.
"""

from __future__ import annotations

from PySide6.QtCore import QByteArray, QMimeData
from PySide6.QtGui import QGuiApplication

from app.desktop.canvas.nearby import Way
from app.desktop.canvas.walk import HEADS, cell_of, first_cell, lanes_of, selection_of_cell, stages_of
from app.desktop.document import Document, Selection
from app.project.builders import set_field
from app.project.edits import Edit, apply, compose
from app.project.mapping import clipboard
from app.project.mapping.cards import cell_items, duplicate, move_items, remove_items, set_span
from app.project.mapping.feelings import remove_feeling, set_feeling
from app.project.mapping.grid import add_stage, move_lane, move_stage, set_height, set_width, siblings
from app.project.mapping.items import Item, record_of
from app.project.mapping.pasting import lines_of, rows_of_text
from app.words import tr
from maps.model import MapSlice

CARDS = ("cards", "touchpoints")
MARKS = 5
"""Severity, impact and feelings have five marks each."""


def chosen_items(document: Document) -> tuple[Item, ...]:
    """The cards and touchpoints that are selected, in the order in which they were."""
    return tuple((one.table, one.record) for one in document.chosen if one.table in CARDS and not one.persona)


def _do(document: Document, edit: Edit, *made: Selection) -> bool:
    if edit:
        document.edit(edit)
    if made:
        document.choose(made)
    return bool(edit)


def remove(document: Document) -> bool:
    """Remove all that is selected; a feeling is taken off its curve. What stands next is selected then."""
    chosen = [one for one in document.chosen if not one.is_cell]
    if not chosen:
        return False
    after = _after_removal(document, chosen)
    steps, project = [], document.project
    for one in chosen:
        if one.persona:
            steps.append(remove_feeling(project, one.record, one.persona))
            project = apply(project, steps[-1])
    rows = [(one.table, one.record) for one in chosen if not one.persona]
    if rows:
        steps.append(remove_items(project, rows))
    return _do(document, compose(steps), *((after,) if after else ()))


def _after_removal(document: Document, chosen: list[Selection]) -> Selection:
    """What is selected when these are gone: the next in the cell, else the one before, else the cell."""
    piece, primary = document.piece, chosen[-1]
    if piece is None:
        return Selection()
    if primary.persona:
        return Selection("touchpoints", primary.record)
    gone = {(one.table, one.record) for one in chosen}
    if primary.table in ("stages", "lanes"):
        row = [(primary.table, key) for key in siblings(document.project, primary.table, piece.id)]
        return _neighbour(row, (primary.table, primary.record), gone) or Selection()
    if primary.table == "links" and primary.record in piece.links:
        return Selection("touchpoints", piece.links[primary.record].from_touchpoint)
    cell = cell_of(piece, primary)
    if cell is None:
        return Selection()
    items = list(cell_items(piece, *cell))
    return _neighbour(items, (primary.table, primary.record), gone) or selection_of_cell(cell)


def _neighbour(row: list[Item], item: Item, gone: set[Item]) -> Selection | None:
    if item not in row:
        return None
    at = row.index(item)
    left = [one for one in (*row[at + 1 :], *reversed(row[:at])) if one not in gone]
    return Selection(*left[0]) if left else None


def duplicate_chosen(document: Document) -> bool:
    """A copy of each selected card, right below; the copies are selected."""
    items = chosen_items(document)
    if not items:
        return False
    edit, made = duplicate(document.project, items)
    return _do(document, edit, *(Selection(*one) for one in made))


def copy(document: Document) -> bool:
    """Put the selected cards on the clipboard: as text, and as what they are."""
    items = chosen_items(document)
    if not items:
        return False
    data = QMimeData()
    data.setText(clipboard.text_of(document.project, items))
    data.setData(clipboard.MIME, QByteArray(clipboard.rich_of(document.project, items)))
    QGuiApplication.clipboard().setMimeData(data)
    return True


def cut(document: Document) -> bool:
    """Copy, then remove."""
    if not copy(document):
        return False
    items = [(one.table, one.record) for one in document.chosen if one.table in CARDS]
    after = _after_removal(document, [Selection(*one) for one in items])
    return _do(document, remove_items(document.project, items, "cut"), *((after,) if after else ()))


def _on_clipboard() -> QMimeData | None:
    """What is on the clipboard; none where there is nothing yet."""
    return QGuiApplication.clipboard().mimeData()


def paste(document: Document, data: QMimeData | None = None) -> bool:
    """Put what is on the clipboard below the selected card, or into the selected cell; the new cards are selected.

    On the header of a stage, a text makes stages after it: one per line or per cell of a spreadsheet.
    """
    data = data or _on_clipboard()
    piece = document.piece
    if piece is None or data is None or not (data.hasText() or data.hasFormat(clipboard.MIME)):
        return False
    selection = document.selection
    cell = cell_of(piece, selection) if selection else first_cell(piece)
    if selection.table == "lanes" and stages_of(piece):
        cell = selection.record, stages_of(piece)[0]
    if cell is None and selection:
        return False
    if cell is None or cell[0] == HEADS:
        return _paste_stages(document, piece, data.text(), cell[1] if cell is not None else "")
    index = _index(piece, cell, selection)
    if data.hasFormat(clipboard.MIME):
        rich = bytes(data.data(clipboard.MIME).data())
        edit, items = clipboard.pasted_rich(document.project, *cell, rich, index=index, new_stage=tr("New stage"))
    else:
        edit, items = clipboard.pasted_text(
            document.project, *cell, data.text(), index=index, new_stage=tr("New stage")
        )
    return _do(document, edit, *(Selection(*one) for one in items))


def _index(piece: MapSlice, cell: tuple[str, str], selection: Selection) -> int | None:
    items, here = cell_items(piece, *cell), (selection.table, selection.record)
    return items.index(here) + 1 if here in items else None


def _paste_stages(document: Document, piece: MapSlice, text: str, after: str) -> bool:
    project, steps, made = document.project, list[Edit](), list[Selection]()
    order = siblings(project, "stages", piece.id)
    at = order.index(after) + 1 if after in order else len(order)
    for place, title in enumerate(lines_of(rows_of_text(text))[: clipboard.MOST_STAGES]):
        one = add_stage(project, piece.id, at + place, title[:500], "paste")
        project = apply(project, one.edit)
        steps.append(one.edit)
        made.append(Selection("stages", one.id))
    return _do(document, compose(steps, "paste"), *made)


def select_all(document: Document) -> bool:
    """Select every card and touchpoint that is drawn."""
    piece = document.piece
    if piece is None:
        return False
    stages = set(stages_of(piece))
    found = [
        Selection(*item)
        for lane in lanes_of(piece)
        for stage in stages_of(piece)
        for item in cell_items(piece, lane, stage)
    ]
    document.choose(found)
    return bool(found and stages)


def shove(document: Document, way: Way) -> bool:
    """Move what is selected one place: a card up and down in its cell and on to the next, or to the stage beside."""
    piece, selection = document.piece, document.selection
    if piece is None:
        return False
    if selection.table in ("stages", "lanes") and not selection.is_cell:
        return _shove_side(document, piece, selection, way)
    items = chosen_items(document)
    cell = cell_of(piece, selection)
    if not items or cell is None:
        return False
    here = cell_items(piece, *cell)
    moved = [one for one in here if one in items]
    others = [one for one in here if one not in items]
    if way in ("up", "down"):
        first = here.index(moved[0])
        at = first - 1 if way == "up" else first + 1
        if 0 <= at <= len(others):
            return _do(document, move_items(document.project, moved, *cell, at))
    target = _beside(piece, cell, way)
    if target is None:
        return False
    index = None if way != "down" else 0
    return _do(document, move_items(document.project, moved, *target, index))


def _beside(piece: MapSlice, cell: tuple[str, str], way: Way) -> tuple[str, str] | None:
    lanes, stages = lanes_of(piece), stages_of(piece)
    if cell[0] not in lanes or cell[1] not in stages:
        return None
    row, column = lanes.index(cell[0]), stages.index(cell[1])
    row += {"up": -1, "down": 1}.get(way, 0)
    column += {"left": -1, "right": 1}.get(way, 0)
    return (lanes[row], stages[column]) if 0 <= row < len(lanes) and 0 <= column < len(stages) else None


def _shove_side(document: Document, piece: MapSlice, selection: Selection, way: Way) -> bool:
    """Move a stage left or right, a row up or down, over what is hidden too."""
    stages = selection.table == "stages"
    if way not in (("left", "right") if stages else ("up", "down")):
        return False
    step = 1 if way in ("right", "down") else -1
    order = siblings(document.project, selection.table, piece.id)
    at = order.index(selection.record) + step
    rows = piece.stages if stages else piece.lanes
    while 0 <= at < len(order) and rows[order[at]].hidden:
        at += step
    if not 0 <= at < len(order):
        return False
    mover = move_stage if stages else move_lane
    return _do(document, mover(document.project, selection.record, at))


def persona_in_focus(document: Document) -> str:
    """Whose feelings the keys mean: the persona of the selected feeling, the one who is shown alone, else the first."""
    piece = document.piece
    if piece is None:
        return ""
    shown = [key for key in piece.personas if key not in piece.map.hidden_personas]
    named = document.selection.persona or document.solo
    return named if named in piece.personas else next(iter(shown), "")


def rate(document: Document, mark: int) -> bool:
    """Give what is selected a mark from 1 to 5: how bad a pain is, how much an opportunity brings, how a moment feels.

    A moment without a feeling gets one, of the persona in focus.
    """
    project, steps = document.project, list[Edit]()
    for one in document.chosen:
        if one.table == "touchpoints":
            persona = one.persona or persona_in_focus(document)
            steps += [set_feeling(project, one.record, persona, mark - 3.0)] if persona else []
        elif one.table == "cards":
            for table, field, label in (("pains", "severity", "severity"), ("opportunities", "impact", "number")):
                found = record_of(project, one.record, table)
                steps += [set_field(project, table, found[0], (field,), mark, label)] if found else []
    feeling = _feeling_here(document, mark) if document.selection.is_cell else None
    steps += [feeling] if feeling is not None else []
    return _do(document, compose(steps))


def _feeling_here(document: Document, mark: int) -> Edit | None:
    """A feeling for the first moment of a stage that has none, when the cell of a row of feelings is selected."""
    piece, selection = document.piece, document.selection
    if piece is None or piece.lanes[selection.lane].kind != "emotions":
        return None
    persona = persona_in_focus(document)
    points = [key for key in piece.in_stage(selection.record) if persona not in piece.touchpoints[key].feelings]
    return set_feeling(document.project, points[0], persona, mark - 3.0) if persona and points else None


def stretch(document: Document, by: int) -> bool:
    """Let the selected cards reach over so many stages more (or less)."""
    cards = [(one.record, document.project.cards[one.record]) for one in document.chosen if one.table == "cards"]
    steps = [set_span(document.project, key, max(1, card.span + by)) for key, card in cards]
    return _do(document, compose(steps))


def size_by_itself(document: Document) -> bool:
    """Let the selected stages be as wide, and the rows as high, as what is in them asks for."""
    size = {"stages": set_width, "lanes": set_height}
    chosen = [one for one in document.chosen if one.table in size and not one.is_cell]
    return _do(document, compose([size[one.table](document.project, one.record, None) for one in chosen]))
