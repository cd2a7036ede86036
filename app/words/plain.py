"""Text from a file made harmless for a terminal: what somebody wrote may not steer the screen it is shown on."""

from __future__ import annotations

import unicodedata


def plain(text: str, keep: str = "") -> str:
    """The text with a space for every control, direction mark or half character, except those in `keep`."""
    return "".join(
        character if character in keep or unicodedata.category(character)[0] != "C" else " " for character in text
    )
