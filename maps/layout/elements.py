"""What a laid out map is made of: typed elements with stable ids, rectangles and finished lines of text.

Nothing is left to decide for who paints them but colours (named by token) and how much detail the zoom allows.
Elements are listed in painting order. ``layer`` tells the canvas what stays in view when it scrolls: ``lanes`` keep
their x, ``header`` keeps its y, ``body`` moves with the map.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Literal

from maps.layout.geometry import Path, Point, Rect
from personas.records import Evidence, PhaseKind

Layer = Literal["body", "header", "lanes"]
Align = Literal["left", "right", "centre"]


@dataclass(frozen=True, slots=True)
class Text:
    """Finished lines of text in a box. ``minor`` text (meta, notes) is left out when the map is small on screen."""

    rect: Rect
    lines: tuple[str, ...]
    role: str
    colour: str = "ink"
    align: Align = "left"
    ground: str = ""
    minor: bool = False
    elided: bool = False
    full: str = ""

    @property
    def line_height(self) -> float:
        """Height of one line, px."""
        return self.rect.h / len(self.lines) if self.lines else 0.0


@dataclass(frozen=True, slots=True)
class Mark:
    """A persona's outline in her colour, ``size`` px wide, before a text or a legend name."""

    centre: Point
    size: float
    persona: str
    slot: int


@dataclass(frozen=True, slots=True)
class Signs:
    """Small signs on a card: its work (``status``, with its word), open remarks, dots of a vote; None where none.

    The points are the middles of the signs, about 11 px wide; a number follows each.
    """

    rect: Rect
    status: str = "open"
    work: Point | None = None
    word: Text | None = None
    remarks: Text | None = None
    remarks_at: Point | None = None
    dots: Text | None = None
    dots_at: Point | None = None

    @property
    def texts(self) -> tuple[Text, ...]:
        """The word and the numbers."""
        return tuple(text for text in (self.word, self.remarks, self.dots) if text is not None)


@dataclass(frozen=True, slots=True)
class Element:
    """Something on the map. ``id`` is unique in the layout and stable from one layout to the next.

    ``table`` and ``record`` name the project's record it shows; both are empty for what is derived.
    """

    id: str
    rect: Rect
    table: str = ""
    record: str = ""
    layer: Layer = "body"

    @property
    def texts(self) -> tuple[Text, ...]:
        """Every text of the element."""
        found = (getattr(self, name, None) for name in ("title", "meta", "note", "label", "second", "text"))
        return tuple(text for text in found if isinstance(text, Text)) + tuple(getattr(self, "more", ())) + self._signs

    @property
    def _signs(self) -> tuple[Text, ...]:
        signs: Signs | None = getattr(self, "signs", None)
        return signs.texts if signs is not None else ()


@dataclass(frozen=True, slots=True)
class Rule(Element):
    """A straight line: ``hair`` between lanes, ``dots`` between stages, ``grid`` and ``zero`` behind the curves."""

    style: Literal["hair", "dots", "grid", "zero", "visibility"] = "hair"


@dataclass(frozen=True, slots=True)
class LaneHeader(Element):
    """The name of a row, at the left. ``kind`` is the lane's kind, or ``footfall``."""

    kind: str = ""
    title: Text | None = None
    note: Text | None = None
    marks: tuple[Mark, ...] = ()
    more: tuple[Text, ...] = ()


@dataclass(frozen=True, slots=True)
class StageHeader(Element):
    """The name of a column with the sign and the name of its phase; ``sign`` is the box of the sign.

    A stage that opens a sub-journey has a ``door``, and before it the ``mood`` and (``note``) the pain points there.
    """

    phase: PhaseKind = "browse"
    sign: Rect = Rect(0, 0, 0, 0)
    title: Text | None = None
    meta: Text | None = None
    colour: str = ""
    door: Rect | None = None
    mood: float | None = None
    note: Text | None = None


@dataclass(frozen=True, slots=True)
class Band:
    """One persona's part of the ribbon, a closed path."""

    path: Path
    persona: str
    slot: int


