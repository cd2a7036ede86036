"""A persona of the shipped library, to be read before she is taken in."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QGridLayout, QWidget

from app.desktop.chrome.basics import button, column, hairline, label, row
from app.desktop.people.context import People
from app.desktop.people.portrait import Portrait
from app.desktop.people.scales import sections
from app.project.people_lists import LISTS, lines
from app.words import name, tr
from maps.layout.context import PEOPLE_SLOTS
from personas.library.reader import library_persona, library_title
from personas.model import Persona, Traits, trait
from personas.records import Language


def field_title(field: str) -> str:
    """What a field of a persona is called on every sheet."""
    return {
        "role": tr("Role"), "quote": tr("Quote"), "biography": tr("Story"), "age": tr("Age"), "household": tr("Home"),
        "occupation": tr("Work"), "place": tr("Place"), "income": tr("Income"), "education": tr("Education"),
        "online": tr("Online"), "goals": tr("Goals"), "challenges": tr("Challenges"), "values": tr("Values"),
        "fears": tr("Worries"), "motivations": tr("What sets them going"), "interests": tr("Interests"),
        "channels": tr("Where they come from"), "devices": tr("On what"), "visit goals": tr("What they come for"),
        "susceptibility": tr("What they listen to"),
    }[field]  # fmt: skip


class LibrarySheet(QWidget):
    """Somebody of the library: face, words, and what the traits say."""

    def __init__(self, people: People, key: str, tongue: Language, add: Callable[[], object]) -> None:
        super().__init__()
        look = people.look
        shipped = library_persona(key, tongue)
        persona = shipped.persona
        self.setProperty("role", "surface")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        face = Portrait(look, 132)
        face.show_person(persona, persona.colour % PEOPLE_SLOTS, None)
        words = tr("Add to this map") if people.map_id else tr("Add to this project")
        take = button(look, words, add, icon="plus", name="take-shipped")
        note = tr("From the library. Add {name} to change anything.", name=persona.name)
        who = [str(persona.age) if persona.age is not None else "", persona.place, persona.occupation]
        head = column(
            label(library_title(key, tongue), "name", wrap=True),
            label(persona.role, "stage", wrap=True),
            label("  ·  ".join(part for part in who if part), "note", wrap=True),
            6, label(f"“{persona.quote}”", "sentence", wrap=True), 8, row(take, None), label(note, "small", wrap=True),
            spacing=look.px(4),
        )  # fmt: skip
        top = row(spacing=look.px(26))
        top.addWidget(face, 0, Qt.AlignmentFlag.AlignTop)
        top.addLayout(head, 1)
        box = column(top, spacing=look.px(16), margins=(look.px(36), look.px(28), look.px(32), look.px(40)))
        for left, right in _pairs(persona):
            box.addWidget(hairline())
            box.addLayout(_pair(look.px(30), look.px(4), left, right))
        box.addWidget(hairline())
        box.addLayout(_behaviour(people, persona))
        box.addStretch(1)
        self.setLayout(box)


def _pairs(persona: Persona) -> list[tuple[tuple[str, str], tuple[str, str]]]:
    parts = [(field_title("biography"), persona.biography), (field_title("online"), persona.online)]
    parts += [(field_title(field), "\n".join(text for _, text in lines(persona, field))) for field in LISTS]
    kept = [part for part in parts if part[1]]
    return [(kept[i], kept[i + 1] if i + 1 < len(kept) else ("", "")) for i in range(0, len(kept), 2)]


def _pair(across: int, down: int, left: tuple[str, str], right: tuple[str, str]) -> QGridLayout:
    grid = QGridLayout()
    grid.setHorizontalSpacing(across)
    grid.setVerticalSpacing(down)
    for place, (heading, words) in enumerate((left, right)):
        grid.addWidget(label(heading, "heading"), 0, place)
        grid.addWidget(label(words, wrap=True), 1, place, Qt.AlignmentFlag.AlignTop)
        grid.setColumnStretch(place, 1)
    return grid


def _behaviour(people: People, persona: Persona) -> QGridLayout:
    """The traits that differ from the average, in words."""
    grid = QGridLayout()
    grid.setHorizontalSpacing(people.look.px(16))
    grid.setVerticalSpacing(people.look.px(6))
    grid.addWidget(label(tr("How they behave"), "heading"), 0, 0, 1, 2)
    place = 1
    plain = Persona(name="", traits=Traits())
    for section in sections(people.currency):
        for scale in section.scales:
            value = trait(persona, scale.key).value
            if section.key == "spread" or value == trait(plain, scale.key).value:
                continue
            grid.addWidget(label(name("trait", scale.key), "label", wrap=True), place, 0, Qt.AlignmentFlag.AlignTop)
            grid.addWidget(label(f"{scale.words(value)}  ({scale.figure(value)})", wrap=True), place, 1)
            place += 1
    grid.setColumnStretch(1, 1)
    return grid
