"""What is asked of the simulation: experiments with their variants, and `Scenario`, all that a run reads."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Annotated, Literal

from pydantic import Field

from maps.model import MapId, MapSlice, Touchpoint
from personas.provenance import Amount, Factor, Logit, Rate, Source
from personas.records import FrozenMap, Id, LongText, Record, Ref, Text, Value, Yes
from simulation.calibration.label import Backing
from simulation.policy.model import Audience, Mode, Policy, Rule, Segment, Technique
from simulation.world import Desk, Product


class CardChange(Value):
    """What an arm changes about one touchpoint. Only what is given changes."""

    pains_removed: FrozenMap[Annotated[Id, Ref("pains", "clear")], Yes] = Field(
        default=FrozenMap(), description="Pain points of this card that are solved in this arm."
    )
    dwell: Amount | None = Field(default=None, description="New median time, seconds.")
    shares: FrozenMap[Annotated[Id, Ref("links", "clear")], Rate] = Field(
        default=FrozenMap(), description="New shares of its links; the card's offsets are solved anew."
    )
    context: FrozenMap[Annotated[Id, Ref("links", "clear")], bool] = Field(
        default=FrozenMap(), description="Links of the card that now keep (true) or lose (false) what is known."
    )


class TraitChange(Value):
    """What an arm changes about one persona. Only what is given changes; offsets are not solved anew."""

    patience: Factor | None = Field(default=None, description="New patience with friction, 1 = average.")
    waiting_patience: Amount | None = Field(default=None, description="New waiting before giving up, seconds, median.")
    pace: Factor | None = Field(default=None, description="New time on a page relative to the average visitor.")
    intent: Logit | None = Field(default=None, description="New intent, log-odds relative to the other personas.")
    consent: Rate | None = Field(default=None, description="New share who allow personalisation cookies.")
    login: Rate | None = Field(default=None, description="New share recognised by login on every device.")
    reachable: Rate | None = Field(default=None, description="New share whose mail address is known.")
    price_sensitivity: Factor | None = Field(default=None, description="New response to prices, 1 = average.")
    order_value: Amount | None = Field(default=None, description="New median value of an order, map's currency.")
    return_propensity: Logit | None = Field(default=None, description="New log-odds of coming back, 0 = average.")


class Experiment(Record):
    """A question to the simulation: a control, variants, and the hypothesis written down first."""

    map: MapId = Field(description="Map whose visitors take part.")
    title: Text = Field(description="Name of the experiment.")
    hypothesis: LongText = Field(default="", description="What is expected and why, written before the run.")
    metric: Text = Field(default="conversion_rate", description="KPI of the registry that decides.")
    control_policy: Annotated[Id, Ref("policies", "clear")] | None = Field(
        default=None, description="Policy of the control; none: nobody hears anything."
    )
    control_mode: Mode | None = Field(default=None, description="Mode of the control's policy; none: its own.")
    design: Literal["ab", "abn", "factorial"] = Field(default="abn", description="How the variants combine.")
    smallest_lift: float | None = Field(
        default=None, ge=0, le=1, description="Smallest relative lift worth having; none: break-even, else 0.1%."
    )


class Variant(Record):
    """One arm of an experiment beside the control."""

    experiment: Annotated[Id, Ref("experiments", "cascade")] = Field(description="Experiment it belongs to.")
    title: Text = Field(description="Name of the arm.")
    policy: Annotated[Id, Ref("policies", "clear")] | None = Field(
        default=None, description="Policy of this arm; none: the control's."
    )
    mode: Mode | None = Field(default=None, description="Mode of its policy; none: the policy's own.")
    map: Annotated[Id, Ref("maps", "clear")] | None = Field(default=None, description="Another map (to-be).")
    card_changes: FrozenMap[Annotated[Id, Ref("touchpoints", "clear")], CardChange] = Field(
        default=FrozenMap(), description="Changed cards."
    )
    trait_changes: FrozenMap[Annotated[Id, Ref("personas", "clear")], TraitChange] = Field(
        default=FrozenMap(), description="Changed traits, by persona."
    )
    rules_off: FrozenMap[Annotated[Id, Ref("rules", "clear")], Yes] = Field(
        default=FrozenMap(), description="Rules of the policy switched off in this arm."
    )
    traffic: float = Field(default=1.0, gt=0, le=1e6, description="Relative share of traffic in a real test.")
    levels: FrozenMap[Annotated[Id, Ref("variants", "clear")], Yes] = Field(
        default=FrozenMap(),
        description="In a factorial: the factors that are on here, each named by the arm in which it is on alone.",
    )


@dataclass(frozen=True)
class Arm:
    """One way the shop could be: a policy (or silence) with its rules, and changed cards.

    `levels`: the factors of a factorial design that are on, each named by the arm in which it is on alone.
    """

    id: str
    title: str
    policy: Policy | None
    rules: Mapping[str, Rule]
    mode: Mode
    changes: Mapping[str, CardChange]
    map: MapSlice | None = None
    traits: Mapping[str, TraitChange] = field(default_factory=dict)
    levels: frozenset[str] = frozenset()


@dataclass(frozen=True)
class Scenario:
    """All that a run reads, in order, frozen. Built by `app.project.slices` (or by `simulation.evidence`) only.

    `arms[0]` is the control. `status_quo` is the arm the drawn shares describe (today's site): the offsets are solved
    in it. `pains` of the map are keyed by card, as in `MapSlice`; `pain_cards` says which card a pain point is on, as
    an arm's changes name pain points. `sources` are what measured effects must come from. `backing` is what is known of
    how well the map and its effects fit this shop: the label of the answer comes from it, nothing else does.
    """

    slice: MapSlice
    arms: tuple[Arm, ...]
    status_quo: Arm
    audiences: Mapping[str, Audience]
    segments: Mapping[str, Segment]
    techniques: Mapping[str, Technique]
    products: Mapping[str, Product]
    desks: Mapping[str, Desk]
    experiment_id: str = ""
    experiment: Experiment | None = None
    pain_cards: Mapping[str, str] = field(default_factory=dict)
    sources: Mapping[str, Source] = field(default_factory=dict)
    backing: Backing = field(default_factory=Backing)

    def touchpoint(self, touchpoint_id: str) -> Touchpoint:
        """A touchpoint of the scenario's map."""
        return self.slice.touchpoints[touchpoint_id]
