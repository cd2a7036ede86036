"""A test plan, typed, and as the JSON that scripts may rely on.

Lifts are relative and over the visitors who enter the test; rates are fractions; visitors are persons, each counted
once on the day of the first visit.
"""

from __future__ import annotations

from typing import Literal

from pydantic import Field

from personas.records import Value
from simulation.experiment.result import About

Verdict = Literal["good", "unlikely", "long", "nothing"]
"""good: worth running; unlikely: short enough, but more likely than not it says nothing; long: takes longer than a test
can be trusted; nothing: no lift is expected that a test could look for."""


class PlannedArm(Value):
    """One arm of the real test."""

    id: str = Field(description="Id of the variant, or of the control.")
    name: str = Field(description="Its title.")
    share: float = Field(description="Share of the visitors who enter the test.")
    visitors: int = Field(description="Visitors in it after the planned weeks.")
    lift: float | None = Field(default=None, description="Expected relative lift; none: control, or too few to say.")
    weeks: int | None = Field(default=None, description="Whole weeks for its own expected lift; none: never.")


class Weeks(Value):
    """What a test of this length can do."""

    weeks: int = Field(description="Whole weeks.")
    treated: int = Field(description="Visitors in the arm that is looked at.")
    control: int = Field(description="Visitors in the control.")
    smallest: float | None = Field(description="Smallest relative lift it finds with the wanted power; none: no such.")
    power: float = Field(description="Probability that it finds the expected lift.")
    significant: float = Field(description="Probability that it comes out significant, whatever is true.")
    sequence: float = Field(description="Half-width of the interval that may be read at any time, relative lift.")
    stopped: float = Field(description="Probability that this interval has left zero by then, read once a week.")


class Chance(Value):
    """What a test of the planned length promises, over everything that could be true."""

    significant: float = Field(description="Probability that it comes out significant.")
    up: float = Field(description="The same, and points upward.")
    down: float = Field(description="The same, and points downward.")
    exaggeration: float | None = Field(
        description="Expected size of a significant estimate over what is true in those cases (type M); none: nothing."
    )
    exaggeration_there: float | None = Field(description="The same, were the expected lift exactly true.")
    wrong_sign: float = Field(description="Share of significant outcomes that point the wrong way (type S).")
    nothing: float = Field(description="Share of significant outcomes in which there is no effect at all.")


class Instead(Value):
    """Something that can be tested in a reasonable time where this cannot."""

    what: Literal["measure", "arm", "triggered"] = Field(description="Another measure, another arm, fewer visitors.")
    key: str = Field(description="Id of the measure or of the arm; empty: the same.")
    name: str = Field(description="Title of the arm; empty: not an arm.")
    weeks: int = Field(description="Whole weeks it takes.")
    most: int | None = Field(default=None, description="Weeks it takes at worst, where that is not known exactly.")


class TestPlan(About):
    """What to run for real."""

    __test__ = False  # pytest: a plan is no test

    format: Literal["footfall-plan"] = Field(default="footfall-plan", description="What this is.")
    version: Literal[1] = Field(default=1, description="Version of this format.")
    map: str = Field(description="Id of the map.")
    experiment: str = Field(description="Id of the experiment; empty: none.")
    arm: str = Field(description="Id of the arm that is looked at.")
    metric: str = Field(description="Measure that decides.")
    unit: str = Field(description="Its unit: rate, money, count, seconds, score.")
    currency: str = Field(description="Currency of all money.")
    level: float = Field(description="The measure in the control.")
    spread: float | None = Field(description="Its standard deviation between visitors; none: a share of visitors.")
    planned_for: float | None = Field(description="Relative lift the size is made for; none: nothing to look for.")
    difference: float | None = Field(description="The same in the unit of the measure.")
    rests_on: Literal["prediction", "worth"] = Field(
        description="What that lift is: the predicted one, or (where none can be told) the smallest worth having."
    )
    belief: Literal["draws", "interval", "none"] = Field(
        description="What could be true: quantiles of the draws, a curve through the interval, or not known."
    )
    visitors_per_day: float = Field(description="Visitors of the shop on an average day.")
    eligible: float = Field(description="Share of them who enter the test: those who can get the message.")
    reached: float | None = Field(description="Share of the entering who ever get one; none: nothing is said.")
    days: tuple[float, ...] = Field(strict=False, description="Visitors entering per weekday, Monday first.")
    power: float = Field(description="Wanted probability to find that lift.")
    alpha: float = Field(description="Probability of a false alarm over all comparisons.")
    alpha_each: float = Field(description="The same for each comparison: divided by their number (Bonferroni).")
    needed: int | None = Field(description="Visitors in the arm; none: no number is enough.")
    needed_weeks: int | None = Field(description="Whole weeks until every arm has its visitors.")
    weeks: int = Field(description="Weeks that are planned: those needed, or those asked for.")
    arms: tuple[PlannedArm, ...] = Field(strict=False, description="The control first.")
    end: Weeks = Field(description="What the test can do after the planned weeks.")
    table: tuple[Weeks, ...] = Field(strict=False, description="The same for several lengths.")
    curve: tuple[tuple[int, float], ...] = Field(
        strict=False, description="Visitors in the arm, and the probability that they show the expected lift."
    )
    chance: Chance | None = Field(description="What the test promises; none: what could be true is not known.")
    look_weekly: float = Field(description="False alarms of an ordinary test that is looked at every week.")
    look_daily: float = Field(description="The same, every day.")
    follow_days: float = Field(description="Days each visitor is followed before an order no longer counts.")
    verdict: Verdict = Field(description="Whether the test is worth running.")
    instead: tuple[Instead, ...] = Field(strict=False, description="What could be done where it is not.")
