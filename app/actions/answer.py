"""The answer of a simulation as a marketer reads it: who, what, lift, interval, how sure, what it costs."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Literal

from app.actions.ethics_words import line as ethics_line
from app.actions.ethics_words import unsaid
from app.actions.factorial_words import as_lines
from app.actions.tables import Column, Row, cut, table, wrapped
from app.project.slices import SILENT
from app.words import NOTHING, basis, chances, duration, message, money, name, number, percent, plural, points, tr
from personas.problems import Finding
from simulation.experiment.result import BRIEF_METRICS, ArmResult, Change, Effect, Lift, Result, Stat, Warned
from simulation.measures.registry import MEASURES

MONTH_IN_WEEKS = 365.25 / 12 / 7
RATES = frozenset(key for key, measure in MEASURES.items() if measure.unit == "rate")
"""Measures that are shares, written as percentages."""
_SAID_ANYWAY = frozenset(
    {
        "uncalibrated",
        "stopped",
        "few-flips",
        "rough",
        "likely-nothing",
        "margin-falls",
        "sign-assumed",
        "traits-assumed",
        "too-noisy",
    }
)
"""Codes of warnings that the table says in its own place."""
MESSAGES = {"measured", "published", "assumed"}
"""What a lift rests on when messages bring it."""
CARDS = {"severity", "cards", "traits"}
"""What it rests on when changed cards do; what changing them costs is nowhere entered."""
RATHER = 0.5
"""Above this probability that margin falls, that is said before anything else."""
CLEARLY = 0.9
"""The same where too few visitors behaved differently to tell a lift: chance alone makes margin fall half the time."""
WORTH_SAYING = 0.0015
"""A lift that must be larger than this to be worth having is told."""
_KNOWN_BASELINE = 0.05
"""A baseline known better than this needs no word."""
_MAYBE_NOTHING = 0.3
"""Above this probability that nothing changes, the sentence says so first (MODEL 9.6)."""


@dataclass(frozen=True)
class Setting:
    """What a result does not say of its project: names and traffic. `personas` in the order of the map."""

    title: str
    personas: Mapping[str, str]
    visitors_per_week: float

    @property
    def visitors_per_month(self) -> float:
        """New visitors in an average month."""
        return self.visitors_per_week * MONTH_IN_WEEKS


def answer(result: Result, setting: Setting) -> str:
    """The whole answer, in lines of at most eighty characters."""
    twice = [look_twice(warning) for warning in result.warnings if warning.code not in _SAID_ANYWAY]
    if len(result.arms) > 1:
        factors = "\n".join(as_lines(result.factorial)) if result.factorial is not None else ""
        said = [_arms(result, setting), factors, _beside(result)]
    else:
        said = [_baseline(result), wrapped(_label(result))]
    asked = [ethics_line(one) for one in unsaid(result)]
    parts = [_head(result, setting), _bullets(tr("Look twice"), twice), *said, _bullets(tr("Ethics check"), asked)]
    return "\n\n".join(part for part in parts if part)


def _head(result: Result, setting: Setting) -> str:
    ran = [
        tr("seed {seed}", seed=result.seed),
        plural("{count} draw", "{count} draws", result.draws, count=number(result.draws)),
        _people(result),
        tr("engine: {engine}", engine=name("engine", result.engine)),
        duration(max(0.1, result.seconds)),
    ]
    lines = [cut(setting.title, 80), wrapped(" · ".join(ran))]
    if not result.complete:
        lines.append(wrapped(tr("Stopped early: this rests on what was done until then.")))
    return "\n".join(lines)


def _people(result: Result) -> str:
    """Whom every draw had: visitors, or whole shops where visitors compete."""
    count = number(result.visitors)
    if result.unit == "world":
        return tr("{runs} whole shops of {count} visitors each", runs=number(result.runs), count=count)
    return plural("{count} visitor each", "{count} visitors each", result.visitors, count=count)


def _bullets(title: str, points_made: Sequence[str]) -> str:
    return "\n".join([title, *(wrapped(one, "  ", "- ") for one in points_made)]) if points_made else ""


def arm_name(arm: ArmResult) -> str:
    """The name of an arm; the one in which nobody hears anything is called that."""
    return tr("no messages") if arm.name == SILENT else arm.name


def _arms(result: Result, setting: Setting) -> str:
    """One table: an arm, what it does to everybody and to each persona, and what it costs."""
    control = result.arms[0]
    columns = (
        Column(tr("What\n  Who"), room=20),
        Column(tr("buys\nnow") if result.metric == "conversion_rate" else tr("is\nnow"), right=True, room=9),
        Column(tr("Lift"), right=True, room=8),
        Column(tr("95% between"), right=True, room=19),
        Column(tr("helps"), right=True),
        Column(tr("no\neffect"), right=True),
        Column(tr("harms"), right=True),
    )
    rows: list[Row] = []
    for arm in result.arms[1:]:
        lift, mine = result.lift(arm.id), _rows(result, arm, control, setting)
        last = mine[-1]
        notes = [
            wrapped(text, "  ")
            for text in (
                " ".join(part for part in (at_a_loss(result, arm), how_sure_in_words(lift, result)) if part),
                costs_in_words(result, arm, setting),
                "" if _same_basis(result) else _rests_on(lift),
            )
            if text
        ]
        space = "" if arm is result.arms[-1] else "\n"
        mine[-1] = replace(last, after="\n".join(notes) + space)
        mine[0] = replace(mine[0], above=cut(arm_name(arm), 80))
        rows += mine
    measure = "" if result.metric == "conversion_rate" else f" ({name('kpi', result.metric)})"
    title = wrapped(tr("Compared with: {control}", control=arm_name(control)) + measure)
    return f"{title}\n\n{table(columns, rows)}"


def _baseline(result: Result) -> str:
    """What happens in the only arm there is: nothing to compare, so no lift."""
    (arm,) = result.arms
    columns = (Column(tr("What"), room=34), Column(tr("is"), right=True), Column(tr("95% between"), right=True))
    rows = []
    for metric in BRIEF_METRICS:
        stat = arm.metrics.get(metric)
        if stat is not None and stat.mean:  # nothing is said of what does not happen here
            ends = tr("too few to say")
            if stat.interval is not None:
                low, high = (_level(end, metric, result) for end in stat.interval)
                ends = tr("{low} and {high}", low=low, high=high)
            rows.append(Row((name("kpi", metric), _level(stat.mean, metric, result), ends)))
    title = tr("{arm}: there is nothing to compare it with, so no lift.", arm=cut(arm_name(arm), 40))
    return f"{wrapped(title[:1].upper() + title[1:])}\n\n{table(columns, rows)}"


def _level(value: float, metric: str, result: Result) -> str:
    if metric in RATES:
        return percent(value, 2)
    return money(value, result.currency) if MEASURES[metric].unit == "money" else number(value, 2)


def _rows(result: Result, arm: ArmResult, control: ArmResult, setting: Setting) -> list[Row]:
    """What an arm does to everybody, then to each persona."""
    lift = result.lift(arm.id)
    rows = [_row(tr("Everybody"), lift, control.metrics.get(result.metric), result)]
    for persona, words in setting.personas.items():
        if persona in lift.by_persona:
            now = control.by_persona.get(persona, {}).get(result.metric)
            rows.append(_row(words, lift.by_persona[persona], now, result))
    return rows


def _row(who: str, change: Change, now: Stat | None, result: Result) -> Row:
    level = NOTHING if now is None else _level(now.mean, result.metric, result)
    lift, ends = NOTHING, tr("too few to say")
    if change.relative is not None and change.relative.mean is not None:
        interval = change.relative.interval
        digits = 1 if max(abs(one) for one in (change.relative.mean, *(interval or ()))) >= 0.1 else 2
        lift = percent(change.relative.mean, digits, signed=True)
        if interval is not None:
            low, high = (percent(end, digits, signed=True) for end in interval)
            ends = tr("{low} and {high}", low=low, high=high)
    return Row((f"  {who}", level, lift, ends, *_how_sure(change, result)), _absolute(change.absolute, result), under=2)


def _absolute(change: Effect, result: Result) -> str:
    """The difference in the measure's own unit, with its interval; empty where there is none."""
    if change.mean is None or change.interval is None:
        return ""
    low, high = change.interval
    if result.metric in RATES:
        places = 3 if max(abs(low), abs(high)) < 0.001 else 2
        middle = points(change.mean, places)
        ends = [points(end, places, unit=False) for end in (low, high)]
    else:
        places = 3 if max(abs(low), abs(high)) < 0.1 else 2
        middle, *ends = (number(one, places, signed=True) for one in (change.mean, low, high))
    return tr("{number}, between {low} and {high}", number=middle, low=ends[0], high=ends[1])


