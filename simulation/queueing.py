"""Queues in the long run, exactly: what the desks of a simulated shop are tested against.

Arrivals by chance at a steady rate, exponential service, first come first served (Erlang 1917; with impatience Palm
1957). Rates per unit of time; times come out in that unit.
"""

from __future__ import annotations

from typing import NamedTuple


class Queue(NamedTuple):
    """A queue in the long run.

    wait: mean time in the queue, of everybody who joins it; queue: mean number waiting; waits: share that finds no free
    agent; abandons: share that gives up.
    """

    wait: float
    queue: float
    waits: float
    abandons: float


def patient(arrivals: float, service: float, agents: int) -> Queue:
    """M/M/c: nobody gives up. `service` is the rate of one agent; ValueError when the queue grows without end."""
    load = arrivals / service
    if load >= agents:
        raise ValueError("more work comes than the agents can do")
    blocked = 1.0
    for number in range(1, agents + 1):
        blocked = load * blocked / (number + load * blocked)
    waits = blocked / (1.0 - load / agents * (1.0 - blocked))
    wait = waits / (agents * service - arrivals)
    return Queue(wait, arrivals * wait, waits, 0.0)


def impatient(arrivals: float, service: float, agents: int, patience: float, most: int = 5_000) -> Queue:
    """M/M/c+M: whoever waits gives up at the rate 1 / `patience`. States with more than `most` present are left out."""
    chances = [1.0]
    for number in range(1, most + 1):
        leaving = min(number, agents) * service + max(0, number - agents) / patience
        chances.append(chances[-1] * arrivals / leaving)
        if chances[-1] < 1e-16 * max(chances):
            break
    total = sum(chances)
    queue = sum(max(0, number - agents) * chance for number, chance in enumerate(chances)) / total
    waits = sum(chances[agents:]) / total
    return Queue(queue / arrivals, queue, waits, queue / patience / arrivals)
