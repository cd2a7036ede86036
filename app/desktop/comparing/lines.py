"""Differences in words: one line each, the way one would say it."""

from __future__ import annotations

from dataclasses import dataclass

from app.desktop.panels.outline_rows import feeling_words
from app.desktop.panels.search import kind_words
from app.project.compare import Comparison, Difference
from app.project.model import Project
from app.words import number, tr

_SINGULAR = {"touchpoints": "touchpoints", "cards": "cards", "stages": "stages", "lanes": "lanes", "links": "links"}


@dataclass(frozen=True)
class Said:
    """A difference with its two lines: what kind of thing and what happened to it, and what it says."""

    difference: Difference
    head: str
    words: str


def said(project: Project, comparison: Comparison) -> tuple[Said, ...]:
    """Every difference in words, map order: stages, lanes, touchpoints, cards, links, then feelings."""
    return tuple(Said(one, *_lines(project, one)) for one in comparison.differences)


def counts_of(comparison: Comparison) -> dict[tuple[str, str], int]:
    """How many of each, for a sentence; a card whose text alone differs counts as a text."""
    counts: dict[tuple[str, str], int] = {}
    for one in comparison.differences:
        kind: str = one.kind
        if kind == "changed" and one.fields & {"title", "text", "note", "goals"}:
            kind = "text"
        counts[(one.table, kind)] = counts.get((one.table, kind), 0) + 1
    return counts


def _lines(project: Project, one: Difference) -> tuple[str, str]:
    kind = kind_words(_SINGULAR[one.table])
    words = " ".join(one.words.split())
    if one.kind == "feeling":
        persona = project.personas.get(one.persona)
        who = persona.name if persona is not None else tr("somebody")
        return tr("{who}, {where}", who=who, where=words), f"{_mood(one.low)} → {_mood(one.high)}"
    if one.kind == "added":
        return tr("{kind}, added", kind=kind), words
    if one.kind == "removed":
        return tr("{kind}, removed", kind=kind), words
    if one.kind == "moved":
        return tr("{kind}, moved", kind=kind), words
    if one.was:
        return tr("{kind}, changed", kind=kind), f"{' '.join(one.was.split())} → {words}"
    return tr("{kind}, changed: {fields}", kind=kind, fields=", ".join(_fields(one))), words


def _mood(value: float | None) -> str:
    if value is None:
        return tr("nothing")
    return f"{feeling_words(value)} {number(value, 1 if value % 1 else 0, signed=True)}"


def _fields(one: Difference) -> list[str]:
    """What of it is different, in words; what has no word of its own is left to the map."""
    names = {
        "severity": tr("severity"), "friction": tr("friction"), "owner": tr("owner"), "status": tr("status"),
        "impact": tr("impact"), "business": tr("business value"), "effort": tr("effort"), "share": tr("share"),
        "share_by_persona": tr("share"), "channel": tr("channel"), "page": tr("page type"), "dwell": tr("time here"),
        "personas": tr("whose it is"), "phase": tr("phase"), "kind": tr("evidence"), "source": tr("source"),
        "span": tr("width"), "image": tr("picture"), "touchpoint": tr("what it is about"), "series": tr("readings"),
        "target": tr("target"), "entry": tr("where visits start"), "goal": tr("goal"), "note": tr("note"),
        "goals": tr("goals"), "title": tr("title"), "text": tr("text"),
    }  # fmt: skip
    known = list(dict.fromkeys(names[field] for field in sorted(one.fields) if field in names))
    return known or [tr("figures")]
