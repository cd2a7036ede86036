"""What there is only so much of is never exceeded, and costs nothing where there is enough."""

import numpy as np
import pytest

from personas.provenance import assumed
from simulation.assembly.capacity import alone
from simulation.behaviour.limits import CONTACTS, DISCOUNTS
from simulation.compile import assemble
from simulation.draws import stream_key
from simulation.engines.books import Shared, new_ledger
from simulation.engines.choose import TOGETHER, run, trace
from simulation.engines.queue import new_room
from simulation.engines.worlds import run_arm
from simulation.measures.tallies import DWELL_SECONDS, GAVE_UP, INDEX, QUEUED, SERVED, SOLD_OUT, TALLIES, WAITED_SECONDS
from simulation.measures.worlds import WorldMoments
from simulation.plan import DAY, Plan, one_draw
from simulation.policy.model import Trigger
from simulation.traces import CARE, ORDER, QUEUE
from simulation.traces import GAVE_UP as GIVES_UP
from simulation.traces import SERVED as HELPED
from simulation.traces import SOLD_OUT as EMPTY
from tests.crowd import crowded
from tests.shop import rule, strong

PLENTY = {"agents": 10_000, "opening": {}}
PEOPLE = 2_000
MAIL = Trigger.model_validate({"kind": "after_abandonment", "delay_hours": 24.0})


def _left(plan: Plan, arm: int = 1, people: int = PEOPLE) -> Shared:
    return run_arm(
        plan, one_draw(strong(plan), 0), arm, stream_key(5, 0), range(people), new_ledger(plan, people),
        new_room(plan, people),
    )  # fmt: skip


def _moments(plan: Plan, **how: object) -> WorldMoments:
    given = {"seed": 5, "stream": 0, "first_visitor": 0, "visitors_per_draw": 2 * PEOPLE, "workers": 1, **how}
    moments = run(plan, strong(plan, 2), **given)  # type: ignore[arg-type]  # a table of keyword arguments
    assert isinstance(moments, WorldMoments)
    return moments


def test_a_stock_sells_exactly_its_pieces() -> None:
    plan = assemble(crowded(stock=4)).plan
    assert _left(plan).stock.tolist() == [0, -1]
    rows = trace(plan, strong(plan), arm=1, visitors=range(PEOPLE), seed=5, stream=0)
    when = rows["born"] + rows["time"]
    first_empty = when[rows["kind"] == EMPTY].min()
    assert (rows["kind"] == EMPTY).sum() > 10
    assert (rows["kind"] == ORDER).sum() > 4 + 10, "the other product goes on selling"
    sold = (rows["kind"] == ORDER) & (when < first_empty)
    assert sold.sum() >= 4, "nobody is sent away before the pieces are gone"


def test_without_stock_nothing_is_sold() -> None:
    plan = assemble(crowded(stock=0)).plan
    plan.goods["until"][:] = 1.0
    rows = trace(plan, strong(plan), visitors=range(PEOPLE), seed=5, stream=0)
    gone = rows[rows["kind"] == EMPTY]
    assert len(gone) > 10
    ends = rows[1:][rows["kind"][:-1] == EMPTY]
    assert (ends["visitor"] == gone["visitor"]).all(), "after it comes the end of the same visit"


@pytest.mark.parametrize(("limit", "binds"), [(0.0, True), (25.0, True), (1_000.0, False)])
def test_discount_money_is_never_exceeded_on_any_day(limit: float, *, binds: bool) -> None:
    plan = assemble(crowded(budgets={"discount_budget": assumed(limit)})).plan
    spent = _left(plan).spent[:, DISCOUNTS]
    assert spent.max() <= 100 * limit
    assert (spent >= 0).all()
    rows = trace(plan, strong(plan), arm=1, visitors=range(PEOPLE), seed=5, stream=0)
    orders = rows[rows["kind"] == ORDER]
    assert orders["discount"].sum() == spent.sum(), "what was set aside and not used is free again"
    assert (spent.sum() > 0) == (limit > 0)
    silent = assemble(crowded(budgets={})).plan
    plenty = trace(silent, strong(silent), arm=1, visitors=range(PEOPLE), seed=5, stream=0)
    assert bool(plenty["discount"].sum() > spent.sum()) is binds


def test_contacts_are_never_more_than_a_day_allows() -> None:
    mails = {"rule-mail0000": rule("basket_mail").model_copy(update={"trigger": MAIL, "cap_per_visit": 1})}
    free = assemble(crowded(rules=mails)).plan
    plan = assemble(crowded(rules=mails, budgets={"mail_budget": assumed(2.0)})).plan
    spent = _left(plan).spent[:, CONTACTS]
    sent = _moments(plan).total("contacts", 1)
    assert spent.max() == 2
    assert 0 < sent < _moments(free).total("contacts", 1)


