"""What visitors compete for and buy: products and desks."""

from __future__ import annotations

from typing import Literal

from pydantic import Field

from personas.provenance import Amount, Rate, assumed
from personas.records import FrozenMap, Record, Text


class Product(Record):
    """Something that is sold."""

    title: Text = Field(description="Name.")
    price: Amount = Field(
        default=assumed(50.0),
        description="Price on its label, map's currency; what an order is worth is the persona's.",
    )
    margin: Rate | None = Field(default=None, description="Margin as a share of the price; none: the map's.")
    stock: int | None = Field(default=None, ge=0, le=10**9, description="Pieces in stock; none: never runs out.")
    weight: Amount = Field(default=assumed(1.0), description="Relative interest among visitors.")


class Desk(Record):
    """A service desk with limited capacity."""

    title: Text = Field(description="Name.")
    agents: int = Field(default=1, ge=0, le=10_000, description="People who can help at the same time.")
    service_minutes: Amount = Field(default=assumed(6.0), description="Median time of one contact, minutes.")
    service_spread: float = Field(
        default=0.6, ge=0, le=3, description="Standard deviation of the logarithm of the time of a contact."
    )
    service_kind: Literal["log-normal", "exponential"] = Field(
        default="log-normal", description="How the time of a contact is spread; exponential as in queueing theory."
    )
    opening: FrozenMap[str, Text] = Field(
        default=FrozenMap(), description="Opening hours per weekday key ('0' Monday … '6'), as 'HH:MM-HH:MM'."
    )
