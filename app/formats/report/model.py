"""What a report is made of, whatever it is written as. Texts are plain: who writes them escapes them."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Literal

Role = Literal["lead", "body", "note", "quote"]


@dataclass(frozen=True)
class Heading:
    """A heading; level 1 begins a chapter, level 2 a part of one."""

    text: str
    level: Literal[1, 2] = 1


@dataclass(frozen=True)
class Text:
    """A paragraph. lead: the sentence to remember; note: small print; quote: words of the team's own."""

    text: str
    role: Role = "body"


@dataclass(frozen=True)
class Points:
    """Short texts below one another, each with a dot before it."""

    items: tuple[str, ...]


@dataclass(frozen=True)
class Grid:
    """A table. `right` are the columns that stand to the right (numbers), counted from 0; `strong` the rows in bold."""

    head: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    right: frozenset[int] = frozenset()
    strong: frozenset[int] = frozenset()


@dataclass(frozen=True)
class Figure:
    """A drawing (SVG) with what it says in words for who cannot see it; `width` is its share of the text's width."""

    svg: bytes
    alt: str
    caption: str = ""
    width: float = 1.0


Block = Heading | Text | Points | Grid | Figure


@dataclass(frozen=True)
class Report:
    """A whole report. badge: what must be seen before anything is believed; empty: nothing."""

    title: str
    subtitle: str
    language: str
    badge: str = ""
    blocks: tuple[Block, ...] = field(default=())
