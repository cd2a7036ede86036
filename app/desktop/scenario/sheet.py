"""A sheet on which something is set from top to bottom: text that breaks and flows, blocks, tiles.

Made twice from the same words: once without a painter, to learn how high it is, and once to paint it.
"""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPainterPath, QPen

from app.desktop.chrome import draw
from app.desktop.icons import paint_icon
from app.desktop.theme import ROLES, Theme
from app.project.policies.wording import Run


class Sheet:
    """A cursor with habits; `painter` none measures only."""

    def __init__(self, painter: QPainter | None, theme: Theme) -> None:
        self.painter, self.theme = painter, theme

    def block(self, rect: QRectF, colour: str, radius: float = 6.0, edge: str = "", *, dashed: bool = False) -> None:
        """A filled rectangle with round corners."""
        if self.painter is None:
            return
        path = QPainterPath()
        path.addRoundedRect(rect, radius, radius)
        if colour:
            self.painter.fillPath(path, QColor(colour))
        if edge or self.theme.name == "contrast":
            pen = QPen(QColor(edge or self.theme.line), 1.0)
            if dashed:
                pen.setDashPattern([3.0, 2.5])
            inner = QPainterPath()
            inner.addRoundedRect(rect.adjusted(0.5, 0.5, -0.5, -0.5), radius, radius)
            self.painter.strokePath(inner, pen)

    def icon(self, name: str, x: float, y: float, size: float, colour: str = "") -> None:
        """An icon with its left upper corner at (x, y)."""
        if self.painter is not None:
            paint_icon(self.painter, name, QRectF(x, y, size, size), colour or self.theme.ink2)

    def dot(self, x: float, y: float, radius: float, colour: str) -> None:
        """A small disc."""
        if self.painter is not None:
            self.painter.setPen(Qt.PenStyle.NoPen)
            self.painter.setBrush(QColor(colour))
            self.painter.drawEllipse(QPointF(x, y), radius, radius)

    def line(
        self, x: float, y: float, words: str, role: str, colour: str, width: float, *, middle: bool = False
    ) -> None:
        """One line that gives way at its end."""
        if self.painter is not None:
            shown = draw.elided(words, role, width)
            at = x + width / 2 if middle else x
            draw.text(self.painter, at, y, shown, role, colour, "centre" if middle else "left")

    def flow(
        self, x: float, y: float, width: float, pieces: Sequence[Run], role: str, colour: str, most: int = 12
    ) -> float:
        """Words that break over lines from `y` down; what nothing fills stands on the marker. Where it ends."""
        step = ROLES[role].line
        space = draw.width_of(" ", role)
        left, base, lines = x, y + step - 5.0, 1
        for words, kind, glued in _words(pieces):
            wide = min(draw.width_of(words, role), width)
            if not glued and left > x:
                left += space
            if left > x and left + wide > x + width:
                if lines == most:
                    self.line(left, base, "…", role, colour, 20.0)
                    return base + 5.0
                left, base, lines = x, base + step, lines + 1
            if kind == "unknown":
                self.block(QRectF(left - 1, base - step + 5, wide + 2, step - 1), self.theme.marker_wash, 4)
            self.line(left, base, words, role, colour, wide + 1)
            left += wide
        return base + 5.0

    def skeleton(self, x: float, y: float, width: float, lines: int, colour: str) -> float:
        """Grey bars where a page has text of its own. Where they end."""
        for n in range(lines):
            share = (0.92, 0.74, 0.84, 0.6)[n % 4]
            self.block(QRectF(x, y + n * 13.0, width * share, 6.0), colour, 3)
        return y + lines * 13.0


def _words(pieces: Sequence[Run]) -> list[tuple[str, str, bool]]:
    """Words with their kind, and whether they follow the one before without a space."""
    found: list[tuple[str, str, bool]] = []
    spaced = True
    for piece in pieces:
        parts = piece.words.split(" ") if piece.kind != "unknown" else [piece.words]
        for n, part in enumerate(parts):
            if n:
                spaced = True
            if part:
                found.append((part, piece.kind, not spaced))
                spaced = False
    return found
