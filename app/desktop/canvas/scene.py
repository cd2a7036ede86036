"""The map as a scene: it is handed a layout and paints anew only where elements differ.

At rest the map is one ground of tiles, not items. What is lifted (dragged, or making room for what is dragged) is
taken off the ground and becomes an item that can be moved at will.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from PySide6.QtCore import QObject, QPointF, QRect, QRectF
from PySide6.QtGui import QImage, QPainter
from PySide6.QtWidgets import QGraphicsScene

from app.desktop.canvas.ground import Ground
from app.desktop.canvas.items import ElementItem
from app.desktop.paint.cards import State
from app.desktop.theme import Theme
from maps.layout.elements import Element, MapLayout, Rule

SPARE = 120.0
"""Px of paper right of and below the map."""


class MapScene(QGraphicsScene):
    """The body of the map, and apart from it the two strips that stay in view, which the view paints on top."""

    def __init__(self, theme: Theme, images: Mapping[str, QImage], parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._images = images
        self.ground = Ground(theme, images)
        self.column = Ground(theme, images)
        self.header = Ground(theme, images)
        self._layout: tuple[MapLayout, tuple[Element, ...]] | None = None
        self._states: dict[str, State] = {}
        self._lifted: dict[str, ElementItem] = {}
        self.setItemIndexMethod(QGraphicsScene.ItemIndexMethod.NoIndex)

    def show_layout(self, layout: MapLayout, over: tuple[Element, ...] = ()) -> None:
        """Show this layout, and the links `over` on top of its own."""
        self._layout = layout, over
        body: list[Element] = []
        lanes: list[Element] = []
        header: list[Element] = []
        for element in layout.elements:
            if element.layer == "body":
                body.append(element)
                if isinstance(element, Rule) and element.style in ("hair", "visibility"):
                    lanes.append(element)
            elif element.layer == "lanes":
                lanes.append(element)
            else:
                header.append(element)
        for key in self._lifted.keys() & layout.by_id.keys():
            self._lifted[key].show_element(layout.by_id[key])
        for key in self._lifted.keys() - layout.by_id.keys():
            self.removeItem(self._lifted.pop(key))
        rest = [element for element in body if element.id not in self._lifted] if self._lifted else body
        self._paint_anew(self.ground.show(rest, over))
        self.column.show(lanes)
        self.header.show(header)
        self.setSceneRect(QRectF(0, 0, layout.width + SPARE, layout.height + SPARE))

    @property
    def repainted(self) -> tuple[str, ...]:
        """Ids of the elements of the body that the last layout brought, changed or took away."""
        return self.ground.touched

    def show_states(self, states: Mapping[str, State]) -> None:
        """Say how elements stand, by id; all others are at rest."""
        if states == self._states:
            return
        self._states = dict(states)
        self._paint_anew(self.ground.show_states(states))
        self.column.show_states(states)
        self.header.show_states(states)
        for key, item in self._lifted.items():
            item.set_state(states.get(key, State.REST))

    def lift(self, moved: Mapping[str, QPointF]) -> None:
        """Take these elements (by id) off the ground and show them moved by so much; all others lie down again.

        Calling it again with other distances only moves them.
        """
        changed = self._lifted.keys() ^ moved.keys()
        for key in self._lifted.keys() - moved.keys():
            self.removeItem(self._lifted.pop(key))
        layout = self._layout[0] if self._layout is not None else None
        for key, distance in moved.items():
            item = self._lifted.get(key)
            element = layout.by_id.get(key) if layout is not None else None
            if item is None and element is not None:
                item = self._lifted[key] = ElementItem(element, self._theme, self._images, 1.0)
                item.set_state(self._states.get(key, State.REST))
                self.addItem(item)
            if item is not None:
                item.setPos(distance)
        if changed and self._layout is not None:
            self.show_layout(*self._layout)

    def lifted(self, key: str) -> ElementItem | None:
        """The item of an element that is lifted, to be moved, turned or made transparent."""
        return self._lifted.get(key)

    def hurry(self, *, on: bool) -> None:
        """While the camera moves, what is there may stand in for what is still to be painted."""
        for ground in (self.ground, self.column, self.header):
            ground.hurried = on

    def forget_pixels(self) -> None:
        """Paint everything anew when it is next shown."""
        for ground in (self.ground, self.column, self.header):
            ground.forget()

    def drawBackground(self, painter: QPainter, rect: QRectF | QRect) -> None:
        """The map."""
        self.ground.paint(painter, QRectF(rect))

    def _paint_anew(self, rects: Iterable[QRectF]) -> None:
        for rect in rects:
            self.update(rect)
