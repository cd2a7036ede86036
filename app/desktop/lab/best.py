"""Which rules where: the search for the best policy, what it found, and the button that makes it a policy."""

from __future__ import annotations

from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING, Any

from PySide6.QtWidgets import QGridLayout, QLineEdit, QWidget

from app.desktop.chrome.basics import button, column, hairline, label, restyle, row
from app.desktop.chrome.segments import Segments
from app.desktop.inspector.fields import said
from app.desktop.jobs import Reporter, Stopped, Work
from app.desktop.lab.parts import Part, Shown, titled
from app.words import number, tr, tr_in
from app.words.typed import typed_amount
from personas.problems import FootfallError

if TYPE_CHECKING:
    from app.desktop.look import Look
    from app.desktop.window import Window
    from app.project.model import Project
    from simulation.experiment.run import Settings
    from simulation.search.best import Asked
    from simulation.search.result import Best, Winner

STUDY = "optimise"
GOALS = ("conversion", "margin", "both")
BUDGETS = ("messages", "discount", "mails")
DRAWS = 400
FEW_TRIALS = 8
"""Policies that a studio with small runs tries beside the combinations."""


def make(shown: Shown) -> QWidget | None:
    """What may be asked, and what was found for this experiment; nothing where no arm says anything."""
    if shown.finished is None or not _speaking(shown):
        return None
    found = shown.found(STUDY)
    mine = found is not None and found[0].experiment == shown.finished.result.experiment
    inside: list[QWidget] = []
    if found is not None and mine:
        inside.append(Found(shown, found[0], stale=found[1]))
        inside.append(hairline())
    else:
        inside.append(
            label(tr("Which rules to keep, in which phases, for whom and how often, within budgets."), "", wrap=True)
        )
    inside.append(Asking(shown))
    whose = found[0].arm_title if found is not None and mine else ""
    return titled(shown.look, tr("The best policy"), whose, *inside)


def _speaking(shown: Shown) -> bool:
    """Whether any arm of the run says something."""
    assert shown.finished is not None  # noqa: S101 - `make` makes no part without
    return any(arm.messages for arm in shown.finished.result.arms[1:])


class Asking(QWidget):
    """Goal, budgets and the button; what is chosen is kept beside the project, not in it."""

    def __init__(self, shown: Shown) -> None:
        super().__init__()
        self._shown = shown
        self._state: dict[str, Any] = shown.studio.searching
        look = shown.look
        self._button = button(
            look, tr_in("action", "Find the best policy"), partial(shown.act, "optimise"), icon="target",
            name="find-best",
        )  # fmt: skip
        note = label(
            tr("It takes about a minute. The winner is judged on visitors who did not choose it."), "note", wrap=True
        )
        self.setLayout(column(self._goal(look), self._budgets(look), _beside(self._button), note, spacing=look.px(10)))
        self._settle()
        shown.studio.running_changed.connect(self._settle)

    def _goal(self, look: Look) -> Segments:
        names = {"conversion": tr("Conversion"), "margin": tr("Margin"), "both": tr("Both")}
        made = Segments(look, [(f"goal-{key}", names[key]) for key in GOALS], one=True)
        made.setAccessibleName(tr("As high as possible"))
        made.set_on(f"goal-{self._state.get('goal', 'conversion')}")
        made.switched.connect(self._chosen)
        return made

    def _chosen(self, part: str, on: bool) -> None:
        if on:
            self._state["goal"] = part.rpartition("-")[2]

    def _budgets(self, look: Look) -> QGridLayout:
        names = {
            "messages": tr("Messages a visit, at most"),
            "discount": tr("Discounts a day, at most"),
            "mails": tr("Mails a day, at most"),
        }
        grid = QGridLayout()
        grid.setHorizontalSpacing(look.px(10))
        grid.setVerticalSpacing(look.px(6))
        for line, key in enumerate(BUDGETS):
            field = QLineEdit("" if self._state.get(key) is None else number(self._state[key]))
            field.setObjectName(f"budget-{key}")
            field.setAccessibleName(names[key])
            field.setPlaceholderText(tr("no limit"))
            field.setMaxLength(16)
            field.setMaximumWidth(look.px(96))
            field.textEdited.connect(partial(self._typed, key, field))
            grid.addWidget(label(names[key], "note", wrap=True), line, 0)
            grid.addWidget(field, line, 1)
        grid.setColumnStretch(0, 1)
        return grid

    def _typed(self, key: str, field: QLineEdit, words: str) -> None:
        """A budget: a number, or nothing for no limit."""
        try:
            self._state[key] = typed_amount(words, 0.0, 1e12) if words.strip() else None
        except FootfallError as error:
            restyle(field, state="error")
            field.setToolTip(said(error))
            return
        restyle(field, state="")
        field.setToolTip("")

    def _settle(self) -> None:
        self._button.setEnabled(not self._shown.studio.running)


