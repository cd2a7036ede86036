"""Lanes of words: actions, thoughts, quotes, evidence, free text, back stage, pictures, and channels."""

from __future__ import annotations

from collections import Counter

from maps.layout.cells import Skyline, slots_of, stage_slots
from maps.layout.columns import Slot
from maps.layout.context import Context
from maps.layout.elements import Element, TextCell
from maps.layout.geometry import Point, Rect
from maps.layout.icons import channel_icon
from maps.layout.moving import moved
from maps.layout.options import Sizes
from maps.layout.signs import EVIDENCE, signs_row
from maps.model import Card, LaneKind

TOP, FOOT = 11.0, 11.0
_PAD_LEFT, _PAD_RIGHT = 10.0, 9.0
_QUIET = frozenset({"actions", "evidence", "text", "backstage"})
_PICTURE = 0.62


def text_lane(context: Context, kind: LaneKind, cards: list[tuple[str, Card]], y: float) -> tuple[list[Element], float]:
    """The cells of a lane of words whose top is at ``y``, and its height."""
    sky = Skyline(len(context.places.cards), TOP)
    found: list[Element] = []
    shown = [(key, card) for key, card in cards if context.drawn(card.personas)]
    alone = _alone(shown)
    for key, card in shown:
        slots = slots_of(context, card, whole=key in alone)
        if not slots:
            continue
        slot = sky.lowest(slots)
        cell, height = _cell(context, kind, key, card, slot)
        top = y + sky.fill(slot, height)
        found.append(moved(cell, top))
    return found, sky.bottom() + FOOT


def _alone(cards: list[tuple[str, Card]]) -> set[str]:
    """Cards that have their stage to themselves: they are as wide as the stage."""
    count = Counter(card.stage for _, card in cards)
    return {key for key, card in cards if count[card.stage] == 1 and card.touchpoint is None and not card.image}


def _cell(context: Context, kind: LaneKind, key: str, card: Card, slot: Slot) -> tuple[TextCell, float]:
    """One cell with its top at 0, and its height."""
    x, width = slot.x + _PAD_LEFT, slot.width - _PAD_LEFT - _PAD_RIGHT
    colour = "ink2" if kind in _QUIET else "ink"
    top = 0.0
    image_at = Rect(0, 0, 0, 0)
    if card.image:
        image_at = Rect(x, 0.0, width, round(min(width, 260.0) * _PICTURE))
        top = image_at.h + 6.0
    marks = context.marks(card.personas, x, top + 4.0)
    lead = len(marks) * 11.0 + 5.0 if marks else 0.0
    evidence = card.kind if kind == "evidence" or context.options.evidence else None
    if evidence:
        lead += EVIDENCE
    text = context.text(card.text, "cell", x + lead, top, width - lead, colour, lines=Sizes.TEXT_LINES)
    bottom = text.rect.bottom if text else max(top, 16.0 if not card.image else 0.0)
    height = max(bottom, top + 17.0 if marks else 0.0)
    signs = signs_row(context, key, x, height + 1.0, width)
    height += signs.rect.h + 1.0 if signs else 0.0
    cell = TextCell(
        id=key, rect=Rect(slot.x + 4.0, -3.0, slot.width - 8.0, height + 6.0), table="cards", record=key, kind=kind,
        text=text, marks=marks, evidence=evidence, evidence_at=Point(x + lead - 9.5, top + 8.5), colour=card.colour,
        image=card.image or "", image_at=image_at, signs=signs,
    )  # fmt: skip
    return cell, height


def channel_lane(context: Context, cards: list[tuple[str, Card]], y: float) -> tuple[list[Element], float]:
    """The channels of each stage, every one once, with its icon; below them what the lane's own cards say."""
    sky = Skyline(len(context.places.cards), TOP)
    found: list[Element] = []
    for place in context.places.stages:
        slots = stage_slots(context, place.id)
        points = (context.piece.touchpoints[key] for key in context.piece.in_stage(place.id))
        for channel in dict.fromkeys(point.channel for point in points):
            slot = sky.lowest(slots)
            x = slot.x + _PAD_LEFT
            name = context.text(
                context.words.channel(channel), "small", x + 24.0, 1.0, slot.width - 24.0 - 19.0, "ink2", lines=2
            )
            height = max(18.0, name.rect.h + 1.0 if name else 0.0)
            cell = TextCell(
                id=f"{place.id}/channel/{channel}", rect=Rect(slot.x + 4.0, -2.0, slot.width - 8.0, height + 4.0),
                table="stages", record=place.id, kind="channels", text=name, icon=channel_icon(channel),
                icon_at=Rect(x, 0.0, 18.0, 18.0),
            )  # fmt: skip
            found.append(moved(cell, y + sky.fill(slot, height)))
    shown = [(key, card) for key, card in cards if context.drawn(card.personas)]
    alone = _alone(shown)
    for key, card in shown:
        places = slots_of(context, card, whole=key in alone)
        if places:
            slot = sky.lowest(places)
            cell, height = _cell(context, "channels", key, card, slot)
            found.append(moved(cell, y + sky.fill(slot, height)))
    return found, sky.bottom() + FOOT
