"""What the canvas does for a workshop beside its own gestures: dots during a round, and notes dropped on a cell."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QEvent, QObject, QPoint, Qt
from PySide6.QtGui import QContextMenuEvent, QDragMoveEvent, QDropEvent, QKeyEvent, QMouseEvent

from app.desktop.canvas.view import MapView
from app.desktop.look import Look
from app.desktop.workshop.voting import Voting
from app.desktop.workshop.whisper import Whisper

NOTE = "application/x-footfall-note"
"""MIME type of a parked note that is dragged: its id."""
_GIVE = (Qt.Key.Key_Space, Qt.Key.Key_Return, Qt.Key.Key_Enter)
_TAKE = (Qt.Key.Key_Backspace, Qt.Key.Key_Delete)


class Hands(QObject):
    """Listens to a view and its viewport; `drop` is called with a note's id and the cell it was dropped on."""

    def __init__(self, look: Look, view: MapView, voting: Voting, drop: Callable[[str, str, str], object]) -> None:
        super().__init__(view)
        self._view, self._voting, self._drop = view, voting, drop
        self._held = False
        view.installEventFilter(self)
        view.viewport().installEventFilter(self)
        view.setAcceptDrops(True)
        view.viewport().setAcceptDrops(True)
        self._whisper = Whisper(look, view)
        voting.given.connect(self._whisper.say)
        voting.changed.connect(self._quiet)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """True for what is ours: the view never sees it."""
        if isinstance(event, QDragMoveEvent | QDropEvent) and watched is self._view.viewport():
            return self._dragged(event)
        if not self._voting.round:
            return False
        if isinstance(event, QMouseEvent) and watched is self._view.viewport():
            return self._clicked(event)
        if isinstance(event, QContextMenuEvent):
            return self._target(event.pos()) != ""
        if isinstance(event, QKeyEvent) and watched is self._view and self._view.writer is None:
            return self._pressed(event)
        return False

    def _quiet(self) -> None:
        """Without a round there is nothing to say."""
        if not self._voting.round:
            self._whisper.hide()

    # ---- dots ------------------------------------------------------------------------------------------------

    def _target(self, at: QPoint) -> str:
        element = self._view.element_at(at)
        record = element.record if element is not None and element.table in ("cards", "touchpoints") else ""
        return record if record and self._voting.can_get(record) else ""

    def _clicked(self, event: QMouseEvent) -> bool:
        kind = event.type()
        if kind is QEvent.Type.MouseButtonRelease:
            held, self._held = self._held, False
            return held
        if kind not in (QEvent.Type.MouseButtonPress, QEvent.Type.MouseButtonDblClick):
            return self._held
        target = self._target(event.position().toPoint())
        if not target or event.button() not in (Qt.MouseButton.LeftButton, Qt.MouseButton.RightButton):
            return False
        self._held = True
        (self._voting.give if event.button() is Qt.MouseButton.LeftButton else self._voting.take)(target)
        return True

    def _pressed(self, event: QKeyEvent) -> bool:
        if event.modifiers() & (Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.AltModifier):
            return False
        chosen = self._view.document.selection
        ours = event.key() in (*_GIVE, *_TAKE) and chosen.table in ("cards", "touchpoints") and not chosen.persona
        digit = event.text() if event.text().isdigit() and event.text() != "0" else ""
        if not digit and not (ours and self._voting.can_get(chosen.record)):
            return False
        if event.type() is QEvent.Type.KeyPress:
            if digit:
                self._voting.let_vote(digit)
            elif event.key() in _GIVE:
                self._voting.give(chosen.record)
            else:
                self._voting.take(chosen.record)
        event.accept()
        return True

    # ---- notes -----------------------------------------------------------------------------------------------

    def _dragged(self, event: QDragMoveEvent | QDropEvent) -> bool:
        if not event.mimeData().hasFormat(NOTE):
            return False
        at = self._view.mapToScene(event.position().toPoint())
        stage, lane = self._view.layout_now.cell_at(at.x(), at.y())
        kind = next((band.kind for band in self._view.layout_now.lanes if band.id == lane), "")
        if not stage or not lane or kind in ("emotions", "channels", "footfall"):
            event.ignore()
            return True
        event.setDropAction(Qt.DropAction.MoveAction)
        event.accept()
        if event.type() is QEvent.Type.Drop:
            self._drop(bytes(event.mimeData().data(NOTE).data()).decode("ascii", "replace"), stage, lane)
        return True
