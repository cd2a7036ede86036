"""A map laid out: the one function that canvas, exports and thumbnails all start from."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace

from maps.layout.columns import Columns, Grid, columns, grid
from maps.layout.context import Context
from maps.layout.elements import Element, LaneBand, LaneHeader, MapLayout
from maps.layout.emotions import emotion_lane
from maps.layout.geometry import Rect
from maps.layout.headers import lane_header, lane_rule, stage_headers, stage_rules
from maps.layout.judging import metric_lane, opportunity_lane, pain_lane
from maps.layout.measure import Measure
from maps.layout.memory import Memory
from maps.layout.moving import moved
from maps.layout.options import LayoutOptions, Sizes
from maps.layout.ribbon import ribbon, ribbon_height
from maps.layout.touchpoints import Wiring, face_of, flow_of, gutters, touchpoint_lane, wiring
from maps.layout.words import MapWords
from maps.layout.writing import channel_lane, text_lane
from maps.model import Card, Lane, MapSlice

_LEAST = 40.0


def layout_map(
    piece: MapSlice,
    measure: Measure,
    words: MapWords | None = None,
    options: LayoutOptions | None = None,
    memory: Memory | None = None,
) -> MapLayout:
    """Lay out a whole map.

    The same map, measure, words and options give the same layout. Hidden stages, lanes and personas are left out. A
    map without stages or lanes gives an empty sheet with what there is. With a ``memory`` of earlier layouts only
    what changed since is computed, and what did not is the very same element.
    """
    options, memory = options or LayoutOptions(), memory or Memory()
    memory.begin()
    cells, wires, places = _columns(piece, options, memory)
    context = Context(piece, cells, places, measure, words or MapWords(), options, memory)
    sheet = _Sheet(context, wires)
    if places.stages:
        sheet.footfall()
        mine: dict[str, list[tuple[str, Card]]] = {}
        for key, card in piece.cards.items():
            mine.setdefault(card.lane, []).append((key, card))
        for lane_id, lane in piece.lanes.items():
            if not lane.hidden:
                sheet.lane(lane_id, lane, mine.get(lane_id, []))
    return sheet.finished()


def _columns(piece: MapSlice, options: LayoutOptions, memory: Memory) -> tuple[Grid, Wiring, Columns]:
    """Where stages, columns and links run; anew only when cards, links or widths are other ones."""
    stood = (
        piece.map.wide,
        tuple((key, stage.hidden) for key, stage in piece.stages.items()),
        tuple((key, point.stage) for key, point in piece.touchpoints.items()),
    )
    cells = memory.get("grid", stood, lambda: grid(piece))
    flow = tuple((point.goal, point.entry) for point in piece.touchpoints.values())
    linked = (cells, options.links, flow, tuple(piece.links.items()))
    wires = memory.get("wiring", linked, lambda: wiring(piece, cells, options))
    widths = tuple(stage.width for stage in piece.stages.values())
    places = memory.get("columns", (cells, wires, widths), lambda: columns(piece, cells, gutters(cells, wires)))
    return cells, wires, places


@dataclass(eq=False)
class _Part:
    """One lane whose top is at 0: its elements, its header, its height."""

    elements: tuple[Element, ...]
    header: LaneHeader
    height: float


@dataclass
class _Sheet:
    """The map as it grows downwards, lane by lane."""

    context: Context
    wires: Wiring
    y: float = Sizes.HEADER
    body: list[Element] = field(default_factory=list)
    headers: list[LaneHeader] = field(default_factory=list)
    bands: list[LaneBand] = field(default_factory=list)
    edges: list[tuple[str, float, bool]] = field(default_factory=list)
    dots_from: float | None = None

    def footfall(self) -> None:
        """The ribbon, when there are figures for it."""
        context, traffic = self.context, self.context.options.traffic
        if traffic is None or not traffic.stages:
            return

        def part() -> _Part:
            words = context.words
            period = words.a_month if traffic.period == "month" else words.a_week
            header = lane_header(context, "", "footfall", words.footfall, period, -4.0)
            return _Part((ribbon(context, traffic, 0.0),), header, max(ribbon_height(context), header.rect.bottom))

        self._place("", "footfall", context.memory.get("footfall", (context.everywhere, traffic), part))

    def lane(self, lane_id: str, lane: Lane, cards: list[tuple[str, Card]]) -> None:
        """One lane, with a line above it."""
        if self.bands:
            self.edges.append((lane_id, self.y, lane.kind == "backstage"))
        made_of = self._made_of(lane, cards)
        part = self.context.memory.get(("lane", lane_id), made_of, lambda: self._part(lane_id, lane, cards))
        self._place(lane_id, lane.kind, part)
        if lane.kind == "touchpoints" and self.dots_from is None:
            self.dots_from = self.y

    def _place(self, lane_id: str, kind: str, part: _Part) -> None:
        """Put a lane below what there is."""
        y = self.y

        def placed() -> tuple[tuple[Element, ...], LaneHeader]:
            header = replace(moved(part.header, y), rect=Rect(0.0, y, Sizes.LANE, part.height))
            return tuple(moved(element, y) for element in part.elements), header

        elements, header = self.context.memory.get(("placed", lane_id), (part, y), placed)
        self.headers.append(header)
        self.body += elements
        self.bands.append(LaneBand(lane_id, kind, y, part.height))
        self.y += part.height

    def _made_of(self, lane: Lane, cards: list[tuple[str, Card]]) -> tuple[object, ...]:
        """All that a lane's look depends on."""
        context, piece, options = self.context, self.context.piece, self.context.options
        spots = tuple(context.cells.cells.get(card.touchpoint or "") for _, card in cards)
        signs = options.signs(card for card, _ in cards)
        shared: tuple[object, ...] = (context.everywhere, lane, tuple(cards), spots, signs)
        points = piece.touchpoints
        if lane.kind == "touchpoints":
            faces = tuple((key, face_of(point)) for key, point in points.items())
            return (*shared, context.cells, self.wires, options.drop_off, flow_of(piece), faces,
                    options.signs(points), options.walked)  # fmt: skip
        if lane.kind == "emotions":
            felt = tuple(
                (key, point.stage, point.feelings) for key, point in points.items() if key in context.cells.cells
            )
            return (*shared, felt, tuple(piece.personas[key].name for key in context.personas))
        if lane.kind == "channels":
            return (*shared, tuple((point.stage, point.channel) for point in points.values()))
        records: Mapping[str, object] = {}
        if lane.kind == "pains":
            records = piece.pains
        elif lane.kind == "opportunities":
            records = piece.opportunities
        elif lane.kind == "metrics":
            records = piece.metrics
        return (*shared, piece.map.currency, tuple(records.get(card) for card, _ in cards))

    def _part(self, lane_id: str, lane: Lane, cards: list[tuple[str, Card]]) -> _Part:
        """A lane laid out from y 0."""
        title = lane.title or self.context.words.lanes[lane.kind]
        if lane.kind == "emotions":
            found, header, height = emotion_lane(self.context, lane_id, title, 0.0)
        else:
            found, height = self._filled(lane, cards)
            header = lane_header(self.context, lane_id, lane.kind, title, "", 0.0)
        return _Part(tuple(found), header, max(height, _LEAST, header.rect.bottom, lane.height or 0.0))

    def _filled(self, lane: Lane, cards: list[tuple[str, Card]]) -> tuple[list[Element], float]:
        context = self.context
        if lane.kind == "touchpoints":
            touch, lines, stubs, height = touchpoint_lane(context, self.wires, 0.0)
            return [*lines, *touch, *stubs], height
        if lane.kind == "pains":
            return pain_lane(context, cards, 0.0)
        if lane.kind == "opportunities":
            return opportunity_lane(context, cards, 0.0)
        if lane.kind == "metrics":
            return metric_lane(context, cards, 0.0)
        if lane.kind == "channels":
            return channel_lane(context, cards, 0.0)
        return text_lane(context, lane.kind, cards, 0.0)

    def finished(self) -> MapLayout:
        """Everything in painting order: lines, then the body, then what stays in view."""
        context = self.context
        width = max(context.places.right, Sizes.LANE + Sizes.STAGE)
        height = self.y + Sizes.END
        rules: list[Element] = [lane_rule(key, y, width, visibility=seen) for key, y, seen in self.edges]
        if self.dots_from is not None:
            rules += stage_rules(context, self.dots_from, self.y)
        elements: list[Element] = [*rules, *self.body, *stage_headers(context), *self.headers]
        return MapLayout(
            map=context.piece.id, width=width, height=height, lane_width=Sizes.LANE, header_height=Sizes.HEADER,
            stages=context.places.stages, lanes=tuple(self.bands), slots=context.slots, elements=tuple(elements),
        )  # fmt: skip
