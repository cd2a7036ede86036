"""What the system sees beside what is true: ways of seeing, hand-overs that lose context, goals, swayed choices."""

from dataclasses import replace
from functools import cache

import numpy as np
import pytest

from maps.model import FRICTION
from personas.model import Persona
from personas.provenance import assumed
from personas.records import FrozenMap
from simulation.behaviour import message, page, seen, visitor
from simulation.behaviour.choice import depart
from simulation.behaviour.state import WALKING, new_traveller
from simulation.compile import Assembly, assemble
from simulation.draws import stream_key
from simulation.engines.choose import run, trace
from simulation.engines.observer import learn, likeliest
from simulation.experiment.recognition import MODES, confusion_of, kappa, with_modes
from simulation.measures.moments import PairedMoments
from simulation.measures.tallies import INDEX, KINDS, TALLIES
from simulation.plan import GREEDY, PAGE_TYPE, SCORE_CARD, Floats, Plan, Records, central, one_draw
from simulation.policy.model import Rule
from simulation.scenario import CardChange, Scenario
from simulation.traces import BOUNCE, CHOICE, GOAL, LEAVE, LOST_CONTEXT, MESSAGE, ORDER, SWAYED, VIEW, VISIT
from tests.shop import arm, busy_rules, busy_shop, strong, with_arms

VISITORS = 1_200
JUDGED = {"seen_views", "seen_right", "off_phase", *(f"true_{a}_seen_{b}" for a in KINDS for b in KINDS)}


def _people(scenario: Scenario, **traits: float) -> Scenario:
    changed = {key: assumed(value) for key, value in traits.items()}
    people: dict[str, Persona] = {
        key: one.model_copy(update={"traits": one.traits.model_copy(update=changed)})
        for key, one in scenario.slice.personas.items()
    }
    return replace(scenario, slice=replace(scenario.slice, personas=people))


def _phased() -> dict[str, Rule]:
    """Rules of every trigger, each for one phase only."""
    phases = [f"phase-{kind:0<8}" for kind in ("search", "choose", "checkout", "browse")]
    return {
        key: one.model_copy(update={"phases": FrozenMap({phases[n % 4]: True})})
        for n, (key, one) in enumerate(sorted(busy_rules().items()))
    }


@cache
def _assembly() -> Assembly:
    """Silence and the busy policy under every way of seeing; some visitors give no consent."""
    arms = [arm(f"arm-{number:08d}", _phased()) for number in range(len(MODES))]
    return assemble(_people(with_arms(*arms), consent=0.7))


@cache
def _plan() -> Plan:
    plan = with_modes(_assembly().plan, [PAGE_TYPE, *MODES.values()])
    table = learn(plan, one_draw(strong(plan), 0), arm=2, seed=1, visitors=3_000)
    return plan._replace(observer=table)


@cache
def _moments() -> PairedMoments:
    plan = _plan()
    return run(plan, strong(plan), seed=2, stream=0, first_visitor=0, visitors_per_draw=VISITORS)


@cache
def _rows(place: int) -> Records:
    plan = _plan()
    return trace(plan, strong(plan), arm=place, visitors=range(VISITORS), seed=2, stream=0)


def _true(rows: Records) -> np.ndarray:
    return np.asarray(np.clip(np.floor(rows["value"]).astype(int), 0, 3))


@pytest.mark.parametrize("place", range(1, 6))
def test_every_judged_page_is_counted_once(place: int) -> None:
    rows, moments = _rows(place), _moments()
    views = rows[(rows["kind"] == VIEW) & (rows["seen"] >= 0)]
    table = np.zeros((4, 4))
    np.add.at(table, (_true(views), np.clip(views["seen"], 1, 4) - 1), 1)
    assert np.array_equal(table, confusion_of(moments, place))
    assert moments.total("seen_views", place) == table.sum() == len(views)
    assert moments.total("seen_right", place) == np.trace(table)


def test_better_sight_is_better_and_the_truth_is_always_right() -> None:
    moments = _moments()
    right = [moments.total("seen_right", place) / moments.total("seen_views", place) for place in range(1, 6)]
    page_type, score_card, best, truth, greedy = right
    assert page_type < score_card < best < truth == greedy == 1.0
    kappas = [kappa(confusion_of(moments, place)) for place in range(1, 5)]
    assert kappas == sorted(kappas)
    shown = [moments.total("messages", place) for place in range(1, 6)]
    assert len(set(shown)) == 5, "every way of seeing says something else"


def test_kappa_is_agreement_beyond_chance() -> None:
    assert kappa(np.array([[20.0, 5.0], [10.0, 15.0]])) == pytest.approx(0.4)
    assert kappa(np.eye(4)) == 1.0
    assert kappa(np.ones((4, 4))) == pytest.approx(0.0)
    assert kappa(np.zeros((4, 4))) == 0.0


