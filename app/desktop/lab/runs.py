"""The history of runs: each with its lift and interval on one scale, to look at again or to compare side by side."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache, partial
from typing import Any

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QKeyEvent, QMouseEvent, QPainter, QPen
from PySide6.QtWidgets import QWidget

from app.actions.answer import RATES
from app.desktop.answer import sentences
from app.desktop.answer.scale import Axis, spanning
from app.desktop.chrome import draw
from app.desktop.chrome.basics import Painted, Pressable, column, hairline, label, row
from app.desktop.icons import paint_icon
from app.desktop.lab.keeping import Held
from app.desktop.lab.parts import Part, Shown, titled
from app.desktop.look import Look
from app.desktop.runs import kept_runs
from app.project.model import Project, Run
from app.project.slices import SILENT
from app.words import number, points, tr

_MOST = 20
COMPARED = "runs-compared"
_HIGH = 44.0


@dataclass(frozen=True)
class Line:
    """A kept run as it is listed: its arms' lifts in the unit of its measure, none where none may be shown."""

    key: str
    title: str
    moment: str
    arms: tuple[tuple[str, tuple[float, float, float] | None], ...]
    metric: str
    run: Run

    @property
    def lift(self) -> tuple[float, float, float] | None:
        """Mean and interval of the first arm of which anything can be said."""
        return next((lift for _, lift in self.arms if lift is not None), None)

    def written(self, value: float) -> str:
        """A lift as it is read: in points of a rate, else as a number."""
        return points(value, unit=False) if self.metric in RATES else number(value, 2, signed=True)


@lru_cache(maxsize=64)
def _read(summary: str) -> tuple[str, tuple[tuple[str, tuple[float, float, float] | None], ...]]:
    content: dict[str, Any] = json.loads(summary)
    metric = str(content.get("metric", ""))
    names = {arm["id"]: arm["name"] for arm in content.get("arms", ())}
    arms = []
    for lift in content.get("lifts", ()):
        if lift["metric"] == metric:
            effect = lift["absolute"]
            known = effect.get("mean") is not None and effect.get("interval") is not None
            arms.append((names.get(lift["arm"], lift["arm"]), (effect["mean"], *effect["interval"]) if known else None))
    return metric, tuple(arms)


def listed(project: Project, key: str, run: Run) -> Line:
    """A kept run, ready to be shown."""
    try:
        metric, arms = _read(run.summary)
    except (ValueError, KeyError, TypeError, AttributeError):
        metric, arms = "", ()
    experiment = project.experiments.get(run.experiment)
    title = experiment.title if experiment is not None else ""
    return Line(key, title, sentences.when(run.moment), arms, metric, run)


def mark(
    painter: QPainter, axis: Axis, middle: float, lift: tuple[float, float, float], colour: str, zero: str
) -> None:
    """The zero line, the interval and its point."""
    draw.line(painter, axis.kept(0.0), middle - 8, axis.kept(0.0), middle + 8, zero)
    mean, low, high = lift
    painter.setPen(QPen(QColor(colour), 2.0))
    painter.drawLine(QPointF(axis.kept(low), middle), QPointF(axis.kept(high), middle))
    painter.setBrush(QColor(colour))
    painter.setPen(Qt.PenStyle.NoPen)
    painter.drawEllipse(QPointF(axis.kept(mean), middle), 3.5, 3.5)
    painter.setBrush(Qt.BrushStyle.NoBrush)


