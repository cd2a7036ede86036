"""What stands around a map in a picture that leaves the house: its title above, how to read its numbers below."""

from __future__ import annotations

from collections.abc import Mapping

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QImage, QPainter

from app.desktop import fonts
from app.desktop.paint.pen import pen, write_at
from app.desktop.paint.portrait import paint_portrait
from app.desktop.paint.signs import paint_evidence, paint_mark, paint_uncalibrated
from app.desktop.theme import Theme
from app.words import name, percent, tr
from maps.layout.elements import MapLayout
from maps.model import MapSlice
from personas.records import Evidence

HEAD, FOOT = 76.0, 44.0
_AVATAR, _GAP = 34.0, 24.0
_KINDS: tuple[Evidence, ...] = ("assumed", "published", "measured")


def paint_head(
    painter: QPainter,
    piece: MapSlice,
    layout: MapLayout,
    width: float,
    theme: Theme,
    shown: list[str],
    images: Mapping[str, QImage] | None = None,
) -> None:
    """Title, organisation and state at the left, the people of the map at the right; `HEAD` high, from y 0.

    ``images`` holds the pictures that people have, by image id; who has none is drawn.
    """
    left = 20.0
    paint_mark(painter, QRectF(left, 19.0, 38.0, 38.0), theme)
    right = _people(painter, piece, layout, width - 20.0, theme, shown, images or {})
    room = max(60.0, right - left - 70.0)
    title = _fitting(piece.map.title or tr("Untitled map"), "start", room)
    write_at(painter, title, "start", left + 50.0, 30.0, theme.ink)
    state = name("maturity", piece.map.maturity)
    note = " · ".join(part for part in (piece.map.organisation.strip(), state, piece.map.scenario.strip()) if part)
    write_at(painter, _fitting(" ".join(note.split()), "body", room), "body", left + 51.0, 55.0, theme.ink2)
    _hairline(painter, HEAD - 0.5, width, theme)


def _people(
    painter: QPainter,
    piece: MapSlice,
    layout: MapLayout,
    right: float,
    theme: Theme,
    shown: list[str],
    images: Mapping[str, QImage],
) -> float:
    """The personas from right to left; returns where the leftmost begins. As many as half the width has room for."""
    total = sum(piece.map.personas.get(key, 0.0) for key in piece.personas) or 1.0
    least = right * 0.45
    x = right
    for key in reversed(shown):
        persona = piece.personas[key]
        share = percent(piece.map.personas.get(key, 0.0) / total, 0)
        words = _fitting(persona.name, "body_strong", 140.0)
        text = max(
            fonts.metrics("body_strong").horizontalAdvance(words),
            fonts.metrics("small").horizontalAdvance(share),
        )
        start = x - text - _AVATAR - 10.0
        if start < least:
            break
        face, picture = QRectF(start, 21.0, _AVATAR, _AVATAR), images.get(persona.portrait or "")
        paint_portrait(painter, face, persona, layout.slots.get(key, 0), theme, picture)
        write_at(painter, words, "body_strong", start + _AVATAR + 10.0, 31.0, theme.ink)
        write_at(painter, share, "small", start + _AVATAR + 10.0, 47.0, theme.ink3)
        x = start - _GAP
    return x


def paint_foot(painter: QPainter, width: float, theme: Theme, *, simulated: bool) -> None:
    """The key of the evidence marks and the product's name; `FOOT` high, from y 0.

    ``simulated`` when figures of a run stand on the map: then it says that they are uncalibrated.
    """
    _hairline(painter, 0.5, width, theme)
    x, middle = 20.0, FOOT / 2
    for kind in _KINDS:
        paint_evidence(painter, QPointF(x + 4.5, middle), kind, theme)
        x += 14.0 + write_at(painter, name("evidence", kind), "small", x + 14.0, middle, theme.ink2) + 18.0
    name_width = write_at(painter, "Footfall", "small_strong", width - 20.0, middle, theme.ink3, right=True)
    if simulated:
        words = tr("Uncalibrated")
        pill = fonts.metrics("small_strong").horizontalAdvance(words) + 24.0
        paint_uncalibrated(painter, QRectF(width - 40.0 - name_width - pill, middle - 12.0, pill, 24.0), words, theme)


def _hairline(painter: QPainter, y: float, width: float, theme: Theme) -> None:
    painter.setPen(pen(theme.line, theme.hairline))
    painter.drawLine(QPointF(0.0, y), QPointF(width, y))


def _fitting(words: str, role: str, room: float) -> str:
    return fonts.metrics(role).elidedText(words, Qt.TextElideMode.ElideRight, room)
