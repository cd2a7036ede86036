"""Visitors of a held plan: the same ones at every position of a slider, block by block, on all processors."""

from __future__ import annotations

import hashlib
from collections import OrderedDict
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from functools import reduce
from threading import Lock, local
from typing import Any

import numpy as np

from simulation.behaviour.state import Traveller, new_traveller
from simulation.draws import DRIVERS, stream_key
from simulation.engines.alike import alike
from simulation.engines.kernel import live_piece
from simulation.engines.pieces import ARRAYS, Piece
from simulation.experiment.watch import Stopped
from simulation.measures.moments import PairedMoments
from simulation.plan import ParameterDraws, Plan

BLOCKS = (100, 400, 1_500, 6_000)
"""Visitors per draw of each block: with 200 draws 20,000 pairs, then 100,000, 400,000 and 1.6 million in all."""
KEPT = 64
"""Positions whose visitors are remembered."""
PIECES = 4
"""Pieces per processor and block, at least: how soon a walk that nobody waits for any more ends."""
LARGEST = 20_000
"""Most visitors of a piece."""

Cancelled = Callable[[], bool]


class _Scratch(local):
    """A traveller for each thread."""

    def __init__(self, plan: Plan) -> None:
        self.traveller: Traveller = new_traveller(plan)


class Walks:
    """Runs blocks of visitors and remembers the latest positions. One instance, one seed; any thread may ask."""

    def __init__(self, seed: int, workers: int) -> None:
        self._key = stream_key(seed, DRIVERS)
        self._workers = workers
        self._pool = ThreadPoolExecutor(max_workers=workers, thread_name_prefix="footfall-live")
        self._kept: OrderedDict[tuple[str, int], PairedMoments] = OrderedDict()
        self._lock = Lock()

    def close(self) -> None:
        """Let the threads go."""
        self._pool.shutdown(wait=False, cancel_futures=True)

    def upto(
        self, plan: Plan, draws: ParameterDraws, level: int, *, keep: bool = True, cancelled: Cancelled | None = None
    ) -> PairedMoments:
        """Moments of the visitors of all blocks up to `level`, the first being 0. Stopped when cancelled."""
        name = digest(plan, draws)
        parts = [self._block(name, plan, draws, number, keep, cancelled) for number in range(level + 1)]
        return reduce(PairedMoments.plus, parts)

    def _block(
        self, name: str, plan: Plan, draws: ParameterDraws, number: int, keep: bool, cancelled: Cancelled | None
    ) -> PairedMoments:
        with self._lock:
            held = self._kept.get((name, number))
            if held is not None:
                self._kept.move_to_end((name, number))
                return held
        made = self._walk(plan, draws, number, cancelled)
        if keep:
            with self._lock:
                self._kept[name, number] = made
                while len(self._kept) > KEPT:
                    self._kept.popitem(last=False)
        return made

    def _walk(self, plan: Plan, draws: ParameterDraws, number: int, cancelled: Cancelled | None) -> PairedMoments:
        count, visitors = len(draws.structure), BLOCKS[number]
        first = sum(BLOCKS[:number]) * count
        same, scratch = alike(plan), _Scratch(plan)

        def task(piece: Piece) -> PairedMoments | None:
            if cancelled is not None and cancelled():
                return None
            return live_piece(
                plan, draws, self._key, piece, scratch.traveller,
                first_visitor=first, visitors_per_draw=visitors, same=same,
            )  # fmt: skip

        each = max(1, min(count // (PIECES * self._workers) or 1, LARGEST // visitors))
        pieces = [Piece(0, at, min(count, at + each), 0, visitors) for at in range(0, count, each)]
        done = list(self._pool.map(task, pieces))
        found = [one for one in done if one is not None]
        if len(found) < len(done):
            raise Stopped
        return _joined(found)


def _joined(parts: list[PairedMoments]) -> PairedMoments:
    """Moments of neighbouring draws as one."""
    arrays: dict[str, Any] = {name: np.concatenate([getattr(part, name) for part in parts]) for name in ARRAYS}
    return replace(parts[0], **arrays)


def digest(plan: Plan, draws: ParameterDraws) -> str:
    """What decides every step of every visitor, as 32 hexadecimal characters."""
    told = hashlib.blake2b(digest_size=16)
    for array in (*plan, *draws):
        told.update(str((array.dtype.str, array.shape)).encode())
        told.update(np.ascontiguousarray(array).tobytes())
    return told.hexdigest()
