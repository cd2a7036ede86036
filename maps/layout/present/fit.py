"""Texts that fit: a fixed ladder of sizes, and the largest step at which a text needs no cutting."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from maps.layout.context import legible
from maps.layout.elements import Align, Text
from maps.layout.geometry import Rect
from maps.layout.measure import Measure, Wrapped, right_to_left

Step = tuple[str, int]
"""A type role and how many lines a text may take in it."""

TITLE: tuple[Step, ...] = (
    ("present_stage", 1), ("present_72", 2), ("present_48", 2), ("present_36", 3), ("present_28", 4), ("present_22", 5),
)  # fmt: skip
NUMBER: tuple[Step, ...] = (("present_stage", 1), ("present_72", 1), ("present_48", 1), ("present_36", 1))
MONEY: tuple[Step, ...] = (("present_money", 1), ("present_72", 1), ("present_48", 1), ("present_36", 1),
                           ("present_22", 2))  # fmt: skip
HEAD: tuple[Step, ...] = (("present_36", 2), ("present_28", 3), ("present_22", 4))
WORDS: tuple[Step, ...] = (("present_sentence", 2), ("present_26", 3), ("present_small", 3))
SMALL: tuple[Step, ...] = (("present_small", 1),)


_SPACES = re.compile(r"[ \t\n\r\f\v]+")


def _words(text: str) -> list[str]:
    """The parts that a line may end after: a space that does not break keeps an amount with its sign."""
    return [part for part in _SPACES.split(text) if part]


@dataclass(frozen=True)
class Writer:
    """Breaks texts by a measure."""

    measure: Measure

    def fitted(self, words: str, width: float, steps: Sequence[Step]) -> tuple[str, Wrapped]:
        """The first step at which the text is whole, no word broken; else the smallest, cut at its end."""
        words = " ".join(_words(legible(words)))
        found = ("", Wrapped((), 0.0, 0.0))
        for role, lines in steps:
            found = (role, self.measure.wrap(words, role, width, lines))
            if not found[1].elided and _words(" ".join(found[1].lines)) == _words(words):
                return found
        return found

    def put(
        self,
        words: str,
        steps: Sequence[Step],
        x: float,
        y: float,
        width: float,
        colour: str = "ink",
        *,
        align: Align = "left",
        ground: str = "",
    ) -> Text | None:
        """A text with its top at y, in a column of this width from x; none for an empty one."""
        role, wrapped = self.fitted(words, width, steps)
        if not wrapped.lines:
            return None
        if align == "left" and right_to_left(words):
            align = "right"
        spare = width - wrapped.width
        left = x + {"left": 0.0, "right": spare, "centre": spare / 2}[align]
        box = Rect(left, y, wrapped.width, wrapped.height)
        return Text(box, wrapped.lines, role, colour, align, ground, False, wrapped.elided, words)
