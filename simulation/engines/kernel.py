"""The compiled engine: visitors one after another, in chunks that threads share out among themselves.

Visitors who do not compete for anything need no common clock. A chunk is a range of visitors of one draw; the kernel
adds their tallies up where they stand, so memory does not grow with their number. Sums are of whole numbers, so the
number of threads and the size of the chunks change no digit.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from concurrent.futures import FIRST_COMPLETED, Future, ThreadPoolExecutor, wait
from dataclasses import replace
from threading import local
from typing import NamedTuple

import numpy as np

from simulation.behaviour.life import live
from simulation.behaviour.state import Traveller, new_traveller
from simulation.compiled import compiled
from simulation.draws import stream_key
from simulation.measures.moments import PairedMoments, empty
from simulation.measures.tallies import COUNT, CROSS, ORDERS, OWN
from simulation.plan import Draw, Floats, ParameterDraws, Plan, Records, one_draw
from simulation.traces import EVENT

CHUNK = 2048
"""Most visitors per task and, of every draw, per block: a stopped run keeps whole blocks."""
FIRST_CHUNK = 256
"""Visitors of the first block, twice as many in each next one: who stops early keeps something."""

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
    """Add one visitor's tallies of all arms, shape (A, M), to the sums of the group."""
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
def live_in_all_arms(
    plan: Plan,
    draw: Draw,
    traveller: Traveller,
    kept: Floats,
    shown: Floats,
    key: tuple[np.uint64, np.uint64],
    visitor: int,
    lazy: bool,
) -> None:
    """One visitor in every arm, tallies into `kept`, shape (A, M); what rules said is added to `shown`, shape (R,).

    Where an arm differs from a control without rules by its rules only, and said nothing, the control would have lived
    the same life: it is copied.
    """
    arms = len(plan.arms)
    known = 0
    for step in range(1, arms + 1):
        arm = step if step < arms else 0
        live(plan, draw, traveller, key[0], key[1], visitor, arm)
        keep(kept, arm, traveller.tally)
        add_messages(plan, traveller, shown, arm)
        silent = arm > 0 and traveller.state[0]["all_messages"] == 0
        if lazy and silent and plan.arms[arm]["twin"] > 0 and plan.arms[0]["rule_count"] == 0:
            known = arm
        if known > 0 and step == arms - 1:
            keep(kept, 0, kept[known])
            return


@compiled
def run_chunk(
    plan: Plan,
    draw: Draw,
    traveller: Traveller,
    kept: Floats,
    sums: Sums,
    key: tuple[np.uint64, np.uint64],
    visitors: tuple[int, int],
    lazy: bool,
) -> None:
    """Visitors from the first up to, but not including, the second number, in all arms."""
    for visitor in range(visitors[0], visitors[1]):
        live_in_all_arms(plan, draw, traveller, kept, sums.shown, key, visitor, lazy)
        me = traveller.state[0]
        add_visitor(sums, kept, plan.group[me["persona"], me["first_device"]])


def blocks(visitors: int, chunk: int) -> Iterator[tuple[int, int]]:
    """First and last (not included) visitor of each block of a draw: small ones first, up to `chunk`."""
    start, size = 0, min(FIRST_CHUNK, chunk)
    while start < visitors:
        stop = min(visitors, start + size)
        yield start, stop
        start, size = stop, min(2 * size, chunk)


def sums_of(moments: PairedMoments, k: int) -> Sums:
    """The part of the moments that belongs to draw k, as views."""
    return Sums(
        moments.count[k], moments.raw_first[k], moments.raw_own[k], moments.raw_cross[k], moments.flips[k],
        moments.gained[k], moments.shown[k],
    )  # fmt: skip


class _Scratch(local):
    """A traveller, and room for his tallies of all arms, for each thread."""

    def __init__(self, plan: Plan) -> None:
        self.traveller = new_traveller(plan)
        self.kept = np.zeros((len(plan.arms), COUNT))


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
    key = stream_key(seed, stream)
    shape = (len(draws.structure), int(plan.group.max()) + 1, len(plan.arms), len(plan.rules))
    total, staged = empty(*shape), empty(*shape)
    scratch = _Scratch(plan)

    def task(k: int, start: int, stop: int) -> int:
        base = first_visitor + k * visitors_per_draw
        run_chunk(
            plan, one_draw(draws, k), scratch.traveller, scratch.kept, sums_of(staged, k), key,
            (base + start, base + stop), lazy,
        )  # fmt: skip
        return stop - start

    done = 0
    whole = shape[0] * visitors_per_draw
    with ThreadPoolExecutor(max_workers=max(1, workers)) as pool:
        for start, stop in blocks(visitors_per_draw, chunk):
            for size in _finished(pool, task, shape[0], (start, stop), workers, cancelled):
                if size < 0:
                    return _stopped(total)
                done += size
                if progress is not None:
                    progress(done, whole)
            _absorb(total, staged)
    return total


def _finished(
    pool: ThreadPoolExecutor,
    task: Callable[[int, int, int], int],
    count: int,
    block: tuple[int, int],
    workers: int,
    cancelled: Cancelled | None,
) -> Iterator[int]:
    """Visitors of each chunk of a block as it is finished; -1 once when cancelled, after running chunks have ended."""
    waiting = iter(range(count))
    running: set[Future[int]] = set()
    finished = 0
    while True:
        stop = cancelled is not None and cancelled()
        while not stop and len(running) < 2 * workers:
            k = next(waiting, -1)
            if k < 0:
                break
            running.add(pool.submit(task, k, *block))
        if not running:
            if finished < count:
                yield -1
            return
        ended, running = wait(running, return_when=FIRST_COMPLETED)
        finished += len(ended)
        yield from [one.result() for one in ended]


def _absorb(total: PairedMoments, staged: PairedMoments) -> None:
    """Add a complete block to the total, and clear it for the next."""
    for name in ("count", "raw_first", "raw_own", "raw_cross", "flips", "gained", "shown"):
        part = getattr(staged, name)
        whole = getattr(total, name)
        whole += part
        part[...] = 0.0


def _stopped(total: PairedMoments) -> PairedMoments:
    """The complete blocks of a run that was stopped."""
    return replace(total, complete=False)


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
