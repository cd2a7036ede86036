"""The funnel with both arms."""

from __future__ import annotations

from PySide6.QtWidgets import QWidget

from app.desktop.answer.funnel import FunnelBars
from app.desktop.lab.parts import Part, Shown, titled
from app.words import tr


def make(shown: Shown) -> QWidget | None:
    """Two bars a phase; nothing where a kept run has no funnel."""
    if shown.answer is None or not shown.answer.funnel:
        return None
    bars = FunnelBars(shown.look, shown.answer, 420)
    return titled(shown.look, tr("Funnel"), tr("visits that get there, difference in pp"), bars)


FUNNEL = Part("funnel", "middle", 20, make, half=True, looks_at=lambda shown: shown.answer)
