"""The best policy that was found, typed, and as the JSON that scripts may rely on."""

from __future__ import annotations

from typing import Literal

from pydantic import Field

from personas.records import FrozenMap, Value
from simulation.experiment.result import About, Effect, Result


class Narrowed(Value):
    """A rule that speaks in fewer phases, or to fewer audiences, than it did."""

    rule: str = Field(description="Id of the rule.")
    phases: tuple[str, ...] = Field(default=(), strict=False, description="Phases it keeps; empty: its own.")
    audiences: tuple[str, ...] = Field(default=(), strict=False, description="Audiences it keeps; empty: its own.")


class Spent(Value):
    """What a policy says and spends."""

    messages: float = Field(description="Messages a visit, mean.")
    discount: float = Field(description="Discount money a day at the map's traffic.")
    mails: float = Field(description="Mails, push messages and advertisements a day.")


class Limits(Value):
    """Budgets of the search; none: no limit."""

    messages: float | None = Field(default=None, description="Messages a visit, mean.")
    discount: float | None = Field(default=None, description="Discount money a day, map's currency.")
    mails: float | None = Field(default=None, description="Mails a day.")


class Compared(Value):
    """A figure of the search beside the same on visitors who did not choose it."""

    searched: float | None = Field(description="Relative lift on the visitors of the search: too good on average.")
    fresh: Effect | None = Field(description="Relative lift on fresh visitors, with its interval.")


class Judged(Value):
    """A policy on fresh visitors."""

    arm: str = Field(description="Id of its arm in `judged`.")
    conversion: Effect | None = Field(description="Relative lift of the conversion rate over the control.")
    margin: Effect | None = Field(description="Relative lift of the margin per visitor over the control.")
    spent: Spent = Field(description="What it spends.")


class Winner(Value):
    """A policy that the search ended with, judged anew."""

    arm: str = Field(description="Id of its arm in `judged`.")
    as_it_stands: bool = Field(description="Nothing about the policy was changed.")
    on: tuple[str, ...] = Field(strict=False, description="Ids of the rules that speak.")
    off: tuple[str, ...] = Field(strict=False, description="Ids of those that were switched off.")
    narrowed: tuple[Narrowed, ...] = Field(default=(), strict=False, description="Rules that speak less widely.")
    messages_per_visit: int | None = Field(description="Cap over a visit; none: no cap.")
    mode: Literal["page-type", "score-card"] = Field(description="How the phase is seen.")
    conversion: Compared = Field(description="Lift of the conversion rate over the control.")
    margin: Compared = Field(description="Lift of the margin per visitor over the control.")
    spent_searched: Spent = Field(description="What it spends on the visitors of the search.")
    spent: Spent = Field(description="What it spends on fresh visitors.")
    over: bool = Field(description="A budget is exceeded on fresh visitors.")


class Best(About):
    """Which rules where, found under budgets and judged on visitors who did not choose it."""

    format: Literal["footfall-best"] = Field(default="footfall-best", description="What this is.")
    version: Literal[1] = Field(default=1, description="Version of this format.")
    map: str = Field(description="Id of the map.")
    experiment: str = Field(description="Id of the experiment; empty: none.")
    arm: str = Field(description="Id of the arm whose policy was searched.")
    arm_title: str = Field(description="Its title.")
    cap: int | None = Field(description="Its cap of messages in a visit; none: no cap.")
    mode: Literal["page-type", "score-card"] = Field(description="How it sees the phase.")
    goal: Literal["conversion", "margin", "both"] = Field(description="What was to be as high as possible.")
    limits: Limits = Field(description="Budgets that had to be kept.")
    only_rules: bool = Field(description="Only which rules speak was searched.")
    method: Literal["enumerated", "tpe", "nsga2"] = Field(description="How it was found.")
    exact: bool = Field(description="Every combination of rules on and off was tried.")
    tried: int = Field(description="Different policies that were tried.")
    feasible: int = Field(description="Of these, how many keep the budgets.")
    visitors: int = Field(description="Visitors per draw of the search.")
    draws: int = Field(description="Draws of the parameters in the search.")
    alone: bool = Field(description="The search left out that visitors compete; the judgement did not.")
    seed: int = Field(description="Seed of all random numbers.")
    seconds: float = Field(description="Time it took.")
    currency: str = Field(description="Currency of all money.")
    rules: FrozenMap[str, str] = Field(description="Titles of the policy's rules.")
    names: FrozenMap[str, str] = Field(description="Titles of phases and audiences.")
    winners: tuple[Winner, ...] = Field(strict=False, description="The best; with two goals the front, margin rising.")
    today: Judged = Field(description="The policy as it stands, on fresh visitors.")
    judged: Result = Field(description="The run on fresh visitors: control, the policy as it stands, the winners.")
    history: tuple[float, ...] = Field(
        strict=False, description="Best relative lift of the (first) goal, after each batch of policies that was tried."
    )
