"""A thread beside the window that makes what was written last: it does what takes long, and never holds anybody up."""

from __future__ import annotations

import threading
import time
from collections import deque
from collections.abc import Callable

from app.project.presence import BEAT_S

_GATHER_S = 0.4
"""How long writes are gathered before they are brought to the disk together, seconds."""


class Keeper:
    """One thread, begun when there is something to do and ended by `stop`.

    `sync` is called within a second after `soon`; `beat` once a minute while nothing happens. What the system refuses
    goes to `trouble`, in this thread.
    """

    def __init__(
        self, sync: Callable[[], object], beat: Callable[[], object], trouble: Callable[[OSError], object]
    ) -> None:
        self._sync, self._beat, self._trouble = sync, beat, trouble
        self._changed = threading.Condition()
        self._jobs: deque[Callable[[], object]] = deque()
        self._due: float | None = None
        self._stopped = False
        self._thread: threading.Thread | None = None

    def soon(self) -> None:
        """Bring what was written to the disk within a second."""
        with self._changed:
            if self._due is None:
                self._due = time.monotonic() + _GATHER_S
                self._wake()

    def do(self, job: Callable[[], object]) -> None:
        """Do something as soon as possible, after what was asked before."""
        with self._changed:
            self._jobs.append(job)
            self._wake()

    def stop(self, seconds: float = 5.0) -> None:
        """Finish what was asked and end; a disk that does not answer is not waited for longer than `seconds`."""
        with self._changed:
            self._stopped = True
            self._changed.notify_all()
        if self._thread is not None:
            self._thread.join(seconds)

    def _wake(self) -> None:
        if self._thread is None:
            self._thread = threading.Thread(target=self._run, name="footfall-keeper", daemon=True)
            self._thread.start()
        self._changed.notify_all()

    def _run(self) -> None:
        while self._turn():
            pass

    def _turn(self) -> bool:
        """One round; false when it was the last."""
        with self._changed:
            if not self._jobs and not self._stopped:
                self._changed.wait(BEAT_S if self._due is None else max(0.0, self._due - time.monotonic()))
            jobs, stopped = tuple(self._jobs), self._stopped
            self._jobs.clear()
            due = self._due is not None and (stopped or time.monotonic() >= self._due)
            idle = not jobs and self._due is None
            self._due = None if due else self._due
        for job in jobs:
            self._try(job)
        if due or idle:
            self._try(self._sync if due else self._beat)
        with self._changed:
            return not (stopped and not self._jobs)

    def _try(self, act: Callable[[], object]) -> None:
        try:
            act()
        except OSError as error:
            self._trouble(error)
