"""The event engine: SimPy processes that call the same functions as the compiled loop.

Visitors arrive on the world's clock, live side by side and wait out their dwell and the days between visits. Nothing in
this version makes them compete, so they leave behind exactly what the compiled loop finds, event for event; a
simulation in which they do compete can only run here.
"""

from __future__ import annotations

from collections.abc import Generator
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

import numpy as np

from simulation.behaviour.after import after
from simulation.behaviour.before import before
from simulation.behaviour.choice import depart
from simulation.behaviour.page import arrive
from simulation.behaviour.returning import end_visit
from simulation.behaviour.state import WALKING, Traveller, new_traveller
from simulation.behaviour.visitor import begin_visit, begin_visitor
from simulation.draws import ARRIVAL, stream_key, uniforms
from simulation.engines.kernel import CHUNK, Cancelled, Progress, add_messages, add_visitor, blocks, sums_of
from simulation.measures.moments import PairedMoments, empty
from simulation.measures.tallies import COUNT
from simulation.plan import Draw, ParameterDraws, Plan, Records, one_draw
from simulation.traces import EVENT

if TYPE_CHECKING:
    import simpy


@dataclass
class World:
    """One arm of one draw: the clock, and the visitors who have come and gone.

    Attributes:
        plan: the plan.
        draw: one row of the parameter draws.
        arm: index of the arm.
        key: key of the stream of luck.
        room: events kept per visitor; 0 when nobody listens.
        gone: travellers by visitor, when their last visit is over.
    """

    plan: Plan
    draw: Draw
    arm: int
    key: tuple[np.uint64, np.uint64]
    room: int = 0
    gone: dict[int, Traveller] = field(default_factory=dict)

    def run(self, visitors: range) -> None:
        """Let these visitors arrive in order and follow each to the end."""
        import simpy

        clock = simpy.Environment()
        clock.process(self._arrivals(clock, visitors))
        clock.run()

    def _arrivals(self, clock: simpy.Environment, visitors: range) -> Generator[simpy.Event, None, None]:
        """New visitors, each somewhere within the slot that today's traffic gives him."""
        slot = float(self.plan.world[0]["arrival_gap"])
        for position, visitor in enumerate(visitors):
            u = uniforms(self.key[0], self.key[1], visitor, 0, 0, 0, ARRIVAL)[0]
            yield clock.timeout(max(0, int((position + u) * slot) - clock.now))
            clock.process(self._life(clock, visitor))

    def _life(self, clock: simpy.Environment, visitor: int) -> Generator[simpy.Event, None, None]:
        """The life of one visitor, in real time of the simulated world."""
        traveller = new_traveller(self.plan, self.room)
        state = traveller.state[0]
        begin_visitor(self.plan, traveller, self.key[0], self.key[1], visitor, self.arm)
        before(self.plan, self.draw, traveller)
        gap = 0
        while gap >= 0:
            begin_visit(self.plan, traveller, gap)
            while True:
                arrive(self.plan, self.draw, traveller)
                yield clock.timeout(int(state["dwell"]))
                depart(self.plan, self.draw, traveller)
                if state["doing"] != WALKING:
                    break
            gap = end_visit(self.plan, self.draw, traveller)
            if gap >= 0:
                yield clock.timeout(gap)
        after(self.plan, self.draw, traveller)
        self.gone[visitor] = traveller


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
    shape = (len(draws.structure), int(plan.group.max()) + 1, len(plan.arms), len(plan.rules))
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
    worlds = [World(plan, draw, arm, key) for arm in range(len(plan.arms))]
    for world in worlds:
        world.run(visitors)
    kept, sums = np.zeros((len(plan.arms), COUNT)), sums_of(block, k)
    for visitor in visitors:
        for arm, world in enumerate(worlds):
            kept[arm] = world.gone[visitor].tally
            add_messages(plan, world.gone[visitor], sums.shown, arm)
        state = worlds[0].gone[visitor].state[0]
        add_visitor(sums, kept, int(plan.group[state["persona"], state["first_device"]]))


def trace_events(
    plan: Plan, draws: ParameterDraws, k: int, arm: int, visitors: range, *, seed: int, stream: int
) -> Records:
    """Events of visitors in one arm under draw k, shape (events,) EVENT, by visitor and then as they happened."""
    room = 256
    while True:
        world = World(plan, one_draw(draws, k), arm, stream_key(seed, stream), room)
        world.run(visitors)
        numbers = [int(world.gone[visitor].state[0]["events"]) for visitor in visitors]
        if max(numbers, default=0) <= room:
            rows = [world.gone[visitor].events[:number] for visitor, number in zip(visitors, numbers, strict=True)]
            return np.concatenate(rows) if rows else np.zeros(0, EVENT)
        room = max(numbers)
