"""The map as a graph, and what follows from it exactly: distances, traps, and the baseline by linear solve.

Only walked touchpoints take part unless said otherwise. A visit starts by the entry weights, takes a link with its
drawn share and leaves with what the shares leave; a conversion ends it. These first moments are exact for the full
simulation too (MODEL 5), so they are the oracle that the engines are tested against.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Literal

from maps.model import Link, MapSlice, Touchpoint
from personas.problems import Finding, Refused, finding

if TYPE_CHECKING:
    import networkx as nx
    import numpy as np
    from numpy.typing import NDArray

    Floats = NDArray[np.float64]
    Graph = nx.DiGraph[str]

ALL = "all"
"""Key of an entry weight that holds for every channel without one of its own."""
ROUNDING = 1e-6
"""By so much the shares of a card may exceed 1."""
Way = Literal["forward", "sideways", "away"]
_REMEMBERED = 32
_SOLVED: dict[tuple[str, str | None], tuple[tuple[object, ...], Baseline]] = {}
"""The last baselines with what they rest on: an edit of a text must not solve the map again."""


@dataclass(frozen=True)
class Baseline:
    """What one visit does on average under the drawn shares; everything is per visit.

    entry: probability that it starts on each walked card. views: mean views of each walked card. orders: probability
    that it ends in a conversion. pages: mean number of views. reach: probability that it gets to each stage at all;
    stages before the visit have 1, stages after it follow the links from the conversion onward.
    influence: how much `orders` grows per unit by which the leaving share of a card falls (its links growing in
    proportion): the moments that matter.
    """

    entry: Mapping[str, float]
    views: Mapping[str, float]
    orders: float
    pages: float
    reach: Mapping[str, float]
    influence: Mapping[str, float]


def ends_visit(point: Touchpoint) -> bool:
    """Whether arriving here ends the visit: an order or another main conversion."""
    return point.goal == "order" or (point.conversion and point.goal != "none")


def conversions(slice_: MapSlice) -> tuple[str, ...]:
    """Ids of the walked cards that end a visit with success, in order."""
    return tuple(key for key in slice_.walked() if ends_visit(slice_.touchpoints[key]))


def share_of(link: Link, persona: str | None = None) -> float:
    """The drawn share of a link, that of a persona where it has one of its own."""
    own = link.share_by_persona.get(persona) if persona is not None else None
    return (own or link.share).value


def _is_taken(link: Link) -> bool:
    return link.share.value > 0 or any(share.value > 0 for share in link.share_by_persona.values())


def weights(slice_: MapSlice) -> dict[str, float]:
    """Shares of the personas among the visitors of a map, adding to 1; empty when nobody in particular travels it."""
    given = {key: slice_.map.personas.get(key, 0.0) for key in slice_.personas}
    total = sum(given.values())
    return {key: size / total for key, size in given.items() if size > 0} if total > 0 else {}


def walk_graph(slice_: MapSlice) -> Graph:
    """The walked cards with the links that somebody takes; links out of a conversion are left out."""
    import networkx as nx

    graph: Graph = nx.DiGraph()
    graph.add_nodes_from(slice_.walked())
    ends = set(conversions(slice_))
    for key in slice_.walked_links():
        link = slice_.links[key]
        if _is_taken(link) and link.from_touchpoint not in ends:
            graph.add_edge(link.from_touchpoint, link.to_touchpoint)
    return graph


def distances(slice_: MapSlice) -> dict[str, int]:
    """Fewest links from each walked card to a conversion; a card from which none can be reached is left out."""
    ends = conversions(slice_)
    from_where: dict[str, list[str]] = {}
    for key in slice_.walked_links():
        link = slice_.links[key]
        if _is_taken(link) and link.from_touchpoint not in ends:
            from_where.setdefault(link.to_touchpoint, []).append(link.from_touchpoint)
    found, layer, hop = dict.fromkeys(ends, 0), list(ends), 0
    while layer:
        hop += 1
        layer = list(dict.fromkeys(key for end in layer for key in from_where.get(end, ()) if key not in found))
        found |= dict.fromkeys(layer, hop)
    return found


def _hops(graph: Graph, starts: Iterable[str]) -> dict[str, int]:
    import networkx as nx

    first = [key for key in starts if key in graph]
    return {key: hop for hop, layer in enumerate(nx.bfs_layers(graph, first)) for key in layer} if first else {}


def directions(slice_: MapSlice) -> dict[str, Way]:
    """Where every link leads: as its author says, else by distance to a conversion.

    A link with an end outside the visit goes by the order of the stages.
    """
    hops = distances(slice_)
    far = len(slice_.touchpoints) + 1
    walked = set(slice_.walked())
    column = {key: place for place, key in enumerate(slice_.stages)}
    ways: dict[str, Way] = {}
    for key, link in slice_.links.items():
        ends = (link.from_touchpoint, link.to_touchpoint)
        if link.direction != "auto":
            ways[key] = link.direction
        elif walked.issuperset(ends):
            ways[key] = _way(hops.get(ends[0], far), hops.get(ends[1], far))
        else:
            stages = [point.stage for end in ends if (point := slice_.touchpoints.get(end))]
            places = [column.get(stage, 0) for stage in stages]
            ways[key] = _way(places[-1], places[0]) if len(places) == len(ends) else "sideways"
    return ways


def _way(start: int, end: int) -> Way:
    return "forward" if end < start else "sideways" if end == start else "away"


def unreached(slice_: MapSlice) -> tuple[str, ...]:
    """Walked cards that no visit can get to: no entry of their own and no way from one."""
    starts = [key for key, share in entry_mix(slice_).items() if share > 0]
    found = set(_hops(walk_graph(slice_), starts))
    return tuple(key for key in slice_.walked() if key not in found)


def strays(slice_: MapSlice) -> tuple[str, ...]:
    """Walked cards from which no conversion can be reached."""
    hops = distances(slice_)
    return tuple(key for key in slice_.walked() if key not in hops)


def out_of_reach(slice_: MapSlice) -> bool:
    """Whether the map has goals, and no visit can get to any: nothing on it can be compared."""
    starts = [key for key, share in entry_mix(slice_).items() if share > 0]
    return bool(conversions(slice_)) and not set(_hops(walk_graph(slice_), starts)).intersection(conversions(slice_))


def leaving(slice_: MapSlice, persona: str | None = None) -> dict[str, float]:
    """What the shares of every walked card leave, and leaves: below 0 where they exceed 1; 1 on a conversion."""
    rest = dict.fromkeys(slice_.walked(), 1.0)
    for key in slice_.walked_links():
        link = slice_.links[key]
        rest[link.from_touchpoint] -= share_of(link, persona)
    return rest | dict.fromkeys(conversions(slice_), 1.0)


def endless(slice_: MapSlice) -> tuple[str, ...]:
    """Traps: walked cards from which a visit (of some persona) can neither leave nor reach a conversion."""
    found: set[str] = set()
    graph = walk_graph(slice_)
    travellers: tuple[str | None, ...] = tuple(weights(slice_)) or (None,)
    for persona in travellers:
        rest = leaving(slice_, persona)
        outs = [key for key, share in rest.items() if share > ROUNDING] + list(conversions(slice_))
        found |= set(graph) - set(_hops(graph.reverse(copy=False), outs))
    return tuple(key for key in slice_.walked() if key in found)


def entry_mix(slice_: MapSlice, persona: str | None = None) -> dict[str, float]:
    """Probability that a first visit starts on each walked card, for a persona or over all of them.

    Empty of probability (all zero) when no card has an entry weight. Channels come as the persona's own mix, else as
    the weights of the map say.
    """
    if persona is None and (mix := weights(slice_)):
        parts = {key: entry_mix(slice_, key) for key in mix}
        return {card: sum(mix[key] * parts[key][card] for key in mix) for card in slice_.walked()}
    points = {key: slice_.touchpoints[key] for key in slice_.walked()}
    named = {channel for point in slice_.touchpoints.values() for channel in (*point.entry, *point.entry_return)}
    for key in weights(slice_):
        named |= set(slice_.personas[key].traits.channels)
    channels = sorted(named - {ALL}) or [ALL]
    table = {channel: {key: _entry(point, channel) for key, point in points.items()} for channel in channels}
    totals = {channel: sum(row.values()) for channel, row in table.items()}
    pooled = {key: sum(table[channel][key] for channel in channels) for key in points}
    own = slice_.personas[persona].traits.channels if persona is not None else {}
    sizes = {channel: own[channel].value if channel in own else 0.0 for channel in channels}
    if sum(sizes.values()) <= 0:
        sizes = totals if sum(totals.values()) > 0 else dict.fromkeys(channels, 1.0)
    whole = sum(sizes.values())
    mixed = dict.fromkeys(points, 0.0)
    for channel in channels:
        row = table[channel] if totals[channel] > 0 else pooled
        total = sum(row.values())
        for key in points:
            mixed[key] += sizes[channel] / whole * row[key] / total if total > 0 else 0.0
    return mixed


def _entry(point: Touchpoint, channel: str) -> float:
    return float(point.entry.get(channel, point.entry.get(ALL, 0.0)))


def baseline(slice_: MapSlice, persona: str | None = None) -> Baseline:
    """The exact baseline of a persona, or of all visits together (personas by their share among visitors).

    Refused, with findings, when no visit starts anywhere, the shares of a card exceed 1, or a visit could go on for
    ever; unreachable cards simply have no views.
    """
    rests_on = flow_of(slice_)
    kept = _SOLVED.get((slice_.id, persona))
    if kept is not None and kept[0] == rests_on:
        return kept[1]
    if persona is None and (mix := weights(slice_)):
        found = _blend([(share, baseline(slice_, key)) for key, share in mix.items()])
    else:
        _refuse_unsolvable(slice_, persona)
        found = _solved(slice_, persona)
    while len(_SOLVED) >= _REMEMBERED:
        _SOLVED.pop(next(iter(_SOLVED), ("", None)), None)
    _SOLVED[slice_.id, persona] = rests_on, found
    return found


def flow_of(slice_: MapSlice) -> tuple[object, ...]:
    """All of a map that its baseline rests on: while this is equal, so is the baseline, whatever else is written."""
    points = tuple(
        (key, point.stage, point.page, point.goal, point.conversion, point.entry, point.entry_return)
        for key, point in slice_.touchpoints.items()
    )
    links = tuple(
        (key, link.from_touchpoint, link.to_touchpoint, link.share, link.share_by_persona)
        for key, link in slice_.links.items()
    )
    stages = tuple((key, slice_.phase_kind(key)) for key in slice_.stages)
    mix = tuple((key, persona.traits.channels) for key, persona in slice_.personas.items())
    return points, links, stages, mix, slice_.map.personas


def _blend(parts: list[tuple[float, Baseline]]) -> Baseline:
    def mean(name: str) -> dict[str, float]:
        maps: list[tuple[float, Mapping[str, float]]] = [(share, getattr(part, name)) for share, part in parts]
        return {key: sum(share * values[key] for share, values in maps) for key in maps[0][1]}

    return Baseline(
        entry=mean("entry"),
        views=mean("views"),
        orders=sum(share * part.orders for share, part in parts),
        pages=sum(share * part.pages for share, part in parts),
        reach=mean("reach"),
        influence=mean("influence"),
    )


def no_entry(slice_: MapSlice) -> Finding:
    """The finding that no visit starts anywhere."""
    return finding(
        "warning",
        "no-entry",
        f"maps.{slice_.id}",
        "no visit starts anywhere on this map, so it cannot be simulated.",
        "Give the pages where visits start an entry weight.",
    )


def no_goal_reached(slice_: MapSlice) -> Finding:
    """The finding that a map has a goal nobody can get to."""
    return finding(
        "warning",
        "goal-out-of-reach",
        f"maps.{slice_.id}",
        "no visit can reach a goal, so the map cannot be simulated.",
        "Draw links, with shares above 0, by which visits get from where they start to the goal.",
    )


def over_one(slice_: MapSlice, card: str, rest: float, persona: str = "") -> Finding:
    """The finding that more visits leave a card than came; `rest` is what its shares leave."""
    return finding(
        "error",
        "shares-over-one",
        f"touchpoints.{card}",
        "the shares of the links from '{touchpoint}' add to {total}.",
        "Lower them to 1 at most; what they leave, leaves the site.",
        touchpoint=slice_.touchpoints[card].title,
        total=f"{1 - rest:.3f}",
        persona=persona,
    )


def no_way_out(slice_: MapSlice, card: str) -> Finding:
    """The finding that a visit could walk on for ever."""
    return finding(
        "error",
        "endless",
        f"touchpoints.{card}",
        "a visit that gets to '{touchpoint}' can neither leave nor reach a goal.",
        "Lower the shares of the links here, so that some visits leave.",
        touchpoint=slice_.touchpoints[card].title,
    )


def _refuse_unsolvable(slice_: MapSlice, persona: str | None) -> None:
    found = []
    if sum(entry_mix(slice_, persona).values()) <= 0:
        found.append(no_entry(slice_))
    for key, rest in leaving(slice_, persona).items():
        if rest < -ROUNDING:
            found.append(over_one(slice_, key, rest))
    if not found:
        found += [no_way_out(slice_, key) for key in endless(slice_)]
    if found:
        raise Refused(findings=tuple(found))


def _matrix(slice_: MapSlice, persona: str | None, cards: tuple[str, ...]) -> Floats:
    """Share of the views of each card that goes on to each other one, shape (cards, cards).

    Beyond a conversion, and between cards outside the visit, links to cards outside the visit count: what follows.
    """
    import numpy as np

    place = {key: index for index, key in enumerate(cards)}
    ends, walked = set(conversions(slice_)), set(slice_.walked())
    matrix = np.zeros((len(cards), len(cards)))
    for link in slice_.links.values():
        start, end = link.from_touchpoint, link.to_touchpoint
        if start not in place or end not in place:
            continue
        within = start in walked and end in walked and start not in ends
        after = end not in walked and (start in ends or start not in walked)
        if within or after:
            matrix[place[start], place[end]] += share_of(link, persona)
    return matrix


def _solved(slice_: MapSlice, persona: str | None) -> Baseline:
    import numpy as np

    walked = slice_.walked()
    last = set(conversions(slice_))
    ends = [index for index, key in enumerate(walked) if key in last]
    shares = _matrix(slice_, persona, walked)
    entry = entry_mix(slice_, persona)
    start = np.array([entry[key] for key in walked])
    unit = np.eye(len(walked))
    views = np.linalg.solve((unit - shares).T, start)
    success = np.zeros(len(walked))
    success[ends] = 1.0
    chance = np.linalg.solve(unit - shares, success)
    rest = 1.0 - shares.sum(axis=1)
    onward = np.divide(shares @ chance, 1.0 - rest, out=np.zeros(len(walked)), where=rest < 1.0)
    return Baseline(
        entry=entry,
        views=dict(zip(walked, views.tolist(), strict=True)),
        orders=float(views[ends].sum()),
        pages=float(views.sum()),
        reach=_reach(slice_, persona, entry),
        influence=dict(zip(walked, (views * onward).tolist(), strict=True)),
    )


def _reach(slice_: MapSlice, persona: str | None, entry: Mapping[str, float]) -> dict[str, float]:
    """Probability that a visit gets to each stage."""
    import numpy as np

    cards = tuple(slice_.touchpoints)
    matrix = _matrix(slice_, persona, cards)
    start = np.array([entry.get(key, 0.0) for key in cards])
    walked = set(slice_.walked())
    stages = list(slice_.stages)
    visited = [stage for stage in stages if walked.intersection(slice_.in_stage(stage))]
    first = stages.index(visited[0]) if visited else len(stages)
    reach = {}
    views = _visits(matrix)
    for place, stage in enumerate(stages):
        inside = np.array([slice_.touchpoints[key].stage == stage for key in cards], dtype=np.bool_)
        before = slice_.phase_kind(stage) == "before" or place < first
        if stage not in visited and before:
            reach[stage] = 1.0
        elif views is not None:
            reach[stage] = _first_hit(views, start, inside)
        else:
            reach[stage] = _hit(matrix, start, inside)
    return reach


def _visits(matrix: Floats) -> Floats | None:
    """Mean views of each card from each other one; None where a circle has no way out."""
    import numpy as np

    onward = matrix.sum(axis=1)
    if (onward > 1.0 + ROUNDING).any():
        return None
    leaks = onward < 1.0 - ROUNDING
    ways = matrix > 0
    while True:
        more = leaks | ways[:, leaks].any(axis=1)
        if (more == leaks).all():
            break
        leaks = more
    if not leaks.all():
        return None
    return np.asarray(np.linalg.inv(np.eye(len(matrix)) - matrix), dtype=np.float64)


def _first_hit(views: Floats, start: Floats, inside: Any) -> float:
    """Probability of ever getting to the cards `inside`.

    The mean views of these cards are the probabilities of getting to each of them first, times the mean views from
    there; so one small solve gives those probabilities.
    """
    import numpy as np

    if not inside.any():
        return 0.0
    first = np.linalg.solve(views[np.ix_(inside, inside)].T, (start @ views)[inside])
    return float(min(1.0, max(0.0, first.sum())))


def _hit(matrix: Floats, start: Floats, inside: Any) -> float:
    """Probability of ever getting to the cards `inside`: they hold whoever arrives."""
    import numpy as np

    outside = ~inside
    held = matrix[np.ix_(outside, outside)]
    arrive = matrix[np.ix_(outside, inside)].sum(axis=1)
    # Circles among cards outside the visit may have no way out; least squares then takes the smallest solution.
    hit = np.linalg.lstsq(np.eye(len(held)) - held, arrive, rcond=None)[0]
    chance = start[inside].sum() + start[outside] @ hit
    return float(min(1.0, max(0.0, chance)))
