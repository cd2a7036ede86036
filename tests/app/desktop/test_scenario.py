"""The scenario workspace by mouse and keyboard: rules made from nothing, moved, ordered, switched; one step each."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QCheckBox, QPushButton, QWidget

from app.desktop.chrome.inplace import LineField, TextField
from app.desktop.inspector.fields import Choice
from app.desktop.scenario.matrix import MatrixView
from app.desktop.scenario.page import ScenarioPage
from app.desktop.scenario.preview import Preview
from app.project.examples import new_from_example, new_from_framework
from app.project.model import Project
from app.project.policies.cells import Cell, ranked
from app.project.policies.rules import in_cell
from app.project.policies.suggested import suggested
from app.project.policies.wording import filled
from tests.app.desktop.driver import Driver, clipped

STARTER = "policy-starter0"
BROWSE, SEARCH, CHOOSE, CHECKOUT = "phase-browse00", "phase-search00", "phase-choose00", "phase-checkout"
UNKNOWN, ORIENTING, BUYING = "audience-unknown0", "audience-orient00", "audience-buying00"
REVIEWS, REMINDER = "rule-reviews0", "rule-remind00"


class Hand:
    """A driver on the scenario page."""

    def __init__(self, driver: Driver, project: Project) -> None:
        self.driver = driver
        driver.studio.begin(project)
        driver.settle()
        driver.window.go("scenario")
        driver.settle()

    @property
    def page(self) -> ScenarioPage:
        found = self.driver.window.findChildren(ScenarioPage)
        return next(one for one in found if one.isVisible())

    @property
    def matrix(self) -> MatrixView:
        return self.page.matrix

    @property
    def project(self) -> Project:
        return self.driver.project

    def click_cell(self, cell: Cell) -> None:
        """On the ground of a cell, beside chips and slot."""
        rect = self.matrix.cell_rect(cell)
        at = QPoint(round(rect.center().x()), round(rect.bottom()) - 8)
        QTest.mouseClick(self.matrix, Qt.MouseButton.LeftButton, pos=at)
        self.driver.settle()

    def click_chip(self, rule: str, cell: Cell) -> None:
        at = self.matrix.chip_rect(rule, cell).center().toPoint()
        QTest.mouseClick(self.matrix, Qt.MouseButton.LeftButton, pos=at)
        self.driver.settle()

    def drag(self, rule: str, cell: Cell, to: QPoint, *, ctrl: bool = False) -> None:
        start = self.matrix.chip_rect(rule, cell).center().toPoint()
        held = Qt.KeyboardModifier.ControlModifier if ctrl else Qt.KeyboardModifier.NoModifier
        QTest.mousePress(self.matrix, Qt.MouseButton.LeftButton, pos=start)
        for step in range(1, 6):
            QTest.mouseMove(self.matrix, start + (to - start) * step / 5)
        QTest.mouseRelease(self.matrix, Qt.MouseButton.LeftButton, held, to)
        self.driver.settle()

    def field(self, name: str) -> LineField:
        found = self.page.findChild(LineField, name)
        assert found is not None, f"there is no {name}"
        return found

    def choose(self, name: str, key: object) -> None:
        found = self.page.findChild(Choice, name)
        assert found is not None, f"there is no {name}"
        found.choose(key)
        self.driver.settle()

    def fill(self, name: str, words: str) -> None:
        line = self.field(name)
        line.setFocus()
        line.selectAll()
        QTest.keyClicks(line, words)
        QTest.keyClick(line, Qt.Key.Key_Return)
        self.driver.settle()

    def press(self, name: str) -> None:
        self.driver.click(name)

    def one_step(self, before: Project) -> None:
        """What was done is one step of the project."""
        after = self.project
        assert after != before
        self.driver.press("Ctrl+Z")
        assert self.project == before
        self.driver.press("Ctrl+Shift+Z")
        assert self.project == after


@pytest.fixture
def hand(driver: Driver) -> Hand:
    return Hand(driver, new_from_example("kettle", "en"))


# ---- from nothing --------------------------------------------------------------------------------------------------


def test_a_project_without_rules_offers_three_to_begin_with(driver: Driver) -> None:
    hand = Hand(driver, new_from_framework("browse-search-choose-checkout-care", "en"))
    before = hand.project
    assert "Nobody hears anything yet" in driver.texts()
    driver.click("make-starter")
    assert len(hand.project.rules) == 3
    assert hand.matrix.isVisible()
    hand.one_step(before)


def test_a_rule_from_nothing_by_keyboard_alone(driver: Driver) -> None:
    hand = Hand(driver, new_from_framework("browse-search-choose-checkout-care", "en"))
    driver.click("make-empty")
    (policy,) = hand.project.policies
    assert QApplication.focusWidget() is hand.matrix
    for _ in range(2):
        driver.press("Right")
    driver.press("Down")
    driver.press("Return")
    driver.type("most chosen")
    driver.press("Return")
    (key,) = hand.project.rules
    rule = hand.project.rules[key]
    assert rule.technique == "most_chosen"
    assert [hand.project.phases[one].kind for one in rule.phases] == ["choose"]
    assert [hand.project.audiences[one].kind for one in rule.audiences] == ["orientating"]
    assert rule.policy == policy
    assert rule.message == suggested("most_chosen")["en"]
    driver.until(lambda: QApplication.focusWidget() is hand.field(f"rules.{key}.title"))
    driver.type("The favourite").press("Return")
    assert hand.project.rules[key].title == "The favourite"


def test_the_slot_of_a_cell_adds_a_rule(hand: Hand) -> None:
    cell = Cell(BROWSE, UNKNOWN)
    before = hand.project
    at = hand.matrix.slot_rect(cell).center().toPoint()
    QTest.mouseClick(hand.matrix, Qt.MouseButton.LeftButton, pos=at)
    hand.driver.settle()
    hand.driver.type("social")
    hand.driver.press("Return")
    (made,) = set(hand.project.rules) - set(before.rules)
    assert in_cell(hand.project, STARTER, cell) == [made]
    hand.one_step(before)


# ---- moving --------------------------------------------------------------------------------------------------------


def test_a_chip_is_dragged_to_another_cell(hand: Hand) -> None:
    before = hand.project
    hand.drag(REVIEWS, Cell(CHOOSE, BUYING), hand.page.where(Cell(BROWSE, UNKNOWN)))
    rule = hand.project.rules[REVIEWS]
    assert (set(rule.phases), set(rule.audiences)) == ({BROWSE}, {UNKNOWN})
    hand.one_step(before)


def test_with_ctrl_it_stands_in_both(hand: Hand) -> None:
    hand.drag(REVIEWS, Cell(CHOOSE, BUYING), hand.page.where(Cell(CHECKOUT, BUYING)), ctrl=True)
    assert set(hand.project.rules[REVIEWS].phases) == {CHOOSE, CHECKOUT}


def test_dropped_outside_nothing_changes(hand: Hand) -> None:
    before = hand.project
    hand.drag(REVIEWS, Cell(CHOOSE, BUYING), QPoint(4, 4))
    assert hand.project == before


def test_order_in_a_cell_by_dragging_and_by_keys(hand: Hand) -> None:
    cell = Cell(CHOOSE, BUYING)
    hand.click_cell(cell)
    for words in ("most chosen", "easy returns"):
        hand.click_cell(cell)
        hand.driver.press("Return")
        hand.driver.type(words)
        hand.driver.press("Return")
    first, second, third = in_cell(hand.project, STARTER, cell)
    before = hand.project
    top = hand.matrix.chip_rect(first, cell).topLeft().toPoint() + QPoint(20, 1)
    hand.drag(third, cell, top)
    assert in_cell(hand.project, STARTER, cell) == [third, first, second]
    hand.one_step(before)
    hand.click_chip(third, cell)
    hand.driver.press("Alt+Down")
    assert in_cell(hand.project, STARTER, cell) == [first, third, second]
    bottom = hand.matrix.chip_rect(second, cell).bottomLeft().toPoint() + QPoint(20, 2)
    hand.drag(first, cell, bottom)
    assert in_cell(hand.project, STARTER, cell) == [third, second, first]


def test_alt_with_arrows_takes_a_rule_to_the_next_phase_and_audience(hand: Hand) -> None:
    hand.click_chip(REVIEWS, Cell(CHOOSE, BUYING))
    hand.driver.press("Alt+Left")
    assert set(hand.project.rules[REVIEWS].phases) == {SEARCH}
    held = in_cell(hand.project, STARTER, Cell(SEARCH, BUYING))
    while held.index(REVIEWS) > 0:
        hand.driver.press("Alt+Up")
        held = in_cell(hand.project, STARTER, Cell(SEARCH, BUYING))
    hand.driver.press("Alt+Up")
    assert set(hand.project.rules[REVIEWS].audiences) == {ORIENTING}
    assert hand.matrix.current[0] == Cell(SEARCH, ORIENTING), "the keyboard goes along"


# ---- the verbs -----------------------------------------------------------------------------------------------------


def test_delete_duplicate_and_switch(hand: Hand) -> None:
    cell = Cell(CHOOSE, BUYING)
    hand.click_chip(REVIEWS, cell)
    before = hand.project
    hand.driver.press("Ctrl+D")
    copies = set(hand.project.rules) - set(before.rules)
    assert len(copies) == 1
    assert in_cell(hand.project, STARTER, cell) == [REVIEWS, *copies]
    hand.one_step(before)
    hand.click_chip(REVIEWS, cell)
    hand.driver.press("Space")
    assert not hand.project.rules[REVIEWS].on
    before = hand.project
    hand.driver.press("Delete")
    assert REVIEWS not in hand.project.rules
    hand.one_step(before)


def test_what_has_the_keyboard_is_said(hand: Hand) -> None:
    hand.click_cell(Cell(CHOOSE, BUYING))
    assert hand.matrix.accessibleName() == "Choose, In buying mood: 1 rule"
    hand.driver.press("Down")
    assert hand.matrix.accessibleName() == "Choose, In buying mood: Review block, Reviews"
    hand.driver.press("Left")
    assert hand.matrix.accessibleName().startswith("Search, In buying mood")


# ---- the editor ----------------------------------------------------------------------------------------------------


def test_the_preview_says_what_the_visitor_reads_while_it_is_typed_and_in_both_languages(hand: Hand) -> None:
    hand.click_chip(REVIEWS, Cell(CHOOSE, BUYING))

    def preview() -> str:
        found = [one for one in hand.page.findChildren(Preview) if one.isVisible()]
        shown = found[-1].shown
        return " ".join("".join(run.words for run in part) for part in (shown.heading, shown.rest) if part)

    assert "Haldor Duo 1.7" in preview(), "the product is filled in"
    field = hand.page.findChild(TextField, f"rules.{REVIEWS}.message.en")
    assert field is not None
    field.setFocus()
    field.selectAll()
    QTest.keyClicks(field, "Read about the")
    hand.driver.settle()
    assert preview() == "Read about the", "before it is kept"
    hand.press("insert-product")
    assert hand.project.rules[REVIEWS].message == "Read about the {product}"
    assert preview() == filled("Read about the {product}", {"product": "Haldor Duo 1.7"})
    tongue = hand.page.findChild(QPushButton, "segment-nl")
    assert tongue is not None
    QTest.mouseClick(tongue, Qt.MouseButton.LeftButton)
    hand.driver.settle()
    dutch = hand.page.findChild(TextField, f"rules.{REVIEWS}.message.nl")
    assert dutch is not None
    assert dutch.toPlainText() == ""
    assert preview() == "Read about the Haldor Duo 1.7", "what is not written in Dutch is shown as it is"
    dutch.setFocus()
    QTest.keyClicks(dutch, "Lees over de {product}.")
    QTest.keyClick(dutch, Qt.Key.Key_Return)
    hand.driver.settle()
    assert hand.project.rules[REVIEWS].messages == {"nl": "Lees over de {product}."}
    assert hand.project.rules[REVIEWS].message == "Read about the {product}"
    assert preview() == "Lees over de Haldor Duo 1.7."


def test_a_persona_reads_her_own_name(hand: Hand) -> None:
    hand.click_chip(REVIEWS, Cell(CHOOSE, BUYING))
    people = list(hand.project.personas)
    field = hand.page.findChild(TextField, f"rules.{REVIEWS}.message.en")
    assert field is not None
    field.setPlainText("Hello {name}")
    field.settle()
    hand.driver.settle()
    for persona in people[:2]:
        hand.choose("preview-persona", persona)
        shown = next(one for one in hand.page.findChildren(Preview) if one.isVisible()).shown
        assert "".join(run.words for run in shown.heading) == f"Hello {hand.project.personas[persona].name}"


def test_moment_caps_cost_and_honesty_are_edited_in_place(hand: Hand) -> None:
    hand.click_chip(REVIEWS, Cell(CHOOSE, BUYING))
    where = f"rules.{REVIEWS}"
    hand.choose(f"{where}.trigger", "idle")
    assert hand.project.rules[REVIEWS].trigger.kind == "idle"
    hand.fill(f"{where}.trigger.seconds", "40 s")
    assert hand.project.rules[REVIEWS].trigger.seconds == 40.0
    hand.fill(f"{where}.cap_per_visitor", "5")
    assert hand.project.rules[REVIEWS].cap_per_visitor == 5
    hand.fill(f"{where}.cost", "0.02")
    assert hand.project.rules[REVIEWS].cost.value == 0.02
    hand.choose(f"{where}.truthful", "unknown")
    assert hand.project.rules[REVIEWS].truthful == "unknown"
    before = hand.project
    hand.fill(f"{where}.trigger.seconds", "3 hours")
    assert hand.project == before, "an hour at most"
    hand.fill(f"{where}.trigger.seconds", "20 s")
    hand.fill(f"{where}.relevance", "1.5")
    assert hand.project.rules[REVIEWS].relevance.value == 1.5
    assert "More than published" in hand.driver.texts()


def test_phases_and_audiences_are_chips_and_all_of_them_is_no_limit(hand: Hand) -> None:
    hand.click_chip(REVIEWS, Cell(CHOOSE, BUYING))
    for audience in (UNKNOWN, ORIENTING):
        hand.press(f"rules.{REVIEWS}.audiences.{audience}")
    assert not hand.project.rules[REVIEWS].audiences
    before = hand.project
    hand.press(f"rules.{REVIEWS}.phases.{SEARCH}")
    assert set(hand.project.rules[REVIEWS].phases) == {SEARCH, CHOOSE}
    hand.one_step(before)


def test_another_technique_is_chosen_from_the_list(hand: Hand) -> None:
    hand.click_chip(REVIEWS, Cell(CHOOSE, BUYING))
    hand.press("technique")
    hand.driver.type("message on leaving")
    hand.driver.press("Return")
    assert hand.project.rules[REVIEWS].technique == "exit_message"
    assert hand.project.rules[REVIEWS].message.startswith("“Boils"), "what somebody wrote stays"


# ---- scenarios and segments ----------------------------------------------------------------------------------------


def test_a_segment_is_built_without_code(hand: Hand) -> None:
    before = hand.project
    hand.press("new-segment")
    (made,) = set(hand.project.segments) - set(before.segments)
    hand.driver.until(lambda: QApplication.focusWidget() is hand.field(f"segments.{made}.title"))
    hand.driver.type("Weekend phones").press("Return")
    where = f"segments.{made}.returning"
    hand.choose(f"{where}.field", "device")
    (held,) = hand.project.segments[made].conditions.values()
    assert (held.field, held.test, held.text) == ("device", "is", "phone")
    hand.choose("add-condition", "basket_value")
    hand.choose(f"segments.{made}.basket_value.test", "below")
    hand.fill(f"segments.{made}.basket_value.value", "75")
    conditions = hand.project.segments[made].conditions
    assert (conditions["basket_value"].test, conditions["basket_value"].number) == ("below", 75.0)
    assert hand.project.segments[made].title == "Weekend phones"
    hand.press(f"{where}.remove")
    assert set(hand.project.segments[made].conditions) == {"basket_value"}
    hand.press("remove-segment")
    assert made not in hand.project.segments


def test_removing_a_segment_says_which_rules_go_silent(hand: Hand) -> None:
    hand.press("segment-segment-return00")
    assert "go silent" in hand.driver.texts()
    hand.press("remove-segment")
    assert not hand.project.rules[REMINDER].on
    assert "2 rules were only for them" in hand.driver.says
    hand.driver.answer("Undo")
    assert hand.project.rules[REMINDER].on


def test_scenarios_are_shown_made_and_copied(hand: Hand) -> None:
    hand.press("arm-variant-others00")
    assert hand.page.desk.policy == "policy-others00"
    assert hand.page.heading() == ("Starter rules, other choices", "Scenario C · Buying a kettle online")
    before = hand.project
    hand.press("copy-policy")
    (made,) = set(hand.project.policies) - set(before.policies)
    assert len(ranked(hand.project, made)) == len(ranked(before, "policy-others00"))
    hand.one_step(before)
    hand.press("segment-score-card")
    assert hand.project.policies[hand.page.desk.policy].mode == "score-card"
    hand.fill(f"policies.{hand.page.desk.policy}.messages_per_visit", "3")
    assert hand.project.policies[hand.page.desk.policy].messages_per_visit == 3
    assert "3 a visit at most" in hand.driver.texts()


def test_a_rule_is_switched_with_its_box_and_the_top_bar_names_the_scenario(hand: Hand) -> None:
    hand.click_chip(REVIEWS, Cell(CHOOSE, BUYING))
    box = hand.page.findChild(QCheckBox, "rule-on")
    assert box is not None
    box.click()
    hand.driver.settle()
    assert not hand.project.rules[REVIEWS].on
    menu = hand.driver.find("map-menu", QWidget)
    assert menu.accessibleName() == "Starter rules"
    hand.driver.window.go("map")
    hand.driver.settle()
    assert menu.accessibleName() == "Buying a kettle online"


def test_a_run_from_here_says_where_its_answer_is(hand: Hand) -> None:
    hand.driver.click("run")
    hand.driver.until(lambda: not hand.driver.studio.running)
    assert "The run is done." in hand.driver.says
    arm = hand.page.findChild(QWidget, "arm-variant-starter0")
    assert arm is not None
    assert arm.accessibleName().endswith("%"), "what the arm came out at"
    hand.driver.answer("See the answer")
    assert hand.driver.window.place == "simulate"


def test_phases_are_renamed_beside_the_matrix(hand: Hand) -> None:
    hand.press("show-kinds")
    assert "Phases" in hand.driver.texts()
    hand.click_chip(REVIEWS, Cell(CHOOSE, BUYING))
    assert hand.page.findChild(LineField, f"rules.{REVIEWS}.title") is not None


def test_pages_are_counted_by_cell(hand: Hand) -> None:
    hand.press("count-pages")
    hand.driver.until(lambda: not hand.driver.studio.running)
    counted = hand.driver.studio.studies["scenario"].value
    assert counted.policy == STARTER
    assert counted.whole > 1000
    assert sum(counted.pages.values()) + counted.left_alone == counted.whole
    phases, rows = {one for one, _ in counted.pages}, {row for _, row in counted.pages}
    assert phases <= {"browse", "search", "choose", "checkout"}
    assert rows == {"unknown", "orientating", "buying"}
    assert abs(sum(counted.share(*key) for key in counted.pages) + counted.left_alone / counted.whole - 1) < 1e-12


@pytest.mark.parametrize("example", ["clothing", "airline"])
def test_nothing_is_clipped_on_a_small_screen(driver: Driver, example: str) -> None:
    driver.window.resize(1280, 720)
    hand = Hand(driver, new_from_example(example, "en"))
    for rule in ranked(hand.project, hand.page.desk.policy)[:3]:
        hand.page.desk.show_rule(rule)
        driver.settle()
        assert clipped(driver) == []
    hand.page.desk.show_segment(next(iter(hand.project.segments)))
    driver.settle()
    assert clipped(driver) == []
