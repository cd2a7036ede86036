"""A run in pieces: who lives where, and how what comes back in any order is put together.

A block is a range of visitors of *every* draw, a piece the part of a block that one worker does. Pieces may be finished
in any order; a run that is stopped keeps the complete blocks before the first hole. Sums are of whole numbers, so how
a run was cut changes no digit.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import fields, replace
from typing import NamedTuple

import numpy as np

from simulation.measures.moments import PairedMoments, empty

CHUNK = 2048
"""Most visitors of a draw per piece, and of every draw per block: a stopped run keeps whole blocks."""
FIRST_CHUNK = 256
"""Visitors of the first block, twice as many in each next one: who stops early keeps something."""

Shape = tuple[int, int, int, int]
"""Draws, groups, arms and rules of a run."""
ARRAYS = tuple(one.name for one in fields(PairedMoments) if one.name not in {"engine", "reason", "complete"})


class Piece(NamedTuple):
    """Visitors `start` up to, not including, `stop` of each of the draws `first` up to, not including, `last`."""

    block: int
    first: int
    last: int
    start: int
    stop: int

    @property
    def size(self) -> int:
        """Visitors of all its draws."""
        return (self.last - self.first) * (self.stop - self.start)


def blocks(visitors: int, chunk: int) -> Iterator[tuple[int, int]]:
    """First and last (not included) visitor of each block of a draw: small ones first, up to `chunk`."""
    start, size = 0, min(FIRST_CHUNK, chunk)
    while start < visitors:
        stop = min(visitors, start + size)
        yield start, stop
        start, size = stop, min(2 * size, chunk)


def pieces(draws: int, visitors: int, chunk: int, together: int = 1) -> Iterator[Piece]:
    """The pieces of a run, block after block, with so many draws together in each."""
    for block, (start, stop) in enumerate(blocks(visitors, chunk)):
        for first in range(0, draws, together):
            yield Piece(block, first, min(draws, first + together), start, stop)


class Gathered:
    """Moments of a run, put together from its pieces.

    Attributes:
        done: visitors of all draws so far.
        whole: visitors of all draws when the run is over.
    """

    def __init__(self, shape: Shape, visitors: int) -> None:
        self.done, self.whole = 0, shape[0] * visitors
        self._shape = shape
        self._total = empty(*shape)
        self._open: dict[int, tuple[PairedMoments, int]] = {}
        self._next = 0

    def add(self, piece: Piece, moments: PairedMoments) -> None:
        """Add what the visitors of a piece did: moments of its draws, in order."""
        block, missing = self._open.pop(piece.block, (None, self._shape[0]))
        block = empty(*self._shape) if block is None else block
        for name in ARRAYS:
            getattr(block, name)[piece.first : piece.last] += getattr(moments, name)
        self._open[piece.block] = block, missing - (piece.last - piece.first)
        self.done += piece.size
        self._take_over()

    def _take_over(self) -> None:
        """Take over the blocks that are complete, as far as none before them is missing."""
        while self._next in self._open and self._open[self._next][1] == 0:
            block, _ = self._open.pop(self._next)
            for name in ARRAYS:
                np.add(getattr(self._total, name), getattr(block, name), out=getattr(self._total, name))
            self._next += 1

    def result(self) -> PairedMoments:
        """The complete blocks; marked as stopped when they are not all."""
        return replace(self._total, complete=self.done == self.whole and not self._open)
