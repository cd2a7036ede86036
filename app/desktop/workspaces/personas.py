"""The personas workspace: who is on the map and who ships with Footfall at the left, one person's sheet beside it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import partial

from PySide6.QtCore import QRectF, Qt, Signal
from PySide6.QtGui import QColor, QPainter, QPen, QResizeEvent
from PySide6.QtWidgets import QFrame, QGridLayout, QHBoxLayout, QVBoxLayout, QWidget

from app.desktop.chrome import draw
from app.desktop.chrome.basics import (
    Elided,
    Painted,
    Pressable,
    column,
    empty,
    hairline,
    icon_button,
    label,
    panel,
    row,
    scrolled,
)
from app.desktop.document import Document
from app.desktop.look import Look
from app.desktop.paint.avatar import paint_avatar
from app.desktop.workspaces.traits import Shares, TraitRow, shown_traits
from app.project.builders import in_order
from app.project.examples import add_library_persona
from app.project.history import Notice
from app.words import language, name, percent, tr
from maps.layout.context import persona_slots
from personas.library.reader import library_keys, library_persona
from personas.model import Persona
from personas.problems import FootfallError
from personas.provenance import Parameter

_LEFT, _RIGHT, _NARROW = 296, 400, 1060


class Portrait(Painted):
    """A drawn portrait in its outline."""

    def __init__(self, look: Look, persona: Persona, slot: int, size: float) -> None:
        super().__init__(look, size, size)
        self.setFixedWidth(look.px(size))
        self._persona, self._slot = persona, slot
        self.setAccessibleName(persona.name)

    def paint(self, painter: QPainter, width: float, height: float) -> None:
        """The avatar fills the square."""
        paint_avatar(painter, QRectF(0, 0, width, height), self._persona.avatar, self._slot, self.look.theme)


class PersonRow(Pressable):
    """A row of the gallery; the chosen one on the marker's wash with an ink edge."""

    def __init__(
        self,
        look: Look,
        persona: Persona,
        slot: int,
        share: str,
        act: Callable[[], object] | None,
        *,
        chosen: bool,
        under: str = "",
    ) -> None:
        super().__init__(look, 260, 64, act)
        self._persona, self._slot, self._share, self._chosen = persona, slot, share, chosen
        self._under = under or persona.role
        self.setAccessibleName(f"{persona.name}, {self._under}")
        self.setToolTip(persona.role)

    def paint(self, painter: QPainter, width: float, height: float) -> None:
        """Portrait, name over role, share."""
        theme = self.look.theme
        if self._chosen:
            painter.setPen(QPen(QColor(theme.ink), 2))
            painter.setBrush(QColor(theme.marker_wash))
            painter.drawRoundedRect(QRectF(1, 1, width - 2, height - 2), 12, 12)
        elif self._act is not None and self.underMouse():
            draw.bar(painter, QRectF(0, 0, width, height), theme.hover, 12)
        paint_avatar(painter, QRectF(10, 8, 48, 48), self._persona.avatar, self._slot, theme)
        room = width - 70 - 12 - draw.width_of(self._share, "body_strong") - 8
        draw.text(painter, 70, 28, draw.elided(self._persona.name, "body_strong", room), "body_strong", theme.ink)
        draw.text(painter, 70, 46, draw.elided(self._under, "small", room), "small", theme.ink2)
        draw.text(painter, width - 12, height / 2 + 4.5, self._share, "body_strong", theme.ink, "right")


