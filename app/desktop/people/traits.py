"""How somebody behaves: every trait as a slider with its words, in sections, with what each number rests on."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from PySide6.QtWidgets import QVBoxLayout, QWidget

from app.desktop.chrome.basics import column, label
from app.desktop.people.context import People
from app.desktop.people.details import Details, Held
from app.desktop.people.fields import Disclosure
from app.desktop.people.scales import Scale, sections
from app.desktop.people.slide import Hand, Slide, TraitSlider
from app.project.edits import Edit
from app.project.model import Project
from app.project.traits import bounds, set_trait, slid, usual, with_value
from app.words import tr
from personas.model import trait
from personas.problems import FootfallError
from personas.provenance import Parameter

_FOLDED = ("spread",)


def hand_of(
    people: People,
    held: Held,
    scale: Scale,
    within: tuple[float, float],
    details: Callable[[], object],
    merge: str,
) -> Hand:
    """What a slide does to one number of a persona."""
    start: list[Parameter] = []

    def begin() -> None:
        people.begin()
        start[:] = [held.get(people.project)]

    def move(value: float, step: bool) -> None:
        def made(project: Project) -> Edit:
            old = held.get(project) if step or not start else start[0]
            return held.put(project, slid(old, value, within, log=scale.log))

        people.do(made, merge=merge if step else "")

    def end() -> None:
        start.clear()
        people.end("trait")

    def bail() -> None:
        start.clear()
        people.bail()

    def typed(text: str) -> bool:
        try:
            value = scale.read(text)
            if not within[0] <= value <= within[1]:
                low, high = scale.figure(within[0]), scale.figure(min(within[1], max(scale.high, 1e3)))
                raise FootfallError(tr("It lies between {low} and {high}.", low=low, high=high))
        except FootfallError as error:
            people.say(error)
            return False
        return people.do(lambda project: held.put(project, with_value(held.get(project), value)))

    def reset() -> None:
        known, remove = held.usual, held.remove
        if known is not None:
            people.do(lambda project: held.put(project, known))
        elif remove is not None:
            people.do(remove)

    return Hand(begin, move, end, bail, typed, reset, details)


class Drawer:
    """One drawer of details at a time, in a column of sliders: below the slider whose sign was pressed."""

    def __init__(self, people: People) -> None:
        self._people = people
        self._open: tuple[str, Details] | None = None

    def toggle(self, key: str, below: Slide, held: Held) -> None:
        """Open the details of a number, or close them."""
        was = self._open[0] if self._open else ""
        self.close()
        if was == key:
            return
        made = Details(self._people, below.scale, held, below.what)
        holder = below.parentWidget()
        box = holder.layout() if holder is not None else None
        if isinstance(box, QVBoxLayout):
            box.insertWidget(box.indexOf(below) + 1, made)
            made.show()
            self._open = (key, made)

    def close(self) -> None:
        """Put the details away."""
        if self._open is not None:
            made = self._open[1]
            self._open = None
            made.hide()
            made.setParent(None)
            made.deleteLater()

    def show_now(self) -> None:
        """The details as they are now."""
        if self._open is not None:
            self._open[1].show_now()


class Traits(QWidget):
    """The sliders of one persona. `folded` says which sections are closed, and is changed here."""

    def __init__(self, people: People, key: str, drawer: Drawer, folded: set[str]) -> None:
        super().__init__()
        self._people, self._key, self._drawer = people, key, drawer
        self._sliders: dict[str, TraitSlider] = {}
        look = people.look
        box = QVBoxLayout(self)
        box.setContentsMargins(0, 0, 0, 0)
        box.setSpacing(look.px(14))
        for section in sections(people.currency):
            inside = QWidget()
            rows = column(spacing=look.px(6))
            for scale in section.scales:
                slider = self._slider(scale)
                rows.addWidget(slider)
            inside.setLayout(rows)
            head = label(section.title, "heading")
            part = Disclosure(look, head, inside, says=section.title, is_open=section.key not in folded)
            part.arrow.setObjectName(f"fold-{section.key}")
            part.opened.connect(partial(_fold, folded, section.key))
            box.addWidget(part)

    def _slider(self, scale: Scale) -> TraitSlider:
        people, key, what = self._people, self._key, scale.key
        held = Held(
            lambda project: trait(project.personas[key], what),
            lambda project, value: set_trait(project, key, what, value),
            usual(what),
        )
        slider: TraitSlider
        hand = hand_of(
            people, held, scale, bounds(what), lambda: self._drawer.toggle(what, slider, held), f"trait {key} {what}"
        )
        slider = TraitSlider(people.look, scale, hand)
        self._sliders[what] = slider
        return slider

    def show_now(self, others: tuple[str, ...]) -> None:
        """The traits as they are now, with those of others beside them."""
        people = self._people
        person, slot = people.person(self._key), people.slot(self._key)
        for what, slider in self._sliders.items():
            beside = tuple((people.slot(other), trait(people.person(other), what).value) for other in others)
            slider.show_value(trait(person, what), slot, beside)


def first_folded() -> set[str]:
    """The sections that are closed at first."""
    return set(_FOLDED)


def _fold(folded: set[str], key: str, is_open: bool) -> None:
    (folded.discard if is_open else folded.add)(key)
