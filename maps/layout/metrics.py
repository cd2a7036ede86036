"""A KPI: its last value, a bullet towards its goal, its readings over time, and whether they are old."""

from __future__ import annotations

from datetime import date
from typing import Final

from maps.layout.columns import Slot
from maps.layout.context import Context
from maps.layout.elements import MetricCell
from maps.layout.geometry import Path, Point, Rect, line, move
from maps.layout.signs import signs_row
from maps.model import Card, Metric

_BULLET: Final = (72.0, 5.0)
_SERIES: Final = (150.0, 18.0)
"""The widest and the height of the line of readings, px."""


def last_reading(metric: Metric) -> tuple[float | None, float | None]:
    """The latest value and the goal that holds for it; None where there is none."""
    if not metric.series:
        return None, metric.target
    reading = metric.series[max(metric.series)]
    return reading.value, reading.target if reading.target is not None else metric.target


def is_stale(metric: Metric, today: str) -> bool:
    """Whether the last reading is older on ``today`` (YYYY-MM-DD) than the metric allows; no day is never."""
    if not metric.series or not today:
        return False
    try:
        age = date.fromisoformat(today) - date.fromisoformat(max(metric.series))
    except ValueError:  # a date such as 2026-02-31 has the shape of one, and is none
        return False
    return age.days > metric.stale_days


def metric_cell(context: Context, key: str, card: Card, slot: Slot, y: float) -> MetricCell:
    """A KPI whose words begin at ``y``."""
    x, width = slot.x + 10.0, slot.width - 19.0
    record = context.piece.metrics[key]
    value, goal = last_reading(record)
    currency = context.piece.map.currency
    words = context.words.metric(value, record.unit, currency) if value is not None else "\u2013"
    figure = context.text(words, "kpi", x, y, width, lines=1)
    middle = figure.rect.y + figure.rect.h / 2 if figure else y + 12.0
    bullet = filled = tick = None
    end = (figure.rect.right if figure else x) + 11.0
    if value is not None and goal is not None and goal > 0 and value >= 0 and end + _BULLET[0] <= x + width:
        bullet = Rect(end, middle - _BULLET[1] / 2, *_BULLET)
        reach = bullet_reach(value, goal, record.unit)
        filled, tick = min(1.0, value / reach), min(1.0, goal / reach)
    foot = figure.rect.bottom if figure else y + 24.0
    series = _series(record, Rect(x + 3.0, foot + 3.0, min(_SERIES[0], width) - 6.0, _SERIES[1] - 6.0))
    foot += _SERIES[1] if series else 0.0
    stale = is_stale(record, context.options.today)
    meta = context.text(_meta(context, card, record, goal, stale=stale), "small", x + 13.0, foot + 1.0, width - 13.0,
                        "ink3", lines=3)  # fmt: skip
    height = meta.line_height if meta else 16.0
    bottom = meta.rect.bottom if meta else foot
    signs = signs_row(context, key, x, bottom + 1.0, width)
    bottom = signs.rect.bottom if signs else bottom
    return MetricCell(
        id=key, rect=Rect(slot.x + 4.0, y - 4.0, slot.width - 8.0, bottom - y + 8.0), table="cards", record=key,
        title=figure, meta=meta, bullet_at=bullet, filled=filled, target=tick, evidence=record.kind,
        evidence_at=Point(x + 4.5, foot + 1.0 + height / 2), series=series,
        last=series.segments[-1].points[0] if series else None, stale=stale, colour=card.colour, signs=signs,
    )  # fmt: skip


def _meta(context: Context, card: Card, record: Metric, goal: float | None, *, stale: bool) -> str:
    """Name, goal, and since when it has not been read."""
    parts = [context.words.old] if stale else []
    parts.append(card.text.strip())
    if goal is not None:
        parts.append(f"{context.words.goal} {context.words.metric(goal, record.unit, context.piece.map.currency)}")
    return ", ".join(part for part in parts if part)


def _series(metric: Metric, box: Rect) -> Path | None:
    """The readings as a line through the box, as far apart as their dates; None for fewer than two."""
    days: dict[int, float] = {}
    for day, reading in sorted(metric.series.items()):
        try:
            days[date.fromisoformat(day).toordinal()] = reading.value
        except ValueError:  # not a day of any calendar
            continue
    if len(days) < 2:
        return None
    first, last = min(days), max(days)
    low, high = min(days.values()), max(days.values())
    spread = high - low
    points = [
        Point(
            box.x + box.w * (day - first) / (last - first),
            box.y + box.h * ((high - value) / spread if spread else 0.5),
        )
        for day, value in days.items()
    ]
    return Path((move(*points[0]), *(line(*point) for point in points[1:])))


def bullet_reach(value: float, goal: float, unit: str) -> float:
    """The figure at the bullet's right end: a fifth over the larger of the two, at most 1 for a rate."""
    reach = 1.25 * max(value, goal)
    return min(reach, max(1.0, value, goal)) if unit == "rate" else reach
