"""Typing on the map: a small editor over the words, in their own type. Enter keeps, Esc gives up exactly."""

from __future__ import annotations

from PySide6.QtCore import QRectF, Qt, Signal
from PySide6.QtGui import QFocusEvent, QKeyEvent, QTextBlock, QTextCursor, QTextOption
from PySide6.QtWidgets import QPlainTextEdit, QWidget

from app.desktop import fonts
from app.desktop.canvas.editing import Field
from app.desktop.look import Look


class Writer(QPlainTextEdit):
    """Open over one field. Signals: `kept` with the words, `given_up`; exactly one of them, once."""

    kept = Signal(str)
    given_up = Signal()

    def __init__(self, look: Look, field: Field, place: QRectF, zoom: float, parent: QWidget) -> None:
        super().__init__(parent)
        self.field = field
        self._done = False
        theme = look.theme
        self.setObjectName("writer")
        self.setProperty("ownFocus", True)
        self.setFont(fonts.font(field.role, zoom))
        size = self.font().pixelSize()
        weight = self.font().weight()
        self.setStyleSheet(
            f"#writer {{ font-size: {size}px; font-weight: {int(weight)}; padding: 0; border: 2px solid {theme.ink};"
            f" border-radius: 6px; background: {theme.surface}; color: {theme.ink};"
            f" selection-background-color: {theme.marker}; selection-color: {theme.on_marker}; }}"
        )
        self.document().setDocumentMargin(3)
        self.setTabChangesFocus(True)
        self.setWordWrapMode(QTextOption.WrapMode.WrapAtWordBoundaryOrAnywhere)
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setPlainText(field.words)
        self.setAccessibleName(field.words)
        self._least = place.height()
        self.setGeometry(place.adjusted(-5, -5, 5, 5).toRect())
        self.textChanged.connect(self._grow)
        self.moveCursor(QTextCursor.MoveOperation.Start)
        self.selectAll()
        self._grow()
        self.show()
        self.setFocus(Qt.FocusReason.OtherFocusReason)

    def _grow(self) -> None:
        """As high as its words, never lower than what it stands over, never out of the window."""
        line = self.fontMetrics().lineSpacing()
        lines = sum(max(1, block.layout().lineCount()) for block in _blocks(self))
        wanted = max(int(self._least) + 10, lines * line + 12)
        holder = self.parentWidget()
        room = (holder.height() if holder is not None else 400) - self.y() - 4
        self.resize(self.width(), max(line + 12, min(wanted, room)))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter keeps (with Shift it breaks the line where lines are allowed), Esc gives up."""
        if event.key() == Qt.Key.Key_Escape:
            self.leave(keep=False)
        elif event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            if self.field.lines and event.modifiers() & Qt.KeyboardModifier.ShiftModifier:
                self.insertPlainText("\n")
            else:
                self.leave(keep=True)
        else:
            super().keyPressEvent(event)

    def focusOutEvent(self, event: QFocusEvent) -> None:
        """Going elsewhere keeps what was typed; a menu of its own does not close it."""
        super().focusOutEvent(event)
        if event.reason() not in (Qt.FocusReason.PopupFocusReason, Qt.FocusReason.ActiveWindowFocusReason):
            self.leave(keep=True)

    def leave(self, *, keep: bool) -> None:
        """Close, once: keep the words or give them up."""
        if self._done:
            return
        self._done = True
        words = self.toPlainText()[: self.field.longest]
        self.hide()
        if keep:
            self.kept.emit(words)
        else:
            self.given_up.emit()
        self.deleteLater()


def _blocks(editor: QPlainTextEdit) -> list[QTextBlock]:
    block = editor.document().firstBlock()
    found: list[QTextBlock] = []
    while block.isValid():
        found.append(block)
        block = block.next()
    return found
