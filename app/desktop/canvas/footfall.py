"""The figures of the ribbon: solved again once the hand rests, while the old ribbon stays."""

from __future__ import annotations

from typing import Final

from PySide6.QtCore import QObject, QTimer, Signal

from maps.layout.memory import Memory
from maps.layout.options import Traffic
from maps.layout.traffic import baseline_traffic, traffic_of
from maps.model import MapSlice

REST_MS: Final = 400
"""So long after the last change that bears on them the figures are solved anew."""


class Footfall(QObject):
    """Signals: `rested` when changes were announced and no more have come for a while."""

    rested = Signal()

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._memory = Memory()
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(REST_MS)
        self._timer.timeout.connect(self.rested)

    def of(self, piece: MapSlice) -> Traffic | None:
        """The traffic of a map, solved only when something it rests on is another one than the last time."""
        return self._memory.get(piece.id, traffic_of(piece), lambda: baseline_traffic(piece))

    def changed(self) -> None:
        """Something changed that the figures may rest on."""
        self._timer.start()

    @property
    def waiting(self) -> bool:
        """Whether a change has been announced that is not in the figures yet."""
        return self._timer.isActive()
