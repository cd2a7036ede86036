"""Drawn portraits, put together from a persona's avatar fields; nothing is ever guessed from a name.

Hair: 0 long, 1 short, 2 in a bun, 3 to the chin with a fringe, 4 curls, 5 bald with hair at the sides, 6 a ponytail,
7 close-cropped. All shapes live on a sheet of 100 x 100 whose middle is the outline's middle. What would stick out of
the outline is cut off as a shape, not clipped, so that vector exports show the same.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import lru_cache
from typing import TYPE_CHECKING

from PySide6.QtCore import QPointF, QRectF
from PySide6.QtGui import QPainter, QPainterPath, QTransform

from app.desktop.paint.pen import ROUND, fill, pen, stroke
from app.desktop.paint.people import unit_outline
from app.desktop.theme import Shape, Theme, mix

if TYPE_CHECKING:
    from personas.model import Avatar

_GROUND, _NECK_SHADE, _SCARF_SHADE = 0.24, 0.14, 0.45


def paint_avatar(painter: QPainter, rect: QRectF, avatar: Avatar, slot: int, theme: Theme) -> None:
    """The portrait in the person's outline, filling the square ``rect``."""
    person = theme.person(slot)
    skin = theme.avatar.skins[avatar.skin % len(theme.avatar.skins)]
    hair = theme.avatar.hairs[avatar.hair_colour % len(theme.avatar.hairs)]
    feature = theme.avatar.feature
    place = QTransform().translate(rect.x(), rect.y()).scale(rect.width() / 100.0, rect.height() / 100.0)
    scale = rect.width() / 100.0

    def draw(path: QPainterPath, value: str) -> None:
        fill(painter, place.map(path), value)

    def line(path: QPainterPath, value: str, width: float) -> None:
        stroke(painter, place.map(path), pen(value, width * scale, cap=ROUND))

    draw(_sheet_outline(person.shape), mix(person.colour, theme.surface, _GROUND))
    scarf = mix(feature, person.colour, _SCARF_SHADE)
    if avatar.scarf:
        draw(_cut(person.shape, "scarf", 0), scarf)
    else:
        draw(_cut(person.shape, "back", avatar.hair), hair)
    draw(_cut(person.shape, "neck", 0), mix(feature, skin, _NECK_SHADE))
    draw(_cut(person.shape, "shoulders", 0), person.colour)
    if avatar.scarf:
        draw(_cut(person.shape, "drape", 0), scarf)
    draw(_ellipse(50, 47, 18.5, 21), skin)
    if not avatar.scarf and avatar.hair in {1, 5, 7}:
        for x in (31.8, 68.2):
            draw(_ellipse(x, 49, 3.2, 4.4), skin)
    if avatar.beard:
        draw(_beard(), mix(feature, hair, 0.06))
    _face(draw, line, feature, glasses=avatar.glasses)
    if avatar.scarf:
        draw(_scarf_front(), scarf)
        for dot in _scarf_dots():
            draw(dot, mix(skin, scarf, 0.65))
    else:
        draw(_front(avatar.hair), hair)


def _face(
    draw: Callable[[QPainterPath, str], None],
    line: Callable[[QPainterPath, str, float], None],
    ink: str,
    *,
    glasses: bool,
) -> None:
    for x in (43.2, 56.8):
        draw(_ellipse(x, 48, 1.9, 1.9), ink)
    mouth = QPainterPath(QPointF(43.6, 56.8))
    mouth.quadTo(50.0, 62.2, 56.4, 56.8)
    line(mouth, ink, 2.0)
    if glasses:
        for x in (42.6, 57.4):
            line(_ellipse(x, 48, 6.2, 6.2), ink, 1.7)
        bridge = QPainterPath(QPointF(48.8, 47.4))
        bridge.quadTo(50.0, 46.6, 51.2, 47.4)
        line(bridge, ink, 1.7)


@lru_cache(maxsize=16)
def _sheet_outline(shape: Shape) -> QPainterPath:
    reach = 50.0 if shape == "circle" else 48.0
    return QTransform().translate(50.0, 50.0).scale(reach, reach).map(unit_outline(shape))


@lru_cache(maxsize=256)
def _cut(shape: Shape, part: str, style: int) -> QPainterPath:
    """A part of the body, without what sticks out of the outline."""
    whole = {
        "back": lambda: _back(style),
        "neck": _neck,
        "shoulders": _shoulders,
        "scarf": _scarf_back,
        "drape": _drape,
    }
    return whole[part]().intersected(_sheet_outline(shape))


def _ellipse(x: float, y: float, rx: float, ry: float) -> QPainterPath:
    path = QPainterPath()
    path.addEllipse(QPointF(x, y), rx, ry)
    return path


def _box(x: float, y: float, w: float, h: float, radius: float) -> QPainterPath:
    path = QPainterPath()
    path.addRoundedRect(QRectF(x, y, w, h), radius, radius)
    return path


def _neck() -> QPainterPath:
    return _box(43.2, 58, 13.6, 24, 6)