class Found(QWidget):
    """The winners: what is different, what they bring on fresh visitors, what they spend, and how they were found."""

    def __init__(self, shown: Shown, best: Best, *, stale: bool) -> None:
        super().__init__()
        from app.actions import best_words as words

        look = shown.look
        inside: list[QWidget] = [label(words.headline(best), "value", wrap=True)]
        if best.goal != "both" and not best.winners[0].as_it_stands:
            inside.append(label(tr("As it stands: {lift}.", lift=_lift(best, None)), "note", wrap=True))
        for place, winner in enumerate(best.winners):
            if place:
                inside.append(hairline())
            inside += self._winner(shown, best, winner, stale=stale)
        inside += [label(one, "small", wrap=True) for one in words.how(best)]
        if stale:
            inside.append(label(tr("From before your last change."), "note", wrap=True))
        self.setLayout(column(*inside, spacing=look.px(7)))

    def _winner(self, shown: Shown, best: Best, winner: Winner, *, stale: bool) -> list[QWidget]:
        from app.actions import best_words as words

        lines = [label(one, "", wrap=True) for one in words.changes(best, winner)]
        lines.append(label(_lift(best, winner), "small_strong", wrap=True))
        lines.append(label(f"{words.spending(best, winner.spent)}.", "small", wrap=True))
        lines.append(label(words.both_figures(best, winner), "note", wrap=True))
        if winner.as_it_stands or not winner.on:
            return list(lines)
        made = button(
            shown.look, tr("Make it a policy"), partial(make_policy, shown, best, winner), icon="plus",
            name=f"adopt-{winner.arm}",
        )  # fmt: skip
        made.setEnabled(not stale)
        return [*lines, _beside(made)]


def _beside(widget: QWidget) -> QWidget:
    """A widget no wider than itself."""
    made = QWidget()
    line = row(widget)
    line.addStretch(1)
    made.setLayout(line)
    return made


def _lift(best: Best, winner: Winner | None) -> str:
    """The lifts of a winner, or of the policy as it stands, on fresh visitors."""
    from app.actions import best_words as words

    conversion = best.today.conversion if winner is None else winner.conversion.fresh
    margin = best.today.margin if winner is None else winner.margin.fresh
    both = tr("Conversion {conversion}, margin {margin}", conversion=words.lift(conversion), margin=words.lift(margin))
    if best.goal == "both":
        return both
    only = conversion if best.goal == "conversion" else margin
    return (
        tr("Conversion {lift}", lift=words.lift(only))
        if best.goal == "conversion"
        else tr("Margin {lift}", lift=words.lift(only))
    )


def make_policy(shown: Shown, best: Best, winner: Winner) -> None:
    """One step: a policy with these rules, and an arm that shows it."""
    from app.project.policies.best import adopt

    title = tr("{title}, the best found", title=best.arm_title)
    try:
        made = adopt(shown.document.project, best, winner, title)
    except FootfallError as error:
        shown.studio.say_error(error)
        return
    shown.document.edit(made.edit)
    shown.studio.say(tr("{title} is a policy now. Run it to compare.", title=title), grave=False)


def work(project: Project, experiment: str | None, map_id: str, asked: Asked, arm: str) -> Work:
    """The work of the search, for a thread of its own. The project is frozen: no lock is needed."""

    def run(reporter: Reporter) -> Best:
        from app.project.canonical import digest_without_runs
        from app.project.slices import scenario
        from app.version import version
        from simulation.experiment.result import About
        from simulation.experiment.watch import Stopped as StoppedEarly
        from simulation.search.best import optimise

        about = About(app_version=version(), project=project.project.title, project_digest=digest_without_runs(project))
        shop = scenario(project, experiment, map_id)
        try:
            return optimise(
                shop, asked, arm=arm, about=about, progress=lambda share, left, _stage: reporter.say(share, left),
                cancelled=reporter.cancelled,
            )  # fmt: skip
        except StoppedEarly as early:
            raise Stopped from early

    return run


def asked_by(state: dict[str, Any], settings: Settings | None) -> Asked:
    """What the page asks for: goal and budgets as they are chosen, everything else as usual."""
    from simulation.experiment.run import Settings as Usual
    from simulation.search.bench import Budgets
    from simulation.search.best import Asked

    asked = Asked(
        goal=state.get("goal", "conversion"),
        budgets=Budgets(*(state.get(key) for key in BUDGETS)),
        settings=settings or Usual(draws=DRAWS),
    )
    if settings is None or settings.visitors is None:
        return asked
    return replace(asked, trials=FEW_TRIALS, visitors=settings.visitors, draws=settings.draws)


def start(window: Window) -> None:
    """Look for the best policy of the arm that is looked at; of the first that says anything where it says nothing."""
    studio = window.studio
    document = studio.document
    if document is None or not document.map_id:
        return
    finished, arm = studio.finished, window.frame.arm_in_view if window.frame is not None else None
    experiment = document.experiment_id or None
    speaks = finished is not None and any(one.id == arm and one.messages for one in finished.result.arms[1:])
    speaks = speaks and (arm in document.project.variants or arm in document.project.policies)
    asked = asked_by(studio.searching, studio.run_settings)
    studio.study(STUDY, work(document.project, experiment, document.map_id, asked, arm or "" if speaks else ""))


BEST = Part("best", "right", 55, make)
