"""The answer: one sentence and one picture first."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QBoxLayout, QMenu, QPushButton, QVBoxLayout, QWidget

from app.desktop.answer import sentences
from app.desktop.answer.model import Answer
from app.desktop.answer.panel import Figure
from app.desktop.answer.pictures import ChanceBar, IntervalPicture, why_wide
from app.desktop.chrome.basics import column, label, row
from app.desktop.chrome.bottom import Pill
from app.desktop.lab.parts import Part, Shown
from app.desktop.lab.wrapping import Beside
from app.words import tr

_WIDE, _BESIDE = 420, 640


def make(shown: Shown) -> QWidget | None:
    """The number with its sentence, and the picture beside it where there is room, else below."""
    answer, finished = shown.answer, shown.finished
    if answer is None or finished is None:
        return None
    look = shown.look
    said = QWidget()
    said.setLayout(_words(shown, answer, stale=finished.stale))
    if answer.lift is None:
        return said
    picture = QWidget()
    picture.setLayout(_picture(shown, answer))
    return Beside(said, picture, look.px(_BESIDE), look.px(32), (5, 6))


def _words(shown: Shown, answer: Answer, *, stale: bool) -> QBoxLayout:
    look = shown.look
    what = row(spacing=look.px(10))
    what.addWidget(label(sentences.about(answer), "note", wrap=True), 1)
    if not answer.calibrated:
        what.addWidget(Pill(look), 0, Qt.AlignmentFlag.AlignTop)
    first = column(what, spacing=look.px(4))
    if len(answer.arms) > 2:
        first.addLayout(row(_arms(shown, answer), None))
    if answer.lift is not None:
        first.addWidget(Figure(look, answer, 84, stale=stale))
    if stale:
        first.addWidget(label(tr("From before your last change."), "strong", wrap=True))
    for words in sentences.verdict(answer):
        first.addWidget(label(words, "sentence", wrap=True))
    first.addSpacing(look.px(6))
    for words in (sentences.levels(answer), sentences.relative(answer.relative), sentences.margin(answer)):
        if words:
            first.addWidget(label(words, "note", wrap=True))
    if not answer.complete:
        first.addWidget(label(tr("Stopped early: this rests on what was done until then."), "note", wrap=True))
    first.addStretch(1)
    return first


def _arms(shown: Shown, answer: Answer) -> QPushButton:
    """Which arm is looked at: a button with a menu of the others."""
    made = QPushButton(f"{answer.arm}  ▾")
    made.setObjectName("arms")
    made.setAccessibleName(tr("Arm") + " " + answer.arm)
    menu = QMenu(made)
    for one in answer.arms[1:]:
        act = menu.addAction(one.name)
        act.setCheckable(True)
        act.setChecked(one.id == answer.arm_id)
        act.triggered.connect(lambda *_, key=one.id: shown.choose_arm(key))
    made.clicked.connect(lambda *_: menu.popup(made.mapToGlobal(made.rect().bottomLeft())))
    return made


def _picture(shown: Shown, answer: Answer) -> QVBoxLayout:
    look = shown.look
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


def looks_at(shown: Shown) -> object:
    """The answer, and whether it is from before the last change."""
    return shown.answer, shown.finished is not None and shown.finished.stale


HEADLINE = Part("headline", "middle", 10, make, looks_at=looks_at)
