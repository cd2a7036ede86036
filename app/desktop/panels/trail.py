"""The way one has come through sub-journeys to the map that is shown."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal

if TYPE_CHECKING:
    from app.desktop.document import Document
    from app.project.history import Notice


class Trail(QObject):
    """`moved` when the way is another one."""

    moved = Signal()

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._document: Document | None = None
        self.way: tuple[str, ...] = ()

    def follow(self, document: Document | None) -> None:
        """Follow another document, or none."""
        self._document = document
        self.way = ()
        if document is not None:
            document.map_changed.connect(self._look)
            document.changed.connect(self._noticed)
        self._look()

    def _noticed(self, notice: Notice) -> None:
        if any(line.table in ("maps", "stages") for line in notice.touched):
            self._look()

    def _look(self) -> None:
        document = self._document
        way: tuple[str, ...] = ()
        if document is not None and document.map_id:
            from app.project.subjourneys import way_to

            way = way_to(document.project, document.map_id, self.way)
        if way != self.way:
            self.way = way
            self.moved.emit()