def test_mails_after_an_order_count_among_the_contacts_of_a_day() -> None:
    later = Trigger.model_validate({"kind": "scheduled", "delay_hours": 48.0})
    asks = {"rule-asks0000": rule("review_request").model_copy(update={"trigger": later, "cap_per_visit": 1})}
    plan = assemble(crowded(rules=asks, budgets={"mail_budget": assumed(2.0)}, stock=None)).plan
    spent = _left(plan).spent[:, CONTACTS]
    rows = trace(plan, strong(plan), arm=1, visitors=range(PEOPLE), seed=5, stream=0)
    asked = rows[rows["kind"] == CARE]
    assert spent.max() == 2
    assert np.array_equal(np.bincount((asked["born"] + asked["time"]) // DAY, minlength=len(spent)), spent)
    assert 0 < len(asked) < (rows["kind"] == ORDER).sum()
    assert np.all((np.diff(rows["time"]) >= 0) | (np.diff(rows["visitor"]) > 0)), "events stand as they happened"


def test_where_there_is_plenty_everybody_lives_as_if_alone() -> None:
    """Service takes its own time; everything else is as in a shop where nobody meets anybody."""
    plan = assemble(crowded(stock=10**6, desk=PLENTY, per_week=PEOPLE)).plan
    together = _moments(plan, runs=1, visitors_per_draw=PEOPLE)
    by_oneself = run(
        alone(plan), strong(plan, 2), seed=5, stream=0, first_visitor=0, visitors_per_draw=PEOPLE, workers=1
    )
    own = {QUEUED, SERVED, WAITED_SECONDS, DWELL_SECONDS}
    same = [index for index in range(len(TALLIES)) if index not in own]
    differ = [TALLIES[n] for n in same if not np.array_equal(together.raw_first[..., n], by_oneself.raw_first[..., n])]
    # Long looks and idle visitors are told by the time on the page, which is the desk's own here.
    assert set(differ) <= {"messages", "messaged", "message_cost", "margin", "lifetime_margin"}
    assert together.total("queued", 1) == together.total("served", 1) > 50
    assert together.total("waited_seconds", 1) == together.total("sold_out", 1) == 0


def test_arms_that_are_the_same_shop_differ_in_nothing() -> None:
    plan = assemble(crowded(desk={"opening": {}}, twice=True, budgets={"discount_budget": assumed(50.0)})).plan
    moments = _moments(plan)
    assert moments.total("gave_up", 1) > 0
    assert np.array_equal(moments.totals[:, :, :, 1], moments.totals[:, :, :, 2])
    assert np.array_equal(moments.flips[..., 0], moments.flips[..., 1])


def test_more_agents_never_serve_fewer() -> None:
    served = [
        _moments(assemble(crowded(per_week=60_000, desk={"agents": agents, "opening": {}})).plan).total("served", 1)
        for agents in (0, 1, 2, 3, 5, 9)
    ]
    assert served[0] == 0
    assert served == sorted(served)
    assert served[-1] > served[1] > 0


def test_what_is_counted_stands_in_the_events() -> None:
    plan = assemble(crowded(desk={"opening": {}, "agents": 1}, per_week=60_000)).plan
    moments = _moments(plan, runs=1, visitors_per_draw=PEOPLE)
    for arm in (0, 1):
        rows = trace(plan, strong(plan, 2), arm=arm, visitors=range(PEOPLE), seed=5, stream=0)
        asked = rows[np.isin(rows["kind"], [QUEUE, GIVES_UP])]
        told = {
            QUEUED: len(asked),
            SERVED: (rows["kind"] == HELPED).sum(),
            GAVE_UP: (rows["kind"] == GIVES_UP).sum(),
            SOLD_OUT: (rows["kind"] == EMPTY).sum(),
            WAITED_SECONDS: np.floor(asked["value"] * 0.001 + 0.5).sum(),
            INDEX["orders"]: (rows["kind"] == ORDER).sum(),
        }
        counted = moments.totals[0, 0, :, arm].sum(axis=0)
        assert {key: int(counted[key]) for key in told} == {key: int(value) for key, value in told.items()}


def test_workers_and_parts_change_no_digit() -> None:
    plan = assemble(crowded()).plan
    whole = _moments(plan, runs=4, visitors_per_draw=4 * PEOPLE)
    assert (whole.engine, whole.reason) == ("compiled", TOGETHER)
    first, second = (
        _moments(plan, runs=2, first_visitor=start, workers=3) for start in (0, 2 * 2 * PEOPLE)
    )  # two draws, two runs  # fmt: skip
    both = first.plus(second)
    assert np.array_equal(whole.totals, both.totals)
    assert np.array_equal(whole.raw_cross, both.raw_cross)
    assert whole.units().tolist() == [4, 4]


def test_a_stopped_run_keeps_whole_runs_of_all_draws() -> None:
    plan = assemble(crowded()).plan
    told: list[int] = []
    stopped = _moments(
        plan, runs=3, visitors_per_draw=3 * 200, workers=2, progress=lambda done, _whole: told.append(done),
        cancelled=lambda: bool(told) and told[-1] >= 3 * 200,
    )  # fmt: skip
    assert not stopped.complete
    assert stopped.totals.shape[1] in {1, 2}
    assert stopped.visitors().tolist() == [200.0 * stopped.totals.shape[1]] * 2
