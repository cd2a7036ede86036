"""Where visitors compete: how many worlds, how large, and what the answer says of them (MODEL 9.5)."""

from __future__ import annotations

from functools import cache

import numpy as np
import pytest

from personas.problems import Refused
from personas.provenance import assumed
from simulation.compile import assemble
from simulation.engines.choose import TOGETHER, run
from simulation.experiment.estimators import PairedSums, relative_series
from simulation.experiment.readings import paired_sums
from simulation.experiment.result import Result
from simulation.experiment.run import Settings, simulate
from simulation.experiment.worlds import BUDGET, LEAST_WORLDS, Size, explained, per_week, simulate_worlds, size
from simulation.measures.registry import MEASURES
from simulation.measures.worlds import WorldMoments
from simulation.plan import Plan
from simulation.traces.walk import Walk
from tests.crowd import crowded
from tests.shop import strong


def _plan(per_week: float) -> Plan:
    return assemble(crowded(per_week=per_week)).plan


def test_a_world_is_the_whole_horizon_when_there_is_time_for_it() -> None:
    plan = _plan(1_000.0)
    assert per_week(plan) == pytest.approx(1_000)
    found = size(plan, 400, "auto", None)
    assert (found.people, found.runs, found.draws) == (round(1_000 * 30 / 7), 2, 400)
    assert found.most > found.runs, "a small shop can be run again and again"


def test_a_busy_shop_gets_fewer_draws_then_a_shorter_period() -> None:
    busy = size(_plan(60_000.0), 400, "auto", None)
    assert busy.draws == 200
    assert busy.people < 60_000 * 30 / 7
    less = size(_plan(15_000.0), 400, "auto", None)
    assert (less.people, less.draws) == (3 * 15_000, 200), "whole weeks"
    fewer = size(_plan(10_000.0), 400, "auto", None)
    assert fewer.people == round(10_000 * 30 / 7), "the whole period, as long as draws can be spared"
    assert 200 < fewer.draws < 400
    for one in (busy, less, fewer):
        assert one.people * one.runs * one.draws * 2 <= BUDGET["compiled"]
    assert size(_plan(15_000.0), 400, "simpy", None).people < less.people


def test_what_is_asked_is_done_or_refused() -> None:
    plan = _plan(1_000.0)
    assert size(plan, 400, "auto", 500) == Size(500, 2, 2, 400)
    assert size(plan, 1, "auto", 500).runs == LEAST_WORLDS
    with pytest.raises(Refused) as caught:
        size(plan, 400, "auto", 10**8)
    assert caught.value.findings[0].code == "world-too-large"


def test_a_part_of_the_period_is_told() -> None:
    plan = _plan(1_000.0)
    assert [one.code for one in explained(plan, Size(4_286, 2, 2, 400))] == ["worlds"]
    assert [one.code for one in explained(plan, Size(2_000, 2, 2, 400))] == ["worlds", "worlds-short"]


DRAWS = 20


def _noise(runs: int) -> PairedSums:
    """Draws that differ by 1% at random, runs that differ by 3%: the noise of a draw shrinks with its runs."""
    luck = np.random.default_rng(1)
    own, chance = luck.standard_normal((DRAWS, 1)), luck.standard_normal((DRAWS, 8))
    variant = 1_000 * (1 + 0.01 * own + 0.03 * chance)[:, :runs]
    rows = np.stack([np.full_like(variant, 1_000.0), np.ones_like(variant), variant, np.ones_like(variant)], axis=-1)
    visitors, flips = np.full(DRAWS, float(runs)), np.full(DRAWS, 100.0)
    return PairedSums(visitors, rows.sum(axis=1), np.einsum("kri,krj->kij", rows, rows), flips, 1.0)


@pytest.mark.parametrize(
    ("most", "half", "done", "enough"), [(8, None, 8, False), (8, 20.0, 2, True), (3, None, 3, False)]
)
def test_runs_are_added_until_the_noise_is_small(most: int, half: float | None, done: int, enough: bool) -> None:
    told: list[tuple[int, int]] = []
    plan = _plan(1_000.0)
    moments = run(plan, strong(plan), seed=1, stream=0, first_visitor=0, visitors_per_draw=2, runs=2)
    assert isinstance(moments, WorldMoments)

    def block(before: int, more: int) -> WorldMoments:
        told.append((before, more))
        assert isinstance(moments, WorldMoments)
        return moments

    def read(_: WorldMoments) -> list[PairedSums]:
        return [_noise(sum(more for _, more in told))]

    _, found = simulate_worlds(block, read, Size(1, 2, most, DRAWS), half)
    assert sum(more for _, more in told) == done
    assert found is enough


def test_the_doubt_comes_from_the_spread_between_worlds() -> None:
    plan = _plan(2_000.0)
    moments = run(plan, strong(plan, 3), seed=2, stream=0, first_visitor=0, visitors_per_draw=5 * 300, runs=5)
    assert isinstance(moments, WorldMoments)
    data = paired_sums(moments, MEASURES["pages_per_visit"], 1)
    assert data.visitors.tolist() == [5.0] * 3
    pages = moments.totals[:, :, :, 1].sum(axis=2)[..., [6, 5]]
    series = relative_series(data)
    control = moments.totals[:, :, :, 0].sum(axis=2)[..., [6, 5]]
    lifts = (pages[..., 0] / pages[..., 1]) / (control[..., 0] / control[..., 1]) - 1
    assert series.errors == pytest.approx(lifts.std(axis=1, ddof=1) / 5**0.5, rel=0.1)
    assert data.flips.sum() > 50, "visitors who changed are counted one by one"
    of_one = paired_sums(moments, MEASURES["pages_per_visit"], 1, [0])
    assert of_one.sums[:, 1].sum() < data.sums[:, 1].sum()


@cache
def _answer() -> tuple[Result, Walk]:
    walks: list[Walk] = []
    scenario = crowded(per_week=400.0, stock=40, desk={"opening": {}, "service_minutes": assumed(60.0)})
    result = simulate(scenario, Settings(draws=40, visitors=400), walked=walks.append)
    return result, walks[0]


def test_the_answer_says_what_was_replicated() -> None:
    result, _ = _answer()
    assert (result.unit, result.visitors, result.runs, result.draws, result.engine) == ("world", 400, 2, 40, "compiled")
    assert {"worlds", "worlds-short"} <= {one.code for one in result.warnings}
    metrics = result.arms[1].metrics
    assert 0 < metrics["gave_up_rate"].mean < 1
    assert metrics["waiting_time"].mean > 0
    assert result.lifts[0].absolute.se_monte_carlo is not None
    assert TOGETHER


def test_the_same_worlds_can_be_walked_again() -> None:
    result, walk = _answer()
    rows = np.concatenate([walk.events(span, 1) for span in walk.spans(walk.visitors)])
    served = (rows["kind"] == 13).sum()
    gave_up = (rows["kind"] == 14).sum()
    assert gave_up / (served + gave_up) == pytest.approx(result.arms[1].metrics["gave_up_rate"].mean)
