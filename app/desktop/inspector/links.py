"""A link in the inspector: its share, the shares of personas, its direction, what is known at the hand-over."""

from __future__ import annotations

from functools import partial
from typing import Any

from PySide6.QtWidgets import QLayout, QWidget

from app.desktop.chrome.basics import column, label
from app.desktop.chrome.switch import switch
from app.desktop.inspector.context import Column, Context
from app.desktop.inspector.fields import SHARE, Choice, number_field, share_words
from app.desktop.inspector.grounds import Place, mark_of, opened
from app.desktop.inspector.head import head
from app.desktop.inspector.rows import fact
from app.desktop.inspector.touchpoint import choice_row
from app.desktop.inspector.ways import set_share
from app.project.mapping.links import leaving, reconnect
from app.words import group, name, percent, tr
from maps.model import Link
from personas.problems import FootfallError
from personas.provenance import Parameter

Rows = list[QLayout | QWidget]


def link_sections(context: Context, into: Column, key: str) -> None:
    """From where to where, the share that takes it, and how it differs between personas."""
    link, look = context.piece.links[key], context.look
    title = number_field(
        look, f"share-{key}", tr("Share"), link.share.value, SHARE, partial(set_share, context, key), large=True
    )
    into.section("", head(look, "arrow-right", title, tr("of all views take this link")))
    rows: Rows = [
        fact(look, tr("From"), _end(context, key, link, "source")),
        fact(look, tr("To"), _end(context, key, link, "target")),
    ]
    place = Place("links", key, ("share",))
    rests = label(link.share.note or name("evidence", link.share.kind), "value", wrap=True)
    rows.append(fact(look, tr("Rests on"), rests, mark=mark_of(context, place, link.share.kind)))
    if f"grounds-{place.key}" in context.opened:
        rows.append(opened(context, place, link.share, note=link.share.note))
    start = context.piece.touchpoints.get(link.from_touchpoint)
    if start is not None and start.page != "none":
        rows.append(fact(look, tr("Leave there"), percent(leaving(context.piece, link.from_touchpoint), 1)))
    into.section("", column(*rows, spacing=look.px(5)))
    if context.piece.personas:
        into.section(tr("Per persona"), column(*_by_persona(context, key, link), spacing=look.px(3)))
    direction = choice_row(
        context, tr("Direction"), "links", key, "direction", list(group("direction").items()), link.direction
    )
    keep = context.keep("links", key, ("keeps_context",), "choice")
    known = switch(context.look, tr("what is known of the visitor is kept"), link.keeps_context, keep, "keeps-context")
    into.section("", column(direction, known, spacing=look.px(5)))


def _end(context: Context, key: str, link: Link, end: str) -> Choice:
    """A touchpoint at an end: another one can be chosen."""
    points = context.piece.touchpoints
    own = link.from_touchpoint if end == "source" else link.to_touchpoint
    other = link.to_touchpoint if end == "source" else link.from_touchpoint
    options: list[tuple[Any, str]] = [(one, point.title) for one, point in points.items() if one != other]

    def keep(point: str) -> None:
        try:
            context.document.edit(reconnect(context.document.project, key, label="choice", **{end: point}))
        except FootfallError as error:
            context.say(error)

    says = tr("From") if end == "source" else tr("To")
    return Choice(context.look, says, options, own, keep, object_name=f"{end}-{key}")


def _by_persona(context: Context, key: str, link: Link) -> Rows:
    """A share for each persona: empty is the overall share."""
    look, document = context.look, context.document

    def keep(persona: str, value: float | None) -> None:
        share = None if value is None else Parameter(value=value)
        document.set("links", key, ("share_by_persona", persona), share, "share")

    rows: Rows = []
    for persona, someone in context.piece.personas.items():
        own = link.share_by_persona.get(persona)
        says = tr("{share} as everybody", share=share_words(link.share.value))
        field = number_field(
            look, f"share-{key}-{persona}", says, own.value if own is not None else None, SHARE, partial(keep, persona),
            optional=True,
        )  # fmt: skip
        mark = None
        place = Place("links", key, ("share_by_persona", persona))
        if own is not None:
            mark = mark_of(context, place, own.kind, own.note)
        rows.append(fact(look, someone.name, field, mark=mark))
        if own is not None and f"grounds-{place.key}" in context.opened:
            rows.append(opened(context, place, own, note=own.note))
    return rows
