"""A study of the drivers as text for a terminal."""

from __future__ import annotations

from app.actions.answer import look_twice
from app.actions.drivers_words import (
    ab_words,
    assumption_title,
    cells_words,
    lift_words,
    measure_first,
    method_words,
    monthly,
    part_title,
    range_words,
    signed_amount,
    stack_words,
    title_of,
    told_apart,
    too_few,
    worth_words,
)
from app.actions.tables import Column, Row, cut, table, wrapped
from app.project.slices import SILENT
from app.words import NOTHING, duration, name, number, percent, plural, tr
from simulation.drivers.result import Assumption, Cells, Drivers, Game, Part, Share
from simulation.experiment.result import Effect

MOST = 12
"""Assumptions that are listed; the whole list is in the JSON."""


def drivers_table(found: Drivers) -> str:
    """The whole study, in lines of at most eighty characters."""
    if too_few(found):
        # Under 30 visitors who do otherwise nothing is said of the lift, let alone of its parts (MODEL 9.1).
        return "\n\n".join(part for part in (_head(found), _warnings(found)) if part)
    parts = [
        _head(found),
        _game(found, found.rules, tr("Which message does it")),
        wrapped(stack_words(found)),
        _game(found, found.changes, tr("Which change does it")),
        _parts(found, tr("Whom it comes from"), found.personas),
        _parts(found, tr("Where in the visit it comes from"), found.phases),
        _assumptions(found),
        _screening(found),
        _first(found),
        *(_cells(found, cells) for cells in found.cells),
        _warnings(found),
    ]
    return "\n\n".join(part for part in parts if part)


def _head(found: Drivers) -> str:
    control = tr("no messages") if found.control == SILENT else found.control
    ran = [
        tr("seed {seed}", seed=found.seed),
        plural("{count} draw", "{count} draws", found.draws, count=number(found.draws)),
        plural("{count} visitor", "{count} visitors", found.visitors, count=number(found.visitors)),
        duration(max(0.1, found.seconds)),
    ]
    lines = [
        cut(tr("{arm} against {control}: what drives it", arm=found.arm_title, control=control), 80),
        wrapped(" · ".join(ran)),
        wrapped(
            tr("{measure}: {lift}.", measure=name("kpi", found.metric), lift=tr("too few to say"))
            if too_few(found)
            else tr(
                "{measure}: {lift}, 95% {interval}; margin {money} a month.",
                measure=name("kpi", found.metric),
                lift=lift_words(found, found.lift.mean),
                interval=_ends(found, found.lift),
                money=monthly(found, found.money),
            )
        ),
    ]
    if not found.complete:
        lines.append(wrapped(tr("Stopped early: this rests on what was done until then.")))
    return "\n".join(lines)


def _ends(found: Drivers, effect: Effect) -> str:
    if effect.interval is None:
        return NOTHING
    low, high = (lift_words(found, end, unit=False) for end in effect.interval)
    return tr("{low} to {high}", low=low, high=high)


def _game(found: Drivers, game: Game | None, heading: str) -> str:
    if game is None or not game.shares:
        return ""
    columns = (
        Column(heading, room=30),
        Column(tr("share"), right=True, room=12),
        Column(tr("95% between"), right=True, room=18),
        Column(tr("a month"), right=True, room=10),
    )
    rows = [_share(found, one) for one in game.shares]
    total = (
        tr("Together"),
        lift_words(found, game.total.mean),
        _ends(found, game.total),
        monthly(found, game.total_money),
    )
    rows.append(Row(total, above=" "))
    said = method_words(found) if game is found.rules else ""
    return "\n".join(part for part in (table(columns, rows), said) if part)


def _share(found: Drivers, one: Share) -> Row:
    cells = (title_of(one), lift_words(found, one.share.mean), _ends(found, one.share), monthly(found, one.money))
    if one.quality == "none" and one.changed > 0:
        cells = (title_of(one), tr("too few"), NOTHING, NOTHING)
    below = tr(
        "alone {alone} · left out {without}",
        alone=lift_words(found, one.alone.mean, unit=False),
        without=lift_words(found, -(one.without.mean or 0.0), unit=False),
    )
    return Row(cells, cut(below, 74))


