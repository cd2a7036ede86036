"""The signs used everywhere: phase, evidence, severity, impact and effort, price tag, bullet, the mark."""

from __future__ import annotations

from functools import lru_cache

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QBrush, QPainter, QPainterPath, QTransform

from app.desktop import fonts
from app.desktop.icons import paint_icon
from app.desktop.paint.pen import ROUND, box, colour, fill, pen, stroke, write, write_at
from app.desktop.theme import Theme
from maps.layout.elements import Signs
from maps.layout.geometry import Point
from personas.records import PHASE_KINDS, Evidence, PhaseKind

_BARS = (0.4, 0.6, 0.8, 1.0)
_HATCH = 4.0


def paint_phase(painter: QPainter, rect: QRectF, phase: PhaseKind, theme: Theme) -> None:
    """Four rising bars, as many lit as buying intent has grown; a tick after the order. ``rect`` is 16 x 11."""
    if phase == "after":
        tick = QPainterPath(QPointF(rect.x() + 1.5, rect.y() + 6.0))
        tick.lineTo(rect.x() + 5.5, rect.y() + 10.0)
        tick.lineTo(rect.x() + 14.0, rect.y() + 1.5)
        stroke(painter, tick, pen(theme.ink2, 2.2, cap=ROUND))
        return
    lit = PHASE_KINDS.index(phase)
    painter.setPen(Qt.PenStyle.NoPen)
    for i, share in enumerate(_BARS):
        painter.setBrush(colour(theme.ink2 if i < lit else theme.track))
        height = 11.0 * share
        painter.drawRoundedRect(QRectF(rect.x() + 4.2 * i, rect.y() + 11.0 - height, 2.8, height), 1.0, 1.0)


def paint_evidence(painter: QPainter, centre: QPointF, kind: Evidence, theme: Theme, size: float = 8.6) -> None:
    """A circle: hollow = assumed, left half filled = published, filled = measured. ``size`` is its width, px."""
    radius = size / 2 - 0.7
    ring = QRectF(centre.x() - radius, centre.y() - radius, 2 * radius, 2 * radius)
    painter.setPen(pen(theme.ink3, 1.4))
    painter.setBrush(QBrush(colour(theme.ink3)) if kind == "measured" else Qt.BrushStyle.NoBrush)
    painter.drawEllipse(ring)
    if kind == "published":
        half = QPainterPath(centre)
        half.arcTo(ring, 90, 180)
        half.closeSubpath()
        fill(painter, half, theme.ink3)


def paint_severity(painter: QPainter, left: QPointF, severity: int, theme: Theme) -> None:
    """Five dots from ``left`` (the first dot's left, the row's middle): lit ember, the others hollow."""
    for i in range(5):
        centre = QPointF(left.x() + 2.8 + 7.8 * i, left.y())
        if i < severity:
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(colour(theme.ember))
            painter.drawEllipse(centre, 2.8, 2.8)
        else:
            painter.setPen(pen(theme.ink_off, 1.0))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawEllipse(centre, 2.3, 2.3)


def paint_pips(painter: QPainter, top_left: QPointF, value: float, theme: Theme) -> None:
    """Five small bars for impact or effort, ``value`` of them filled; of a broken number the last one in part."""
    painter.setPen(Qt.PenStyle.NoPen)
    for i in range(5):
        bar = QRectF(top_left.x() + 6.0 * i, top_left.y(), 4.4, 9.0)
        share = min(1.0, max(0.0, value - i))
        painter.setBrush(colour(theme.ink2 if share == 1.0 else theme.unlit))
        painter.drawRoundedRect(bar, 1.4, 1.4)
        if 0.0 < share < 1.0:
            bar.setTop(bar.bottom() - 9.0 * share)
            painter.setBrush(colour(theme.ink2))
            painter.drawRoundedRect(bar, 1.4, 1.4)


