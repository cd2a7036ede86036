"""A visitor of a run, put together again by hand, is seen as he was in the run, and hears the same."""

from dataclasses import replace
from itertools import groupby
from random import Random
from typing import Any

import numpy as np
import pytest

from app.project.examples import new_from_example
from app.project.slices import of_policy
from personas.records import DEVICES, PHASE_KINDS
from simulation import traces
from simulation.behaviour.state import new_traveller
from simulation.behaviour.visitor import begin_visitor
from simulation.compile import assemble
from simulation.draws import stream_key
from simulation.engines.choose import trace
from simulation.plan import A_PRODUCT, DAY, Plan, Records, Tables
from simulation.policy.model import AUDIENCE_KINDS, ScoreCard
from simulation.policy.tryout import Attempt, Bench, Judged, Page, Visit
from simulation.scenario import Scenario
from tests.shop import strong
from tests.whole import whole_shop

ENDS = (traces.CHOICE, traces.LEAVE, traces.BOUNCE)


def put_together(plan: Plan, tables: Tables, scenario: Scenario, rows: Records, seed: int) -> Attempt:
    """The life that these events tell, as somebody would put it together."""
    key = stream_key(seed, 0)
    traveller = new_traveller(plan)
    begin_visitor(plan, traveller, key[0], key[1], int(rows[0]["visitor"]), 1)
    me = traveller.state[0]
    goods = sorted(scenario.products)
    visits: list[Visit] = []
    left = 0
    for _, held in groupby(rows, key=lambda row: int(row["visit"])):
        visit = [row for row in held if row["kind"] != traces.PASSED]
        begin = next((row for row in visit if row["kind"] == traces.VISIT), None)
        if begin is None:
            continue
        visits.append(
            Visit(
                tuple(pages(visit, tables)),
                days=(int(begin["time"]) - left) / DAY if visits else 0.0,
                device=DEVICES[int(begin["device"])],
                channel=tables.channels[int(begin["channel"])],
                bounced=any(row["kind"] == traces.BOUNCE for row in visit),
            )
        )
        left = next((int(row["time"]) for row in visit if row["kind"] in (traces.LEAVE, traces.BOUNCE)), left)
    return Attempt(
        tuple(visits), bool(me["consent"]), bool(me["login"]), bool(me["customer"]), bool(me["known"]),
        bool(me["reachable"]), tables.personas[int(me["persona"])], int(me["born"]),
        tuple(goods[one] for one in traveller.goods if one >= 0), float(me["cents"]) / 100.0,
        float(me["birthday"]),
    )  # fmt: skip


def pages(visit: list[Any], tables: Tables) -> list[Page]:
    found: list[Page] = []
    for row in visit:
        if row["kind"] == traces.VIEW:
            found.append(Page(tables.cards[int(row["card"])], int(row["product"]), 0.0))
        elif row["kind"] in ENDS:
            found[-1] = replace(found[-1], seconds=float(row["value"]) / 1000.0)
    exits = [number for number, row in enumerate(visit) if row["kind"] == traces.MESSAGE and is_exit(visit, number)]
    for number in exits:
        view = sum(row["kind"] == traces.VIEW for row in visit[:number]) - 1
        found[view] = replace(found[view], leaves=True)
    for number, row in enumerate(visit):
        if row["kind"] == traces.SIGN_UP:
            view = sum(one["kind"] == traces.VIEW for one in visit[:number]) - 1
            found[view] = replace(found[view], signs_up=True)
    return found


def is_exit(visit: list[Any], number: int) -> bool:
    """Whether the message came at the very end of the time on the page."""
    view = next(row for row in reversed(visit[:number]) if row["kind"] == traces.VIEW)
    end = next((row for row in visit[number:] if row["kind"] in ENDS), None)
    return end is not None and visit[number]["time"] == view["time"] + end["value"] and end["value"] > 0


def told(rows: Records, tables: Tables) -> list[tuple[Any, ...]]:
    """What the run saw and said: every page with phase and audience, every message on a page or between visits."""
    here = rows[int(np.argmax(rows["kind"] == traces.VISIT)) :]
    seen = here[np.isin(here["kind"], (traces.VIEW, traces.MESSAGE, traces.CONTACT, traces.EXPOSURE))]
    found: list[tuple[Any, ...]] = []
    for row in seen:
        if row["kind"] == traces.VIEW:
            found.append((int(row["visit"]), tables.cards[int(row["card"])], int(row["seen"]), int(row["audience"])))
        else:
            found.append((int(row["time"]), tables.rules[int(row["rule"])]))
    return found


def retold(judged: Judged) -> list[tuple[Any, ...]]:
    found: list[tuple[Any, ...]] = []
    for number, between in enumerate(judged.between):
        for step in (one for one in judged.steps if one.visit == number):
            phase = PHASE_KINDS.index(step.phase) if step.phase is not None else -1
            audience = AUDIENCE_KINDS.index(step.audience) if step.audience is not None else -1
            found.append((number, step.card, phase, audience))
            found += [(said.at, said.rule) for said in step.said]
        found += [(said.at, said.rule) for said in between if said.when == "between"]
    return found


