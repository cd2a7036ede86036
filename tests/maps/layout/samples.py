"""Maps written by hand for the tests of layout and painting."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, Literal

from maps.layout.options import Prices, Traffic
from maps.model import (
    Card,
    Feeling,
    JourneyMap,
    Lane,
    LaneKind,
    Link,
    MapSlice,
    Metric,
    Opportunity,
    Pain,
    Phase,
    Reading,
    Stage,
    Touchpoint,
)
from personas.model import Avatar, Persona
from personas.provenance import Parameter
from personas.records import Evidence, FrozenMap, PhaseKind

MAP = "map-sample00"
PHASES: tuple[PhaseKind, ...] = ("before", "browse", "search", "choose", "checkout", "after")
PEOPLE = ("Daniëlle", "Bas", "Fatima", "Mei", "Ruud", "Kwame")
AVATARS = (
    Avatar(skin=0, hair=2, hair_colour=0),
    Avatar(skin=0, hair=1, hair_colour=1),
    Avatar(skin=2, scarf=True, hair_colour=3),
    Avatar(skin=0, hair=3, hair_colour=2),
    Avatar(skin=0, hair=5, hair_colour=4, glasses=True, beard=True),
    Avatar(skin=4, hair=4, hair_colour=2),
)


def share(value: float, kind: Evidence = "measured") -> Parameter:
    """A parameter without a range."""
    return Parameter(value=value, kind=kind)


def persona_id(index: int) -> str:
    """Id of the nth sample persona."""
    return f"persona-person{index:02d}"


Felt = float | tuple[float, str] | None
"""A feeling, a feeling with its note, or none."""


def _feeling(felt: float | tuple[float, str]) -> Feeling:
    return Feeling(value=felt[0], note=felt[1]) if isinstance(felt, tuple) else Feeling(value=felt)


class Sketch:
    """Builds a `MapSlice` step by step, making readable ids."""

    def __init__(self, people: int = 2, **fields: Any) -> None:
        self.personas = {
            persona_id(i): Persona(name=PEOPLE[i % 6] + ("" if i < 6 else " 2"), colour=i % 6, avatar=AVATARS[i % 6])
            for i in range(people)
        }
        weights = FrozenMap(dict.fromkeys(self.personas, 1.0))
        self.map = JourneyMap(title="Sample", personas=weights, **fields)
        self.stages: dict[str, Stage] = {}
        self.lanes: dict[str, Lane] = {}
        self.touchpoints: dict[str, Touchpoint] = {}
        self.links: dict[str, Link] = {}
        self.cards: dict[str, Card] = {}
        self.pains: dict[str, Pain] = {}
        self.opportunities: dict[str, Opportunity] = {}
        self.metrics: dict[str, Metric] = {}
        self.phases = {f"phase-{kind:0<8}"[:14]: Phase(title="", kind=kind) for kind in PHASES}

    def phase(self, kind: PhaseKind) -> str:
        """Id of the phase of a kind."""
        return next(key for key, phase in self.phases.items() if phase.kind == kind)

    def stage(self, title: str, phase: PhaseKind = "browse", **fields: Any) -> str:
        """Add a stage."""
        key = f"stage-{len(self.stages):08d}"
        self.stages[key] = Stage(map=MAP, title=title, phase=self.phase(phase), **fields)
        return key

    def lane(self, kind: LaneKind, title: str = "", **fields: Any) -> str:
        """Add a lane."""
        key = f"lane-{len(self.lanes):08d}"
        self.lanes[key] = Lane(map=MAP, kind=kind, title=title, **fields)
        return key

    def touch(self, stage: str, title: str, feelings: Sequence[Felt] = (), **fields: Any) -> str:
        """Add a touchpoint; ``feelings`` are values, or (value, note), per persona, None for none."""
        key = f"touchpoint-{len(self.touchpoints):08d}"
        felt = {persona_id(i): _feeling(f) for i, f in enumerate(feelings) if f is not None}
        self.touchpoints[key] = Touchpoint(map=MAP, stage=stage, title=title, feelings=FrozenMap(felt), **fields)
        return key

    def link(self, start: str, end: str, value: float, **fields: Any) -> str:
        """Add a link."""
        key = f"link-{len(self.links):08d}"
        self.links[key] = Link(map=MAP, from_touchpoint=start, to_touchpoint=end, share=share(value), **fields)
        return key

    def card(self, lane: str, stage: str, text: str, people: Sequence[int] = (), **fields: Any) -> str:
        """Add a card."""
        key = f"card-{len(self.cards):08d}"
        whose: FrozenMap[str, Literal[True]] = FrozenMap({persona_id(i): True for i in people})
        self.cards[key] = Card(map=MAP, lane=lane, stage=stage, text=text, personas=whose, **fields)
        return key

    def pain(self, lane: str, stage: str, text: str, severity: int = 3, **fields: Any) -> str:
        """Add a pain point."""
        key = self.card(lane, stage, text, **fields)
        self.pains[key] = Pain(card=key, severity=severity)
        return key

    def chance(self, lane: str, stage: str, text: str, impact: int = 3, effort: int = 2, **fields: Any) -> str:
        """Add an opportunity."""
        key = self.card(lane, stage, text, **fields)
        self.opportunities[key] = Opportunity(card=key, impact=impact, effort=effort)
        return key

    def metric(
        self, lane: str, stage: str, text: str, value: float, target: float | None = None, unit: str = "rate",
        kind: Evidence = "measured",
    ) -> str:  # fmt: skip
        """Add a KPI."""
        key = self.card(lane, stage, text)
        series = FrozenMap({"2026-10-01": Reading(value=value)})
        self.metrics[key] = Metric.model_validate(
            {"card": key, "unit": unit, "series": series, "target": target, "kind": kind}
        )
        return key

    def slice(self) -> MapSlice:
        """The finished map."""
        return MapSlice(
            MAP, self.map, self.personas, self.stages, self.lanes, self.touchpoints, self.links, self.cards,
            self.pains, self.opportunities, self.metrics, self.phases,
        )  # fmt: skip


def shop(people: int = 2) -> tuple[MapSlice, Traffic, Prices]:
    """A journey of six stages with two touchpoints each: the one on the design's picture."""
    s = Sketch(people)
    names = ("Realise", "Search", "Compare", "Checkout", "Receive", "Recommend")
    phases: tuple[PhaseKind, ...] = ("before", "search", "choose", "checkout", "after", "after")
    st = [s.stage(name, phase) for name, phase in zip(names, phases, strict=True)]
    kinds: tuple[LaneKind, ...] = (
        "touchpoints",
        "actions",
        "thoughts",
        "emotions",
        "pains",
        "opportunities",
        "metrics",
    )
    ln: Mapping[str, str] = {kind: s.lane(kind) for kind in kinds}
    extra = [(0.4, -0.6, 1.2, 0.1), (1.4, 0.2, -0.8, 0.9)]

    def felt(a: Felt, b: Felt, n: int) -> list[Felt]:
        return [a, b, *extra[n % 2]][:people]

    t = [
        s.touch(st[0], "Old kettle leaks", felt(-0.8, -1.9, 0), channel="home"),
        s.touch(st[0], "Kettle in a Reel", felt(None, 0.9, 1), channel="instagram"),
        s.touch(st[1], "Googles “best kettle”", felt(0.1, 1.3, 0),
                page="landing", icon="google-logo", dwell=share(25)),
        s.touch(st[1], "Kettle category", felt(0.5, -1.0, 1), page="list", icon="storefront", dwell=share(48)),
        s.touch(st[2], "Product page", felt(1.0, -0.1, 0), page="product", dwell=share(95)),
        s.touch(st[2], "Reviews", felt((1.9, "Real photos settle it"), None, 1), page="reviews",
                dwell=share(70, "published")),
        s.touch(st[3], "Basket", felt(1.3, 0.5, 0), page="basket", dwell=share(40)),
        s.touch(st[3], "Delivery & payment", felt(-0.9, (-2.0, "Feels tricked"), 1), page="payment", dwell=share(170)),
        s.touch(st[4], "Parcel arrives", felt(0.9, 1.9, 0), channel="parcel", dwell=share(1, "published")),
        s.touch(st[4], "Service desk", felt(None, 0.4, 1), channel="service"),
        s.touch(st[5], "Review request", felt(1.7, -0.9, 0), channel="mail"),
        s.touch(st[5], "Tells a friend", felt(2.0, None, 1), channel="person"),
    ]  # fmt: skip
    for a, b, value in (
        (0, 2, 0.78), (1, 3, 0.45), (2, 3, 0.48), (2, 4, 0.33), (3, 4, 0.52), (4, 5, 0.36), (4, 6, 0.17), (5, 6, 0.42),
        (6, 7, 0.71), (7, 8, 0.78), (8, 9, 0.07), (8, 10, 0.83), (10, 11, 0.11), (5, 4, 0.3), (6, 3, 0.12), (4, 3, 0.2),
    ):  # fmt: skip
        s.link(t[a], t[b], value)
    for i, text in enumerate((
        "Mops up, looks for a new one tonight", "Types a question, opens four tabs",
        "Filters on noise and price, reads reviews", "Fills in address, looks for the total",
        "Waits for the parcel, unpacks it", "Writes a review, tells a colleague",
    )):  # fmt: skip
        s.card(ln["actions"], st[i], text)
    s.card(ln["thoughts"], st[0], "“Not again. It is only two years old.”")
    s.card(ln["thoughts"], st[1], "“Which one lasts?”", [0])
    s.card(ln["thoughts"], st[1], "“Who has it cheapest?”", [1])
    s.card(ln["thoughts"], st[2], "“Twelve that look the same. Which one?”")
    s.card(ln["thoughts"], st[3], "“€ 6.95 for delivery? You could have said so.”", [1])
    s.card(ln["thoughts"], st[4], "“Nice. Quieter than I thought.”")
    s.card(ln["thoughts"], st[5], "“I would buy here again.”", [0])
    prices = {
        s.pain(ln["pains"], st[1], "Ads crowd out the guide", 2): 310.0,
        s.pain(ln["pains"], st[2], "Filters reset on “back”", 3): 2310.0,
        s.pain(ln["pains"], st[3], "Delivery cost shows late", 5): 3980.0,
        s.pain(ln["pains"], st[3], "Account required", 3): 1240.0,
        s.pain(ln["pains"], st[4], "Delivery slot missed", 4): 870.0,
    }
    s.chance(ln["opportunities"], st[0], "“Which kettle lasts” guide", 3, 2)
    s.chance(ln["opportunities"], st[2], "Remind of viewed kettles", 4, 1)
    s.chance(ln["opportunities"], st[3], "Show delivery cost on the product page", 5, 2)
    s.chance(ln["opportunities"], st[4], "Let them pick a slot", 3, 4)
    s.chance(ln["opportunities"], st[5], "Ask for a review once the kettle is in use", 2, 1)
    s.metric(ln["metrics"], st[0], "reach", 126_000, None, "count")
    s.metric(ln["metrics"], st[1], "bounce", 0.41, 0.35)
    s.metric(ln["metrics"], st[2], "to basket", 0.32, 0.30)
    s.metric(ln["metrics"], st[3], "completed", 0.56, 0.62)
    s.metric(ln["metrics"], st[4], "on time", 0.91, 0.95, kind="published")
    s.metric(ln["metrics"], st[5], "NPS", 34, 40, "score", "assumed")
    counts = (126_000, 85_080, 48_239, 15_495, 8_614, 7_150)
    split = [0.41, 0.59, *([0.3] * 9)][:people]
    total = sum(split)
    flows = {
        key: {persona_id(i): n * w / total for i, w in enumerate(split)} for key, n in zip(st, counts, strict=True)
    }
    return s.slice(), Traffic(flows), Prices(prices)


