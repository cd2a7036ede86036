"""What arrow keys lead to: cards, feelings, headers, and the cells that are still empty."""

from __future__ import annotations

from dataclasses import dataclass

from app.desktop.canvas.nearby import element_of, reachable, selection_of, stands_for_itself
from app.desktop.document import Selection
from maps.layout.elements import Face, LaneHeader, MapLayout, StageHeader
from maps.layout.geometry import Rect
from maps.model import MapSlice


@dataclass(frozen=True)
class Spot:
    """Something that can be selected, and where it stands."""

    id: str
    rect: Rect
    selection: Selection


def spots(layout: MapLayout, piece: MapSlice) -> list[Spot]:
    """Every place that arrow keys can lead to."""
    found = [
        Spot(one.id, one.rect, selection_of(one))
        for one in (*reachable(layout), *(e for e in layout.elements if isinstance(e, StageHeader | LaneHeader)))
        if one.record and stands_for_itself(one)
    ]
    full = _full(piece)
    found += [
        Spot(f"{lane}/{stage}", _inner(rect), Selection("stages", stage, lane=lane))
        for (stage, lane), rect in layout.cells.items()
        if (lane, stage) not in full
    ]
    return found


def _full(piece: MapSlice) -> set[tuple[str, str]]:
    """Cells in which something stands that arrows can lead to."""
    full = {(card.lane, card.stage) for card in piece.cards.values()}
    for lane, row in piece.lanes.items():
        if row.kind == "touchpoints":
            full |= {(lane, point.stage) for point in piece.touchpoints.values()}
        elif row.kind == "emotions":
            full |= {(lane, point.stage) for point in piece.touchpoints.values() if point.feelings}
    return full


def _inner(rect: Rect) -> Rect:
    """A cell without its edges, so that its neighbours lie beside it."""
    return Rect(rect.x + 6.0, rect.y + 4.0, max(1.0, rect.w - 12.0), max(1.0, rect.h - 8.0))


def spot_of(layout: MapLayout, selection: Selection) -> Spot | None:
    """Where a selection stands; none when it is not drawn."""
    rect = place_of(layout, selection)
    element = element_of(layout, selection)
    name = element.id if element is not None else f"{selection.lane}/{selection.record}"
    return Spot(name, rect, selection) if rect is not None else None


def place_of(layout: MapLayout, selection: Selection) -> Rect | None:
    """The rectangle of a selection; none when it is not drawn."""
    if selection.is_cell:
        rect = layout.cell_rect(selection.record, selection.lane)
        return _inner(rect) if rect is not None else None
    element = element_of(layout, selection)
    return element.rect if element is not None else None


def first_spot(layout: MapLayout, piece: MapSlice) -> Spot | None:
    """Where the arrows begin when nothing is selected: the first card, else the first cell, else the first stage."""
    among = spots(layout, piece)
    cards = [one for one in among if one.selection.table in ("touchpoints", "cards") and not one.selection.persona]
    if not cards:
        cards = [one for one in among if one.selection.is_cell] or among
    return min(cards, key=lambda one: (one.rect.y > 400, one.rect.x + one.rect.y), default=None)


def is_face(layout: MapLayout, selection: Selection) -> Face | None:
    """The face that is selected, if one is."""
    if not selection.persona:
        return None
    found = (one for one in layout.of_record(selection.record) if isinstance(one, Face))
    return next((one for one in found if one.persona == selection.persona), None)
