"""What is said of a full factorial: its factors and their main effects and interactions."""

from __future__ import annotations

from collections.abc import Mapping

from pydantic import Field

from personas.records import Value


class Contrast(Value):
    """A main effect or an interaction, as a change of the deciding measure; everything missing: too few to say."""

    factors: tuple[str, ...] = Field(strict=False, description="One factor: main effect; more: their interaction.")
    relative: float | None = Field(description="Effect, fraction of the control's level; its unit where that is 0.")
    absolute: float | None = Field(description="The same in the unit of the measure.")
    interval: tuple[float, float] | None = Field(description="95% interval of the absolute effect.")
    se_monte_carlo: float | None = Field(
        description="Standard error that more computing shrinks; none: not told apart."
    )
    se_parameters: float | None = Field(description="Standard error that only measuring shrinks; none: not told apart.")
    se: float | None = Field(description="Both together.")
    adjusted: float | None = Field(description="Two-sided p value after Benjamini and Hochberg.")
    stands: bool = Field(description="Whether it is told apart from nothing, at a false discovery rate of 5%.")


class Factorial(Value):
    """A full factorial: its factors, each named by the arm in which it is on alone, and all contrasts."""

    factors: Mapping[str, str] = Field(description="Title of every factor by its arm's id, in order.")
    metric: str = Field(description="Measure that decides.")
    arms: Mapping[str, tuple[str, ...]] = Field(
        strict=False, description="Factors that are on in every arm, by its id."
    )
    contrasts: tuple[Contrast, ...] = Field(strict=False, description="Main effects first, then pairs, and so on.")
