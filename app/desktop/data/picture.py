"""The picture of a backtest: what was predicted against what was measured, each test with both intervals."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPen

from app.actions.backtest_words import lift_words, outcome_words
from app.desktop.answer.scale import Axis, spanning, ticks
from app.desktop.chrome import draw
from app.desktop.chrome.basics import Painted
from app.desktop.look import Look
from app.words import percent, tr

if TYPE_CHECKING:
    from simulation.backtest.result import Backtest, Tested

_FARTHEST = 0.6
"""Lifts beyond this are drawn at the edge: one small test must not squeeze all others into a dot."""


class CalibrationPicture(Painted):
    """Across: the prediction; upwards: the measurement. On the diagonal both are the same."""

    LEFT, FOOT, TOP = 44.0, 34.0, 6.0

    def __init__(self, look: Look, found: Backtest, chosen: str = "") -> None:
        super().__init__(look, 270, 262)
        self._rows = [row for row in found.tests if row.predicted is not None and row.measured is not None]
        self._chosen = chosen
        self.setObjectName("calibration")
        said = [f"{row.title}: {lift_words(row.predicted)}, {lift_words(row.measured)}, {outcome_words(row)}"
                for row in self._rows]  # fmt: skip
        self.setAccessibleName(tr("Predicted against measured") + ". " + ". ".join(said))

    def choose(self, key: str) -> None:
        """Show which test is looked at in the table."""
        self._chosen = key
        self.update()

    def _reach(self) -> float:
        """Half of both axes: what counts is in view with half of its interval; the rest is drawn at the edge."""
        ends = [0.02]
        for row in [row for row in self._rows if row.counts] or self._rows:
            low, high = row.measured_interval
            middle = row.measured or 0.0
            ends += [abs(row.predicted or 0.0), abs(middle), abs(middle + low) / 2]
            ends += [abs(middle + high) / 2] if high is not None else []
        return min(_FARTHEST, max(ends))

    def paint(self, painter: QPainter, width: float, height: float) -> None:
        """Grid, zero lines, the diagonal, then the tests; those that do not count are hollow."""
        theme, reach = self.look.theme, self._reach()
        side = min(width - self.LEFT - 8, height - self.FOOT - self.TOP)
        across = spanning([-reach, reach], self.LEFT, self.LEFT + side, spare=0.04)
        upward = Axis(across.low, across.high, self.TOP + side, self.TOP)
        for tick in ticks(across, 6):
            x, y = across.at(tick), upward.at(tick)
            draw.line(painter, x, self.TOP, x, self.TOP + side, theme.line)
            draw.line(painter, self.LEFT, y, self.LEFT + side, y, theme.line)
            words = percent(tick, signed=True) if tick else "0"
            draw.text(painter, x, self.TOP + side + 15, words, "small", theme.ink3, "centre")
            draw.text(painter, self.LEFT - 6, y + 4, words, "small", theme.ink3, "right")
        draw.line(painter, across.at(0), self.TOP, across.at(0), self.TOP + side, theme.line_strong)
        draw.line(painter, self.LEFT, upward.at(0), self.LEFT + side, upward.at(0), theme.line_strong)
        draw.line(painter, self.LEFT, self.TOP + side, self.LEFT + side, self.TOP, theme.ink, 1.5, dashed=True)
        draw.text(painter, self.LEFT + side, self.TOP + side + 30, tr("predicted"), "small", theme.ink2, "right")
        draw.text(painter, self.LEFT + 6, self.TOP + 12, tr("measured"), "small", theme.ink2)
        painter.save()
        painter.setClipRect(QRectF(self.LEFT, self.TOP, side, side))
        for row in sorted(self._rows, key=lambda one: one.id == self._chosen):
            self._test(painter, row, across, upward)
        painter.restore()

    def _test(self, painter: QPainter, row: Tested, across: Axis, upward: Axis) -> None:
        theme = self.look.theme
        colour = theme.ember if row.counts and row.inside is False else theme.iris if row.counts else theme.control
        x, y = across.kept(row.predicted or 0.0), upward_kept(upward, row.measured or 0.0)
        faint = QColor(colour)
        faint.setAlphaF(1.0 if row.id == self._chosen or len(self._rows) <= 12 else 0.45)
        pen = QPen(faint, 2.6 if row.id == self._chosen else 1.6)
        pen.setCapStyle(Qt.PenCapStyle.FlatCap)
        painter.setPen(pen)
        if row.predicted_interval is not None:
            low, high = row.predicted_interval
            painter.drawLine(QPointF(across.kept(low), y), QPointF(across.kept(high), y))
        bottom, top = row.measured_interval
        ends = upward_kept(upward, bottom), upward_kept(upward, math.inf if top is None else top)
        painter.drawLine(QPointF(x, ends[0]), QPointF(x, ends[1]))
        ground = colour if row.counts else theme.surface
        draw.ring(painter, QPointF(x, y), 6.0 if row.id == self._chosen else 5.0, colour, ground, 1.6)


def upward_kept(axis: Axis, value: float) -> float:
    """Where a value stands on an axis that runs upwards, held within it."""
    if not math.isfinite(value):
        return axis.right
    return min(max(axis.at(value), axis.right), axis.left)
