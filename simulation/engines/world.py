"""A world in SimPy: visitors on one clock, who wait for agents, buy from one stock and share daily budgets.

Simultaneous events are taken in the order of the visitors' numbers: what a visitor waits for carries his number as its
priority, and whatever follows from one event is finished before the next one of the same millisecond. So the order of
a world is part of the model, and the compiled queue of `engines.queue` can be compared with it event for event.
"""

from __future__ import annotations

from collections.abc import Generator
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

import numpy as np

from simulation.behaviour.desk import CLOSED, wanted_desk
from simulation.behaviour.state import Traveller, new_traveller
from simulation.behaviour.together import ASKS, GONE, advance, enter
from simulation.engines.books import Ledger, enter_book, new_shared, schedule
from simulation.plan import Draw, Plan

if TYPE_CHECKING:
    import simpy

Steps = Generator["simpy.Event", Any, int]


@dataclass
class World:
    """One arm's world under one draw.

    Attributes:
        plan: the plan.
        draw: one row of the parameter draws.
        arm: index of the arm.
        key: key of the stream of luck.
        people: visitors of this world; their numbers are addresses of luck.
        ledger: where it is kept what they leave behind.
        room: events kept per visitor; 0 when nobody listens.
        heard: travellers by visitor, where somebody listens.
    """

    plan: Plan
    draw: Draw
    arm: int
    key: tuple[np.uint64, np.uint64]
    people: range
    ledger: Ledger
    room: int = 0
    heard: dict[int, Traveller] = field(default_factory=dict)

    def run(self) -> None:
        """Let the visitors come, and follow each to the end."""
        import simpy

        self.clock = simpy.Environment()
        self.shared = new_shared(self.plan, len(self.people))
        self.desks = [simpy.Resource(self.clock, max(1, int(desk["agents"]))) for desk in self.plan.desks]
        self.clock.process(self._arrivals())
        self.clock.run()

    def _arrivals(self) -> Steps:
        order, times = schedule(self.plan, self.key, self.people.start, len(self.people))
        for position in order.tolist():
            yield self._due(int(times[position]) - int(self.clock.now), position)
            self.clock.process(self._life(position))
        return len(self.people)

    def _due(self, delay: int, position: int) -> simpy.Event:
        """What happens to this visitor in `delay` ms: after all that follows from earlier events of that moment."""
        import simpy

        event = simpy.Event(self.clock)
        event._ok, event._value = True, None  # noqa: SLF001 - as a Timeout does, which knows no priorities
        self.clock.schedule(event, simpy.events.EventPriority(simpy.events.NORMAL + 1 + position), delay)
        return event

    def _life(self, position: int) -> Steps:
        """One visitor, from the first visit to the last."""
        visitor = self.people.start + position
        traveller = new_traveller(self.plan, self.room)._replace(stock=self.shared.stock, spent=self.shared.spent)
        state = traveller.state[0]
        enter(self.plan, self.draw, traveller, self.key, (visitor, self.arm), int(self.clock.now))
        delay = advance(self.plan, self.draw, traveller, False)
        while state["stage"] != GONE:
            if state["stage"] == ASKS:
                delay = yield from self._at_desk(traveller, position, delay)
            else:
                yield self._due(delay, position)
                delay = advance(self.plan, self.draw, traveller, False)
        enter_book(self.plan, traveller, position, self.ledger)
        if self.room:
            self.heard[visitor] = traveller
        return position

    def _at_desk(self, traveller: Traveller, position: int, patience: int) -> Steps:
        """Ask for an agent, wait for one, be helped; or give up. The answer is the time until the next step."""
        if patience == CLOSED:
            return advance(self.plan, self.draw, traveller, False)
        since = self.clock.now
        with self.desks[wanted_desk(self.plan, traveller)].request() as place:
            if not place.triggered:
                yield place | self._due(patience, position)
            traveller.state[0]["waited"] = self.clock.now - since
            if place.triggered:
                yield self._due(advance(self.plan, self.draw, traveller, True), position)
        return advance(self.plan, self.draw, traveller, False)
