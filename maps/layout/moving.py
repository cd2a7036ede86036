"""Elements moved down by so much, as when a row above them grew."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import fields
from typing import Any, TypeVar

from maps.layout.elements import Band, Element, Mark, Signs, Tag, Text
from maps.layout.geometry import Path, Point, Rect, Segment

E = TypeVar("E", bound=Element)
_NOT_PLACES = frozenset({"heading"})
"""Points that are directions."""


def moved(element: E, dy: float) -> E:
    """The element with everything of it ``dy`` px lower."""
    return _copy(element, dy) if dy else element


def _copy(thing: Any, dy: float) -> Any:
    made = object.__new__(type(thing))
    for name in _names(type(thing)):
        value = getattr(thing, name)
        shift = _SHIFTS.get(type(value))
        if shift is not None and name not in _NOT_PLACES:
            value = shift(value, dy)
        object.__setattr__(made, name, value)
    return made


_NAMES: dict[type[Any], tuple[str, ...]] = {}


def _names(kind: type[Any]) -> tuple[str, ...]:
    if kind not in _NAMES:
        _NAMES[kind] = tuple(field.name for field in fields(kind))
    return _NAMES[kind]


def _all(things: tuple[Any, ...], dy: float) -> tuple[Any, ...]:
    return tuple(shift(one, dy) if (shift := _SHIFTS.get(type(one))) else one for one in things)


def _rect(rect: Rect, dy: float) -> Rect:
    return Rect(rect.x, rect.y + dy, rect.w, rect.h)


def _path(path: Path, dy: float) -> Path:
    return Path(tuple(Segment(s.kind, tuple(Point(x, y + dy) for x, y in s.points)) for s in path.segments))


_SHIFTS: dict[type[Any], Callable[[Any, float], Any]] = {
    Rect: _rect,
    Point: lambda point, dy: Point(point[0], point[1] + dy),
    Path: _path,
    Text: _copy,
    Mark: _copy,
    Band: _copy,
    Tag: _copy,
    Signs: _copy,
    tuple: _all,
}
