"""Where they travel: the records of a journey map, and `MapSlice`, one map with all that belongs to it.

The map is the model: touchpoints are states, links are transitions, pain points are friction. Everything below the
application works on a `MapSlice`, never on a whole project.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Annotated, Literal

from pydantic import Field, StringConstraints

from personas.model import ImageId, Persona
from personas.provenance import Amount, Factor, Logit, Parameter, Rate, SourceId, assumed
from personas.records import (
    Channel,
    Colour,
    FrozenMap,
    Id,
    Language,
    LongText,
    PhaseKind,
    Record,
    Ref,
    Text,
    Value,
    Weight,
    Yes,
)

MapId = Annotated[Id, Ref("maps", "cascade")]
StageId = Annotated[Id, Ref("stages", "cascade")]
LaneId = Annotated[Id, Ref("lanes", "cascade")]
TouchpointId = Annotated[Id, Ref("touchpoints", "cascade")]
PersonaKey = Annotated[Id, Ref("personas", "clear")]
PhaseId = Annotated[Id, Ref("phases", "clear")]

PageType = Literal[
    "none", "landing", "home", "article", "list", "search", "product", "reviews", "compare", "info", "service",
    "basket", "details", "payment", "order", "other",
]  # fmt: skip
SITE_PAGES: tuple[PageType, ...] = (
    "landing", "home", "article", "list", "search", "product", "reviews", "compare", "info", "service", "basket",
    "details", "payment", "order", "other",
)  # fmt: skip
"""Page types that a visit can walk; `none` marks a touchpoint outside the visit (an advertisement, a parcel)."""
Goal = Literal["none", "order", "lead", "sign-up", "store-visit"]
LaneKind = Literal[
    "touchpoints", "actions", "thoughts", "emotions", "pains", "opportunities", "channels", "metrics", "quotes",
    "evidence", "images", "text", "backstage",
]  # fmt: skip
LANE_KINDS: tuple[LaneKind, ...] = (
    "touchpoints", "actions", "thoughts", "emotions", "pains", "opportunities", "channels", "metrics", "quotes",
    "evidence", "images", "text", "backstage",
)  # fmt: skip
Direction = Literal["auto", "forward", "sideways", "away"]
MatrixAxis = Literal["value", "impact", "business", "effort", "score", "votes", "pains", "price"]
MATRIX_AXES: tuple[MatrixAxis, ...] = ("value", "impact", "business", "effort", "score", "votes", "pains", "price")
Currency = Annotated[str, StringConstraints(pattern=r"^[A-Z]{3}$")]


class World(Value):
    """The traffic and the time in which a map is simulated."""

    visitors_per_week: Amount = Field(default=assumed(10_000.0), description="New visitors a week at today's traffic.")
    hour_of_week: FrozenMap[str, Weight] = Field(
        default=FrozenMap(),
        description="Arrival weight per hour of the week, keys '0' (Monday 00:00) to '167'; empty: even.",
    )
    horizon_days: float = Field(default=30.0, ge=1, le=730, description="Days each visitor is followed.")
    max_visits: int = Field(default=12, ge=1, le=100, description="Visits after which a visitor is followed no more.")
    time_zone: Text = Field(default="Europe/Amsterdam", description="IANA name of the time zone.")
    margin: Rate = Field(default=assumed(0.3), description="Margin as a share of revenue, before message costs.")
    bounce: Rate = Field(default=assumed(0.22), description="Share of visits that leave within seconds of arriving.")
    bounce_rate: Rate | None = Field(
        default=None, description="Share of visits with a single page, if known; the instant bounce is solved to fit."
    )
    desktop_over_phone: Factor = Field(
        default=assumed(1.65, 1.2, 2.2), description="Conversion of desktop visits over phone visits; solved for."
    )
    returning_over_new: Factor = Field(
        default=assumed(1.95, 0.5, 3.0), description="Conversion of returning visits over first ones; solved for."
    )
    after_weeks: float = Field(
        default=52.0, ge=0, le=520, description="Weeks after the first order in which repeat purchases count."
    )
    delivery_days: Amount = Field(
        default=assumed(2.0, 1.0, 5.0), description="Median days from an order to its arrival."
    )
    loyalty_by_satisfaction: Logit = Field(
        default=assumed(0.0, -0.5, 0.5),
        description="Change of the logarithm of the rate of repeat purchase per ten points of satisfaction.",
    )
    channel_costs: FrozenMap[Channel, Amount] = Field(
        default=FrozenMap(), description="What one visit through an arrival channel costs, map's currency."
    )
    forget_days: float = Field(default=14.0, gt=0, le=3650, description="Half-life of interest between visits, days.")
    history_weight: Parameter = Field(
        default=assumed(0.35, 0.0, 0.7), description="How strongly true progress pulls forward (rho), log-odds a phase."
    )


class JourneyMap(Record):
    """One customer journey map."""

    title: Text = Field(description="Title of the map.")
    organisation: Text = Field(default="", description="Shop or organisation the journey belongs to.")
    personas: FrozenMap[PersonaKey, Weight] = Field(
        default=FrozenMap(), description="Personas on this map and their relative size among its visitors."
    )
    hidden_personas: FrozenMap[PersonaKey, Yes] = Field(default=FrozenMap(), description="Personas not drawn now.")
    framework: Text = Field(default="blank", description="Key of the framework the map started from.")
    scenario: LongText = Field(default="", description="The situation the journey starts from, in a sentence.")
    goal: LongText = Field(default="", description="What the visitor wants to reach.")
    currency: Currency = Field(default="EUR", description="ISO 4217 code of all money on the map.")
    language: Language = Field(default="en", description="Language the map is written in.")
    maturity: Literal["as-is", "to-be"] = Field(default="as-is", description="Today's journey or a wanted one.")
    based_on: Annotated[Id, Ref("maps", "clear")] | None = Field(default=None, description="As-is map it is a copy of.")
    wide: bool = Field(default=False, description="Each touchpoint in a column of its own.")
    formula: Text = Field(default="", description="Scoring formula of the opportunities that have none of their own.")
    matrix_x: MatrixAxis = Field(default="effort", description="What the opportunity matrix shows from left to right.")
    matrix_y: MatrixAxis = Field(default="value", description="What the opportunity matrix shows from bottom to top.")
    world: World = Field(default=World(), description="Traffic and time of the simulation.")


class Stage(Record):
    """A column of the map."""

    map: MapId = Field(description="Map it belongs to.")
    title: Text = Field(description="Title of the stage.")
    phase: PhaseId | None = Field(default=None, description="Phase of buying intent this stage stands for.")
    goals: LongText = Field(default="", description="What the visitor wants here, and what the organisation wants.")
    opens: Annotated[Id, Ref("maps", "clear")] | None = Field(default=None, description="Sub-journey it opens.")
    width: float | None = Field(default=None, ge=80, le=2000, description="Width in layout px; none: automatic.")
    colour: Colour = Field(default="", description="Colour of the header; empty: none.")
    hidden: bool = Field(default=False, description="Not drawn.")
    based_on: Annotated[Id, Ref("stages", "clear")] | None = Field(default=None, description="Original of a copy.")


class Feeling(Value):
    """What a persona feels at a touchpoint: evidence people put up, not an input of the simulation."""

    value: float = Field(ge=-2, le=2, description="-2 (angry) to +2 (delighted).")
    note: Text = Field(default="", description="Why, in a few words.")
    kind: Literal["assumed", "published", "measured"] = Field(default="assumed", description="Evidence level.")
    source: SourceId | None = Field(default=None, description="What it rests on.")


class Touchpoint(Record):
    """A moment of contact, and a state of the model."""

    map: MapId = Field(description="Map it belongs to.")
    stage: StageId = Field(description="Stage it stands in.")
    title: Text = Field(description="Title of the card.")
    note: LongText = Field(default="", description="Anything else worth saying.")
    channel: Channel = Field(default="web", description="Where it happens: web, search, social, mail, store, home …")
    icon: Text = Field(default="", description="Icon key; empty: by channel and page type.")
    page: PageType = Field(default="none", description="Page type; 'none' is outside the visit and is not walked.")
    entry: FrozenMap[Channel, Weight] = Field(
        default=FrozenMap(),
        description="Share of visits per arrival channel that start here; key 'all' = every channel.",
    )
    entry_return: FrozenMap[Channel, Weight] = Field(
        default=FrozenMap(), description="The same for visits of people who come back; empty: as `entry`."
    )
    dwell: Amount = Field(default=assumed(20.0), description="Median time on the card, seconds.")
    dwell_spread: float = Field(default=0.9, ge=0, le=3, description="Standard deviation of the log of that time.")
    gain: Amount | None = Field(default=None, description="Progress one view adds, phases; none: by page type.")
    goal: Goal = Field(default="none", description="Goal reached by arriving here.")
    goal_value: Amount | None = Field(default=None, description="Value of that goal, map's currency; none: an order.")
    conversion: bool = Field(default=False, description="A main conversion rather than a micro-conversion.")
    desk: Annotated[Id, Ref("desks", "clear")] | None = Field(default=None, description="Desk that serves here.")
    product_focus: bool | None = Field(default=None, description="Concerns one product; none: by page type.")
    feelings: FrozenMap[PersonaKey, Feeling] = Field(default=FrozenMap(), description="Emotion per persona.")
    based_on: Annotated[Id, Ref("touchpoints", "clear")] | None = Field(default=None, description="Original of a copy.")


class Lane(Record):
    """A row of the map."""

    map: MapId = Field(description="Map it belongs to.")
    kind: LaneKind = Field(description="What the row holds.")
    title: Text = Field(default="", description="Own title; empty: the kind's name in the reader's language.")
    height: float | None = Field(default=None, ge=24, le=4000, description="Height in layout px; none: automatic.")
    hidden: bool = Field(default=False, description="Not drawn.")
    based_on: Annotated[Id, Ref("lanes", "clear")] | None = Field(default=None, description="Original of a copy.")


class Card(Record):
    """Anything in a cell that is not a touchpoint: an action, a thought, a pain point's text, a picture and so on."""

    map: MapId = Field(description="Map it belongs to.")
    lane: LaneId = Field(description="Row.")
    stage: StageId = Field(description="Column.")
    touchpoint: Annotated[Id, Ref("touchpoints", "clear")] | None = Field(
        default=None, description="Touchpoint it is about; none: the whole stage."
    )
    text: LongText = Field(default="", description="What it says; plain text, never HTML.")
    span: int = Field(default=1, ge=1, le=100, description="Stages it stretches over.")
    personas: FrozenMap[PersonaKey, Yes] = Field(default=FrozenMap(), description="Whose it is; empty: everybody's.")
    colour: Colour = Field(default="", description="Colour of the card; empty: none.")
    image: ImageId | None = Field(default=None, description="Picture on the card.")
    source: SourceId | None = Field(default=None, description="What it rests on.")
    kind: Literal["assumed", "published", "measured"] = Field(default="assumed", description="Evidence level.")
    based_on: Annotated[Id, Ref("cards", "clear")] | None = Field(default=None, description="Original of a copy.")


