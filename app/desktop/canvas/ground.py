"""The map painted once into tiles: moving over it copies pixels, and a change paints only what it covers.

Painting an element takes far longer than copying its pixels, so a frame must not depend on how many there are. While
the camera moves, tiles of another zoom stand in, enlarged or reduced, until the ones that are missing are painted.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from math import ceil, floor
from time import perf_counter

from PySide6.QtCore import QPointF, QRect, QRectF
from PySide6.QtGui import QImage, QPainter, QPixmap

from app.desktop.paint.cards import State
from app.desktop.paint.elements import Look, paint_element
from app.desktop.paint.pen import colour
from app.desktop.theme import Theme
from maps.layout.elements import Element, LinkLine
from maps.layout.geometry import union

SIDE = 256
"""Width and height of a tile, px of the screen."""
_ROOM = 10.0
"""Px around an element for its ring, its badge and its shadow."""
_SHELF = 320.0
_ZOOM_ON = 0.1
"""Seconds after a step of the zoom in which nothing is painted: the next step would have it painted for nothing."""
_HURRY = 0.005
"""Seconds that painting missing tiles may take in a frame while the camera moves."""


def painted_rect(element: Element) -> QRectF:
    """All that an element may paint on, in layout px."""
    rect = union([element.rect, *(text.rect for text in element.texts)])
    return QRectF(rect.x - _ROOM, rect.y - _ROOM, rect.w + 2 * _ROOM, rect.h + 2 * _ROOM)


@dataclass
class _Tile:
    """Pixels, and the part of them that is out of date, px of the screen from the tile's own corner."""

    pixels: QPixmap
    spoiled: QRect = field(default_factory=QRect)


Tiles = dict[tuple[int, int], _Tile]


