"""The event engine: SimPy processes that call the same functions as the compiled loop.

Visitors arrive on the world's clock, live side by side and wait out their dwell and the days between visits. They do
not compete here (for those who do see `engines.world`), so they leave behind exactly what the compiled loop finds,
event for event.
"""

from __future__ import annotations

from collections.abc import Generator
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

import numpy as np

from simulation.behaviour.life import DONE, begin, step
from simulation.behaviour.state import Traveller, new_traveller
from simulation.compiled import compiled
from simulation.draws import ARRIVAL, stream_key, uniforms
from simulation.engines.kernel import Cancelled, Progress, add_messages, add_visitor, shape_of, sums_of
from simulation.engines.pieces import CHUNK, blocks
from simulation.measures.moments import PairedMoments, empty
from simulation.measures.tallies import COUNT
from simulation.plan import Draw, Floats, Ints, ParameterDraws, Plan, Records, one_draw
from simulation.traces import EVENT

if TYPE_CHECKING:
    import simpy


@compiled
def schedule(plan: Plan, k0: np.uint64, k1: np.uint64, first: int, times: Ints) -> None:
    """When visitors come, ms, in order: each somewhere within the slot that today's traffic gives him."""
    slot = plan.world[0]["arrival_gap"]
    for position in range(len(times)):
        u, _, _, _ = uniforms(k0, k1, first + position, 0, 0, 0, ARRIVAL)
        times[position] = int((position + u) * slot)


@dataclass
class World:
    """One arm of one draw: the clock, the visitors on it, and what those who have gone left behind.

    Attributes:
        plan: the plan.
        draw: one row of the parameter draws.
        arm: index of the arm.
        key: key of the stream of luck.
        visitors: who comes, in this order.
        room: events kept per visitor; 0 when nobody listens.
        tally: what each visitor left behind, shape (visitors, M).
        group: index of each visitor's group.
        shown: how often each rule spoke, shape (R,).
        heard: events of each visitor, where somebody listens.
        longest: events of the visitor with most of them; more than `room`: some were not kept.
    """

    plan: Plan
    draw: Draw
    arm: int
    key: tuple[np.uint64, np.uint64]
    visitors: range
    room: int = 0
    tally: Floats = field(init=False)
    group: list[int] = field(init=False)
    shown: Floats = field(init=False)
    heard: dict[int, Records] = field(default_factory=dict)
    longest: int = 0

    def __post_init__(self) -> None:
        self.tally = np.zeros((len(self.visitors), COUNT))
        self.group = [0] * len(self.visitors)
        self.shown = np.zeros(len(self.plan.rules))
        self._spare: list[Traveller] = []

    def run(self) -> None:
        """Let the visitors arrive and follow each to the end."""
        import simpy

        clock = simpy.Environment()
        clock.process(self._arrivals(clock))
        clock.run()

    def _arrivals(self, clock: simpy.Environment) -> Generator[simpy.Event, None, None]:
        times = np.zeros(len(self.visitors), np.int64)
        schedule(self.plan, *self.key, self.visitors.start, times)
        for position, time in enumerate(times.tolist()):
            yield clock.timeout(max(0, time - int(clock.now)))
            clock.process(self._life(clock, position))

    def _life(self, clock: simpy.Environment, position: int) -> Generator[simpy.Event, None, None]:
        """One visitor, in the time of the simulated world; whoever comes after he has gone takes over his place."""
        plan, draw, timeout = self.plan, self.draw, clock.timeout
        traveller = self._spare.pop() if self._spare else new_traveller(plan, self.room)
        begin(plan, draw, traveller, *self.key, self.visitors[position], self.arm)
        while (wait := step(plan, draw, traveller)) != DONE:
            yield timeout(wait)
        self._enter(position, traveller)
        self._spare.append(traveller)

    def _enter(self, position: int, traveller: Traveller) -> None:
        """Keep what the visitor leaves behind."""
        state = traveller.state[0]
        self.tally[position] = traveller.tally
        self.group[position] = int(self.plan.group[state["persona"], state["first_device"]])
        add_messages(self.plan, traveller, self.shown, self.arm)
        if self.room:
            number = int(state["events"])
            self.longest = max(self.longest, number)
            self.heard[position] = traveller.events[:number].copy()


def run_events(
    plan: Plan,
    draws: ParameterDraws,
    *,
    seed: int,
    stream: int,
    first_visitor: int,
    visitors_per_draw: int,
    progress: Progress | None = None,
    cancelled: Cancelled | None = None,
    chunk: int = CHUNK,
) -> PairedMoments:
    """Run every draw with its own visitors, one world per arm, and return their moments; see `choose.run`."""
    key = stream_key(seed, stream)
    shape = (len(draws.structure), *shape_of(plan))
    total = empty(*shape)
    done = 0
    for start, stop in blocks(visitors_per_draw, chunk):
        size = stop - start
        block = empty(*shape)
        for k in range(shape[0]):
            if cancelled is not None and cancelled():
                return replace(total, complete=False)
            first = first_visitor + k * visitors_per_draw + start
            _run_worlds(plan, one_draw(draws, k), key, range(first, first + size), block, k)
            done += size
            if progress is not None:
                progress(done, shape[0] * visitors_per_draw)
        total = total.plus(block)
    return total


def _run_worlds(
    plan: Plan,
    draw: Draw,
    key: tuple[np.uint64, np.uint64],
    visitors: range,
    block: PairedMoments,
    k: int,
) -> None:
    """The same visitors in one world per arm; their tallies are added to the block."""
    worlds = [World(plan, draw, arm, key, visitors) for arm in range(len(plan.arms))]
    sums = sums_of(block, k)
    for world in worlds:
        world.run()
        np.add(sums.shown, world.shown, out=sums.shown)
    together = np.stack([world.tally for world in worlds], axis=1)
    for position, group in enumerate(worlds[0].group):
        add_visitor(sums, together[position], group)


def trace_events(
    plan: Plan, draws: ParameterDraws, k: int, arm: int, visitors: range, *, seed: int, stream: int
) -> Records:
    """Events of visitors in one arm under draw k, shape (events,) EVENT, by visitor and then as they happened."""
    room = 256
    while True:
        world = World(plan, one_draw(draws, k), arm, stream_key(seed, stream), visitors, room)
        world.run()
        if world.longest <= room:
            rows = [world.heard[position] for position in range(len(visitors))]
            return np.concatenate(rows) if rows else np.zeros(0, EVENT)
        room = world.longest