@dataclass(frozen=True, slots=True)
class Ribbon(Element):
    """How many people are where: stacked bands and, in ``more``, the figures."""

    bands: tuple[Band, ...] = ()
    more: tuple[Text, ...] = ()


@dataclass(frozen=True, slots=True)
class TouchCard(Element):
    """A touchpoint. ``icon`` is a Phosphor name, ``icon_at`` its square, ``evidence`` the mark before the meta."""

    icon: str = ""
    icon_at: Rect = Rect(0, 0, 0, 0)
    title: Text | None = None
    meta: Text | None = None
    evidence: Evidence | None = None
    evidence_at: Point = Point(0, 0)
    column: int = 0
    row: int = 0
    signs: Signs | None = None


@dataclass(frozen=True, slots=True)
class LinkLine(Element):
    """A link: ``path`` ends at ``tip``, where an arrow points along ``heading`` (a unit vector).

    ``main`` links belong to the main flow; ``away`` ones lead back and are dashed.
    """

    path: Path = Path(())
    tip: Point = Point(0, 0)
    heading: Point = Point(1, 0)
    width: float = 1.0
    share: float = 0.0
    main: bool = True
    away: bool = False
    label: Text | None = None
    source: str = ""
    target: str = ""
    words: str = ""
    """What its label says in the place of its share; empty: the share."""


@dataclass(frozen=True, slots=True)
class DropStub(Element):
    """The share that leaves at a touchpoint, shown under *Drop-off*."""

    start: Point = Point(0, 0)
    length: float = 18.0
    width: float = 1.0
    label: Text | None = None


@dataclass(frozen=True, slots=True)
class ToldMark(Element):
    """How many messages visitors of a run were shown at a touchpoint: a sign, its middle at ``at``, and a number."""

    at: Point = Point(0, 0)
    label: Text | None = None


@dataclass(frozen=True, slots=True)
class TextCell(Element):
    """Words in a cell: an action, a thought, a quote, evidence, free text, a channel, or what a picture shows."""

    kind: str = "text"
    text: Text | None = None
    marks: tuple[Mark, ...] = ()
    icon: str = ""
    icon_at: Rect = Rect(0, 0, 0, 0)
    evidence: Evidence | None = None
    evidence_at: Point = Point(0, 0)
    colour: str = ""
    image: str = ""
    image_at: Rect = Rect(0, 0, 0, 0)
    signs: Signs | None = None


@dataclass(frozen=True, slots=True)
class Curve(Element):
    """One persona's emotion curve."""

    path: Path = Path(())
    persona: str = ""
    slot: int = 0


@dataclass(frozen=True, slots=True)
class Face(Element):
    """What one persona feels at one touchpoint, -2 to +2, with her note where there is room for it."""

    centre: Point = Point(0, 0)
    radius: float = 13.0
    value: float = 0.0
    persona: str = ""
    slot: int = 0
    note: Text | None = None
    full_note: str = ""


@dataclass(frozen=True, slots=True)
class Tag:
    """A price tag: its box, its words, and whether the map changed since it was computed."""

    rect: Rect
    text: Text
    stale: bool = False


@dataclass(frozen=True, slots=True)
class PainCard(Element):
    """A pain point with its severity (1 to 5) and, after a run, what it costs."""

    title: Text | None = None
    severity: int = 3
    severity_at: Point = Point(0, 0)
    tag: Tag | None = None
    marks: tuple[Mark, ...] = ()
    evidence: Evidence | None = None
    evidence_at: Point = Point(0, 0)
    colour: str = ""
    signs: Signs | None = None

    @property
    def texts(self) -> tuple[Text, ...]:
        """Title and price."""
        return tuple(t for t in (self.title, self.tag.text if self.tag else None) if t is not None) + self._signs


