"""What a policy that learns brings beside the same rules as they stand: the learning curve, and what it ends with."""

from __future__ import annotations

from functools import partial
from itertools import pairwise
from typing import TYPE_CHECKING

from PySide6.QtCore import QPointF
from PySide6.QtGui import QColor, QPainter, QPainterPath, QPen
from PySide6.QtWidgets import QWidget

from app.desktop.answer.scale import Axis, spanning, ticks
from app.desktop.chrome import draw
from app.desktop.chrome.basics import Painted, button, hairline, label, row
from app.desktop.jobs import Reporter, Stopped, Work
from app.desktop.lab.parts import Part, Shown, titled
from app.words import number, percent, tr, tr_in

if TYPE_CHECKING:
    from app.desktop.look import Look
    from app.desktop.window import Window
    from app.project.model import Project
    from simulation.adaptive.result import Learned
    from simulation.experiment.result import Effect
    from simulation.experiment.run import Settings

STUDY = "adaptive"


def make(shown: Shown) -> QWidget | None:
    """The curve and what it ends with; before there is a study, what it would say and a button."""
    if shown.finished is None or not any(arm.messages for arm in shown.finished.result.arms[1:]):
        return None
    found = shown.found(STUDY)
    start_ = _Start(shown)
    if found is None or found[0].experiment != shown.finished.result.experiment:
        said = label(
            tr("Let the rules take turns and learn which to say to whom, beside the rules as they stand."),
            "",
            wrap=True,
        )
        cost = label(tr("Whole courses of learning are simulated; it takes about a minute."), "note", wrap=True)
        return titled(shown.look, tr("If it learnt by itself"), "", said, cost, start_)
    learned, stale = found
    return titled(
        shown.look, tr("If it learnt by itself"), learned.arm_title, *_told(shown.look, learned, stale=stale), start_
    )


def _told(look: Look, found: Learned, *, stale: bool) -> list[QWidget]:
    from app.actions import learn_words as words

    inside: list[QWidget] = [
        label(words.verdict(found), "value", wrap=True),
        label(words.headline(found), "", wrap=True),
        Curve(look, found),
        *(label(one, "note", wrap=True) for one in words.costs(found)),
        hairline(),
        label(tr("What it offers in the end"), "small_strong"),
        Shares(look, found),
        *(label(one, "small", wrap=True) for one in words.how(found)),
    ]
    if stale:
        inside.append(label(tr("From before your last change."), "note", wrap=True))
    return inside


class _Start(QWidget):
    """The button, no wider than its words; not to be used while anything else runs."""

    def __init__(self, shown: Shown) -> None:
        super().__init__()
        self._studio = shown.studio
        self._button = button(
            shown.look, tr_in("action", "Let a policy learn"), partial(shown.act, "learn"), icon="arrows-clockwise",
            name="start-learning",
        )  # fmt: skip
        line = row(self._button)
        line.addStretch(1)
        self.setLayout(line)
        self._settle()
        self._studio.running_changed.connect(self._settle)

    def _settle(self) -> None:
        self._button.setEnabled(not self._studio.running)


class Curve(Painted):
    """Lift over the control, period by period: the learner with its 95% band, the rules as they stand dashed."""

    TOP, FOOT, LEFT = 22.0, 24.0, 52.0

    def __init__(self, look: Look, found: Learned) -> None:
        super().__init__(look, 420, 190)
        self._found = found
        self.setObjectName("learning-curve")
        from app.actions.learn_words import lift, weeks

        said = [
            tr("week {weeks}: {lift}", weeks=weeks(one.first, one.last), lift=lift(one.learner))
            for one in found.periods
        ]
        self.setAccessibleName(". ".join([tr("Lift while it learns"), *said]))

    def paint(self, painter: QPainter, width: float, height: float) -> None:
        """Axis and zero, the band, the two lines, and their names at the top."""
        theme, periods = self.look.theme, self._found.periods
        known = [one for one in periods if one.learner.mean is not None and one.fixed.mean is not None]
        if not known:
            return
        ends = [end for one in known for end in (*(one.learner.interval or ()), one.fixed.mean or 0.0)]
        up = spanning(ends, height - self.FOOT, self.TOP)
        last = max(1, known[-1].last)
        across = Axis(0.5, last + 0.5, self.LEFT, width - 8)
        for value in ticks(up):
            y = up.at(value)
            draw.line(painter, self.LEFT, y, width - 8, y, theme.ink if value == 0 else theme.line)
            draw.text(painter, self.LEFT - 6, y + 4, percent(value, 1, signed=True), "small", theme.ink3, "right")
        at = [across.at((one.first + one.last) / 2) for one in known]
        self._band(painter, at, [one.learner for one in known], up)
        self._line(painter, at, [one.fixed for one in known], up, dashed=True)
        self._line(painter, at, [one.learner for one in known], up, dashed=False)
        draw.text(painter, at[0], height - 6, number(known[0].first), "small", theme.ink3)
        draw.text(painter, width - 8, height - 6, tr("week {week}", week=number(last)), "small", theme.ink3, "right")
        self._names(painter, width)

    def _names(self, painter: QPainter, width: float) -> None:
        theme, x = self.look.theme, self.LEFT
        for words, dashed in ((tr("learning"), False), (tr("rules as they stand"), True)):
            draw.line(painter, x, 9, x + 20, 9, theme.ink, 2.0, dashed=dashed)
            draw.text(painter, x + 26, 13, words, "small_strong", theme.ink)
            x += 26 + draw.width_of(words, "small_strong") + 18
            if x > width:
                return

    def _band(self, painter: QPainter, at: list[float], effects: list[Effect], up: Axis) -> None:
        path = QPainterPath()
        ends = [one.interval or (one.mean or 0.0, one.mean or 0.0) for one in effects]
        path.moveTo(QPointF(at[0], up.at(ends[0][1])))
        for x, end in zip(at[1:], ends[1:], strict=True):
            path.lineTo(QPointF(x, up.at(end[1])))
        for x, end in zip(reversed(at), reversed(ends), strict=True):
            path.lineTo(QPointF(x, up.at(end[0])))
        path.closeSubpath()
        painter.fillPath(path, QColor(self.look.theme.marker_wash))

    def _line(self, painter: QPainter, at: list[float], effects: list[Effect], up: Axis, *, dashed: bool) -> None:
        points = [QPointF(x, up.at(one.mean or 0.0)) for x, one in zip(at, effects, strict=True)]
        for one, other in pairwise(points):
            draw.line(painter, one.x(), one.y(), other.x(), other.y(), self.look.theme.ink, 2.0, dashed=dashed)
        if not dashed:
            painter.setPen(QPen(QColor(self.look.theme.ink), 1.4))
            painter.setBrush(QColor(self.look.theme.marker))
            painter.drawEllipse(points[-1], 4.5, 4.5)