def _how_sure(change: Change, result: Result) -> tuple[str, str, str]:
    three = change.three
    if three is None or change.relative is None or change.relative.interval is None:
        return (NOTHING, NOTHING, NOTHING)
    helps, same, harms = chances(list(three), calibrated=result.calibration.label == "calibrated")
    return (helps, same, harms)


def nothing_differs(lift: Lift) -> bool:
    """Whether an arm is the control once more: its lift is known to be nothing, whoever is simulated."""
    return lift.quality == "none" and lift.absolute.mean == 0


def how_sure_in_words(lift: Lift, result: Result) -> str:
    """The three probabilities in a sentence, or why there are none."""
    if nothing_differs(lift):
        return tr("It differs in nothing that is simulated: no lift at all.")
    if lift.relative is None or lift.relative.interval is None:
        return tr("Too few visitors behaved differently to say how sure this is. Simulate more of them.")
    if lift.no_difference is None:
        if MESSAGES & set(lift.rests_on):
            return tr("How sure this is cannot be said yet: the draws are too noisy. Simulate more visitors.")
        return tr("How sure this is cannot be said: whether it helps is assumed, not estimated.")
    helps, same, harms = _how_sure(lift, result)
    values = {"helps": helps, "same": same, "harms": harms}
    if lift.worth >= WORTH_SAYING:
        said = tr(
            "Only a lift above {worth} is worth having; probability: {helps}. A smaller change, up or down: {same}. A "
            "larger loss: {harms}.",
            worth=percent(lift.worth, 1, signed=True),
            **values,
        )
    elif lift.no_difference > _MAYBE_NOTHING:
        said = tr("It may well make no difference: {same}. That it helps: {helps}. That it harms: {harms}.", **values)
    else:
        said = tr("Probability that it helps: {helps}. No difference: {same}. That it harms: {harms}.", **values)
    if lift.quality == "rough":
        said += " " + tr("The interval is rough: few visitors behaved differently.")
    return said


