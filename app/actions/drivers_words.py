"""What a study of the drivers says, in words: for the terminal, the studio and the report alike."""

from __future__ import annotations

from typing import TYPE_CHECKING

from app.actions.price_table import amount
from app.words import duration, mark, money, name, number, percent, plural, points, tr

if TYPE_CHECKING:
    from simulation.drivers.result import Assumption, Cell, Drivers, Measuring, Part, Share, Step
    from simulation.experiment.result import Effect

_STRUCTURE = {
    "m1": mark("Effect of a message one phase off"),
    "phi": mark("How long a message lasts"),
    "fatigue": mark("Wearing off when repeated"),
    "ceiling": mark("Most that messages can move"),
    "annoyance": mark("Annoyance at many messages"),
    "friction": mark("Weight of pain points"),
}
_WORLD = {
    "history_weight": mark("Pull of progress"),
    "bounce": mark("Leaves at once"),
    "returning_over_new": mark("Returning over new"),
    "desktop_over_phone": mark("Desktop over phone"),
    "margin": mark("Margin"),
    "visitors_per_week": mark("Visitors a week"),
    "forget_days": mark("Interest halves in"),
    "notice": mark("Sees a message on leaving"),
}
_PARTS = {
    "visits": mark("More or fewer visits"),
    "value": mark("Worth of an order"),
    "other": mark("More than one order"),
}
USUAL_SECONDS = 40
"""About how long a study takes on two processors with a few rules."""


def too_few(found: Drivers) -> bool:
    """Whether too few visitors did otherwise for anything to be said of the lift."""
    return any(one.code == "few-flips" for one in found.warnings)


def title_of(share: Share) -> str:
    """What a rule or a change is called."""
    words = {
        "rule-off": tr("Without {rule}", rule=share.title),
        "pain": tr("Solved: {pain}", pain=share.title),
        "card": tr("Changed: {card}", card=share.title),
        "trait": tr("Changed: {card}", card=share.title),
        "map": tr("The map {map}", map=share.title),
        "policy": tr("All messages"),
        "mode": tr("How the phase is seen"),
        "rest": tr("Everything else that differs"),
    }
    return words.get(share.kind, share.title)


def assumption_title(key: str) -> str:
    """What an assumption is called."""
    what, _, which = key.partition(":")
    if what == "effect":
        return tr("Pull of {technique}", technique=name("technique", which))
    if what == "trait":
        return name("trait", which)
    table = _STRUCTURE if what == "structure" else _WORLD
    return tr(table[which]) if which in table else which


def part_title(part: Part) -> str:
    """What a part of the lift is called: a persona, a phase, or what is neither."""
    if part.title:
        return part.title
    return tr(_PARTS[part.key]) if part.key in _PARTS else tr("Kept in: {phase}", phase=name("phase", part.key))


def lift_words(found: Drivers, value: float | None, *, unit: bool = True) -> str:
    """A difference in the deciding measure, signed, in its unit."""
    if value is None:
        return tr("too few to say")
    if found.unit == "rate":
        return points(value, unit=unit)
    if found.unit == "money":
        return money(value, found.currency, 2, signed=True)
    return number(float(f"{value:.3g}"), signed=True)


def monthly(found: Drivers, effect: Effect) -> str:
    """Money a month, signed, with no more digits than it is worth."""
    if effect.mean is None:
        return tr("too few to say")
    return signed_amount(found, effect.mean)


def signed_amount(found: Drivers, value: float) -> str:
    """An amount with its sign."""
    plain = amount(value, found.currency)
    return f"+{plain}" if round(value) > 0 else plain


def value_words(one: Assumption, value: float) -> str:
    """A value of an assumption in its unit."""
    if one.unit == "share":
        return percent(value, 0)
    if one.unit == "effect":
        return percent(value, 1, signed=True)
    if one.unit == "days":
        return duration(value * 86_400)
    return number(float(f"{value:.2g}") if abs(value) < 1000 else round(value))


