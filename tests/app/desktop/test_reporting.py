"""The report of the run that is shown, from the menu."""

from pathlib import Path

import pytest

from tests.app.desktop.driver import Driver


@pytest.mark.parametrize(("name", "begins"), [("report.html", b"<!DOCTYPE html>"), ("report.pdf", b"%PDF-")])
def test_the_run_that_is_shown_is_written_down(name: str, begins: bytes, driver: Driver, tmp_path: Path) -> None:
    driver.open_kettle()
    driver.studio.run()
    driver.until(lambda: not driver.studio.running and driver.studio.finished is not None)
    target = tmp_path / name
    driver.picked.exporting = target
    driver.window.commands.do("report")
    driver.until(target.exists)
    driver.until(lambda: name in driver.says)
    assert target.read_bytes().startswith(begins)


def test_without_a_run_there_is_nothing_to_report(driver: Driver, tmp_path: Path) -> None:
    driver.open_kettle()
    driver.picked.exporting = tmp_path / "report.html"
    driver.window.commands.do("report")
    driver.settle()
    assert "no run" in driver.says
    assert not (tmp_path / "report.html").exists()
