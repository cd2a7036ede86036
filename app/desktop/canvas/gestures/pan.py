"""Moving the paper under the hand: space and drag, or the middle button."""

from __future__ import annotations

from PySide6.QtCore import Qt

from app.desktop.canvas.gestures.base import Board, Gesture, Pointer


class Pan(Gesture):
    """The point of the map under the pointer stays there."""

    cursor = Qt.CursorShape.ClosedHandCursor

    def __init__(self, board: Board, start: Pointer) -> None:
        super().__init__(board, start)
        self._last = start.screen

    def move(self, at: Pointer) -> None:
        """Scroll by what the pointer moved."""
        step = at.screen - self._last
        self._last = at.screen
        self.board.scroll_by(-step.x(), -step.y())
