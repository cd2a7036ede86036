"""Cards, links and entry of one arm's site, as arrays; identity follows `based_on` to the original."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from maps.model import FRICTION, Goal, Link, MapSlice, PageType, Pain, Touchpoint
from personas.records import PHASE_KINDS, PhaseKind
from simulation.assembly import outside
from simulation.assembly.people import ALL
from simulation.plan import (
    A_PRODUCT,
    BASKET_PRODUCT,
    CARD,
    LINK,
    MICRO_GOAL,
    NO_GOAL,
    NO_PRODUCT,
    ORDER_GOAL,
    SAME_PRODUCT,
    Floats,
    Records,
)
from simulation.policy.model import ScoreCard
from simulation.scenario import Arm, Scenario

GAIN: dict[PageType, float] = {
    "product": 0.30, "reviews": 0.50, "compare": 0.50, "info": 0.40, "basket": 0.80, "details": 0.60, "payment": 0.60,
    "list": 0.15, "search": 0.15, "article": 0.10,
}  # fmt: skip
"""Progress of one view, phases (MODEL 3, assumed)."""
GOAL_KINDS: tuple[Goal, ...] = ("none", "order", "lead", "sign-up", "store-visit")
LIMITED: tuple[PageType, ...] = ("list", "search", "article")
LIMIT = 1.5
"""Lists and articles teach up to here only."""
LOOK_GAIN = 0.15
FORMS: tuple[PageType, ...] = ("details", "payment")
RETELLING = FRICTION[3]
"""What having to tell everything again after a hand-over adds: a pain point of severity 3 (assumed)."""
_PHASE: dict[PhaseKind, int] = {"before": 1, "browse": 1, "search": 2, "choose": 3, "checkout": 4, "after": 4}
_FAR = 10**6


@dataclass(frozen=True)
class Site:
    """One arm's walked map under the ids of the originals.

    cards: touchpoints by original id; links: (start, end, link id, link) by (start, link's original id);
    names: original id of every touchpoint of this map; pain_cards: card of every pain point; outer: cards outside the
    visit that are passed, sides: on which side of it each of them lies, ways: the links among those, as `links`.
    """

    slice: MapSlice
    cards: Mapping[str, Touchpoint]
    links: Mapping[tuple[str, str], tuple[str, str, str, Link]]
    names: Mapping[str, str]
    pain_cards: Mapping[str, str]
    outer: Mapping[str, Touchpoint]
    sides: Mapping[str, int]
    ways: Mapping[tuple[str, str], tuple[str, str, str, Link]]

    def pain(self, key: str) -> Pain | None:
        """The pain point with this id (or with this card's id); none if the map has no such."""
        return self.slice.pains.get(self.pain_cards.get(key, key))


def original(identity: str, based_on: Mapping[str, str | None]) -> str:
    """The root of `based_on`, as far as the copies are known; a circle ends where it closes."""
    seen = {identity}
    while (parent := based_on.get(identity)) and parent not in seen:
        seen.add(parent)
        identity = parent
    return identity


def site_of(scenario: Scenario, arm: Arm) -> Site:
    """The site that visitors of this arm walk."""
    here = arm.map or scenario.slice
    slices = (scenario.slice, here)
    points = {key: point.based_on for one in slices for key, point in one.touchpoints.items()}
    copies = {key: link.based_on for one in slices for key, link in one.links.items()}
    names = {key: original(key, points) for key in here.touchpoints}
    cards = {names[key]: here.touchpoints[key] for key in here.walked()}
    links = {}
    for key in here.walked_links():
        link = here.links[key]
        start, end = names[link.from_touchpoint], names[link.to_touchpoint]
        if not ends_visit(cards[start]):
            links[start, original(key, copies)] = (start, end, key, link)
    sides = outside.passed(here)
    ways = {
        (names[link.from_touchpoint], original(key, copies)): (
            names[link.from_touchpoint], names[link.to_touchpoint], key, link,
        )
        for key, link in here.links.items()
        if outside.belongs(here, sides, link)
    }  # fmt: skip
    outer = {names[key]: here.touchpoints[key] for key in sides}
    return Site(
        here, cards, links, names, scenario.pain_cards, outer, {names[key]: side for key, side in sides.items()}, ways
    )


def ends_visit(point: Touchpoint) -> bool:
    """Whether arriving here ends the visit: an order or another main conversion."""
    return point.goal == "order" or (point.conversion and point.goal != "none")


def focus_of(point: Touchpoint) -> int:
    """What product a card concerns; the page type decides unless the card says otherwise."""
    if point.page in {"basket", "details", "payment"}:
        return BASKET_PRODUCT
    if point.product_focus is False:
        return NO_PRODUCT
    if point.page == "product":
        return A_PRODUCT
    if point.page in {"reviews", "compare", "info"}:
        return SAME_PRODUCT
    return A_PRODUCT if point.product_focus else NO_PRODUCT


def card_records(
    site: Site,
    arm: Arm,
    order: Sequence[str],
    places: Mapping[str, int],
    lanes: Mapping[str, tuple[int, int]],
) -> Records:
    """The cards in the plan's order, shape (C,) CARD; a card this arm lacks has no links and is never reached."""
    records = np.zeros(len(order), CARD)
    own = {site.names[key]: key for key in (*outside.passed(site.slice), *site.slice.walked())}
    scores = arm.policy.score_card if arm.policy else ScoreCard()
    for row, name in zip(records, order, strict=True):
        row["place"] = places[name]
        row["phase"] = 1
        row["desk"] = -1
        row["link_first"], row["link_count"] = lanes[name]
        if name in site.cards:
            _fill(row, site, arm, own[name], scores)
        elif name in site.outer:
            _fill(row, site, arm, own[name], scores)
            row["outside"] = site.sides[name]
            row["goal"], row["goal_kind"] = NO_GOAL, 0
    return records


def _fill(row: np.void, site: Site, arm: Arm, key: str, scores: ScoreCard) -> None:
    point = site.slice.touchpoints[key]
    change = arm.changes.get(key)
    kind = site.slice.phase_kind(point.stage)
    row["phase"] = _PHASE[kind]
    row["kind"] = PHASE_KINDS.index(kind)
    row["focus"] = focus_of(point)
    row["form"] = point.page in FORMS
    row["goal"] = ORDER_GOAL if ends_visit(point) else NO_GOAL if point.goal == "none" else MICRO_GOAL
    row["goal_kind"] = GOAL_KINDS.index(point.goal)
    row["desk"] = -1
    row["value"] = point.goal_value.value if point.goal_value else -1.0 if point.goal == "order" else 0.0
    row["gain"] = point.gain.value if point.gain is not None else GAIN.get(point.page, 0.0)
    row["gain_limit"] = LIMIT if point.page in LIMITED else 4.0
    row["look_gain"] = LOOK_GAIN if row["focus"] == A_PRODUCT else 0.0
    row["points"] = scores.points.get(point.page, 0.0)
    dwell = change.dwell if change and change.dwell is not None else point.dwell
    row["dwell"] = dwell.value * 1000.0
    row["spread"] = point.dwell_spread


def hops(site: Site) -> dict[str, int]:
    """Fewest links from each card to a conversion; `_FAR` where there is no way."""
    distance = {name: 0 for name, point in site.cards.items() if ends_visit(point)}
    edge = list(distance)
    incoming: dict[str, list[str]] = {}
    for start, end, _, link in site.links.values():
        if link.share.value > 0 or any(share.value > 0 for share in link.share_by_persona.values()):
            incoming.setdefault(end, []).append(start)
    while edge:
        following = []
        for name in edge:
            for start in incoming.get(name, ()):
                if start not in distance:
                    distance[start] = distance[name] + 1
                    following.append(start)
        edge = following
    return {name: distance.get(name, _FAR) for name in site.cards}


def losing(site: Site, arm: Arm) -> dict[tuple[str, str], bool]:
    """Which links of an arm keep nothing of what the shop knows of who takes them, by the originals' ids."""
    found = {}
    for key, (_, _, link_id, link) in site.links.items():
        change = arm.changes.get(link.from_touchpoint)
        kept = change.context.get(link_id, link.keeps_context) if change else link.keeps_context
        found[key] = not kept
    return found


def link_records(
    site: Site,
    arm: Arm,
    keys: Sequence[tuple[str, str]],
    order: Sequence[str],
    personas: Sequence[str],
    lost_today: Mapping[tuple[str, str], bool],
) -> tuple[Records, Floats]:
    """The links in the plan's order, shape (L,) LINK, and their drawn shares, shape (P, L); 0: not in this arm.

    `lost_today`: which links of today's map lose what is known. Having to tell one's story again is a friction; that
    of today is inside the drawn shares.
    """
    lost = losing(site, arm)
    position = {name: index for index, name in enumerate(order)}
    records, shares = np.zeros(len(keys), LINK), np.zeros((len(personas), len(keys)))
    distance = hops(site)
    for index, key in enumerate(keys):
        records[index]["start"] = position[key[0]]
        if key not in site.links:
            continue
        start, end, link_id, link = site.links[key]
        records[index]["end"] = position[end]
        nearer = distance[end] < distance[start]
        records[index]["forward"] = link.direction == "forward" or (link.direction == "auto" and nearer)
        records[index]["loses"] = lost[key]
        records[index]["friction"] = RETELLING * (lost[key] - lost_today.get(key, lost[key]))
        change = arm.changes.get(link.from_touchpoint)
        changed = change.shares.get(link_id) if change else None
        for p, persona in enumerate(personas):
            own = link.share_by_persona.get(persona, link.share)
            shares[p, index] = (changed or own).value
    return records, shares


def personal_cards(
    site: Site, order: Sequence[str], personas: Sequence[str]
) -> np.ndarray[tuple[int], np.dtype[np.bool]]:
    """Which cards have shares of their own for some persona, shape (C,)."""
    own = {start for start, _, _, link in site.links.values() if any(key in link.share_by_persona for key in personas)}
    return np.array([name in own for name in order], np.bool)


def entry_shares(site: Site, order: Sequence[str], channels: Sequence[str]) -> Floats:
    """Cumulated share of visits that start on each card, shape (H, 2, C): first visits, later visits.

    A channel without entry weights of its own takes those of all channels together.
    """
    weights = np.zeros((len(channels), 2, len(order)))
    for c, name in enumerate(order):
        point = site.cards.get(name)
        if point is None:
            continue
        later = point.entry_return
        for h, channel in enumerate(channels):
            weights[h, 0, c] = _entry(point.entry, channel)
            weights[h, 1, c] = _entry(later, channel) if later else weights[h, 0, c]
    totals = weights.sum(axis=2)
    pooled = weights.sum(axis=0)
    for h in range(len(channels)):
        for later_index in range(2):
            if totals[h, later_index] <= 0:
                weights[h, later_index] = pooled[later_index]
    sums = weights.sum(axis=2, keepdims=True)
    return np.asarray(np.cumsum(weights / np.where(sums > 0, sums, 1.0), axis=2))


def _entry(weights: Mapping[str, float], channel: str) -> float:
    return float(weights.get(channel, weights.get(ALL, 0.0)))
