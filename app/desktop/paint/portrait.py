"""A persona's face wherever it is shown: her picture in her outline when she has one, else her drawn avatar.

The picture is cut to the outline once, as pixels with soft edges, and drawn as a plain image: no clipping, so that
vector exports show what the screen shows. A ring in her colour takes the place of the avatar's ground.
"""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QBrush, QImage, QPainter

from app.desktop.paint.avatar import paint_avatar
from app.desktop.paint.pen import pen, stroke, zoom_of
from app.desktop.paint.people import outline_path
from app.desktop.theme import Shape, Theme

if TYPE_CHECKING:
    from personas.model import Persona

_SIZES = (64, 128, 256, 512, 1024)
_FROM_TOP = 0.35
_RING = 0.035


def paint_portrait(
    painter: QPainter, rect: QRectF, persona: Persona, slot: int, theme: Theme, picture: QImage | None = None
) -> None:
    """The persona's face in her outline, filling the square ``rect``."""
    if picture is None or picture.isNull():
        paint_avatar(painter, rect, persona.avatar, slot, theme)
        return
    person = theme.person(slot)
    wanted = rect.width() * zoom_of(painter) * painter.device().devicePixelRatio()
    pixels = next((size for size in _SIZES if size >= wanted), _SIZES[-1])
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
    painter.drawImage(rect, _cut(picture.cacheKey(), person.shape, pixels, _Held(picture)))
    painter.restore()
    width = max(1.5, rect.width() * _RING)
    radius = _reach(person.shape) * rect.width() / 100.0 - width / 2
    stroke(painter, outline_path(person.shape, rect.center(), radius), pen(person.colour, width))


def _reach(shape: Shape) -> float:
    """The outline's radius on a sheet of 100 x 100, as for drawn avatars."""
    return 50.0 if shape == "circle" else 48.0


class _Held:
    """Hands a picture to the cache below without taking part in its key."""

    def __init__(self, picture: QImage) -> None:
        self.picture = picture

    def __hash__(self) -> int:
        return 0

    def __eq__(self, other: object) -> bool:
        return isinstance(other, _Held)


@lru_cache(maxsize=96)
def _cut(_key: int, shape: Shape, pixels: int, held: _Held) -> QImage:
    """The picture, covering a square of ``pixels``, with everything outside the outline left clear."""
    picture = held.picture
    side = min(picture.width(), picture.height())
    left, top = (picture.width() - side) / 2, (picture.height() - side) * _FROM_TOP
    scaled = picture.copy(round(left), round(top), side, side).scaled(
        pixels, pixels, Qt.AspectRatioMode.IgnoreAspectRatio, Qt.TransformationMode.SmoothTransformation
    )
    made = QImage(pixels, pixels, QImage.Format.Format_ARGB32_Premultiplied)
    made.fill(Qt.GlobalColor.transparent)
    painter = QPainter(made)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(QBrush(scaled))
    painter.drawPath(outline_path(shape, QPointF(pixels / 2, pixels / 2), _reach(shape) * pixels / 100.0))
    painter.end()
    return made
