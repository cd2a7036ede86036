"""A box that is ticked or not: the tick is drawn, so that black alone does not have to say it."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QRectF
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QCheckBox, QStyle, QStyleOptionButton

from app.desktop.icons import paint_icon
from app.desktop.look import Look


class Switch(QCheckBox):
    """A box with a tick, so that black alone does not have to say it."""

    def __init__(self, look: Look, says: str) -> None:
        super().__init__(says)
        self._look = look

    def paintEvent(self, event: QPaintEvent) -> None:
        """The box of the style sheet, then the tick."""
        super().paintEvent(event)
        if self.isChecked():
            option = QStyleOptionButton()
            self.initStyleOption(option)
            box = self.style().subElementRect(QStyle.SubElement.SE_CheckBoxIndicator, option, self)
            painter = QPainter(self)
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            paint_icon(painter, "check-bold", QRectF(box).adjusted(2, 2, -2, -2), self._look.theme.on_ink)
            painter.end()


def switch(look: Look, says: str, on: bool, keep: Callable[[bool], object], object_name: str) -> QCheckBox:
    """On or off, with its words beside it."""
    made = Switch(look, says)
    made.setObjectName(object_name)
    made.setAccessibleName(says)
    made.setChecked(on)
    made.toggled.connect(keep)
    return made
