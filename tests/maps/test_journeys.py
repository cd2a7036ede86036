"""What the clothing shop and the airline are there to show: two people, two ways; exposures in order; mails in time."""

from __future__ import annotations

from itertools import pairwise

import pytest

from app.project.examples import new_from_example
from app.project.model import Project
from app.project.slices import map_slice, scenario
from maps import graph
from maps.examples.reader import EXAMPLES
from maps.model import Touchpoint
from personas.library.reader import library_persona
from simulation.policy.catalogue import MECHANICS
from simulation.policy.model import Rule

CLOTHING = new_from_example("clothing")
AIRLINE = new_from_example("airline")
DANIELLE, BAS = "persona-danielle", "persona-bas00000"


def kind(project: Project, key: str) -> str:
    """Kind of the phase that a touchpoint stands in."""
    return project.phases[project.stages[project.touchpoints[key].stage].phase or ""].kind


def after_an_order(project: Project) -> set[str]:
    """Touchpoints that links lead to from an order."""
    edge = {key for key, point in project.touchpoints.items() if point.goal == "order"}
    found: set[str] = set()
    while edge:
        edge = {link.to_touchpoint for link in project.links.values() if link.from_touchpoint in edge} - found
        found |= edge
    return found


def of_policy(project: Project, policy: str) -> dict[str, Rule]:
    return {key: rule for key, rule in project.rules.items() if rule.policy == policy}


def stage_titles(project: Project, points: list[Touchpoint]) -> set[str]:
    return {project.stages[point.stage].title for point in points}


@pytest.mark.parametrize("key", EXAMPLES)
def test_a_visit_looks_like_one_of_a_real_shop(key: str) -> None:
    slice_ = map_slice(new_from_example(key))
    exact = graph.baseline(slice_)
    assert 0.015 <= exact.orders <= 0.04
    assert 3.0 <= exact.pages <= 5.0
    baskets = exact.views[next(one for one, point in slice_.touchpoints.items() if point.page == "basket")]
    assert 0.15 <= exact.orders / baskets <= 0.45


@pytest.mark.parametrize("project", [CLOTHING, AIRLINE], ids=["clothing", "airline"])
def test_every_lane_says_something_at_every_stage(project: Project) -> None:
    stages = set(project.stages)
    for key, lane in project.lanes.items():
        told = {card.stage for card in project.cards.values() if card.lane == key}
        if lane.kind in {"actions", "thoughts", "metrics", "backstage"}:
            assert told == stages, lane.kind
        elif lane.kind in {"pains", "opportunities"}:
            assert len(told) >= len(stages) - 2, lane.kind
    for lane_kind in ("actions", "thoughts"):
        (row,) = (key for key, one in project.lanes.items() if one.kind == lane_kind)
        for persona in project.personas:
            own = {card.stage for card in project.cards.values() if card.lane == row and persona in card.personas}
            assert own == stages, (lane_kind, persona)


def test_the_clothing_shop_has_the_two_people_of_the_library() -> None:
    for key, name in ((DANIELLE, "danielle"), (BAS, "bas")):
        shipped = library_persona(name, "en").persona
        assert CLOTHING.personas[key].model_copy(update={"order": ""}) == shipped.model_copy(update={"order": ""})


def test_their_journeys_differ() -> None:
    slice_ = map_slice(CLOTHING)
    careful, thrifty = graph.baseline(slice_, DANIELLE), graph.baseline(slice_, BAS)
    for card in ("touchpoint-story000", "touchpoint-compare0", "touchpoint-shopfind"):
        assert careful.views[card] > 1.3 * thrifty.views[card], card
    assert thrifty.views["touchpoint-landing0"] > 1.3 * careful.views["touchpoint-landing0"]
    assert thrifty.views["touchpoint-basket00"] > careful.views["touchpoint-basket00"]

    def passed(stage: str, persona: str) -> float:
        """Share of those who fill in an address there that get past it."""
        (link,) = (one for one in CLOTHING.links.values() if (one.from_touchpoint, one.to_touchpoint) == (stage, PAYS))
        return link.share_by_persona[persona].value

    assert passed("touchpoint-details0", DANIELLE) > passed("touchpoint-details0", BAS)
    pains = {persona: [p for p in CLOTHING.pains.values() if persona in CLOTHING.cards[p.card].personas] for persona in
             (DANIELLE, BAS)}  # fmt: skip
    assert len(pains[DANIELLE]) >= 2
    assert len(pains[BAS]) >= 4
    apart = [
        point.title
        for point in CLOTHING.touchpoints.values()
        if {DANIELLE, BAS} <= set(point.feelings)
        and abs(point.feelings[DANIELLE].value - point.feelings[BAS].value) >= 1.0
    ]
    assert len(apart) >= 8


PAYS = "touchpoint-payment0"


