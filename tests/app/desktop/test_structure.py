"""The structure of a project in the studio: panel, maps, outline, search, comments, versions, comparing."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton, QLabel, QMenu, QScrollArea, QWidget

from app.desktop.chrome.basics import Elided
from app.desktop.comparing.page import ComparePage
from app.desktop.document import Selection
from app.desktop.panels.comments import CommentsPage
from app.desktop.panels.maps import MapsPage
from app.desktop.panels.outline import OutlinePage
from app.desktop.panels.outline_model import LINE
from app.desktop.panels.outline_rows import Line
from app.desktop.panels.search import SearchPage
from app.desktop.panels.versions import VersionsPage
from app.project.builders import in_order, set_field
from app.project.mapping.cards import add_card
from app.project.slices import map_slice
from app.words import set_language
from tests.app.desktop.driver import Driver

MAP = "map-kettle00"


@pytest.fixture
def open_kettle(driver: Driver) -> Driver:
    return driver.open_kettle()


def page(driver: Driver, key: str) -> QWidget:
    found = driver.page.panel.show_page(key, focus=True)
    driver.settle()
    assert found is not None
    return found


def do(driver: Driver, action: str) -> None:
    assert driver.window.commands.do(action), f"{action} cannot be done"
    driver.settle()


def current(outline: OutlinePage) -> Line:
    line: Line = outline.tree.currentIndex().data(LINE)
    return line


# ---- the panel -----------------------------------------------------------------------------------------------------


def _open(driver: Driver) -> bool:
    return driver.page.panel.shown


def test_the_panel_opens_where_it_was_and_takes_no_room_until_then(open_kettle: Driver) -> None:
    driver = open_kettle
    panel, width = driver.page.panel, driver.view.width()
    assert not _open(driver)
    driver.press("Ctrl+B")
    assert _open(driver)
    assert driver.view.width() < width
    driver.click("panel-search")
    driver.press("Ctrl+B")
    assert not _open(driver)
    assert driver.view.width() == width
    driver.press("Ctrl+B")
    assert panel.current == "search"
    driver.studio.set_theme("dark")
    driver.settle()
    assert _open(driver)
    assert driver.page.panel.current == "search"
    driver.press("Ctrl+Shift+O")
    assert not driver.view.hasFocus()
    driver.press("Escape")
    assert driver.view.hasFocus()


# ---- the outline ---------------------------------------------------------------------------------------------------


def test_the_outline_and_the_map_are_one_and_say_the_same(open_kettle: Driver) -> None:
    driver = open_kettle
    outline = page(driver, "outline")
    assert isinstance(outline, OutlinePage)
    driver.press("Down")
    driver.press("Down")
    assert driver.document.selection == current(outline).selection
    basket = driver.touchpoint("basket")
    driver.document.select(Selection("touchpoints", basket))
    assert current(outline).selection.record == basket
    driver.press("Return")
    assert driver.view.hasFocus()
    assert driver.document.selection.record == basket
    outline = page(driver, "outline")
    assert isinstance(outline, OutlinePage)
    basket = driver.touchpoint("basket")
    driver.document.select(Selection("touchpoints", basket))
    says = str(outline.tree.currentIndex().data(Qt.ItemDataRole.AccessibleTextRole))
    link = next(one for one in driver.project.links.values() if one.from_touchpoint == basket)
    assert f"goes to {driver.project.touchpoints[link.to_touchpoint].title}" in says
    assert "leaves" in says
    person = next(iter(driver.project.touchpoints[basket].feelings))
    assert f"{driver.project.personas[person].name}: " in says
    outline = page(driver, "outline")
    assert isinstance(outline, OutlinePage)
    basket = driver.touchpoint("basket")
    person, was = next(iter(driver.project.touchpoints[basket].feelings.items()))
    driver.document.select(Selection("touchpoints", basket, person))
    driver.press("Ctrl+Down")
    assert driver.project.touchpoints[basket].feelings[person].value == pytest.approx(max(-2.0, was.value - 0.5))
    outline = page(driver, "outline")
    assert isinstance(outline, OutlinePage)
    way = next(iter(driver.project.links))
    index = outline._model.find(Selection("links", way))
    assert outline._model.setData(index, "12,5%")
    assert driver.project.links[way].share.value == pytest.approx(0.125)
    assert not outline._model.setData(index, "a lot")
    assert "between 0% and 100%" in driver.says


def test_the_outline_is_renamed_and_emptied_by_keys(open_kettle: Driver) -> None:
    driver = open_kettle
    outline = page(driver, "outline")
    assert isinstance(outline, OutlinePage)
    card = next(iter(driver.project.cards))
    driver.document.select(Selection("cards", card))
    driver.press("F2")
    driver.type("Said anew")
    driver.press("Return")
    assert driver.project.cards[card].text == "Said anew"
    leaves = outline
    driver.until(lambda: current(leaves).words == "Said anew")
    outline.tree.setFocus()
    driver.press("Delete")
    assert card not in driver.project.cards
    assert outline.tree.currentIndex().isValid()
    driver.document.undo()
    driver.until(lambda: leaves._model.find(Selection("cards", card)).isValid())
    outline = page(driver, "outline")
    assert isinstance(outline, OutlinePage)
    gone: list[int] = []
    outline._model.rowsRemoved.connect(lambda *_: gone.append(1))
    outline._model.modelReset.connect(lambda *_: gone.append(1))
    piece = driver.document.piece
    assert piece is not None
    lane = next(key for key, row in piece.lanes.items() if row.kind == "actions")
    made = add_card(driver.project, lane, next(iter(piece.stages)), "A step more")
    driver.document.edit(made.edit)
    driver.until(lambda: outline._model.find(Selection("cards", made.id)).isValid())
    assert gone == []


# ---- maps ----------------------------------------------------------------------------------------------------------


def test_maps_are_made_shown_renamed_and_removed_and_all_of_it_is_undone(open_kettle: Driver) -> None:
    driver = open_kettle
    maps = page(driver, "maps")
    assert isinstance(maps, MapsPage)
    maps.new_menu().actions()[0].trigger()
    driver.settle()
    made = driver.document.map_id
    assert made != MAP
    driver.until(lambda: len(maps._items()) == 2)
    maps.rename(made, "Another journey")
    assert driver.project.maps[made].title == "Another journey"
    do(driver, "delete_map")
    assert list(driver.project.maps) == [MAP]
    assert driver.document.map_id == MAP
    driver.window.strip.findChildren(QAbstractButton)[0].click()
    driver.settle()
    assert driver.document.map_id == made
    for _ in range(2):
        driver.press("Ctrl+Z")
    assert list(driver.project.maps) == [MAP]
    assert driver.document.map_id == MAP


def test_page_up_and_down_walk_through_the_maps_and_the_palette_knows_them(open_kettle: Driver) -> None:
    driver = open_kettle
    do(driver, "duplicate_map")
    listed = in_order(driver.project.maps)
    assert driver.document.map_id == listed[1]
    driver.press("Ctrl+PageUp")
    assert driver.document.map_id == listed[0]
    driver.press("Ctrl+PageUp")
    assert driver.document.map_id == listed[1]
    driver.press("Ctrl+PageDown")
    assert driver.document.map_id == listed[0]
    palette = driver.window.open_palette()
    assert driver.project.maps[listed[1]].title in palette.names
    palette.leave()
    maps = page(driver, "maps")
    assert isinstance(maps, MapsPage)
    maps.put(listed[0], listed[1], below=True)
    assert in_order(driver.project.maps) == [listed[1], listed[0]]
    driver.press("Alt+Up")
    assert in_order(driver.project.maps) == listed


def test_a_map_goes_out_as_a_file_and_comes_back_in(open_kettle: Driver) -> None:
    driver = open_kettle
    driver.picked.saving = driver.picked.opening = driver.folder / "one.footfall-map.json"
    do(driver, "export_map")
    assert driver.picked.saving.exists()
    do(driver, "import_map")
    assert len(driver.project.maps) == 2
    assert driver.document.map_id != MAP
    driver.picked.opening.write_text("{}", encoding="utf-8")
    do(driver, "import_map")
    assert len(driver.project.maps) == 2
    assert driver.says
    maps = page(driver, "maps")
    assert isinstance(maps, MapsPage)
    driver.until(lambda: maps.thumbnails.picture(MAP) is not None)
    picture = maps.thumbnails.picture(MAP)
    card = next(iter(driver.project.cards))
    driver.document.set("cards", card, ("text",), "Other words, other picture", "text")
    assert maps.thumbnails.picture(MAP) is picture
    driver.until(lambda: maps.thumbnails.picture(MAP) is not picture)


def test_a_template_is_kept_offered_and_removed(
    open_kettle: Driver, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    from app.project.templates import own_templates

    driver = open_kettle
    monkeypatch.setenv("FOOTFALL_CONFIG", str(tmp_path / "config"))
    do(driver, "save_template_bare")
    (template,) = own_templates()
    maps = page(driver, "maps")
    assert isinstance(maps, MapsPage)
    menu = maps.new_menu()
    own = next(one.menu() for one in menu.actions() if one.text() == "Own templates")
    assert isinstance(own, QMenu)
    own.actions()[0].trigger()
    driver.settle()
    assert len(driver.project.maps) == 2
    assert not driver.project.maps[driver.document.map_id].personas
    assert template.title == driver.project.maps[MAP].title


# ---- search --------------------------------------------------------------------------------------------------------


def test_search_is_live_and_enter_goes_there(open_kettle: Driver) -> None:
    driver = open_kettle
    do(driver, "duplicate_map")
    copy = driver.document.map_id
    driver.press("Ctrl+F")
    search = driver.page.panel.page("search")
    assert isinstance(search, SearchPage)
    assert search.field.hasFocus()
    driver.type("delivery cost shows")
    found = search.found
    driver.until(lambda: found.topLevelItemCount() >= 2)
    driver.press("Down")
    driver.press("Return")
    assert driver.document.map_id == copy
    selected = driver.document.selection
    assert driver.project.cards[selected.record].text.startswith("Delivery cost shows")
    assert driver.view.hasFocus()
    driver.press("Ctrl+F")
    search = driver.page.panel.page("search")
    assert isinstance(search, SearchPage)
    search.field.setText("zeppelin")
    driver.until(lambda: "Nothing" in driver.texts(search))
    key, persona = next(iter(driver.project.personas.items()))
    search.field.setText(persona.name)
    driver.until(lambda: search.found.topLevelItemCount() > 0)
    driver.press("Return")
    assert driver.window.place == "personas"
    assert driver.frame.personas is not None
    assert driver.frame.personas.shown == key


# ---- comments ------------------------------------------------------------------------------------------------------


def test_a_comment_is_said_answered_and_resolved(open_kettle: Driver) -> None:
    driver = open_kettle
    basket = driver.touchpoint("basket")
    driver.document.select(Selection("touchpoints", basket))
    do(driver, "comment")
    comments = driver.page.panel.page("comments")
    assert isinstance(comments, CommentsPage)
    driver.type("Is this true for phones?")
    driver.press("Return")
    ((key, comment),) = driver.project.comments.items()
    assert (comment.target, comment.text, comment.map) == (basket, "Is this true for phones?", MAP)
    assert driver.page.options.comments == {basket: 1}
    driver.until(lambda: "Is this true" in driver.texts(comments))
    driver.click(f"begin-answer-{key}")
    driver.type("Only for laptops")
    driver.press("Return")
    assert sorted(one.target for one in driver.project.comments.values()) == sorted([basket, key])
    driver.until(lambda: "Only for laptops" in driver.texts(comments))
    driver.document.select(Selection())
    driver.click(f"about-{key}")
    assert driver.document.selection.record == basket
    driver.click(f"resolve-{key}")
    assert driver.page.options.comments == {}
    driver.until(lambda: "Is this true" not in driver.texts(comments))
    driver.click("segment-resolved")
    assert "Is this true" in driver.texts(comments)
    page(driver, "comments")
    driver.find("comment-author", QWidget).setFocus()
    driver.type("Noor")
    driver.press("Return")
    assert driver.studio.settings.author == "Noor"
    driver.studio.set_theme("dark")
    driver.settle()
    again = driver.page.panel.page("comments")
    assert isinstance(again, CommentsPage)
    again.take_focus()
    driver.type("Said in the dark")
    driver.press("Return")
    assert len(driver.project.comments) == 3


# ---- versions ------------------------------------------------------------------------------------------------------


def test_a_version_is_kept_compared_and_brought_back(open_kettle: Driver) -> None:
    driver = open_kettle
    versions = page(driver, "versions")
    assert isinstance(versions, VersionsPage)
    driver.type("Before the workshop")
    driver.press("Return")
    ((key, snapshot),) = driver.project.snapshots.items()
    assert snapshot.title == "Before the workshop"
    card, words = next((key, one.text) for key, one in driver.project.cards.items())
    driver.document.set("cards", card, ("text",), "After the workshop", "text")
    driver.until(lambda: driver.find(f"compare-{key}", QWidget))
    driver.click(f"compare-{key}")
    assert "Since then: 1 text changed" in driver.texts(versions)
    driver.click(f"restore-{key}")
    assert driver.project.cards[card].text == words
    driver.press("Ctrl+Z")
    assert driver.project.cards[card].text == "After the workshop"


# ---- sub-journeys --------------------------------------------------------------------------------------------------


def test_a_stage_is_gone_into_and_out_of(open_kettle: Driver) -> None:
    driver = open_kettle
    stage = list(map_slice(driver.project, MAP).stages)[1]
    driver.document.select(Selection("stages", stage))
    driver.settle()
    driver.click("new-sub-journey")
    inner = driver.document.map_id
    assert driver.project.stages[stage].opens == inner
    assert driver.window.trail.way == (MAP, inner)
    driver.click("go_out")
    assert driver.document.map_id == MAP
    assert driver.document.selection == Selection("stages", stage)
    header = driver.element(stage)
    door = header.door  # type: ignore[attr-defined]  # a stage's header
    assert door is not None
    at = driver.where(header) + QPoint(
        round((door.centre.x - header.rect.centre.x) * driver.view.camera.zoom),
        round((door.centre.y - header.rect.centre.y) * driver.view.camera.zoom),
    )
    QTest.mouseClick(driver.view.viewport(), Qt.MouseButton.LeftButton, pos=at)
    driver.settle()
    assert driver.document.map_id == inner
    do(driver, "go_out")
    driver.press("Ctrl+Z")
    assert list(driver.project.maps) == [MAP]
    stage = list(map_slice(driver.project, MAP).stages)[1]
    driver.document.select(Selection("stages", stage))
    do(driver, "new_sub_journey")
    inner = driver.document.map_id
    piece = map_slice(driver.project, inner)
    lane = next(key for key, row in piece.lanes.items() if row.kind == "pains")
    driver.document.edit(add_card(driver.project, lane, next(iter(piece.stages)), "Too many fields").edit)
    do(driver, "go_out")
    assert driver.page.options.below[stage].pains == 1
    assert "Too many fields" in driver.texts(driver.page.inspector)


def test_a_stage_can_open_a_map_that_is_there_and_a_circle_is_not_offered(open_kettle: Driver) -> None:
    driver = open_kettle
    do(driver, "duplicate_map")
    copy = driver.document.map_id
    first = next(iter(map_slice(driver.project, copy).stages))
    driver.document.edit(set_field(driver.project, "stages", first, ("opens",), MAP, "sub-journey"))
    driver.document.show_map(MAP)
    driver.document.select(Selection("stages", next(iter(map_slice(driver.project, MAP).stages))))
    do(driver, "choose_sub_journey")
    palette = driver.window._palette
    assert palette is not None
    assert palette.names == ["A new map"]
    palette.leave()


# ---- comparing and the overview ------------------------------------------------------------------------------------


def test_a_to_be_copy_is_compared_side_by_side(open_kettle: Driver) -> None:
    driver = open_kettle
    do(driver, "compare_maps")
    assert "no copy" in driver.says
    do(driver, "to_be_copy")
    copy = driver.document.map_id
    card = next(key for key, row in driver.project.cards.items() if row.map == copy)
    original = driver.project.cards[card].based_on
    driver.document.set("cards", card, ("text",), "As we want it", "text")
    do(driver, "compare_maps")
    comparing = driver.frame.comparing
    assert isinstance(comparing, ComparePage)
    assert comparing.comparison is not None
    assert (comparing.comparison.before, comparing.comparison.after) == (MAP, copy)
    assert "1 text changed" in driver.texts(comparing)
    before, after = comparing._canvases
    assert before._side.layout.stages[3].x + before._side.shift == pytest.approx(
        after._side.layout.stages[3].x + after._side.shift
    )
    comparing.lines.setCurrentRow(0)
    assert (before._lit, after._lit) == (original, card)
    after.show_zoom(1.2)
    assert before.zoom == 1.2
    after.show_place(140, 90)
    assert (before.horizontalScrollBar().value(), before.verticalScrollBar().value()) == (140, 90)
    driver.click("segment-beside")
    comparing.take_focus()
    driver.press("Escape")
    assert driver.frame.comparing is None
    assert driver.view.hasFocus()


def test_a_difference_leads_to_its_own_map(open_kettle: Driver) -> None:
    driver = open_kettle
    do(driver, "to_be_copy")
    copy = driver.document.map_id
    card = next(key for key, row in driver.project.cards.items() if row.map == copy)
    driver.document.set("cards", card, ("text",), "As we want it", "text")
    driver.document.show_map(MAP)
    do(driver, "compare_maps")
    comparing = driver.frame.comparing
    assert isinstance(comparing, ComparePage)
    comparing.lines.setCurrentRow(0)
    driver.press("Return")
    assert driver.document.map_id == copy
    assert driver.document.selection == Selection("cards", card)


def test_the_overview_shows_on_a_large_map_and_moves_the_camera(open_kettle: Driver) -> None:
    driver = open_kettle
    driver.view.zoom_by(2.0)
    driver.settle()
    overview = driver.frame.minimap
    assert overview is not None
    assert overview.isVisible()
    before = driver.view.camera.seen()
    QTest.mouseClick(overview, Qt.MouseButton.LeftButton, pos=overview.rect().bottomRight() - QPoint(12, 12))
    after = driver.view.camera.seen()
    assert after.x() > before.x()
    assert after.y() > before.y()
    do(driver, "fit")
    assert not overview.isVisible()
    driver.view.zoom_by(4.0)
    do(driver, "minimap")
    assert not overview.isVisible()
    assert driver.studio.settings.window["minimap"] == "no"


@pytest.mark.parametrize("language", ["en", "nl"])
def test_every_page_fits_the_panel_and_has_names_for_who_listens(open_kettle: Driver, language: str) -> None:
    driver = open_kettle
    driver.window.resize(1280, 720)
    driver.studio.set_language(language)
    driver.settle()
    for key in ("maps", "outline", "search", "comments", "versions"):
        shown = page(driver, key)
        assert driver.page.panel.width() == 280
        for one in shown.findChildren(QLabel):
            if one.isVisible() and one.text() and not one.wordWrap() and not isinstance(one, Elided):
                assert one.fontMetrics().horizontalAdvance(one.text()) <= one.width() + 1, (key, one.text())
        for area in shown.findChildren(QScrollArea):
            assert not area.isVisible() or area.horizontalScrollBar().maximum() == 0, key
        for button in shown.findChildren(QAbstractButton):
            assert button.accessibleName() or button.text() or not button.isVisible(), (key, button.objectName())
    set_language("en")
