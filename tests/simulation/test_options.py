"""Arms that learn: what may be said to whom is drawn once, by the shares in the plan, and nothing else changes."""

from dataclasses import replace

import numpy as np
import pytest
from numpy.typing import NDArray

from simulation.assembly.rules import learns, settled
from simulation.behaviour.state import new_traveller
from simulation.compile import assemble
from simulation.draws import stream_key
from simulation.engines import choose
from simulation.engines.learning import Batch, live_batch, new_batch
from simulation.measures.moments import PairedMoments
from simulation.measures.tallies import CONVERTED, INDEX
from simulation.plan import CONTEXTS, HEARING, Plan, one_draw
from simulation.policy.model import Policy
from simulation.scenario import Arm
from simulation.traces import MESSAGE, ORDER, VIEW
from tests.shop import TRIGGERS, busy_rules, strong, with_arms

PEOPLE = 1_500
Yes = NDArray[np.bool]


def learning(adaptive: str = "thompson") -> Arm:
    """The busy arm, whose rules take turns."""
    policy = Policy.model_validate({"title": "learns", "adaptive": adaptive})
    return Arm("arm-learns00", "learns", policy, busy_rules(), "score-card", {})


def _plan() -> Plan:
    fixed = replace(learning("none"), id="arm-fixed000")
    return assemble(with_arms(fixed, learning())).plan


def _only(plan: Plan, option: int) -> Plan:
    """All visitors are offered the same: 0 is silence, n the n-th rule of the arm that learns."""
    allocation = plan.allocation.copy()
    allocation[2] = np.arange(allocation.shape[2]) >= option
    return plan._replace(allocation=allocation)


def _run(plan: Plan, **how: object) -> PairedMoments:
    settings: dict[str, object] = {
        "seed": 8, "stream": 0, "first_visitor": 0, "visitors_per_draw": PEOPLE, "workers": 1, **how,
    }  # fmt: skip
    return choose.run(plan, strong(plan), **settings)  # type: ignore[arg-type]  # a table of keyword arguments


def _batch(plan: Plan, arm: int = 2, visitors: int = PEOPLE) -> Batch:
    batch = new_batch(plan.allocation.shape[2])
    live_batch(plan, one_draw(strong(plan), 0), new_traveller(plan), stream_key(8, 0), (0, visitors), arm, batch)
    return batch


def _possible(plan: Plan, arm: int = 2) -> Yes:
    return np.asarray(np.diff(plan.allocation[arm], axis=1, prepend=0.0) > 0)


def test_a_plan_in_which_nobody_learns_has_no_options() -> None:
    plan = assemble(with_arms(settled(learning()))).plan
    assert plan.allocation.shape == (2, CONTEXTS, 0)
    assert not plan.arms["learns"].any()
    assert not learns(settled(learning()))
    assert settled(settled(learning())) == settled(learning())


def test_at_first_every_option_is_as_likely_and_those_that_cannot_be_are_not() -> None:
    plan = _plan()
    shares = np.diff(plan.allocation[2], axis=1, prepend=0.0)
    assert plan.arms["learns"].tolist() == [0, 0, 1]
    assert shares.sum(axis=1) == pytest.approx(np.ones(CONTEXTS))
    for row in shares:
        assert len(set(np.round(row[row > 0], 12))) == 1
        assert row[0] > 0
    assert (shares[HEARING:] > 0).sum() == len(shares[HEARING:]) * (len(TRIGGERS) + 1)


def test_silence_for_everybody_is_the_silent_control() -> None:
    rows = _run(_only(_plan(), 0)).raw_first.sum(axis=(0, 1))
    assert rows[1, INDEX["messages"]] > 0
    same = [INDEX[name] for name in ("converted", "revenue", "margin", "pages", "visits", "dwell_seconds", "messages")]
    assert np.array_equal(rows[0, same], rows[2, same])