def costs_in_words(result: Result, arm: ArmResult, setting: Setting) -> str:
    """What an arm costs and brings in a month of the map's traffic."""
    visitors = setting.visitors_per_month

    def monthly(metric: str) -> float:
        return arm.metrics[metric].mean * visitors if metric in arm.metrics else 0.0

    def brought(value: float) -> str:
        return money(_about(value * visitors), result.currency, 0, signed=True)

    said = [tr("At {visitors} visitors a month and today's margin:", visitors=number(_about(visitors)))]
    shown, cost = _about(arm.said * visitors), monthly("message_cost_per_visitor")
    count = number(shown)
    if not shown:
        said.append(tr("no messages."))
    elif cost > 0:
        paid = money(cost, result.currency)
        said.append(
            plural(
                "{count} message, which costs {money}.",
                "{count} messages, which cost {money}.",
                shown,
                count=count,
                money=paid,
            )
        )
    else:
        said.append(
            plural("{count} message, no cost entered.", "{count} messages, no cost entered.", shown, count=count)
        )
    discounts = monthly("discount_cost_per_visitor")
    if discounts > 0:
        said.append(tr("Discounts cost {money}.", money=money(_about(discounts), result.currency)))
    margin = _margin(result, arm)
    if margin is not None and margin.absolute.mean is not None and margin.absolute.interval is not None:
        low, high = (brought(end) for end in margin.absolute.interval)
        values = {"margin": brought(margin.absolute.mean), "low": low, "high": high}
        if CARDS & set(margin.rests_on):
            said.append(tr("Margin before the cost of the change: {margin}, 95% between {low} and {high}.", **values))
        else:
            said.append(tr("Margin after all costs: {margin}, 95% between {low} and {high}.", **values))
    return " ".join(said)


def _margin(result: Result, arm: ArmResult) -> Lift | None:
    return next((one for one in result.lifts if (one.arm, one.metric) == (arm.id, "margin_per_visitor")), None)


