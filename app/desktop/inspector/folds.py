"""Parts of the inspector that unfold, and lists that show their first few rows."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial

from PySide6.QtCore import QRectF
from PySide6.QtGui import QPainter
from PySide6.QtWidgets import QLayout, QWidget

from app.desktop.chrome import draw
from app.desktop.chrome.basics import Pressable, button, column, row
from app.desktop.icons import paint_icon
from app.desktop.inspector.context import Context
from app.desktop.look import Look
from app.words import plural


class Fold(Pressable):
    """A line with a caret that unfolds what is below it."""

    def __init__(self, look: Look, words: str, act: Callable[[], object], *, opened: bool) -> None:
        super().__init__(look, 268, 28, act)
        self._words, self._opened = words, opened
        self.setAccessibleName(words)

    def paint(self, painter: QPainter, width: float, height: float) -> None:
        """The caret, then the words."""
        theme = self.look.theme
        if self.underMouse():
            draw.bar(painter, QRectF(-4, 0, width + 8, height), theme.hover, 8)
        icon = "caret-down" if self._opened else "caret-right"
        paint_icon(painter, icon, QRectF(0, height / 2 - 6, 12, 12), theme.ink2)
        words = draw.elided(self._words, "body_strong", width - 20)
        draw.text(painter, 20, height / 2 + 4.5, words, "body_strong", theme.ink)


def folded(
    context: Context, key: str, words: str, make: Callable[[], Sequence[QLayout | QWidget]]
) -> list[QLayout | QWidget]:
    """A line that unfolds what `make` makes; folded, nothing of it is made."""
    opened = key in context.opened
    line = Fold(context.look, words, partial(context.toggle, key), opened=opened)
    line.setObjectName(key)
    return [line, *(make() if opened else ())]


def first_few(context: Context, key: str, rows: Sequence[QLayout | QWidget], most: int, *, spacing: int = 2) -> QLayout:
    """The first rows of a list, and a button for the others."""
    if len(rows) <= most + 1 or key in context.opened:
        return column(*rows, spacing=spacing)
    rest = len(rows) - most
    for part in rows[most:]:
        if isinstance(part, QWidget):
            part.deleteLater()
    words = plural("{count} more", "{count} more", rest, count=rest)
    more = button(context.look, words, partial(context.toggle, key), role="quiet", name=key)
    return column(*rows[:most], row(more, None), spacing=spacing)
