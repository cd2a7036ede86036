"""Sliders and the thread that answers them: newest wins, the first answer is never cut off, precision comes after.

One session belongs to a document. It holds no state of the project: knobs that were turned are written into it only
when somebody keeps them.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Qt, QTimer, Signal

from app.desktop.jobs import Job, Jobs, Reporter, Stopped, Work
from personas.problems import FootfallError

if TYPE_CHECKING:
    from app.desktop.document import Document
    from app.project.model import Project
    from simulation.live.answers import LiveAnswer
    from simulation.live.live import Live
    from simulation.scenario import Scenario

REST = 180
"""Milliseconds without a movement after which the hand is at rest and precision fills in."""


@dataclass(frozen=True)
class Heard:
    """An answer and the turn of the knobs that it belongs to; `resting` once nothing more precise is to come."""

    serial: int
    answer: LiveAnswer
    resting: bool = False


class Session(QObject):
    """Knobs of one arm, and what they come to.

    Signals:
        turned: a knob was turned, or all were put back.
        answered: there is another answer, or none any more.
        failed: with the error; the answer is what it was.
        busy_changed: a thread began or ended.
    """

    turned = Signal()
    answered = Signal()
    failed = Signal(object)
    busy_changed = Signal()
    _heard = Signal(object)

    def __init__(self, document: Document, jobs: Jobs) -> None:
        super().__init__(document)
        self._document, self._jobs = document, jobs
        self.arm = ""
        self.values: dict[str, float] = {}
        self.answer: LiveAnswer | None = None
        self.resting = False
        self._serial, self._asked = 0, 0
        self._pins: Mapping[str, tuple[float, float, float]] = {}
        self._levels: Mapping[str, float] = {}
        self._live: Live | None = None
        self._of: tuple[Scenario, str] | None = None
        self._job: Job | None = None
        self._again = False
        self._heard.connect(self._hear, Qt.ConnectionType.QueuedConnection)
        self._calm = QTimer(self)
        self._calm.setSingleShot(True)
        self._calm.setInterval(REST)
        self._calm.timeout.connect(self._refine)
        document.changed.connect(self._project_changed)
        document.map_changed.connect(self.reset)

    @property
    def busy(self) -> bool:
        """Whether a thread is at it."""
        return self._job is not None

    # ---- turning ---------------------------------------------------------------------------------------------

    def look_at(
        self, arm: str, pins: Mapping[str, tuple[float, float, float]], levels: Mapping[str, float] | None = None
    ) -> None:
        """Knobs of this arm, from now on; `pins` is what a run of this very project said, by measure.

        `levels` is where its control stood.
        """
        if arm != self.arm:
            self.arm = arm
            self.reset()
        self._pins, self._levels = pins, levels or {}

    def turn(self, key: str, value: float, was: float) -> None:
        """Turn a knob; at its old place it is as if it had never been turned."""
        if abs(value - was) < 1e-9:
            self.values.pop(key, None)
        else:
            self.values[key] = value
        self._turned()

    def reset(self) -> None:
        """Put all knobs back."""
        self.values.clear()
        self._turned()

    def prepare(self) -> None:
        """Get ready, before the first knob is turned."""
        if self._job is None and self.arm and not self._ready():
            self._start(first=True)

    def _turned(self) -> None:
        self._serial += 1
        self.resting = False
        self._calm.stop()
        if not self.values:
            self.answer = None
            self.stop()
            self.answered.emit()
        elif self._job is None:
            self._start(first=True)
        else:
            self._again = True
            self._job.stop()
        self.turned.emit()

    def stop(self) -> None:
        """Ask whatever runs to end."""
        self._again = False
        if self._job is not None:
            self._job.stop()

    def _project_changed(self, notice: object) -> None:
        del notice
        if self.values and not self._ready() and self._document.map_id:
            self._turned()

    def _ready(self) -> bool:
        return self._live is not None and self._of is not None and self._of == (self._scenario(), self.arm)

    def _scenario(self) -> Scenario | None:
        from app.project.slices import scenario

        try:
            return scenario(self._document.project, self._document.experiment_id or None, self._document.map_id)
        except FootfallError:
            return None

    # ---- working ---------------------------------------------------------------------------------------------

    def _start(self, *, first: bool) -> None:
        self._again = False
        self._asked = self._serial
        job = self._jobs.start(self._work(first=first))
        self._job = job
        job.failed.connect(self.failed)
        job.finished.connect(self._ended)
        self.busy_changed.emit()

    def _ended(self) -> None:
        self._job = None
        if self._again and self.values:
            self._start(first=True)
        elif self.values and self.answer is not None and not self.resting and not self._calm.isActive():
            self._calm.start()
        self.busy_changed.emit()

    def _refine(self) -> None:
        """The hand rests: let more visitors walk."""
        if self.values and self._job is None and not self.resting:
            self._start(first=False)

    def _hear(self, heard: Heard) -> None:
        if heard.serial == self._serial or (heard.serial == self._asked and self.values):
            self.answer, self.resting = heard.answer, heard.resting and heard.serial == self._serial
            self.answered.emit()

    def _work(self, *, first: bool) -> Work:
        document, arm, serial, pins = self._document, self.arm, self._serial, dict(self._pins)
        project, map_id, values = document.project, document.map_id, dict(self.values)
        asked = self._scenario()

        def run(reporter: Reporter) -> None:
            if asked is None:
                return
            live = self._made(asked, arm, pins, reporter)
            if not values:
                return

            def say(answer: LiveAnswer | None, *, resting: bool = False) -> None:
                if answer is not None:
                    self._heard.emit(Heard(serial, answer, resting))

            try:
                _answers(live, _turned(project, map_id, arm, values), first=first, say=say, reporter=reporter)
            except _stopped() as early:
                raise Stopped from early

        return run

    def _made(
        self, asked: Scenario, arm: str, pins: Mapping[str, tuple[float, float, float]], reporter: Reporter
    ) -> Live:
        """The held plan of the project as it is; made anew when the project is another."""
        from simulation.live.live import Live

        live = self._live
        if live is None or self._of != (asked, arm):
            try:
                live = Live(asked, arm, cancelled=reporter.cancelled)
            except _stopped() as early:
                raise Stopped from early
            if self._live is not None:
                self._live.close()
            self._live, self._of = live, (asked, arm)
        live.pin(pins, self._levels)
        return live


def _stopped() -> type[Exception]:
    from simulation.experiment.watch import Stopped as StoppedEarly

    return StoppedEarly


def _turned(project: Project, map_id: str, arm: str, values: Mapping[str, float]) -> Scenario:
    from app.project.slices import scenario
    from app.project.whatif import turned

    asked = project.variants[arm].experiment if arm in project.variants else None
    return scenario(turned(project, map_id, arm, values), asked, map_id)


def _answers(live: Live, scenario: Scenario, *, first: bool, say: object, reporter: Reporter) -> None:
    """While a hand moves the fitted response and 20,000 pairs; at rest more and more of them, then the offsets."""
    from simulation.live.live import DEEPEST, FIRST, SECOND

    assert callable(say)  # noqa: S101 - a closure of the session
    if first:
        say(live.at_once(scenario))
        say(live.ask(scenario, FIRST))
        return
    answer = live.ask(scenario, SECOND, reporter.cancelled)
    say(answer)
    for level in range(SECOND + 1, DEEPEST + 1):
        live.deepen(level, reporter.cancelled)
        answer = live.ask(scenario, level, reporter.cancelled)
        say(answer, resting=level == DEEPEST and answer.settled)
    if not answer.settled:
        say(live.settle(scenario, DEEPEST, reporter.cancelled), resting=True)


def session_of(document: Document, jobs: Jobs) -> Session:
    """The session of a document; there is one for as long as it is open."""
    found = document.findChild(Session)
    return found if isinstance(found, Session) else Session(document, jobs)