def tag_path(rect: QRectF) -> QPainterPath:
    """The price tag's outline: pointed at the left, corners of 4 at the right."""
    nose, corner = 0.46 * rect.height(), 4.0
    path = QPainterPath(QPointF(rect.left(), rect.center().y()))
    path.lineTo(rect.left() + nose * 0.8, rect.top() + 1.2)
    path.quadTo(rect.left() + nose, rect.top(), rect.left() + nose + 2.5, rect.top())
    path.lineTo(rect.right() - corner, rect.top())
    path.quadTo(rect.right(), rect.top(), rect.right(), rect.top() + corner)
    path.lineTo(rect.right(), rect.bottom() - corner)
    path.quadTo(rect.right(), rect.bottom(), rect.right() - corner, rect.bottom())
    path.lineTo(rect.left() + nose + 2.5, rect.bottom())
    path.quadTo(rect.left() + nose, rect.bottom(), rect.left() + nose * 0.8, rect.bottom() - 1.2)
    path.closeSubpath()
    return path


def paint_tag(
    painter: QPainter, rect: QRectF, words: str, theme: Theme, *, ground: str = "", stale: bool = False
) -> None:
    """What something costs. ``ground`` shows through the hole (default ``surface``); hatched when stale."""
    paint_tag_shape(painter, rect, theme, ground=ground, stale=stale)
    write_at(painter, words, "tag", rect.right() - 7.0, rect.center().y(), theme.ember, right=True)


def paint_tag_shape(painter: QPainter, rect: QRectF, theme: Theme, *, ground: str = "", stale: bool = False) -> None:
    """The price tag without its words."""
    path = tag_path(rect)
    fill(painter, path, theme.ember_wash)
    if stale:
        fill(painter, _hatch(rect).intersected(path), theme.ember, 0.3)
    if theme.name == "contrast":
        stroke(painter, path, pen(theme.ember, 1.0))
    fill(
        painter,
        _dot(rect.left() + 0.46 * rect.height(), rect.center().y(), 0.1 * rect.height()),
        ground or theme.surface,
    )


def _dot(x: float, y: float, radius: float) -> QPainterPath:
    path = QPainterPath()
    path.addEllipse(QPointF(x, y), radius, radius)
    return path


def _hatch(rect: QRectF) -> QPainterPath:
    """Thin slanted strips over ``rect``, as areas, so that they can be cut to any outline."""
    path = QPainterPath()
    x = rect.left() - rect.height()
    while x < rect.right():
        strip = QPainterPath(QPointF(x, rect.bottom()))
        strip.lineTo(x + rect.height(), rect.top())
        strip.lineTo(x + rect.height() + 1.0, rect.top())
        strip.lineTo(x + 1.0, rect.bottom())
        strip.closeSubpath()
        path.addPath(strip)
        x += _HATCH
    return path


def paint_uncalibrated(painter: QPainter, rect: QRectF, words: str, theme: Theme) -> None:
    """The pill that stands beside every answer until data backs it; ``rect`` is 24 high."""
    edge = pen(theme.line_strong, 1.0, dash=(3.0, 2.5))
    box(painter, rect.adjusted(0.5, 0.5, -0.5, -0.5), rect.height() / 2 - 0.5, "", edge)
    width = fonts.metrics("small_strong").horizontalAdvance(words)
    write_at(painter, words, "small_strong", rect.center().x() - width / 2, rect.center().y(), theme.ink2)


_WORK = {"doing": "circle-half", "done": "check-circle", "parked": "pause-circle"}


def paint_signs(painter: QPainter, signs: Signs, theme: Theme) -> None:
    """How far the work is, in a sign and a word; remarks and dots with their numbers."""
    if signs.work is not None:
        _small_icon(painter, _WORK.get(signs.status, "circle"), signs.work, theme)
    if signs.remarks_at is not None:
        _small_icon(painter, "chat-teardrop-text", signs.remarks_at, theme)
    if signs.dots_at is not None:
        painter.setPen(pen(theme.ink, 1.0))
        painter.setBrush(colour(theme.marker))
        painter.drawEllipse(QPointF(*signs.dots_at), 4.6, 4.6)
    for text in signs.texts:
        write(painter, text, theme)


