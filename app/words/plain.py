"""Text from a file made harmless for a terminal: what somebody wrote may not steer the screen it is shown on."""

from __future__ import annotations

import re
import unicodedata

_WHOLE = re.compile(r"[“‘\"](?P<inside>[^“”‘\"]*)[”’\"]", re.DOTALL)
_DOUBLE = re.compile(r"“([^“”]*)”|\"([^\"]*)\"")
_SINGLE = re.compile(r"‘([^‘]*?)’(?!\w)")


def plain(text: str, keep: str = "") -> str:
    """The text with a space for every control, direction mark or half character, except those in `keep`."""
    return "".join(
        character if character in keep or unicodedata.category(character)[0] != "C" else " " for character in text
    )


def quoted_inside(text: str, mark: str) -> str:
    """The text as it stands between quotation marks that open with `mark` (“ or ‘): its own become the other kind.

    Marks around the whole of it go; the apostrophe inside a word is not one of a pair.
    """
    whole = _WHOLE.fullmatch(text.strip())
    if whole:
        return whole["inside"]
    if mark == "“":
        return _DOUBLE.sub(lambda found: f"‘{found[1] or found[2] or ''}’", text)
    return _SINGLE.sub(r"“\1”", text)
