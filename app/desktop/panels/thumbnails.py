"""Small pictures of maps, painted by the map's own painter, one at a time and only while nobody does anything."""

from __future__ import annotations

from collections import OrderedDict

from PySide6.QtCore import QObject, QRectF, Qt, QTimer, Signal
from PySide6.QtGui import QColor, QPainter, QPixmap

from app.desktop.canvas.words import map_words
from app.desktop.document import Document
from app.desktop.look import Look
from app.desktop.measure import QtMeasure
from app.desktop.paint.maps import paint_map
from app.project.history import Notice
from app.project.slices import map_slice
from maps.layout.build import layout_map
from maps.layout.elements import MapLayout
from maps.layout.options import LayoutOptions
from maps.model import MapSlice

SIZE = (88.0, 56.0)
_REST, _NEXT = 700, 30
"""Milliseconds without a change before a picture is begun, and between two of them."""
_MOST = 64
_DETAIL = 0.6
"""Detail as on a map half its size: what grows to stay legible on a small map would cover a picture this small."""


class Thumbnails(QObject):
    """`made` with a map's id when its picture is another one."""

    made = Signal(str)

    def __init__(self, look: Look, document: Document, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._look, self._document = look, document
        self._kept: OrderedDict[str, tuple[MapSlice, QPixmap]] = OrderedDict()
        self._waiting: list[str] = []
        self._half: tuple[str, MapSlice, MapLayout] | None = None
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.timeout.connect(self._step)
        document.changed.connect(self._noticed)

    def picture(self, map_id: str) -> QPixmap | None:
        """The picture of a map as it is, or as it was a moment ago; none while there is none yet. Asks for a new one.

        A map whose records are the same objects as when it was painted is not painted again.
        """
        if map_id not in self._document.project.maps:
            return None
        held = self._kept.get(map_id)
        if held is None or held[0] is not map_slice(self._document.project, map_id):
            if map_id not in self._waiting:
                self._waiting.append(map_id)
            if not self._timer.isActive():
                self._timer.start(_REST if held is not None else _NEXT)
        return held[1] if held is not None else None

    def _noticed(self, _notice: Notice) -> None:
        """Somebody works: wait until he rests."""
        if self._waiting or self._half is not None:
            self._timer.start(_REST)

    def _step(self) -> None:
        """Half a picture: its layout, or the painting of it."""
        if self._half is not None:
            (map_id, piece, layout), self._half = self._half, None
            self._keep(map_id, piece, self._painted(layout))
        elif self._waiting:
            map_id = self._waiting.pop(0)
            if map_id in self._document.project.maps:
                piece = map_slice(self._document.project, map_id)
                held = self._kept.get(map_id)
                if held is None or not _same(held[0], piece):
                    layout = layout_map(piece, QtMeasure(), map_words(), LayoutOptions())
                    self._half = (map_id, piece, layout)
                else:
                    self._kept[map_id] = (piece, held[1])
        if self._waiting or self._half is not None:
            self._timer.start(_NEXT)

    def _painted(self, layout: MapLayout) -> QPixmap:
        ratio = 2.0
        wide, high = (self._look.px(one) for one in SIZE)
        picture = QPixmap(round(wide * ratio), round(high * ratio))
        picture.setDevicePixelRatio(ratio)
        picture.fill(QColor(self._look.theme.canvas))
        if layout.width > 0 and layout.height > 0:
            zoom = max(wide / layout.width, min(high / layout.height, 0.12))
            painter = QPainter(picture)
            painter.scale(zoom, zoom)
            paint_map(painter, layout, self._look.theme, zoom=_DETAIL, ground=False)
            painter.end()
        return picture

    def _keep(self, map_id: str, piece: MapSlice, picture: QPixmap) -> None:
        self._kept[map_id] = (piece, picture)
        self._kept.move_to_end(map_id)
        while len(self._kept) > _MOST:
            self._kept.popitem(last=False)
        self.made.emit(map_id)


def _same(one: MapSlice, other: MapSlice) -> bool:
    """Whether nothing of a map has changed, though another map of its project has."""
    names = ("map", "stages", "lanes", "touchpoints", "links", "cards", "pains", "opportunities", "metrics")
    return all(getattr(one, name) == getattr(other, name) for name in names)


def frame_picture(painter: QPainter, look: Look, rect: QRectF, picture: QPixmap | None) -> None:
    """A picture with a hairline around it; an empty sheet while there is none."""
    painter.save()
    if picture is not None:
        painter.drawPixmap(rect, picture, QRectF(picture.rect()))
    else:
        painter.fillRect(rect, QColor(look.theme.sunken))
    painter.setPen(QColor(look.theme.line))
    painter.setBrush(Qt.BrushStyle.NoBrush)
    painter.drawRect(rect)
    painter.restore()