CardId = Annotated[Id, Ref("cards", "cascade")]


FRICTION: Mapping[int, float] = {1: 0.05, 2: 0.10, 3: 0.20, 4: 0.35, 5: 0.50}
"""Log-odds of leaving that a pain point of each severity adds where it has no friction of its own (assumed)."""


class Pain(Record):
    """What makes a card a pain point. Its touchpoint is the card's; its friction is inside the drawn shares."""

    card: CardId = Field(description="Card that carries the text.")
    severity: int = Field(default=3, ge=1, le=5, description="1 (irritates) to 5 (drives away).")
    friction: Amount | None = Field(
        default=None, description="Log-odds of leaving it adds; none: .05 .10 .20 .35 .50 by severity."
    )
    owner: Text = Field(default="", description="Who looks after it.")
    status: Literal["open", "doing", "done", "parked"] = Field(default="open", description="State of the work.")

    @property
    def weight(self) -> Parameter:
        """Log-odds of leaving it adds: its own friction, else what its severity stands for."""
        return self.friction if self.friction is not None else Parameter(value=FRICTION[self.severity])


Points = Annotated[int | float, Field(ge=0, le=5)]
"""0 to 5, in whole points as long as nobody wants to be finer."""


class Opportunity(Record):
    """What makes a card an opportunity."""

    card: CardId = Field(description="Card that carries the text.")
    impact: Points = Field(default=3, description="Expected effect on the customer, 0-5.")
    business: Points = Field(default=3, description="Expected effect on the business, 0-5.")
    effort: Points = Field(default=3, description="Work to get there, 0-5.")
    owner: Text = Field(default="", description="Who looks after it.")
    status: Literal["open", "doing", "done", "parked"] = Field(default="open", description="State of the work.")
    formula: Text = Field(
        default="", description="Own scoring formula; empty: the map's, else (impact + business) / 2 - effort / 2."
    )
    solves: FrozenMap[Annotated[Id, Ref("pains", "clear")], Yes] = Field(
        default=FrozenMap(), description="Pain points it would remove."
    )


