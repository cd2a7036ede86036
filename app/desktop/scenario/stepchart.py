"""The points of each product over a visit, as steps, with the phases they lead to and what is said on the way."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field

from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QKeyEvent, QMouseEvent, QPainter, QPen
from PySide6.QtWidgets import QSizePolicy

from app.desktop.chrome import draw
from app.desktop.chrome.basics import Painted
from app.desktop.look import Look
from app.desktop.paint.signs import paint_phase
from app.words import duration, tr
from personas.records import PHASE_KINDS, PhaseKind
from simulation.policy.model import AUDIENCE_KINDS, AudienceKind

LEFT, TOP, RIGHT = 74.0, 20.0, 108.0
BAND, AXIS = 20.0, 18.0
GAP = 46.0
"""Width of the time between two visits, px: it is not to scale."""


@dataclass(frozen=True)
class Shown:
    """One page of the chart.

    began, dwell: seconds within all visits, the time between them left out. gap: days since the visit before, where a
    visit begins here, else none. points: of each product. phase, audience: as seen. says: what is said here, in words.
    """

    began: float
    dwell: float
    gap: float | None
    product: int
    points: tuple[float, ...]
    phase: PhaseKind | None
    audience: AudienceKind | None
    says: str


@dataclass(frozen=True)
class Story:
    """All of it, with the points from which phases begin and what everything is called."""

    pages: tuple[Shown, ...] = ()
    phase_from: Mapping[PhaseKind, float] = field(default_factory=dict)
    products: tuple[str, ...] = ()
    phases: Mapping[PhaseKind, str] = field(default_factory=dict)
    audiences: Mapping[AudienceKind, str] = field(default_factory=dict)
    at: int = -1
    by_points: bool = True


class StepChart(Painted):
    """Drawn from a `Story`; a click or the arrow keys look at another page."""

    def __init__(self, look: Look, choose: Callable[[int], object]) -> None:
        super().__init__(look, 560, 220)
        self._choose = choose
        self._story = Story()
        self.setMinimumHeight(look.px(190))
        self.setMaximumHeight(look.px(420))
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setObjectName("step-chart")
        self.setAccessibleName(tr("Points over the visit"))

    def minimumSizeHint(self) -> QSize:
        """Narrow when it must be."""
        return self.look.size(320, 190)

    def show_story(self, story: Story) -> None:
        """Draw another one."""
        self._story = story
        self.update()

    # ---- where things are ------------------------------------------------------------------------------------

    def _xs(self, width: float) -> list[tuple[float, float]]:
        """Left and right of every page, px."""
        pages = self._story.pages
        gaps = sum(one.gap is not None for one in pages[1:])
        right = RIGHT if self._story.by_points else 12.0
        room = max(40.0, width - LEFT - right - GAP * gaps)
        total = max(1.0, sum(one.dwell for one in pages))
        x, found = LEFT, []
        for index, one in enumerate(pages):
            x += GAP if index and one.gap is not None else 0.0
            wide = room * one.dwell / total
            found.append((x, x + wide))
            x += wide
        return found

    def _top(self) -> float:
        """The highest number of points that must be seen."""
        starts = [value for value in self._story.phase_from.values() if value < float("inf")]
        best = max((max(one.points, default=0.0) for one in self._story.pages), default=0.0)
        return max(1.0, *[1.12 * value for value in starts], 1.08 * best)

    # ---- painting --------------------------------------------------------------------------------------------

    def paint(self, painter: QPainter, width: float, height: float) -> None:
        """Thresholds, lines, bands, the page that is looked at."""
        theme, story = self.look.theme, self._story
        if not story.pages:
            draw.text(painter, width / 2, height / 2, tr("Add a page to begin."), "body", theme.ink2, "centre")
            return
        floor = height - AXIS - 2 * BAND - 10
        scale = (floor - TOP) / self._top()
        xs = self._xs(width)
        self._thresholds(painter, xs[-1][1], floor, scale)
        self._gaps(painter, xs, floor)
        self._looked_at(painter, xs, height)
        self._lines(painter, xs, floor, scale)
        self._said(painter, xs, floor, scale)
        self._bands(painter, xs, floor)
        self._axis(painter, xs, height)

    def _thresholds(self, painter: QPainter, right: float, floor: float, scale: float) -> None:
        theme, story = self.look.theme, self._story
        draw.line(painter, LEFT, floor, right, floor, theme.line_strong)
        starts: list[tuple[PhaseKind, float]] = [("browse", 0.0)]
        starts += [(kind, value) for kind, value in story.phase_from.items() if value < float("inf")]
        above = floor + 100.0
        for kind, value in starts:
            y = floor - value * scale
            if value > 0:
                draw.line(painter, LEFT, y, right, y, theme.track, dashed=True)
                draw.text(
                    painter, LEFT - 6, y + 4, draw.elided(f"{value:g}", "small", 40), "small", theme.ink3, "right"
                )
            if not story.by_points or above - y < 12:
                continue
            above = y
            paint_phase(painter, QRectF(right + 10, y - 13, 15, 10), kind, theme)
            words = draw.elided(story.phases.get(kind, kind), "small", RIGHT - 34)
            draw.text(painter, right + 30, y - 4, words, "small", theme.ink2)

    def _gaps(self, painter: QPainter, xs: Sequence[tuple[float, float]], floor: float) -> None:
        theme = self.look.theme
        for index, one in enumerate(self._story.pages):
            if index == 0 or one.gap is None:
                continue
            left, right = xs[index - 1][1], xs[index][0]
            painter.fillRect(QRectF(left, TOP - 12, right - left, floor - TOP + 12), QColor(theme.sunken))
            words = draw.elided(duration(one.gap * 86_400), "small", GAP - 4)
            draw.text(painter, (left + right) / 2, floor - 8, words, "small", theme.ink2, "centre")

    def _lines(self, painter: QPainter, xs: Sequence[tuple[float, float]], floor: float, scale: float) -> None:
        theme, pages = self.look.theme, self._story.pages
        inks = (theme.ink, theme.control, theme.iris, theme.ember)
        taken: list[float] = []
        for product in range(len(inks)):
            values = [one.points[product] if product < len(one.points) else 0.0 for one in pages]
            if not any(values):
                continue
            painter.setPen(QPen(QColor(inks[product]), 2.2, Qt.PenStyle.SolidLine, Qt.PenCapStyle.FlatCap))
            y = floor
            for index, value in enumerate(values):
                left, right = xs[index]
                step = floor - value * scale
                if index and pages[index].gap is not None:
                    painter.setPen(QPen(QColor(inks[product]), 1.2, Qt.PenStyle.DotLine))
                    painter.drawLine(QPointF(xs[index - 1][1], y), QPointF(left, step))
                    painter.setPen(QPen(QColor(inks[product]), 2.2, Qt.PenStyle.SolidLine, Qt.PenCapStyle.FlatCap))
                else:
                    painter.drawLine(QPointF(left, y), QPointF(left, step))
                painter.drawLine(QPointF(left, step), QPointF(right, step))
                y = step
            self._named(painter, product, xs[-1][1], y, taken, inks[product])

    def _named(self, painter: QPainter, product: int, right: float, y: float, taken: list[float], ink: str) -> None:
        """The name of a product at the end of its line, above it, or below where another name stands."""
        names = self._story.products
        words = draw.elided(names[product] if product < len(names) else "", "small_strong", 110)
        at = y - 5
        while any(abs(at - other) < 14 for other in taken):
            at += 15
        taken.append(at)
        draw.text(painter, right - 4, at, words, "small_strong", ink, "right")

    def _looked_at(self, painter: QPainter, xs: Sequence[tuple[float, float]], height: float) -> None:
        theme, at = self.look.theme, self._story.at
        if not 0 <= at < len(xs):
            return
        left, right = xs[at]
        wash = QRectF(left, TOP - 12, max(2.0, right - left), height - AXIS - TOP + 8)
        painter.fillRect(wash, QColor(theme.marker_wash))

    def _said(self, painter: QPainter, xs: Sequence[tuple[float, float]], floor: float, scale: float) -> None:
        theme = self.look.theme
        for index, one in enumerate(self._story.pages):
            if not one.says:
                continue
            value = one.points[one.product] if 0 <= one.product < len(one.points) else 0.0
            at = QPointF(xs[index][0], floor - value * scale)
            draw.line(painter, at.x(), at.y(), at.x(), floor, theme.ink2, dashed=True)
            draw.ring(painter, at, 6.0, theme.ink, theme.marker, 1.6)
            if index == self._story.at:
                room = max(60.0, xs[-1][1] - at.x() - 8)
                left = room < draw.width_of(one.says, "small") and at.x() - LEFT > room
                words = draw.elided(one.says, "small", (at.x() - LEFT if left else room) - 8)
                x = at.x() - 7 if left else at.x() + 7
                draw.text(painter, x, floor - 6, words, "small", theme.ink, "right" if left else "left")

    def _bands(self, painter: QPainter, xs: Sequence[tuple[float, float]], floor: float) -> None:
        theme, story = self.look.theme, self._story
        rows: tuple[tuple[str, list[str | None], list[int]], ...] = (
            (tr("Phase"), [story.phases.get(one.phase) if one.phase else None for one in story.pages],
             [PHASE_KINDS.index(one.phase) if one.phase else -1 for one in story.pages]),
            (tr("Audience"), [story.audiences.get(one.audience) if one.audience else None for one in story.pages],
             [1 + 2 * AUDIENCE_KINDS.index(one.audience) if one.audience else -1 for one in story.pages]),
        )  # fmt: skip
        for place, (heading, words, ranks) in enumerate(rows):
            y = floor + 8 + place * BAND
            draw.text(painter, 0, y + 12, draw.elided(heading, "small", LEFT - 8), "small", theme.ink2)
            index = 0
            while index < len(ranks):
                last = index
                while last + 1 < len(ranks) and ranks[last + 1] == ranks[index] and story.pages[last + 1].gap is None:
                    last += 1
                self._band(painter, QRectF(xs[index][0], y, xs[last][1] - xs[index][0], BAND - 4),
                           words[index], ranks[index])  # fmt: skip
                index = last + 1

    def _band(self, painter: QPainter, rect: QRectF, words: str | None, rank: int) -> None:
        theme = self.look.theme
        shades = theme.scale_sand
        ground = shades[min(len(shades) - 1, max(0, rank))] if rank >= 0 else theme.sunken
        draw.bar(painter, rect.adjusted(0, 0, -1.5, 0), ground, 4)
        if theme.name == "contrast":
            painter.setPen(QPen(QColor(theme.line_strong), 1.0))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawRoundedRect(rect.adjusted(0.5, 0.5, -2, -0.5), 4, 4)
        said = words if words is not None else tr("not looked at")
        ink = theme.ink if abs(QColor(theme.ink).lightnessF() - QColor(ground).lightnessF()) > 0.4 else theme.on_ink
        shown = draw.elided(said, "small", rect.width() - 10)
        if len(shown) > 1:
            draw.text(painter, rect.x() + 5, rect.y() + 12, shown, "small", ink)

    def _axis(self, painter: QPainter, xs: Sequence[tuple[float, float]], height: float) -> None:
        theme, pages = self.look.theme, self._story.pages
        free = 0.0
        for index, (left, right) in enumerate(xs):
            last = index == len(xs) - 1 or pages[index + 1].gap is not None
            if index and pages[index].gap is None and not last:
                continue
            start = max(page for page in range(index + 1) if page == 0 or pages[page].gap is not None)
            if last:
                spent = sum(one.dwell for one in pages[start : index + 1])
                words = duration(spent)
                if right - draw.width_of(words, "small") > free:
                    draw.text(painter, right, height - 4, words, "small", theme.ink2, "right")
                    free = right + 6
            elif left >= free:
                free = left + draw.text(painter, left, height - 4, "0", "small", theme.ink2) + 6

    # ---- pointing and keys -----------------------------------------------------------------------------------

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """The page under the hand."""
        x = event.position().x() / self.look.room
        xs = self._xs(self.base_width)
        near = min(range(len(xs)), key=lambda index: abs((xs[index][0] + xs[index][1]) / 2 - x), default=-1)
        inside = next((index for index, (left, right) in enumerate(xs) if left <= x <= right), near)
        if inside >= 0:
            self._choose(inside)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """The page before, or the next one."""
        step = {Qt.Key.Key_Left: -1, Qt.Key.Key_Right: 1}.get(Qt.Key(event.key()))
        wanted = self._story.at + (step or 0)
        if step is not None and 0 <= wanted < len(self._story.pages):
            self._choose(wanted)
            return
        super().keyPressEvent(event)
