"""The answer: one sentence and one picture first. Where a slider was moved, both follow it."""

from __future__ import annotations

import re
from functools import partial

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel, QMenu, QPushButton, QWidget

from app.desktop.answer import sentences
from app.desktop.answer.model import Answer
from app.desktop.answer.panel import Figure
from app.desktop.answer.pictures import ChanceBar, IntervalPicture, WhyWide
from app.desktop.chrome.basics import button, column, label, row
from app.desktop.chrome.bottom import Pill
from app.desktop.lab.parts import Part, Shown
from app.desktop.lab.session import Session, session_of
from app.desktop.lab.wrapping import Beside
from app.words import percent, tr

_WIDE, _BESIDE = 420, 640
_SIGN = re.compile("([+−])(?=[^\\s\\d])")
WORTH_RUNNING = 0.1
"""Share of the variance that is chance from which more visitors are worth their time (MODEL 9.4)."""
_STRUCTURE = {key: key for key in ("m1", "phi", "fatigue", "ceiling", "annoyance")} | {"cards": "friction"}


def make(shown: Shown) -> QWidget | None:
    """The number with its sentence, and the picture beside it where there is room, else below."""
    if shown.answer is None or shown.finished is None:
        return None
    return Headline(shown, shown.answer, stale=shown.finished.stale)


class Headline(QWidget):
    """The answer of the run, or of the sliders while they are moved."""

    def __init__(self, shown: Shown, answer: Answer, *, stale: bool) -> None:
        super().__init__()
        self._look, self._answer, self._stale = shown.look, answer, stale
        self._picture: IntervalPicture | None = None
        self._chances: ChanceBar | None = None
        self._figure: Figure | None = None
        self._why: WhyWide | None = None
        said = self._words(shown)
        if answer.lift is None:
            self.setLayout(column(said))
        else:
            second = self._pictures(shown, answer)
            self.setLayout(column(Beside(said, second, shown.look.px(_BESIDE), shown.look.px(32), (5, 6))))
        self._session = session_of(shown.document, shown.studio.jobs)
        self._session.answered.connect(self._follow)
        self._session.turned.connect(self._follow)
        self._follow()

    def _words(self, shown: Shown) -> QWidget:
        look, answer = self._look, self._answer
        what = row(spacing=look.px(10))
        what.addWidget(label(sentences.about(answer), "note", wrap=True), 1)
        if not answer.calibrated:
            what.addWidget(Pill(look), 0, Qt.AlignmentFlag.AlignTop)
        first = column(what, spacing=look.px(4))
        if len(answer.arms) > 2:
            first.addLayout(row(_arms(shown, answer), None))
        if answer.lift is not None:
            self._figure = Figure(look, answer, 84, stale=self._stale)
            first.addWidget(self._figure)
        self._state = label("", "strong", wrap=True)
        self._verdict = [label("", "sentence", wrap=True) for _ in range(3)]
        self._notes = [label("", "note", wrap=True) for _ in range(3)]
        for made in self._verdict:
            first.addWidget(made)
        first.addSpacing(look.px(6))
        for made in (*self._notes, self._state):  # last: what comes and goes while a slider moves moves nothing
            first.addWidget(made)
        if answer.lift is None:  # the sentence asks for more visitors: here they are
            first.addSpacing(look.px(6))
            first.addLayout(row(_more(shown), None))
        first.addStretch(1)
        said = QWidget()
        said.setLayout(first)
        return said

    def _pictures(self, shown: Shown, answer: Answer) -> QWidget:
        look = self._look
        self._narrow = label("", "note", wrap=True)
        second = column(spacing=look.px(10))
        if answer.lift is not None and answer.rate:
            self._picture = IntervalPicture(
                look, answer.lift, answer.level_control, _WIDE, 210, quantiles=answer.quantiles
            )
            second.addWidget(self._picture)
        if answer.chances is not None:
            self._chances = ChanceBar(look, answer.chances, calibrated=answer.calibrated, width=_WIDE)
            second.addWidget(self._chances)
        if answer.lift is not None:
            self._why = WhyWide(look, answer.lift, sentences.width(answer))
            second.addWidget(self._why)
            second.addWidget(self._narrow)
            second.addLayout(row(_more(shown), None))
            if answer.rests_on:
                second.addWidget(label(sentences.rests_on(answer), "note", wrap=True))
        second.addStretch(1)
        made = QWidget()
        made.setLayout(second)
        return made

    def _follow(self) -> None:
        """Show what the sliders come to; the run's own answer where none was moved."""
        from app.desktop.answer.live import lived, running, tells

        live = self._session.answer
        none = live is None or live.arm != self._answer.arm_id or not self._session.values
        if none or live is None or not tells(live, self._answer):
            waits = bool(self._session.values)
            state = tr("What if… one moment.") if waits else self._old_words()
            self._show(self._answer, grey=self._stale or waits, state=state)
            return
        self._show(lived(self._answer, live), grey=running(live), state=_what_if(self._session))

    def _old_words(self) -> str:
        return tr("From before your last change.") if self._stale else ""

    def _show(self, answer: Answer, *, grey: bool, state: str) -> None:
        _say(self._state, state)
        said = (*sentences.verdict(answer), sentences.margin(answer))
        for made, words in zip(self._verdict, (*said, "", ""), strict=False):
            _say(made, words)
        early = "" if answer.complete else tr("Stopped early: this rests on what was done until then.")
        notes = (sentences.levels(answer), sentences.relative(answer.relative), early)
        for made, words in zip(self._notes, notes, strict=True):
            _say(made, words)
        if self._figure is not None:
            self._figure.show_answer(answer, stale=grey)
        if self._picture is not None and answer.lift is not None:
            self._picture.show_lift(answer.lift, answer.level_control, answer.quantiles, running=grey)
        if self._chances is not None and answer.chances is not None:
            self._chances.show_chances(answer.chances)
        if self._why is not None and answer.lift is not None:
            self._why.show_lift(answer.lift)
            self._narrow.setText(narrowing(answer))


