"""Links drawn, hung elsewhere and weighed with the mouse."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QPoint
from PySide6.QtWidgets import QApplication

from app.desktop.canvas.gestures.write import Writer
from app.desktop.document import Selection
from app.project.mapping.links import leaving
from maps.layout.elements import LinkLine, TouchCard
from maps.layout.hits import handle_of
from tests.app.desktop.driver import Driver
from tests.app.desktop.hand import Hand


@pytest.fixture
def hand(driver: Driver) -> Hand:
    driver.open_kettle()
    driver.view.fit()
    driver.settle()
    return Hand(driver)


def _handle(hand: Hand, point: str) -> QPoint:
    card = hand.driver.element(point)
    assert isinstance(card, TouchCard)
    at = handle_of(card)
    return hand.at(at.x + 2, at.y)


def _unlinked(driver: Driver, source: str) -> str:
    """A touchpoint that this one does not lead to yet."""
    taken = {link.to_touchpoint for link in driver.project.links.values() if link.from_touchpoint == source}
    return next(
        key for key, one in driver.project.touchpoints.items() if key not in {*taken, source} and one.page == "home"
    )


def _line(driver: Driver, link: str) -> LinkLine:
    shown = (*driver.page.sheet.revealed, *driver.view.layout_now.elements)
    return next(one for one in shown if isinstance(one, LinkLine) and one.record == link)


def test_a_link_is_drawn_from_a_handle_to_a_card(hand: Hand) -> None:
    driver, before = hand.driver, hand.driver.project
    source = driver.touchpoint("payment")
    target = _unlinked(driver, source)
    hand.click(hand.on(source))
    piece = driver.document.piece
    assert piece is not None
    left = leaving(piece, source)
    hand.drag(_handle(hand, source), hand.on(target))
    made = driver.document.selection
    assert made.table == "links"
    link = driver.project.links[made.record]
    assert (link.from_touchpoint, link.to_touchpoint) == (source, target)
    assert link.share.value == pytest.approx(left)
    assert driver.document.history.labels() == ("add-link",)
    driver.press("Ctrl+Z")
    assert driver.project == before


def test_let_go_on_paper_it_makes_a_card_there(hand: Hand) -> None:
    driver, before = hand.driver, hand.driver.project
    source = driver.touchpoint("order")
    lane = next(key for key, one in driver.project.lanes.items() if one.kind == "touchpoints")
    stage = driver.project.touchpoints[driver.touchpoint("basket")].stage
    hand.click(hand.on(source))
    hand.drag(_handle(hand, source), hand.low_in(stage, lane))
    made = driver.document.selection
    assert made.table == "touchpoints"
    assert made.record not in before.touchpoints
    assert driver.project.touchpoints[made.record].stage == stage
    assert any(
        (link.from_touchpoint, link.to_touchpoint) == (source, made.record) for link in driver.project.links.values()
    )
    assert driver.document.history.labels() == ("add-link",)
    driver.press("Ctrl+Z")
    assert driver.project == before


def test_esc_in_the_middle_draws_nothing(hand: Hand) -> None:
    driver, before = hand.driver, hand.driver.project
    source = driver.touchpoint("payment")
    hand.click(hand.on(source))
    end = hand.on(_unlinked(driver, source))
    hand.drag(_handle(hand, source), end, drop=False)
    driver.press("Esc")
    hand.let_go(end)
    assert driver.project is before
    assert driver.document.selection == Selection("touchpoints", source)


def test_a_second_link_to_the_same_card_is_refused_with_a_sentence(hand: Hand) -> None:
    driver, before = hand.driver, hand.driver.project
    link = next(iter(driver.project.links.values()))
    hand.click(hand.on(link.from_touchpoint))
    hand.drag(_handle(hand, link.from_touchpoint), hand.on(link.to_touchpoint))
    assert driver.project is before
    assert "already" in driver.says


def test_an_end_is_hung_on_another_card(hand: Hand) -> None:
    driver, before = hand.driver, hand.driver.project
    key = next(key for key, one in driver.project.links.items() if one.to_touchpoint == driver.touchpoint("basket"))
    source = driver.project.links[key].from_touchpoint
    driver.document.select(Selection("links", key))
    driver.view.fit()
    driver.settle()
    line = _line(driver, key)
    target = _unlinked(driver, source)
    near = line.tip.x - 5 * line.heading.x, line.tip.y - 5 * line.heading.y
    hand.drag(hand.at(*near), hand.on(target))
    assert driver.project.links[key].to_touchpoint == target
    assert driver.project.links[key].share == before.links[key].share
    assert driver.document.history.labels() == ("reconnect",)
    driver.press("Ctrl+Z")
    assert driver.project == before


@pytest.mark.parametrize("typed", ["12%", "12", " 12,0 % "])
def test_a_share_is_written_on_the_link(hand: Hand, typed: str) -> None:
    driver = hand.driver
    key = _with_room(driver)
    _write_share(hand, key, typed)
    assert driver.project.links[key].share.value == pytest.approx(0.12)
    assert driver.document.history.labels() == ("share",)


@pytest.mark.parametrize("typed", ["130%", "a lot"])
def test_a_share_that_cannot_be_is_refused_with_a_sentence(hand: Hand, typed: str) -> None:
    driver, before = hand.driver, hand.driver.project
    key = _with_room(driver)
    _write_share(hand, key, typed)
    assert driver.project is before
    assert driver.says


def test_more_than_everybody_cannot_leave_a_card(hand: Hand) -> None:
    driver, before = hand.driver, hand.driver.project
    counts: dict[str, int] = {}
    for link in driver.project.links.values():
        counts[link.from_touchpoint] = counts.get(link.from_touchpoint, 0) + 1
    source = max(counts, key=lambda key: counts[key])
    key = next(key for key, one in driver.project.links.items() if one.from_touchpoint == source)
    _write_share(hand, key, "99%")
    assert driver.project is before
    assert "100%" in driver.says


def _with_room(driver: Driver) -> str:
    """A link that carries more than the twelve percent it is to carry."""
    return next(key for key, link in driver.project.links.items() if link.share.value > 0.13)


def _write_share(hand: Hand, key: str, typed: str) -> None:
    driver = hand.driver
    driver.document.select(Selection("links", key))
    driver.view.setFocus()
    driver.press("F2")
    assert isinstance(QApplication.focusWidget(), Writer)
    driver.type(typed).press("Return")
