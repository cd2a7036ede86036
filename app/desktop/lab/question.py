"""The question of a run: its hypothesis, written first, the measure that decides, the design, and the arms."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPen
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from app.actions.experiment_words import arm_words, policy_words
from app.desktop.chrome import draw
from app.desktop.chrome.basics import Painted, button, column, hairline, icon_button, label, row
from app.desktop.chrome.inplace import LineField, TextField, inplace_style
from app.desktop.chrome.segments import Segments
from app.desktop.inspector.fields import SHARE, Choice, named_choices, number_field
from app.desktop.lab.arm_editor import MODES, doing, editor
from app.desktop.lab.keeping import Held
from app.desktop.lab.parts import Part, Shown
from app.desktop.look import Look
from app.project.builders import in_order
from app.project.edits import Edit
from app.project.experiments import (
    add_arm,
    arms_of,
    duplicate_arm,
    experiments_of,
    lettered,
    move_arm,
    new_experiment,
    remove_arm,
    rename_arm,
    set_design,
)
from app.project.model import Project
from app.words import number, plural, tr
from simulation.measures.registry import LIFTED
from simulation.scenario import Experiment

OPEN, UNFOLDED = "arm-open", "question-unfolded"


class Badge(Painted):
    """The letter of an arm in a square: A filled in grey, the others outlined."""

    def __init__(self, look: Look, letter: str, *, filled: bool) -> None:
        super().__init__(look, 22, 22)
        self.setFixedWidth(look.px(22))
        self._letter, self._filled = letter, filled
        self.setAccessibleName(letter)

    def paint(self, painter: QPainter, width: float, height: float) -> None:
        """The square and its letter."""
        theme, square = self.look.theme, QRectF(1, 1, width - 2, height - 2)
        if self._filled:
            draw.bar(painter, square, theme.ink2, 5)
        else:
            painter.setPen(QPen(QColor(theme.control), 1.2))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawRoundedRect(square, 5, 5)
        ink = theme.on_ink if self._filled else theme.ink
        draw.text(painter, width / 2, height / 2 + 4.5, self._letter, "small", ink, "centre")


def make(shown: Shown) -> QWidget:
    """The experiment that is looked at, or how to begin one."""
    made = QWidget()
    made.setStyleSheet(inplace_style(shown.look))
    experiment = shown.document.experiment_id
    made.setLayout(_Question(shown, experiment).layout() if experiment else _none(shown))
    made.setAccessibleName(tr("Question"))
    return made


def begin(shown: Shown) -> None:
    """A new experiment about this map; the keyboard goes to its hypothesis."""
    document = shown.document
    made = new_experiment(document.project, document.map_id, tr("New experiment"))
    document.edit(made.edit)
    shown.studio.look_at(made.id)
    shown.remake("question")


def _none(shown: Shown) -> QVBoxLayout:
    look = shown.look
    words = tr("A question first: what do you expect, and why? Then the arms that can show it.")
    return column(
        row(label(tr("Question"), "heading"), None),
        label(words, "note", wrap=True),
        row(_new(shown), None),
        spacing=look.px(8),
    )


def _new(shown: Shown) -> QWidget:
    words = tr("New experiment")
    return button(shown.look, words, partial(begin, shown), icon="plus", role="quiet", name="new-experiment")


class _Question:
    def __init__(self, shown: Shown, experiment: str) -> None:
        self.shown, self.key, self.look = shown, experiment, shown.look
        self.project = shown.document.project
        self.record: Experiment = self.project.experiments[experiment]
        self.do = doing(shown)

    def layout(self) -> QVBoxLayout:
        look = self.look
        box = column(self._head(), self._hypothesis(), spacing=look.px(8))
        if self.shown.answer is not None:  # the answer comes first; the question is one press away
            box.addLayout(row(self._fold(), None))
            if not self.shown.opened.get(UNFOLDED):
                return box
        box.addLayout(self._asked())
        box.addSpacing(look.px(6))
        box.addWidget(hairline())
        box.addLayout(self._control())
        letters, arms = lettered(self.project, self.key), arms_of(self.project, self.key)
        for place, arm in enumerate(arms):
            box.addWidget(hairline())
            box.addLayout(self._arm(arm, letters[arm], place))
            if self.shown.opened.get(OPEN) == arm:
                box.addWidget(editor(self.shown, arm, self.do))
        box.addWidget(hairline())
        factorial = self.record.design == "factorial"
        words = tr("Add a factor") if factorial else tr("Add an arm")
        box.addLayout(row(button(look, words, self._add, icon="plus", role="quiet", name="add-arm"), None))
        return box

    def _set(self, field: str, label_: str = "experiment") -> Callable[[object], object]:
        return lambda value: self.shown.document.set("experiments", self.key, (field,), value, label_)

    def _kept(self, field: str) -> Callable[[str], bool]:
        def keep(words: str) -> bool:
            self._set(field)(words)
            return True

        return keep

    def _head(self) -> QHBoxLayout:
        look = self.look
        title = LineField(self.record.title, tr("Name of the experiment"), self._kept("title"), large=True)
        title.setObjectName("experiment-title")
        made = row(title, spacing=look.px(8))
        made.setStretch(0, 1)
        mine = experiments_of(self.project, self.shown.document.map_id)
        if len(mine) > 1:
            options = [(key, self.project.experiments[key].title) for key in mine]
            pick = Choice(look, tr("Experiment"), options, self.key, self._look_at, object_name="experiments")
            pick.setMaximumWidth(look.px(220))
            made.addWidget(pick)
        made.addWidget(_new(self.shown))
        return made

    def _fold(self) -> QWidget:
        folded = not self.shown.opened.get(UNFOLDED)
        count = len(arms_of(self.project, self.key)) + 1
        words = plural("{count} arm", "{count} arms", count, count=number(count)) if folded else tr("Fold the arms")
        made = button(self.look, words, self._unfold, icon="caret-right" if folded else "caret-down", role="quiet",
                      name="unfold-question")  # fmt: skip
        made.setAccessibleName(tr("Show the arms") if folded else words)
        return made

    def _unfold(self) -> None:
        self.shown.opened[UNFOLDED] = not self.shown.opened.get(UNFOLDED)
        self.shown.remake("question")

    def _look_at(self, key: str) -> None:
        self.shown.studio.look_at(key)

    def _hypothesis(self) -> QWidget:
        says = tr("Because …, we expect … for …, seen in …")
        made = TextField(self.record.hypothesis, says, self._kept("hypothesis"))
        made.setObjectName("hypothesis")
        made.setAccessibleName(tr("Hypothesis"))
        return made

    def _asked(self) -> QVBoxLayout:
        look, record = self.look, self.record
        metrics = list(dict.fromkeys((*LIFTED, record.metric)))
        metric = Choice(
            look, tr("Measure that decides"), named_choices("kpi", metrics), record.metric, self._set("metric"),
            object_name="metric",
        )  # fmt: skip
        metric.setFixedWidth(look.px(230))
        least = number_field(
            look, "smallest-lift", tr("Smallest lift worth having"), record.smallest_lift, SHARE,
            self._set("smallest_lift"), optional=True, placeholder=tr("what pays for it"),
        )  # fmt: skip
        least.setFixedWidth(look.px(130))
        parts = [("ab", tr("A/B")), ("abn", tr("A/B/n")), ("factorial", tr("full factorial"))]
        design = Segments(look, parts, one=True)
        design.setObjectName("design")
        design.setAccessibleName(tr("Design"))
        design.set_on(record.design)
        design.switched.connect(lambda key, on: self._design(key) if on else None)
        first = row(label(tr("Decided by"), "label"), metric, None, spacing=look.px(8))
        second = row(label(tr("worth having from"), "label"), least, None, design, spacing=look.px(8))
        return column(first, second, spacing=look.px(6))

    def _design(self, design: str) -> None:
        before = self.shown.document.project
        self.do(lambda now: set_design(now, self.key, design))
        if self.shown.document.project is before:
            self.shown.remake("question")

    def _control(self) -> QHBoxLayout:
        look, project = self.look, self.project
        options = [("", tr("No messages"))]
        options += [(key, policy_words(project, key)) for key in in_order(project.policies)]
        current = self.record.control_policy or ""

        def keep(value: str) -> None:
            self._set("control_policy")(value or None)

        policy = Choice(look, tr("Control"), options, current, keep, object_name="control-policy")
        policy.setFixedWidth(look.px(220))
        made = row(Badge(look, "A", filled=True), label(tr("Control"), "strong"), policy, spacing=look.px(10))
        if current:
            modes = [("", tr("as its messages say")), *named_choices("mode", MODES)]
            mode = Choice(
                look, tr("Phase decided by"), modes, self.record.control_mode or "",
                lambda value: self._set("control_mode")(value or None), object_name="control-mode",
            )  # fmt: skip
            mode.setFixedWidth(look.px(190))
            made.addWidget(mode)
        made.addStretch(1)
        return made

    def _arm(self, arm: str, letter: str, place: int) -> QHBoxLayout:
        look, variant = self.look, self.project.variants[arm]
        factorial = self.record.design == "factorial"
        mixed = len(variant.levels) > 1
        words = label(arm_words(self.project, arm), "note", wrap=True)
        words.setObjectName(f"changes-{arm}")
        if mixed:
            said = column(label(variant.title, "strong", wrap=True), words, spacing=0)
        else:
            title = LineField(variant.title, tr("Name of arm {letter}", letter=letter), self._rename(arm), strong=True)
            title.setObjectName(f"title-{arm}")
            said = column(title, words, spacing=0)
        made = row(spacing=look.px(10))
        made.addWidget(Badge(look, letter, filled=False), 0, Qt.AlignmentFlag.AlignTop)
        made.addLayout(said, 1)
        if mixed:
            return made
        open_ = self.shown.opened.get(OPEN) == arm
        fold = tr("Close arm {letter}", letter=letter) if open_ else tr("Change arm {letter}", letter=letter)
        tools = [(f"edit-{arm}", "caret-up" if open_ else "sliders-horizontal", fold, partial(self._open, arm))]
        if not factorial:
            if place > 0:
                tools.append((f"up-{arm}", "arrow-up", tr("Move arm {letter} up", letter=letter),
                              partial(self._move, arm, place - 1)))  # fmt: skip
            tools.append((f"copy-{arm}", "copy", tr("Duplicate arm {letter}", letter=letter),
                          partial(self._copy, arm)))  # fmt: skip
        tools.append((f"remove-{arm}", "trash", tr("Remove arm {letter}", letter=letter), partial(self._gone, arm)))
        for name_, icon, says, act in tools:
            tool = icon_button(look, icon, says, act)
            tool.setObjectName(name_)
            made.addWidget(tool, 0, Qt.AlignmentFlag.AlignTop)
        return made

    def _rename(self, arm: str) -> Callable[[str], bool]:
        def keep(words: str) -> bool:
            self.do(lambda now: rename_arm(now, arm, words))
            return True

        return keep

    def _open(self, arm: str) -> None:
        opened = self.shown.opened
        opened[OPEN] = "" if opened.get(OPEN) == arm else arm
        self.shown.remake("question")

    def _move(self, arm: str, place: int) -> None:
        self.do(lambda now: move_arm(now, arm, place))

    def _copy(self, arm: str) -> None:
        title = tr("{name}, changed", name=self.project.variants[arm].title)
        self.do(lambda now: duplicate_arm(now, arm, title).edit)

    def _gone(self, arm: str) -> None:
        self.do(lambda now: remove_arm(now, arm))

    def _add(self) -> None:
        add(self.shown, self.key)


def add(shown: Shown, experiment: str) -> None:
    """One more arm, unfolded."""

    def made(now: Project) -> Edit:
        found = add_arm(now, experiment, tr("New arm"))
        shown.opened[OPEN] = found.id
        return found.edit

    doing(shown)(made)


def looks_at(shown: Shown) -> object:
    """The experiment, everything an arm can change, and which arm is unfolded."""
    project = shown.document.project
    tables = (project.experiments, project.variants, project.policies, project.rules, project.maps, project.pains,
              project.personas, project.links, project.touchpoints, project.cards)  # fmt: skip
    return (*map(Held, tables), shown.document.map_id, shown.document.experiment_id, shown.answer is not None)


QUESTION = Part("question", "middle", 5, make, without_answer=True, looks_at=looks_at)
