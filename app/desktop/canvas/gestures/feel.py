"""Dragging a face on its curve: the feeling follows the pointer, and the whole drag is one step to undo."""

from __future__ import annotations

from PySide6.QtCore import Qt

from app.desktop.canvas.gestures.base import Board, Gesture, Pointer, far
from app.desktop.canvas.nearby import selection_of
from app.desktop.document import Document
from app.project.history import Mark
from maps.layout.elements import Face
from maps.layout.options import Sizes
from personas.problems import FootfallError

STEP = 0.1


class Feel(Gesture):
    """Begins with a press on a face; positions are computed from the face as it was then."""

    cursor = Qt.CursorShape.SizeVerCursor

    def __init__(self, board: Board, start: Pointer, face: Face) -> None:
        super().__init__(board, start)
        self._face = face
        self._mark: Mark | None = None
        board.document.select(selection_of(face))

    def move(self, at: Pointer) -> None:
        """Set the feeling to where the pointer is, in tenths."""
        if self._mark is None:
            if not far(self.start.screen, at.screen, 3):
                return
            self._mark = self.board.document.mark()
        risen = (self.start.map.y() - at.map.y()) / Sizes.EMOTION_UNIT
        try:
            set_feeling(self.board.document, self._face.record, self._face.persona, self._face.value + risen)
        except FootfallError as error:
            self.board.say_problem(error)

    def end(self, at: Pointer) -> None:
        """Make one step of the whole drag."""
        self.move(at)
        if self._mark is not None:
            self.board.document.squash(self._mark, "mood")
            self._mark = None

    def cancel(self) -> None:
        """Put the face back where it was."""
        if self._mark is not None:
            self.board.document.bail(self._mark)
            self._mark = None


def set_feeling(document: Document, touchpoint: str, persona: str, value: float, *, merge: str = "") -> None:
    """Set what a persona feels at a touchpoint, kept within −2 to +2 and rounded to a tenth."""
    feeling = document.project.touchpoints[touchpoint].feelings[persona]
    kept = round(min(2.0, max(-2.0, value)) / STEP) * STEP
    wanted = feeling.model_copy(update={"value": round(kept, 1) + 0.0})
    document.set("touchpoints", touchpoint, ("feelings", persona), wanted, "mood", merge=merge)
