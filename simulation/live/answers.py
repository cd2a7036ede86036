"""What a slider's position comes to."""

from __future__ import annotations

from typing import Literal

from pydantic import Field

from personas.records import Value

How = Literal["fitted", "simulated"]


class LiveMeasure(Value):
    """The lift of one measure at a slider's position; relative numbers are fractions, levels in the measure's unit."""

    metric: str = Field(description="Id of the measure.")
    control: float = Field(description="Its level in the control.")
    mean: float = Field(description="Relative lift expected.")
    low: float = Field(description="Lower end of the 95% interval of the relative lift.")
    high: float = Field(description="Upper end.")
    se_monte_carlo: float = Field(description="Standard error that more visitors shrink, relative.")
    se_parameters: float | None = Field(description="Standard error that only measuring shrinks; none: one draw.")
    helps: float = Field(description="Probability of a lift worth having.")
    no_difference: float = Field(description="Probability of no difference worth having.")
    harms: float = Field(description="Probability of a loss of that size.")
    worth: float = Field(description="Smallest relative lift worth having.")
    quantiles: tuple[float, ...] = Field(strict=False, description="The relative lift at probabilities 0.01 to 0.99.")

    @property
    def absolute(self) -> tuple[float, float, float]:
        """The difference in the measure's unit: expected, lower end, upper end."""
        return self.mean * self.control, self.low * self.control, self.high * self.control


class LiveAnswer(Value):
    """What a slider's position comes to, and what it rests on."""

    arm: str = Field(description="Id of the arm that is compared with the control.")
    how: How = Field(description="fitted: from the response to the draws; simulated: visitors walked.")
    pairs: int = Field(description="Pairs of visitors that walked this position, over all draws; 0: none.")
    base_pairs: int = Field(description="Pairs behind the answer that this one is a contrast to.")
    settled: bool = Field(description="The drawn shares come back here; else offsets are held as they were.")
    flips: int = Field(description="Visitors of the base for whom the arm made a difference.")
    main: LiveMeasure = Field(description="The measure that decides.")
    margin: LiveMeasure | None = Field(default=None, description="The same of margin; none where there is none.")
