"""Watching a long piece of work, and stopping it."""

from __future__ import annotations

from collections.abc import Callable

from personas.problems import FootfallError

Progress = Callable[[float, float | None, str], None]
"""Called with (fraction done, seconds left or None, stage: compile, pilot, simulate, analyse)."""
Cancelled = Callable[[], bool]


class Stopped(FootfallError):
    """The run was stopped before its first complete block: there is nothing to report."""

    def __init__(self) -> None:
        super().__init__("stopped before the first block of visitors was complete")


class Watch:
    """Whoever is told how far it is, and says when to stop; neither need be there."""

    def __init__(self, progress: Progress | None, cancelled: Cancelled | None) -> None:
        self.cancelled = cancelled
        self._progress, self._fitted = progress, 0

    def tell(self, share: float, left: float | None, stage: str) -> None:
        """How far it is."""
        if self._progress is not None:
            self._progress(share, left, stage)

    def check(self) -> None:
        """Stopped when that was asked for."""
        if self.cancelled is not None and self.cancelled():
            raise Stopped

    def fitting(self) -> None:
        """Called again and again while the shares are fitted; nobody knows how often."""
        self._fitted += 1
        self.tell(0.03 * self._fitted / (self._fitted + 500), None, "compile")
        self.check()
