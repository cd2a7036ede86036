"""What shared luck is worth: how many more visitors a comparison with separate luck needs for the same interval.

From one run: the variance of the difference in conversion when every visitor lives in both arms, against the sum of
the two arms' variances, which is what two independent groups of visitors would have. And what that is to somebody who
waits: the time to an interval of a tenth of the lift either way, beside the shop in plain SimPy with separate luck.
"""

from __future__ import annotations

from typing import NamedTuple

from benchmarks.plain.shop import PlainShop
from benchmarks.shop import one_message, strong
from benchmarks.timing import timed
from simulation.draws import HEADLINE
from simulation.engines.choose import run
from simulation.plan import one_draw

LIFTS = (0.003, 0.01, 0.025)
VISITORS = 400_000
NORMAL = 1.959963984540054
PART = 0.1
"""Half-width of the interval, as a part of the lift."""


class Compared(NamedTuple):
    """One strength of the message."""

    strength: float
    lift: float
    apart: float  # variance of the difference of one visitor of each group
    together: float  # variance of the difference of one visitor who lives twice
    control: float

    def visitors(self, variance: float) -> float:
        """Visitors per arm for an interval of the relative lift of so much of it either way."""
        return (NORMAL / (PART * self.lift * self.control)) ** 2 * variance


def compare(strength: float) -> Compared:
    """Both variances at one strength, log-odds."""
    plan = one_message().plan
    moments = run(
        plan, strong(plan, strength), seed=1, stream=HEADLINE, first_visitor=0, visitors_per_draw=VISITORS, workers=2
    )
    sums, products = moments.pair("converted", "visitors", 1)
    control, _, variant, _ = sums[0] / VISITORS
    apart = control * (1 - control) + variant * (1 - variant)
    squares = (products[0, 0, 0] + products[0, 2, 2] - 2 * products[0, 0, 2]) / VISITORS
    together = squares - (variant - control) ** 2
    return Compared(strength, float(variant / control - 1), float(apart), float(together), float(control))


def strength_for(lift: float) -> Compared:
    """The strength that gives about this relative lift, by the secant through nothing."""
    found = compare(lift)
    for _ in range(4):
        found = compare(found.strength * lift / max(found.lift, lift / 20))
    return found


def main() -> None:
    """Print the table."""
    plan = one_message().plan
    pairs = timed("", lambda: _ours(200_000)).per_second
    plain = timed("", lambda: PlainShop(plan, one_draw(strong(plan), 0), 1, 1).run(2_000).visitors).per_second
    print("\nShared luck on the kettle shop, scarcity on arrival: visitors, and time, to ±10% of the lift, 95%")
    for lift in LIFTS:
        one = strength_for(lift)
        few, many = one.visitors(one.together), one.visitors(one.apart)
        quick, slow = few / pairs, 2 * many / plain
        print(
            f"  lift {one.lift:+.2%} (strength {one.strength:.3f}): {few:,.0f} pairs, {many:,.0f} visitors per arm with"
            f" separate luck, {many / few:.0f} ×"
        )
        print(f"    {quick:.1f} s compiled, {slow / 3600:,.1f} h in plain SimPy, {slow / quick:,.0f} ×")


def _ours(visitors: int) -> int:
    plan = one_message().plan
    run(plan, strong(plan), seed=1, stream=HEADLINE, first_visitor=0, visitors_per_draw=visitors, workers=2)
    return visitors
