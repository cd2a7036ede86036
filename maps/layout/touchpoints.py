"""The touchpoint lane: cards in their grid, links in the white between them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from maps.graph import directions
from maps.layout.columns import Columns, Grid
from maps.layout.context import Context
from maps.layout.elements import DropStub, LinkLine, Text, ToldMark, TouchCard
from maps.layout.flow import leaving_share, main_links
from maps.layout.geometry import Point, Rect, union
from maps.layout.icons import touchpoint_icon
from maps.layout.links import Labels, Lattice, lane_gaps, lane_gutters, line_width, link_line
from maps.layout.options import LayoutOptions, Sizes
from maps.layout.routes import Ports, Route, ports, route
from maps.layout.signs import signs_stack
from maps.layout.tracks import Tracks, tracks
from maps.model import MapSlice, Touchpoint

_STUB_ROOM = 24.0
_BESIDE = ((78.0, 2.0), (94.0, 2.0), (78.0, 15.0), (30.0, 15.0))
"""Where the number of messages may stand from a card's lower left corner, the best place first; else inside it."""


@dataclass(frozen=True)
class Wiring:
    """The routes of the links that are drawn, before anything has a place in px."""

    routes: tuple[Route, ...]
    offsets: Ports
    tracks: Tracks
    main: frozenset[str]


def wiring(piece: MapSlice, cells: Grid, options: LayoutOptions) -> Wiring:
    """Route the links that ``options`` ask for."""
    main = main_links(piece, cells.cells)
    routes = [
        _route(piece, cells, key)
        for key, link in piece.links.items()
        if options.links != "none"
        and (key in main or options.links == "all")
        and link.from_touchpoint in cells.cells
        and link.to_touchpoint in cells.cells
        and link.from_touchpoint != link.to_touchpoint
    ]
    offsets = ports(routes)
    return Wiring(tuple(routes), offsets, tracks(routes, offsets), main)


def _route(piece: MapSlice, cells: Grid, key: str) -> Route:
    link = piece.links[key]
    taken = frozenset(cells.cells.values())
    return route(key, cells.cells[link.from_touchpoint], cells.cells[link.to_touchpoint], taken, cells.rows)


def gutters(cells: Grid, wires: Wiring) -> list[float]:
    """Room that each gutter needs, px."""
    return lane_gutters(wires.tracks, cells.columns)


def touchpoint_lane(
    context: Context, wires: Wiring, y: float
) -> tuple[list[TouchCard], list[LinkLine], list[DropStub | ToldMark], float]:
    """Cards, links and, if asked for, who leaves and what is told; and the height of the lane."""
    gaps = lane_gaps(wires.tracks, context.cells.rows)
    walked = context.options.walked
    if context.options.drop_off or walked is not None:
        gaps[-1] = max(gaps[-1], _STUB_ROOM)
    tops: list[float] = []
    bands: list[tuple[float, float]] = []
    at = y
    for row in range(context.cells.rows):
        bands.append((at, at + gaps[row]))
        tops.append(at + gaps[row])
        at += gaps[row] + Sizes.CARD_H
    bands.append((at, at + gaps[-1]))
    boxes = {
        cell: Rect(context.places.cards[cell[0]], tops[cell[1]], Sizes.CARD_W, Sizes.CARD_H)
        for cell in context.cells.cells.values()
    }
    cards = [_remembered(context, key, cell, boxes[cell]) for key, cell in context.cells.cells.items()]
    lattice = Lattice(gutter_bands(context.places), bands, boxes)
    height = at + gaps[-1] - y
    area = Rect(Sizes.LANE, y, context.places.right - Sizes.LANE, height)
    made_of = (context.everywhere, context.cells, wires, context.options.drop_off, flow_of(context.piece), walked)
    lines = context.memory.get("links", made_of, lambda: _lines(context, wires, lattice, area))
    below: list[DropStub | ToldMark] = []
    if walked is not None:
        below += _stubs(context, boxes, lines, walked.left)
        below += _told(context, boxes, walked.told, [one.label.rect for one in (*lines, *below) if one.label])
    elif context.options.drop_off:
        shares = {key: leaving_share(context.piece, key) or 0.0 for key in context.cells.cells}
        below += _stubs(context, boxes, lines, {key: share for key, share in shares.items() if share >= 0.005})
    return cards, lines, below, height


def flow_of(piece: MapSlice) -> tuple[object, ...]:
    """What the look of the links depends on besides where they run: compared to see whether it is still the same."""
    points = tuple((point.page, point.goal, point.conversion) for point in piece.touchpoints.values())
    return tuple(piece.links.items()), points, tuple(piece.stages)


def face_of(point: Touchpoint) -> tuple[object, ...]:
    """What the card of a touchpoint shows of it."""
    return point.title, point.icon, point.channel, point.page, point.dwell


def _remembered(context: Context, key: str, cell: tuple[int, int], box: Rect) -> TouchCard:
    signs = context.options.signs((key,))
    walked = context.options.walked
    seen = walked.views.get(key, 0.0) if walked is not None else None
    made_of = (context.everywhere, face_of(context.piece.touchpoints[key]), cell, box, signs, seen)
    return context.memory.get(("card", key), made_of, lambda: _card(context, key, cell, box))


def gutter_bands(places: Columns) -> list[tuple[float, float]]:
    """From where to where each gutter runs, x in px; the first and last lie outside the cards."""
    rights = [Sizes.LANE, *(x + Sizes.CARD_W for x in places.cards)]
    lefts = [*places.cards, places.right + Sizes.CARD_PAD]
    return [(r, x) for r, x in zip(rights, lefts, strict=True)]


