"""New projects from what ships, excerpts as files, and the schema of all that is written."""

import json
from typing import Any

import jsonschema
import pytest

from app.project.canonical import dumps, plain
from app.project.check import check, dangling
from app.project.edits import apply, invert
from app.project.examples import (
    EXAMPLES,
    add_library_persona,
    framework_keys,
    new_from_example,
    new_from_framework,
)
from app.project.excerpts import dump_map, dump_persona, load_map, load_persona
from app.project.model import TABLES, Project
from app.project.reading import loads
from app.project.schema import schema, schema_bytes
from app.project.slices import map_slice
from maps.frameworks.reader import framework
from personas.library.reader import library_keys
from personas.problems import FootfallError
from personas.records import Language

VALIDATOR = jsonschema.Draft202012Validator(schema())
LANGUAGES: tuple[Language, ...] = ("en", "nl")


def faults(data: dict[str, Any]) -> list[str]:
    return [one.json_path for one in VALIDATOR.iter_errors(data)]


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("key", EXAMPLES)
def test_an_example_is_a_project_that_fits_the_schema(key: str, language: Language) -> None:
    project = new_from_example(key, language)
    assert (project.project.language, project.project.example) == (language, key)
    assert faults(plain(project)) == []
    assert loads(dumps(project)).project == project


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("key", framework_keys())
def test_a_framework_becomes_a_map_in_its_order(key: str, language: Language) -> None:
    project = new_from_framework(key, language, title="Ons pad", personas=library_keys())
    slice_, plan = map_slice(project), framework(key, language)
    assert [stage.title for stage in slice_.stages.values()] == [stage.title for stage in plan.stages]
    assert [slice_.phase_kind(stage) for stage in slice_.stages] == [stage.phase for stage in plan.stages]
    assert [lane.kind for lane in slice_.lanes.values()] == [lane.kind for lane in plan.lanes]
    assert {persona.library for persona in slice_.personas.values()} == set(library_keys())
    assert (slice_.map.title, slice_.map.language, slice_.map.framework) == ("Ons pad", language, key)
    assert project.project.created.endswith("+00:00")
    assert [one for one in check(project) if one.severity != "note"] == []
    assert faults(plain(project)) == []


def test_a_persona_of_the_library_brings_its_sources_once() -> None:
    project = new_from_framework("blank", "en", created="")
    first = add_library_persona(project, "bas", "nl", map_slice(project).id)
    once = apply(project, first)
    assert [persona.name for persona in once.personas.values()] == [next(iter(once.personas.values())).name]
    assert dangling(once) == ()
    twice = apply(once, add_library_persona(once, "bas", "nl"))
    assert twice.sources is once.sources
    assert len(twice.personas) == 2
    assert apply(once, invert(first)) == project


@pytest.mark.parametrize(
    "make", [new_from_example, new_from_framework, lambda key: add_library_persona(Project(), key)]
)
def test_an_unknown_name_is_answered_with_those_there_are(make: Any) -> None:
    with pytest.raises(FootfallError, match="Choose one of: "):
        make("../../etc/passwd")


def test_a_map_travels_alone() -> None:
    kettle = new_from_example("kettle", "nl")
    alone = load_map(dump_map(kettle, "map-kettle00")).project
    assert check(alone) == ()
    assert map_slice(alone) == map_slice(kettle)
    filled = {table for table in TABLES if getattr(alone, table)}
    assert not filled & {"policies", "rules", "experiments", "variants", "audiences", "runs"}
    assert {"maps", "stages", "touchpoints", "links", "cards", "pains", "personas", "phases", "sources"} <= filled


def test_a_persona_travels_alone() -> None:
    kettle = new_from_example("kettle")
    alone = load_persona(dump_persona(kettle, "persona-jelle000")).project
    assert alone.personas == {"persona-jelle000": kettle.personas["persona-jelle000"]}
    assert alone.sources
    assert {table for table in TABLES if getattr(alone, table)} == {"personas", "sources"}
    assert dangling(alone) == ()
    with pytest.raises(FootfallError, match="a footfall-map file was expected"):
        load_map(dump_persona(kettle, "persona-jelle000"))


def test_one_map_of_two_leaves_the_other_behind() -> None:
    tables: dict[str, Any] = {
        "maps": {"map-00000001": {"title": "One"}, "map-00000002": {"title": "Two", "based_on": "map-00000001"}},
        "stages": {
            "stage-00000001": {"map": "map-00000001", "title": "A", "opens": "map-00000002"},
            "stage-00000002": {"map": "map-00000002", "title": "B", "based_on": "stage-00000001"},
        },
    }
    alone = load_map(dump_map(Project.model_validate(tables), "map-00000002")).project
    assert set(alone.stages) == {"stage-00000002"}
    assert alone.stages["stage-00000002"].based_on is None
    assert alone.maps["map-00000002"].based_on is None


def test_the_schema_is_a_schema_and_says_what_things_are() -> None:
    made = schema()
    jsonschema.Draft202012Validator.check_schema(made)
    assert json.loads(schema_bytes()) == made
    assert set(made["properties"]) == {"format", "version", "project", *TABLES}
    for name, kind in made["$defs"].items():
        assert kind.get("description"), name
        for field, told in kind["properties"].items():
            assert told.get("description"), f"{name}.{field}"


@pytest.mark.parametrize(
    "damage",
    [
        {"format": "geojson"},
        {"version": 2},
        {"stages": []},
        {"stagess": {}},
        {"stages": {"Stage 1": {"map": "map-00000001", "title": "x"}}},
        {"stages": {"stage-00000001": {"title": "x"}}},
        {"stages": {"stage-00000001": {"map": "kettle", "title": "x"}}},
        {"stages": {"stage-00000001": {"map": "map-00000001", "title": "x", "zzz": 1}}},
        {"stages": {"stage-00000001": {"map": "map-00000001", "title": "x", "width": "200"}}},
        {"stages": {"stage-00000001": {"map": "map-00000001", "title": "x", "width": 1}}},
        {"project": {"language": "fr"}},
    ],
)
def test_schema_and_reader_refuse_the_same(damage: dict[str, Any]) -> None:
    data = plain(new_from_example("kettle")) | damage
    assert faults(data) != []
    with pytest.raises(FootfallError):
        loads(json.dumps(data).encode())