class Shares(Painted):
    """Context by context, how often each option is offered in the end: a bar, its share, nine courses of ten."""

    ROW = 24.0

    def __init__(self, look: Look, found: Learned) -> None:
        from app.actions import learn_words as words

        self._rows = [
            (words.where(cell) if not n else "", words.option(found, one), one.share, one.ends)
            for cell in found.cells
            for n, one in enumerate(cell.options)
        ]
        super().__init__(look, 420, len(self._rows) * self.ROW + 6)
        self.setObjectName("learnt-shares")
        self.setAccessibleName(
            ". ".join(f"{where} {what}: {percent(share, 0)}".strip() for where, what, share, _ in self._rows)
        )

    def paint(self, painter: QPainter, width: float, height: float) -> None:  # noqa: ARG002 - rows are of one height
        """One row per option, the context's name beside its first."""
        theme = self.look.theme
        name, bar = width * 0.36, width * 0.68
        right = width - 50
        for n, (where, what, share, ends) in enumerate(self._rows):
            y = self.ROW * n + 16
            if where:
                if n:
                    draw.line(painter, 0, y - 15, width, y - 15, theme.line)
                draw.text(painter, 0, y, draw.elided(where, "small_strong", name - 10), "small_strong", theme.ink)
            draw.text(painter, name, y, draw.elided(what, "small", bar - name - 10), "small", theme.ink2)
            axis = Axis(0.0, 1.0, bar, right)
            painter.fillRect(int(bar), int(y - 10), max(1, int(axis.at(share) - bar)), 11, QColor(theme.marker))
            draw.line(painter, axis.at(ends[0]), y - 4.5, axis.at(ends[1]), y - 4.5, theme.ink, 1.4)
            draw.text(painter, width, y, percent(share, 0), "small_strong", theme.ink, "right")


def work(project: Project, experiment: str | None, map_id: str, arm: str, settings: Settings | None) -> Work:
    """The work of learning, for a thread of its own. The project is frozen: no lock is needed."""

    def run(reporter: Reporter) -> Learned:
        from app.project.canonical import digest_without_runs
        from app.project.slices import scenario
        from app.version import version
        from simulation.adaptive.learning import Schooling, let_it_learn
        from simulation.experiment.result import About
        from simulation.experiment.run import Settings as Usual
        from simulation.experiment.watch import Stopped as StoppedEarly

        about = About(app_version=version(), project=project.project.title, project_digest=digest_without_runs(project))
        shop = scenario(project, experiment, map_id)
        how = Schooling(settings=settings or Usual())
        if settings is not None and settings.visitors is not None:
            how = Schooling(draws=settings.draws, visitors_per_week=settings.visitors, settings=settings)
        try:
            return let_it_learn(
                shop, how, arm=arm, about=about, progress=lambda share, left, _stage: reporter.say(share, left),
                cancelled=reporter.cancelled,
            )  # fmt: skip
        except StoppedEarly as early:
            raise Stopped from early

    return run


def start(window: Window) -> None:
    """Let the arm that is looked at learn; the first that says anything where it says nothing."""
    studio = window.studio
    document = studio.document
    if document is None or not document.map_id:
        return
    finished, arm = studio.finished, window.frame.arm_in_view if window.frame is not None else None
    experiment = document.experiment_id or None
    speaks = finished is not None and any(one.id == arm and one.messages for one in finished.result.arms[1:])
    speaks = speaks and (arm in document.project.variants or arm in document.project.policies)
    asked = work(document.project, experiment, document.map_id, arm or "" if speaks else "", studio.run_settings)
    studio.study(STUDY, asked)


ADAPTIVE = Part("adaptive", "middle", 47, make)
