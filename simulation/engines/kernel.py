"""The compiled engine: visitors one after another, in chunks that threads share out among themselves.

Visitors who do not compete for anything need no common clock. A chunk is a range of visitors of one draw; the kernel
adds their tallies up where they stand, so memory does not grow with their number. Sums are of whole numbers, so the
number of threads and the size of the chunks change no digit.
"""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from threading import local
from typing import Final, NamedTuple

import numpy as np

from simulation.behaviour.life import live
from simulation.behaviour.state import Traveller, new_traveller
from simulation.compiled import compiled
from simulation.draws import stream_key
from simulation.engines.alike import Alike, alike, saw
from simulation.engines.pieces import CHUNK, Gathered, Piece, pieces
from simulation.engines.pool import finished
from simulation.measures.moments import PairedMoments, empty
from simulation.measures.tallies import COUNT, CROSS, ORDERS, OWN, OWN_AT, SEEN_VIEWS
from simulation.plan import Draw, Floats, Ints, ParameterDraws, Plan, Records, one_draw
from simulation.traces import EVENT

FEW = 16_384
"""Visitors of a block over all draws, at least: with few draws pieces are larger, as each costs something."""

Progress = Callable[[int, int], None]
Cancelled = Callable[[], bool]


class Sums(NamedTuple):
    """Where a chunk adds up: the arrays of `PairedMoments` for one draw."""

    seen: Floats  # (G,) visitors
    first: Floats  # (G, A, M)
    own: Floats  # (G, A, products of OWN)
    cross: Floats  # (G, A - 1, products of CROSS)
    flips: Floats  # (G, A - 1)
    gained: Floats  # (G, A - 1)
    shown: Floats  # (R,)


@compiled
def add_visitor(sums: Sums, tally: Floats, group: int) -> None:
    """Add one visitor's tallies of all arms, shape (A, M), to the sums of the group.

    Most products are of zeros. Still, passing over them takes longer than adding them, 1.5 times as long as this.
    """
    arms = len(tally)
    sums.seen[group] += 1.0
    for arm in range(arms):
        for index in range(COUNT):
            sums.first[group, arm, index] += tally[arm, index]
        for product in range(len(OWN)):
            sums.own[group, arm, product] += tally[arm, OWN[product, 0]] * tally[arm, OWN[product, 1]]
    for arm in range(1, arms):
        if tally[arm, ORDERS] != tally[0, ORDERS]:
            sums.flips[group, arm - 1] += 1.0
            if tally[arm, ORDERS] > tally[0, ORDERS]:
                sums.gained[group, arm - 1] += 1.0
        for product in range(len(CROSS)):
            sums.cross[group, arm - 1, product] += tally[0, CROSS[product, 0]] * tally[arm, CROSS[product, 1]]


class Common(NamedTuple):
    """Where visitors are added up who lived the same life in all arms, which are most of them."""

    first: Floats  # (G, M)
    own: Floats  # (G, products of OWN)


CROSS_AS_OWN: Final = np.array([OWN_AT[min(i, j), max(i, j)] for i, j in CROSS.tolist()], np.int64)
"""Which product of `OWN` each one of `CROSS` is, where the arm is as the control."""


@compiled
def add_common(common: Common, tally: Floats, group: int) -> None:
    """Add the tallies, shape (M,), of one visitor who lived the same life in all arms."""
    for index in range(COUNT):
        common.first[group, index] += tally[index]
    for product in range(len(OWN)):
        common.own[group, product] += tally[OWN[product, 0]] * tally[OWN[product, 1]]


def share_out(common: Common, sums: Sums) -> None:
    """Add those who lived the same life in all arms to the sums of all of them."""
    np.add(sums.first, common.first[:, None], out=sums.first)
    np.add(sums.own, common.own[:, None], out=sums.own)
    np.add(sums.cross, common.own[:, None, CROSS_AS_OWN], out=sums.cross)


@compiled
def add_messages(plan: Plan, traveller: Traveller, shown: Floats, arm: int) -> None:
    """Add how often each rule of the arm spoke to this visitor, to `shown`, shape (R,)."""
    if traveller.state[0]["all_messages"] == 0:
        return
    first = plan.arms[arm]["rule_first"]
    for rule in range(first, first + plan.arms[arm]["rule_count"]):
        shown[rule] += traveller.rule_total[rule]


@compiled
def keep(kept: Floats, arm: int, tally: Floats) -> None:
    """Copy what the visitor left behind in this arm into `kept`, shape (A, M)."""
    for index in range(COUNT):
        kept[arm, index] = tally[index]


@compiled
def run_chunk(
    plan: Plan,
    draw: Draw,
    traveller: Traveller,
    kept: Floats,
    sums: Sums,
    key: tuple[np.uint64, np.uint64],
    visitors: tuple[int, int],
    same: Alike,
    source: Ints,
    common: Common,
) -> None:
    """Visitors from the first up to, but not including, the second number, in all arms.

    `kept`, shape (A, M), and `source`, shape (A,), are room to work in: what the visitor left behind in each arm, and
    the arm that it is copied from, -1 where he has to live. Who lived the same in all arms is added to `common` only.
    """
    me = traveller.state[0]
    for visitor in range(visitors[0], visitors[1]):
        source[:] = -1
        others = 0
        for arm in same.order:
            if source[arm] >= 0:
                continue
            since = me["stamp"]
            live(plan, draw, traveller, key[0], key[1], visitor, arm)
            keep(kept, arm, traveller.tally)
            add_messages(plan, traveller, sums.shown, arm)
            _spread(traveller, same, source, arm, since)
            if arm > 0 and source[0] != arm:
                others += 1
        group = plan.group[me["persona"], me["first_device"]]
        if others == 0:
            sums.seen[group] += 1.0
            add_common(common, traveller.tally, group)
            continue
        for arm in same.order:
            if source[arm] >= 0 and source[arm] != arm:
                keep(kept, arm, kept[source[arm]])
        add_visitor(sums, kept, group)


