"""What a point of the map means to a hand: where a card would come, which edge it is on, which moment is meant."""

from __future__ import annotations

from collections.abc import Container
from dataclasses import dataclass
from typing import Literal

from maps.layout.elements import Element, LaneHeader, LinkLine, MapLayout, Rule, StageHeader, TextCell, TouchCard
from maps.layout.geometry import Point
from maps.layout.options import Sizes
from maps.model import MapSlice

EDGE = 6.0
"""Px on either side of an edge that are the edge."""
HANDLE = 5.5
"""Radius of the handle from which a link is drawn."""
Edge = Literal["width", "height", "span"]


@dataclass(frozen=True)
class Drop:
    """Where something would come: a cell, and its place among what else lies there."""

    lane: str
    stage: str
    index: int


def drop_at(layout: MapLayout, x: float, y: float, carried: Container[str]) -> Drop | None:
    """Where something dropped at a point would come among what is not carried itself (record ids); None off the grid.

    Reading order is down each column of a cell, then on to the next, as cards are laid out.
    """
    stage, lane = layout.cell_at(x, y)
    cell = layout.cell_rect(stage, lane) if stage and lane else None
    if cell is None:
        return None
    band = next(one for one in layout.lanes if one.id == lane)
    index = 0
    for element in layout.elements:
        if element.layer != "body" or element.record in carried or not _lies(element, band.kind):
            continue
        middle = element.rect.centre
        inside = cell.x <= element.rect.x + 1.0 < cell.right and cell.y <= middle.y < cell.bottom
        if inside and _before(element, x, y):
            index += 1
    return Drop(lane, stage, index)


def _lies(element: Element, lane_kind: str) -> bool:
    """Whether an element is something that lies in a row of this kind, one for each record."""
    if lane_kind == "touchpoints":
        return isinstance(element, TouchCard)
    return element.table == "cards"


def _before(element: Element, x: float, y: float) -> bool:
    """Whether an element comes before a point in reading order."""
    if element.rect.right < x:
        return True
    return element.rect.x <= x and element.rect.centre.y < y


def side_index(layout: MapLayout, table: str, x: float, y: float, carried: str) -> int:
    """Among the stages (or lanes) that are drawn, the carried one left out, how many lie before a point."""
    if table == "stages":
        return sum(one.id != carried and one.x + one.width / 2 < x for one in layout.stages)
    return sum(bool(one.id) and one.id != carried and one.y + one.height / 2 < y for one in layout.lanes)


def edge_at(element: Element | None, x: float, y: float, reach: float = EDGE) -> Edge | None:
    """Which edge of an element a point is on that can be dragged; `x` and `y` are on the map as it is laid out."""
    if element is None:
        return None
    rect = element.rect
    if isinstance(element, StageHeader) and element.record:
        return "width" if abs(rect.right - x) <= reach else None
    if isinstance(element, LaneHeader) and element.record:
        return "height" if abs(rect.bottom - y) <= reach else None
    if isinstance(element, TextCell) and element.table == "cards":
        return "span" if 0.0 <= rect.right - x <= reach else None
    return None


def stages_to(layout: MapLayout, stage: str, x: float) -> int:
    """How many stages it is from this one to the one a point is in, both counted; 1 before or in it."""
    order = [one.id for one in layout.stages]
    here = order.index(stage)
    return sum(one.x < x for one in layout.stages[here + 1 :]) + 1


def handle_of(card: TouchCard) -> Point:
    """Where a link is drawn from: the middle of the right edge."""
    return Point(card.rect.right, card.rect.centre.y)


def on_handle(card: Element | None, x: float, y: float, reach: float = HANDLE + 4.0) -> bool:
    """Whether a point is on the handle of a touchpoint."""
    if not isinstance(card, TouchCard):
        return False
    at = handle_of(card)
    return abs(at.x - x) <= reach and abs(at.y - y) <= reach


def end_at(line: LinkLine, x: float, y: float, reach: float = 10.0) -> Literal["source", "target"] | None:
    """Which end of a link a point is on."""
    if abs(line.tip.x - x) + abs(line.tip.y - y) <= reach:
        return "target"
    first = line.path.sampled(4.0)[:1]
    if first and abs(first[0].x - x) + abs(first[0].y - y) <= reach:
        return "source"
    return None


@dataclass(frozen=True)
class Mood:
    """A moment and a feeling that a point in the row of feelings stands for."""

    touchpoint: str
    value: float


def mood_at(layout: MapLayout, piece: MapSlice, x: float, y: float) -> Mood | None:
    """The moment whose feelings stand nearest to a point in a row of feelings, and how high the point is, −2 to +2."""
    stage, lane = layout.cell_at(x, y)
    band = next((one for one in layout.lanes if one.id == lane), None)
    if band is None or band.kind != "emotions" or not stage:
        return None
    zero = next((one.rect.y for one in layout.elements if isinstance(one, Rule) and one.id == f"{lane}/grid/0"), None)
    points = piece.in_stage(stage)
    if zero is None or not points:
        return None
    column = next(one for one in layout.stages if one.id == stage)
    share = (x - column.x) / column.width
    key = points[min(len(points) - 1, max(0, int(share * len(points))))]
    value = max(-2.0, min(2.0, (zero - y) / Sizes.EMOTION_UNIT))
    return Mood(key, round(value * 10) / 10)
