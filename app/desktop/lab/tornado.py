"""What the answer hangs on: the lift if each assumption is low or high, and what to measure first."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPen
from PySide6.QtWidgets import QWidget

from app.desktop.answer.scale import Axis, spanning
from app.desktop.chrome import draw
from app.desktop.chrome.basics import Painted, label
from app.desktop.lab import driving
from app.desktop.lab.parts import Part, Shown, titled
from app.desktop.theme import mix
from app.words import name as called
from app.words import number, plural, tr

if TYPE_CHECKING:
    from app.desktop.look import Look
    from simulation.drivers.result import Assumption, Drivers

MOST = 6
"""Assumptions that are drawn."""


def make(shown: Shown) -> QWidget | None:
    """The tornado, and the sentence below it; nothing before there is a study."""
    found = driving.of(shown)
    if found is None:
        return None
    from app.actions.drivers_words import ab_words, measure_first, worth_words

    drivers, stale = found
    rows, hidden = listed(drivers)
    inside: list[QWidget] = []
    if rows:
        inside.append(Tornado(shown.look, drivers, rows))
    else:
        inside.append(label(tr("No assumption that was tried moves this answer."), "note", wrap=True))
    if hidden > 0:
        words = plural(
            "{count} more assumption moves it less, or not at all.",
            "{count} more assumptions move it less, or not at all.",
            hidden,
            count=number(hidden),
        )
        inside.append(label(words, "note", wrap=True))
    first = measure_first(drivers)
    if first and drivers.values is not None:
        inside.append(label(first, "strong", wrap=True))
        best = drivers.values.measuring[0]
        if best.narrower >= 0.01:
            more = " ".join(part for part in (worth_words(drivers, best), ab_words(best)) if part)
            inside.append(label(more, "note", wrap=True))
    if stale:
        inside.append(label(tr("From before your last change."), "note", wrap=True))
    return titled(shown.look, tr("What the answer hangs on"), tr("lift if low or high"), *inside)


def listed(found: Drivers) -> tuple[list[Assumption], int]:
    """The assumptions that are drawn, widest first, and how many are not."""
    from app.actions.drivers_words import told_apart

    moving = [one for one in found.assumptions if one.width > 0 and told_apart(one)]
    return moving[:MOST], len(found.assumptions) - len(moving[:MOST])


class Tornado(Painted):
    """A bar to each side of the lift: outlined where the assumption is low, filled where it is high."""

    ROW = 30.0
    FIGURE = 46.0

    def __init__(self, look: Look, found: Drivers, rows: list[Assumption], parent: QWidget | None = None) -> None:
        self._found, self._rows = found, rows
        super().__init__(look, 420, len(rows) * self.ROW + 26, parent)
        said = [_said(found, one) for one in rows]
        self.setAccessibleName(". ".join(said))
        self.setToolTip("\n".join(said))

    def paint(self, painter: QPainter, width: float, height: float) -> None:
        """Rows from top to bottom, the line of the lift through all, its figure at the foot."""
        from app.actions.drivers_words import lift_words

        theme = self.look.theme
        name, lift = width * 0.42, self._found.lift.mean or 0.0
        ends = [end for one in self._rows for end in (one.at_low, one.at_high)]
        axis = _around(ends, lift, name + self.FIGURE, width - self.FIGURE)
        for index, one in enumerate(self._rows):
            painter.save()
            painter.translate(0, self.ROW * (index + 0.5))
            self._row(painter, axis, one, name)
            painter.restore()
        x, foot = axis.at(lift), len(self._rows) * self.ROW
        draw.line(painter, x, 2, x, foot + 4, theme.ink, 1.5)
        words = lift_words(self._found, lift, unit=False)
        half = draw.width_of(words, "small_strong") / 2
        draw.text(painter, min(x, width - half), height - 5, words, "small_strong", theme.ink, "centre")

    def _row(self, painter: QPainter, axis: Axis, one: Assumption, room: float) -> None:
        from app.actions.drivers_words import assumption_title, lift_words

        theme, lift = self.look.theme, self._found.lift.mean or 0.0
        evidence(painter, QPointF(5, 0), one.evidence, theme.ink2, theme.surface)
        draw.text(painter, 17, 4.5, draw.elided(assumption_title(one.key), "body", room - 20), "body", theme.ink)
        self._side(painter, axis, lift, one.at_low, filled=False)
        self._side(painter, axis, lift, one.at_high, filled=True)
        both = sorted((one.at_low, one.at_high))
        left, right = min(both[0], lift), max(both[1], lift)
        for value, at, align in ((both[0], axis.at(left) - 6, "right"), (both[1], axis.at(right) + 6, "left")):
            draw.text(painter, at, 4.5, lift_words(self._found, value, unit=False), "small", theme.ink2,
                      "right" if align == "right" else "left")  # fmt: skip

    def _side(self, painter: QPainter, axis: Axis, lift: float, value: float, *, filled: bool) -> None:
        theme = self.look.theme
        left, right = sorted((axis.at(lift), axis.at(value)))
        if right - left < 0.5:
            return
        if filled:
            draw.bar(painter, QRectF(left, -7, right - left, 14), theme.iris)
            return
        painter.setPen(QPen(QColor(theme.iris), 1.0))
        painter.setBrush(QColor(mix(theme.iris, theme.surface, 0.12)))
        painter.drawRoundedRect(QRectF(left + 0.5, -6.5, max(1.0, right - left - 1), 13), 3, 3)
        painter.setBrush(Qt.BrushStyle.NoBrush)


def evidence(painter: QPainter, centre: QPointF, kind: str, ink: str, ground: str) -> None:
    """The sign of what a number rests on: an empty ring for assumed, a half one for published, a full one measured."""
    draw.ring(painter, centre, 4.5, ink, ink if kind == "measured" else ground, 1.5)
    if kind == "published":
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(QColor(ink))
        painter.drawPie(QRectF(centre.x() - 4, centre.y() - 4, 8, 8), 90 * 16, 180 * 16)
        painter.setBrush(Qt.BrushStyle.NoBrush)


def _around(ends: list[float], lift: float, left: float, right: float) -> Axis:
    """An axis that holds the lift and all ends; zero need not be on it."""
    shifted = spanning([end - lift for end in ends], left, right, spare=0.0)
    return Axis(shifted.low + lift, shifted.high + lift, left, right)


def _said(found: Drivers, one: Assumption) -> str:
    """A row in words: name, what it rests on, and both ends."""
    from app.actions.drivers_words import assumption_title, lift_words, range_words

    return tr(
        "{assumption}, {evidence}, {range}: {low} if low, {high} if high",
        assumption=assumption_title(one.key),
        evidence=called("evidence", one.evidence),
        range=range_words(one),
        low=lift_words(found, one.at_low),
        high=lift_words(found, one.at_high),
    )


def _seen(shown: Shown) -> object:
    return shown.answer, shown.finished, shown.studio.studies.get(driving.STUDY)


TORNADO = Part("tornado", "middle", 31, make, half=True, looks_at=_seen)
