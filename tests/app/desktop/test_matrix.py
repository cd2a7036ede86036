"""The opportunity matrix: nothing over anything else, dragged and undone in one step, moved by keys, ranked."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QWidget

from app.desktop.chrome.inplace import LineField
from app.desktop.document import Selection
from app.desktop.inspector.fields import Choice
from app.desktop.matrix.places import RADIUS, Scale, apart, labels, scale_of
from app.desktop.matrix.plot import Plot
from app.desktop.matrix.words import corner_words
from app.project.judging import Judged
from maps.layout.geometry import Point, Rect
from tests.app.desktop.driver import Driver

AREA = Rect(0, 0, 600, 400)
points = st.tuples(st.floats(0, 600), st.floats(0, 400)).map(lambda pair: Point(*pair))


@given(st.lists(points, max_size=25))
def test_labels_and_dots_never_overlap(wanted: list[Point]) -> None:
    dots = apart(wanted, AREA)
    sizes = [(60.0 + 7 * (index % 12), 16.0 + 16 * (index % 2)) for index in range(len(dots))]
    found = labels(dots, sizes, AREA)
    shown = [one for one in found if one is not None]
    for index, one in enumerate(shown):
        assert AREA.holds(one)
        assert not any(one.meets(other) for other in shown[index + 1 :])
        assert not any(one.meets(Rect(dot.x - RADIUS, dot.y - RADIUS, 2 * RADIUS, 2 * RADIUS)) for dot in dots)


def test_dots_of_one_place_step_aside() -> None:
    dots = apart([Point(300, 200)] * 6, AREA)
    assert len({(round(dot.x), round(dot.y)) for dot in dots}) == 6
    assert dots[0] == Point(300, 200)


def _one(score: float | None) -> Judged:
    return Judged("opportunity-aaaaaaaa", "card-aaaaaaaa", "x", {"impact": 1.0}, score)


def test_axes_end_at_round_figures() -> None:
    assert scale_of("impact", [_one(1.0)]) == Scale(0.0, 5.0)
    assert scale_of("effort", []).less_is_better
    assert scale_of("score", [_one(-3.0), _one(7.2), _one(None)]) == Scale(-5.0, 10.0)
    assert scale_of("score", []) == Scale(0.0, 1.0)


def test_little_effort_is_the_good_side() -> None:
    words = corner_words(Scale(0, 5, less_is_better=True), Scale(0, 5))
    assert words["top left"] == "Do first"
    assert words["bottom right"] == "Leave for now"
    assert corner_words(Scale(0, 5), Scale(0, 5))["top right"] == "Do first"


# ---- in the studio ---------------------------------------------------------------------------------------------


@pytest.fixture
def matrix(driver: Driver) -> Plot:
    driver.open_kettle().press("Ctrl+M")
    return driver.find("matrix-plot", Plot)


def _place(plot: Plot, card: str) -> QPoint:
    spot = next(spot for spot in plot.drawing.spots if spot.one.card == card)
    return QPoint(round(spot.at.x), round(spot.at.y))


def test_a_drag_is_one_step_and_esc_gives_it_up(driver: Driver, matrix: Plot) -> None:
    spot = matrix.drawing.spots[0]
    before = driver.project
    start = _place(matrix, spot.one.card)
    area = matrix.drawing.area
    end = start + QPoint(round(area.w / 5), round(area.h / 10))
    QTest.mousePress(matrix, Qt.MouseButton.LeftButton, pos=start)
    for step in range(1, 5):
        QTest.mouseMove(matrix, start + (end - start) * step / 4)
    QTest.mouseRelease(matrix, Qt.MouseButton.LeftButton, pos=end)
    driver.settle()
    old, new = before.opportunities[spot.one.id], driver.project.opportunities[spot.one.id]
    assert new.effort == pytest.approx(old.effort + 1, abs=0.1)
    assert (new.impact + new.business) / 2 == pytest.approx((old.impact + old.business) / 2 - 0.5, abs=0.1)
    assert driver.document.history.labels().count("weigh") == 1
    assert driver.document.selection == Selection("cards", spot.one.card)
    driver.press("Ctrl+Z")
    assert driver.project == before
    start = _place(matrix, spot.one.card)
    QTest.mousePress(matrix, Qt.MouseButton.LeftButton, pos=start)
    QTest.mouseMove(matrix, start + QPoint(60, 40))
    assert driver.project != before
    QTest.keyClick(matrix, Qt.Key.Key_Escape)
    assert driver.project == before


def test_keys_choose_and_move(driver: Driver, matrix: Plot) -> None:
    assert matrix.hasFocus()
    driver.press("Home").press("PageDown")
    spot = matrix.drawing.spots[1]
    assert driver.document.selection.record == spot.one.card
    old = driver.project.opportunities[spot.one.id]
    driver.press("Right").press("Right")
    new = driver.project.opportunities[spot.one.id]
    assert new.effort == old.effort + 0.5
    assert spot.one.words in matrix.accessibleName()
    driver.press("Ctrl+Z")
    assert driver.project.opportunities[spot.one.id] == old


def test_the_list_is_ranked_by_the_formula_of_the_map(driver: Driver, matrix: Plot) -> None:
    driver.until(lambda: driver.window.findChildren(LineField, "matrix-formula"))
    field = driver.find("matrix-formula", LineField)
    field.setFocus()
    driver.type("impact /").press("Return")
    assert driver.project.maps[driver.document.map_id].formula == ""
    assert "stops too early" in driver.texts(driver.frame.map.matrix)  # type: ignore[union-attr]  # a map is open
    driver.type("effort")
    field.setText("effort - impact")
    driver.press("Return")
    driver.until(lambda: driver.project.maps[driver.document.map_id].formula == "effort - impact")
    scores = [spot.one.score for spot in matrix.drawing.spots]
    assert scores == sorted(scores, reverse=True, key=lambda score: score or 0.0)


def test_axes_are_kept_with_the_map(driver: Driver, matrix: Plot) -> None:
    driver.until(lambda: driver.window.findChildren(Choice, "matrix_x"))
    driver.find("matrix_x", Choice).choose("business")
    driver.settle()
    assert driver.project.maps[driver.document.map_id].matrix_x == "business"
    assert matrix.drawing.x == "business"
    driver.press("Ctrl+Z")
    assert driver.project.maps[driver.document.map_id].matrix_x == "effort"


def test_a_row_of_the_list_selects_on_the_map(driver: Driver, matrix: Plot) -> None:
    card = matrix.drawing.spots[2].one.card
    driver.until(lambda: driver.window.findChildren(QWidget, f"ranked-{card}"))
    driver.click(f"ranked-{card}")
    assert driver.document.selection == Selection("cards", card)
    driver.until(lambda: driver.window.findChildren(QWidget, "close-matrix"))
    driver.click("close-matrix")
    assert not driver.page.matrix_shown
    assert driver.view.isVisible()
    assert driver.document.selection == Selection("cards", card)


def test_going_there_and_back_leaves_what_is_selected(driver: Driver) -> None:
    driver.open_kettle()
    chosen = Selection("cards", next(key for key, card in driver.project.cards.items() if card.touchpoint is not None))
    driver.document.select(chosen)
    driver.view.setFocus()
    driver.press("Ctrl+M")
    assert driver.page.matrix_shown
    assert driver.document.selection == chosen
    driver.press("Escape")
    page = driver.page
    assert not page.matrix_shown
    assert driver.view.hasFocus()
    assert driver.document.selection == chosen
