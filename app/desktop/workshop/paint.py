"""Paints one screen of a presentation, with the painters that the map itself has."""

from __future__ import annotations

from collections.abc import Mapping

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QBrush, QImage, QLinearGradient, QPainter, QPainterPath, QPen

from app.desktop import fonts
from app.desktop.icons import paint_icon
from app.desktop.paint.pen import ROUND, box, colour, fill, pen, rectf, stroke, write
from app.desktop.paint.people import paint_face, paint_outline
from app.desktop.paint.portrait import paint_portrait
from app.desktop.theme import Theme
from app.desktop.workshop.countdown import Countdown
from maps.layout.geometry import Rect
from maps.layout.present.plate import CurveLine, Dots, Plate
from personas.model import Persona

_FAINT = 0.22


def paint_plate(
    painter: QPainter,
    plate: Plate,
    people: Mapping[str, Persona],
    theme: Theme,
    pictures: Mapping[str, QImage | None] | None = None,
) -> None:
    """Everything but the time, in px of the plate. `pictures` holds what a persona has for a portrait, by her id."""
    for bar in plate.bars:
        value = {"now": theme.marker, "past": theme.ink3, "coming": theme.track}[bar.state]
        grown = rectf(bar.rect).adjusted(0, -1, 0, 1) if bar.state == "now" else rectf(bar.rect)
        box(painter, grown, grown.height() / 2, value)
        if bar.state == "now" and theme.name != "dark":
            box(painter, grown, grown.height() / 2, "", pen(theme.on_marker, 1.2))
    for line in plate.lines:
        dash = (7.0, 7.0) if line.dashed else ()
        value = theme.unlit if line.colour == "line" else theme.token(line.colour)
        painter.setPen(pen(value, 1.5, dash=dash))
        painter.drawLine(QPointF(*line.start), QPointF(*line.end))
    for curve in plate.curves:
        _curve(painter, curve, theme)
    for face in plate.faces:
        paint_face(painter, QPointF(*face.centre), face.radius, face.value, face.slot, theme, theme.sunken)
    for portrait in plate.portraits:
        picture = (pictures or {}).get(portrait.persona)
        paint_portrait(painter, rectf(portrait.rect), people[portrait.persona], portrait.slot, theme, picture)
    for mark in plate.marks:
        paint_outline(painter, QPointF(*mark.centre), mark.size / 2, mark.slot, theme)
    for dots in plate.dots:
        _dots(painter, dots, theme)
    for sign in plate.signs:
        paint_icon(painter, sign.name, rectf(sign.rect), _sign(theme, sign.colour))
    for text in plate.texts:
        write(painter, text, theme)


def _sign(theme: Theme, token: str) -> str:
    """The marker is only seen on dark: elsewhere its darker twin from the mark."""
    return theme.mark_right if token == "marker" else theme.token(token)


def _curve(painter: QPainter, curve: CurveLine, theme: Theme) -> None:
    """Seven px, appearing and going at its ends, over a wider line of the ground so that crossings can be read."""
    path = QPainterPath(QPointF(*curve.points[0]))
    for point in curve.points[1:]:
        path.lineTo(QPointF(*point))
    whole = 1.0 if not curve.faint else _FAINT
    dash = (12.0, 8.0) if theme.dashed(curve.slot) else ()
    value = theme.person(curve.slot).colour
    if not curve.faint:
        stroke(painter, path, _faded(curve, theme.sunken, 15.0, 1.0))
    line = _faded(curve, value, 7.0 if not curve.faint else 5.0, whole)
    if dash:
        line.setDashPattern([part / line.widthF() for part in dash])
    stroke(painter, path, line)


def _faded(curve: CurveLine, value: str, width: float, whole: float) -> QPen:
    begin, shown, going, gone = curve.fade
    span = max(1.0, gone - begin)
    ramp = QLinearGradient(QPointF(begin, 0), QPointF(gone, 0))
    ramp.setColorAt(0.0, colour(value, 0.0))
    ramp.setColorAt(min(1.0, max(0.0, (shown - begin) / span)), colour(value, whole))
    ramp.setColorAt(min(1.0, max(0.0, (going - begin) / span)), colour(value, whole))
    ramp.setColorAt(1.0, colour(value, 0.0))
    result = QPen(QBrush(ramp), width)
    result.setCapStyle(ROUND)
    result.setJoinStyle(Qt.PenJoinStyle.RoundJoin)
    return result


def _dots(painter: QPainter, dots: Dots, theme: Theme) -> None:
    radius = dots.size / 2
    for i in range(dots.count):
        centre = QPointF(dots.at.x + radius + i * dots.size * 1.36, dots.at.y)
        disc = QPainterPath()
        if i >= dots.lit:
            disc.addEllipse(centre, radius - 1.0, radius - 1.0)
            stroke(painter, disc, pen(theme.ink_off, 2.0))
            continue
        disc.addEllipse(centre, radius, radius)
        fill(painter, disc, theme.ember if dots.kind == "severity" else theme.marker)
        if dots.kind == "votes" and theme.name != "dark":
            stroke(painter, disc, pen(theme.on_marker, 1.4))


def paint_time(painter: QPainter, at: Rect, timer: Countdown, theme: Theme) -> None:
    """The time that is left, at the right of its box; in the last minute large and in the marker."""
    if timer.state == "off":
        return
    role = "present_48" if timer.near else "present_22"
    metrics = fonts.metrics(role)
    width = metrics.horizontalAdvance(timer.text)
    middle = at.y + at.h / 2
    right = at.right - (16.0 if timer.near else 0.0)
    if timer.near:
        pill = QRectF(right - width - 16.0, at.y, width + 32.0, at.h)
        box(painter, pill, at.h / 2, theme.marker)
    else:
        icon = QRectF(right - width - 40.0, middle - 13.0, 26.0, 26.0)
        paint_icon(painter, "pause" if timer.state == "paused" else "timer", icon, theme.ink2)
    painter.setFont(fonts.font(role))
    painter.setPen(colour(theme.on_marker if timer.near else theme.ink))
    painter.drawText(QPointF(right - width, middle + (metrics.ascent() - metrics.descent()) / 2), timer.text)
