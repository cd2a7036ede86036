"""Cards, stages, lanes and links in the inspector."""

from __future__ import annotations

from PySide6.QtWidgets import QHBoxLayout, QLayout, QWidget

from app.desktop.chrome.basics import column, row
from app.desktop.chrome.inplace import LineField
from app.desktop.inspector.context import Column, Context
from app.desktop.inspector.head import head
from app.desktop.inspector.prices import price_of_card
from app.desktop.inspector.rows import Dots, fact, share_words
from app.desktop.inspector.touchpoint import severity_dots
from app.words import name, number, percent, tr
from maps.layout.icons import FALLBACK, LANES
from maps.layout.judging import last_reading
from maps.model import Card
from personas.problems import FootfallError
from personas.provenance import Parameter


def card_sections(context: Context, into: Column, key: str) -> None:
    """A card: its words first, then what makes it a pain point, an opportunity or a KPI."""
    piece, look = context.piece, context.look
    card = piece.cards[key]
    lane = piece.lanes.get(card.lane)
    kind = lane.kind if lane is not None else "text"
    asked = {
        "actions": tr("What do they do here?"),
        "thoughts": tr("What do they think here?"),
        "pains": tr("What gets in the way?"),
        "opportunities": tr("What could be better?"),
    }.get(kind, tr("What should it say?"))
    words = context.text("cards", key, ("text",), card.text, asked, large=True)
    stage = piece.stages.get(card.stage)
    phase = piece.phase_kind(card.stage) if stage is not None else None
    lane_title = (lane.title if lane is not None else "") or name("lane", kind)
    under = lane_title if stage is None else f"{lane_title}  ·  {stage.title}"
    into.section("", head(look, LANES.get(kind, FALLBACK), words, under, phase))
    into.section("", column(*_facts(context, key, card), spacing=look.px(7)))
    if key in piece.pains:
        into.section(tr("What it costs"), price_of_card(look, context.priced, key, context.ask_prices))


def _facts(context: Context, key: str, card: Card) -> list[QLayout | QWidget]:
    piece, look = context.piece, context.look
    rows: list[QLayout | QWidget] = []
    if key in piece.pains:
        rows.append(fact(look, tr("Severity"), severity_dots(context, key)))
    if key in piece.opportunities:
        rows += _opportunity(context, key)
    if key in piece.metrics:
        rows += _metric(context, key)
    if card.touchpoint is not None and card.touchpoint in piece.touchpoints:
        rows.append(fact(look, tr("About"), piece.touchpoints[card.touchpoint].title))
    whose = [piece.personas[one].name for one in card.personas if one in piece.personas]
    rows.append(fact(look, tr("Whose"), ", ".join(whose) or tr("Everybody's")))
    source = context.document.project.sources.get(card.source) if card.source is not None else None
    rows.append(
        fact(look, tr("Rests on"), source.title if source is not None else name("evidence", card.kind), card.kind)
    )
    return rows


def _opportunity(context: Context, key: str) -> list[QHBoxLayout]:
    project, look = context.document.project, context.look
    record_id = next(one for one, record in project.opportunities.items() if record.card == key)
    record = project.opportunities[record_id]
    rows = []
    for field, says, value in (
        ("impact", tr("Impact"), record.impact),
        ("business", tr("Business"), record.business),
        ("effort", tr("Effort"), record.effort),
    ):
        dots = Dots(look, says, value, context.keep("opportunities", record_id, (field,), "number"), bars=True)
        dots.setObjectName(f"{field}-{record_id}")
        rows.append(fact(look, says, dots))
    return rows


def _metric(context: Context, key: str) -> list[QHBoxLayout]:
    record, look = context.piece.metrics[key], context.look
    value, goal = last_reading(record)

    def written(figure: float | None) -> str:
        if figure is None:
            return "–"
        return percent(figure) if record.unit == "rate" else number(figure)

    rows = [fact(look, tr("Now"), written(value), record.kind)]
    if goal is not None:
        rows.append(fact(look, tr("Goal"), written(goal)))
    return rows


def stage_sections(context: Context, into: Column, key: str) -> None:
    """A stage: its title, its phase, what people want there."""
    stage = context.piece.stages[key]
    phase = context.piece.phase_kind(key)
    title = context.text("stages", key, ("title",), stage.title, tr("What is this stage called?"), large=True)
    into.section("", head(context.look, "columns", title, name("phase", phase), phase))
    goals = context.text("stages", key, ("goals",), stage.goals, tr("What do visitors want here, and what do you?"))
    into.section(tr("Goals"), goals)
    titles = [context.piece.touchpoints[one].title for one in context.piece.in_stage(key)]
    into.section("", fact(context.look, tr("Cards"), ", ".join(titles) or "–"))


def lane_sections(context: Context, into: Column, key: str) -> None:
    """A lane: its title."""
    lane = context.piece.lanes[key]
    own = name("lane", lane.kind)
    title = context.text("lanes", key, ("title",), lane.title or own, tr("What is this lane called?"), large=True)
    into.section("", head(context.look, LANES.get(lane.kind, FALLBACK), title, own))


def link_sections(context: Context, into: Column, key: str) -> None:
    """A link: from where to where, and the share that takes it."""
    link, piece, look = context.piece.links[key], context.piece, context.look
    start, end = piece.touchpoints.get(link.from_touchpoint), piece.touchpoints.get(link.to_touchpoint)
    title = LineField(
        share_words(link.share.value), tr("Share"), lambda words: _keep_share(context, key, words), large=True
    )
    title.setObjectName(f"share-{key}")
    into.section("", head(look, "arrow-right", title, tr("of all views take this link")))
    rows: list[QLayout | QWidget] = [
        fact(look, tr("From"), start.title if start is not None else "–"),
        fact(look, tr("To"), end.title if end is not None else "–"),
        fact(look, tr("Rests on"), link.share.note or name("evidence", link.share.kind), link.share.kind),
    ]
    for persona, share in link.share_by_persona.items():
        if persona in piece.personas:
            rows.append(fact(look, piece.personas[persona].name, share_words(share.value), share.kind))
    into.section("", column(*rows, spacing=look.px(7)))
    context_kept = tr("What is known of the visitor is kept.") if link.keeps_context else tr("What is known is lost.")
    into.section("", row(fact(look, tr("Hand-over"), context_kept)))


def _keep_share(context: Context, key: str, words: str) -> bool:
    """A share as typed: 45, 45% or 0,45 is refused when it is no share. A typed number is the team's own: assumed."""
    plain = words.strip().rstrip("%").strip().replace(",", ".")
    try:
        value = float(plain) / 100
        share = Parameter(value=value, kind="assumed") if 0 <= value <= 1 else None
    except ValueError:
        share = None
    if share is None:
        context.say(FootfallError(tr("A share is a number between 0% and 100%.")))
        return False
    return context.keep("links", key, ("share",), "number")(share)
