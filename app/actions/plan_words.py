"""The words of a test plan, once: for the terminal, the studio, the clipboard and the report."""

from __future__ import annotations

from datetime import date, timedelta

from app.actions.price_table import about
from app.project.slices import SILENT
from app.words import NOTHING, chances, enumerated, money, name, number, percent, plural, points, tr
from simulation.planning.plan import Instead, PlannedArm, TestPlan, Weeks
from simulation.planning.split import ALARM, Split

MONDAY = date(2024, 1, 1)
"""A Monday, from which weekdays take their names."""


AGES = 520
"""Weeks beyond which it no longer matters how many: ten years."""


def weeks_words(weeks: int) -> str:
    """A length: 4 weeks."""
    if weeks > AGES:
        return tr("over ten years")
    return plural("{count} week", "{count} weeks", weeks, count=number(weeks))


def week_number(weeks: int) -> str:
    """A length in weeks as it stands in a table."""
    return f"> {number(AGES)}" if weeks > AGES else number(weeks)


def begun(words: str) -> str:
    """The same words where they begin a sentence."""
    return words[:1].upper() + words[1:]


def anytime_words(row: Weeks) -> str:
    """How wide the interval is that may be read at any time; nothing where it would be as wide as the measure."""
    return percent(row.sequence) if row.sequence < 1 else NOTHING


def arm_title(arm: PlannedArm) -> str:
    """The name of an arm; the one in which nobody hears anything is called that."""
    return tr("no messages") if arm.name == SILENT else arm.name


def looked_at(plan: TestPlan) -> PlannedArm:
    """The arm that is planned for."""
    return next(arm for arm in plan.arms if arm.id == plan.arm)


def size_words(plan: TestPlan) -> str:
    """How many visitors in which arms, at which traffic."""
    a_day = number(about(plan.visitors_per_day))
    sizes = {about(arm.visitors) for arm in plan.arms}
    if len(sizes) == 1:
        return plural(
            "{count} arm of {visitors} visitors, at {day} visitors a day.",
            "{count} arms of {visitors} visitors each, at {day} visitors a day.",
            len(plan.arms),
            count=number(len(plan.arms)),
            visitors=number(sizes.pop()),
            day=a_day,
        )
    arms = enumerated([f"{arm_title(arm)} {number(about(arm.visitors))}" for arm in plan.arms])
    return tr("Visitors per arm: {arms}; at {day} visitors a day.", arms=arms, day=a_day)


def eligible_words(plan: TestPlan) -> str:
    """Who enters the test, where that is not everybody."""
    if plan.eligible >= 0.9995:
        return tr("Everybody who visits enters the test.")
    return tr(
        "Only the {share} who can get a message enter the test; among them the lift is larger.",
        share=percent(plan.eligible, 0),
    )


def reached_words(plan: TestPlan) -> str:
    """Who of those never gets a message; empty for an arm that says nothing."""
    if plan.reached is None:
        return ""
    return tr("Of them {share} never see one; they are counted too.", share=percent(1 - plan.reached, 0))


def lift_words(plan: TestPlan) -> str:
    """The lift that the size is made for, in two ways: +2.1% (+0.06 pp)."""
    if plan.planned_for is None or plan.difference is None:
        return NOTHING
    return f"{percent(plan.planned_for, signed=True)} ({difference_words(plan, plan.difference)})"


def difference_words(plan: TestPlan, value: float) -> str:
    """A difference in the unit of the measure."""
    if plan.unit == "rate":
        return points(value)
    if plan.unit == "money":
        return money(value, plan.currency, 2 if abs(value) >= 0.1 else 3, signed=True)
    return number(value, signed=True)


def level_words(plan: TestPlan) -> str:
    """The measure in the control."""
    if plan.unit == "rate":
        return percent(plan.level, 2)
    return money(plan.level, plan.currency) if plan.unit == "money" else number(plan.level)


MOST_LIFT = 10.0
"""A relative lift beyond which a number says no more than that this cannot be seen."""