SITE = (
    ("Search", "search", ("landing", "home", "article", "list", "search")),
    ("Compare", "choose", ("product", "reviews", "compare", "info", "service")),
    ("Checkout", "checkout", ("basket", "details", "payment", "order")),
)
SITE_SHARES = {
    "landing": {"product": 0.27, "list": 0.17, "home": 0.06},
    "home": {"list": 0.37, "search": 0.18, "product": 0.12, "article": 0.03, "service": 0.03},
    "article": {"list": 0.20, "product": 0.13, "compare": 0.06, "home": 0.05},
    "list": {"product": 0.45, "search": 0.05, "compare": 0.04, "home": 0.04},
    "search": {"product": 0.50, "list": 0.10},
    "product": {"basket": 0.062, "reviews": 0.13, "compare": 0.05, "info": 0.045, "list": 0.25, "search": 0.05},
    "reviews": {"product": 0.66, "list": 0.09, "basket": 0.05},
    "compare": {"product": 0.62, "list": 0.15},
    "info": {"product": 0.60, "basket": 0.04, "service": 0.05},
    "service": {"home": 0.22, "product": 0.18, "list": 0.17},
    "basket": {"details": 0.42, "product": 0.17, "list": 0.12, "info": 0.02},
    "details": {"payment": 0.66, "basket": 0.08},
    "payment": {"order": 0.77, "details": 0.06, "basket": 0.02},
}


