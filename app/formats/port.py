"""What formats need to have painted, and the port through which the desktop paints it. Nothing here knows Qt."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal, Protocol

from app.charts.ink import Ink
from app.formats.report.model import Report
from maps.layout.options import LayoutOptions
from maps.model import MapSlice

ThemeName = Literal["light", "dark", "contrast"]


@dataclass(frozen=True)
class Sheet:
    """One map as it is to be painted. ``images`` holds the PNG bytes of the pictures that cards carry, by image id."""

    piece: MapSlice
    options: LayoutOptions = field(default_factory=LayoutOptions)
    images: Mapping[str, bytes] = field(default_factory=dict)


@dataclass(frozen=True)
class Picture:
    """A picture of one or more maps, one below the other.

    ``language`` is that of the few words that are not the authors' own; ``scale`` is px of the picture per layout px.
    """

    sheets: tuple[Sheet, ...]
    theme: ThemeName = "light"
    language: str = "en"
    scale: float = 2.0


class Painter(Protocol):
    """Paints pictures. The desktop implements it (`app.desktop.export.QtPainter`)."""

    def png(self, picture: Picture) -> bytes:
        """The picture as a PNG file. Raises ``personas.problems.FootfallError`` when it would be too large."""

    def svg(self, picture: Picture) -> bytes:
        """The picture as an SVG file, its texts as text."""


class Press(Painter, Protocol):
    """Paints pictures and whole reports."""

    def pdf(self, report: Report) -> bytes:
        """The report as a PDF file, A4."""

    def ink(self, theme: ThemeName = "light") -> Ink:
        """Colours and font files for charts and pages that go with the pictures."""
