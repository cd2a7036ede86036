"""Visitors of a run on the map: the switch that paints what they did, and single ones walking, pressed for a story."""

from dataclasses import replace
from itertools import pairwise
from math import hypot

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLabel

from app.desktop.replay.player import Player
from app.desktop.replay.story import StoryPanel
from app.desktop.replay.ways import TRAVEL, Ways
from app.desktop.replay.work import Replay
from maps.layout.elements import DropStub, LinkLine, ToldMark, TouchCard
from maps.layout.geometry import Rect
from simulation.replay.journeys import Stop, Trip
from tests.app.desktop.driver import Driver

PRODUCT, REVIEWS, LINK = "touchpoint-product0", "touchpoint-reviews0", "link-prodrevi"


def walked(driver: Driver) -> Replay:
    driver.qtbot.waitUntil(lambda: not driver.studio.running and "walked" in driver.studio.studies, timeout=60_000)
    driver.settle()
    value = driver.studio.studies["walked"].value
    assert isinstance(value, Replay)
    return value


def watched(driver: Driver) -> Player:
    driver.window.commands.do("replay")
    walked(driver)
    player = driver.page.player
    assert player is not None
    return player


def runs(driver: Driver) -> bool:
    return driver.page.player is not None and driver.page.player.running


def test_the_switch_paints_what_visitors_did(driver: Driver) -> None:
    driver.open_kettle()
    driver.page.bar.overlays.switched.emit("walked", True)
    replay = walked(driver)
    shown = driver.page.sheet.layout
    widths = {one.record: one.width for one in shown.elements if isinstance(one, LinkLine)}
    taken = replay.flows.taken
    busiest = max(taken, key=lambda key: taken[key])
    assert widths[busiest] == pytest.approx(9.0)
    thick = [(taken[a], widths[a], taken[b], widths[b]) for a, b in pairwise(sorted(set(widths) & set(taken)))]
    assert all((w1 - w2) * (t1 - t2) >= 0 for t1, w1, t2, w2 in thick)
    told = {one.record for one in shown.elements if isinstance(one, ToldMark)}
    assert told == set(replay.flows.told)
    assert any(isinstance(one, DropStub) for one in shown.elements)
    driver.page.bar.overlays.switched.emit("walked", False)
    assert driver.page.sheet.options.walked is None
    assert not any(isinstance(one, ToldMark) for one in driver.page.sheet.layout.elements)


def test_after_a_change_they_live_again(driver: Driver) -> None:
    driver.open_kettle()
    driver.page.bar.overlays.switched.emit("walked", True)
    before = walked(driver)
    driver.document.set("rules", "rule-reviews0", ("on",), False, "switch-rule")
    driver.qtbot.waitUntil(lambda: driver.studio.studies["walked"].value is not before, timeout=60_000)
    driver.settle()
    after = walked(driver)
    assert sum(after.flows.told.values()) < sum(before.flows.told.values())
    assert driver.page.sheet.options.walked == after.walked()
    driver.document.undo()


def test_a_visitor_is_pressed_and_tells_his_story(driver: Driver) -> None:
    driver.open_kettle()
    player = watched(driver)
    assert player.running
    player.play(on=False)
    player.seek(20.0)
    inside = player.dots.rect().adjusted(12, 12, -12, -12)
    trip, where = next(
        (trip, at) for trip, at, over in player.dots.there() if inside.contains(at.toPoint()) and not over
    )
    QTest.mouseClick(player.dots, Qt.MouseButton.LeftButton, pos=where.toPoint())
    driver.settle()
    story = player.story
    assert isinstance(story, StoryPanel)
    said = [one.text() for one in story.findChildren(QLabel)]
    near = [one.visitor for one, at, _over in player.dots.there() if (at - where).manhattanLength() < 12]
    assert any(f"Visitor {visitor}:" in said[0] for visitor in (trip.visitor, *near))
    assert len(said) > 3
    driver.click("story-close")
    assert player.story is None


def test_the_bar_plays_seeks_and_ends(driver: Driver) -> None:
    driver.open_kettle()
    player = watched(driver)
    driver.click("replay-play")
    assert not runs(driver)
    player.bar.slider.setFocus()
    QTest.keyClick(player.bar.slider, Qt.Key.Key_End)
    assert player.moment == pytest.approx(player.lasts)
    assert player.dots.there() == []
    driver.click("replay-play")
    assert runs(driver)
    assert player.moment < 1.0
    player.play(on=False)
    driver.click("replay-close")
    assert driver.page.player is None
    assert driver.view.hasFocus()


def test_where_nobody_is_the_map_gets_the_press(driver: Driver) -> None:
    driver.open_kettle()
    player = watched(driver)
    player.play(on=False)
    player.seek(player.lasts)
    card = next(one for one in driver.page.sheet.layout.elements if isinstance(one, TouchCard))
    spot = driver.view.mapFromScene(card.rect.centre.x, card.rect.centre.y)
    QTest.mouseClick(player.dots, Qt.MouseButton.LeftButton, pos=QPoint(spot))
    driver.settle()
    assert driver.document.selection.record == card.record


def test_a_way_begins_and_ends_on_the_cards_and_follows_the_link(driver: Driver) -> None:
    driver.open_kettle()
    driver.page.sheet.switch(links=True)
    layout = driver.page.sheet.layout
    ways, boxes = Ways(layout), {one.record: one.rect for one in layout.elements if isinstance(one, TouchCard)}
    trip = Trip(7, 0, "", 0, (Stop(PRODUCT, 0.0, 2.0, LINK), Stop(REVIEWS, 2.0, 3.0)), "left")
    moments = [step / 50 for step in range(150)]
    spots = [ways.where(trip, moment) for moment in moments]
    assert ways.where(trip, -0.1) is None
    assert ways.where(trip, 3.0) is None
    points = [spot for spot in spots if spot is not None]
    assert len(points) == len(moments)
    begins = 2.0 * (1.0 - TRAVEL)
    for moment, point in zip(moments, points, strict=True):
        if moment < begins:
            assert within(boxes[PRODUCT], point.x, point.y)
        elif moment >= 2.0:
            assert within(boxes[REVIEWS], point.x, point.y)
    steps = [hypot(b.x - a.x, b.y - a.y) for a, b in pairwise(points)]
    assert max(steps) < 40
    line = next(one for one in layout.elements if isinstance(one, LinkLine) and one.record == LINK)
    on_line = line.path.sampled(2.0)
    middle = points[round((begins + 2.0) / 2 * 50)]
    assert min(hypot(p.x - middle.x, p.y - middle.y) for p in on_line) < 3


def within(box: Rect, x: float, y: float) -> bool:
    return box.x <= x <= box.right and box.y <= y <= box.bottom


def test_a_link_that_is_not_drawn_is_crossed_all_the_same(driver: Driver) -> None:
    driver.open_kettle()
    bare = replace(driver.page.sheet.layout, elements=tuple(
        one for one in driver.page.sheet.layout.elements if not isinstance(one, LinkLine)))  # fmt: skip
    trip = Trip(1, 0, "", 0, (Stop(PRODUCT, 0.0, 2.0, LINK), Stop(REVIEWS, 2.0, 3.0)), "left")
    assert Ways(bare).where(trip, 1.8) is not None
    assert Ways(replace(bare, elements=())).where(trip, 1.8) is None
