"""What a gesture is, and what it may use of the canvas."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Protocol

from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtGui import QPainter

from app.desktop.document import Document, Selection
from app.desktop.paint.elements import Look
from app.project.model import Project
from maps.layout.elements import Element, MapLayout


@dataclass(frozen=True)
class Pointer:
    """Where the pointer is: on the screen and on the map, with button and keys."""

    screen: QPoint
    map: QPointF
    button: Qt.MouseButton = Qt.MouseButton.NoButton
    keys: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier

    @property
    def adds(self) -> bool:
        """Whether Ctrl or Shift is held: what is meant is added to what is selected."""
        return bool(self.keys & (Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.ShiftModifier))

    @property
    def copies(self) -> bool:
        """Whether Alt is held: what is dragged stays, and a copy goes along."""
        return bool(self.keys & Qt.KeyboardModifier.AltModifier)


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

    def on_paper(self, screen: QPoint) -> QPointF:
        """A point of the screen on the map; under a header that stays in view, on the header."""

    def scroll_by(self, dx: int, dy: int) -> None:
        """Move the map by px of the screen."""

    def scroll_near_edge(self, screen: QPoint) -> None:
        """Move the map, on and on, while something is dragged near the edge of what is seen."""

    def say_problem(self, error: Exception) -> None:
        """Show what went wrong as one sentence."""

    def preview(self, project: Project | None) -> None:
        """Draw the map as it is in this project; none: as it is. Nothing is changed."""

    def fade(self, shares: Mapping[str, float]) -> None:
        """Show these elements (by id) with so much of their ink; all others whole."""

    def settle(self, away: Mapping[str, QPointF]) -> None:
        """Let these elements (by id) come to their places from so far away."""

    @property
    def opened(self) -> float:
        """How far the room is open that what is dragged would take, 0 to 1."""

    def begin_card(self) -> None:
        """Open the editor for a new card in what is selected."""

    def repaint(self) -> None:
        """Paint anew what a gesture paints over the map."""


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

    def paint(self, painter: QPainter, look: Look) -> None:
        """Paint over the map, in its own px, while the gesture lasts."""


def far(a: QPoint, b: QPoint, least: int = 4) -> bool:
    """Whether a press has become a drag."""
    return (a - b).manhattanLength() >= least


__all__ = ["Board", "Gesture", "Pointer", "Selection", "far"]
