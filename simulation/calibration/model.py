"""Records of what was measured: how log events map to touchpoints, and past tests for the backtest."""

from __future__ import annotations

from typing import Annotated

from pydantic import Field, StringConstraints

from maps.model import MapId
from personas.provenance import SourceId
from personas.records import FrozenMap, Id, LongText, Record, Ref, Text, Value


class EventRule(Value):
    """Events that match become views of a touchpoint."""

    touchpoint: Annotated[Id, Ref("touchpoints", "cascade")] = Field(description="Touchpoint they count for.")
    column: Text = Field(default="page", description="Column of the log that is looked at.")
    pattern: Text = Field(description="Text with * and ? as wildcards, compared with the whole value.")
    priority: int = Field(default=0, ge=0, le=10_000, description="Higher is tried first.")


class EventMap(Record):
    """How a kind of log is read."""

    map: MapId = Field(description="Map it speaks of.")
    title: Text = Field(description="Name.")
    preset: Text = Field(default="plain", description="ga4, matomo, snowplow, segment or plain.")
    columns: FrozenMap[str, Text] = Field(default=FrozenMap(), description="Role (user, event, time …) → column.")
    rules: FrozenMap[str, EventRule] = Field(default=FrozenMap(), description="Rules by key.")
    note: LongText = Field(default="", description="Remarks.")


class PastTest(Record):
    """A finished A/B test of this shop, for the backtest."""

    map: MapId = Field(description="Map it speaks of.")
    title: Text = Field(description="Name.")
    technique: Text = Field(description="Key of the technique that was tested.")
    touchpoints: FrozenMap[Annotated[Id, Ref("touchpoints", "clear")], bool] = Field(
        default=FrozenMap(), description="Where it was shown."
    )
    control_visitors: int = Field(ge=1, le=10**12, description="Visitors in the control.")
    control_conversions: int = Field(ge=0, le=10**12, description="Of whom converted.")
    treated_visitors: int = Field(ge=1, le=10**12, description="Visitors who could get the message.")
    treated_conversions: int = Field(ge=0, le=10**12, description="Of whom converted.")
    randomised: bool = Field(default=True, description="Visitors were assigned at random.")
    date: Text = Field(default="", description="When it ran.")
    source: SourceId | None = Field(default=None, description="Where the counts come from.")
    predicted: float | None = Field(
        default=None, description="Relative lift that the last backtest predicted, not knowing this test; none: none."
    )
    predicted_low: float | None = Field(default=None, description="Lower end of its 95% interval.")
    predicted_high: float | None = Field(default=None, description="Upper end of it.")
    expected_low: float | None = Field(
        default=None, description="Lower end of what that backtest expected such a test to measure, 95%."
    )
    expected_high: float | None = Field(default=None, description="Upper end of it.")
    reach: float | None = Field(
        default=None, description="Share of the technique's average effect that reached these cards in that backtest."
    )
    predicted_rate: float | None = Field(
        default=None, ge=0, le=1, description="Conversion of today's site in that backtest."
    )
    predicted_from: Annotated[str, StringConstraints(pattern=r"^([0-9a-f]{64})?$")] = Field(
        default="",
        description="SHA-256 of what that backtest rested on; a prediction from anything else counts no more.",
    )
