"""A KPI in the inspector: its unit, goal and age, and its series as a small table with a chart."""

from __future__ import annotations

from datetime import UTC, date, datetime
from functools import partial
from typing import Any

from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QLayout, QWidget

from app.desktop.chrome.basics import button, column, icon_button, label, row
from app.desktop.inspector.context import Column, Context
from app.desktop.inspector.fields import COUNT, NUMBER, SHARE, Unit, money_in, number_field, said, understood
from app.desktop.inspector.folds import first_few
from app.desktop.inspector.grounds import Place, mark_of, opened, source_choice
from app.desktop.inspector.rows import fact
from app.desktop.inspector.serieschart import SeriesChart
from app.desktop.inspector.touchpoint import choice_row
from app.formats.series import day_of, moved, read_value, rows_of, with_readings
from app.words import group, name, number, plural, tr
from app.words.typed import typed_amount, typed_date
from maps.model import Metric, Reading
from personas.problems import FootfallError

Rows = list[QLayout | QWidget]
_FEW = 8


def unit_of(record: Metric, currency: str) -> Unit:
    """How values of a metric are written and read."""
    if record.unit == "rate":
        return Unit(SHARE.write, lambda words: read_value("rate", words))
    if record.unit == "money":
        return money_in(currency)
    if record.unit == "seconds":
        return Unit(NUMBER.write, lambda words: read_value("seconds", words))
    return COUNT if record.unit == "count" else NUMBER


def stale(record: Metric, today: date | None = None) -> int | None:
    """The age in days of the last reading when it is older than the metric allows."""
    last = max((day for key in record.series if (day := day_of(key)) is not None), default=None)
    if last is None:
        return None
    age = ((today or datetime.now(UTC).date()) - last).days
    return age if age > record.stale_days else None


def metric_sections(context: Context, into: Column, card: str) -> None:
    """Fill the column for the KPI of a card."""
    project, look = context.document.project, context.look
    key = next(one for one, record in project.metrics.items() if record.card == card)
    record = project.metrics[key]
    unit = unit_of(record, context.piece.map.currency)
    parts: Rows = []
    if sum(day_of(day) is not None for day in record.series) > 1:
        parts.append(SeriesChart(look, record, unit))
    parts += _stale_words(record)
    parts.append(first_few(context, f"series-{key}", _readings(context, key, record, unit), _FEW))
    parts.append(_tools(context, key, record))
    into.section(tr("Readings"), *parts)
    into.section("", column(*_facts(context, key, record, unit), spacing=look.px(5)))


def _facts(context: Context, key: str, record: Metric, unit: Unit) -> Rows:
    look, document = context.look, context.document

    def goal(value: float | None) -> None:
        document.set("metrics", key, ("target",), value, "number")

    def age(value: float | None) -> None:
        document.set("metrics", key, ("stale_days",), int(value or 92), "number")

    days = Unit(COUNT.write, lambda words: float(round(typed_amount(words, 1, 3650))))
    better: list[tuple[Any, str]] = [("up", tr("more is better")), ("down", tr("less is better"))]
    kpis: list[tuple[Any, str]] = [("", tr("none")), *group("kpi").items()]
    place = Place("metrics", key)
    rows: Rows = [
        choice_row(context, tr("Unit"), "metrics", key, "unit", list(group("unit").items()), record.unit),
        fact(look, tr("Goal"), number_field(look, f"metrics.{key}.target", tr("Goal"), record.target, unit, goal,
                                            optional=True)),
        choice_row(context, tr("Direction"), "metrics", key, "better", better, record.better),
        fact(look, tr("Old after, days"),
             number_field(look, f"metrics.{key}.stale_days", tr("Old after, days"), record.stale_days, days, age)),
        choice_row(context, tr("In the simulation"), "metrics", key, "kpi", kpis, record.kpi),
        fact(look, tr("Rests on"), label(_rests_on(context, record), "value", wrap=True),
             mark=mark_of(context, place, record.kind)),
    ]  # fmt: skip
    if f"grounds-{place.key}" in context.opened:
        rows.append(opened(context, place, record))
    return rows


