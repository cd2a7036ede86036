"""The pictures of an answer, painted: the interval with its density, the three chances, and where the doubt is from."""

from __future__ import annotations

import math
from collections.abc import Callable

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPainterPath
from PySide6.QtWidgets import QWidget

from app.desktop.answer.model import Answer, Estimate, Group
from app.desktop.answer.scale import Axis, spanning, ticks
from app.desktop.chrome import draw
from app.desktop.chrome.basics import Painted, column, label, row
from app.desktop.look import Look
from app.desktop.paint.people import paint_outline
from app.desktop.theme import mix
from app.words import between, chances, percent, points, tr

PUBLISHED_REACH = 0.012
"""Nine in ten of 6,700 published experiments moved revenue per visitor by less than this, relative (MODEL 7)."""


def density(estimate: Estimate, value: float) -> float:
    """Height of the curve at `value`, 1 at the mean: a normal half on each side, meeting the interval's ends."""
    side = estimate.high - estimate.mean if value >= estimate.mean else estimate.mean - estimate.low
    if side <= 0:
        return 0.0
    return math.exp(-0.5 * ((value - estimate.mean) / (side / 1.96)) ** 2)


_REACH = 1.0 + 0.6 * 1.75 / 1.96
_STEPS = 160


def _density(lift: Estimate, level: float, quantiles: tuple[float, ...]) -> tuple[list[tuple[float, float]], float]:
    """Points of the curve (lift, height with 1 at the top), and the probability of exactly nothing."""
    low, high = lift.mean - (lift.mean - lift.low) * _REACH, lift.mean + (lift.high - lift.mean) * _REACH
    grid = [low + (high - low) * step / _STEPS for step in range(_STEPS + 1)]
    if not quantiles or not level > 0:
        return [(value, density(lift, value)) for value in grid], 0.0
    from simulation.experiment import quantiles as distribution

    heights = distribution.density(quantiles, [value / level for value in grid])
    top = max(heights, default=0.0) or 1.0
    return [(value, height / top) for value, height in zip(grid, heights, strict=True)], distribution.atom(quantiles)


