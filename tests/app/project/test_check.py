"""Checking a project finds every fault, at its place, and never stumbles over one."""

import random
from typing import Any

import pytest

from app.project.canonical import plain
from app.project.check import check
from app.project.examples import EXAMPLES, framework_keys, new_from_example, new_from_framework
from app.project.model import Project
from personas.library.reader import library_keys
from personas.records import Language
from tests.app.project.generate import grown

BASE: dict[str, Any] = {
    "personas": {"persona-00000001": {"name": "Ann"}},
    "maps": {"map-00000001": {"title": "One", "personas": {"persona-00000001": 1.0}}, "map-00000002": {"title": "Two"}},
    "stages": {
        "stage-00000001": {"map": "map-00000001", "title": "S"},
        "stage-00000002": {"map": "map-00000002", "title": "T"},
    },
    "lanes": {"lane-00000001": {"map": "map-00000001", "kind": "pains"}},
    "cards": {"card-00000001": {"map": "map-00000001", "lane": "lane-00000001", "stage": "stage-00000001"}},
    "policies": {"policy-00000001": {"title": "P"}},
    "audiences": {"audience-00000001": {"title": "Left alone", "kind": "exclude"}},
    "phases": {"phase-00000001": {"title": "Checkout", "kind": "checkout"}},
}


def page(page_type: str, **more: Any) -> dict[str, Any]:
    return {"map": "map-00000001", "stage": "stage-00000001", "title": page_type, "page": page_type, **more}


def rule(**more: Any) -> dict[str, Any]:
    return {"policy": "policy-00000001", "title": "R", "technique": "social_proof", "truthful": "yes", **more}


def told(**tables: Any) -> list[tuple[str, str, str]]:
    data = {table: {**BASE.get(table, {}), **tables.get(table, {})} for table in (*BASE, *tables)}
    found = check(Project.model_validate(data))
    return [(one.severity, one.code, one.path) for one in found if one.code != "nothing-walked"]


def test_the_base_of_these_tests_is_sound() -> None:
    assert told() == []


SHOP = {
    "touchpoint-00000001": page("home", entry={"all": 1.0}),
    "touchpoint-00000002": page("order", goal="order", conversion=True),
}
WAY = {
    "link-00000001": {
        "map": "map-00000001",
        "from_touchpoint": "touchpoint-00000001",
        "to_touchpoint": "touchpoint-00000002",
        "share": {"value": 0.1},
    }
}


def experiment(variant_changes: dict[str, Any]) -> dict[str, Any]:
    """A shop of two pages with an experiment of one variant; a third page stands on another map."""
    other = {**page("home", entry={"all": 1.0}), "map": "map-00000002", "stage": "stage-00000002", "page": "none"}
    return {
        "touchpoints": {**SHOP, "touchpoint-00000003": other},
        "links": WAY,
        "pains": {"pain-00000001": {"card": "card-00000001"}},
        "experiments": {"experiment-00000001": {"map": "map-00000001", "title": "X"}},
        "variants": {"variant-00000001": {"experiment": "experiment-00000001", "title": "V", **variant_changes}},
    }


