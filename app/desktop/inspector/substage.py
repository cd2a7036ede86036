"""The sub-journey of a stage in the inspector: the way in, and what it says of the stage."""

from __future__ import annotations

from PySide6.QtCore import QPointF
from PySide6.QtGui import QPainter
from PySide6.QtWidgets import QLayout, QWidget

from app.desktop.chrome import draw
from app.desktop.chrome.basics import Painted, button, column, label
from app.desktop.inspector.context import Column, Context
from app.desktop.look import Look
from app.desktop.paint.people import paint_face
from app.desktop.panels.outline_rows import feeling_words
from app.project.rollup import RollUp, roll_up
from app.project.subjourneys import new_sub_journey
from app.words import language, money, number, plural, tr
from personas.problems import FootfallError


class MeanFeeling(Painted):
    """A persona's face with her name and how she feels on average."""

    def __init__(self, look: Look, name: str, value: float, slot: int) -> None:
        super().__init__(look, 240, 26)
        self._name, self._value, self._slot = name, value, slot
        self._words = f"{feeling_words(value)}  {number(value, 1, signed=True)}"
        self.setAccessibleName(f"{name}: {self._words}")

    def paint(self, painter: QPainter, width: float, height: float) -> None:
        """Face, name, and the figure at the right."""
        theme = self.look.theme
        paint_face(painter, QPointF(10, height / 2), 9, self._value, self._slot, theme)
        draw.text(painter, width, height / 2 + 4.5, self._words, "body_value", theme.ink, "right")
        room = width - 40 - draw.width_of(self._words, "body_value")
        draw.text(painter, 28, height / 2 + 4.5, draw.elided(self._name, "body", room), "body", theme.ink2)


def sub_journey_section(context: Context, into: Column, key: str) -> None:
    """The map this stage opens, what it adds up to, and the way in; else the way to make one."""
    look, document = context.look, context.document
    found = roll_up(document.project, key, context.prices)
    if found is None:

        def begin() -> None:
            try:
                made = new_sub_journey(document.project, key, language())
                document.edit(made.edit)
            except FootfallError as error:
                context.say(error)
                return
            document.show_map(made.map)

        words = label(tr("A stage can open a map of its own, with its own stages."), "note", wrap=True)
        new = button(look, tr("New sub-journey"), begin, icon="sign-in", name="new-sub-journey")
        into.section(tr("Sub-journey"), column(words, new, spacing=look.px(8)))
        return
    go = button(look, found.title or tr("Untitled"), lambda: document.show_map(found.map), icon="sign-in", name="go-in")
    go.setToolTip(tr("Go into the sub-journey") + "  " + tr("Alt+Right"))
    rows: list[QWidget | QLayout] = [go, label(_size(found), "note", wrap=True)]
    slots = document.slots()
    for persona, value in found.feelings.items():
        if persona in context.document.project.personas:
            who = context.document.project.personas[persona].name
            rows.append(MeanFeeling(look, who, value, slots.get(persona, 0)))
    if found.pains:
        rows.append(label(_pains(context, found), wrap=True))
    into.section(tr("Sub-journey"), column(*rows, spacing=look.px(6)))


def _size(found: RollUp) -> str:
    stages = plural("{count} stage", "{count} stages", found.stages, count=number(found.stages))
    points = plural("{count} touchpoint", "{count} touchpoints", found.touchpoints, count=number(found.touchpoints))
    return f"{stages}, {points}"


def _pains(context: Context, found: RollUp) -> str:
    """How many pain points there are, and the dearest: with its price once they are priced."""
    many = plural("{count} pain point", "{count} pain points", found.pains, count=number(found.pains))
    card = context.document.project.cards.get(found.worst)
    if card is None:
        return many
    words = " ".join(card.text.split())
    if found.cost is not None:
        currency = context.piece.map.currency
        return tr("{many}, the dearest: {words}, {cost} a month", many=many, words=words,
                  cost=money(-found.cost, currency, 0))  # fmt: skip
    return tr("{many}, the gravest: {words}", many=many, words=words)
