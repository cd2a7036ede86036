"""The map itself in the inspector, when nothing is selected: what it is about, who travels, figures, sources."""

from __future__ import annotations

from functools import partial
from typing import Any

from PySide6.QtWidgets import QLayout, QWidget

from app.actions.answer import MONTH_IN_WEEKS
from app.desktop.chrome.basics import button, column, label, row
from app.desktop.chrome.switch import switch
from app.desktop.inspector.context import Column, Context
from app.desktop.inspector.feelings import people_on_map
from app.desktop.inspector.fields import COUNT, NUMBER, SHARE, Choice, Unit, money_in, number_field, spoken
from app.desktop.inspector.folds import first_few, folded
from app.desktop.inspector.grounds import Place, parameter_row
from app.desktop.inspector.head import head
from app.desktop.inspector.judged import formula_field, formula_help
from app.desktop.inspector.linkrow import LinkRow
from app.desktop.inspector.rows import fact
from app.desktop.inspector.sources import source_list
from app.desktop.inspector.touchpoint import choice_row
from app.desktop.portraits import picture_of
from app.project.builders import in_order
from app.words import group, name, number, percent, plural, tr
from app.words.typed import typed_amount
from maps.layout.context import persona_slots
from maps.model import MapSlice
from maps.scoring import DEFAULT
from personas.provenance import Parameter

Rows = list[QLayout | QWidget]
_FEW = 3


def overview_sections(context: Context, into: Column) -> None:
    """Fill the column."""
    piece, look = context.piece, context.look
    journey = piece.map
    title = context.text("maps", piece.id, ("title",), journey.title, tr("What is this map called?"), large=True)
    under = "  ·  ".join(word for word in (journey.organisation, name("maturity", journey.maturity)) if word)
    into.section("", head(look, "map-trifold", title, under))
    if not piece.touchpoints:
        into.section(tr("This map is still empty"), _first_steps(context))
    scenario = context.text("maps", piece.id, ("scenario",), journey.scenario, tr("How does the journey begin?"))
    goal = context.text("maps", piece.id, ("goal",), journey.goal, tr("What does the visitor want to reach?"))
    into.section(tr("How it begins"), scenario)
    into.section(tr("What the visitor wants"), goal)
    into.section("", column(*_facts(context), spacing=look.px(5)))
    into.section(
        "", column(*folded(context, "world", tr("Traffic and time"), partial(_world, context)), spacing=look.px(5))
    )
    into.section(tr("Who travels"), _personas(context))
    into.section(tr("Maps in this project"), _maps(context))
    _findings(context, into)
    into.section(tr("Sources"), source_list(context))
    if piece.opportunities:
        into.section("", column(*folded(context, "formula", tr("Scoring formula"), partial(_formula, context))))


def _first_steps(context: Context) -> QLayout:
    """What can be done with a map without cards."""
    look = context.look
    can = tr("Click a cell and type. Enter makes the next card, Tab goes to the next stage.")
    then = tr("Name the map and its stages, write down how it begins, and add the people who travel.")
    add = button(look, tr("Add people"), partial(context.show_persona, ""), icon="users", name="add-people")
    return column(label(can, wrap=True), label(then, "note", wrap=True), 4, row(add, None), spacing=look.px(6))


def _facts(context: Context) -> Rows:
    piece, look = context.piece, context.look
    journey, key = piece.map, piece.id
    week = journey.world.visitors_per_week
    month = tr("{count} a month", count=number(round(week.value * MONTH_IN_WEEKS, -2), 0))
    weekly = Unit(lambda value: tr("{count} a week", count=number(value, 0)), _first_number)
    organisation = context.line("maps", key, ("organisation",), journey.organisation, tr("Whose journey is it?"))
    currency = context.line("maps", key, ("currency",), journey.currency, tr("Currency"))
    rows: Rows = [
        fact(look, tr("Organisation"), organisation),
        choice_row(context, tr("Journey"), "maps", key, "maturity", list(group("maturity").items()), journey.maturity),
        fact(look, tr("Currency"), currency),
        parameter_row(context, tr("Visitors"), Place("maps", key, ("world", "visitors_per_week")), week, weekly),
        fact(look, "", label(month, "note")),
        parameter_row(context, tr("Margin"), Place("maps", key, ("world", "margin")), journey.world.margin, SHARE),
        fact(look, tr("On the map"), _counts(piece)),
        switch(
            look,
            tr("a column for every touchpoint"),
            journey.wide,
            context.keep("maps", key, ("wide",), "choice"),
            "wide",
        ),
    ]
    return rows


def _first_number(words: str) -> float:
    """29,000 a week is 29,000."""
    return typed_amount(words.strip().split(" ")[0] if words.strip()[:1].isdigit() else words, 0)


