"""The map as a scene: it is handed a layout and changes only the items whose elements differ."""

from __future__ import annotations

from collections.abc import Mapping

from PySide6.QtCore import QObject, QRectF
from PySide6.QtGui import QImage
from PySide6.QtWidgets import QGraphicsScene

from app.desktop.canvas.items import ElementItem
from app.desktop.paint.cards import State
from app.desktop.theme import Theme
from maps.layout.elements import Element, LinkLine, MapLayout

SPARE = 120.0
"""Px of paper right of and below the map."""


class MapScene(QGraphicsScene):
    """Items by element id. Headers are not items: the view paints them, because they stay in view."""

    def __init__(self, theme: Theme, images: Mapping[str, QImage], parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._images = images
        self._items: dict[str, ElementItem] = {}
        self._states: dict[str, State] = {}
        self.repainted: tuple[str, ...] = ()
        self.setItemIndexMethod(QGraphicsScene.ItemIndexMethod.NoIndex)

    def show_layout(self, layout: MapLayout, over: tuple[Element, ...] = ()) -> None:
        """Show this layout, and the links `over` on top of its own. `repainted` then names what was touched."""
        wanted: dict[str, tuple[Element, float]] = {}
        below_cards = 0.0
        for place, element in enumerate(layout.elements):
            if element.layer == "body":
                wanted[element.id] = (element, float(place))
            if isinstance(element, LinkLine):
                below_cards = place + 0.5
        wanted |= {element.id: (element, below_cards) for element in over}
        touched = []
        for key in self._items.keys() - wanted.keys():
            self.removeItem(self._items.pop(key))
            touched.append(key)
        for key, (element, depth) in wanted.items():
            item = self._items.get(key)
            if item is None:
                item = ElementItem(element, self._theme, self._images, depth)
                self._items[key] = item
                self.addItem(item)
                touched.append(key)
                continue
            if item.zValue() != depth:
                item.setZValue(depth)
            if item.element != element:
                item.show_element(element)
                touched.append(key)
        self.repainted = tuple(touched)
        self.setSceneRect(QRectF(0, 0, layout.width + SPARE, layout.height + SPARE))
        for key, state in self._states.items():
            if key in self._items:
                self._items[key].set_state(state)

    def show_states(self, states: Mapping[str, State]) -> None:
        """Say how elements stand, by id; all others are at rest."""
        for key in (self._states.keys() | states.keys()) & self._items.keys():
            self._items[key].set_state(states.get(key, State.REST))
        self._states = dict(states)
