"""simulate --trace: whoever has only the file finds the numbers of the result in it."""

import csv
import json
import re
from collections.abc import Iterable
from pathlib import Path
from typing import Any

import pytest

from simulation.traces.table import COLUMNS
from tests.app.cli.conftest import Type
from tests.house.sources import ROOT

QUICK = ("--visitors", "700", "--draws", "1", "--workers", "1")
GUIDE = (ROOT / "docs" / "guide" / "analyst.md").read_text(encoding="utf-8")
Row = dict[str, Any]


def _measured(rows: Iterable[Row]) -> dict[str, dict[str, float]]:
    """Measures per arm out of rows of the table, with nothing but its documented columns."""
    by_arm: dict[str, list[Row]] = {}
    for row in rows:
        by_arm.setdefault(row["arm"], []).append(row)
    found = {}
    for arm, mine in by_arm.items():
        visitors = len({row["visitor"] for row in mine})
        events = [row["event"] for row in mine]
        orders = [row for row in mine if row["event"] == "order"]
        visits = events.count("visit")
        found[arm] = {
            "conversion_rate": len({row["visitor"] for row in orders}) / visitors,
            "conversion_rate_visit": len(orders) / visits,
            "pages_per_visit": events.count("view") / visits,
            "average_order_value": sum(float(row["value"]) for row in orders) / len(orders),
            "messages_per_visitor": events.count("message") / visitors,
            "discount_cost_per_visitor": sum(float(row["discount"]) for row in orders) / visitors,
        }
    return found


def _same(found: dict[str, dict[str, float]], result: dict[str, Any]) -> None:
    assert set(found) == {arm["id"] for arm in result["arms"]}
    for arm in result["arms"]:
        for metric, value in found[arm["id"]].items():
            assert value == pytest.approx(arm["metrics"][metric]["mean"], rel=1e-8), (arm["id"], metric)
    assert any(one["messages_per_visitor"] > 0 for one in found.values())


@pytest.mark.slow
def test_the_numbers_of_the_result_are_in_the_files(footfall: Type, kettle: Path, tmp_path: Path) -> None:
    import duckdb

    table, other, out = tmp_path / "trace.csv", tmp_path / "trace.parquet", tmp_path / "result.json"
    said = footfall("simulate", kettle, *QUICK, "--trace", table, "--json", out)
    assert (said.code, said.err) == (0, "")
    result = json.loads(out.read_text())
    with table.open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    _same(_measured(rows), result)
    assert result["trace"] == {
        "file": str(table), "form": "csv", "visitors": 700, "of": 700, "events": len(rows),
    }  # fmt: skip
    assert f"700 of 700 visitors did in every variant ({len(rows):,} events)" in " ".join(said.out.split())
    said = footfall("simulate", kettle, *QUICK, "--trace", other, "--trace-visitors", "50")
    found = duckdb.read_parquet(str(other))
    assert len(found.filter("event = 'visit' and visit = 1 and arm = 'control'").fetchall()) == 50
    assert "50 of 700 visitors" in " ".join(said.out.split())
    footfall("simulate", kettle, *QUICK, "--trace", other, "--force")
    asked = re.search(r'duckdb\.sql\("""(.*?)"""', GUIDE, re.DOTALL)
    assert asked is not None
    by_sql = duckdb.sql(asked.group(1).replace("trace.parquet", str(other)))
    assert by_sql is not None
    _same({row[0]: dict(zip(by_sql.columns[1:], row[1:], strict=True)) for row in by_sql.fetchall()}, result)
    names = duckdb.read_parquet(str(other)).columns
    _same(_measured(dict(zip(names, row, strict=True)) for row in duckdb.read_parquet(str(other)).fetchall()), result)
    assert [path.name for path in tmp_path.iterdir() if path.name.startswith(".")] == []


def test_the_guide_describes_every_column_and_event() -> None:
    described = re.findall(r"^\| `(\w+)` \| (\w+) \| (.+) \|$", GUIDE, re.MULTILINE)
    assert described == [(column.name, column.type, column.text) for column in COLUMNS]


def test_events_by_the_pipe(footfall: Type, kettle: Path) -> None:
    options = ("--visitors", "30", "--draws", "1", "--trace", "-", "--trace-format", "jsonl")
    said = footfall("simulate", kettle, *options)
    assert said.code == 0, said.err
    assert json.loads(said.lines[0])["event_name"] == "footfall_run"
    assert all(json.loads(line)["event_name"] for line in said.lines)


@pytest.mark.parametrize(
    ("options", "told"),
    [
        (("--trace", "events.txt"), ".parquet, .csv, .xes, .jsonl"),
        (("--trace", "-"), "--trace-format"),
        (("--trace", "-", "--trace-format", "parquet"), "cannot go to standard output"),
        (("--trace", "there.csv"), "--force"),
        (("--trace", "nowhere/trace.csv"), "There is no folder"),
        (("--trace", "x.csv", "--json", "x.csv"), "cannot both go to x.csv"),
    ],
)
def test_what_cannot_be_written_is_refused_before_any_work(
    footfall: Type, kettle: Path, monkeypatch: pytest.MonkeyPatch, options: tuple[str, ...], told: str
) -> None:
    monkeypatch.chdir(kettle.parent)
    Path("there.csv").write_text("precious")
    # So many visitors that the test would not end if the run began.
    said = footfall("simulate", kettle, "--visitors", "1000000000", *options)
    assert said.code == 1
    assert told in said.err
    assert said.out == ""
    assert Path("there.csv").read_text() == "precious"
