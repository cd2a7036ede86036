"""Whole stories, told with the verbs of a user; what they assert on is the project."""

from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QAbstractScrollArea, QApplication, QMenu, QPushButton, QWidget

from app.actions.all import ACTIONS
from app.desktop.canvas.gestures.feel import set_feeling
from app.desktop.canvas.gestures.write import Writer
from app.desktop.chrome.focus import FocusRing
from app.desktop.document import Selection
from app.project.files import load
from app.project.model import Project
from maps.layout.elements import LaneHeader
from tests.app.desktop.driver import Driver, clipped


def test_draw_feel_undo_save_and_open_again(driver: Driver) -> None:
    path = driver.open_saved()
    before = driver.project
    card = driver.touchpoint("basket")
    persona = next(iter(driver.project.touchpoints[card].feelings))
    was = before.touchpoints[card].feelings[persona].value

    driver.double_click_on(card)
    assert driver.find("writer", Writer).toPlainText() == before.touchpoints[card].title
    driver.type("Cart with two kettles").press("Return")
    assert driver.project.touchpoints[card].title == "Cart with two kettles"

    driver.drag_feeling(card, persona, -1.0)
    felt = driver.project.touchpoints[card].feelings[persona].value
    assert felt == round(max(-2.0, was - 1.0), 1)
    assert driver.document.history.labels() == ("text", "mood"), "a whole drag is one step"

    driver.press("Ctrl+Z").press("Ctrl+Z")
    assert driver.project == before
    assert not driver.document.dirty
    driver.press("Ctrl+Shift+Z").press("Ctrl+Shift+Z")
    assert driver.project.touchpoints[card].feelings[persona].value == felt

    driver.press("Ctrl+S")
    assert not driver.document.dirty
    again = load(path).project
    assert again == driver.project
    assert again.touchpoints[card].title == "Cart with two kettles"


def test_escape_leaves_everything_as_it_was(driver: Driver) -> None:
    driver.open_kettle()
    before = driver.project
    card = driver.touchpoint("product")
    persona = next(iter(driver.project.touchpoints[card].feelings))

    driver.double_click_on(card).type("Something else").press("Escape")
    assert driver.project is before

    driver.drag_feeling(card, persona, 1.5, drop=False)
    assert driver.project != before
    driver.view.setFocus()
    driver.press("Escape")
    assert driver.project == before
    assert driver.document.history.undo_label is None


def test_keys_alone_reach_edit_and_feel(driver: Driver) -> None:
    driver.open_kettle()
    driver.view.setFocus()
    driver.press("Right")
    first = driver.document.selection
    assert first.table == "touchpoints"
    driver.press("F2").type("Typed without a mouse").press("Return")
    assert driver.project.touchpoints[first.record].title == "Typed without a mouse"

    card = driver.touchpoint("basket")
    persona = next(iter(driver.project.touchpoints[card].feelings))
    was = driver.project.touchpoints[card].feelings[persona].value
    driver.document.select(Selection("touchpoints", card, persona))
    driver.press("Down").press("Down").press("Up").press("Down")
    assert driver.project.touchpoints[card].feelings[persona].value == round(was - 0.2, 1)
    driver.press("Ctrl+Z")
    assert driver.project.touchpoints[card].feelings[persona].value == was, "keys in a row are one step"
    driver.press("Escape")
    assert driver.document.selection == Selection("touchpoints", card)


def test_the_inspector_edits_what_is_selected(driver: Driver) -> None:
    driver.open_kettle()
    card = driver.touchpoint("details")
    driver.click_on(card)
    driver.find(f"touchpoints.{card}.title", QWidget).setFocus()
    driver.press("Ctrl+A").type("Who and where").press("Return")
    assert driver.project.touchpoints[card].title == "Who and where"

    persona = next(iter(driver.project.touchpoints[card].feelings))
    was = driver.project.touchpoints[card].feelings[persona].value
    driver.find(f"feeling-{persona}", QWidget).setFocus()
    driver.press("Right")
    assert driver.project.touchpoints[card].feelings[persona].value == round(was + 0.1, 1)

    pain = next(key for key, one in driver.project.pains.items() if driver.project.cards[one.card].touchpoint == card)
    driver.find(f"severity-{pain}", QWidget).setFocus()
    driver.press("2")
    assert driver.project.pains[pain].severity == 2


