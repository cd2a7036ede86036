"""Simulation libraries on a model that all of them can express: a walk over the kettle map.

The model: visitors arrive one after another, begin on a page by the entry shares, stay for a log-normal time, and take
a link by its drawn share or leave. Nothing else: no persona, intent, progress, score, message, return or arm. That is
what Ciw can express (its customers know where they are and choose by probability); SimPy, salabim and Mesa could
express the rest in Python of one's own, as `benchmarks.plain` does for SimPy. None of them runs two arms with shared
luck, knows parameters that are drawn, or reports an interval. Footfall stands beside them with the whole behaviour.
"""

from __future__ import annotations

import random
from collections.abc import Callable, Generator
from importlib import import_module
from typing import Any

import simpy

from benchmarks.shop import kettle, strong
from benchmarks.timing import Timed, show, timed
from simulation.draws import HEADLINE
from simulation.engines.choose import run
from simulation.plan import ORDER_GOAL, inside

SEED = 1
GAP = 1000.0
"""Milliseconds between two arrivals, on average."""


class Walk:
    """The model in numbers: cards of the site, shares, dwell."""

    def __init__(self) -> None:
        plan = kettle().plan
        cards = plan.cards[0]
        on_site = [n for n in range(len(cards)) if inside(plan, 0)[n] or cards["goal"][n] == ORDER_GOAL]
        at = {card: n for n, card in enumerate(on_site)}
        starts = plan.entry[0, 0, 0]
        shares = [float(starts[card] - (starts[card - 1] if card else 0.0)) for card in on_site]
        self.entry = [share / sum(shares) for share in shares]
        self.dwell = [float(cards["dwell"][card]) for card in on_site]
        self.spread = [float(cards["spread"][card]) for card in on_site]
        self.goal = [bool(cards["goal"][card] == ORDER_GOAL) for card in on_site]
        self.shares = [[0.0] * len(on_site) for _ in on_site]
        for link, share in zip(plan.links[0], plan.share[0].mean(axis=0), strict=True):
            if link["start"] in at and link["end"] in at and not self.goal[at[link["start"]]]:
                self.shares[at[link["start"]]][at[link["end"]]] += float(share)
        self.luck = random.Random(SEED)  # noqa: S311 - as people write it
        self.orders = self.pages = 0

    def first(self) -> int:
        """Where a visit begins."""
        return self.luck.choices(range(len(self.entry)), self.entry)[0]

    def stay(self, card: int) -> float:
        """Time on a page, ms."""
        return self.dwell[card] * self.luck.lognormvariate(0.0, self.spread[card])

    def next(self, card: int) -> int:
        """The next page, -1 for none."""
        self.pages += 1
        self.orders += self.goal[card]
        left = self.luck.random()
        for other, share in enumerate(self.shares[card]):
            left -= share
            if left < 0:
                return other
        return -1


def in_simpy(visitors: int) -> Walk:
    """A process per visitor."""
    walk, clock = Walk(), simpy.Environment()

    def visit() -> Generator[simpy.Event, None, None]:
        card = walk.first()
        while card >= 0:
            yield clock.timeout(walk.stay(card))
            card = walk.next(card)

    def arrivals() -> Generator[simpy.Event, None, None]:
        for _ in range(visitors):
            clock.process(visit())
            yield clock.timeout(walk.luck.expovariate(1 / GAP))

    clock.process(arrivals())
    clock.run()
    return walk


def in_salabim(visitors: int) -> Walk:
    """A component per visitor, in its quickest way: generators, no monitors."""
    sim: Any = import_module("salabim")
    sim.yieldless(False)
    walk = Walk()
    clock = sim.Environment(trace=False, random_seed=None)

    class Visitor(sim.Component):  # type: ignore[misc]  # a library without types
        def process(self) -> Generator[Any, None, None]:
            card = walk.first()
            while card >= 0:
                yield self.hold(walk.stay(card))
                card = walk.next(card)

    class Arrivals(sim.Component):  # type: ignore[misc]
        def process(self) -> Generator[Any, None, None]:
            for _ in range(visitors):
                Visitor(suppress_trace=True)
                yield self.hold(walk.luck.expovariate(1 / GAP))

    Arrivals()
    clock.run()
    return walk