FAULTS: dict[str, tuple[dict[str, Any], tuple[str, str, str]]] = {
    "dangling field": (
        {"lanes": {"lane-00000002": {"map": "map-00000009", "kind": "pains"}}},
        ("error", "dangling", "lanes.lane-00000002.map"),
    ),
    "dangling key": (
        {"maps": {"map-00000003": {"title": "3", "hidden_personas": {"persona-00000009": True}}}},
        ("error", "dangling", "maps.map-00000003.hidden_personas.persona-00000009"),
    ),
    "dangling inside a value": (
        {"products": {"product-00000001": {"title": "K", "price": {"value": 1.0, "source": "source-00000009"}}}},
        ("error", "dangling", "products.product-00000001.price.source"),
    ),
    "dangling header": ({"project": {"main_map": "map-00000009"}}, ("error", "dangling", "project.main_map")),
    "stage of another map": (
        {"cards": {"card-00000002": {"map": "map-00000001", "lane": "lane-00000001", "stage": "stage-00000002"}}},
        ("error", "other-map", "cards.card-00000002.stage"),
    ),
    "a map that opens itself": (
        {"stages": {"stage-00000003": {"map": "map-00000001", "title": "U", "opens": "map-00000001"}}},
        ("error", "sub-journey-circle", "stages.stage-00000003.opens"),
    ),
    "a copy of itself": (
        {"lanes": {"lane-00000002": {"map": "map-00000001", "kind": "pains", "based_on": "lane-00000002"}}},
        ("error", "copy-circle", "lanes.lane-00000002.based_on"),
    ),
    "two pains on one card": (
        {"pains": {"pain-00000001": {"card": "card-00000001"}, "pain-00000002": {"card": "card-00000001"}}},
        ("warning", "two-of-a-card", "pains.pain-00000002.card"),
    ),
    "more conversions than visitors": (
        {
            "past_tests": {
                "past-test-00000001": {
                    "map": "map-00000001",
                    "title": "T",
                    "technique": "reviews",
                    "control_visitors": 10,
                    "control_conversions": 11,
                    "treated_visitors": 10,
                    "treated_conversions": 2,
                }
            }
        },
        ("error", "more-conversions", "past_tests.past-test-00000001.control_conversions"),
    ),
    "a comment on nothing": (
        {"comments": {"comment-00000001": {"map": "map-00000001", "target": "card-00000009", "text": "?"}}},
        ("note", "lost-target", "comments.comment-00000001.target"),
    ),
    "untrue scarcity": (
        {"rules": {"rule-00000001": rule(technique="scarcity", truthful="no")}},
        ("error", "untrue-claim", "rules.rule-00000001.truthful"),
    ),
    "unproven urgency": (
        {"rules": {"rule-00000001": rule(technique="urgency", truthful="unknown")}},
        ("warning", "unproven-claim", "rules.rule-00000001.truthful"),
    ),
    "an own technique that claims": (
        {
            "rules": {"rule-00000001": rule(technique="last_one", truthful="unknown")},
            "techniques": {"technique-00000001": {"key": "last_one", "like": "scarcity"}},
        },
        ("warning", "unproven-claim", "rules.rule-00000001.truthful"),
    ),
    "no such technique": (
        {"rules": {"rule-00000001": rule(technique="hypnosis")}},
        ("error", "unknown-technique", "rules.rule-00000001.technique"),
    ),
    "a rule for those left alone": (
        {"rules": {"rule-00000001": rule(audiences={"audience-00000001": True})}},
        ("error", "speaks-to-excluded", "rules.rule-00000001.audiences"),
    ),
    "an experiment without variants": (
        {"experiments": {"experiment-00000001": {"map": "map-00000001", "title": "X"}}},
        ("warning", "no-variants", "experiments.experiment-00000001"),
    ),
    "a measure nobody takes": (
        {"metrics": {"metric-00000001": {"card": "card-00000001", "kpi": "happiness"}}},
        ("error", "unknown-measure", "metrics.metric-00000001.kpi"),
    ),
    "a variant like the control": (
        experiment({}),
        ("warning", "changes-nothing", "variants.variant-00000001"),
    ),
    "a change on another map": (
        experiment({"card_changes": {"touchpoint-00000003": {}}}),
        ("warning", "change-elsewhere", "variants.variant-00000001.card_changes.touchpoint-00000003"),
    ),
    "a share of another card": (
        experiment(
            variant_changes={"card_changes": {"touchpoint-00000002": {"shares": {"link-00000001": {"value": 0.2}}}}}
        ),
        (
            "error",
            "share-of-another",
            "variants.variant-00000001.card_changes.touchpoint-00000002.shares.link-00000001",
        ),
    ),
    "a pain of another card": (
        experiment(
            variant_changes={"card_changes": {"touchpoint-00000002": {"pains_removed": {"pain-00000001": True}}}}
        ),
        (
            "warning",
            "pain-of-another",
            "variants.variant-00000001.card_changes.touchpoint-00000002.pains_removed.pain-00000001",
        ),
    ),
    "two policies of today": (
        {"policies": {f"policy-0000000{n}": {"title": "P", "today": True} for n in (2, 3)}},
        ("warning", "two-todays", "policies.policy-00000003.today"),
    ),
}


@pytest.mark.parametrize("name", FAULTS)
def test_a_fault_is_named(name: str) -> None:
    tables, expected = FAULTS[name]
    assert told(**tables) == [expected]


