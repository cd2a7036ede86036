"""Reading shipped data: numbers once, with the texts of one language laid over them.

Shared by the personas, the examples and the frameworks, so that a translation can never change a number.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from importlib import resources
from typing import Any

from personas.records import Language

LANGUAGES: tuple[Language, ...] = ("en", "nl")
"""Languages in which everything that ships is complete."""


def shipped_json(package: str, *path: str) -> Any:
    """The parsed JSON of a file that ships inside `package`; KeyError when there is no such file."""
    file = resources.files(package).joinpath(*path)
    if not file.is_file():
        raise KeyError("/".join(path))
    return json.loads(file.read_text(encoding="utf-8"))


def lay_over(numbers: Mapping[str, Any], texts: Mapping[str, Any]) -> dict[str, Any]:
    """A copy of `numbers` with `texts` laid over it; neither is changed.

    Mappings merge level by level. A key with dots is a path ("goals.1", "traits.pace.note"): what is missing on the
    way is made. ValueError when a text would take the place of something that is not a text.
    """
    merged = {key: _copy(value) for key, value in numbers.items()}
    for key, value in texts.items():
        *way, last = key.split(".")
        place = merged
        for step in way:
            place = place.setdefault(step, {})
            if not isinstance(place, dict):
                raise ValueError(f"{key}: {step} is a value and cannot hold a text")
        old = place.get(last)
        if isinstance(value, Mapping):
            if old is not None and not isinstance(old, dict):
                raise ValueError(f"{key} is a value and cannot hold texts")
            place[last] = lay_over(old or {}, value)
        else:
            if old is not None:
                raise ValueError(f"{key} has a value already and texts may only add")
            place[last] = value
    return merged


def _copy(value: Any) -> Any:
    return {key: _copy(inner) for key, inner in value.items()} if isinstance(value, Mapping) else value
