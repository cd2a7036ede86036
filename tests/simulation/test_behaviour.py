"""The formulas one by one: fit, fatigue, the ceiling, what the shop sees, baskets, discounts, returning."""

import math
from dataclasses import replace

import numpy as np
import pytest

from personas.provenance import assumed
from personas.records import FrozenMap
from simulation.behaviour import choice, message, progress, returning, seen, visitor
from simulation.behaviour.state import LEAVING, Traveller, new_traveller
from simulation.compile import assemble
from simulation.draws import stream_key
from simulation.engines.choose import run, trace
from simulation.plan import DAY, NTH_VIEW, SCORE_CARD, Plan, central, one_draw
from simulation.policy.model import AUDIENCE_KINDS, Audience, AudienceKind, Policy, ScoreCard
from simulation.scenario import Arm, Scenario
from simulation.traces import MESSAGE, VISIT
from tests.shop import arm, busy_assembly, busy_shop, rule, strong, with_arms


def _plan(scenario: Scenario) -> Plan:
    return assemble(scenario).plan


def _someone(plan: Plan, card: str = "touchpoint-product0", arm_index: int = 1) -> Traveller:
    traveller = new_traveller(plan)
    k0, k1 = stream_key(1, 0)
    visitor.begin_visitor(plan, traveller, k0, k1, 3, arm_index)
    visitor.begin_visit(plan, traveller, 0)
    traveller.state["card"] = busy_assembly().tables.cards.index(card)
    traveller.state["silent"] = 0
    return traveller


@pytest.mark.parametrize(
    ("fit", "progress_", "expected"),
    [
        (3.0, 2.5, 1.0),
        (3.0, 3.0, 0.75),
        (3.0, 1.5, 0.5),
        (3.0, 0.5, 0.2),
        (3.0, 0.0, 0.2),
        (1.0, 4.0, 0.0),
        (1.0, 3.0, 0.1),
        (4.0, 4.0, 1.0),
        (0.0, 0.0, 1.0),
    ],
)
def test_fit_is_piecewise_linear_in_the_distance(fit: float, progress_: float, expected: float) -> None:
    assert message.fit(fit, progress_, 0.5) == pytest.approx(expected)


def test_an_effect_is_the_product_of_its_parts() -> None:
    plan = busy_assembly().plan
    draws = strong(plan, strength=0.2)
    traveller = _someone(plan)
    scarcity = busy_assembly().tables.techniques.index("scarcity")
    which = next(n for n, row in enumerate(plan.rules) if row["technique"] == scarcity)
    traveller.state["progress"] = 1.5
    alone = message.effect(plan, one_draw(draws, 0), traveller, which)
    assert alone == pytest.approx(0.2 * 0.5)
    traveller.technique[scarcity] = 2
    assert message.effect(plan, one_draw(draws, 0), traveller, which) == pytest.approx(0.2 * 0.5 * 0.75**2)
    traveller.state["basket"] = 0
    assert message.effect(plan, one_draw(draws, 0), traveller, which) == pytest.approx(0.2 * 0.5 * 0.75**2 * 0.15)


def test_a_recommendation_gains_relevance() -> None:
    plan = busy_assembly().plan
    technique = busy_assembly().tables.techniques.index("recommendation")
    which = next(n for n, row in enumerate(plan.rules) if row["technique"] == technique)
    traveller = _someone(plan)
    traveller.state["progress"] = 1.5
    draw = one_draw(strong(plan, strength=1.0), 0)
    assert message.effect(plan, draw, traveller, which) == pytest.approx(0.5)
    traveller.viewed[:] = 3
    assert message.effect(plan, draw, traveller, which) == pytest.approx(0.5 + 0.5 * (1 - math.exp(-1)))


def test_what_messages_can_do_together_has_a_ceiling() -> None:
    assert choice.soft(0.0, 0.25) == 0.0
    assert choice.soft(0.01, 0.25) == pytest.approx(0.01, rel=1e-3)
    assert choice.soft(50.0, 0.25) == pytest.approx(0.25)
    assert choice.soft(-50.0, 0.25) == pytest.approx(-0.25)


