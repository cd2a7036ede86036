"""A row of a list that leads somewhere."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QRectF
from PySide6.QtGui import QImage, QPainter

from app.desktop.chrome import draw
from app.desktop.chrome.basics import Pressable
from app.desktop.icons import paint_icon
from app.desktop.look import Look
from app.desktop.paint.portrait import paint_portrait
from personas.model import Persona


class LinkRow(Pressable):
    """A row of a list that leads somewhere: an icon or a face, a name, a grey note at the right."""

    def __init__(
        self,
        look: Look,
        words: str,
        note: str,
        act: Callable[[], object],
        *,
        icon: str = "",
        persona: Persona | None = None,
        slot: int = 0,
        picture: QImage | None = None,
        current: bool = False,
        height: float = 34,
    ) -> None:
        super().__init__(look, 268, height, act)
        self._words, self._note = words, note
        self._icon, self._persona, self._slot, self._current = icon, persona, slot, current
        self._picture = picture
        self.setAccessibleName(f"{words} {note}".strip())
        self.setToolTip(words)

    def paint(self, painter: QPainter, width: float, height: float) -> None:
        """On the marker's wash when it is the current one, on the hover ground under the hand."""
        theme, middle = self.look.theme, height / 2
        if self._current:
            draw.bar(painter, QRectF(-2, 0, width + 4, height), theme.marker_wash, 8)
        elif self.underMouse():
            draw.bar(painter, QRectF(-2, 0, width + 4, height), theme.hover, 8)
        x = 8.0
        if self._persona is not None:
            size = height - 8
            face = QRectF(x - 4, 4, size, size)
            paint_portrait(painter, face, self._persona, self._slot, theme, self._picture)
            x += size + 6
        elif self._icon:
            paint_icon(painter, self._icon, QRectF(x, middle - 9, 18, 18), theme.ink2)
            x += 28
        note = draw.width_of(self._note, "small")
        draw.text(painter, width - 8, middle + 4.5, self._note, "small", theme.ink2, "right")
        role = "body_strong" if self._current else "body_value"
        draw.text(painter, x, middle + 4.5, draw.elided(self._words, role, width - x - note - 20), role, theme.ink)
