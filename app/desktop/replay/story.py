"""One visitor's story beside the replay, told as on the command line."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QVBoxLayout, QWidget

from app.desktop.chrome.basics import icon_button, label, row, scrolled
from app.desktop.look import Look
from app.words import number, tr

WIDTH = 330


class StoryPanel(QFrame):
    """Headings and lines, with a button that puts it away. `chapters` begins with who it is."""

    def __init__(
        self,
        look: Look,
        visitor: int,
        chapters: tuple[tuple[str, tuple[str, ...]], ...],
        close: Callable[[], object],
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self.setObjectName("inspector")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.setAccessibleName(tr("The story of visitor {number}", number=number(visitor)))
        self.setFixedWidth(look.px(WIDTH))
        box = QVBoxLayout(self)
        box.setContentsMargins(look.px(18), look.px(12), look.px(8), look.px(12))
        box.setSpacing(look.px(8))
        away = icon_button(look, "x", tr("Put the story away"), close)
        away.setObjectName("story-close")
        (heading, first), *others = chapters
        box.addLayout(row(label(heading, "heading", wrap=True), None, away))
        inside = QWidget()
        lines = QVBoxLayout(inside)
        lines.setContentsMargins(0, 0, look.px(10), 0)
        lines.setSpacing(look.px(5))
        for title, told in (("", first), *others):
            if title:
                lines.addWidget(label(title, "strong", wrap=True))
            for words in told:
                lines.addWidget(label(words, "note", wrap=True))
            lines.addSpacing(look.px(8))
        lines.addStretch(1)
        box.addWidget(scrolled(inside), 1)
