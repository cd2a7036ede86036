"""Files that are broken, changed by others or not saved yet: one clear sentence, and nothing lost."""

from PySide6.QtCore import QMimeData, QPointF, Qt, QUrl
from PySide6.QtGui import QDropEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QPushButton

from app.desktop.errors import said
from app.project.files import load, save
from personas.problems import FootfallError
from tests.app.desktop.driver import Driver


def test_a_broken_file_is_named_in_one_sentence(driver: Driver) -> None:
    broken = driver.folder / "broken.footfall.json"
    broken.write_text('{"format": "footfall", "version": 1, "proj', "utf-8")
    driver.picked.opening = broken
    driver.press("Ctrl+O")
    assert "broken.footfall.json" in driver.says
    assert "Traceback" not in driver.says
    assert driver.studio.document is None


def test_a_broken_file_leaves_what_is_open(driver: Driver) -> None:
    driver.open_kettle()
    before = driver.project
    driver.studio.open(driver.folder / "absent.footfall.json")
    assert "absent.footfall.json" in driver.says
    assert driver.project is before


def test_closing_with_changes_asks_in_one_sentence(driver: Driver) -> None:
    path = driver.open_saved()
    card = driver.touchpoint("basket")
    driver.document.set("touchpoints", card, ("title",), "Cart", "text")
    assert not driver.window.close()
    assert driver.window.isVisible()
    assert "changes that are not saved" in driver.says
    driver.window.strip.clear()
    assert driver.project.touchpoints[card].title == "Cart", "cancelled: everything is as it was"

    driver.studio.close_document()
    _press_in_strip(driver, "Save")
    assert driver.studio.document is None
    assert load(path).project.touchpoints[card].title == "Cart"


def test_discarding_discards(driver: Driver) -> None:
    path = driver.open_saved()
    card = driver.touchpoint("basket")
    title = driver.project.touchpoints[card].title
    driver.document.set("touchpoints", card, ("title",), "Cart", "text")
    driver.studio.close_document()
    _press_in_strip(driver, "Discard")
    assert driver.studio.document is None
    assert load(path).project.touchpoints[card].title == title


def test_a_file_changed_by_somebody_else_is_not_overwritten(driver: Driver) -> None:
    path = driver.open_saved()
    card = driver.touchpoint("basket")
    other = load(path)
    theirs = other.project.model_copy(update={"project": other.project.project.model_copy(update={"note": "theirs"})})
    save(path, theirs, expected_digest=other.digest)
    driver.document.set("touchpoints", card, ("title",), "Cart", "text")
    driver.press("Ctrl+S")
    assert "changed on disk" in driver.says
    assert load(path).project.project.note == "theirs"
    assert driver.document.dirty
    _press_in_strip(driver, "Overwrite it")
    assert load(path).project.touchpoints[card].title == "Cart"
    assert not driver.document.dirty


def test_a_dropped_file_opens(driver: Driver) -> None:
    path = driver.open_saved()
    driver.studio.close_document()
    data = QMimeData()
    data.setUrls([QUrl.fromLocalFile(str(path))])
    copy, left, none = Qt.DropAction.CopyAction, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier
    driver.window.dropEvent(QDropEvent(QPointF(50, 50), copy, data, left, none))
    driver.until(lambda: driver.studio.document is not None)
    assert driver.document.path == path


def test_a_bug_of_ours_is_logged_and_said(driver: Driver) -> None:
    words = said(ZeroDivisionError("nobody foresaw this"))
    assert "footfall.log" in words
    assert "ZeroDivisionError" not in words
    assert said(FootfallError("Lower one of the shares.")) == "Lower one of the shares."
    assert driver.window.isVisible()


def _press_in_strip(driver: Driver, words: str) -> None:
    found = [one for one in driver.window.strip.findChildren(QPushButton) if one.text() == words and one.isVisible()]
    assert found, f"the strip does not offer {words}"
    QTest.mouseClick(found[0], Qt.MouseButton.LeftButton)
    driver.settle()
