"""The layout's measure with real fonts: what is measured here is what the painter draws, line by line."""

from __future__ import annotations

from functools import lru_cache

from PySide6.QtCore import Qt
from PySide6.QtGui import QTextLayout, QTextOption

from app.desktop import fonts
from app.desktop.letters import drawable
from app.desktop.theme import ROLES
from maps.layout.measure import Wrapped

_EMPTY = Wrapped((), 0.0, 0.0)


class QtMeasure:
    """`maps.layout.measure.Measure` by Qt. Needs a running ``QGuiApplication``."""

    def wrap(self, text: str, role: str, width: float, max_lines: int = 0) -> Wrapped:
        """See the protocol. Results are cached over all maps: most texts stay the same from edit to edit."""
        return _wrap(text, role, width, max_lines)


@lru_cache(maxsize=20_000)
def _wrap(text: str, role: str, width: float, max_lines: int) -> Wrapped:
    text = drawable(text).strip()
    if not text or width <= 0:
        return _EMPTY
    lines, cut = _broken(text, role, width, max_lines)
    metrics = fonts.metrics(role)
    widest = min(width, max(metrics.horizontalAdvance(line) for line in lines))
    return Wrapped(tuple(lines), widest, ROLES[role].line * len(lines), cut)


def _broken(text: str, role: str, width: float, max_lines: int) -> tuple[list[str], bool]:
    """The lines, and whether the text was cut short."""
    metrics = fonts.metrics(role)
    lines: list[str] = []
    paragraphs = text.splitlines()
    for index, paragraph in enumerate(paragraphs):
        for start, end in _spans(paragraph, role, width):
            if max_lines and len(lines) == max_lines - 1:
                rest = " ".join([paragraph[start:], *paragraphs[index + 1 :]]).strip()
                last = metrics.elidedText(rest, Qt.TextElideMode.ElideRight, width)
                return [*lines, last], last != rest
            lines.append(paragraph[start:end].rstrip())
    return lines, False


def _spans(paragraph: str, role: str, width: float) -> list[tuple[int, int]]:
    """Where the lines of one paragraph start and end; an empty paragraph is one empty line.

    Qt counts in UTF-16 units, so letters outside the basic plane are counted twice on the way in and out.
    """
    if not paragraph:
        return [(0, 0)]
    layout = QTextLayout(paragraph, fonts.font(role))
    option = QTextOption()
    option.setWrapMode(QTextOption.WrapMode.WrapAtWordBoundaryOrAnywhere)
    layout.setTextOption(option)
    offsets = _utf16_offsets(paragraph)
    found: list[tuple[int, int]] = []
    layout.beginLayout()
    while (line := layout.createLine()).isValid():
        # A hair less than the room: the advance of a part may round up against that of the whole.
        line.setLineWidth(max(1.0, width - 0.5))
        start = line.textStart()
        found.append((offsets[start], offsets[start + line.textLength()]))
    layout.endLayout()
    return found


def _utf16_offsets(text: str) -> list[int]:
    """Index into the Python string for each UTF-16 offset, one more for the end."""
    offsets: list[int] = []
    for index, letter in enumerate(text):
        offsets += [index] * (2 if ord(letter) > 0xFFFF else 1)
    return [*offsets, len(text)]
