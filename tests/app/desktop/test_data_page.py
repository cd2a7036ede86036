"""Past tests in the studio: brought in, typed, taken away, checked and used."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLineEdit, QPushButton

from app.desktop.data.model import COLUMNS, TestsModel
from app.desktop.data.page import DataPage
from app.desktop.data.picture import CalibrationPicture
from app.desktop.data.table import TestsTable
from app.project.edits import apply
from app.project.past_tests import keep
from simulation.calibration.model import PastTest
from simulation.experiment.run import Settings
from tests.app.desktop.driver import Driver, clipped
from tests.app.project.test_past_tests import _found, _test

TABLE = """title,technique,control visitors,control conversions,treated visitors,treated conversions,randomised
Stock left,scarcity,88200,2590,88410,2671,yes
Social proof,social proof,45100,1330,45020,1349,yes
Not by lot,urgency,10000,290,12000,420,no
"""


def _page(driver: Driver) -> DataPage:
    shown = driver.frame.pages.currentWidget()
    assert isinstance(shown, DataPage)
    return shown


def _table(driver: Driver) -> TestsTable:
    return driver.find("tests-table", TestsTable)


def _model(driver: Driver) -> TestsModel:
    model = _table(driver).model()
    assert isinstance(model, TestsModel)
    return model


def _bring(driver: Driver, text: str = TABLE) -> Path:
    path = driver.folder / "tests.csv"
    path.write_text(text, encoding="utf-8")
    driver.picked.opening = path
    driver.window.go("data")
    driver.settle()
    driver.click("bring-tests")
    return path


def _cell(driver: Driver, row: int, what: str) -> str:
    model = _model(driver)
    return str(model.data(model.index(row, COLUMNS.index(what))))


def _tests(driver: Driver) -> list[PastTest]:
    return list(driver.project.past_tests.values())


def _write(driver: Driver, row: int, what: str, words: str) -> None:
    """Press Enter in a cell, write over what is there, press Enter."""
    table = _table(driver)
    table.setFocus()
    table.setCurrentIndex(_model(driver).index(row, COLUMNS.index(what)))
    QTest.keyClick(table, Qt.Key.Key_Return)
    driver.settle()
    editor = table.findChild(QLineEdit)
    assert editor is not None
    editor.selectAll()
    QTest.keyClicks(editor, words)
    QTest.keyClick(editor, Qt.Key.Key_Return)
    driver.settle()


def _checked(driver: Driver, off: float = 0.0) -> None:
    """Tests with predictions, as a backtest leaves them."""
    driver.open_kettle()
    map_id = driver.document.map_id
    from app.project.past_tests import add

    tests = [_test(map_id, key, lift) for key, lift in (("scarcity", 0.02), ("reviews", 0.01), ("urgency", 0.015))]
    driver.document.edit(add(driver.project, tests))
    driver.document.edit(keep(driver.project, _found(driver.project, map_id, off)))
    driver.window.go("data")
    driver.settle()


def test_without_tests_the_page_says_what_they_are_for(driver: Driver) -> None:
    driver.open_kettle()
    driver.window.go("data")
    driver.settle()
    said = driver.texts(_page(driver))
    assert "No past tests yet" in said
    assert "control_conversions" in said
    assert not [one for one in driver.window.findChildren(QPushButton, "check-tests") if one.isVisible()]


def test_a_table_is_brought_in_as_one_step(driver: Driver) -> None:
    driver.open_kettle()
    _bring(driver)
    assert [test.title for test in _tests(driver)] == ["Stock left", "Social proof", "Not by lot"]
    assert "3 past tests are brought in." in driver.says
    assert _cell(driver, 0, "measured") == "+2.9%"
    assert _cell(driver, 0, "outcome") == "not looked at yet"
    assert _cell(driver, 2, "randomised") == "no"
    driver.answer("Undo")
    assert _tests(driver) == []
    assert "No past tests yet" in driver.texts(_page(driver))


def test_wrong_rows_are_all_named_and_nothing_is_taken(driver: Driver) -> None:
    driver.open_kettle()
    _bring(driver, TABLE.replace("scarcity", "scarcety").replace("290", "99999"))
    said = driver.texts(_page(driver))
    assert "Row 2: there is no technique called 'scarcety'." in said
    assert "Row 4: 99,999 of 10,000 visitors cannot have converted." in said
    assert "Nothing was brought in." in said
    assert _tests(driver) == []
    _bring(driver)
    assert "Row 2" not in driver.texts(_page(driver))


def test_a_test_is_written_by_hand(driver: Driver) -> None:
    driver.open_kettle()
    driver.window.go("data")
    driver.settle()
    driver.click("add-test")
    editor = _table(driver).findChild(QLineEdit)
    assert editor is not None, "its name can be typed at once"
    QTest.keyClicks(editor, "Reviews under the price")
    QTest.keyClick(editor, Qt.Key.Key_Return)
    driver.settle()
    for what, words in (("control_visitors", "1,000"), ("treated_visitors", "1000"), ("control_conversions", "30")):
        _write(driver, 0, what, words)
    (test,) = _tests(driver)
    assert (test.title, test.control_visitors, test.control_conversions) == ("Reviews under the price", 1000, 30)
    card = next(point.title for point in driver.project.touchpoints.values() if point.map == driver.document.map_id)
    _write(driver, 0, "touchpoints", card)
    assert _cell(driver, 0, "touchpoints") == card
    driver.document.undo()
    driver.settle()
    assert _cell(driver, 0, "touchpoints") == "its usual pages"


@pytest.mark.parametrize(
    ("what", "words", "said"),
    [
        ("control_visitors", "many", "not a number"),
        ("control_conversions", "88201", "More visitors converted than there were."),
        ("touchpoints", "Nowhere", "no touchpoint called “Nowhere”"),
    ],
)
def test_what_does_not_hold_is_said_and_changes_nothing(driver: Driver, what: str, words: str, said: str) -> None:
    driver.open_kettle()
    _bring(driver)
    before = driver.project
    _write(driver, 0, what, words)
    assert said in driver.says
    assert driver.project is before


def test_technique_and_lot_are_chosen(driver: Driver) -> None:
    driver.open_kettle()
    _bring(driver)
    model = _model(driver)
    assert model.setData(model.index(0, COLUMNS.index("technique")), "reviews")
    assert model.setData(model.index(0, COLUMNS.index("randomised")), False)
    driver.settle()
    assert (_tests(driver)[0].technique, _tests(driver)[0].randomised) == ("reviews", False)
    assert _cell(driver, 0, "technique") == "Reviews"


def test_delete_takes_a_test_away_and_back(driver: Driver) -> None:
    driver.open_kettle()
    _bring(driver)
    table = _table(driver)
    table.setCurrentIndex(_model(driver).index(1, 0))
    QTest.keyClick(table, Qt.Key.Key_Delete)
    driver.settle()
    assert [test.title for test in _tests(driver)] == ["Stock left", "Not by lot"]
    driver.answer("Undo")
    assert len(_tests(driver)) == 3


def test_what_is_saved_is_what_was_brought_in(driver: Driver) -> None:
    driver.open_kettle()
    _bring(driver)
    out = driver.folder / "out.csv"
    driver.picked.saving = out
    driver.click("save-tests")
    assert "out.csv" in driver.says
    before = [(test.title, test.control_visitors, test.randomised) for test in _tests(driver)]
    driver.document.undo()
    driver.picked.opening = out
    driver.window.commands.do("bring_tests")
    driver.settle()
    assert [(test.title, test.control_visitors, test.randomised) for test in _tests(driver)] == before


@pytest.mark.slow
def test_the_predictions_are_checked_and_kept(driver: Driver) -> None:
    driver.open_kettle()
    _bring(driver)
    driver.studio._run_settings = Settings(visitors=1_000, draws=50, workers=2)
    driver.click("check-tests")
    assert driver.studio.running
    assert not driver.find("check-tests", QPushButton).isEnabled()
    driver.until(lambda: not driver.studio.running, 300.0)
    assert all(test.predicted_from for test in _tests(driver))
    assert _cell(driver, 0, "predicted") not in ("", "–")
    said = driver.texts(_page(driver))
    assert "What the label asks" in said
    assert driver.find("calibration", CalibrationPicture).accessibleName().startswith("Predicted against measured")


def test_the_label_goes_or_stays_and_says_why(driver: Driver) -> None:
    _checked(driver)
    said = driver.texts(_page(driver))
    assert "3 of 3 tests measured what was expected of them." in said
    assert "the label goes" in said
    assert "not met" not in said
    driver.document.edit(keep(driver.project, _found(driver.project, driver.document.map_id, off=0.06)))
    driver.settle()
    said = driver.texts(_page(driver))
    assert "0 of 3 tests" in said
    assert "not met" in said
    assert _cell(driver, 0, "outcome") == "not as expected"


def test_tests_can_be_used_once_and_then_the_predictions_are_old(driver: Driver) -> None:
    _checked(driver)
    known = len(driver.project.techniques)
    driver.click("use-tests")
    assert len(driver.project.techniques) == known + 3
    assert "updated by your own tests" in driver.says
    said = driver.texts(_page(driver))
    assert "From before your last change." in said
    assert not driver.find("use-tests", QPushButton).isEnabled()
    assert _cell(driver, 0, "outcome") == "out of date"
    driver.answer("Undo")
    assert len(driver.project.techniques) == known
    assert driver.find("use-tests", QPushButton).isEnabled()


def test_other_counts_want_another_look(driver: Driver) -> None:
    _checked(driver)
    _write(driver, 0, "treated_conversions", "30000")
    assert _cell(driver, 0, "outcome") == "not looked at yet"
    assert "until then none of them backs the label" in driver.texts(_page(driver))


def test_another_map_shows_its_own_tests(driver: Driver) -> None:
    from app.project.atlas import copy_map

    _checked(driver)
    made = copy_map(driver.project, driver.document.map_id, "Another")
    driver.document.edit(made.edit)
    driver.document.show_map(made.map)
    driver.settle()
    assert "No past tests yet" in driver.texts(_page(driver))


@pytest.mark.parametrize("tongue", ["en", "nl"])
@pytest.mark.parametrize("theme", ["light", "contrast"])
@pytest.mark.parametrize("size", [(1280, 720), (2560, 1440)])
def test_it_fits(driver: Driver, theme: str, tongue: str, size: tuple[int, int]) -> None:
    _checked(driver)
    driver.studio.set_language(tongue)
    driver.studio.set_theme(theme)
    driver.window.resize(*size)
    driver.settle()
    driver.until(lambda: QApplication.activePopupWidget() is None)
    assert clipped(driver) == []


def test_many_tests_stay_quick_to_show(driver: Driver) -> None:
    """A thousand tests are one table, not a thousand rows of widgets."""
    _checked(driver)
    from app.project.past_tests import add

    more = [test.model_copy(update={"title": f"{place}"}) for place in range(300) for test in _tests(driver)]
    driver.document.edit(add(driver.project, more))
    driver.settle()
    assert _model(driver).rowCount() == 903
    assert len(_page(driver).findChildren(QPushButton)) < 12
    assert apply(driver.project, keep(driver.project, _found(driver.project, driver.document.map_id))) is not None
