"""What to run for real: weeks, the power curve, what the test can see and promises; inputs that follow at once."""

from __future__ import annotations

from threading import Event
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QGridLayout, QLineEdit, QVBoxLayout, QWidget

from app.desktop.chrome.basics import button, column, empty, hairline, label, restyle
from app.desktop.chrome.segments import Segments
from app.desktop.inspector.fields import said
from app.desktop.lab.parts import Part, Shown, titled
from app.desktop.lab.plan_picture import PowerCurve, WeekBars
from app.words import number, percent, tr
from app.words.typed import typed_amount
from personas.problems import FootfallError

if TYPE_CHECKING:
    from app.desktop.look import Look
    from simulation.planning.make import Asked
    from simulation.planning.plan import TestPlan

POWERS, ALPHAS = (0.8, 0.9, 0.95), (0.1, 0.05, 0.01)
_STATE = "plan"
_LIBRARY = Event()
"""Whether the library is there: half imported in another thread it would hold up the window."""


def make(shown: Shown) -> QWidget | None:
    """The plan of the arm that is looked at; nothing where no arm was compared."""
    if shown.answer is None or shown.finished is None or len(shown.finished.result.arms) < 2:
        return None
    return titled(shown.look, tr("Test it for real"), "", PlanPanel(shown))


class PlanPanel(QWidget):
    """The plan, with its inputs below it; what is typed there is kept beside the project, not in it."""

    def __init__(self, shown: Shown) -> None:
        super().__init__()
        self._shown = shown
        self._state: dict[str, float] = shown.opened.setdefault(_STATE, {})
        self.plan: TestPlan | None = None
        look = shown.look
        self._found = QVBoxLayout()
        self._found.setContentsMargins(0, 0, 0, 0)
        self._found.setSpacing(look.px(6))
        self._copy = button(look, tr("Copy the test plan"), self.copy, icon="clipboard-text", name="copy-plan")
        box = column(self._found, self._copy, self._inputs(), spacing=look.px(12))
        self.setLayout(box)
        self._work_out()

    # ---- inputs ----------------------------------------------------------------------------------------------

    def _inputs(self) -> QGridLayout:
        look = self._shown.look
        grid = QGridLayout()
        grid.setHorizontalSpacing(look.px(10))
        grid.setVerticalSpacing(look.px(8))
        self._traffic = QLineEdit(number(round(self._asked().visitors_per_day)))
        self._traffic.setObjectName("plan-visitors")
        self._traffic.setAccessibleName(tr("Visitors a day"))
        self._traffic.setMaxLength(16)
        self._traffic.textEdited.connect(self._typed)
        power = self._choice("power", POWERS, self._state.get("power", 0.8), tr("Chance to find it"))
        alpha = self._choice("alpha", ALPHAS, self._state.get("alpha", 0.05), tr("False alarms"))
        lines = ((tr("Visitors a day"), self._traffic), (tr("Chance to find it"), power), (tr("False alarms"), alpha))
        for line, (words, field) in enumerate(lines):
            grid.addWidget(label(words, "note", wrap=True), line, 0)
            grid.addWidget(field, line, 1)
        grid.setColumnStretch(0, 1)
        return grid

    def _choice(self, key: str, values: tuple[float, ...], now: float, says: str) -> Segments:
        """A few usual values; the one that holds is the only one that is on."""
        names = [(f"plan-{key}-{value:g}", percent(value, 0)) for value in values]
        made = Segments(self._shown.look, names, one=True)
        made.setAccessibleName(says)
        made.set_on(f"plan-{key}-{min(values, key=lambda value: abs(value - now)):g}")

        def chosen(part: str, on: bool) -> None:
            if on:
                self._state[key] = float(part.rpartition("-")[2])
                self._work_out()

        made.switched.connect(chosen)
        return made

    def _typed(self, words: str) -> None:
        """Another number of visitors: the plan follows with every key, as soon as it can be read."""
        try:
            self._state["visitors"] = typed_amount(words, 1.0, 1e9)
        except FootfallError as error:
            restyle(self._traffic, state="error")
            self._traffic.setToolTip(said(error))
            return
        restyle(self._traffic, state="")
        self._traffic.setToolTip("")
        self._work_out()

    # ---- working it out --------------------------------------------------------------------------------------

    def _asked(self) -> Asked:
        return asked(self._shown, self._state)

    def _work_out(self) -> None:
        """The plan for what is asked now: at once, but the first time beside the window, as its library is large."""
        from simulation.planning.make import plan_test

        finished, wanted = self._shown.finished, self._asked()
        if finished is None:
            return
        result = finished.result
        if _LIBRARY.is_set():
            try:
                self._take(plan_test(result, wanted))
            except FootfallError as error:
                self._refused(error)
            return
        self._copy.setEnabled(False)
        empty(self._found)
        self._found.addWidget(label(tr("The test is being worked out…"), "note", wrap=True))
        job = self._shown.studio.jobs.start(lambda _reporter: plan_test(result, wanted))
        job.succeeded.connect(self._take)
        job.failed.connect(self._refused)
        job.finished.connect(_LIBRARY.set)

    def _refused(self, error: object) -> None:
        """Why there is no plan, in its place."""
        empty(self._found)
        words = said(error) if isinstance(error, FootfallError) else str(error)
        self._found.addWidget(label(words, "note", wrap=True))
        self._copy.setEnabled(False)

    def _take(self, plan: object) -> None:
        """Show a plan."""
        from simulation.planning.plan import TestPlan

        if isinstance(plan, TestPlan):
            self.plan = plan
            empty(self._found)
            fill(self._found, self._shown.look, plan)
            self._copy.setEnabled(True)

    def copy(self) -> None:
        """The plan as plain text on the clipboard."""
        from app.actions.plan_table import plan_text

        if self.plan is not None:
            project = self._shown.document.project
            journey = project.maps.get(self.plan.map)
            asks = project.experiments.get(self.plan.experiment)
            title = asks.title if asks is not None else journey.title if journey is not None else ""
            QGuiApplication.clipboard().setText(plan_text(self.plan, title))
            self._shown.studio.say(tr("The test plan is on the clipboard."), grave=False)


