"""simulate --report, as it is typed."""

from pathlib import Path

import pytest

from tests.app.cli.conftest import Type

FEW = ("--draws", "4", "--visitors", "100", "--workers", "1")


@pytest.mark.usefixtures("qapp")
def test_a_report_is_written_once(kettle: Path, tmp_path: Path, footfall: Type) -> None:
    target = tmp_path / "report.html"
    assert footfall("simulate", kettle, *FEW, "--report", target).code == 0
    assert target.read_text("utf-8").startswith("<!DOCTYPE html>")
    again = footfall("simulate", kettle, *FEW, "--report", target)
    assert again.code == 1
    assert "--force" in again.err


@pytest.mark.parametrize("name", ["report.txt", "report"])
def test_what_no_report_can_be_is_said_before_any_work(name: str, kettle: Path, tmp_path: Path, footfall: Type) -> None:
    refused = footfall("simulate", kettle, *FEW, "--report", tmp_path / name)
    assert refused.code == 1
    assert ".html or .pdf" in refused.err
    assert refused.out == ""
