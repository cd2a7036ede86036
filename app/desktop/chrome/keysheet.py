"""Every key on one sheet over the window, made from the table of keys and the registry of actions."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from itertools import combinations, pairwise

from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QFocusEvent, QKeyEvent
from PySide6.QtWidgets import QApplication, QFrame, QGridLayout, QHBoxLayout, QLabel, QVBoxLayout, QWidget
from shiboken6 import isValid

from app.actions.registry import Action, Menu
from app.desktop.canvas.keys import ON_MAP
from app.desktop.canvas.keytable import Group
from app.desktop.canvas.typing_keys import WHILE_TYPING
from app.desktop.chrome.basics import icon_button, label, scrolled
from app.desktop.look import Look
from app.words import tr

WIDTH, MARGIN, COLUMNS = 1232, 20, 3
LONG = 46
"""Letters that fit on a line of a column."""
_NAMES = {"Return": "Enter", "PgDown": "PgDn", "Backspace": "⌫", "Left": "←", "Right": "→", "Up": "↑", "Down": "↓"}


@dataclass(frozen=True)
class Line:
    """Keys, and what they do in the user's words."""

    keys: tuple[str, ...]
    words: str


@dataclass(frozen=True)
class Section:
    """Lines that belong together."""

    title: str
    lines: tuple[Line, ...]


def sections(actions: Iterable[Action]) -> tuple[Section, ...]:
    """Everything that has a key: first what the map's own table says, then the actions by their menus."""
    actions = [one for one in actions if one.keys]
    mine = [one for one in actions if one.on_map]
    rest = [one for one in actions if not one.on_map]
    by_menu = {menu: [one for one in rest if one.place is not None and one.place.menu is menu] for menu in Menu}
    files = [*by_menu[Menu.FILE], *by_menu[Menu.EDIT], *by_menu[Menu.HELP]]
    shown = {one.id for one in (*files, *by_menu[Menu.VIEW], *by_menu[Menu.WORKSHOP], *by_menu[Menu.RUN])}
    found = (
        Section(tr("While typing"), tuple(Line(_caps(one.keys), one.title) for one in WHILE_TYPING)),
        Section(tr("On the map"), (*_of_table("write"), *_of_table("go"))),
        Section(tr("Move and judge"), _of_table("judge")),
        Section(tr("Cards"), _of(mine)),
        Section(tr("Project"), _of(files)),
        Section(tr("View"), _of(by_menu[Menu.VIEW])),
        Section(tr("Workshop"), _of(by_menu[Menu.WORKSHOP])),
        Section(tr("Run"), _of(by_menu[Menu.RUN])),
        Section(tr("Maps"), _of([one for one in rest if one.id not in shown])),
    )
    return tuple(one for one in found if one.lines)


def _of_table(group: Group) -> tuple[Line, ...]:
    lines = [one for one in ON_MAP if one.group == group]
    return tuple(Line((one.shown,) if one.shown else _caps(one.keys), one.title) for one in lines)


def _of(actions: Iterable[Action]) -> tuple[Line, ...]:
    return tuple(Line(_caps(one.keys), one.title.rstrip("…")) for one in actions)


def _caps(keys: tuple[str, ...]) -> tuple[str, ...]:
    """Keys as they stand on a keyboard, two at most."""
    return tuple(shown_keys(one) for one in keys[:2])


def shown_keys(keys: str) -> str:
    """Keys as they stand on a keyboard: Ctrl+Return is Ctrl+Enter."""
    parts = keys.split("+") if not keys.endswith("++") else [*keys[:-2].split("+"), "+"]
    return "+".join(_NAMES.get(part, part) for part in parts)


