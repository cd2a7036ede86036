"""Going into a sub-journey from the map itself: a click on the sign of a stage, or a double click on its header."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QEvent, QObject, QPoint, Qt
from PySide6.QtGui import QMouseEvent

from app.desktop.canvas.sticky import shift_of
from app.desktop.canvas.view import MapView
from maps.layout.elements import StageHeader

_AROUND = 5.0


class Doors(QObject):
    """Watches the presses on a map; `go_in` is called with the stage."""

    def __init__(self, view: MapView, go_in: Callable[[str], object]) -> None:
        super().__init__(view)
        self._view, self._go_in = view, go_in
        self._pressed = ""
        view.viewport().installEventFilter(self)

    def eventFilter(self, _watched: QObject, event: QEvent) -> bool:
        """A press on a sign belongs to it until it is let go there."""
        if not isinstance(event, QMouseEvent) or event.button() is not Qt.MouseButton.LeftButton:
            return False
        at = event.position().toPoint()
        kind = event.type()
        if kind is QEvent.Type.MouseButtonPress:
            self._pressed = self._sign_at(at)
            return bool(self._pressed)
        if kind is QEvent.Type.MouseButtonRelease and self._pressed:
            stage, self._pressed = self._pressed, ""
            if self._sign_at(at) == stage:
                self._go_in(stage)
            return True
        if kind is QEvent.Type.MouseButtonDblClick:
            head = self._head_at(at)
            if head is not None and head.door is not None:
                self._go_in(head.record)
                return True
        return False

    def _head_at(self, at: QPoint) -> StageHeader | None:
        element = self._view.element_at(at)
        return element if isinstance(element, StageHeader) else None

    def _sign_at(self, at: QPoint) -> str:
        """The stage whose sign is under a point; "" when none is."""
        head = self._head_at(at)
        if head is None or head.door is None:
            return ""
        where = self._view.mapToScene(at) - shift_of(head, self._view.camera.seen())
        return head.record if head.door.grown(_AROUND).has(where.x(), where.y()) else ""
