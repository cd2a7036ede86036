"""The funnel: how many visits get to each phase, today and with the arm, and the difference at the right."""

from __future__ import annotations

from PySide6.QtCore import QRectF
from PySide6.QtGui import QPainter
from PySide6.QtWidgets import QWidget

from app.desktop.answer.model import Answer
from app.desktop.chrome import draw
from app.desktop.chrome.basics import Painted
from app.desktop.look import Look
from app.words import name, percent, points, tr

_ROW, _BAR = 48.0, 14.0


class FunnelBars(Painted):
    """Two bars a phase: the control in its grey, the arm in iris."""

    def __init__(self, look: Look, answer: Answer, width: float, parent: QWidget | None = None) -> None:
        super().__init__(look, width, len(answer.funnel) * _ROW + 26, parent)
        self._answer = answer
        self.setAccessibleName(
            ". ".join(f"{_title(step.phase)}: {percent(step.control)}, {percent(step.arm)}" for step in answer.funnel)
        )

    def paint(self, painter: QPainter, width: float, height: float) -> None:
        """A key on top, then phase by phase."""
        del height
        theme, answer = self.look.theme, self._answer
        x = 0.0
        for words, colour in ((answer.control, theme.control), (answer.arm, theme.iris)):
            draw.bar(painter, QRectF(x, 3, 10, 10), colour, 2)
            shown = draw.elided(words, "small", width * 0.4)
            x += 16 + draw.text(painter, x + 16, 12, shown, "small", theme.ink2) + 18
        left, right = min(92.0, width * 0.24), width - 112.0
        most = max((max(step.control, step.arm) for step in answer.funnel), default=1.0) or 1.0
        for index, step in enumerate(answer.funnel):
            y = 26 + index * _ROW
            draw.text(
                painter,
                0,
                y + 21,
                draw.elided(_title(step.phase), "body", left - 8),
                "body",
                theme.ink,
            )
            for offset, share, colour, role, ink in (
                (2.0, step.control, theme.control, "small", theme.ink2),
                (18.0, step.arm, theme.iris, "small_strong", theme.ink),
            ):
                wide = max(2.0, (right - left) * share / most)
                draw.bar(painter, QRectF(left, y + offset, wide, _BAR), colour)
                draw.text(painter, left + wide + 7, y + offset + 11, percent(share), role, ink)
            draw.text(
                painter, width, y + 21, points(step.arm - step.control, unit=False), "body_strong", theme.ink, "right"
            )


def _title(phase: str) -> str:
    return tr("Order") if phase == "order" else name("phase", phase).capitalize()
