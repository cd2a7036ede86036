"""Groups of numbers in a sheet: where somebody comes from, on what, what for, and what she listens to."""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import partial

from PySide6.QtWidgets import QMenu, QVBoxLayout, QWidget

from app.desktop.chrome.basics import button, empty, label, row
from app.desktop.people.bars import ShareBar, Stick
from app.desktop.people.context import People
from app.desktop.people.details import Held
from app.desktop.people.fields import Line
from app.desktop.people.scales import Scale, factor_scale, share_scale
from app.desktop.people.slide import Slide
from app.desktop.people.traits import Drawer, hand_of
from app.project.edits import Edit
from app.project.model import Project
from app.project.traits import bounds, made_whole, set_entry
from app.words import group, name, percent, tr
from app.words.names import Group
from personas.provenance import Parameter, assumed

_NAMES: dict[str, Group] = {
    "channels": "channel", "devices": "device", "goals": "visit goal", "susceptibility": "technique",
}  # fmt: skip
_NOT_A_CHANNEL = {"all", "web"}


class GroupField(QWidget):
    """The entries of one group, each a bar to be dragged, and a way to add another."""

    def __init__(self, people: People, key: str, what: str, drawer: Drawer, nothing: str) -> None:
        super().__init__()
        self._people, self._key, self._what, self._drawer = people, key, what, drawer
        self._kind = _NAMES[what]
        self._rows: dict[str, Slide] = {}
        self.setObjectName(f"group-{what}")
        look = people.look
        box = QVBoxLayout(self)
        box.setContentsMargins(0, 0, 0, 0)
        box.setSpacing(look.px(2))
        self._none = label(nothing, "note", wrap=True)
        self._box = QVBoxLayout()
        self._box.setSpacing(0)
        self._holder = QWidget()
        self._holder.setLayout(self._box)
        self._box.setContentsMargins(0, 0, 0, 0)
        self._sum = label("", "small")
        self._whole = button(look, tr("Make it 100%"), self._make_whole, role="quiet", name=f"whole-{what}")
        self._more = button(look, tr("Add"), self._choose, icon="plus", role="quiet", name=f"add-{what}")
        self._typed = Line("", tr("What is this channel called?"), self._own)
        self._typed.setObjectName("own-channel")
        self._typed.hide()
        for part in (self._none, self._holder, self._typed):
            box.addWidget(part)
        box.addLayout(row(self._more, None, self._sum, self._whole, spacing=look.px(4)))

    def _entries(self, key: str) -> Mapping[str, Parameter]:
        rows: Mapping[str, Parameter] = getattr(self._people.person(key).traits, self._what)
        return rows

    def _order(self) -> list[str]:
        """Entries in the natural order of their kind, the team's own behind them."""
        known = list(group(self._kind))
        rows = self._entries(self._key)
        return sorted(rows, key=lambda one: (known.index(one) if one in known else len(known), one))

    def show_now(self, others: tuple[str, ...]) -> None:
        """The entries as they are now."""
        people = self._people
        order, rows = self._order(), self._entries(self._key)
        if order != list(self._rows):
            self._fill(order)
        slot = people.slot(self._key)
        for entry, shown in self._rows.items():
            beside = tuple(
                (people.slot(other), one.value) for other in others if (one := self._entries(other).get(entry))
            )
            shown.show_value(rows[entry], slot, beside)
        self._none.setVisible(not rows)
        self._holder.setVisible(bool(rows))
        self._more.setVisible(bool(self._missing()) or self._what == "channels")
        total = sum(one.value for one in rows.values())
        whole = self._what == "susceptibility" or not rows or abs(total - 1.0) < 0.005
        self._sum.setVisible(not whole)
        self._whole.setVisible(not whole and total > 0)
        self._sum.setText(tr("adds up to {share}", share=percent(total, 0)))

    def _fill(self, order: list[str]) -> None:
        self._drawer.close()
        held = next((entry for entry, shown in self._rows.items() if shown.hasFocus()), "")
        empty(self._box)
        self._rows = {entry: self._row(entry) for entry in order}
        for shown in self._rows.values():
            self._box.addWidget(shown)
        if held in self._rows:
            self._rows[held].setFocus()

    def _row(self, entry: str) -> Slide:
        people, key, what = self._people, self._key, self._what

        def get(project: Project) -> Parameter:
            found: Parameter = getattr(project.personas[key].traits, what)[entry]
            return found

        held = Held(
            get,
            lambda project, value: set_entry(project, key, what, entry, value),
            None,
            lambda project: set_entry(project, key, what, entry, None),
        )
        scale: Scale = factor_scale() if what == "susceptibility" else share_scale()
        shown: Slide
        hand = hand_of(
            people, held, scale, bounds(what), lambda: self._drawer.toggle(f"{what} {entry}", shown, held),
            f"trait {key} {what} {entry}",
        )  # fmt: skip
        kind = Stick if what == "susceptibility" else ShareBar
        shown = kind(people.look, f"{what}-{entry}", _capital(name(self._kind, entry)), scale, hand)
        return shown

    def _missing(self) -> dict[str, str]:
        rows = self._entries(self._key)
        return {
            entry: words
            for entry, words in group(self._kind).items()
            if entry not in rows and not (self._what == "channels" and entry in _NOT_A_CHANNEL)
        }

    def menu(self) -> QMenu:
        """What can be added."""
        menu = QMenu(self)
        for entry, words in self._missing().items():
            menu.addAction(_capital(words)).triggered.connect(partial(self._add, entry))
        if self._what == "channels":
            menu.addSeparator()
            menu.addAction(tr("Another channel…")).triggered.connect(self._ask)
        return menu

    def _choose(self) -> None:
        self.menu().popup(self._more.mapToGlobal(self._more.rect().bottomLeft()))

    def _ask(self) -> None:
        self._typed.show()
        self._typed.setFocus()

    def _own(self, words: str) -> bool:
        """A channel of the team's own: its name becomes its key."""
        entry = re.sub(r"[^a-z0-9]+", "-", words.casefold()).strip("-")[:40]
        if not entry:
            return True
        if not entry[0].isalpha():
            entry = f"c-{entry}"[:40]
        done = entry in self._entries(self._key) or self._add(entry)
        if done:
            self._typed.show_words("")
            self._typed.setText("")
            self._typed.hide()
        return done

    def _add(self, entry: str, _checked: bool = False) -> bool:
        rows = self._entries(self._key)
        left = max(0.0, 1.0 - sum(one.value for one in rows.values()))
        value = 1.0 if self._what == "susceptibility" else round(left, 4) or 0.1
        made: Parameter = assumed(value)
        return self._people.do(lambda project: _added(project, self._key, self._what, entry, made))

    def _make_whole(self) -> None:
        self._people.do(lambda project: made_whole(project, self._key, self._what))


def _added(project: Project, key: str, what: str, entry: str, value: Parameter) -> Edit:
    return set_entry(project, key, what, entry, value)


def _capital(words: str) -> str:
    return words[:1].upper() + words[1:]
