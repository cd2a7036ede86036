"""One step of the path as a row: a footprint left or right, its number, title, and how long it takes."""

from __future__ import annotations

from collections.abc import Callable
from typing import Literal

from PySide6.QtCore import QRectF
from PySide6.QtGui import QPainter

from app.desktop.chrome import draw
from app.desktop.chrome.basics import Pressable
from app.desktop.icons import paint_icon
from app.desktop.look import Look
from app.desktop.paint.signs import paint_footprint
from app.words import tr

State = Literal["done", "next", "coming"]


class StepRow(Pressable):
    """Done steps are inked, the next one is in the marker's yellow, the others are outlines."""

    def __init__(
        self,
        look: Look,
        number: int,
        title: str,
        note: str,
        minutes: int,
        state: State,
        act: Callable[[], object] | None = None,
        *,
        narrow: bool = False,
    ) -> None:
        super().__init__(look, 240 if narrow else 360, 48 if narrow else 54, act)
        self._number, self._title, self._note, self._state = number, title, note, state
        self._time, self._narrow = tr("{number} min", number=minutes), narrow
        said = {"done": tr("done"), "next": tr("next"), "coming": ""}[state]
        self.setAccessibleName(". ".join(word for word in (str(number), title, note, self._time, said) if word))
        self.setToolTip(f"{title}\n{note}, {self._time}")

    def paint(self, painter: QPainter, width: float, height: float) -> None:
        """The footprint, the number, two lines, the minutes or a tick."""
        theme, left, middle = self.look.theme, self._number % 2 == 1, height / 2
        if self._act is not None and self.underMouse():
            draw.bar(painter, QRectF(0, 1, width, height - 2), theme.hover, 8)
        size = 26.0 if self._narrow else 34.0
        apart = 20.0 if self._narrow else 32.0
        place = QRectF(4.0 if left else 4.0 + apart, middle - size / 2, size * 0.55, size)
        ground, edge = "", theme.control
        if self._state == "next":
            ground, edge = theme.marker, theme.marker if theme.name == "dark" else theme.on_marker
        elif self._state == "done":
            ground, edge = theme.ink2, theme.ink2
        paint_footprint(painter, place, theme, left=left, value=ground, edge=edge)
        x = 50.0 if self._narrow else 78.0
        strong = "body_strong" if self._state == "next" else "body_value"
        draw.text(painter, x, middle - 3, str(self._number), strong, theme.ink if self._state == "next" else theme.ink2)
        x, right = x + 18.0, width - 6.0
        upper = lower = right
        if self._state == "done":
            paint_icon(painter, "check", QRectF(right - 15, middle - 16, 15, 15), theme.ink2)
            upper -= 22.0
        else:
            lower -= draw.text(painter, right, middle + 14, self._time, "small", theme.ink2, "right") + 8.0
        draw.text(painter, x, middle - 3, draw.elided(self._title, "body_strong", upper - x), "body_strong", theme.ink)
        draw.text(painter, x, middle + 14, draw.elided(self._note, "small", lower - x), "small", theme.ink2)
