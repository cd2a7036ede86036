"""Several things selected: how many, what they are, and what can be done to all of them at once."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from functools import partial

from PySide6.QtWidgets import QLayout, QWidget

from app.desktop.chrome.basics import button, column, label, row
from app.desktop.chrome.switch import switch
from app.desktop.document import Selection
from app.desktop.inspector.context import Column, Context
from app.desktop.inspector.fields import ColourDots
from app.desktop.inspector.folds import first_few
from app.desktop.inspector.head import head
from app.desktop.inspector.linkrow import LinkRow
from app.desktop.inspector.sources import title_of
from app.project.edits import Edit
from app.project.mapping.cards import remove_items, set_colour, set_personas
from app.words import plural, tr
from personas.problems import FootfallError

_COUNTED: dict[str, Callable[[int], str]] = {
    "cards": lambda count: plural("{count} card", "{count} cards", count, count=count),
    "touchpoints": lambda count: plural("{count} touchpoint", "{count} touchpoints", count, count=count),
    "stages": lambda count: plural("{count} stage", "{count} stages", count, count=count),
    "lanes": lambda count: plural("{count} lane", "{count} lanes", count, count=count),
    "links": lambda count: plural("{count} link", "{count} links", count, count=count),
}


def real(context: Context) -> tuple[Selection, ...]:
    """What is selected and there, feelings and empty cells left out; each record once."""
    piece = context.piece
    found = {
        (one.table, one.record): one
        for one in context.document.chosen
        if not one.lane and one.table in _COUNTED and one.record in getattr(piece, one.table)
    }
    return tuple(found.values())


def many_sections(context: Context, into: Column, chosen: tuple[Selection, ...]) -> None:
    """Fill the column."""
    look = context.look
    count = len(chosen)
    title = label(plural("{count} selected", "{count} selected", count, count=count), "heading", wrap=True)
    kinds = Counter(one.table for one in chosen)
    under = ", ".join(words(kinds[table]) for table, words in _COUNTED.items() if table in kinds)
    into.section("", head(look, "selection-all", title, under))
    rows: list[QLayout | QWidget] = [
        LinkRow(look, title_of(context, one.table, one.record), "", partial(context.document.select, one))
        for one in chosen
    ]
    into.section("", first_few(context, "more-chosen", rows, 5))
    items = tuple((one.table, one.record) for one in chosen)
    coloured = tuple(item for item in items if item[0] in ("cards", "stages"))
    if coloured:
        colours = {getattr(context.document.project, table)[key].colour for table, key in coloured}
        shared = colours.pop() if len(colours) == 1 else "mixed"
        act = partial(_do, context, lambda colour: set_colour(context.document.project, coloured, colour))
        into.section(tr("Colour"), ColourDots(look, shared, act, "bulk-colour"))
    cards = tuple(item for item in items if item[0] == "cards")
    if cards and context.piece.personas:
        into.section(tr("Whose"), column(*_whose(context, cards), spacing=look.px(4)))
    away = partial(_do, context, lambda _none: remove_items(context.document.project, items), "")
    into.section("", row(button(look, tr("Remove"), away, icon="trash", name="remove-many"), None))


def _do(context: Context, make: Callable[[str], Edit], value: str) -> None:
    try:
        context.document.edit(make(value))
    except FootfallError as error:
        context.say(error)


def _whose(context: Context, cards: tuple[tuple[str, str], ...]) -> list[QLayout | QWidget]:
    """Give all of them to the same people; ticked is who has all of them."""
    rows = context.document.project.cards
    common = [key for key in context.piece.personas if all(key in rows[card].personas for _table, card in cards)]

    def keep(persona: str, on: bool) -> None:
        wanted = [one for one in context.piece.personas if (on if one == persona else one in common)]
        _do(context, lambda _none: set_personas(context.document.project, cards, wanted), "")

    made: list[QLayout | QWidget] = [
        switch(context.look, someone.name, key in common, partial(keep, key), f"bulk-whose-{key}")
        for key, someone in context.piece.personas.items()
    ]
    if not all(set(rows[card].personas) == set(common) for _table, card in cards):
        made.insert(
            0, label(tr("They are not all of the same people. A tick gives all of them the same."), "small", wrap=True)
        )
    return made
