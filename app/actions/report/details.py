"""The middle chapters of a report: what happens in each phase, for whom it works, what the messages do."""

from __future__ import annotations

from collections.abc import Mapping

from app.actions.answer import arm_name
from app.actions.report.dossier import Dossier
from app.charts.lift import Range, forest, funnel
from app.charts.sheet import drawn
from app.formats.report.model import Block, Figure, Grid, Heading, Text
from app.words import NOTHING, money, name, number, percent, tr
from simulation.experiment.result import ArmResult, Change, MessageUse
from simulation.measures.registry import MEASURES


def details(dossier: Dossier) -> list[Block]:
    """Funnel, for whom, messages, all measures."""
    arm = dossier.first
    if arm is None:
        return []
    said: list[Block] = [Heading(tr("What happens"))]
    said += [*_funnel(dossier, arm), *_whom(dossier, arm), *_messages(dossier, arm), *_measures(dossier)]
    return said


def _funnel(dossier: Dossier, arm: ArmResult) -> list[Block]:
    control = dossier.result.arms[0]
    entered = {step.phase: step.entered for step in arm.funnel}
    steps = [
        (name("phase", step.phase), step.entered, entered[step.phase])
        for step in control.funnel
        if step.phase in entered
    ]
    if not steps:
        return []

    def write(share: float) -> str:
        return percent(share, 2)

    chart = drawn(
        funnel(steps, (arm_name(control), arm_name(arm)), write), dossier.ink, width=640, height=48 + 44 * len(steps)
    )
    alt = "; ".join(
        tr("{phase}: {before} and {after}", phase=phase, before=write(before), after=write(after))
        for phase, before, after in steps
    )
    return [Heading(tr("Funnel"), 2), Figure(chart, alt, tr("Share of the visits that get there."), 0.9)]


def _whom(dossier: Dossier, arm: ArmResult) -> list[Block]:
    lift = dossier.lift(arm)
    named: list[tuple[str, Change]] = [(tr("Everybody"), lift.change())]
    people = dossier.setting.personas
    named += [(words, lift.by_persona[key]) for key, words in people.items() if key in lift.by_persona]
    named += [(_segment(key), change) for key, change in lift.by_segment.items()]
    rows = [
        Range(words, change.absolute.mean, *change.absolute.interval, strong=place == 0)
        for place, (words, change) in enumerate(named)
        if change.absolute.mean is not None and change.absolute.interval is not None
    ]
    if len(rows) < 2:
        return []
    chart = drawn(forest(rows, dossier.change), dossier.ink, width=640, height=50 + 26 * len(rows))
    alt = "; ".join(f"{row.name}: {dossier.change(row.mean)}" for row in rows)
    silent = [words for words, change in named if change.absolute.interval is None]
    said: list[Block] = [Heading(tr("For whom"), 2), Figure(chart, alt, tr("Lift, 95%."), 0.9)]
    if silent:
        said.append(Text(tr("Too few changed sides to say it of: {who}.", who=", ".join(silent)), "note"))
    return said


def _segment(key: str) -> str:
    kind, _, value = key.partition(":")
    return name("device", value) if kind == "device" else value or kind


def _messages(dossier: Dossier, arm: ArmResult) -> list[Block]:
    if not arm.messages:
        return []
    transfer = dossier.lift(arm).transfer
    head = (tr("Message"), tr("Technique"), tr("Rests on"), tr("Expected elsewhere"), tr("Arrives here"),
            tr("Shown a month"), tr("Costs a month"))  # fmt: skip
    rows = tuple(_message(dossier, use, transfer) for use in arm.messages)
    return [Heading(tr("Messages"), 2), Grid(head, rows, frozenset({3, 4, 5, 6}))]


def _message(dossier: Dossier, use: MessageUse, transfer: Mapping[str, float]) -> tuple[str, ...]:
    visitors = dossier.setting.visitors_per_month
    arrives = transfer.get(use.technique)
    return (
        use.title,
        name("technique", use.technique),
        name("evidence", use.kind),
        percent(use.prior_mean, 1, signed=True),
        NOTHING if arrives is None else percent(arrives, 0),
        NOTHING if use.shown is None else number(round(float(f"{use.shown.mean * visitors:.3g}"))),
        NOTHING if use.spent is None else money(use.spent.mean * visitors, dossier.result.currency),
    )


def _measures(dossier: Dossier) -> list[Block]:
    """Every measure of the registry in every arm."""
    arms = dossier.result.arms
    rows = []
    for key in MEASURES:
        levels = [arm.metrics.get(key) for arm in arms]
        if any(one is not None and one.mean for one in levels):
            rows.append(
                (name("kpi", key), *(NOTHING if one is None else dossier.level(one.mean, key) for one in levels))
            )
    head = (tr("Measure"), *(arm_name(arm) for arm in arms))
    return [Heading(tr("All measures"), 2), Grid(head, tuple(rows), frozenset(range(1, len(head))))]
