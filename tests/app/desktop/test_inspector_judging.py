"""Pain points, opportunities, KPIs, the map and several things at once, in the inspector."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLabel, QWidget
from pytestqt.qtbot import QtBot

from app.desktop.document import Selection
from app.desktop.inspector.fields import ColourDots
from app.desktop.inspector.rows import Dots
from app.words import set_language
from personas.provenance import Parameter
from tests.app.desktop.bench import Bench, bench, complaints, fill, first, one_step, pick, show, tick, unfold
from tests.app.desktop.driver import Driver, clipped


@pytest.fixture
def studio(qtbot: QtBot) -> Bench:
    return bench(qtbot)


# ---- judging ---------------------------------------------------------------------------------------------------


def test_a_pain_point(studio: Bench) -> None:
    piece = studio.piece
    card = first(piece.pains, lambda pain: piece.cards[pain.card].touchpoint == studio.touchpoint("product"))
    pain = first(studio.project.pains, lambda one: one.card == card)
    show(studio, "cards", card)
    dots = studio.find(f"severity-{pain}", Dots)
    dots.setFocus()
    QTest.keyClick(dots, Qt.Key.Key_5)
    studio.settle()
    assert studio.project.pains[pain].severity == 5
    assert "About 1 in" in studio.texts()
    fill(studio, f"pains.{pain}.friction", "0.3")
    assert studio.project.pains[pain].friction == Parameter(value=0.3)
    fill(studio, f"pains.{pain}.owner", "Editors")
    pick(studio, f"pains.{pain}.status", "done")
    assert (studio.project.pains[pain].owner, studio.project.pains[pain].status) == ("Editors", "done")


def test_an_opportunity_in_per_cent_and_by_its_own_formula(studio: Bench) -> None:
    key = first(studio.project.opportunities)
    record = studio.project.opportunities[key]
    show(studio, "cards", record.card)
    fill(studio, f"impact-figure-{key}", "70%")
    assert studio.project.opportunities[key].impact == 3.5
    fill(studio, f"business-figure-{key}", "40")
    assert studio.project.opportunities[key].business == 2
    assert type(studio.project.opportunities[key].business) is int
    fill(studio, f"effort-figure-{key}", "6")
    assert complaints(studio) == ["It lies between 0 and 5."]
    unfold(studio, f"formula-{key}")
    before = studio.project
    fill(studio, f"opportunities.{key}.formula", "impact * luck")
    assert studio.project == before
    assert any("“luck” is not known." in one for one in complaints(studio))
    fill(studio, f"opportunities.{key}.formula", "impact - effort")
    assert studio.project.opportunities[key].formula == "impact - effort"
    pain = first(studio.project.pains, lambda _one: True)
    if pain in record.solves:
        studio.click(f"unsolve-{pain}")
    pick(studio, f"solve-{key}", pain)
    assert pain in studio.project.opportunities[key].solves


def test_readings_are_typed_and_pasted(studio: Bench) -> None:
    key = first(studio.project.metrics, lambda one: one.unit == "rate")
    record = studio.project.metrics[key]
    show(studio, "cards", record.card)
    day = max(record.series)
    fill(studio, f"value-{day}", "12.5%")
    assert studio.project.metrics[key].series[day].value == 0.125
    fill(studio, f"date-{day}", "1 May 2027")
    assert "2027-05-01" in studio.project.metrics[key].series
    before = studio.project
    QGuiApplication.clipboard().setText("2027-06-30\t13%\n2027-07-31\t14%")
    studio.click(f"paste-readings-{key}")
    assert studio.project.metrics[key].series["2027-07-31"].value == pytest.approx(0.14)
    one_step(studio, before)
    QGuiApplication.clipboard().setText("nothing of the kind")
    studio.click(f"paste-readings-{key}")
    complaint = studio.inspector.findChild(QLabel, "paste-complaint")
    assert complaint is not None
    assert complaint.text().startswith("Line 1: ")
    studio.click("unread-2027-07-31")
    assert "2027-07-31" not in studio.project.metrics[key].series


# ---- the map, several ------------------------------------------------------------------------------------------


def test_the_map(studio: Bench) -> None:
    studio.document.select(Selection())
    studio.settle()
    key = studio.document.map_id
    fill(studio, f"maps.{key}.world.visitors_per_week", "30,000")
    fill(studio, f"maps.{key}.world.margin", "31%")
    pick(studio, f"maps.{key}.maturity", "to-be")
    tick(studio, "wide")
    unfold(studio, "world")
    fill(studio, "world.horizon_days", "45")
    fill(studio, "world.max_visits", "9")
    journey = studio.project.maps[key]
    assert (journey.world.visitors_per_week.value, journey.world.margin.value) == (30_000.0, 0.31)
    assert (journey.maturity, journey.wide) == ("to-be", True)
    assert (journey.world.horizon_days, journey.world.max_visits) == (45.0, 9)


def test_a_share_of_the_visitors_leaves_the_others_in_proportion(studio: Bench) -> None:
    key = studio.document.map_id
    persona = first(studio.project.maps[key].personas)
    fill(studio, f"weight-{persona}", "75%")
    weights = studio.project.maps[key].personas
    assert weights[persona] / sum(weights.values()) == pytest.approx(0.75)


def test_several_things_at_once(studio: Bench) -> None:
    cards = [key for key, card in studio.project.cards.items() if card.map == studio.document.map_id][:3]
    studio.document.choose([Selection("cards", card) for card in cards])
    studio.settle()
    assert "3 selected" in studio.texts()
    before = studio.project
    studio.find("bulk-colour", ColourDots).choose(2)
    studio.settle()
    assert len({studio.project.cards[card].colour for card in cards}) == 1
    one_step(studio, before)
    persona = first(studio.project.personas)
    tick(studio, f"bulk-whose-{persona}")
    assert all(persona in studio.project.cards[card].personas for card in cards)
    before = studio.project
    studio.click("remove-many")
    assert not set(cards) & set(studio.project.cards)
    one_step(studio, before)


@pytest.mark.parametrize("language", ["en", "nl"])
def test_nothing_is_cut_off(driver: Driver, language: str) -> None:
    set_language(language)
    driver.open_kettle()
    piece = driver.document.piece
    assert piece is not None
    shown = [("", "")] + [
        (table, first(getattr(piece, table))) for table in ("stages", "lanes", "links", "touchpoints")
    ]
    shown += [("cards", first(getattr(piece, kind))) for kind in ("pains", "opportunities", "metrics")]
    for table, key in shown:
        driver.document.select(Selection(table, key))
        driver.settle()
        assert clipped(driver) == [], f"{table} {key}"


def test_every_field_has_a_name_for_who_cannot_see_it(studio: Bench) -> None:
    show(studio, "touchpoints", studio.touchpoint("product"))
    unfold(studio, "simulated")
    nameless = [
        type(one).__name__
        for one in studio.inspector.findChildren(QWidget)
        if one.focusPolicy() is not Qt.FocusPolicy.NoFocus and one.isVisible() and not one.accessibleName()
        and one.parentWidget() is not None and not one.focusProxy()
    ]  # fmt: skip
    assert nameless == []


def test_sources_are_listed_with_their_uses(studio: Bench) -> None:
    studio.document.select(Selection())
    studio.settle()
    shown = [one for one in studio.project.sources if studio.inspector.findChild(QWidget, f"source-{one}")]
    assert 0 < len(shown) < len(studio.project.sources)
    studio.click("more-sources")
    source = next(iter(studio.project.sources))
    studio.click(f"source-{source}")
    assert studio.document.selection == Selection("sources", source)
    assert "Used for" in studio.texts()
    studio.click("back")
    before = studio.project
    studio.click("add-source")
    assert len(studio.project.sources) == len(before.sources) + 1
    one_step(studio, before)


def test_the_lane_of_emotions_shows_who_can_be_seen_alone(studio: Bench) -> None:
    show(studio, "lanes", first(studio.project.lanes, lambda lane: lane.kind == "emotions"))
    persona = first(studio.piece.personas)
    studio.click(f"solo-{persona}")
    assert studio.document.solo == persona
    studio.click(f"veil-{persona}")
    assert persona in studio.project.maps[studio.document.map_id].hidden_personas
    studio.document.undo()
    assert persona not in studio.project.maps[studio.document.map_id].hidden_personas
