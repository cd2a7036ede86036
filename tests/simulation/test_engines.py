"""T5 and T6: silence is exactly no lift, and neither workers, chunks, laziness nor engine change a digit."""

import itertools

import numpy as np
import pytest

from simulation.compile import assemble
from simulation.engines import choose
from simulation.engines.pieces import FIRST_CHUNK, blocks
from simulation.measures.moments import PairedMoments
from simulation.measures.tallies import INDEX, TALLIES
from simulation.plan import central
from simulation.traces import BOUNCE, DELIVERED, KINDS, LEAVE, MESSAGE, ORDER, VIEW, VISIT
from tests.shop import arm, busy_assembly, busy_rules, rule, strong, with_arms

ARRAYS = ("count", "raw_first", "raw_own", "raw_cross", "flips")
TOLD = {"messages", "messaged", "off_phase"}


def _run(**how: object) -> PairedMoments:
    plan = busy_assembly().plan
    settings: dict[str, object] = {
        "seed": 4,
        "stream": 0,
        "first_visitor": 17,
        "visitors_per_draw": 700,
        "workers": 1,
        **how,
    }
    return choose.run(plan, strong(plan, 3), **settings)  # type: ignore[arg-type]  # a table of keyword arguments


def _same(one: PairedMoments, other: PairedMoments) -> bool:
    return all(np.array_equal(getattr(one, name), getattr(other, name)) for name in ARRAYS)


@pytest.mark.parametrize(
    "how",
    [
        {"workers": 2},
        {"workers": 5, "chunk": 64},
        {"chunk": 699},
        {"lazy": False},
        {"engine": "simpy"},
        {"engine": "simpy", "chunk": 200},
    ],
    ids=str,
)
def test_the_way_of_running_changes_no_digit(how: dict[str, object]) -> None:
    plain = _run()
    assert plain.flips.sum() > 0
    assert _same(plain, _run(**how))


def test_visitors_may_be_added_in_parts() -> None:
    plan = busy_assembly().plan
    draws = strong(plan)
    whole = choose.run(plan, draws, seed=4, stream=0, first_visitor=0, visitors_per_draw=500, workers=1)
    first = choose.run(plan, draws, seed=4, stream=0, first_visitor=0, visitors_per_draw=200, workers=1)
    second = choose.run(plan, draws, seed=4, stream=0, first_visitor=200, visitors_per_draw=300, workers=1)
    assert _same(whole, second.plus(first))


def test_draws_have_visitors_of_their_own() -> None:
    plan = busy_assembly().plan
    both = choose.run(plan, strong(plan, 2), seed=4, stream=0, first_visitor=0, visitors_per_draw=300, workers=1)
    second = choose.run(plan, strong(plan), seed=4, stream=0, first_visitor=300, visitors_per_draw=300, workers=1)
    assert np.array_equal(both.raw_first[1], second.raw_first[0])
    assert not np.array_equal(both.raw_first[1], both.raw_first[0])


def test_messages_without_effect_change_nothing() -> None:
    plan = busy_assembly().plan
    draws = central(1, len(plan.techniques))
    draws.structure["annoyance"] = 0.0
    moments = choose.run(plan, draws, seed=2, stream=0, first_visitor=0, visitors_per_draw=3_000, lazy=False)
    shown = moments.total("messages", 1)
    assert shown > 1_000
    rows = choose.trace(plan, draws, arm=1, visitors=range(3_000), seed=2, stream=0)
    rules = np.unique(rows["rule"][rows["kind"] == MESSAGE])
    assert len(rules) == len(plan.rules), "a rule of every trigger spoke"
    quiet = [INDEX[name] for name in TALLIES if name not in TOLD]
    assert np.array_equal(moments.raw_first[:, :, 0, quiet], moments.raw_first[:, :, 1, quiet])
    assert moments.flips.sum() == 0


def test_the_same_policy_twice_is_exactly_no_difference() -> None:
    twins = assemble(with_arms(arm("arm-one00000", busy_rules()), arm("arm-two00000", busy_rules())))
    plan = twins.plan
    moments = choose.run(plan, strong(plan), seed=3, stream=0, first_visitor=0, visitors_per_draw=1_500)
    assert np.array_equal(moments.raw_first[:, :, 1], moments.raw_first[:, :, 2])
    assert np.array_equal(moments.flips[..., 0], moments.flips[..., 1])
    assert moments.flips.sum() > 0


def test_a_negative_exit_effect_moves_no_leaver_but_fewer_return() -> None:
    plan = assemble(with_arms(arm("arm-exit0000", {"rule-exit0000": rule("exit_message", "exit_intent")}))).plan
    draws = strong(plan, strength=-2.0)
    rows = {a: choose.trace(plan, draws, arm=a, visitors=range(2_000), seed=5, stream=0) for a in (0, 1)}
    first = {
        a: row[(row["visit"] == 0) & (row["kind"] != MESSAGE)][["visitor", "time", "kind", "card", "link"]]
        for a, row in rows.items()
    }
    assert np.array_equal(first[0], first[1])
    visits = {a: int((row["kind"] == VISIT).sum()) for a, row in rows.items()}
    assert visits[1] < visits[0]


