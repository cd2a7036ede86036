"""Everything of a record is edited where it stands, each change one step; what is not understood is said and kept."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLabel
from pytestqt.qtbot import QtBot

from app.desktop.chrome.inplace import TextField
from app.desktop.document import Selection
from app.desktop.inspector.fields import ColourDots
from app.desktop.inspector.rows import FeelingRow
from personas.provenance import Parameter
from tests.app.desktop.bench import Bench, bench, complaints, field, fill, first, one_step, pick, show, tick, unfold


@pytest.fixture
def studio(qtbot: QtBot) -> Bench:
    return bench(qtbot)


# ---- touchpoints -----------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("name", "key", "path", "value"),
    [
        ("channel", "store", "channel", "store"),
        ("page", "article", "page", "article"),
        ("goal", "lead", "goal", "lead"),
        ("icon", "star", "icon", "star"),
    ],
)
def test_choices_of_a_touchpoint(studio: Bench, name: str, key: str, path: str, value: str) -> None:
    point = show(studio, "touchpoints", studio.touchpoint("product"))
    before = studio.project
    pick(studio, f"touchpoints.{point}.{name}", key)
    assert getattr(studio.project.touchpoints[point], path) == value
    one_step(studio, before)


def test_a_touchpoint_goes_to_another_stage(studio: Bench) -> None:
    point = show(studio, "touchpoints", studio.touchpoint("product"))
    before = studio.project
    stage = list(before.stages)[1]
    assert before.touchpoints[point].stage != stage
    pick(studio, f"touchpoints.{point}.stage", stage)
    assert studio.project.touchpoints[point].stage == stage
    one_step(studio, before)


def test_a_time_is_understood_and_becomes_the_teams_own(studio: Bench) -> None:
    point = show(studio, "touchpoints", studio.touchpoint("product"))
    assert studio.project.touchpoints[point].dwell.kind == "published"
    before = studio.project
    fill(studio, f"touchpoints.{point}.dwell", "2 min 30")
    assert studio.project.touchpoints[point].dwell == Parameter(value=150.0, kind="assumed")
    assert field(studio, f"touchpoints.{point}.dwell").text() == "2\u00a0min\u00a030\u00a0s"
    one_step(studio, before)


def test_with_its_grounds_in_view_a_number_keeps_them(studio: Bench) -> None:
    point = show(studio, "touchpoints", studio.touchpoint("product"))
    held = studio.project.touchpoints[point].dwell
    unfold(studio, f"grounds-touchpoints.{point}.dwell")
    fill(studio, f"touchpoints.{point}.dwell", "45")
    now = studio.project.touchpoints[point].dwell
    assert (now.value, now.kind, now.source, now.low) == (45.0, held.kind, held.source, held.low)
    fill(studio, f"touchpoints.{point}.dwell.low", "1 min")
    assert complaints(studio) == ["At most 45\u00a0s, the number itself."]
    fill(studio, f"touchpoints.{point}.dwell.low", "30 s")
    assert studio.project.touchpoints[point].dwell.low == 30.0
    assert not complaints(studio)


def test_what_is_not_understood_stays_with_a_sentence(studio: Bench) -> None:
    point = show(studio, "touchpoints", studio.touchpoint("product"))
    before = studio.project
    fill(studio, f"touchpoints.{point}.dwell", "a while")
    assert studio.project == before
    assert field(studio, f"touchpoints.{point}.dwell").text() == "a while"
    assert complaints(studio) == ["“a while” is not a time. Say 40 s, or 2 min 30."]
    QTest.keyClick(field(studio, f"touchpoints.{point}.dwell"), Qt.Key.Key_Escape)
    assert not complaints(studio)


def test_what_is_half_typed_survives_another_change(studio: Bench) -> None:
    point = show(studio, "touchpoints", studio.touchpoint("product"))
    line = field(studio, f"touchpoints.{point}.dwell")
    line.setFocus()
    line.selectAll()
    QTest.keyClicks(line, "3 m")
    other = studio.touchpoint("basket")
    studio.document.set("touchpoints", other, ("title",), "Trolley", "text")
    studio.settle()
    assert field(studio, f"touchpoints.{point}.dwell").text() == "3 m"
    assert field(studio, f"touchpoints.{point}.dwell").hasFocus()


def test_where_visits_start_and_what_one_view_adds(studio: Bench) -> None:
    point = show(studio, "touchpoints", studio.touchpoint("product"))
    unfold(studio, "simulated")
    pick(studio, "add-entry", "email")
    assert studio.project.touchpoints[point].entry["email"] == 1.0
    fill(studio, "entry-email", "0.4")
    assert studio.project.touchpoints[point].entry["email"] == 0.4
    fill(studio, f"touchpoints.{point}.gain", "0.25")
    assert studio.project.touchpoints[point].gain == Parameter(value=0.25)
    fill(studio, f"touchpoints.{point}.gain", "")
    assert studio.project.touchpoints[point].gain is None
    pick(studio, f"touchpoints.{point}.product_focus", False)
    assert studio.project.touchpoints[point].product_focus is False


def test_a_goal_has_a_worth(studio: Bench) -> None:
    point = show(studio, "touchpoints", studio.touchpoint("article"))
    pick(studio, f"touchpoints.{point}.goal", "lead")
    fill(studio, f"touchpoints.{point}.goal_value", "€ 12,50")
    tick(studio, "conversion")
    record = studio.project.touchpoints[point]
    assert (record.goal, record.goal_value, record.conversion) == ("lead", Parameter(value=12.5), True)


# ---- feelings --------------------------------------------------------------------------------------------------


def test_a_feeling_is_added_shown_alone_hidden_and_removed(studio: Bench) -> None:
    point = show(studio, "touchpoints", studio.touchpoint("product"))
    persona = first(studio.piece.personas)
    studio.click(f"unfeel-{persona}")
    assert persona not in studio.project.touchpoints[point].feelings
    before = studio.project
    studio.click(f"feel-{persona}")
    assert studio.project.touchpoints[point].feelings[persona].value == 0.0
    one_step(studio, before)
    row = studio.find(f"feeling-{persona}", FeelingRow)
    row.setFocus()
    QTest.keyClick(row, Qt.Key.Key_Right)
    assert studio.project.touchpoints[point].feelings[persona].value == 0.1
    studio.click(f"solo-{persona}")
    assert studio.document.solo == persona
    studio.click(f"solo-{persona}")
    assert studio.document.solo == ""
    studio.click(f"veil-{persona}")
    assert persona in studio.project.maps[studio.document.map_id].hidden_personas


def test_feelings_are_said_to_be_no_input(studio: Bench) -> None:
    show(studio, "touchpoints", studio.touchpoint("product"))
    words = [one.text() for one in studio.inspector.findChildren(QLabel)]
    assert sum("the simulation does not use them" in one for one in words) == 1


# ---- links -----------------------------------------------------------------------------------------------------


def test_shares_are_typed_on_the_card_and_on_the_link(studio: Bench) -> None:
    point = studio.touchpoint("product")
    link = first(studio.project.links, lambda one: one.from_touchpoint == point)
    show(studio, "touchpoints", point)
    before = studio.project
    fill(studio, f"share-{link}", "10")
    assert studio.project.links[link].share == Parameter(value=0.1)
    one_step(studio, before)
    show(studio, "links", link)
    persona = first(studio.project.personas)
    fill(studio, f"share-{link}-{persona}", "12.5%")
    assert studio.project.links[link].share_by_persona[persona].value == 0.125
    fill(studio, f"share-{link}-{persona}", "")
    assert persona not in studio.project.links[link].share_by_persona
    fill(studio, f"share-{link}", "140%")
    assert complaints(studio) == ["A share lies between 0% and 100%."]
    pick(studio, f"links.{link}.direction", "away")
    tick(studio, "keeps-context")
    assert (studio.project.links[link].direction, studio.project.links[link].keeps_context) == ("away", False)


def test_a_link_is_added_from_the_card(studio: Bench) -> None:
    point = show(studio, "touchpoints", studio.touchpoint("order"))
    target = studio.touchpoint("home")
    pick(studio, "add-link", target)
    ends = [(link.from_touchpoint, link.to_touchpoint) for link in studio.project.links.values()]
    assert (point, target) in ends


# ---- stages, lanes, cards --------------------------------------------------------------------------------------


def test_a_stage_and_a_lane(studio: Bench) -> None:
    stage = show(studio, "stages", first(studio.project.stages))
    fill(studio, f"stages.{stage}.width", "400 px")
    pick(studio, f"stages.{stage}.phase", first(studio.project.phases))
    dots = studio.find(f"stages.{stage}.colour", ColourDots)
    dots.choose(3)
    studio.settle()
    tick(studio, "hidden")
    record = studio.project.stages[stage]
    assert (record.width, record.phase, record.hidden) == (400.0, first(studio.project.phases), True)
    assert record.colour.startswith("#")
    fill(studio, f"stages.{stage}.width", "5")
    assert complaints(studio) == ["It lies between 80 and 2,000."]
    lane = show(studio, "lanes", first(studio.project.lanes, lambda one: one.kind == "actions"))
    fill(studio, f"lanes.{lane}.height", "120")
    assert studio.project.lanes[lane].height == 120.0
    fill(studio, f"lanes.{lane}.height", "")
    assert studio.project.lanes[lane].height is None


def test_a_card(studio: Bench) -> None:
    card = show(studio, "cards", first(studio.project.cards, lambda one: one.touchpoint is not None))
    pick(studio, f"cards.{card}.touchpoint", None)
    fill(studio, f"cards.{card}.span", "2")
    persona = first(studio.project.personas)
    had = persona in studio.project.cards[card].personas
    tick(studio, f"whose-{persona}")
    record = studio.project.cards[card]
    assert (record.touchpoint, record.span, persona in record.personas) == (None, 2, not had)


def test_a_source_is_made_where_it_is_needed(studio: Bench) -> None:
    card = show(studio, "cards", first(studio.project.cards, lambda one: one.source is None))
    unfold(studio, f"grounds-cards.{card}")
    pick(studio, f"level-cards.{card}", "measured")
    before = studio.project
    pick(studio, f"source-cards.{card}", "new")
    source = studio.project.cards[card].source
    assert source is not None
    one_step(studio, before)
    assert studio.project.cards[card].kind == "measured"
    title = studio.inspector.findChild(TextField, f"sources.{source}.title")
    assert title is not None
    title.setPlainText("Eleven interviews")
    title.settle()
    fill(studio, f"sources.{source}.year", "2026")
    assert (studio.project.sources[source].title, studio.project.sources[source].year) == ("Eleven interviews", 2026)
    show(studio, "sources", source)
    studio.click(f"use-{card}-source")
    assert studio.document.selection == Selection("cards", card)
    show(studio, "sources", source)
    studio.click("remove-source")
    assert source not in studio.project.sources
    assert studio.project.cards[card].source is None
