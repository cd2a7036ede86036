"""A field that comes up anywhere for a quick note: Enter parks it, Esc leaves."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QLineEdit, QWidget

from app.desktop.look import Look
from app.words import tr


class NoteField(QFrame):
    """At the foot of its window; `keep` gets what was typed. It goes away by itself."""

    def __init__(self, look: Look, keep: Callable[[str], object], parent: QWidget) -> None:
        super().__init__(parent)
        self._look, self._keep = look, keep
        theme = look.theme
        self.setObjectName("note-field")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setStyleSheet(
            f"#note-field {{ background: {theme.raised}; border: {theme.hairline:g}px solid {theme.line_strong};"
            f" border-radius: {look.px(12)}px; }} #note-field QLabel {{ color: {theme.ink}; }}"
            f" #note-field QLineEdit {{ border: none; background: {theme.raised}; color: {theme.ink};"
            f" font-size: {look.px(15)}px; }}"
        )
        icon = QLabel()
        icon.setPixmap(look.icon("push-pin", "ink2").pixmap(look.size(20, 20)))
        self.field = QLineEdit()
        self.field.setObjectName("note")
        self.field.setMaxLength(2000)
        self.field.setPlaceholderText(tr("Note for the parking lot"))
        self.field.setAccessibleName(tr("Note for the parking lot"))
        hint = QLabel(tr("Enter keeps it, Esc leaves"))
        hint.setStyleSheet(f"color: {theme.ink3}; font-size: {look.px(12)}px;")
        box = QHBoxLayout(self)
        box.setContentsMargins(look.px(16), look.px(8), look.px(16), look.px(8))
        box.setSpacing(look.px(10))
        box.addWidget(icon)
        box.addWidget(self.field, 1)
        box.addWidget(hint)
        parent.installEventFilter(self)
        self.field.installEventFilter(self)
        self._place()
        self.show()
        self.raise_()
        self.field.setFocus(Qt.FocusReason.OtherFocusReason)

    def _place(self) -> None:
        parent = self.parentWidget()
        if parent is not None:
            wide = min(self._look.px(620), parent.width() - self._look.px(48))
            high = self._look.px(52)
            self.setGeometry((parent.width() - wide) // 2, parent.height() - high - self._look.px(72), wide, high)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Enter keeps, Esc and leaving let go; another size of the window moves it."""
        if watched is self.parentWidget() and event.type() is QEvent.Type.Resize:
            self._place()
        elif watched is self.field and event.type() is QEvent.Type.FocusOut:
            self.close()
        elif watched is self.field and isinstance(event, QKeyEvent) and event.type() is QEvent.Type.KeyPress:
            if event.key() == Qt.Key.Key_Escape:
                self._leave()
                return True
            if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
                if self.field.text().strip():
                    self._keep(self.field.text())
                self._leave()
                return True
        return super().eventFilter(watched, event)

    def _leave(self) -> None:
        self.close()
