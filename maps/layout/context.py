"""What every part of the layout works with."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass, field
from functools import cached_property

from maps.layout.columns import Columns, Grid, Slot, column_slots
from maps.layout.elements import Align, Mark, Text
from maps.layout.geometry import Point, Rect
from maps.layout.measure import Measure, right_to_left
from maps.layout.memory import Memory
from maps.layout.options import LayoutOptions
from maps.layout.words import MapWords
from maps.model import MapSlice

PEOPLE_SLOTS = 6
_UNSEEN = frozenset({"Cc", "Cs", "Cn"})


@dataclass(frozen=True)
class Context:
    """The map, its columns, the measure, the words and the wishes."""

    piece: MapSlice
    cells: Grid
    places: Columns
    measure: Measure
    words: MapWords
    options: LayoutOptions
    memory: Memory = field(default_factory=Memory)

    @cached_property
    def columns(self) -> tuple[Slot, ...]:
        """The columns of the grid as slots."""
        return column_slots(self.cells, self.places)

    @cached_property
    def order(self) -> tuple[str, ...]:
        """Ids of all stages in order, hidden ones too."""
        return tuple(self.piece.stages)

    @cached_property
    def everywhere(self) -> tuple[object, ...]:
        """What every element may depend on besides its own records and the cells of touchpoints."""
        names = tuple((key, self.slots[key]) for key in self.personas)
        return tuple(self.cells.stages.items()), self.places, self.measure, self.words, names

    @cached_property
    def personas(self) -> tuple[str, ...]:
        """Ids of the personas to draw, in order."""
        wanted = self.options.personas
        if wanted:
            return tuple(key for key in self.piece.personas if key in wanted)
        return tuple(key for key in self.piece.personas if key not in self.piece.map.hidden_personas)

    @cached_property
    def slots(self) -> dict[str, int]:
        """Colour slot of every persona of the map."""
        return persona_slots(self.piece)

    def text(
        self,
        words: str,
        role: str,
        x: float,
        y: float,
        width: float,
        colour: str = "ink",
        *,
        lines: int = 0,
        align: Align = "left",
        minor: bool = False,
        ground: str = "",
    ) -> Text | None:
        """Finished lines with their top left at (x, y), no wider than ``width``; None for an empty text.

        A text that runs from right to left stands at the right of the width.
        """
        words = legible(words).strip()
        wrapped = self.measure.wrap(words, role, width, lines) if words and width > 0 else None
        if wrapped is None or not wrapped.lines:
            return None
        if align == "left" and right_to_left(words):
            align = "right"
        spare = width - wrapped.width
        left = x + {"left": 0.0, "right": spare, "centre": spare / 2}[align]
        box = Rect(left, y, wrapped.width, wrapped.height)
        return Text(box, wrapped.lines, role, colour, align, ground, minor, wrapped.elided, words)

    def drawn(self, personas: Iterable[str]) -> bool:
        """Whether something of these personas is drawn: nobody's is everybody's."""
        found = set(personas)
        return not found or bool(found & set(self.personas))

    def marks(self, personas: Iterable[str], x: float, y: float, size: float = 9.0) -> tuple[Mark, ...]:
        """The outlines of the personas that are drawn, side by side, the first one's box at (x, y)."""
        shown = [key for key in self.personas if key in set(personas)]
        step = size + 2.0
        return tuple(
            Mark(Point(x + size / 2 + i * step, y + size / 2), size, key, self.slots[key])
            for i, key in enumerate(shown)
        )


def legible(words: str) -> str:
    """The text without what no file format and no font can hold: control characters and half letters become spaces."""
    if words.isprintable():
        return words
    return "".join(" " if unicodedata.category(x) in _UNSEEN and x not in "\n\r" else x for x in words)


def persona_slots(piece: MapSlice) -> dict[str, int]:
    """Colour slot of each persona: the one it asks for, or the next free one when another already has it.

    A seventh persona and later ones get slots from 6 on, which repeat the colours with a dashed curve.
    """
    result: dict[str, int] = {}
    taken: set[int] = set()
    for key, persona in piece.personas.items():
        slot = persona.colour
        if slot in taken:
            slot = next(i for i in range(len(piece.personas) + PEOPLE_SLOTS) if i not in taken)
        taken.add(slot)
        result[key] = slot
    return result
