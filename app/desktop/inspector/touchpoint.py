"""A touchpoint in the inspector: what it is, feelings, where they go next, pain points, messages, the simulation."""

from __future__ import annotations

from functools import partial
from typing import Any

from PySide6.QtWidgets import QLayout, QWidget

from app.desktop.chrome.basics import column, icon_button, label, row
from app.desktop.chrome.switch import switch
from app.desktop.inspector.context import Column, Context
from app.desktop.inspector.feelings import feelings_section
from app.desktop.inspector.fields import (
    NUMBER,
    TIME,
    Choice,
    money_in,
    named_choices,
    number_field,
)
from app.desktop.inspector.folds import folded
from app.desktop.inspector.grounds import Place, parameter_row
from app.desktop.inspector.head import head
from app.desktop.inspector.rows import Dots, FeelingRow, fact
from app.desktop.inspector.ways import ways_section
from app.project.mapping.cards import move_items, touchpoint_lane
from app.words import group, name, tr
from maps.layout.icons import CHANNELS, PAGES, touchpoint_icon
from maps.model import SITE_PAGES, MapSlice, Touchpoint
from personas.problems import FootfallError
from simulation.policy.catalogue import MECHANICS
from simulation.policy.model import Rule

Rows = list[QLayout | QWidget]


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
    into.section("", column(*_facts(context, key, point), spacing=look.px(5)))
    rows = feelings_section(context, into, key, point)
    ways_section(context, into, key, point)
    _pains(context, into, key)
    _messages(context, into, key, point)
    note = context.text("touchpoints", key, ("note",), point.note, tr("Anything else worth saying?"))
    into.section(tr("Note"), note)
    if point.page != "none":
        parts = folded(context, "simulated", tr("In the simulation"), partial(_simulated, context, key, point))
        into.section("", column(*parts, spacing=look.px(5)))
    return rows


def choice_row(
    context: Context, what: str, table: str, key: str, field: str, options: list[tuple[Any, str]], current: Any
) -> QLayout:
    """One of several, kept in a field of a record."""
    keep = context.keep(table, key, (field,), "choice")
    made = Choice(context.look, what, options, current, keep, object_name=f"{table}.{key}.{field}")
    return fact(context.look, what, made)


def _facts(context: Context, key: str, point: Touchpoint) -> Rows:
    piece, look = context.piece, context.look
    pick = partial(choice_row, context, table="touchpoints", key=key)
    pages: list[tuple[Any, str]] = [("none", tr("None: outside the visit"))]
    pages += named_choices("page", SITE_PAGES)
    rows: Rows = [
        pick(tr("Channel"), field="channel", options=_channels(point.channel), current=point.channel),
        pick(tr("Page type"), field="page", options=pages, current=point.page),
    ]
    if point.page == "none":
        rows.append(fact(look, "", tr("Outside the visit: drawn, not simulated")))
    else:
        rows.append(parameter_row(context, tr("Time here"), Place("touchpoints", key, ("dwell",)), point.dwell, TIME))
    stages: list[tuple[Any, str]] = [(one, stage.title) for one, stage in piece.stages.items()]
    move = Choice(
        look, tr("Stage"), stages, point.stage, partial(_move, context, key), object_name=f"touchpoints.{key}.stage"
    )
    rows.append(fact(look, tr("Stage"), move))
    rows.append(pick(tr("Goal"), field="goal", options=list(group("goal").items()), current=point.goal))
    if point.goal != "none":
        money = money_in(piece.map.currency)
        place = Place("touchpoints", key, ("goal_value",))
        rows.append(
            parameter_row(
                context, tr("Worth"), place, point.goal_value, money, optional=True, placeholder=tr("an order")
            )
        )
        keep = context.keep("touchpoints", key, ("conversion",), "choice")
        rows.append(fact(look, "", switch(context.look, tr("a main conversion"), point.conversion, keep, "conversion")))
    desks = context.document.project.desks
    if desks:
        options: list[tuple[Any, str]] = [(None, tr("none")), *((one, desk.title) for one, desk in desks.items())]
        rows.append(pick(tr("Desk"), field="desk", options=options, current=point.desk))
    icon = Choice(
        look, tr("Icon"), _icons(point.icon), point.icon, context.keep("touchpoints", key, ("icon",), "choice"),
        icons={one: look.icon(one) for one, _words in _icons(point.icon) if one}, object_name=f"touchpoints.{key}.icon",
    )  # fmt: skip
    rows.append(fact(look, tr("Icon"), icon))
    return rows