def test_utilities_follow_the_contract() -> None:
    plan = busy_assembly().plan
    world, pains = plan.world.copy(), plan.pains.copy()
    world["history"] = 0.35
    card = busy_assembly().tables.cards.index("touchpoint-product0")
    pains[1, :, card]["friction"] = 0.2
    personas = plan.personas.copy()
    personas["patience"] = 2.0
    changed = plan._replace(world=world, pains=pains, personas=personas)
    traveller = _someone(changed)
    me = traveller.state
    me["push"], me["stay"], me["progress"], me["pushed"], me["held"], me["messages"] = 0.3, 0.4, 3.5, 0.1, 0.05, 5
    draws = central(1, len(plan.techniques))
    draws.structure["annoyance"], draws.structure["friction"] = 0.01, 1.5
    draw = one_draw(draws, 0)
    forward = 0.3 + 0.35 * (3.5 + 0.5 - 3) + 0.25 * math.tanh(0.1 / 0.25)
    assert math.log(choice.forward_weight(changed, draw, traveller)) == pytest.approx(forward)
    stay = 0.4 - 2.0 * 1.5 * 0.2 - 0.01 * 2 + 0.25 * math.tanh(0.05 / 0.25)
    assert math.log(choice.leave_weight(changed, draw, traveller)) == pytest.approx(-stay)
    me["progress"] = 0.0
    behind = 0.3 - 0.35 * 2 + 0.25 * math.tanh(0.1 / 0.25)
    assert math.log(choice.forward_weight(changed, draw, traveller)) == pytest.approx(behind)


def test_progress_grows_to_its_limit_and_halves_in_a_fortnight() -> None:
    plan = busy_assembly().plan
    traveller = _someone(plan)
    traveller.state["speed"], traveller.state["focus"] = 2.0, 0
    traveller.progress[:] = (0.5, 0, 0, 0)
    progress.learn(plan, traveller, True)
    assert traveller.progress[0] == pytest.approx(0.5 + (0.30 + 0.15) * 2)
    traveller.state["card"] = busy_assembly().tables.cards.index("touchpoint-list0000")
    traveller.state["focus"] = -1
    progress.learn(plan, traveller, False)
    progress.learn(plan, traveller, False)
    assert traveller.progress[0] == pytest.approx(1.5), "lists teach up to 1.5 only"
    progress.forget(plan, traveller, 14 * DAY)
    assert traveller.progress[0] == pytest.approx(0.75)


def test_a_score_card_moves_no_visitor() -> None:
    """T5: what a shop calls a long look, and how fast its points fade, change nothing for messages without effect."""
    loud = {"rule-loud0000": rule("social_proof", cap_per_visit=100)}
    quick = ScoreCard(long_look_seconds=1.0, half_life_days=0.1, points=FrozenMap({"page": 9.0}))
    policy = Policy(title="quick", score_card=quick)
    plan = _plan(with_arms(arm("arm-usual000", loud), Arm("arm-quick000", "quick", policy, loud, "page-type", {})))
    assert [int(row["twin"]) for row in plan.arms] == [0, 1, 1]
    draws = central(1, len(plan.techniques))
    draws.structure["annoyance"] = 0.0
    rows = [trace(plan, draws, arm=a, visitors=range(400), seed=8, stream=0) for a in range(3)]
    lives = [one[one["kind"] != MESSAGE][["visitor", "visit", "time", "kind", "card", "link", "value"]] for one in rows]
    assert (rows[2]["kind"] == MESSAGE).sum() > 400
    assert np.array_equal(lives[0], lives[1])
    assert np.array_equal(lives[0], lives[2])


def test_the_nth_view_is_of_one_product_on_its_page() -> None:
    plan = busy_assembly().plan
    which = next(n for n, row in enumerate(plan.rules) if row["trigger"] == NTH_VIEW)
    assert plan.rules[which]["threshold"] == 2
    traveller = _someone(plan)

    def look(product: int, card: str = "touchpoint-product0") -> bool:
        traveller.state["card"] = busy_assembly().tables.cards.index(card)
        traveller.state["focus"] = traveller.state["at_hand"] = product
        seen.score(plan, traveller, False)
        return message.moment_given(plan, traveller, which, message.ON_ARRIVAL)

    assert [look(0), look(1), look(0), look(0)] == [False, False, True, False], "the second view of the first product"
    assert look(1)
    assert not look(1, "touchpoint-reviews0"), "reviews are about a product, and no view of it"
    visitor.begin_visit(plan, traveller, 0)
    assert not look(1), "counted anew in every visit"