class IntervalPicture(Painted):
    """Density, 95% line, 50% bar, median ring, the zero line, and the band where most published tests fall.

    The density is that of the answer's own quantiles; what is exactly nothing stands on the zero line as a bar of its
    own. Where a run kept no quantiles it is a normal half on each side of the mean.
    """

    def __init__(
        self,
        look: Look,
        lift: Estimate,
        level: float,
        width: float,
        height: float,
        parent: QWidget | None = None,
        *,
        quantiles: tuple[float, ...] = (),
    ) -> None:
        super().__init__(look, width, height, parent)
        self._first = lift
        self.show_lift(lift, level, quantiles)

    def show_lift(
        self, lift: Estimate, level: float, quantiles: tuple[float, ...] = (), *, running: bool = False
    ) -> None:
        """Show another answer; the scale keeps the first one in view, so that a change is seen as one."""
        self._lift, self._level, self._running = lift, level, running
        self._curve_points, self._atom = _density(lift, level, quantiles)
        words = tr("95% {interval}", interval=between(lift.low, lift.high, points))
        if self._atom >= 0.05:
            words = ". ".join((words, tr("exactly nothing: {chance}", chance=percent(self._atom, 0))))
        self.setAccessibleName(words)
        self.update()

    def _axis(self, width: float) -> Axis:
        ends: list[float] = []
        for lift in (self._first, self._lift):
            ends += [lift.mean - (lift.mean - lift.low) * _REACH, lift.mean + (lift.high - lift.mean) * _REACH]
        return spanning(ends, 12, width - 12, spare=0.02)

    def paint(self, painter: QPainter, width: float, height: float) -> None:
        """The whole picture; the three figures stand under it."""
        axis, theme = self._axis(width), self.look.theme
        ground = height - 48
        self._published(painter, axis, ground)
        self._curve(painter, axis, ground)
        draw.line(painter, axis.left, ground, axis.right, ground, theme.line)
        zero = axis.at(0.0)
        draw.line(painter, zero, 4, zero, ground + 20, theme.ink, 1.5)
        if self._atom > 0:
            tall = (ground - 24) * self._atom
            draw.bar(painter, QRectF(zero - 3.5, ground - tall, 7, tall), theme.iris, 2)
        self._bar(painter, axis, ground + 12)
        self._figures(painter, axis, ground + 38)

    def _published(self, painter: QPainter, axis: Axis, ground: float) -> None:
        reach = PUBLISHED_REACH * self._level
        left, right = axis.kept(-reach), axis.kept(reach)
        if right - left < 3:
            return
        painter.fillRect(QRectF(left, 4, right - left, ground - 4), QColor(self.look.theme.sunken))
        if self.look.theme.sunken == self.look.theme.surface:  # the contrast theme has no tints: the band has edges
            for x in (left, right):
                draw.line(painter, x, 4, x, ground, self.look.theme.ink3, dashed=True)
        words = tr("most published tests")
        wide = draw.width_of(words, "small")
        x = right + 6 if right + 6 + wide < axis.right else left + 5 if right - left > wide + 10 else left - 6 - wide
        if x > axis.left:
            draw.text(painter, x, 15, words, "small", self.look.theme.ink3)

    def _curve(self, painter: QPainter, axis: Axis, ground: float) -> None:
        lift, theme = self._lift, self.look.theme
        tall = ground - 24
        for low, high, share in ((axis.low, axis.high, 0.16), (lift.low, lift.high, 0.50)):
            inside = [(x, y) for x, y in self._curve_points if low <= x <= high]
            if not inside:
                continue
            path = QPainterPath(QPointF(axis.at(max(low, inside[0][0])), ground))
            for value, height in inside:
                path.lineTo(axis.at(value), ground - tall * height)
            path.lineTo(axis.at(min(high, inside[-1][0])), ground)
            path.closeSubpath()
            colour = QColor(theme.iris)
            colour.setAlphaF(share * (0.6 if self._running else 1.0))
            painter.fillPath(path, colour)

    def _bar(self, painter: QPainter, axis: Axis, y: float) -> None:
        lift, theme = self._lift, self.look.theme
        interval_bar(painter, axis, y, lift, theme.iris, theme.surface)

    def _figures(self, painter: QPainter, axis: Axis, baseline: float) -> None:
        lift, theme = self._lift, self.look.theme
        middle = points(lift.mean, unit=False)
        taken = [_span(axis.at(lift.mean), middle, "small_strong")]
        draw.text(painter, axis.at(lift.mean), baseline, middle, "small_strong", theme.ink, "centre")
        for value in (lift.low, lift.high, 0.0):
            words = points(value, unit=False) if value else "0"
            role = "small_strong" if value else "small"
            x = min(max(axis.at(value), draw.width_of(words, role) / 2), axis.right + 10)
            span = _span(x, words, role)
            if any(span[0] < other[1] and other[0] < span[1] for other in taken):
                continue
            taken.append(span)
            draw.text(painter, x, baseline, words, role, theme.ink if value else theme.ink3, "centre")


def _span(x: float, words: str, role: str) -> tuple[float, float]:
    half = draw.width_of(words, role) / 2 + 4
    return x - half, x + half


def interval_bar(painter: QPainter, axis: Axis, y: float, estimate: Estimate, colour: str, ground: str) -> None:
    """The line of 3 for 95%, the bar of 9 for the middle half, and the ring at the median."""
    left, right = axis.kept(estimate.low), axis.kept(estimate.high)
    draw.bar(painter, QRectF(left, y - 1.5, right - left, 3), colour, 1.5)
    near, far = (axis.kept(value) for value in estimate.half)
    draw.bar(painter, QRectF(near, y - 4.5, far - near, 9), colour, 4.5)
    draw.ring(painter, QPointF(axis.kept(estimate.mean), y), 7.5, colour, ground)


