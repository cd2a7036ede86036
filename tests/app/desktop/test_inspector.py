"""Everything of a record is edited where it stands, each change one step; what is not understood is said and kept."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any, TypeVar

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QCheckBox, QLabel, QWidget
from pytestqt.qtbot import QtBot

from app.desktop.application import make_application
from app.desktop.chrome.inplace import LineField, TextField
from app.desktop.document import Document, Selection
from app.desktop.inspector.fields import Choice, ColourDots
from app.desktop.inspector.panel import WIDTH, Inspector
from app.desktop.inspector.rows import Dots, FeelingRow
from app.desktop.look import Look
from app.desktop.steps import STEPS
from app.project.examples import new_from_example
from app.project.model import Project
from app.words import set_language
from maps.model import MapSlice
from personas.provenance import Parameter
from tests.app.desktop.driver import Driver, clipped

W = TypeVar("W", bound=QWidget)
R = TypeVar("R")


class Bench:
    """An inspector with a project, without the window around it."""

    def __init__(self, qtbot: QtBot, project: Project) -> None:
        self.document = Document(project, None, digest=None)
        self.problems: list[BaseException] = []
        look = Look()
        self.inspector = Inspector(look, self.document, self.problems.append, self.problems.append, tuple)  # type: ignore[arg-type]  # nobody is shown
        self.inspector.setStyleSheet(look.style_sheet() + self.inspector.styleSheet())
        self.inspector.resize(WIDTH, 900)
        qtbot.addWidget(self.inspector)
        with qtbot.waitActive(self.inspector):
            self.inspector.show()
            self.inspector.activateWindow()
        self.settle()

    @property
    def project(self) -> Project:
        return self.document.project

    @property
    def piece(self) -> MapSlice:
        assert self.document.piece is not None
        return self.document.piece

    def settle(self) -> None:
        Driver.settle()
        unnamed = set(self.document.history.labels()) - STEPS.keys()
        assert not unnamed, f"steps without a name: {unnamed}"

    def touchpoint(self, page: str) -> str:
        return first(self.project.touchpoints, lambda point: point.page == page)

    def find(self, name: str, kind: type[W]) -> W:
        found = self.inspector.findChild(kind, name)
        assert found is not None, f"there is no {name}"
        return found

    def click(self, name: str) -> Bench:
        QTest.mouseClick(self.find(name, QWidget), Qt.MouseButton.LeftButton)
        self.settle()
        return self

    def texts(self) -> str:
        return "\n".join(one.text() for one in self.inspector.findChildren(QLabel))


@pytest.fixture(scope="module")
def kettle() -> Project:
    set_language("en")
    return new_from_example("kettle", "en")


@pytest.fixture
def studio(qtbot: QtBot, kettle: Project) -> Bench:
    make_application()
    set_language("en")
    return Bench(qtbot, kettle)


def show(driver: Bench, table: str, key: str) -> str:
    driver.document.select(Selection(table, key))
    driver.settle()
    return key


def field(driver: Bench, name: str) -> LineField:
    found = driver.inspector.findChild(LineField, name)
    assert found is not None, f"there is no {name}"
    return found


def fill(driver: Bench, name: str, words: str) -> Bench:
    """Type over what is in a field, and Enter."""
    line = field(driver, name)
    line.setFocus()
    line.selectAll()
    if words.isascii() and words:
        QTest.keyClicks(line, words)
    elif words:
        line.insert(words)  # QTest has no keys for these
    else:
        QTest.keyClick(line, Qt.Key.Key_Delete)
    QTest.keyClick(line, Qt.Key.Key_Return)
    driver.settle()
    return driver


def pick(driver: Bench, name: str, key: Any) -> Bench:
    found = driver.inspector.findChild(Choice, name)
    assert found is not None, f"there is no {name}"
    found.choose(key)
    driver.settle()
    return driver


def tick(driver: Bench, name: str) -> Bench:
    found = driver.inspector.findChild(QCheckBox, name)
    assert found is not None, f"there is no {name}"
    found.click()
    driver.settle()
    return driver


def unfold(driver: Bench, key: str) -> Bench:
    driver.inspector._toggle(key)
    driver.settle()
    return driver


def complaints(driver: Bench) -> list[str]:
    return [one.text() for one in driver.inspector.findChildren(QLabel, "complaint") if one.text()]


def first(rows: Mapping[str, R], held: Callable[[R], bool] = lambda _row: True) -> str:
    return next(key for key, row in rows.items() if held(row))


def one_step(driver: Bench, before: Project) -> None:
    """What was done is one step, and undoing it gives back what there was."""
    assert driver.project != before
    driver.document.undo()
    assert driver.project == before
    driver.document.redo()
    driver.settle()


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
