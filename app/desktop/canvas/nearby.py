"""Which element an arrow key leads to, and how elements and selections name each other."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Literal, Protocol, TypeVar

from app.desktop.document import Selection
from maps.layout.elements import Curve, DropStub, Element, Face, LaneHeader, LinkLine, MapLayout, StageHeader, ToldMark
from maps.layout.geometry import Rect

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
        if stands_for_itself(element) and selection_of(element) == selection:
            return element
    return None


def stands_for_itself(element: Element) -> bool:
    """Whether an element is the picture of its record; a share that leaves or a stage's channel only mentions it."""
    mentions = isinstance(element, DropStub | ToldMark)
    return not mentions and (element.table != "stages" or isinstance(element, StageHeader))


def reachable(layout: MapLayout) -> tuple[Element, ...]:
    """What arrow keys can lead to: all that shows a record and has a place of its own."""
    skipped = (Curve, LinkLine, LaneHeader, StageHeader, DropStub, ToldMark)
    return tuple(element for element in layout.elements if element.record and not isinstance(element, skipped))


class Standing(Protocol):
    """Whatever has an id and a place on the map."""

    @property
    def id(self) -> str:
        """Its id on the map."""

    @property
    def rect(self) -> Rect:
        """Where it stands."""


S = TypeVar("S", bound=Standing)


def neighbour(start: Standing, candidates: Iterable[S], way: Way) -> S | None:
    """The nearest of these in a direction. None when there is none.

    What lies straight ahead (its edges overlap with those of the start) comes before what lies aside.
    """
    best: tuple[float, S] | None = None
    for other in candidates:
        far = _far(start.rect, other.rect, way) if other.id != start.id else None
        if far is not None and (best is None or far < best[0]):
            best = (far, other)
    return best[1] if best else None


def _far(here: Rect, there: Rect, way: Way) -> float | None:
    """How far one rectangle is from another in a direction; none when it does not lie that way."""
    (x, y), (tx, ty) = here.centre, there.centre
    if way in ("left", "right"):
        ahead = tx - x if way == "right" else x - tx
        gap, aside = max(0.0, there.y - here.bottom, here.y - there.bottom), abs(ty - y)
    else:
        ahead = ty - y if way == "down" else y - ty
        gap, aside = max(0.0, there.x - here.right, here.x - there.right), abs(tx - x)
    return ahead + 4 * gap + 0.4 * aside if ahead >= 4 else None


def next_feeling(layout: MapLayout, face: Face, step: int) -> Face | None:
    """The face before (−1) or after (+1) on the same persona's curve; none at its end."""
    faces = sorted(
        (e for e in layout.elements if isinstance(e, Face) and e.persona == face.persona), key=lambda e: e.centre.x
    )
    at = next(index for index, other in enumerate(faces) if other.id == face.id) + step
    return faces[at] if 0 <= at < len(faces) else None