class Reading(Value):
    """One value of a metric."""

    value: float = Field(description="Measured value, in the metric's unit.")
    target: float | None = Field(default=None, description="Goal at that date, same unit.")
    source: SourceId | None = Field(default=None, description="Where it was read.")


class Metric(Record):
    """What makes a card a KPI."""

    card: CardId = Field(description="Card that carries the name.")
    unit: Literal["count", "rate", "money", "seconds", "score", "number"] = Field(
        default="number", description="How values are written; a rate is a fraction 0-1."
    )
    series: FrozenMap[Annotated[str, StringConstraints(pattern=r"^\d{4}-\d{2}-\d{2}$")], Reading] = Field(
        default=FrozenMap(), description="Readings by date (YYYY-MM-DD)."
    )
    better: Literal["up", "down"] = Field(default="up", description="Direction that is good.")
    target: float | None = Field(default=None, description="Goal, same unit.")
    kind: Literal["assumed", "published", "measured"] = Field(default="assumed", description="Evidence level.")
    source: SourceId | None = Field(default=None, description="Where it is read.")
    stale_days: int = Field(default=92, ge=1, le=3650, description="Age after which it is marked as old.")
    kpi: Text = Field(default="", description="KPI of the registry that the simulation reports for it, if any.")


class Link(Record):
    """A way from one touchpoint to another. What the shares of a card leave, leaves."""

    map: MapId = Field(description="Map it belongs to.")
    from_touchpoint: TouchpointId = Field(description="Where it starts.")
    to_touchpoint: TouchpointId = Field(description="Where it ends.")
    share: Rate = Field(description="Share of all views of the first card that take this link, under today's site.")
    share_by_persona: FrozenMap[PersonaKey, Rate] = Field(
        default=FrozenMap(), description="The same per persona; wins over the overall share."
    )
    direction: Direction = Field(default="auto", description="Towards the goal or not; auto: by graph distance.")
    keeps_context: bool = Field(default=True, description="What is known of the visitor survives the hand-over.")
    based_on: Annotated[Id, Ref("links", "clear")] | None = Field(default=None, description="Original of a copy.")