class RunRow(Pressable):
    """A run: title and moment, its interval, its lift; at the left a box that takes it into the comparison.

    Enter looks at it again, Space takes it into the comparison.
    """

    def __init__(self, shown: Shown, line: Line, axis: Axis, *, current: bool, stale: bool, compared: bool) -> None:
        super().__init__(shown.look, 232, _HIGH, partial(shown.choose_run, line.key))
        self._shown, self._line, self._axis = shown, line, axis
        self._current, self._stale, self._compared = current, stale, compared
        self.setObjectName(f"run-{line.key}")
        self._lift = line.written(line.lift[0]) if line.lift is not None else "–"
        told = [line.title, line.moment, self._lift]
        if stale:
            told.append(tr("the project is another by now"))
        if compared:
            told.append(tr("compared"))
        self.setAccessibleName(", ".join(told))
        settings = tr("seed {seed}", seed=line.run.seed)
        self.setToolTip(f"{told[0]} · {settings} · {line.run.project_digest[:8]}")

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Space takes it into the comparison."""
        if event.key() == Qt.Key.Key_Space:
            compare(self._shown, self._line.key)
        else:
            super().keyPressEvent(event)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """In the box: compare; elsewhere: look at it again."""
        if event.position().x() / self.look.room < 22:
            compare(self._shown, self._line.key)
        else:
            super().mouseReleaseEvent(event)

    def paint(self, painter: QPainter, width: float, height: float) -> None:
        """One line with title and lift, one with the moment; the interval between."""
        theme, line = self.look.theme, self._line
        if self._current:
            draw.bar(painter, QRectF(-2, 0, width + 4, height), theme.marker_wash, 8)
        elif self.underMouse() or self.hasFocus():
            draw.bar(painter, QRectF(-2, 0, width + 4, height), theme.hover, 8)
        box = QRectF(4, height / 2 - 7, 14, 14)
        painter.setPen(QPen(QColor(theme.ink if self._compared else theme.control), 1.2))
        painter.setBrush(QColor(theme.ink) if self._compared else Qt.BrushStyle.NoBrush)
        painter.drawRoundedRect(box, 3, 3)
        painter.setBrush(Qt.BrushStyle.NoBrush)
        if self._compared:
            paint_icon(painter, "check-bold", box.adjusted(1, 1, -1, -1), theme.on_ink)
        pen = theme.ink3 if self._stale else theme.ink
        wide = draw.text(painter, width - 6, height / 2 + 4.5, self._lift, "body_value", pen, "right")
        left, right = width - 52 - 44, width - 52
        room = (left if line.lift is not None else width - 20) - 34
        role = "body_strong" if self._current else "body_value"
        draw.text(painter, 28, height / 2 - 3, draw.elided(line.title, role, room), role, pen)
        moment = f"{line.moment} ·" if self._stale else line.moment
        draw.text(painter, 28, height / 2 + 13, draw.elided(moment, "small", room), "small", theme.ink3)
        if self._stale:
            at = 28 + min(room, draw.width_of(moment, "small")) + 3
            paint_icon(painter, "clock-counter-clockwise", QRectF(at, height / 2 + 3, 11, 11), theme.ink3)
        if line.lift is not None and wide < 54:
            axis = Axis(self._axis.low, self._axis.high, left, right)
            mark(painter, axis, height / 2, line.lift, theme.ink3 if self._stale else theme.ink2, theme.line_strong)


def compare(shown: Shown, key: str) -> None:
    """Take a run into the comparison, or out of it."""
    chosen = [one for one in shown.opened.get(COMPARED, ()) if one in shown.document.project.runs]
    shown.opened[COMPARED] = [one for one in chosen if one != key] if key in chosen else [*chosen, key]
    shown.remake("runs")
    shown.remake("comparison")


def make(shown: Shown) -> QWidget:
    """The latest runs of this map, the one that is shown marked."""
    look, project = shown.look, shown.document.project
    moment = shown.finished.moment if shown.finished is not None else ""
    runs = [(key, run) for key, run in kept_runs(project) if _here(shown, run)][:_MOST]
    lines = [listed(project, key, run) for key, run in runs]
    axes = {
        metric: _axis([line for line in lines if line.metric == metric]) for metric in {one.metric for one in lines}
    }
    digest = _digest(project) if lines else ""
    chosen = shown.opened.get(COMPARED, ())
    rows = column(spacing=look.px(2))
    for line in lines:
        stale = line.run.project_digest != digest
        rows.addWidget(
            RunRow(
                shown,
                line,
                axes[line.metric],
                current=line.run.moment == moment,
                stale=stale,
                compared=line.key in chosen,
            )
        )
    if not lines:
        rows.addWidget(label(tr("Each run is kept here."), "note", wrap=True))
    elif len(lines) > 1:
        words = tr("Tick two or more to compare them.") if len(chosen) < 2 else tr("They stand side by side below.")
        rows.addWidget(label(words, "small", wrap=True))
    return titled(look, tr("Runs"), "", rows)


def _here(shown: Shown, run: Run) -> bool:
    experiment = shown.document.project.experiments.get(run.experiment)
    return experiment is not None and experiment.map == shown.document.map_id


def _digest(project: Project) -> str:
    from app.project.canonical import digest_without_runs

    return digest_without_runs(project)


def _axis(lines: Sequence[Line]) -> Axis:
    return spanning([end for line in lines if line.lift is not None for end in line.lift], 0, 1)


# ---- side by side --------------------------------------------------------------------------------------------


class Scale(Painted):
    """One lift on the scale that all runs of the comparison share."""

    def __init__(self, look: Look, lift: tuple[float, float, float], axis: Axis, says: str) -> None:
        super().__init__(look, 160, 22)
        self._lift, self._axis = lift, axis
        self.setAccessibleName(says)

    def paint(self, painter: QPainter, width: float, height: float) -> None:
        """The interval."""
        theme = self.look.theme
        axis = Axis(self._axis.low, self._axis.high, 4, width - 4)
        mark(painter, axis, height / 2, self._lift, theme.iris, theme.ink3)


def settings_of(line: Line) -> tuple[tuple[str, str], ...]:
    """How a run was made: names and values."""
    run = line.run
    return (
        (tr("Experiment"), line.title),
        (tr("Seed"), str(run.seed)),
        (tr("Visitors"), number(run.visitors)),
        (tr("Draws"), number(run.draws)),
        (tr("Engine"), run.engine),
        (tr("Version"), run.app_version),
        (tr("Project"), run.project_digest[:8]),
    )


def differing(lines: Sequence[Line]) -> list[tuple[str, tuple[str, ...]]]:
    """The settings in which these runs are not alike; the project by the first signs of its digest."""
    columns = [settings_of(line) for line in lines]
    rows = []
    for place, (says, _) in enumerate(columns[0]):
        values = tuple(one[place][1] for one in columns)
        if len(set(values)) > 1:
            rows.append((says, values))
    return rows


def side_by_side(shown: Shown) -> QWidget | None:
    """The ticked runs: what differed in settings and project, and every arm's lift on one scale."""
    look, project = shown.look, shown.document.project
    chosen = [key for key in shown.opened.get(COMPARED, ()) if key in project.runs]
    if len(chosen) < 2:
        return None
    lines = [listed(project, key, project.runs[key]) for key in chosen]
    box = column(spacing=look.px(6))
    axes = {
        metric: spanning(
            [end for one in lines if one.metric == metric for _, lift in one.arms for end in lift or ()], 0, 1
        )
        for metric in {one.metric for one in lines}
    }
    for line in lines:
        box.addWidget(label(f"{line.title} · {line.moment}", "strong", wrap=True))
        for arm, lift in line.arms:
            name = label(tr("No messages") if arm == SILENT else arm, wrap=True)
            if lift is None:
                box.addLayout(row(name, None, label(tr("too few to say"), "note")))
                continue
            ends = tr("{low} to {high}", low=line.written(lift[1]), high=line.written(lift[2]))
            words = label(f"{line.written(lift[0])}  ({ends})", "note")
            made = row(name, Scale(look, lift, axes[line.metric], f"{arm} {words.text()}"), words, spacing=look.px(12))
            made.setStretch(0, 2)
            made.setStretch(1, 3)
            box.addLayout(made)
        box.addWidget(hairline())
    differs = differing(lines)
    if not differs:
        box.addWidget(label(tr("Made in the same way, from the same project."), "note", wrap=True))
    for says, values in differs:
        box.addWidget(label(f"{says}: {' · '.join(values)}", "note", wrap=True))
    if len({line.metric for line in lines}) > 1:
        box.addWidget(
            label(tr("They are decided by different measures, so each has a scale of its own."), "note", wrap=True)
        )
    made_ = titled(look, tr("Runs side by side"), tr("lift, 95%"), box)
    made_.setObjectName("comparison")
    return made_


def looks_at(shown: Shown) -> object:
    """Which runs are kept, which one is shown, and what the project is now."""
    moment = shown.finished.moment if shown.finished is not None else ""
    return Held(shown.document.project), moment, shown.document.map_id


def compares(shown: Shown) -> object:
    """The runs that are kept."""
    return Held(shown.document.project.runs), shown.document.map_id


RUNS = Part("runs", "left", 20, make, without_answer=True, looks_at=looks_at)
COMPARISON = Part("comparison", "middle", 58, side_by_side, without_answer=True, looks_at=compares)
