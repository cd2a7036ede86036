"""What an answer says in words: the figure, the sentence under it, what it costs, and how it was made."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime

from app.actions.answer import RATHER, WORTH_SAYING
from app.actions.price_table import about as coarse
from app.desktop.answer.model import Answer, Estimate
from app.words import between, chances, duration, language, money, name, number, percent, plural, points, tr

MAY_NOT_MATTER = 0.3
"""Above this probability that there is no difference worth noticing, that is said first; so on the command line."""


def figure(answer: Answer) -> tuple[str, str]:
    """The one number and its unit; a dash when it may not be shown."""
    if answer.lift is None:
        return "–", ""
    if answer.rate:
        return points(answer.lift.mean, unit=False), tr("pp")
    if answer.metric.endswith("per_visitor") and "messages" not in answer.metric:
        return money(answer.lift.mean, answer.currency, signed=True), ""
    return number(answer.lift.mean, 2, signed=True), ""


def about(answer: Answer) -> str:
    """What the number is of: measure, arm and control."""
    return tr(
        "{measure}: {arm} against {control}",
        measure=name("kpi", answer.metric),
        arm=answer.arm,
        control=answer.control,
    )


def interval(answer: Answer) -> str:
    """The sentence with the interval; what to do when there is none."""
    if answer.same:
        return tr("It differs in nothing that is simulated: no lift at all.")
    if answer.lift is None:
        return tr("Too few visitors behaved differently to say how sure this is. Simulate more of them.")
    write = _write(answer)
    return tr("95% {interval}.", interval=between(answer.lift.low, answer.lift.high, write))


def verdict(answer: Answer) -> tuple[str, ...]:
    """What is said under the number: the interval, then how sure; a doubt or a loss that outweighs it goes first."""
    if answer.lift is None:
        return (interval(answer),)
    doubt = answer.margin_falls is not None and answer.margin_falls > RATHER
    doubt = doubt or (answer.worth < WORTH_SAYING and _undecided(answer))
    said = (interval(answer), helps(answer))
    return said[::-1] if doubt else said


def _undecided(answer: Answer) -> bool:
    """Whether it may well make no difference."""
    return answer.chances is not None and answer.chances[1] > MAY_NOT_MATTER


def width(answer: Answer) -> Callable[[float], str]:
    """How the width of a lift is written, with its unit."""
    return points if answer.rate else _write(answer)


def _write(answer: Answer) -> Callable[[float], str]:
    def bare(value: float) -> str:
        return points(value, unit=False)

    def amount(value: float) -> str:
        return money(value, answer.currency, signed=True)

    return bare if answer.rate else amount


def helps(answer: Answer) -> str:
    """The probability that it helps; that margin falls or that it may make no difference come first when likely."""
    if answer.lift is None:
        return ""
    said = _sure(answer)
    if answer.margin_falls is not None and answer.margin_falls > RATHER:
        (harms,) = chances([answer.margin_falls], calibrated=answer.calibrated)
        loss = tr("It costs more than it brings: margin falls, with a probability of {harms}.", harms=harms)
        return f"{loss} {said}"
    return said


def _sure(answer: Answer) -> str:
    if answer.chances is None and not answer.sign_assumed:
        return tr("How sure this is cannot be said yet: the draws are too noisy. Simulate more visitors.")
    if answer.chances is None:
        return tr("How sure this is cannot be said: whether it helps is assumed, not estimated.")
    good, same, _bad = chances(answer.chances, calibrated=answer.calibrated)
    if answer.worth >= WORTH_SAYING:
        return tr(
            "Only a lift above {worth} is worth having; probability: {helps}.",
            worth=percent(answer.worth, 1, signed=True),
            helps=good,
        )
    if _undecided(answer):
        return tr("It may well make no difference: {same}. That it helps: {helps}.", same=same, helps=good)
    return tr("Probability that it helps: {helps}.", helps=good)


def levels(answer: Answer) -> str:
    """From which level to which."""
    if not answer.rate:
        return ""
    return tr(
        "{before} → {after} of visitors order.",
        before=percent(answer.level_control, 2),
        after=percent(answer.level_arm, 2),
    )


def relative(estimate: Estimate | None) -> str:
    """The relative lift with its interval; empty when there is none."""
    if estimate is None:
        return ""

    def write(value: float) -> str:
        return percent(value, 1, signed=True)

    return tr(
        "{lift} relative, {interval}", lift=write(estimate.mean), interval=between(estimate.low, estimate.high, write)
    )


def rests_on(answer: Answer) -> str:
    """What the answer rests on beside the map; empty when nothing is said of it."""
    return tr("Rests on {grounds}.", grounds=", ".join(answer.rests_on)) if answer.rests_on else ""


def costs(answer: Answer) -> tuple[tuple[str, str], ...]:
    """What it costs and brings in a month: names and amounts."""
    rows = [(tr("Messages shown"), number(coarse(answer.messages_monthly), 0))]
    if answer.message_cost_monthly > 0:
        rows.append((tr("Their cost"), money(answer.message_cost_monthly, answer.currency)))
    elif answer.messages_monthly > 0:
        rows.append((tr("Their cost"), tr("none entered")))
    if answer.discount_monthly > 0:
        rows.append((tr("Discounts given"), money(answer.discount_monthly, answer.currency)))
    if answer.monthly is not None:
        margin = tr("Margin before the change's cost") if answer.cards_changed else tr("Margin after costs")
        rows.append((margin, monthly(answer.monthly.mean, answer.currency)))
    return tuple(rows)


def monthly(amount: float, currency: str) -> str:
    """An amount of a month, signed, in three digits at most as on the command line: more would promise too much."""
    return money(coarse(amount), currency, 0, signed=True)


def margin_interval(answer: Answer) -> str:
    """The interval of the margin of a month."""
    if answer.monthly is None:
        return ""

    def write(value: float) -> str:
        return monthly(value, answer.currency)

    return tr("95% {interval} a month", interval=between(answer.monthly.low, answer.monthly.high, write))


def margin(answer: Answer) -> str:
    """What it brings in a month at the map's traffic, with its interval; empty when that is not known."""
    if answer.monthly is None:
        return ""

    def write(value: float) -> str:
        return monthly(value, answer.currency)

    ends = between(answer.monthly.low, answer.monthly.high, write)
    return tr("Margin {amount} a month, {interval}.", amount=write(answer.monthly.mean), interval=ends)


def stamp(answer: Answer, moment: str) -> str:
    """When and how: the moment, visitors and draws."""
    visitors = plural("{count} visitor", "{count} visitors", answer.visitors, count=number(answer.visitors))
    draws = plural("{count} draw", "{count} draws", answer.draws, count=number(answer.draws))
    return f"{when(moment)} · {visitors} × {draws}"


def settings(answer: Answer) -> str:
    """How it was made, for the page of the answer."""
    return " · ".join((duration(max(0.1, answer.seconds)), tr("seed {seed}", seed=answer.seed)))


def when(moment: str) -> str:
    """A UTC moment as people say it: today with the hour, else the day."""
    try:
        made = datetime.fromisoformat(moment)
    except ValueError:
        return moment
    if made.tzinfo is None:
        made = made.replace(tzinfo=UTC)
    local, now = made.astimezone(), datetime.now(UTC).astimezone()
    hour = f"{local:%H:%M}"
    if local.date() == now.date():
        return tr("Today {hour}", hour=hour)
    from babel.dates import format_date

    return f"{format_date(local.date(), 'd MMM', locale=language())} {hour}"
