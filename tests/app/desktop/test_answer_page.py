"""The page of the answer: its columns, what stays when it is made anew, every measure, what more visitors can do."""

from __future__ import annotations

from dataclasses import replace

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLineEdit, QScrollArea, QWidget

from app.desktop.answer.model import Estimate
from app.desktop.answer.pictures import IntervalPicture, WhyWide
from app.desktop.answer.reading import read
from app.desktop.lab.headline import narrowing
from app.desktop.lab.measures import GROUPS, SEARCH, group_of
from app.desktop.look import Look
from app.desktop.runs import Finished
from app.desktop.theme import LIGHT
from simulation.experiment.result import Result
from simulation.measures.registry import MEASURES
from tests.app.desktop.answers import change, lift, result
from tests.app.desktop.driver import Driver, clipped

MOMENT = "2026-11-21T20:00:00+00:00"
QUANTILES = tuple(round(-0.02 + 0.001 * step, 4) for step in range(99))


def made(driver: Driver, **changes: object) -> Result:
    piece = driver.document.piece
    assert piece is not None
    return result(piece.id, list(piece.personas)).model_copy(update=changes)


@pytest.fixture
def page(driver: Driver) -> Driver:
    driver.open_kettle()
    driver.studio.show_finished(Finished(made(driver), driver.document.map_id, MOMENT))
    driver.window.go("simulate")
    driver.settle()
    return driver


def middle(driver: Driver) -> QScrollArea:
    """The area that the headline scrolls in."""
    widget: QWidget | None = driver.find("part-headline", QWidget)
    while widget is not None and not isinstance(widget, QScrollArea):
        widget = widget.parentWidget()
    assert widget is not None
    return widget


def left_of(driver: Driver, name: str) -> int:
    return driver.find(name, QWidget).mapTo(driver.window, QPoint(0, 0)).x()


@pytest.mark.parametrize(("width", "columns"), [(1600, 3), (1280, 2), (1000, 1)])
def test_columns_fold(page: Driver, width: int, columns: int) -> None:
    page.window.resize(width, 800)
    page.settle()
    beside_left = left_of(page, "part-headline") - left_of(page, "part-runs") > 150
    beside_right = left_of(page, "part-costs") - left_of(page, "part-headline") > width / 2
    assert (beside_left, beside_right) == (columns > 1, columns > 2)
    assert clipped(page) == []
    area = middle(page)
    assert area.horizontalScrollBar().maximum() == 0, "nothing scrolls sideways"


