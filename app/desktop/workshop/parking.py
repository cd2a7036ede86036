"""The parking lot: what came up at the wrong moment and waits for the map, or for an answer. A page of the panel."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from PySide6.QtCore import QMimeData, QPoint, Qt
from PySide6.QtGui import QDrag, QKeyEvent, QMouseEvent
from PySide6.QtWidgets import QApplication, QFrame, QLineEdit, QVBoxLayout, QWidget

from app.desktop.chrome.basics import button, column, empty, icon_button, label, row, scrolled
from app.desktop.chrome.inplace import EmptyField
from app.desktop.document import Document
from app.desktop.look import Look
from app.desktop.workshop.hands import NOTE
from app.project.edits import Edit
from app.project.meeting import park, parked, remove_note, settle
from app.words import tr

Make = Callable[[], Edit]


class NoteCard(QFrame):
    """One note: its words, and what can be done with it. It can be dragged onto the map."""

    def __init__(self, look: Look, key: str, words: str, *, settled: bool) -> None:
        super().__init__()
        self._key, self._words = key, words
        self._pressed: QPoint | None = None
        self._draggable = not settled
        theme = look.theme
        self.setObjectName(f"note-{key}")
        self.setProperty("role", "surface")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.setAccessibleName(words)
        self.setStyleSheet(
            f"NoteCard {{ background: {theme.surface if not settled else 'transparent'};"
            f" border: {theme.hairline:g}px solid {theme.line}; border-radius: {look.px(10)}px; }}"
        )
        if not settled:
            self.setCursor(Qt.CursorShape.OpenHandCursor)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """A drag may begin."""
        self._pressed = event.position().toPoint() if event.button() is Qt.MouseButton.LeftButton else None

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """It begins once the hand has moved."""
        if self._pressed is None or not self._draggable:
            return
        if (event.position().toPoint() - self._pressed).manhattanLength() < QApplication.startDragDistance():
            return
        self._pressed = None
        drag, data = QDrag(self), self.mime()
        drag.setMimeData(data)
        drag.setPixmap(self.grab())
        drag.exec(Qt.DropAction.MoveAction)

    def mime(self) -> QMimeData:
        """What is dragged: the note's id for the map, its words for other programs."""
        data = QMimeData()
        data.setData(NOTE, self._key.encode("ascii"))
        data.setText(self._words)
        return data


class ParkingPage(QFrame):
    """`edit` applies an edit and says whether it held; `put` makes a card of a note."""

    def __init__(
        self, look: Look, document: Document, edit: Callable[[Make], bool], put: Callable[[str], object]
    ) -> None:
        super().__init__()
        self._look, self._document, self._edit, self._put = look, document, edit, put
        self._shown: tuple[object, ...] = ()
        self.setObjectName("parking")
        self.field = QLineEdit()
        self.field.setObjectName("parking-new")
        self.field.setMaxLength(2000)
        EmptyField(self.field)
        self.field.setPlaceholderText(tr("Type a note, Enter parks it"))
        self.field.setAccessibleName(tr("New note"))
        self.field.returnPressed.connect(self._add)
        self._column = QVBoxLayout()
        self._column.setContentsMargins(look.px(12), look.px(8), look.px(12), look.px(16))
        self._column.setSpacing(look.px(8))
        inside = QWidget()
        inside.setLayout(self._column)
        box = QVBoxLayout(self)
        box.setContentsMargins(0, 0, 0, 0)
        box.addLayout(row(self.field, margins=(look.px(12), look.px(2), look.px(12), look.px(4))))
        box.addWidget(scrolled(inside), 1)
        document.changed.connect(self.refresh)
        document.map_changed.connect(self.refresh)
        self.refresh()

    def take_focus(self) -> None:
        """The keyboard goes to the field."""
        self.field.setFocus(Qt.FocusReason.OtherFocusReason)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Esc first empties the field."""
        if event.key() == Qt.Key.Key_Escape and self.field.text():
            self.field.clear()
        else:
            super().keyPressEvent(event)

    def _add(self) -> None:
        words, document = self.field.text(), self._document
        if words.strip() and self._edit(lambda: park(document.project, document.map_id, words)[0]):
            self.field.clear()

    def refresh(self, *_changed: object) -> None:
        """The notes of the map that is shown."""
        project, map_id = self._document.project, self._document.map_id
        waiting, done = parked(project, map_id), parked(project, map_id, resolved=True)
        shown = tuple((key, project.comments[key]) for key in (*waiting, *done))
        if shown == self._shown and self._column.count():
            return
        self._shown = shown
        empty(self._column)
        for key in waiting:
            self._column.addWidget(self._note(key, settled=False))
        if not waiting:
            words = tr("Nothing is parked. What comes up at the wrong moment waits here: press F8 anywhere.")
            self._column.addWidget(label(words, "note", wrap=True))
        if done:
            self._column.addSpacing(self._look.px(6))
            self._column.addWidget(label(tr("Dealt with"), "label"))
            for key in done:
                self._column.addWidget(self._note(key, settled=True))
        self._column.addStretch(1)

    def _note(self, key: str, *, settled: bool) -> NoteCard:
        look, project = self._look, self._document.project
        note = project.comments[key]
        made = NoteCard(look, key, note.text, settled=settled)
        words = label(note.text, "note" if settled else "", wrap=True)
        words.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        tools: list[QWidget] = []
        if settled:
            again = icon_button(look, "arrow-u-up-left", tr("Let it wait again"), partial(self._settle, key, False))
            again.setObjectName(f"wait-{key}")
            away = icon_button(look, "trash", tr("Throw it away"), partial(self._remove, key))
            away.setObjectName(f"throw-{key}")
            tools = [again, away]
            line = row(words, *tools, spacing=0)
        else:
            on_map = button(look, tr("Put on the map"), partial(self._put, key), name=f"put-{key}")
            on_map.setToolTip(tr("Makes a card of it where the selection is. It can be dragged to a cell as well."))
            done = icon_button(look, "check", tr("Dealt with"), partial(self._settle, key, True))
            done.setObjectName(f"done-{key}")
            line = row(on_map, None, done, spacing=0)
        inside = [line] if settled else [words, line]
        made.setLayout(column(*inside, spacing=look.px(8), margins=(look.px(12), look.px(10), look.px(8), look.px(8))))
        return made

    def _settle(self, key: str, done: bool) -> None:
        self._edit(lambda: settle(self._document.project, key, done=done))

    def _remove(self, key: str) -> None:
        self._edit(lambda: remove_note(self._document.project, key))