def smallest_share(row: Weeks) -> str:
    """The same as a share alone, for a table."""
    return NOTHING if row.smallest is None or row.smallest > MOST_LIFT else percent(row.smallest, signed=True)


def smallest_words(plan: TestPlan, row: Weeks) -> str:
    """The smallest lift that a test of this length can see."""
    if row.smallest is None or row.smallest > MOST_LIFT:
        return NOTHING
    return f"{percent(row.smallest, signed=True)} ({difference_words(plan, row.smallest * plan.level)})"


def chance_words(plan: TestPlan) -> str:
    """How likely the test is to come out significant."""
    return believed_chance(plan, plan.chance.significant) if plan.chance is not None else NOTHING


def believed_chance(plan: TestPlan, chance: float) -> str:
    """A chance that rests on what is believed of the lift: to five points, and a dash where nothing is believed.

    No plan knows whether its belief was ever backed, so none is above 95% (MODEL 9.6).
    """
    return chances((chance, 1 - chance))[0] if plan.belief != "none" else NOTHING


def split_words(plan: TestPlan) -> str:
    """How visitors are dealt out: 50 / 50 by visitor."""
    shares = " / ".join(number(arm.share * 100, 0 if len(plan.arms) == 2 else None) for arm in plan.arms)
    return tr("{shares} by visitor", shares=shares)


def rows(plan: TestPlan) -> tuple[tuple[str, str], ...]:
    """The facts of the plan, each with its name."""
    worth = plan.rests_on == "worth" and plan.planned_for is not None
    found = [
        (tr("Smallest lift worth having") if worth else tr("Planned for a lift of"), lift_words(plan)),
        (tr("Smallest lift it can see"), smallest_words(plan, plan.end)),
        (tr("Chance it comes out significant"), chance_words(plan)),
        (tr("Split"), split_words(plan)),
    ]
    return tuple(found)


def verdict_words(plan: TestPlan) -> str:
    """Whether to run it, in a sentence; empty where nothing stands against it."""
    if plan.verdict == "nothing":
        return tr("No lift is expected that a test could look for.")
    if plan.verdict == "long":
        needed = plan.needed_weeks or plan.weeks
        weeks = begun(weeks_words(needed))
        return tr("{weeks} is too long for a test: cookies are lost, the season changes.", weeks=weeks)
    if plan.verdict == "unlikely":
        return tr("More likely than not this test will not come out significant.")
    return ""


def instead_words(one: Instead) -> str:
    """Something that can be tested in a reasonable time."""
    weeks = weeks_words(one.weeks)
    if one.what == "measure":
        return tr(
            "Rather measure {measure}: that shows in {weeks}. It says less than an order does.",
            measure=name("kpi", one.key).lower(),
            weeks=weeks,
        )
    if one.what == "arm":
        return tr("Rather test the bolder {arm}: that shows in {weeks}.", arm=f"“{one.name}”", weeks=weeks)
    return tr(
        "Count visitors only from the moment they get the message, or would have: {weeks} at best, {most} at worst.",
        weeks=weeks,
        most=weeks_words(one.most or one.weeks),
    )


def advice(plan: TestPlan) -> tuple[str, ...]:
    """The verdict and what could be done instead."""
    said = [verdict_words(plan)]
    said += [instead_words(one) for one in plan.instead]
    if plan.verdict == "long" and not plan.instead:
        said.append(tr("Rather test a bolder change, or measure what the answer hangs on most."))
    return tuple(one for one in said if one)


def promise_words(plan: TestPlan) -> tuple[str, ...]:
    """What a significant outcome would be worth: exaggeration, wrong sign, nothing at all."""
    chance = plan.chance
    if chance is None:
        return (tr("What could be true is not known, so neither is what the test promises."),)
    said = []
    if chance.exaggeration is not None:
        factor = number(chance.exaggeration, 1)
        if chance.exaggeration < 1.05:
            said.append(tr("A significant outcome will hardly exaggerate the lift."))
        else:
            said.append(tr("A significant outcome will on average show {factor} times the real lift.", factor=factor))
    wrong = tr(
        "Of significant outcomes {nothing} would be no effect at all, and {wrong} would point the wrong way.",
        nothing=_share(chance.nothing),
        wrong=_share(chance.wrong_sign),
    )
    return (*said, wrong)


