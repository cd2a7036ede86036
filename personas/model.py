"""Who travels: the persona as a team writes it down, and the traits that the simulation reads.

Every trait is a `Parameter` with its provenance; units and ranges stand in each field's description. Defaults are the
averages of MODEL 3-4 and are marked as assumed.
"""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field

from personas.provenance import Amount, Factor, Logit, Parameter, Rate, SourceId, assumed
from personas.records import Channel, Colour, Device, FrozenMap, Id, LongText, Record, Ref, Text, Value, Yes

PersonaId = Annotated[Id, Ref("personas", "clear")]
ImageId = Annotated[Id, Ref("images", "clear")]
VisitGoal = Literal["direct", "deliberate", "pleasure", "knowledge"]
VISIT_GOALS: tuple[VisitGoal, ...] = ("direct", "deliberate", "pleasure", "knowledge")


class Avatar(Value):
    """A drawn portrait, put together by hand; never guessed from a name."""

    skin: int = Field(default=0, ge=0, le=5, description="Skin tone, 0 (lightest) to 5.")
    hair: int = Field(default=0, ge=0, le=7, description="Hair style, one of eight.")
    hair_colour: int = Field(default=0, ge=0, le=5, description="Hair colour, one of six.")
    glasses: bool = Field(default=False, description="Wears glasses.")
    beard: bool = Field(default=False, description="Wears a beard.")
    scarf: bool = Field(default=False, description="Wears a scarf.")


class Traits(Value):
    """What the simulation knows of a persona. Each trait carries its own range and source."""

    weight: Amount = Field(default=assumed(1.0), description="Relative size of this group among visitors, > 0.")
    channels: FrozenMap[Channel, Rate] = Field(
        default=FrozenMap(), description="Share of visits per arrival channel, 0-1 each; empty: the map's entry mix."
    )
    devices: FrozenMap[Device, Rate] = Field(
        default=FrozenMap(), description="Share of first visits per device, 0-1 each; empty: desktop .36, phone .64."
    )
    device_switch: Rate = Field(default=assumed(0.22), description="Probability of another device at the next visit.")
    returning_share: Rate = Field(
        default=assumed(0.0), description="Share who had already visited before the simulated window, 0-1."
    )
    customer_share: Rate = Field(default=assumed(0.0), description="Share who are existing customers, 0-1.")
    intent: Logit = Field(
        default=assumed(0.0), description="Mean intent relative to the other personas (mu), log-odds; 0 = average."
    )
    intent_spread: Amount = Field(
        default=assumed(0.6, 0.3, 1.0), description="Standard deviation of intent between people (sigma_z), log-odds."
    )
    engagement_spread: Amount = Field(
        default=assumed(0.45, 0.3, 0.7), description="Standard deviation of engagement per visit (sigma_e), log-odds."
    )
    goals: FrozenMap[VisitGoal, Rate] = Field(
        default=FrozenMap(), description="Share of visits per visit goal (Moe 2003); empty: .12, .33, .35, .20."
    )
    pace: Factor = Field(default=assumed(1.0), description="Time on a page relative to the average visitor, 0.1-10.")
    speed_spread: Amount = Field(
        default=assumed(0.4), description="Spread of how fast interest grows, standard deviation of its logarithm."
    )
    patience: Factor = Field(
        default=assumed(1.0),
        description="How strongly friction drives this persona away, 1 = average, 2 = twice as strongly.",
    )
    waiting_patience: Amount = Field(default=assumed(40.0), description="Seconds of waiting before giving up, median.")
    price_sensitivity: Factor = Field(
        default=assumed(1.0), description="Response to price messages relative to the average visitor."
    )
    consent: Rate = Field(default=assumed(0.85, 0.5, 0.95), description="Share who allow personalisation cookies.")
    login: Rate = Field(default=assumed(0.2, 0.05, 0.4), description="Share recognised by login on every device.")
    reachable: Rate = Field(default=assumed(0.3, 0.1, 0.6), description="Share whose mail address is known.")
    products_considered: Amount = Field(
        default=assumed(0.7), description="Mean number of further products considered beside the first (lambda)."
    )
    return_propensity: Logit = Field(
        default=assumed(0.0), description="Shift of the log-odds of coming back after a visit; 0 = average."
    )
    return_delay: Amount = Field(default=assumed(1.5), description="Median days between two visits.")
    return_delay_spread: Amount = Field(
        default=assumed(1.5), description="Spread of that delay, standard deviation of its logarithm."
    )
    susceptibility: FrozenMap[str, Factor] = Field(
        default=FrozenMap(),
        description="Response per technique key relative to the average visitor; averages 1 over the personas.",
    )
    order_value: Amount = Field(default=assumed(60.0), description="Median value of an order, map's currency.")
    order_value_spread: Amount = Field(
        default=assumed(0.6, 0.5, 0.9), description="Spread of order value, standard deviation of its logarithm."
    )
    goods_returned: Rate = Field(default=assumed(0.1), description="Probability that an order is sent back.")
    satisfaction_sensitivity: Factor = Field(
        default=assumed(1.0), description="How strongly service moves satisfaction, 1 = average."
    )
    referral: Rate = Field(
        default=assumed(0.0), description="Probability that a satisfied buyer brings another; no defensible source."
    )