def test_scrolled_and_focused_stay_when_there_is_another_answer(page: Driver) -> None:
    page.window.resize(1600, 500)
    page.settle()
    bar = middle(page).verticalScrollBar()
    bar.setValue(bar.maximum() // 2)
    page.find(SEARCH, QLineEdit).setFocus()
    page.settle()
    before, headline = bar.value(), page.find("part-headline", QWidget)
    assert before > 50
    other = made(page, seed=8, seconds=9.0)
    page.studio.show_finished(Finished(other, page.document.map_id, MOMENT).gone_stale())
    page.settle()
    assert page.find("part-headline", QWidget) is not headline, "it says that it is old"
    assert "From before your last change" in page.texts()
    assert abs(bar.value() - before) < 40
    assert page.find(SEARCH, QLineEdit).hasFocus()


def test_only_parts_that_see_something_new_are_made_anew(page: Driver) -> None:
    funnel, twice = page.find("part-funnel", QWidget), page.find("part-looktwice", QWidget)
    page.studio.show_finished(Finished(made(page), page.document.map_id, MOMENT).gone_stale())
    page.settle()
    assert page.find("part-funnel", QWidget) is funnel
    assert page.find("part-looktwice", QWidget) is twice


def test_a_renamed_persona_is_called_that_on_the_page(page: Driver) -> None:
    persona = next(iter(page.project.personas))
    page.document.set("personas", persona, ("name",), "Another name", "text")
    page.settle()
    assert "Another name" in page.texts()


def test_measures_are_searched_and_unfolded(page: Driver) -> None:
    assert "Margin per visitor" in page.texts()
    assert "Messages per visitor" not in page.texts()
    page.click("measures-messages")
    assert "Messages per visitor" in page.texts()
    field = page.find(SEARCH, QLineEdit)
    field.setFocus()
    QTest.keyClicks(field, "margin")
    page.settle()
    said = page.texts(page.find("part-measures", QWidget))
    assert "Margin per visitor" in said
    assert "Messages per visitor" not in said
    assert field.hasFocus()


def test_every_measure_has_a_group() -> None:
    assert {group_of(key) for key in MEASURES} == set(GROUPS)
    assert group_of("conversion_from_micro") == "goals"
    assert group_of("conversion_rate_visit") == "orders"
    assert group_of("basket_recovery") == "messages"


def test_both_errors_and_their_sum_are_said_apart(driver: Driver) -> None:
    shown = _shown(driver, WhyWide(Look(LIGHT), Estimate(0.004, 0.001, 0.007, 0.0003, 0.0004)))
    said = driver.texts(shown).replace("\u00a0", " ")
    assert "0.040 pp assumptions, 0.030 pp chance in the run, 0.050 pp together" in said


def _shown(driver: Driver, widget: QWidget) -> QWidget:
    driver.qtbot.addWidget(widget)
    widget.show()
    driver.settle()
    return widget


def test_what_more_visitors_cannot_narrow_is_said_with_what_to_measure(page: Driver) -> None:
    piece = page.document.piece
    assert piece is not None
    found = read(made(page), piece)
    assert found is not None
    assert found.lift is not None
    ignorant = replace(found, lift=replace(found.lift, monte_carlo=0.0001, parameters=0.002))
    assert "hardly" in narrowing(ignorant)
    asked = narrowing(replace(ignorant, measure_first=("reminder", 0.62)))
    assert "Measure first: Pull of Reminder" in asked
    assert "62%" in asked
    noisy = replace(found, lift=replace(found.lift, monte_carlo=0.002, parameters=0.002))
    assert "50%" in narrowing(noisy)


def test_the_density_is_that_of_the_quantiles(driver: Driver) -> None:
    lift = Estimate(0.0008, -0.0006, 0.0022, 0.0001, 0.0007)
    picture = IntervalPicture(Look(LIGHT), lift, 0.03, 400, 200, quantiles=QUANTILES)
    driver.qtbot.addWidget(picture)
    heights = dict(picture._curve_points)
    inside = [height for x, height in heights.items() if -0.0003 < x < 0.0018]
    assert min(inside) > 0.6, "evenly spread quantiles are a plateau, not a bell"
    assert picture._atom == 0.0
    nothing = tuple(sorted((0.0,) * 40 + QUANTILES[40:]))
    picture.show_lift(lift, 0.03, nothing)
    assert picture._atom == pytest.approx(0.4, abs=0.02)
    assert "exactly nothing" in picture.accessibleName()


def test_more_precision_runs_with_four_times_the_visitors(driver: Driver) -> None:
    driver.open_kettle().click("run").until(lambda: not driver.studio.running)
    finished = driver.studio.finished
    assert finished is not None
    shown = change(0.004, 0.001, 0.007)
    arm = finished.result.arms[1].id
    lifts = tuple(
        lift(arm, "conversion_rate", shown, {}) if (one.arm, one.metric) == (arm, "conversion_rate") else one
        for one in finished.result.lifts
    )
    driver.studio.show_finished(replace(finished, result=finished.result.model_copy(update={"lifts": lifts})))
    driver.window.go("simulate")
    driver.settle()
    driver.click("more-precision").until(lambda: not driver.studio.running)
    again = driver.studio.finished
    assert again is not None
    assert again.result.visitors == 4 * finished.result.visitors
    assert (again.result.seed, again.result.draws) == (finished.result.seed, finished.result.draws)


def test_the_page_can_be_walked_by_keyboard_from_left_to_right(driver: Driver) -> None:
    driver.open_kettle().click("run").until(lambda: not driver.studio.running)
    driver.window.go("simulate")
    driver.settle()
    driver.find("knob-trait:consent", QWidget).setFocus(Qt.FocusReason.TabFocusReason)
    names: list[str] = []
    for _ in range(40):
        driver.press("Tab")
        held = QApplication.focusWidget()
        names.append("" if held is None else held.objectName())
    assert names.index("whatif-more") < names.index("arms") < names.index(SEARCH) < names.index("price-pains")
