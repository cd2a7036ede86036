"""Visitors per second on the whole behaviour of the kettle shop: Footfall's two engines and a shop in plain SimPy.

The plain shop (`benchmarks.plain`) is written by hand and lets the same kind of visitors live, arm by arm; that it does
is checked here, by what they order, view and hear. Footfall counts a visitor once per arm, as the plain shop does; its
compiled engine copies the control's life where nothing was said.
"""

from __future__ import annotations

import math

from benchmarks.plain.shop import PlainShop
from benchmarks.shop import kettle, strong
from benchmarks.timing import show, timed
from simulation.draws import HEADLINE
from simulation.engines.choose import Engine, run
from simulation.plan import one_draw

SEED = 1
CHECKED = 20_000
"""Visitors per arm of the comparison of what is ordered."""


def _ours(engine: Engine, visitors: int, workers: int) -> int:
    plan = kettle().plan
    run(
        plan, strong(plan), seed=SEED, stream=HEADLINE, first_visitor=0, visitors_per_draw=visitors, workers=workers,
        engine=engine,
    )  # fmt: skip
    return visitors * len(plan.arms)


def _plain(visitors: int) -> int:
    plan = kettle().plan
    for arm in range(len(plan.arms)):
        PlainShop(plan, one_draw(strong(plan), 0), arm, SEED).run(visitors)
    return visitors * len(plan.arms)


def main() -> None:
    """Print the tables."""
    rows = [
        timed("plain SimPy, written by hand", lambda: _plain(2_000)),
        timed("Footfall on SimPy", lambda: _ours("simpy", 500, 1)),
        timed("Footfall compiled, 1 thread", lambda: _ours("compiled", 100_000, 1)),
        timed("Footfall compiled, 2 threads", lambda: _ours("compiled", 200_000, 2)),
    ]
    show(f"Visitors of the kettle shop, {len(kettle().plan.arms)} arms, whole behaviour", "visitors", rows)
    plain, simpy, _, compiled = (row.per_second for row in rows)
    print(f"  compiled on 2 threads ÷ Footfall on SimPy: {compiled / simpy:.0f} ×")
    print(f"  Footfall on SimPy ÷ plain SimPy: {simpy / plain:.2f} ×")
    _same_visitors()


def _same_visitors() -> None:
    """What the visitors of the plain shop do, beside what ours do; distance of the conversions in standard errors."""
    plan = kettle().plan
    draws, many = strong(plan), 20 * CHECKED
    moments = run(plan, draws, seed=SEED, stream=HEADLINE, first_visitor=0, visitors_per_draw=many)
    print("\nThe same visitors: plain SimPy beside Footfall, per visitor")
    for arm in range(len(plan.arms)):
        counts = PlainShop(plan, one_draw(draws, 0), arm, SEED).run(CHECKED)
        told = [
            f"{name} {getattr(counts, name) / CHECKED:.4f} and {moments.total(name, arm) / many:.4f}"
            for name in ("visits", "pages", "messages", "converted")
        ]
        share = moments.total("converted", arm) / many
        away = (counts.converted / CHECKED - share) / math.sqrt(share * (1 - share) / CHECKED)
        print(f"  arm {arm}: {', '.join(told)} ({away:+.1f} standard errors)")
