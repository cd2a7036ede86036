"""What charts are drawn with: colours of a theme and the family's font files, handed in by who knows them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path


@dataclass(frozen=True)
class Ink:
    """Colours by token of the design language (``#RRGGBB``) and the font files of the one family.

    tokens: surface, ink, ink2, ink3, line, iris, iris_wash, control, ember and sunken at least.
    """

    tokens: Mapping[str, str]
    family: str = ""
    fonts: tuple[Path, ...] = field(default=())

    def __getitem__(self, token: str) -> str:
        """The colour of a token; KeyError when it has none."""
        return self.tokens[token]
