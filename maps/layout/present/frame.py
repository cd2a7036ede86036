"""What every screen has: the steps of the whole at the top, the neighbours and the time at the foot."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from maps.layout.elements import Face, Mark, Text
from maps.layout.geometry import Point, Rect
from maps.layout.present.fit import SMALL
from maps.layout.present.plate import Bar, CurveLine, Dots, Line, Plate, Portrait, Sign
from maps.layout.present.show import Show

LEFT = 80.0
TOP = 112.0
FOOT = 52.0
"""From the lower edge to the middle of the foot's line."""
BODY_FOOT = 90.0
"""From the lower edge to where the body ends."""
_GAP = 10.0
_TIMER = 190.0


@dataclass
class Making:
    """A plate that is being made."""

    show: Show
    bars: list[Bar] = field(default_factory=list)
    texts: list[Text] = field(default_factory=list)
    lines: list[Line] = field(default_factory=list)
    curves: list[CurveLine] = field(default_factory=list)
    faces: list[Face] = field(default_factory=list)
    dots: list[Dots] = field(default_factory=list)
    signs: list[Sign] = field(default_factory=list)
    portraits: list[Portrait] = field(default_factory=list)
    marks: list[Mark] = field(default_factory=list)
    timer: Rect = field(default_factory=lambda: Rect(0, 0, 0, 0))
    figures: bool = False
    """Whether a figure stands on it that nothing backs yet."""

    @property
    def right(self) -> float:
        """The right edge of what may be written on."""
        return self.show.width - LEFT

    @property
    def bottom(self) -> float:
        """Where the body ends."""
        return self.show.height - BODY_FOOT

    def add(self, text: Text | None) -> float:
        """Keep a text; the y below it (0 when there is none)."""
        if text is None:
            return 0.0
        self.texts.append(text)
        return text.rect.bottom

    def plate(self) -> Plate:
        """What has been made."""
        return Plate(
            self.show.width, self.show.height, tuple(self.bars), tuple(self.texts), tuple(self.lines),
            tuple(self.curves), tuple(self.faces), tuple(self.dots), tuple(self.signs), tuple(self.portraits),
            tuple(self.marks), self.timer,
        )  # fmt: skip


def steps(making: Making, titles: Sequence[str], now: int) -> None:
    """A bar for each step; their names below when all of them fit, else only that of the one that is shown."""
    if not titles:
        return
    room = making.right - LEFT
    each = (room - _GAP * (len(titles) - 1)) / len(titles)
    names = []
    for place, title in enumerate(titles):
        x = LEFT + place * (each + _GAP)
        state = "now" if place == now else "past" if place < now else "coming"
        making.bars.append(Bar(Rect(x, 44.0, max(1.0, each), 4.0), state))  # type: ignore[arg-type]  # of the three
        role = "present_22" if place == now else "present_small"
        names.append(
            making.show.writer.put(title, ((role, 1),), x, 58.0, max(1.0, each), "ink" if place == now else "ink3")
        )
    if any(one is not None and one.elided for one in names):
        making.add(_alone(making, titles[now], LEFT + now * (each + _GAP)))
        return
    for name in names:
        making.add(name)


def _alone(making: Making, title: str, x: float) -> Text | None:
    """The name of the step that is shown, moved in from the right edge as far as it needs."""
    found = making.show.writer.put(title, (("present_22", 1),), LEFT, 58.0, making.right - LEFT)
    if found is None:
        return None
    left = min(x, making.right - found.rect.w)
    return making.show.writer.put(title, (("present_22", 1),), max(LEFT, left), 58.0, found.rect.w + 1.0)


def foot(making: Making, before: str, after: str) -> None:
    """The neighbours at the sides, in the middle the time and, where figures stand, that nothing backs them."""
    show = making.show
    middle = show.height - FOOT
    top, centre = middle - 15.0, show.width / 2
    room = centre - 240.0 - LEFT - 44.0
    if before:
        making.signs.append(Sign("arrow-left", Rect(LEFT, middle - 13.0, 26.0, 26.0), "ink3"))
        making.add(show.writer.put(before, SMALL, LEFT + 42.0, top, room, "ink3"))
    if after:
        making.signs.append(Sign("arrow-right", Rect(making.right - 26.0, middle - 13.0, 26.0, 26.0), "ink3"))
        making.add(show.writer.put(after, SMALL, making.right - 42.0 - room, top, room, "ink3", align="right"))
    making.timer = Rect(centre - 20.0 - _TIMER, middle - 30.0, _TIMER, 60.0)
    if making.figures and not show.calibrated:
        making.add(show.writer.put(show.words.uncalibrated, SMALL, centre, top, 230.0, "ink3"))


def rule(making: Making, x1: float, y1: float, x2: float, y2: float, colour: str = "line") -> None:
    """A hairline."""
    making.lines.append(Line(Point(x1, y1), Point(x2, y2), colour))