@pytest.mark.parametrize("place", range(1, 6))
def test_without_consent_nobody_is_judged_or_told_anything(place: int) -> None:
    """Silence knows no exception, also not for benchmarks."""
    rows = _rows(place)
    views = rows[rows["kind"] == VIEW]
    judged = {int(one) for one in views["visitor"][views["seen"] >= 0]}
    never = set(range(VISITORS)) - judged
    told = {int(one) for one in rows["visitor"][rows["kind"] == MESSAGE]}
    assert told
    assert not told & never
    assert len(never) > 0.2 * VISITORS
    bounced = rows[rows["kind"] == BOUNCE]
    assert np.all(bounced["seen"] == -1)


def test_messages_in_another_phase_and_against_are_counted() -> None:
    plan = _plan()
    draws = strong(plan)
    draws.strength[:, ::2] = -0.2
    moments = run(plan, draws, seed=2, stream=0, first_visitor=0, visitors_per_draw=400)
    for place in (1, 2, 5):
        rows = trace(plan, draws, arm=place, visitors=range(400), seed=2, stream=0)
        true, off, against = -1, 0, 0
        for row in rows:
            if row["kind"] == VIEW:
                true = int(_true(row)) + 1
            elif row["kind"] == MESSAGE:
                off += int(np.clip(row["seen"], 1, 4)) != true
                against += bool(row["value"] < 0)
        assert moments.total("off_phase", place) == off
        assert moments.total("against", place) == against
    assert moments.total("against", 1) > 0
    assert moments.total("against", 5) == 0, "greedy targeting says nothing that harms"
    assert moments.total("off_phase", 1) > 0


@pytest.mark.parametrize("place", range(1, 6))
def test_without_effects_no_way_of_seeing_changes_anything(place: int) -> None:
    plan = _plan()
    draws = central(1, len(plan.techniques))
    draws.structure["annoyance"] = 0.0
    moments = run(plan, draws, seed=3, stream=0, first_visitor=0, visitors_per_draw=VISITORS, lazy=False)
    quiet = [INDEX[name] for name in TALLIES if name not in JUDGED | {"messages", "messaged"}]
    assert np.array_equal(moments.raw_first[:, :, 0, quiet], moments.raw_first[:, :, place, quiet])
    assert moments.flips.sum() == 0
    assert moments.total("swayed", place) == 0
    assert (moments.total("messages", place) > 0) == (place < 5), "greedy targeting says nothing that does nothing"


def test_a_twin_that_judges_otherwise_is_not_copied() -> None:
    """A control that judges by page must not get what a silent score card has counted."""
    plan = _plan()
    lazy, busy = (
        run(plan, strong(plan), seed=2, stream=0, first_visitor=0, visitors_per_draw=300, lazy=how)
        for how in (True, False)
    )
    assert np.array_equal(lazy.raw_first, busy.raw_first)
    assert plan.arms["twin"].tolist() == [0, 1, 0, 0, 0, 0]


def test_swayed_choices_are_those_that_differ_from_a_silent_race() -> None:
    """On the pages up to the first difference visitors of both arms stand alike; there the choices part."""
    rows, silent = _rows(1), _rows(0)
    moments = _moments()
    swayed = rows[rows["kind"] == SWAYED]
    assert moments.total("swayed", 1) == len(swayed) > 0
    parted = 0
    for who in np.unique(swayed["visitor"])[:40]:
        mine, other = (
            one[(one["visitor"] == who) & np.isin(one["kind"], [CHOICE, LEAVE, SWAYED])] for one in (rows, silent)
        )
        first = int(np.flatnonzero(mine["kind"] == SWAYED)[0])
        assert np.array_equal(mine["link"][:first], other["link"][:first])
        assert other["link"][first] == mine["link"][first], "the silent arm takes what messages turned away from"
        assert mine["link"][first + 1] != mine["link"][first]
        parted += 1
    assert parted > 10


def test_the_chance_of_a_choice_is_that_of_the_race() -> None:
    """Choices by their own probabilities: expected and realised leaving agree within chance."""
    plan = _plan()
    rows = trace(plan, strong(plan), arm=0, visitors=range(6_000), seed=4, stream=0)
    decided = rows[np.isin(rows["kind"], [CHOICE, LEAVE]) & (rows["chance"] >= 0)]
    assert np.all((decided["chance"] > 0) & (decided["chance"] <= 1))
    here = decided[decided["card"] == _assembly().tables.cards.index("touchpoint-product0")]
    # Each choice was made with its own probability: the mean of 1/p over what happened is the number of options.
    links = plan.cards[0]["link_count"][here["card"][0]] + 1
    weights = 1.0 / here["chance"]
    error = 3.3 * weights.std() / np.sqrt(len(weights))
    assert abs(weights.mean() - links) < error
    assert np.all(rows["chance"][~np.isin(rows["kind"], [CHOICE, LEAVE, BOUNCE])] == -1)


