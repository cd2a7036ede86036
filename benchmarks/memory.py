"""A hundred million visitors: how long that takes and how much memory.

Aggregates stream: what grows with visitors is nothing, with draws, groups, arms and measures a table of sums.
"""

from __future__ import annotations

import resource
import time

from benchmarks.shop import kettle, strong
from simulation.draws import HEADLINE
from simulation.engines.choose import run

VISITORS = 100_000_000


def main() -> None:
    """Print time and the most memory that was in use."""
    whole = kettle().plan
    plan = whole._replace(
        arms=whole.arms[:1].copy(), cards=whole.cards[:1].copy(), links=whole.links[:1].copy(),
        share=whole.share[:1].copy(), weight=whole.weight[:1].copy(), entry=whole.entry[:1].copy(),
        excluded=whole.excluded[:1].copy(), outset=whole.outset[:1].copy(),
    )  # fmt: skip
    started = time.perf_counter()
    moments = run(plan, strong(plan), seed=1, stream=HEADLINE, first_visitor=0, visitors_per_draw=VISITORS)
    took = time.perf_counter() - started
    most = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(
        f"\n{moments.total('visitors'):,.0f} visitors of the kettle shop, one arm: {took:.0f} s, {most:.0f} MB at most"
    )
    print(f"  {moments.total('pages'):,.0f} pages, {moments.total('orders'):,.0f} orders")
