"""Desks against queueing theory: waits, queues and giving up, in intervals of 99.9%."""

import numpy as np
import pytest

from simulation.compile import assemble
from simulation.engines.choose import run, trace
from simulation.measures.tallies import GAVE_UP, QUEUED, SERVED, WAITED_SECONDS
from simulation.measures.worlds import WorldMoments
from simulation.plan import Floats, Plan, central
from simulation.queueing import Queue, impatient, patient
from simulation.traces import GAVE_UP as GIVES_UP
from simulation.traces import QUEUE
from simulation.traces import SERVED as HELPED
from tests.crowd import one_queue

STUDENT = 3.66
"""Quantile of Student's t for 29 degrees of freedom, 99.9% on two sides."""
RUNS = 30
LN_2 = 0.6931471805599453
WEEK_MINUTES = 7 * 24 * 60
START = 0.01
"""Worlds begin with nobody in the queue, which makes a week's mean a little smaller than the long run's."""


def _worlds(plan: Plan, people: int) -> Floats:
    moments = run(
        plan, central(1, len(plan.techniques)), seed=11, stream=0, first_visitor=0, visitors_per_draw=RUNS * people,
        runs=RUNS, workers=2,
    )  # fmt: skip
    assert isinstance(moments, WorldMoments)
    return np.asarray(moments.totals[0, :, :, 0].sum(axis=1))


def _inside(values: Floats, expected: float, slack: float = 0.0) -> bool:
    half = STUDENT * float(values.std(ddof=1)) / len(values) ** 0.5
    return bool(abs(float(values.mean()) - expected) <= half + slack * expected)


def _case(load: float, agents: int, patience: float | None) -> tuple[Plan, int, Queue]:
    minutes = 4.0
    plan = assemble(one_queue(load=load, agents=agents, minutes=minutes, patience=patience)).plan
    people = round(7 * 86_400_000 / float(plan.world[0]["arrival_gap"]))
    rate, service = people / WEEK_MINUTES, LN_2 / minutes
    exact = patient(rate, service, agents) if patience is None else impatient(rate, service, agents, patience / LN_2)
    return plan, people, exact


@pytest.mark.parametrize(("load", "agents"), [(0.6, 1), (0.7, 3)])
def test_a_patient_queue_waits_as_erlang_says(load: float, agents: int) -> None:
    plan, people, exact = _case(load, agents, None)
    worlds = _worlds(plan, people)
    assert (worlds[:, GAVE_UP] == 0).all()
    assert (worlds[:, SERVED] == people).all()
    assert _inside(worlds[:, WAITED_SECONDS] / worlds[:, QUEUED] / 60, exact.wait, START)


@pytest.mark.parametrize(("load", "agents", "patience"), [(0.9, 2, 6.0), (1.4, 3, 3.0)])
def test_an_impatient_queue_loses_as_palm_says(load: float, agents: int, patience: float) -> None:
    plan, people, exact = _case(load, agents, patience)
    worlds = _worlds(plan, people)
    assert (worlds[:, SERVED] + worlds[:, GAVE_UP] == people).all()
    assert _inside(worlds[:, GAVE_UP] / worlds[:, QUEUED], exact.abandons, START)
    assert _inside(worlds[:, WAITED_SECONDS] / worlds[:, QUEUED] / 60, exact.wait, START)


def test_little_and_the_line_at_the_desk() -> None:
    """Seen from outside, at regular moments, the line is as long as arrivals times waits; and it is a fair line."""
    plan, people, exact = _case(0.9, 2, 6.0)
    rows = trace(plan, central(1, len(plan.techniques)), visitors=range(people), seed=3, stream=0)
    over = rows[np.isin(rows["kind"], [QUEUE, GIVES_UP])]
    ends = (over["born"] + over["time"]).astype(float)
    begins = ends - over["value"]
    moments = np.arange(0.0, 7 * 86_400_000.0, 60_000.0)
    line = np.searchsorted(np.sort(begins), moments, "right") - np.searchsorted(np.sort(ends), moments, "right")
    by_hour = line[: len(line) // 60 * 60].reshape(-1, 60).mean(axis=1)
    batches = by_hour[:168].reshape(28, 6).mean(axis=1)
    arrivals = people / WEEK_MINUTES
    assert _inside(batches, arrivals * float(over["value"].mean()) / 60_000)
    assert abs(float(over["value"].mean()) / 60_000 - exact.wait) < 0.2 * exact.wait
    served = over["kind"] == QUEUE
    first_come = np.argsort(begins[served], kind="stable")
    assert (np.diff(ends[served][first_come]) >= 0).all(), "first come, first served"
    helped = rows[rows["kind"] == HELPED]
    stop = helped["born"] + helped["time"]
    start = stop - helped["value"]
    busy = np.searchsorted(np.sort(start), moments, "right") - np.searchsorted(np.sort(stop), moments, "right")
    assert busy.max() == 2
    assert (busy[line > 0] == 2).all(), "nobody waits while an agent is free"
    assert abs(float(busy.mean()) / 2 - 0.9 * (1 - exact.abandons)) < 0.05


def test_textbook_values() -> None:
    """M/M/1: rho / (mu - lambda); without a queue nobody waits; with little patience few do."""
    assert patient(0.5, 1.0, 1).wait == pytest.approx(1.0)
    assert patient(2.0, 1.0, 3).waits == pytest.approx(4 / 9)
    assert impatient(0.5, 1.0, 1, 1e9).wait == pytest.approx(1.0, rel=1e-6)
    assert impatient(5.0, 1.0, 1, 1e-6).abandons == pytest.approx(5 / 6, rel=1e-4)
    with pytest.raises(ValueError, match="more work"):
        patient(2.0, 1.0, 2)
