"""What one screen of a presentation is made of, in px of a sheet that is at least 1600 x 1000.

Who paints it scales the sheet to the screen; nothing is left to decide but colours (named by token).
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Literal

from maps.layout.elements import Face, Mark, Text
from maps.layout.geometry import Point, Rect

WIDTH, HEIGHT = 1600.0, 1000.0
"""The least sheet: a wider screen gets a wider one, a higher screen a higher one."""


def sheet_size(width: float, height: float) -> tuple[float, float, float]:
    """Width and height of the sheet for a screen of this size, and how many px of the screen one of its px is."""
    scale = max(0.01, min(width / WIDTH, height / HEIGHT))
    return max(WIDTH, width / scale), max(HEIGHT, height / scale), scale


@dataclass(frozen=True, slots=True)
class Bar:
    """One step of the whole, at the top: gone by, the one that is shown, or to come."""

    rect: Rect
    state: Literal["past", "now", "coming"]


@dataclass(frozen=True, slots=True)
class Line:
    """A straight line in the colour of a token."""

    start: Point
    end: Point
    colour: str = "line"
    dashed: bool = False


@dataclass(frozen=True, slots=True)
class CurveLine:
    """A curve as points; it appears between `fade[0]` and `fade[1]` and goes between `fade[2]` and `fade[3]` (x)."""

    points: tuple[Point, ...]
    persona: str
    slot: int
    fade: tuple[float, float, float, float]
    faint: bool = False


@dataclass(frozen=True, slots=True)
class Dots:
    """A row of dots from `at` (left, middle): `lit` of `count`; severity or votes."""

    at: Point
    kind: Literal["severity", "votes"]
    lit: int
    count: int
    size: float

    @property
    def width(self) -> float:
        """From the first dot's left to the last one's right."""
        return self.count * self.size * 1.36 - self.size * 0.36


@dataclass(frozen=True, slots=True)
class Sign:
    """An icon in the colour of a token."""

    name: str
    rect: Rect
    colour: str = "ink2"


@dataclass(frozen=True, slots=True)
class Portrait:
    """A persona's portrait in her outline."""

    rect: Rect
    persona: str
    slot: int


@dataclass(frozen=True)
class Plate:
    """One screen. `timer` is where the time that is left stands when a timer runs."""

    width: float
    height: float
    bars: tuple[Bar, ...] = ()
    texts: tuple[Text, ...] = ()
    lines: tuple[Line, ...] = ()
    curves: tuple[CurveLine, ...] = ()
    faces: tuple[Face, ...] = ()
    dots: tuple[Dots, ...] = ()
    signs: tuple[Sign, ...] = ()
    portraits: tuple[Portrait, ...] = ()
    marks: tuple[Mark, ...] = ()
    timer: Rect = field(default_factory=lambda: Rect(0, 0, 0, 0))

    def boxes(self) -> list[Rect]:
        """What must not lie over one another: texts, faces, dots, signs and portraits."""
        rows = [Rect(one.at.x, one.at.y - one.size / 2, one.width, one.size) for one in self.dots]
        return [
            *(one.rect for one in self.texts), *(one.rect for one in self.faces), *rows,
            *(one.rect for one in self.signs), *(one.rect for one in self.portraits), self.timer,
        ]  # fmt: skip
