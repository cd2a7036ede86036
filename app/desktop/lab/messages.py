"""The messages of the arm."""

from __future__ import annotations

from PySide6.QtWidgets import QWidget

from app.desktop.answer.table import message_rows
from app.desktop.lab.parts import Part, Shown, titled
from app.words import tr


def make(shown: Shown) -> QWidget | None:
    """One line a message; nothing where the arm says nothing."""
    if shown.answer is None or not shown.answer.messages:
        return None
    note = tr("a month; expected on a reference shop, and how much of it arrives here")
    return titled(shown.look, tr("Messages"), note, message_rows(shown.look, shown.answer))


MESSAGES = Part("messages", "middle", 50, make, looks_at=lambda shown: shown.answer)
