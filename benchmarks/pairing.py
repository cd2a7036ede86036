"""What shared luck is worth: how many more visitors an A/B comparison with separate luck needs for the same interval.

From one run: the variance of the difference in conversion when every visitor lives in both arms, against the sum of
the two arms' variances, which is what two independent groups of visitors would have.
"""

from __future__ import annotations

from simulation.compile import compile_scenario
from simulation.draws import HEADLINE
from simulation.engines.choose import run
from simulation.evidence.reference import reference
from simulation.plan import central

TECHNIQUES = ("social_proof", "reassurance", "scarcity")
STRENGTHS = (0.05, 0.1, 0.3)
VISITORS = 400_000


def main() -> None:
    """Print the table."""
    compiled = compile_scenario(reference(TECHNIQUES))
    print("\nVariance of a lift: separate luck ÷ shared luck (as many times fewer visitors are needed)")
    for strength in STRENGTHS:
        draws = central(1, len(compiled.plan.techniques))
        draws.strength[:] = strength
        moments = run(
            compiled.plan, draws, seed=1, stream=HEADLINE, first_visitor=0, visitors_per_draw=VISITORS, workers=2
        )
        for arm, name in enumerate(TECHNIQUES, start=1):
            sums, products = moments.pair("converted", "visitors", arm)
            control, _, variant, _ = sums[0] / VISITORS
            apart = control * (1 - control) + variant * (1 - variant)
            squares = (products[0, 0, 0] + products[0, 2, 2] - 2 * products[0, 0, 2]) / VISITORS
            together = squares - (variant - control) ** 2
            lift = variant / control - 1
            worth = f"{apart / together:>8.1f} ×" if together > 0 else "   nobody acted otherwise"
            print(f"  {name:<14} strength {strength:<5} lift {lift:>+7.2%}  {worth}")
