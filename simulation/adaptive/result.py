"""What a policy that learns brings and costs, typed, and as the JSON that scripts may rely on."""

from __future__ import annotations

from typing import Literal

from pydantic import Field

from personas.records import FrozenMap, Value
from simulation.experiment.result import About, Effect, Warned


class Period(Value):
    """Some weeks of learning, over all courses; lifts are relative to the control's conversion."""

    first: int = Field(description="First week, 1 is the first.")
    last: int = Field(description="Last week.")
    learner: Effect = Field(description="Lift of the learner over the control.")
    fixed: Effect = Field(description="Lift of the same rules by their priorities over the control.")
    beyond: Effect = Field(description="Learner less fixed rules.")


class Option(Value):
    """Something that can be said in a context, or nothing."""

    rule: str = Field(description="Id of the rule; empty: silence.")
    share: float = Field(description="Share of visitors who get it in the end, mean over courses.")
    ends: tuple[float, float] = Field(description="Between these in nine courses of ten.")
    wins: float = Field(description="Share of courses in which it has the largest share in the end.")


class Cell(Value):
    """A context: a seen phase and an audience."""

    phase: str = Field(description="Kind of the phase.")
    audience: str = Field(description="Kind of the audience.")
    visitors: float = Field(description="Visitors a week to whom something could be said here.")
    options: tuple[Option, ...] = Field(strict=False, description="Silence first.")


class Learned(About):
    """A policy that learns beside the same rules as they stand. The unit is a whole course of learning."""

    format: Literal["footfall-learned"] = Field(default="footfall-learned", description="What this is.")
    version: Literal[1] = Field(default=1, description="Version of this format.")
    map: str = Field(description="Id of the map.")
    experiment: str = Field(description="Id of the experiment; empty: none.")
    arm: str = Field(description="Id of the arm whose rules take turns.")
    arm_title: str = Field(description="Its title.")
    control: str = Field(description="Title of the control.")
    unit: Literal["course"] = Field(default="course", description="What is replicated.")
    metric: Literal["conversion_rate"] = Field(default="conversion_rate", description="Measure of the lifts.")
    batch: Literal["day", "week"] = Field(description="After how long it looks at what happened.")
    weeks: int = Field(description="Weeks of a course.")
    visitors: int = Field(description="Visitors of a course, each living in every policy.")
    draws: int = Field(description="Draws of the parameters, each the truth of some courses.")
    runs: int = Field(description="Courses per draw, on visitors of their own.")
    seed: int = Field(description="Seed of all random numbers.")
    seconds: float = Field(description="Time it took.")
    learner: Effect = Field(description="Lift of the learner over the control, all weeks.")
    fixed: Effect = Field(description="Lift of the same rules by their priorities over the control.")
    beyond: Effect = Field(description="Learner less fixed rules.")
    regret: Effect = Field(
        description="What the best unchanging policy known afterwards has more than the learner: silence, the fixed "
        "rules, each rule alone, and what the learner ended with, on the same visitors."
    )
    cost: Effect = Field(description="What it would have had more if it had known from the start what it ended with.")
    orders: float = Field(description="That cost in visitors who buy, a course.")
    periods: tuple[Period, ...] = Field(strict=False, description="The learning curve.")
    cells: tuple[Cell, ...] = Field(strict=False, description="What it says in the end, context by context.")
    rules: FrozenMap[str, str] = Field(description="Titles of the rules that take turns.")
    left: FrozenMap[str, str] = Field(description="Titles of rules that speak between visits and take no turns.")
    warnings: tuple[Warned, ...] = Field(default=(), strict=False, description="The gravest first.")
