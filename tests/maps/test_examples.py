"""The shipped examples: complete in both languages, valid, sourced, and true to the model's own shop."""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Iterator, Mapping
from typing import Any

import pytest

from app.project.check import check
from app.project.model import RECORD_TYPES, TABLES, Project
from app.project.slices import scenario
from maps.examples.reader import EXAMPLES, example_note, example_project, example_title
from personas.library.overlay import LANGUAGES, shipped_json
from personas.records import Language, held_ids, references
from simulation.assembly.checks import check as compile_check
from simulation.evidence.catalogue import shipped
from simulation.evidence.reference import reference_slice


def project(key: str, language: Language) -> Project:
    data = example_project(key, language)
    assert (data.pop("format"), data.pop("version")) == ("footfall", 1)
    return Project.model_validate_json(json.dumps(data))


def leaves(data: Any, path: str = "") -> Iterator[tuple[str, Any]]:
    if isinstance(data, Mapping):
        for key, value in data.items():
            yield from leaves(value, f"{path}/{key}")
    else:
        yield path, data


def parameters(data: Any, path: str = "") -> Iterator[tuple[str, Mapping[str, Any]]]:
    if isinstance(data, Mapping):
        if isinstance(data.get("value"), float) and "kind" in data:
            yield path, data
        for key, value in data.items():
            yield from parameters(value, f"{path}/{key}")


KETTLE = project("kettle", "en")
JOURNEYS = ("kettle", "clothing", "airline")
"""Examples that tell a story; the reference shop is a yardstick and has no pain points or feelings."""


@pytest.mark.parametrize("key", EXAMPLES)
def test_both_languages_hold_the_same_texts(key: str) -> None:
    english, dutch = (dict(leaves(shipped_json("maps.examples", key, f"texts.{lang}.json"))) for lang in LANGUAGES)
    assert english.keys() == dutch.keys()
    assert all(text.strip() == text and text for text in (*english.values(), *dutch.values()))
    same = {path: text for path, text in english.items() if text == dutch[path]}
    assert not same


@pytest.mark.parametrize("key", EXAMPLES)
@pytest.mark.parametrize("language", LANGUAGES)
def test_an_example_is_a_valid_project_in_its_language(key: str, language: Language) -> None:
    one = project(key, language)
    assert one.project.language == language
    assert one.project.example == key
    assert one.project.title == example_title(key, language)
    assert one.project.note == example_note(key, language)
    assert one.project.main_map in one.maps
    assert one.project.main_experiment in one.experiments
    assert all(journey.language == language for journey in one.maps.values())
    for table in TABLES:
        for id_, record in getattr(one, table).items():
            for reference in references(RECORD_TYPES[table]):
                missing = [held for held in held_ids(record, reference) if held not in getattr(one, reference.table)]
                assert not missing, (table, id_, reference.field, missing)


@pytest.mark.parametrize("key", EXAMPLES)
def test_no_number_depends_on_the_language(key: str) -> None:
    english, dutch = (dict(leaves(example_project(key, language))) for language in LANGUAGES)
    words = {path for path, value in english.items() if value != dutch[path]}
    assert all(isinstance(english[path], str) for path in words)


@pytest.mark.parametrize("key", EXAMPLES)
def test_every_number_says_where_it_comes_from(key: str) -> None:
    data = example_project(key, "en")
    found = dict(parameters(data))
    assert len(found) > 100
    for path, number in found.items():
        assert number.get("source") in data["sources"], path
        if number["kind"] != "assumed":
            assert data["sources"][number["source"]]["kind"] == number["kind"], path
            assert data["sources"][number["source"]]["note"], path


@pytest.mark.parametrize("key", EXAMPLES)
def test_nothing_claims_to_be_measured_in_a_shop_that_does_not_exist(key: str) -> None:
    one = project(key, "en")
    assert not [path for path, number in parameters(example_project(key, "en")) if number["kind"] == "measured"]
    assert {metric.kind for metric in one.metrics.values()} <= {"assumed", "published"}
    for metric in one.metrics.values():
        assert metric.source is not None
        assert one.sources[metric.source].kind == metric.kind
        assert all(reading.source == metric.source for reading in metric.series.values())


