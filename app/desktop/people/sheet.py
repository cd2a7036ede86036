"""One person's sheet: every field edited in place. Made once for a persona and shown anew after every change."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QBoxLayout, QGridLayout, QLayout, QSizePolicy, QVBoxLayout, QWidget

from app.desktop.chrome.basics import Elided, button, column, hairline, label, row
from app.desktop.people.context import People
from app.desktop.people.fields import Line, Lock, SourceField, block_field
from app.desktop.people.groups import GroupField
from app.desktop.people.lists import ListField
from app.desktop.people.portrait import ColourPicker, PortraitButton, PortraitMaker
from app.desktop.people.traits import Drawer
from app.project.builders import set_field
from app.project.people import put_on_map, set_share, share_of, take_off_map
from app.words import percent, tr
from app.words.typed import typed_number, typed_share
from personas.problems import FootfallError
from personas.records import Evidence

_ONE_COLUMN = 560


class Sheet(QWidget):
    """The sheet of one persona. `tight`: the portrait stands above the name and not beside it."""

    def __init__(
        self,
        people: People,
        key: str,
        *,
        tight: bool,
        portrait_open: bool,
        portrait_toggled: Callable[[bool], object],
    ) -> None:
        super().__init__()
        self._people, self.key, self._toggled, self._tight = people, key, portrait_toggled, tight
        self._refresh: list[Callable[[], object]] = []
        self._groups: list[GroupField] = []
        self._maker: PortraitMaker | None = None
        self._pairs: list[QBoxLayout] = []
        look = people.look
        self.setProperty("role", "surface")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.drawer = Drawer(people)
        self._box = column(spacing=look.px(16), margins=(look.px(36), look.px(20), look.px(32), look.px(40)))
        self.setLayout(self._box)
        self._box.addLayout(self._head())
        self._place = QVBoxLayout()
        self._box.addLayout(self._place)
        for part in (self._facts(), *self._lists(), self._stories(), *self._numbers(), self._basis()):
            self._box.addWidget(hairline())
            self._box.addLayout(part)
        self._box.addStretch(1)
        if portrait_open:
            self.toggle_portrait()

    # ---- parts -----------------------------------------------------------------------------------------------

    def _head(self) -> QLayout:
        people, key, look = self._people, self.key, self._people.look
        face = PortraitButton(look, 132, self.toggle_portrait)
        self._refresh.append(lambda: face.show_person(people.person(key), people.slot(key), people.picture(key)))
        name = block_field(people, key, "name", tr("What are they called?"), style="name")
        role = block_field(people, key, "role", tr("Who are they, in a few words?"), style="role")
        quote = block_field(people, key, "quote", tr("What would they say, in one sentence?"), style="quote")
        for field, block in (("name", name), ("role", role), ("quote", quote)):
            self._refresh.append(partial(self._words, block.show_words, field))
        colours = ColourPicker(people, key)
        self._refresh.append(colours.show_now)
        words = column(name, role, quote, 4, self._on_map(), colours, None, spacing=look.px(2))
        made: QBoxLayout = column(spacing=look.px(8)) if self._tight else row(spacing=look.px(26))
        made.addWidget(face, 0, Qt.AlignmentFlag.AlignTop)
        made.addLayout(words, 1)
        return made

    def _words(self, show: Callable[[str], object], field: str) -> None:
        show(getattr(self._people.person(self.key), field))

    def _on_map(self) -> QLayout:
        """Which part of the visitors of the map that is shown, and putting on and taking off."""
        people, key = self._people, self.key
        share = Line("", tr("Share of visitors"), self._set_share)
        share.setObjectName("persona-share")
        share.setFixedWidth(people.look.px(64))
        after = Elided(tr("of the visitors"), "note")
        after.setSizePolicy(QSizePolicy.Policy.Maximum, QSizePolicy.Policy.Fixed)
        off = button(people.look, tr("Take off this map"), self._off, role="quiet", name="persona-off")
        on = button(people.look, tr("Put on this map"), self._on, icon="plus", name="persona-on")

        def show() -> None:
            piece = people.document.piece
            here = piece is not None and key in piece.map.personas
            for part in (share, after, off):
                part.setVisible(here)
            on.setVisible(piece is not None and not here)
            if piece is not None:
                part_of = share_of(people.project, piece.id, key)
                share.show_words(percent(part_of, 0 if abs(part_of * 100 - round(part_of * 100)) < 0.05 else 1))
                share.setReadOnly(len(piece.map.personas) < 2)

        self._refresh.append(show)
        return row(share, after, off, on, None, spacing=people.look.px(6))

    def _set_share(self, words: str) -> bool:
        map_id = self._people.map_id
        try:
            part = typed_share(words)
        except FootfallError as error:
            self._people.say(error)
            return False
        return map_id is not None and self._people.do(lambda project: set_share(project, map_id, self.key, part))

    def _on(self) -> None:
        map_id = self._people.map_id
        if map_id is not None:
            self._people.do(lambda project: put_on_map(project, map_id, self.key))

    def _off(self) -> None:
        map_id = self._people.map_id
        if map_id is not None:
            self._people.do(lambda project: take_off_map(project, map_id, self.key))

    def _facts(self) -> QLayout:
        """Age, place, household, occupation, income, education: each with the lock of what is sensitive."""
        people, look = self._people, self._people.look
        age = Line("", tr("Age in years"), self._set_age)
        age.setObjectName("persona-age")

        def show_age() -> None:
            years = people.person(self.key).age
            age.show_words("" if years is None else str(years))

        self._refresh.append(show_age)
        fields: list[tuple[str, str, QWidget]] = [("age", tr("Age"), age)]
        for field, title, asks in (
            ("place", tr("Place"), tr("Where do they live?")),
            ("occupation", tr("Work"), tr("What do they do?")),
            ("household", tr("Home"), tr("With whom, and how?")),
            ("income", tr("Income"), tr("In words is enough")),
            ("education", tr("Education"), tr("What did they learn?")),
        ):
            made = block_field(people, self.key, field, asks)
            self._refresh.append(partial(self._words, made.show_words, field))
            fields.append((field, title, made))
        grid = QGridLayout()
        grid.setHorizontalSpacing(look.px(8))
        grid.setVerticalSpacing(look.px(4))
        for place, (field, title, shown) in enumerate(fields):
            across, down = (place % 2) * 4, place // 2
            name = label(title, "label")
            name.setBuddy(shown)
            top = Qt.AlignmentFlag.AlignTop
            name.setContentsMargins(0, look.px(4), 0, 0)
            grid.addWidget(name, down, across, top)
            grid.addWidget(shown, down, across + 1, top)
            grid.addWidget(self._lock(field, title), down, across + 2, top)
            if across == 0:
                grid.setColumnMinimumWidth(3, look.px(14))
        grid.setColumnStretch(1, 1)
        grid.setColumnStretch(5, 1)
        why = tr("A closed lock marks what is sensitive, such as income, health or belief: no rule and no segment may "
                 "use it to choose what somebody sees.")  # fmt: skip
        return column(label(tr("Who they are"), "heading"), grid, label(why, "small", wrap=True), spacing=look.px(6))

    def _set_age(self, words: str) -> bool:
        try:
            years = round(typed_number(words)) if words else None
        except FootfallError as error:
            self._people.say(error)
            return False
        return self._people.do(lambda project: set_field(project, "personas", self.key, ("age",), years, "number"))

    def _lock(self, field: str, what: str) -> Lock:
        made = Lock(self._people, self.key, field, what)
        self._refresh.append(made.show_state)
        return made

    def _pair(self, left: QLayout, right: QLayout) -> QLayout:
        """Two parts beside one another; below one another where the sheet is narrow."""
        made = row(spacing=self._people.look.px(30))
        for part in (left, right):
            holder = QWidget()
            holder.setLayout(part)
            made.addWidget(holder, 1, Qt.AlignmentFlag.AlignTop)
        self._pairs.append(made)
        return made

    def _lists(self) -> list[QLayout]:
        people = self._people
        titles = {
            "goals": (tr("Goals"), tr("What do they want?")),
            "challenges": (tr("Challenges"), tr("What stands in the way?")),
            "values": (tr("Values"), tr("What do they hold dear?")),
            "fears": (tr("Worries"), tr("What are they afraid of?")),
            "motivations": (tr("What sets them going"), tr("What moves them?")),
            "interests": (tr("Interests"), tr("What do they like?")),
        }
        parts: dict[str, QLayout] = {}
        for field, (title, asks) in titles.items():
            made = ListField(people, self.key, field, asks)
            self._refresh.append(made.show_lines)
            head = row(label(title, "heading"), None, self._lock(field, title))
            parts[field] = column(head, made, None, spacing=0)
        return [
            self._pair(parts["goals"], parts["challenges"]),
            self._pair(parts["values"], parts["fears"]),
            self._pair(parts["motivations"], parts["interests"]),
        ]

    def _stories(self) -> QLayout:
        people, parts = self._people, []
        for field, title, asks in (
            ("biography", tr("Story"), tr("Who is this, and what is the day like?")),
            ("online", tr("Online"), tr("Where do they look, on what, and how do they search?")),
        ):
            made = block_field(people, self.key, field, asks, most=20_000)
            self._refresh.append(partial(self._words, made.show_words, field))
            heading = label(title, "heading")
            heading.setContentsMargins(people.look.px(6), 0, 0, 0)  # over the words, which have room for their edge
            parts.append(column(row(heading, None, self._lock(field, title)), made, None, spacing=0))
        return self._pair(parts[0], parts[1])

    def _numbers(self) -> list[QLayout]:
        """Where they come from, on what, and what for: groups of shares."""
        everybody = tr("As everybody on this map.")
        parts = []
        for what, title, nothing in (
            ("channels", tr("Where they come from"), everybody),
            ("devices", tr("On what"), everybody),
            ("goals", tr("What they come for"), tr("As visitors usually do.")),
        ):
            made = GroupField(self._people, self.key, what, self.drawer, nothing)
            self._groups.append(made)
            parts.append(column(label(title, "heading"), made, None, spacing=self._people.look.px(6)))
        return [self._pair(parts[0], column(parts[1], 14, parts[2], None, spacing=0))]

    def _basis(self) -> QLayout:
        people, key = self._people, self.key
        kind: Evidence = "assumed"
        made = SourceField(
            people, tr("What this persona rests on"), lambda: people.person(key).source,
            lambda project, source: set_field(project, "personas", key, ("source",), source, "evidence"),
            lambda: kind,
        )  # fmt: skip
        made.picker.setObjectName("persona-source")
        self._refresh.append(made.show_source)
        return column(label(tr("What this persona rests on"), "heading"), made, spacing=people.look.px(6))

    # ---- showing ---------------------------------------------------------------------------------------------

    def toggle_portrait(self) -> None:
        """Open the choices of the portrait below the head, or close them."""
        if self._maker is not None:
            made, self._maker = self._maker, None
            made.hide()
            made.setParent(None)
            made.deleteLater()
        else:
            self._maker = PortraitMaker(self._people, self.key, self.toggle_portrait, tight=self._tight)
            self._place.addWidget(self._maker)
            self._maker.show()
        self._toggled(self._maker is not None)

    def show_now(self, others: tuple[str, ...]) -> None:
        """The persona as she is now."""
        for refresh in self._refresh:
            refresh()
        for group in self._groups:
            group.show_now(others)
        if self._maker is not None:
            self._maker.show_now()
        self.drawer.show_now()

    def resizeEvent(self, event: object) -> None:
        """Where two parts do not stand beside one another, they stand below one another."""
        super().resizeEvent(event)  # type: ignore[arg-type]  # Qt hands a resize event
        narrow = self.width() < self._people.look.px(_ONE_COLUMN)
        wanted = QBoxLayout.Direction.TopToBottom if narrow else QBoxLayout.Direction.LeftToRight
        for pair in self._pairs:
            if pair.direction() != wanted:
                pair.setDirection(wanted)
