"""Where on the map a visitor of the replay is at a moment: on a card while a page is read, then along a link."""

from __future__ import annotations

from bisect import bisect_right
from dataclasses import dataclass
from functools import lru_cache
from itertools import accumulate, pairwise
from math import hypot
from typing import TYPE_CHECKING

from maps.layout.elements import LinkLine, MapLayout, TouchCard
from maps.layout.geometry import Point, Rect

if TYPE_CHECKING:
    from simulation.replay.journeys import Stop, Trip

TRAVEL = 0.45
"""Share of a page's time in the replay that is spent on the way to the next one."""
_PAD = 9.0


@dataclass(frozen=True)
class Way:
    """A line to walk along: its points and how far along each of them is, px."""

    points: tuple[Point, ...]
    reach: tuple[float, ...]

    @classmethod
    def through(cls, points: tuple[Point, ...]) -> Way:
        """The way through these points."""
        steps = (hypot(b.x - a.x, b.y - a.y) for a, b in pairwise(points))
        return cls(points, tuple(accumulate(steps, initial=0.0)))

    def at(self, part: float) -> Point:
        """The point at a part of the way, 0 to 1."""
        wanted = part * self.reach[-1]
        place = min(max(1, bisect_right(self.reach, wanted)), len(self.points) - 1)
        before, after = self.reach[place - 1], self.reach[place]
        t = 0.0 if after <= before else (wanted - before) / (after - before)
        a, b = self.points[place - 1], self.points[place]
        return Point(a.x + (b.x - a.x) * t, a.y + (b.y - a.y) * t)


class Ways:
    """The cards and links of one layout as places and ways; what is not drawn is crossed in a straight line."""

    def __init__(self, layout: MapLayout) -> None:
        self._cards: dict[str, Rect] = {}
        self._links: dict[str, Way] = {}
        for element in layout.elements:
            if isinstance(element, TouchCard):
                self._cards[element.record] = element.rect
            elif isinstance(element, LinkLine):
                self._links[element.record] = Way.through(tuple(element.path.sampled(6.0)))

    def where(self, trip: Trip, moment: float) -> Point | None:
        """Where the maker of a trip is, `moment` seconds after it began; none before, after, or off the map."""
        place = bisect_right([stop.arrives for stop in trip.stops], moment) - 1
        if place < 0 or moment >= trip.lasts:
            return None
        stop = trip.stops[place]
        here = self._on_card(stop.touchpoint, trip.visitor, place)
        if here is None:
            return None
        part = (moment - stop.arrives) / max(1e-9, stop.goes - stop.arrives)
        if not stop.link or place + 1 >= len(trip.stops) or part < 1.0 - TRAVEL:
            return here
        there = self._on_card(trip.stops[place + 1].touchpoint, trip.visitor, place + 1)
        along = (part - (1.0 - TRAVEL)) / TRAVEL
        return here if there is None else self._between(stop, here, there, along)

    def _between(self, stop: Stop, here: Point, there: Point, along: float) -> Point:
        """From one card to the next: to the start of the link, along it, and to the place on the card it leads to."""
        line = self._links.get(stop.link)
        points = (here, there) if line is None else (here, *line.points, there)
        return Way.through(points).at(_eased(along))

    def _on_card(self, touchpoint: str, visitor: int, place: int) -> Point | None:
        """A spot of his own on a card: the same whenever it is asked for."""
        rect = self._cards.get(touchpoint)
        if rect is None:
            return None
        x, y = _spot(visitor, place)
        return Point(rect.x + _PAD + x * (rect.w - 2 * _PAD), rect.y + _PAD + y * (rect.h - 2 * _PAD))


def _eased(part: float) -> float:
    """Slow at both ends."""
    return part * part * (3.0 - 2.0 * part)


@lru_cache(maxsize=4096)
def _spot(visitor: int, place: int) -> tuple[float, float]:
    """Two even numbers between 0 and 1, from the golden ratio and its square: neighbours stand apart."""
    n = visitor * 7 + place
    return n * 0.618033988749895 % 1.0, n * 0.754877666246693 % 1.0
