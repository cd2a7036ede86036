"""Ctrl+K: every action and every card by its name, a few letters away."""

from __future__ import annotations

import unicodedata
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from PySide6.QtCore import QEvent, QModelIndex, QObject, QPersistentModelIndex, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QKeyEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import (
    QApplication,
    QFrame,
    QLineEdit,
    QListWidget,
    QListWidgetItem,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QVBoxLayout,
    QWidget,
)
from shiboken6 import isValid

from app.desktop.chrome import draw
from app.desktop.icons import paint_icon
from app.desktop.look import Look
from app.words import tr

_ENTRY = Qt.ItemDataRole.UserRole


@dataclass(frozen=True)
class Entry:
    """One line: its name, what stands grey at its right, its icon, what it does, and words it is also found by."""

    name: str
    note: str
    icon: str
    act: Callable[[], object]
    also: str = ""


def plain(words: str) -> str:
    """Lower case without accents, for searching."""
    return "".join(c for c in unicodedata.normalize("NFD", words.casefold()) if not unicodedata.combining(c))


def found(entries: Sequence[Entry], wish: str) -> list[Entry]:
    """The entries that hold every word of the wish; those that begin with it come first, else the order stays."""
    parts = plain(wish).split()
    hits = [
        entry for entry in entries if all(part in plain(f"{entry.name} {entry.note} {entry.also}") for part in parts)
    ]
    return sorted(hits, key=lambda entry: _rank(plain(entry.name), parts)) if parts else hits


def _rank(name: str, parts: list[str]) -> int:
    """0 when the name begins with the wish, 1 when it holds all of it, else 2."""
    if name.startswith(" ".join(parts)):
        return 0
    return 1 if all(part in name for part in parts) else 2


class _Line(QStyledItemDelegate):
    def __init__(self, look: Look, owner: QListWidget) -> None:
        super().__init__(owner)
        self._look = look
        self._owner = owner

    def sizeHint(self, _option: QStyleOptionViewItem, _index: QModelIndex | QPersistentModelIndex) -> QSize:
        """A row of 34."""
        return self._look.size(100, 34)

    def paint(
        self, painter: QPainter, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> None:
        """Icon, name, note; the current one on the marker's wash."""
        entry = index.data(_ENTRY)
        theme = self._look.theme
        rect = QRectF(option.rect)
        current = index == self._owner.currentIndex()
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.translate(rect.topLeft())
        painter.scale(self._look.room, self._look.room)
        width = rect.width() / self._look.room
        if current:
            draw.bar(painter, QRectF(0, 1, width, 32), theme.marker_wash, 8)
        paint_icon(painter, entry.icon, QRectF(12, 8, 18, 18), theme.ink2)
        note = draw.elided(entry.note, "small", width * 0.4)
        draw.text(painter, width - 12, 21.5, note, "small", theme.ink2, "right")
        room = width - 40 - draw.width_of(note, "small") - 28
        draw.text(painter, 40, 21.5, draw.elided(entry.name, "body", room), "body", theme.ink)
        painter.restore()


class Palette(QFrame):
    """Opens over the window; Enter does the current line, Esc and a click elsewhere close it."""

    def __init__(self, look: Look, entries: Sequence[Entry], window: QWidget, asks: str = "") -> None:
        super().__init__(window)
        self.setObjectName("palette")
        self._look = look
        self._before = QApplication.focusWidget()
        self._entries = entries
        theme = look.theme
        self.setStyleSheet(
            f"#palette {{ background: {theme.raised}; border: 1px solid {theme.line_strong}; border-radius: 12px; }}"
        )
        self._field = QLineEdit()
        self._field.setPlaceholderText(asks or tr("What do you want to do?"))
        self._field.setAccessibleName(tr("Search or command"))
        self._field.textEdited.connect(self._search)
        self._field.installEventFilter(self)
        self._list = QListWidget()
        self._list.setItemDelegate(_Line(look, self._list))
        self._list.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._list.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._list.setMouseTracking(True)
        self._list.setAccessibleName(tr("Actions"))
        self._list.itemClicked.connect(lambda *_: self._do())
        self._none = tr("Nothing is called that.")
        box = QVBoxLayout(self)
        box.setContentsMargins(10, 10, 10, 10)
        box.setSpacing(6)
        box.addWidget(self._field)
        box.addWidget(self._list)
        self._search("")
        width = look.px(560)
        self.setGeometry((window.width() - width) // 2, look.px(64), width, look.px(436))
        self.show()
        self.raise_()
        self._field.setFocus(Qt.FocusReason.PopupFocusReason)

    @property
    def names(self) -> list[str]:
        """The names of the lines shown now."""
        return [self._list.item(row).data(_ENTRY).name for row in range(self._list.count())]

    def _search(self, wish: str) -> None:
        self._list.clear()
        for entry in found(self._entries, wish):
            item = QListWidgetItem(self._list)
            item.setData(_ENTRY, entry)
            item.setData(Qt.ItemDataRole.AccessibleTextRole, entry.name)
        self._list.setCurrentRow(0)

    def _do(self) -> None:
        item = self._list.item(self._list.currentRow())
        if self._list.count() == 0:
            return
        entry: Entry = item.data(_ENTRY)
        self.leave()
        entry.act()

    def leave(self) -> None:
        """Close it."""
        self._field.removeEventFilter(self)
        if self._before is not None and isValid(self._before):
            self._before.setFocus(Qt.FocusReason.OtherFocusReason)
        self.hide()
        self.deleteLater()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Arrows move in the list while the field keeps the keyboard."""
        del watched
        if event.type() is QEvent.Type.FocusOut:
            self.leave()
            return False
        if event.type() is not QEvent.Type.KeyPress or not isinstance(event, QKeyEvent):
            return False
        key, last = event.key(), self._list.count() - 1
        if key in (Qt.Key.Key_Down, Qt.Key.Key_Up):
            step = 1 if key == Qt.Key.Key_Down else -1
            self._list.setCurrentRow(min(max(self._list.currentRow() + step, 0), last))
        elif key in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self._do()
        elif key == Qt.Key.Key_Escape:
            self.leave()
        else:
            return False
        return True

    def paintEvent(self, event: QPaintEvent) -> None:
        """Say so when nothing is found."""
        super().paintEvent(event)
        if self._list.count() == 0:
            painter = QPainter(self)
            painter.setPen(QColor(self._look.theme.ink2))
            painter.setFont(self._look.font("body"))
            painter.drawText(QRectF(24, self._look.px(64), self.width() - 48, 30), self._none)
            painter.end()