def test_a_basket_is_forgotten_after_a_week() -> None:
    plan = busy_assembly().plan
    traveller = _someone(plan)
    traveller.state["basket"] = 0
    progress.forget(plan, traveller, 7 * DAY)
    assert traveller.state["basket"][0] == 0
    progress.forget(plan, traveller, 7 * DAY + 1)
    assert traveller.state["basket"][0] == -1


def test_the_product_in_the_basket_is_the_one_at_hand() -> None:
    plan = busy_assembly().plan
    traveller = _someone(plan, "touchpoint-product0")
    traveller.state["products"] = 3
    progress.take_focus(plan, traveller, 0.999)
    assert traveller.state["focus"][0] == 2
    traveller.state["card"] = busy_assembly().tables.cards.index("touchpoint-basket00")
    progress.take_focus(plan, traveller, 0.1)
    assert (traveller.state["basket"][0], traveller.state["focus"][0]) == (2, 2)
    traveller.state["card"] = busy_assembly().tables.cards.index("touchpoint-home0000")
    progress.take_focus(plan, traveller, 0.1)
    assert traveller.state["focus"][0] == -1


def test_products_in_focus_follow_progress() -> None:
    plan = busy_assembly().plan
    traveller = _someone(plan)
    traveller.state["products"] = 2
    traveller.progress[:] = (2.0, 0.0, 0, 0)
    border = math.exp(1.2) / (math.exp(1.2) + 1)
    assert progress.draw_product(traveller, border - 1e-9) == 0
    assert progress.draw_product(traveller, border + 1e-9) == 1


def test_points_phase_and_audience() -> None:
    plan = busy_assembly().plan
    arms = plan.arms.copy()
    arms["mode"] = SCORE_CARD
    scored = plan._replace(arms=arms)
    traveller = _someone(plan)
    traveller.state["focus"] = 0
    assert seen.seen_audience(plan, traveller) == 0
    assert seen.seen_phase(plan, traveller) == 3, "page-type: the phase of the product card"
    assert seen.seen_phase(scored, traveller) == 1, "nothing known: browse"
    seen.score(plan, traveller, True)
    assert traveller.state["visit_score"][0] == pytest.approx(0.5 + 1 + 1)
    assert seen.seen_audience(plan, traveller) == 1
    assert seen.seen_phase(scored, traveller) == 2
    for _ in range(2):
        seen.score(plan, traveller, False)
    assert seen.seen_phase(scored, traveller) == 3
    for _ in range(4):
        seen.score(plan, traveller, False)
    assert seen.seen_phase(scored, traveller) == 4
    assert seen.seen_audience(plan, traveller) == 2
    traveller.state["focus"] = -1
    traveller.state["card"] = busy_assembly().tables.cards.index("touchpoint-details0")
    traveller.score[:] = 0
    assert seen.seen_phase(scored, traveller) == 4, "a checkout card is checkout"


def test_points_fade_and_recognition_needs_consent_and_the_device_or_login() -> None:
    plan = busy_assembly().plan
    traveller = _someone(plan)
    me = traveller.state
    me["consent"], me["login"], me["device"], me["visit"], me["clock"] = 1, 0, 0, 1, 3 * DAY
    traveller.scored[:] = (0, -1, -1)
    traveller.score[0, 0] = 4.0
    seen.recognise(plan, traveller)
    assert (me["recognised"][0], traveller.score[0, 0], me["visit_score"][0]) == (1, 2.5, 1.0)
    me["device"] = 1
    seen.recognise(plan, traveller)
    assert me["recognised"][0] == 0
    me["login"] = 1
    seen.recognise(plan, traveller)
    assert me["recognised"][0] == 1
    me["consent"] = 0
    seen.recognise(plan, traveller)
    assert me["recognised"][0] == 0


