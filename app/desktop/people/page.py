"""The personas workspace: gallery, sheet and behaviour; somebody of the library; or two people side by side."""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import partial
from pathlib import Path

from PySide6.QtCore import QPoint, Qt, QTimer, Signal
from PySide6.QtGui import QDragEnterEvent, QDropEvent, QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QMenu, QVBoxLayout, QWidget

from app.desktop.chrome.basics import column, hairline, panel, scrolled
from app.desktop.document import Document
from app.desktop.look import Look
from app.desktop.people.behaviour import Behaviour
from app.desktop.people.compare import CompareSheet
from app.desktop.people.context import People
from app.desktop.people.fields import Block, sheet_style
from app.desktop.people.gallery import Gallery, library_language
from app.desktop.people.library import LibrarySheet
from app.desktop.people.sheet import Sheet
from app.desktop.people.surroundings import Toolbar, cleared, held, nobody_yet
from app.desktop.people.traits import first_folded
from app.desktop.portraits import ENDINGS
from app.project.builders import in_order
from app.project.history import Notice
from app.project.people import NewPersona, add_persona, add_shipped, duplicate_persona, put_on_map
from app.words import tr
from personas.library.reader import library_keys
from personas.problems import FootfallError

_RIGHT, _NARROW, _TIGHT, _WIDEST = 372, 1200, 840, 1180
_SHOWN = {"personas", "maps", "images", "sources"}


@dataclass
class State:
    """What is looked at, and stays when the widgets are made anew."""

    shown: str = ""
    library: str = ""
    beside: str | None = None
    pair: tuple[str, str] | None = None
    only: bool = False
    portrait: bool = False
    folded: set[str] = field(default_factory=first_folded)


