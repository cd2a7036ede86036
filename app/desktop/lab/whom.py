"""For whom: the lift of every group of visitors."""

from __future__ import annotations

from PySide6.QtWidgets import QWidget

from app.desktop.answer.pictures import Forest
from app.desktop.lab.parts import Part, Shown, titled
from app.words import tr


def make(shown: Shown) -> QWidget | None:
    """Everybody, personas and segments; nothing where no group changed sides often enough."""
    answer = shown.answer
    if answer is None or not any(group.lift is not None for group in (*answer.groups, *answer.segments)):
        return None
    note = tr("lift in pp, 95%") if answer.rate else tr("lift, 95%")
    return titled(shown.look, tr("For whom"), note, Forest(shown.look, answer, 420, segments=True))


WHOM = Part("whom", "middle", 21, make, half=True, looks_at=lambda shown: shown.answer)
