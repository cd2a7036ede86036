"""The portrait: as it is shown, and put together by hand or taken from a file. Nothing is guessed from a name."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QImage, QPainter, QPen
from PySide6.QtWidgets import QGridLayout, QVBoxLayout, QWidget

from app.desktop.chrome import draw
from app.desktop.chrome.basics import Painted, Pressable, button, column, empty, icon_button, label, row
from app.desktop.look import Look
from app.desktop.own_colours import typed_colour
from app.desktop.paint.avatar import paint_avatar
from app.desktop.paint.people import paint_outline
from app.desktop.paint.portrait import paint_portrait
from app.desktop.people.context import People
from app.desktop.people.fields import Line
from app.desktop.theme import LIGHT
from app.project.builders import set_field
from app.project.edits import Edit, compose
from app.project.model import Project
from app.project.people import set_portrait
from app.words import group, mark_in, tr, tr_in
from personas.model import Avatar, Persona
from personas.problems import FootfallError

_Choices = list[tuple[str, dict[str, int]]]
_STYLES = (
    mark_in("hair", "long"), mark_in("hair", "short"), mark_in("hair", "in a bun"), mark_in("hair", "with a fringe"),
    mark_in("hair", "curls"), mark_in("hair", "at the sides"), mark_in("hair", "a ponytail"),
    mark_in("hair", "cropped"),
)  # fmt: skip
_COLOURS = (
    mark_in("hair", "chestnut"), mark_in("hair", "blond"), mark_in("hair", "black"), mark_in("hair", "copper"),
    mark_in("hair", "grey"), mark_in("hair", "brown"),
)  # fmt: skip


class Portrait(Painted):
    """A face in its outline."""

    def __init__(self, look: Look, size: float) -> None:
        super().__init__(look, size, size)
        self.setFixedWidth(look.px(size))
        self._person: tuple[Persona, int, QImage | None] | None = None

    def show_person(self, persona: Persona, slot: int, picture: QImage | None, alt: str = "") -> None:
        """Show somebody."""
        self._person = (persona, slot, picture)
        self.setAccessibleName(alt or persona.name)
        self.update()

    def paint(self, painter: QPainter, width: float, height: float) -> None:
        """The face fills the square."""
        if self._person is not None:
            persona, slot, picture = self._person
            paint_portrait(painter, QRectF(0, 0, width, height), persona, slot, self.look.theme, picture)


class PortraitButton(Pressable):
    """The portrait of a sheet: pressed, it can be changed."""

    def __init__(self, look: Look, size: float, act: Callable[[], object]) -> None:
        super().__init__(look, size, size, act)
        self.setFixedWidth(look.px(size))
        self.setObjectName("portrait")
        self._person: tuple[Persona, int, QImage | None] | None = None

    def show_person(self, persona: Persona, slot: int, picture: QImage | None) -> None:
        """Show somebody."""
        self._person = (persona, slot, picture)
        says = tr("Change the portrait of {name}", name=persona.name)
        self.setToolTip(says)
        self.setAccessibleName(says)
        self.update()

    def paint(self, painter: QPainter, width: float, height: float) -> None:
        """The face, and under the hand the word for what a press does."""
        if self._person is None:
            return
        persona, slot, picture = self._person
        theme = self.look.theme
        paint_portrait(painter, QRectF(0, 0, width, height), persona, slot, theme, picture)
        if self.underMouse() or self.hasFocus():
            words = tr("Change")
            wide = draw.width_of(words, "small_strong") + 20
            draw.bar(painter, QRectF((width - wide) / 2, height - 34, wide, 24), theme.ink, 12)
            draw.text(painter, width / 2, height - 17.5, words, "small_strong", theme.on_ink, "centre")


class Choice(Pressable):
    """One way an avatar can be, painted as it would be."""

    def __init__(
        self, look: Look, says: str, avatar: Avatar, slot: int, act: Callable[[], object], *, chosen: bool
    ) -> None:
        super().__init__(look, 42, 42, act)
        self.setFixedWidth(look.px(42))
        self._avatar, self._slot, self._chosen = avatar, slot, chosen
        self.setToolTip(says)
        self.setAccessibleName(tr("{what}, chosen", what=says) if chosen else says)

    def paint(self, painter: QPainter, width: float, height: float) -> None:
        """The chosen one on the marker's wash with an ink edge."""
        theme = self.look.theme
        if self._chosen:
            painter.setPen(QPen(QColor(theme.ink), 2))
            painter.setBrush(QColor(theme.marker_wash))
            painter.drawRoundedRect(QRectF(1, 1, width - 2, height - 2), 10, 10)
        elif self.underMouse():
            draw.bar(painter, QRectF(0, 0, width, height), theme.hover, 10)
        paint_avatar(painter, QRectF(4, 4, width - 8, height - 8), self._avatar, self._slot, theme)


