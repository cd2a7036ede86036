"""The map under a hand: selecting, dragging, stretching, sizing; each one step, undone exactly, cancelled exactly."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QContextMenuEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from app.actions.registry import Menu
from app.desktop.canvas.ends import ADD_LANE, ADD_STAGE, end_rects
from app.desktop.document import Selection
from app.project.mapping.items import cell_items
from app.project.model import Project
from maps.layout.elements import Face, TextCell
from maps.layout.options import Sizes
from tests.app.desktop.driver import Driver
from tests.app.desktop.hand import ALT, CTRL, NONE, Hand


@pytest.fixture
def hand(driver: Driver) -> Hand:
    driver.open_kettle()
    driver.view.fit()
    driver.settle()
    return Hand(driver)


def _lane(driver: Driver, kind: str) -> str:
    return next(key for key, lane in driver.project.lanes.items() if lane.kind == kind)


def _stages(driver: Driver) -> list[str]:
    piece = driver.document.piece
    assert piece is not None
    return list(piece.stages)


def _cell(driver: Driver, lane: str, stage: str) -> list[str]:
    piece = driver.document.piece
    assert piece is not None
    return [key for _, key in cell_items(piece, lane, stage)]


def _once(driver: Driver, before: Project, label: str) -> None:
    """It was one step with this name, and taking it back gives what was there, to the last field."""
    assert driver.document.history.labels() == (label,)
    after = driver.project
    driver.press("Ctrl+Z")
    assert driver.project == before
    driver.press("Ctrl+Shift+Z")
    assert driver.project == after


def test_ctrl_adds_and_takes_away(hand: Hand) -> None:
    driver = hand.driver
    first, second = list(driver.project.touchpoints)[:2]
    hand.click(hand.on(first)).click(hand.on(second), CTRL)
    assert {one.record for one in hand.chosen()} == {first, second}
    hand.click(hand.on(first), CTRL)
    assert [one.record for one in hand.chosen()] == [second]


def test_a_band_selects_what_it_touches_and_esc_gives_back_what_was(hand: Hand) -> None:
    driver = hand.driver
    lane, stage = _lane(driver, "actions"), _stages(driver)[1]
    rect = driver.view.layout_now.cell_rect(stage, _lane(driver, "touchpoints"))
    assert rect is not None
    hand.click(hand.on(_cell(driver, lane, stage)[0]))
    was = hand.chosen()
    start, end = hand.at(rect.x + 1, rect.y + 2), hand.at(rect.right - 2, rect.bottom - 2)
    hand.drag(start, end, drop=False)
    wanted = set(_cell(driver, _lane(driver, "touchpoints"), stage))
    assert {one.record for one in hand.chosen()} == wanted
    driver.press("Esc")
    assert hand.chosen() == was
    hand.let_go(end)
    assert hand.chosen() == was
    assert not driver.document.history.labels()


def test_an_empty_cell_is_selected_by_a_click_and_filled_by_two(hand: Hand) -> None:
    driver = hand.driver
    lane = _lane(driver, "pains")
    stage = next(key for key in _stages(driver) if not _cell(driver, lane, key))
    hand.click(hand.cell(stage, lane))
    assert driver.document.selection == Selection("stages", stage, lane=lane)
    hand.double_click(hand.cell(stage, lane))
    driver.type("Too loud").press("Return").press("Esc")
    made = _cell(driver, lane, stage)
    assert [driver.project.cards[key].text for key in made] == ["Too loud"]
    assert any(pain.card == made[0] for pain in driver.project.pains.values())


def test_a_card_is_dragged_to_another_cell(hand: Hand) -> None:
    driver, before = hand.driver, hand.driver.project
    lane, (first, second) = _lane(driver, "actions"), _stages(driver)[1:3]
    card = _cell(driver, lane, first)[0]
    hand.drag(hand.on(card), hand.low_in(second, lane))
    assert _cell(driver, lane, second)[-1] == card
    assert card not in _cell(driver, lane, first)
    assert driver.document.selection.record == card
    _once(driver, before, "move")


def test_while_it_is_dragged_nothing_is_changed_and_esc_leaves_all_as_it_was(hand: Hand) -> None:
    driver, before = hand.driver, hand.driver.project
    lane, (first, second) = _lane(driver, "actions"), _stages(driver)[1:3]
    card = _cell(driver, lane, first)[0]
    place = driver.view.place()
    drawn = driver.element(card).rect
    end = hand.low_in(second, lane)
    hand.drag(hand.on(card), end, drop=False)
    assert driver.project is before, "what is tried is drawn, not done"
    assert driver.element(card).rect != drawn, "the map makes room where it would come"
    driver.press("Esc")
    hand.let_go(end)
    assert driver.project is before
    assert driver.element(card).rect == drawn
    assert driver.view.place() == place
    assert not driver.document.history.labels()


def test_several_go_together_and_keep_their_order(hand: Hand) -> None:
    driver, before = hand.driver, hand.driver.project
    lane, stages = _lane(driver, "actions"), _stages(driver)
    cards = [_cell(driver, lane, stage)[0] for stage in stages[1:3]]
    hand.click(hand.on(cards[0])).click(hand.on(cards[1]), CTRL)
    hand.drag(hand.on(cards[1]), hand.low_in(stages[4], lane))
    assert _cell(driver, lane, stages[4])[-2:] == cards
    assert {one.record for one in hand.chosen()} == set(cards)
    _once(driver, before, "move")


def test_alt_drags_a_copy(hand: Hand) -> None:
    driver, before = hand.driver, hand.driver.project
    lane, (first, second) = (
        _lane(driver, "pains"),
        [key for key in _stages(driver) if _cell(driver, _lane(driver, "pains"), key)][:2],
    )
    card = _cell(driver, lane, first)[0]
    hand.drag(hand.on(card), hand.low_in(second, lane), ALT)
    made = _cell(driver, lane, second)[-1]
    assert card in _cell(driver, lane, first)
    assert driver.project.cards[made].text == driver.project.cards[card].text
    severity = {pain.card: pain.severity for pain in driver.project.pains.values()}
    assert severity[made] == severity[card]
    assert driver.document.selection.record == made
    _once(driver, before, "copy")


def test_a_thought_becomes_a_pain_point_in_the_row_of_pain_points(hand: Hand) -> None:
    driver, before = hand.driver, hand.driver.project
    stage = _stages(driver)[2]
    card = _cell(driver, _lane(driver, "thoughts"), stage)[0]
    hand.drag(hand.on(card), hand.cell(stage, _lane(driver, "pains")))
    assert any(pain.card == card for pain in driver.project.pains.values())
    _once(driver, before, "move")


def test_a_touchpoint_is_refused_among_thoughts_with_a_sentence(hand: Hand) -> None:
    driver, before = hand.driver, hand.driver.project
    point, stage = driver.touchpoint("basket"), _stages(driver)[1]
    hand.drag(hand.on(point), hand.cell(stage, _lane(driver, "thoughts")))
    assert driver.project is before
    assert driver.says


@pytest.mark.parametrize(("index", "way"), [(0, 1), (2, -1)])
def test_a_stage_is_dragged_to_another_place(hand: Hand, index: int, way: int) -> None:
    driver, before = hand.driver, hand.driver.project
    order = _stages(driver)
    header, other = hand.header(order[index]), hand.header(order[index + way])
    past = other.rect.centre.x + way * 12
    hand.drag(hand.at(*header.rect.centre), hand.at(past, header.rect.centre.y))
    wanted = list(order)
    wanted.insert(index + way, wanted.pop(index))
    assert _stages(driver) == wanted
    _once(driver, before, "move")


def test_a_row_is_dragged_and_its_height_by_its_edge(hand: Hand) -> None:
    driver, before = hand.driver, hand.driver.project
    piece = driver.document.piece
    assert piece is not None
    order = list(piece.lanes)
    actions, thoughts = order.index(_lane(driver, "actions")), order.index(_lane(driver, "thoughts"))
    header, other = hand.header(order[actions]), hand.header(order[thoughts])
    hand.drag(hand.at(*header.rect.centre), hand.at(header.rect.centre.x, other.rect.centre.y + 10))
    order[actions], order[thoughts] = order[thoughts], order[actions]
    assert list(driver.document.piece.lanes) == order  # type: ignore[union-attr]  # a map is open
    _once(driver, before, "move")


def test_a_stage_is_made_wider_by_its_edge_and_automatic_again_by_two_clicks(hand: Hand) -> None:
    driver, before = hand.driver, hand.driver.project
    stage = _stages(driver)[1]
    rect = hand.header(stage).rect
    edge = hand.at(rect.right - 1, rect.centre.y)
    hand.drag(edge, edge + QPoint(60, 0))
    wide = driver.project.stages[stage].width
    assert wide is not None
    assert wide == pytest.approx(rect.w + 60 / driver.view.camera.zoom, abs=6)
    assert hand.header(stage).rect.w == pytest.approx(wide, abs=1)
    _once(driver, before, "size")
    rect = hand.header(stage).rect
    hand.double_click(hand.at(rect.right - 1, rect.centre.y))
    assert driver.project.stages[stage].width is None


def test_a_card_is_stretched_over_the_stages_that_follow(hand: Hand) -> None:
    driver, before = hand.driver, hand.driver.project
    lane, stages = _lane(driver, "actions"), _stages(driver)
    card = _cell(driver, lane, stages[1])[0]
    cell = driver.element(card)
    assert isinstance(cell, TextCell)
    target = driver.view.layout_now.cell_rect(stages[3], lane)
    assert target is not None
    start = hand.at(cell.rect.right - 2, cell.rect.centre.y)
    hand.drag(start, hand.at(target.centre.x, cell.rect.centre.y))
    assert driver.project.cards[card].span == 3
    assert driver.element(card).rect.right > target.x
    _once(driver, before, "span")


def test_two_clicks_on_the_ground_of_feelings_make_one(hand: Hand) -> None:
    driver = hand.driver
    persona = next(iter(driver.document.slots()))
    point = next(
        key for key, one in driver.project.touchpoints.items() if persona in one.feelings and one.page == "basket"
    )
    face = driver.element(point, persona)
    assert isinstance(face, Face)
    hand.click(hand.on(point, persona))
    driver.press("Delete")
    assert persona not in driver.project.touchpoints[point].feelings
    before = driver.document.history.labels()
    driver.document.show_alone(persona)
    zero = next(one.rect.y for one in driver.view.layout_now.elements if one.id.endswith("/grid/0"))
    column = next(one for one in driver.view.layout_now.stages if one.id == driver.project.touchpoints[point].stage)
    hand.double_click(hand.at(column.x + 10, zero - face.value * Sizes.EMOTION_UNIT))
    made = driver.project.touchpoints[point].feelings[persona]
    assert made.value == pytest.approx(face.value, abs=0.15)
    assert len(driver.document.history.labels()) == len(before) + 1


@pytest.mark.parametrize("zoom", [0.3, 1.0, 2.5])
def test_it_works_at_every_zoom_and_under_headers_that_stay(hand: Hand, zoom: float) -> None:
    driver, before = hand.driver, hand.driver.project
    lane, (first, second) = _lane(driver, "actions"), _stages(driver)[1:3]
    card = _cell(driver, lane, first)[0]
    driver.view.zoom_by(zoom / driver.view.camera.zoom)
    driver.document.select(Selection("cards", card))
    driver.settle()
    rect = driver.view.layout_now.cell_rect(second, lane)
    assert rect is not None
    hand.drag(hand.on(card), hand.at(rect.x + 12, rect.bottom - 2))
    assert _cell(driver, lane, second)[-1] == card
    _once(driver, before, "move")


def test_space_and_drag_moves_the_paper(hand: Hand) -> None:
    driver = hand.driver
    driver.view.zoom_by(2.0)
    place: Callable[[], object] = driver.view.place
    was = place()
    QTest.keyPress(driver.view, Qt.Key.Key_Space)
    hand.drag(QPoint(500, 400), QPoint(380, 330))
    QTest.keyRelease(driver.view, Qt.Key.Key_Space)
    assert place() != was
    assert not hand.chosen()


def test_the_plus_after_the_last_stage_and_below_the_last_row(hand: Hand) -> None:
    driver = hand.driver
    count = len(_stages(driver))
    stage, row = (end_rects(driver.view.layout_now)[action].center() for action in (ADD_STAGE, ADD_LANE))
    hand.click(hand.at(stage.x(), stage.y()))
    driver.type("Tell it on").press("Return").press("Esc")
    assert len(_stages(driver)) == count + 1
    rows = len(driver.project.lanes)
    driver.view.fit()
    row = end_rects(driver.view.layout_now)[ADD_LANE].center()
    hand.click(hand.at(row.x(), row.y()))
    driver.type("Quotes").press("Return")
    assert len(driver.project.lanes) == rows + 1


def test_a_right_press_asks_for_the_menu_of_what_it_is_on(hand: Hand) -> None:
    driver = hand.driver
    asked: list[str] = []
    driver.view.menu_wanted.disconnect()
    driver.view.menu_wanted.connect(lambda kind, _where: asked.append(kind))
    port = driver.view.viewport()
    for at in (hand.on(driver.touchpoint("basket")), hand.at(*hand.header(_stages(driver)[0]).rect.centre)):
        QApplication.sendEvent(port, QContextMenuEvent(QContextMenuEvent.Reason.Mouse, at, port.mapToGlobal(at), NONE))
    assert asked == ["card", "stage"]
    assert driver.document.selection == Selection("stages", _stages(driver)[0])
    for kind in Menu:
        groups = driver.window.commands.menu_of(kind)
        if kind in (Menu.CARD, Menu.STAGE, Menu.LANE, Menu.LINK, Menu.MAP):
            assert groups, f"there is nothing in the menu {kind}"


def _writing(driver: Driver) -> bool:
    return driver.view.writer is not None


def test_the_plus_of_an_empty_cell_begins_a_card(hand: Hand) -> None:
    driver = hand.driver
    lane = _lane(driver, "pains")
    stage = next(key for key in _stages(driver) if not _cell(driver, lane, key))
    hand.click(hand.cell(stage, lane) + QPoint(0, 1))
    assert _writing(driver)
    driver.press("Esc")
    hand.click(hand.low_in(stage, lane) - QPoint(0, 3))
    assert driver.document.selection == Selection("stages", stage, lane=lane)
    assert not _writing(driver)
    assert not driver.document.history.labels()


def test_the_map_moves_on_under_a_hand_at_its_edge_and_esc_brings_it_back(hand: Hand) -> None:
    driver = hand.driver
    driver.view.zoom_actual()
    card = _cell(driver, _lane(driver, "actions"), _stages(driver)[1])[0]
    driver.document.select(Selection("cards", card))
    driver.settle()
    place = driver.view.place()
    port = driver.view.viewport().rect()
    hand.drag(hand.on(card), QPoint(port.right() - 3, port.center().y()), drop=False)
    driver.until(lambda: driver.view.place()[1] > place[1] + 60)
    driver.press("Esc")
    assert driver.view.place() == place
    hand.let_go(QPoint(port.right() - 3, port.center().y()))
    assert driver.view.place() == place


def test_the_menu_of_a_stage_and_a_link_does_what_it_says(hand: Hand) -> None:
    driver = hand.driver
    commands, stage = driver.window.commands, _stages(driver)[2]
    driver.document.select(Selection("stages", stage))
    assert commands.do("add_stage_before")
    driver.type("Between").press("Return").press("Esc")
    at = _stages(driver).index(stage)
    assert driver.project.stages[_stages(driver)[at - 1]].title == "Between"
    card = _cell(driver, _lane(driver, "actions"), stage)[0]
    driver.document.select(Selection("cards", card))
    assert commands.do("stretch")
    assert driver.project.cards[card].span == 2
    assert commands.do("shrink")
    assert driver.project.cards[card].span == 1
    link = next(iter(driver.project.links))
    driver.document.select(Selection("links", link))
    assert commands.do("edit_share")
    assert driver.view.writer is not None


def test_two_clicks_mean_who_has_no_feeling_there_and_change_nobody_elses(hand: Hand) -> None:
    driver = hand.driver
    second = list(driver.document.slots())[1]
    point = next(key for key, one in driver.project.touchpoints.items() if len(one.feelings) == 2)
    driver.document.select(Selection("touchpoints", point, second))
    driver.view.setFocus()
    driver.press("Delete")
    before = driver.project
    zero = next(one.rect.y for one in driver.view.layout_now.elements if one.id.endswith("/grid/0"))
    face = driver.element(point, next(iter(driver.document.slots())))
    at = hand.at(face.rect.centre.x, zero + 1.7 * Sizes.EMOTION_UNIT)
    hand.double_click(at)
    assert second in driver.project.touchpoints[point].feelings
    others = {key: one for key, one in driver.project.touchpoints[point].feelings.items() if key != second}
    assert others == dict(before.touchpoints[point].feelings)
    assert driver.document.history.labels()[-1] == "add-feeling"
    assert driver.document.selection == Selection("touchpoints", point, second)


@pytest.mark.parametrize("what", ["stage", "row", "width", "height", "span", "feeling"])
def test_esc_in_the_middle_leaves_all_as_it_was(hand: Hand, what: str) -> None:
    driver, before = hand.driver, hand.driver.project
    stages, lane = _stages(driver), _lane(driver, "actions")
    stage, row = hand.header(stages[1]).rect, hand.header(lane).rect
    card = driver.element(_cell(driver, lane, stages[1])[0]).rect
    point = next(key for key, one in driver.project.touchpoints.items() if one.feelings)
    face = driver.element(point, next(iter(driver.project.touchpoints[point].feelings))).rect
    starts = {
        "stage": stage.centre, "row": row.centre, "width": (stage.right - 1, stage.centre.y),
        "height": (row.centre.x, row.bottom - 1), "span": (card.right - 2, card.centre.y), "feeling": face.centre,
    }  # fmt: skip
    start = hand.at(*starts[what])
    hand.click(hand.on(driver.touchpoint("basket")))
    drawn, chosen, place = driver.view.layout_now.elements, hand.chosen(), driver.view.place()
    end = start + QPoint(140, 60)
    hand.drag(start, end, drop=False)
    assert driver.view.layout_now.elements != drawn, "it shows what it would do"
    driver.press("Esc")
    hand.let_go(end)
    assert driver.project == before
    assert driver.view.layout_now.elements == drawn
    assert hand.chosen() == chosen
    assert driver.view.place() == place
    assert not driver.document.history.labels()
