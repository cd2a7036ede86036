"""The gallery: who is on the map, who else is in the project, who ships with Footfall, and the ways to get another."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import lru_cache, partial

from PySide6.QtCore import QPoint, Qt, Signal
from PySide6.QtGui import QDragEnterEvent, QDragLeaveEvent, QDragMoveEvent, QDropEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLineEdit, QVBoxLayout, QWidget

from app.desktop.chrome.basics import button, column, empty, icon_button, label, panel, row, scrolled
from app.desktop.people.context import People
from app.desktop.people.rows import PERSON, PersonRow, Row
from app.project.builders import in_order
from app.project.people import move_persona, share_of
from app.words import language, percent, tr
from maps.layout.context import PEOPLE_SLOTS
from personas.library.reader import library_keys, library_persona, library_title
from personas.model import Persona
from personas.records import Language

_WIDE = 296
_MANY = 9


class Gallery(QFrame):
    """The column at the left.

    Signals: `chosen` with a persona's id; `library_chosen` with a key of what ships; `wanted` with an action; `menu`
    with a persona's id and a place; `asked` with an action and a persona's id.
    """

    chosen = Signal(str)
    library_chosen = Signal(str)
    menu = Signal(str, QPoint)
    asked = Signal(str, str)

    def __init__(self, people: People, act: Callable[[str], object]) -> None:
        super().__init__()
        self._people, self._act = people, act
        self._here: list[str] = []
        self._elsewhere: list[str] = []
        self._rows: dict[str, PersonRow] = {}
        self._state: tuple[object, ...] | None = None
        look = people.look
        self.setObjectName("sidebar")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.setFixedWidth(look.px(_WIDE))
        self.setAcceptDrops(True)
        self._search = QLineEdit()
        self._search.setObjectName("search-people")
        self._search.setProperty("role", "search")
        self._search.setPlaceholderText(tr("Search people"))
        self._search.setAccessibleName(tr("Search people"))
        self._search.setClearButtonEnabled(True)
        self._search.textChanged.connect(lambda *_: self._refill())
        self._list = QVBoxLayout()
        self._list.setContentsMargins(look.px(16), look.px(4), look.px(16), look.px(12))
        self._list.setSpacing(look.px(4))
        inside = self._inside = QWidget()
        inside.setLayout(self._list)
        self._drop = QFrame(inside)
        self._drop.setFixedHeight(look.px(3))
        self._drop.setStyleSheet(f"background: {look.theme.ink};")
        self._drop.hide()
        new = button(look, tr("New"), partial(act, "new_persona"), icon="plus", name="new_persona")
        new.setAccessibleName(tr("New persona"))
        new.setToolTip(tr("New persona"))
        load = button(look, tr("From a file…"), partial(act, "import_persona"), icon="file-arrow-down")
        load.setObjectName("import_persona")
        top = panel(column(row(new, load, spacing=look.px(6)), self._search, spacing=look.px(8),
                           margins=(look.px(16), look.px(16), look.px(16), look.px(10))))  # fmt: skip
        box = column(top, spacing=0)
        box.addWidget(scrolled(inside), 1)
        self.setLayout(box)

    # ---- showing ---------------------------------------------------------------------------------------------

    def show_people(self, chosen: str, library: str) -> None:
        """Everybody as they are now. `chosen` is whose sheet is shown, `library` who of the library is looked at."""
        people = self._people
        piece, project = people.document.piece, people.project
        weights = dict(piece.map.personas) if piece is not None else {}
        hidden = dict(piece.map.hidden_personas) if piece is not None else {}
        order = in_order(project.personas)
        faces = tuple(_face(key, project.personas[key]) for key in order)
        slots = tuple(people.document.slots().items())
        state = (faces, slots, project.images, weights, hidden, people.map_id, chosen, library)
        if state != self._state:
            self._state = state
            self._chosen, self._library = chosen, library
            self._here = [key for key in order if key in weights]
            self._elsewhere = [key for key in order if key not in weights]
            self._search.setVisible(len(order) >= _MANY or bool(self._search.text()))
            self._refill()

    _chosen, _library = "", ""

    def _refill(self) -> None:
        held = next((key for key, shown in self._rows.items() if shown.hasFocus()), "")
        empty(self._list)
        self._rows = {}
        sought = self._search.text().casefold().strip()
        self._section(tr("On this map"), [key for key in self._here if self._fits(key, sought)])
        title = tr("Elsewhere in this project") if self._people.map_id else tr("In this project")
        self._section(title, [key for key in self._elsewhere if self._fits(key, sought)])
        if sought and not self._rows:
            self._list.addWidget(label(tr("Nobody is called that."), "note", wrap=True))
        self._shipped(sought)
        self._list.addStretch(1)
        hint = label(tr("Drop a persona file here, or a picture on a portrait."), "small", wrap=True)
        self._list.addWidget(hint)
        self._drop.raise_()
        if held in self._rows:
            self._rows[held].setFocus(Qt.FocusReason.OtherFocusReason)

    def _fits(self, key: str, sought: str) -> bool:
        person = self._people.person(key)
        return not sought or sought in f"{person.name} {person.role} {person.occupation}".casefold()

    def _section(self, title: str, keys: Sequence[str]) -> None:
        if not keys:
            return
        self._list.addWidget(label(title, "strong"))
        for key in keys:
            self._list.addLayout(self._person(key))
        self._list.addSpacing(self._people.look.px(10))

    def _person(self, key: str) -> QHBoxLayout:
        people = self._people
        piece, person = people.document.piece, people.person(key)
        here = piece is not None and key in piece.map.personas
        share = percent(share_of(people.project, piece.id, key), 0) if piece is not None and here else ""
        hidden = piece is not None and key in piece.map.hidden_personas
        under = tr("Hidden on the map") if hidden else person.role
        shown = Row(key, person, people.slot(key), share, under, people.picture(key), key == self._chosen)
        made = PersonRow(people.look, shown, partial(self.chosen.emit, key), movable=True)
        made.menu_wanted.connect(self.menu)
        made.step_wanted.connect(self._step)
        made.remove_wanted.connect(lambda one: self.asked.emit("remove_persona", one))
        made.copy_wanted.connect(lambda one: self.asked.emit("duplicate_persona", one))
        self._rows[key] = made
        line = row(made, spacing=0)
        if piece is not None and not here:
            says = tr("Put {name} on this map", name=person.name)
            plus = icon_button(people.look, "plus", says, partial(self.asked.emit, "put_on_map", key))
            plus.setObjectName(f"put-{key}")
            line.addWidget(plus)
        return line

    def _shipped(self, sought: str) -> None:
        people = self._people
        taken = {person.library for person in people.project.personas.values()}
        tongue = library_language(people)
        keys = [key for key in library_keys() if key not in taken]
        keys = [key for key in keys if not sought or sought in library_title(key, tongue).casefold()]
        if not keys:
            return
        self._list.addWidget(label(tr("In the library"), "strong"))
        for key in keys:
            persona = shipped(key, tongue)
            slot = persona.colour % PEOPLE_SLOTS
            shown = Row(key, persona, slot, "", persona.role, None, key == self._library)
            made = PersonRow(people.look, shown, partial(self.library_chosen.emit, key), movable=False)
            made.setObjectName(f"library-{key}")
            says = tr("Add {name} to this map", name=persona.name)
            if people.map_id is None:
                says = tr("Add {name} to this project", name=persona.name)
            plus = icon_button(people.look, "plus", says, partial(self.asked.emit, "add_shipped", key))
            plus.setObjectName(f"add-{key}")
            self._list.addLayout(row(made, plus, spacing=0))

    # ---- another order ---------------------------------------------------------------------------------------

    def _group_of(self, key: str) -> list[str]:
        return self._here if key in self._here else self._elsewhere

    def _step(self, key: str, step: int) -> None:
        group = self._group_of(key)
        index = group.index(key) + step
        if 0 <= index < len(group):
            others = [one for one in group if one != key]
            self._people.do(lambda project: move_persona(project, key, others, index))

    def _index_at(self, key: str, y: int) -> tuple[int, int]:
        """Where a dragged row would come among the others of its group, and the height of that gap in the list."""
        others = [one for one in self._group_of(key) if one != key and one in self._rows]
        inside = self._inside
        tops = [self._rows[one].mapTo(inside, QPoint(0, 0)).y() for one in others]
        middle = [top + self._rows[one].height() // 2 for one, top in zip(others, tops, strict=True)]
        index = sum(1 for one in middle if one < y)
        if not others:
            return 0, y
        last = self._rows[others[-1]]
        gap = tops[index] - 4 if index < len(tops) else tops[-1] + last.height() + 1
        return index, gap

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        """A row of this gallery may be put elsewhere in it; files are for the page."""
        if event.mimeData().hasFormat(PERSON):
            event.acceptProposedAction()
        else:
            event.ignore()

    def dragMoveEvent(self, event: QDragMoveEvent) -> None:
        """Show the gap."""
        key = self._dragged(event)
        if not key:
            event.ignore()
            return
        inside = self._inside
        _index, gap = self._index_at(key, inside.mapFrom(self, event.position().toPoint()).y())
        px = self._people.look.px
        self._drop.setGeometry(px(20), max(0, gap), inside.width() - px(40), self._drop.height())
        self._drop.show()
        self._drop.raise_()
        event.acceptProposedAction()

    def dragLeaveEvent(self, event: QDragLeaveEvent) -> None:
        """No gap any more."""
        self._drop.hide()
        super().dragLeaveEvent(event)

    def dropEvent(self, event: QDropEvent) -> None:
        """Put somebody there."""
        self._drop.hide()
        key = self._dragged(event)
        if not key:
            event.ignore()
            return
        index, _gap = self._index_at(key, self._inside.mapFrom(self, event.position().toPoint()).y())
        others = [one for one in self._group_of(key) if one != key and one in self._rows]
        event.acceptProposedAction()
        self._people.do(lambda project: move_persona(project, key, others, index))

    def _dragged(self, event: QDropEvent | QDragMoveEvent) -> str:
        key = bytes(event.mimeData().data(PERSON).data()).decode("ascii", "replace")
        return key if key in self._rows else ""


def _face(key: str, persona: Persona) -> tuple[object, ...]:
    """What a row shows of somebody: nothing else makes the rows anew."""
    shown = persona.name, persona.role, persona.occupation, persona.avatar, persona.portrait, persona.colour
    return key, *shown, persona.library


@lru_cache(maxsize=16)
def shipped(key: str, tongue: Language) -> Persona:
    """Somebody of the library, read once."""
    return library_persona(key, tongue).persona


def library_language(people: People) -> Language:
    """The language personas of the library come in: the map's, else the project's, else the studio's."""
    piece = people.document.piece
    if piece is not None:
        return piece.map.language
    return people.project.project.language if people.project.maps else language()
