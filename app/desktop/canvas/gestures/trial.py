"""Gestures that show on the map what they would do while they last, and do it in one step when they end."""

from __future__ import annotations

from collections.abc import Callable, Hashable

from PySide6.QtCore import Qt

from app.desktop.canvas.gestures.base import Board, Gesture, Pointer
from app.project.edits import Edit, apply
from personas.problems import FootfallError


class Trial(Gesture):
    """Works on the project as it was when the gesture began; the document changes at the end only."""

    def __init__(self, board: Board, start: Pointer) -> None:
        super().__init__(board, start)
        self.project = board.document.project
        self._before = board.document.chosen
        self._key: Hashable = None
        self._edit = Edit("")
        self._problem: FootfallError | None = None

    def attempt(self, key: Hashable, make: Callable[[], Edit]) -> None:
        """Show what `make` would do; nothing is made anew while the key stays the same."""
        if key == self._key:
            return
        self._key, self._problem, self._edit = key, None, Edit("")
        try:
            self._edit = make()
            after = apply(self.project, self._edit) if self._edit else None
        except FootfallError as error:
            self._problem, after = error, None
        self.cursor = Qt.CursorShape.ForbiddenCursor if self._problem is not None else self.shape()
        self.board.preview(after)

    def shape(self) -> Qt.CursorShape | None:
        """The pointer while all is well."""
        return Qt.CursorShape.ClosedHandCursor

    def end(self, at: Pointer) -> None:
        """Do it, or say why not."""
        self.move(at)
        self._leave()
        if self._problem is not None:
            self.board.say_problem(self._problem)
        elif self._edit:
            self.board.document.edit(self._edit)
            self.done()

    def done(self) -> None:
        """What is selected once it is done."""

    def cancel(self) -> None:
        """As if it had never begun."""
        self._leave()
        self.board.document.choose(self._before)

    def _leave(self) -> None:
        self.board.fade({})
        self.board.preview(None)
        self.board.repaint()
