"""Who hears what, when: the records of a personalisation policy.

Phase × audience × segment × trigger → technique with a message. The decision function itself is in
`simulation.behaviour`; the facts about techniques are in `simulation.evidence`.
"""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field, StringConstraints

from maps.model import PhaseId
from personas.provenance import Amount, Parameter, SourceId, assumed
from personas.records import Channel, FrozenMap, Id, Language, LongText, Record, Ref, Text, Value, Yes

AudienceKind = Literal["unknown", "orientating", "buying", "exclude"]
AUDIENCE_KINDS: tuple[AudienceKind, ...] = ("unknown", "orientating", "buying", "exclude")
Mode = Literal["page-type", "score-card"]
TechniqueKey = Annotated[str, StringConstraints(pattern=r"^[a-z][a-z0-9_]{1,39}$")]
TriggerKind = Literal[
    "arrive", "idle", "long_on_form", "exit_intent", "nth_view", "return_visit", "after_abandonment", "scheduled"
]
ConditionField = Literal[
    "returning", "device", "channel", "campaign", "product_interest", "basket_value", "hour", "weekday", "customer",
    "views", "persona_attribute", "lead_score",
]  # fmt: skip


class ScoreCard(Value):
    """Points per event from which the system guesses phase and audience (defaults: MODEL 4.2, assumed)."""

    points: FrozenMap[str, float] = Field(
        default=FrozenMap(
            {
                "page": 0.5, "product": 1.0, "long_look": 1.0, "info": 1.5, "reviews": 2.0, "compare": 2.0,
                "basket": 4.0, "details": 3.0, "payment": 3.0, "return": 0.5, "return_visit": 1.0,
            }
        ),
        description="Points per event key: page, page types, long_look, return (per product), return_visit (visit).",
    )  # fmt: skip
    half_life_days: float = Field(default=3.0, gt=0, le=3650, description="Half-life of points, days.")
    long_look_seconds: float = Field(default=40.0, gt=0, le=3600, description="Time that makes a view a long look, s.")
    phase_from: FrozenMap[str, float] = Field(
        default=FrozenMap({"search": 1.0, "choose": 4.0, "checkout": 8.0}),
        description="Points of a product from which its phase is the given kind.",
    )


class Policy(Record):
    """A set of rules with the way it recognises visitors."""

    title: Text = Field(description="Name of the policy.")
    description: LongText = Field(default="", description="What it tries.")
    mode: Mode = Field(default="page-type", description="page-type (1.0): phase of the page; score-card (2.0).")
    score_card: ScoreCard = Field(default=ScoreCard(), description="Points, half-life and thresholds.")
    messages_per_page: int = Field(default=1, ge=1, le=5, description="At most this many messages on one page.")
    messages_per_visit: int | None = Field(default=None, ge=0, le=100, description="Cap over a visit; none: no cap.")
    adaptive: Literal["none", "thompson"] = Field(default="none", description="Fixed rules or a contextual bandit.")
    today: bool = Field(default=False, description="This is what the site does now: it is inside the drawn shares.")
    discount_budget: Amount | None = Field(default=None, description="Discount money a day, map's currency.")
    mail_budget: Amount | None = Field(default=None, description="Mails a day.")


SCORE_FROM: dict[AudienceKind, float] = {"unknown": 0.0, "orientating": 2.0, "buying": 6.0, "exclude": 0.0}
"""Visit score from which a visitor is in an audience of each kind, unless the audience says otherwise (MODEL 4.2)."""


class Audience(Record):
    """Visitors recognised by behaviour. `exclude` silences everything.

    Whoever gave no consent hears nothing and leaves no score, without exception: that is no setting of an audience.
    """

    title: Text = Field(description="Name in this shop.")
    kind: AudienceKind = Field(description="unknown, orientating, buying or exclude.")
    priority: int = Field(default=0, ge=0, le=1000, description="Higher wins; exclude outranks all.")
    score_from: float | None = Field(
        default=None, ge=0, le=1e6, description="Visit score from which a visitor belongs here; none: 0, 2, 6 by kind."
    )
    customers: bool = Field(default=True, description="exclude only: existing customers belong here.")
    channels: FrozenMap[Channel, Yes] = Field(
        default=FrozenMap(), description="exclude only: arrival channels that belong here, such as facebook."
    )

    def from_score(self) -> float:
        """The score that counts: its own, else that of its kind."""
        return SCORE_FROM[self.kind] if self.score_from is None else self.score_from