def in_mesa(visitors: int) -> Walk:
    """An agent per visitor on the event list of its experimental simulator."""
    mesa: Any = import_module("mesa")
    devs: Any = import_module("mesa.experimental.devs")
    walk = Walk()
    simulator = devs.DEVSimulator()

    class Visitor(mesa.Agent):  # type: ignore[misc]
        def start(self) -> None:
            self.card = walk.first()
            simulator.schedule_event_relative(self.go, walk.stay(self.card))

        def go(self) -> None:
            self.card = walk.next(self.card)
            if self.card >= 0:
                simulator.schedule_event_relative(self.go, walk.stay(self.card))
            else:
                self.remove()

    class Shop(mesa.Model):  # type: ignore[misc]
        come = 0

        def arrive(self) -> None:
            self.come += 1
            Visitor(self).start()
            if self.come < visitors:
                simulator.schedule_event_relative(self.arrive, walk.luck.expovariate(1 / GAP))

    shop = Shop(seed=SEED)
    simulator.setup(shop)
    simulator.schedule_event_now(shop.arrive)
    simulator.run_until(visitors * GAP * 3 + 1e9)
    return walk


def in_ciw(visitors: int) -> Walk:
    """A node without a queue per card, customers routed by probability."""
    ciw: Any = import_module("ciw")
    import math

    walk = Walk()
    nodes = len(walk.entry)
    network = ciw.create_network(
        arrival_distributions=[ciw.dists.Exponential(share / GAP) if share > 0 else None for share in walk.entry],
        service_distributions=[
            ciw.dists.Lognormal(math.log(dwell), spread) if spread > 0 else ciw.dists.Deterministic(dwell)
            for dwell, spread in zip(walk.dwell, walk.spread, strict=True)
        ],
        number_of_servers=[float("inf")] * nodes,
        routing=walk.shares,
    )
    ciw.seed(SEED)
    simulation = ciw.Simulation(network)
    simulation.simulate_until_max_customers(visitors)
    for record in simulation.get_all_records():
        walk.pages += 1
        walk.orders += walk.goal[record.node - 1]
    return walk


RIVALS: dict[str, tuple[str, Callable[[int], Walk], int]] = {
    "SimPy": ("simpy", in_simpy, 20_000),
    "salabim": ("salabim", in_salabim, 2_000),
    "Mesa": ("mesa", in_mesa, 10_000),
    "Ciw": ("ciw", in_ciw, 1_000),
}


def main() -> None:
    """Print the table."""
    rows: list[Timed] = []
    missing, seen = [], []
    for name, (module, simulate, visitors) in RIVALS.items():
        try:
            import_module(module)
        except ModuleNotFoundError:
            missing.append(name)
            continue
        walk = simulate(visitors)
        seen.append(f"{name} {walk.pages / visitors:.2f} and {walk.orders / visitors:.2%}")
        rows.append(timed(f"{name}, a walk and no more", _counted(simulate, visitors), repeats=2))
    plan = kettle().plan

    def ours() -> int:
        run(plan, strong(plan), seed=SEED, stream=HEADLINE, first_visitor=0, visitors_per_draw=100_000, workers=2)
        return 100_000 * len(plan.arms)

    rows.append(timed("Footfall compiled, 2 threads, whole behaviour", ours))
    show("Visitors of the kettle map", "visitors", rows)
    print(f"  pages and orders per visit: {'; '.join(seen)}")
    for name in missing:
        print(f"  {name}: not installed (pip install footfall[bench])")


def _counted(simulate: Callable[[int], Walk], visitors: int) -> Callable[[], int]:
    def work() -> int:
        simulate(visitors)
        return visitors

    return work
