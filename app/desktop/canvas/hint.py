"""What to do first on a map on which nothing stands yet."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel, QWidget

from app.desktop.canvas.sheet import Sheet
from app.desktop.document import Document
from app.desktop.look import Look
from app.words import tr
from maps.layout.options import Sizes

_WIDEST, _FOOT = 600, 14


class FirstKeys(QLabel):
    """One sentence at the foot of an empty map; it goes with the first card."""

    def __init__(self, look: Look, document: Document, sheet: Sheet, view: QWidget) -> None:
        super().__init__(view)
        self._look, self._document = look, document
        theme = look.theme
        self.setObjectName("first-keys")
        self.setTextFormat(Qt.TextFormat.PlainText)
        self.setWordWrap(True)
        self.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self.setStyleSheet(
            f"#first-keys {{ background: {theme.raised}; color: {theme.ink2}; border: 1px solid {theme.line};"
            f" border-radius: 10px; padding: {look.px(8)}px {look.px(16)}px; font-size: {look.px(13)}px; }}"
        )
        sheet.changed.connect(self.refresh)
        document.map_changed.connect(self.refresh)
        self.refresh()

    def refresh(self) -> None:
        """Say it, or say nothing where something stands."""
        piece = self._document.piece
        empty = piece is not None and not piece.cards and not piece.touchpoints
        if piece is not None and empty:
            if piece.stages:
                words = tr(
                    "Type to write a card. Enter starts the next one, Tab goes to the next stage, ? shows all keys."
                )
            else:
                words = tr("Type the name of the first stage. Tab starts the next one, ? shows all keys.")
            self.setText(words)
            self.setAccessibleName(words)
            self.settle()
        self.setVisible(empty)

    def settle(self) -> None:
        """At the foot of the view, as wide as its words."""
        view = self.parentWidget()
        if view is None:
            return
        left = self._look.px(Sizes.LANE) + 24
        width = min(self._look.px(_WIDEST), max(200, view.width() - left - 24))
        height = self.heightForWidth(width)
        x = left + max(0, view.width() - left - width) // 2
        self.setGeometry(x, view.height() - height - self._look.px(_FOOT), width, height)
