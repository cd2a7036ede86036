"""Long work beside the window: one helper with progress, cancel, success and failure.

Threads only, never a fork: compiled kernels release the interpreter, so the window keeps its own pace. What the work
calls must not touch a widget; everything comes back to the window's thread through signals.
"""

from __future__ import annotations

import gc
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any, Final

from PySide6.QtCore import QObject, Qt, Signal

from app.words import tr

Work = Callable[["Reporter"], Any]

_NOTICE_EVERY_S: Final = 0.05


def busy_words() -> str:
    """What is said when something else is asked for while something is worked out."""
    return tr("Something else is being worked out. Wait for it, or stop it.")


class Stopped(Exception):
    """The user asked the work to stop, and it has nothing worth keeping."""


@dataclass(frozen=True)
class Progress:
    """How far a job is: the share done, 0 to 1, and the seconds left (none until they can be told)."""

    share: float
    seconds_left: float | None


@dataclass
class Reporter:
    """What the work holds: where it says how far it is, and learns that it should stop."""

    tell: Callable[[Progress], None]
    stop: threading.Event = field(default_factory=threading.Event)
    _told: float = 0.0

    def say(self, share: float, seconds_left: float | None) -> None:
        """Say which share is done, 0 to 1, and how long the rest may take. Thinned out to twenty a second."""
        now = time.monotonic()
        if now - self._told >= _NOTICE_EVERY_S:
            self._told = now
            self.tell(Progress(min(1.0, max(0.0, share)), seconds_left))

    def cancelled(self) -> bool:
        """Whether the user has pressed Stop."""
        return self.stop.is_set()


class Job(QObject):
    """One piece of work under way. Its signals arrive in the thread that started it.

    Signals:
        progressed: with a `Progress`.
        succeeded: with what the work returned.
        failed: with the exception it ended with.
        stopped: the work ended because it was asked to, without a result.
        finished: after any of these three.
    """

    progressed = Signal(object)
    succeeded = Signal(object)
    failed = Signal(object)
    stopped = Signal()
    finished = Signal()
    _ended = Signal(object, object)

    def __init__(self, work: Work, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._work = work
        self._reporter = Reporter(self.progressed.emit)
        self._thread = threading.Thread(target=self._run, name="footfall-job", daemon=True)
        self._ended.connect(self._conclude, Qt.ConnectionType.QueuedConnection)

    def start(self) -> None:
        """Begin. Call once."""
        self._thread.start()

    def stop(self) -> None:
        """Ask the work to end early; it does so at its next look."""
        self._reporter.stop.set()

    def wait(self, seconds: float) -> bool:
        """Wait until the thread is gone; false when it still runs after `seconds`."""
        self._thread.join(seconds)
        return not self._thread.is_alive()

    def _run(self) -> None:
        try:
            outcome: object = self._work(self._reporter)
            error: BaseException | None = None
        except BaseException as caught:  # noqa: BLE001 - whatever happened belongs to the window, which says it
            outcome, error = None, caught
        self._ended.emit(outcome, error)

    def _conclude(self, outcome: object, error: BaseException | None) -> None:
        # The thread may still be inside the signal that led here: this object must not go before the thread has.
        self._thread.join()
        if error is None:
            self.succeeded.emit(outcome)
        elif isinstance(error, Stopped):
            self.stopped.emit()
        else:
            self.failed.emit(error)
        self.finished.emit()


class Jobs(QObject):
    """All work under way. Keeps each job alive until it ends, and the collector of cycles out of its threads.

    Widgets that a cyclic collection frees must be freed in the window's thread; so while a job runs, collections
    happen only when the window's thread asks for one, which it does at the end of each job. A job that is over is let
    go when the next one starts: never while one of its own signals is on its way.
    """

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._running: set[Job] = set()
        self._over: list[Job] = []

    @property
    def busy(self) -> bool:
        """Whether anything is under way."""
        return bool(self._running)

    def start(self, work: Work) -> Job:
        """Start `work` in a thread of its own and return its job; connect to its signals before returning to Qt."""
        self._over.clear()
        job = Job(work)
        self._running.add(job)
        job.finished.connect(self._forget)
        gc.disable()
        job.start()
        return job

    def stop_all(self, seconds: float = 5.0) -> bool:
        """Ask everything to stop and wait; false when something would not end in time."""
        for job in self._running:
            job.stop()
        ended = [job.wait(seconds) for job in self._running]
        return all(ended)

    def _forget(self) -> None:
        job = self.sender()
        if isinstance(job, Job):
            self._running.discard(job)
            self._over.append(job)
        if not self._running:
            gc.enable()
            gc.collect(0)