def test_progress_is_told_and_a_stopped_run_keeps_whole_blocks() -> None:
    plan = busy_assembly().plan
    told: list[tuple[int, int]] = []
    stopped = choose.run(
        plan, strong(plan, 4), seed=1, stream=0, first_visitor=0, visitors_per_draw=300, workers=2, chunk=100,
        progress=lambda done, whole: told.append((done, whole)), cancelled=lambda: bool(told) and told[-1][0] >= 500,
    )  # fmt: skip
    assert told[-1][1] == 1_200
    assert not stopped.complete
    kept = stopped.visitors()
    assert kept[0] in {100, 200}
    assert np.all(kept == kept[0])


@pytest.mark.parametrize("engine", ["compiled", "simpy"])
def test_who_stops_early_keeps_something(engine: choose.Engine) -> None:
    """The first block is small, and blocks change no digit of a run that is not stopped."""
    plan = busy_assembly().plan
    told: list[int] = []
    stopped = choose.run(
        plan, strong(plan, 2), seed=1, stream=0, first_visitor=0, visitors_per_draw=1_000, workers=1, engine=engine,
        progress=lambda done, _whole: told.append(done), cancelled=lambda: bool(told) and told[-1] >= 2 * FIRST_CHUNK,
    )  # fmt: skip
    assert not stopped.complete
    assert stopped.visitors().tolist() == [FIRST_CHUNK, FIRST_CHUNK]


def test_blocks_grow_and_leave_nobody_out() -> None:
    assert list(blocks(1_000, 400)) == [(0, 256), (256, 656), (656, 1_000)]
    assert list(blocks(250, 100)) == [(0, 100), (100, 200), (200, 250)]
    assert list(blocks(0, 100)) == []


def test_it_says_which_engine_ran_and_why() -> None:
    assert (_run().engine, _run().reason) == ("compiled", choose.ALONE)
    assert (_run(engine="simpy").engine, _run(engine="simpy").reason) == ("simpy", choose.ASKED)


def test_events_tell_a_life_in_order() -> None:
    plan = busy_assembly().plan
    rows = choose.trace(plan, strong(plan), arm=1, visitors=range(400), seed=9, stream=0)
    for visitor in range(400):
        mine = rows[rows["visitor"] == visitor]
        assert mine[0]["kind"] == VISIT
        during = mine[mine["kind"] < DELIVERED]
        assert KINDS[during[-1]["kind"]] in {"leave", "bounce", "order"}
        ends = np.isin(mine["kind"], [LEAVE, BOUNCE, ORDER])
        assert ends.sum() == (mine["kind"] == VISIT).sum() == mine["visit"].max() + 1
        per_visit = [mine[mine["visit"] == visit] for visit in range(mine["visit"].max() + 1)]
        assert all(np.all(np.diff(visit["time"]) >= 0) for visit in per_visit)
        assert all(visit[0]["time"] > before[-1]["time"] for before, visit in itertools.pairwise(per_visit))


def test_tallies_add_up_to_what_the_events_say() -> None:
    plan = busy_assembly().plan
    draws = strong(plan)
    moments = choose.run(plan, draws, seed=9, stream=0, first_visitor=0, visitors_per_draw=400, workers=1)
    for a in (0, 1):
        rows = choose.trace(plan, draws, arm=a, visitors=range(400), seed=9, stream=0)
        for name, kind in (("visits", VISIT), ("pages", VIEW), ("orders", ORDER), ("messages", MESSAGE)):
            assert moments.total(name, a) == (rows["kind"] == kind).sum()
        assert moments.total("revenue", a) == pytest.approx(rows["value"][rows["kind"] == ORDER].sum() / 100)


def test_moments_are_those_of_the_visitors() -> None:
    plan = busy_assembly().plan
    draws = strong(plan)
    single = [
        choose.run(plan, draws, seed=9, stream=0, first_visitor=visitor, visitors_per_draw=1, workers=1)
        for visitor in range(60)
    ]
    whole = choose.run(plan, draws, seed=9, stream=0, first_visitor=0, visitors_per_draw=60, workers=1)
    each = np.array([one.first.sum(axis=(0, 1)) for one in single])
    sums, products = whole.pair("revenue", "orders", 1)
    mine = np.stack(
        [
            each[:, 0, INDEX["revenue"]],
            each[:, 0, INDEX["orders"]],
            each[:, 1, INDEX["revenue"]],
            each[:, 1, INDEX["orders"]],
        ]
    )
    assert sums[0] == pytest.approx(mine.sum(axis=1))
    assert products[0] == pytest.approx(mine @ mine.T)
    assert whole.visitors()[0] == 60
    with pytest.raises(ValueError, match="cannot add"):
        whole.plus(choose.run(plan, strong(plan, 2), seed=9, stream=0, first_visitor=0, visitors_per_draw=1))
