"""What is wrong with a map: findings with place, sentence and mend. Never prints, never raises for content.

An *error* means that the map says something impossible; a *warning* that it cannot be simulated as it is, or will
hardly do what its author means; a *note* that something deserves a look. References that lead nowhere are found by
`app.project.check`, which sees the whole project; here they are passed over.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from maps import graph
from maps.model import MapSlice
from personas.problems import Finding, Refused, finding

MOST = {"stages": 200, "lanes": 100, "touchpoints": 2_000, "cards": 5_000, "links": 20_000, "personas": 50}
"""More of these on one map is absurd: nobody reads it, and most likely a program made it by mistake."""

MOST_LINKS = 240
"""Links of one card that luck has addresses for."""
_LISTED = 3
"""Techniques named in one finding."""


def findings(slice_: MapSlice) -> tuple[Finding, ...]:
    """Everything that is wrong with one map, one finding per problem."""
    found = [*_sizes(slice_), *crowded(slice_), *_links(slice_), *_personas(slice_)]
    if any(one.severity == "error" for one in found):
        return tuple(found)  # what follows walks the graph, which may be too large or make no sense
    if not slice_.walked():
        found.append(_nothing_walked(slice_))
        return tuple(found)
    return (*found, *_shares(slice_), *_walk(slice_))


def _sizes(slice_: MapSlice) -> Iterator[Finding]:
    for table, most in MOST.items():
        count = len(getattr(slice_, table))
        if count > most:
            yield finding(
                "error",
                "absurd-size",
                f"maps.{slice_.id}",
                "the map has {count} {table}; more than {most} is no map that anybody can read.",
                "Split it into sub-journeys, or check the program that wrote it.",
                count=str(count),
                table=table,
                most=str(most),
            )


def crowded(slice_: MapSlice) -> Iterator[Finding]:
    """Cards with more links than the addresses of luck tell apart."""
    count = Counter(link.from_touchpoint for link in slice_.links.values())
    for key, links in sorted(count.items()):
        if MOST_LINKS < links <= MOST["links"] and key in slice_.touchpoints:
            yield finding(
                "error",
                "crowded-card",
                f"touchpoints.{key}",
                "'{touchpoint}' has {count} links; more than {most} is no page that anybody can read.",
                "Remove links, or check the program that wrote them.",
                touchpoint=slice_.touchpoints[key].title,
                count=str(links),
                most=str(MOST_LINKS),
            )


def _links(slice_: MapSlice) -> Iterator[Finding]:
    seen: dict[tuple[str, str], str] = {}
    for key, link in slice_.links.items():
        ends = (link.from_touchpoint, link.to_touchpoint)
        if not slice_.touchpoints.keys() >= set(ends):
            continue
        names = {"start": slice_.touchpoints[ends[0]].title, "end": slice_.touchpoints[ends[1]].title}
        if ends in seen:
            yield finding(
                "warning",
                "duplicate-link",
                f"links.{key}",
                "'{start}' is linked to '{end}' by {other} already.",
                "Keep one link and give it the shares of both.",
                other=seen[ends],
                **names,
            )
        seen.setdefault(ends, key)
        if link.share.value <= 0 and all(share.value <= 0 for share in link.share_by_persona.values()):
            yield finding(
                "note",
                "idle-link",
                f"links.{key}.share",
                "nobody takes the link from '{start}' to '{end}': its share is 0.",
                "Give it a share, or remove it.",
                **names,
            )


def _personas(slice_: MapSlice) -> Iterator[Finding]:
    where = f"maps.{slice_.id}.personas"
    if slice_.map.personas and sum(slice_.map.personas.values()) <= 0:
        yield finding(
            "warning",
            "no-weights",
            where,
            "every persona on this map has weight 0, so nobody travels it.",
            "Give them weights that stand to each other as their numbers do.",
        )
        return
    for key, weight in slice_.map.personas.items():
        if weight <= 0 and key in slice_.personas:
            yield finding(
                "note",
                "no-weight",
                f"{where}.{key}",
                "{persona} has weight 0: drawn, but not simulated.",
                "Give this persona a weight, or take the persona off the map.",
                persona=slice_.personas[key].name,
            )


def _susceptibilities(slice_: MapSlice) -> Iterator[Finding]:
    """Said once, however many techniques the personas of the map weigh otherwise than they add up to."""
    shares = graph.weights(slice_)
    means: dict[str, float] = {}
    for name in sorted({name for key in shares for name in slice_.personas[key].traits.susceptibility}):
        own = {key: slice_.personas[key].traits.susceptibility.get(name) for key in shares}
        mean = sum(share * (value.value if (value := own[key]) else 1.0) for key, share in shares.items())
        if abs(mean - 1.0) > 0.02:
            means[name] = mean
    if means:
        furthest = sorted(means, key=lambda name: -abs(means[name] - 1.0))[:_LISTED]
        listed = ", ".join(f"{name} {means[name]:.2f}" for name in furthest)
        yield finding(
            "note",
            "susceptibility",
            f"maps.{slice_.id}.personas",
            "the susceptibilities of the personas do not average 1 over this map, and are scaled to it: {techniques}.",
            "Personas share out an effect, they never add to it: let the weighted mean of each technique be 1.",
            techniques=listed + (" …" if len(means) > _LISTED else ""),
        )


def _nothing_walked(slice_: MapSlice) -> Finding:
    return finding(
        "note",
        "nothing-walked",
        f"maps.{slice_.id}",
        "no touchpoint of this map is a page of a site, so there is nothing to simulate.",
        "Give the pages their page type when you want to simulate it.",
    )


def _nobody_travels(slice_: MapSlice) -> Finding:
    return finding(
        "warning",
        "nobody-travels",
        f"maps.{slice_.id}.personas",
        "nobody travels this map, so it cannot be simulated.",
        "Put a persona on the map and give it a weight.",
    )


def _shares(slice_: MapSlice) -> Iterator[Finding]:
    """Cards that more visits leave than came; or nobody."""
    told: set[str] = set()
    bounces = _bounces(slice_)
    linked = {slice_.links[key].from_touchpoint for key in slice_.walked_links()}
    for persona in (None, *slice_.personas):
        for card, rest in graph.leaving(slice_, persona).items():
            if card in told or card not in linked:
                continue
            if rest < -graph.ROUNDING:
                told.add(card)
                yield graph.over_one(slice_, card, rest, slice_.personas[persona].name if persona else "")
            elif bounces.get(card, 0.0) > max(0.0, rest) + graph.ROUNDING:
                told.add(card)
                yield _bounce_misfit(slice_, card, bounces[card], max(0.0, rest))
            elif rest <= graph.ROUNDING:
                told.add(card)
                yield finding(
                    "warning",
                    "nobody-leaves",
                    f"touchpoints.{card}",
                    "the shares of the links from '{touchpoint}' add to 1: nobody ever leaves the site here.",
                    "On a real site some always do; lower the shares.",
                    touchpoint=slice_.touchpoints[card].title,
                )


def _bounces(slice_: MapSlice) -> dict[str, float]:
    """About which part of the views of every walked card bounces at once: those that begin a visit, by the world."""
    bounce = slice_.map.world.bounce.value
    entry = graph.entry_mix(slice_)
    if bounce <= 0 or sum(entry.values()) <= 0:
        return {}
    try:
        views = graph.baseline(slice_).views
    except Refused:
        return {}
    return {key: bounce * share / views[key] for key, share in entry.items() if share > 0 and views[key] > 0}


def _bounce_misfit(slice_: MapSlice, card: str, bounce: float, leaving: float) -> Finding:
    """What a simulation would refuse too, once it has counted."""
    title = slice_.touchpoints[card].title
    return Finding(
        "warning",
        "bounce-misfit",
        f"touchpoints.{card}",
        f"about {bounce:.1%} of the views of '{title}' bounce at once; that does not fit in the {leaving:.1%} "
        "that leave it.",
        "Lower the bounce, or let more visitors leave there.",
        {"touchpoint": title, "bounce": f"{bounce:.4f}", "leaving": f"{leaving:.4f}"},
    )


def _walk(slice_: MapSlice) -> Iterator[Finding]:
    """What the walk over the map meets: no beginning, no end, cards off the way, traps."""
    starts = sum(graph.entry_mix(slice_).values()) > 0
    if not starts:
        yield graph.no_entry(slice_)
    if not graph.conversions(slice_):
        yield finding(
            "warning",
            "no-goal",
            f"maps.{slice_.id}",
            "no page of this map is a goal, so there is no conversion to simulate.",
            "Give the page that ends the journey the goal 'order', or another goal marked as conversion.",
        )
    elif starts and graph.out_of_reach(slice_):
        yield graph.no_goal_reached(slice_)
    else:
        for key in graph.strays(slice_):
            yield finding(
                "warning",
                "no-way-to-goal",
                f"touchpoints.{key}",
                "no goal can be reached from '{touchpoint}'.",
                "Draw the links by which visitors go on from here, or give it page type 'none'.",
                touchpoint=slice_.touchpoints[key].title,
            )
    if starts:
        for key in graph.unreached(slice_):
            yield finding(
                "warning",
                "unreachable",
                f"touchpoints.{key}",
                "no visit ever gets to '{touchpoint}'.",
                "Draw a link to it, or give it an entry weight.",
                touchpoint=slice_.touchpoints[key].title,
            )
    if starts and graph.conversions(slice_):
        if not slice_.map.personas:
            yield _nobody_travels(slice_)
        yield from _susceptibilities(slice_)
    if all(rest >= -graph.ROUNDING for rest in graph.leaving(slice_).values()):
        for key in graph.endless(slice_):
            yield graph.no_way_out(slice_, key)
