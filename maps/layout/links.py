"""Links as drawn lines: from routes through gutters to paths with an arrow and a share."""

from __future__ import annotations

import itertools
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from math import hypot

from maps.layout.elements import LinkLine, Text
from maps.layout.geometry import Path, Point, Rect, around, cubic, line, move, rounded
from maps.layout.measure import Measure
from maps.layout.options import Sizes
from maps.layout.routes import Ports, Route
from maps.layout.shelves import Shelves
from maps.layout.tracks import Tracks
from maps.layout.words import MapWords
from maps.model import Link

_CORNER, _CLEAR, _SHORT = 14.0, 2.0, 60.0


@dataclass(frozen=True)
class Lattice:
    """Where gutters and gaps lie, px: (from, to) of each gutter in x and of each gap in y; card boxes by cell."""

    gutters: Sequence[tuple[float, float]]
    gaps: Sequence[tuple[float, float]]
    cards: Mapping[tuple[int, int], Rect]

    def gutter_x(self, gutter: int, track: int, count: int) -> float:
        """x of a track: in the middle of the gutter, or right of the room for the shares of straight links."""
        low, high = self.gutters[gutter]
        if count < 2:
            return (low + high) / 2
        low = max(low, high - 16.0 - Sizes.TRACK * count)
        return low + (high - 12.0 - low) * (track + 0.5) / count

    def gap_y(self, gap: int, track: int, count: int) -> float:
        """y of a track."""
        low, high = self.gaps[gap]
        return low + (high - low) * (track + 1) / (count + 1)


def line_width(share: float) -> float:
    """Width in px of a link that a share of the views takes."""
    return 1.0 + 3.6 * share


def arrow_size(width: float) -> tuple[float, float]:
    """Length and half width of the arrow head at the end of a line of this width, px."""
    half = max(3.2, 0.9 * width)
    return 1.9 * half, half


def link_line(
    key: str, link: Link, way: Route, lattice: Lattice, offsets: Ports, lanes: Tracks, *, main: bool, away: bool,
    width: float | None = None, words: str = "",
) -> LinkLine:  # fmt: skip
    """The line of one link, without its label; of another width and with other words than its share where given."""
    width = line_width(link.share.value) if width is None else width
    start = _port(lattice.cards[way.start], way.out, offsets.out(key), 0.0)
    tip = _port(lattice.cards[way.end], way.into, offsets.into(key), _CLEAR)
    heading = {"left": Point(1, 0), "right": Point(-1, 0), "top": Point(0, 1), "bottom": Point(0, -1)}[way.into]
    length, half = arrow_size(width)
    base = Point(tip.x - heading.x * (length - 1), tip.y - heading.y * (length - 1))
    path = _path(way, start, base, lattice, lanes, _port(lattice.cards[way.end], way.into, offsets.into(key), 0.0))
    box = path.bounds().grown(max(width / 2, half))
    return LinkLine(
        id=key, rect=box, table="links", record=key, path=path, tip=tip, heading=heading, width=width,
        share=link.share.value, main=main, away=away, source=link.from_touchpoint, target=link.to_touchpoint,
        words=words,
    )  # fmt: skip


def _port(card: Rect, side: str, offset: float, clear: float) -> Point:
    middle = card.centre
    if side == "left":
        return Point(card.x - clear, middle.y + offset)
    if side == "right":
        return Point(card.right + clear, middle.y + offset)
    if side == "top":
        return Point(middle.x + offset, card.y - clear)
    return Point(middle.x + offset, card.bottom + clear)


def _path(way: Route, start: Point, base: Point, lattice: Lattice, lanes: Tracks, edge: Point) -> Path:
    if way.gutter is None:
        if start.x != base.x and start.y != base.y:
            return _s_curve(start, base)
        return Path((move(*start), line(*base)))
    count = lanes.gutter_count[way.gutter]
    if way.gap is None or way.gutter2 is None:
        low, high = lattice.gutters[way.gutter]
        crosses_only = low - 1 <= min(start.x, edge.x) and max(start.x, edge.x) <= high + 1
        if abs(start.y - base.y) < 1.0:
            return Path((move(*start), line(*base)))
        if count == 1 and crosses_only and way.out != way.into:
            return _s_curve(start, base)
        x = lattice.gutter_x(way.gutter, lanes.gutter[way.link, way.gutter], count)
        return rounded([start, Point(x, start.y), Point(x, base.y), base], _CORNER)
    x1 = lattice.gutter_x(way.gutter, lanes.gutter[way.link, way.gutter], count)
    x2 = lattice.gutter_x(way.gutter2, lanes.gutter[way.link, way.gutter2], lanes.gutter_count[way.gutter2])
    y = lattice.gap_y(way.gap, lanes.gap[way.link, way.gap], lanes.gap_count[way.gap])
    corners = [start, Point(x1, start.y), Point(x1, y), Point(x2, y), Point(x2, base.y), base]
    return rounded(corners, _CORNER)


def _s_curve(start: Point, end: Point) -> Path:
    dx = end.x - start.x
    return Path((move(*start), cubic(start.x + 0.62 * dx, start.y, end.x - 0.5 * dx, end.y, end.x, end.y)))