class Phase(Record):
    """A phase of buying intent. Shops rename and add phases; the engine and the catalogue use the kind."""

    title: Text = Field(description="Name in this shop.")
    kind: PhaseKind = Field(description="before, browse, search, choose, checkout or after.")
    priority: int = Field(default=0, ge=0, le=1000, description="Higher wins when several rules could speak.")


@dataclass(frozen=True)
class MapSlice:
    """One map with everything that belongs to it, in order, indexed, frozen.

    Built by `app.project.slices` only. The mappings are ordered as drawn (by fractional key, ties by id); `pains`,
    `opportunities` and `metrics` are keyed by the id of their *card*.
    """

    id: str
    map: JourneyMap
    personas: Mapping[str, Persona]
    stages: Mapping[str, Stage]
    lanes: Mapping[str, Lane]
    touchpoints: Mapping[str, Touchpoint]
    links: Mapping[str, Link]
    cards: Mapping[str, Card]
    pains: Mapping[str, Pain]
    opportunities: Mapping[str, Opportunity]
    metrics: Mapping[str, Metric]
    phases: Mapping[str, Phase]

    def phase_kind(self, stage_id: str) -> PhaseKind:
        """The canonical phase of a stage; a stage without phase counts as browse."""
        phase = self.stages[stage_id].phase
        return self.phases[phase].kind if phase is not None and phase in self.phases else "browse"

    def in_stage(self, stage_id: str) -> tuple[str, ...]:
        """Ids of the touchpoints of a stage, in order."""
        return self._by_stage.get(stage_id, ())

    @cached_property
    def _by_stage(self) -> Mapping[str, tuple[str, ...]]:
        found: dict[str, list[str]] = {}
        for key, point in self.touchpoints.items():
            found.setdefault(point.stage, []).append(key)
        return {stage: tuple(points) for stage, points in found.items()}

    def walked(self) -> tuple[str, ...]:
        """Ids of the touchpoints a visit can walk: those with a page type of the site."""
        return tuple(key for key, point in self.touchpoints.items() if point.page != "none")

    def walked_links(self) -> tuple[str, ...]:
        """Ids of the links whose both ends are walked."""
        walked = set(self.walked())
        return tuple(
            key for key, link in self.links.items() if link.from_touchpoint in walked and link.to_touchpoint in walked
        )
