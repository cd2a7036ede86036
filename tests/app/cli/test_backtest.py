"""`footfall backtest`: tests of the project and of a table, in words and as JSON."""

from __future__ import annotations

from pathlib import Path

import pytest

from simulation.backtest.result import Backtest
from tests.app.cli.conftest import Type

QUICK = ("--visitors", "2000", "--draws", "50", "--workers", "1")
TABLE = """title,technique,control visitors,control conversions,treated visitors,treated conversions,randomised
Stock left,scarcity,88200,2590,88410,2671,yes
Two mails,basket_mail,21306,122,21307,267,yes
Not drawn by lot,scarcity,10000,290,12000,420,no
"""


@pytest.mark.slow
def test_it_is_told_and_written(footfall: Type, kettle: Path, tmp_path: Path) -> None:
    table, out, before = tmp_path / "tests.csv", tmp_path / "backtest.json", kettle.read_bytes()
    table.write_text(TABLE)
    said = footfall("backtest", kettle, *QUICK, "--tests", table, "--json", out)
    assert (said.code, said.err) == (0, "")
    assert max(map(len, said.lines[:-1])) <= 80
    for words in ("Stock left", "not randomised", "not predicted", "What the label asks", "“uncalibrated” stays"):
        assert words in " ".join(said.out.split())
    found = Backtest.model_validate_json(out.read_bytes())
    assert [row.counts for row in found.tests] == [True, False, False]
    assert found.tests[0].predicted is not None
    assert kettle.read_bytes() == before, "the project stays as it is"


def test_without_tests_there_is_nothing_to_simulate(footfall: Type, kettle: Path) -> None:
    said = footfall("backtest", kettle)
    assert said.code == 0
    assert "There are no past tests yet." in said.out


def test_a_wrong_row_is_one_sentence_each(footfall: Type, kettle: Path) -> None:
    table = TABLE.replace("scarcity", "scarcety", 1).replace("290", "99999")
    said = footfall("backtest", kettle, "--tests", "-", stdin=table.encode())
    assert said.code == 1
    assert "there is no technique called 'scarcety'" in said.err
    assert "row 4: 99,999 of 10,000 visitors cannot have converted" in said.err
