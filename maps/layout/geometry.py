"""Points, rectangles and paths in layout px: x to the right, y down, (0, 0) at the map's top left."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from math import hypot
from typing import Literal, NamedTuple


class Point(NamedTuple):
    """A place."""

    x: float
    y: float


@dataclass(frozen=True, slots=True)
class Rect:
    """An upright rectangle; width and height are never negative."""

    x: float
    y: float
    w: float
    h: float

    @property
    def right(self) -> float:
        """x of the right edge."""
        return self.x + self.w

    @property
    def bottom(self) -> float:
        """y of the lower edge."""
        return self.y + self.h

    @property
    def centre(self) -> Point:
        """The middle."""
        return Point(self.x + self.w / 2, self.y + self.h / 2)

    def grown(self, by: float) -> Rect:
        """The rectangle with every edge moved out by ``by`` px (in, when negative)."""
        return Rect(self.x - by, self.y - by, max(0.0, self.w + 2 * by), max(0.0, self.h + 2 * by))

    def moved(self, dx: float, dy: float) -> Rect:
        """The rectangle moved by (dx, dy)."""
        return Rect(self.x + dx, self.y + dy, self.w, self.h)

    def meets(self, other: Rect) -> bool:
        """Whether the two share an area; touching edges do not count."""
        return self.x < other.right and other.x < self.right and self.y < other.bottom and other.y < self.bottom

    def holds(self, other: Rect, slack: float = 0.0) -> bool:
        """Whether ``other`` lies inside, allowing ``slack`` px over each edge."""
        return (
            other.x >= self.x - slack
            and other.y >= self.y - slack
            and other.right <= self.right + slack
            and other.bottom <= self.bottom + slack
        )

    def has(self, x: float, y: float) -> bool:
        """Whether the point (x, y) lies inside or on the edge."""
        return self.x <= x <= self.right and self.y <= y <= self.bottom


@dataclass(frozen=True, slots=True)
class Segment:
    """One step of a path.

    ``move`` and ``line`` have one point, ``cubic`` two control points and the end, ``close`` none.
    """

    kind: Literal["move", "line", "cubic", "close"]
    points: tuple[Point, ...] = ()


@dataclass(frozen=True, slots=True)
class Path:
    """A path of straight and cubic steps."""

    segments: tuple[Segment, ...]

    def bounds(self) -> Rect:
        """The rectangle around all its points and control points."""
        return around(point for segment in self.segments for point in segment.points)

    def sampled(self, step: float = 6.0) -> tuple[Point, ...]:
        """Points along the path, about ``step`` px apart, both ends included."""
        result: list[Point] = []
        here = Point(0.0, 0.0)
        for segment in self.segments:
            if segment.kind == "move":
                result.append(segment.points[0])
            elif segment.kind == "line":
                result += _along(here, (here, segment.points[0]), step)
            elif segment.kind == "cubic":
                result += _along(here, (here, *segment.points), step)
            here = segment.points[-1] if segment.points else here
        return tuple(result)


def _along(start: Point, control: Sequence[Point], step: float) -> list[Point]:
    length = sum(hypot(b.x - a.x, b.y - a.y) for a, b in zip((start, *control), control, strict=False))
    count = max(1, round(length / step))
    if len(control) == 2:
        (ax, ay), (bx, by) = control
        return [Point(ax + (bx - ax) * i / count, ay + (by - ay) * i / count) for i in range(1, count + 1)]
    return [_on_cubic(control, i / count) for i in range(1, count + 1)]


def _on_cubic(control: Sequence[Point], t: float) -> Point:
    (ax, ay), (bx, by), (cx, cy), (dx, dy) = control
    s = 1.0 - t
    p, q, u, v = s * s * s, 3 * s * s * t, 3 * s * t * t, t * t * t
    return Point(p * ax + q * bx + u * cx + v * dx, p * ay + q * by + u * cy + v * dy)


def around(points: Iterable[Point]) -> Rect:
    """The smallest rectangle around the points; raises ``ValueError`` when there are none."""
    found = list(points)
    xs, ys = [p.x for p in found], [p.y for p in found]
    return Rect(min(xs), min(ys), max(xs) - min(xs), max(ys) - min(ys))


def union(rects: Iterable[Rect]) -> Rect:
    """The smallest rectangle around all of ``rects``; raises ``ValueError`` when there are none."""
    found = list(rects)
    return around([Point(r.x, r.y) for r in found] + [Point(r.right, r.bottom) for r in found])


def move(x: float, y: float) -> Segment:
    """Begin at (x, y)."""
    return Segment("move", (Point(x, y),))


def line(x: float, y: float) -> Segment:
    """A straight step to (x, y)."""
    return Segment("line", (Point(x, y),))


def cubic(x1: float, y1: float, x2: float, y2: float, x: float, y: float) -> Segment:
    """A cubic step to (x, y) by the controls (x1, y1) and (x2, y2)."""
    return Segment("cubic", (Point(x1, y1), Point(x2, y2), Point(x, y)))


CLOSE = Segment("close")


def rounded(points: Sequence[Point], radius: float) -> Path:
    """A path through ``points`` with each corner rounded by up to ``radius`` px (less where a leg is short)."""
    segments = [move(*points[0])]
    for before, here, after in zip(points, points[1:], points[2:], strict=False):
        into, out = hypot(here.x - before.x, here.y - before.y), hypot(after.x - here.x, after.y - here.y)
        r = min(radius, into / 2, out / 2)
        if r < 0.5:
            segments.append(line(*here))
            continue
        a = Point(here.x + (before.x - here.x) * r / into, here.y + (before.y - here.y) * r / into)
        b = Point(here.x + (after.x - here.x) * r / out, here.y + (after.y - here.y) * r / out)
        k = 0.45
        segments += [
            line(*a),
            cubic(
                here.x + (a.x - here.x) * k,
                here.y + (a.y - here.y) * k,
                here.x + (b.x - here.x) * k,
                here.y + (b.y - here.y) * k,
                b.x,
                b.y,
            ),
        ]
    segments.append(line(*points[-1]))
    return Path(tuple(segments))
