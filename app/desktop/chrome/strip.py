"""One sentence across the window: what went wrong or what was done, and what to do next. Never a dialog."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QPushButton, QWidget

from app.desktop.chrome.basics import button, empty, icon_button, label
from app.desktop.look import Look
from app.words import tr

Choice = tuple[str, Callable[[], object]]


class Strip(QFrame):
    """Hidden until something is said; gone when it is answered, dismissed or replaced."""

    def __init__(self, look: Look, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._look = look
        self.setObjectName("strip")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self._row = QHBoxLayout(self)
        self._row.setContentsMargins(look.px(20), look.px(8), look.px(12), look.px(8))
        self._row.setSpacing(look.px(10))
        self._words = ""
        self.hide()

    @property
    def words(self) -> str:
        """What it says now; empty when it says nothing."""
        return self._words if not self.isHidden() else ""

    def say(self, words: str, *choices: Choice, grave: bool = True) -> None:
        """Show one sentence with the ways out of it. `grave` colours it as a problem."""
        empty(self._row)
        theme = self._look.theme
        ground, ink = (theme.ember_wash, theme.ember) if grave else (theme.sunken, theme.ink2)
        self.setStyleSheet(
            f"#strip {{ background: {ground}; border-bottom: {theme.hairline:g}px solid {theme.line}; }}"
        )
        sign = QLabel()
        sign.setPixmap(self._look.icon("warning" if grave else "info", "ember" if grave else "ink2").pixmap(18, 18))
        text = label(words, "strong", wrap=True)
        text.setStyleSheet(f"color: {ink};")
        text.setAccessibleName(words)
        self._row.addWidget(sign)
        self._row.addWidget(text, 1)
        for name, act in choices:
            self._row.addWidget(self._choice(name, act))
        self._row.addWidget(icon_button(self._look, "x", tr("Close this message"), self.clear))
        self._words = words
        self.show()

    def _choice(self, name: str, act: Callable[[], object]) -> QPushButton:
        def answer() -> None:
            self.clear()
            act()

        return button(self._look, name, answer)

    def clear(self) -> None:
        """Say nothing any more."""
        self._words = ""
        self.hide()
