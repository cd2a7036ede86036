"""The personas that ship: which there are, and each as a record in Dutch or English with its sources."""

from __future__ import annotations

from dataclasses import dataclass

from personas.library.overlay import LANGUAGES, lay_over, shipped_json
from personas.model import Persona
from personas.provenance import Source
from personas.records import Language

_PACKAGE = "personas.library"


@dataclass(frozen=True)
class ShippedPersona:
    """A persona of the library, and the sources that its traits rest on, by the ids it refers to them with."""

    key: str
    title: str
    persona: Persona
    sources: dict[str, Source]


def library_keys() -> tuple[str, ...]:
    """Keys of the shipped personas, in the order in which they are offered."""
    return tuple(shipped_json(_PACKAGE, "index.json")["personas"])


def library_title(key: str, language: Language) -> str:
    """The full name a persona is offered under ('Duurzame Daniëlle'); KeyError when there is no such persona."""
    return str(shipped_json(_PACKAGE, "index.json")["titles"][language][key])


def library_persona(key: str, language: Language) -> ShippedPersona:
    """The persona `key` in `language`, ready to be put into a project together with its sources.

    KeyError when no persona is called that or the language is not shipped.
    """
    if key not in library_keys() or language not in LANGUAGES:
        raise KeyError(f"{key}.{language}")
    record = lay_over(shipped_json(_PACKAGE, f"{key}.json"), shipped_json(_PACKAGE, f"{key}.{language}.json"))
    sources = lay_over(shipped_json(_PACKAGE, "sources.json"), shipped_json(_PACKAGE, f"sources.{language}.json"))
    return ShippedPersona(
        key,
        library_title(key, language),
        Persona.model_validate(record),
        {source: Source.model_validate(value) for source, value in sources.items()},
    )