def _walk(plan: Plan, mode: int, cap: int) -> Plan:
    arms = plan.arms.copy()
    arms["mode"], arms["per_page"] = mode, cap
    return plan._replace(arms=arms)


def test_greedy_never_does_less_on_a_page_than_any_rule_that_another_way_picks() -> None:
    plan = _plan()
    draws = strong(plan)
    draws.strength[0] = np.linspace(-0.2, 0.4, draws.strength.shape[1])
    draw = one_draw(draws, 0)
    quiet, by_page, greedy = (_walk(plan, mode, cap) for mode, cap in ((PAGE_TYPE, 0), (PAGE_TYPE, 1), (GREEDY, 1)))
    traveller = new_traveller(plan)
    key = stream_key(2, 0)
    compared = 0
    for who in range(400):
        visitor.begin_visitor(quiet, traveller, *key, who, 1)
        visitor.begin_visit(quiet, traveller, 0)
        while traveller.state[0]["doing"] == WALKING:
            page.arrive(quiet, draw, traveller)
            if traveller.state[0]["doing"] == WALKING:
                for when in (message.ON_ARRIVAL, message.WHILE_THERE, message.ON_EXIT):
                    other, best = (message.rule_now(one, draw, traveller, when) for one in (by_page, greedy))
                    does = 0.0 if best == message.NONE else message.effect(plan, draw, traveller, best)
                    assert does >= 0.0
                    if other != message.NONE:
                        assert does >= message.effect(plan, draw, traveller, other)
                        compared += 1
            depart(quiet, draw, traveller)
    assert compared > 50


def test_the_likeliest_phase_leans_on_the_card_where_little_was_seen() -> None:
    counts = np.zeros((2 * seen.OBSERVED, 4))
    counts[0] = [0, 0, 90, 10]
    counts[1] = [1, 0, 0, 0]
    counts[5] = [0, 0, 0, 40]
    table = likeliest(counts, 2)
    assert len(table) == 2 * seen.OBSERVED
    assert table[0] == 3
    assert table[1] == 3, "one view against a hundred others of the same points"
    assert table[5] == 4
    assert set(table[seen.OBSERVED :]) == {3}, "a card that nobody saw is like all cards"


@pytest.mark.parametrize("place", range(1, 6))
def test_both_engines_agree_in_every_way_of_seeing(place: int) -> None:
    plan = _plan()
    one, two = (
        trace(plan, strong(plan), arm=place, visitors=range(120), seed=6, stream=0, engine=engine)
        for engine in ("compiled", "simpy")
    )
    assert one.tobytes() == two.tobytes()


def _handover(kept_today: bool, change: dict[str, bool] | None) -> Scenario:
    """Product to reviews is a hand-over; an arm may keep or lose what is known there."""
    shop = with_arms(replace(arm("arm-test0000", busy_rules()), mode="score-card"))
    key = next(
        key
        for key, link in shop.slice.links.items()
        if (link.from_touchpoint, link.to_touchpoint) == ("touchpoint-product0", "touchpoint-reviews0")
    )
    links = {**shop.slice.links, key: shop.slice.links[key].model_copy(update={"keeps_context": kept_today})}
    changed = shop.arms[1]
    if change is not None:
        context = FrozenMap({key: next(iter(change.values()))})
        changed = replace(changed, changes={"touchpoint-product0": CardChange(context=context)})
    today = replace(shop.status_quo, policy=None, rules={})
    return replace(shop, slice=replace(shop.slice, links=links), arms=(shop.arms[0], changed), status_quo=today)


@pytest.mark.parametrize(
    ("kept_today", "change", "friction", "loses"),
    [
        (True, None, 0.0, 0),
        (False, None, 0.0, 1),
        (True, {"kept": False}, FRICTION[3], 1),
        (False, {"kept": True}, -FRICTION[3], 0),
    ],
)
def test_a_hand_over_costs_what_it_changes_against_today(
    kept_today: bool, change: dict[str, bool] | None, friction: float, loses: int
) -> None:
    assembly = assemble(_handover(kept_today, change))
    cards = assembly.tables.cards
    plan = assembly.plan
    way = next(
        index
        for index, link in enumerate(plan.links[1])
        if (cards[link["start"]], cards[link["end"]]) == ("touchpoint-product0", "touchpoint-reviews0")
    )
    assert plan.links[1][way]["friction"] == pytest.approx(friction)
    assert plan.links[1][way]["loses"] == loses
    others = np.delete(np.arange(plan.links.shape[1]), way)
    assert not plan.links[1]["friction"][others].any()
    assert not plan.links[1]["loses"][others].any()
    assert plan.arms[1]["twin"] == 0, "another mode"


