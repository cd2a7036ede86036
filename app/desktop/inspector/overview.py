"""The map itself in the inspector, when nothing is selected: what it is about, who travels, which maps there are."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from PySide6.QtCore import QRectF
from PySide6.QtGui import QPainter
from PySide6.QtWidgets import QLayout, QWidget

from app.actions.answer import MONTH_IN_WEEKS
from app.desktop.chrome import draw
from app.desktop.chrome.basics import Pressable, button, column, label, row
from app.desktop.icons import paint_icon
from app.desktop.inspector.context import Column, Context
from app.desktop.inspector.head import head
from app.desktop.inspector.rows import fact
from app.desktop.look import Look
from app.desktop.paint.avatar import paint_avatar
from app.project.builders import in_order
from app.words import duration, name, number, percent, plural, sentence, tr
from maps.layout.context import persona_slots
from maps.model import MapSlice
from personas.model import Persona


class LinkRow(Pressable):
    """A row of a list that leads somewhere: an icon or a face, a name, a grey note at the right."""

    def __init__(
        self,
        look: Look,
        words: str,
        note: str,
        act: Callable[[], object],
        *,
        icon: str = "",
        persona: Persona | None = None,
        slot: int = 0,
        current: bool = False,
        height: float = 34,
    ) -> None:
        super().__init__(look, 268, height, act)
        self._words, self._note = words, note
        self._icon, self._persona, self._slot, self._current = icon, persona, slot, current
        self.setAccessibleName(f"{words} {note}".strip())
        self.setToolTip(words)

    def paint(self, painter: QPainter, width: float, height: float) -> None:
        """On the marker's wash when it is the current one, on the hover ground under the hand."""
        theme, middle = self.look.theme, height / 2
        if self._current:
            draw.bar(painter, QRectF(-2, 0, width + 4, height), theme.marker_wash, 8)
        elif self.underMouse():
            draw.bar(painter, QRectF(-2, 0, width + 4, height), theme.hover, 8)
        x = 8.0
        if self._persona is not None:
            size = height - 8
            paint_avatar(painter, QRectF(x - 4, 4, size, size), self._persona.avatar, self._slot, theme)
            x += size + 6
        elif self._icon:
            paint_icon(painter, self._icon, QRectF(x, middle - 9, 18, 18), theme.ink2)
            x += 28
        note = draw.width_of(self._note, "small")
        draw.text(painter, width - 8, middle + 4.5, self._note, "small", theme.ink2, "right")
        role = "body_strong" if self._current else "body_value"
        draw.text(painter, x, middle + 4.5, draw.elided(self._words, role, width - x - note - 20), role, theme.ink)


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
    into.section("", _facts(context))
    into.section(tr("Who travels"), _personas(context))
    into.section(tr("Maps in this project"), _maps(context))
    _findings(context, into)


def _first_steps(context: Context) -> QLayout:
    """What can be done with a map without cards, and what cannot yet."""
    look = context.look
    can = tr("Name the map and its stages, write down how it begins, and add the people who travel.")
    cannot = tr("Cards and links cannot be drawn in this version yet. To see a full map, open the kettle.")
    add = button(look, tr("Add people"), partial(context.show_persona, ""), icon="users", name="add-people")
    return column(label(can, wrap=True), label(cannot, "note", wrap=True), 4, row(add, None), spacing=look.px(6))


def _facts(context: Context) -> QLayout:
    piece, look = context.piece, context.look
    world = piece.map.world
    week = world.visitors_per_week
    rows = [
        fact(look, tr("Visitors"), tr("{count} a week", count=number(week.value, 0)), week.kind, week.note),
        fact(look, "", tr("{count} a month", count=number(round(week.value * MONTH_IN_WEEKS, -2), 0))),
        fact(look, tr("Followed"), duration(world.horizon_days * 86400)),
        fact(look, tr("Margin"), percent(world.margin.value), world.margin.kind, world.margin.note),
        fact(look, tr("On the map"), _counts(piece)),
    ]
    return column(*rows, spacing=look.px(7))


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
    piece = context.piece
    slots, total = persona_slots(piece), sum(piece.map.personas.values()) or 1.0
    rows: list[QWidget] = []
    for key, persona in piece.personas.items():
        share = piece.map.personas.get(key, 0.0) / total
        made = LinkRow(
            context.look,
            persona.name,
            percent(share, 0),
            partial(context.show_persona, key),
            persona=persona,
            slot=slots[key],
            height=36,
        )
        made.setObjectName(f"persona-{key}")
        rows.append(made)
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
    return column(*rows, spacing=2)


def _findings(context: Context, into: Column) -> None:
    from maps.soundness import findings

    found = [one for one in findings(context.piece) if one.severity != "note"]
    if found:
        lines = [label(sentence(one), "note", wrap=True) for one in found[:6]]
        rest = len(found) - len(lines)
        if rest > 0:
            lines.append(label(plural("{count} more", "{count} more", rest, count=rest), "small"))
        into.section(tr("Look at"), column(*lines, spacing=context.look.px(6)))
