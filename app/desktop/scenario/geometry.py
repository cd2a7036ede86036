"""Where everything of the matrix stands: headers, cells, chips, in px of the design language.

Pure sums over a width and the words; painting, pointing and the keyboard all read the same rectangles.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass, field

from PySide6.QtCore import QPointF, QRectF

from app.desktop.chrome import draw
from app.project.policies.cells import Cell, Matrix

HEAD, GAP, LEFT, NARROW_LEFT = 58.0, 4.0, 124.0, 100.0
LEAST_CELL, TIGHT_CELL, BARE_CELL, ROW, PAD, CHIP_GAP = 100.0, 84.0, 52.0, 116.0, 7.0, 5.0
TIGHT_LEFT = 74.0
SLOT, FOOT, BAND = 26.0, 20.0, 52.0
LINE = 16.0
WITH_ICON, WITHOUT_ICON, _ICON_FROM = 30.0, 10.0, 112.0
MOST = 5
"""Chips of a cell that are shown before the others fold."""


@dataclass(frozen=True)
class ChipWords:
    """What a chip says: its title, the grey line below it, its icon; whether it is on, new, and has a warning."""

    title: str
    condition: str
    icon: str
    on: bool
    new: bool
    warned: bool


@dataclass(frozen=True)
class ChipBox:
    """A chip in a cell: where it is, and its title as it is broken over lines."""

    rule: str
    cell: Cell
    rect: QRectF
    lines: tuple[str, ...]
    condition: str


@dataclass(frozen=True)
class CellBox:
    """A cell: where it is, its chips, the slot for one more, and the line that unfolds the rest."""

    cell: Cell
    rect: QRectF
    chips: tuple[ChipBox, ...]
    slot: QRectF
    more: QRectF | None
    hidden: int


@dataclass(frozen=True)
class Laid:
    """The whole matrix."""

    width: float
    height: float
    left: float
    heads: dict[str, QRectF]
    sides: dict[str, QRectF]
    cells: dict[Cell, CellBox]
    band: QRectF | None
    matrix: Matrix = field(repr=False)

    def cell_at(self, at: QPointF) -> CellBox | None:
        """The cell at a point."""
        return next((one for one in self.cells.values() if one.rect.contains(at)), None)

    def chip_at(self, at: QPointF) -> ChipBox | None:
        """The chip at a point."""
        box = self.cell_at(at)
        return next((one for one in box.chips if one.rect.contains(at)), None) if box is not None else None

    def kind_at(self, at: QPointF) -> bool:
        """Whether the name of a phase or an audience, or the strip of who is left alone, is at a point."""
        named = (*self.heads.values(), *self.sides.values())
        return any(rect.contains(at) for rect in named) or (self.band is not None and at.y() >= self.band.y())

    def place_at(self, box: CellBox, at: QPointF) -> int:
        """The place among a cell's rules that a chip dropped at a point would take."""
        return sum(1 for one in box.chips if one.rect.center().y() < at.y())


def wrapped(words: str, role: str, width: float, most: int) -> tuple[str, ...]:
    """Words broken over at most so many lines; the last one gives way at its end."""
    lines: list[str] = []
    rest = words.split()
    while rest and len(lines) < most - 1:
        line = rest.pop(0)
        while rest and draw.width_of(f"{line} {rest[0]}", role) <= width:
            line = f"{line} {rest.pop(0)}"
        lines.append(draw.elided(line, role, width))
    if rest:
        lines.append(draw.elided(" ".join(rest), role, width))
    return tuple(lines) or ("",)


