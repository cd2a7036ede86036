"""What pain points cost, typed, and as the JSON that scripts may rely on.

Money is in the map's currency a month, at the map's own traffic; a positive price is what solving the pain point would
bring.
"""

from __future__ import annotations

from typing import Literal

from pydantic import Field

from personas.records import Value
from simulation.experiment.result import LEVEL, About, Change, Effect, Warned

LIFETIME = "lifetime_margin_per_visitor"
"""What a buyer brings with later purchases, where those are simulated: pains after an order are felt there only."""
MONTH_IN_WEEKS = 365.25 / 12 / 7
Reason = Literal["no-touchpoint", "outside", "unreached", "stopped"]
"""Why a pain point has no price: it is about a whole stage; nothing that is simulated feels it; nobody gets to its
touchpoint; the run was stopped."""


class Price(Value):
    """What changes when one pain point is solved (or all of them) and nothing else.

    That solving helps is assumed, not estimated: the table of severities says which way, only the size is in doubt.
    There are no chances, therefore.
    """

    arm: str = Field(description="Id of the arm in which it is solved.")
    conversion: Change = Field(description="Change of the share of visitors who buy.")
    orders: Effect = Field(description="Orders a month that solving it brings.")
    margin: Effect = Field(description="Margin a month that solving it brings: what the pain point costs.")


class PainPrice(Price):
    """A pain point and what it costs."""

    rank: int = Field(ge=1, description="1 for the one that costs most; those of which nothing is known come last.")
    pain: str = Field(description="Id of the pain point.")
    card: str = Field(description="Id of the card that says it.")
    touchpoint: str = Field(description="Id of the touchpoint it is on.")
    title: str = Field(description="What it says.")
    where: str = Field(description="Title of the touchpoint.")
    severity: int = Field(ge=1, le=5, description="1 (irritates) to 5 (drives away).")


class Unpriced(Value):
    """A pain point that has no price, and why."""

    pain: str = Field(description="Id of the pain point.")
    card: str = Field(description="Id of the card that says it.")
    title: str = Field(description="What it says.")
    where: str = Field(description="Title of the touchpoint it is on, else of the stage.")
    severity: int = Field(ge=1, le=5, description="1 (irritates) to 5 (drives away).")
    reason: Reason = Field(description="Why it has no price.")


class Interaction(Value):
    """All of them solved together against the sum of each alone, margin a month."""

    together: float = Field(description="Margin that solving all of them together brings.")
    sum: float = Field(description="Sum of what each brings alone.")
    difference: Effect = Field(description="Together less the sum, with the error that more computing shrinks.")


class Prices(About):
    """The price of every pain point of a map, the most expensive first."""

    format: Literal["footfall-prices"] = Field(default="footfall-prices", description="What this is.")
    version: Literal[1] = Field(default=1, description="Version of this format.")
    map: str = Field(description="Id of the map.")
    experiment: str = Field(description="Id of the experiment whose control is the starting point; empty: none.")
    control: str = Field(description="Title of the arm in which no pain point is solved.")
    seed: int = Field(description="Seed of all random numbers.")
    engine: str = Field(description="Engine that ran; empty: nothing had to be run.")
    visitors: int = Field(description="Visitors per draw, each living in every arm.")
    draws: int = Field(description="Draws of the parameters.")
    seconds: float = Field(description="Time it took.")
    complete: bool = Field(description="False when stopped: only complete blocks count.")
    interval_level: float = Field(default=LEVEL, description="Level of all intervals.")
    currency: str = Field(description="Currency of all money.")
    visitors_per_month: float = Field(description="New visitors in an average month.")
    money: str = Field(description="Id of the measure that the money is a month's worth of.")
    priced: tuple[PainPrice, ...] = Field(strict=False, description="The most expensive first.")
    together: Price | None = Field(default=None, description="All of them solved; none: there are fewer than two.")
    interaction: Interaction | None = Field(default=None, description="What that is beside the sum of each alone.")
    unpriced: tuple[Unpriced, ...] = Field(default=(), strict=False, description="Those that have no price here.")
    warnings: tuple[Warned, ...] = Field(default=(), strict=False, description="The gravest first.")

    def by_card(self) -> dict[str, float]:
        """Margin a month that each pain point costs, by the id of its card; those too rare to tell are left out."""
        return {one.card: one.margin.mean for one in self.priced if one.margin.mean is not None}
