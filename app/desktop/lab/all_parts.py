"""All parts of the page of the answer, by column and order."""

from __future__ import annotations

from app.desktop.lab.parts import Part, Side

PARTS: tuple[Part, ...] = ()


def parts_of(side: Side, *, answered: bool) -> list[Part]:
    """The parts of one column in order; before there is an answer only those that do without."""
    return sorted(
        (part for part in PARTS if part.side == side and (answered or part.without_answer)), key=lambda part: part.order
    )
