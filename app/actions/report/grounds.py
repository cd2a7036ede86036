"""The last chapters of a report: what to look at twice, what it rests on, its limits, how it was made."""

from __future__ import annotations

from collections import Counter

from app.actions.answer import look_twice
from app.actions.report.dossier import Dossier
from app.formats.report.model import Block, Grid, Heading, Points, Text
from app.words import duration, name, number, percent, tr
from maps.model import MapSlice
from personas.provenance import Parameter, Source
from simulation.evidence.account import accounts
from simulation.evidence.catalogue import beliefs, shipped


def look_twice_at(dossier: Dossier) -> list[Block]:
    """Every warning of the run."""
    found = tuple(look_twice(one) for one in dossier.result.warnings)
    return [Heading(tr("Look twice")), Points(found)] if found else []


def assumptions(dossier: Dossier) -> list[Block]:
    """What is believed of each technique used, how well the map is known, and the sources of both."""
    said: list[Block] = [Heading(tr("What it rests on"))]
    used = sorted({use.technique for arm in dossier.result.arms for use in arm.messages})
    believed = beliefs(dossier.scenario.techniques)
    if used:
        head = (tr("Technique"), tr("Expected elsewhere"), tr("Rests on"), tr("Source"))
        rows = tuple(_belief(key, believed[key].mean, believed[key].kind, _source_of(dossier, key)) for key in used)
        said += [
            Text(tr("What a message does is taken from published experiments over everybody in the test.")),
            Grid(head, rows, frozenset({1})),
        ]
    kinds = _kinds(dossier.scenario.slice)
    told = tuple(
        tr("{count} numbers of the map and its personas are {kind}.", count=number(count), kind=name("evidence", kind))
        for kind in ("measured", "published", "assumed")
        if (count := kinds[kind])
    )
    said.append(Points(told))
    sources = _sources(dossier)
    if sources:
        said += [Heading(tr("Sources"), 2), Points(tuple(_cited(one) for one in sources))]
    return said


def _belief(key: str, mean: float, kind: str, source: str) -> tuple[str, ...]:
    return name("technique", key), percent(mean, 1, signed=True), name("evidence", kind), source


def _source_of(dossier: Dossier, technique: str) -> str:
    own = next((one for one in dossier.scenario.techniques.values() if one.key == technique), None)
    if own is not None and own.source is not None and own.source in dossier.project.sources:
        return dossier.project.sources[own.source].title
    base = own.like if own is not None and own.like else technique
    if base not in shipped():
        return ""
    (account,) = accounts((base,))
    year = f" ({account.source.year})" if account.source.year is not None else ""
    return f"{account.source.authors}: {account.source.title}{year}" if account.source.authors else account.source.title


def _parameters(piece: MapSlice) -> list[Parameter]:
    """Every number with a source on the map and its personas."""
    found: list[Parameter] = []
    records = (*piece.touchpoints.values(), *piece.links.values(), *piece.pains.values(), piece.map.world)
    for record in (*records, *(persona.traits for persona in piece.personas.values())):
        for field in type(record).model_fields:
            value = getattr(record, field)
            values = value.values() if hasattr(value, "values") else (value,)
            found += [one for one in values if isinstance(one, Parameter)]
    return found


def _kinds(piece: MapSlice) -> Counter[str]:
    return Counter(one.kind for one in _parameters(piece))


def _sources(dossier: Dossier) -> list[Source]:
    named = {one.source for one in _parameters(dossier.scenario.slice) if one.source is not None}
    return [dossier.project.sources[key] for key in sorted(named) if key in dossier.project.sources]


def _cited(source: Source) -> str:
    head = f"{source.authors}: {source.title}" if source.authors else source.title
    year = f" ({source.year})" if source.year is not None else ""
    link = f" {source.link}" if source.link else ""
    return f"{head}{year}.{link}"


def limits(dossier: Dossier) -> list[Block]:
    """What this answer is not."""
    told = [
        tr("This is a simulation. It says what to expect, not what happened."),
        tr("Effects of messages are averages of other shops; yours may answer otherwise. Only a test tells."),
        tr("What brings the visitors, what competitors do and the time of year stay as they are."),
    ]
    if dossier.result.calibration.label != "calibrated":
        told.append(tr("The shares on the map are as the team drew them, as far as no source says otherwise."))
    return [Heading(tr("Limits")), Points(tuple(told))]


def made(dossier: Dossier) -> list[Block]:
    """Everything it takes to make the same answer again."""
    result = dossier.result
    rows = [
        (tr("Project"), result.project or dossier.project.project.title),
        (tr("Made"), dossier.moment),
        (tr("Visitors a draw, in every variant"), number(result.visitors)),
        (tr("Draws of what is not known"), number(result.draws)),
        (tr("Seed"), str(result.seed)),
        (tr("Engine"), name("engine", result.engine)),
        (tr("Time it took"), duration(max(0.1, result.seconds))),
        (tr("Footfall"), result.app_version),
        (tr("Model of behaviour"), result.engine_version),
        (tr("Digest of the project"), result.project_digest),
    ]
    again = (
        f"footfall simulate FILE --map {result.map}"
        + (f" --experiment {result.experiment}" if result.experiment else "")
        + f" --visitors {result.visitors} --draws {result.draws} --seed {result.seed}"
    )
    said: list[Block] = [Heading(tr("How it was made")), Grid(("", ""), tuple(row for row in rows if row[1]))]
    said.append(Text(tr("The same digits again: {command}", command=again), "note"))
    if not result.complete:
        said.append(Text(tr("Stopped early: this rests on what was done until then."), "note"))
    return said


def decisions(dossier: Dossier) -> list[Block]:
    """What was decided about this experiment, and why."""
    rows = [one for one in dossier.project.decisions.values() if one.experiment == dossier.result.experiment]
    if not rows or not dossier.result.experiment:
        return []
    said: list[Block] = [Heading(tr("Decisions"))]
    for one in sorted(rows, key=lambda row: row.moment):
        said.append(Text(one.text, "quote"))
        said.append(Text(" · ".join(part for part in (one.author, one.moment[:10]) if part), "note"))
    return said
