"""What a policy that learns brings and costs, in words: the same in the terminal and in the studio."""

from __future__ import annotations

from app.words import name, number, percent, plural, tr
from simulation.adaptive.result import Cell, Learned, Option
from simulation.experiment.result import Effect


def lift(effect: Effect) -> str:
    """A lift with its interval; why there is none."""
    if effect.mean is None or effect.interval is None:
        return tr("too few to say")
    low, high = (percent(end, 1, signed=True) for end in effect.interval)
    return tr("{lift} ({low} to {high})", lift=percent(effect.mean, 1, signed=True), low=low, high=high)


def headline(found: Learned) -> str:
    """What learning brings beside the rules as they stand, in a sentence."""
    return tr(
        "Learning: {learner}. The same rules as they stand: {fixed}.",
        learner=lift(found.learner),
        fixed=lift(found.fixed),
    )


def verdict(found: Learned) -> str:
    """Whether learning beats the rules as they stand, as far as that can be told."""
    ends = found.beyond.interval
    if ends is None or found.beyond.mean is None:
        return tr("Too few visitors buy to tell them apart.")
    weeks = plural("{count} week", "{count} weeks", found.weeks, count=found.weeks)
    if ends[0] > 0:
        return tr("Within {weeks} learning brings more than the rules as they stand.", weeks=weeks)
    if ends[1] < 0:
        return tr("Within {weeks} learning costs more than it brings: keep the rules as they stand.", weeks=weeks)
    return tr("Within {weeks} it makes no difference that could be told from chance.", weeks=weeks)


def costs(found: Learned) -> list[str]:
    """What learning costs, sentences."""
    orders = number(max(0, round(found.orders)))
    return [
        tr(
            "Knowing from the start what it knows in the end would have been worth {cost}, or {orders} buyers.",
            cost=lift(found.cost),
            orders=orders,
        ),
        tr(
            "The best policy known afterwards that never changes would have had {regret} more.",
            regret=lift(found.regret),
        ),
    ]


def how(found: Learned) -> list[str]:
    """How it was simulated, and what it leaves out: sentences."""
    said = [
        tr(
            "Each visitor is offered one of these rules, or nothing, in each phase and audience. What is offered more "
            "often is decided by the visits that ended in a purchase, once a {batch}.",
            batch=tr("day") if found.batch == "day" else tr("week"),
        ),
        tr(
            "The unit is a whole course of learning: {courses} courses of {weeks} weeks with {visitors} visitors each.",
            courses=number(found.draws * found.runs),
            weeks=number(found.weeks),
            visitors=number(found.visitors),
        ),
    ]
    if found.left:
        said.append(tr("Messages between visits take no turns: {rules}.", rules=", ".join(found.left.values())))
    return said


def where(cell: Cell) -> str:
    """A context by its names."""
    return f"{name('phase', cell.phase)} · {name('audience', cell.audience)}"


def option(found: Learned, one: Option) -> str:
    """An option by its name."""
    return found.rules.get(one.rule, one.rule) if one.rule else tr("Nothing")


def weeks(first: int, last: int) -> str:
    """A period."""
    return number(first) if first == last else f"{number(first)}–{number(last)}"
