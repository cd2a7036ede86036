"""The sheet of keys: everything that has a key is on it, in both languages, and it fits a small screen."""

import pytest
from PySide6.QtWidgets import QLabel, QScrollArea

from app.actions.all import ACTIONS
from app.desktop.canvas.keys import ON_MAP
from app.desktop.canvas.typing_keys import WHILE_TYPING
from app.desktop.chrome.keysheet import KeySheet, balanced, sections, shown_keys
from tests.app.desktop.driver import Driver, clipped


def test_every_key_is_on_the_sheet() -> None:
    lines = [line for section in sections(ACTIONS) for line in section.lines]
    words = {line.words for line in lines}
    assert {one.title.rstrip("…") for one in ACTIONS if one.keys} <= words
    assert {one.title for one in ON_MAP} | {one.title for one in WHILE_TYPING} <= words
    assert all(line.keys and line.words for line in lines)


def test_no_line_of_the_map_is_without_keys() -> None:
    assert all(line.shown or line.keys for line in ON_MAP)
    keys = [key for line in ON_MAP for key in line.keys] + [key for one in ACTIONS if one.on_map for key in one.keys]
    assert len(keys) == len(set(keys))


def test_columns_are_about_as_high() -> None:
    found = sections(ACTIONS)
    columns = balanced(found, 3)
    assert [section for column in columns for section in column] == list(found)
    heights = [sum(len(one.lines) + 2 for one in column) for column in columns]
    assert max(heights) <= 1.5 * sum(heights) / 3


@pytest.mark.parametrize(("keys", "shown"), [("Ctrl+Return", "Ctrl+Enter"), ("Ctrl++", "Ctrl++"), ("Del", "Del")])
def test_keys_are_written_as_on_a_keyboard(keys: str, shown: str) -> None:
    assert shown_keys(keys) == shown


@pytest.mark.parametrize("language", ["en", "nl"])
def test_the_sheet_fits_a_small_screen_and_closes(driver: Driver, language: str) -> None:
    driver.open_kettle()
    driver.studio.set_language(language)
    driver.window.resize(1280, 720)
    driver.settle()
    driver.view.setFocus()
    for opening, closing in (("F1", "Esc"), ("?", "?")):
        driver.press(opening)
        sheet = driver.find("key-sheet", KeySheet)
        assert driver.window.rect().contains(sheet.geometry())
        assert sheet.findChildren(QScrollArea)[0].horizontalScrollBar().maximum() == 0
        assert clipped(driver) == []
        assert any("Ctrl+D" in one.text() for one in sheet.findChildren(QLabel))
        driver.press(closing)
        assert not driver.window.findChildren(KeySheet)
        assert driver.view.hasFocus()
