"""Cards in the inspector: the words first, then what makes one a pain point, an opportunity or a KPI, then the rest."""

from __future__ import annotations

from functools import partial
from typing import Any

from PySide6.QtWidgets import QLayout, QWidget

from app.desktop.chrome.basics import column, label
from app.desktop.chrome.switch import switch
from app.desktop.inspector.context import Column, Context
from app.desktop.inspector.fields import COUNT, ColourDots, Unit, number_field
from app.desktop.inspector.grounds import Place, mark_of, opened
from app.desktop.inspector.head import head
from app.desktop.inspector.judged import opportunity_rows, pain_rows
from app.desktop.inspector.metrics import metric_sections
from app.desktop.inspector.prices import price_of_card
from app.desktop.inspector.rows import fact
from app.desktop.inspector.touchpoint import choice_row
from app.project.mapping.cards import set_personas, set_span
from app.words import name, tr
from app.words.typed import typed_amount
from maps.layout.icons import FALLBACK, LANES
from maps.model import Card
from personas.problems import FootfallError

Rows = list[QLayout | QWidget]


def card_sections(context: Context, into: Column, key: str) -> None:
    """Fill the column."""
    piece, look = context.piece, context.look
    card = piece.cards[key]
    lane = piece.lanes.get(card.lane)
    kind = lane.kind if lane is not None else "text"
    asked = {
        "actions": tr("What do they do here?"),
        "thoughts": tr("What do they think here?"),
        "pains": tr("What gets in the way?"),
        "opportunities": tr("What could be better?"),
        "metrics": tr("What is counted?"),
        "quotes": tr("What did they say?"),
    }.get(kind, tr("What should it say?"))
    words = context.text("cards", key, ("text",), card.text, asked, large=True)
    stage = piece.stages.get(card.stage)
    phase = piece.phase_kind(card.stage) if stage is not None else None
    lane_title = (lane.title if lane is not None else "") or name("lane", kind)
    under = lane_title if stage is None else f"{lane_title}  ·  {stage.title}"
    into.section("", head(look, LANES.get(kind, FALLBACK), words, under, phase))
    if key in piece.pains:
        into.section("", column(*pain_rows(context, key), spacing=look.px(5)))
        into.section(tr("What it costs"), price_of_card(look, context.priced, key, context.ask_prices))
    if key in piece.opportunities:
        opportunity_rows(context, into, key)
    if key in piece.metrics:
        metric_sections(context, into, key)
    into.section("", column(*_facts(context, key, card), spacing=look.px(5)))
    if piece.personas:
        into.section(tr("Whose"), column(*_whose(context, key, card), spacing=look.px(4)))


def _facts(context: Context, key: str, card: Card) -> Rows:
    piece, look = context.piece, context.look
    points: list[tuple[Any, str]] = [(None, tr("the whole stage"))]
    points += [(one, point.title) for one, point in piece.touchpoints.items() if point.stage == card.stage]
    about = card.touchpoint if card.touchpoint in piece.touchpoints else None
    if about is not None and about not in dict(points):
        points.append((about, piece.touchpoints[about].title))
    rows: Rows = [choice_row(context, tr("About"), "cards", key, "touchpoint", points, about)]

    def span(value: float | None) -> None:
        context.document.edit(set_span(context.document.project, key, int(value or 1)))

    whole = Unit(COUNT.write, lambda words: float(round(typed_amount(words, 1, 100))))
    rows.append(
        fact(
            look, tr("Stages wide"), number_field(look, f"cards.{key}.span", tr("Stages wide"), card.span, whole, span)
        )
    )
    rows.append(colour_row(context, "cards", key, card.colour))
    if key in piece.metrics:
        return rows
    source = context.document.project.sources.get(card.source) if card.source is not None else None
    place = Place("cards", key)
    said = label(source.title if source is not None else name("evidence", card.kind), "value", wrap=True)
    rows.append(fact(look, tr("Rests on"), said, mark=mark_of(context, place, card.kind)))
    if f"grounds-{place.key}" in context.opened:
        rows.append(opened(context, place, card))
    return rows


def colour_row(context: Context, table: str, key: str, colour: str) -> QLayout:
    """The colour of a card or a stage, on a line of its own below its label."""
    dots = ColourDots(context.look, colour, context.keep(table, key, ("colour",), "colour"), f"{table}.{key}.colour")
    return column(label(tr("Colour"), "label"), dots, spacing=2)


def _whose(context: Context, key: str, card: Card) -> Rows:
    """A switch a persona; none on is everybody's."""

    def keep(persona: str, on: bool) -> None:
        wanted = [one for one in context.piece.personas if (on if one == persona else one in card.personas)]
        try:
            context.document.edit(set_personas(context.document.project, (("cards", key),), wanted))
        except FootfallError as error:
            context.say(error)

    rows: Rows = [
        switch(context.look, someone.name, persona in card.personas, partial(keep, persona), f"whose-{persona}")
        for persona, someone in context.piece.personas.items()
    ]
    if not card.personas:
        rows.insert(0, label(tr("Everybody's. Tick somebody to make it theirs."), "small", wrap=True))
    return rows
