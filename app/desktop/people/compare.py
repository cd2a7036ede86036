"""Two personas side by side: what differs is marked, and every trait stands on one track with both."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QPainter
from PySide6.QtWidgets import QGridLayout, QLabel, QWidget

from app.desktop.chrome import draw
from app.desktop.chrome.basics import Painted, button, column, hairline, label, row
from app.desktop.chrome.switch import switch
from app.desktop.look import Look
from app.desktop.paint.people import paint_outline
from app.desktop.people.context import People
from app.desktop.people.library import field_title
from app.desktop.people.portrait import Portrait
from app.desktop.people.scales import Scale, factor_scale, sections, share_scale
from app.project.people_lists import LISTS, lines
from app.words import group, name, plural, tr
from app.words.names import Group
from personas.model import Persona, trait
from personas.provenance import Parameter

_TEXTS = (
    "role", "quote", "age", "place", "occupation", "household", "income", "education", "biography", "online", *LISTS,
)  # fmt: skip
_GROUPS: tuple[tuple[str, str, Group], ...] = (
    ("channels", "channels", "channel"), ("devices", "devices", "device"), ("goals", "visit goals", "visit goal"),
    ("susceptibility", "susceptibility", "technique"),
)  # fmt: skip


class Mark(Painted):
    """Whether two people differ here: a filled bar at the left, with its word as the tooltip."""

    def __init__(self, look: Look, *, differs: bool) -> None:
        super().__init__(look, 14, 18)
        self.setFixedWidth(look.px(14))
        self._differs = differs
        says = tr("Differs") if differs else tr("The same")
        self.setToolTip(says)
        self.setAccessibleName(says)

    def paint(self, painter: QPainter, width: float, height: float) -> None:
        """Two strokes with a slash through them where they differ; two faint strokes where not."""
        del width
        theme, middle = self.look.theme, height / 2
        colour = theme.ink if self._differs else theme.track
        for y in (middle - 2.5, middle + 2.5):
            draw.line(painter, 0, y, 10, y, colour, 1.6)
        if self._differs:
            draw.line(painter, 2.5, middle + 6, 7.5, middle - 6, colour, 1.6)


class Track(Painted):
    """One scale with both on it, and the way between them."""

    def __init__(self, look: Look, what: str, scale: Scale, both: tuple[tuple[int, float], ...], says: str) -> None:
        super().__init__(look, 200, 26)
        self._scale, self._both = scale, both
        self.setAccessibleName(f"{what}: {says}")
        self.setToolTip(f"{what}: {says}")

    def paint(self, painter: QPainter, width: float, height: float) -> None:
        """The track, the stretch between the two, their outlines."""
        theme, middle = self.look.theme, height / 2
        left, right = 9.0, width - 9.0
        draw.bar(painter, QRectF(left, middle - 1.5, right - left, 3), theme.track, 1.5)
        places = [left + (right - left) * self._scale.place(value) for _, value in self._both]
        if len(places) == 2:
            draw.bar(painter, QRectF(min(places), middle - 1.5, abs(places[0] - places[1]), 3), theme.ink2, 1.5)
        for index, ((slot, _value), x) in reversed(list(enumerate(zip(self._both, places, strict=True)))):
            near = index == 1 and len(places) == 2 and abs(places[0] - places[1]) < 9
            at = QPointF(x, middle + (5 if near else 0))
            draw.ring(painter, at, 9.0, theme.surface, theme.surface, 2)
            paint_outline(painter, at, 6.5, slot, theme)


class CompareSheet(QWidget):
    """Two people, field by field. `choose` asks for another at the left (0) or at the right (1)."""

    def __init__(
        self, people: People, pair: tuple[str, str], *, tight: bool, only: bool, set_only: Callable[[bool], object],
        choose: Callable[[int, QWidget], object], close: Callable[[], object],
    ) -> None:  # fmt: skip
        super().__init__()
        self._people, self._pair, self._only, self._tight = people, pair, only, tight
        look = people.look
        self.setObjectName("compare")
        self.setProperty("role", "surface")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self._grid = QGridLayout()
        self._grid.setHorizontalSpacing(look.px(16))
        self._grid.setVerticalSpacing(look.px(10))
        self._place, self._differ = 0, 0
        for column_of, stretch in ((1, 0), (2, 3), (3, 3)):
            self._grid.setColumnStretch(column_of, stretch)
        self._grid.setColumnMinimumWidth(1, look.px(76 if tight else 116))
        self._heads(choose)
        self._words()
        self._traits()
        check = switch(look, tr("Only what differs"), only, set_only, "only-differs")
        done = button(look, tr("Close"), close, icon="x", name="compare-done")
        summary = label(self._summary(), "note")
        self.setLayout(
            column(
                row(label(tr("Side by side"), "heading"), None, check, done, spacing=look.px(12)),
                summary,
                self._grid,
                None,
                spacing=look.px(16),
                margins=(look.px(32), look.px(20), look.px(32), look.px(40)),
            )
        )

    def _summary(self) -> str:
        if not self._differ:
            return tr("Nothing differs")
        return plural("{count} thing differs", "{count} things differ", self._differ, count=str(self._differ))

    def _persons(self) -> tuple[Persona, Persona]:
        return self._people.person(self._pair[0]), self._people.person(self._pair[1])

    def _heads(self, choose: Callable[[int, QWidget], object]) -> None:
        people, look = self._people, self._people.look
        for side, key in enumerate(self._pair):
            person = people.person(key)
            face = Portrait(look, 48 if self._tight else 84)
            face.show_person(person, people.slot(key), people.picture(key))
            words = "" if self._tight else tr("Another")
            pick = button(look, words, lambda: None, icon="users", role="quiet", name=f"compare-{side}")
            pick.setToolTip(tr("Another"))
            pick.setAccessibleName(tr("Compare with somebody else than {name}", name=person.name))
            pick.clicked.connect(lambda *_, side=side, at=pick: choose(side, at))
            title = label(breakable(person.name, 12), "kpi", wrap=True)
            head = row(face, column(None, title, row(pick, None), None, spacing=look.px(2)), spacing=look.px(12))
            self._grid.addLayout(head, 0, 2 + side)
        self._place = 1

    def _title(self, title: str) -> QLabel:
        made = label(breakable(title, 12) if self._tight else title, "label", wrap=True)
        made.setFixedWidth(self._people.look.px(84 if self._tight else 132))
        return made

    def _line(self, title: str, left: str, right: str, *, differs: bool) -> None:
        self._differ += differs
        if not differs and (self._only or not left):
            return
        state = "" if differs else "working"
        self._grid.addWidget(Mark(self._people.look, differs=differs), self._place, 0, Qt.AlignmentFlag.AlignTop)
        self._grid.addWidget(self._title(title), self._place, 1, Qt.AlignmentFlag.AlignTop)
        for side, words in enumerate((left, right)):
            made = label(breakable(words) or "–", wrap=True, state=state)
            self._grid.addWidget(made, self._place, 2 + side, Qt.AlignmentFlag.AlignTop)
        self._place += 1

    def _heading(self, title: str) -> None:
        self._grid.addWidget(hairline(), self._place, 0, 1, 4)
        self._grid.addWidget(label(title, "heading"), self._place + 1, 0, 1, 4)
        self._place += 2

    def _words(self) -> None:
        one, other = self._persons()
        self._heading(tr("Who they are"))
        for field in _TEXTS:
            left, right = _said(one, field), _said(other, field)
            self._line(field_title(field), left, right, differs=left != right)

    def _traits(self) -> None:
        one, other = self._persons()
        for section in sections(self._people.currency):
            rows = [(scale, trait(one, scale.key), trait(other, scale.key)) for scale in section.scales]
            shown = [line for line in rows if not self._only or line[1].value != line[2].value]
            if shown:
                self._heading(section.title)
            for scale, left, right in rows:
                self._track(name("trait", scale.key), scale, left, right)
        for what, title, kind in _GROUPS:
            self._group(title, kind, getattr(one.traits, what), getattr(other.traits, what))

    def _group(self, title: str, kind: Group, one: Mapping[str, Parameter], other: Mapping[str, Parameter]) -> None:
        keys = [key for key in group(kind) if key in one or key in other]
        keys += sorted(key for key in {*one, *other} if key not in keys)
        scale = factor_scale() if title == "susceptibility" else share_scale()
        rows = [(key, one.get(key), other.get(key)) for key in keys]
        if any(not self._only or _value(left) != _value(right) for _, left, right in rows):
            self._heading(field_title(title))
        for key, left, right in rows:
            words = name(kind, key)
            self._track(words[:1].upper() + words[1:], scale, left, right)

    def _track(self, title: str, scale: Scale, left: Parameter | None, right: Parameter | None) -> None:
        """One line: the figures of both, and one track with both."""
        differs = _value(left) != _value(right)
        self._differ += differs
        if self._only and not differs:
            return
        look, people = self._people.look, self._people
        self._grid.addWidget(Mark(look, differs=differs), self._place, 0)
        self._grid.addWidget(self._title(title), self._place, 1)
        figures = [scale.figure(one.value) if one is not None else "–" for one in (left, right)]
        both = tuple(
            (people.slot(key), one.value) for key, one in zip(self._pair, (left, right), strict=True) if one is not None
        )
        names = [person.name for person in self._persons()]
        says = ", ".join(f"{who} {figure}" for who, figure in zip(names, figures, strict=True))
        inside = QGridLayout()
        inside.setHorizontalSpacing(look.px(10))
        for place, (figure, side) in enumerate(zip(figures, ("right", "left"), strict=True)):
            made = label(figure, "strong" if differs else "", state="" if differs else "working")
            made.setMinimumWidth(look.px(68))
            right_side = Qt.AlignmentFlag.AlignRight if side == "right" else Qt.AlignmentFlag.AlignLeft
            made.setAlignment(right_side | Qt.AlignmentFlag.AlignVCenter)
            inside.addWidget(made, 0, place * 2)
        inside.addWidget(Track(look, title, scale, both, says), 0, 1)
        inside.setColumnStretch(1, 1)
        self._grid.addLayout(inside, self._place, 2, 1, 2)
        self._place += 1


def breakable(words: str, longest: int = 20) -> str:
    """The text with invisible places to break in words that are longer than a line may be."""
    return re.sub(rf"\S{{{longest}}}(?=\S)", lambda found: f"{found.group()}\u200b", words)


def _value(one: Parameter | None) -> float | None:
    return None if one is None else one.value


def _said(persona: Persona, field: str) -> str:
    if field in LISTS:
        return "\n".join(text for _, text in lines(persona, field))
    value = getattr(persona, field)
    return "" if value is None else str(value)
