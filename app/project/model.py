"""The project: every table of a Footfall file, and the records that only the application keeps."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field

from maps.model import Card, JourneyMap, Lane, Link, MapId, Metric, Opportunity, Pain, Phase, Stage, Touchpoint
from personas.model import Persona
from personas.provenance import Source
from personas.records import FrozenMap, Id, Language, LongText, Record, Ref, Text, Value, Yes
from simulation.calibration.model import EventMap, PastTest
from simulation.policy.model import Audience, Policy, Rule, Segment, Technique
from simulation.scenario import Experiment, Variant
from simulation.world import Desk, Product

FORMAT = "footfall"
VERSION = 1
Moment = Annotated[str, Field(max_length=40, description="UTC moment, ISO 8601.")]


class Header(Value):
    """What a project says of itself."""

    title: Text = Field(default="", description="Title of the project.")
    language: Language = Field(default="en", description="Language the project is written in.")
    main_map: Annotated[Id, Ref("maps", "clear")] | None = Field(default=None, description="Map that opens first.")
    main_experiment: Annotated[Id, Ref("experiments", "clear")] | None = Field(
        default=None, description="Experiment that runs when none is named."
    )
    created: Moment = Field(default="", description="When it was made, UTC.")
    example: Text = Field(default="", description="Key of the shipped example it came from, if any.")
    note: LongText = Field(default="", description="What the project is about.")


class Run(Record):
    """A finished simulation: settings, digests and a short summary (at most 32 kB)."""

    experiment: Annotated[Id, Ref("experiments", "cascade")] = Field(description="Experiment that was run.")
    moment: Moment = Field(default="", description="When, UTC.")
    seed: int = Field(ge=0, lt=2**64, description="Seed.")
    visitors: int = Field(ge=0, description="Visitors per draw and arm.")
    draws: int = Field(ge=0, description="Parameter draws.")
    engine: Text = Field(default="", description="Engine that ran.")
    app_version: Text = Field(default="", description="Version of Footfall.")
    project_digest: Text = Field(default="", description="SHA-256 of what was simulated.")
    summary: Annotated[str, Field(max_length=32_768, description="Result as JSON text, shortened.")] = "{}"


class Decision(Record):
    """What was decided on the ground of a run, and why."""

    run: Annotated[Id, Ref("runs", "clear")] | None = Field(default=None, description="Run it rests on.")
    experiment: Annotated[Id, Ref("experiments", "clear")] | None = Field(default=None, description="Its experiment.")
    text: LongText = Field(description="The decision and its reason.")
    author: Text = Field(default="", description="Who decided.")
    moment: Moment = Field(default="", description="When, UTC.")


class Comment(Record):
    """A remark on anything."""

    map: MapId = Field(description="Map it was made on.")
    target: Text = Field(default="", description="Id of the record it is about; empty: the map.")
    text: LongText = Field(description="What is said; plain text.")
    author: Text = Field(default="", description="Who says it.")
    moment: Moment = Field(default="", description="When, UTC.")
    parked: bool = Field(default=False, description="In the parking lot.")
    resolved: bool = Field(default=False, description="Dealt with.")


class Vote(Record):
    """Dots that somebody gave to a record in a workshop round."""

    map: MapId = Field(description="Map the round was held on.")
    target: Text = Field(description="Id of the record voted for.")
    voter: Text = Field(description="Who voted, a name or a number.")
    dots: int = Field(default=1, ge=1, le=100, description="Dots given.")
    round: Text = Field(default="1", description="Id of the round of voting, or its name in older files.")


class Round(Record):
    """A round of dot voting on a map; its dots are the votes that name it."""

    map: MapId = Field(description="Map it is held on.")
    about: Literal["pains", "opportunities", "cards"] = Field(
        default="cards", description="What may be voted for: pain points, opportunities, or every card."
    )
    dots: int = Field(default=3, ge=1, le=100, description="Dots each voter may give.")
    private: bool = Field(default=False, description="Nobody sees where the dots are until the round is closed.")
    closed: bool = Field(default=False, description="The round is over and its result stands.")
    moment: Moment = Field(default="", description="When it was opened, UTC.")


class ImageData(Record):
    """A picture, decoded, scaled to at most 1600 px and encoded again by Footfall."""

    sha256: Annotated[str, Field(pattern=r"^[0-9a-f]{64}$", description="Digest of the bytes.")]
    width: int = Field(ge=1, le=1600, description="Width, px.")
    height: int = Field(ge=1, le=1600, description="Height, px.")
    png: Annotated[str, Field(max_length=8_000_000, description="PNG bytes, base64.")]
    alt: Text = Field(default="", description="What is to be seen.")


class Snapshot(Record):
    """A named version: the tables as they were, as JSON text."""

    title: Text = Field(description="Name of the version.")
    moment: Moment = Field(default="", description="When, UTC.")
    author: Text = Field(default="", description="Who named it.")
    content: Annotated[str, Field(max_length=20_000_000, description="The project as JSON text.")]
    keeps: FrozenMap[str, Yes] = Field(default=FrozenMap(), description="Tables it holds; empty: all but snapshots.")


TableName = Literal[
    "personas", "maps", "stages", "lanes", "touchpoints", "links", "cards", "pains", "opportunities", "metrics",
    "products", "desks", "policies", "phases", "audiences", "segments", "rules", "techniques", "experiments",
    "variants", "runs", "decisions", "sources", "past_tests", "event_maps", "comments", "votes", "rounds", "images",
    "snapshots",
]  # fmt: skip


class Project(Value):
    """One immutable project: a header and flat tables by id. Nothing but an edit makes a new one."""

    project: Header = Field(default=Header(), description="What the project says of itself.")
    personas: FrozenMap[Id, Persona] = FrozenMap()
    maps: FrozenMap[Id, JourneyMap] = FrozenMap()
    stages: FrozenMap[Id, Stage] = FrozenMap()
    lanes: FrozenMap[Id, Lane] = FrozenMap()
    touchpoints: FrozenMap[Id, Touchpoint] = FrozenMap()
    links: FrozenMap[Id, Link] = FrozenMap()
    cards: FrozenMap[Id, Card] = FrozenMap()
    pains: FrozenMap[Id, Pain] = FrozenMap()
    opportunities: FrozenMap[Id, Opportunity] = FrozenMap()
    metrics: FrozenMap[Id, Metric] = FrozenMap()
    products: FrozenMap[Id, Product] = FrozenMap()
    desks: FrozenMap[Id, Desk] = FrozenMap()
    policies: FrozenMap[Id, Policy] = FrozenMap()
    phases: FrozenMap[Id, Phase] = FrozenMap()
    audiences: FrozenMap[Id, Audience] = FrozenMap()
    segments: FrozenMap[Id, Segment] = FrozenMap()
    rules: FrozenMap[Id, Rule] = FrozenMap()
    techniques: FrozenMap[Id, Technique] = FrozenMap()
    experiments: FrozenMap[Id, Experiment] = FrozenMap()
    variants: FrozenMap[Id, Variant] = FrozenMap()
    runs: FrozenMap[Id, Run] = FrozenMap()
    decisions: FrozenMap[Id, Decision] = FrozenMap()
    sources: FrozenMap[Id, Source] = FrozenMap()
    past_tests: FrozenMap[Id, PastTest] = FrozenMap()
    event_maps: FrozenMap[Id, EventMap] = FrozenMap()
    comments: FrozenMap[Id, Comment] = FrozenMap()
    votes: FrozenMap[Id, Vote] = FrozenMap()
    rounds: FrozenMap[Id, Round] = FrozenMap()
    images: FrozenMap[Id, ImageData] = FrozenMap()
    snapshots: FrozenMap[Id, Snapshot] = FrozenMap()


RECORD_TYPES: dict[TableName, type[Record]] = {
    "personas": Persona, "maps": JourneyMap, "stages": Stage, "lanes": Lane, "touchpoints": Touchpoint, "links": Link,
    "cards": Card, "pains": Pain, "opportunities": Opportunity, "metrics": Metric, "products": Product, "desks": Desk,
    "policies": Policy, "phases": Phase, "audiences": Audience, "segments": Segment, "rules": Rule,
    "techniques": Technique, "experiments": Experiment, "variants": Variant, "runs": Run, "decisions": Decision,
    "sources": Source, "past_tests": PastTest, "event_maps": EventMap, "comments": Comment, "votes": Vote,
    "rounds": Round, "images": ImageData, "snapshots": Snapshot,
}  # fmt: skip
TABLES: tuple[TableName, ...] = tuple(RECORD_TYPES)
UNDOABLE: frozenset[TableName] = frozenset(TABLES) - {"runs", "decisions", "comments", "votes", "rounds"}
"""Tables whose edits Ctrl+Z takes back. Runs, decisions, comments, votes and their rounds are journalled but stay."""
