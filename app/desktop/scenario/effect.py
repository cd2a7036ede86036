"""What a technique is expected to do: the belief as a picture, its mean, what it rests on, how much is known."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from PySide6.QtCore import QPointF, QRectF
from PySide6.QtGui import QColor, QPainter, QPainterPath

from app.desktop.chrome import draw
from app.desktop.chrome.basics import Painted
from app.desktop.look import Look
from app.project.model import Project
from app.words import percent, tr
from personas.records import Evidence

if TYPE_CHECKING:
    from simulation.evidence.priors import Belief

_RELATIVE = frozenset({"revenue", "returning", "order_value", "repeat_orders", "referrals"})
_POINTS = 160
TWYMAN = 0.03
"""An average effect on everybody above which somebody should look twice."""


@dataclass(frozen=True)
class Expected:
    """A belief in numbers: mean, spread, share of no effect at all, what it rests on; its density at points.

    points, density: of the effect given that there is one, per unit of effect; relative: a change, so with a sign.
    """

    mean: float
    sd: float
    null_share: float
    kind: Evidence
    measure: str
    points: tuple[float, ...]
    density: tuple[float, ...]

    @property
    def relative(self) -> bool:
        """Whether it is a relative change."""
        return self.measure in _RELATIVE

    def said(self, value: float) -> str:
        """An effect as it is written."""
        return percent(value, 1, signed=self.relative)


def expected(project: Project, technique: str) -> Expected | None:
    """What is believed of a technique; none for one that nobody knows. Refused when a belief does not hold."""
    from simulation.evidence.catalogue import beliefs, catalogue

    facts = catalogue(project.techniques)
    if technique not in facts:
        return None
    belief = beliefs(project.techniques)[technique]
    points, density = _curve(belief)
    return Expected(belief.mean, belief.sd, belief.null_share, belief.kind, facts[technique].measure, points, density)


def _curve(belief: Belief) -> tuple[tuple[float, ...], tuple[float, ...]]:
    import numpy as np

    from simulation.evidence.priors import Prior

    low, high = (
        min(-1.2 * belief.sd, belief.mean - 2.8 * belief.sd),
        max(1.2 * belief.sd, belief.mean + 2.8 * belief.sd),
    )
    x = np.linspace(low, high, _POINTS)
    if isinstance(belief, Prior):
        y = belief.slab_density(x)
    else:
        y = np.interp(x, belief.grid, belief.density, left=0.0, right=0.0)
    return tuple(float(one) for one in x), tuple(float(one) for one in y)


class EffectPicture(Painted):
    """The density in iris, its mean as a line, zero as the one strong line."""

    def __init__(self, look: Look, shown: Expected) -> None:
        super().__init__(look, 268, 92)
        self._shown = shown
        words = tr("Expected effect {mean}, no effect at all in {null} of cases", mean=shown.said(shown.mean),
                   null=percent(shown.null_share, 0))  # fmt: skip
        self.setAccessibleName(words)
        self.setToolTip(words)

    def paint(self, painter: QPainter, width: float, height: float) -> None:
        """From the left: the curve over its axis, then the figures."""
        shown, theme = self._shown, self.look.theme
        low, high = shown.points[0], shown.points[-1]
        base, top = height - 24.0, 6.0

        def at(value: float) -> float:
            return (value - low) / (high - low) * width

        peak = max(shown.density) or 1.0
        path = QPainterPath(QPointF(0, base))
        for x, y in zip(shown.points, shown.density, strict=True):
            path.lineTo(at(x), base - (base - top) * y / peak)
        path.lineTo(width, base)
        path.closeSubpath()
        fill = QColor(theme.iris)
        fill.setAlphaF(0.28)
        painter.fillPath(path, fill)
        draw.line(painter, 0, base, width, base, theme.line, 1.0)
        draw.line(painter, at(0.0), top, at(0.0), base + 4, theme.ink, 1.5)
        draw.bar(painter, QRectF(at(shown.mean) - 1.5, top + 8, 3, base - top - 8), theme.iris, 1.5)
        zero, mean = "0", shown.said(shown.mean)
        draw.text(painter, at(shown.mean), height - 6, mean, "small_strong", theme.ink, "centre")
        away = abs(at(shown.mean) - at(0.0)) > draw.width_of(mean, "small_strong") / 2 + 12
        if away:
            draw.text(painter, at(0.0), height - 6, zero, "small", theme.ink2, "centre")
        end = shown.said(high)
        if width - at(shown.mean) > draw.width_of(end, "small") + draw.width_of(mean, "small_strong"):
            draw.text(painter, width, height - 6, end, "small", theme.ink2, "right")