def test_one_way_into_the_store_keeps_the_context_and_one_does_not() -> None:
    (store,) = (key for key, point in CLOTHING.touchpoints.items() if point.goal == "store-visit")
    keeps = {
        link.from_touchpoint: link.keeps_context for link in CLOTHING.links.values() if link.to_touchpoint == store
    }
    assert sorted(keeps.values()) == [False, True]
    assert not CLOTHING.touchpoints[store].conversion
    (cut,) = (start for start, kept in keeps.items() if not kept)
    mended = [one.card_changes[cut] for one in CLOTHING.variants.values() if cut in one.card_changes]
    assert [list(one.context.values()) for one in mended] == [[True]]
    tills = [point for point in CLOTHING.touchpoints.values() if point.channel == "store" and point.goal == "order"]
    assert [point.conversion for point in tills] == [True]


def test_the_clothing_shop_goes_on_after_the_order() -> None:
    after = after_an_order(CLOTHING)
    assert {key for key in CLOTHING.touchpoints if kind(CLOTHING, key) == "after"} == after
    titles = {CLOTHING.touchpoints[key].title for key in after}
    assert {"Parcel arrives", "Fits it at home", "Sends one back", "Money back", "Review request"} <= titles
    assert [CLOTHING.touchpoints[key].desk for key in after if CLOTHING.touchpoints[key].desk] == ["desk-customer"]


def test_the_same_rules_are_compared_by_page_and_by_product() -> None:
    arms = scenario(CLOTHING).arms
    talking = [arm for arm in arms if arm.rules]
    assert [arm.mode for arm in talking] == ["page-type", "score-card"]
    assert talking[0].rules == talking[1].rules
    kinds = {MECHANICS[rule.technique].target for rule in talking[0].rules.values()}
    assert {"push", "hold", "subscribe", "contact", "after"} <= kinds


def test_paid_search_and_search_stand_in_touch_only_and_content_everywhere() -> None:
    outside = [p for key, p in AIRLINE.touchpoints.items() if p.page == "none" and kind(AIRLINE, key) == "before"]
    assert stage_titles(AIRLINE, [point for point in outside if point.channel == "search"]) == {"Touch"}
    content = stage_titles(AIRLINE, [point for point in AIRLINE.touchpoints.values() if point.channel == "content"])
    assert {"Touch", "Tell", "Sell", "Care"} <= content
    assert all(not point.entry or "all" in point.entry for point in outside)


def test_exposures_come_in_order_in_one_policy_and_shuffled_in_the_other() -> None:
    order = ["Touch", "Tell", "Sell"]

    def places(policy: str) -> dict[str, str]:
        rules = of_policy(AIRLINE, policy).values()
        found = {rule.technique: AIRLINE.touchpoints[next(iter(rule.touchpoints))] for rule in rules}
        assert all(point.page == "none" for point in found.values())
        return {technique: AIRLINE.stages[point.stage].title for technique, point in found.items()}

    assert places("policy-inorder0") == dict(zip(("ad_touch", "ad_tell", "ad_sell"), order, strict=True))
    shuffled = places("policy-anyorder")
    assert all(shuffled[technique] != stage for technique, stage in places("policy-inorder0").items())
    assert sorted(shuffled.values()) == sorted(order)
    first, second = (of_policy(AIRLINE, policy).values() for policy in ("policy-inorder0", "policy-anyorder"))
    assert {rule.technique: rule.cost for rule in first} == {rule.technique: rule.cost for rule in second}
    chain = ["touchpoint-banner00", "touchpoint-benefits", "touchpoint-offer000", "touchpoint-landing0"]
    drawn = {(link.from_touchpoint, link.to_touchpoint) for link in AIRLINE.links.values()}
    assert set(pairwise(chain)) <= drawn


def test_mails_differ_in_nothing_but_the_hour_of_one() -> None:
    def sent(policy: str) -> dict[str, tuple[str, float, str | None]]:
        rules = of_policy(AIRLINE, policy)
        return {
            key[:-1]: (rule.technique, rule.trigger.delay_hours, rule.landing)
            for key, rule in rules.items()
            if MECHANICS[rule.technique].target == "contact"
        }

    day, hour = sent("policy-mailday0"), sent("policy-mailhour")
    different = {key for key in day if day[key] != hour[key]}
    assert [day[key] for key in different] == [("basket_mail", 24.0, "touchpoint-basket00")]
    assert [hour[key] for key in different] == [("basket_mail", 1.0, "touchpoint-basket00")]
    series = sorted(delay for technique, delay, _ in day.values() if technique != "basket_mail")
    assert series == [24.0, 96.0, 240.0]
    silent = scenario(AIRLINE, "experiment-mailtime").arms[-1]
    assert {rule.technique for rule in silent.rules.values()} == {"newsletter", "basket_mail"}


def test_every_stage_of_the_airline_has_its_own_figure_and_a_small_yes_on_the_way() -> None:
    assert {AIRLINE.cards[metric.card].stage for metric in AIRLINE.metrics.values()} == set(AIRLINE.stages)
    (alert,) = (key for key, point in AIRLINE.touchpoints.items() if point.goal == "sign-up")
    assert not AIRLINE.touchpoints[alert].conversion
    assert graph.baseline(map_slice(AIRLINE)).views[alert] > 0.005
    care = {AIRLINE.touchpoints[key].channel for key in after_an_order(AIRLINE)}
    assert {"email", "app", "service", "content"} <= care
    (desk,) = AIRLINE.desks.values()
    assert set(desk.opening) == set("0123456")
