"""The editor that opens over words on the map, and what becomes of what was typed."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QPointF, QRectF

from app.desktop.canvas.editing import commit, field_of
from app.desktop.canvas.gestures.write import Writer
from app.desktop.canvas.sheet import Sheet
from app.desktop.canvas.sticky import shift_of
from app.desktop.look import Look
from maps.layout.elements import Element
from personas.problems import FootfallError

if TYPE_CHECKING:
    from app.desktop.canvas.view import MapView


class Writing:
    """At most one editor at a time, on one view."""

    def __init__(self, view: MapView, look: Look, sheet: Sheet) -> None:
        self._view, self._look, self._sheet = view, look, sheet
        self.writer: Writer | None = None

    def open(self, element: Element, zoom: float) -> bool:
        """Open over the words of an element; false when it has none that can be edited."""
        field = field_of(self._view.document, element, self._sheet.words)
        if field is None:
            return False
        corner = QPointF(field.place.x, field.place.y) + shift_of(element, self._view.camera.seen())
        at = self._view.mapFromScene(corner)
        place = QRectF(at.x(), at.y(), field.place.w * zoom, field.place.h * zoom)
        writer = Writer(self._look, field, place, zoom, self._view.viewport())
        writer.kept.connect(partial(self._wrote, writer))
        writer.given_up.connect(partial(self._wrote, writer, None))
        self.writer = writer
        return True

    def close(self, *, keep: bool) -> None:
        """Close, if one is open: keep what was typed or give it up."""
        if self.writer is not None:
            self.writer.leave(keep=keep)

    def _wrote(self, writer: Writer, words: str | None) -> None:
        self.writer = None
        if words is not None:
            try:
                commit(self._view.document, writer.field, words)
            except FootfallError as error:
                self._view.say_problem(error)
        self._view.written()
