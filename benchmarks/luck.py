"""Random numbers: what it costs to address them instead of consuming them.

The rivals are what a simulation in Python usually does: one shared stream (cheapest, and then no two variants share
their luck once visitors interleave), or a generator of its own for each visitor.
"""

from __future__ import annotations

import random

import numpy as np

from benchmarks.timing import show, timed
from simulation.compiled import compiled
from simulation.draws import PAGE, stream_key, uniforms

VISITORS = 20_000
VIEWS = 8


@compiled
def addressed(k0: np.uint64, k1: np.uint64, visitors: int, views: int) -> float:
    """Draw all numbers of so many visitors."""
    total = 0.0
    for visitor in range(visitors):
        for nth in range(views):
            a, b, c, d = uniforms(k0, k1, visitor, 0, 1, nth, PAGE)
            total += a + b + c + d
    return total


def _ours() -> int:
    addressed(*stream_key(1, 0), VISITORS, VIEWS)
    return VISITORS * VIEWS * 4


def _shared_stream() -> int:
    generator = np.random.default_rng(1)
    for _ in range(VISITORS * VIEWS * 4):
        generator.random()
    return VISITORS * VIEWS * 4


def _philox_per_visitor() -> int:
    visitors = VISITORS // 10
    for visitor in range(visitors):
        np.random.Generator(np.random.Philox(key=visitor)).random(VIEWS * 4)
    return visitors * VIEWS * 4


def _mersenne_per_visitor() -> int:
    visitors = VISITORS // 10
    for visitor in range(visitors):
        generator = random.Random(visitor)  # noqa: S311 - the rival as people write it
        for _ in range(VIEWS * 4):
            generator.random()
    return visitors * VIEWS * 4


def main() -> None:
    """Print the table."""
    show(
        "Random numbers for a visitor of 8 views, 4 numbers a view",
        "numbers",
        [
            timed("numpy, one shared stream, drawn one by one", _shared_stream),
            timed("numpy Philox, a generator for each visitor", _philox_per_visitor),
            timed("Python's Random, one for each visitor", _mersenne_per_visitor),
            timed("Footfall, addressed", _ours),
        ],
    )