class PersonasPage(QWidget):
    """Gallery and sheet. Signals: `problem` with an exception to say."""

    problem = Signal(object)

    def __init__(self, look: Look, document: Document, shown: str = "", parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._look, self._document = look, document
        self._shown, self._narrow = shown, False
        self._box = QHBoxLayout(self)
        self._box.setContentsMargins(0, 0, 0, 0)
        self._box.setSpacing(0)
        document.changed.connect(self._noticed)
        document.map_changed.connect(self._fill)
        self._fill()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Where three columns do not stand beside one another, the behaviour comes below the sheet."""
        super().resizeEvent(event)
        narrow = self.width() < self._look.px(_NARROW)
        if narrow != self._narrow:
            self._narrow = narrow
            self._fill()

    def _noticed(self, notice: Notice) -> None:
        if any(line.table in ("personas", "maps") for line in notice.touched):
            self._fill()

    @property
    def shown(self) -> str:
        """The persona whose sheet is shown; empty when there is none."""
        return self._shown

    def show_persona(self, persona: str) -> None:
        """Show somebody's sheet."""
        self._shown = persona
        self._fill()

    def _everybody(self) -> dict[str, Persona]:
        """The personas of the map first, then the others of the project."""
        piece, project = self._document.piece, self._document.project
        own = dict(piece.personas) if piece is not None else {}
        return own | {key: project.personas[key] for key in in_order(project.personas) if key not in own}

    def _slots(self) -> dict[str, int]:
        piece = self._document.piece
        slots = persona_slots(piece) if piece is not None else {}
        return {key: slots.get(key, persona.colour) for key, persona in self._everybody().items()}

    def _fill(self) -> None:
        empty(self._box)
        people, slots = self._everybody(), self._slots()
        if self._shown not in people:
            self._shown = next(iter(people), "")
        self._box.addWidget(self._gallery(people, slots))
        if self._shown:
            someone = people[self._shown]
            others = {slots[key]: other for key, other in people.items() if key != self._shown}
            sheet = self._sheet(someone, slots[self._shown])
            traits = self._behaviour(someone, slots[self._shown], others, beside=not self._narrow)
            if self._narrow:
                self._box.addWidget(scrolled(panel(column(sheet, traits, None, spacing=0), role="surface")), 1)
            else:
                self._box.addWidget(scrolled(sheet), 3)
                self._box.addWidget(traits, 2)
        else:
            words = label(tr("Nobody yet. Add somebody from the library."), "note")
            self._box.addWidget(panel(column(None, words, None, margins=(40, 0, 40, 0)), role="surface"), 1)

    def _gallery(self, people: Mapping[str, Persona], slots: Mapping[str, int]) -> QFrame:
        look, piece = self._look, self._document.piece
        box = column(spacing=look.px(4), margins=(look.px(16), look.px(18), look.px(16), look.px(12)))
        weights = piece.map.personas if piece is not None else {}
        hidden = piece.map.hidden_personas if piece is not None else {}
        total = sum(weights.values()) or 1.0
        here, elsewhere = [key for key in people if key in weights], False
        for key in [*here, *(key for key in people if key not in weights)]:
            persona = people[key]
            if here and key == here[0]:
                box.addWidget(label(tr("On this map"), "strong"))
            elif key not in weights and not elsewhere:
                elsewhere = True
                box.addWidget(label(tr("Elsewhere in this project"), "strong"))
            share = percent(weights[key] / total, 0) if key in weights else ""
            under = tr("Hidden on the map") if key in hidden else ""
            made = PersonRow(
                look,
                persona,
                slots[key],
                share,
                partial(self.show_persona, key),
                chosen=key == self._shown,
                under=under,
            )
            made.setObjectName(f"person-{key}")
            box.addWidget(made)
        library = [key for key in library_keys() if key not in {persona.library for persona in people.values()}]
        if library and piece is not None:
            box.addSpacing(look.px(12))
            box.addWidget(label(tr("In the library"), "strong"))
            for index, key in enumerate(library):
                box.addLayout(self._shipped(key, len(people) + index))
        box.addStretch(1)
        made_panel = panel(box, name="sidebar")
        made_panel.setFixedWidth(look.px(_LEFT))
        return made_panel

    def _shipped(self, key: str, taken: int) -> QHBoxLayout:
        persona = library_persona(key, language()).persona
        plus = icon_button(self._look, "plus", tr("Add {name} to this map", name=persona.name), partial(self._add, key))
        plus.setObjectName(f"add-{key}")
        return row(PersonRow(self._look, persona, max(taken, persona.colour), "", None, chosen=False), plus, spacing=0)

    def _add(self, key: str) -> None:
        piece = self._document.piece
        if piece is None:
            return
        try:
            self._document.edit(add_library_persona(self._document.project, key, language(), piece.id))
        except FootfallError as error:
            self.problem.emit(error)

    def _sheet(self, persona: Persona, slot: int) -> QFrame:
        look = self._look
        who = [str(persona.age) if persona.age is not None else "", persona.place, persona.occupation]
        facts = label("  ·  ".join(part for part in who if part), "note", wrap=True)
        head = column(
            label(persona.name, "name", wrap=True), label(persona.role, "stage", wrap=True), facts, spacing=look.px(3)
        )
        if persona.quote:
            head.addSpacing(look.px(8))
            head.addWidget(label(f"“{persona.quote}”", "sentence", wrap=True))
        head.addStretch(1)
        box = column(spacing=look.px(18), margins=(look.px(40), look.px(32), look.px(40), look.px(32)))
        top = row(spacing=look.px(28))
        top.addWidget(Portrait(look, persona, slot, 148), 0, Qt.AlignmentFlag.AlignTop)
        top.addLayout(head, 1)
        box.addLayout(top)
        for left, right in self._pairs(persona):
            box.addWidget(hairline())
            box.addLayout(self._pair(left, right))
        box.addWidget(hairline())
        box.addLayout(self._arrival(persona, slot))
        box.addStretch(1)
        return panel(box, role="surface")

    def _pairs(self, persona: Persona) -> list[tuple[tuple[str, str], tuple[str, str]]]:
        """Headings and texts, two by two; empty ones are left out."""
        parts = [
            (tr("Story"), persona.biography),
            (tr("Online"), persona.online),
            (tr("Goals"), _lines(persona.goals)),
            (tr("Challenges"), _lines(persona.challenges)),
            (tr("Values"), _lines(persona.values)),
            (tr("Worries"), _lines(persona.fears)),
            (tr("What sets them going"), _lines(persona.motivations)),
            (tr("Interests"), _lines(persona.interests)),
            (tr("Home"), persona.household),
            (tr("Income and education"), "\n".join(x for x in (persona.income, persona.education) if x)),
        ]
        kept = [part for part in parts if part[1]]
        return [(kept[i], kept[i + 1] if i + 1 < len(kept) else ("", "")) for i in range(0, len(kept), 2)]

    def _pair(self, left: tuple[str, str], right: tuple[str, str]) -> QGridLayout:
        grid = QGridLayout()
        grid.setHorizontalSpacing(self._look.px(32))
        grid.setVerticalSpacing(self._look.px(6))
        for place, (heading, words) in enumerate((left, right)):
            grid.addWidget(label(heading, "heading"), 0, place)
            grid.addWidget(label(words, wrap=True), 1, place, Qt.AlignmentFlag.AlignTop)
            grid.setColumnStretch(place, 1)
        return grid

    def _arrival(self, persona: Persona, slot: int) -> QHBoxLayout:
        look = self._look
        made = row(spacing=look.px(32))
        for heading, rows in (
            (
                tr("Where they come from"),
                {name("channel", key): share for key, share in persona.traits.channels.items()},
            ),
            (tr("On what"), {name("device", key): share for key, share in persona.traits.devices.items()}),
        ):
            made.addLayout(self._shares(heading, rows, slot), 1)
        return made

    def _shares(self, heading: str, rows: Mapping[str, Parameter], slot: int) -> QVBoxLayout:
        inside: QWidget = Shares(self._look, rows, slot) if rows else label(tr("As everybody on this map."), "note")
        return column(label(heading, "heading"), inside, None, spacing=self._look.px(6))

    def _behaviour(self, persona: Persona, slot: int, others: Mapping[int, Persona], *, beside: bool) -> QFrame:
        look, side = self._look, 24 if beside else 40
        note = tr("beside {names}", names=", ".join(other.name for other in others.values())) if others else ""
        head = row(label(tr("How they behave"), "heading"))
        head.addWidget(Elided(note, "small"), 1)
        box: QVBoxLayout = column(
            head,
            8, spacing=look.px(4), margins=(look.px(side), look.px(20), look.px(side), look.px(20)),
        )  # fmt: skip
        for plan in shown_traits():
            box.addWidget(TraitRow(look, plan, persona, slot, others))
        box.addStretch(1)
        if not beside:
            return panel(box, role="surface")
        inside = QWidget()
        inside.setLayout(box)
        made = panel(column(scrolled(inside)), name="inspector")
        made.setMinimumWidth(look.px(_RIGHT - 110))
        made.setMaximumWidth(look.px(_RIGHT))
        return made


def _lines(words: Mapping[str, str]) -> str:
    return "\n".join(words.values())
