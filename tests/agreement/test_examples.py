"""Both engines tell the same story, event for event, on every experiment of every shipped example."""

import pytest

from app.project.examples import new_from_example
from app.project.slices import scenario
from maps.examples.reader import EXAMPLES
from simulation.compile import assemble
from simulation.engines.choose import trace
from tests.shop import strong

ASKED = [(key, experiment) for key in EXAMPLES for experiment in new_from_example(key).experiments]


@pytest.mark.parametrize(("key", "experiment"), ASKED, ids=[f"{key} {asked}" for key, asked in ASKED])
def test_an_example_is_lived_alike_by_both_engines(key: str, experiment: str) -> None:
    plan = assemble(scenario(new_from_example(key), experiment)).plan
    draws = strong(plan)
    for arm in range(len(plan.arms)):
        compiled = trace(plan, draws, arm=arm, visitors=range(120), seed=3, stream=0)
        simpy = trace(plan, draws, arm=arm, visitors=range(120), seed=3, stream=0, engine="simpy")
        assert len(compiled) > 300
        assert compiled.tobytes() == simpy.tobytes()
