"""Which links make up the main flow."""

from __future__ import annotations

from collections.abc import Mapping

from maps.model import Link, MapSlice

STRONG = 0.30
WORTH = 0.03
_ROUNDS = 500
_RUNAWAY = 1e6


def goal_chance(piece: MapSlice) -> dict[str, float]:
    """Probability of reaching a goal from each touchpoint when every view follows the drawn shares, 0 to 1.

    Solved by repeated substitution (h = 1 at a goal, else the sum of share times h); shares that add up to more than
    1 cannot make it exceed 1.
    """
    goals = {key for key, point in piece.touchpoints.items() if point.goal != "none"}
    chance = {key: 1.0 if key in goals else 0.0 for key in piece.touchpoints}
    ways = [
        (link.from_touchpoint, link.to_touchpoint, link.share.value)
        for link in piece.links.values()
        if link.from_touchpoint in chance and link.to_touchpoint in chance and link.from_touchpoint not in goals
    ]
    for _ in range(_ROUNDS):
        better = {key: 1.0 if key in goals else 0.0 for key in chance}
        for source, target, value in ways:
            better[source] += value * chance[target]
        better = {key: min(1.0, value) for key, value in better.items()}
        change = max((abs(better[key] - chance[key]) for key in chance), default=0.0)
        chance = better
        if change < 1e-9:
            break
    return chance


def expected_views(piece: MapSlice) -> dict[str, float]:
    """Relative number of views of each touchpoint when every view follows the drawn shares.

    People start where the map says visits start and at touchpoints that nothing leads to.
    """
    led_to = {link.to_touchpoint for link in piece.links.values() if link.share.value > 0}
    start = {
        key: max(point.entry.values(), default=0.0) or (0.0 if key in led_to else 1.0)
        for key, point in piece.touchpoints.items()
    }
    views = dict(start)
    for _ in range(_ROUNDS):
        more = dict(start)
        for link in piece.links.values():
            if link.from_touchpoint in views and link.to_touchpoint in more:
                more[link.to_touchpoint] += link.share.value * views[link.from_touchpoint]
        largest = max(more.values(), default=0.0)
        change = max((abs(more[key] - views[key]) for key in more), default=0.0)
        views = more
        if change < 1e-9 or largest > _RUNAWAY:
            break
    return views


def main_links(piece: MapSlice, shown: Mapping[str, tuple[int, int]]) -> frozenset[str]:
    """Ids of the links that tell the main story, few enough to be read.

    Every touchpoint keeps its strongest way out (from a share of 3%), one towards the goal before any other; ways of
    30% and more towards the goal are kept all; and every touchpoint keeps the way by which most people come.
    ``shown`` maps touchpoint id to (column, row) of those that are drawn.
    """
    links = {
        key: link
        for key, link in piece.links.items()
        if link.from_touchpoint in shown and link.to_touchpoint in shown and link.from_touchpoint != link.to_touchpoint
    }
    chance = goal_chance(piece)
    ahead = {key for key, link in links.items() if _forward(link, chance, shown)}
    chosen = _best(links, ahead, "from_touchpoint", WORTH)
    chosen |= {key for key in ahead if links[key].share.value >= STRONG}
    views = expected_views(piece)
    return frozenset(chosen | _best(links, ahead, "to_touchpoint", 0.0, views))


def leaving_share(piece: MapSlice, touchpoint: str) -> float | None:
    """The share of views of a touchpoint that take no link, 0 to 1; None for one without links out."""
    shares = [link.share.value for link in piece.links.values() if link.from_touchpoint == touchpoint]
    return max(0.0, 1.0 - sum(shares)) if shares else None


def _forward(link: Link, chance: Mapping[str, float], shown: Mapping[str, tuple[int, int]]) -> bool:
    here, there = chance[link.from_touchpoint], chance[link.to_touchpoint]
    if here != there:
        return there > here
    return shown[link.to_touchpoint] > shown[link.from_touchpoint]


def _best(
    links: Mapping[str, Link], ahead: set[str], end: str, least: float, views: Mapping[str, float] | None = None
) -> set[str]:
    """The strongest link per touchpoint at ``end``: among those that lead ahead, else among all.

    Strength is the share or, with ``views``, the number of people who take it.
    """

    def strongest(among: Mapping[str, Link]) -> dict[str, str]:
        best: dict[str, tuple[float, str]] = {}
        for key, link in among.items():
            place: str = getattr(link, end)
            strength = link.share.value * (views[link.from_touchpoint] if views else 1.0)
            if link.share.value >= least and (place not in best or strength > best[place][0]):
                best[place] = strength, key
        return {place: key for place, (_, key) in best.items()}

    first = strongest({key: link for key, link in links.items() if key in ahead})
    rest = strongest({key: link for key, link in links.items() if getattr(link, end) not in first})
    return {*first.values(), *rest.values()}
