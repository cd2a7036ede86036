"""A few words to write and send: Enter sends, Shift+Enter breaks the line, Esc leaves."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QPlainTextEdit

from app.desktop.look import Look


class Composer(QPlainTextEdit):
    """`send` is called with the words; true when they were taken, and the field is empty again."""

    def __init__(
        self, look: Look, asks: str, send: Callable[[str], bool], leave: Callable[[], object], *, name: str
    ) -> None:
        super().__init__()
        self._send, self._leave, self._look = send, leave, look
        self.setObjectName(name)
        self.setPlaceholderText(asks)
        self.setAccessibleName(asks)
        self.setTabChangesFocus(True)
        self.textChanged.connect(self._grow)
        self._grow()

    def _grow(self) -> None:
        lines = max(1, round(self.document().size().height()))
        wanted = self.fontMetrics().lineSpacing() * min(lines, 8) + self._look.px(24)
        self.setFixedHeight(wanted)

    def send(self) -> None:
        """Send what is written, if anything is."""
        words = self.toPlainText().strip()
        if words and self._send(words):
            self.clear()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter sends; Esc leaves."""
        shift = bool(event.modifiers() & Qt.KeyboardModifier.ShiftModifier)
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and not shift:
            self.send()
        elif event.key() == Qt.Key.Key_Escape:
            self._leave()
        else:
            super().keyPressEvent(event)
