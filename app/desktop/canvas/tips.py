"""What an element says in full when the map shows only a part of it."""

from __future__ import annotations

from app.desktop.paint.elements import MINOR_BELOW
from maps.layout.elements import Element, Face


def whole_text(element: Element | None, zoom: float) -> str:
    """The words that were cut short, or that are not drawn at this zoom; nothing when all is to be read."""
    if element is None:
        return ""
    cut = [text.full for text in element.texts if text.elided or (text.minor and zoom < MINOR_BELOW)]
    if isinstance(element, Face) and element.full_note:
        shown = element.note.lines if element.note is not None and zoom >= MINOR_BELOW else ()
        cut = [] if shown == (element.full_note,) else [element.full_note]
    return "\n".join(dict.fromkeys(words for words in cut if words))