def alike(scenario: Scenario, visitors: int, seed: int) -> tuple[int, int]:
    """Replay visitors of arm 1 and compare; how many pages were judged, and how many things were said."""
    built = assemble(scenario)
    assert not built.plan.world[0]["coupled"]
    bench = Bench(scenario)
    rows = trace(built.plan, strong(built.plan), arm=1, visitors=range(visitors), seed=seed, stream=0)
    judged = said = 0
    for visitor in range(visitors):
        mine = rows[rows["visitor"] == visitor]
        attempt = put_together(built.plan, built.tables, scenario, mine, seed)
        expected, found = told(mine, built.tables), retold(bench.judge(attempt))
        last = max((index for index, one in enumerate(expected) if len(one) == 4), default=-1) + 1
        assert found[:last] == expected[:last], (seed, visitor)
        judged += sum(len(one) == 4 and one[2] >= 0 for one in expected)
        said += sum(len(one) == 2 for one in expected[:last])
    return judged, said


def test_visitors_of_random_shops_are_seen_as_in_the_run() -> None:
    judged = said = 0
    for number in range(40):
        scenario = whole_shop(Random(number))
        some = alike(scenario, 30, number)
        judged, said = judged + some[0], said + some[1]
    assert judged > 500
    assert said > 100


@pytest.mark.parametrize("mode", ["page-type", "score-card"])
def test_visitors_of_the_kettle_shop_are_seen_as_in_the_run(mode: Any) -> None:
    scenario = of_policy(new_from_example("kettle"), "policy-starter0")
    scenario = replace(scenario, arms=(scenario.arms[0], replace(scenario.arms[1], mode=mode)))
    judged, said = alike(scenario, 150, 7)
    assert judged > 300
    assert said > 5


def kettle(**fields: Any) -> Bench:
    """The shop assistant of the kettle shop, with a score card."""
    scenario = of_policy(new_from_example("kettle"), "policy-starter0")
    policy = scenario.arms[1].policy
    assert policy is not None
    arm = replace(scenario.arms[1], mode="score-card", policy=policy.model_copy(update=fields))
    return Bench(replace(scenario, arms=(scenario.arms[0], arm)))


def card(bench: Bench, kind: int) -> str:
    """A walked card with this focus."""
    rows = bench.plan.cards[bench.arm]
    found = [key for key, row in zip(bench.tables.cards, rows, strict=True) if row["focus"] == kind]
    return found[0]


def test_points_add_up_and_phases_begin_where_the_score_card_says() -> None:
    bench = kettle(score_card=ScoreCard())
    product = card(bench, A_PRODUCT)
    looks = tuple(Page(product, product=1, seconds=60.0) for _ in range(3))
    steps = bench.judge(Attempt((Visit(looks),))).steps
    assert [one.points for one in steps] == [(0.0, 2.0 * n, 0.0, 0.0) for n in (1, 2, 3)]
    assert [one.phase for one in steps] == ["search", "choose", "choose"]
    assert [one.visit_score for one in steps] == [2.5, 5.0, 7.5]
    assert [one.audience for one in steps] == ["orientating", "orientating", "buying"]


def test_points_halve_in_a_half_life_and_only_with_consent() -> None:
    bench = kettle(score_card=ScoreCard(half_life_days=2.0))
    product = card(bench, A_PRODUCT)
    visits = (Visit((Page(product, 0, 10.0), Page(product, 0, 10.0))), Visit((Page(product, 2, 10.0),), days=2.0))
    later = bench.judge(Attempt(visits)).steps[-1]
    assert later.known
    assert later.points == pytest.approx((2.0 * 0.5 + 0.5, 0.0, 1.0, 0.0))
    silent = bench.judge(Attempt(visits, consent=False)).steps
    assert {(one.phase, one.audience, one.said) for one in silent} == {(None, None, ())}
    other = bench.judge(Attempt((visits[0], replace(visits[1], device="phone")))).steps[-1]
    assert not other.known, "on another device he is a stranger"
    assert bench.judge(Attempt((visits[0], replace(visits[1], device="phone")), login=True)).steps[-1].known


def test_a_return_is_told_of_what_was_viewed() -> None:
    bench = kettle()
    product = card(bench, A_PRODUCT)
    project = new_from_example("kettle")
    lists = next(key for key in bench.tables.cards if project.touchpoints[key].page == "list")
    first = Visit((Page(product, 0, 50.0), Page(product, 0, 50.0)))
    back = Visit((Page(lists, seconds=20.0), Page(product, 0, 5.0), Page(lists, seconds=5.0)), days=1.0)
    said = [one.rule for step in bench.judge(Attempt((first, back))).steps for one in step.said]
    assert "rule-remind00" in said


def test_too_many_pages_are_refused() -> None:
    bench = kettle()
    with pytest.raises(ValueError, match="too many pages"):
        bench.judge(Attempt((Visit((Page(card(bench, A_PRODUCT)),) * 501),)))