def asked(shown: Shown, state: dict[str, float]) -> Asked:
    """What the plan is asked for: the arm that is looked at, the map's traffic, and what was typed."""
    from app.project.planning import asked_for

    assert shown.finished is not None  # noqa: S101 - `make` makes no part without
    assert shown.answer is not None  # noqa: S101 - the same
    return asked_for(
        shown.document.project,
        shown.finished.result,
        shown.answer.arm_id,
        visitors_per_day=state.get("visitors"),
        power=state.get("power", 0.8),
        alpha=state.get("alpha", 0.05),
    )


def fill(box: QVBoxLayout, look: Look, plan: TestPlan) -> None:
    """Weeks, curve, facts and promise of a plan, from top to bottom."""
    from app.actions import plan_words as words

    never = plan.needed_weeks is None
    weeks = label(tr("No test") if never else words.begun(words.weeks_words(plan.weeks)), "figure", wrap=True)
    weeks.setObjectName("plan-weeks")
    if plan.verdict in ("long", "nothing"):
        weeks.setProperty("state", "working")
    box.addWidget(weeks)
    if not never:
        box.addWidget(label(words.size_words(plan), "note", wrap=True))
    for said_ in words.advice(plan):
        box.addWidget(label(said_, "note", wrap=True, state="error" if said_ == words.verdict_words(plan) else ""))
    if not never:
        box.addWidget(PowerCurve(look, plan))
    for line, (what, value) in enumerate(words.rows(plan)):
        if line:
            box.addWidget(hairline())
        box.addLayout(_fact(what, value))
    if words.uneven(plan):
        box.addSpacing(look.px(4))
        box.addWidget(WeekBars(look, plan))
    for sentence in (*words.promise_words(plan), words.eligible_words(plan), words.reached_words(plan)):
        if sentence:
            box.addWidget(label(sentence, "note", wrap=True))


def _fact(what: str, value: str) -> QGridLayout:
    """A name and its value on one line; what stands between brackets comes below the value."""
    grid = QGridLayout()
    grid.setContentsMargins(0, 0, 0, 0)
    grid.setVerticalSpacing(0)
    grid.addWidget(label(what, "note", wrap=True), 0, 0)
    grid.setColumnStretch(0, 1)
    first, _, rest = value.partition(" (")
    right = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
    grid.addWidget(label(first, "strong"), 0, 1, right)
    if rest:
        grid.addWidget(label(rest.removesuffix(")"), "small"), 1, 0, 1, 2, right)
    return grid


def _seen(shown: Shown) -> object:
    """The run, the arm, and what the project says of traffic and people."""
    if shown.answer is None or shown.finished is None:
        return None
    run = shown.finished
    return run.moment, shown.answer.arm_id, asked(shown, {}) if run.result.map in shown.document.project.maps else None


PLAN = Part("plan", "right", 10, make, looks_at=_seen)
