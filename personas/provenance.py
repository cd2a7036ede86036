"""Where a number comes from. Every parameter of the model is a value with a range, a kind and a source."""

from __future__ import annotations

from typing import Annotated

from pydantic import AfterValidator, Field, model_validator

from personas.records import Evidence, Id, LongText, Record, Ref, Text, Value

SourceId = Annotated[Id, Ref("sources", "clear")]


class Source(Record):
    """Something a number or a statement rests on: a paper, a log, an interview, a guess written down."""

    title: Text = Field(description="What it is, as one would cite it.")
    kind: Evidence = Field(default="assumed", description="assumed, published or measured.")
    authors: Text = Field(default="", description="Who wrote or measured it.")
    year: int | None = Field(default=None, ge=1500, le=2200, description="Year of publication or measurement.")
    link: Text = Field(default="", description="Address or place where it can be read.")
    note: LongText = Field(default="", description="What exactly was taken from it, and its limits.")


class Parameter(Value):
    """A number with its doubt: a central value, a plausible range and where it comes from.

    The kind drives the width of its prior: assumed is wider than published, published wider than measured.
    """

    value: float = Field(description="Central value, in the unit of the field that holds it.")
    low: float | None = Field(default=None, description="Lower end of a plausible 95% range; none: by kind.")
    high: float | None = Field(default=None, description="Upper end of a plausible 95% range; none: by kind.")
    kind: Evidence = Field(default="assumed", description="assumed, published or measured.")
    source: SourceId | None = Field(default=None, description="Id of the source in the table `sources`.")
    note: Text = Field(default="", description="One sentence on the number: what was counted, where, when.")

    @model_validator(mode="after")
    def _ordered(self) -> Parameter:
        low = self.value if self.low is None else self.low
        high = self.value if self.high is None else self.high
        if not low <= self.value <= high:
            raise ValueError(f"the range {low} to {high} does not hold the value {self.value}")
        return self


class Within:
    """Validator that keeps a parameter's value and range inside [low, high]."""

    def __init__(self, low: float, high: float) -> None:
        self.low, self.high = low, high

    def __call__(self, parameter: Parameter) -> Parameter:
        """The parameter unchanged; ValueError when its value or range leaves the interval."""
        for number in (parameter.value, parameter.low, parameter.high):
            if number is not None and not self.low <= number <= self.high:
                raise ValueError(f"{number} lies outside {self.low} to {self.high}")
        return parameter


Rate = Annotated[Parameter, AfterValidator(Within(0.0, 1.0))]
"""A probability or share, 0 to 1."""
Factor = Annotated[Parameter, AfterValidator(Within(0.0, 1e3))]
"""A multiplier, 1 = average."""
Logit = Annotated[Parameter, AfterValidator(Within(-10.0, 10.0))]
"""A shift on the log-odds scale, 0 = average."""
Amount = Annotated[Parameter, AfterValidator(Within(0.0, 1e12))]
"""A quantity that cannot be negative; its unit is in the field's description."""


def assumed(value: float, low: float | None = None, high: float | None = None) -> Parameter:
    """A parameter nobody has measured: for defaults, shown as such and drawn with a spread."""
    return Parameter(value=value, low=low, high=high, kind="assumed")
