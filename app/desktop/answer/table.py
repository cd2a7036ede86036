"""The table of arms, and the messages of one."""

from __future__ import annotations

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QColor, QPainter
from PySide6.QtWidgets import QGridLayout, QVBoxLayout, QWidget

from app.desktop.answer.model import Answer, ArmRow, Message
from app.desktop.answer.sentences import monthly
from app.desktop.chrome import draw
from app.desktop.chrome.basics import Elided, Painted, column, hairline, label
from app.desktop.look import Look
from app.words import NOTHING, chances, money, name, number, percent, points, tr

_RIGHT = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter


class _Letter(Painted):
    """A, B, C: grey for the control, iris for the arm looked at, an outline for the others."""

    def __init__(self, look: Look, letter: str, ground: str) -> None:
        super().__init__(look, 24, 24)
        self.setFixedWidth(look.px(24))
        self._letter, self._ground = letter, ground

    def paint(self, painter: QPainter, width: float, height: float) -> None:
        """A rounded square with the letter."""
        theme = self.look.theme
        if self._ground:
            draw.bar(painter, QRectF(0, 0, width, height), self._ground, 6)
        else:
            painter.setPen(QColor(theme.control))
            painter.drawRoundedRect(QRectF(0.5, 0.5, width - 1, height - 1), 6, 6)
        ink = theme.on_persona if self._ground else theme.ink2
        draw.text(painter, width / 2, height / 2 + 4.5, self._letter, "body_strong", ink, "centre")


def arms_table(look: Look, answer: Answer) -> QGridLayout:
    """One line an arm: level, lift, interval, chance, orders and margin of a month."""
    grid = QGridLayout()
    grid.setHorizontalSpacing(look.px(14))
    grid.setVerticalSpacing(look.px(7))
    heads = (
        "",
        tr("Arm"),
        name("kpi", answer.metric),
        tr("Lift"),
        tr("95% between"),
        tr("Helps"),
        tr("Orders"),
        tr("Margin"),
    )
    for place, words in enumerate(heads):
        grid.addWidget(label(words, "small"), 0, place, _RIGHT if place > 1 else Qt.AlignmentFlag.AlignLeft)
    for line, arm in enumerate(answer.arms):
        grid.addWidget(hairline(), 2 * line + 1, 0, 1, len(heads))
        _arm_line(look, grid, 2 * line + 2, arm, answer)
    grid.setColumnStretch(1, 1)
    return grid


def _arm_line(look: Look, grid: QGridLayout, at: int, arm: ArmRow, answer: Answer) -> None:
    current = arm.id == answer.arm_id
    first = arm is answer.arms[0]
    ground = look.theme.control if first else look.theme.iris if current else ""
    grid.addWidget(_Letter(look, arm.letter, ground), at, 0)
    grid.addWidget(Elided(arm.name, "strong" if current else ""), at, 1)
    for place, words in enumerate(_figures(arm, answer, first=first), 2):
        made = label(words, "strong" if current and place != 4 else "")
        if place == 7 and words.startswith("−"):
            made.setProperty("state", "error")
        grid.addWidget(made, at, place, _RIGHT)


def _figures(arm: ArmRow, answer: Answer, *, first: bool) -> tuple[str, ...]:
    level = percent(arm.level, 2) if answer.rate else number(arm.level, 2)
    orders = number(round(arm.orders), 0) if arm.orders is not None else NOTHING
    if first:
        return (level, "", "", "", orders, "")
    lift = _end(arm.lift.mean, answer) if arm.lift is not None else NOTHING
    ends = (
        ""
        if arm.lift is None
        else tr("{low} and {high}", low=_end(arm.lift.low, answer), high=_end(arm.lift.high, answer))
    )
    helps = chances(arm.chances, calibrated=answer.calibrated)[0] if arm.chances and arm.lift is not None else NOTHING
    margin = monthly(arm.monthly.mean, answer.currency) if arm.monthly is not None else NOTHING
    return (level, lift, ends, helps, orders, margin)


def _end(value: float, answer: Answer) -> str:
    return points(value, unit=False) if answer.rate else number(value, 2, signed=True)


def message_rows(look: Look, answer: Answer) -> QVBoxLayout:
    """One line a message: how often it speaks and what that costs, what is expected of it, how much of that arrives."""
    grid = QGridLayout()
    grid.setHorizontalSpacing(look.px(16))
    grid.setVerticalSpacing(look.px(6))
    heads = (tr("Message"), tr("Shown"), tr("Cost"), tr("Expected"), tr("Rests on"), tr("Arrives here"))
    for place, words in enumerate(heads):
        grid.addWidget(label(words, "small"), 0, place, _RIGHT if place else Qt.AlignmentFlag.AlignLeft)
    for line, message in enumerate(answer.messages):
        grid.addWidget(hairline(), 2 * line + 1, 0, 1, len(heads))
        arrives = percent(message.arrives, 0) if message.arrives is not None else NOTHING
        named = QWidget()
        named.setLayout(column(Elided(message.name, "strong"), Elided(message.technique, "small"), spacing=0))
        cells: tuple[QWidget, ...] = (
            named,
            label(number(round(message.shown), 0) if message.shown is not None else NOTHING),
            label(_cost(message, answer)),
            label(percent(message.expected, signed=True)),
            label(name("evidence", message.kind), "note"),
            label(arrives),
        )
        for place, cell in enumerate(cells):
            grid.addWidget(cell, 2 * line + 2, place, _RIGHT if place else Qt.AlignmentFlag(0))
    grid.setColumnStretch(0, 1)
    made = column(grid, spacing=look.px(8))
    if answer.swayed is not None:
        words = tr("{share} of what was said changed what its reader did next.", share=percent(answer.swayed))
        made.addWidget(label(words, "note", wrap=True))
    return made


def _cost(message: Message, answer: Answer) -> str:
    """What it costs in a month; without that, what showing it once costs."""
    if message.spent is not None:
        return money(message.spent, answer.currency, 0)
    return tr("{money} each", money=money(message.cost, answer.currency))