class ChanceBar(Painted):
    """Helps, no difference, harms: one bar of three parts, with a word and a figure for each."""

    def __init__(
        self,
        look: Look,
        shares: tuple[float, float, float],
        *,
        calibrated: bool,
        width: float = 280,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(look, width, 58, parent)
        self._calibrated = calibrated
        self.show_chances(shares)

    def show_chances(self, shares: tuple[float, float, float]) -> None:
        """Show other chances."""
        figures = chances(shares, calibrated=self._calibrated)
        names = (tr("helps"), tr("no difference"), tr("harms"))
        theme = self.look.theme
        grounds = (theme.iris, theme.track, theme.ember)
        self._parts = tuple(zip(names, figures, shares, grounds, strict=True))
        self.setAccessibleName(", ".join(f"{name} {figure}" for name, figure, _share, _colour in self._parts))
        self.update()

    def paint(self, painter: QPainter, width: float, height: float) -> None:
        """The bar on top, the three words below, each flush with a third."""
        del height
        theme = self.look.theme
        total = sum(share for *_rest, share, _colour in self._parts) or 1.0
        x = 0.0
        for _name, _figure, share, colour in self._parts:
            wide = width * share / total
            if wide >= 1:
                draw.bar(painter, QRectF(x, 0, max(2.0, wide - 2), 12), colour)
            x += wide
        for index, (name, figure, _share, colour) in enumerate(self._parts):
            at = width * index / 3
            draw.bar(painter, QRectF(at, 26, 8, 8), colour, 2)
            draw.text(painter, at + 13, 34, figure, "body_strong", theme.ink)
            draw.text(painter, at + 13, 51, draw.elided(name, "small", width / 3 - 16), "small", theme.ink2)


class DoubtBar(Painted):
    """Why the interval is as wide as it is: assumptions against chance in the run."""

    def __init__(self, look: Look, chance: float) -> None:
        super().__init__(look, 84, 18)
        self.setFixedWidth(look.px(84))
        self._chance = chance

    def show_chance(self, chance: float) -> None:
        """Show another share of chance."""
        self._chance = chance
        self.update()

    def paint(self, painter: QPainter, width: float, height: float) -> None:
        """A short bar of two parts."""
        theme = self.look.theme
        dark = (width - 1) * (1 - self._chance)
        draw.bar(painter, QRectF(0, height / 2 - 4, dark, 8), theme.ink2)
        draw.bar(painter, QRectF(dark + 1, height / 2 - 4, max(2.0, width - dark - 1), 8), theme.track)


class WhyWide(QWidget):
    """The question, the bar, and the answer in words: what only measuring narrows, and what more visitors do."""

    def __init__(self, look: Look, lift: Estimate, write: Callable[[float], str] = points) -> None:
        super().__init__()
        self._write = write
        self._bar = DoubtBar(look, 0.0)
        self._words, self._errors = label("", "note", wrap=True), label("", "small", wrap=True)
        head = row(label(tr("Why this wide?"), "strong"), self._bar, None, spacing=look.px(10))
        self.setLayout(column(head, self._words, self._errors, spacing=look.px(2)))
        self.show_lift(lift)

    def show_lift(self, lift: Estimate) -> None:
        """Show where the doubt of another answer is from."""
        self._bar.setVisible(lift.chance_share is not None)
        self._bar.show_chance(lift.chance_share or 0.0)
        self._words.setText(_why(lift.chance_share))
        self._errors.setText(self._said(lift))

    def _said(self, lift: Estimate) -> str:
        if lift.parameters is None:
            return tr("Standard error: {chance} chance in the run.", chance=self._bare(lift.monte_carlo))
        return tr(
            "Standard errors: {assumptions} assumptions, {chance} chance in the run, {both} together.",
            assumptions=self._bare(lift.parameters),
            chance=self._bare(lift.monte_carlo),
            both=self._bare(math.hypot(lift.parameters, lift.monte_carlo)),
        )

    def _bare(self, value: float) -> str:
        """A width has no sign."""
        return self._write(value).lstrip("+")


def _why(chance: float | None) -> str:
    if chance is None:
        return tr("One draw: what the assumptions add is not known.")
    if chance < 0.005:
        return tr("Almost only assumptions, hardly chance in the run")
    return tr(
        "{assumptions} assumptions, {chance} chance in the run",
        assumptions=percent(1 - chance, 0),
        chance=percent(chance, 0),
    )


class Forest(Painted):
    """The lift per group: a diamond for all, her outline for a persona, a dot for other groups, each with its line."""

    ROW = 30.0
    NAME = 112.0
    FIGURE = 58.0

    def __init__(
        self, look: Look, answer: Answer, width: float = 280, *, segments: bool = False, parent: QWidget | None = None
    ) -> None:
        self._all = Group("", tr("All visitors"), answer.lift)
        self._groups = answer.groups + answer.segments if segments else answer.groups
        super().__init__(look, width, (1 + len(self._groups)) * self.ROW + 24, parent)
        self.setAccessibleName(". ".join(_said(group) for group in (self._all, *self._groups)))

    def paint(self, painter: QPainter, width: float, height: float) -> None:
        """Rows from top to bottom, the zero line through all, ticks at the foot."""
        theme, everybody = self.look.theme, self._all.lift
        name, foot = min(self.NAME, width * 0.36), height - 24
        known = [group.lift for group in (self._all, *self._groups) if group.lift is not None]
        axis = spanning([end for lift in known for end in (lift.low, lift.high)], name + 14, width - self.FIGURE)
        if everybody is not None:
            tint = QRectF(QPointF(axis.at(everybody.low), 2), QPointF(axis.at(everybody.high), foot))
            painter.fillRect(tint, QColor(mix(theme.iris, theme.surface, 0.06)))
        for tick in ticks(axis, 2):
            draw.line(painter, axis.at(tick), 2, axis.at(tick), foot, theme.line)
            words = points(tick, unit=False) if tick else "0"
            draw.text(painter, axis.at(tick), height - 8, words, "small", theme.ink3, "centre")
        draw.line(painter, axis.at(0), 2, axis.at(0), foot + 4, theme.ink, 1.5)
        for index, group in enumerate((self._all, *self._groups)):
            painter.save()
            painter.translate(0, self.ROW * (index + 0.5))
            self._row(painter, axis, group, name, width)
            painter.restore()

    def _row(self, painter: QPainter, axis: Axis, group: Group, name: float, width: float) -> None:
        theme, lift, everybody = self.look.theme, group.lift, group is self._all
        colour = theme.iris if everybody else theme.ink2 if group.slot is None else theme.person(group.slot).colour
        left = 0.0
        if group.slot is not None:
            paint_outline(painter, QPointF(5, 0), 5.5, group.slot, theme)
            left = 16.0
        role = "body_strong" if everybody else "body"
        draw.text(painter, left, 4.5, draw.elided(group.name, role, name - left), role, theme.ink)
        if lift is None:
            words = draw.elided(tr("too few to say"), "small", width - name - 14)
            draw.text(painter, width, 4.5, words, "small", theme.ink2, "right")
            return
        reach = axis.kept(lift.high) - axis.kept(lift.low)
        draw.bar(painter, QRectF(axis.kept(lift.low), -1.25, reach, 2.5), colour, 1.25)
        at = QPointF(axis.kept(lift.mean), 0)
        if everybody:
            diamond(painter, at, 7, colour)
        elif group.slot is not None:
            paint_outline(painter, at, 6, group.slot, theme)
        else:
            draw.ring(painter, at, 5, colour, colour, 1)
        draw.text(painter, width, 4.5, points(lift.mean, unit=False), "body_value", theme.ink, "right")


def _said(group: Group) -> str:
    if group.lift is None:
        return ": ".join((group.name, tr("too few to say")))
    return f"{group.name}: {points(group.lift.mean)}, {between(group.lift.low, group.lift.high, points)}"


def diamond(painter: QPainter, centre: QPointF, reach: float, colour: str) -> None:
    """The sign of everybody together."""
    path = QPainterPath(centre + QPointF(0, -reach))
    for dx, dy in ((reach, 0), (0, reach), (-reach, 0)):
        path.lineTo(centre + QPointF(dx, dy))
    path.closeSubpath()
    painter.setPen(Qt.PenStyle.NoPen)
    painter.fillPath(path, QColor(colour))
