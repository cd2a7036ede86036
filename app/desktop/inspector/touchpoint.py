"""A touchpoint in the inspector: facts, feelings, where they go next, pain points, messages shown here."""

from __future__ import annotations

from functools import partial

from PySide6.QtWidgets import QLayout, QWidget

from app.desktop.canvas.gestures.feel import set_feeling
from app.desktop.chrome.basics import column, label, row
from app.desktop.chrome.inplace import LineField
from app.desktop.document import Document, Selection
from app.desktop.inspector.context import Column, Context
from app.desktop.inspector.head import head
from app.desktop.inspector.rows import Dots, FeelingRow, ShareRow, fact
from app.project.history import Mark
from app.words import between, duration, name, tr
from maps.layout.context import persona_slots
from maps.layout.icons import touchpoint_icon
from maps.model import MapSlice, Touchpoint
from simulation.policy.catalogue import MECHANICS
from simulation.policy.model import Rule


def touchpoint_sections(context: Context, into: Column, key: str) -> dict[str, FeelingRow]:
    """Fill the column; returns the rows of the feelings by persona, so that they can follow a drag."""
    point = context.piece.touchpoints[key]
    look = context.look
    title = context.text("touchpoints", key, ("title",), point.title, tr("What is this card called?"), large=True)
    phase = context.piece.phase_kind(point.stage) if point.stage in context.piece.stages else None
    under = [name("phase", phase)] if phase is not None else []
    if point.goal != "none":
        under.append(name("goal", point.goal))
    into.section("", head(look, touchpoint_icon(point), title, "  ·  ".join(under), phase))
    into.section("", _facts(context, point))
    rows = _feelings(context, into, key, point)
    _links(context, into, key, point)
    _pains(context, into, key)
    _messages(context, into, key, point)
    note = context.text("touchpoints", key, ("note",), point.note, tr("Anything else worth saying?"))
    into.section(tr("Note"), note)
    return rows


def _facts(context: Context, point: Touchpoint) -> QLayout:
    look, dwell = context.look, point.dwell
    time = duration(dwell.value)
    if dwell.low is not None and dwell.high is not None:
        time = f"{time}, {between(dwell.low, dwell.high, duration)}"
    rows: list[QLayout | QWidget | int | None] = [fact(look, tr("Channel"), name("channel", point.channel))]
    if point.page != "none":
        rows.append(fact(look, tr("Page type"), name("page", point.page)))
        rows.append(fact(look, tr("Time here"), time, dwell.kind, dwell.note))
    else:
        rows.append(fact(look, tr("Page type"), tr("Outside the visit: drawn, not simulated")))
    if point.desk is not None and point.desk in context.document.project.desks:
        rows.append(fact(look, tr("Desk"), context.document.project.desks[point.desk].title))
    return column(*rows, spacing=look.px(7))


def _feelings(context: Context, into: Column, key: str, point: Touchpoint) -> dict[str, FeelingRow]:
    found: dict[str, FeelingRow] = {}
    parts: list[QLayout | QWidget] = []
    slots = persona_slots(context.piece)
    for persona, someone in context.piece.personas.items():
        feeling = point.feelings.get(persona)
        if feeling is None:
            continue
        row_made = _feeling_row(context, key, persona, someone.name, slots[persona], feeling.value)
        row_made.setObjectName(f"feeling-{persona}")
        found[persona] = row_made
        parts.append(row_made)
        note = _note_field(context, key, persona, feeling.note, someone.name)
        parts.append(note)
    if parts:
        into.section(tr("Feeling"), *parts)
    return found


def _feeling_row(context: Context, key: str, persona: str, who: str, slot: int, value: float) -> FeelingRow:
    document = context.document
    marks: list[Mark] = []

    def begin() -> None:
        marks.append(document.mark())

    def change(wanted: float) -> None:
        set_feeling(document, key, persona, wanted)

    def end() -> None:
        if marks:
            document.squash(marks.pop(), "mood")

    def step(by: float) -> None:
        now = document.project.touchpoints[key].feelings[persona].value
        set_feeling(document, key, persona, now + by, merge=f"mood {key} {persona}")

    return FeelingRow(context.look, who, slot, value, begin, change, end, step)


def _note_field(context: Context, key: str, persona: str, words: str, who: str) -> LineField:
    def keep(note: str) -> bool:
        feeling = context.document.project.touchpoints[key].feelings[persona]
        changed = feeling.model_copy(update={"note": note})
        return context.keep("touchpoints", key, ("feelings", persona), "note")(changed)

    made = LineField(words, tr("Why does {name} feel that?", name=who), keep, small=True)
    made.setObjectName(f"note-{persona}")
    return made


def _links(context: Context, into: Column, key: str, point: Touchpoint) -> None:
    piece = context.piece
    own = [(link_id, link) for link_id, link in piece.links.items() if link.from_touchpoint == key]
    own.sort(key=lambda pair: -pair[1].share.value)
    rows: list[QWidget] = []
    for link_id, link in own:
        target = piece.touchpoints.get(link.to_touchpoint)
        if target is not None:
            go = partial(_go, context.document, link.to_touchpoint)
            made = ShareRow(context.look, target.title, link.share.value, link.share.kind, act=go)
            made.setObjectName(f"next-{link_id}")
            rows.append(made)
    rest = 1.0 - sum(link.share.value for _id, link in own)
    if point.page != "none" and point.goal != "order" and rest > 0.0005:
        rows.append(ShareRow(context.look, tr("Leave"), rest, None, leaves=True))
    if rows:
        into.section(tr("Where they go next"), column(*rows, spacing=2))


def _go(document: Document, touchpoint: str) -> None:
    document.select(Selection("touchpoints", touchpoint))


def _pains(context: Context, into: Column, key: str) -> None:
    parts: list[QLayout] = []
    for card_id, card in context.piece.cards.items():
        if card.touchpoint != key or card_id not in context.piece.pains:
            continue
        words = context.text("cards", card_id, ("text",), card.text, tr("What gets in the way?"), strong=True)
        parts.append(column(words, row(severity_dots(context, card_id), None), spacing=2))
    if parts:
        into.section(tr("Pain points"), *parts)


def severity_dots(context: Context, card_id: str) -> Dots:
    """The severity of a pain point, changed where it stands."""
    project = context.document.project
    pain_id = next(key for key, pain in project.pains.items() if pain.card == card_id)
    keep = context.keep("pains", pain_id, ("severity",), "severity")
    made = Dots(context.look, tr("Severity"), project.pains[pain_id].severity, keep)
    made.setObjectName(f"severity-{pain_id}")
    return made


def speaks_here(rule: Rule, point: Touchpoint, key: str, piece: MapSlice) -> bool:
    """Whether a rule may show its message on a card: by name, else by its technique's pages; and in its phases."""
    if not rule.on:
        return False
    if rule.phases and piece.stages[point.stage].phase not in rule.phases:
        return False
    if rule.touchpoints:
        return key in rule.touchpoints
    mechanics = MECHANICS.get(rule.technique)
    return mechanics is not None and point.page in mechanics.pages


def _messages(context: Context, into: Column, key: str, point: Touchpoint) -> None:
    if point.page == "none" or point.stage not in context.piece.stages:
        return
    rows = [
        column(label(rule.title, wrap=True), label(name("technique", rule.technique), "small"), spacing=0)
        for rule in context.document.project.rules.values()
        if speaks_here(rule, point, key, context.piece)
    ]
    if rows:
        into.section(tr("Messages that may show here"), *rows)
