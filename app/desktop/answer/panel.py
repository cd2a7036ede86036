"""The answer beside the map: the lift, its interval, how sure, for whom, what it costs, and what to look at twice."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from PySide6.QtCore import QPointF, Qt
from PySide6.QtGui import QColor, QFont, QFontMetricsF, QPainter
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QLayout, QVBoxLayout, QWidget

from app.desktop import fonts
from app.desktop.answer import sentences
from app.desktop.answer.model import Answer, ArmRow, LookTwice
from app.desktop.answer.pictures import ChanceBar, Forest, IntervalPicture, WhyWide
from app.desktop.chrome.basics import Painted, button, column, icon_button, label, row, scrolled
from app.desktop.chrome.bottom import Pill
from app.desktop.inspector.context import Column
from app.desktop.inspector.linkrow import LinkRow
from app.desktop.look import Look
from app.words import number, points, tr

WIDTH = 348
_UNIT = 0.34


class AnswerPanel(QFrame):
    """One answer, in a column that scrolls."""

    def __init__(
        self,
        look: Look,
        answer: Answer,
        moment: str,
        *,
        stale: bool,
        close: Callable[[], object],
        more: Callable[[], object],
        choose_arm: Callable[[str], object],
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self.setObjectName("inspector")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self._look, self._answer, self._stale = look, answer, stale
        into = Column(look)
        self._head(into, moment, close)
        self._lift(into)
        if answer.lift is not None and answer.chances is not None:
            bar = ChanceBar(look, answer.chances, calibrated=answer.calibrated, width=300)
            into.section(tr("How sure"), bar)
        if any(group.lift is not None for group in answer.groups):
            into.section(tr("For whom"), Forest(look, answer, 300))
        if len(answer.arms) > 2:
            into.section(tr("Arms"), *[self._arm(arm, choose_arm) for arm in answer.arms[1:]])
        into.section(tr("What it costs, a month"), cost_rows(look, answer))
        if answer.warnings:
            into.section(tr("Look twice"), *[look_twice(look, warning) for warning in answer.warnings])
        into.section("", button(look, tr("All figures"), more, icon="chart-line-up", name="all-figures"))
        into.addStretch(1)
        inside = QWidget()
        inside.setLayout(into)
        box = QVBoxLayout(self)
        box.setContentsMargins(1, 0, 0, 0)
        box.addWidget(scrolled(inside))

    def _arm(self, arm: ArmRow, choose: Callable[[str], object]) -> LinkRow:
        """An arm with its lift; pressed, it is the one that is shown."""
        lift = "" if arm.lift is None else points(arm.lift.mean) if self._answer.rate else number(arm.lift.mean, 2)
        current = arm.id == self._answer.arm_id
        made = LinkRow(self._look, arm.name, lift, partial(choose, arm.id), current=current, height=30)
        made.setObjectName(f"arm-{arm.id}")
        return made

    def _head(self, into: Column, moment: str, close: Callable[[], object]) -> None:
        look, answer = self._look, self._answer
        top = row(label(tr("Answer"), "heading"), None, spacing=look.px(6))
        if not answer.calibrated:
            top.addWidget(Pill(look))
        top.addWidget(icon_button(look, "x", tr("Close the answer"), close, keys="Esc"))
        parts: list[QLayout | QWidget] = [
            top,
            label(sentences.about(answer), "note", wrap=True),
            label(sentences.stamp(answer, moment), "small", wrap=True),
        ]
        if self._stale:
            parts.append(label(tr("From before your last change."), "strong", wrap=True))
        if not answer.complete:
            parts.append(label(tr("Stopped early: this rests on what was done until then."), "note", wrap=True))
        into.section("", column(*parts, spacing=look.px(4)))

    def _lift(self, into: Column) -> None:
        look, answer = self._look, self._answer
        parts: list[QLayout | QWidget] = []
        if answer.lift is not None:
            parts.append(Figure(look, answer, 56, stale=self._stale))
        first, *more = sentences.verdict(answer)
        parts.append(label(first, "stage", wrap=True))
        parts.extend(label(words, wrap=True) for words in more)
        if answer.lift is not None:
            parts.append(label(sentences.levels(answer), "note", wrap=True))
            if answer.rate:
                picture = IntervalPicture(look, answer.lift, answer.level_control, 300, 150, quantiles=answer.quantiles)
                parts.append(picture)
            parts.append(WhyWide(look, answer.lift, sentences.width(answer)))
            if answer.rests_on:
                parts.append(label(sentences.rests_on(answer), "note", wrap=True))
        into.section("", column(*parts, spacing=look.px(6)))


class Figure(Painted):
    """The one big number with its unit on the same baseline; grey while it is from before the last change."""

    def __init__(self, look: Look, answer: Answer, size: float, *, stale: bool) -> None:
        super().__init__(look, 300, size * 1.02)
        self.setObjectName("lift")
        self._size = size
        self.show_answer(answer, stale=stale)

    def show_answer(self, answer: Answer, *, stale: bool) -> None:
        """Show another number."""
        self._number, self._unit = sentences.figure(answer)
        self._stale = stale
        self.setAccessibleName(f"{self._number} {self._unit}".strip())
        self.update()

    def paint(self, painter: QPainter, width: float, height: float) -> None:
        """Bold and close together; smaller only where a narrow window leaves no room for it."""
        theme = self.look.theme
        needed = self._wide(self._number, self._size) + self._wide(self._unit, self._size * _UNIT) + 0.12 * self._size
        size = self._size * min(1.0, width / needed)
        baseline = height - 0.18 * self._size
        painter.setPen(QColor(theme.ink3 if self._stale else theme.ink))
        painter.setFont(_bold(size))
        painter.drawText(QPointF(-0.04 * size, baseline), self._number)
        painter.setFont(_bold(size * _UNIT))
        painter.drawText(QPointF(self._wide(self._number, size) + 0.08 * size, baseline), self._unit)

    def _wide(self, words: str, size: float) -> float:
        return QFontMetricsF(_bold(size)).horizontalAdvance(words)


def _bold(size: float) -> QFont:
    """The answer's font at another size, its tracking with it."""
    font = QFont(fonts.font("answer"))
    font.setPixelSize(max(1, round(size)))
    font.setLetterSpacing(QFont.SpacingType.AbsoluteSpacing, -0.035 * size)
    return font


def cost_rows(look: Look, answer: Answer) -> QVBoxLayout:
    """What it costs and brings: names left, amounts right."""
    box = column(spacing=look.px(5))
    rows = sentences.costs(answer)
    for index, (what, amount) in enumerate(rows):
        last = index == len(rows) - 1 and answer.monthly is not None
        value = label(amount, "strong" if last else "")
        box.addLayout(row(label(what, "strong" if last else "note"), None, value))
    span = sentences.margin_interval(answer)
    if span:
        box.addWidget(label(span, "small", wrap=True))
    return box


def look_twice(look: Look, warning: LookTwice) -> QHBoxLayout:
    """A warning: its sign, and the sentence."""
    sign = QLabel()
    sign.setPixmap(look.icon(warning.icon, "ember" if warning.grave else "ink2").pixmap(look.size(18, 18)))
    made = row(spacing=look.px(9))
    made.addWidget(sign, 0, Qt.AlignmentFlag.AlignTop)
    made.addWidget(label(warning.sentence, "note", wrap=True), 1)
    return made
