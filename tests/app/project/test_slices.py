"""Slices hold what belongs to a map, in order; scenarios choose what was meant; both are made once."""

import json
from typing import Any

import pytest

from app.project.builders import set_field
from app.project.canonical import dumps
from app.project.edits import apply
from app.project.examples import new_from_example
from app.project.model import Project
from app.project.reading import loads
from app.project.slices import CONTROL, SILENCE, map_slice, scenario
from personas.problems import FootfallError

KETTLE = new_from_example("kettle")
MAP, EXPERIMENT = "map-kettle00", "experiment-kettle00"


def code(call: Any, *arguments: Any) -> str:
    with pytest.raises(FootfallError) as refused:
        call(*arguments)
    (one,) = refused.value.findings
    return one.code


def made(**tables: Any) -> Project:
    return Project.model_validate(tables)


def test_a_slice_holds_what_belongs_to_its_map() -> None:
    slice_ = map_slice(KETTLE)
    assert slice_.id == MAP
    assert slice_.map is KETTLE.maps[MAP]
    for table in ("stages", "lanes", "touchpoints", "links", "cards"):
        rows = getattr(slice_, table)
        assert set(rows) == {key for key, row in getattr(KETTLE, table).items() if row.map == MAP}
        assert [(row.order, key) for key, row in rows.items()] == sorted((row.order, key) for key, row in rows.items())
    assert {pain.card for pain in KETTLE.pains.values()} == set(slice_.pains)
    assert set(slice_.personas) == set(KETTLE.maps[MAP].personas)
    assert set(slice_.phases) == set(KETTLE.phases)


def test_a_slice_of_a_broken_project_is_still_a_slice() -> None:
    broken = made(
        maps={"map-00000001": {"title": "M", "personas": {"persona-nobody00": 1.0}}},
        touchpoints={"touchpoint-00000001": {"map": "map-00000001", "stage": "stage-nowhere0", "title": "T"}},
        pains={"pain-00000001": {"card": "card-nowhere0"}},
    )
    slice_ = map_slice(broken)
    assert (dict(slice_.personas), dict(slice_.pains)) == ({}, {})
    assert slice_.touchpoints["touchpoint-00000001"].stage == "stage-nowhere0"


def test_the_same_tables_give_the_same_slice() -> None:
    slice_, asked = map_slice(KETTLE), scenario(KETTLE)
    assert map_slice(KETTLE, MAP) is slice_
    assert scenario(KETTLE, EXPERIMENT) is asked
    comment = apply(KETTLE, set_field(KETTLE, "sources", next(iter(KETTLE.sources)), ("note",), "Read again"))
    assert map_slice(comment) is slice_
    renamed = apply(KETTLE, set_field(KETTLE, "maps", MAP, ("title",), "Other"))
    assert map_slice(renamed).map.title == "Other"
    assert map_slice(KETTLE) is slice_
    rule = next(iter(KETTLE.rules))
    silent = apply(KETTLE, set_field(KETTLE, "rules", rule, ("on",), value=False))
    assert map_slice(silent) is slice_
    assert rule not in {key for arm in scenario(silent).arms for key in arm.rules}


def test_which_map_is_meant() -> None:
    one = {"map-00000001": {"title": "One"}}
    two = {**one, "map-00000002": {"title": "Two"}}
    assert map_slice(made(maps=one)).id == "map-00000001"
    assert map_slice(made(maps=two, project={"main_map": "map-00000002"})).id == "map-00000002"
    assert map_slice(made(maps=two), "map-00000002").id == "map-00000002"
    assert code(map_slice, made(maps=two)) == "which"
    assert code(map_slice, made(maps=two), "map-00000003") == "not-among"
    assert code(map_slice, made()) == "none"
    with pytest.raises(FootfallError, match=r"map-00000001 \(One\), map-00000002 \(Two\)"):
        map_slice(made(maps=two))


def test_the_arms_of_the_kettle() -> None:
    asked = scenario(KETTLE)
    assert asked.experiment_id == EXPERIMENT
    assert [arm.id for arm in asked.arms] == [CONTROL, "variant-starter0", "variant-others00", "variant-delcost0"]
    control, starter, others, mended = asked.arms
    assert (control.policy, dict(control.rules)) == (None, {})
    assert set(starter.rules) == {key for key, one in KETTLE.rules.items() if one.policy == "policy-starter0"}
    assert set(others.rules) == {key for key, one in KETTLE.rules.items() if one.policy == "policy-others00"}
    assert mended.policy is None
    assert list(mended.changes) == ["touchpoint-details0"]
    assert set(asked.pain_cards) == set(KETTLE.pains)
    assert (asked.status_quo.id, asked.status_quo.policy) == (SILENCE, None)
    assert list(asked.audiences) == sorted(KETTLE.audiences, key=lambda key: KETTLE.audiences[key].order)