def test_an_excluded_visit_neither_uses_a_memory_nor_leaves_one() -> None:
    busy = busy_assembly().plan
    shut = busy.excluded.copy()
    shut[:] = 1
    closed = busy._replace(excluded=shut)
    traveller = _someone(busy)
    me = traveller.state
    nothing = one_draw(central(1, len(busy.techniques)), 0)

    def visit(plan: Plan, number: int, hours: int) -> int:
        me["visit"], me["consent"], me["login"], me["clock"] = number, 1, 1, hours * DAY // 24
        visitor.begin_visit(plan, traveller, 0)
        me["focus"] = 0
        if me["silent"][0] == 0:
            seen.score(plan, traveller, False)
        me["doing"], me["clock"] = LEAVING, (hours + 1) * DAY // 24
        returning.end_visit(plan, nothing, traveller)
        return int(me["recognised"][0])

    traveller.scored[:] = -1
    assert visit(closed, 0, 0) == 0
    assert np.array_equal(traveller.scored, [-1, -1, -1])
    assert visit(busy, 1, 24) == 0, "the excluded visit is not known"
    points, stamp = traveller.score[0].copy(), int(traveller.scored[0])
    assert stamp == 25 * DAY // 24
    assert visit(closed, 2, 48) == 0
    assert np.array_equal(traveller.score[0], points)
    assert traveller.scored[0] == stamp
    assert visit(busy, 3, 72) == 1


@pytest.mark.parametrize(("kind", "score"), [("unknown", 0.0), ("orientating", 2.0), ("buying", 6.0), ("exclude", 0.0)])
def test_an_audience_starts_at_the_score_of_its_kind(kind: AudienceKind, score: float) -> None:
    assert Audience(title="plain", kind=kind).from_score() == score
    assert Audience(title="own", kind=kind, score_from=3.5).from_score() == 3.5


def test_audiences_without_a_score_hold_whoever_is_so_far() -> None:
    plain = {f"audience-{n:08d}": Audience(title=kind, kind=kind) for n, kind in enumerate(AUDIENCE_KINDS)}
    plan = _plan(replace(busy_shop(), audiences=plain))
    assert plan.arms[1]["orientating_from"] == 2.0
    assert plan.arms[1]["buying_from"] == 6.0


def test_a_discount_lowers_the_order_and_eats_the_margin() -> None:
    rules = {"rule-off00000": rule("discount", cap_per_visit=1, discount=assumed(0.25), cost=assumed(0.02))}
    plan = _plan(with_arms(arm("arm-off00000", rules)))
    draws = central(1, len(plan.techniques))
    draws.structure["annoyance"] = 0
    moments = run(plan, draws, seed=1, stream=0, first_visitor=0, visitors_per_draw=4_000)
    assert moments.total("orders", 0) == moments.total("orders", 1) > 50
    full, less = moments.total("revenue", 0), moments.total("revenue", 1)
    assert less == pytest.approx(0.75 * full, rel=0.01), "every order passes the checkout, where the discount stands"
    assert moments.total("discount_cost", 1) == pytest.approx(full - less)
    cost = moments.total("message_cost", 1)
    assert cost == pytest.approx(0.02 * moments.total("messages", 1))
    lost = moments.total("margin", 0) - moments.total("margin", 1)
    assert lost == pytest.approx(full - less + cost, rel=0.01)


def test_return_odds() -> None:
    plan = busy_assembly().plan
    traveller = _someone(plan)
    traveller.progress[:] = (2.0, 0, 0, 0)
    traveller.state["intent"], traveller.state["return_shift"] = 0.5, -0.2
    base = -1.7 + 0.35 * 2.0 + 0.3 * 0.5 - 0.2
    assert returning.return_odds(plan, traveller) == pytest.approx(base)
    traveller.state["basket"] = 1
    assert returning.return_odds(plan, traveller) == pytest.approx(base + 1.0)


def test_nobody_is_followed_beyond_the_horizon_or_the_last_visit() -> None:
    plan = busy_assembly().plan
    personas = plan.personas.copy()
    personas["return_shift"] = 20.0
    rows = trace(plan._replace(personas=personas), strong(plan), arm=0, visitors=range(400), seed=2, stream=0)
    assert rows["visit"].max() == 11
    starts = rows[rows["kind"] == VISIT]["time"]
    assert 29 * DAY < starts.max() < 30 * DAY


def test_personas_redistribute_and_never_add() -> None:
    plan = busy_assembly().plan
    assert plan.personas["share"] @ plan.personas["intent"] == pytest.approx(0, abs=1e-12)
    assert plan.personas["share"] @ plan.susceptibility == pytest.approx(np.ones(len(plan.techniques)))
