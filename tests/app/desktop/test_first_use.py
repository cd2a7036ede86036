"""What somebody sees who has never seen it: rooms, narrow windows, empty maps, and answers that went stale."""

from __future__ import annotations

from dataclasses import replace
from itertools import pairwise

import pytest
from PySide6.QtWidgets import QPlainTextEdit, QToolButton, QWidget

from app.desktop.answer import sentences
from app.desktop.answer.model import Estimate
from app.desktop.answer.reading import read
from app.desktop.chrome.bottom import BottomBar
from app.desktop.chrome.focus import FocusRing
from app.desktop.chrome.topbar import TopBar
from app.project.edits import apply
from app.project.examples import add_library_persona, new_from_example
from tests.app.desktop.answers import result
from tests.app.desktop.driver import Driver, clipped


def overlapping(bar: QWidget) -> list[str]:
    """Visible neighbours in a bar that lie over one another or stick out of it."""
    inside = [one for one in bar.findChildren(QWidget) if one.parentWidget() is bar and one.isVisible()]
    row = sorted((one.geometry() for one in inside if one.height() > 4), key=lambda place: place.left())
    found = [f"{a} over {b}" for a, b in pairwise(row) if a.right() > b.left()]
    return found + [f"{place} sticks out" for place in row if place.right() > bar.width()]


@pytest.mark.parametrize("size", [(1280, 720), (1600, 1000)])
@pytest.mark.parametrize("room", [1.0, 1.5])
def test_bars_and_pages_hold_in_a_room_in_dutch(driver: Driver, size: tuple[int, int], room: float) -> None:
    driver.studio.set_language("nl")
    project = new_from_example("kettle", "nl")
    for name in ("bas", "danielle", "bas", "danielle"):
        project = apply(project, add_library_persona(project, name, "nl", next(iter(project.maps))))
    driver.window.resize(*size)
    driver.studio.begin(project)
    driver.studio.set_room(room)
    driver.settle()
    for place in ("map", "personas", "simulate"):
        driver.window.go(place)
        driver.settle()
        assert overlapping(driver.window.findChildren(TopBar)[0]) == []
        assert clipped(driver) == [], place
    driver.window.go("map")
    driver.settle()
    assert overlapping(driver.window.findChildren(BottomBar)[0]) == []


def test_the_start_page_holds_in_a_room_and_can_be_left_again(driver: Driver) -> None:
    driver.window.resize(1280, 720)
    driver.click("foot-language").click("foot-room").click("foot-room")
    assert driver.studio.look.room == 1.5
    assert clipped(driver) == []
    assert "Negen stappen" in driver.texts()
    driver.click("foot-room")
    assert driver.studio.look.room == 1.0


def test_the_first_look_shows_every_stage_where_it_can_be_read(driver: Driver) -> None:
    driver.open_kettle()
    view = driver.view
    assert view.camera.zoom == 0.75, "on a narrow window text that can be read comes first"
    driver.window.resize(1920, 1200)
    driver.settle()
    assert view.layout_now.width * view.camera.zoom <= view.viewport().width() + 1
    assert view.camera.zoom >= 0.6
    driver.click("zoom_in")
    zoom = view.camera.zoom
    driver.window.resize(1600, 1000)
    driver.settle()
    assert view.camera.zoom == zoom, "whoever has zoomed keeps that"


def test_the_panel_makes_room_for_the_map_and_comes_back_for_an_answer(driver: Driver) -> None:
    driver.open_kettle().click("side-panel")
    assert not driver.texts(driver.page.inspector)
    assert driver.view.layout_now.width * driver.view.camera.zoom <= driver.view.viewport().width() + 1
    driver.studio.set_theme("dark")
    driver.settle()
    assert not driver.texts(driver.page.inspector), "a theme changes nothing else"
    driver.click("run").until(lambda: not driver.studio.running)
    assert driver.page.side_shown
    assert driver.page.answer_in_front


def test_an_empty_map_says_what_can_be_done_with_it(driver: Driver) -> None:
    driver.click("framework-touch-tell-sell-care")
    assert "This map is still empty" in driver.texts()
    driver.find(f"maps.{driver.document.map_id}.scenario", QPlainTextEdit).setFocus()
    driver.type("A tap drips.").press("Return")
    assert driver.project.maps[driver.document.map_id].scenario == "A tap drips."
    driver.click("add-people")
    assert driver.window.place == "personas"
    driver.click("add-bas")
    assert len(driver.project.personas) == 1


def test_saving_and_exporting_are_in_reach_of_the_mouse(driver: Driver) -> None:
    driver.open_kettle()
    driver.picked.saving = driver.folder / "mine.footfall.json"
    driver.picked.exporting = driver.folder / "mine.svg"
    driver.click("save").click("export")
    assert driver.picked.saving.exists()
    assert driver.picked.exporting.exists()
    for name in ("foot-language", "foot-room", "foot-theme", "side-panel", "save", "export"):
        assert driver.find(name, QToolButton).toolTip(), name


def test_the_bar_says_that_the_answer_is_from_before_a_change(driver: Driver) -> None:
    driver.open_kettle().click("run").until(lambda: not driver.studio.running)
    bar = driver.window.findChildren(BottomBar)[0]
    assert "before your last change" not in driver.texts(bar)
    card = driver.touchpoint("product")
    driver.click_on(card)
    dwell = driver.project.touchpoints[card].dwell
    driver.document.set("touchpoints", card, ("dwell",), dwell.model_copy(update={"value": dwell.value * 2}), "number")
    driver.settle()
    bar = driver.window.findChildren(BottomBar)[0]
    assert "Answer from before your last change" in driver.texts(bar)


def test_columns_that_move_take_everything_along_and_draw_no_ring(driver: Driver) -> None:
    driver.open_kettle().click("run").until(lambda: not driver.studio.running)
    driver.window.go("simulate")
    for width in (1000, 1500, 1000):
        driver.find(f"run-{next(iter(driver.project.runs))}", QWidget).setFocus()
        driver.window.resize(width, 700)
        driver.settle()
        said = driver.texts()
        assert "What it costs, a month" in said, width
        assert "Today" in said, width
        assert [ring.around for ring in driver.window.findChildren(FocusRing)] == [None]


def test_a_hidden_persona_is_called_that_in_the_gallery(driver: Driver) -> None:
    driver.open_kettle()
    persona = next(iter(driver.project.personas))
    driver.click(f"chip-{persona}").click("go-personas")
    assert "Hidden on the map" in driver.find(f"person-{persona}", QWidget).accessibleName()
    other = next(key for key in driver.project.personas if key != persona)
    assert "Hidden" not in driver.find(f"person-{other}", QWidget).accessibleName()


@pytest.mark.parametrize(("same", "first"), [(0.3, "95%"), (0.31, "It may well"), (0.6, "It may well")])
def test_that_it_may_make_no_difference_is_said_first(driver: Driver, same: float, first: str) -> None:
    piece = driver.open_kettle().document.piece
    assert piece is not None
    read_again = read(result(piece.id, list(piece.personas)), piece)
    assert read_again is not None
    told = replace(
        read_again, lift=Estimate(0.001, -0.001, 0.003), chances=(0.9 - same, same, 0.1), margin_falls=None, worth=0.0
    )
    assert sentences.verdict(told)[0].startswith(first)
    assert len(sentences.verdict(told)) == 2
