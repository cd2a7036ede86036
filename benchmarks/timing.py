"""Time some work, and print how the ways of doing it compare."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from time import perf_counter
from typing import NamedTuple


class Timed(NamedTuple):
    """One way of doing the work, and how fast it was."""

    name: str
    per_second: float


def timed(name: str, work: Callable[[], int], *, repeats: int = 3) -> Timed:
    """The best of a few runs, after one that is not counted (compiling, caches).

    Args:
        name: what the table calls it.
        work: does the work and returns how many units of it were done.
        repeats: runs of which the best counts.
    """
    work()
    best = 0.0
    for _ in range(repeats):
        start = perf_counter()
        units = work()
        best = max(best, units / (perf_counter() - start))
    return Timed(name, best)


def show(title: str, unit: str, rows: Sequence[Timed]) -> None:
    """Print the ways, the first as the yardstick: ratios are what carries over to another machine."""
    yardstick = rows[0].per_second
    width = max(len(row.name) for row in rows)
    print(f"\n{title}")
    for row in rows:
        print(f"  {row.name:<{width}}  {row.per_second:>14,.0f} {unit}/s  {row.per_second / yardstick:>9.2f} ×")
