"""The keys of the map: one table that the canvas acts by and that the sheet of keys is made from."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Generic, Literal, TypeVar

from PySide6.QtCore import QKeyCombination, Qt
from PySide6.QtGui import QKeyEvent, QKeySequence

from app.words import tr_in

KEYS = "keys"
"""The gettext context of what keys do: mark their words with `mark_in("keys", "…")`."""
Group = Literal["write", "go", "judge"]
D = TypeVar("D")


@dataclass(frozen=True)
class Key(Generic[D]):
    """A line of the table: the keys, what they do in words, and what they mean to whoever acts by it.

    `shown` names keys that are too many to list, such as letters; `hidden` lines are acted on but not shown.
    """

    keys: tuple[str, ...]
    words: str
    group: Group
    does: D
    shown: str = ""
    hidden: bool = False

    @property
    def title(self) -> str:
        """What it does, in the user's language."""
        return tr_in(KEYS, self.words)


Handler = Callable[..., bool]


def name_of(event: QKeyEvent) -> str:
    """The key with its modifiers as the table writes them: `Ctrl+D`, `Shift+Tab`."""
    combined = event.keyCombination()
    modifiers = combined.keyboardModifiers() & ~Qt.KeyboardModifier.KeypadModifier
    key = combined.key()
    if key is Qt.Key.Key_Backtab:
        key = Qt.Key.Key_Tab
        modifiers |= Qt.KeyboardModifier.ShiftModifier
    if key is Qt.Key.Key_Enter:
        key = Qt.Key.Key_Return
    return QKeySequence(QKeyCombination(modifiers, key)).toString(QKeySequence.SequenceFormat.PortableText)


def typed_text(event: QKeyEvent) -> str:
    """The letters that a key types; empty for keys that type nothing, and for commands."""
    modifiers = event.modifiers()
    control = bool(modifiers & (Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.MetaModifier))
    other = bool(modifiers & Qt.KeyboardModifier.AltModifier)
    text = event.text()
    return text if text.isprintable() and text.strip() and control == other else ""
