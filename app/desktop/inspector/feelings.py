"""What every persona feels at a touchpoint: its value, its note, what it rests on; shown alone, hidden, or added."""

from __future__ import annotations

from functools import partial

from PySide6.QtWidgets import QLayout, QWidget

from app.desktop.canvas.gestures.feel import set_feeling
from app.desktop.chrome.basics import button, icon_button, label, row
from app.desktop.chrome.inplace import LineField
from app.desktop.document import Document
from app.desktop.inspector.context import Column, Context
from app.desktop.inspector.grounds import Place, mark_of, opened
from app.desktop.inspector.linkrow import LinkRow
from app.desktop.inspector.rows import FeelingRow
from app.desktop.portraits import picture_of
from app.project.history import Mark
from app.project.mapping.feelings import remove_feeling
from app.project.mapping.feelings import set_feeling as with_feeling
from app.words import plural, tr
from maps.layout.context import persona_slots
from maps.model import Touchpoint
from personas.problems import FootfallError

OVERLAID = 6
"""Curves over one another that can still be told apart."""


def feelings_section(context: Context, into: Column, key: str, point: Touchpoint) -> dict[str, FeelingRow]:
    """The feelings of all personas of the map; returns their rows."""
    piece, look = context.piece, context.look
    if not piece.personas:
        return {}
    found: dict[str, FeelingRow] = {}
    parts: list[QLayout | QWidget] = []
    slots = persona_slots(piece)
    missing = []
    for persona, someone in piece.personas.items():
        feeling = point.feelings.get(persona)
        if feeling is None:
            missing.append(persona)
            continue
        made = _feeling_row(context, key, persona, someone.name, slots[persona], feeling.value)
        made.setObjectName(f"feeling-{persona}")
        found[persona] = made
        parts.append(made)
        place = Place("touchpoints", key, ("feelings", persona))
        note = _note_field(context, key, persona, feeling.note, someone.name)
        tools = _tools(context, key, persona, someone.name)
        parts.append(row(note, *tools, mark_of(context, place, feeling.kind), spacing=look.px(2)))
        if f"grounds-{place.key}" in context.opened:
            parts.append(opened(context, place, feeling))
    for persona in missing:
        words = tr("What does {name} feel here?", name=piece.personas[persona].name)
        add = button(look, words, partial(_add, context, key, persona), icon="plus", role="row", name=f"feel-{persona}")
        parts.append(add)
    parts.append(label(no_input(), "small", wrap=True))
    into.section(tr("Feeling"), *parts)
    return found


def _tools(context: Context, key: str, persona: str, who: str) -> list[QWidget]:
    """Alone, hidden, away: small buttons behind the note."""
    look = context.look
    away = icon_button(look, "x", tr("Remove the feeling of {name}", name=who), partial(_remove, context, key, persona))
    away.setObjectName(f"unfeel-{persona}")
    away.setFixedSize(look.size(22, 22))
    return [*_views(context, persona, who), away]


def _views(context: Context, persona: str, who: str) -> list[QWidget]:
    """How a persona's curve is seen: alone, or not at all."""
    look, document = context.look, context.document
    alone = document.solo == persona
    hidden = persona in context.piece.map.hidden_personas
    solo = icon_button(
        look, "user-focus-fill" if alone else "user-focus",
        tr("Show everybody again") if alone else tr("Show {name} alone", name=who),
        partial(document.show_alone, "" if alone else persona),
    )  # fmt: skip
    solo.setObjectName(f"solo-{persona}")
    veil = icon_button(
        look, "eye-slash" if hidden else "eye",
        tr("Show {name} on the map", name=who) if hidden else tr("Hide {name} on the map", name=who),
        partial(_toggle, document, persona),
    )  # fmt: skip
    veil.setObjectName(f"veil-{persona}")
    made: list[QWidget] = [solo, veil]
    for one in made:
        one.setFixedSize(look.size(22, 22))
    return made


def _toggle(document: Document, persona: str) -> None:
    document.toggle_persona(persona)


def _add(context: Context, key: str, persona: str) -> None:
    try:
        context.document.edit(with_feeling(context.document.project, key, persona, 0.0, label="add-feeling"))
    except FootfallError as error:
        context.say(error)
        return
    context.focus(f"feeling-{persona}")


def _remove(context: Context, key: str, persona: str) -> None:
    context.document.edit(remove_feeling(context.document.project, key, persona, label="remove"))


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

    return context.small_line(f"note-{persona}", words, tr("Why does {name} feel that?", name=who), keep)


def curves(context: Context) -> list[QLayout | QWidget]:
    """The curve of every persona of the map: alone, hidden or shown; and who could join."""
    piece, look = context.piece, context.look
    slots = persona_slots(piece)
    rows: list[QLayout | QWidget] = []
    for persona, someone in piece.personas.items():
        felt = sum(1 for point in piece.touchpoints.values() if persona in point.feelings)
        note = plural("{count} point", "{count} points", felt, count=felt)
        picture = picture_of(context.document.project, someone)
        lead = LinkRow(
            look, someone.name, note, partial(context.show_persona, persona), persona=someone, slot=slots[persona],
            picture=picture, height=36,
        )  # fmt: skip
        rows.append(row(lead, *_views(context, persona, someone.name), spacing=look.px(2)))
    rows += people_on_map(context)
    rows.append(label(no_input(), "small", wrap=True))
    return rows


def no_input() -> str:
    """What feelings are, and what they are not."""
    return tr("Feelings are what people told or what you saw. They are drawn; the simulation does not use them.")


def people_on_map(context: Context) -> list[QWidget]:
    """Personas of the project who are not on this map yet, each with a button; said when curves get too many."""
    project, piece = context.document.project, context.piece
    made: list[QWidget] = []
    for persona, someone in project.personas.items():
        if persona not in piece.map.personas:
            words = tr("Add {name} to this map", name=someone.name)
            act = partial(
                context.keep("maps", piece.id, ("personas", persona), "add-persona"), someone.traits.weight.value
            )
            made.append(button(context.look, words, act, icon="plus", role="row", name=f"join-{persona}"))
    shown = len(piece.map.personas) - len(piece.map.hidden_personas)
    if shown > OVERLAID:
        words = tr("More than {count} curves over one another are hard to tell apart. Hide some.", count=OVERLAID)
        made.append(label(words, "note", wrap=True))
    return made