def _share(value: float) -> str:
    return tr("less than 1%") if value < 0.005 else percent(value, 0)


def reading_words(plan: TestPlan) -> tuple[str, ...]:
    """How to read the test while it runs, and at the end."""
    each = percent(plan.alpha_each, 2 if plan.alpha_each < 0.01 else None)
    said = [
        tr(
            "Read it once, at the end, at {alpha} (two-sided). Looked at every week it would give {weekly} false "
            "alarms, every day {daily}.",
            alpha=each,
            weekly=percent(plan.look_weekly, 0),
            daily=percent(plan.look_daily, 0),
        ),
    ]
    if plan.end.sequence < 1 and plan.belief == "none":
        said.append(
            tr(
                "To look earlier, use the interval that may be read at any time: at the end it is {wide} wide on each "
                "side.",
                wide=percent(plan.end.sequence),
            )
        )
    elif plan.end.sequence < 1:
        said.append(
            tr(
                "To look earlier, use the interval that may be read at any time: at the end it is {wide} wide on each "
                "side, and by then it has left zero with a chance of {chance}.",
                wide=percent(plan.end.sequence),
                chance=believed_chance(plan, plan.end.stopped),
            )
        )
    else:
        said.append(tr("With so few visitors an interval that may be read at any time says nothing yet."))
    if len(plan.arms) > 2:
        said.append(
            tr(
                "With {count} comparisons each gets {alpha} of the {whole} (Bonferroni); read the test with Holm's "
                "steps, which lose nothing.",
                count=number(len(plan.arms) - 1),
                alpha=each,
                whole=percent(plan.alpha),
            )
        )
    said.append(
        tr(
            "Give each visitor one arm for good. Count orders until {days} days after the first visit, also of those "
            "who never saw a message.",
            days=number(plan.follow_days),
        )
    )
    return tuple(said)


def weekday_names() -> tuple[str, ...]:
    """Mon to Sun in the user's language."""
    from babel.dates import format_date

    from app.words import language

    return tuple(format_date(MONDAY + timedelta(days=day), "EEE", locale=language()) for day in range(7))


def uneven(plan: TestPlan) -> bool:
    """Whether the days of a week differ enough to be shown."""
    return max(plan.days) > 1.05 * min(plan.days)


def week_words(plan: TestPlan) -> str:
    """What a week is like: even, or the busiest and the quietest day."""
    low, high = min(plan.days), max(plan.days)
    if not uneven(plan):
        return tr("Whole weeks, every weekday alike on this map.")
    names = weekday_names()
    return tr(
        "Whole weeks: on {busy} {most} visitors enter, on {quiet} {least}.",
        busy=names[plan.days.index(high)],
        most=number(about(high)),
        quiet=names[plan.days.index(low)],
        least=number(about(low)),
    )


def method_words(plan: TestPlan) -> str:
    """By which formula."""
    if plan.spread is None:
        return tr("Two proportions, two-sided z test on the arcsine scale (Cohen's h).")
    values = {"spread": number(plan.spread), "level": number(plan.level)}
    return tr("Two means, two-sided z test; spread between visitors {spread} at a mean of {level}.", **values)


def split_verdict(found: Split) -> str:
    """Whether the split of a test is what it should be."""
    p = number(found.p, 3) if found.p >= 0.001 else tr("less than 0.001")
    if found.off:
        return tr(
            "The split is off (p = {p}): do not believe this test before you know which visitors are missing.", p=p
        )
    return tr("The split is as it should be (p = {p}; the alarm is at {alarm}).", p=p, alarm=number(ALARM, 3))