class PortraitMaker(QWidget):
    """All choices of an avatar, and the picture from a file. Every press is one step and seen at once."""

    def __init__(self, people: People, key: str, close: Callable[[], object], *, tight: bool) -> None:
        super().__init__()
        self._people, self._key, self._shown, self._tight = people, key, None, tight
        look = people.look
        self.setObjectName("portrait-maker")
        box = QVBoxLayout(self)
        box.setContentsMargins(0, 0, 0, 0)
        box.setSpacing(look.px(10))
        done = icon_button(look, "x", tr("Close the portrait"), close)
        done.setObjectName("portrait-done")
        box.addLayout(row(label(tr("Portrait"), "heading"), None, done))
        self._grid = QGridLayout()
        self._grid.setHorizontalSpacing(look.px(12))
        self._grid.setVerticalSpacing(look.px(6))
        self._grid.setColumnStretch(1, 1)
        self._drawn = QWidget()
        self._drawn.setLayout(self._grid)
        box.addWidget(self._drawn)
        pick = button(look, tr("Take a picture from a file…"), partial(people.act, "persona_picture"), icon="image")
        pick.setObjectName("pick-picture")
        self._none = button(look, tr("Draw the portrait instead"), self._without, role="quiet", name="no-picture")
        self._hint = label(tr("Or drop a picture on the portrait. It is kept in the project."), "note", wrap=True)
        self._alt = Line("", tr("What is to be seen on the picture?"), self._described)
        self._alt.setObjectName("picture-alt")
        box.addLayout(column(row(pick, self._none, None), self._hint, self._alt, spacing=look.px(6)))
        self.show_now()

    def show_now(self) -> None:
        """The choices as they are now."""
        people = self._people
        persona, slot = people.person(self._key), people.slot(self._key)
        pictured = persona.portrait in people.project.images
        self._drawn.setVisible(not pictured)
        self._none.setVisible(pictured)
        self._alt.setVisible(pictured)
        if pictured:
            self._alt.show_words(people.project.images[persona.portrait or ""].alt)
        state = (persona.avatar, slot)
        if state != self._shown:
            self._shown = state
            self._fill(persona.avatar, slot)

    _shown: tuple[Avatar, int] | None

    def _fill(self, avatar: Avatar, slot: int) -> None:
        held_name = next((one.objectName() for one in self.findChildren(Choice) if one.hasFocus()), "")
        empty(self._grid)
        skins: _Choices = [(tr("skin tone {count}", count=i + 1), {"skin": i}) for i in range(6)]
        styles: _Choices = [(tr_in("hair", words), {"hair": i, "scarf": False}) for i, words in enumerate(_STYLES)]
        tints: _Choices = [
            (tr_in("hair", words), {"hair_colour": i, "scarf": False}) for i, words in enumerate(_COLOURS)
        ]
        more: _Choices = [
            (tr("glasses"), {"glasses": not avatar.glasses}),
            (tr("beard"), {"beard": not avatar.beard}),
            (tr("scarf"), {"scarf": not avatar.scarf}),
        ]
        rows: tuple[tuple[str, _Choices], ...] = (
            (tr("Skin"), skins), (tr("Hair"), styles), (tr("Hair colour"), tints), (tr("With"), more),
        )  # fmt: skip
        for place, (title, choices) in enumerate(rows):
            line = row(spacing=self._people.look.px(2))
            for index, (says, changes) in enumerate(choices):
                made = self._choice(f"{title}: {says}", avatar, slot, dict(changes), toggle=choices is more)
                made.setObjectName(f"avatar-{next(iter(changes))}-{index}")
                line.addWidget(made)
            line.addStretch(1)
            self._grid.addWidget(label(title, "label"), 2 * place, 0)
            self._grid.addLayout(line, 2 * place + self._tight, 0 if self._tight else 1, 1, 2 if self._tight else 1)
        again = self.findChild(Choice, held_name) if held_name else None
        if again is not None:
            again.setFocus(Qt.FocusReason.OtherFocusReason)

    def _choice(self, says: str, avatar: Avatar, slot: int, changes: dict[str, int], *, toggle: bool) -> Choice:
        """One choice: painted as the portrait would be with it; of what is put on or off, as it is with it on."""
        key = next(iter(changes))
        wanted = Avatar.model_validate({**avatar.model_dump(), **changes})
        shown = wanted.model_copy(update={key: True}) if toggle else wanted
        chosen = bool(getattr(avatar, key)) if toggle else getattr(avatar, key) == changes[key]
        chosen = chosen and not (not toggle and key != "skin" and avatar.scarf)
        return Choice(self._people.look, says, shown, slot, partial(self._take, wanted), chosen=chosen)

    def _take(self, avatar: Avatar) -> None:
        self._people.do(lambda project: set_field(project, "personas", self._key, ("avatar",), avatar, "portrait"))

    def _without(self) -> None:
        self._people.do(lambda project: set_portrait(project, self._key, None))

    def _described(self, words: str) -> bool:
        image = self._people.person(self._key).portrait or ""
        return self._people.do(lambda project: set_field(project, "images", image, ("alt",), words, "text"))


