"""Traits that are several numbers by key: shares as bars, and what somebody listens to as sticks from the average."""

from __future__ import annotations

from PySide6.QtCore import QPointF, QRectF
from PySide6.QtGui import QPainter

from app.desktop.chrome import draw
from app.desktop.look import Look
from app.desktop.paint.people import paint_outline
from app.desktop.paint.signs import paint_evidence
from app.desktop.people.scales import Scale
from app.desktop.people.slide import Hand, Slide


class _Row(Slide):
    """One line: a name at the left, the track, the figure and what it rests on at the right."""

    def __init__(self, look: Look, key: str, what: str, scale: Scale, hand: Hand) -> None:
        super().__init__(look, 30, what, scale, hand)
        self.setObjectName(key)

    def _name_width(self) -> float:
        return min(150.0, self.base_width * 0.4)

    def track(self) -> tuple[float, float]:
        """Between the name and the figure."""
        left = self._name_width() + 8
        return left, max(left + 20, self.base_width - 74)

    def figure_box(self) -> QRectF:
        """Before the evidence at the right edge."""
        return QRectF(self.base_width - 64, 2, 46, 26)

    def mark_box(self) -> QRectF:
        """The sign at the right edge."""
        return QRectF(self.base_width - 16, 4, 16, 22)

    def _on_track(self, y: float) -> bool:
        return 2 <= y <= 28

    def _paint_ends(self, painter: QPainter, width: float) -> None:
        theme = self.look.theme
        shown = draw.elided(self.what, "body", self._name_width())
        draw.text(painter, 0, 19.5, shown, "body", theme.ink)
        figure = self.scale.figure(self.value.value)
        draw.text(painter, width - 18, 19.5, figure, "body_strong", theme.ink, "right")
        paint_evidence(painter, QPointF(width - 6, 15), self.value.kind, theme)


class ShareBar(_Row):
    """A share of a whole as a bar; the end of the bar is dragged."""

    def paint(self, painter: QPainter, width: float, height: float) -> None:
        """The bar on its track; what others have is a small outline on it."""
        theme, middle = self.look.theme, height / 2
        self._paint_ends(painter, width)
        left, right = self.track()
        draw.bar(painter, QRectF(left, middle - 3.5, right - left, 7), theme.unlit, 3.5)
        x = self.x_of(self.value.value)
        draw.bar(painter, QRectF(left, middle - 3.5, max(3.5, x - left), 7), theme.person(self.slot).colour, 3.5)
        for slot, other in self.others:
            at = QPointF(self.x_of(other), middle)
            draw.ring(painter, at, 6.0, theme.surface, theme.surface, 2)
            paint_outline(painter, at, 4.2, slot, theme)
        if self.underMouse() or self.hasFocus() or self._dragging:
            draw.ring(painter, QPointF(x, middle), 7.5, theme.ink, theme.surface, 2)


class Stick(_Row):
    """A factor against the average visitor: a stick from × 1 with the person's outline at its end."""

    def paint(self, painter: QPainter, width: float, height: float) -> None:
        """The line of the average, the stick, the outline."""
        theme, middle = self.look.theme, height / 2
        self._paint_ends(painter, width)
        person = theme.person(self.slot)
        average, x = self.x_of(1.0), self.x_of(self.value.value)
        for slot, other in self.others:
            paint_outline(painter, QPointF(self.x_of(other), middle), 4.2, slot, theme)
        draw.line(painter, average, middle, x, middle, person.colour, 3)
        draw.line(painter, average, 0, average, height, theme.ink2, 1.2)
        paint_outline(painter, QPointF(x, middle), 5.5, self.slot, theme)
        if self.underMouse() or self.hasFocus() or self._dragging:
            draw.ring(painter, QPointF(x, middle), 8.0, theme.ink, theme.surface, 2)
            paint_outline(painter, QPointF(x, middle), 4.5, self.slot, theme)
