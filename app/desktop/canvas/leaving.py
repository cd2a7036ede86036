"""What a link's share leaves for leaving: said below the editor while the share is typed."""

from __future__ import annotations

from PySide6.QtCore import QRect, Qt
from PySide6.QtWidgets import QLabel

from app.desktop.canvas.editing import share_words
from app.desktop.canvas.gestures.write import Writer
from app.desktop.document import Document
from app.desktop.look import Look
from app.project.mapping.links import beside
from app.words import tr
from app.words.typed import typed_share
from personas.problems import FootfallError

_GAP, _ROOM = 4, 8


class Leaving(QLabel):
    """A small note that goes with its editor."""

    def __init__(self, look: Look, document: Document, writer: Writer) -> None:
        super().__init__(writer.parentWidget())
        self._look, self._writer = look, writer
        self._others = beside(document.project, writer.field.record)
        self.setObjectName("leaving")
        self.setTextFormat(Qt.TextFormat.PlainText)
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        writer.textChanged.connect(self.refresh)
        writer.destroyed.connect(self.deleteLater)
        writer.kept.connect(self.hide)
        writer.given_up.connect(self.hide)
        self.refresh()
        self.show()
        self.raise_()

    def refresh(self) -> None:
        """Say what is left now; nothing while no share can be read."""
        theme = self._look.theme
        try:
            left = 1.0 - self._others - typed_share(self._writer.toPlainText())
        except FootfallError:
            self.setText("")
            self.resize(0, 0)
            return
        good = left > -1e-9
        if good:
            self.setText(tr("{share} leave here", share=share_words(max(0.0, left))))
        else:
            self.setText(tr("{share} too much", share=share_words(-left)))
        self.setAccessibleName(self.text())
        self.setStyleSheet(
            f"#leaving {{ background: {theme.raised}; color: {theme.ink2 if good else theme.ember};"
            f" border: 1px solid {theme.line if good else theme.ember}; border-radius: 6px;"
            f" padding: {self._look.px(2)}px {self._look.px(6)}px; font-size: {self._look.px(12)}px; }}"
        )
        self.adjustSize()
        self.move(self._place(self._writer.geometry()).topLeft())

    def _place(self, below: QRect) -> QRect:
        """Below the editor; above it where there is no room, never over the edge."""
        holder = self.parentWidget()
        place = QRect(below.left(), below.bottom() + _GAP, self.width(), self.height())
        if holder is not None and place.bottom() > holder.height() - _ROOM:
            place.moveBottom(below.top() - _GAP)
        if holder is not None and place.right() > holder.width() - _ROOM:
            place.moveRight(holder.width() - _ROOM)
        return place