def _world(context: Context) -> Rows:
    """The figures of the simulation that are seldom touched."""
    piece, look = context.piece, context.look
    world, key = piece.map.world, piece.id

    def place(field: str) -> Place:
        return Place("maps", key, ("world", field))

    def plain(field: str, says: str, low: float, high: float, unit: Unit = NUMBER, *, whole: bool = False) -> QLayout:
        def keep(value: float | None) -> None:
            kept: Any = int(value or 0) if whole else value
            context.document.set("maps", key, ("world", field), kept, "number")

        def read(words: str) -> float:
            value = unit.read(words)
            typed_amount(str(value), low, high) if whole else None
            return float(round(value)) if whole else value

        made = number_field(look, f"world.{field}", says, getattr(world, field), Unit(unit.write, read), keep)
        return fact(look, says, made)

    zone = context.line("maps", key, ("world", "time_zone"), world.time_zone, tr("Time zone"))
    days = Unit(lambda value: plural("{count} day", "{count} days", value, count=NUMBER.write(value)), _first_number)
    return [
        plain("horizon_days", tr("Followed"), 1, 730, days),
        plain("max_visits", tr("Visits at most"), 1, 100, COUNT, whole=True),
        parameter_row(context, tr("Leaves at once"), place("bounce"), world.bounce, SHARE),
        parameter_row(context, tr("One page only"), place("bounce_rate"), world.bounce_rate, SHARE, optional=True,
                      placeholder=tr("not known")),
        parameter_row(context, tr("Desktop over phone"), place("desktop_over_phone"), world.desktop_over_phone, NUMBER),
        parameter_row(context, tr("Returning over new"), place("returning_over_new"), world.returning_over_new, NUMBER),
        plain("after_weeks", tr("Weeks of repeat purchase"), 0, 520),
        parameter_row(context, tr("Days to deliver"), place("delivery_days"), world.delivery_days, NUMBER),
        plain("forget_days", tr("Interest halves in"), 0.01, 3650, days),
        parameter_row(context, tr("Pull of progress"), place("history_weight"), world.history_weight, NUMBER),
        parameter_row(
            context, tr("Repeat by satisfaction"), place("loyalty_by_satisfaction"),
            world.loyalty_by_satisfaction, NUMBER,
        ),
        fact(look, tr("Time zone"), zone),
        *_channel_costs(context),
    ]  # fmt: skip


def _channel_costs(context: Context) -> Rows:
    """What a visit through a channel costs: a row for each that costs anything, and one to add."""
    piece, look = context.piece, context.look
    costs = piece.map.world.channel_costs

    def keep(channel: str, value: float | None) -> None:
        changed = costs.without(channel) if value is None else costs.set(channel, Parameter(value=value))
        context.document.set("maps", piece.id, ("world", "channel_costs"), changed, "number")

    rows: Rows = [label(tr("What a visit costs, by channel. Emptied, it costs nothing."), "note", wrap=True)]
    unit = money_in(piece.map.currency)
    for channel, cost in costs.items():
        what = name("channel", channel)
        field = number_field(look, f"cost-{channel}", what, cost.value, unit, partial(keep, channel), optional=True)
        rows.append(fact(look, what, field, cost.kind, cost.note))
    free: list[tuple[Any, str]] = [("", tr("add a channel…"))]
    free += [(one, said) for one, said in group("channel").items() if one not in costs]
    add = Choice(
        look, tr("Add a channel"), free, "", lambda one: keep(one, 0.0) if one else None, object_name="add-cost"
    )
    return [*rows, fact(look, "", add)]


def _counts(piece: MapSlice) -> str:
    stages, cards = len(piece.stages), len(piece.touchpoints)
    return ", ".join(
        (
            plural("{count} stage", "{count} stages", stages, count=stages),
            plural("{count} touchpoint", "{count} touchpoints", cards, count=cards),
            plural("{count} pain point", "{count} pain points", len(piece.pains), count=len(piece.pains)),
        )
    )


def _personas(context: Context) -> QLayout:
    """Each with a share of the visitors that can be typed over; and who could join."""
    piece, look = context.piece, context.look
    slots, total = persona_slots(piece), sum(piece.map.personas.values()) or 1.0
    rows: Rows = []

    def weigh(key: str, share: float | None) -> None:
        """The others keep their proportions, so that this one has the share that was typed."""
        others = total - piece.map.personas[key]
        if share is not None and others > 0 and share < 1:
            weight = round(others * share / (1 - share), 6)
            context.document.set("maps", piece.id, ("personas", key), weight, "number")

    for key, persona in piece.personas.items():
        share = piece.map.personas.get(key, 0.0) / total
        made = LinkRow(
            look, persona.name, "" if len(piece.personas) > 1 else percent(share, 0),
            partial(context.show_persona, key), persona=persona, slot=slots[key], height=36,
            picture=picture_of(context.document.project, persona),
        )  # fmt: skip
        made.setObjectName(f"persona-{key}")
        if len(piece.personas) == 1:
            rows.append(made)
            continue
        says = tr("Share of {name}", name=persona.name)
        field = number_field(
            look, f"weight-{key}", says, share, Unit(lambda one: percent(one, 0), SHARE.read), partial(weigh, key)
        )
        field.setFixedWidth(look.px(56))
        rows.append(row(made, field, spacing=look.px(4)))
    rows += people_on_map(context)
    return column(*rows, spacing=2) if rows else column(label(tr("Nobody yet."), "note"))


def _maps(context: Context) -> QLayout:
    project = context.document.project
    rows: list[QWidget] = []
    for key in in_order(project.maps):
        cards = sum(1 for point in project.touchpoints.values() if point.map == key)
        made = LinkRow(
            context.look,
            project.maps[key].title,
            plural("{count} touchpoint", "{count} touchpoints", cards, count=cards),
            partial(context.document.show_map, key),
            icon="map-trifold",
            current=key == context.piece.id,
        )
        made.setObjectName(f"map-{key}")
        rows.append(made)
    return first_few(context, "more-maps", rows, 6)


def _findings(context: Context, into: Column) -> None:
    from maps.soundness import findings

    found = [one for one in findings(context.piece) if one.severity != "note"]
    if found:
        lines: Rows = [label(spoken(one), "note", wrap=True) for one in found]
        into.section(tr("Look at"), first_few(context, "more-findings", lines, _FEW, spacing=context.look.px(6)))


def _formula(context: Context) -> Rows:
    """The formula of all opportunities that have none of their own."""
    journey = context.piece.map
    field = formula_field(context, "maps", context.piece.id, journey.formula, DEFAULT)
    return [field, label(formula_help(), "small", wrap=True)]
