"""The files of events: one table whatever the format, safe for spreadsheets, sound as XML, and written in batches."""

import csv
import io
import json
import re
from collections import Counter
from dataclasses import replace
from functools import cache
from pathlib import Path
from typing import Any
from xml.etree import ElementTree as ET

import numpy as np
import pytest

from simulation import traces
from simulation.traces import text
from simulation.traces.table import COLUMNS, Labels, batch
from simulation.traces.walk import Block, Span, Walk
from simulation.traces.write import settings_of, write_trace
from tests.shop import busy_shop, solved_shop, strong

ODD = '=cmd|"x" <b>&\x01'


@cache
def _walk() -> Walk:
    """Two draws of sixty visitors in a shop in which one card has a title that means harm."""
    solved = solved_shop()
    titles = {**solved.tables.titles, solved.tables.cards[0]: ODD}
    tables = replace(solved.tables, titles=titles)
    draws = strong(solved.plan, count=2)
    return Walk(busy_shop(), replace(solved, tables=tables), draws, 1, 0, "auto", (Block(0, 60, 60),))


def _written(form: Any, walk: Walk | None = None, most: int = 100) -> bytes:
    out = io.BytesIO()
    write_trace(walk or _walk(), out, form, most=most)
    return out.getvalue()


def _csv(content: bytes) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(content.decode(), newline="")))


def test_the_columns_are_those_that_are_described() -> None:
    walk = _walk()
    rows = walk.events(Span(0, range(5), range(5)), 1)
    assert list(batch(walk.compiled.plan, Labels.of(walk), rows, 0)) == [column.name for column in COLUMNS]
    assert _written("csv").decode().splitlines()[0] == ",".join(column.name for column in COLUMNS)


def test_parquet_holds_the_same_table(tmp_path: Path) -> None:
    import duckdb

    out = tmp_path / "it's a trace.parquet"
    events = write_trace(_walk(), out, "parquet", most=100)
    found = duckdb.read_parquet(str(out))
    rows, expected = found.fetchall(), _csv(_written("csv"))
    assert found.columns == [column.name for column in COLUMNS]
    assert len(rows) == len(expected) == events
    for cells, line in zip(rows, expected, strict=True):
        for column, cell in zip(COLUMNS, cells, strict=True):
            told = line[column.name]
            if column.type == "time":
                assert cell.isoformat(timespec="milliseconds") + "+00:00" == told
            elif column.type == "text":
                assert (cell or "") == told.removeprefix("'")
            else:
                assert (cell is None) == (told == "")
                assert cell is None or float(told) == cell
    about = duckdb.execute("SELECT value FROM parquet_kv_metadata(?)", [str(out)]).fetchall()
    assert json.loads(about[0][0]) == settings_of(_walk(), 100)


def test_a_cell_is_no_formula() -> None:
    assert [text.harmless(one) for one in ("=1", "+1", "-1", "@x", "\tx", "a=1")] == [
        "'=1", "'+1", "'-1", "'@x", "'\tx", "a=1",
    ]  # fmt: skip
    titles = {line["title"] for line in _csv(_written("csv"))}
    assert f"'{ODD}" in titles
    assert ODD not in titles


def test_values_are_in_units_that_people_use() -> None:
    lines = _csv(_written("csv"))
    walk = _walk()
    rows = walk.events(Span(0, range(60), range(60)), 1)
    mine = [line for line in lines if line["arm"] == "arm-busy0000" and line["draw"] == "1"]
    assert len(mine) == len(rows)
    for row, line in zip(rows, mine, strict=True):
        assert int(line["time_ms"]) == row["time"]
        if row["kind"] in (traces.CHOICE, traces.LEAVE, traces.BOUNCE):
            assert float(line["value"]) == row["value"] / 1000
        if row["kind"] == traces.ORDER:
            assert round(float(line["value"]) * 100) == row["value"]
            assert round(float(line["margin"]) * 100) == row["margin"]
    assert {line["event"] for line in mine} >= {"visit", "view", "choice", "leave", "message"}
    assert all(line["rule"].startswith("rule-") for line in mine if line["event"] == "message")


def test_the_first_visitors_of_the_first_draws_draw_after_draw() -> None:
    who = Counter((line["draw"], line["visitor"]) for line in _csv(_written("csv", most=70)) if line["visit"] == "1")
    assert {int(visitor) for draw, visitor in who if draw == "1"} == set(range(60))
    assert {int(visitor) for draw, visitor in who if draw == "2"} == set(range(60, 70))
    assert len(list(_walk().spans(10**6))) == 2
    later = replace(_walk(), blocks=(Block(0, 3, 3), Block(6, 5, 2)))
    spans = [(span.draw, *span.visitors) for span in later.spans(9)]
    assert spans == [(0, 0, 1, 2), (1, 3, 4, 5), (0, 6, 7), (1, 11)]
    assert later.visitors == 10


