"""The small decisions of the canvas: where an arrow leads, what a tooltip says, what the palette finds."""

import pytest
from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtGui import QWheelEvent
from PySide6.QtWidgets import QApplication

from app.desktop.canvas.nearby import neighbour, next_feeling, reachable
from app.desktop.canvas.tips import whole_text
from app.desktop.chrome.inplace import LineField
from app.desktop.chrome.palette import Entry, found
from maps.layout.elements import Element, Face
from maps.layout.geometry import Rect
from tests.app.desktop.driver import Driver


def at(name: str, x: float, y: float) -> Element:
    return Element(id=name, rect=Rect(x - 10, y - 10, 20, 20), table="cards", record=name)


@pytest.mark.parametrize(("way", "expected"), [("right", "east"), ("left", "west"), ("up", "north"), ("down", "south")])
def test_an_arrow_leads_to_what_lies_that_way(way: str, expected: str) -> None:
    start = at("here", 0, 0)
    others = [at("east", 100, 10), at("west", -100, 0), at("north", 0, -80), at("south", 5, 80), at("far", 900, 0)]
    following = neighbour(start, [start, *others], way)  # type: ignore[arg-type]  # the ways are listed above
    assert following is not None
    assert following.id == expected


def test_straight_ahead_counts_more_than_aside() -> None:
    following = neighbour(at("here", 0, 0), [at("near but aside", 60, 90), at("ahead", 150, 0)], "right")
    assert following is not None
    assert following.id == "ahead"
    assert neighbour(at("here", 0, 0), [at("behind", -40, 0)], "right") is None


def test_arrows_reach_every_card_of_the_kettle(driver: Driver) -> None:
    driver.open_kettle()
    candidates = reachable(driver.view.layout_now)
    seen, waiting = {candidates[0].id}, [candidates[0]]
    while waiting:
        here = waiting.pop()
        for way in ("left", "right", "up", "down"):
            following = neighbour(here, candidates, way)
            if following is not None and following.id not in seen:
                seen.add(following.id)
                waiting.append(following)
    assert {one.id for one in candidates} == seen


def test_faces_follow_one_another_on_a_curve(driver: Driver) -> None:
    driver.open_kettle()
    layout = driver.view.layout_now
    first = min((e for e in layout.elements if isinstance(e, Face)), key=lambda e: e.centre.x)
    second = next_feeling(layout, first, 1)
    assert second is not None
    assert second.persona == first.persona
    assert next_feeling(layout, second, -1) == first
    assert next_feeling(layout, first, -1) is None


def test_a_tooltip_says_what_was_cut_short(driver: Driver) -> None:
    driver.open_kettle()
    card = driver.touchpoint("basket")
    assert whole_text(driver.element(card), 1.0) == ""
    long = "A basket with a title that no card of this width will ever be able to show"
    driver.document.set("touchpoints", card, ("title",), long, "text")
    assert whole_text(driver.element(card), 1.0) == long
    assert driver.element(card).texts[0].elided
    assert len(whole_text(driver.element(card), 0.3).splitlines()) == 2, "far off, what is left out is said too"
    assert whole_text(None, 1.0) == ""


def test_the_palette_finds_without_accents_and_puts_the_best_first() -> None:
    entries = [
        Entry("Show Daniëlle", "", "eye", str),
        Entry("Dark", "", "moon", str, "light ink on dark paper"),
        Entry("Light", "", "sun", str, "dark ink on light paper"),
    ]
    assert [one.name for one in found(entries, "danielle")] == ["Show Daniëlle"]
    assert [one.name for one in found(entries, "dark")] == ["Dark", "Light"]
    assert [one.name for one in found(entries, "light")] == ["Light", "Dark"]
    assert found(entries, "absent") == []
    assert len(found(entries, "")) == 3


def test_the_wheel_moves_the_paper_and_with_control_zooms(driver: Driver) -> None:
    driver.open_kettle()
    view = driver.view

    def turn(keys: Qt.KeyboardModifier) -> None:
        where = QPointF(view.viewport().rect().center())
        none, phase = Qt.MouseButton.NoButton, Qt.ScrollPhase.NoScrollPhase
        event = QWheelEvent(where, where, QPoint(0, 0), QPoint(0, -120), none, keys, phase, False)
        QApplication.sendEvent(view.viewport(), event)
        driver.settle()

    zoom, top = view.camera.zoom, view.verticalScrollBar().value()
    turn(Qt.KeyboardModifier.NoModifier)
    assert view.verticalScrollBar().value() > top
    assert view.camera.zoom == zoom
    turn(Qt.KeyboardModifier.ControlModifier)
    assert view.camera.zoom < zoom


def test_headers_stay_in_view_and_can_be_pressed_there(driver: Driver) -> None:
    driver.open_kettle()
    driver.view.zoom_by(2.0)
    driver.view.scroll_by(700, 400)
    driver.settle()
    stage = next(iter(driver.document.piece.stages))  # type: ignore[union-attr]  # a map is open
    lane = next(key for key, one in driver.project.lanes.items() if one.kind == "emotions")
    assert driver.view.mapToScene(QPoint(0, 0)).x() > driver.view.layout_now.lane_width
    header = driver.element(lane)
    y = driver.view.mapFromScene(0, header.rect.y + 30).y()
    seen = driver.view.element_at(QPoint(30, max(y, 140)))
    assert seen is not None
    assert seen.table == "lanes"
    assert stage in {one.record for one in driver.view.layout_now.elements if one.layer == "header"}


def test_a_field_in_place_keeps_gives_up_and_says_when_words_do_not_hold(driver: Driver) -> None:
    kept: list[str] = []

    def keep(words: str) -> bool:
        kept.append(words)
        return words != "no"

    field = LineField("old", "What?", keep)
    field.setParent(driver.window)
    field.show()
    field.setFocus()
    driver.settle()
    driver.press("Ctrl+A").type("new").press("Return")
    assert kept == ["new"]
    driver.press("Ctrl+A").type("other").press("Escape")
    assert field.text() == "new"
    field.setFocus()
    driver.press("Ctrl+A").type("no").press("Return")
    assert field.property("state") == "error"