def test_the_site_is_the_shop_of_the_model() -> None:
    reference = reference_slice()
    page_of = {key: point.page for key, point in reference.touchpoints.items()}
    asked = {
        (page_of[link.from_touchpoint], page_of[link.to_touchpoint]): link.share.value
        for link in reference.links.values()
    }
    points = KETTLE.touchpoints
    walked = {key for key, point in points.items() if point.page != "none"}
    drawn = {
        (points[link.from_touchpoint].page, points[link.to_touchpoint].page): link.share.value
        for link in KETTLE.links.values()
        if link.from_touchpoint in walked and link.to_touchpoint in walked
    }
    assert drawn == asked
    entries = {point.page: dict(point.entry) for point in points.values() if point.entry}
    assert entries == {point.page: dict(point.entry) for point in reference.touchpoints.values() if point.entry}
    assert sum(entry["all"] for entry in entries.values()) == pytest.approx(1.0)
    orders = [point for point in points.values() if point.goal == "order"]
    assert [(point.page, point.conversion) for point in orders] == [("order", True)]


def test_every_page_stands_in_the_phase_of_its_type() -> None:
    reference = reference_slice()
    phase = {point.page: reference.phase_kind(point.stage) for point in reference.touchpoints.values()}
    for point in KETTLE.touchpoints.values():
        kind = KETTLE.phases[KETTLE.stages[point.stage].phase or ""].kind
        assert kind == phase[point.page] if point.page != "none" else kind in {"before", "after"}, point.title


@pytest.mark.parametrize("key", EXAMPLES)
def test_shares_leave_room_for_leaving(key: str) -> None:
    one = project(key, "en")
    for persona in one.personas:
        out: dict[str, float] = defaultdict(float)
        for link in one.links.values():
            out[link.from_touchpoint] += link.share_by_persona.get(persona, link.share).value
        assert all(total <= 0.99 for total in out.values())


@pytest.mark.parametrize("name", JOURNEYS)
def test_personas_share_the_visitors_and_average_to_one(name: str) -> None:
    one_project = project(name, "en")
    (journey,) = one_project.maps.values()
    assert len(journey.personas) == 2
    shipped_names = {"Daniëlle", "Bas"} & {persona.name for persona in one_project.personas.values()}
    assert len(shipped_names) == (2 if name == "clothing" else 0)
    assert sum(journey.personas.values()) == pytest.approx(1.0)
    traits = {key: one_project.personas[key].traits for key in journey.personas}
    assert {key: one.weight.value for key, one in traits.items()} == dict(journey.personas)
    for technique in shipped():
        if any(technique in one.susceptibility for one in traits.values()):
            mean = sum(weight * traits[key].susceptibility[technique].value for key, weight in journey.personas.items())
            assert mean == pytest.approx(1.0, abs=1e-12), technique
    price = sum(weight * traits[key].price_sensitivity.value for key, weight in journey.personas.items())
    assert price == pytest.approx(1.0, abs=1e-6)
    assert sum(w * traits[key].intent.value for key, w in journey.personas.items()) == pytest.approx(0.0, abs=1e-12)
    for one in traits.values():
        for shares in (one.channels, one.devices, one.goals):
            assert sum(share.value for share in shares.values()) == pytest.approx(1.0)


def test_the_starter_rules_are_the_three_of_the_source() -> None:
    def said(policy: str) -> set[tuple[str, str, str]]:
        return {
            (
                rule.technique,
                "+".join(KETTLE.phases[phase].kind for phase in rule.phases),
                "+".join(KETTLE.audiences[audience].kind for audience in rule.audiences)
                or "+".join(KETTLE.segments[segment].title for segment in rule.segments),
            )
            for rule in KETTLE.rules.values()
            if rule.policy == policy
        }

    starter, other = sorted(KETTLE.policies, key=lambda key: KETTLE.policies[key].order)
    back = ("reminder", "search", "Has been here before")
    assert said(starter) == {("reviews", "choose", "buying"), back, ("motivation", "checkout", "buying")}
    assert said(other) == {("most_chosen", "choose", "buying"), back, ("discount", "checkout", "buying")}
    assert all(rule.technique in shipped() for rule in KETTLE.rules.values())
    assert all(rule.truthful == "yes" for rule in KETTLE.rules.values())


