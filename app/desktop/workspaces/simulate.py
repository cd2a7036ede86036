"""The page of the answer: one big number with its interval, funnel, for whom, messages, all arms, and earlier runs."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from PySide6.QtCore import Qt
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QFrame, QGridLayout, QHBoxLayout, QLayout, QMenu, QPushButton, QVBoxLayout, QWidget

from app.desktop.answer import sentences
from app.desktop.answer.funnel import FunnelBars
from app.desktop.answer.model import Answer
from app.desktop.answer.panel import Figure, cost_rows, look_twice
from app.desktop.answer.pictures import ChanceBar, Forest, IntervalPicture, why_wide
from app.desktop.answer.table import arms_table, message_rows
from app.desktop.chrome.basics import button, column, hairline, label, panel, row, scrolled
from app.desktop.chrome.bottom import Pill
from app.desktop.inspector.linkrow import LinkRow
from app.desktop.look import Look
from app.project.model import Run
from app.words import number, tr

_LEFT, _RIGHT, _NARROW, _WIDE, _PAD = 208, 288, 1020, 420, 28


class SimulatePage(QWidget):
    """Shows one answer; built anew for another one."""

    def __init__(
        self,
        look: Look,
        answer: Answer | None,
        moment: str,
        *,
        stale: bool,
        arms: tuple[tuple[str, str], ...],
        runs: tuple[tuple[str, Run], ...],
        choose_arm: Callable[[str], object],
        choose_run: Callable[[str], object],
        run: Callable[[], object],
        prices: Callable[[], QLayout | None] = lambda: None,
    ) -> None:
        super().__init__()
        self._look, self._answer, self._moment, self._stale = look, answer, moment, stale
        self._narrow = False
        self._box = QHBoxLayout(self)
        self._box.setContentsMargins(0, 0, 0, 0)
        self._box.setSpacing(0)
        self._runs = self._earlier(runs, choose_run)
        self._box.addWidget(self._runs)
        if answer is None:
            self._box.addWidget(self._nothing(run), 1)
            return
        self._middle = QVBoxLayout()
        self._middle.setContentsMargins(0, 0, 0, 0)
        self._middle.setSpacing(0)
        self._middle.addWidget(self._sheet(answer, arms, choose_arm))
        inside = QWidget()
        inside.setLayout(self._middle)
        self._box.addWidget(scrolled(inside), 1)
        self._facts = self._beside(answer, prices())
        self._column = scrolled(self._facts)
        self._column.setFixedWidth(look.px(_RIGHT))
        self._box.addWidget(self._column)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Where three columns do not stand beside one another, costs and earlier runs come below the answer."""
        super().resizeEvent(event)
        narrow = self.width() < self._look.px(_NARROW)
        if self._answer is None or narrow == self._narrow:
            return
        self._narrow = narrow
        if narrow:
            self._column.takeWidget()
            self._middle.addWidget(self._facts)
            self._middle.addWidget(self._runs)
        else:
            self._column.setWidget(self._facts)
            self._box.insertWidget(0, self._runs)
        self._facts.show()
        self._runs.setMaximumWidth(16_777_215 if narrow else self._look.px(_LEFT))
        self._column.setVisible(not narrow)

    def _nothing(self, run: Callable[[], object]) -> QFrame:
        look = self._look
        words = tr("Synthetic visitors walk this map with and without the messages. The answer is the lift to expect.")
        said = label(words, "note", wrap=True)
        said.setMaximumWidth(look.px(380))
        go = button(look, tr("Run"), run, icon="play", name="run-here")
        return panel(column(None, label(tr("Nothing has been run yet"), "start"), said, 8, row(go, None), None,
                            margins=(look.px(64), 0, look.px(64), 0)), role="surface")  # fmt: skip

    def _earlier(self, runs: tuple[tuple[str, Run], ...], choose: Callable[[str], object]) -> QFrame:
        look = self._look
        box = column(label(tr("Runs"), "heading"), 6, spacing=2, margins=(look.px(18), look.px(20), look.px(14), 0))
        for key, record in runs[:14]:
            made = LinkRow(
                look,
                sentences.when(record.moment),
                number(record.visitors),
                partial(choose, key),
                icon="clock-counter-clockwise",
                current=record.moment == self._moment,
            )
            made.setObjectName(f"run-{key}")
            box.addWidget(made)
        if not runs:
            box.addWidget(label(tr("Each run is kept here."), "note", wrap=True))
        box.addStretch(1)
        made_panel = panel(box, name="sidebar")
        made_panel.setMinimumWidth(look.px(_LEFT))
        made_panel.setMaximumWidth(look.px(_LEFT))
        return made_panel

    def _sheet(self, answer: Answer, arms: tuple[tuple[str, str], ...], choose: Callable[[str], object]) -> QFrame:
        look = self._look
        box = QVBoxLayout()
        box.setContentsMargins(0, 0, 0, 0)
        box.setSpacing(0)
        box.addLayout(self._top(answer, arms, choose))
        box.addWidget(hairline())
        known = any(group.lift is not None for group in (*answer.groups, *answer.segments))
        box.addLayout(self._pair(self._funnel(answer), self._whom(answer)) if known else self._funnel(answer))
        box.addWidget(hairline())
        box.addLayout(self._part(tr("Arms"), tr("lift in pp; orders and margin of a month"), arms_table(look, answer)))
        box.addWidget(hairline())
        if answer.messages:
            note = tr("expected on a reference shop, and how much of it arrives here")
            box.addLayout(self._part(tr("Messages"), note, message_rows(look, answer)))
        box.addStretch(1)
        return panel(box, role="surface")

    def _top(self, answer: Answer, arms: tuple[tuple[str, str], ...], choose: Callable[[str], object]) -> QGridLayout:
        look = self._look
        grid = QGridLayout()
        grid.setContentsMargins(look.px(_PAD), look.px(22), look.px(_PAD), look.px(22))
        grid.setHorizontalSpacing(look.px(32))
        what = row(spacing=look.px(10))
        what.addWidget(label(sentences.about(answer), "note", wrap=True), 1)
        if not answer.calibrated:
            what.addWidget(Pill(look), 0, Qt.AlignmentFlag.AlignTop)
        first = column(what, spacing=look.px(4))
        if len(arms) > 1:
            first.addLayout(row(self._arms(answer, arms, choose), None))
        if answer.lift is not None:
            first.addWidget(Figure(look, answer, 84, stale=self._stale))
        if self._stale:
            first.addWidget(label(tr("From before your last change."), "strong"))
        for words in sentences.verdict(answer):
            first.addWidget(label(words, "sentence", wrap=True))
        first.addSpacing(look.px(6))
        for words in (sentences.levels(answer), sentences.relative(answer.relative)):
            if words:
                first.addWidget(label(words, "note", wrap=True))
        if not answer.complete:
            first.addWidget(label(tr("Stopped early: this rests on what was done until then."), "note", wrap=True))
        first.addStretch(1)
        grid.addLayout(first, 0, 0)
        if answer.lift is not None:
            grid.addLayout(self._picture(answer), 0, 1)
            grid.setColumnStretch(0, 5)
            grid.setColumnStretch(1, 6)
        return grid

    def _arms(self, answer: Answer, arms: tuple[tuple[str, str], ...], choose: Callable[[str], object]) -> QPushButton:
        """Which arm is looked at: a button with a menu of the others."""
        made = QPushButton(f"{answer.arm}  ▾")
        made.setObjectName("arms")
        made.setAccessibleName(tr("Arm") + " " + answer.arm)
        menu = QMenu(made)
        for key, words in arms:
            act = menu.addAction(words)
            act.setCheckable(True)
            act.setChecked(key == answer.arm_id)
            act.triggered.connect(lambda *_, key=key: choose(key))
        made.clicked.connect(lambda *_: menu.popup(made.mapToGlobal(made.rect().bottomLeft())))
        return made

    def _picture(self, answer: Answer) -> QVBoxLayout:
        look = self._look
        second = column(spacing=look.px(10))
        if answer.lift is not None and answer.rate:
            second.addWidget(IntervalPicture(look, answer.lift, answer.level_control, _WIDE, 210))
        if answer.chances is not None:
            second.addWidget(ChanceBar(look, answer.chances, calibrated=answer.calibrated, width=_WIDE))
        if answer.lift is not None:
            second.addLayout(why_wide(look, answer.lift))
            if answer.rests_on:
                second.addWidget(label(sentences.rests_on(answer), "note", wrap=True))
        second.addStretch(1)
        return second

    def _part(self, heading: str, note: str, inside: QVBoxLayout | QGridLayout | QWidget) -> QVBoxLayout:
        look = self._look
        head = row(label(heading, "heading"), label(note, "small") if note else None, None, spacing=look.px(8))
        margins = (look.px(_PAD), look.px(18), look.px(_PAD), look.px(20))
        return column(head, inside, None, spacing=look.px(10), margins=margins)

    def _pair(self, left: QVBoxLayout, right: QVBoxLayout) -> QHBoxLayout:
        made = row(spacing=0)
        made.addLayout(left, 1)
        made.addWidget(hairline(upright=True))
        made.addLayout(right, 1)
        return made

    def _funnel(self, answer: Answer) -> QVBoxLayout:
        return self._part(
            tr("Funnel"), tr("visits that get there, difference in pp"), FunnelBars(self._look, answer, _WIDE)
        )

    def _whom(self, answer: Answer) -> QVBoxLayout:
        note = tr("lift in pp, 95%") if answer.rate else tr("lift, 95%")
        return self._part(tr("For whom"), note, Forest(self._look, answer, _WIDE, segments=True))

    def _beside(self, answer: Answer, prices: QLayout | None) -> QFrame:
        look = self._look
        margins = (look.px(20), look.px(20), look.px(20), look.px(20))
        box = column(
            label(tr("What it costs, a month"), "heading"), 4, cost_rows(look, answer), 16, spacing=4, margins=margins
        )
        if prices is not None:
            box.addWidget(label(tr("What pain points cost"), "heading"))
            box.addLayout(prices)
            box.addSpacing(look.px(16))
        if answer.warnings:
            box.addWidget(label(tr("Look twice"), "heading"))
            box.addSpacing(look.px(4))
            for warning in answer.warnings:
                box.addLayout(look_twice(look, warning))
                box.addSpacing(look.px(6))
            box.addSpacing(look.px(10))
        box.addWidget(label(tr("How it was made"), "heading"))
        made = (
            sentences.stamp(answer, self._moment),
            sentences.settings(answer),
            answer.label + ".",
        )
        for words in made:
            box.addWidget(label(words, "note", wrap=True))
        box.addStretch(1)
        return panel(box, name="inspector")
