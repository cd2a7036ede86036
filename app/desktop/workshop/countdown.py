"""The time that is left: a countdown that is started, paused and given more minutes. It knows no widget."""

from __future__ import annotations

import math
import time
from collections.abc import Callable
from typing import Literal

from PySide6.QtCore import QObject, QTimer, Signal

State = Literal["off", "running", "paused", "over"]
LAST = 60.0
"""Seconds from which the end is near."""
_LONGEST = 24 * 3600.0
_TICK = 250


class Countdown(QObject):
    """Signals: `ticked` whenever what is shown is another text or state; `ended` once when the time is up.

    `now` gives seconds of a clock that never goes back; tests hand in their own and call `look`.
    """

    ticked = Signal()
    ended = Signal()

    def __init__(self, parent: QObject | None = None, *, now: Callable[[], float] = time.monotonic) -> None:
        super().__init__(parent)
        self.now = now
        self._left = 0.0
        self._since: float | None = None
        self._state: State = "off"
        self._shown = ("", "off")
        self._beat = QTimer(self)
        self._beat.setInterval(_TICK)
        self._beat.timeout.connect(self.look)

    @property
    def state(self) -> State:
        """Whether it runs, waits, is over, or was never set."""
        return self._state

    @property
    def left(self) -> float:
        """Seconds that are left."""
        gone = self.now() - self._since if self._since is not None else 0.0
        return max(0.0, self._left - gone)

    @property
    def near(self) -> bool:
        """Whether it is the last minute, or over."""
        return self._state == "over" or (self._state != "off" and self.left <= LAST)

    @property
    def text(self) -> str:
        """Minutes and seconds, hours before them when there are any; empty when it is off."""
        if self._state == "off":
            return ""
        seconds = math.ceil(self.left - 1e-6)
        minutes, rest = divmod(seconds, 60)
        hours, minutes = divmod(minutes, 60)
        return f"{hours}:{minutes:02d}:{rest:02d}" if hours else f"{minutes}:{rest:02d}"

    def set(self, minutes: float) -> None:
        """Begin anew with this many minutes, at once."""
        self._left, self._since = min(_LONGEST, max(0.0, minutes * 60.0)), self.now()
        self._go("running")

    def add(self, minutes: float) -> None:
        """Give it more minutes (fewer when negative); a timer that is off or over begins with them."""
        if self._state in ("off", "over"):
            if minutes > 0:
                self.set(minutes)
            return
        self._left = min(_LONGEST, max(0.0, self.left + minutes * 60.0))
        self._since = self.now() if self._state == "running" else None
        self.look()

    def toggle(self, minutes: float) -> None:
        """Pause what runs, go on with what waits, begin with these minutes what is off or over."""
        if self._state == "running":
            self._left, self._since = self.left, None
            self._go("paused")
        elif self._state == "paused":
            self._since = self.now()
            self._go("running")
        else:
            self.set(minutes)

    def stop(self) -> None:
        """Put it away."""
        self._left, self._since = 0.0, None
        self._go("off")

    def look(self) -> None:
        """See what time it is."""
        if self._state == "running" and self.left <= 0.0:
            self._left, self._since = 0.0, None
            self._go("over")
            self.ended.emit()
            return
        self._tell()

    def _go(self, state: State) -> None:
        self._state = state
        if state == "running":
            self._beat.start()
        else:
            self._beat.stop()
        self._tell()

    def _tell(self) -> None:
        shown = (self.text, f"{self._state}{self.near}")
        if shown != self._shown:
            self._shown = shown
            self.ticked.emit()
