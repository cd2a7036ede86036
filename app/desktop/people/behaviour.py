"""The column at the right: how somebody behaves, with somebody else on the same tracks, and what she listens to."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import get_args

from PySide6.QtCore import QPointF, Qt
from PySide6.QtGui import QPainter
from PySide6.QtWidgets import QLayout, QMenu, QPushButton, QWidget

from app.desktop.chrome import draw
from app.desktop.chrome.basics import Elided, Painted, button, column, label, row
from app.desktop.look import Look
from app.desktop.paint.signs import paint_evidence
from app.desktop.people.context import People
from app.desktop.people.groups import GroupField
from app.desktop.people.traits import Drawer, Traits
from app.words import name, tr
from personas.records import Evidence


class EvidenceKey(Painted):
    """What the circles after the names mean."""

    def __init__(self, look: Look) -> None:
        super().__init__(look, 300, 24)
        self.setAccessibleName(", ".join(name("evidence", kind) for kind in get_args(Evidence)))

    def paint(self, painter: QPainter, width: float, height: float) -> None:
        """Three circles with their words."""
        del width
        x = 4.5
        for kind in get_args(Evidence):
            paint_evidence(painter, QPointF(x, height / 2), kind, self.look.theme)
            words = name("evidence", kind)
            x += 10 + draw.text(painter, x + 10, height / 2 + 4, words, "small", self.look.theme.ink2) + 16


class Behaviour(QWidget):
    """Traits and what somebody listens to. `beside` is who is shown on the same tracks; changed through `choose`."""

    def __init__(self, people: People, key: str, folded: set[str], choose: Callable[[str], object], side: int) -> None:
        super().__init__()
        self._people, self._key, self._choose = people, key, choose
        look = people.look
        self._drawer = Drawer(people)
        self._traits = Traits(people, key, self._drawer, folded)
        self._listens = GroupField(
            people,
            key,
            "susceptibility",
            self._drawer,
            tr("As everybody: no message works better or worse than usual."),
        )
        self._beside: QPushButton = button(look, "", self._ask, role="quiet", name="beside")
        how = tr("Drag a knob, or press a number to type it. Press a name to say what it rests on.")
        listens = row(label(tr("What they listen to"), "heading"))
        listens.addWidget(Elided(tr("against the average visitor"), "small"), 1)
        px = look.px
        self.setLayout(
            column(
                self._head(how),
                4, self._traits, 10, listens, self._listens, 8, EvidenceKey(look), None,
                spacing=px(4), margins=(px(side), px(16), px(side), px(24)),
            )
        )  # fmt: skip

    def _head(self, how: str) -> QLayout:
        made = row(spacing=self._people.look.px(8))
        made.addWidget(label(how, "small", wrap=True), 1)
        made.addWidget(self._beside, 0, Qt.AlignmentFlag.AlignTop)
        return made

    def _ask(self) -> None:
        self.menu().popup(self._beside.mapToGlobal(self._beside.rect().bottomLeft()))

    def menu(self) -> QMenu:
        """Who can be shown beside this person."""
        menu = QMenu(self)
        for key, person in self._people.project.personas.items():
            if key != self._key:
                menu.addAction(person.name).triggered.connect(partial(self._pick, key))
        menu.addSeparator()
        menu.addAction(tr("Nobody beside")).triggered.connect(partial(self._pick, ""))
        return menu

    def _pick(self, key: str, _checked: bool = False) -> None:
        self._choose(key)

    def show_now(self, beside: str) -> None:
        """The traits as they are now."""
        others = (beside,) if beside else ()
        self._traits.show_now(others)
        self._listens.show_now(others)
        self._drawer.show_now()
        alone = len(self._people.project.personas) < 2
        self._beside.setVisible(not alone)
        who = draw.elided(self._people.person(beside).name, "body_value", 140) if beside else ""
        words = tr("beside {name}", name=who) if beside else tr("beside nobody")
        self._beside.setText(f"{words}  ▾")
        self._beside.setAccessibleName(tr("Who is shown on the same tracks"))
