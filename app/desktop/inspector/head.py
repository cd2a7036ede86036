"""The head of the inspector: a tile with an icon, the title that can be edited, and a grey line below it."""

from __future__ import annotations

from PySide6.QtCore import QRectF
from PySide6.QtGui import QPainter
from PySide6.QtWidgets import QHBoxLayout, QWidget

from app.desktop.chrome import draw
from app.desktop.chrome.basics import Painted, column
from app.desktop.icons import icon_names, paint_icon
from app.desktop.look import Look
from app.desktop.paint.signs import paint_phase
from maps.layout.icons import FALLBACK
from personas.records import PhaseKind


class Tile(Painted):
    """38 px of the marker's wash with an icon."""

    def __init__(self, look: Look, icon: str) -> None:
        super().__init__(look, 38, 38)
        self.setFixedWidth(look.px(38))
        self._icon = icon if icon in icon_names() else FALLBACK

    def paint(self, painter: QPainter, width: float, height: float) -> None:
        """The tile."""
        draw.bar(painter, QRectF(0, 0, width, height), self.look.theme.marker_wash, 10)
        paint_icon(painter, self._icon, QRectF(9, 9, 20, 20), self.look.theme.ink)


class Under(Painted):
    """The phase with its sign, and a word."""

    def __init__(self, look: Look, words: str, phase: PhaseKind | None = None) -> None:
        super().__init__(look, 200, 18)
        self._words, self._phase = words, phase
        self.setAccessibleName(words)

    def paint(self, painter: QPainter, width: float, height: float) -> None:
        """Sign, then words."""
        x = 0.0
        if self._phase is not None:
            paint_phase(painter, QRectF(0, 3, 16, 11), self._phase, self.look.theme)
            x = 22.0
        words = draw.elided(self._words, "small", width - x)
        draw.text(painter, x, height / 2 + 4, words, "small", self.look.theme.ink2)


def head(look: Look, icon: str, title: QWidget, under: str, phase: PhaseKind | None = None) -> QHBoxLayout:
    """Tile at the left, title over its line at the right."""
    box = QHBoxLayout()
    box.setSpacing(look.px(12))
    box.addWidget(Tile(look, icon))
    box.addLayout(column(title, Under(look, under, phase), spacing=look.px(1)), 1)
    return box
