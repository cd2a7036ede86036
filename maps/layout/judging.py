"""Lanes of judgement: pain points with severity and price, opportunities with impact and effort, KPIs with a bullet."""

from __future__ import annotations

from collections.abc import Callable, Container

from maps.layout.cells import Skyline, slots_of
from maps.layout.columns import Slot
from maps.layout.context import Context
from maps.layout.elements import Element, MetricCell, OpportunityCell, PainCard, Tag
from maps.layout.geometry import Point, Rect
from maps.layout.metrics import metric_cell
from maps.layout.signs import EVIDENCE, ROW, signs_row
from maps.layout.writing import FOOT, TOP, text_lane
from maps.model import Card

PAIN_H, TAG_H = 52.0, 19.0
_PIPS = 4 * 6.0 + 4.4
_SEVERITY = 4 * 7.8 + 5.6


def pain_lane(context: Context, cards: list[tuple[str, Card]], y: float) -> tuple[list[Element], float]:
    """Pain points as cards, 52 high; a card without a pain record is drawn as words."""
    sky = Skyline(len(context.places.cards), 9.0, gap=7.0)
    return _lane_of_records(context, cards, y, sky, context.piece.pains, _pain)


def _pain(context: Context, key: str, card: Card, slot: Slot, y: float) -> PainCard:
    box = Rect(slot.x + 6.0, y, slot.width - 9.0, PAIN_H)
    marks = context.marks(card.personas, box.x + 10.0, y + 11.0)
    lead = len(marks) * 11.0 + 4.0 if marks else 0.0
    title = context.text(card.text, "title", box.x + 10.0 + lead, y + 8.0, box.w - 18.0 - lead, lines=1)
    pain = context.piece.pains[key]
    evidence = card.kind if context.options.evidence else None
    after = _SEVERITY + (EVIDENCE if evidence else 0.0)
    tag = None
    price = context.options.prices.by_card.get(key)
    if price is not None:
        tag = price_tag(context, price, box.right - 6.0, y + 28.0, box.w - 10.0 - after - 7.0 - 6.0)
    signs = signs_row(context, key, box.x + 10.0, y + PAIN_H - 4.0, box.w - 18.0, status=pain.status)
    if signs is not None:
        box = Rect(box.x, box.y, box.w, PAIN_H + ROW)
    return PainCard(
        id=key, rect=box, table="cards", record=key, title=title, severity=pain.severity,
        severity_at=Point(box.x + 10.0, y + 37.5), tag=tag, marks=marks, evidence=evidence,
        evidence_at=Point(box.x + 10.0 + _SEVERITY + 10.0, y + 37.5), colour=card.colour, signs=signs,
    )  # fmt: skip


def price_tag(context: Context, price: float, right: float, y: float, room: float) -> Tag | None:
    """A price tag that ends at ``right``: the amount a month; without room for that the amount, or its millions."""
    nose, end = 0.46 * TAG_H + 6.0, 7.0
    amount = context.words.money(-price, context.piece.map.currency, signed=True)
    millions = context.words.money(-price / 1e6, context.piece.map.currency, signed=True) + f" {context.words.millions}"
    for words in (f"{amount} / {context.words.per_month}", amount, millions):
        text = context.text(words, "tag", 0.0, y, 400.0, "ember", lines=1)
        if text is not None and text.rect.w + nose + end <= room:
            width = text.rect.w + nose + end
            placed = context.text(
                words, "tag", right - end - text.rect.w, y + (TAG_H - text.rect.h) / 2, 400.0, "ember", lines=1
            )
            if placed is not None:
                return Tag(Rect(right - width, y, width, TAG_H), placed, context.options.prices.stale)
    return None


def opportunity_lane(context: Context, cards: list[tuple[str, Card]], y: float) -> tuple[list[Element], float]:
    """Opportunities: words and, below them, impact and effort; without a record just words."""
    sky = Skyline(len(context.places.cards), TOP, gap=12.0)
    return _lane_of_records(context, cards, y, sky, context.piece.opportunities, _opportunity, margin=8.0)


