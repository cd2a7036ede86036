"""The first chapters of a report: the answer in one sentence and one picture, the question, the arms, the map."""

from __future__ import annotations

from app.actions.answer import arm_name, at_a_loss, beside, costs_in_words, how_sure_in_words
from app.actions.report.dossier import Dossier
from app.charts.lift import Range, chance_bar, forest, lift_density
from app.charts.sheet import drawn
from app.formats.report.model import Block, Figure, Grid, Heading, Points, Text
from app.words import NOTHING, chances, name, percent, tr
from simulation.experiment.quantiles import density
from simulation.experiment.result import ArmResult
from simulation.measures.registry import MEASURES


def answer(dossier: Dossier) -> list[Block]:
    """What to expect, how sure that is, and what stands beside it."""
    arm = dossier.first
    if arm is None:
        return [Text(tr("There is only one variant, so there is no lift to report."), "lead")]
    said: list[Block] = [Text(headline(dossier, arm), "lead"), *_pictures(dossier, arm), *_side_by_side(dossier)]
    loss = at_a_loss(dossier.result, arm)
    sure = how_sure_in_words(dossier.lift(arm), dossier.result)
    said.append(Text(" ".join(part for part in (loss, sure) if part)))
    said.append(Text(costs_in_words(dossier.result, arm, dossier.setting)))
    said.append(_table(dossier))
    said += [Text(one, "note") for one in beside(dossier.result)]
    return said


def headline(dossier: Dossier, arm: ArmResult) -> str:
    """The one sentence."""
    lift, control = dossier.lift(arm), dossier.result.arms[0]
    values = {"arm": arm_name(arm), "control": arm_name(control), "measure": name("kpi", dossier.result.metric)}
    if lift.relative is None or lift.relative.mean is None or lift.relative.interval is None:
        return tr("{arm} against {control}: too few visitors behaved differently to say what to expect.", **values)
    low, high = (percent(end, 1, signed=True) for end in lift.relative.interval)
    return tr(
        "{arm} against {control}: {measure} {change}, 95% between {low} and {high}.",
        change=percent(lift.relative.mean, 1, signed=True),
        low=low,
        high=high,
        **values,
    )


def _pictures(dossier: Dossier, arm: ArmResult) -> list[Block]:
    lift = dossier.lift(arm)
    relative = lift.relative
    if relative is None or relative.mean is None or relative.interval is None or not lift.quantiles:
        return []
    low, high = relative.interval
    reach = max(high - low, 1e-6)
    start, end = min(0.0, low) - 0.35 * reach, max(0.0, high) + 0.35 * reach
    grid = [start + (end - start) * step / 240 for step in range(241)]

    def write(value: float) -> str:
        return percent(value, 1, signed=True)

    middle = Range(arm_name(arm), relative.mean, low, high)
    drawing = lift_density(grid, list(density(lift.quantiles, grid)), middle, write, tr("no difference"))
    words = headline(dossier, arm)
    shown: list[Block] = [Figure(drawn(drawing, dossier.ink, width=640, height=220), words, tr("Relative lift"), 0.9)]
    if lift.three is not None:
        good, same, bad = chances(list(lift.three), calibrated=dossier.result.calibration.label == "calibrated")
        names = (
            tr("helps {share}", share=good),
            tr("no difference {share}", share=same),
            tr("harms {share}", share=bad),
        )
        bar = drawn(chance_bar(lift.three, names), dossier.ink, width=640, height=64)
        shown.append(Figure(bar, ", ".join(names), "", 0.9))
    return shown


def _side_by_side(dossier: Dossier) -> list[Block]:
    """Every variant on one scale, where there are several."""
    rows = []
    best = dossier.first
    for arm in dossier.compared:
        change = dossier.lift(arm).absolute
        if change.mean is not None and change.interval is not None:
            strong = best is not None and arm.id == best.id
            rows.append(Range(arm_name(arm), change.mean, *change.interval, strong=strong))
    if len(rows) < 2:
        return []
    chart = drawn(forest(rows, dossier.change), dossier.ink, width=640, height=50 + 28 * len(rows))
    alt = "; ".join(f"{row.name}: {dossier.change(row.mean)}" for row in rows)
    control = arm_name(dossier.result.arms[0])
    return [Figure(chart, alt, tr("Each variant against {control}: lift, 95%.", control=control), 0.9)]


def _table(dossier: Dossier) -> Grid:
    """One line per arm."""
    control = dossier.result.arms[0]
    head = (tr("Variant"), name("kpi", dossier.result.metric), _lift_head(dossier), tr("95% between"),
            tr("helps"), tr("no effect"), tr("harms"))  # fmt: skip
    rows = [(arm_name(control), dossier.level(control.metrics[dossier.result.metric].mean), *[""] * 5)]
    for arm in dossier.compared:
        lift = dossier.lift(arm)
        mean, interval = lift.absolute.mean, lift.absolute.interval
        ends = NOTHING
        if interval is not None:
            low, high = (dossier.change(end, unit=False) for end in interval)
            ends = tr("{low} and {high}", low=low, high=high)
        three = (NOTHING,) * 3
        if lift.three is not None and interval is not None:
            told = chances(list(lift.three), calibrated=dossier.result.calibration.label == "calibrated")
            three = (told[0], told[1], told[2])
        level = dossier.level(arm.metrics[dossier.result.metric].mean)
        shown = NOTHING if mean is None or interval is None else dossier.change(mean, unit=False)
        rows.append((arm_name(arm), level, shown, ends, *three))
    best = dossier.first
    strong = frozenset(place for place, arm in enumerate(dossier.result.arms) if best is not None and arm.id == best.id)
    return Grid(head, tuple(rows), frozenset(range(1, 7)), strong)


def _lift_head(dossier: Dossier) -> str:
    return tr("Lift, pp") if MEASURES[dossier.result.metric].unit == "rate" else tr("Lift")


def question(dossier: Dossier) -> list[Block]:
    """What was asked, written down before the run, and the arms."""
    from app.actions.report.arms import what_changes

    scenario, experiment = dossier.scenario, dossier.scenario.experiment
    said: list[Block] = [Heading(tr("The question"))]
    if experiment is not None and experiment.hypothesis.strip():
        said.append(Text(experiment.hypothesis, "quote"))
    elif experiment is not None:
        said.append(Text(tr("No expectation was written down before the run."), "note"))
    said.append(Text(tr("What decides: {measure}.", measure=name("kpi", dossier.result.metric))))
    if experiment is not None and experiment.smallest_lift is not None:
        worth = percent(experiment.smallest_lift, 1, signed=True)
        said.append(Text(tr("A lift below {worth} is not worth having.", worth=worth)))
    said.append(Heading(tr("The variants"), 2))
    titles = {arm.id: arm_name(arm) for arm in dossier.result.arms}
    for arm in scenario.arms:
        if arm.id in titles:
            said.append(Text(titles[arm.id], "body"))
            said.append(Points(what_changes(dossier.project, scenario, arm)))
    return said


def the_map(dossier: Dossier) -> list[Block]:
    """The map that the visitors walked."""
    journey = dossier.scenario.slice.map
    said: list[Block] = [Heading(tr("The map"))]
    said += [Text(words) for words in (journey.scenario, journey.goal) if words.strip()]
    alt = tr("The customer journey map {title}.", title=journey.title)
    said.append(Figure(dossier.picture, alt, journey.title))
    return said
