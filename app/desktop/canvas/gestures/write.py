"""Typing on the map: a small editor over the words, in their own type. Enter keeps, Esc gives up exactly.

What follows a kept text is the canvas's to decide: the editor only says which way the keys pointed (`then`).
"""

from __future__ import annotations

from PySide6.QtCore import QEvent, QMimeData, QRectF, Qt, Signal
from PySide6.QtGui import QFocusEvent, QKeyEvent, QTextBlock, QTextCursor, QTextOption
from PySide6.QtWidgets import QPlainTextEdit, QWidget

from app.desktop import fonts
from app.desktop.canvas.editing import Field
from app.desktop.canvas.typing_keys import Then, while_typing
from app.desktop.chrome.inplace import is_for_the_project
from app.desktop.look import Look
from app.project.mapping.clipboard import MIME
from app.words import tr


class Writer(QPlainTextEdit):
    """Open over one field.

    Signals: `kept` with the words, or `given_up`: exactly one of them, once; `grown` when the number of lines changes.
    `typed` are letters that were typed before the editor opened: they take the place of the field's words.
    """

    kept = Signal(str)
    given_up = Signal()
    grown = Signal()

    def __init__(
        self, look: Look, field: Field, place: QRectF, zoom: float, parent: QWidget, *, typed: str | None = None
    ) -> None:
        super().__init__(parent)
        self.field = field
        self.then: Then = ""
        self.pasted: QMimeData | None = None
        self._done = False
        self._lines = 0
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
        self.setTabChangesFocus(False)
        self.setWordWrapMode(QTextOption.WrapMode.WrapAtWordBoundaryOrAnywhere)
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setPlainText(field.words if typed is None else typed)
        fresh = tr("New stage") if field.table == "stages" else tr("New card")
        self.setAccessibleName(fresh if field.draft is not None else field.words)
        if field.draft is not None:
            self.setPlaceholderText(fresh)
        self._least = place.height()
        self.setGeometry(place.adjusted(-5, -5, 5, 5).toRect())
        self.textChanged.connect(self._grow)
        if typed is None:
            self.moveCursor(QTextCursor.MoveOperation.Start)
            self.selectAll()
        else:
            self.moveCursor(QTextCursor.MoveOperation.End)
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
        if lines != self._lines:
            self._lines = lines
            self.grown.emit()

    def event(self, event: QEvent) -> bool:
        """Undo and redo belong to the project while a new card is still empty: Ctrl+Z means the card before."""
        typed = self.field.draft is None or bool(self.toPlainText().strip())
        if is_for_the_project(event, changed=typed):
            event.ignore()
            return False
        return super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Do what a key means while typing: see the table of keys; the rest is typed."""
        empty = self.field.draft is not None and not self.toPlainText().strip()
        meant = while_typing(event, empty=empty)
        if meant == "break":
            if self.field.lines:
                self.insertPlainText("\n")
        elif meant == "give up":
            self.leave(keep=False)
        elif meant is not None:
            self.leave(keep=True, then=meant)
        else:
            super().keyPressEvent(event)

    def insertFromMimeData(self, source: QMimeData) -> None:
        """Several lines, or a block of a spreadsheet, pasted into a card that is still empty become cards."""
        several = any(sign in source.text().strip() for sign in "\n\t") or source.hasFormat(MIME)
        if several and self.field.draft is not None and not self.toPlainText().strip():
            self.pasted = source
            self.leave(keep=False)
        elif source.hasText():
            text = source.text()
            self.insertPlainText(text if self.field.lines else " ".join(text.split()))

    def focusOutEvent(self, event: QFocusEvent) -> None:
        """Going elsewhere keeps what was typed; a menu of its own does not close it."""
        super().focusOutEvent(event)
        if event.reason() not in (Qt.FocusReason.PopupFocusReason, Qt.FocusReason.ActiveWindowFocusReason):
            self.leave(keep=True)

    def leave(self, *, keep: bool, then: Then = "") -> None:
        """Close, once: keep the words or give them up. `then` is what the canvas does next."""
        if self._done:
            return
        self._done = True
        self.then = then
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