def test_what_is_lost_is_forgotten_and_makes_leaving_likelier() -> None:
    plan = assemble(_handover(True, {"kept": False})).plan
    draws = central(1, len(plan.techniques))
    moments = run(plan, draws, seed=5, stream=0, first_visitor=0, visitors_per_draw=20_000)
    lost = moments.total("lost_context", 1)
    assert lost > 500
    assert moments.total("lost_context", 0) == 0
    assert moments.total("orders", 1) < moments.total("orders", 0)
    rows = trace(plan, draws, arm=1, visitors=range(1_000), seed=5, stream=0)
    at = np.flatnonzero(rows["kind"] == LOST_CONTEXT)
    assert len(at) > 20
    arrived = rows[at + 1]
    assert np.all(arrived["kind"] == VIEW)
    judged = arrived[arrived["seen"] >= 0]
    assert np.all(judged["knows"] == 0)
    assert set(np.unique(judged["seen"])) == {2}, "two points of the reviews are all that is known"
    kept = trace(plan, draws, arm=0, visitors=range(1_000), seed=5, stream=0)
    assert not (kept["kind"] == LOST_CONTEXT).any()


@pytest.mark.parametrize("place", [0, 1])
def test_both_engines_lose_the_same(place: int) -> None:
    plan = assemble(_handover(True, {"kept": False})).plan
    one, two = (
        trace(plan, strong(plan), arm=place, visitors=range(200), seed=6, stream=0, engine=engine)
        for engine in ("compiled", "simpy")
    )
    assert one.tobytes() == two.tobytes()


def test_who_logs_in_is_known_again_and_better_seen() -> None:
    found: list[Floats] = []
    for login in (0.0, 1.0):
        shop = with_arms(replace(arm("arm-test0000", busy_rules()), mode="score-card"))
        plan = assemble(_people(shop, login=login, device_switch=0.5)).plan
        moments = run(plan, strong(plan), seed=7, stream=0, first_visitor=0, visitors_per_draw=20_000)
        names = ("unrecognised", "return_visits", "seen_right", "seen_views", "orders")
        found.append(np.array([moments.total(name, 1) for name in names]))
        found[-1] = np.append(found[-1], moments.total("orders", 0))
    without, known = found
    assert without[0] / without[1] > 0.2
    assert known[0] == 0, "everybody consents and logs in"
    assert known[2] / known[3] > without[2] / without[3]
    assert known[5] == without[5], "to be known changes nobody who hears nothing"


def _with_goal(key: str, **update: object) -> Plan:
    shop = busy_shop()
    points = {**shop.slice.touchpoints, key: shop.slice.touchpoints[key].model_copy(update=update)}
    return assemble(replace(shop, slice=replace(shop.slice, touchpoints=points))).plan


@pytest.mark.parametrize(
    ("goal", "tally"), [("lead", "leads"), ("sign-up", "sign_ups"), ("store-visit", "store_visits")]
)
def test_goals_on_the_way_are_counted_and_worth_something(goal: str, tally: str) -> None:
    plan = _with_goal("touchpoint-info0000", goal=goal, goal_value=assumed(2.5))
    draws = central(1, len(plan.techniques))
    moments = run(plan, draws, seed=8, stream=0, first_visitor=0, visitors_per_draw=1_000)
    rows = trace(plan, draws, visitors=range(1_000), seed=8, stream=0)
    reached = rows[rows["kind"] == GOAL]
    assert moments.total(tally) == moments.total("micro") == len(reached) > 30
    assert moments.total("goal_value") == pytest.approx(2.5 * len(reached))
    assert np.all(reached["value"] == 250.0)


@pytest.mark.parametrize("value", [None, 30.0])
def test_a_main_conversion_that_is_no_order_books_its_own_value_only(value: float | None) -> None:
    given = None if value is None else assumed(value)
    plan = _with_goal("touchpoint-order000", goal="lead", conversion=True, goal_value=given)
    moments = run(plan, central(1, len(plan.techniques)), seed=8, stream=0, first_visitor=0, visitors_per_draw=3_000)
    orders = moments.total("orders")
    assert orders == moments.total("leads") > 20
    assert moments.total("micro") == 0
    assert moments.total("revenue") == pytest.approx((value or 0.0) * orders)
    assert moments.total("goal_value") == pytest.approx((value or 0.0) * orders)


def test_an_order_is_no_other_goal() -> None:
    rows = _rows(0)
    assert (rows["kind"] == ORDER).any()
    assert not (rows["kind"] == GOAL).any()
    assert (rows["kind"] == VISIT).any()
    assert _plan().arms[2]["mode"] == SCORE_CARD
