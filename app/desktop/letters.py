"""What of a text can be drawn: letters no picture can hold, and marks that would turn a line around, become spaces."""

from __future__ import annotations

_BIDI = (0x061C, 0x200E, 0x200F, *range(0x202A, 0x202F), *range(0x2066, 0x206A))
_CONTROLS = (*(code for code in range(0x20) if code not in (0x09, 0x0A, 0x0D)), *range(0x7F, 0xA0))
_NO_LETTERS = (*range(0xD800, 0xE000), 0xFFFE, 0xFFFF)
_SPACES = dict.fromkeys((*_BIDI, *_CONTROLS, *_NO_LETTERS), " ")


def drawable(text: str) -> str:
    """The text with a space for every character that XML 1.0 forbids, every control and every direction mark.

    Tabs and line ends stay, and so do the joiners that emoji are made with. As long as it was.
    """
    return text.translate(_SPACES)
