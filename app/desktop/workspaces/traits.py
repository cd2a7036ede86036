"""A persona's traits in figures and words, each on its scale with the other personas beside it."""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping
from dataclasses import dataclass

from PySide6.QtCore import QPointF, QRectF
from PySide6.QtGui import QPainter
from PySide6.QtWidgets import QWidget

from app.desktop.chrome import draw
from app.desktop.chrome.basics import Painted
from app.desktop.look import Look
from app.desktop.paint.people import paint_outline
from app.desktop.paint.signs import paint_evidence
from app.words import duration, money, name, number, percent, plural, tr
from personas.model import Persona, trait
from personas.provenance import Parameter


@dataclass(frozen=True)
class TraitPlan:
    """How a trait is shown: the ends of its scale, whether the scale is logarithmic, its figure and its words."""

    key: str
    low: float
    high: float
    log: bool
    figure: Callable[[float], str]
    words: Callable[[float], str]

    def place(self, value: float) -> float:
        """Where a value stands on the scale, 0 to 1; values outside stand at its end."""
        if self.log:
            value = max(value, self.low)
            share = (math.log(value) - math.log(self.low)) / (math.log(self.high) - math.log(self.low))
        else:
            share = (value - self.low) / (self.high - self.low)
        return min(1.0, max(0.0, share))


def _days(value: float) -> str:
    """Days, with one decimal where they are few; hours below one."""
    if value < 1:
        return duration(value * 86400)
    return plural("{count} day", "{count} days", round(value, 1), count=number(value, 1 if value < 10 else 0))


def _times(value: float) -> str:
    return f"× {number(round(value, 2))}"


def _more_or_less(value: float, more: str, same: str, less: str) -> str:
    return more if value > 1.05 else less if value < 0.95 else same


def shown_traits() -> tuple[TraitPlan, ...]:
    """The traits of the sheet, in order, in the language spoken now."""
    return (
        TraitPlan("pace", 0.4, 2.5, True, _times, lambda v: _more_or_less(
            v, tr("Reads slowly: longer than most on every page"), tr("Reads as fast as most"),
            tr("Skims: shorter than most on every page"))),
        TraitPlan("patience", 0.4, 2.5, True, _times, lambda v: _more_or_less(
            v, tr("Friction drives this person away sooner than most"), tr("Puts up with friction as most do"),
            tr("Puts up with more friction than most"))),
        TraitPlan("waiting_patience", 5, 180, True, duration, lambda v: tr(
            "Leaves after about {time} of waiting", time=duration(v))),
        TraitPlan("price_sensitivity", 0.2, 3.0, True, _times, lambda v: _more_or_less(
            v, tr("A cheaper offer moves this person more than most"), tr("Weighs price as most do"),
            tr("A cheaper offer rarely moves this person"))),
        TraitPlan("products_considered", 0.0, 4.0, False, lambda v: number(v, 1), lambda v: tr(
            "Looks at about {count} others beside the first", count=number(v, 1))),
        TraitPlan("return_delay", 0.1, 20, True, _days, lambda v: tr(
            "Comes back after about {time}, if at all", time=_days(v))),
        TraitPlan("consent", 0.0, 1.0, False, lambda v: percent(v, 0), lambda v: tr(
            "{share} allow personalisation", share=percent(v, 0))),
        TraitPlan("login", 0.0, 1.0, False, lambda v: percent(v, 0), lambda v: tr(
            "{share} are logged in and known on every device", share=percent(v, 0))),
        TraitPlan("order_value", 10, 400, True, money, lambda v: tr("Spends about {money} an order", money=money(v))),
    )  # fmt: skip


class TraitRow(Painted):
    """Label and evidence, the figure at the right, the scale with this person's outline and those of others, words."""

    def __init__(self, look: Look, plan: TraitPlan, persona: Persona, slot: int, others: Mapping[int, Persona]) -> None:
        super().__init__(look, 300, 62)
        self._plan, self._slot = plan, slot
        self._value: Parameter = trait(persona, plan.key)
        self._others = {key: trait(other, plan.key).value for key, other in others.items()}
        words = plan.words(self._value.value)
        self.setAccessibleName(f"{name('trait', plan.key)}: {plan.figure(self._value.value)}. {words}")
        kind = name("evidence", self._value.kind)
        self.setToolTip(f"{kind}: {self._value.note}" if self._value.note else kind)

    def paint(self, painter: QPainter, width: float, height: float) -> None:
        """Three lines: name and figure, the scale, the words."""
        del height
        theme, plan, value = self.look.theme, self._plan, self._value
        wide = draw.text(painter, 0, 14, name("trait", plan.key), "body_value", theme.ink)
        paint_evidence(painter, QPointF(wide + 12, 10), value.kind, theme)
        draw.text(painter, width, 14, plan.figure(value.value), "body_strong", theme.ink, "right")
        left, right = 8.0, width - 8.0
        draw.bar(painter, QRectF(left, 29.5, right - left, 3), theme.track, 1.5)
        for slot, other in self._others.items():
            paint_outline(painter, QPointF(left + (right - left) * plan.place(other), 31), 4, slot, theme)
        at = QPointF(left + (right - left) * plan.place(value.value), 31)
        draw.ring(painter, at, 11, theme.surface, theme.surface, 2)
        paint_outline(painter, at, 8.5, self._slot, theme)
        words = draw.elided(plan.words(value.value), "small", width)
        draw.text(painter, 0, 55, words, "small", theme.ink2)


class Shares(Painted):
    """Shares of a whole as bars with names: channels, devices."""

    def __init__(self, look: Look, rows: Mapping[str, Parameter], slot: int, parent: QWidget | None = None) -> None:
        super().__init__(look, 280, max(1, len(rows)) * 28, parent)
        self._rows, self._slot = rows, slot
        self.setAccessibleName(", ".join(f"{words} {percent(share.value, 0)}" for words, share in rows.items()))

    def paint(self, painter: QPainter, width: float, height: float) -> None:
        """Largest first."""
        del height
        theme = self.look.theme
        most = max((share.value for share in self._rows.values()), default=1.0) or 1.0
        left, right = width * 0.38, width - 66
        for index, (words, share) in enumerate(sorted(self._rows.items(), key=lambda row: -row[1].value)):
            y = index * 28 + 14
            draw.text(painter, 0, y + 4.5, draw.elided(words, "body", left - 10), "body", theme.ink)
            draw.bar(painter, QRectF(left, y - 3, right - left, 6), theme.line)
            colour = theme.person(self._slot).colour
            draw.bar(painter, QRectF(left, y - 3, max(3.0, (right - left) * share.value / most), 6), colour)
            draw.text(painter, width - 20, y + 4.5, percent(share.value, 0), "body_strong", theme.ink, "right")
            paint_evidence(painter, QPointF(width - 5, y), share.kind, theme)