class Condition(Value):
    """One test on what the system may know of a visitor."""

    field: ConditionField = Field(description="What is looked at.")
    test: Literal["is", "is_not", "at_least", "below"] = Field(default="is", description="How it is compared.")
    text: Text = Field(default="", description="Compared with, for device, channel, campaign and the like.")
    number: float = Field(default=0.0, description="Compared with, for numbers; for yes/no fields 1 or 0.")


class Segment(Record):
    """A named condition that combines freely with phase and audience; all its conditions must hold."""

    title: Text = Field(description="Name of the segment.")
    conditions: FrozenMap[str, Condition] = Field(default=FrozenMap(), description="Conditions by key; all must hold.")


class Trigger(Value):
    """The moment at which a rule may speak."""

    kind: TriggerKind = Field(default="arrive", description="What happens.")
    seconds: float = Field(default=0.0, ge=0, le=3600, description="idle, long_on_form: after this many seconds.")
    nth: int = Field(default=1, ge=1, le=1000, description="nth_view: at this view of the same product in the visit.")
    delay_hours: float = Field(default=24.0, ge=0, le=24 * 365, description="after_abandonment, scheduled: delay, h.")


class Rule(Record):
    """When this visitor is seen here, say that."""

    policy: Annotated[Id, Ref("policies", "cascade")] = Field(description="Policy it belongs to.")
    title: Text = Field(description="Name of the rule.")
    technique: TechniqueKey = Field(description="Key in the technique catalogue.")
    phases: FrozenMap[PhaseId, Yes] = Field(default=FrozenMap(), description="Seen phases; empty: all.")
    audiences: FrozenMap[Annotated[Id, Ref("audiences", "clear")], Yes] = Field(
        default=FrozenMap(), description="Audiences; empty: all but exclude, which never hears anything."
    )
    segments: FrozenMap[Annotated[Id, Ref("segments", "clear")], Yes] = Field(
        default=FrozenMap(), description="The visitor is in at least one of these; empty: everybody."
    )
    touchpoints: FrozenMap[Annotated[Id, Ref("touchpoints", "clear")], Yes] = Field(
        default=FrozenMap(), description="Only on these cards; empty: the technique's natural cards by page type."
    )
    trigger: Trigger = Field(default=Trigger(), description="Moment at which it may speak.")
    message: LongText = Field(default="", description="Text shown; may name {product}, {name}, {basket_value}.")
    messages: FrozenMap[Language, LongText] = Field(
        default=FrozenMap(), description="The same text in other languages than the project's own, by language."
    )
    landing: Annotated[Id, Ref("touchpoints", "clear")] | None = Field(
        default=None, description="Card a mail or advertisement leads to."
    )
    priority: int = Field(default=0, ge=0, le=1000, description="Higher speaks first within phase and audience.")
    cap_per_visit: int = Field(default=1, ge=1, le=100, description="Times in a visit.")
    cap_per_visitor: int | None = Field(default=None, ge=1, le=1000, description="Times in the horizon; none: no cap.")
    cooldown_pages: int = Field(default=0, ge=0, le=1000, description="Pages of silence of this rule after it spoke.")
    cost: Amount = Field(default=assumed(0.0), description="Cost of showing it once, map's currency.")
    discount: Amount | None = Field(default=None, description="discount, newsletter: share off the order, 0-1.")
    relevance: Parameter = Field(default=assumed(1.0), description="Bonus or malus on relevance, 1 = as published.")
    on: bool = Field(default=True, description="Switched on.")
    truthful: Literal["unknown", "yes", "no"] = Field(
        default="unknown", description="The claim (stock, deadline, popularity) is true on these cards."
    )


class Technique(Record):
    """A shop's own technique or its own knowledge of a shipped one; the catalogue itself ships with Footfall."""

    key: TechniqueKey = Field(description="Key of the shipped technique it refines, or a new key.")
    title: Text = Field(default="", description="Name in this shop.")
    like: Annotated[str, StringConstraints(max_length=40)] = Field(
        default="", description="Shipped technique whose fit and prior a new one takes over."
    )
    measured_mean: float | None = Field(
        default=None, ge=-1, le=1, description="Measured relative uplift of revenue per visitor over everybody."
    )
    measured_error: float | None = Field(default=None, gt=0, le=1, description="Its standard error.")
    source: SourceId | None = Field(default=None, description="The randomised test it was measured in.")