@dataclass(frozen=True, slots=True)
class OpportunityCell(Element):
    """An opportunity with impact and effort, 0 to 5; ``impact_at`` and ``effort_at`` are the bars' top lefts."""

    title: Text | None = None
    label: Text | None = None
    second: Text | None = None
    impact: float = 0
    effort: float = 0
    impact_at: Point = Point(0, 0)
    effort_at: Point = Point(0, 0)
    evidence: Evidence | None = None
    evidence_at: Point = Point(0, 0)
    colour: str = ""
    signs: Signs | None = None


@dataclass(frozen=True, slots=True)
class MetricCell(Element):
    """A KPI: its value, a bullet with a target tick (both as fractions of the bullet's width), its name and goal.

    ``series`` is the line of its readings over time and ``last`` its end; ``stale`` when the last reading is older
    than the KPI allows.
    """

    title: Text | None = None
    meta: Text | None = None
    bullet_at: Rect | None = None
    filled: float | None = None
    target: float | None = None
    evidence: Evidence = "assumed"
    evidence_at: Point = Point(0, 0)
    series: Path | None = None
    last: Point | None = None
    stale: bool = False
    colour: str = ""
    signs: Signs | None = None


@dataclass(frozen=True, slots=True)
class StageColumn:
    """Where a stage stands: its left edge, its width, and the x of its touchpoint columns."""

    id: str
    x: float
    width: float
    columns: tuple[float, ...]


@dataclass(frozen=True, slots=True)
class LaneBand:
    """Where a lane stands; ``kind`` as in `LaneHeader`."""

    id: str
    kind: str
    y: float
    height: float


@dataclass(frozen=True)
class MapLayout:
    """A whole map, laid out. Sizes in px at 100%."""

    map: str
    width: float
    height: float
    lane_width: float
    header_height: float
    stages: tuple[StageColumn, ...]
    lanes: tuple[LaneBand, ...]
    slots: Mapping[str, int]
    elements: tuple[Element, ...]

    @cached_property
    def by_id(self) -> Mapping[str, Element]:
        """The elements by id."""
        return {element.id: element for element in self.elements}

    def of_record(self, record: str) -> tuple[Element, ...]:
        """The elements that show the project's record with this id, in painting order."""
        return tuple(element for element in self.elements if element.record == record)

    def at(self, x: float, y: float) -> Element | None:
        """The topmost element under (x, y) that shows a record; rules, ribbon and curves are looked through."""
        for element in reversed(self.elements):
            if element.record and not isinstance(element, Curve | LinkLine) and element.rect.has(x, y):
                return element
        return None

    def link_at(self, x: float, y: float, reach: float = 6.0) -> LinkLine | None:
        """The link whose line passes within ``reach`` px of (x, y), the nearest one first."""
        best: tuple[float, LinkLine] | None = None
        for element in self.elements:
            if isinstance(element, LinkLine) and element.rect.grown(reach).has(x, y):
                near = min(abs(p.x - x) + abs(p.y - y) for p in element.path.sampled(4.0))
                if near <= reach and (best is None or near < best[0]):
                    best = (near, element)
        return best[1] if best else None

    @cached_property
    def cells(self) -> Mapping[tuple[str, str], Rect]:
        """Where every cell stands, by (stage id, lane id), empty ones too; rows of figures (the ribbon) have none.

        Cells of one row share top and height, those of one column left edge and width; together they cover the grid.
        """
        return {
            (stage.id, lane.id): Rect(stage.x, lane.y, stage.width, lane.height)
            for lane in self.lanes
            if lane.id
            for stage in self.stages
        }

    def cell_rect(self, stage: str, lane: str) -> Rect | None:
        """Where the cell of a stage and a lane stands; None when one of them is not drawn."""
        return self.cells.get((stage, lane))

    def cell_at(self, x: float, y: float) -> tuple[str, str]:
        """Ids of the stage and lane at (x, y); an empty string where there is none."""
        stage = next((s.id for s in self.stages if s.x <= x < s.x + s.width), "")
        lane = next((b.id for b in self.lanes if b.y <= y < b.y + b.height), "")
        return stage, lane
