"""What an answer is made of and what it hangs on, typed, and as the JSON that scripts may rely on.

Contributions are in the unit of the deciding measure (a rate: 0.0042 is 0.42 percentage points), money in the map's
currency a month at its own traffic.
"""

from __future__ import annotations

from typing import Literal

from pydantic import Field

from personas.records import Evidence, Value
from simulation.experiment.result import LEVEL, About, Effect, Warned


class Share(Value):
    """What one rule, or one change, brings."""

    kind: Literal["rule", "rule-off", "policy", "mode", "pain", "card", "trait", "map", "rest"] = Field(
        description="A rule more or less, all messages, the mode, a pain point solved, a card changed otherwise, a "
        "persona changed, another map, everything that is no rule."
    )
    key: str = Field(description="Id of what it is; 'policy' and 'rest' for several at once.")
    title: str = Field(default="", description="What it is called; empty where its kind says it.")
    technique: str = Field(default="", description="Key of a rule's technique.")
    evidence: Evidence | None = Field(default=None, description="What the effect of a rule's technique rests on.")
    share: Effect = Field(description="Its fair share of the lift (Shapley): all shares add up to the lift.")
    money: Effect = Field(description="Its fair share of the margin, a month.")
    alone: Effect = Field(description="The lift when nothing but this is changed.")
    without: Effect = Field(description="What is lost when only this is left out.")
    in_order: Effect = Field(description="What it adds where it comes in order, after those above it.")
    changed: int = Field(description="Simulated visitors whose orders it changes, about.")
    quality: Literal["none", "rough", "good"] = Field(description="none: too few of them to say anything.")


class Game(Value):
    """The lift divided among those who bring it."""

    method: Literal["exact", "sampled"] = Field(description="All coalitions, or permutations in antithetic pairs.")
    coalitions: int = Field(description="Arms that were run.")
    pairs: int = Field(default=0, description="Antithetic pairs of permutations; 0: exact.")
    shares: tuple[Share, ...] = Field(strict=False, description="The largest first.")
    total: Effect = Field(description="What they add up to: the lift of the arm.")
    total_money: Effect = Field(description="The same as margin a month.")


class Step(Value):
    """The best so many together."""

    keys: tuple[str, ...] = Field(strict=False, description="Ids of the rules, the best first.")
    together: Effect = Field(description="Lift of all of them at once.")
    sum: float = Field(description="What their lifts alone add up to.")
    short: float = Field(description="The sum less the lift together.")
    short_error: float = Field(description="Standard error of that.")


class Part(Value):
    """What one group of visitors, or one place in the visit, brings to the lift; all parts add up to it."""

    key: str = Field(description="Id of the persona; phase; 'visits' or 'value' for what is no phase.")
    title: str = Field(default="", description="What it is called; empty where the key says it.")
    share: Effect = Field(description="Its part of the lift.")


class Assumption(Value):
    """Something the answer rests on, and what the lift would be if it were low or high (10 and 90%)."""

    key: str = Field(description="What it is: effect:…, structure:…, trait:…, world:….")
    evidence: Evidence = Field(description="assumed, published or measured.")
    unit: Literal["share", "factor", "logit", "amount", "effect", "days"] = Field(description="Unit of the values.")
    low: float = Field(description="Its 10% value.")
    centre: float = Field(description="Its central value.")
    high: float = Field(description="Its 90% value.")
    own_range: bool = Field(description="The range is the project's or the prior's; else by kind.")
    at_low: float = Field(description="Expected lift at the low value.")
    at_high: float = Field(description="Expected lift at the high value.")
    error: float = Field(description="Standard error of the difference between both.")
    money_low: float = Field(description="Expected margin a month at the low value, over the control.")
    money_high: float = Field(description="The same at the high value.")
    drawn: bool = Field(description="Whether the interval of the answer contains it; else it is beside the interval.")
    fitted_anew: bool = Field(default=False, description="Whether the drawn shares had to be fitted again.")
    width: float = Field(description="|at_high - at_low|.")


class Index(Value):
    """Share of the variance of the answer that one drawn parameter explains (Sobol; Saltelli et al. 2010)."""

    key: str = Field(description="Which one.")
    first: float = Field(description="By itself.")
    first_error: float = Field(description="95% half-width of that, over resamples.")
    total: float = Field(description="With all it works together with.")
    total_error: float = Field(description="95% half-width of that.")


class Elementary(Value):
    """Elementary effects of an assumption over its whole range (Morris 1991), in the unit of the measure."""

    key: str = Field(description="Which one.")
    mean: float = Field(description="Mean of the effects (mu).")
    size: float = Field(description="Mean of their sizes (mu star; Campolongo et al. 2007).")
    size_error: float = Field(description="95% half-width of that.")
    spread: float = Field(description="Standard deviation (sigma): bent, or working together with others.")


