"""A backtest, typed, and as the JSON that scripts may rely on. Lifts are relative, of the conversion rate."""

from __future__ import annotations

from typing import Literal

from pydantic import Field

from personas.records import Value
from simulation.calibration.label import LabelText, Limit
from simulation.experiment.result import About

Reason = Literal["", "technique", "cards", "too-few", "refused", "no-conversions"]
"""Why a test was not predicted: its technique is not known or works elsewhere; its cards are not on the map; too few
simulated visitors behave differently; it cannot be simulated; nobody converted in its control."""


class Tested(Value):
    """One past test beside its prediction."""

    id: str = Field(description="Id of the past test.")
    title: str = Field(description="Its name.")
    technique: str = Field(description="Key of the technique.")
    cards: tuple[str, ...] = Field(strict=False, description="Touchpoints it stood on; empty: its natural ones.")
    date: str = Field(description="When it ran.")
    randomised: bool = Field(description="Visitors were assigned at random.")
    control: tuple[int, int] = Field(strict=False, description="Visitors and conversions of the control.")
    treated: tuple[int, int] = Field(strict=False, description="The same of those who could get the message.")
    measured: float | None = Field(description="Measured lift; none: no conversions in the control.")
    measured_interval: tuple[float, float | None] = Field(strict=False, description="95% interval; none: no end.")
    measured_error: float | None = Field(description="Standard error of the measured lift; none: not known.")
    predicted: float | None = Field(description="Predicted lift, not knowing this test; none: not predicted.")
    predicted_interval: tuple[float, float] | None = Field(default=None, strict=False, description="95% interval.")
    expected_interval: tuple[float, float] | None = Field(
        default=None, strict=False, description="95% interval of what a test of this size would have measured."
    )
    error: float | None = Field(default=None, description="Predicted minus measured.")
    inside: bool | None = Field(default=None, description="Whether it measured what it was expected to.")
    agrees: bool | None = Field(default=None, description="Whether both point the same way; none: one of them nowhere.")
    transfer: float | None = Field(default=None, description="Share of the technique's average effect that got here.")
    counts: bool = Field(description="Whether it counts towards the label: randomised, and predicted.")
    reason: Reason = Field(default="", description="Why it was not predicted.")
    message: str = Field(default="", description="What a refusal said.")
    twice: bool = Field(default=False, description="Another test has the same counts: this one does not count again.")


class Backtest(About):
    """All past tests of a map beside their predictions, and what they say of the model."""

    format: Literal["footfall-backtest"] = Field(default="footfall-backtest", description="What this is.")
    version: Literal[1] = Field(default=1, description="Version of this format.")
    map: str = Field(description="Id of the map.")
    seed: int = Field(description="Seed of all random numbers.")
    draws: int = Field(description="Draws of the parameters.")
    seconds: float = Field(description="Time it took.")
    complete: bool = Field(description="False when stopped early.")
    level: float | None = Field(description="Simulated conversion of today's site; none: nothing was simulated.")
    tests: tuple[Tested, ...] = Field(strict=False, description="In the order in which they were given.")
    counted: int = Field(description="Tests that count.")
    inside: int = Field(description="Those of them that measured what they were expected to.")
    coverage_p: float | None = Field(description="How likely so few inside are by chance (binomial); none: no tests.")
    mean_error: float | None = Field(description="Mean of predicted minus measured.")
    mean_error_interval: tuple[float, float] | None = Field(
        strict=False, description="Its 95% interval (Student); none: under three tests."
    )
    mean_error_se: float | None = Field(
        default=None, description="Its standard error from the counts of the tests; none: not known."
    )
    agreeing: int = Field(description="Tests in which prediction and measurement point the same way.")
    pointing: int = Field(description="Tests in which both point anywhere.")
    label: LabelText = Field(description="The label that this backs.")
    met: tuple[Limit, ...] = Field(strict=False, description="Limits that are met.")
    missing: tuple[Limit, ...] = Field(strict=False, description="Limits that are not.")
