"""The pictures of a test plan, painted: the power curve with its point, and the visitors of a week by day."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPainterPath, QPen

from app.actions.plan_words import week_words, weekday_names
from app.actions.price_table import about
from app.desktop.chrome import draw
from app.desktop.chrome.basics import Painted
from app.desktop.look import Look
from app.words import number, percent, tr

if TYPE_CHECKING:
    from simulation.planning.plan import TestPlan

_WIDE = 256


class PowerCurve(Painted):
    """How likely the expected lift is found, by visitors in the arm; the planned size is the point on it."""

    TOP, FOOT = 14.0, 22.0

    def __init__(self, look: Look, plan: TestPlan) -> None:
        super().__init__(look, _WIDE, 118)
        self._plan = plan
        self.setObjectName("power-curve")
        self.setAccessibleName(
            tr(
                "With {visitors} visitors per arm the lift is found with a chance of {power}.",
                visitors=number(about(plan.end.treated)),
                power=percent(plan.end.power, 0),
            )
        )

    def paint(self, painter: QPainter, width: float, height: float) -> None:
        """The wanted power as a line, the curve over it, the point with its drop line, and the ends of the axis."""
        theme, plan = self.look.theme, self._plan
        most = plan.curve[-1][0]
        foot, left = height - self.FOOT, 2.0

        def at(people: float, power: float) -> QPointF:
            return QPointF(left + people / most * (width - 2 * left), foot - power * (foot - self.TOP))

        wanted = at(0, plan.power).y()
        draw.line(painter, left, foot, width - left, foot, theme.line)
        draw.line(painter, left, wanted, width - left, wanted, theme.line)
        draw.text(painter, left, wanted - 4, tr("{power} chance", power=percent(plan.power, 0)), "small", theme.ink3)
        path = QPainterPath(at(0, plan.alpha_each))
        for people, power in plan.curve:
            path.lineTo(at(people, power))
        pen = QPen(QColor(theme.ink), 2.2)
        pen.setCapStyle(Qt.PenCapStyle.RoundCap)
        painter.setPen(pen)
        painter.drawPath(path)
        self._point(painter, at(min(plan.end.treated, most), plan.end.power), foot, width)
        draw.text(painter, left, height - 6, "0", "small", theme.ink3)
        draw.text(painter, width - left, height - 6, number(about(most)), "small", theme.ink3, "right")

    def _point(self, painter: QPainter, point: QPointF, foot: float, width: float) -> None:
        theme = self.look.theme
        draw.line(painter, point.x(), point.y(), point.x(), foot, theme.ink, 1.2, dashed=True)
        painter.setPen(QPen(QColor(theme.ink), 1.6))
        painter.setBrush(QColor(theme.marker))
        painter.drawEllipse(point, 5.0, 5.0)
        painter.setBrush(Qt.BrushStyle.NoBrush)
        words = tr("{visitors} per arm", visitors=number(about(self._plan.end.treated)))
        if len({about(arm.visitors) for arm in self._plan.arms}) > 1:
            words = tr("{visitors} in the arm", visitors=number(about(self._plan.end.treated)))
        beside = point.x() + 10 + draw.width_of(words, "small_strong") < width
        baseline = min(point.y() + 18, foot - 5)
        if beside:
            draw.text(painter, point.x() + 9, baseline, words, "small_strong", theme.ink)
        else:
            draw.text(painter, point.x() - 9, baseline, words, "small_strong", theme.ink, "right")


class WeekBars(Painted):
    """Visitors that enter the test per weekday: a test covers whole weeks because of this."""

    def __init__(self, look: Look, plan: TestPlan) -> None:
        super().__init__(look, _WIDE, 58)
        self._days, self._names = plan.days, weekday_names()
        self.setObjectName("week")
        self.setAccessibleName(week_words(plan))
        self.setToolTip(week_words(plan))

    def paint(self, painter: QPainter, width: float, height: float) -> None:
        """Seven bars from zero with their days below; the weekend is quieter in colour, as in a calendar."""
        theme, most = self.look.theme, max(self._days)
        step, foot = width / 7, height - 18
        for place, (day, words) in enumerate(zip(self._days, self._names, strict=True)):
            tall = max(1.0, day / most * (foot - 4))
            colour = theme.ink2 if place < 5 else theme.control
            draw.bar(painter, QRectF(place * step + 3, foot - tall, step - 6, tall), colour)
            draw.text(painter, (place + 0.5) * step, height - 4, words, "small", theme.ink3, "centre")
