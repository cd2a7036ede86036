"""JSON for a script that may end up on a screen: what could steer a terminal is written as an escape."""

from __future__ import annotations

import json
import unicodedata
from collections.abc import Mapping
from typing import Any


def json_bytes(content: Mapping[str, Any]) -> bytes:
    """The content as indented UTF-8 JSON with a line end; controls, direction marks and half characters escaped."""
    text = json.dumps(content, ensure_ascii=False, allow_nan=False, indent=1)
    return ("".join(map(_harmless, text)) + "\n").encode("utf-8")


def _harmless(character: str) -> str:
    if character == "\n" or character.isprintable() or unicodedata.category(character)[0] != "C":
        return character
    if "\ud800" <= character <= "\udfff":
        return "\\ufffd"  # half a character is no text; strict readers refuse its escape too
    return json.dumps(character)[1:-1] if character != "\x7f" else "\\u007f"
