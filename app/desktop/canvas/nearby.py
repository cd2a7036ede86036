"""Which element an arrow key leads to, and how elements and selections name each other."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Literal

from app.desktop.document import Selection
from maps.layout.elements import Curve, DropStub, Element, Face, LaneHeader, LinkLine, MapLayout, StageHeader

Way = Literal["left", "right", "up", "down"]


def selection_of(element: Element | None) -> Selection:
    """What is selected when this element is; empty for what shows no record."""
    if element is None or not element.record or isinstance(element, Curve):
        return Selection()
    return Selection(element.table, element.record, element.persona if isinstance(element, Face) else "")


def element_of(layout: MapLayout, selection: Selection) -> Element | None:
    """The element that stands for a selection; none when it is not drawn."""
    if not selection:
        return None
    for element in layout.of_record(selection.record):
        if not isinstance(element, DropStub) and selection_of(element) == selection:
            return element
    return None


def reachable(layout: MapLayout) -> tuple[Element, ...]:
    """What arrow keys can lead to: all that shows a record and has a place of its own."""
    skipped = (Curve, LinkLine, LaneHeader, StageHeader, DropStub)
    return tuple(element for element in layout.elements if element.record and not isinstance(element, skipped))


def neighbour(start: Element, candidates: Iterable[Element], way: Way) -> Element | None:
    """The nearest element in a direction: straight ahead counts full, aside three times. None when there is none."""
    x, y = start.rect.centre
    best: tuple[float, Element] | None = None
    for other in candidates:
        if other.id == start.id:
            continue
        dx, dy = other.rect.centre.x - x, other.rect.centre.y - y
        ahead, aside = {
            "right": (dx, dy),
            "left": (-dx, dy),
            "down": (dy, dx),
            "up": (-dy, dx),
        }[way]
        if ahead < 8:
            continue
        far = ahead + 3 * abs(aside)
        if best is None or far < best[0]:
            best = (far, other)
    return best[1] if best else None


def next_feeling(layout: MapLayout, face: Face, step: int) -> Face | None:
    """The face before (−1) or after (+1) on the same persona's curve; none at its end."""
    faces = sorted(
        (e for e in layout.elements if isinstance(e, Face) and e.persona == face.persona), key=lambda e: e.centre.x
    )
    at = next(index for index, other in enumerate(faces) if other.id == face.id) + step
    return faces[at] if 0 <= at < len(faces) else None