def test_a_persona_is_hidden_and_shown_by_an_edit(driver: Driver) -> None:
    driver.open_kettle()
    persona = next(iter(driver.document.piece.personas))  # type: ignore[union-attr]  # a map is open
    drawn = len(driver.view.layout_now.elements)
    driver.click(f"chip-{persona}")
    assert persona in driver.project.maps[driver.document.map_id].hidden_personas
    assert len(driver.view.layout_now.elements) < drawn
    driver.press("Ctrl+Z")
    assert not driver.project.maps[driver.document.map_id].hidden_personas
    assert len(driver.view.layout_now.elements) == drawn


def test_a_persona_of_the_library_joins_the_map(driver: Driver) -> None:
    driver.open_kettle().click("go-personas")
    before = len(driver.project.personas)
    driver.click("add-bas")
    assert len(driver.project.personas) == before + 1
    assert len(driver.project.maps[driver.document.map_id].personas) == before + 1
    driver.press("Ctrl+Z")
    assert len(driver.project.personas) == before


def test_run_shows_the_answer_beside_the_map(driver: Driver) -> None:
    driver.open_kettle().click("run")
    assert driver.studio.running
    driver.until(lambda: not driver.studio.running)
    assert driver.says == ""
    assert driver.page.answer is not None
    assert driver.page.answer.isVisible()
    said = driver.texts(driver.page.answer)
    assert "Uncalibrated" in said
    assert "Too few visitors behaved differently" in said, "so few say nothing yet"
    assert len(driver.project.runs) == 1, "a run is kept with the project"
    assert driver.document.history.undo_label is None, "and cannot be undone"

    driver.click("all-figures")
    assert driver.window.place == "simulate"
    card = driver.touchpoint("product")
    driver.document.set("touchpoints", card, ("title",), "Another name", "text")
    assert driver.studio.finished is not None
    assert driver.studio.finished.stale is False, "no answer rests on a name"
    dwell = driver.project.touchpoints[card].dwell
    driver.document.set(
        "touchpoints", card, ("dwell",), dwell.model_copy(update={"value": dwell.value * 0.9}), "number"
    )
    driver.until(lambda: driver.studio.finished is not None and driver.studio.finished.stale)
    driver.until(lambda: "From before your last change" in driver.texts())


def test_a_saved_run_is_shown_again_and_is_not_stale(driver: Driver) -> None:
    path = driver.open_saved()
    driver.click("run").until(lambda: not driver.studio.running)
    driver.press("Ctrl+S")
    driver.studio.open(path)
    driver.settle()
    assert driver.studio.finished is not None
    assert not driver.studio.finished.stale
    assert driver.page.answer is not None
    assert not driver.page.answer.isVisible(), "an old answer waits until it is asked for"
    driver.click("go-simulate")
    assert "Starter rules" in driver.texts()
    card = driver.touchpoint("basket")
    dwell = driver.project.touchpoints[card].dwell
    driver.document.set(
        "touchpoints", card, ("dwell",), dwell.model_copy(update={"value": dwell.value * 0.9}), "number"
    )
    driver.press("Ctrl+S")
    driver.studio.open(path)
    assert driver.studio.finished.stale


def test_a_run_can_be_stopped(driver: Driver) -> None:
    driver.open_kettle()
    driver.studio._run_settings = driver.studio._run_settings._replace(visitors=2_000_000)  # type: ignore[union-attr]  # set in the driver
    driver.click("run")
    driver.until(lambda: driver.find("run", QPushButton).text().strip() == "Stop")
    driver.click("run")
    driver.until(lambda: not driver.studio.running)
    assert not driver.studio.jobs.busy
    assert driver.find("run", QPushButton).text().strip() == "Run"


