"""The matrix as a picture: axes, the four corners with their words, the dots with their numbers and labels."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPen

from app.desktop.chrome import draw
from app.desktop.matrix.places import RADIUS, Scale, apart, labels, scale_of
from app.desktop.matrix.words import axis_words, corner_words, tick_words
from app.desktop.measure import QtMeasure
from app.desktop.theme import Theme
from app.project.judging import Judged
from maps.layout.geometry import Point, Rect
from maps.layout.measure import Wrapped
from maps.model import MatrixAxis

_LEFT, _TOP, _RIGHT, _FOOT = 46.0, 34.0, 24.0, 46.0
_LABEL = 150.0
_MEASURE = QtMeasure()


@dataclass(frozen=True)
class Spot:
    """One opportunity where it is drawn: its rank from 1, its dot, its label where there is room for one."""

    one: Judged
    rank: int
    at: Point
    words: Wrapped
    label: Rect | None


@dataclass(frozen=True)
class Drawing:
    """Everything in its place, for painting and for telling what is under the pointer."""

    x: MatrixAxis
    y: MatrixAxis
    across: Scale
    up: Scale
    area: Rect
    spots: tuple[Spot, ...]
    currency: str

    def at(self, x: float, y: float) -> Spot | None:
        """The dot or label under a point, the dot first."""
        near = [one for one in self.spots if (one.at.x - x) ** 2 + (one.at.y - y) ** 2 <= (RADIUS + 3) ** 2]
        if near:
            return min(near, key=lambda one: (one.at.x - x) ** 2 + (one.at.y - y) ** 2)
        point = Rect(x, y, 0.01, 0.01)
        return next((one for one in self.spots if one.label is not None and one.label.meets(point)), None)

    def values(self, x: float, y: float) -> tuple[float, float]:
        """The values at a point of the picture."""
        area = self.area
        return self.across.value((x - area.x) / area.w), self.up.value((area.bottom - y) / area.h)


def drawing(
    ranked: Sequence[Judged], x: MatrixAxis, y: MatrixAxis, width: float, height: float, currency: str
) -> Drawing:
    """Put everything in its place in a picture of this size."""
    area = Rect(_LEFT, _TOP, max(60.0, width - _LEFT - _RIGHT), max(60.0, height - _TOP - _FOOT))
    across, up = scale_of(x, ranked), scale_of(y, ranked)
    shown = [(rank, one) for rank, one in enumerate(ranked, start=1) if one.on(x) is not None and one.on(y) is not None]
    wanted = [
        Point(area.x + across.share(one.on(x) or 0.0) * area.w, area.bottom - up.share(one.on(y) or 0.0) * area.h)
        for _rank, one in shown
    ]
    dots = apart(wanted, area)
    words = [_MEASURE.wrap(one.words or "–", "small_value", _LABEL, 2) for _rank, one in shown]
    room = Rect(area.x - 8, area.y - 6, area.w + 26, area.h + 12)
    lines = (
        Rect(area.x + area.w / 2 - 1, area.y, 2, area.h), Rect(area.x, area.y + area.h / 2 - 1, area.w, 2)
    )  # fmt: skip
    corners = [one.rect for one in _corners(area, across, up)]
    spots = labels(dots, [(one.width + 2, one.height) for one in words], room, corners, lines)
    made = tuple(
        Spot(one, rank, dot, said, spot) for (rank, one), dot, said, spot in zip(shown, dots, words, spots, strict=True)
    )
    return Drawing(x, y, across, up, area, made, currency)


def paint(painter: QPainter, made: Drawing, theme: Theme, chosen: str = "", focused: bool = False) -> None:
    """Paint it; `chosen` is the card that is selected."""
    _frame(painter, made, theme)
    for spot in made.spots:
        if spot.label is not None:
            _label(painter, spot, theme, strong=spot.one.card == chosen)
    for spot in sorted(made.spots, key=lambda one: one.one.card == chosen):
        _dot(painter, spot, theme, chosen=spot.one.card == chosen, focused=focused)


def _frame(painter: QPainter, made: Drawing, theme: Theme) -> None:
    area = made.area
    draw.bar(painter, QRectF(area.x, area.y, area.w, area.h), theme.surface, 10)
    best = _best(made, area)
    draw.bar(painter, best, theme.sunken, 10)
    middle_x, middle_y = area.x + area.w / 2, area.y + area.h / 2
    over = [spot.label for spot in made.spots if spot.label is not None]
    gaps = [(one.y, one.bottom) for one in over if one.x < middle_x < one.right]
    for start, end in _between(area.y, area.bottom, gaps):
        draw.line(painter, middle_x, start, middle_x, end, theme.line_strong, 1.0, dashed=True)
    gaps = [(one.x, one.right) for one in over if one.y < middle_y < one.bottom]
    for start, end in _between(area.x, area.right, gaps):
        draw.line(painter, start, middle_y, end, middle_y, theme.line_strong, 1.0, dashed=True)
    for one in _corners(area, made.across, made.up):
        colour = theme.ink if one.best else theme.ink3
        draw.text(painter, one.rect.x, one.rect.y + 13, one.words, "small_strong", colour)
    draw.line(painter, area.x, area.bottom, area.right, area.bottom, theme.ink2, 1.0)
    draw.line(painter, area.x, area.y, area.x, area.bottom, theme.ink2, 1.0)
    for share in (0.0, 0.5, 1.0):
        across = tick_words(made.x, made.across.value(share), made.currency)
        x = area.x + share * area.w
        draw.text(painter, x, area.bottom + 16, across, "small", theme.ink3, _side(share))
        up = tick_words(made.y, made.up.value(share), made.currency)
        baseline = area.bottom - share * area.h + 4
        draw.text(painter, area.x - 7, baseline, draw.elided(up, "small", _LEFT - 9), "small", theme.ink3, "right")
    draw.text(painter, area.right, area.bottom + 36, f"{axis_words(made.x)} →", "body_strong", theme.ink, "right")
    draw.text(painter, area.x, area.y - 12, f"↑ {axis_words(made.y)}", "body_strong", theme.ink)


def _between(start: float, end: float, gaps: Sequence[tuple[float, float]]) -> list[tuple[float, float]]:
    """What is left of a line when words stand on it."""
    left = []
    for low, high in sorted(gaps):
        if low > start:
            left.append((start, low))
        start = max(start, high)
    return [*left, (start, end)] if start < end else left


@dataclass(frozen=True)
class _Corner:
    words: str
    rect: Rect
    best: bool


def _corners(area: Rect, across: Scale, up: Scale) -> list[_Corner]:
    """The words of the four corners where they stand; the best one is where both axes are good."""
    found = []
    said = corner_words(across, up)
    for name, words in said.items():
        shown = draw.elided(words, "small_strong", area.w / 2 - 20)
        width = draw.width_of(shown, "small_strong")
        x = area.x + 10 if name.endswith("left") else area.right - 10 - width
        y = area.y + 6 if name.startswith("top") else area.bottom - 22
        best = name.endswith("left") == across.less_is_better and name.startswith("bottom") == up.less_is_better
        found.append(_Corner(shown, Rect(x, y, width, 16), best))
    return found


def _side(share: float) -> draw.Align:
    return "left" if share == 0 else "right" if share == 1 else "centre"


def _best(made: Drawing, area: Rect) -> QRectF:
    """The corner where both axes are good."""
    left = area.x if made.across.less_is_better else area.x + area.w / 2
    top = area.y + area.h / 2 if made.up.less_is_better else area.y
    return QRectF(left, top, area.w / 2, area.h / 2)


def _label(painter: QPainter, spot: Spot, theme: Theme, *, strong: bool) -> None:
    if spot.label is None:
        return
    line = spot.words.height / max(1, len(spot.words.lines))
    for index, words in enumerate(spot.words.lines):
        baseline = spot.label.y + line * index + line * 0.76
        draw.text(painter, spot.label.x + 1, baseline, words, "small_value", theme.ink if strong else theme.ink2)


def _dot(painter: QPainter, spot: Spot, theme: Theme, *, chosen: bool, focused: bool) -> None:
    centre = QPointF(spot.at.x, spot.at.y)
    painter.setPen(QPen(QColor(theme.ink if chosen else theme.surface), 2.0))
    painter.setBrush(QColor(theme.marker if chosen else theme.ink2))
    painter.drawEllipse(centre, RADIUS, RADIUS)
    if chosen and focused:
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.drawEllipse(centre, RADIUS + 4, RADIUS + 4)
    ink = theme.on_marker if chosen else theme.surface
    draw.text(painter, centre.x(), centre.y() + 4, str(spot.rank), "tag", ink, "centre")