class KeySheet(QFrame):
    """Opens over the window; Esc, its own keys and a click elsewhere close it."""

    def __init__(self, look: Look, actions: Iterable[Action], window: QWidget) -> None:
        super().__init__(window)
        self._look, self._window = look, window
        self._before = QApplication.focusWidget()
        self.setObjectName("key-sheet")
        self.setAccessibleName(tr("All keys"))
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setProperty("ownFocus", True)
        theme = look.theme
        self.setStyleSheet(
            f"#key-sheet {{ background: {theme.raised}; border: 1px solid {theme.line_strong}; border-radius: 12px; }}"
            f"#key-lines, #key-sheet QScrollArea {{ background: transparent; border: none; }}"
            f'QLabel[role="key"] {{ background: {theme.surface}; color: {theme.ink}; padding: 0 {look.px(5)}px;'
            f" border: 1px solid {theme.line_strong}; border-radius: 4px; font-size: {look.px(11)}px; }}"
        )
        box = QVBoxLayout(self)
        box.setContentsMargins(look.px(22), look.px(14), look.px(10), look.px(12))
        box.setSpacing(look.px(6))
        head = QHBoxLayout()
        head.addWidget(label(tr("All keys"), "heading"))
        head.addStretch(1)
        head.addWidget(icon_button(look, "x", tr("Close"), self.leave))
        box.addLayout(head)
        self._inside = self._columns(sections(actions))
        self._area = scrolled(self._inside)
        self._area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        box.addWidget(self._area, 1)
        self.ensurePolished()
        for widget in self.findChildren(QWidget):
            widget.ensurePolished()
        self._settle()
        self.show()
        self.raise_()
        self.setFocus(Qt.FocusReason.PopupFocusReason)

    def _columns(self, found: tuple[Section, ...]) -> QWidget:
        inside = QWidget()
        inside.setObjectName("key-lines")
        across = QHBoxLayout(inside)
        across.setContentsMargins(0, 0, self._look.px(12), 0)
        across.setSpacing(self._look.px(34))
        for column in balanced(found, COLUMNS):
            down = QVBoxLayout()
            down.setSpacing(self._look.px(10))
            for section in column:
                down.addLayout(self._section(section))
            down.addStretch(1)
            across.addLayout(down, 1)
        return inside

    def _section(self, section: Section) -> QGridLayout:
        grid = QGridLayout()
        grid.setVerticalSpacing(self._look.px(2))
        grid.setHorizontalSpacing(self._look.px(10))
        grid.setColumnStretch(0, 1)
        grid.addWidget(label(section.title, "strong"), 0, 0, 1, 2)
        for row, line in enumerate(section.lines, 1):
            words = label(line.words, "note", wrap=len(line.words) > LONG)
            words.setAccessibleName(f"{line.words}: {', '.join(line.keys)}")
            grid.addWidget(words, row, 0)
            caps = QHBoxLayout()
            caps.setSpacing(self._look.px(4))
            caps.addStretch(1)
            for key in line.keys:
                cap = QLabel(key)
                cap.setTextFormat(Qt.TextFormat.PlainText)
                cap.setProperty("role", "key")
                caps.addWidget(cap)
            grid.addLayout(caps, row, 1, Qt.AlignmentFlag.AlignTop)
        return grid

    def _settle(self) -> None:
        """In the middle of the window, as large as it needs to be and no larger than fits."""
        look, window = self._look, self._window
        width = min(look.px(WIDTH), window.width() - 2 * MARGIN)
        inner = self._inside.layout()
        needed = inner.totalHeightForWidth(width - look.px(32)) if inner is not None else 0
        height = min(needed + look.px(76), window.height() - 2 * MARGIN)
        self.setGeometry((window.width() - width) // 2, max(MARGIN, (window.height() - height) // 2), width, height)

    def leave(self) -> None:
        """Close it, and give the keyboard back."""
        if self._before is not None and isValid(self._before):
            self._before.setFocus(Qt.FocusReason.OtherFocusReason)
        self.hide()
        self.deleteLater()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Esc closes; arrows and pages scroll."""
        bar = self._area.verticalScrollBar()
        step = {
            Qt.Key.Key_Down: 40, Qt.Key.Key_Up: -40,
            Qt.Key.Key_PageDown: bar.pageStep(), Qt.Key.Key_PageUp: -bar.pageStep(),
        }.get(Qt.Key(event.key()), 0)  # fmt: skip
        if step:
            bar.setValue(bar.value() + step)
        elif event.key() in (Qt.Key.Key_Escape, Qt.Key.Key_F1, Qt.Key.Key_Question, Qt.Key.Key_Return):
            self.leave()
        else:
            super().keyPressEvent(event)

    def event(self, event: QEvent) -> bool:
        """Its own keys close it rather than open it once more."""
        if event.type() is QEvent.Type.ShortcutOverride and isinstance(event, QKeyEvent):
            event.accept()
            return True
        return super().event(event)

    def focusOutEvent(self, event: QFocusEvent) -> None:
        """A click elsewhere closes it."""
        super().focusOutEvent(event)
        if self.isVisible() and self.isActiveWindow():
            self.leave()


def balanced(found: tuple[Section, ...], columns: int) -> list[list[Section]]:
    """Sections in columns, in their order, so that the fullest column is as low as it can be."""
    heights = [sum(1 + (len(line.words) > LONG) for line in one.lines) + 2 for one in found]
    columns = min(columns, len(found))
    best = min(
        combinations(range(1, len(found)), columns - 1),
        key=lambda cuts: max(sum(heights[a:b]) for a, b in pairwise((0, *cuts, len(found)))),
        default=(),
    )
    return [list(found[a:b]) for a, b in pairwise((0, *best, len(found)))]