def test_light_dark_dutch_and_larger_at_run_time(driver: Driver) -> None:
    driver.open_kettle()
    card = driver.touchpoint("basket")
    driver.document.select(Selection("touchpoints", card))
    driver.click("zoom_in")
    zoom = driver.view.camera.zoom
    driver.click("foot-theme")
    assert driver.studio.look.theme.name == "dark"
    assert driver.view.camera.zoom == zoom
    assert driver.document.selection == Selection("touchpoints", card)
    driver.click("foot-language")
    assert "Reken door" in driver.texts()
    lanes = [e.title.full for e in driver.view.layout_now.elements if isinstance(e, LaneHeader) and e.title is not None]
    assert "Contactpunten" in lanes
    driver.click("foot-room")
    assert driver.studio.look.room == 1.25
    assert driver.studio.settings.language == "nl"
    assert driver.studio.settings.theme == "dark"
    driver.click("foot-language")
    assert "Run" in driver.texts()


def test_zoom_stays_about_the_pointer_and_within_bounds(driver: Driver) -> None:
    driver.open_kettle()
    view = driver.view
    at = view.viewport().rect().center()
    before = view.mapToScene(at)
    view.zoom_by(1.5, at)
    after = view.mapToScene(at)
    assert abs(before.x() - after.x()) < 1
    assert abs(before.y() - after.y()) < 1
    view.zoom_by(1000)
    assert view.camera.zoom == 4.0
    view.zoom_by(1 / 1000)
    assert view.camera.zoom == 0.25
    driver.press("Ctrl+1")
    layout = view.layout_now
    assert layout.width * view.camera.zoom <= view.viewport().width() + 1


def test_an_edit_repaints_only_what_changed(driver: Driver) -> None:
    driver.open_kettle()
    card = driver.touchpoint("basket")
    driver.document.set("touchpoints", card, ("title",), "Cart", "text")
    assert driver.view.map_scene.repainted == (card,)
    rule = next(iter(driver.project.rules))
    driver.document.set("rules", rule, ("title",), "Another name", "text")
    assert driver.view.map_scene.repainted == (card,), "a rule is not on the map"


def test_a_picture_of_the_map_is_written(driver: Driver) -> None:
    driver.open_kettle()
    for ending, start in ((".png", b"\x89PNG"), (".svg", b"<?xml")):
        path = driver.folder / f"map{ending}"
        driver.picked.exporting = path
        driver.window.commands.do("export")
        assert path.read_bytes().startswith(start)
        assert path.name in driver.says


def test_the_empty_studio_offers_ways_in(driver: Driver) -> None:
    assert driver.studio.document is None
    said = driver.texts()
    assert "Open a file" in said
    assert "Buying a kettle online" in said
    driver.click("example-kettle")
    assert driver.document.piece is not None
    driver.press("Ctrl+N")
    assert driver.studio.document is None
    driver.click("framework-blank")
    assert driver.project.stages


def test_the_palette_finds_actions_and_cards(driver: Driver) -> None:
    driver.open_kettle()
    palette = driver.window.open_palette()
    driver.type("dark")
    assert palette.names[0] == "Dark"
    driver.press("Return")
    assert driver.studio.look.theme.name == "dark"
    title = driver.project.touchpoints[driver.touchpoint("reviews")].title
    driver.window.open_palette()
    driver.type(title)
    driver.press("Return")
    assert driver.document.selection == Selection("touchpoints", driver.touchpoint("reviews"))


def test_recent_files_are_offered(driver: Driver) -> None:
    path = driver.open_saved("spring.footfall.json")
    driver.press("Ctrl+N")
    driver.click("recent-spring.footfall.json")
    assert driver.document.path == path


def test_settings_are_kept_for_the_next_time(driver: Driver) -> None:
    driver.studio.set_theme("dark")
    assert '"theme": "dark"' in Path(driver.folder / "settings.json").read_text("utf-8")


def test_the_menu_behind_the_title_offers_every_placed_action(driver: Driver) -> None:
    driver.open_kettle()
    menu = driver.frame.menu(driver.window)
    offered = {act.objectName(): act for act in menu.actions()}
    for sub in menu.findChildren(QMenu):
        offered |= {act.objectName(): act for act in sub.actions()}
    assert {"open", "save", "export", "undo", "fit", "theme_dark", "language_nl", "simulate"} <= offered.keys()
    assert not offered["undo"].isEnabled(), "there is nothing to undo yet"
    offered["theme_dark"].trigger()
    assert driver.studio.look.theme.name == "dark"
    driver.studio.set_theme("system")
    assert driver.studio.settings.theme == "system"


