"""Text in aligned columns, for a terminal of eighty characters."""

from __future__ import annotations

import textwrap
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass

from app.words import plain

WIDTH = 80
GAP = 2


def width(text: str) -> int:
    """How many cells of a terminal the text takes: wide characters two, combining ones none."""
    cells = 0
    for character in text:
        if unicodedata.combining(character) or unicodedata.category(character) == "Cf":
            continue
        cells += 2 if unicodedata.east_asian_width(character) in "WF" else 1
    return cells


def cut(text: str, room: int) -> str:
    """The text on one line in at most `room` cells, with … where something was left out."""
    line = plain(text).rstrip()
    if width(line) <= room:
        return line
    while line and width(line) > room - 1:
        line = line[:-1]
    return line.rstrip() + "…"


def wrapped(text: str, indent: str = "", first: str | None = None) -> str:
    """The text in lines of at most eighty characters, each with `indent` before it (the first with `first`)."""
    start = indent if first is None else first
    return textwrap.fill(
        plain(text),
        WIDTH,
        initial_indent=start,
        subsequent_indent=indent,
        break_long_words=True,
        break_on_hyphens=False,
    )


def listed(rows: Sequence[tuple[str, str]], room: int = 20) -> str:
    """Names with what they mean beside them, or below where a name takes more than `room` cells."""
    lines = []
    for name, meaning in rows:
        beside = width(name) <= room
        lines.append(f"  {name}{' ' * (room - width(name) + GAP)}{meaning}" if beside else f"  {name}")
        if not beside:
            lines.append(" " * (room + 2 * GAP) + meaning)
    return "\n".join(line.rstrip() for line in lines)


@dataclass(frozen=True)
class Column:
    """A column: its head (lines parted by newlines), numbers at the right, at most `room` cells wide."""

    head: str
    right: bool = False
    room: int = WIDTH


@dataclass(frozen=True)
class Row:
    """A row: one cell per column, and perhaps a line below that starts under column `under`.

    `above` and `after` are lines of their own before and after it, over the whole width.
    """

    cells: tuple[str, ...]
    below: str = ""
    under: int = 0
    above: str = ""
    after: str = ""


def table(columns: Sequence[Column], rows: Sequence[Row], indent: str = "") -> str:
    """The rows in aligned columns under their heads."""
    cells = [[cut(cell, column.room) for cell, column in zip(row.cells, columns, strict=True)] for row in rows]
    heads = [column.head.split("\n") for column in columns]
    depth = max((len(head) for head in heads), default=0)
    lifted = [[""] * (depth - len(head)) + head for head in heads]
    widths = [max([*(width(line) for line in head), *(width(row[k]) for row in cells)]) for k, head in enumerate(heads)]
    lines = [_line([head[level] for head in lifted], columns, widths) for level in range(depth)]
    lines.append("─" * (sum(widths) + GAP * (len(widths) - 1)))
    for row, written in zip(rows, cells, strict=True):
        lines += row.above.split("\n") if row.above else []
        lines.append(_line(written, columns, widths))
        if row.below:
            start = sum(widths[: row.under]) + GAP * row.under
            lines.append(" " * start + row.below)
        lines += row.after.split("\n") if row.after else []
    return "\n".join((indent + line).rstrip() for line in lines)


def _line(cells: Sequence[str], columns: Sequence[Column], widths: Sequence[int]) -> str:
    parts = []
    for cell, column, room in zip(cells, columns, widths, strict=True):
        pad = " " * (room - width(cell))
        parts.append(pad + cell if column.right else cell + pad)
    return (" " * GAP).join(parts)
