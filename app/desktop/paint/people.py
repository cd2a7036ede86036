"""People: their outlines, the five faces, and drawn avatars."""

from __future__ import annotations

from functools import lru_cache
from math import cos, pi, sin

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QPainter, QPainterPath, QTransform

from app.desktop.paint.pen import ROUND, colour, fill, pen, stroke
from app.desktop.theme import Shape, Theme


@lru_cache(maxsize=16)
def unit_outline(shape: Shape) -> QPainterPath:
    """The outline of a people slot around (0, 0), in units of its radius."""
    path = QPainterPath()
    if shape == "circle":
        path.addEllipse(QPointF(0, 0), 1.0, 1.0)
    elif shape == "square":
        path.addRoundedRect(QRectF(-0.93, -0.93, 1.86, 1.86), 0.34, 0.34)
    elif shape == "hexagon":
        path = _polygon([(1.1 * cos(pi / 3 * i), 1.1 * sin(pi / 3 * i)) for i in range(6)], 0.18)
    elif shape == "leaf":
        path = _cornered(0.93, (0.22, 0.95, 0.22, 0.95))
    elif shape == "arch":
        path = _cornered(0.93, (0.93, 0.93, 0.2, 0.2))
    else:
        path = _shield()
    return path


def outline_path(shape: Shape, centre: QPointF, radius: float) -> QPainterPath:
    """The outline around ``centre``."""
    return QTransform().translate(centre.x(), centre.y()).scale(radius, radius).map(unit_outline(shape))


def _cornered(half: float, radii: tuple[float, float, float, float]) -> QPainterPath:
    """A square of side 2 ``half`` with its own radius at each corner, clockwise from the top left."""
    tl, tr, br, bl = (min(r, half) for r in radii)
    path = QPainterPath(QPointF(-half + tl, -half))
    path.lineTo(half - tr, -half)
    path.arcTo(QRectF(half - 2 * tr, -half, 2 * tr, 2 * tr), 90, -90)
    path.lineTo(half, half - br)
    path.arcTo(QRectF(half - 2 * br, half - 2 * br, 2 * br, 2 * br), 0, -90)
    path.lineTo(-half + bl, half)
    path.arcTo(QRectF(-half, half - 2 * bl, 2 * bl, 2 * bl), 270, -90)
    path.lineTo(-half, -half + tl)
    path.arcTo(QRectF(-half, -half, 2 * tl, 2 * tl), 180, -90)
    path.closeSubpath()
    return path


def _polygon(corners: list[tuple[float, float]], radius: float) -> QPainterPath:
    path = QPainterPath()
    count = len(corners)
    for i, (x, y) in enumerate(corners):
        (px, py), (nx, ny) = corners[i - 1], corners[(i + 1) % count]
        before = QPointF(x + (px - x) * radius, y + (py - y) * radius)
        after = QPointF(x + (nx - x) * radius, y + (ny - y) * radius)
        if i == 0:
            path.moveTo(before)
        else:
            path.lineTo(before)
        path.quadTo(QPointF(x, y), after)
    path.closeSubpath()
    return path


def _shield() -> QPainterPath:
    side, corner = 0.93, 0.2
    path = QPainterPath(QPointF(-side + corner, -side))
    path.lineTo(side - corner, -side)
    path.quadTo(side, -side, side, -side + corner)
    path.lineTo(side, 0.2)
    path.cubicTo(side, 0.52, 0.62, 0.72, 0.22, 1.02)
    path.quadTo(0.0, 1.2, -0.22, 1.02)
    path.cubicTo(-0.62, 0.72, -side, 0.52, -side, 0.2)
    path.lineTo(-side, -side + corner)
    path.quadTo(-side, -side, -side + corner, -side)
    path.closeSubpath()
    return path


def paint_outline(painter: QPainter, centre: QPointF, radius: float, slot: int, theme: Theme) -> None:
    """A person's mark: her outline filled with her colour. Used in legends and before what only she says."""
    person = theme.person(slot)
    fill(painter, outline_path(person.shape, centre, radius), person.colour)


def paint_face(
    painter: QPainter, centre: QPointF, radius: float, value: float, slot: int, theme: Theme, rim: str = ""
) -> None:
    """One of the five faces in a person's outline. ``value`` is -2 to +2; ``rim`` a colour drawn 2 px around it."""
    person = theme.person(slot)
    shape = outline_path(person.shape, centre, radius)
    if rim:
        line = pen(rim, 4.0)
        painter.setPen(line)
        painter.setBrush(colour(rim))
        painter.drawPath(shape)
    fill(painter, shape, person.colour)
    _features(painter, centre, radius, value, theme.on_persona)


def paint_mood(painter: QPainter, centre: QPointF, radius: float, value: float, theme: Theme) -> None:
    """A face that is nobody's own: how people feel on average."""
    painter.setPen(pen(theme.ink2, 1.2))
    painter.setBrush(Qt.BrushStyle.NoBrush)
    painter.drawEllipse(centre, radius, radius)
    _features(painter, centre, radius, value, theme.ink2)


def _features(painter: QPainter, centre: QPointF, r: float, value: float, ink: str) -> None:
    place = QTransform().translate(centre.x(), centre.y()).scale(r, r)
    angry = value < -1.5
    for x in (-0.34, 0.34):
        eye = QPainterPath()
        eye.addEllipse(QPointF(x, -0.12 if angry else -0.2), 0.125, 0.125)
        fill(painter, place.map(eye), ink)
    line = pen(ink, max(1.4, 0.165 * r), cap=ROUND)
    if value > 1.5:
        mouth = QPainterPath(QPointF(-0.5, 0.08))
        mouth.lineTo(0.5, 0.08)
        mouth.cubicTo(0.5, 0.72, -0.5, 0.72, -0.5, 0.08)
        fill(painter, place.map(mouth), ink)
        return
    stroke(painter, place.map(_mouth(value)), line)
    if angry:
        for side in (-1.0, 1.0):
            brow = QPainterPath(QPointF(0.58 * side, -0.56))
            brow.lineTo(0.2 * side, -0.38)
            stroke(painter, place.map(brow), line)


def _mouth(value: float) -> QPainterPath:
    if value > 0.5:
        path = QPainterPath(QPointF(-0.44, 0.16))
        path.quadTo(0.0, 0.66, 0.44, 0.16)
    elif value >= -0.5:
        path = QPainterPath(QPointF(-0.38, 0.32))
        path.lineTo(0.38, 0.32)
    elif value >= -1.5:
        path = QPainterPath(QPointF(-0.4, 0.5))
        path.quadTo(0.0, 0.1, 0.4, 0.5)
    else:
        path = QPainterPath(QPointF(-0.46, 0.58))
        path.quadTo(0.0, 0.02, 0.46, 0.58)
    return path
