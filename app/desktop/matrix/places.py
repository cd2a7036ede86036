"""Where dots and labels stand in the matrix, nothing over anything else. No Qt, so that it can be tried at will."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from app.project.judging import MOST, Judged
from maps.layout.geometry import Point, Rect
from maps.model import MatrixAxis

RADIUS = 11.0
_GAP = 5.0


@dataclass(frozen=True)
class Scale:
    """The ends of an axis, and whether its lower end is the good one."""

    low: float
    high: float
    less_is_better: bool = False

    @property
    def middle(self) -> float:
        """Half way: where the quadrants meet."""
        return (self.low + self.high) / 2

    def share(self, value: float) -> float:
        """How far along the axis a value stands, 0 to 1."""
        return min(1.0, max(0.0, (value - self.low) / (self.high - self.low)))

    def value(self, share: float) -> float:
        """The value at a share of the axis."""
        return self.low + min(1.0, max(0.0, share)) * (self.high - self.low)


def scale_of(axis: MatrixAxis, found: Sequence[Judged]) -> Scale:
    """0 to 5 for what people weigh; for the rest from nought, or the lowest below it, to a round figure."""
    if axis in MOST:
        return Scale(0.0, MOST[axis], less_is_better=axis == "effort")
    values = [value for one in found if (value := one.on(axis)) is not None]
    return Scale(-_round_up(-min([0.0, *values])), _round_up(max([0.0, *values])) or 1.0)


def _round_up(value: float) -> float:
    """The next of 1, 2, 2.5, 5 times a power of ten; nought stays nought."""
    if value <= 0:
        return 0.0
    power = 10.0 ** int(f"{value:e}".partition("e")[2])
    return next(step * power for step in (1.0, 2.0, 2.5, 5.0, 10.0) if step * power >= value * (1 - 1e-9))


def apart(wanted: Sequence[Point], area: Rect, radius: float = RADIUS) -> list[Point]:
    """The dots where they belong; those that would hide another step aside, the nearest free way."""
    placed: list[Point] = []
    reach = radius * 2.2
    for point in wanted:
        placed.append(next((spot for spot in _around(point, reach) if _free(spot, placed, reach, area)), point))
    return placed


def _around(point: Point, step: float) -> list[Point]:
    spots = [point]
    for ring in range(1, 9):
        far = ring * step
        spots += [
            Point(point.x + dx * far, point.y + dy * far)
            for dx, dy in ((1, 0), (0, 1), (-1, 0), (0, -1), (0.8, 0.8), (-0.8, 0.8), (0.8, -0.8), (-0.8, -0.8))
        ]
    return spots


def _free(spot: Point, placed: Sequence[Point], reach: float, area: Rect) -> bool:
    inside = area.x <= spot.x <= area.right and area.y <= spot.y <= area.bottom
    return inside and all((spot.x - one.x) ** 2 + (spot.y - one.y) ** 2 >= (reach - 0.01) ** 2 for one in placed)


def labels(
    dots: Sequence[Point],
    sizes: Sequence[tuple[float, float]],
    area: Rect,
    taken: Sequence[Rect] = (),
    better_not: Sequence[Rect] = (),
) -> list[Rect | None]:
    """A place for each label beside its dot, clear of all dots, of each other and of what is taken; None without one.

    The first dots choose first, and over lines (`better_not`) only where nothing else is free. Who gets no place is
    told apart by the number in the dot.
    """
    occupied = [Rect(dot.x - RADIUS, dot.y - RADIUS, 2 * RADIUS, 2 * RADIUS).grown(1.0) for dot in dots] + list(taken)
    found: list[Rect | None] = []
    for dot, (width, height) in zip(dots, sizes, strict=True):
        free = [
            rect
            for rect in _beside(dot, width, height)
            if area.holds(rect) and not any(rect.meets(other) for other in occupied)
        ]
        clear = [rect for rect in free if not any(rect.meets(line) for line in better_not)]
        spot = next(iter(clear or free), None)
        found.append(spot)
        if spot is not None:
            occupied.append(spot.grown(2.0))
    return found


def _beside(dot: Point, width: float, height: float) -> list[Rect]:
    """Right, left, below, above, then the corners."""
    right, left = dot.x + RADIUS + _GAP, dot.x - RADIUS - _GAP - width
    above, below = dot.y - RADIUS - _GAP - height, dot.y + RADIUS + _GAP
    return [
        Rect(right, dot.y - height / 2, width, height),
        Rect(left, dot.y - height / 2, width, height),
        Rect(dot.x - width / 2, below, width, height),
        Rect(dot.x - width / 2, above, width, height),
        Rect(right - RADIUS, below - RADIUS / 2, width, height),
        Rect(right - RADIUS, above + RADIUS / 2, width, height),
        Rect(left + RADIUS, below - RADIUS / 2, width, height),
        Rect(left + RADIUS, above + RADIUS / 2, width, height),
    ]
