"""Readings of a metric from what was copied out of a spreadsheet: a date and a value a line, perhaps with a target."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

from app.project.builders import set_record
from app.project.edits import Edit
from app.project.model import Project
from app.words import tr
from app.words.typed import typed_date, typed_money, typed_number, typed_share
from maps.model import Metric, Reading
from personas.problems import FootfallError

MOST = 2000
"""Readings of one metric; more is a log and no series."""


def day_of(text: str) -> date | None:
    """The day that a key of a series names; None for one that is no day, such as a 31st of February from a file."""
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None


def read_value(unit: str, words: str) -> float:
    """A value as typed, in a metric's unit."""
    if unit == "rate":
        return typed_share(words, high=10.0)
    if unit == "money":
        return typed_money(words)
    return typed_number(words)


def rows_of(text: str, unit: str) -> dict[str, Reading]:
    """The readings in a pasted text, by date; the last one of a date counts.

    A first line that is no reading is taken for the heads of the columns. FootfallError naming the first line that
    cannot be read.
    """
    found: dict[str, Reading] = {}
    lines = [line for line in text.splitlines() if line.strip()]
    for count, line in enumerate(lines):
        cells = [cell.strip() for cell in (line.split("\t") if "\t" in line else line.split(";"))]
        try:
            if len(cells) < 2:
                raise FootfallError(tr("A line needs a date and a value, each in a column of its own."))
            target = read_value(unit, cells[2]) if len(cells) > 2 and cells[2] else None
            found[typed_date(cells[0])] = Reading(value=read_value(unit, cells[1]), target=target)
        except FootfallError as error:
            if count == 0 and len(lines) > 1:
                continue
            raise FootfallError(tr("Line {line}: {reason}", line=count + 1, reason=str(error))) from None
    if not found:
        raise FootfallError(tr("There is nothing to paste. Copy a column of dates and a column of values."))
    return found


def with_readings(project: Project, metric: str, readings: Mapping[str, Reading], label: str = "readings") -> Edit:
    """Add readings to a metric; those of the same dates are replaced, their sources kept."""
    record: Metric = project.metrics[metric]
    series = dict(record.series)
    for day, reading in readings.items():
        before = series.get(day)
        kept = reading if before is None else reading.model_copy(update={"source": before.source})
        series[day] = kept
    if len(series) > MOST:
        raise FootfallError(tr("A KPI keeps {count} readings at most.", count=MOST))
    changed = record.model_copy(update={"series": record.series.__class__(sorted(series.items()))})
    return set_record(project, "metrics", metric, changed, label)


def moved(project: Project, metric: str, old: str, new: str, label: str = "readings") -> Edit:
    """Give a reading another date."""
    record = project.metrics[metric]
    if new in record.series and new != old:
        raise FootfallError(tr("There is a reading of that day already."))
    series = {new if day == old else day: reading for day, reading in record.series.items()}
    changed = record.model_copy(update={"series": record.series.__class__(sorted(series.items()))})
    return set_record(project, "metrics", metric, changed, label)