class Labels:
    """Finds a free place for each share; places once taken stay taken.

    ``blocked`` is what no label may cover, ``lines`` the sampled ways of all links, ``within`` the room there is.
    """

    def __init__(
        self,
        measure: Measure,
        words: MapWords,
        blocked: Iterable[Rect],
        lines: Mapping[str, Sequence[Point]],
        within: Rect,
    ) -> None:
        self._measure, self._words, self._lines, self._within = measure, words, lines, within
        self._taken, self._rooms = Shelves(), Shelves()
        for rect in blocked:
            self._taken.put("", rect)
        for key, points in lines.items():
            self._rooms.put(key, around(points).grown(1.5))

    def place(self, link: LinkLine) -> Text | None:
        """The share of a link in the best free place beside or on its line; None when there is none."""
        words = link.words or self._words.percent(link.share)
        size = self._measure.wrap(words, "small_value", 200.0, 1)
        best: tuple[float, Rect, str] | None = None
        for cost, box, ground in sorted(_candidates(link, size.width, size.height), key=lambda c: c[0]):
            if best is not None and cost >= best[0]:
                break
            if not self._within.holds(box) or not self._taken.free(box):
                continue
            crossings = self._crossings(link.id, box)
            total = cost + 4.0 * crossings
            if best is None or total < best[0]:
                best = (total, box, ground or ("canvas" if crossings else ""))
        if best is None:
            return None
        self._taken.put("", best[1])
        return Text(best[1], (words,), "small_value", "ink2", "centre", ground=best[2], full=words)

    def _crossings(self, own: str, box: Rect) -> int:
        x1, y1, x2, y2 = box.x - 1.0, box.y - 1.0, box.right + 1.0, box.bottom + 1.0
        return sum(
            any(x1 <= p.x <= x2 and y1 <= p.y <= y2 for p in self._lines[key])
            for key in self._rooms.near(box)
            if key != own
        )


def _candidates(link: LinkLine, w: float, h: float) -> list[tuple[float, Rect, str]]:
    """(cost, box, ground) of places for a label: beside a straight line, else on the line with a ground under it."""
    points = link.path.sampled(4.0)
    first, last = points[0], points[-1]
    found: list[tuple[float, Rect, str]] = []
    if abs(first.y - last.y) < 1 and abs(link.heading.y) < 0.5 and all(abs(p.y - first.y) < 1 for p in points):
        for t, cost in ((0.5, 0.0), (0.3, 1.0), (0.7, 1.0), (0.15, 2.0), (0.85, 2.0)):
            x = first.x + (last.x - first.x) * t - w / 2
            found.append((cost, Rect(x, first.y - link.width / 2 - h - 0.5, w, h), ""))
            found.append((cost + 0.5, Rect(x, first.y + link.width / 2 + 0.5, w, h), ""))
    elif abs(first.x - last.x) < 1 and all(abs(p.x - first.x) < 1 for p in points):
        y = (first.y + link.tip.y) / 2 - h / 2
        found.append((0.0, Rect(first.x + 8, y, w, h), ""))
        found.append((0.5, Rect(first.x - 8 - w, y, w, h), ""))
        if abs(first.y - last.y) < _SHORT:
            return found
    reach = _lengths(points)
    total = reach[-1] or 1.0
    for at, (point, so_far) in list(enumerate(zip(points, reach, strict=True)))[::2]:
        t = so_far / total
        if 0.08 <= t <= 0.92:
            box = Rect(point.x - w / 2 - 2, point.y - h / 2, w + 4, h)
            found.append((1.5 + 3.0 * abs(t - 0.5) + _bent(points, at, w + 10, h + 6), box, "canvas"))
    return found


def _bent(points: Sequence[Point], at: int, w: float, h: float) -> float:
    """What it costs to stand on a corner: nothing where the line runs straight through a box of this size."""
    here = points[at]
    near = points[max(0, at - 8) : at + 9]
    inside = [p for p in near if abs(p.x - here.x) <= w / 2 and abs(p.y - here.y) <= h / 2]
    across = max(p.x for p in inside) - min(p.x for p in inside)
    down = max(p.y for p in inside) - min(p.y for p in inside)
    return 3.0 if min(across, down) > 2.0 else 0.0


def _lengths(points: Sequence[Point]) -> list[float]:
    result = [0.0]
    for a, b in itertools.pairwise(points):
        result.append(result[-1] + hypot(b.x - a.x, b.y - a.y))
    return result


def lane_gutters(lanes: Tracks, columns: int) -> list[float]:
    """Room each gutter needs for its tracks, px; a gutter without tracks needs none of its own."""
    return [_room(lanes.gutter_count.get(g, 0), Sizes.GUTTER if 0 < g < columns else 0.0) for g in range(columns + 1)]


def lane_gaps(lanes: Tracks, rows: int) -> list[float]:
    """Room each gap needs, px: above the first row, between rows, below the last."""
    ends = {0: Sizes.CARDS_TOP, rows: Sizes.CARDS_TOP}
    return [max(ends.get(k, Sizes.ROW_GAP), 10.0 + Sizes.TRACK * lanes.gap_count.get(k, 0)) for k in range(rows + 1)]


def _room(count: int, least: float) -> float:
    """What so many tracks need; two and more also leave room for a share beside them."""
    return max(least, (20.0 if count < 2 else 48.0) + Sizes.TRACK * count if count else 0.0)
