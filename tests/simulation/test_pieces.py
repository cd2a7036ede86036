"""A run in pieces: they may come back in any order, holes end what is kept, and nothing grows with the visitors."""

import itertools
import tracemalloc
from random import Random

import numpy as np
import pytest

from simulation.engines import choose
from simulation.engines.pieces import ARRAYS, Gathered, Piece, pieces
from simulation.measures.moments import PairedMoments, empty
from tests.shop import busy_assembly, strong

SHAPE = (5, 2, 2, 3)


def _numbered(piece: Piece, start: int) -> PairedMoments:
    """Moments in which every number tells the piece from all others."""
    moments = empty(piece.last - piece.first, *SHAPE[1:])
    for name in ARRAYS:
        getattr(moments, name)[...] = 1 + start
    return moments


@pytest.mark.parametrize(("draws", "together"), [(5, 1), (5, 2), (5, 9), (1, 1)])
def test_pieces_cover_every_visitor_of_every_draw_once(draws: int, together: int) -> None:
    seen = np.zeros((draws, 1_000), np.int64)
    for piece in pieces(draws, 1_000, 300, together):
        seen[piece.first : piece.last, piece.start : piece.stop] += 1
        assert piece.size == (piece.last - piece.first) * (piece.stop - piece.start)
    assert np.all(seen == 1)


def test_the_order_in_which_pieces_come_back_changes_nothing() -> None:
    cut = list(pieces(SHAPE[0], 900, 300, 2))
    told = {piece: _numbered(piece, n) for n, piece in enumerate(cut)}
    results = []
    for seed in range(3):
        order = cut.copy()
        Random(seed).shuffle(order)
        gathered = Gathered(SHAPE, 900)
        for piece in order:
            gathered.add(piece, told[piece])
        assert gathered.done == gathered.whole == 5 * 900
        results.append(gathered.result())
    assert all(one.complete for one in results)
    for one, other in itertools.pairwise(results):
        assert all(np.array_equal(getattr(one, name), getattr(other, name)) for name in ARRAYS)


def test_what_is_kept_ends_at_the_first_hole() -> None:
    cut = list(pieces(SHAPE[0], 900, 300, 3))
    blocks = {piece.block for piece in cut}
    assert len(blocks) > 3
    gathered = Gathered(SHAPE, 900)
    for piece in cut:
        if piece.block != 1 or piece.first == 0:  # of the second block only the first draws come back
            gathered.add(piece, _numbered(piece, 0))
    kept = gathered.result()
    assert not kept.complete
    for name in ARRAYS:
        assert np.all(getattr(kept, name) == 1), name  # the first block, and nothing after it


def _peak(visitors: int) -> tuple[int, int]:
    """Most memory in use while so many visitors per draw live, and the size of what is left of them; bytes."""
    plan = busy_assembly().plan
    draws = strong(plan, 2)
    tracemalloc.start()
    moments = choose.run(
        plan, draws, seed=1, stream=0, first_visitor=0, visitors_per_draw=visitors, workers=2, chunk=256
    )
    _, most = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    return most, sum(getattr(moments, name).nbytes for name in ARRAYS)


def test_memory_does_not_grow_with_the_visitors() -> None:
    _peak(256)  # what is made once
    few, left = _peak(4_096)
    many, same = _peak(8 * 4_096)
    assert left == same
    assert many < 3 * few
