"""How much wider intervals would be if the map and its personas were drawn as well (MODEL 8).

A run holds shares, traits and the shop's own ratios at their centre and draws what messages do. Here the map is drawn
anew many times from what its numbers rest on (`simulation.experiment.doubts`), offsets solved each time, and the same
draws of effects are simulated on every one of them by the same visitors.
"""

from __future__ import annotations

import math

import numpy as np
from numpy.typing import NDArray

from app.project.examples import new_from_example
from app.project.slices import scenario as scenario_of
from personas.problems import FootfallError
from simulation import draws as luck
from simulation.compile import compile_scenario
from simulation.engines.choose import run
from simulation.evidence.catalogue import beliefs as all_beliefs
from simulation.experiment.doubts import drawn_map
from simulation.experiment.draws import parameters
from simulation.experiment.estimators import Series, relative_series
from simulation.experiment.readings import paired_sums
from simulation.experiment.run import Settings, drawn, resembled, strengths_today
from simulation.measures.registry import MEASURES
from simulation.offsets import Stage
from simulation.scenario import Scenario

MAPS, DRAWS, VISITORS = 16, 100, 5_000
LEAN = (Stage(20_000, 0.002),)
EXAMPLES = ("kettle", "clothing", "airline")


def lifts(scenario: Scenario) -> list[Series]:
    """The relative lift of conversion, draw by draw, in every arm beside the control."""
    beliefs = all_beliefs(scenario.techniques)
    theta = drawn(scenario, beliefs, Settings(draws=DRAWS))
    compiled = compile_scenario(scenario, seed=1, today=strengths_today(scenario, beliefs), schedule=LEAN)
    moments = run(
        compiled.plan,
        parameters(theta, compiled.tables.techniques, resembled(scenario)),
        seed=1,
        stream=luck.DRIVERS,
        first_visitor=0,
        visitors_per_draw=VISITORS,
    )
    arms = range(1, len(scenario.arms))
    return [relative_series(paired_sums(moments, MEASURES["conversion_rate"], place)) for place in arms]


def widening(centre: Series, others: list[Series]) -> tuple[float, float, float]:
    """Spread of the lift with the map held, with the map drawn (noise taken off both), and their ratio.

    With K draws and B maps crossed, the variance over both is that of all K x B lifts less their noise.
    """
    held = _spread(centre.values, centre.errors)
    both = _spread(np.concatenate([one.values for one in others]), np.concatenate([one.errors for one in others]))
    return held, both, both / held if held > 0 else math.nan


def _spread(values: NDArray[np.float64], errors: NDArray[np.float64]) -> float:
    return math.sqrt(max(0.0, float(values.var(ddof=1)) - float((errors**2).mean())))


def main() -> None:
    """The table."""
    print(f"spread of the relative lift over {DRAWS} draws of effects, without and with {MAPS} drawn maps")
    print("example    arm                              held    drawn   ratio   mean held, drawn")
    for name in EXAMPLES:
        scenario = scenario_of(new_from_example(name))
        centre = lifts(scenario)
        found: list[list[Series]] = []
        refused = 0
        for number in range(MAPS):
            try:
                found.append(lifts(drawn_map(scenario, seed=1, number=number)))
            except FootfallError:
                refused += 1
        for place, arm in enumerate(scenario.arms[1:]):
            here = [one[place] for one in found]
            held, both, ratio = widening(centre[place], here)
            mean = np.mean([one.pooled for one in here])
            print(
                f"{name:10} {arm.title[:30]:30}  {held:6.2%}  {both:6.2%}   {ratio:.2f}    "
                f"{centre[place].pooled:.2%}, {mean:.2%}",
                flush=True,
            )
        if refused:
            print(f"{name}: {refused} drawn maps could not be solved")
