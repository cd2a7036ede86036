"""What is wrong between rules is named, and what is called dead is never heard in the simulation either."""

from collections import Counter
from dataclasses import replace
from random import Random
from typing import Any

import pytest

from app.project.check import check
from app.project.conflicts import Conflict, conflicts
from app.project.examples import EXAMPLES, new_from_example
from app.project.model import Project
from app.project.policies.cells import Cell
from personas.records import FrozenMap
from simulation import traces
from simulation.compile import assemble
from simulation.engines.choose import trace
from simulation.policy.model import Trigger
from simulation.scenario import Scenario
from tests.app.project.test_check import page
from tests.shop import strong
from tests.whole import whole_shop

POLICY = "policy-00000001"
BROWSE, CHOOSE, CHECKOUT, COMPARE = (f"phase-{name:0<8}" for name in ("browse", "choose", "pay", "compare"))
BUYING, UNKNOWN, ALONE = (f"audience-{name:0<8}" for name in ("buying", "unknown", "alone"))
SHOP: dict[str, Any] = {
    "personas": {"persona-00000001": {"name": "Ann"}},
    "maps": {"map-00000001": {"title": "One", "personas": {"persona-00000001": 1.0}}},
    "phases": {
        BROWSE: {"title": "Browse", "kind": "browse", "priority": 1, "order": "a"},
        CHOOSE: {"title": "Choose", "kind": "choose", "priority": 2, "order": "b"},
        CHECKOUT: {"title": "Checkout", "kind": "checkout", "priority": 3, "order": "c"},
    },
    "audiences": {
        UNKNOWN: {"title": "Unknown", "kind": "unknown"},
        BUYING: {"title": "Buying", "kind": "buying", "priority": 2},
        ALONE: {"title": "Left alone", "kind": "exclude"},
    },
    "stages": {
        "stage-0000look": {"map": "map-00000001", "title": "L", "phase": BROWSE},
        "stage-0000pick": {"map": "map-00000001", "title": "C", "phase": CHOOSE},
        "stage-0000done": {"map": "map-00000001", "title": "D", "phase": CHECKOUT},
    },
    "touchpoints": {
        "touchpoint-0000home": {**page("home", entry={"search": 1.0}), "stage": "stage-0000look"},
        "touchpoint-0000prod": {**page("product"), "stage": "stage-0000pick"},
        "touchpoint-0000form": {**page("details"), "stage": "stage-0000done"},
        "touchpoint-0000paid": {**page("order", goal="order", conversion=True), "stage": "stage-0000done"},
    },
    "policies": {POLICY: {"title": "P"}},
}


def shop(rules: dict[str, dict[str, Any]], **tables: Any) -> Project:
    given = {
        f"rule-{key:0>8}": {"policy": POLICY, "title": key, "technique": "reviews", "truthful": "yes", **one}
        for key, one in rules.items()
    }
    data = {table: {**SHOP.get(table, {}), **tables.get(table, {})} for table in (*SHOP, *tables)}
    return Project.model_validate({**data, "rules": given})


def named(rules: dict[str, dict[str, Any]], **tables: Any) -> list[tuple[str, str]]:
    found = conflicts(shop(rules, **tables), POLICY)
    return [(one.kind, " ".join(key.removeprefix("rule-").lstrip("0") for key in one.rules)) for one in found]


def one(rules: dict[str, dict[str, Any]], **tables: Any) -> Conflict:
    (found,) = conflicts(shop(rules, **tables), POLICY)
    return found


def test_rules_of_equal_rank_in_one_cell() -> None:
    here = {"phases": {CHOOSE: True}, "audiences": {BUYING: True}}
    found = one({"a": {**here}, "b": {**here, "technique": "most_chosen"}})
    assert (found.kind, found.severity, found.cell) == ("conflict", "warning", Cell(CHOOSE, BUYING))


@pytest.mark.parametrize(
    "other",
    [
        {"priority": 1},
        {"trigger": {"kind": "exit_intent"}},
        {"audiences": {UNKNOWN: True}},
        {"touchpoints": {"touchpoint-0000home": True}},
        {"on": False},
    ],
)
def test_what_decides_between_them_is_no_conflict(other: dict[str, Any]) -> None:
    mine = {"audiences": {BUYING: True}}
    assert named({"a": mine, "b": {**mine, "technique": "most_chosen", "cap_per_visit": 3, **other}}) == []


def test_two_messages_a_page_have_room_for_both() -> None:
    rules: dict[str, dict[str, Any]] = {"a": {}, "b": {"technique": "most_chosen"}}
    assert named(rules) == [("conflict", "a b")]
    assert named(rules, policies={POLICY: {"title": "P", "messages_per_page": 2}}) == []


