"""Selecting by pressing: what is under the pointer, or nothing on empty paper. Dragging empty paper moves it."""

from __future__ import annotations

from PySide6.QtCore import Qt

from app.desktop.canvas.gestures.base import Board, Gesture, Pointer, far
from app.desktop.canvas.nearby import selection_of


class Choose(Gesture):
    """A press selects at once; a drag that began on empty paper pans instead."""

    def __init__(self, board: Board, start: Pointer) -> None:
        super().__init__(board, start)
        self._element = board.element_at(start.screen)
        self._last = start.screen
        self._panning = False
        if self._element is not None:
            board.document.select(selection_of(self._element))

    def move(self, at: Pointer) -> None:
        """Pan when the press was on empty paper."""
        if self._element is not None:
            return
        if not self._panning and far(self.start.screen, at.screen):
            self._panning = True
            self.cursor = Qt.CursorShape.ClosedHandCursor
        if self._panning:
            step = at.screen - self._last
            self.board.scroll_by(-step.x(), -step.y())
        self._last = at.screen

    def end(self, at: Pointer) -> None:
        """A click on empty paper selects nothing."""
        del at
        if self._element is None and not self._panning:
            self.board.document.select(selection_of(None))