def test_circles_of_any_length_are_one_fault_each() -> None:
    ring = {
        f"stage-0000001{n}": {"map": f"map-0000001{n}", "title": "S", "opens": f"map-0000001{(n + 1) % 4}"}
        for n in range(4)
    }
    maps = {f"map-0000001{n}": {"title": str(n)} for n in range(4)}
    assert [code for _, code, _ in told(stages=ring, maps=maps)] == ["sub-journey-circle"]
    del ring["stage-00000013"]
    assert told(stages=ring, maps=maps) == []


def test_a_circle_further_on_is_found_too() -> None:
    opens = {0: 1, 1: 2, 2: 1}
    maps = {f"map-0000001{n}": {"title": str(n)} for n in opens}
    stages = {
        f"stage-0000001{n}": {"map": f"map-0000001{n}", "title": "S", "opens": f"map-0000001{to}"}
        for n, to in opens.items()
    }
    assert told(stages=stages, maps=maps) == [("error", "sub-journey-circle", "stages.stage-00000012.opens")]


def test_a_long_chain_of_copies_is_no_circle() -> None:
    lanes = {
        f"lane-{n:08d}": {"map": "map-00000001", "kind": "text", "based_on": f"lane-{n - 1:08d}"}
        for n in range(100, 190)
    }
    lanes["lane-00000099"] = {"map": "map-00000001", "kind": "text"}
    assert told(lanes=lanes) == []


@pytest.mark.parametrize(
    ("limits", "heard"),
    [
        ({}, True),
        ({"technique": "reassurance"}, False),
        ({"touchpoints": {"touchpoint-00000001": True}}, True),
        ({"technique": "reassurance", "touchpoints": {"touchpoint-00000001": True}}, True),
        ({"phases": {"phase-00000001": True}}, False),
        ({"phases": {"phase-00000001": True}, "on": False}, True),
    ],
)
def test_rules_that_reach_nobody(limits: dict[str, Any], heard: bool) -> None:
    found = told(touchpoints=SHOP, links=WAY, rules={"rule-00000001": rule(**limits)})
    assert found == ([] if heard else [("warning", "speaks-to-nobody", "rules.rule-00000001")])


def test_rules_without_anybody_left_alone() -> None:
    everybody = {"audience-00000001": {"title": "All", "kind": "unknown"}}
    found = told(rules={"rule-00000001": rule()}, audiences=everybody)
    assert found == [("warning", "no-exclude", "audiences")]


def test_a_map_without_sense_is_not_walked() -> None:
    far = {"link-00000002": {**WAY["link-00000001"], "to_touchpoint": "touchpoint-00000009"}}
    assert told(touchpoints=SHOP, links={**WAY, **far}) == [
        ("error", "dangling", "links.link-00000002.to_touchpoint"),
    ]


@pytest.mark.parametrize("seed", range(30))
def test_no_project_is_too_odd_to_check(seed: int) -> None:
    """Four records of ten are missing, so that references of every kind dangle."""
    rng = random.Random(seed)
    data = plain(grown(rng, 150))
    for table in [key for key, rows in data.items() if isinstance(rows, dict) and key != "project"]:
        data[table] = {key: row for key, row in data[table].items() if rng.random() < 0.6}
    del data["format"], data["version"]
    found = check(Project.model_validate(data))
    ranks = [("error", "warning", "note").index(one.severity) for one in found]
    assert ranks == sorted(ranks)
    assert all(one.line().isprintable() and one.path and one.code for one in found)
    assert any(one.code == "dangling" for one in found)


def test_a_project_without_maps_says_so() -> None:
    assert [(one.severity, one.code) for one in check(Project())] == [("note", "no-map-yet")]


def test_a_new_project_with_a_shipped_persona_is_greeted_once() -> None:
    for key in library_keys():
        fresh = new_from_framework(framework_keys()[0], "en", personas=(key,))
        assert [one.code for one in check(fresh)] == ["nothing-walked"]


@pytest.mark.parametrize("language", ["en", "nl"])
def test_what_ships_is_sound(language: Language) -> None:
    for key in EXAMPLES:
        assert check(new_from_example(key, language)) == ()
    for key in framework_keys():
        assert {one.code for one in check(new_from_framework(key, language))} == {"nothing-walked"}