def _shoulders() -> QPainterPath:
    path = QPainterPath(QPointF(14, 112))
    path.cubicTo(14, 88, 27, 79.5, 42.5, 77)
    path.quadTo(50, 83, 57.5, 77)
    path.cubicTo(73, 79.5, 86, 88, 86, 112)
    path.closeSubpath()
    return path


def _cap(brow: float, side: float, part: float = 50.0) -> QPainterPath:
    """Hair on top of the head: down to ``side`` at the temples, its hairline at ``brow``, parted at x ``part``."""
    path = QPainterPath(QPointF(30.6, side))
    path.cubicTo(28.6, 31, 37, 23.6, 50, 23.6)
    path.cubicTo(63, 23.6, 71.4, 31, 69.4, side)
    path.cubicTo(68.4, side - 5, 66.5, brow + 2, part + 6, brow - 2)
    path.cubicTo(part - 4, brow + 1.5, 36, brow + 1, 33.8, brow + 4.5)
    path.cubicTo(32.2, brow + 6, 31.2, side - 3, 30.6, side)
    path.closeSubpath()
    return path


def _back(style: int) -> QPainterPath:
    if style == 0:
        return _box(28.6, 25, 42.8, 60, 20)
    if style == 2:
        return _ellipse(50, 19, 8.6, 8.2).united(_box(30.2, 30, 39.6, 34, 15))
    if style == 3:
        return _box(27.6, 24.5, 44.8, 44, 17)
    if style == 4:
        return _curls()
    if style == 6:
        tail = QPainterPath(QPointF(66, 30))
        tail.cubicTo(86, 30, 84, 62, 74, 74)
        tail.cubicTo(76, 60, 72, 48, 64, 42)
        tail.closeSubpath()
        return tail
    return QPainterPath()


def _curls() -> QPainterPath:
    path = _ellipse(50, 38, 24, 22)
    for x, y in ((28, 40), (30, 28), (39, 20), (50, 17), (61, 20), (70, 28), (72, 40), (29, 50), (71, 50)):
        path = path.united(_ellipse(x, y, 6.6, 6.6))
    return path


@lru_cache(maxsize=16)
def _front(style: int) -> QPainterPath:
    if style == 1:
        return _cap(37.5, 45.5, 57)
    if style == 3:
        fringe = QPainterPath(QPointF(30, 55))
        fringe.cubicTo(27, 33, 36, 24.5, 50, 24.5)
        fringe.cubicTo(64, 24.5, 73, 33, 70, 55)
        fringe.cubicTo(69, 49, 67.5, 44.5, 66, 41)
        fringe.lineTo(34, 41)
        fringe.cubicTo(32.5, 44.5, 31, 49, 30, 55)
        fringe.closeSubpath()
        return fringe
    if style == 4:
        path = _cap(35, 42)
        for x, y in ((36, 32), (43, 29.5), (50, 28.6), (57, 29.5), (64, 32)):
            path = path.united(_ellipse(x, y, 5.2, 5.2))
        return path
    if style == 5:
        return _ellipse(31.4, 44, 3.2, 7.4).united(_ellipse(68.6, 44, 3.2, 7.4)).subtracted(_ellipse(50, 47, 17.6, 22))
    if style == 7:
        return _cap(33.5, 42, 50)
    return _cap(36.5, 53, 60)


def _beard() -> QPainterPath:
    path = QPainterPath(QPointF(31.5, 48))
    path.cubicTo(31.5, 64, 39, 70.5, 50, 70.5)
    path.cubicTo(61, 70.5, 68.5, 64, 68.5, 48)
    path.cubicTo(66.5, 54.5, 62, 54, 57.5, 53.6)
    path.quadTo(50, 51.6, 42.5, 53.6)
    path.cubicTo(38, 54, 33.5, 54.5, 31.5, 48)
    path.closeSubpath()
    lips = _ellipse(50, 58.7, 8.2, 3.7)
    return path.subtracted(lips)


def _scarf_back() -> QPainterPath:
    return _box(26.4, 19.5, 47.2, 66, 23)


def _drape() -> QPainterPath:
    path = QPainterPath(QPointF(29, 62))
    path.cubicTo(30, 84, 36, 94, 50, 94)
    path.cubicTo(64, 94, 70, 84, 71, 62)
    path.closeSubpath()
    return path


@lru_cache(maxsize=1)
def _scarf_front() -> QPainterPath:
    return _box(29, 23.5, 42, 52, 20).subtracted(_ellipse(50, 49, 15.4, 18.6))


@lru_cache(maxsize=1)
def _scarf_dots() -> tuple[QPainterPath, ...]:
    places = ((50, 26.6), (41, 28.4), (59, 28.4), (34, 35), (66, 35), (31.6, 45), (68.4, 45), (32, 56), (68, 56))
    lower = ((36.5, 66), (63.5, 66), (44, 72), (56, 72), (50, 80), (40, 82), (60, 82))
    return tuple(_ellipse(x, y, 1.1, 1.1) for x, y in (*places, *lower))