TABLES: dict[str, Any] = {
    "maps": {"map-00000001": {"title": "One"}, "map-00000002": {"title": "Two"}},
    "policies": {
        "policy-00000001": {"title": "Now", "today": True, "order": "b"},
        "policy-00000002": {"title": "New", "mode": "score-card", "order": "a"},
    },
    "rules": {
        "rule-00000001": {"policy": "policy-00000001", "title": "A", "technique": "reviews", "order": "b"},
        "rule-00000002": {"policy": "policy-00000001", "title": "B", "technique": "reviews", "order": "a"},
        "rule-00000003": {"policy": "policy-00000001", "title": "C", "technique": "reviews", "on": False},
    },
    "experiments": {
        "experiment-00000001": {"map": "map-00000001", "title": "X", "control_policy": "policy-00000001"},
        "experiment-00000002": {"map": "map-00000002", "title": "Y"},
    },
    "variants": {
        "variant-00000001": {
            "experiment": "experiment-00000001",
            "title": "Less",
            "rules_off": {"rule-00000001": True},
        },
        "variant-00000002": {
            "experiment": "experiment-00000001",
            "title": "Other",
            "policy": "policy-00000002",
            "map": "map-00000002",
            "order": "Z",
        },
        "variant-00000003": {"experiment": "experiment-00000001", "title": "Mode", "mode": "score-card", "order": "a"},
    },
}


def test_variants_become_arms() -> None:
    asked = scenario(made(**TABLES), "experiment-00000001")
    control, less, other, mode = asked.arms
    assert (control.title, list(control.rules), control.mode) == (
        "Now",
        ["rule-00000002", "rule-00000001"],
        "page-type",
    )
    assert (less.policy, list(less.rules)) == (control.policy, ["rule-00000002"])
    assert other.policy is not None
    assert (other.policy.title, other.mode, other.map) == (
        "New",
        "score-card",
        map_slice(made(**TABLES), "map-00000002"),
    )
    assert (mode.policy, mode.mode) == (control.policy, "score-card")
    assert asked.status_quo.policy is control.policy
    assert asked.status_quo.rules == control.rules


def test_the_control_may_have_a_mode_of_its_own() -> None:
    asked = {**TABLES["experiments"]["experiment-00000001"], "control_mode": "score-card"}
    control, less, other, _ = scenario(made(**{**TABLES, "experiments": {"experiment-00000001": asked}})).arms
    assert control.policy is not None
    assert control.policy.mode == "page-type"
    assert (control.mode, less.mode) == ("score-card", "score-card"), "a variant that names nothing is as the control"
    assert other.mode == "score-card"


def test_which_experiment_is_meant() -> None:
    both = made(**TABLES)
    assert code(scenario, both) == "which"
    assert scenario(both, map_id="map-00000002").experiment_id == "experiment-00000002"
    assert scenario(both, "experiment-00000001").slice.id == "map-00000001"
    assert code(scenario, both, "experiment-00000001", "map-00000002") == "about-other-map"
    assert code(scenario, both, "experiment-00000009") == "not-among"
    assert code(scenario, both, None, "map-00000009") == "not-among"
    main = made(**TABLES, project={"main_experiment": "experiment-00000002"})
    assert scenario(main).experiment_id == "experiment-00000002"


def test_without_experiments_every_policy_is_an_arm() -> None:
    bare = {key: rows for key, rows in TABLES.items() if key not in ("experiments", "variants")}
    asked = scenario(made(**bare), map_id="map-00000001")
    assert [arm.id for arm in asked.arms] == [SILENCE, "policy-00000002", "policy-00000001"]
    assert (asked.experiment_id, asked.experiment) == ("", None)


@pytest.mark.parametrize(
    ("table", "record", "path", "value"),
    [
        ("variants", "variant-starter0", "policy", "policy-nowhere0"),
        ("rules", "rule-reviews0", "phases", {"phase-nowhere0": True}),
        ("rules", "rule-remind00", "segments", {"segment-nowhere0": True}),
        ("touchpoints", "touchpoint-basket00", "stage", "stage-nowhere0"),
        ("touchpoints", "touchpoint-basket00", "map", "map-nowhere0"),
        ("links", "link-articomp", "to_touchpoint", "touchpoint-nowhere0"),
        ("maps", MAP, "personas", {"persona-nowhere0": 1.0}),
    ],
)
def test_what_is_run_is_what_was_asked_or_nothing(table: str, record: str, path: str, value: object) -> None:
    plain = json.loads(dumps(KETTLE))
    plain[table][record][path] = value
    with pytest.raises(FootfallError) as refused:
        scenario(loads(json.dumps(plain).encode()).project)
    assert {one.code for one in refused.value.findings} <= {"dangling", "other-map"}
    assert any(one.path.startswith(f"{table}.{record}.{path}") for one in refused.value.findings)


def test_what_a_run_does_not_read_may_dangle() -> None:
    plain = json.loads(dumps(KETTLE))
    plain["comments"] = {"comment-00000001": {"map": "map-nowhere0", "text": "Gone"}}
    del plain["sources"]
    scenario(loads(json.dumps(plain).encode()).project)