def test_every_action_that_needs_a_window_is_bound(driver: Driver) -> None:
    unbound = [action.id for action in ACTIONS if action.needs_window and action.id not in driver.window.commands]
    assert unbound == []


@pytest.mark.parametrize("place", ["map", "personas", "simulate", "start"])
def test_whatever_takes_the_keyboard_has_a_name(driver: Driver, place: str) -> None:
    if place != "start":
        driver.open_kettle()
        driver.window.go(place)
        driver.settle()
    nameless = [
        f"{type(one).__name__} {one.objectName()}"
        for one in driver.window.findChildren(QWidget)
        if one.isVisible()
        and one.focusPolicy() & Qt.FocusPolicy.TabFocus
        and one.focusProxy() is None
        and not isinstance(one, QAbstractScrollArea)
        and not (one.accessibleName() or str(getattr(one, "text", str)()))
    ]
    assert nameless == []


@pytest.mark.parametrize("size", [(1280, 720), (2560, 1440)])
def test_nothing_is_cut_short_in_dutch(driver: Driver, size: tuple[int, int]) -> None:
    driver.studio.set_language("nl")
    driver.open_kettle()
    driver.window.resize(*size)
    for place in ("map", "personas", "simulate"):
        driver.window.go(place)
        driver.settle()
        assert clipped(driver) == [], place


def test_tab_moves_the_ring_and_a_click_does_not(driver: Driver) -> None:
    driver.open_kettle()
    ring = driver.window.findChildren(FocusRing)[0]
    driver.find("search", QWidget).setFocus()
    assert ring.around is None
    driver.press("Tab")
    assert ring.around is QApplication.focusWidget()
    driver.view.setFocus()
    assert ring.around is None


def test_moving_a_feeling_gives_the_layout_that_a_fresh_one_gives(driver: Driver) -> None:
    driver.open_kettle()
    card = driver.touchpoint("product")
    for persona in driver.project.touchpoints[card].feelings:
        for value in (-2.0, 1.3, 0.4):
            set_feeling(driver.document, card, persona, value)
            quick = driver.view.layout_now
            driver.page.sheet.refresh()
            assert driver.view.layout_now == quick
    note = driver.project.touchpoints[card].feelings[persona].model_copy(update={"note": "Another reason"})
    driver.document.set("touchpoints", card, ("feelings", persona), note, "note")
    quick = driver.view.layout_now
    driver.page.sheet.refresh()
    assert driver.view.layout_now == quick
    driver.document.set("touchpoints", card, ("feelings", persona), None, "note")
    quick = driver.view.layout_now
    driver.page.sheet.refresh()
    assert driver.view.layout_now == quick


def test_an_empty_project_can_be_looked_at_but_not_run(driver: Driver) -> None:
    driver.studio.begin(Project())
    driver.settle()
    assert not driver.find("run", QPushButton).isEnabled()
    for place in ("personas", "simulate", "map"):
        driver.click(f"go-{place}")
    assert driver.says == ""


def test_what_cannot_be_run_says_why_and_how_to_mend_it(driver: Driver) -> None:
    driver.click("framework-blank").click("run")
    driver.until(lambda: not driver.studio.running)
    assert "nobody travels this map" in driver.says.lower()
    assert "maps." not in driver.says, "people have no use for paths of records"


def test_what_is_being_typed_survives_a_change_of_theme(driver: Driver) -> None:
    driver.open_kettle()
    card = driver.touchpoint("basket")
    driver.double_click_on(card).type("Half typed")
    driver.studio.set_theme("dark")
    driver.settle()
    assert driver.project.touchpoints[card].title == "Half typed"


def test_a_sentence_stays_until_it_is_dismissed(driver: Driver) -> None:
    driver.open_kettle()
    driver.window.say("Something to know.", grave=False)
    driver.studio.set_theme("dark")
    assert driver.says == "Something to know."
    driver.press("Escape")
    assert driver.says == ""
    driver.studio.set_theme("light")
    assert driver.says == ""
