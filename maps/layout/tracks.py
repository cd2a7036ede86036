"""Tracks: links that share a gutter or a gap run beside each other, crossing as little as they can."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

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
        ordered = sorted(runs, key=lambda run: (run.low, run.high, run.link))
        placed = _improved(ordered, _packed(ordered))
        counts[channel] = len(placed)
        result |= {(ordered[i].link, channel): track for track, members in enumerate(placed) for i in members}
    return result, counts


def _packed(runs: Sequence[_Run]) -> list[list[int]]:
    """As few tracks as possible: the left-edge rule. Tracks from left to right, each with the indices of its runs."""
    placed: list[list[int]] = []
    for i, run in enumerate(runs):
        free = next((members for members in placed if runs[members[-1]].high + _SAME < run.low), None)
        if free is None:
            placed.append([i])
        else:
            free.append(i)
    return placed


def _improved(runs: Sequence[_Run], placed: list[list[int]]) -> list[list[int]]:
    """Take runs out one by one and put each back where it costs least, until none moves; the same every time."""
    left_of = [[_left_of(a, b) for b in runs] for a in runs]
    for _ in range(_ROUNDS):
        moved = False
        for i in range(len(runs)):
            before = [list(members) for members in placed]
            placed = _put_back(runs, left_of, _without(placed, i), i)
            moved = moved or placed != before
        if not moved:
            break
    return placed


def _without(placed: list[list[int]], i: int) -> list[list[int]]:
    return [rest for members in placed if (rest := [j for j in members if j != i])]


def _put_back(
    runs: Sequence[_Run], left_of: Sequence[Sequence[float]], placed: list[list[int]], i: int
) -> list[list[int]]:
    """Run ``i`` on the track, old or new, where it costs least; the first of equals."""
    cost = sum(left_of[i][j] for members in placed for j in members)
    best, place, fresh = cost + _TRACK, 0, True
    for at, members in enumerate(placed):
        here = cost - sum(left_of[i][j] for j in members)
        if here < best - 1e-9 and all(_apart(runs[i], runs[j]) for j in members):
            best, place, fresh = here, at, False
        cost = here + sum(left_of[j][i] for j in members)
        if cost + _TRACK < best - 1e-9:
            best, place, fresh = cost + _TRACK, at + 1, True
    if fresh:
        return [*placed[:place], [i], *placed[place:]]
    return [[*members, i] if at == place else members for at, members in enumerate(placed)]


def _apart(a: _Run, b: _Run) -> bool:
    return a.high + _SAME < b.low or b.high + _SAME < a.low


def _left_of(a: _Run, b: _Run) -> float:
    """What it costs when ``a`` runs to the left of ``b``: crossings, and lines on top of each other."""
    crossings = _inside(a.right, b) + _inside(b.left, a)
    together = sum(abs(y - z) < _SAME for y in b.left for z in a.right)
    return _CROSSING * crossings + _OVERLAP * together


def _inside(heights: tuple[float, ...], run: _Run) -> int:
    return sum(run.low + _SAME / 2 < y < run.high - _SAME / 2 for y in heights)