def _card(context: Context, key: str, cell: tuple[int, int], box: Rect) -> TouchCard:
    point = context.piece.touchpoints[key]
    x, width = box.x + 39.0, box.w - 39.0 - 8.0
    probe = context.text(point.title, "title", x, 0.0, width, lines=2)
    meta_height = context.measure.wrap("0", "small", 100.0, 1).height
    used = (probe.rect.h if probe else 0.0) + meta_height
    top = box.y + max(4.0, min(9.0, (box.h - used) / 2))
    title = context.text(point.title, "title", x, top, width, lines=2)
    foot = title.rect.bottom if title else top
    meta = context.text(_meta(context, key, point), "small", x + 13.0, foot, width - 13.0, "ink3", lines=1, minor=True)
    signs = signs_stack(context, key, box.x + 6.0, box.bottom - 1.0)
    return TouchCard(
        id=key, rect=box, table="touchpoints", record=key, icon=touchpoint_icon(point),
        icon_at=Rect(box.x + 10.0, box.y + 9.0, 20.0, 20.0), title=title, meta=meta, evidence=point.dwell.kind,
        evidence_at=Point(x + 4.5, foot + meta_height / 2), column=cell[0], row=cell[1], signs=signs,
    )  # fmt: skip


def _count(context: Context, number: float) -> str:
    """A count with no more digits than a sample bears: two."""
    return context.words.number(float(f"{number:.2g}"))


def _meta(context: Context, key: str, point: Touchpoint) -> str:
    """The time spent on a page of the site, or how often it is seen; where it happens for anything else."""
    walked = context.options.walked
    if walked is not None and key in walked.views:
        return _count(context, walked.views[key])
    if point.page == "none":
        return context.words.channel(point.channel)
    return context.words.duration(point.dwell.value)


def _lines(context: Context, wires: Wiring, lattice: Lattice, area: Rect) -> list[LinkLine]:
    ways, walked = directions(context.piece), context.options.walked
    bare = [
        link_line(
            way.link,
            context.piece.links[way.link],
            way,
            lattice,
            wires.offsets,
            wires.tracks,
            main=way.link in wires.main,
            away=ways[way.link] == "away",
            width=None if walked is None else walked.width(way.link),
            words="" if walked is None else _count(context, walked.taken.get(way.link, 0.0)),
        )
        for way in wires.routes
    ]
    sampled = {line.id: line.path.sampled(5.0) for line in bare}
    labels = Labels(context.measure, context.words, [r.grown(1.0) for r in lattice.cards.values()], sampled, area)
    named = {}
    for line in sorted(bare, key=lambda line: (not line.main, -line.share)):
        label = labels.place(line) if walked is None or line.id in walked.taken else None
        named[line.id] = labelled(line, label)
    return [named[line.id] for line in sorted(bare, key=lambda line: (line.main, not line.away))]


def labelled(link: LinkLine, label: Text | None) -> LinkLine:
    """The line with its label, its rectangle grown around it."""
    return replace(link, label=label, rect=union([link.rect, label.rect])) if label else link


def _stubs(
    context: Context, boxes: Mapping[tuple[int, int], Rect], lines: Sequence[LinkLine], leaving: Mapping[str, float]
) -> list[DropStub]:
    """Who leaves at each touchpoint: a share of its views, or where a run is shown a number of visits."""
    found = []
    busy = [line.label.rect for line in lines if line.label]
    counted, most = context.options.walked is not None, max(leaving.values(), default=1.0)
    for key, cell in context.cells.cells.items():
        leaves = leaving.get(key, 0.0)
        if not leaves:
            continue
        box = boxes[cell]
        start = Point(box.x + 22.0, box.bottom)
        words = _count(context, leaves) if counted else context.words.percent(leaves)
        label = context.text(words, "small_value", start.x + 6.0, box.bottom + 2.0, 60.0, "ember", lines=1)
        if label and any(label.rect.meets(other) for other in busy):
            label = None
        found.append(
            DropStub(
                id=f"{key}/drop", rect=Rect(start.x - 4, start.y, 50.0, 20.0), table="touchpoints", record=key,
                start=start, length=14.0, width=line_width(leaves / most if counted else leaves), label=label,
            )
        )  # fmt: skip
    return found


def _told(
    context: Context, boxes: Mapping[tuple[int, int], Rect], told: Mapping[str, float], busy: Sequence[Rect]
) -> list[ToldMark]:
    """How many messages are shown at each touchpoint, below its right half where nothing else is said."""
    found = []
    for key, cell in context.cells.cells.items():
        if not told.get(key):
            continue
        box = boxes[cell]
        words = _count(context, told[key])
        wide = context.measure.wrap(words, "small_value", 60.0, 1).width + 13.0
        rooms = [Rect(box.x + x, box.bottom + y, wide, 16.0) for x, y in _BESIDE]
        inside = Rect(box.right - wide - 5.0, box.bottom - 18.0, wide, 16.0)
        room = next((one for one in rooms if not any(one.meets(other) for other in busy)), inside)
        label = context.text(words, "small_value", room.x + 13.0, room.y, 60.0, "iris", lines=1)
        found.append(
            ToldMark(
                id=f"{key}/told", rect=room.grown(1.0), table="touchpoints", record=key,
                at=Point(room.x + 5.0, room.y + 8.0), label=label,
            )
        )  # fmt: skip
    return found
