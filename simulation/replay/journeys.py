"""Single visitors on their way over the map: where each of them is at every moment of the replay.

The replay's clock runs in pages, not in minutes: a page takes as long to show whether it was read for two seconds or
for two hundred, in proportion to the logarithm of its time, so that nobody waits for who thinks long. Between visits
and before the first one there is nothing to show.
"""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass
from typing import Literal

from simulation import traces
from simulation.experiment.watch import Stopped
from simulation.plan import Records
from simulation.traces.walk import Walk

End = Literal["order", "goal", "left"]
_BRIEF, _SLOW = 1.0, 0.35
"""Seconds a page of one second takes in the replay, and what each factor e of its time adds."""


@dataclass(frozen=True)
class Stop:
    """A page on the way: its touchpoint, when the visitor arrives and goes on (s of the replay), by which link.

    `told` counts the messages shown there. `link` is empty where the visit ends.
    """

    touchpoint: str
    arrives: float
    goes: float
    link: str = ""
    told: int = 0


@dataclass(frozen=True)
class Trip:
    """One visit: whose, which one, on what, page after page, and how it ends."""

    visitor: int
    visit: int
    persona: str
    draw: int
    stops: tuple[Stop, ...]
    end: End

    @property
    def lasts(self) -> float:
        """Seconds of the replay from the first page to the end of the last."""
        return self.stops[-1].goes if self.stops else 0.0


def shown_for(milliseconds: float) -> float:
    """How long a page stands in the replay, s, from how long it was looked at."""
    return _BRIEF + _SLOW * math.log1p(max(0.0, milliseconds) / 1000.0)


def trips(walk: Walk, arm: int, most: int, cancelled: Callable[[], bool] | None = None) -> tuple[Trip, ...]:
    """The visits of the first `most` visitors of a run in one arm, in the order of visitors; Stopped when cancelled."""
    found: list[Trip] = []
    for span in walk.spans(most):
        if cancelled is not None and cancelled():
            raise Stopped
        found += _of_events(walk, walk.events(span, arm), span.draw)
    return tuple(found)


def _of_events(walk: Walk, rows: Records, draw: int) -> list[Trip]:
    tables, found = walk.compiled.tables, []
    being: _Trip | None = None
    for row in rows:
        kind = int(row["kind"])
        if kind == traces.VISIT:
            being = _Trip(int(row["visitor"]), int(row["visit"]), tables.personas[int(row["persona"])], draw)
        elif being is None:
            continue
        elif kind == traces.VIEW and row["card"] >= 0:
            being.arrive(tables.cards[int(row["card"])])
        elif kind == traces.MESSAGE:
            being.told += 1
        elif kind == traces.CHOICE and row["link"] >= 0:
            being.go(float(row["value"]), tables.links[int(row["link"])])
        elif kind in (traces.ORDER, traces.GOAL):
            being.end = "order" if kind == traces.ORDER else being.end if being.end == "order" else "goal"
        elif kind in (traces.LEAVE, traces.BOUNCE):
            being.go(float(row["value"]), "")
            found.append(being.made())
            being = None
        if being is not None and being.end == "order":
            being.go(0.0, "")
            found.append(being.made())
            being = None
    return [trip for trip in found if trip.stops]


class _Trip:
    """A visit that is being read."""

    def __init__(self, visitor: int, visit: int, persona: str, draw: int) -> None:
        self.visitor, self.visit, self.persona, self.draw = visitor, visit, persona, draw
        self.stops: list[Stop] = []
        self.at, self.here, self.told = 0.0, "", 0
        self.end: End = "left"

    def arrive(self, touchpoint: str) -> None:
        """A page is seen; of two without a choice between them the first was passed through at once."""
        self.go(0.0, "")
        self.here, self.told = touchpoint, 0

    def go(self, milliseconds: float, link: str) -> None:
        """The page is left, by a link or for good."""
        if not self.here:
            return
        until = self.at + shown_for(milliseconds)
        self.stops.append(Stop(self.here, self.at, until, link, self.told))
        self.at, self.here, self.told = until, "", 0

    def made(self) -> Trip:
        """The visit as it was."""
        return Trip(self.visitor, self.visit, self.persona, self.draw, tuple(self.stops), self.end)
