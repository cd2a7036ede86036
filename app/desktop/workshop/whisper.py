"""A few words over the map that go by themselves: how many dots somebody has left."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject, Qt, QTimer
from PySide6.QtWidgets import QLabel, QWidget

from app.desktop.look import Look

_STAYS = 2500


class Whisper(QLabel):
    """At the foot of its parent, in the middle; it takes no clicks."""

    def __init__(self, look: Look, parent: QWidget, *, lift: float = 20.0) -> None:
        super().__init__(parent)
        self._look, self._lift = look, lift
        theme = look.theme
        self.setObjectName("whisper")
        self.setTextFormat(Qt.TextFormat.PlainText)
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self.setStyleSheet(
            f"#whisper {{ background: {theme.ink}; color: {theme.on_ink}; font-size: {look.px(15)}px; font-weight: 600;"
            f" padding: {look.px(7)}px {look.px(16)}px; border-radius: {look.px(12)}px; }}"
        )
        self._end = QTimer(self)
        self._end.setSingleShot(True)
        self._end.timeout.connect(self.hide)
        parent.installEventFilter(self)
        self.hide()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Stay in the middle of its parent when that gets its size: a screen-filling one does so after it is shown."""
        if watched is self.parentWidget() and event.type() is QEvent.Type.Resize and self.isVisible():
            self._settle()
        return False

    def _settle(self) -> None:
        parent = self.parentWidget()
        if parent is None:
            return
        most = parent.width() - 2 * self._look.px(self._lift)
        self.setWordWrap(False)
        if self.sizeHint().width() > most:
            self.setWordWrap(True)
            self.resize(most, self.heightForWidth(most))
        else:
            self.adjustSize()
        self.move((parent.width() - self.width()) // 2, parent.height() - self.height() - self._look.px(self._lift))

    def say(self, words: str, *, stays: int = _STAYS) -> None:
        """Show these words for a while (ms)."""
        self._end.setInterval(stays)
        self.setText(words)
        self._settle()
        self.show()
        self.raise_()
        self._end.start()
