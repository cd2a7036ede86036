"""All arms of the run in one table."""

from __future__ import annotations

from PySide6.QtWidgets import QWidget

from app.desktop.answer.table import arms_table
from app.desktop.lab.parts import Part, Shown, titled
from app.words import tr


def make(shown: Shown) -> QWidget | None:
    """One line an arm."""
    if shown.answer is None:
        return None
    note = tr("lift in pp; orders and margin of a month")
    return titled(shown.look, tr("Arms"), note, arms_table(shown.look, shown.answer))


ARMS = Part("arms", "middle", 40, make, looks_at=lambda shown: shown.answer)
