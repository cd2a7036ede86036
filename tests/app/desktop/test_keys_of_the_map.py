"""The map by keyboard: letters begin cards, Tab walks, arrows reach everything, and every verb is one step."""

from __future__ import annotations

import random
from collections.abc import Iterator

import pytest
from PySide6.QtCore import QCoreApplication, QMimeData, Qt
from PySide6.QtGui import QGuiApplication, QInputMethodEvent
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from app.desktop.application import make_application
from app.desktop.document import Selection
from app.project.check import check
from app.project.examples import new_from_framework
from app.project.mapping.cards import cell_items
from app.project.mapping.grid import hide
from app.words import set_language
from tests.app.desktop.driver import Driver


@pytest.fixture(scope="module")
def studio(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Driver]:
    """One window for all of these: each begins with a map of its own."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("FOOTFALL_STATE", str(tmp_path_factory.mktemp("state")))
        patch.setenv("FOOTFALL_LANGUAGE", "")
        make_application()
        set_language("en")
        made = Driver(QtBot(request), tmp_path_factory.mktemp("files"))
        yield made
        made.leave()


@pytest.fixture
def driver(studio: Driver) -> Driver:
    """The blank map as it was before anything was done to it: all of that is taken back."""
    if studio.studio.document is None:
        studio.studio.begin(new_from_framework("blank", "en", personas=("danielle",), created=""))
    studio.view.close_writer(keep=False)
    while studio.document.history.undo_label is not None:
        studio.document.undo()
    studio.document.select(Selection())
    studio.view.zoom_actual()
    studio.view.setFocus()
    studio.settle()
    return studio


def lane(driver: Driver, kind: str) -> str:
    piece = driver.document.piece
    assert piece is not None
    return next(key for key, row in piece.lanes.items() if row.kind == kind)


def stage(driver: Driver, number: int) -> str:
    piece = driver.document.piece
    assert piece is not None
    return list(piece.stages)[number]


def cell(driver: Driver, kind: str, number: int) -> list[str]:
    piece = driver.document.piece
    assert piece is not None
    return [
        piece.touchpoints[key].title if table == "touchpoints" else piece.cards[key].text
        for table, key in cell_items(piece, lane(driver, kind), stage(driver, number))
    ]


def at(driver: Driver, kind: str, number: int) -> Driver:
    driver.document.select(Selection("stages", stage(driver, number), lane=lane(driver, kind)))
    return driver


def test_typing_begins_a_card_and_enter_the_next(driver: Driver) -> None:
    at(driver, "thoughts", 0).type("Which one?").press("Return").type("Too dear").press("Return").press("Return")
    assert cell(driver, "thoughts", 0) == ["Which one?", "Too dear"]
    assert driver.view.writer is None
    driver.press("Ctrl+Z").press("Ctrl+Z")
    assert cell(driver, "thoughts", 0) == []


def test_with_nothing_selected_the_first_cell_is_written_in(driver: Driver) -> None:
    driver.type("Advert").press("Return").press("Esc")
    assert cell(driver, "touchpoints", 0) == ["Advert"]


def test_letters_on_a_card_make_one_below_it_and_f2_edits(driver: Driver) -> None:
    at(driver, "pains", 1).type("Slow").press("Return").type("Dear").press("Return").press("Esc")
    driver.press("Up").type("Between").press("Return").press("Esc")
    assert cell(driver, "pains", 1) == ["Slow", "Between", "Dear"]
    driver.press("F2").press("End").type(" lines").press("Return")
    assert cell(driver, "pains", 1) == ["Slow", "Between lines", "Dear"]
    assert driver.view.writer is None
    assert len(driver.project.pains) == 3


def test_tab_goes_through_the_row_and_on_to_the_next(driver: Driver) -> None:
    at(driver, "actions", 0).type("a").press("Tab").type("b").press("Tab").type("c").press("Tab").type("d")
    driver.press("Shift+Tab").type("c2").press("Ctrl+Return").type("t").press("Esc")
    assert [cell(driver, "actions", n) for n in range(3)] == [["a"], ["b"], ["c", "c2"]]
    assert cell(driver, "thoughts", 0) == ["d"]
    assert cell(driver, "thoughts", 2) == []


def test_stages_are_named_and_made_by_tab(driver: Driver) -> None:
    driver.document.select(Selection("stages", stage(driver, 0)))
    driver.type("First").press("Tab").type("Second").press("Tab").type("Third").press("Tab").type("Fourth")
    driver.press("Tab").press("Tab")
    piece = driver.document.piece
    assert piece is not None
    assert [one.title for one in piece.stages.values()] == ["First", "Second", "Third", "Fourth"]
    assert driver.document.selection == Selection("stages", stage(driver, 0), lane=lane(driver, "touchpoints"))


def test_a_map_without_stages_begins_with_one(driver: Driver) -> None:
    for _ in range(3):
        driver.document.select(Selection("stages", stage(driver, 0)))
        driver.press("Delete")
    driver.press("Esc").type("Only").press("Return").press("Esc")
    piece = driver.document.piece
    assert piece is not None
    assert [one.title for one in piece.stages.values()] == ["Only"]


def test_arrows_reach_empty_cells_and_headers(driver: Driver) -> None:
    at(driver, "actions", 0).press("Right")
    assert driver.document.selection == Selection("stages", stage(driver, 1), lane=lane(driver, "actions"))
    driver.press("Down")
    assert driver.document.selection.lane == lane(driver, "thoughts")
    driver.press("Left").press("Left")
    assert driver.document.selection == Selection("lanes", lane(driver, "thoughts"))
    at(driver, "touchpoints", 1).press("Up")
    assert driver.document.selection == Selection("stages", stage(driver, 1))


def test_esc_leaves_the_map_as_it_was(driver: Driver) -> None:
    before = at(driver, "actions", 0).project
    driver.type("never mind").press("Esc")
    assert driver.project is before
    assert driver.document.selection.is_cell
    driver.press("Esc")
    assert not driver.document.selection


def test_tab_leaves_the_map_when_nothing_is_selected(driver: Driver) -> None:
    driver.press("Tab")
    assert not driver.view.hasFocus()


def test_delete_duplicate_and_the_clipboard(driver: Driver) -> None:
    at(driver, "thoughts", 0).type("one").press("Return").type("two").press("Return").press("Esc")
    driver.press("Ctrl+D")
    assert cell(driver, "thoughts", 0) == ["one", "two", "two"]
    driver.press("Delete").press("Ctrl+A")
    assert len(driver.document.chosen) == 2
    driver.press("Ctrl+C")
    assert QGuiApplication.clipboard().text() == "one\ntwo"
    at(driver, "pains", 2).press("Ctrl+V")
    assert cell(driver, "pains", 2) == ["one", "two"]
    assert len(driver.project.pains) == 2
    driver.press("Ctrl+X")
    assert cell(driver, "pains", 2) == []
    assert driver.document.selection.is_cell
    driver.press("Ctrl+Z")
    assert cell(driver, "pains", 2) == ["one", "two"]


def test_lines_and_blocks_are_pasted(driver: Driver) -> None:
    QGuiApplication.clipboard().setText("a\nb\nc")
    at(driver, "actions", 0).press("Ctrl+V")
    assert cell(driver, "actions", 0) == ["a", "b", "c"]
    driver.press("Ctrl+Z")
    assert cell(driver, "actions", 0) == []
    QGuiApplication.clipboard().setText("1\t2\t3\t4\nx\ty")
    at(driver, "actions", 0).press("Ctrl+V")
    assert [cell(driver, "actions", n) for n in range(4)] == [["1"], ["2"], ["3"], ["4"]]
    assert cell(driver, "thoughts", 1) == ["y"]


def test_lines_pasted_into_a_card_that_is_still_empty_become_cards(driver: Driver) -> None:
    QGuiApplication.clipboard().setText("a\nb")
    at(driver, "actions", 0).press("Return").press("Ctrl+V")
    assert cell(driver, "actions", 0) == ["a", "b"]
    driver.press("F2").press("End").press("Ctrl+V").press("Return")
    assert cell(driver, "actions", 0) == ["a", "ba\nb"]


def test_what_cannot_be_pasted_is_said_in_a_sentence(driver: Driver) -> None:
    before = at(driver, "actions", 0).project
    data = QMimeData()
    data.setText("x\n" * 2001)
    QGuiApplication.clipboard().setMimeData(data)
    driver.press("Ctrl+V")
    assert driver.project is before
    assert "2000" in driver.says.replace(",", "")


def test_stages_come_from_a_pasted_list(driver: Driver) -> None:
    QGuiApplication.clipboard().setText("Search\nChoose")
    driver.document.select(Selection("stages", stage(driver, 0)))
    driver.press("Ctrl+V")
    piece = driver.document.piece
    assert piece is not None
    assert [one.title for one in piece.stages.values()] == ["Before", "Search", "Choose", "During", "After"]


def test_marks_are_given_by_keys(driver: Driver) -> None:
    at(driver, "pains", 0).type("Slow").press("Return").press("Esc").press("Alt+5")
    assert [one.severity for one in driver.project.pains.values()] == [5]
    at(driver, "opportunities", 0).type("Faster").press("Return").press("Esc").press("Alt+4")
    assert [one.impact for one in driver.project.opportunities.values()] == [4]
    at(driver, "touchpoints", 0).type("Shop").press("Return").press("Esc").press("Alt+2")
    (point,) = driver.project.touchpoints.values()
    assert [one.value for one in point.feelings.values()] == [-1.0]


def test_a_feeling_is_made_on_the_empty_curve_and_taken_off(driver: Driver) -> None:
    at(driver, "touchpoints", 1).type("Shop").press("Return").press("Esc")
    at(driver, "emotions", 1).type("5")
    ((key, point),) = driver.project.touchpoints.items()
    ((persona, feeling),) = point.feelings.items()
    assert feeling.value == 2.0
    driver.document.select(Selection("touchpoints", key, persona))
    driver.press("Down").press("2")
    assert driver.project.touchpoints[key].feelings[persona].value == -1.0
    driver.press("Delete")
    assert not driver.project.touchpoints[key].feelings
    assert driver.document.selection == Selection("touchpoints", key)


def test_cards_stages_and_rows_are_moved_by_keys(driver: Driver) -> None:
    at(driver, "actions", 0).type("a").press("Return").type("b").press("Return").press("Esc")
    driver.press("Ctrl+Shift+Up")
    assert cell(driver, "actions", 0) == ["b", "a"]
    driver.press("Ctrl+Shift+Right")
    assert cell(driver, "actions", 1) == ["b"]
    driver.press("Ctrl+Shift+Down")
    assert cell(driver, "thoughts", 1) == ["b"]
    first = stage(driver, 0)
    driver.document.select(Selection("stages", first))
    driver.press("Ctrl+Shift+Right")
    assert stage(driver, 1) == first


def test_a_link_is_drawn_by_name(driver: Driver) -> None:
    at(driver, "touchpoints", 0).type("Advert").press("Tab").type("Shop").press("Tab").type("Till").press("Return")
    driver.press("Esc")
    source = next(key for key, one in driver.project.touchpoints.items() if one.title == "Advert")
    driver.document.select(Selection("touchpoints", source))
    driver.press("Ctrl+L").type("till").press("Return")
    (link,) = driver.project.links.values()
    assert link.from_touchpoint == source
    assert driver.project.touchpoints[link.to_touchpoint].title == "Till"


def test_a_row_is_added_by_name(driver: Driver) -> None:
    at(driver, "actions", 0).press("Ctrl+Alt+R").type("quote").press("Return")
    piece = driver.document.piece
    assert piece is not None
    assert [row.kind for row in piece.lanes.values()][:3] == ["touchpoints", "actions", "quotes"]
    assert driver.document.selection == Selection("lanes", lane(driver, "quotes"))


def test_several_cards_are_selected_by_shift(driver: Driver) -> None:
    at(driver, "actions", 0).type("a").press("Return").type("b").press("Return").type("c").press("Return")
    driver.press("Esc")
    counts = [len(driver.press(keys).document.chosen) for keys in ("Shift+Up", "Shift+Up", "Shift+Down")]
    assert counts == [2, 3, 2]
    driver.press("Delete")
    assert cell(driver, "actions", 0) == ["a"]


def test_letters_that_are_put_together_begin_a_card(driver: Driver) -> None:
    at(driver, "thoughts", 0)
    assert driver.view.inputMethodQuery(Qt.InputMethodQuery.ImEnabled)
    event = QInputMethodEvent("", [])
    event.setCommitString("é")
    QCoreApplication.sendEvent(driver.view, event)
    driver.type("n").press("Return").press("Esc")
    assert cell(driver, "thoughts", 0) == ["én"]
    event = QInputMethodEvent("ni", [])
    QCoreApplication.sendEvent(driver.view, event)
    assert driver.find("writer", QWidget).hasFocus()
    driver.press("Esc")
    assert cell(driver, "thoughts", 0) == ["én"]


def test_what_is_typed_stays_legible_from_far_off(driver: Driver) -> None:
    at(driver, "thoughts", 0).view.zoom_by(0.3)
    driver.type("x")
    assert driver.view.writer is not None
    assert driver.view.writer.font().pixelSize() >= 11
    assert driver.view.viewport().rect().contains(driver.view.writer.geometry())


def test_an_empty_map_says_its_first_keys_until_something_stands_on_it(driver: Driver) -> None:
    assert "Type to write a card" in driver.view.first_keys.text()
    assert driver.view.first_keys.isVisible()
    driver.type("Shop").press("Return")
    assert not driver.view.first_keys.isVisible()
    driver.press("Esc").press("Ctrl+Z")
    assert driver.view.first_keys.isVisible()


def test_undo_says_what_it_will_take_back(driver: Driver) -> None:
    at(driver, "thoughts", 0).type("x").press("Return").press("Esc")
    assert "add a card" in driver.find("undo", QWidget).toolTip()
    driver.press("Ctrl+Z")
    assert "add a card" in driver.find("redo", QWidget).toolTip()


def test_a_card_that_is_being_written_has_its_place_already(driver: Driver) -> None:
    at(driver, "pains", 0).type("one").press("Return").type("two").press("Return").press("Esc").press("Up")
    before = driver.view.layout_now
    project = driver.project
    driver.type("a story that is so long that it takes more lines than one, and then some more of them")
    drawn = [one for one in driver.view.layout_now.elements if one.table == "cards"]
    assert len(drawn) == 3
    assert driver.view.layout_now.height > before.height
    assert driver.project is project
    driver.press("Esc")
    assert driver.view.layout_now == before


KEYS = (
    *("Return", "Tab", "Shift+Tab", "Esc", "Up", "Down", "Left", "Right", "F2", "Delete", "Ctrl+D", "Ctrl+X", "Ctrl+V"),
    *("Ctrl+Return", "Shift+Return", "Shift+Down", "Ctrl+Shift+Up", "Ctrl+Shift+Right", "Ctrl+Shift+Down", "Alt+4"),
    *("a", "3", "Ctrl+A", "Ctrl+Alt+Return"),
)


@pytest.mark.parametrize("seed", range(2))
def test_whatever_keys_are_pressed_can_be_taken_back(driver: Driver, seed: int) -> None:
    rng = random.Random(seed)
    before = driver.project
    at(driver, "thoughts", 0)
    hidden = lane(driver, "actions")
    driver.document.edit(hide(driver.project, [("lanes", hidden)]))
    for _ in range(80):
        if not driver.view.hasFocus() and driver.view.writer is None:
            driver.view.setFocus()
        keys = rng.choice(KEYS)
        if len(driver.project.cards) > 40:
            driver.press("Ctrl+Z")
        if len(keys) == 1:
            driver.type(keys)
        else:
            driver.press(keys)
    driver.view.close_writer(keep=True)
    assert not [one for one in check(driver.project) if one.severity == "error"]
    while driver.document.history.undo_label is not None:
        driver.document.undo()
    assert driver.project == before


def test_a_card_in_a_hidden_row_is_left_alone_by_keys(driver: Driver) -> None:
    at(driver, "actions", 0).type("a").press("Return").press("Esc")
    chosen = driver.document.selection
    driver.document.edit(hide(driver.project, [("lanes", lane(driver, "actions"))]))
    before = driver.project
    for keys in ("Ctrl+Shift+Right", "Ctrl+Shift+Down", "Tab", "F2", "Ctrl+Return"):
        driver.document.select(chosen)
        driver.view.setFocus()
        driver.press(keys)
    assert driver.project is before
