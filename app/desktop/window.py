"""The one window: rail, top bar, strip, and the workspace that is shown. It shows the studio and asks it for things."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cached_property, partial
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QByteArray, QEvent, Qt, QTimer
from PySide6.QtGui import QCloseEvent, QDragEnterEvent, QDropEvent, QKeyEvent
from PySide6.QtWidgets import QApplication, QHBoxLayout, QMainWindow, QVBoxLayout, QWidget

from app.desktop.bindings import bind_all
from app.desktop.bindings.people import is_persona_file, take_file
from app.desktop.chrome.focus import FocusRing
from app.desktop.chrome.inplace import LineField, TextField
from app.desktop.chrome.strip import Strip
from app.desktop.commands import Commands
from app.desktop.dialogs import FileDialogs
from app.desktop.frame import Frame
from app.desktop.jobs import busy_words
from app.desktop.panels.trail import Trail
from app.desktop.studio import Choice, Studio
from app.words import tr

if TYPE_CHECKING:
    from app.desktop.chrome.palette import Entry, Palette
    from app.desktop.document import Document, Selection
    from app.desktop.workshop.host import Host

_LEAST = (960, 600)
_FIRST = (1440, 900)
_TABLES: dict[str, set[str]] = {
    "card": {"cards", "touchpoints"}, "touchpoint": {"touchpoints"}, "stage": {"stages"}, "row": {"lanes"},
    "side": {"stages", "lanes"}, "link": {"links"},
}  # fmt: skip
"""What must be selected for the rules that ask for something of a kind."""


class Window(QMainWindow):
    """Built anew inside when look, language or document change; the window itself stays."""

    def __init__(self, studio: Studio) -> None:
        super().__init__()
        self.studio = studio
        self.dialogs = FileDialogs(self)
        studio.ports = self
        self.place = "map"
        self.frame: Frame | None = None
        self.strip = Strip(studio.look)
        self._ring: FocusRing | None = None
        self._palette: Palette | None = None
        self._closing = False
        self.trail = Trail(self)
        self.trail.moved.connect(self._show_state)
        self.setMinimumSize(*_LEAST)
        self.resize(*_FIRST)
        self.setAcceptDrops(True)
        self.commands = Commands(self._usable, self._keep_typing, self._not_now)
        self._all_bound = False
        studio.look_changed.connect(self.build)
        studio.document_changed.connect(self._document_changed)
        studio.state_changed.connect(self._show_state)
        studio.running_changed.connect(self._show_running)
        studio.progressed.connect(self._progressed)
        studio.stopping.connect(self._stopping)
        studio.answered.connect(self._answered)
        self._restore_place()
        self.build()

    @cached_property
    def host(self) -> Host:
        """What a workshop adds to the window."""
        from app.desktop.workshop.host import Host

        return Host(self)

    def ready(self) -> None:
        """Bind the actions, once: they need parts that the first painted window does without."""
        if not self._all_bound:
            self._all_bound = True
            bind_all(self.commands, self)
            self.commands.shortcuts(self)

    # ---- building --------------------------------------------------------------------------------------------

    def build(self) -> None:
        """Make all widgets anew, in the look and the language of now; the view stays where it was."""
        look = self.studio.look
        application = QApplication.instance()
        if isinstance(application, QApplication):
            application.setStyleSheet(look.style_sheet())
        kept = self.frame.keep() if self.frame is not None else None
        held = QApplication.focusWidget()
        held_name = held.objectName() if held is not None and held.window() is self else ""
        if kept is not None:
            self._keep_typing()
        words, choices, grave = self._said if self.strip.words else ("", (), True)
        if self.frame is not None:
            self.frame.retire()
        inside = QWidget()
        self.strip = Strip(look)
        self.frame = Frame(self.studio, self, kept)
        right = QVBoxLayout()
        right.setContentsMargins(0, 0, 0, 0)
        right.setSpacing(0)
        for part in (self.frame.topbar, self.strip):
            right.addWidget(part)
        right.addWidget(self.frame.pages, 1)
        box = QHBoxLayout(inside)
        box.setContentsMargins(0, 0, 0, 0)
        box.setSpacing(0)
        box.addWidget(self.frame.rail)
        box.addLayout(right, 1)
        self.setCentralWidget(inside)
        if self._ring is not None:
            self._ring.deleteLater()
        self._ring = FocusRing(look, self)
        if words:
            self.strip.say(words, *choices, grave=grave)
        self.go(self.place)
        if self.studio.document is not None or "host" in self.__dict__:
            self.host.attach(self.frame)
        self._show_state()
        self._show_running()
        self._answered()
        if held_name:
            again = self.findChild(QWidget, held_name)
            if again is not None:
                again.setFocus(Qt.FocusReason.OtherFocusReason)

    _said: tuple[str, tuple[Choice, ...], bool] = ("", (), True)

    def _document_changed(self) -> None:
        self.ready()
        if self.frame is not None:
            self.frame.forget_views()
        self.place = "map"
        self._said = ("", (), True)
        self.trail.follow(self.studio.document)
        self.build()
        if self.frame is not None and self.frame.map is not None:
            self.frame.map.view.setFocus(Qt.FocusReason.OtherFocusReason)

    def _keep_typing(self) -> None:
        held = QApplication.focusWidget()
        if isinstance(held, LineField | TextField):
            held.settle()
        if self.frame is not None and self.frame.map is not None:
            self.frame.map.view.close_writer(keep=True)

    def go(self, place: str) -> None:
        """Show a workspace."""
        self.place = place
        if self.frame is not None:
            self.frame.go(place)

    # ---- what the studio asks for ----------------------------------------------------------------------------

    def say(self, words: str, *choices: Choice, grave: bool = True) -> None:
        """Show one sentence with the ways out of it."""
        self._said = (words, choices, grave)
        self.strip.say(words, *choices, grave=grave)

    def choose_to_open(self) -> Path | None:
        """Let the user pick a project."""
        return self.dialogs.to_open()

    def choose_to_save(self, proposal: Path) -> Path | None:
        """Let the user pick where to save."""
        return self.dialogs.to_save(proposal)

    # ---- showing state ---------------------------------------------------------------------------------------

    def _usable(self, rule: str) -> bool:
        document = self.studio.document
        if rule in ("project", "saved"):
            return document is not None
        if rule in ("map", "selected") or rule in _TABLES:
            return document is not None and self._on_the_map(rule, document)
        if rule == "person":
            return self.frame is not None and self.frame.personas is not None and bool(self.frame.personas.shown)
        if rule == "undo":
            return document is not None and document.history.undo_label is not None
        if rule == "redo":
            return document is not None and document.history.redo_label is not None
        if rule == "running":
            return self.studio.running
        if rule == "idle":
            return document is not None and bool(document.map_id) and not self.studio.running
        return True

    def _not_now(self, rule: str) -> None:
        """A key was pressed for something that has to wait."""
        if rule == "idle":
            self.studio.busy_said()

    def _on_the_map(self, rule: str, document: Document) -> bool:
        """The rules that ask for a map, for something selected on it, or for something of a kind."""
        if not document.map_id:
            return False
        tables = {one.table for one in document.chosen if not one.is_cell}
        return rule == "map" or bool(tables & _TABLES[rule] if rule in _TABLES else tables)

    def _show_state(self) -> None:
        document = self.studio.document
        if self.frame is not None:
            self.frame.show_state()
        self.setWindowTitle(f"{document.title}[*] · Footfall" if document is not None else "Footfall")
        self.setWindowModified(document is not None and document.dirty)

    def _show_running(self) -> None:
        if not self.studio.running and self.strip.words == busy_words():
            self.strip.clear()
        if self.frame is not None:
            self.frame.topbar.line.show_share(0.0 if self.studio.running else None)
            self.frame.topbar.show_running(0.0 if self.studio.running else None)
            self.frame.show_runnable()

    def _stopping(self) -> None:
        if self.frame is not None:
            self.frame.topbar.show_stopping()

    def _progressed(self, progress: object) -> None:
        share, left = getattr(progress, "share", 0.0), getattr(progress, "seconds_left", None)
        if self.frame is not None:
            self.frame.topbar.line.show_share(share)
            self.frame.topbar.show_running(share, left)

    def _answered(self) -> None:
        if self.frame is not None:
            self.frame.show_answer()

    # ---- palette ---------------------------------------------------------------------------------------------

    def open_palette(self) -> Palette:
        """Every action and every card, a few letters away."""
        from app.desktop.chrome.palette import Palette

        lines = [*self.commands.entries(), *self._map_entries(), *self._card_entries()]
        self._palette = Palette(self.studio.look, lines, self)
        return self._palette

    def choose(self, entries: Sequence[Entry], asks: str) -> Palette:
        """Let the user choose one of these lines."""
        from app.desktop.chrome.palette import Palette

        self._palette = Palette(self.studio.look, entries, self, asks)
        return self._palette

    def _card_entries(self) -> list[Entry]:
        from app.desktop.chrome.palette import Entry
        from app.desktop.document import Selection

        document = self.studio.document
        piece = document.piece if document is not None else None
        if document is None or piece is None:
            return []

        found = [
            Entry(
                point.title,
                piece.stages[point.stage].title,
                "cursor",
                partial(self.show_on_map, Selection("touchpoints", key)),
            )
            for key, point in piece.touchpoints.items()
            if point.stage in piece.stages
        ]
        return found + [
            Entry(
                card.text.splitlines()[0],
                tr("card"),
                "text-align-left",
                partial(self.show_on_map, Selection("cards", key)),
            )
            for key, card in piece.cards.items()
            if card.text.strip()
        ]

    def _map_entries(self) -> list[Entry]:
        from app.desktop.chrome.palette import Entry
        from app.project.builders import in_order

        document = self.studio.document
        rows = document.project.maps if document is not None else {}
        if document is None or len(rows) < 2:
            return []
        return [
            Entry(rows[key].title, tr("map"), "map-trifold", partial(self._show_whole, document, key))
            for key in in_order(rows)
        ]

    def _show_whole(self, document: Document, map_id: str) -> None:
        self.go("map")
        document.show_map(map_id)

    def show_on_map(self, selection: Selection) -> None:
        """Go to the map and select something there."""
        self.go("map")
        if self.studio.document is not None and self.frame is not None and self.frame.map is not None:
            self.frame.map.show_matrix(False)
            self.studio.document.select(selection)
            self.frame.map.view.setFocus(Qt.FocusReason.OtherFocusReason)

    def take_keyboard(self) -> None:
        """Give the keyboard to the map, where that is what is shown."""
        shown = self.frame.map if self.frame is not None else None
        if self.place == "map" and shown is not None and shown.view.isVisible():
            shown.view.setFocus(Qt.FocusReason.OtherFocusReason)

    # ---- the window's own events -----------------------------------------------------------------------------

    def event(self, event: QEvent) -> bool:
        """After the first painting the rest is made ready; the first Tab of all shows the ring as every other does."""
        if event.type() is QEvent.Type.UpdateRequest and not self._all_bound:
            QTimer.singleShot(0, self.ready)
        first = isinstance(event, QKeyEvent) and event.key() in (Qt.Key.Key_Tab, Qt.Key.Key_Backtab)
        if first and self._ring is not None and QApplication.focusWidget() is None:
            with self._ring.by_keyboard():
                return super().event(event)
        return super().event(event)

    def focusNextPrevChild(self, following: bool) -> bool:
        """Tab moves the keyboard, and only then is the ring drawn; not when its holder was hidden or moved."""
        held = QApplication.focusWidget()
        if self._ring is None or held is None or not held.isVisible():
            return super().focusNextPrevChild(following)
        with self._ring.by_keyboard():
            return super().focusNextPrevChild(following)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Esc closes the strip, then the answer beside the map."""
        page = self.frame.map if self.frame is not None and self.place == "map" else None
        if event.key() == Qt.Key.Key_Escape and self.strip.words:
            self.strip.clear()
        elif event.key() == Qt.Key.Key_Escape and page is not None and page.answer_in_front:
            page.show_selected()
        else:
            super().keyPressEvent(event)

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        """A file may be dropped anywhere."""
        if len(event.mimeData().urls()) == 1 and event.mimeData().urls()[0].isLocalFile():
            event.acceptProposedAction()

    def dropEvent(self, event: QDropEvent) -> None:
        """Open it; somebody from a persona file comes into the project that is open."""
        path = Path(event.mimeData().urls()[0].toLocalFile())
        event.acceptProposedAction()
        person = self.studio.document is not None and is_persona_file(path)
        QTimer.singleShot(0, partial(take_file, self, path) if person else partial(self.studio.open, path))

    def closeEvent(self, event: QCloseEvent) -> None:
        """With changes that are not saved, ask in the strip and stay; else stop what runs and go."""
        document = self.studio.document
        if not self._closing and document is not None and document.worth_keeping:
            event.ignore()
            self.studio.unless_unsaved(self._close_now)
            return
        self.studio.leave()
        self._keep_place()
        if self.frame is not None:
            self.frame.retire()
        event.accept()

    def _close_now(self) -> None:
        self._closing = True
        self.close()

    def _keep_place(self) -> None:
        geometry = bytes(self.saveGeometry().toBase64().data()).decode("ascii")
        self.studio.remember(window={**self.studio.settings.window, "main": geometry})

    def _restore_place(self) -> None:
        kept = self.studio.settings.window.get("main", "")
        if kept:
            self.restoreGeometry(QByteArray.fromBase64(kept.encode("ascii")))
