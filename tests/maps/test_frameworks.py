"""The frameworks that ship: complete, bilingual, and true to what each is known for."""

from __future__ import annotations

import pytest

from maps.frameworks.reader import Framework, framework, framework_keys, kpi_catalogue, phase_titles
from maps.model import LANE_KINDS
from personas.library.overlay import LANGUAGES, shipped_json
from personas.records import PHASE_KINDS, Language
from simulation.measures.registry import MEASURES

KEYS = framework_keys()
CATALOGUES = [key for key in KEYS if key != "blank"]


def shape(one: Framework) -> list[object]:
    return [one.cycle, [(lane.key, lane.kind, bool(lane.title)) for lane in one.lanes]] + [
        (
            stage.key,
            stage.phase,
            [choice.key for choice in (*stage.activities, *stage.tactics, *stage.channels)],
            [(kpi.key, kpi.unit, kpi.better, kpi.measure) for kpi in stage.kpis],
        )
        for stage in one.stages
    ]


def words(one: Framework) -> list[str]:
    stages = [
        text
        for stage in one.stages
        for text in (stage.title, stage.goals, *(choice.text for choice in (*stage.activities, *stage.tactics)))
    ]
    return [one.title, one.description, *stages, *(lane.title for lane in one.lanes if lane.title)]


def test_all_nine_are_there() -> None:
    assert len(KEYS) == len(set(KEYS)) == 9
    assert KEYS[0] == "browse-search-choose-checkout-care"
    assert KEYS[-1] == "blank"


@pytest.mark.parametrize("key", KEYS)
def test_both_languages_have_one_shape(key: str) -> None:
    english, dutch = framework(key, "en"), framework(key, "nl")
    assert shape(english) == shape(dutch)
    pairs = list(zip(words(english), words(dutch), strict=True))
    assert all(one.strip() and two.strip() for one, two in pairs)
    assert {one for one, two in pairs if one == two} <= {"Service", "Touch, tell, sell, care"}


@pytest.mark.parametrize("key", KEYS)
@pytest.mark.parametrize("language", LANGUAGES)
def test_titles_fit_a_stage_header_and_cards_fit_a_cell(key: str, language: Language) -> None:
    one = framework(key, language)
    assert len({stage.key for stage in one.stages}) == len(one.stages) >= 3
    assert len({lane.key for lane in one.lanes}) == len(one.lanes)
    assert all(len(stage.title) <= 22 for stage in one.stages), [stage.title for stage in one.stages]
    assert all(lane.kind in LANE_KINDS for lane in one.lanes)
    assert {"touchpoints", "actions"} <= {lane.kind for lane in one.lanes}
    cards = [choice.text for stage in one.stages for choice in (*stage.activities, *stage.tactics)]
    assert all(len(text) <= 60 and not text.endswith(".") for text in cards), [t for t in cards if len(t) > 60]


@pytest.mark.parametrize("key", CATALOGUES)
def test_every_stage_has_something_to_pick(key: str) -> None:
    for stage in framework(key, "en").stages:
        assert len(stage.activities) >= 2, stage.key
        assert len(stage.tactics) >= 1, stage.key
        assert len(stage.kpis) >= 2, stage.key
        assert stage.channels, stage.key
        for catalogue in (stage.activities, stage.tactics, stage.kpis, stage.channels):
            keys = [choice.key for choice in catalogue]
            assert len(set(keys)) == len(keys), stage.key


def test_search_traffic_is_bought_in_touch_only_and_content_runs_through_all() -> None:
    stages = framework("touch-tell-sell-care", "en").stages
    channels = [{channel.key for channel in stage.channels} for stage in stages]
    assert {"seo", "sea"} <= channels[0]
    assert not any(channels[place] & {"seo", "sea"} for place in (1, 2, 3))
    assert all("content" in one for one in channels)


def test_advocacy_leads_back_to_awareness() -> None:
    assert [key for key in KEYS if framework(key, "en").cycle] == [
        "awareness-consideration-decision-retention-advocacy"
    ]


def test_a_blueprint_has_a_curtain() -> None:
    lanes = framework("service-blueprint", "en").lanes
    kinds = [lane.kind for lane in lanes]
    front = next(place for place, lane in enumerate(lanes) if lane.key == "front")
    assert kinds.index("actions") < front < kinds.index("backstage")


def test_the_shop_framework_covers_the_phases_in_which_messages_speak() -> None:
    phases = [stage.phase for stage in framework("browse-search-choose-checkout-care", "en").stages]
    assert phases == ["browse", "search", "choose", "checkout", "after"]


@pytest.mark.parametrize("language", LANGUAGES)
def test_phases_have_names_in_their_order(language: Language) -> None:
    assert tuple(phase_titles(language)) == PHASE_KINDS


def test_the_catalogue_of_kpis_holds_what_a_journey_is_judged_by() -> None:
    english, dutch = kpi_catalogue("en"), kpi_catalogue("nl")
    asked = {
        "conversion_rate", "clv", "retention", "churn", "nps", "average_order_value", "cpa", "traffic_by_source",
        "bounce_rate", "time_on_page", "repeat_rate", "revenue_per_visitor", "margin_per_visitor", "micro_conversions",
    }  # fmt: skip
    assert asked <= set(english)
    assert english.keys() == dutch.keys()
    assert not [key for key in english if english[key].title == dutch[key].title]


def test_no_catalogue_entry_is_left_unused() -> None:
    used = {kpi.key for key in KEYS for stage in framework(key, "en").stages for kpi in stage.kpis}
    assert used == set(kpi_catalogue("en"))
    channels = {channel.key for key in KEYS for stage in framework(key, "en").stages for channel in stage.channels}
    assert channels == set(shipped_json("maps.frameworks", "common.json")["channels"])


def test_what_the_simulation_is_said_to_report_it_reports() -> None:
    named = {kpi.measure: kpi for kpi in kpi_catalogue("en").values() if kpi.measure}
    assert "conversion_rate" in named
    for measure, kpi in named.items():
        assert MEASURES[measure].better in {kpi.better, "neither"}, measure


def test_a_framework_that_does_not_exist_is_named() -> None:
    with pytest.raises(KeyError, match="waterfall"):
        framework("waterfall", "en")
