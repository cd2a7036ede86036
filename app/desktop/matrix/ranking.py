"""The lists beside the matrix: opportunities by their score, pain points by what weighs most."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from functools import partial

from PySide6.QtCore import QPointF, QRectF
from PySide6.QtGui import QPainter
from PySide6.QtWidgets import QVBoxLayout, QWidget

from app.desktop.chrome import draw
from app.desktop.chrome.basics import Pressable, column, label
from app.desktop.inspector.fields import spoken
from app.desktop.look import Look
from app.desktop.measure import QtMeasure
from app.desktop.paint.signs import paint_severity
from app.project.judging import Judged, pains_ranked
from app.words import money, name, number, tr
from maps.model import MapSlice

_MEASURE = QtMeasure()


class Ranked(Pressable):
    """One opportunity: its number, its words, its score; below it why it has none."""

    def __init__(
        self, look: Look, rank: int, one: Judged, status: str, act: Callable[[], object], *, current: bool
    ) -> None:
        super().__init__(look, 250, 44, act)
        self._rank, self._one, self._current = rank, one, current
        self._under = spoken(one.problem) if one.problem is not None else status
        self._score = number(one.score, 2) if one.score is not None else "–"
        self.setObjectName(f"ranked-{one.card}")
        says = tr("Score")
        self.setAccessibleName(f"{rank}. {one.words}, {says} {self._score}, {self._under}")
        self.setToolTip(f"{one.words}\n{self._under}")

    def paint(self, painter: QPainter, width: float, height: float) -> None:
        """The number in its dot, as in the matrix."""
        theme = self.look.theme
        if self._current or self.underMouse():
            ground = theme.marker_wash if self._current else theme.hover
            draw.bar(painter, QRectF(0, 0, width, height), ground, 8)
        dot = theme.marker if self._current else theme.ink2
        draw.bar(painter, QRectF(6, height / 2 - 10, 20, 20), dot, 10)
        ink = theme.on_marker if self._current else theme.surface
        draw.text(painter, 16, height / 2 + 4, str(self._rank), "tag", ink, "centre")
        score = draw.text(painter, width - 8, 19, self._score, "body_strong", theme.ink, "right")
        under = draw.elided(self._under, "small", width - 42 if self._one.problem is not None else 70)
        side = draw.width_of(under, "small") if self._one.problem is None else 0.0
        room = width - 34 - max(score, side) - 16
        lines = _MEASURE.wrap(
            self._one.words or "–", "body_value", room, 1 if self._one.problem is not None else 2
        ).lines
        for index, words in enumerate(lines):
            draw.text(
                painter,
                34,
                (19 if len(lines) > 1 or self._one.problem else 27) + 17 * index,
                words,
                "body_value",
                theme.ink,
            )
        if self._one.problem is not None:
            draw.text(painter, 34, 36, under, "small", theme.ember)
        else:
            draw.text(painter, width - 8, 36, under, "small", theme.ink3, "right")


class PainLine(Pressable):
    """One pain point: its severity, its words, its price when it has one."""

    def __init__(
        self, look: Look, words: str, severity: int, price: str, act: Callable[[], object], *, current: bool
    ) -> None:
        super().__init__(look, 250, 34, act)
        self._words, self._severity, self._price, self._current = words, severity, price, current
        says = tr("Severity")
        self.setAccessibleName(f"{words}, {says} {severity} {price}".strip())
        self.setToolTip(words)

    def paint(self, painter: QPainter, width: float, height: float) -> None:
        """Dots, words, price."""
        theme = self.look.theme
        if self._current or self.underMouse():
            ground = theme.marker_wash if self._current else theme.hover
            draw.bar(painter, QRectF(0, 0, width, height), ground, 8)
        paint_severity(painter, QPointF(8, height / 2), self._severity, theme)
        price = draw.text(painter, width - 8, height / 2 + 4.5, self._price, "small_strong", theme.ember, "right")
        words = draw.elided(self._words, "body_value", width - 54 - price - 16)
        draw.text(painter, 54, height / 2 + 4.5, words, "body_value", theme.ink)


def opportunity_list(
    look: Look, piece: MapSlice, ranked: Sequence[Judged], chosen: str, choose: Callable[[str], object]
) -> QVBoxLayout:
    """All opportunities, the best first."""
    rows: list[QWidget] = [
        Ranked(
            look, rank, one, name("status", piece.opportunities[one.card].status), partial(choose, one.card),
            current=one.card == chosen,
        )
        for rank, one in enumerate(ranked, start=1)
    ]  # fmt: skip
    return column(*rows, spacing=2)


def pain_list(
    look: Look, piece: MapSlice, prices: Mapping[str, float] | None, chosen: str, choose: Callable[[str], object]
) -> QVBoxLayout:
    """All pain points: severity times price where they are priced, else by severity."""
    rows: list[QWidget] = []
    for card in pains_ranked(piece, prices):
        price = (prices or {}).get(card)
        said = "" if price is None else tr("{amount} a month", amount=money(-price, piece.map.currency, 0))
        made = PainLine(
            look,
            piece.cards[card].text,
            piece.pains[card].severity,
            said,
            partial(choose, card),
            current=card == chosen,
        )
        made.setObjectName(f"pain-line-{card}")
        rows.append(made)
    if not rows:
        rows.append(label(tr("There are no pain points on this map yet."), "note", wrap=True))
    return column(*rows, spacing=2)