def test_batches_leave_no_mark(monkeypatch: pytest.MonkeyPatch) -> None:
    walk = _walk()
    whole = {form: _written(form, most=60) for form in ("xes", "jsonl")}
    spans = walk.spans
    monkeypatch.setattr(Walk, "spans", lambda _self, most: spans(most, 7))
    arms = len(walk.compiled.plan.arms)
    for form, content in whole.items():
        assert Counter(_written(form, most=60).splitlines()) == Counter(content.splitlines()), form
    assert arms == 2


def test_where_visitors_compete_worlds_stay_whole() -> None:
    solved = solved_shop()
    world = solved.plan.world.copy()
    world["coupled"] = 1
    crowded = replace(solved, plan=solved.plan._replace(world=world))
    walk = replace(_walk(), compiled=crowded, blocks=(Block(0, 50, 50), Block(100, 50, 50)))
    assert [(span.visitors, span.world) for span in walk.spans(120)] == [
        (range(50), range(50)), (range(50, 100), range(50, 100)), (range(100, 120), range(100, 150)),
    ]  # fmt: skip


def test_xes_has_the_structure_of_its_schema() -> None:
    root = ET.fromstring(_written("xes"))  # noqa: S314 - we wrote it
    assert (root.tag, root.get("xes.version")) == ("log", "1.0")
    order = ["extension", "global", "classifier", "string", "trace"]
    kinds = [order.index(child.tag) for child in root]
    assert kinds == sorted(kinds)
    assert {child.get("scope") for child in root.iter("global")} == {"trace", "event"}
    cases = [trace.find("string[@key='concept:name']") for trace in root.iter("trace")]
    names = [case.get("value") for case in cases if case is not None]
    assert len(names) == len(set(names)) == 200
    for trace in root.iter("trace"):
        inside = [child.tag == "event" for child in trace]
        assert inside == sorted(inside)
    for event in root.iter("event"):
        keys = [child.get("key", "") for child in event]
        assert keys[0] == "concept:name"
        assert len(keys) == len(set(keys))
        assert all(re.fullmatch(r"[A-Za-z_:][\w:.-]*", key) for key in keys)
        when = event.find("date")
        assert when is not None
        assert re.fullmatch(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}\+00:00", when.get("value", ""))
    activities = {event[0].get("value") for event in root.iter("event")}
    assert ODD.replace("\x01", " ") in activities


def test_web_analytics_lines() -> None:
    lines = [json.loads(line) for line in _written("jsonl").splitlines()]
    rows = _csv(_written("csv"))
    about = {one["key"]: next(iter(one["value"].values())) for one in lines[0]["event_params"]}
    assert lines[0]["event_name"] == "footfall_run"
    assert about == settings_of(_walk(), 100)
    events, counted = Counter(line["event_name"] for line in lines), Counter(row["event"] for row in rows)
    assert events["purchase"] == counted["order"]
    assert events["session_start"] == counted["visit"]
    assert events["view_promotion"] == counted["message"]
    pages = ("page_view", "view_item_list", "view_search_results", "view_item", "view_cart", "begin_checkout",
             "add_payment_info")  # fmt: skip
    assert sum(events[page] for page in pages) == counted["view"]
    assert 0 < events["add_to_cart"] <= events["view_cart"]
    sold = [line["ecommerce"]["purchase_revenue"] for line in lines if line["event_name"] == "purchase"]
    assert sold == [float(row["value"]) for row in rows if row["event"] == "order"]
    sessions = {(line["user_pseudo_id"], line["event_params"][0]["value"]["int_value"]) for line in lines[1:]}
    assert len(sessions) == counted["visit"]
    assert all(line["event_timestamp"] % 1000 == 0 and line["event_timestamp"] > 1.7e15 for line in lines[1:])


def test_times_follow_the_calendar() -> None:
    rows = np.zeros(1, traces.EVENT)
    rows["born"], rows["time"], rows["card"], rows["rule"], rows["link"] = 36 * 3_600_000, 1_500, -1, -1, -1
    made = batch(_walk().compiled.plan, Labels.of(_walk()), rows, 0)
    assert text.iso(made["timestamp"]) == ["2024-01-02T12:00:01.500+00:00"]
