"""Both engines tell the same story before the first visit and after an order, event for event."""

import numpy as np
import pytest

from app.project.examples import new_from_example
from app.project.slices import scenario
from simulation.compile import assemble
from simulation.engines.choose import run, trace
from simulation.plan import Plan
from simulation.traces import CARE, EXPOSURE, PASSED, REPEAT, SENT_BACK
from tests.beyond import journey, said, telling
from tests.shop import rule, strong


def _kettle() -> Plan:
    return assemble(scenario(new_from_example("kettle"))).plan


def _journey() -> Plan:
    everything = [
        said("ad_touch"), said("ad_tell"), said("ad_sell"), said("ad_sell", "scheduled", 3.0), said("cross_sell"),
        said("review_request"), said("loyalty", "scheduled", 200.0), rule("social_proof"),
    ]  # fmt: skip
    return assemble(journey(telling("arm-all00000", *everything), pains={"helpdesk": 4})).plan


@pytest.mark.parametrize("make", [_kettle, _journey])
def test_event_for_event(make: object) -> None:
    plan = make()  # type: ignore[operator]  # one of the two above
    draws = strong(plan)
    kinds: set[int] = set()
    for arm in range(len(plan.arms)):
        compiled = trace(plan, draws, arm=arm, visitors=range(300), seed=6, stream=0)
        simpy = trace(plan, draws, arm=arm, visitors=range(300), seed=6, stream=0, engine="simpy")
        assert compiled.tobytes() == simpy.tobytes()
        kinds |= {int(kind) for kind in np.unique(compiled["kind"])}
    assert {PASSED, REPEAT, SENT_BACK} <= kinds
    if make is _journey:
        assert {EXPOSURE, CARE} <= kinds


def test_digit_for_digit() -> None:
    plan = _journey()
    results = [
        run(plan, strong(plan, 2), seed=6, stream=0, first_visitor=0, visitors_per_draw=200, engine=engine)
        for engine in ("compiled", "simpy")
    ]
    assert np.array_equal(results[0].raw_first, results[1].raw_first)
    assert np.array_equal(results[0].raw_cross, results[1].raw_cross)
    assert results[0].total("exposures", 1) > 0
