"""The keyboard stays where a hand expects it, and nothing is offered that would do nothing."""

from __future__ import annotations

import pytest
from PySide6.QtWidgets import QApplication, QLineEdit, QWidget

from app.actions.registry import Menu
from app.desktop.canvas.cellmark import missing
from app.desktop.chrome.focus import FocusRing
from app.desktop.document import Selection
from app.project.examples import add_library_persona
from app.project.mapping.cards import add_card
from app.project.slices import map_slice
from tests.app.desktop.driver import Driver


def usable(driver: Driver) -> set[str]:
    return {one.action.id for one in driver.window.commands if one.enabled}


def test_a_round_of_votes_leaves_the_keyboard_on_the_map(driver: Driver) -> None:
    driver.open_kettle().press("F7")
    driver.click("vote-start")
    assert driver.view.hasFocus(), "dots are given on the map"
    driver.click("vote-close")
    assert driver.view.hasFocus(), "what is typed next must not land in a field that stands beside it"
    driver.click("vote-start").click("vote-throw")
    assert driver.view.hasFocus()


def test_escape_in_the_inspector_gives_the_map_the_keyboard_again(driver: Driver) -> None:
    driver.open_kettle()
    before = driver.project
    card = driver.touchpoint("details")
    driver.click_on(card)
    driver.find(f"touchpoints.{card}.title", QWidget).setFocus()
    driver.type("half a word").press("Escape")
    assert driver.project == before
    assert driver.view.hasFocus()
    driver.press("F2").type("Who and where").press("Return")
    assert driver.project.touchpoints[card].title == "Who and where"


def test_only_what_would_do_something_is_offered(driver: Driver) -> None:
    driver.open_kettle()
    project = driver.project
    card = next(iter(project.cards))
    for chosen, can in (
        (Selection("touchpoints", driver.touchpoint("basket")), {"link"}),
        (Selection("cards", card), set()),
        (Selection("links", next(iter(project.links))), {"edit_share"}),
        (Selection("stages", next(iter(project.stages))), {"hide", "auto_size", "add_stage_before"}),
        (Selection("lanes", next(iter(project.lanes))), {"hide", "auto_size", "add_lane_above"}),
    ):
        driver.document.select(chosen)
        several = {"link", "edit_share", "hide", "auto_size", "add_stage_before", "add_lane_above"}
        assert usable(driver) & several == can, chosen


def test_a_comment_can_be_made_on_whatever_is_under_the_hand(driver: Driver) -> None:
    driver.open_kettle()
    for menu in (Menu.CARD, Menu.STAGE, Menu.LANE, Menu.LINK, Menu.MAP):
        offered = [one.action.id for group in driver.window.commands.menu_of(menu) for one in group]
        assert "comment" in offered, menu


def test_a_copy_that_is_made_answers_that_there_was_none(driver: Driver) -> None:
    driver.open_kettle().press("Ctrl+Shift+C")
    assert driver.says
    driver.window.commands.do("to_be_copy")
    driver.settle()
    assert driver.says == ""


def test_an_empty_row_of_feelings_says_what_comes_first(driver: Driver) -> None:
    driver.click("framework-blank")
    piece = driver.document.piece
    assert piece is not None
    assert piece.map.title == "New map"
    stage = next(iter(piece.stages))
    assert missing(piece, stage) == "First add people"
    driver.document.edit(add_library_persona(driver.project, "bas", "en", driver.document.map_id))
    assert missing(map_slice(driver.project), stage) == "First a touchpoint"
    lane = next(key for key, row in piece.lanes.items() if row.kind == "touchpoints")
    driver.document.edit(add_card(driver.project, lane, stage, "Website").edit)
    assert missing(map_slice(driver.project), stage) == "Feeling: 1 to 5"


def test_undo_reaches_the_project_from_an_empty_field(driver: Driver) -> None:
    driver.open_kettle()
    card = driver.touchpoint("details")
    was = driver.project.touchpoints[card].title
    for action, words in (("keep_version", "Before lunch"), ("parking", "Ask legal")):
        driver.window.commands.do(action)
        driver.type(words).press("Return")
        driver.document.set("touchpoints", card, ("title",), "Changed", "text")
        driver.settle()
        assert isinstance(QApplication.focusWidget(), QLineEdit), "the field waits for the next one"
        driver.press("Ctrl+Z")
        assert driver.project.touchpoints[card].title == was, action


def test_the_focus_ring_follows_what_moves_when_the_strip_closes(driver: Driver) -> None:
    driver.open_kettle().window.go("personas")
    driver.window.say("Something to know.", grave=False)
    driver.settle()
    driver.find("new_persona", QWidget).setFocus()
    driver.press("Tab")
    ring, held = driver.window.findChild(FocusRing), QApplication.focusWidget()
    assert ring is not None
    assert held is not None
    assert ring.around is held
    driver.window.strip.clear()
    driver.settle()
    assert ring.geometry().center().y() == pytest.approx(held.mapTo(driver.window, held.rect().center()).y(), abs=1)


def test_undo_in_the_empty_editor_that_enter_opened_takes_back_the_last_card(driver: Driver) -> None:
    driver.open_kettle()
    piece = driver.document.piece
    assert piece is not None
    lane = next(key for key, one in piece.lanes.items() if one.kind == "thoughts")
    driver.document.select(Selection("stages", next(iter(piece.stages)), lane=lane))
    driver.view.setFocus()
    count = len(driver.project.cards)
    driver.type("Wrong").press("Return")
    assert driver.view.writer is not None
    assert len(driver.project.cards) == count + 1
    driver.press("Ctrl+Z")
    assert len(driver.project.cards) == count
    assert driver.view.writer is None
