"""A small picture of a map, painted a few elements at a time, so that no map is too large to type on meanwhile."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from PySide6.QtCore import QObject, QSize, QTimer, Signal
from PySide6.QtGui import QColor, QImage, QPainter, QPixmap

from app.desktop.paint.maps import paint_map
from app.desktop.theme import Theme
from maps.layout.elements import MapLayout

_AT_ONCE = 80
_DETAIL = 0.6
"""Detail as on a map half its size: what grows to stay legible on a small map would cover a picture this small."""


class Gradual(QObject):
    """`done` with the picture."""

    done = Signal(object)

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._picture: QPixmap | None = None
        self._layout: MapLayout | None = None
        self._at = 0
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(0)
        self._timer.timeout.connect(self._step)

    @property
    def busy(self) -> bool:
        """Whether a picture is under way."""
        return self._layout is not None

    def begin(
        self,
        layout: MapLayout,
        size: QSize,
        scale: float,
        ratio: float,
        theme: Theme,
        images: Mapping[str, QImage] | None = None,
    ) -> None:
        """Begin a picture of `size` logical px, the map at `scale`; one that was under way is given up."""
        picture = QPixmap(max(1, round(size.width() * ratio)), max(1, round(size.height() * ratio)))
        picture.setDevicePixelRatio(ratio)
        picture.fill(QColor(theme.canvas))
        self._picture, self._layout, self._at = picture, layout, 0
        self._scale, self._theme, self._images = scale, theme, images
        self._timer.start()

    def stop(self) -> None:
        """Give up what is under way."""
        self._timer.stop()
        self._layout = None

    def _step(self) -> None:
        """A few elements more."""
        picture, layout = self._picture, self._layout
        if picture is None or layout is None:
            return
        part = replace(layout, elements=layout.elements[self._at : self._at + _AT_ONCE])
        painter = QPainter(picture)
        painter.scale(self._scale, self._scale)
        paint_map(painter, part, self._theme, zoom=_DETAIL, images=self._images, ground=False)
        painter.end()
        self._at += _AT_ONCE
        if self._at < len(layout.elements):
            self._timer.start()
            return
        self._layout = None
        self.done.emit(picture)