def test_audiences_follow_the_score_and_some_are_left_alone() -> None:
    by_kind = {audience.kind: audience for audience in KETTLE.audiences.values()}
    assert [by_kind[kind].score_from for kind in ("unknown", "orientating", "buying")] == [0, 2, 6]
    exclude = by_kind["exclude"]
    assert set(exclude.channels) == {"facebook", "instagram"}
    assert exclude.customers
    assert exclude.priority > max(one.priority for one in KETTLE.audiences.values() if one is not exclude)


@pytest.mark.parametrize("name", JOURNEYS)
def test_pains_and_opportunities_hang_together(name: str) -> None:
    one = project(name, "en")
    assert 6 <= len(one.pains) <= 10
    for pain in one.pains.values():
        assert one.cards[pain.card].touchpoint is not None
        assert pain.owner
    solved = {pain for opportunity in one.opportunities.values() for pain in opportunity.solves}
    assert len(solved) >= 6
    lanes = {kind: {key for key, lane in one.lanes.items() if lane.kind == kind} for kind in ("pains", "metrics")}
    assert {pain.card for pain in one.pains.values()} == {
        key for key, card in one.cards.items() if card.lane in lanes["pains"]
    }
    assert {metric.card for metric in one.metrics.values()} == {
        key for key, card in one.cards.items() if card.lane in lanes["metrics"]
    }


@pytest.mark.parametrize("name", JOURNEYS)
def test_every_persona_feels_something_nearly_everywhere(name: str) -> None:
    one = project(name, "en")
    for persona in one.personas:
        felt = [point.feelings[persona] for point in one.touchpoints.values() if persona in point.feelings]
        assert len(felt) >= len(one.touchpoints) * 0.7
        assert min(feeling.value for feeling in felt) < -1 < 1.5 < max(feeling.value for feeling in felt)


LONGEST = {
    "actions": 72,
    "thoughts": 56,
    "pains": 26,
    "opportunities": 62,
    "metrics": 27,
    "channels": 60,
    "backstage": 66,
}


@pytest.mark.parametrize("key", EXAMPLES)
@pytest.mark.parametrize("language", LANGUAGES)
def test_words_are_short_enough_for_their_place(key: str, language: Language) -> None:
    one = project(key, language)
    for stage in one.stages.values():
        assert len(stage.title) <= 18, stage.title
    for point in one.touchpoints.values():
        assert len(point.title) <= 24, point.title
        assert max(len(word) for word in point.title.split()) <= 14, point.title
        for feeling in point.feelings.values():
            assert len(feeling.note) <= 18, feeling.note
    for card in one.cards.values():
        assert len(card.text) <= LONGEST[one.lanes[card.lane].kind], card.text
    for persona in one.personas.values():
        assert len(persona.name) <= 10
        assert len(persona.quote) <= 90


@pytest.mark.parametrize("key", EXAMPLES)
@pytest.mark.parametrize("language", LANGUAGES)
def test_there_is_nothing_to_mend(key: str, language: Language) -> None:
    one = project(key, language)
    assert [finding.line() for finding in check(one)] == []
    for experiment in one.experiments:
        assert [finding.line() for finding in compile_check(scenario(one, experiment))] == []


def test_an_example_that_does_not_exist_is_named() -> None:
    with pytest.raises(KeyError, match="toaster"):
        example_project("toaster", "en")
    with pytest.raises(KeyError, match="fr"):
        example_project("kettle", "fr")  # type: ignore[arg-type]  # that is what is tested