@compiled
def _spread(traveller: Traveller, same: Alike, source: Ints, arm: int, since: int) -> None:
    """Say in which other arms the life just lived would be the same; its visits have numbers above `since`."""
    if same.unseen[arm] > 0 and traveller.tally[SEEN_VIEWS] == 0.0:
        for other in range(len(source)):
            if same.unseen[other] > 0:
                source[other] = arm
    if same.silent[arm] > 0 and traveller.state[0]["all_messages"] == 0:
        source[0] = arm
    if arm == 0 or source[0] == arm:
        for other in range(len(source)):
            if same.cards_only[other] > 0 and not saw(traveller, same.changed[other], since):
                source[other] = 0


def sums_of(moments: PairedMoments, k: int) -> Sums:
    """The part of the moments that belongs to draw k, as views."""
    return Sums(
        moments.count[k], moments.raw_first[k], moments.raw_own[k], moments.raw_cross[k], moments.flips[k],
        moments.gained[k], moments.shown[k],
    )  # fmt: skip


def live_piece(
    plan: Plan,
    draws: ParameterDraws,
    key: tuple[np.uint64, np.uint64],
    piece: Piece,
    traveller: Traveller,
    *,
    first_visitor: int,
    visitors_per_draw: int,
    same: Alike,
) -> PairedMoments:
    """Let the visitors of a piece live in every arm; moments of the piece's draws, in order."""
    moments = empty(piece.last - piece.first, *shape_of(plan))
    kept, source = np.zeros((len(plan.arms), COUNT)), np.zeros(len(plan.arms), np.int64)
    groups = moments.count.shape[1]
    for k in range(piece.first, piece.last):
        base = first_visitor + k * visitors_per_draw
        sums = sums_of(moments, k - piece.first)
        visitors = (base + piece.start, base + piece.stop)
        common = Common(np.zeros((groups, COUNT)), np.zeros((groups, len(OWN))))
        run_chunk(plan, one_draw(draws, k), traveller, kept, sums, key, visitors, same, source, common)
        share_out(common, sums)
    return moments


def shape_of(plan: Plan) -> tuple[int, int, int]:
    """Groups, arms and rules."""
    return int(plan.group.max()) + 1, len(plan.arms), len(plan.rules)


class _Scratch(local):
    """A traveller for each thread."""

    def __init__(self, plan: Plan) -> None:
        self.traveller = new_traveller(plan)


def run_kernel(  # noqa: PLR0913 - what `choose.run` was asked
    plan: Plan,
    draws: ParameterDraws,
    *,
    seed: int,
    stream: int,
    first_visitor: int,
    visitors_per_draw: int,
    workers: int,
    progress: Progress | None = None,
    cancelled: Cancelled | None = None,
    chunk: int = CHUNK,
    lazy: bool = True,
) -> PairedMoments:
    """Run every draw with its own visitors and return their moments; see `choose.run`."""
    key, scratch = stream_key(seed, stream), _Scratch(plan)
    count, same = len(draws.structure), alike(plan, lazy)
    chunk = max(chunk, FEW // count) if chunk == CHUNK else chunk
    gathered = Gathered((count, *shape_of(plan)), visitors_per_draw)

    def task(piece: Piece) -> tuple[Piece, PairedMoments]:
        return piece, live_piece(
            plan, draws, key, piece, scratch.traveller,
            first_visitor=first_visitor, visitors_per_draw=visitors_per_draw, same=same,
        )  # fmt: skip

    with ThreadPoolExecutor(max_workers=max(1, workers)) as pool:
        waiting = pieces(count, visitors_per_draw, chunk)
        for piece, moments in finished(pool, task, waiting, 2 * workers, cancelled):
            gathered.add(piece, moments)
            if progress is not None:
                progress(gathered.done, gathered.whole)
    return gathered.result()


@compiled
def trace_visitors(
    plan: Plan,
    draw: Draw,
    traveller: Traveller,
    key: tuple[np.uint64, np.uint64],
    visitors: tuple[int, int],
    arm: int,
    rows: Records,
) -> int:
    """Write the events of these visitors in one arm into `rows`; the number of events, which may be more than fit."""
    filled = 0
    for visitor in range(visitors[0], visitors[1]):
        live(plan, draw, traveller, key[0], key[1], visitor, arm)
        number = traveller.state[0]["events"]
        for n in range(number):
            if filled + n < len(rows):
                rows[filled + n] = traveller.events[n]
        filled += number
    return filled


def trace_kernel(
    plan: Plan, draws: ParameterDraws, k: int, arm: int, visitors: range, *, seed: int, stream: int
) -> Records:
    """Events of visitors in one arm under draw k, shape (events,) EVENT, by visitor and then as they happened."""
    key = stream_key(seed, stream)
    room = 64 * len(visitors) + 64
    while True:
        rows = np.zeros(room, EVENT)
        traveller = new_traveller(plan, room)
        number = trace_visitors(plan, one_draw(draws, k), traveller, key, (visitors.start, visitors.stop), arm, rows)
        if number <= room:
            return rows[:number]
        room = number