def _channels(current: str) -> list[tuple[Any, str]]:
    known = group("channel")
    return [*known.items(), *(() if current in known else ((current, name("channel", current)),))]


def _icons(current: str) -> list[tuple[Any, str]]:
    """Every icon once, by the name of the page or channel it stands for; none is chosen automatically."""
    found: dict[Any, str] = {"": tr("automatic")}
    for page, icon in PAGES.items():
        found.setdefault(icon, name("page", page))
    for channel, icon in CHANNELS.items():
        found.setdefault(icon, name("channel", channel))
    found.setdefault(current, current)
    return list(found.items())


def _move(context: Context, key: str, stage: str) -> None:
    project = context.document.project
    try:
        lane = touchpoint_lane(project, context.piece.id)
        there = sum(1 for point in context.piece.touchpoints.values() if point.stage == stage)
        context.document.edit(move_items(project, (("touchpoints", key),), lane, stage, there))
    except FootfallError as error:
        context.say(error)


def _simulated(context: Context, key: str, point: Touchpoint) -> Rows:
    look = context.look

    def spread(value: float | None) -> None:
        context.document.set("touchpoints", key, ("dwell_spread",), value, "number")

    rows: Rows = [
        label(tr("Share of the visits through a channel that start on this card."), "note", wrap=True),
        *_entries(context, key, "entry", point.entry, tr("Visits start here")),
        *_entries(context, key, "entry_return", point.entry_return, tr("Who comes back")),
    ]
    place = Place("touchpoints", key, ("gain",))
    by_page = tr("by page type")
    rows.append(parameter_row(context, tr("Progress"), place, point.gain, NUMBER, optional=True, placeholder=by_page))
    field = number_field(look, f"spread-{key}", tr("Spread of the time"), point.dwell_spread, NUMBER, spread)
    rows.append(fact(look, tr("Spread of the time"), field))
    options: list[tuple[Any, str]] = [(None, tr("by page type")), (True, tr("yes")), (False, tr("no"))]
    rows.append(
        choice_row(context, tr("About one product"), "touchpoints", key, "product_focus", options, point.product_focus)
    )
    return rows


def _entries(context: Context, key: str, field: str, weights: Any, words: str) -> Rows:
    """The weights of a map by channel: each a row that can go, and one to add."""
    look, document = context.look, context.document

    def weigh(channel: str, value: float | None) -> None:
        document.set("touchpoints", key, (field, channel), value, "number")

    rows: Rows = []
    for channel, weight in weights.items():
        what = tr("every channel") if channel == "all" else name("channel", channel)
        edit = number_field(look, f"{field}-{channel}", what, weight, NUMBER, partial(weigh, channel))
        drop = icon_button(look, "x", tr("Remove {name}", name=what), partial(weigh, channel, None))
        drop.setFixedSize(look.size(22, 22))
        rows.append(fact(look, what, edit, mark=drop))
    free: list[tuple[Any, str]] = [("", tr("add a channel…"))]
    free += [
        (one, said) for one, said in (("all", tr("every channel")), *group("channel").items()) if one not in weights
    ]
    add = Choice(
        look, tr("Add a channel"), free, "", lambda one: weigh(one, 1.0) if one else None, object_name=f"add-{field}"
    )
    rows.append(fact(look, words, add))
    return rows


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