class ColourPicker(QWidget):
    """The six colours with their outlines, the chosen one ringed."""

    def __init__(self, people: People, key: str) -> None:
        super().__init__()
        self._people, self._key, self._slot = people, key, -1
        self._row = row(spacing=people.look.px(2))
        such = LIGHT.person(1).colour
        self._own = Line("", tr("A colour of your own, such as {colour}", colour=such), self._keep_own)
        self._own.setObjectName("own-colour")
        self._own.setPlaceholderText(tr("Own: {colour}", colour=such))
        self._own.setFixedWidth(people.look.px(104))
        self.setLayout(row(self._holder(), self._own, None, spacing=people.look.px(6)))
        self.show_now()

    def _holder(self) -> QWidget:
        made = QWidget()
        made.setLayout(self._row)
        return made

    def _keep_own(self, words: str) -> bool:
        """A colour of the team's own, when it can be seen; empty: the slot's."""
        try:
            colour = typed_colour(words)
        except FootfallError as error:
            self._people.say(error)
            return False
        return self._people.do(
            lambda project: set_field(project, "personas", self._key, ("own_colour",), colour, "colour")
        )

    def show_now(self) -> None:
        """The colour as it is now."""
        self._own.show_words(self._people.person(self._key).own_colour)
        slot = self._people.slot(self._key)
        if slot == self._slot:
            return
        held = any(one.hasFocus() for one in self.findChildren(Pressable))
        self._slot = slot
        empty(self._row)
        for index, words in enumerate(group("persona colour").values()):
            chosen = index == slot % 6
            made = _Slot(self._people.look, words, index, partial(self._take, index), chosen=chosen)
            made.setObjectName(f"colour-{index}")
            self._row.addWidget(made)
            if held and chosen:
                made.setFocus()

    def _take(self, slot: int) -> None:
        """Take a colour; who had it on this map gets the one that comes free."""
        slots = self._people.document.slots()
        other = next((key for key, taken in slots.items() if taken == slot and key != self._key), "")
        own = self._people.slot(self._key) % 6

        def made(project: Project) -> Edit:
            edits = [set_field(project, "personas", self._key, ("colour",), slot, "colour")]
            if other:
                edits.append(set_field(project, "personas", other, ("colour",), own, "colour"))
            return compose(edits, "colour")

        self._people.do(made)


class _Slot(Pressable):
    """One colour in its outline."""

    def __init__(self, look: Look, says: str, slot: int, act: Callable[[], object], *, chosen: bool) -> None:
        super().__init__(look, 30, 30, act)
        self.setFixedWidth(look.px(30))
        self._slot, self._chosen = slot, chosen
        self.setToolTip(says)
        self.setAccessibleName(tr("{what}, chosen", what=says) if chosen else says)

    def paint(self, painter: QPainter, width: float, height: float) -> None:
        """The outline; the chosen one ringed."""
        theme = self.look.theme
        if self._chosen:
            painter.setPen(QPen(QColor(theme.ink), 2))
            painter.setBrush(QColor(theme.marker_wash))
            painter.drawRoundedRect(QRectF(1, 1, width - 2, height - 2), 8, 8)
        elif self.underMouse():
            draw.bar(painter, QRectF(0, 0, width, height), theme.hover, 8)
        paint_outline(painter, QPointF(width / 2, height / 2), 8.5, self._slot, theme)
