"""The map moves along while a hand that drags something rests near the edge of what is seen."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QObject, QPoint, QRect, QTimer

_EDGE, _MOST, _EVERY_MS = 32, 26, 25
"""Px from the edge at which it begins, px a beat at the edge itself, and how long a beat is."""


def pull(port: QRect, at: QPoint) -> QPoint:
    """How far the map moves in a beat while the hand is here: faster towards the edge, not at all in the middle."""
    return QPoint(_along(at.x(), port.left(), port.right()), _along(at.y(), port.top(), port.bottom()))


def _along(at: int, low: int, high: int) -> int:
    before, after = low + _EDGE - at, at - (high - _EDGE)
    depth = after if after > 0 else -before if before > 0 else 0
    return max(-_MOST, min(_MOST, round(depth * _MOST / _EDGE)))


class Drift(QObject):
    """Beats while there is a pull; `beat` gets it each time."""

    def __init__(self, beat: Callable[[QPoint], None], parent: QObject) -> None:
        super().__init__(parent)
        self._beat = beat
        self._pull = QPoint()
        self._timer = QTimer(self)
        self._timer.setInterval(_EVERY_MS)
        self._timer.timeout.connect(self._go)

    def feel(self, wanted: QPoint) -> None:
        """The pull is so much now."""
        self._pull = wanted
        if wanted.isNull():
            self._timer.stop()
        elif not self._timer.isActive():
            self._timer.start()

    def stop(self) -> None:
        """The hand let go."""
        self.feel(QPoint())

    def _go(self) -> None:
        self._beat(self._pull)
