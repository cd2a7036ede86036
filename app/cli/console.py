"""The session of a terminal: progress with the time left on standard error, Ctrl-C as a wish to stop."""

from __future__ import annotations

import contextlib
import os
import signal
import sys
import threading
import time
from collections.abc import Iterator
from types import FrameType
from typing import TYPE_CHECKING

import click

from app.actions.session import Session
from app.words import duration, percent, plain, tr

if TYPE_CHECKING:
    from app.formats.port import Press

_REDRAW_SECONDS = 0.1
_WIDTH = 78


class Clock:
    """Guesses how long the rest will take from how long the part that is done took."""

    def __init__(self) -> None:
        self._doing = ""
        self._start = 0.0
        self._first = 0.0

    def left(self, doing: str, part: float, now: float) -> float | None:
        """Seconds still to go, or none while that cannot be said. A new `doing` starts a new guess."""
        if doing != self._doing or part < self._first:
            self._doing, self._start, self._first = doing, now, part
        gone, done = now - self._start, part - self._first
        if gone < 1.0 or done <= 0.02:
            return None
        return gone * (1.0 - part) / done


class Console(Session):
    """A session at the command line. On a pipe or in a file it shows no progress."""

    def __init__(self) -> None:
        self._live = sys.stderr.isatty()
        self._clock = Clock()
        self._drawn = 0.0
        self._shown = False
        self._stop = threading.Event()

    def progress(self, doing: str, part: float | None = None, left: float | None = None) -> None:
        """Redraw the line of progress, at most ten times a second."""
        now = time.monotonic()
        if not self._live or (now - self._drawn < _REDRAW_SECONDS and part != 1.0):
            return
        self._drawn = now
        words = [doing]
        if part is not None:
            words.append(percent(min(1.0, max(0.0, part)), 0))
            left = self._clock.left(doing, part, now) if left is None else left
            if left is not None and left >= 1:
                words.append(tr("about {time} left", time=duration(left)))
        self._draw("  ".join(words))

    def _draw(self, text: str) -> None:
        sys.stderr.write(f"\r\x1b[K{text[:_WIDTH]}")
        sys.stderr.flush()
        self._shown = True

    def _tell_at_once(self, text: str) -> None:
        """The same from within a signal handler, which may have come in the middle of writing to standard error."""
        with contextlib.suppress(OSError, ValueError):
            os.write(sys.stderr.fileno(), f"\r\x1b[K{text[:_WIDTH]}".encode(errors="replace"))
        self._shown = True

    def clear(self) -> None:
        """Take the line of progress away."""
        if self._shown:
            sys.stderr.write("\r\x1b[K")
            sys.stderr.flush()
            self._shown = False

    def note(self, text: str) -> None:
        """Say something on standard error."""
        self.clear()
        click.echo(plain(text, keep="\n"), err=True)

    def painter(self) -> Press:
        """Qt, without a screen if there is none."""
        if sys.platform.startswith("linux") and not (os.environ.get("DISPLAY") or os.environ.get("WAYLAND_DISPLAY")):
            os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
        from app.desktop.export import QtPainter

        return QtPainter()

    def stopped(self) -> bool:
        """Whether Ctrl-C was pressed inside `stoppable`."""
        return self._stop.is_set()

    @contextlib.contextmanager
    def stoppable(self) -> Iterator[None]:
        """The first Ctrl-C asks to stop, the second stops at once (KeyboardInterrupt)."""
        if threading.current_thread() is not threading.main_thread():
            yield
            return

        def asked(_signal: int, _frame: FrameType | None) -> None:
            if self._stop.is_set():
                raise KeyboardInterrupt
            self._stop.set()
            if self._live:
                self._tell_at_once(tr("Stopping; once more stops at once."))

        before = signal.signal(signal.SIGINT, asked)
        try:
            yield
        finally:
            signal.signal(signal.SIGINT, before)
            self.clear()
