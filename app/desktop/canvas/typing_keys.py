"""What keys mean while a text is being typed on the map."""

from __future__ import annotations

from typing import Final, Literal

from PySide6.QtGui import QKeyEvent

from app.desktop.canvas.keytable import Key, name_of
from app.words import mark_in

Then = Literal["", "next", "right", "left", "down", "up"]
"""What follows a kept text: nothing, the next card below, or the cell on this side."""
Meaning = Then | Literal["break", "give up"]

WHILE_TYPING: Final[tuple[Key[Meaning], ...]] = (
    Key(("Return",), mark_in("keys", "Keep it and write the next card"), "write", "next"),
    Key(("Tab",), mark_in("keys", "Keep it and go to the next stage"), "write", "right"),
    Key(("Shift+Tab",), mark_in("keys", "Keep it and go to the stage before"), "write", "left"),
    Key(("Ctrl+Return",), mark_in("keys", "Keep it and go to the next row"), "write", "down"),
    Key(("Shift+Return",), mark_in("keys", "A new line in the same card"), "write", "break"),
    Key(("Esc",), mark_in("keys", "Give up what was typed"), "write", "give up"),
)
_BY_KEY: Final = {key: line.does for line in WHILE_TYPING for key in line.keys}
_ARROWS: Final[dict[str, Then]] = {"Left": "left", "Right": "right", "Up": "up", "Down": "down"}


def while_typing(event: QKeyEvent, *, empty: bool) -> Meaning | None:
    """What a key means in the editor; none when it is typed. In an `empty` new card the arrows leave it."""
    name = name_of(event)
    meant: Meaning | None = _BY_KEY.get(name)
    return _ARROWS.get(name) if meant is None and empty else meant