def site(people: int = 2) -> MapSlice:
    """A whole site: 14 pages in three stages with all their links, and cards before and after the visit."""
    s = Sketch(people)
    before = s.stage("Realise", "before")
    lane = s.lane("touchpoints")
    s.lane("channels")
    s.lane("emotions")
    t: dict[str, str] = {
        "leak": s.touch(before, "The old kettle leaks", [-1.4, -1.0], channel="home"),
        "ad": s.touch(before, "Sees an advertisement", [0.2, 0.6], channel="social"),
    }
    mood = 0.0
    for title, phase, pages in SITE:
        stage = s.stage(title, "search" if phase == "search" else "choose" if phase == "choose" else "checkout")
        for i, page in enumerate(pages):
            mood = ((i * 7 + len(page) * 3) % 9 - 4) / 2.4
            feelings = [mood, -mood + 0.3, *([mood / 2] * 4)][:people]
            t[page] = s.touch(stage, page.capitalize() + " page", feelings, page=page, dwell=share(12.0 + 9 * i))
    after = s.stage("Receive", "after")
    t["parcel"] = s.touch(after, "Parcel arrives", [1.2, 1.6], channel="parcel")
    t["desk"] = s.touch(after, "Service desk", [-0.2, 0.1], channel="service")
    for source, ends in SITE_SHARES.items():
        for end, value in ends.items():
            s.link(t[source], t[end], value)
    s.link(t["leak"], t["landing"], 0.4)
    s.link(t["ad"], t["landing"], 0.2)
    s.link(t["order"], t["parcel"], 0.95)
    s.link(t["parcel"], t["desk"], 0.07)
    assert lane
    return s.slice()
