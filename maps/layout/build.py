"""A map laid out: the one function that canvas, exports and thumbnails all start from."""

from __future__ import annotations

from dataclasses import dataclass, field, replace

from maps.layout.columns import columns, grid
from maps.layout.context import Context
from maps.layout.elements import Element, LaneBand, LaneHeader, MapLayout
from maps.layout.emotions import emotion_lane
from maps.layout.geometry import Rect
from maps.layout.headers import lane_header, lane_rule, stage_headers, stage_rules
from maps.layout.judging import metric_lane, opportunity_lane, pain_lane
from maps.layout.measure import Measure
from maps.layout.options import LayoutOptions, Sizes
from maps.layout.ribbon import ribbon, ribbon_height
from maps.layout.touchpoints import Wiring, gutters, touchpoint_lane, wiring
from maps.layout.words import MapWords
from maps.layout.writing import channel_lane, text_lane
from maps.model import Card, Lane, MapSlice

_LEAST = 40.0


def layout_map(
    piece: MapSlice, measure: Measure, words: MapWords | None = None, options: LayoutOptions | None = None
) -> MapLayout:
    """Lay out a whole map.

    The same map, measure, words and options give the same layout. Hidden stages, lanes and personas are left out. A
    map without stages or lanes gives an empty sheet with what there is.
    """
    options = options or LayoutOptions()
    cells = grid(piece)
    wires = wiring(piece, cells, options)
    places = columns(piece, cells, gutters(cells, wires))
    context = Context(piece, cells, places, measure, words or MapWords(), options)
    sheet = _Sheet(context, wires)
    if places.stages:
        sheet.footfall()
        for lane_id, lane in piece.lanes.items():
            if not lane.hidden:
                sheet.lane(lane_id, lane)
    return sheet.finished()


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
        traffic = self.context.options.traffic
        if traffic is None or not traffic.stages:
            return
        words = self.context.words
        period = words.a_month if traffic.period == "month" else words.a_week
        header = lane_header(self.context, "", "footfall", words.footfall, period, self.y - 4.0)
        self.body.append(ribbon(self.context, traffic, self.y))
        height = max(ribbon_height(self.context), header.rect.bottom - self.y)
        self.headers.append(replace(header, rect=Rect(0.0, self.y, Sizes.LANE, height)))
        self.bands.append(LaneBand("", "footfall", self.y, height))
        self.y += height

    def lane(self, lane_id: str, lane: Lane) -> None:
        """One lane, with a line above it."""
        context = self.context
        title = lane.title or context.words.lanes[lane.kind]
        if self.bands:
            self.edges.append((lane_id, self.y, lane.kind == "backstage"))
        if lane.kind == "emotions":
            found, header, height = emotion_lane(context, lane_id, title, self.y)
        else:
            found, height = self._filled(lane_id, lane)
            header = lane_header(context, lane_id, lane.kind, title, "", self.y)
        height = max(height, _LEAST, header.rect.bottom - self.y, lane.height or 0.0)
        self.headers.append(replace(header, rect=Rect(0.0, self.y, Sizes.LANE, height)))
        self.body += found
        self.bands.append(LaneBand(lane_id, lane.kind, self.y, height))
        self.y += height
        if lane.kind == "touchpoints" and self.dots_from is None:
            self.dots_from = self.y

    def _filled(self, lane_id: str, lane: Lane) -> tuple[list[Element], float]:
        context, y = self.context, self.y
        cards: list[tuple[str, Card]] = [(k, card) for k, card in context.piece.cards.items() if card.lane == lane_id]
        if lane.kind == "touchpoints":
            touch, lines, stubs, height = touchpoint_lane(context, self.wires, y)
            return [*lines, *touch, *stubs], height
        if lane.kind == "pains":
            return pain_lane(context, cards, y)
        if lane.kind == "opportunities":
            return opportunity_lane(context, cards, y)
        if lane.kind == "metrics":
            return metric_lane(context, cards, y)
        if lane.kind == "channels":
            return channel_lane(context, cards, y)
        return text_lane(context, lane.kind, cards, y)

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