class PersonasPage(QWidget):
    """Gallery and sheet.

    Signals: `problem` with an exception to say; `wanted` with an action of the registry; `file_dropped` and
    `picture_dropped` with a path; `recoloured` when people of the map have other colours of their own.
    """

    problem = Signal(object)
    wanted = Signal(str)
    file_dropped = Signal(object)
    picture_dropped = Signal(object)
    recoloured = Signal()

    def __init__(
        self, look: Look, document: Document, state: State | None = None, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._look, self._document = look, document
        self.state = state if state is not None else State()
        self._people = People(look, document, self.problem.emit, self.wanted.emit)
        self._narrow = self._tight = False
        self._made: tuple[object, ...] | None = None
        self._sheet: Sheet | None = None
        self._behaviour: Behaviour | None = None
        self.setAcceptDrops(True)
        self.setStyleSheet(sheet_style(look))
        self.gallery = Gallery(self._people, self.wanted.emit)
        self.gallery.chosen.connect(self.show_persona)
        self.gallery.library_chosen.connect(self.show_library)
        self.gallery.menu.connect(self._open_menu)
        self.gallery.asked.connect(self._asked)
        self._tools = Toolbar(look, self.wanted.emit)
        self._body = QHBoxLayout()
        self._body.setContentsMargins(0, 0, 0, 0)
        self._body.setSpacing(0)
        right = QVBoxLayout()
        right.setContentsMargins(0, 0, 0, 0)
        right.setSpacing(0)
        right.addWidget(self._tools)
        right.addLayout(self._body, 1)
        box = QHBoxLayout(self)
        box.setContentsMargins(0, 0, 0, 0)
        box.setSpacing(0)
        box.addWidget(self.gallery)
        box.addLayout(right, 1)
        document.changed.connect(self._noticed)
        document.map_changed.connect(self._show)
        document.map_changed.connect(self._watch_colours)
        self._own = self._own_colours()
        self._show()

    def _own_colours(self) -> tuple[tuple[int, str], ...]:
        """The slots that have a colour of their own now."""
        piece, slots = self._document.piece, self._document.slots()
        people = piece.personas if piece is not None else {}
        return tuple((slots[key], one.own_colour) for key, one in people.items() if one.own_colour)

    # ---- what is looked at -----------------------------------------------------------------------------------

    @property
    def shown(self) -> str:
        """The persona whose sheet is shown; empty when there is none."""
        return self.state.shown

    def show_persona(self, persona: str) -> None:
        """Show somebody's sheet."""
        self.state.shown, self.state.library, self.state.pair = persona, "", None
        self._show()

    def show_library(self, key: str) -> None:
        """Look at somebody of the library."""
        self.state.library, self.state.pair = key, None
        self._show()

    def compare(self) -> None:
        """Put the persona that is shown beside another; back to the sheet when two are compared already."""
        state = self.state
        if state.pair is not None or not self.beside:
            state.pair = None
        else:
            state.pair, state.library = (state.shown, self.beside), ""
        self._show()

    @property
    def beside(self) -> str:
        """Who is shown on the same tracks: who was chosen, else the next one on the map; empty for nobody."""
        people = self._document.project.personas
        if self.state.beside is not None and (self.state.beside == "" or self.state.beside in people):
            chosen = self.state.beside
            return chosen if chosen != self.state.shown else ""
        piece = self._document.piece
        order = [*(piece.personas if piece is not None else ()), *in_order(people)]
        return next((key for key in order if key != self.state.shown), "")

    def _set_beside(self, key: str) -> None:
        self.state.beside = key
        self._show()

    def _noticed(self, notice: Notice) -> None:
        if any(line.table in _SHOWN for line in notice.touched):
            self._show()
            self._watch_colours()

    def _watch_colours(self) -> None:
        own = self._own_colours()
        if own != self._own:
            self._own = own
            self.recoloured.emit()

    def _show(self) -> None:
        """Everything as it is now; what is looked at is made anew only when it is somebody else."""
        state, people = self.state, self._document.project.personas
        if state.shown not in people:
            piece = self._document.piece
            state.shown = next(iter([*(piece.personas if piece is not None else ()), *in_order(people)]), "")
        if state.pair is not None and not all(key in people for key in state.pair):
            state.pair = None
        if state.library and state.library not in library_keys():
            state.library = ""
        self.gallery.show_people("" if state.library else state.shown, state.library)
        self._tools.setVisible(bool(state.shown) and not state.library)
        self._tools.set_state(alone=len(people) < 2, tight=self._tight)
        self._make()
        if self._sheet is not None:
            self._sheet.show_now((self.beside,) if self.beside else ())
        if self._behaviour is not None:
            self._behaviour.show_now(self.beside)

    def _make(self) -> None:
        state, document = self.state, self._document
        if state.pair is not None:
            project = document.project
            pair = (state.pair, state.only, *(project.personas[key] for key in state.pair), project.images)
            wanted: tuple[object, ...] = ("pair", self._tight, *pair)
        elif state.library:
            wanted = ("library", state.library, document.map_id)
        else:
            wanted = ("sheet", state.shown, self._narrow, self._tight, self._people.currency)
        if wanted == self._made:
            return
        self._made = wanted
        self._sheet = self._behaviour = None
        cleared(self._body)
        if state.pair is not None:
            self._body.addWidget(scrolled(held(self._side_by_side(state.pair), self._look.px(_WIDEST))), 1)
        elif state.library:
            take = partial(self._asked, "add_shipped", state.library)
            sheet = LibrarySheet(self._people, state.library, library_language(self._people), take)
            self._body.addWidget(scrolled(held(sheet, self._look.px(_WIDEST))), 1)
        elif state.shown:
            self._make_sheet()
        else:
            self._body.addWidget(nobody_yet(self._look, self.wanted.emit), 1)

    def _make_sheet(self) -> None:
        state, look = self.state, self._look
        self._sheet = Sheet(
            self._people,
            state.shown,
            tight=self._tight,
            portrait_open=state.portrait,
            portrait_toggled=self._portrait_toggled,
        )
        side = 36 if self._narrow else 22
        self._behaviour = Behaviour(self._people, state.shown, state.folded, self._set_beside, side)
        if self._narrow:
            both = panel(column(self._sheet, hairline(), self._behaviour, None, spacing=0), role="surface")
            self._body.addWidget(scrolled(both), 1)
            return
        self._body.addWidget(scrolled(held(self._sheet, look.px(_WIDEST))), 1)
        aside = panel(column(scrolled(self._behaviour)), name="inspector")
        aside.setFixedWidth(look.px(_RIGHT))
        self._body.addWidget(aside)

    def _portrait_toggled(self, is_open: bool) -> None:
        self.state.portrait = is_open

    def _side_by_side(self, pair: tuple[str, str]) -> CompareSheet:
        return CompareSheet(
            self._people,
            pair,
            tight=self._tight,
            only=self.state.only,
            set_only=self._set_only,
            choose=self._choose,
            close=self.compare,
        )

    def _set_only(self, only: bool) -> None:
        self.state.only = only
        self._show()

    def _choose(self, side: int, at: QWidget) -> None:
        """Somebody else at one side of the comparison."""
        pair = self.state.pair
        if pair is None:
            return
        menu = QMenu(at)
        for key in in_order(self._document.project.personas):
            if key not in pair:
                act = menu.addAction(self._document.project.personas[key].name)
                act.triggered.connect(partial(self._paired, side, key))
        if menu.isEmpty():
            menu.addAction(tr("Swap sides")).triggered.connect(partial(self._paired, 0, pair[1]))
        menu.popup(at.mapToGlobal(at.rect().bottomLeft()))

    def _paired(self, side: int, key: str, _checked: bool = False) -> None:
        left, right = self.state.pair or ("", "")
        if key == right:
            self.state.pair = (right, left)
        else:
            self.state.pair = (key, right) if side == 0 else (left, key)
        self._show()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Where three columns do not stand beside one another, the behaviour comes below the sheet."""
        super().resizeEvent(event)
        narrow, tight = self.width() < self._look.px(_NARROW), self.width() < self._look.px(_TIGHT)
        if (narrow, tight) != (self._narrow, self._tight):
            self._narrow, self._tight = narrow, tight
            self._show()

    # ---- doing -----------------------------------------------------------------------------------------------

    def take(self, made: NewPersona) -> bool:
        """Apply what makes a persona, and show her."""
        if self._people.do(lambda _project: made.edit):
            self.show_persona(made.id)
            return True
        return False

    def new(self) -> None:
        """A new persona, on the map that is shown; her name is typed next."""
        if self.take(add_persona(self._document.project, tr("New persona"), self._people.map_id)):
            field = self._sheet.findChild(Block, "persona-name") if self._sheet is not None else None
            if field is not None:
                field.setFocus(Qt.FocusReason.OtherFocusReason)
                field.selectAll()

    def duplicate(self) -> None:
        """A copy of the persona that is shown."""
        if self.shown:
            name = tr("{name}, copy", name=self._document.project.personas[self.shown].name)
            self.take(duplicate_persona(self._document.project, self.shown, name, self._people.map_id))

    def _asked(self, action: str, key: str) -> None:
        """Something is wanted of one row of the gallery."""
        map_id = self._people.map_id
        if action == "add_shipped":
            try:
                self.take(add_shipped(self._document.project, key, library_language(self._people), map_id))
            except FootfallError as error:
                self.problem.emit(error)
        elif action == "put_on_map" and map_id is not None:
            self._people.do(lambda project: put_on_map(project, map_id, key))
        else:
            self.show_persona(key)
            self.wanted.emit(action)

    def _open_menu(self, key: str, place: QPoint) -> None:
        self.menu_of(key).popup(place)

    def menu_of(self, key: str) -> QMenu:
        """What can be done with a row of the gallery."""
        piece = self._document.piece
        menu = QMenu(self)
        actions = [
            ("duplicate_persona", tr("Duplicate")),
            ("export_persona", tr("Save as a file…")),
            ("remove_persona", tr("Remove")),
        ]
        if piece is not None:
            here = key in piece.map.personas
            says = tr("Take off this map") if here else tr("Put on this map")
            actions.insert(0, ("persona_on_map", says))
        for action, words in actions:
            menu.addAction(words).triggered.connect(partial(self._from_menu, action, key))
        return menu

    def _from_menu(self, action: str, key: str, _checked: bool = False) -> None:
        self._asked(action, key)

    # ---- files over the page ---------------------------------------------------------------------------------

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        """One file: a persona, or a picture for the persona that is shown."""
        if len(event.mimeData().urls()) == 1 and event.mimeData().urls()[0].isLocalFile():
            event.acceptProposedAction()

    def dropEvent(self, event: QDropEvent) -> None:
        """Take it in, after the drag is over."""
        path = Path(event.mimeData().urls()[0].toLocalFile())
        event.acceptProposedAction()
        picture = path.suffix.lower() in ENDINGS
        signal = self.picture_dropped if picture else self.file_dropped
        QTimer.singleShot(0, lambda: signal.emit(path))
