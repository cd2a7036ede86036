"""What an element says in full when the map shows only a part of it."""

from __future__ import annotations

from collections.abc import Callable

from app.desktop.paint.elements import MINOR_BELOW
from maps.layout.elements import Element, Face, PainCard

More = Callable[[str], tuple[str, ...]]
"""What else there is to say of a card, by its id."""


def whole_text(element: Element | None, zoom: float, more: More | None = None) -> str:
    """The words that were cut short, or that are not drawn at this zoom, and on a pain point `more`; else nothing."""
    if element is None:
        return ""
    cut = [text.full for text in element.texts if text.elided or (text.minor and zoom < MINOR_BELOW)]
    if isinstance(element, Face) and element.full_note:
        shown = element.note.lines if element.note is not None and zoom >= MINOR_BELOW else ()
        cut = [] if shown == (element.full_note,) else [element.full_note]
    if more is not None and isinstance(element, PainCard):
        cut += more(element.record)
    return "\n".join(dict.fromkeys(words for words in cut if words))
