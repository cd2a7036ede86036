"""A window for each test, with settings and files of its own."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtGui import QGuiApplication
from pytestqt.qtbot import QtBot

from app.desktop.application import make_application
from app.words import set_language
from tests.app.desktop.driver import Driver


@pytest.fixture
def driver(qtbot: QtBot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Driver]:
    monkeypatch.setenv("FOOTFALL_STATE", str(tmp_path / "state"))
    monkeypatch.setenv("FOOTFALL_CONFIG", str(tmp_path / "config"))
    monkeypatch.setenv("FOOTFALL_LANGUAGE", "")
    make_application()
    set_language("en")
    made = Driver(qtbot, tmp_path)
    yield made
    made.leave()
    QGuiApplication.clipboard().clear()  # the offscreen one outlives Python, and what Python put there must not
    set_language("en")
