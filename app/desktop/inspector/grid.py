"""Stages and lanes in the inspector."""

from __future__ import annotations

from typing import Any

from PySide6.QtWidgets import QLayout, QWidget

from app.desktop.chrome.basics import column
from app.desktop.chrome.switch import switch
from app.desktop.inspector.cards import colour_row
from app.desktop.inspector.context import Column, Context
from app.desktop.inspector.feelings import curves
from app.desktop.inspector.fields import COUNT, Unit, number_field
from app.desktop.inspector.head import head
from app.desktop.inspector.rows import fact
from app.desktop.inspector.substage import sub_journey_section
from app.desktop.inspector.touchpoint import choice_row
from app.project.builders import in_order
from app.project.subjourneys import can_open
from app.words import group, name, tr
from app.words.typed import typed_amount
from maps.layout.icons import FALLBACK, LANES
from maps.model import LANE_KINDS

Rows = list[QLayout | QWidget]


def stage_sections(context: Context, into: Column, key: str) -> None:
    """A stage: its title, its phase, what people want there, how it is drawn."""
    piece, look = context.piece, context.look
    stage = piece.stages[key]
    phase = piece.phase_kind(key)
    title = context.text("stages", key, ("title",), stage.title, tr("What is this stage called?"), large=True)
    into.section("", head(look, "columns", title, name("phase", phase), phase))
    goals = context.text("stages", key, ("goals",), stage.goals, tr("What do visitors want here, and what do you?"))
    into.section(tr("Goals"), goals)
    sub_journey_section(context, into, key)
    phases = context.document.project.phases
    options: list[tuple[Any, str]] = [(None, tr("none"))]
    options += [(one, _phase_words(phases[one].title, phases[one].kind)) for one in in_order(phases)]
    rows: Rows = [choice_row(context, tr("Phase"), "stages", key, "phase", options, stage.phase)]
    maps = context.document.project.maps
    others: list[tuple[Any, str]] = [(None, tr("nothing"))]
    others += [(one, maps[one].title) for one in can_open(context.document.project, key)]
    if len(others) > 1 or stage.opens is not None:
        rows.append(choice_row(context, tr("Opens"), "stages", key, "opens", others, stage.opens))
    rows.append(_size(context, tr("Width"), "stages", key, "width", stage.width, (80, 2000)))
    rows.append(colour_row(context, "stages", key, stage.colour))
    rows.append(
        switch(
            context.look,
            tr("hidden on the map"),
            stage.hidden,
            context.keep("stages", key, ("hidden",), "hide"),
            "hidden",
        )
    )
    into.section("", column(*rows, spacing=look.px(5)))
    titles = [piece.touchpoints[one].title for one in piece.in_stage(key)]
    into.section("", fact(look, tr("Cards"), ", ".join(titles) or "–"))


def _phase_words(title: str, kind: str) -> str:
    own = name("phase", kind)
    return title if not title or title.casefold() == own.casefold() else f"{title} ({own})"


def _size(
    context: Context, says: str, table: str, key: str, field: str, value: float | None, ends: tuple[float, float]
) -> QLayout:
    """A width or height in px; emptied, it follows what is in it."""

    def keep(wanted: float | None) -> None:
        context.document.set(table, key, (field,), wanted, "size")

    px = Unit(
        lambda size: f"{COUNT.write(size)} px", lambda words: typed_amount(words.removesuffix("px").strip(), *ends)
    )
    made = number_field(
        context.look, f"{table}.{key}.{field}", tr("{what}: automatic", what=says), value, px, keep, optional=True
    )
    return fact(context.look, says, made)


def lane_sections(context: Context, into: Column, key: str) -> None:
    """A lane: its title, what it holds, its height, whether it is drawn."""
    lane = context.piece.lanes[key]
    own = name("lane", lane.kind)
    title = context.text("lanes", key, ("title",), lane.title, own, large=True)
    into.section("", head(context.look, LANES.get(lane.kind, FALLBACK), title, own))
    held = sum(1 for card in context.piece.cards.values() if card.lane == key)
    rows: Rows = []
    if lane.kind != "touchpoints" and not held:
        names = group("lane")
        kinds: list[tuple[Any, str]] = [(one, names[one]) for one in LANE_KINDS if one != "touchpoints"]
        rows.append(choice_row(context, tr("Holds"), "lanes", key, "kind", kinds, lane.kind))
    else:
        rows.append(fact(context.look, tr("Holds"), own))
    rows.append(_size(context, tr("Height"), "lanes", key, "height", lane.height, (24, 4000)))
    rows.append(
        switch(
            context.look,
            tr("hidden on the map"),
            lane.hidden,
            context.keep("lanes", key, ("hidden",), "hide"),
            "hidden",
        )
    )
    into.section("", column(*rows, spacing=context.look.px(5)))
    if lane.kind == "emotions" and context.piece.personas:
        into.section(tr("Curves"), *curves(context))