def lay_out(
    shown: Matrix,
    width: float,
    words: Callable[[str], ChipWords],
    wide: Collection[str],
) -> Laid:
    """Everything in its place. `wide` are the audiences whose rows show all their chips."""
    left = LEFT if width >= 760 else NARROW_LEFT if width >= 560 else TIGHT_LEFT
    widths = _widths(shown, width - left)
    xs: dict[str, float] = {}
    x = left
    for phase in shown.phases:
        xs[phase] = x
        x += widths[phase] + GAP
    whole = max(left, x - GAP)
    heads = {phase: QRectF(at, 0, widths[phase], HEAD) for phase, at in xs.items()}
    said: dict[str, ChipWords] = {}

    def chip_words(rule: str) -> ChipWords:
        if rule not in said:
            said[rule] = words(rule)
        return said[rule]

    cells: dict[Cell, CellBox] = {}
    sides: dict[str, QRectF] = {}
    y = HEAD
    for audience in shown.audiences:
        boxes = {
            phase: _cell(Cell(phase, audience), shown, x, y, widths[phase], chip_words, whole=audience in wide)
            for phase, x in xs.items()
        }
        height = max([ROW, *(box.rect.height() for box in boxes.values())])
        for box in boxes.values():
            rect = QRectF(box.rect.x(), y, box.rect.width(), height)
            cells[box.cell] = CellBox(box.cell, rect, box.chips, box.slot, box.more, box.hidden)
        sides[audience] = QRectF(0, y, left - 10, height)
        y += height + GAP
    band = QRectF(left, y, whole - left, BAND) if shown.excluded else None
    return Laid(whole, y + (BAND if band is not None else 0.0), left, heads, sides, cells, band, shown)


def _widths(shown: Matrix, room: float) -> dict[str, float]:
    """How wide the columns are: all the same, or where that is too narrow those without rules give way first."""
    count = max(1, len(shown.phases))
    room -= GAP * (count - 1)
    same = room / count
    if same >= LEAST_CELL:
        return dict.fromkeys(shown.phases, same)
    held = {cell.phase for cell, rules in shown.rules.items() if rules}
    bare = [phase for phase in shown.phases if phase not in held]
    spoken = max(1, count - len(bare))
    thin = max(BARE_CELL, min(same, (room - LEAST_CELL * spoken) / max(1, len(bare))))
    wide = max(TIGHT_CELL, (room - thin * len(bare)) / spoken)
    return {phase: thin if phase in bare else wide for phase in shown.phases}


def least_width(shown: Matrix) -> float:
    """The width below which the matrix has to be scrolled sideways."""
    return TIGHT_LEFT + sum(_widths(shown, 0.0).values()) + GAP * (max(1, len(shown.phases)) - 1)


def _cell(
    cell: Cell, shown: Matrix, x: float, y: float, width: float, words: Callable[[str], ChipWords], *, whole: bool
) -> CellBox:
    held = shown.rules.get(cell, ())
    many = len(held) > MOST and not whole
    visible = held[: MOST - 1] if many else held
    top, room = y + PAD, width - 2 * PAD
    chips = []
    for rule in visible:
        box = _chip(rule, cell, QPointF(x + PAD, top), room, words(rule))
        chips.append(box)
        top = box.rect.bottom() + CHIP_GAP
    more = None
    if many or (whole and len(held) > MOST):
        more = QRectF(x + PAD, top, room, 20.0)
        top = more.bottom() + CHIP_GAP
    slot = QRectF(x + PAD, top, room, SLOT)
    height = slot.bottom() + FOOT - y
    return CellBox(cell, QRectF(x, y, width, height), tuple(chips), slot, more, len(held) - len(visible))


def inset_of(width: float) -> float:
    """Where the words of a chip begin: behind its icon, which a narrow one does without."""
    return WITH_ICON if width >= _ICON_FROM else WITHOUT_ICON


def _chip(rule: str, cell: Cell, at: QPointF, width: float, words: ChipWords) -> ChipBox:
    inset = inset_of(width)
    mark = 14.0 if words.new or words.warned else 6.0
    lines = wrapped(words.title, "small_value", width - inset - mark, 2 if inset == WITH_ICON else 3)
    under = draw.elided(words.condition, "small", width - inset - 6.0) if words.condition else ""
    height = 12.0 + LINE * (len(lines) + (1 if under else 0))
    return ChipBox(rule, cell, QRectF(at.x(), at.y(), width, height), lines, under)


def neighbours(laid: Laid, cell: Cell) -> Mapping[str, Cell]:
    """The cells left, right, above and below one; at an edge itself."""
    phases, audiences = laid.matrix.phases, laid.matrix.audiences
    column, row = phases.index(cell.phase), audiences.index(cell.audience)

    def at(c: int, r: int) -> Cell:
        return Cell(phases[min(len(phases) - 1, max(0, c))], audiences[min(len(audiences) - 1, max(0, r))])

    return {
        "left": at(column - 1, row), "right": at(column + 1, row), "up": at(column, row - 1),
        "down": at(column, row + 1),
    }  # fmt: skip