def range_words(one: Assumption) -> str:
    """From low to high, and whose range that is."""
    ends = tr("{low} to {high}", low=value_words(one, one.low), high=value_words(one, one.high))
    return ends if one.own_range else tr("{range}, our range", range=ends)


def told_apart(one: Assumption) -> bool:
    """Whether low and high differ by more than the noise of the run; many are looked at, so three errors."""
    return one.width > 3 * one.error


def measure_first(found: Drivers) -> str:
    """Which one measurement would narrow the answer most, and by how much."""
    values = found.values
    if values is None or not values.measuring or values.width <= 0:
        return ""
    best = values.measuring[0]
    if best.narrower < 0.01:
        return tr("No single measurement would narrow this answer by much.")
    return tr(
        "This one measurement would narrow the answer most: {what}. The 95% interval would be {share} narrower.",
        what=assumption_title(best.key),
        share=percent(1 - best.width / values.width, 0),
    )


def worth_words(found: Drivers, one: Measuring) -> str:
    """What knowing an assumption is worth."""
    if one.worth < 0.5:
        return tr("It would not change what to do.")
    return tr("Choosing better is worth {amount} a month.", amount=amount(one.worth, found.currency))


def ab_words(one: Measuring) -> str:
    """Which A/B test would tell it, and how much of it."""
    if not one.tests:
        return ""
    test = next((test for test in one.tests if test.weeks == one.advised), one.tests[-1])
    values = {
        "weeks": plural("{count} week", "{count} weeks", test.weeks, count=number(test.weeks)),
        "visitors": number(_rounded(test.per_arm)),
        "share": percent(test.narrower, 0),
    }
    if test.narrower < 0.05:
        return tr(
            "An A/B test of {weeks} with {visitors} visitors in each arm would hardly tell: it takes {share} off the "
            "variance.",
            **values,
        )
    return tr(
        "An A/B test of {weeks} with {visitors} visitors in each arm would take {share} off the variance.", **values
    )


def _rounded(count: int) -> int:
    return round(float(f"{count:.2g}"))


def stack_words(found: Drivers) -> str:
    """Whether rules on top of one another bring less than the sum of each alone."""
    if len(found.stack) < 2 or found.stack[-1].together.mean is None:
        return ""
    last: Step = found.stack[-1]
    values = {
        "together": lift_words(found, last.together.mean),
        "sum": lift_words(found, last.sum),
        "count": number(len(last.keys)),
    }
    if abs(last.short) <= 2 * last.short_error:
        return tr("Together the {count} rules bring {together}; one by one that adds up to {sum}, as good as the same.",
                  **values)  # fmt: skip
    if last.short > 0:
        return tr(
            "Together the {count} rules bring {together}, less than the {sum} they add up to one by one: each next "
            "message finds fewer people to win.",
            **values,
        )
    return tr("Together the {count} rules bring {together}, more than the {sum} they add up to one by one.", **values)


def cells_words(cells: tuple[Cell, ...]) -> str:
    """How many cells of a table stand."""
    known = [one for one in cells if one.probability is not None]
    stand = sum(one.stands for one in known)
    if not known:
        return tr("Too few visitors in every cell.")
    return plural(
        "{stand} of {count} cell can be told apart from nothing when all are looked at together.",
        "{stand} of {count} cells can be told apart from nothing when all are looked at together.",
        len(known),
        stand=number(stand),
        count=number(len(known)),
    )


def method_words(found: Drivers) -> str:
    """How the shares were found."""
    game = found.rules or found.changes
    if game is None:
        return ""
    if game.method == "exact":
        return plural("{count} combination run", "all {count} combinations run", game.coalitions,
                      count=number(game.coalitions))  # fmt: skip
    return tr("{count} orders tried", count=number(2 * game.pairs))


def promise() -> str:
    """What the button does, and about how long."""
    return tr(
        "Runs every combination of the rules over the same visitors, and the answer again with each assumption low and "
        "high. About {time}.",
        time=duration(USUAL_SECONDS),
    )
