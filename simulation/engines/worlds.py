"""Many worlds: K parameter draws times R runs of a shop period, every arm with the same visitors and luck.

Draw k of run r uses the visitors first + (r K + k) N ... of N people each, so runs can be added later and no two worlds
share anybody. A world is run by SimPy or by the compiled queue; both leave the same ledger.
"""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from functools import partial
from threading import local
from typing import Literal

import numpy as np

from simulation.draws import stream_key
from simulation.engines.books import Ledger, PairSums, Shared, add_pairs, clear, new_ledger, new_shared, schedule
from simulation.engines.kernel import Cancelled, Progress
from simulation.engines.pool import finished
from simulation.engines.queue import Heard, Room, new_room, run_world
from simulation.engines.world import World
from simulation.measures.moments import PairedMoments, empty
from simulation.measures.tallies import COUNT
from simulation.measures.worlds import WorldMoments, of_worlds
from simulation.plan import Draw, ParameterDraws, Plan, Records, one_draw
from simulation.traces import EVENT

Kind = Literal["compiled", "simpy"]
Key = tuple[np.uint64, np.uint64]
HEARD = 64
"""Events of one visitor for which there is room at first."""


class _Scratch(local):
    """What each thread uses for one world after another."""

    def __init__(self, plan: Plan, people: int, kind: Kind) -> None:
        self.ledger = new_ledger(plan, people)
        self.room = new_room(plan, people) if kind == "compiled" else None


def run_worlds(  # noqa: PLR0913 - what `choose.run` was asked
    plan: Plan,
    draws: ParameterDraws,
    *,
    seed: int,
    stream: int,
    first_visitor: int,
    people: int,
    runs: int,
    workers: int = 1,
    engine: Kind = "compiled",
    progress: Progress | None = None,
    cancelled: Cancelled | None = None,
) -> WorldMoments:
    """Run every draw `runs` times with `people` visitors each, all arms, and return the moments of the worlds.

    The same digits for any number of workers and either engine. A run that is cancelled keeps complete runs of all
    draws, and says that it is not complete; it may have none.
    """
    key = stream_key(seed, stream)
    count, groups, arms = len(draws.structure), int(plan.group.max()) + 1, len(plan.arms)
    moments = empty(count, groups, arms, len(plan.rules))
    totals = np.zeros((count, runs, groups, arms, COUNT))
    scratch = _Scratch(plan, people, engine)
    threads = max(1, workers) if engine == "compiled" else 1
    worlds = 0

    def task(staged: PairedMoments, r: int, k: int) -> None:
        ledger = scratch.ledger
        clear(ledger)
        first = first_visitor + (r * count + k) * people
        for arm in range(arms):
            run_arm(plan, one_draw(draws, k), arm, key, range(first, first + people), ledger, scratch.room)
        add_pairs(ledger, _sums(staged, k))
        staged.raw_first[k] = ledger.totals
        staged.shown[k] = ledger.shown
        totals[k, r] = ledger.totals

    with ThreadPoolExecutor(max_workers=threads) as pool:
        for r in range(runs):
            staged = empty(count, groups, arms, len(plan.rules))
            for _ in finished(pool, partial(task, staged, r), iter(range(count)), 2 * threads, cancelled):
                worlds += 1
                if progress is not None:
                    progress(worlds * people, count * runs * people)
            if worlds < (r + 1) * count:
                return replace(of_worlds(moments, totals[:, :r]), complete=False, engine=engine)
            moments = moments.plus(staged)
    return replace(of_worlds(moments, totals), engine=engine)


def run_arm(plan: Plan, draw: Draw, arm: int, key: Key, people: range, ledger: Ledger, room: Room | None) -> Shared:
    """One arm's world into the ledger, by the compiled queue where there is a room for it, else by SimPy.

    Returns what is left of what visitors shared: pieces in stock, and the books of each day.
    """
    if room is None:
        world = World(plan, draw, arm, key, people, ledger)
        world.run()
        return world.shared
    shared = new_shared(plan, len(people))
    calendar = schedule(plan, key, people.start, len(people))
    nobody = Heard(np.zeros(0, EVENT), np.zeros(2, np.int64))
    run_world(plan, draw, (people.start, arm), key, calendar, room, shared, ledger, nobody)
    return shared


def _sums(moments: PairedMoments, k: int) -> PairSums:
    """The part of the moments that belongs to draw k, as views."""
    return PairSums(moments.count[k], moments.raw_own[k], moments.raw_cross[k], moments.flips[k], moments.gained[k])


def trace_world(
    plan: Plan, draws: ParameterDraws, k: int, arm: int, people: range, *, seed: int, stream: int, engine: Kind
) -> Records:
    """Events of all visitors of one world in one arm under draw k, shape (events,) EVENT, by visitor."""
    key, draw, ledger = stream_key(seed, stream), one_draw(draws, k), new_ledger(plan, len(people))
    room = HEARD
    if engine == "simpy":
        while True:
            world = World(plan, draw, arm, key, people, ledger, room)
            world.run()
            numbers = [int(world.heard[visitor].state[0]["events"]) for visitor in people]
            if max(numbers, default=0) <= room:
                told = [world.heard[visitor].events[:number] for visitor, number in zip(people, numbers, strict=True)]
                return np.concatenate(told) if told else np.zeros(0, EVENT)
            room = max(numbers)
    rows_room = room * len(people)
    while True:
        heard = Heard(np.zeros(rows_room, EVENT), np.zeros(2, np.int64))
        calendar = schedule(plan, key, people.start, len(people))
        where, shared = new_room(plan, len(people), room), new_shared(plan, len(people))
        run_world(plan, draw, (people.start, arm), key, calendar, where, shared, ledger, heard)
        number, longest = heard.counts.tolist()
        if number <= rows_room and longest <= room:
            found = heard.rows[:number]
            return np.asarray(found[np.argsort(found["visitor"], kind="stable")])
        rows_room, room = number, max(room, longest)
