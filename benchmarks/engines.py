"""Visitors per second on the reference shop: Footfall's two engines beside a plain SimPy program.

The plain program is the least that anybody would write: every visitor walks the drawn shares once, with random dwell,
one random stream, no persona, no intent, no message, no return. Footfall's engines live the whole model and count a
visitor once per arm; where nothing was said to him, the compiled engine copies his life from the control's.
"""

from __future__ import annotations

import random
from collections.abc import Generator

import simpy

from benchmarks.timing import show, timed
from simulation.compile import compile_scenario
from simulation.draws import HEADLINE
from simulation.engines.choose import Engine, run
from simulation.evidence.reference import reference, reference_slice
from simulation.plan import central

TECHNIQUES = ("social_proof", "reassurance", "scarcity")
SEED = 1


class PlainShop:
    """The reference shop as a SimPy program of its own, with nothing of ours but the numbers."""

    def __init__(self) -> None:
        shop = reference_slice()
        self.goal = {key for key, point in shop.touchpoints.items() if point.goal == "order"}
        self.entry = {key: sum(point.entry.values()) for key, point in shop.touchpoints.items() if point.entry}
        self.dwell = {key: point.dwell.value for key, point in shop.touchpoints.items()}
        self.ways: dict[str, list[tuple[str, float]]] = {key: [] for key in shop.touchpoints}
        for link in shop.links.values():
            self.ways[link.from_touchpoint].append((link.to_touchpoint, link.share.value))
        self.orders = 0

    def visit(self, env: simpy.Environment, luck: random.Random) -> Generator[simpy.Event, None, None]:
        """One visitor, from arrival to order or exit."""
        (card,) = luck.choices(list(self.entry), list(self.entry.values()))
        while card:
            yield env.timeout(luck.expovariate(1 / self.dwell[card]))
            if card in self.goal:
                self.orders += 1
                return
            left = luck.random()
            for way, share in self.ways[card]:
                left -= share
                if left < 0:
                    card = way
                    break
            else:
                return

    def run(self, visitors: int) -> int:
        """Let them all in, one a second."""
        env = simpy.Environment()
        luck = random.Random(SEED)  # noqa: S311 - the rival as people write it

        def arrivals() -> Generator[simpy.Event, None, None]:
            for _ in range(visitors):
                env.process(self.visit(env, luck))
                yield env.timeout(1.0)

        env.process(arrivals())
        env.run()
        return visitors


def main() -> None:
    """Print the table."""
    plan = compile_scenario(reference(TECHNIQUES)).plan
    draws = central(1, len(plan.techniques))
    arms = len(plan.arms)

    def ours(engine: Engine, visitors: int, workers: int) -> int:
        run(
            plan,
            draws,
            seed=SEED,
            stream=HEADLINE,
            first_visitor=0,
            visitors_per_draw=visitors,
            workers=workers,
            engine=engine,
        )
        return visitors * arms

    show(
        f"Visitors of the reference shop, {arms} arms in Footfall",
        "visitors",
        [
            timed("plain SimPy, one arm, no model", lambda: PlainShop().run(10_000)),
            timed("Footfall on SimPy, whole model", lambda: ours("simpy", 1_000, 1), repeats=1),
            timed("Footfall compiled, 1 thread", lambda: ours("compiled", 100_000, 1)),
            timed("Footfall compiled, 2 threads", lambda: ours("compiled", 200_000, 2)),
        ],
    )
