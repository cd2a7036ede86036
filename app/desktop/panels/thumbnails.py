"""Small pictures of maps, painted by the map's own painter, one at a time and only while nobody does anything."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Callable

from PySide6.QtCore import QObject, QRectF, Qt, QTimer, Signal
from PySide6.QtGui import QColor, QPainter, QPixmap

from app.desktop.canvas.words import map_words
from app.desktop.document import Document
from app.desktop.look import Look
from app.desktop.measure import QtMeasure
from app.desktop.panels.gradual import Gradual
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
_LARGE = 600
"""Cards from which a map is laid out for its picture only once it is shown: that alone takes a noticeable moment."""


class Thumbnails(QObject):
    """`made` with a map's id when its picture is another one."""

    made = Signal(str)

    def __init__(
        self, look: Look, document: Document, layout_now: Callable[[], MapLayout | None], parent: QObject | None = None
    ) -> None:
        super().__init__(parent)
        self._look, self._document, self._layout_now = look, document, layout_now
        self._kept: OrderedDict[str, tuple[MapSlice, QPixmap]] = OrderedDict()
        self._waiting: list[str] = []
        self._half: tuple[str, MapSlice] | None = None
        self._gradual = Gradual(self)
        self._gradual.done.connect(self._finished)
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
        if self._gradual.busy and self._half is not None:
            self._gradual.stop()
            self._waiting.insert(0, self._half[0])
            self._half = None
        if self._waiting:
            self._timer.start(_REST)

    def _step(self) -> None:
        """Begin the next picture; the painting goes on bit by bit."""
        if self._gradual.busy or not self._waiting:
            return
        map_id = self._waiting.pop(0)
        if map_id in self._document.project.maps and not self._begun(map_id) and self._waiting:
            self._timer.start(_NEXT)

    def _begun(self, map_id: str) -> bool:
        """Begin the picture of a map; false when it needs none, or is too large to be laid out unasked."""
        piece = map_slice(self._document.project, map_id)
        held = self._kept.get(map_id)
        if held is not None and _same(held[0], piece):
            self._kept[map_id] = (piece, held[1])
            return False
        layout = self._layout_now() if map_id == self._document.map_id else None
        if layout is None or layout.map != map_id:
            if len(piece.touchpoints) + len(piece.cards) > _LARGE:
                return False
            layout = layout_map(piece, QtMeasure(), map_words(), LayoutOptions())
        size = self._look.size(*SIZE)
        wide, high = size.width(), size.height()
        scale = max(wide / max(1.0, layout.width), min(high / max(1.0, layout.height), 0.12))
        self._half = (map_id, piece)
        self._gradual.begin(layout, size, scale, 2.0, self._look.theme)
        return True

    def _finished(self, picture: QPixmap) -> None:
        if self._half is not None:
            (map_id, piece), self._half = self._half, None
            self._keep(map_id, piece, picture)
        if self._waiting:
            self._timer.start(_NEXT)

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