def narrowing(answer: Answer) -> str:
    """What would make the interval narrower: more visitors, or measuring, and of what first."""
    from app.actions.drivers_words import assumption_title

    chance = answer.lift.chance_share if answer.lift is not None else None
    if chance is None:
        return ""
    first = ""
    if answer.measure_first is not None:
        key, share = answer.measure_first
        title = assumption_title(f"structure:{_STRUCTURE[key]}" if key in _STRUCTURE else f"effect:{key}")
        first = tr("Measure first: {assumption} ({share} of it).", assumption=title, share=percent(share, 0))
    if chance > WORTH_RUNNING:
        words = tr("More visitors narrow it: {chance} of the doubt is chance in the run.", chance=percent(chance, 0))
    else:
        words = tr("More visitors hardly narrow it: what makes it wide nobody has measured.")
    return " ".join(part for part in (words, first) if part)


def _more(shown: Shown) -> QPushButton:
    made = button(shown.look, tr("More precision"), partial(run_on, shown), name="more-precision")
    made.setToolTip(tr("The same run with four times the visitors."))
    return made


def run_on(shown: Shown) -> None:
    """The run that is shown again, with four times the visitors; its first visitors are the same."""
    from simulation.experiment.run import Settings

    finished = shown.finished
    if finished is not None:
        result = finished.result
        visitors = result.visitors * (result.runs or 1) * 4
        shown.studio.run(Settings(seed=result.seed, draws=result.draws, visitors=visitors))


def _what_if(session: Session) -> str:
    from app.desktop.lab.knobs import how_words

    return " ".join((tr("What if, not the project:"), how_words(session)))


def _say(made: QLabel, words: str) -> None:
    made.setText(_SIGN.sub("\\1\u2060", words))  # a line never ends between the sign and the amount
    made.setAccessibleName(words)
    made.setVisible(bool(words))


def _arms(shown: Shown, answer: Answer) -> QPushButton:
    """Which arm is looked at: a button with a menu of the others."""
    made = QPushButton(f"{answer.arm}  ▾")
    made.setObjectName("arms")
    made.setAccessibleName(tr("Arm") + " " + answer.arm)
    menu = QMenu(made)
    for one in answer.arms[1:]:
        lift = "" if one.lift is None else sentences.width(answer)(one.lift.mean)
        act = menu.addAction(f"{one.name}\t{lift}")
        act.setCheckable(True)
        act.setChecked(one.id == answer.arm_id)
        act.triggered.connect(lambda *_, key=one.id: shown.choose_arm(key))
    made.clicked.connect(lambda *_: menu.popup(made.mapToGlobal(made.rect().bottomLeft())))
    return made


def looks_at(shown: Shown) -> object:
    """The answer, and whether it is from before the last change."""
    return shown.answer, shown.finished is not None and shown.finished.stale


HEADLINE = Part("headline", "middle", 10, make, looks_at=looks_at)
