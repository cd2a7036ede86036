"""How layout asks how large a text is, without knowing what will draw it."""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass
from typing import Protocol


@dataclass(frozen=True, slots=True)
class Wrapped:
    """A text broken into lines.

    ``width`` is that of the widest line, ``height`` that of all lines together, both in px. ``elided`` is true when
    the text did not fit and its last line ends in an ellipsis.
    """

    lines: tuple[str, ...]
    width: float
    height: float
    elided: bool = False


class Measure(Protocol):
    """Breaks and measures texts in the type roles of the design language."""

    def wrap(self, text: str, role: str, width: float, max_lines: int = 0) -> Wrapped:
        """Break ``text`` so that no line is wider than ``width`` px; 0 ``max_lines`` is no limit.

        Words that are too long are broken anywhere. A line break in the text stays one. An empty text has no lines
        and no size. Never returns a line wider than ``width``.
        """


def right_to_left(text: str) -> bool:
    """Whether the first letter with a direction runs from right to left."""
    for letter in text:
        direction = unicodedata.bidirectional(letter)
        if direction in {"R", "AL"}:
            return True
        if direction == "L":
            return False
    return False