def _parts(found: Drivers, heading: str, parts: tuple[Part, ...]) -> str:
    if len(parts) < 2:
        return ""
    columns = (
        Column(heading, room=36),
        Column(tr("share"), right=True, room=12),
        Column(tr("95% between"), right=True, room=18),
    )
    return table(columns, [Row((part_title(one), lift_words(found, one.share.mean), _ends(found, one.share)))
                           for one in parts])  # fmt: skip


def _assumptions(found: Drivers) -> str:
    listed = [one for one in found.assumptions if one.width > 0][:MOST]
    if not listed:
        return ""
    columns = (
        Column(tr("What the answer hangs on"), room=34),
        Column(tr("if low"), right=True, room=10),
        Column(tr("if high"), right=True, room=10),
        Column(tr("rests on"), room=12),
    )
    nothing = sum(one.width == 0 for one in found.assumptions)
    beyond = len(found.assumptions) - nothing - len(listed)
    lines = [table(columns, [_assumption(found, one) for one in listed])]
    lines.append(wrapped(tr("~: no more than the noise of this run.")))
    if beyond > 0:
        lines.append(wrapped(plural("{count} more that moves it less.", "{count} more that move it less.", beyond,
                                    count=number(beyond))))  # fmt: skip
    return "\n".join(lines)


def _assumption(found: Drivers, one: Assumption) -> Row:
    mark = "" if told_apart(one) else "~"
    return Row(
        (
            assumption_title(one.key),
            mark + lift_words(found, one.at_low, unit=False),
            mark + lift_words(found, one.at_high, unit=False),
            name("evidence", one.evidence),
        ),
        cut(range_words(one), 74),
    )


def _screening(found: Drivers) -> str:
    if not found.screening:
        return ""
    columns = (
        Column(tr("Screening of everything at once (Morris)"), room=44),
        Column(tr("size"), right=True, room=12),
        Column(tr("spread"), right=True, room=12),
    )
    rows = [
        Row(
            (
                assumption_title(one.key),
                lift_words(found, one.size, unit=False),
                lift_words(found, one.spread, unit=False),
            )
        )
        for one in found.screening[:MOST]
    ]
    return table(columns, rows)


def _first(found: Drivers) -> str:
    values = found.values
    if values is None or not values.measuring:
        return ""
    lines = [wrapped(measure_first(found))]
    best = values.measuring[0]
    if best.narrower >= 0.01:
        lines.append(wrapped(" ".join(part for part in (worth_words(found, best), ab_words(best)) if part)))
    lines.append(
        wrapped(
            tr(
                "Knowing everything would be worth {amount} a month.",
                amount=signed_amount(found, max(0.0, values.perfect)).removeprefix("+"),
            )
        )
    )
    if values.width > values.drawn_width * 1.02:
        lines.append(
            wrapped(
                tr(
                    "The interval leaves out assumptions about people and traffic; with them it would be {share} "
                    "wider.",
                    share=percent(values.width / values.drawn_width - 1, 0),
                )
            )
        )
    return "\n".join(lines)


def _cells(found: Drivers, cells: Cells) -> str:
    heading = tr("Phase and audience") if cells.kind == "phase-audience" else tr("Persona and device")
    columns = (
        Column(heading, room=34),
        Column(tr("lift"), right=True, room=12),
        Column(tr("to expect"), right=True, room=12),
        Column(tr("p, all cells"), right=True, room=12),
    )
    rows = []
    for one in cells.cells:
        row = one.row_title or name("phase", one.row)
        other = name("audience", one.column) if cells.kind == "phase-audience" else name("device", one.column)
        rows.append(
            Row(
                (
                    tr("{row} · {column}", row=row, column=other),
                    lift_words(found, one.lift.mean, unit=False),
                    NOTHING if one.shrunk is None else lift_words(found, one.shrunk, unit=False),
                    NOTHING if one.adjusted is None else number(one.adjusted, 2),
                )
            )
        )
    return "\n".join((table(columns, rows), wrapped(cells_words(cells.cells))))


def _warnings(found: Drivers) -> str:
    said = [one for one in found.warnings if one.code != "stopped"]
    if not said:
        return ""
    return "\n".join([tr("Look twice"), *(wrapped(look_twice(one), "  ", "- ") for one in said)])
