"""The answer of an experiment, typed, and as the JSON that scripts may rely on.

Rates are fractions of visitors (or visits, as the measure says), money in the map's currency, times in seconds.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping, Sequence
from typing import Any, Literal, Self, cast

from pydantic import Field

from personas.records import Value
from simulation.calibration.label import LabelText, Limit
from simulation.ethics import Concern
from simulation.experiment.contrasts import Factorial
from simulation.experiment.quantiles import fewer
from simulation.measures.reality import Reality

LEVEL = 0.95
MARGIN = "margin_per_visitor"
"""The measure whose distribution is kept beside that of the deciding one: money is what is decided on."""
BRIEF_BYTES = 32_000
BRIEF_METRICS: tuple[str, ...] = (
    "conversion_rate", "revenue_per_visitor", "margin_per_visitor", "average_order_value", "basket_abandonment",
    "bounce_rate", "messages_per_visitor", "contacts_per_visitor", "exposures_per_visitor", "message_cost_per_visitor",
    "discount_cost_per_visitor",
)  # fmt: skip
SAID = ("messages_per_visitor", "contacts_per_visitor", "exposures_per_visitor")
"""Measures that together count everything that was said: on the site, between visits, outside."""


class Effect(Value):
    """A difference with its doubt. Everything is missing where too few visitors changed sides to say anything."""

    mean: float | None = Field(description="Point estimate; none: too few to say.")
    interval: tuple[float, float] | None = Field(description="95% interval, or none.")
    se_monte_carlo: float | None = Field(description="Standard error that more computing shrinks.")
    se_parameters: float | None = Field(description="Standard error that only measuring shrinks; none: one draw.")
    se: float | None = Field(description="Both together.")

    def times(self, factor: float) -> Self:
        """The same in another unit; `factor` is positive."""
        numbers = ("mean", "se_monte_carlo", "se_parameters", "se")
        given = {key: value * factor for key in numbers if (value := getattr(self, key)) is not None}
        if self.interval is not None:
            given["interval"] = (self.interval[0] * factor, self.interval[1] * factor)
        return self.model_copy(update=given)


UNSAID = Effect(mean=None, interval=None, se_monte_carlo=None, se_parameters=None, se=None)
"""What is said of a lift that rests on too few visitors."""


class Stat(Effect):
    """A level with its doubt: always known."""

    mean: float = Field(description="Point estimate.")
    se_monte_carlo: float = Field(description="Standard error that more computing shrinks.")
    se: float = Field(description="Both together.")


class Chance(Value):
    """How sure. The three add to one; all are none where nothing can be said of them.

    That is so with too few flips, with draws too noisy to read chances from, and in an arm that only changes cards:
    there the sign is assumed, not estimated.
    """

    helps: float | None = Field(description="Probability of a lift worth having.")
    no_difference: float | None = Field(description="Probability of no difference worth having.")
    harms: float | None = Field(description="Probability of a loss of that size.")

    @property
    def three(self) -> tuple[float, float, float] | None:
        """All three, or none."""
        if self.helps is None or self.no_difference is None or self.harms is None:
            return None
        return self.helps, self.no_difference, self.harms


class Change(Chance):
    """What an arm changes, for everybody or for one group."""

    absolute: Effect = Field(description="Difference, in the unit of the measure.")
    relative: Effect | None = Field(description="Relative lift; none when the control has nothing to compare with.")
    flips: int = Field(description="Simulated visitors for whom it differs between the arms (orders, by default).")
    gained: int | None = Field(
        default=None, description="Those of them who order more than in the control; none: orders do not count here."
    )
    quality: Literal["none", "rough", "good"] = Field(description="none: too few flips to show an interval.")

    @property
    def lost(self) -> int | None:
        """Those of the flips who order less than in the control."""
        return None if self.gained is None else self.flips - self.gained


class Lift(Change):
    """What an arm changes about one measure."""

    arm: str = Field(description="Id of the arm.")
    against: str = Field(description="Id of the arm it is compared with.")
    metric: str = Field(description="Id of the measure.")
    worth: float = Field(description="Smallest relative lift worth having, fraction.")
    method: str = Field(description="How the interval was made: regression, matched, student, one-draw, exact.")
    rests_on: tuple[str, ...] = Field(
        default=(),
        strict=False,
        description="What it rests on beside the map: measured, published, assumed (techniques), severity, cards.",
    )
    quantiles: tuple[float, ...] = Field(
        default=(),
        strict=False,
        description="Relative lift at probabilities 0.01, 0.02 … 0.99 (see `simulation.experiment.quantiles`), only of "
        "the deciding measure and of margin; empty where no interval is shown.",
    )
    doubt: Mapping[str, float] = Field(
        default={},
        description="Share of the parameter variance that would go if one assumption were known, largest first: "
        "techniques, m1, phi, fatigue, ceiling, annoyance, cards. Of the deciding measure only.",
    )
    transfer: Mapping[str, float] = Field(description="Share of each technique's average effect that arrives here.")
    by_persona: Mapping[str, Change] = Field(description="The same per persona id.")
    by_segment: Mapping[str, Change] = Field(description="The same per segment: device:desktop …")
    by_phase: Mapping[str, Change] = Field(description="Change of the share of visits that reach each phase.")

    def change(self) -> Change:
        """The change alone, without what it is a change of."""
        return Change(**{name: getattr(self, name) for name in Change.model_fields})


class FunnelStep(Value):
    """One phase of the visits of an arm; shares of all visits."""

    phase: str = Field(description="Kind of the phase.")
    entered: float = Field(description="Visits that saw a card of the phase.")
    left: float = Field(description="Visits without an order that ended on one.")
    advanced: float = Field(description="Those of them that also saw a card of a later phase, or ordered.")
    converted: float | None = Field(
        default=None, description="Those of them that ordered; over `entered`: what getting here is worth."
    )


class MessageUse(Value):
    """A rule of an arm and what it costs."""

    rule: str = Field(description="Id of the rule.")
    title: str = Field(description="Name of the rule.")
    technique: str = Field(description="Key of the technique.")
    cost: float = Field(description="Cost of showing it once.")
    prior_mean: float = Field(description="Expected average effect of the technique on the reference shop, fraction.")
    kind: Literal["assumed", "published", "measured"] = Field(description="What that expectation rests on.")
    shown: Stat | None = Field(default=None, description="How often it speaks, per visitor.")
    spent: Stat | None = Field(default=None, description="What showing it costs, per visitor.")


class SourceShare(Value):
    """An arrival channel and the visits that come through it."""

    channel: str = Field(description="Arrival channel; 'other' for all beyond the first fifteen.")
    visits: Stat = Field(description="Share of all visits.")
    cost: float | None = Field(description="What one visit through it costs; none: not the same for all of them.")


class ArmResult(Value):
    """What happened in an arm."""

    id: str = Field(description="Id of the variant, or of the control.")
    name: str = Field(description="Its title.")
    metrics: Mapping[str, Stat] = Field(description="Every measure of the registry.")
    funnel: tuple[FunnelStep, ...] = Field(strict=False, description="Phases in order.")
    by_persona: Mapping[str, Mapping[str, Stat]] = Field(description="Main measures per persona id.")
    by_segment: Mapping[str, Mapping[str, Stat]] = Field(description="Main measures per segment.")
    messages: tuple[MessageUse, ...] = Field(strict=False, description="Its rules.")
    sources: tuple[SourceShare, ...] = Field(
        default=(), strict=False, description="Visits by arrival channel, most first."
    )

    @property
    def said(self) -> float:
        """Everything said to a visitor on average, on the site and elsewhere."""
        return sum(self.metrics[key].mean for key in SAID if key in self.metrics)


class CalibrationState(Value):
    """How well the simulated status quo returns the drawn map."""

    label: LabelText = Field(description="What backs it.")
    met: tuple[Limit, ...] = Field(default=(), strict=False, description="Limits of calibration that are met.")
    missing: tuple[Limit, ...] = Field(default=(), strict=False, description="Limits that are not.")
    sweeps: int = Field(description="Sweeps of the solver.")
    max_share_error: float = Field(description="Largest difference between a drawn and a simulated share.")
    orders_exact: float = Field(description="Orders per visit by linear algebra from the drawn shares.")
    orders_simulated: float = Field(description="Orders per visit as simulated.")


class BaselineDoubt(Value):
    """How well the baseline is known, apart from any lift: 95% ranges as factors on the central values.

    Money of a lift is in proportion to all four; a relative lift hardly depends on them.
    """

    conversion: tuple[float, float] = Field(description="Orders per visit, from the doubt about the drawn shares.")
    order_value: tuple[float, float] = Field(description="Median value of an order.")
    margin: tuple[float, float] = Field(description="Margin as a share of revenue.")
    traffic: tuple[float, float] = Field(description="New visitors a week.")
    money: tuple[float, float] = Field(description="All four together: what every amount of money a month could be.")


class Warned(Value):
    """Something the reader must know before believing the number."""

    code: str = Field(description="Stable code; the sentence in the reader's language is made from it.")
    message: str = Field(description="English sentence.")
    values: Mapping[str, str] = Field(default={}, description="What the sentence names.")


class Traced(Value):
    """The file of events that was written beside a result."""

    file: str = Field(description="Its name as it was asked for.")
    form: Literal["parquet", "csv", "xes", "jsonl"] = Field(description="As what it is written.")
    visitors: int = Field(description="Visitors in it, each in every arm: the first of the first draws.")
    of: int = Field(description="Visitors of the whole run, over all draws.")
    events: int = Field(description="Events in it.")


class About(Value):
    """Who made a result and from what."""

    app_version: str = Field(default="", description="Version of Footfall.")
    engine_version: str = Field(default="", description="Version of the model of behaviour.")
    project: str = Field(default="", description="Name of the project.")
    project_digest: str = Field(default="", description="SHA-256 of what was simulated.")

    def to_json(self) -> dict[str, Any]:
        """Plain JSON values, keys in a fixed order, numbers to nine significant digits."""
        content: dict[str, Any] = rounded(self.model_dump(mode="json"))
        first = [key for key in ("format", "version") if key in content]
        return {**{key: content[key] for key in first}, **{k: v for k, v in content.items() if k not in first}}


class Result(About):
    """The whole answer."""

    format: Literal["footfall-result"] = Field(default="footfall-result", description="What this is.")
    version: Literal[1] = Field(default=1, description="Version of this format.")
    map: str = Field(description="Id of the map.")
    experiment: str = Field(description="Id of the experiment; empty: none.")
    seed: int = Field(description="Seed of all random numbers.")
    engine: str = Field(description="Engine that ran.")
    unit: Literal["visitor", "world"] = Field(default="visitor", description="What is replicated.")
    visitors: int = Field(description="Visitors per draw (where they compete: per world), each living in every arm.")
    draws: int = Field(description="Draws of the parameters.")
    runs: int = Field(default=0, ge=0, description="Worlds per draw, each of `visitors`; 0: visitors do not compete.")
    seconds: float = Field(description="Time it took.")
    complete: bool = Field(description="False when stopped: only complete blocks count.")
    calibration: CalibrationState = Field(description="How well the drawn map comes back.")
    interval_level: float = Field(default=LEVEL, description="Level of all intervals.")
    metric: str = Field(description="Measure that decides.")
    currency: str = Field(description="Currency of all money.")
    arms: tuple[ArmResult, ...] = Field(strict=False, description="The control first.")
    lifts: tuple[Lift, ...] = Field(strict=False, description="Per arm and measure.")
    warnings: tuple[Warned, ...] = Field(strict=False, description="The gravest first.")
    ethics: tuple[Concern, ...] = Field(
        default=(), strict=False, description="What somebody who looks after visitors would ask, the gravest first."
    )
    trace: Traced | None = Field(default=None, description="The events of single visitors; none: not written.")
    baseline: BaselineDoubt | None = Field(
        default=None, description="How well conversion, order value, margin and traffic are known; none: not asked."
    )
    factorial: Factorial | None = Field(
        default=None, description="Main effects and interactions; none: the arms are no full factorial."
    )
    checks: Reality | None = Field(
        default=None, description="Whether the control's visitors behave like people; none: not looked at."
    )

    def brief(self) -> dict[str, Any]:
        """The same in at most `BRIEF_BYTES` characters of compact JSON, for keeping with the project.

        Details go first, answers last: with 16 arms each of the two distributions is still there in `quantiles.FEW`
        numbers, with 24 arms that of the deciding measure's only.
        """
        content = self.to_json()
        for trim in _TRIMS:
            content = trim(content, self.metric)
            if _size(content) <= BRIEF_BYTES:
                break
        return content

    def lift(self, arm: str, metric: str = "") -> Lift:
        """The lift of one arm; the deciding measure when none is named. KeyError when there is none."""
        for lift in self.lifts:
            if lift.arm == arm and lift.metric == (metric or self.metric):
                return lift
        raise KeyError(arm, metric or self.metric)

    def headlines(self) -> tuple[Headline, ...]:
        """One line per arm of the table that a marketer reads: who, what, lift, how sure, what it costs."""
        return tuple(self._headline(arm) for arm in self.arms[1:])

    def _headline(self, arm: ArmResult) -> Headline:
        lift = self.lift(arm.id)
        margin = self.lift(arm.id, "margin_per_visitor")
        return Headline(
            arm=arm.id,
            name=arm.name,
            lift=lift,
            messages_per_visitor=arm.said,
            message_cost_per_visitor=arm.metrics["message_cost_per_visitor"].mean,
            discount_cost_per_visitor=arm.metrics["discount_cost_per_visitor"].mean,
            margin_change_per_visitor=margin.absolute,
        )


class Headline(Value):
    """What one arm comes down to."""

    arm: str = Field(description="Id of the arm.")
    name: str = Field(description="Its title.")
    lift: Lift = Field(description="Lift of the deciding measure.")
    messages_per_visitor: float = Field(description="Messages shown or sent per visitor, on the site and elsewhere.")
    message_cost_per_visitor: float = Field(description="Their cost.")
    discount_cost_per_visitor: float = Field(description="Discounts given per visitor.")
    margin_change_per_visitor: Effect = Field(description="Change of margin after all costs.")


def _size(content: dict[str, Any]) -> int:
    """Characters of the JSON as it is kept."""
    return len(json.dumps(content, ensure_ascii=False, separators=(",", ":")))


def _without_ethics(content: dict[str, Any], _metric: str) -> dict[str, Any]:
    """The ethics check can be made again from the project; the answer cannot."""
    content["ethics"] = []
    return content


def _without_side_measures(content: dict[str, Any], metric: str) -> dict[str, Any]:
    _keep_metrics(content, (metric, *BRIEF_METRICS))
    _keep_lifts(content, (metric, *BRIEF_METRICS[:3]))
    for lift in content["lifts"]:
        if lift["metric"] != metric:
            lift["by_persona"], lift["by_segment"], lift["by_phase"] = {}, {}, {}
    return content


def _without_groups_of_arms(content: dict[str, Any], _metric: str) -> dict[str, Any]:
    for arm in content["arms"]:
        arm["by_persona"], arm["by_segment"] = {}, {}
    return content


def _in_six_digits(content: dict[str, Any], _metric: str) -> dict[str, Any]:
    return cast("dict[str, Any]", rounded(content, 6))


def _without_groups_of_lifts(content: dict[str, Any], _metric: str) -> dict[str, Any]:
    for lift in content["lifts"]:
        lift["by_segment"], lift["by_phase"] = {}, {}
    return content


def _without_funnels(content: dict[str, Any], metric: str) -> dict[str, Any]:
    for arm in content["arms"]:
        arm["funnel"], arm["messages"], arm["sources"] = [], [], []
    return _keep_lifts(content, (metric, MARGIN))


def _answers_only(content: dict[str, Any], metric: str) -> dict[str, Any]:
    for lift in content["lifts"]:
        lift["by_persona"] = {}
        if lift["metric"] != metric:
            lift["quantiles"] = fewer(lift["quantiles"])
    return _keep_metrics(content, (metric, MARGIN, *BRIEF_METRICS[-2:]))


def _fewer_quantiles(content: dict[str, Any], metric: str) -> dict[str, Any]:
    for lift in content["lifts"]:
        lift["quantiles"], lift["by_phase"] = fewer(lift["quantiles"]), {}
        if lift["metric"] != metric:
            lift["transfer"] = {}
        lift["doubt"] = {}
    return _keep_metrics(cast("dict[str, Any]", rounded(content, 4)), (metric, MARGIN))


def _one_measure(content: dict[str, Any], metric: str) -> dict[str, Any]:
    return _keep_metrics(_keep_lifts(content, (metric,)), (metric,))


def _without_quantiles(content: dict[str, Any], _metric: str) -> dict[str, Any]:
    for lift in content["lifts"]:
        lift["quantiles"], lift["transfer"] = [], {}
    return content


_TRIMS: tuple[Callable[[dict[str, Any], str], dict[str, Any]], ...] = (
    _without_ethics, _without_side_measures, _without_groups_of_arms, _in_six_digits, _without_groups_of_lifts,
    _without_funnels, _answers_only, _fewer_quantiles, _one_measure, _without_quantiles,
)  # fmt: skip


def _keep_metrics(content: dict[str, Any], wanted: Sequence[str]) -> dict[str, Any]:
    for arm in content["arms"]:
        arm["metrics"] = {key: value for key, value in arm["metrics"].items() if key in wanted}
    return content


def _keep_lifts(content: dict[str, Any], wanted: Sequence[str]) -> dict[str, Any]:
    content["lifts"] = [lift for lift in content["lifts"] if lift["metric"] in wanted]
    return content


def rounded(value: Any, digits: int = 9) -> Any:
    """Nine significant digits: more is noise, and files differ less."""
    if isinstance(value, float):
        return float(f"{value:.{digits}g}")
    if isinstance(value, dict):
        return {key: rounded(one, digits) for key, one in value.items()}
    if isinstance(value, list | tuple):
        return [rounded(one, digits) for one in value]
    return value
