"""Traces as CSV, as XES for process mining, and as JSON lines in the shape of a web-analytics export.

Every writer takes batches of columns and writes to a binary stream as it goes, so that memory does not grow.
"""

from __future__ import annotations

import csv
import io
import unicodedata
from collections.abc import Iterable, Iterator, Mapping
from typing import Any, BinaryIO, Final
from xml.sax.saxutils import quoteattr

import numpy as np
from numpy.typing import NDArray

from simulation.traces.table import COLUMNS, Batch, Column, Labels

_FORMULA: Final = ("=", "+", "-", "@", "\t", "\r")


def iso(times: NDArray[np.int64]) -> list[str]:
    """Milliseconds since 1970 as ISO times: 2024-01-01T09:30:00.000+00:00."""
    told: list[str] = np.datetime_as_string(times.astype("datetime64[ms]"), unit="ms").tolist()
    return [f"{one}+00:00" for one in told]


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
        return iso(values)
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
 <global scope="event">
  <string key="concept:name" value=""/><date key="time:timestamp" value="1970-01-01T00:00:00.000+00:00"/>
 </global>
 <classifier name="Activity" keys="concept:name"/>
"""
_OF_TRACE: Final = ("visitor", "draw", "arm", "persona")
_XES_TYPES: Final = {"integer": "int", "number": "float", "text": "string", "time": "date"}
_XES_KEYS: Final = {"timestamp": "time:timestamp"}


def attribute(kind: str, key: str, value: object) -> str:
    """One attribute of XES."""
    return f"<{kind} key={quoteattr(key)} value={quoteattr(str(value))}/>"


def _attributes(batch: Batch, labels: Mapping[str, tuple[str, ...]], column: Column) -> list[str]:
    """The attributes of a column, empty where it says nothing; a text is written out once, not in every row."""
    kind, key = _XES_TYPES[column.type], _XES_KEYS.get(column.name, column.name)
    if column.type == "text":
        once = [*(attribute(kind, key, text) for text in labels[column.name]), ""]
        spelt: list[str] = np.array(once, object)[batch[column.name]].tolist()
        return spelt
    start = f'<{kind} key="{key}" value="'
    return ["" if cell is None else f'{start}{cell}"/>' for cell in cells(batch, labels, column)]


def write_xes(batches: Iterable[Batch], labels: Labels, settings: Mapping[str, object], out: BinaryIO) -> None:
    """A log of XES 1.0: one trace per visitor and arm; activities are the titles of what is seen, else the event."""
    clean = {name: tuple(without_controls(text) for text in texts) for name, texts in labels.texts.items()}
    out.write(_XES_HEAD.encode())
    about = [f" {attribute('string', key, without_controls(str(value)))}\n" for key, value in settings.items()]
    out.write("".join(about).encode("utf-8", "replace"))
    seen = [attribute("string", "concept:name", title or "view") for title in clean["title"]]
    other = [attribute("string", "concept:name", kind) for kind in clean["event"]]
    for batch in batches:
        title, event = batch["title"].tolist(), batch["event"].tolist()
        viewed = clean["event"].index("view")
        names = [seen[card] if kind == viewed else other[kind] for card, kind in zip(title, event, strict=True)]
        inside = [column for column in COLUMNS if column.name not in {"title", *_OF_TRACE}]
        parts = [_attributes(batch, clean, column) for column in inside]
        lines = [f"<event>{''.join(row)}</event>\n" for row in zip(names, *parts, strict=True)]
        out.write("".join(_traces(batch, clean, lines)).encode("utf-8", "replace"))
    out.write(b"</log>\n")


def _traces(batch: Batch, labels: Mapping[str, tuple[str, ...]], lines: list[str]) -> Iterator[str]:
    """The events of a batch, those of one visitor in one arm together; a batch breaks nobody in two."""
    columns = [column for column in COLUMNS if column.name in _OF_TRACE]
    heads = [_attributes(batch, labels, column) for column in columns]
    who = batch["visitor"]
    starts = np.flatnonzero(np.diff(who, prepend=who[:1] - 1)).tolist()
    for start, end in zip(starts, [*starts[1:], len(lines)], strict=True):
        case = f"visitor-{who[start]}-{labels['arm'][batch['arm'][start]]}"
        of_trace = "".join(head[start] for head in heads)
        yield f"<trace>{attribute('string', 'concept:name', case)}{of_trace}\n"
        yield from lines[start:end]
        yield "</trace>\n"
