"""What a gesture is, and what it may use of the canvas."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Protocol

from PySide6.QtCore import QPoint, QPointF, Qt

from app.desktop.document import Document, Selection
from maps.layout.elements import Element, MapLayout


@dataclass(frozen=True)
class Pointer:
    """Where the pointer is: on the screen and on the map, with button and keys."""

    screen: QPoint
    map: QPointF
    button: Qt.MouseButton = Qt.MouseButton.NoButton
    keys: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier


class Board(Protocol):
    """The canvas, as gestures see it."""

    @property
    def document(self) -> Document:
        """What is open."""

    @property
    def layout_now(self) -> MapLayout:
        """The map as it is drawn."""

    def element_at(self, screen: QPoint) -> Element | None:
        """The topmost element with a record under a point of the screen, sticky headers included."""

    def scroll_by(self, dx: int, dy: int) -> None:
        """Move the map by px of the screen."""

    def say_problem(self, error: Exception) -> None:
        """Show what went wrong as one sentence."""


class Gesture:
    """A small state: computed from where it began, never from the last step."""

    cursor: Qt.CursorShape | None = None

    def __init__(self, board: Board, start: Pointer) -> None:
        self.board = board
        self.start = start

    def move(self, at: Pointer) -> None:
        """The pointer is here now."""

    def end(self, at: Pointer) -> None:
        """The button was let go here."""

    def cancel(self) -> None:
        """Esc: leave everything as it was before the gesture."""


def far(a: QPoint, b: QPoint, least: int = 4) -> bool:
    """Whether a press has become a drag."""
    return (a - b).manhattanLength() >= least


__all__ = ["Board", "Gesture", "Pointer", "Selection", "far"]
