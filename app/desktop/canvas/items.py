"""An element that is lifted off the map: it knows its place and its state, and paints with the shared painter."""

from __future__ import annotations

from collections.abc import Mapping

from PySide6.QtCore import QRectF
from PySide6.QtGui import QImage, QPainter
from PySide6.QtWidgets import QGraphicsItem, QStyleOptionGraphicsItem, QWidget

from app.desktop.canvas.ground import painted_rect
from app.desktop.paint.cards import State
from app.desktop.paint.elements import Look, paint_element
from app.desktop.paint.pen import zoom_of
from app.desktop.theme import Theme
from maps.layout.elements import Element


class ElementItem(QGraphicsItem):
    """An element on the canvas. Pointer and keys are the view's business."""

    def __init__(self, element: Element, theme: Theme, images: Mapping[str, QImage], depth: float) -> None:
        super().__init__()
        self.element = element
        self._theme = theme
        self._images = images
        self._bounds = painted_rect(element)
        self._state = State.REST
        self.setZValue(depth)
        self.setCacheMode(QGraphicsItem.CacheMode.DeviceCoordinateCache)

    def show_element(self, element: Element) -> None:
        """Another version of the same element; only what it covers is painted again."""
        bounds = painted_rect(element)
        if bounds != self._bounds:
            self.prepareGeometryChange()
            self._bounds = bounds
        self.element = element
        self.update()

    def set_state(self, state: State) -> None:
        """Under the pointer, selected, holding the keyboard, being typed in."""
        if state != self._state:
            self._state = state
            self.update()

    def boundingRect(self) -> QRectF:
        """What it may paint on."""
        return self._bounds

    def paint(self, painter: QPainter, _option: QStyleOptionGraphicsItem, _widget: QWidget | None = None) -> None:
        """Hand over to the shared painter."""
        paint_element(painter, self.element, Look(self._theme, zoom_of(painter), self._images), self._state)