def at_a_loss(result: Result, arm: ArmResult) -> str:
    """That margin falls, where that is more likely than not: the first thing to know of an arm."""
    margin, relative = _margin(result, arm), result.lift(arm.id).relative
    untold = relative is None or relative.interval is None  # then "too few" follows, which only a clear loss outweighs
    if margin is None or margin.harms is None or margin.harms <= (CLEARLY if untold else RATHER):
        return ""
    sure = _how_sure(margin, result)[2]
    return tr("It costs more than it brings: margin falls, with a probability of {harms}.", harms=sure)


def _about(amount: float) -> int:
    """A whole number of at most three significant digits: more of them would promise too much."""
    return round(float(f"{amount:.3g}"))


def _beside(result: Result) -> str:
    return "\n".join(wrapped(one) for one in beside(result))


def beside(result: Result) -> tuple[str, ...]:
    """What has to stand beside every answer: what the interval means, its two doubts, the label."""
    lines = [
        tr(
            "If a hundred shops like this map tried this, we expect the lift to be within the interval in about 95 of "
            "them. That is no measurement of your shop."
        )
    ]
    if not any(_se(result, arm, "se_monte_carlo") is not None for arm in result.arms[1:]):
        return (_label(result),)  # there is no interval to explain
    if _same_basis(result):
        lines[0] += " " + _rests_on(result.lift(result.arms[1].id))
    lines += [_noise(result), _ignorance(result), _of_the_baseline(result), _label(result)]
    return tuple(one for one in lines if one)


def _of_the_baseline(result: Result) -> str:
    """How far every amount of money could be off because the baseline is: apart from the lift (MODEL 9.7)."""
    if result.baseline is None:
        return ""
    low, high = result.baseline.money
    if high < 1 + _KNOWN_BASELINE and low > 1 - _KNOWN_BASELINE:
        return ""
    return tr(
        "Money takes conversion, order value, margin and traffic as they stand on the map. Known no better than that, "
        "every amount could be {low} to {high} times as much.",
        low=number(low, 1),
        high=number(high, 1),
    )


def _same_basis(result: Result) -> bool:
    """Whether all arms rest on the same kinds of knowledge."""
    return len({result.lift(arm.id).rests_on for arm in result.arms[1:]}) == 1


def _rests_on(lift: Lift) -> str:
    return tr("It rests on {basis}.", basis=basis(lift.rests_on))


def _noise(result: Result) -> str:
    sizes = _sizes({arm.id: _se(result, arm, "se_monte_carlo") for arm in result.arms[1:]}, result)
    return (
        tr("Simulation noise moves the lift by about {size}; more computing shrinks that.", size=sizes) if sizes else ""
    )


def _ignorance(result: Result) -> str:
    sizes = _sizes({arm.id: _se(result, arm, "se_parameters") for arm in result.arms[1:]}, result)
    if not sizes:
        return ""
    return tr("Not knowing how people respond moves it by about {size}; only measuring shrinks that.", size=sizes)


def _se(result: Result, arm: ArmResult, kind: Literal["se_monte_carlo", "se_parameters"]) -> float | None:
    relative = result.lift(arm.id).relative
    return None if relative is None or relative.interval is None else getattr(relative, kind)


def _sizes(errors: Mapping[str, float | None], result: Result) -> str:
    """Standard errors per arm, the arm's name behind each when there are several."""
    names = {arm.id: arm_name(arm) for arm in result.arms}
    told = {arm: percent(error, 2) for arm, error in errors.items() if error is not None}
    if len(result.arms) == 2:
        return "".join(told.values())
    return ", ".join(f"{size} ({names[arm]})" for arm, size in told.items())


def _label(result: Result) -> str:
    if result.calibration.label == "uncalibrated" and any("measured" in lift.rests_on for lift in result.lifts):
        return tr("Uncalibrated: no log of your visitors backs this yet.")
    if result.calibration.label == "uncalibrated":
        return tr("Uncalibrated: no log of your visitors and no past test of yours backs this yet.")
    return f"{name('label', result.calibration.label)}."


def look_twice(warning: Warned) -> str:
    """A warning of a result as one sentence in the user's language."""
    words = message(Finding("warning", warning.code, "", warning.message, "", dict(warning.values)))
    return words[:1].upper() + words[1:]