def _rests_on(context: Context, record: Metric) -> str:
    source = context.document.project.sources.get(record.source) if record.source is not None else None
    return source.title if source is not None else name("evidence", record.kind)


def _stale_words(record: Metric) -> list[QLayout | QWidget]:
    age = stale(record)
    if age is None:
        return []
    return [label(plural("Last read {count} day ago.", "Last read {count} days ago.", age, count=number(age)), "note",
                  wrap=True)]  # fmt: skip


def _readings(context: Context, key: str, record: Metric, unit: Unit) -> Rows:
    """One row a reading, the newest first: date, value, goal, source."""
    if not record.series:
        return [label(tr("No readings yet. Add one, or paste two columns from a spreadsheet."), "note", wrap=True)]
    head = row(
        _wide(context, label(tr("Date"), "small"), 82), _wide(context, label(tr("Value"), "small"), 62),
        _wide(context, label(tr("Goal"), "small"), 54), None, spacing=context.look.px(3),
    )  # fmt: skip
    return [
        head,
        *(_reading(context, key, day, record.series[day], unit) for day in sorted(record.series, reverse=True)),
    ]


def _wide(context: Context, widget: QWidget, width: float) -> QWidget:
    widget.setFixedWidth(context.look.px(width))
    return widget


def _reading(context: Context, key: str, day: str, reading: Reading, unit: Unit) -> QLayout:
    look, document = context.look, context.document

    def dated(words: str) -> str:
        new = typed_date(words)
        if new != day:
            document.edit(moved(document.project, key, day, new))
        return new

    def change(field: str, value: float | None) -> None:
        changed = reading.model_copy(update={field: value})
        document.set("metrics", key, ("series", day), changed, "readings")

    date_field = understood(look, f"date-{day}", tr("Date"), day, dated)
    value = number_field(
        look, f"value-{day}", tr("Value on {day}", day=day), reading.value, unit, partial(change, "value")
    )
    goal = number_field(
        look,
        f"goal-{day}",
        tr("Goal on {day}", day=day),
        reading.target,
        unit,
        partial(change, "target"),
        optional=True,
    )
    away = icon_button(look, "x", tr("Remove the reading of {day}", day=day),
                       partial(context.keep("metrics", key, ("series", day), "readings"), None))  # fmt: skip
    away.setFixedSize(look.size(20, 22))
    away.setObjectName(f"unread-{day}")
    fold = f"read-{key}-{day}"
    source = icon_button(
        look, "paperclip" if reading.source is None else "paperclip-fill", tr("Source of {day}", day=day),
        partial(context.toggle, fold),
    )  # fmt: skip
    source.setFixedSize(look.size(20, 22))
    source.setObjectName(fold)
    line = row(
        _wide(context, date_field, 82), _wide(context, value, 62), _wide(context, goal, 54), source, away, None,
        spacing=look.px(3),
    )  # fmt: skip
    if fold not in context.opened:
        return line
    place = Place("metrics", key, ("series", day))
    return column(line, fact(look, tr("Source"), source_choice(context, place, reading.source)), spacing=2)


def _tools(context: Context, key: str, record: Metric) -> QLayout:
    look, document = context.look, context.document

    def add() -> None:
        today = datetime.now(UTC).date().isoformat()
        last = record.series[max(record.series)].value if record.series else 0.0
        if today in record.series:
            context.focus(f"value-{today}")
            return
        context.keep("metrics", key, ("series", today), "readings")(Reading(value=last))
        context.focus(f"value-{today}")

    def paste() -> None:
        try:
            readings = rows_of(QGuiApplication.clipboard().text(), record.unit)
            document.edit(with_readings(document.project, key, readings))
        except FootfallError as error:
            complaint.setText(said(error))
            complaint.show()

    complaint = label("", "note", wrap=True)
    complaint.setObjectName("paste-complaint")
    complaint.setStyleSheet(f"color: {look.theme.ember};")
    complaint.hide()
    tools = row(
        button(look, tr("Add"), add, icon="plus", name=f"add-reading-{key}"),
        button(look, tr("Paste"), paste, icon="clipboard-text", name=f"paste-readings-{key}"),
        None,
    )
    return column(tools, complaint)
