"""Cards outside the visit that the simulation passes: those before the first visit, and those after an order.

They stand behind the walked cards in every array, so nothing about these changes, and the solver of the offsets leaves
them alone: their shares are taken as drawn.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from maps.model import Link, MapSlice
from simulation.plan import AFTER_ORDER, BEFORE_VISIT, LINK, ON_SITE, Floats, Records

if TYPE_CHECKING:
    from simulation.assembly.site import Site
    from simulation.scenario import Arm


def passed(slice_: MapSlice) -> dict[str, int]:
    """Touchpoints outside the visit that are simulated: `BEFORE_VISIT` or `AFTER_ORDER` by id, in the map's order.

    Before: page type `none` in a phase of kind `before`. After: page type `none` in a phase of kind `after`, with a way
    to it from an order over such cards.
    """
    walked = set(slice_.walked())
    kinds = {key: slice_.phase_kind(point.stage) for key, point in slice_.touchpoints.items() if key not in walked}
    after = {key for key, kind in kinds.items() if kind == "after"}
    edge = {key for key in walked if slice_.touchpoints[key].goal == "order"}
    found: set[str] = set()
    while edge:
        edge = {link.to_touchpoint for link in slice_.links.values() if link.from_touchpoint in edge} & after - found
        found |= edge
    return {
        key: AFTER_ORDER if key in found else BEFORE_VISIT
        for key, kind in kinds.items()
        if key in found or kind == "before"
    }


def drawn_only(slice_: MapSlice) -> tuple[str, ...]:
    """Touchpoints that are drawn and take no part in the simulation, in the map's order."""
    taking_part = {*slice_.walked(), *passed(slice_)}
    return tuple(key for key in slice_.touchpoints if key not in taking_part)


def belongs(slice_: MapSlice, sides: Mapping[str, int], link: Link) -> bool:
    """Whether a link is taken outside the visit: on from a card before it, or from an order through cards after it."""
    start, end = (sides.get(key, ON_SITE) for key in (link.from_touchpoint, link.to_touchpoint))
    if start == BEFORE_VISIT:
        return end == BEFORE_VISIT or (end == ON_SITE and slice_.touchpoints[link.to_touchpoint].page != "none")
    if start == AFTER_ORDER:
        return end == AFTER_ORDER
    return end == AFTER_ORDER and slice_.touchpoints[link.from_touchpoint].goal == "order"


def outset(
    order: Sequence[str],
    entry: Mapping[str, float],
    before: Sequence[str],
    ends: Sequence[str],
) -> Floats:
    """Cumulated share of those who are not yet visitors that start on each card, shape (C,); all 0 where there is none.

    Args:
        order: cards of the plan.
        entry: entry weight of cards before the visit, over all channels.
        before: those cards, as far as they are on this arm's map.
        ends: cards that a link leads to; without any entry weight the others are begun on, evenly.
    """
    weights = {key: entry.get(key, 0.0) for key in before}
    if sum(weights.values()) <= 0:
        weights = {key: float(key not in ends) for key in before}
    if sum(weights.values()) <= 0:
        weights = dict.fromkeys(before, 1.0)
    total = sum(weights.values())
    shares = np.array([weights.get(key, 0.0) for key in order])
    return np.asarray(np.cumsum(shares) / total if total > 0 else shares)


def way_records(
    site: Site, arm: Arm, keys: Sequence[tuple[str, str]], order: Sequence[str], personas: Sequence[str]
) -> tuple[Records, Floats]:
    """The links outside the visit, shape (W,) LINK, and their drawn shares, shape (P, W); 0: not in this arm."""
    position = {name: index for index, name in enumerate(order)}
    records, shares = np.zeros(len(keys), LINK), np.zeros((len(personas), len(keys)))
    for index, key in enumerate(keys):
        records[index]["start"] = position[key[0]]
        if key not in site.ways:
            continue
        _, end, link_id, link = site.ways[key]
        records[index]["end"] = position[end]
        change = arm.changes.get(link.from_touchpoint)
        changed = change.shares.get(link_id) if change else None
        for p, persona in enumerate(personas):
            shares[p, index] = (changed or link.share_by_persona.get(persona, link.share)).value
    return records, shares


def outsets(site: Site, order: Sequence[str]) -> Floats:
    """`outset` of an arm's map."""
    before = [key for key in order if site.sides.get(key) == BEFORE_VISIT]
    entry = {key: float(sum(site.outer[key].entry.values())) for key in before}
    return outset(order, entry, before, [end for _, end, _, _ in site.ways.values()])


class Layout(NamedTuple):
    """Cards and links of a plan in order: those of a visit first, then those outside it."""

    cards: list[str]
    keys: list[tuple[str, str]]
    ways: list[tuple[str, str]]
    lanes: dict[str, tuple[int, int]]


def layout(sites: Sequence[Site]) -> Layout:
    """Where the cards and links of any of these sites stand; a card that is walked in one of them is walked."""
    inner = sorted({name for one in sites for name in one.cards})
    outer = sorted({name for one in sites for name in one.outer} - set(inner))
    cards, keys = inner + outer, sorted({key for one in sites for key in one.links})
    busy = {start for start, _ in keys}
    known = set(cards)
    ways = sorted(
        {
            key
            for one in sites
            for key, (start, end, _, _) in one.ways.items()
            if start not in busy and {start, end} <= known
        }
    )
    lanes = _lanes(cards, keys)
    for name, (first, count) in _lanes(cards, ways).items():
        if count:
            lanes[name] = (len(keys) + first, count)
    return Layout(cards, keys, ways, lanes)


def _lanes(order: Sequence[str], keys: Sequence[tuple[str, str]]) -> dict[str, tuple[int, int]]:
    """First link and number of links of every card; `keys` are sorted by card."""
    starts = [start for start, _ in keys]
    first = [bisect_left(starts, name) for name in order]
    count = [bisect_right(starts, name) - at for name, at in zip(order, first, strict=True)]
    return {name: (at if many else 0, many) for name, at, many in zip(order, first, count, strict=True)}
