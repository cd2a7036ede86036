"""The layout of the map that is shown: computed anew after an edit that touches the map, and only then."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime

from PySide6.QtCore import QObject, Signal
from PySide6.QtGui import QImage

from app.desktop.canvas.words import map_words
from app.desktop.document import Document, Selection
from app.desktop.measure import QtMeasure
from app.project.history import Notice
from app.project.pictures import decoded
from maps.layout.build import layout_map
from maps.layout.elements import LinkLine, MapLayout
from maps.layout.memory import Memory
from maps.layout.options import LayoutOptions
from maps.layout.reveal import revealed_links
from maps.layout.words import MapWords
from maps.model import MapSlice

_ELSEWHERE = frozenset(
    {
        "products", "desks", "policies", "audiences", "segments", "rules", "techniques", "experiments", "variants",
        "runs", "decisions", "sources", "past_tests", "event_maps", "comments", "votes", "rounds", "snapshots",
    }
)  # fmt: skip
"""Tables a map is not drawn from."""
_BLANK = MapLayout("", 0.0, 0.0, 0.0, 0.0, (), (), {}, ())


class Sheet(QObject):
    """Signals: `changed` after the layout, or what is revealed on it, is another one."""

    changed = Signal()

    def __init__(self, document: Document, options: LayoutOptions, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._document = document
        self._options = options
        self._measure = QtMeasure()
        self.words: MapWords = map_words()
        self.layout = _BLANK
        self.revealed: tuple[LinkLine, ...] = ()
        self._shown_for = ""
        self._memory = Memory()
        self._draft: MapSlice | None = None
        self.images: dict[str, QImage] = {}
        document.changed.connect(self._noticed)
        document.map_changed.connect(self.refresh)
        self.refresh()

    @property
    def options(self) -> LayoutOptions:
        """What is shown on the map now."""
        return self._options

    def show_options(self, options: LayoutOptions) -> None:
        """Show other things on the map."""
        if options != self._options:
            self._options = options
            self.refresh()

    def switch(self, *, links: bool | None = None, drop_off: bool | None = None, evidence: bool | None = None) -> None:
        """Switch all links, the shares that leave, or what every card rests on, on or off."""
        options = self._options
        if links is not None:
            options = replace(options, links="all" if links else "main")
        if drop_off is not None:
            options = replace(options, drop_off=drop_off)
        if evidence is not None:
            options = replace(options, evidence=evidence)
        self.show_options(options)

    def reveal(self, selection: Selection) -> None:
        """Show every link of a touchpoint while it (or a feeling at it, or one of its links) is selected."""
        wanted = selection.record if selection.table == "touchpoints" and not selection.persona else ""
        if selection.table == "links":
            if any(line.record == selection.record for line in self.revealed):
                return
            wanted = self._hidden_from(selection.record)
        if wanted != self._shown_for:
            self._shown_for = wanted
            self._reveal()
            self.changed.emit()

    def _hidden_from(self, link: str) -> str:
        """The touchpoint that a link begins at, when the link itself is not among those that are drawn."""
        record = self._document.project.links.get(link)
        drawn = any(isinstance(one, LinkLine) for one in self.layout.of_record(link))
        return "" if record is None or drawn else record.from_touchpoint

    def link_at(self, x: float, y: float) -> LinkLine | None:
        """The link whose line passes near a point of the map, a revealed one first."""
        over = replace(self.layout, elements=self.revealed)
        return over.link_at(x, y) or self.layout.link_at(x, y)

    def show_draft(self, piece: MapSlice | None) -> None:
        """Lay out the map as it will be with what is being written; none: as it is. An edit ends it."""
        if piece is not self._draft:
            self._draft = piece
            self.refresh()

    def refresh(self) -> None:
        """Compute the layout anew."""
        piece = self._draft or self._document.piece
        if piece is None:
            self.layout = _BLANK
        else:
            self._load_images()
            today = replace(self._options, today=datetime.now(UTC).date().isoformat())
            self.layout = layout_map(piece, self._measure, self.words, today, self._memory)
        self._reveal()
        self.changed.emit()

    def _reveal(self) -> None:
        piece = self._draft or self._document.piece
        if piece is None or not self._shown_for:
            self.revealed = ()
            return
        self.revealed = revealed_links(self.layout, piece, self._shown_for, self._measure, self.words)

    def _noticed(self, notice: Notice) -> None:
        drafted, self._draft = self._draft is not None, None
        if drafted or any(line.table not in _ELSEWHERE for line in notice.touched):
            self.refresh()

    def _load_images(self) -> None:
        rows = self._document.project.images
        for key in self.images.keys() - rows.keys():
            del self.images[key]
        for key in rows.keys() - self.images.keys():
            data = decoded(rows[key])  # a stranger's file may hold anything: only the PNG that it says it holds is read
            self.images[key] = QImage.fromData(data) if data is not None else QImage()
