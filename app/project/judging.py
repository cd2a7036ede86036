"""Weighing what was found: opportunities with their values and scores, and what a pain point does to leaving."""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from app.project.mapping.links import leaving
from app.project.meeting import dots_shown
from app.project.model import Project
from app.project.slices import map_slice
from maps.model import MapSlice, MatrixAxis, Opportunity
from maps.scoring import Formula, FormulaError, Values, read, values_of
from personas.problems import Finding

MOST: Mapping[MatrixAxis, float] = {"value": 5.0, "impact": 5.0, "business": 5.0, "effort": 5.0}
"""Where the scales that people fill in end; the others end where the largest value is."""


@dataclass(frozen=True)
class Judged:
    """One opportunity: its record, its card, what the card says, all that a formula may name, and its score.

    `score` is None when the formula has no answer; `problem` says why.
    """

    id: str
    card: str
    words: str
    values: Values
    score: float | None
    problem: Finding | None = None

    def on(self, axis: MatrixAxis) -> float | None:
        """Its place on an axis; None where that is not known."""
        return self.score if axis == "score" else self.values[axis]


def judged(project: Project, map_id: str, prices: Mapping[str, float] | None = None) -> tuple[Judged, ...]:
    """All opportunities of a map, in the order of the map. `prices`: a month's price by the card of a pain point."""
    piece = map_slice(project, map_id)
    by_card = {record.card: key for key, record in reversed(project.opportunities.items())}
    dots = dots_shown(project, map_id)
    return tuple(
        _judged(project, piece, by_card[card], dots, prices)
        for card in piece.cards
        if card in piece.opportunities and card in by_card
    )


def _judged(
    project: Project, piece: MapSlice, key: str, dots: Mapping[str, int], prices: Mapping[str, float] | None
) -> Judged:
    record = project.opportunities[key]
    solved = [project.pains[pain] for pain in record.solves if pain in project.pains]
    price = None if prices is None else sum(prices.get(pain.card, 0.0) for pain in solved)
    values = values_of(
        record,
        pains=float(sum(pain.severity for pain in solved)),
        price=price if solved else 0.0,
        votes=float(dots.get(record.card, 0)),
    )
    words = piece.cards[record.card].text.strip()
    try:
        return Judged(key, record.card, words, values, formula_of(piece, record)(values))
    except FormulaError as error:
        return Judged(key, record.card, words, values, None, error.findings[0])


def formula_of(piece: MapSlice, record: Opportunity) -> Formula:
    """The formula that holds for an opportunity: its own, else the map's, else the default."""
    return read(record.formula.strip() or piece.map.formula)


def ranked(found: Iterable[Judged]) -> tuple[Judged, ...]:
    """The best first; those without a score at the end, in their order."""
    return tuple(sorted(found, key=lambda one: (one.score is None, -(one.score or 0.0))))


def weighed(record: Opportunity, axes: Mapping[MatrixAxis, float]) -> dict[str, float]:
    """The fields of an opportunity that stands elsewhere on these axes; axes that are computed change nothing.

    Value is the mean of impact and business: both are moved by the same amount, as far as the scale lets them.
    """
    wanted: dict[str, float] = {}
    if "value" in axes and "impact" not in axes and "business" not in axes:
        wanted.update(_moved_together(record, axes["value"]))
    elif "value" in axes:
        known = "impact" if "impact" in axes else "business"
        other = "business" if known == "impact" else "impact"
        wanted[other] = min(5.0, max(0.0, 2 * axes["value"] - axes[known]))  # type: ignore[index]  # one of the two
    for axis in ("impact", "business", "effort"):
        if axis in axes:
            wanted[axis] = axes[axis]
    return wanted


def _moved_together(record: Opportunity, value: float) -> dict[str, float]:
    impact, business = float(record.impact), float(record.business)
    shift = value - (impact + business) / 2
    first = min(5.0, max(0.0, impact + shift))
    second = min(5.0, max(0.0, 2 * value - first))
    return {"impact": min(5.0, max(0.0, 2 * value - second)), "business": second}


def tidy(value: float) -> int | float:
    """0 to 5 with two decimals; whole points as whole numbers."""
    kept = round(min(5.0, max(0.0, value)), 2)
    return int(kept) if kept == int(kept) else kept


def settable(axis: MatrixAxis) -> bool:
    """Whether dragging along an axis can change anything."""
    return axis in ("value", "impact", "business", "effort")


# ---- pain points -----------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Leaving:
    """What a pain point does at its touchpoint, today: shares of all views that leave with it and without it."""

    touchpoint: str
    today: float
    without: float

    @property
    def one_in(self) -> float | None:
        """Of how many views one leaves because of it; None when hardly any does."""
        more = self.today - self.without
        return 1.0 / more if more > 1e-6 else None


def leaving_by(piece: MapSlice, card: str) -> Leaving | None:
    """What the pain point on a card does to leaving, for an average visitor; None where a visit does not come.

    Its friction is inside the share that leaves today, so without it the log-odds of leaving are lower by that much.
    """
    pain, touchpoint = piece.pains.get(card), piece.cards[card].touchpoint
    point = piece.touchpoints.get(touchpoint) if touchpoint is not None else None
    if pain is None or touchpoint is None or point is None or point.page == "none":
        return None
    today = leaving(piece, touchpoint)
    if not 0.0 < today < 1.0:
        return Leaving(touchpoint, today, today)
    odds = math.log(today / (1 - today)) - pain.weight.value
    return Leaving(touchpoint, today, 1 / (1 + math.exp(-odds)))


def pains_ranked(piece: MapSlice, prices: Mapping[str, float] | None = None) -> tuple[str, ...]:
    """Cards of pain points, the gravest first: by severity times price where prices are known, else by severity."""

    def weight(card: str) -> tuple[float, int]:
        severity = piece.pains[card].severity
        price = (prices or {}).get(card)
        return (-(severity * price) if price is not None else 0.0, -severity)

    return tuple(sorted((card for card in piece.cards if card in piece.pains), key=weight))