class Ground:
    """The elements it was handed, painted on the theme's ground."""

    def __init__(self, theme: Theme, images: Mapping[str, QImage]) -> None:
        self._theme, self._images = theme, images
        self._elements: dict[str, tuple[Element, QRectF]] = {}
        self._places: dict[str, float] = {}
        self._shelves: dict[int, set[str]] = {}
        self._states: dict[str, State] = {}
        self._tiles: Tiles = {}
        self._others: Tiles = {}
        self._zoom, self._others_zoom, self._ratio = 1.0, 1.0, 1.0
        self._zoomed = 0.0
        self.touched: tuple[str, ...] = ()
        """Ids of the elements that the last `show` brought, changed or took away."""
        self.hurried = False
        """Whether the camera moves: then tiles of another zoom may stand in for those that are missing."""

    # ---- what stands where -----------------------------------------------------------------------------------

    def show(self, elements: Iterable[Element], over: Iterable[Element] = ()) -> list[QRectF]:
        """Have these elements, in painting order, ``over`` right above the links; returns what has to be painted."""
        wanted: dict[str, Element] = {}
        places: dict[str, float] = {}
        above_links = 0.0
        for place, element in enumerate(elements):
            wanted[element.id] = element
            places[element.id] = place
            if isinstance(element, LinkLine):
                above_links = place + 0.5
        for element in over:
            wanted[element.id] = element
            places[element.id] = above_links
        self._places = places
        touched = list(self._elements.keys() - wanted.keys())
        spoiled = [self._drop(key) for key in touched]
        for key, element in wanted.items():
            known = self._elements.get(key)
            if known is not None and (known[0] is element or known[0] == element):
                continue
            if known is not None:
                spoiled.append(self._drop(key))
            rect = painted_rect(element)
            self._elements[key] = element, rect
            for shelf in self._covered(rect):
                self._shelves.setdefault(shelf, set()).add(key)
            spoiled.append(rect)
            touched.append(key)
        self.touched = tuple(touched)
        self._spoil(spoiled)
        return spoiled

    def _drop(self, key: str) -> QRectF:
        _, rect = self._elements.pop(key)
        for shelf in self._covered(rect):
            self._shelves[shelf].discard(key)
        return rect

    @staticmethod
    def _covered(rect: QRectF) -> range:
        return range(int(rect.left() // _SHELF), int(rect.right() // _SHELF) + 1)

    def show_states(self, states: Mapping[str, State]) -> list[QRectF]:
        """Say how elements stand, by id; all others are at rest. Returns what has to be painted."""
        spoiled = []
        for key in self._states.keys() | states.keys():
            known = self._elements.get(key)
            if known is not None and self._states.get(key, State.REST) != states.get(key, State.REST):
                spoiled.append(known[1])
        self._states = {key: state for key, state in states.items() if state != State.REST}
        self._spoil(spoiled)
        return spoiled

    # ---- pixels ----------------------------------------------------------------------------------------------

    def _spoil(self, rects: Iterable[QRectF]) -> None:
        self._others = {}
        for rect in rects:
            place = QRectF(
                rect.x() * self._zoom, rect.y() * self._zoom, rect.width() * self._zoom, rect.height() * self._zoom
            ).toAlignedRect()
            for key in _around(QRectF(place)):
                tile = self._tiles.get(key)
                if tile is not None:
                    tile.spoiled |= place.translated(-key[0] * SIDE, -key[1] * SIDE) & QRect(0, 0, SIDE, SIDE)

    def paint(self, painter: QPainter, exposed: QRectF, shift: QPointF | None = None) -> bool:
        """Paint the part ``exposed`` (layout px), moved by ``shift``; false when something stood in for it."""
        where = painter.worldTransform()
        zoom, ratio = where.m11(), painter.device().devicePixelRatioF()
        zooming = zoom != self._zoom or ratio != self._ratio
        if zooming:
            if self._tiles:
                self._others, self._others_zoom = self._tiles, self._zoom
            self._tiles, self._zoom, self._ratio = {}, zoom, ratio
        moved = shift or QPointF()
        left, top = round(where.dx() + moved.x() * zoom), round(where.dy() + moved.y() * zoom)
        seen = QRectF(exposed.x() * zoom, exposed.y() * zoom, exposed.width() * zoom, exposed.height() * zoom)
        seen.translate(-moved.x() * zoom, -moved.y() * zoom)
        wanted = list(_around(seen))
        now = perf_counter()
        self._zoomed = now if zooming else self._zoomed
        until = now + (0.0 if self._others and now - self._zoomed < _ZOOM_ON else _HURRY)
        whole = True
        painter.save()
        painter.resetTransform()
        missing = [key for key in wanted if key not in self._tiles]
        even = (SIDE * ratio).is_integer()  # else the tiles cannot be cut without a seam
        if len(missing) > 2 and even and not self.hurried:
            self._paint_at_once(missing)
        if missing and self.hurried and self._others:
            self._stand_in(painter, left, top, seen)
        for key in wanted:
            if self.hurried and key not in self._tiles and perf_counter() > until:
                whole = False
            else:
                painter.drawPixmap(QPointF(left + key[0] * SIDE, top + key[1] * SIDE), self._ready(key).pixels)
        painter.restore()
        if whole:
            self._others = {}
        self._forget(len(wanted))
        return whole

    def _paint_at_once(self, missing: list[tuple[int, int]]) -> None:
        """Many tiles as one picture, cut up afterwards: what lies on several is painted once."""
        across, down = [key[0] for key in missing], [key[1] for key in missing]
        left, top = min(across), min(down)
        part = QRect(left * SIDE, top * SIDE, (max(across) - left + 1) * SIDE, (max(down) - top + 1) * SIDE)
        whole = self._pixels(part.width(), part.height())
        self._paint_on(whole, part, QRect(0, 0, part.width(), part.height()))
        side = round(SIDE * self._ratio)
        for key in missing:
            cut = whole.copy((key[0] - left) * side, (key[1] - top) * side, side, side)
            self._tiles[key] = _Tile(cut)

    def _ready(self, key: tuple[int, int]) -> _Tile:
        """The tile, painted as far as it has to be; the latest used stands last."""
        tile = self._tiles.pop(key, None) or _Tile(self._pixels(SIDE, SIDE), QRect(0, 0, SIDE, SIDE))
        self._tiles[key] = tile
        if not tile.spoiled.isEmpty():
            self._paint_on(tile.pixels, QRect(key[0] * SIDE, key[1] * SIDE, SIDE, SIDE), tile.spoiled)
            tile.spoiled = QRect()
        return tile

    def _pixels(self, width: int, height: int) -> QPixmap:
        made = QPixmap(round(width * self._ratio), round(height * self._ratio))
        made.setDevicePixelRatio(self._ratio)
        made.fill(colour(self._theme.canvas))
        return made

    def _paint_on(self, pixels: QPixmap, place: QRect, spoiled: QRect) -> None:
        """Paint the part ``spoiled`` of a picture of the map's part ``place``, both in px of the screen."""
        painter = QPainter(pixels)
        painter.setRenderHints(QPainter.RenderHint.Antialiasing | QPainter.RenderHint.SmoothPixmapTransform)
        painter.setClipRect(spoiled)
        painter.fillRect(spoiled, colour(self._theme.canvas))
        part, zoom = spoiled.translated(place.topLeft()), self._zoom
        painter.translate(-place.x(), -place.y())
        painter.scale(zoom, zoom)
        look = Look(self._theme, zoom, self._images)
        for element in self.within(QRectF(part.x() / zoom, part.y() / zoom, part.width() / zoom, part.height() / zoom)):
            paint_element(painter, element, look, self._states.get(element.id, State.REST))
        painter.end()

    def within(self, rect: QRectF) -> list[Element]:
        """The elements that may paint on a part of the map, in painting order."""
        found = {key for shelf in self._covered(rect) for key in self._shelves.get(shelf, ())}
        near = [key for key in found if self._elements[key][1].intersects(rect)]
        return [self._elements[key][0] for key in sorted(near, key=lambda key: (self._places[key], key))]

    def _stand_in(self, painter: QPainter, left: int, top: int, seen: QRectF) -> None:
        """What is known from another zoom, as large as it would be; coarsely, since it stands for a blink."""
        side = SIDE * self._zoom / self._others_zoom
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform, on=False)
        for (across, down), tile in self._others.items():
            place = QRectF(across * side, down * side, side, side)
            if place.intersects(seen):
                painter.drawPixmap(place.translated(left, top), tile.pixels, QRectF(tile.pixels.rect()))

    def forget(self) -> None:
        """Keep no pixels at all."""
        self._tiles, self._others = {}, {}

    def _forget(self, in_view: int) -> None:
        """Keep what is in view, and twice as much around it."""
        while len(self._tiles) > 3 * in_view + 24:
            del self._tiles[next(iter(self._tiles))]


def _around(rect: QRectF) -> Iterable[tuple[int, int]]:
    """The tiles that a part of the map, in px of the screen at this zoom, lies on."""
    for down in range(floor(rect.top() / SIDE), ceil(rect.bottom() / SIDE)):
        for across in range(floor(rect.left() / SIDE), ceil(rect.right() / SIDE)):
            yield across, down
