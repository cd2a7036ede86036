"""Dragging a face on its curve: the feeling follows the pointer, and the whole drag is one step to undo."""

from __future__ import annotations

from PySide6.QtCore import Qt

from app.desktop.canvas.gestures.base import Board, Gesture, Pointer, far
from app.desktop.canvas.nearby import selection_of
from app.desktop.document import Document
from app.project.history import Mark
from maps.layout.elements import Face
from maps.layout.hits import Mood
from maps.layout.options import Sizes
from maps.model import Feeling, MapSlice
from personas.problems import FootfallError

STEP = 0.1


class Feel(Gesture):
    """Begins with a press on a face; positions are computed from the face as it was then."""

    cursor = Qt.CursorShape.SizeVerCursor

    def __init__(self, board: Board, start: Pointer, face: Face) -> None:
        super().__init__(board, start)
        self._face = face
        self._mark: Mark | None = None
        self._before = board.document.chosen
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
        """Put the face back where it was; selected is what was before."""
        if self._mark is not None:
            self.board.document.bail(self._mark)
            self._mark = None
        self.board.document.choose(self._before)


def who_feels(document: Document, mood: Mood) -> str:
    """Whose feeling is meant at a moment: who stands alone, else who has none there and whose curve passes nearest.

    Where everybody has one, it is that of the nearest.
    """
    piece = document.piece
    if piece is None:
        return ""
    if document.solo in piece.personas:
        return document.solo
    here = piece.touchpoints[mood.touchpoint].feelings
    shown = [key for key in piece.personas if key not in piece.map.hidden_personas]
    order = [key for stage in piece.stages for key in piece.in_stage(stage)]

    def away(persona: str) -> float:
        return abs(_passes(piece, order, persona, order.index(mood.touchpoint)) - mood.value)

    return min([key for key in shown if key not in here] or shown, key=away, default="")


def _passes(piece: MapSlice, order: list[str], persona: str, at: int) -> float:
    """About how high a persona's curve passes a moment: between the feelings before and after it."""
    felt = [(abs(i - at), i > at, one.value) for i, one in _felt(piece, order, persona)]
    nearest = [min(side)[2] for after in (False, True) if (side := [one for one in felt if one[1] is after])]
    return sum(nearest) / len(nearest) if nearest else 0.0


def _felt(piece: MapSlice, order: list[str], persona: str) -> list[tuple[int, Feeling]]:
    rows = ((i, piece.touchpoints[key].feelings.get(persona)) for i, key in enumerate(order))
    return [(i, one) for i, one in rows if one is not None]


def set_feeling(document: Document, touchpoint: str, persona: str, value: float, *, merge: str = "") -> None:
    """Set what a persona feels at a touchpoint, kept within −2 to +2 and rounded to a tenth."""
    feeling = document.project.touchpoints[touchpoint].feelings[persona]
    kept = round(min(2.0, max(-2.0, value)) / STEP) * STEP
    wanted = feeling.model_copy(update={"value": round(kept, 1) + 0.0})
    document.set("touchpoints", touchpoint, ("feelings", persona), wanted, "mood", merge=merge)