@pytest.mark.parametrize("option", range(1, len(TRIGGERS) + 1))
def test_one_rule_for_everybody_is_the_arm_with_that_rule(option: int) -> None:
    plan = _only(_plan(), option)
    key = sorted(busy_rules())[option - 1]
    alone = assemble(with_arms(replace(learning("none"), rules={key: busy_rules()[key]}))).plan
    assert np.array_equal(_run(plan).raw_first[:, :, 2], _run(alone).raw_first[:, :, 1])


def test_both_engines_and_any_way_of_running_agree() -> None:
    plan = _plan()
    one = _run(plan)
    for how in ({"engine": "simpy"}, {"lazy": False, "workers": 2}, {"chunk": 77}):
        other = _run(plan, **how)
        assert np.array_equal(one.raw_first, other.raw_first)
        assert np.array_equal(one.raw_cross, other.raw_cross)
    traced = [
        choose.trace(plan, strong(plan), arm=2, visitors=range(200), seed=8, stream=0, engine=engine)
        for engine in ("compiled", "simpy")
    ]
    assert (traced[0]["kind"] == MESSAGE).any()
    assert np.array_equal(traced[0], traced[1])


def test_a_visitor_hears_one_rule_in_a_context_for_life() -> None:
    plan = _plan()
    rows = choose.trace(plan, strong(plan), arm=2, visitors=range(PEOPLE), seed=8, stream=0)
    heard: dict[tuple[int, int], set[int]] = {}
    for row in rows[rows["kind"] == MESSAGE]:
        context = int(row["seen"]) * HEARING + int(row["audience"])
        heard.setdefault((int(row["visitor"]), context), set()).add(int(row["rule"]))
    assert len(heard) > 100
    assert all(len(rules) == 1 for rules in heard.values())
    assert len({rule for rules in heard.values() for rule in rules}) > 3


def test_options_are_drawn_by_their_shares() -> None:
    """Chi-squared over all contexts with many visitors, at 99.9% each after Bonferroni."""
    from scipy import stats

    plan = _plan()
    given = _batch(plan, visitors=20_000).counts[:, :, 0]
    assert not given[~_possible(plan)].any()
    large = [(row, shares) for row, shares in zip(given, _possible(plan), strict=True) if row.sum() > 500]
    assert len(large) > 3
    for row, shares in large:
        found = row[shares]
        assert stats.chisquare(found, np.full(len(found), found.mean())).pvalue > 0.001 / len(large)


def test_a_batch_counts_what_the_trace_tells() -> None:
    """Counts are of visitors who could have heard something, and good when that very visit ended in an order."""
    plan = _only(_plan(), 1)
    batch = _batch(plan)
    rows = choose.trace(plan, strong(plan), arm=2, visitors=range(PEOPLE), seed=8, stream=0)
    orders = {(int(row["visitor"]), int(row["visit"])) for row in rows[rows["kind"] == ORDER]}
    first: dict[tuple[int, int], int] = {}
    for row in rows[rows["kind"] == MESSAGE]:
        first.setdefault((int(row["visitor"]), int(row["seen"]) * HEARING + int(row["audience"])), int(row["visit"]))
    heard = np.zeros((CONTEXTS, 2))
    for (visitor, context), visit in first.items():
        heard[context] += 1.0, float((visitor, visit) in orders)
    assert batch.counts[:, 1, 0].sum() > 100
    assert not np.delete(batch.counts, 1, axis=1).any()
    assert (batch.counts[:, 1] >= heard).all()
    assert batch.totals[CONVERTED] == len(orders)
    assert batch.totals[INDEX["pages"]] == (rows["kind"] == VIEW).sum()


def test_a_batch_is_the_engine_s_own_sum() -> None:
    plan = _plan()
    sums = _run(plan).raw_first.sum(axis=(0, 1))
    for arm in range(3):
        assert np.array_equal(_batch(plan, arm).totals, sums[arm])
    assert not _batch(plan, 1).counts.any()