def _lane_of_records(
    context: Context,
    cards: list[tuple[str, Card]],
    y: float,
    sky: Skyline,
    records: Container[str],
    make: Callable[[Context, str, Card, Slot, float], PainCard | OpportunityCell | MetricCell],
    margin: float = 0.0,
) -> tuple[list[Element], float]:
    """Each card with a record as `make` draws it, in the slots of its stage; the others are plain words.

    `margin` is what an element reaches beyond the height it takes, so that its frame can be selected.
    """
    found: list[Element] = []
    plain: list[tuple[str, Card]] = []
    for key, card in cards:
        slots = slots_of(context, card)
        if not slots or not context.drawn(card.personas):
            continue
        if key not in records:
            plain.append((key, card))
            continue
        slot = sky.lowest(slots)
        height = make(context, key, card, slot, 0.0).rect.h - margin
        found.append(make(context, key, card, slot, y + sky.fill(slot, height)))
    return _with_plain(context, found, plain, y, sky)


def _opportunity(context: Context, key: str, card: Card, slot: Slot, y: float) -> OpportunityCell:
    x, width = slot.x + 10.0, slot.width - 19.0
    record = context.piece.opportunities[key]
    evidence = card.kind if context.options.evidence else None
    lead = EVIDENCE if evidence else 0.0
    title = context.text(card.text, "cell_strong", x + lead, y, width - lead, lines=3)
    top = (title.rect.bottom if title else y) + 3.0
    impact = context.text(context.words.impact, "small", x, top, width - _PIPS - 6.0, "ink3", lines=1, minor=True)
    after = x + (impact.rect.w + 5.0 if impact else 0.0) + _PIPS + 14.0
    effort_words = context.measure.wrap(context.words.effort, "small", 200.0, 1)
    beside = after + effort_words.width + 5.0 + _PIPS <= x + width
    line = impact.rect.h if impact else 16.0
    ex, ey = (after, top) if beside else (x, top + line)
    effort = context.text(context.words.effort, "small", ex, ey, width - _PIPS - 6.0, "ink3", lines=1, minor=True)
    bottom = ey + line
    signs = signs_row(context, key, x, bottom + 1.0, width, status=record.status)
    bottom = signs.rect.bottom if signs else bottom
    return OpportunityCell(
        id=key, rect=Rect(slot.x + 4.0, y - 4.0, slot.width - 8.0, bottom - y + 8.0), table="cards", record=key,
        title=title, label=impact, second=effort, impact=record.impact, effort=record.effort,
        impact_at=Point(x + (impact.rect.w + 5.0 if impact else 0.0), top + line / 2 - 4.5),
        effort_at=Point(ex + (effort.rect.w + 5.0 if effort else 0.0), ey + line / 2 - 4.5),
        evidence=evidence, evidence_at=Point(x + 4.5, y + 8.5), colour=card.colour, signs=signs,
    )  # fmt: skip


def metric_lane(context: Context, cards: list[tuple[str, Card]], y: float) -> tuple[list[Element], float]:
    """KPIs: the last value with a bullet, below it evidence, name and goal; without a record just words."""
    sky = Skyline(len(context.places.cards), TOP, gap=12.0)
    return _lane_of_records(context, cards, y, sky, context.piece.metrics, metric_cell, margin=8.0)


def _with_plain(
    context: Context, found: list[Element], plain: list[tuple[str, Card]], y: float, sky: Skyline
) -> tuple[list[Element], float]:
    """Cards of the lane that lack a record of their kind, as words below the others."""
    height = sky.bottom() + FOOT
    if not plain:
        return found, height
    words, more = text_lane(context, "text", plain, y + height - TOP)
    return found + words, height - TOP + more
