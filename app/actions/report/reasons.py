"""The chapters of a report that say why, and what to run for real: drivers, what to measure first, the test plan."""

from __future__ import annotations

from app.actions import drivers_words, plan_words
from app.actions.price_table import about
from app.actions.report.dossier import Dossier
from app.charts.lift import Range, bridge, power_curve, tornado
from app.charts.sheet import drawn
from app.formats.report.model import Block, Figure, Grid, Heading, Points, Text
from app.words import number, percent, tr
from simulation.drivers.result import Drivers, Game
from simulation.planning.plan import TestPlan

_MOST = 12
"""Rows of a picture: what comes after the largest dozen is in the JSON."""


def why(dossier: Dossier) -> list[Block]:
    """What brings the lift, what it hangs on, and what to measure first; nothing where that was not worked out."""
    found = dossier.drivers
    if found is None:
        return []
    said: list[Block] = [Heading(tr("Why"))]
    if len(dossier.compared) > 1:
        said.append(Text(tr("This chapter is about {arm}.", arm=found.arm_title), "note"))
    if found.rules is not None:
        said += _shares(dossier, found, found.rules, tr("What each message brings"))
    if found.changes is not None and len(found.changes.shares) > 1:
        said += _shares(dossier, found, found.changes, tr("What each change brings"))
    stacked = drivers_words.stack_words(found)
    if stacked:
        said.append(Text(stacked))
    said += _hangs_on(dossier, found)
    first = drivers_words.measure_first(found)
    if first:
        said += [Heading(tr("What to measure first"), 2), Text(first)]
        best = found.values.measuring[0] if found.values is not None and found.values.measuring else None
        if best is not None:
            told = (drivers_words.worth_words(found, best), drivers_words.ab_words(best))
            said.append(Points(tuple(one for one in told if one)))
    said.append(Text(drivers_words.method_words(found), "note"))
    return said


def _shares(dossier: Dossier, found: Drivers, game: Game, title: str) -> list[Block]:
    def write(value: float) -> str:
        return drivers_words.lift_words(found, value)

    rows = [
        Range(drivers_words.title_of(one), one.share.mean, *one.share.interval)
        for one in game.shares[:_MOST]
        if one.share.mean is not None and one.share.interval is not None
    ]
    total = game.total
    if not rows or total.mean is None or total.interval is None:
        return [Heading(title, 2), Text(tr("Too few visitors behaved differently to divide the lift."))]
    together = Range(tr("Together"), total.mean, *total.interval, strong=True)
    chart = drawn(bridge(rows, together, write), dossier.ink, width=640, height=60 + 28 * (len(rows) + 1))
    alt = "; ".join(f"{row.name}: {write(row.mean)}" for row in (*rows, together))
    head = (tr("What"), tr("Its share"), tr("By itself"), tr("Missed when left out"), tr("Margin a month"))
    table = tuple(
        (
            drivers_words.title_of(one),
            drivers_words.lift_words(found, one.share.mean),
            drivers_words.lift_words(found, one.alone.mean),
            drivers_words.lift_words(found, one.without.mean),
            drivers_words.monthly(found, one.money),
        )
        for one in game.shares
    )
    return [Heading(title, 2), Figure(chart, alt, "", 0.9), Grid(head, table, frozenset({1, 2, 3, 4}))]


def _hangs_on(dossier: Dossier, found: Drivers) -> list[Block]:
    shown = [one for one in found.assumptions if drivers_words.told_apart(one)][:_MOST]
    if not shown or found.lift.mean is None:
        return []

    def write(value: float) -> str:
        return drivers_words.lift_words(found, value, unit=False)

    rows = [(drivers_words.assumption_title(one.key), one.at_low, one.at_high) for one in shown]
    chart = drawn(tornado(rows, found.lift.mean, write), dossier.ink, width=640, height=60 + 26 * len(rows))
    alt = "; ".join(tr("{what}: {low} to {high}", what=name, low=write(a), high=write(b)) for name, a, b in rows)
    said = tr("The lift if an assumption is low (hollow) or high (filled).")
    return [Heading(tr("What the answer hangs on"), 2), Figure(chart, alt, said, 0.9)]


def plan(dossier: Dossier) -> list[Block]:
    """What to run for real; nothing where that was not worked out."""
    found = dossier.plan
    if found is None:
        return []
    said: list[Block] = [Heading(tr("The test to run"))]
    said += [Text(one, "lead" if place == 0 else "body") for place, one in enumerate(plan_words.advice(found))]
    weeks = plan_words.begun(plan_words.weeks_words(found.weeks))
    said.append(Text(f"{weeks}. {plan_words.size_words(found)}"))
    said += _power(dossier, found)
    facts = ((tr("Now"), plan_words.level_words(found)), *plan_words.rows(found))
    said.append(Grid(("", ""), tuple(facts)))
    who = " ".join(one for one in (plan_words.eligible_words(found), plan_words.reached_words(found)) if one)
    said.append(Points((*plan_words.promise_words(found), plan_words.week_words(found), who,
                        *plan_words.reading_words(found))))  # fmt: skip
    said += [_lengths(found), Text(plan_words.method_words(found), "note")]
    return said


def _power(dossier: Dossier, found: TestPlan) -> list[Block]:
    if not found.curve or not found.needed:
        return []
    sizes = [float(size) for size, _power in found.curve]
    power = [power for _size, power in found.curve]
    words = tr("{visitors} per variant", visitors=number(about(found.needed)))

    def write(value: float) -> str:
        return number(about(value))

    point = (float(found.needed), found.power)
    chart = drawn(power_curve(sizes, power, point, words, write), dossier.ink, width=560, height=190)
    alt = tr("{visitors} visitors find the lift with a chance of {power}.", visitors=number(about(found.needed)),
             power=percent(found.power, 0))  # fmt: skip
    return [Figure(chart, alt, tr("Chance that the test finds the expected lift, by visitors per variant."), 0.75)]


def _lengths(found: TestPlan) -> Grid:
    head = (tr("Weeks"), tr("Visitors in the variant"), tr("Smallest lift seen"), tr("Finds the lift"),
            tr("Comes out significant"))  # fmt: skip
    rows = tuple(
        (
            plan_words.week_number(row.weeks),
            number(about(row.treated)),
            plan_words.smallest_share(row),
            percent(row.power, 0),
            plan_words.believed_chance(found, row.significant),
        )
        for row in found.table
    )
    return Grid(head, rows, frozenset(range(5)))
