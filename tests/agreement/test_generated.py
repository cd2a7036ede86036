"""Hundreds of shops in which everything can happen: both engines live them alike, and the events hold every tally."""

from random import Random

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from simulation.compile import assemble
from simulation.engines.choose import run, trace
from simulation.plan import Plan
from simulation.traces import KINDS
from tests.shop import strong
from tests.whole import whole_shop

MODES = 5
"""Ways of seeing the phase, the three benchmarks among them."""


def _plan(number: int) -> Plan:
    """A shop drawn at random, its first speaking arm under any way of seeing the phase."""
    plan = assemble(whole_shop(Random(number))).plan
    plan.arms[1]["mode"] = number % MODES
    return plan


@settings(max_examples=200)
@given(st.integers(0, 2**32))
def test_event_for_event(number: int) -> None:
    plan = _plan(number)
    draws = strong(plan, strength=(number % 7 - 2) * 0.3)
    for arm in (1, 2):
        compiled = trace(plan, draws, arm=arm, visitors=range(8), seed=number, stream=0)
        simpy = trace(plan, draws, arm=arm, visitors=range(8), seed=number, stream=0, engine="simpy")
        assert compiled.tobytes() == simpy.tobytes()


def test_everything_happens_in_them() -> None:
    """What the test above compares is no silence: every kind of event that needs no competition occurs."""
    seen: set[int] = set()
    for number in range(60):
        plan = _plan(number)
        for arm in (1, 2):
            events = trace(plan, strong(plan), arm=arm, visitors=range(30), seed=number, stream=0)
            seen |= set(np.unique(events["kind"]).tolist())
    missing = {KINDS[kind] for kind in range(len(KINDS)) if kind not in seen}
    assert missing <= {"queue", "served", "gave_up", "sold_out", "referral"}


@settings(max_examples=40)
@given(st.integers(0, 2**32))
def test_without_effects_nobody_orders_otherwise(number: int) -> None:
    """Rules of every kind whose strengths are all null: the arms that change no card sell what the control sells."""
    shop = whole_shop(Random(number))
    for arm in shop.arms[1:]:
        assert isinstance(arm.changes, dict)
        arm.changes.clear()
    plan = assemble(shop).plan
    moments = run(
        plan, strong(plan, strength=0.0), seed=number, stream=0, first_visitor=0, visitors_per_draw=40, workers=1
    )
    orders = [moments.total("orders", arm) for arm in range(len(plan.arms))]
    visits = [moments.total("visits", arm) for arm in range(len(plan.arms))]
    assert orders[1:] == orders[:1] * 2
    assert visits[1:] == visits[:1] * 2
    assert not np.any(moments.flips)