def test_segments_that_exclude_one_another_never_meet() -> None:
    phone, desk = (
        {"title": key, "conditions": {"a": {"field": "device", "text": key}}} for key in ("phone", "desktop")
    )
    segments = {"segment-0000hand": phone, "segment-0000desk": desk}
    rules: dict[str, dict[str, Any]] = {
        "a": {"segments": {"segment-0000hand": True}},
        "b": {"technique": "most_chosen", "segments": {"segment-0000desk": True}},
    }
    assert named(rules, segments=segments) == []
    rules["b"]["segments"] = {"segment-0000hand": True}
    assert named(rules, segments=segments) == [("conflict", "a b")]


ALWAYS = {"cap_per_visit": 100, "priority": 9}


@pytest.mark.parametrize(
    ("first", "second", "dead"),
    [
        (ALWAYS, {}, True),
        ({**ALWAYS, "cap_per_visit": 99}, {}, False),
        ({**ALWAYS, "cap_per_visitor": 500}, {}, False),
        ({**ALWAYS, "cooldown_pages": 1}, {}, False),
        ({**ALWAYS, "audiences": {BUYING: True}}, {}, False),
        ({**ALWAYS, "audiences": {BUYING: True}}, {"audiences": {BUYING: True}}, True),
        ({**ALWAYS, "touchpoints": {"touchpoint-0000prod": True}}, {"technique": "easy_returns"}, True),
        ({**ALWAYS, "priority": 0}, {"priority": 9, "trigger": {"kind": "idle", "seconds": 5}}, True),
        ({**ALWAYS, "trigger": {"kind": "idle", "seconds": 9}}, {"trigger": {"kind": "idle", "seconds": 5}}, False),
        ({**ALWAYS, "trigger": {"kind": "idle", "seconds": 5}}, {"trigger": {"kind": "idle", "seconds": 9}}, True),
        ({**ALWAYS, "trigger": {"kind": "idle", "seconds": 5}}, {}, False),
        ({**ALWAYS, "trigger": {"kind": "nth_view", "nth": 2}, "cap_per_visit": 4},
         {"trigger": {"kind": "nth_view", "nth": 2}}, True),
        ({**ALWAYS, "trigger": {"kind": "nth_view", "nth": 2}}, {"trigger": {"kind": "nth_view", "nth": 3}}, False),
    ],
)  # fmt: skip
def test_a_rule_before_which_another_always_speaks(first: dict[str, Any], second: dict[str, Any], dead: bool) -> None:
    found = named({"a": {"technique": "most_chosen", "touchpoints": {"touchpoint-0000prod": True}, **first},
                   "b": {"touchpoints": {"touchpoint-0000prod": True}, **second}})  # fmt: skip
    assert (("dead", "b a") in found) == dead


def test_one_message_a_visit_is_enough_to_silence() -> None:
    rules: dict[str, dict[str, Any]] = {
        "a": {"technique": "most_chosen", "touchpoints": {"touchpoint-0000prod": True}, "priority": 1},
        "b": {},
    }
    assert named(rules) == []
    assert named(rules, policies={POLICY: {"title": "P", "messages_per_visit": 1}}) == [("dead", "b a")]


DEAD: dict[str, tuple[dict[str, Any], dict[str, Any]]] = {
    "no card with its phase": ({"phases": {CHECKOUT: True}}, {}),
    "only who is left alone": ({"audiences": {ALONE: True}}, {}),
    "no room in a visit": ({}, {"policies": {POLICY: {"title": "P", "messages_per_visit": 0}}}),
    "nobody consents": (
        {}, {"personas": {"persona-00000001": {"name": "A", "traits": {"consent": {"value": 0}}}}}
    ),
    "nobody to write to": (
        {"technique": "basket_mail", "trigger": {"kind": "after_abandonment"}},
        {"personas": {"persona-00000001": {"name": "A", "traits": {"reachable": {"value": 0}}}}},
    ),
    "no subscribers": ({"technique": "welcome_mail", "trigger": {"kind": "scheduled"}}, {}),
    "no budget for mails": (
        {"technique": "basket_mail", "trigger": {"kind": "after_abandonment"}},
        {"policies": {POLICY: {"title": "P", "mail_budget": {"value": 0}}}},
    ),
    "no budget for discounts": (
        {"technique": "discount"}, {"policies": {POLICY: {"title": "P", "discount_budget": {"value": 0}}}}
    ),
    "a channel nobody comes by": (
        {"segments": {"segment-00000001": True}},
        {"segments": {"segment-00000001": {"title": "S", "conditions": {"a": {"field": "channel", "text": "tv"}}}}},
    ),
    "a product nobody sells": (
        {"segments": {"segment-00000001": True}},
        {"segments": {"segment-00000001": {
            "title": "S", "conditions": {"a": {"field": "product_interest", "text": "kettle"}}}}},
    ),
    "an audience without points between": (
        {"audiences": {UNKNOWN: True}},
        {"audiences": {BUYING: {"title": "Buying", "kind": "buying", "score_from": 0}}},
    ),
    "a phase that the score card never sees": (
        {"phases": {CHOOSE: True}},
        {"policies": {POLICY: {"title": "P", "mode": "score-card", "score_card": {"phase_from": {"checkout": 8}}}}},
    ),
}  # fmt: skip


