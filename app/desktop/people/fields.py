"""Fields of a persona's sheet: words edited in place, the lock of what is sensitive, and where something comes from.

Each is made once for a persona and shown anew after every change, so that the keyboard stays where it is.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QMenu, QPushButton, QSizePolicy, QToolButton, QVBoxLayout, QWidget

from app.desktop.chrome.basics import column, icon_button, row
from app.desktop.chrome.inplace import Keep, LineField, TextField, inplace_style
from app.desktop.look import Look
from app.desktop.people.context import People
from app.project.builders import add_record, in_order, new_id, set_field
from app.project.edits import Edit, apply, compose
from app.project.model import Project
from app.project.people import marked_sensitive
from app.words import name, tr
from personas.provenance import Source
from personas.records import Evidence

Words = str


def sheet_style(look: Look) -> str:
    """The style of fields in a sheet: the name is large, the quote speaks."""
    px, theme = look.px, look.theme
    return inplace_style(look) + (
        'QLineEdit[role="inplace"], QPlainTextEdit[role="inplace"] { margin: 0; }'
        'QLineEdit[role="inplace"]:!focus:!hover, QPlainTextEdit[role="inplace"]:!focus:!hover'
        " { border: 1px solid transparent; border-radius: 6px; }"
        f'QPushButton[people="source"] {{ text-align: left; padding: 0 8px; height: {px(26)}px; font-weight: 400; }}'
        f'QPlainTextEdit[people="name"] {{ font-size: {px(34)}px; font-weight: 700; }}'
        f'QPlainTextEdit[people="role"] {{ font-size: {px(16)}px; font-weight: 600; }}'
        f'QPlainTextEdit[people="quote"] {{ font-size: {px(19)}px; font-weight: 500; }}'
        f'QToolButton[role="lock"] {{ border-radius: 6px; padding: 2px; }}'
        f'QToolButton[role="lock"]:checked {{ background: {theme.marker_wash}; }}'
    )


class Line(LineField):
    """One line that can be shown anew. Files are dropped on the page, never into it."""

    def __init__(self, words: str, says: str, keep: Keep) -> None:
        super().__init__(words, says, keep)
        self.setAcceptDrops(False)

    def show_words(self, words: str) -> None:
        """Show other words, unless somebody is typing in it."""
        if words == self._kept:
            return
        typing = self.hasFocus() and self.text().strip() != self._kept
        self._kept = words
        if not typing:
            self.setText(words)
            self.setCursorPosition(0)
            self.setToolTip(words if len(words) > 34 else self.accessibleName())


class Block(TextField):
    """Several lines that can be shown anew."""

    def __init__(self, words: str, says: str, keep: Keep, *, people: str = "") -> None:
        super().__init__(words, says, keep)
        self.setAcceptDrops(False)
        if people:
            self.setProperty("people", people)

    def show_words(self, words: str) -> None:
        """Show other words, unless somebody is typing in it."""
        if words == self._kept:
            return
        typing = self.hasFocus() and self.toPlainText().strip() != self._kept
        self._kept = words
        if not typing:
            self.setPlainText(words)


def block_field(people: People, key: str, field: str, says: str, *, style: str = "", most: int = 500) -> Block:
    """Several lines for a text of a persona."""

    def keep(words: str) -> bool:
        return _keep(people, key, field, words[:most])

    made = Block(getattr(people.person(key), field), says, keep, people=style)
    made.setObjectName(f"persona-{field}")
    return made


def _keep(people: People, key: str, field: str, words: str) -> bool:
    if field == "name" and not words:
        return False
    return people.do(lambda project: set_field(project, "personas", key, (field,), words, "text"))


class Lock(QToolButton):
    """The mark of what is sensitive. Pressed, no rule and no segment may use the field."""

    def __init__(self, people: People, key: str, field: str, what: str) -> None:
        super().__init__()
        self._people, self._key, self._field, self._what = people, key, field, what
        look = people.look
        self.setCheckable(True)
        self.setProperty("role", "lock")
        self.setObjectName(f"lock-{field}")
        self.setIconSize(look.size(15, 15))
        self.setFixedSize(look.size(28, 28))
        self.clicked.connect(self._pressed)
        self.show_state()

    def show_state(self) -> None:
        """As the persona has it now."""
        on = self._field in self._people.person(self._key).sensitive
        look = self._people.look
        self.setChecked(on)
        self.setIcon(look.icon("lock-simple-fill" if on else "lock-simple-open", "ink" if on else "ink_off"))
        says = (
            tr("{what} is sensitive: no rule may use it. Press to lift that.", what=self._what)
            if on
            else tr("Mark {what} as sensitive, so that no rule can use it", what=self._what)
        )
        self.setToolTip(says)
        self.setAccessibleName(says)

    def _pressed(self, on: bool) -> None:
        self._people.do(lambda project: marked_sensitive(project, self._key, self._field, on=on))
        self.show_state()


class Picker(QPushButton):
    """A button that shows what is chosen, as much of it as there is room for; the whole is its tooltip."""

    def __init__(self, says: str) -> None:
        super().__init__()
        self._says, self._whole = says, ""
        self.setProperty("people", "source")
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)

    def show_choice(self, words: str) -> None:
        """What is chosen now."""
        self._whole = words
        self.setToolTip(f"{self._says}: {words}")
        self.setAccessibleName(f"{self._says}: {words}")
        self._settle()

    def minimumSizeHint(self) -> QSize:
        """It gives way."""
        return QSize(60, super().minimumSizeHint().height())

    def resizeEvent(self, event: QResizeEvent) -> None:
        """More or less of it."""
        super().resizeEvent(event)
        self._settle()

    def _settle(self) -> None:
        room = max(20, self.width() - 40)
        shown = self.fontMetrics().elidedText(self._whole, Qt.TextElideMode.ElideRight, room)
        self.setText(f"{shown}  ▾")


class SourceField(QWidget):
    """Where something comes from: a source of the project, or a new one whose title is typed here."""

    def __init__(
        self, people: People, says: str, get: Callable[[], str | None], put: Callable[[Project, str | None], Edit],
        kind: Callable[[], Evidence],
    ) -> None:  # fmt: skip
        super().__init__()
        self._people, self._get, self._put, self._kind = people, get, put, kind
        self._box = QVBoxLayout(self)
        self._box.setContentsMargins(0, 0, 0, 0)
        self._box.setSpacing(people.look.px(4))
        self.picker = Picker(says)
        self.picker.setObjectName("source")
        self.picker.clicked.connect(self._ask)
        self.typed = Line("", tr("What is it? A paper, a log, an interview"), self._add)
        self.typed.setObjectName("source-title")
        self.typed.hide()
        self._box.addWidget(self.picker)
        self._box.addWidget(self.typed)
        self.show_source()

    def show_source(self) -> None:
        """The source that is chosen now."""
        source = self._people.project.sources.get(self._get() or "")
        self.picker.show_choice(_cited(source) if source is not None else tr("No source"))

    def menu(self) -> QMenu:
        """The sources of the project, none, and another one."""
        menu = QMenu(self)
        rows = self._people.project.sources
        for key in in_order(rows):
            act = menu.addAction(self.fontMetrics().elidedText(_cited(rows[key]), Qt.TextElideMode.ElideRight, 420))
            act.triggered.connect(partial(self._take, key))
        menu.addSeparator()
        menu.addAction(tr("No source")).triggered.connect(partial(self._take, None))
        menu.addAction(tr("Another source…")).triggered.connect(self._new)
        return menu

    def _ask(self) -> None:
        self.menu().popup(self.picker.mapToGlobal(self.picker.rect().bottomLeft()))

    def _take(self, key: str | None, _checked: bool = False) -> None:
        self._people.do(lambda project: self._put(project, key))
        self.show_source()

    def _new(self, _checked: bool = False) -> None:
        self.typed.show()
        self.typed.setFocus()

    def _add(self, title: str) -> bool:
        """Write a new source down and use it, in one step."""
        if not title:
            return True

        def made(project: Project) -> Edit:
            key = new_id(project, "sources")
            new = add_record(project, "sources", key, Source(title=title, kind=self._kind()), "evidence")
            return compose((new, self._put(apply(project, new), key)))

        done = self._people.do(made)
        if done:
            self.typed.show_words("")
            self.typed.setText("")
            self.typed.hide()
            self.show_source()
        return done


def _cited(source: Source) -> str:
    """A source as one names it, with its kind."""
    title = f"{source.title} ({source.year})" if source.year else source.title
    return f"{title} · {name('evidence', source.kind)}"


class Disclosure(QWidget):
    """A heading that opens and closes what is below it. `opened` says which."""

    opened = Signal(bool)

    def __init__(self, look: Look, title: QWidget, inside: QWidget, *, says: str, is_open: bool) -> None:
        super().__init__()
        self._look, self._inside, self._says = look, inside, says
        self.arrow = icon_button(look, "caret-down", says, self._toggle)
        self.arrow.setFixedSize(look.size(28, 28))
        head: QHBoxLayout = row(title, None, self.arrow)
        box = column(head, inside, spacing=look.px(4))
        self.setLayout(box)
        self._set(is_open)

    def _toggle(self) -> None:
        self._set(self._inside.isHidden())
        self.opened.emit(not self._inside.isHidden())

    def _set(self, is_open: bool) -> None:
        self._inside.setVisible(is_open)
        self.arrow.setIcon(self._look.icon("caret-up" if is_open else "caret-down"))
        says = tr("Close: {what}", what=self._says) if is_open else tr("Open: {what}", what=self._says)
        self.arrow.setToolTip(says)
        self.arrow.setAccessibleName(says)
