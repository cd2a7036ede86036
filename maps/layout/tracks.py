"""Tracks: links that share a gutter or a gap run beside each other, crossing as little as they can."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from itertools import combinations

from maps.layout.routes import Ports, Route

_SAME = 0.045
"""Ends closer than this share of a row (about 4 px) lie on one line."""
_ROUNDS = 6
_OVERLAP, _CROSSING, _TRACK = 10.0, 1.0, 0.4


@dataclass(frozen=True)
class Tracks:
    """Which track each link has in the gutters and gaps it uses, and how many tracks each of these holds."""

    gutter: Mapping[tuple[str, int], int]
    gap: Mapping[tuple[str, int], int]
    gutter_count: Mapping[int, int]
    gap_count: Mapping[int, int]


@dataclass(frozen=True)
class _Run:
    """One link in one gutter, lengths in rows: from ``low`` to ``high``, entering and leaving at its two ends.

    ``left`` and ``right`` are the heights at which it goes on to the left and to the right.
    """

    link: str
    low: float
    high: float
    left: tuple[float, ...]
    right: tuple[float, ...]


def tracks(routes: Iterable[Route], offsets: Ports) -> Tracks:
    """Give links that would run over each other tracks of their own, in the order that crosses least."""
    gutters: dict[int, list[_Run]] = {}
    gaps: dict[int, list[_Run]] = {}
    for way in routes:
        if way.gutter is None:
            continue
        start = way.start[1] + offsets.out(way.link) / 100
        end = way.end[1] + offsets.into(way.link) / 100
        from_left, to_right = way.out == "right", way.into == "left"
        if way.gap is None or way.gutter2 is None:
            gutters.setdefault(way.gutter, []).append(_run(way.link, start, end, from_left, not to_right))
            continue
        y = way.gap - 0.5
        ahead = way.gutter2 > way.gutter
        gutters.setdefault(way.gutter, []).append(_run(way.link, start, y, from_left, not ahead))
        gutters.setdefault(way.gutter2, []).append(_run(way.link, end, y, not to_right, ahead))
        low, high = sorted((float(way.gutter), float(way.gutter2)))
        gaps.setdefault(way.gap, []).append(_Run(way.link, low, high, (), ()))
    by_gutter, gutter_count = _assign(gutters)
    by_gap, gap_count = _assign(gaps)
    return Tracks(by_gutter, by_gap, gutter_count, gap_count)


def _run(link: str, here: float, there: float, here_left: bool, there_left: bool) -> _Run:
    """A run between two heights; each end goes on to the left or to the right."""
    left = tuple(y for y, is_left in ((here, here_left), (there, there_left)) if is_left)
    right = tuple(y for y, is_left in ((here, here_left), (there, there_left)) if not is_left)
    return _Run(link, min(here, there), max(here, there), left, right)


def _assign(channels: Mapping[int, list[_Run]]) -> tuple[dict[tuple[str, int], int], dict[int, int]]:
    result: dict[tuple[str, int], int] = {}
    counts: dict[int, int] = {}
    for channel, runs in channels.items():
        placed = _improved(runs, _packed(runs))
        used = sorted(set(placed.values()))
        counts[channel] = len(used)
        result |= {(link, channel): used.index(track) for link, track in placed.items()}
    return result, counts


def _packed(runs: list[_Run]) -> dict[str, int]:
    """As few tracks as possible: the left-edge rule."""
    ends: list[float] = []
    placed: dict[str, int] = {}
    for run in sorted(runs, key=lambda run: (run.low, run.high, run.link)):
        free = next((i for i, end in enumerate(ends) if end + _SAME < run.low), None)
        if free is None:
            ends.append(run.high)
            free = len(ends) - 1
        ends[free] = run.high
        placed[run.link] = free
    return placed


def _improved(runs: list[_Run], placed: dict[str, int]) -> dict[str, int]:
    """Swap tracks and move runs as long as that makes less of what is hard to read; the same every time."""
    best, least = placed, _cost(runs, placed)
    for _ in range(_ROUNDS):
        before = least
        for other in _neighbours(runs, best):
            cost = _cost(runs, other)
            if cost < least - 1e-9:
                best, least = other, cost
        if least >= before:
            break
    return best


def _neighbours(runs: list[_Run], placed: dict[str, int]) -> Iterable[dict[str, int]]:
    used = sorted(set(placed.values()))
    for a, b in combinations(used, 2):
        yield {link: b if track == a else a if track == b else track for link, track in placed.items()}
    for run in runs:
        for track in range(-1, len(used) + 1):
            beside = [other for other in runs if other is not run and placed[other.link] == track]
            if all(other.high + _SAME < run.low or run.high + _SAME < other.low for other in beside):
                yield placed | {run.link: track}


def _cost(runs: list[_Run], placed: dict[str, int]) -> float:
    """Lines on top of each other, then crossings, then tracks."""
    cost = _TRACK * len(set(placed.values()))
    for a, b in combinations(runs, 2):
        cost += _between(a, placed[a.link], b, placed[b.link]) + _between(b, placed[b.link], a, placed[a.link])
    return cost


def _between(a: _Run, at: int, b: _Run, other: int) -> float:
    """What the way of ``a`` out of its track costs with ``b`` on another one."""
    cost = 0.0
    for side, passes in ((a.left, other < at), (a.right, other > at)):
        if passes:
            cost += _CROSSING * sum(b.low + _SAME / 2 < y < b.high - _SAME / 2 for y in side)
    if at > other:
        cost += _OVERLAP * sum(abs(y - z) < _SAME for y in a.left for z in b.right)
    return cost