class Test(Value):
    """An A/B test of one technique against nothing, and what it would tell."""

    weeks: int = Field(description="How long.")
    per_arm: int = Field(description="Visitors in each arm at the map's traffic.")
    error: float = Field(description="Standard error of the relative effect it measures, without that of elsewhere.")
    narrower: float = Field(description="Share of the variance of the answer that it takes away on average.")
    width: float = Field(description="Expected width of the 95% interval afterwards.")
    worth: float = Field(description="Expected gain of choosing better afterwards, money a month.")


class Measuring(Value):
    """What it would bring to know one assumption."""

    key: str = Field(description="Which one.")
    evidence: Evidence = Field(description="What it rests on now.")
    narrower: float = Field(description="Share of the variance of the answer that goes if it is known exactly.")
    error: float = Field(description="Standard error of that share.")
    width: float = Field(description="Expected width of the 95% interval then.")
    worth: float = Field(description="Expected gain of choosing better then, money a month.")
    worth_error: float = Field(description="Its standard error.")
    tests: tuple[Test, ...] = Field(default=(), strict=False, description="A/B tests of a technique, by length.")
    advised: int | None = Field(default=None, description="Weeks of the shortest that brings most of what tests can.")


class Values(Value):
    """What to measure first."""

    width: float = Field(description="Width of the 95% interval now, with all assumptions that were tried.")
    drawn_width: float = Field(description="The same of what the answer's own interval contains.")
    perfect: float = Field(description="Expected gain of choosing better if everything were known, money a month.")
    launch: float = Field(description="Expected money a month of making the change.")
    measuring: tuple[Measuring, ...] = Field(strict=False, description="The one that narrows most first.")


class Cell(Value):
    """The lift in one cell of a table, before and after allowing for how many cells there are."""

    row: str = Field(description="Phase kind, or persona id.")
    column: str = Field(description="Audience kind, or segment.")
    row_title: str = Field(default="", description="What the row is called.")
    column_title: str = Field(default="", description="What the column is called.")
    lift: Effect = Field(description="As measured.")
    probability: float | None = Field(description="Two-sided p of no lift; none: too few visitors.")
    adjusted: float | None = Field(description="The same after Benjamini and Hochberg.")
    stands: bool = Field(description="Whether it is told apart from nothing at a false discovery rate of 5%.")
    shrunk: float | None = Field(description="Pulled to the mean of all cells: what to expect of it.")
    shrunk_error: float | None = Field(description="Standard error of that.")


class Cells(Value):
    """A table of lifts, read with its size in mind."""

    kind: Literal["phase-audience", "persona-segment"] = Field(description="What is crossed.")
    spread: float = Field(description="Standard deviation between the true lifts of the cells, as far as seen.")
    cells: tuple[Cell, ...] = Field(strict=False, description="The largest first.")


class Drivers(About):
    """Why an arm does what it does."""

    format: Literal["footfall-drivers"] = Field(default="footfall-drivers", description="What this is.")
    version: Literal[1] = Field(default=1, description="Version of this format.")
    map: str = Field(description="Id of the map.")
    experiment: str = Field(description="Id of the experiment; empty: none.")
    control: str = Field(description="Title of the control.")
    arm: str = Field(description="Id of the arm that is explained.")
    arm_title: str = Field(description="Its title.")
    metric: str = Field(description="The measure that is divided.")
    unit: str = Field(description="Its unit: rate, money, count, seconds, score.")
    level: float = Field(description="The measure in the control.")
    lift: Effect = Field(description="Difference from the control, over these visitors.")
    money: Effect = Field(description="The same as margin a month.")
    seed: int = Field(description="Seed of all random numbers.")
    draws: int = Field(description="Draws of the parameters.")
    visitors: int = Field(description="Visitors, over all draws, each living in every arm.")
    seconds: float = Field(description="Time it took.")
    complete: bool = Field(description="False when stopped: only complete blocks count, and parts may be missing.")
    interval_level: float = Field(default=LEVEL, description="Level of all intervals.")
    currency: str = Field(description="Currency of all money.")
    visitors_per_month: float = Field(description="New visitors in an average month.")
    rules: Game | None = Field(default=None, description="By rule; none: the arm says nothing else than the control.")
    changes: Game | None = Field(default=None, description="By change; none: there is only one.")
    personas: tuple[Part, ...] = Field(default=(), strict=False, description="By persona.")
    phases: tuple[Part, ...] = Field(default=(), strict=False, description="By phase of the visit.")
    stack: tuple[Step, ...] = Field(default=(), strict=False, description="One rule, two, three …, the best first.")
    assumptions: tuple[Assumption, ...] = Field(default=(), strict=False, description="The widest first.")
    indices: tuple[Index, ...] = Field(default=(), strict=False, description="Sobol, the largest total first.")
    misfit: float | None = Field(default=None, description="Share of the variance the fitted response leaves; none: "
                                 "it was not used.")  # fmt: skip
    screening: tuple[Elementary, ...] = Field(default=(), strict=False, description="Morris, the largest first.")
    values: Values | None = Field(default=None, description="What to measure first.")
    cells: tuple[Cells, ...] = Field(default=(), strict=False, description="Tables of lifts.")
    warnings: tuple[Warned, ...] = Field(default=(), strict=False, description="The gravest first.")
