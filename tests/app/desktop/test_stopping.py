"""While something is worked out the studio says so, offers to stop, and says that it is stopping until it has."""

from __future__ import annotations

import threading

from PySide6.QtWidgets import QPushButton, QWidget

from app.desktop.jobs import Reporter, Stopped, busy_words
from tests.app.desktop.driver import Driver


def test_the_place_of_the_answer_says_that_it_is_worked_out_and_stops_it(driver: Driver) -> None:
    driver.open_kettle()
    driver.window.go("simulate")
    driver.settle()
    let_go = threading.Event()

    def slow(reporter: Reporter) -> None:
        let_go.wait(60)
        if reporter.cancelled():
            raise Stopped

    said = driver.find("run-first", QWidget)
    assert "Nothing has been run yet" in driver.texts(said)
    go = driver.find("run-here", QPushButton)
    go.setFocus()
    driver.studio.study("slow", slow)
    driver.settle()
    assert "Working" in driver.texts(said)
    assert go.hasFocus(), "what is typed next goes nowhere else"
    assert go.text().strip() == "Stop"
    assert "Stopping" not in driver.texts()
    driver.click("run-here")
    assert "Stopping" in driver.texts()
    let_go.set()
    driver.until(lambda: not driver.studio.running)
    assert "Nothing has been run yet" in driver.texts(said)
    assert "Stopping" not in driver.texts()


def test_counting_leaves_the_keyboard_in_the_matrix(driver: Driver) -> None:
    driver.open_kettle()
    driver.window.go("scenario")
    driver.settle()
    driver.find("count-pages", QPushButton).setFocus()
    driver.click("count-pages")
    driver.until(lambda: not driver.studio.running)
    assert driver.find("matrix", QWidget).hasFocus()


def test_what_says_that_something_is_busy_goes_with_it(driver: Driver) -> None:
    driver.open_kettle()
    let_go = threading.Event()
    driver.studio.study("slow", lambda _reporter: let_go.wait(60))
    driver.studio.study("other", lambda _reporter: None)
    driver.settle()
    assert driver.says == busy_words()
    let_go.set()
    driver.until(lambda: not driver.studio.running)
    assert driver.says == ""