@pytest.mark.parametrize("case", DEAD)
def test_dead_rules(case: str) -> None:
    rule, tables = DEAD[case]
    found = one({"a": rule}, **tables)
    assert (found.kind, found.rules) == ("dead", ("rule-0000000a",))
    project = shop({"a": rule}, **tables)
    assert sum(said.code == found.finding.code for said in check(project)) == 1, "said once, also by the check"


def test_a_newsletter_makes_subscribers() -> None:
    mail = {"technique": "welcome_mail", "trigger": {"kind": "scheduled"}}
    assert named({"a": mail, "b": {"technique": "newsletter"}}) == []


def test_the_same_technique_twice() -> None:
    rules: dict[str, dict[str, Any]] = {"a": {"priority": 2}, "b": {"phases": {CHOOSE: True}}}
    assert named(rules) == [("overlap", "a b")]
    rules["a"]["phases"] = {BROWSE: True, CHECKOUT: True}
    assert [kind for kind, _ in named(rules)] == ["dead"], "a review block belongs on the product page alone"


def test_phases_of_one_kind_cannot_be_told_apart() -> None:
    more = {COMPARE: {"title": "Compare", "kind": "choose", "priority": 2, "order": "bb"}}
    found = one({"a": {"phases": {CHOOSE: True}}}, phases=more)
    assert (found.kind, found.finding.values) == ("wide", {"rule": "a", "one": "Choose", "other": "Compare"})
    assert named({"a": {"phases": {CHOOSE: True, COMPARE: True}}}, phases=more) == []


@pytest.mark.parametrize("example", EXAMPLES)
def test_nothing_is_wrong_between_the_rules_that_ship(example: str) -> None:
    project = new_from_example(example)
    assert [said for key in project.policies for said in conflicts(project, key)] == []


def _project(scenario: Scenario, index: int) -> Project:
    """The project that an arm of a scenario could come from."""
    here, arm = scenario.slice, scenario.arms[index]
    assert arm.policy is not None
    rules = {key: rule.model_copy(update={"policy": POLICY}) for key, rule in arm.rules.items()}
    sizes = dict.fromkeys(here.personas, 1.0)
    journey = here.map.model_copy(update={"personas": FrozenMap(sizes)})
    return Project(
        maps=FrozenMap({here.id: journey}), personas=FrozenMap(here.personas), stages=FrozenMap(here.stages),
        touchpoints=FrozenMap(here.touchpoints), links=FrozenMap(here.links), phases=FrozenMap(here.phases),
        audiences=FrozenMap(scenario.audiences), segments=FrozenMap(scenario.segments),
        products=FrozenMap(scenario.products), rules=FrozenMap(rules),
        policies=FrozenMap({POLICY: arm.policy.model_copy(update={"mode": arm.mode})}),
    )  # fmt: skip


def _louder(numbers: Random, scenario: Scenario) -> Scenario:
    """The same shop with rules that are often never stopped, so that they can silence others."""
    arms = []
    for arm in scenario.arms:
        rules = {
            key: rule.model_copy(update={"cap_per_visit": 100, "cooldown_pages": 0, "cap_per_visitor": None,
                                         "segments": FrozenMap(), "phases": FrozenMap(), "audiences": FrozenMap(),
                                         "trigger": rule.trigger if rule.trigger.kind != "nth_view" else Trigger()})
            if numbers.random() < 0.5 else rule
            for key, rule in arm.rules.items()
        }  # fmt: skip
        arms.append(replace(arm, rules=rules))
    return replace(scenario, arms=tuple(arms))


def test_what_is_called_dead_is_never_heard() -> None:
    """Shops drawn at random, walked by the engine: no dead rule ever speaks."""
    spoken = (traces.MESSAGE, traces.CONTACT, traces.EXPOSURE, traces.CARE)
    causes: Counter[str] = Counter()
    for number in range(120):
        scenario = _louder(Random(number), whole_shop(Random(number)))
        built = assemble(scenario)
        draws = strong(built.plan)
        for index in range(1, len(scenario.arms)):
            found = conflicts(_project(scenario, index), POLICY)
            dead = {one.rules[0]: one.finding.code for one in found if one.kind == "dead"}
            causes.update(dead.values())
            events = trace(built.plan, draws, arm=index, visitors=range(60), seed=number, stream=0)
            heard = events["rule"][[kind in spoken for kind in events["kind"]]]
            assert not {built.tables.rules[rule] for rule in heard} & set(dead), (number, index, dead)
    assert causes["always-second"] > 5
    assert causes["never-speaks"] + causes["speaks-to-nobody"] > 5
