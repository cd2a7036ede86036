"""The series of a KPI as a small line: its readings, the last one filled, the goal dashed."""

from __future__ import annotations

from datetime import date
from itertools import pairwise

from PySide6.QtCore import QPointF, Qt
from PySide6.QtGui import QColor, QPainter, QPainterPath, QPen

from app.desktop.chrome import draw
from app.desktop.chrome.basics import Painted
from app.desktop.inspector.fields import Unit
from app.desktop.look import Look
from app.formats.series import day_of
from app.words import tr
from maps.model import Metric

_TOP, _FOOT, _LEFT, _RIGHT = 18.0, 18.0, 6.0, 10.0


class SeriesChart(Painted):
    """From the first reading to the last; the scale begins at zero for counts, rates and money."""

    def __init__(self, look: Look, record: Metric, unit: Unit) -> None:
        super().__init__(look, 268, 104)
        self._days = [day for day in sorted(record.series) if day_of(day) is not None]
        self._values = [record.series[day].value for day in self._days]
        self._goals = [
            record.target if record.series[day].target is None else record.series[day].target for day in self._days
        ]
        self._write = unit.write
        self.setAccessibleName(
            tr(
                "From {first} on {start} to {last} on {end}",
                first=unit.write(self._values[0]),
                start=self._days[0],
                last=unit.write(self._values[-1]),
                end=self._days[-1],
            )
        )
        self.setToolTip(self.accessibleName())

    def _scale(self) -> tuple[float, float]:
        shown = [*self._values, *(goal for goal in self._goals if goal is not None)]
        low, high = min(0.0, *shown), max(shown)
        return low, high if high > low else low + 1.0

    def paint(self, painter: QPainter, width: float, height: float) -> None:
        """Line, goal, dots; the first and the last value in words."""
        theme = self.look.theme
        low, high = self._scale()
        first, last = (date.fromisoformat(self._days[index]).toordinal() for index in (0, -1))

        def at(day: str, value: float) -> QPointF:
            along = (date.fromisoformat(day).toordinal() - first) / max(1, last - first)
            x = _LEFT + along * (width - _LEFT - _RIGHT)
            return QPointF(x, height - _FOOT - (value - low) / (high - low) * (height - _TOP - _FOOT))

        base = at(self._days[0], max(low, 0.0)).y()
        draw.line(painter, 0, base, width, base, theme.line)
        goals = [(day, goal) for day, goal in zip(self._days, self._goals, strict=True) if goal is not None]
        for (day, goal), (after, _next) in pairwise(goals):
            start, end = at(day, goal), at(after, goal)
            draw.line(painter, start.x(), start.y(), end.x(), end.y(), theme.control, 1.2, dashed=True)
        points = [at(day, value) for day, value in zip(self._days, self._values, strict=True)]
        path = QPainterPath(points[0])
        for point in points[1:]:
            path.lineTo(point)
        pen = QPen(QColor(theme.ink2), 2.0)
        pen.setJoinStyle(Qt.PenJoinStyle.RoundJoin)
        painter.setPen(pen)
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.drawPath(path)
        for index, point in enumerate(points):
            newest = index == len(points) - 1
            if newest or len(points) <= 24:
                draw.ring(
                    painter, point, 4.0 if newest else 3.0, theme.ink2, theme.ink2 if newest else theme.surface, 1.6
                )
        self._say(painter, points, width, height)

    def _say(self, painter: QPainter, points: list[QPointF], width: float, height: float) -> None:
        theme = self.look.theme
        draw.text(painter, 0, height - 3, self._days[0], "small", theme.ink3)
        draw.text(painter, width, height - 3, self._days[-1], "small", theme.ink3, "right")
        last = self._write(self._values[-1])
        reach = draw.width_of(last, "small_strong")
        x = min(width - reach, max(0.0, points[-1].x() - reach))
        draw.text(painter, x, max(12.0, points[-1].y() - 8), last, "small_strong", theme.ink)
