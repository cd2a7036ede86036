"""Finds the shipped examples and merges numbers and texts into the plain JSON of a project file.

`app.project.examples` makes a Project of it; nothing here knows what a project is.
"""

from __future__ import annotations

from typing import Any

from personas.library.overlay import LANGUAGES, lay_over, shipped_json
from personas.records import Language

EXAMPLES: tuple[str, ...] = ("kettle", "clothing", "airline", "reference-shop")
"""Keys of the shipped examples, in the order in which they are offered."""


def example_project(key: str, language: Language) -> dict[str, Any]:
    """The example `key` in `language` as the JSON of a project file, `format` and `version` included.

    KeyError when no example is called that or the language is not shipped.
    """
    texts = _texts(key, language)
    return lay_over(shipped_json("maps.examples", key, "numbers.json"), texts)


def example_title(key: str, language: Language) -> str:
    """Title of the example in `language`; KeyError as in `example_project`."""
    return str(_texts(key, language)["project"]["title"])


def example_note(key: str, language: Language) -> str:
    """What the example is about, in `language`; KeyError as in `example_project`."""
    return str(_texts(key, language)["project"]["note"])


def _texts(key: str, language: Language) -> dict[str, Any]:
    if key not in EXAMPLES:
        raise KeyError(key)
    if language not in LANGUAGES:
        raise KeyError(language)
    texts: dict[str, Any] = shipped_json("maps.examples", key, f"texts.{language}.json")
    return texts