class Persona(Record):
    """One kind of customer, as a team describes him or her, with the traits the simulation reads."""

    name: Text = Field(description="Name as it appears on chips and curves.")
    role: Text = Field(default="", description="Who this is in a few words.")
    quote: Text = Field(default="", description="One sentence this persona would say.")
    biography: LongText = Field(default="", description="A short story of the person.")
    age: int | None = Field(default=None, ge=0, le=130, description="Age in years.")
    household: Text = Field(default="", description="Household and housing.")
    occupation: Text = Field(default="", description="Work or study.")
    place: Text = Field(default="", description="Where the persona lives.")
    income: Text = Field(default="", description="Income in words.")
    education: Text = Field(default="", description="Education in words.")
    values: FrozenMap[str, Text] = Field(default=FrozenMap(), description="What this persona holds dear, by key.")
    interests: FrozenMap[str, Text] = Field(default=FrozenMap(), description="Interests, by key.")
    fears: FrozenMap[str, Text] = Field(default=FrozenMap(), description="Fears and doubts, by key.")
    motivations: FrozenMap[str, Text] = Field(default=FrozenMap(), description="What sets this persona going, by key.")
    goals: FrozenMap[str, Text] = Field(default=FrozenMap(), description="What this persona wants to reach, by key.")
    challenges: FrozenMap[str, Text] = Field(default=FrozenMap(), description="What stands in the way, by key.")
    online: LongText = Field(default="", description="Online behaviour: channels, devices, how they search.")
    colour: int = Field(default=0, ge=0, le=5, description="Slot of the six persona colours, with its outline.")
    own_colour: Colour = Field(default="", description="A colour of the team's own; empty: the slot's colour.")
    avatar: Avatar = Field(default=Avatar(), description="Drawn portrait, used when there is no picture.")
    portrait: ImageId | None = Field(default=None, description="Id of a picture in the table `images`.")
    sensitive: FrozenMap[str, Yes] = Field(
        default=FrozenMap(), description="Fields that describe a sensitive attribute and may not steer a rule."
    )
    traits: Traits = Field(default=Traits(), description="What the simulation reads.")
    source: SourceId | None = Field(default=None, description="What this persona rests on.")
    library: Text = Field(default="", description="Key of the shipped persona this one was copied from.")


def trait(persona: Persona, name: str) -> Parameter:
    """The trait called `name` of a persona, as a parameter; KeyError when there is no such scalar trait."""
    value = getattr(persona.traits, name, None)
    if not isinstance(value, Parameter):
        raise KeyError(name)
    return value
