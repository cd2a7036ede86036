"""Traces as CSV, as XES for process mining, and as JSON lines in the shape of a web-analytics export.

Every writer takes batches of columns and writes to a binary stream as it goes, so that memory does not grow.
"""

from __future__ import annotations

import csv
import io
import unicodedata
from collections.abc import Iterable, Mapping
from datetime import UTC, datetime, timedelta
from typing import Any, BinaryIO, Final
from xml.sax.saxutils import quoteattr

import numpy as np
from numpy.typing import NDArray

from simulation.traces.table import COLUMNS, Batch, Column, Labels

_FORMULA: Final = ("=", "+", "-", "@", "\t", "\r")
_START: Final = datetime(1970, 1, 1, tzinfo=UTC)


def iso(ms: int) -> str:
    """Milliseconds since 1970 as an ISO time: 2024-01-01T09:30:00.000+00:00."""
    return (_START + timedelta(milliseconds=int(ms))).isoformat(timespec="milliseconds")


def harmless(text: str) -> str:
    """A cell that no spreadsheet takes for a formula: an apostrophe before what would begin one."""
    return f"'{text}" if text.startswith(_FORMULA) else text


def without_controls(text: str) -> str:
    """The text without what XML cannot hold: control characters, half characters and the like become blanks."""
    return "".join(" " if unicodedata.category(one) in {"Cc", "Cs", "Cn"} else one for one in text)


def cells(batch: Batch, labels: Mapping[str, tuple[str, ...]], column: Column) -> list[Any]:
    """A column's values as Python's own: None where there is none, texts spelt out, times in ISO."""
    values: NDArray[Any] = batch[column.name]
    if column.type == "text":
        spelt: list[Any] = np.array([*labels[column.name], None], object)[values].tolist()
        return spelt
    if column.type == "time":
        return [iso(one) for one in values.tolist()]
    told: list[Any] = values.tolist()
    if column.type == "number":
        return [None if one != one else one for one in told]  # noqa: PLR0124  # not a number is not itself
    return [None if one < 0 else one for one in told] if column.name == "product" else told


def table(batch: Batch, labels: Mapping[str, tuple[str, ...]]) -> Iterable[tuple[Any, ...]]:
    """The rows of a batch, cells in the order of `COLUMNS`."""
    return zip(*(cells(batch, labels, column) for column in COLUMNS), strict=True)


def write_csv(batches: Iterable[Batch], labels: Labels, out: BinaryIO) -> None:
    """A heading and one line per event; commas, UTF-8, LF; an empty cell where there is nothing to say."""
    safe = {name: tuple(harmless(text) for text in texts) for name, texts in labels.texts.items()}
    page = io.StringIO(newline="")
    writer = csv.writer(page, lineterminator="\n")
    writer.writerow([column.name for column in COLUMNS])
    for batch in batches:
        writer.writerows(table(batch, safe))
        out.write(page.getvalue().encode("utf-8", "replace"))
        page.seek(0)
        page.truncate()
    out.write(page.getvalue().encode("utf-8", "replace"))


_XES_HEAD = """<?xml version="1.0" encoding="UTF-8"?>
<log xes.version="1.0" xes.features="">
 <extension name="Concept" prefix="concept" uri="http://www.xes-standard.org/concept.xesext"/>
 <extension name="Time" prefix="time" uri="http://www.xes-standard.org/time.xesext"/>
 <global scope="trace"><string key="concept:name" value=""/></global>
 <global scope="event"><string key="concept:name" value=""/><date key="time:timestamp" value="1970-01-01T00:00:00.000+00:00"/></global>
 <classifier name="Activity" keys="concept:name"/>
"""  # noqa: E501
_OF_TRACE: Final = ("visitor", "draw", "arm", "persona")
_XES_TYPES: Final = {"integer": "int", "number": "float", "text": "string"}
_NAMED: Final = {"timestamp", "title", *_OF_TRACE}


def attribute(kind: str, key: str, value: object) -> str:
    """One attribute of XES."""
    return f'<{kind} key="{key}" value={quoteattr(str(value))}/>'


def write_xes(batches: Iterable[Batch], labels: Labels, settings: Mapping[str, object], out: BinaryIO) -> None:
    """A log of XES 1.0: one trace per visitor and arm; activities are the titles of what is seen, else the event."""
    clean = {name: tuple(without_controls(text) for text in texts) for name, texts in labels.texts.items()}
    out.write(_XES_HEAD.encode())
    out.writelines(
        f" {attribute('string', key, without_controls(str(value)))}\n".encode() for key, value in settings.items()
    )
    inside = [column for column in COLUMNS if column.name not in _NAMED]
    places = {column.name: place for place, column in enumerate(COLUMNS)}
    kinds = [(places[column.name], _XES_TYPES[column.type], column.name) for column in inside]
    heads = [(places[name], _XES_TYPES[COLUMNS[places[name]].type], name) for name in _OF_TRACE]
    visitor, arm, event, title, when = (places[name] for name in ("visitor", "arm", "event", "title", "timestamp"))
    last: tuple[object, object] | None = None
    for batch in batches:
        lines: list[str] = []
        for row in table(batch, clean):
            if (row[visitor], row[arm]) != last:
                lines.append("</trace>\n" if last is not None else "")
                last = (row[visitor], row[arm])
                case = f"visitor-{row[visitor]}-{row[arm]}"
                of_trace = "".join(attribute(kind, key, row[place]) for place, kind, key in heads)
                lines.append(f"<trace>{attribute('string', 'concept:name', case)}{of_trace}\n")
            activity = row[title] if row[event] == "view" and row[title] else row[event]
            lines.append(
                f"<event>{attribute('string', 'concept:name', activity)}"
                f"{attribute('date', 'time:timestamp', row[when])}"
                + "".join(attribute(kind, key, row[place]) for place, kind, key in kinds if row[place] is not None)
                + "</event>\n"
            )
        out.write("".join(lines).encode("utf-8", "replace"))
    out.write(b"</trace>\n</log>\n" if last is not None else b"</log>\n")
