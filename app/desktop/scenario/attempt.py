"""The visit that somebody puts together on the tryout: which visit it begins with, and how it is changed.

It is no part of the project: a question that is asked of it. It stays as long as the project is open.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any
from weakref import WeakKeyDictionary

from app.desktop.document import Document
from app.project.builders import in_order
from app.project.model import Project
from maps.model import PageType, Touchpoint
from personas.records import Device

LOOK, LONG_LOOK = 20.0, 60.0
"""Seconds on a page to begin with, and on one that is looked at long."""
LETTERS = "ABCD"
"""The products of a tryout, where the shop's catalogue names none."""
_STORY: tuple[tuple[PageType, int, float, float], ...] = (
    ("list", -1, 20.0, 0.0), ("product", 0, 60.0, 0.0), ("reviews", 0, 30.0, 0.0), ("product", 1, 15.0, 0.0),
    ("product", 1, 50.0, 0.0), ("list", -1, 15.0, 2.0), ("product", 0, 30.0, 0.0), ("basket", 0, 25.0, 0.0),
)  # fmt: skip
"""What a tryout begins with, as far as the map has such pages: page, product, seconds, days since the last visit."""


@dataclass(frozen=True)
class Stop:
    """One page of the visit.

    card: touchpoint. product: 0 to 3, negative for none. seconds: on the page. days: since the visit before this one
    ended, where a visit begins here; negative: the visit goes on. device: of the visit that begins here.
    """

    card: str
    product: int = -1
    seconds: float = LOOK
    days: float = -1.0
    device: Device = "desktop"

    @property
    def begins(self) -> bool:
        """Whether a visit begins here."""
        return self.days >= 0


@dataclass(frozen=True)
class Tried:
    """The whole of it, and which page is looked at."""

    stops: tuple[Stop, ...]
    consent: bool = True
    login: bool = False
    customer: bool = False
    at: int = -1

    def change(self, **fields: Any) -> Tried:
        """With other fields."""
        return replace(self, **fields)

    def with_stop(self, index: int, **fields: Any) -> Tried:
        """With one page changed."""
        stops = list(self.stops)
        stops[index] = replace(stops[index], **fields)
        return replace(self, stops=tuple(stops))

    def without(self, index: int) -> Tried:
        """Without one page; the visit that began on it begins on the next one."""
        stops = list(self.stops)
        gone = stops.pop(index)
        if gone.begins and index < len(stops) and not stops[index].begins:
            stops[index] = replace(stops[index], days=gone.days, device=gone.device)
        return replace(self, stops=tuple(stops), at=min(index, len(stops) - 1))

    def add(self, stop: Stop, after: int) -> Tried:
        """With one page more, behind another one, which is then looked at."""
        stops = list(self.stops)
        stops.insert(after + 1, stop)
        return replace(self, stops=tuple(stops), at=after + 1)


_TRIED: WeakKeyDictionary[Document, dict[str, Tried]] = WeakKeyDictionary()


def tried(document: Document) -> Tried:
    """The visit that is put together for the map that is shown, without cards that are gone."""
    held = _TRIED.setdefault(document, {})
    pages = walked(document.project, document.map_id)
    one = held.get(document.map_id) or first(document.project, document.map_id)
    stops = tuple(stop for stop in one.stops if stop.card in pages)
    if stops and not stops[0].begins:
        stops = (replace(stops[0], days=0.0), *stops[1:])
    return replace(one, stops=stops, at=min(one.at if one.at >= 0 else len(stops) - 1, len(stops) - 1))


def keep(document: Document, one: Tried) -> None:
    """Keep what was put together."""
    _TRIED.setdefault(document, {})[document.map_id] = one


def forget(document: Document) -> None:
    """Begin again."""
    _TRIED.pop(document, None)


def walked(project: Project, map_id: str) -> dict[str, Touchpoint]:
    """Pages of the site on a map, in the order of its stages."""
    stages = in_order({key: one for key, one in project.stages.items() if one.map == map_id})
    place = {key: index for index, key in enumerate(stages)}
    mine = {key: one for key, one in project.touchpoints.items() if one.map == map_id and one.page != "none"}
    keys = sorted(mine, key=lambda key: (place.get(mine[key].stage, 0), mine[key].order, key))
    return {key: mine[key] for key in keys}


def first(project: Project, map_id: str) -> Tried:
    """A visit to begin with: who looks at two products, comes back after two days and fills the basket."""
    pages = walked(project, map_id)
    stops: list[Stop] = []
    days = 0.0
    for page, product, seconds, later in _STORY:
        card = next((key for key, one in pages.items() if one.page == page), None)
        days = max(days, later)
        if card is not None:
            stops.append(Stop(card, product, seconds, days if not stops or days else -1.0))
            days = 0.0
    if not stops and pages:
        stops = [Stop(next(iter(pages)), days=0.0)]
    if stops and not stops[0].begins:
        stops[0] = replace(stops[0], days=0.0)
    return Tried(tuple(stops))


def about_a_product(point: Touchpoint) -> bool:
    """Whether a page can be about one of several products."""
    return point.product_focus if point.product_focus is not None else point.page in {
        "product", "reviews", "compare", "info", "basket", "details", "payment",
    }  # fmt: skip


def product_name(project: Project, index: int) -> str:
    """What a product of the tryout is called: the shop's, as far as it has some, else by a letter."""
    keys = in_order(project.products)
    return project.products[keys[index]].title if index < len(keys) else LETTERS[index]