def _small_icon(painter: QPainter, name: str, at: Point, theme: Theme) -> None:
    paint_icon(painter, name, QRectF(at.x - 6.0, at.y - 6.0, 12.0, 12.0), theme.ink2)


def paint_bullet(
    painter: QPainter, rect: QRectF, filled: float, target: float | None, theme: Theme, *, stale: bool = False
) -> None:
    """A bar on a track with a target tick; ``filled`` and ``target`` are fractions of the width. Hatched when old."""
    radius = rect.height() / 2
    box(painter, rect, radius, theme.unlit)
    width = max(rect.height(), rect.width() * min(1.0, max(0.0, filled)))
    box(painter, QRectF(rect.x(), rect.y(), width, rect.height()), radius, theme.ink2)
    if stale:
        fill(painter, _hatch(QRectF(rect.x(), rect.y(), width, rect.height())), theme.canvas, 0.75)
    if target is not None:
        x = rect.x() + rect.width() * min(1.0, max(0.0, target))
        tick = QRectF(x - 1.2, rect.center().y() - 6.5, 2.4, 13.0)
        painter.fillRect(tick.adjusted(-1.2, 0, 1.2, 0), colour(theme.canvas))
        box(painter, tick, 1.2, theme.ink)


def paint_mark(painter: QPainter, rect: QRectF, theme: Theme) -> None:
    """The product's mark: two footprints, one step apart, turned 12 degrees; fills the square ``rect``."""
    unit = rect.width() / 32.0
    for x, y, value, mirrored in ((9.4, 18.4, theme.ink, False), (21.8, 12.4, theme.mark_right, True)):
        place = QTransform().translate(rect.x() + x * unit, rect.y() + y * unit).scale(unit, unit).rotate(12.0)
        if mirrored:
            place = place.scale(-1.0, 1.0)
        fill(painter, place.map(footprint()), value)


def paint_footprint(
    painter: QPainter, rect: QRectF, theme: Theme, *, left: bool, value: str = "", edge: str = ""
) -> None:
    """One footprint as on the start screen, 22 high in units of ``rect``'s height: filled, or just its edge."""
    unit = rect.height() / 22.0
    place = QTransform().translate(rect.center().x(), rect.center().y()).scale(unit, unit).rotate(12.0 if left else 8.0)
    if not left:
        place = place.scale(-1.0, 1.0)
    path = place.map(footprint())
    if value:
        fill(painter, path, value)
    if edge or not value:
        stroke(painter, path, pen(edge or theme.ink2, 1.4))


@lru_cache(maxsize=1)
def footprint() -> QPainterPath:
    """A left footprint around (0, 0), about 10 wide and 22 high: a sole and, below it, a heel."""
    sole = QPainterPath(QPointF(-0.4, -11.0))
    sole.cubicTo(3.4, -11.2, 5.2, -7.6, 4.7, -3.8)
    sole.cubicTo(4.4, -1.4, 3.5, 0.6, 3.2, 3.0)
    sole.lineTo(-3.0, 3.6)
    sole.cubicTo(-3.2, 1.0, -4.7, -1.4, -5.0, -4.6)
    sole.cubicTo(-5.3, -8.4, -3.6, -10.8, -0.4, -11.0)
    sole.closeSubpath()
    heel = QPainterPath(QPointF(-2.7, 5.6))
    heel.lineTo(3.0, 5.0)
    heel.cubicTo(3.7, 8.6, 2.6, 11.0, 0.4, 11.0)
    heel.cubicTo(-1.9, 11.0, -2.8, 8.8, -2.7, 5.6)
    heel.closeSubpath()
    sole.addPath(heel)
    return sole
