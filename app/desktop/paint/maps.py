"""A whole map on any painter: screen, picture, vector file, thumbnail."""

from __future__ import annotations

from collections.abc import Collection, Mapping

from PySide6.QtCore import QRectF
from PySide6.QtGui import QImage, QPainter

from app.desktop.paint.cards import State
from app.desktop.paint.elements import Look, paint_element
from app.desktop.paint.pen import colour
from app.desktop.theme import Theme
from maps.layout.elements import Layer, MapLayout
from maps.layout.geometry import Rect


def paint_map(
    painter: QPainter,
    layout: MapLayout,
    theme: Theme,
    *,
    zoom: float = 1.0,
    images: Mapping[str, QImage] | None = None,
    states: Mapping[str, State] | None = None,
    visible: Rect | None = None,
    layers: Collection[Layer] = ("body", "header", "lanes"),
    ground: bool = True,
) -> None:
    """Paint the layout in its own px: the caller scales and moves the painter.

    ``zoom`` decides detail only. ``states`` maps element id to how it stands. Elements outside ``visible`` are
    skipped; ``layers`` limits what is painted (the canvas paints the layers that stay in view apart).
    """
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
    if ground:
        area = visible or Rect(0.0, 0.0, layout.width, layout.height)
        painter.fillRect(QRectF(area.x, area.y, area.w, area.h), colour(theme.canvas))
    look = Look(theme, zoom, images or {})
    known = states or {}
    for element in layout.elements:
        if element.layer in layers and (visible is None or _near(visible, element.rect)):
            paint_element(painter, element, look, known.get(element.id, State.REST))


def _near(visible: Rect, rect: Rect) -> bool:
    """Whether the element may show; lines have no area, and rings and shadows reach out a little."""
    return visible.grown(12.0).meets(rect.grown(0.5))
