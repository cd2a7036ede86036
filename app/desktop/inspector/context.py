"""What every section of the inspector works with, and the small pieces they are all put together from."""

from __future__ import annotations

from collections.abc import Callable, Collection
from dataclasses import dataclass
from typing import Any

from PySide6.QtWidgets import QFrame, QLayout, QVBoxLayout, QWidget

from app.desktop.chrome.basics import hairline, label, row
from app.desktop.chrome.inplace import LineField, TextField
from app.desktop.document import Document, Selection
from app.desktop.look import Look
from app.desktop.pricing import Priced
from app.project.edits import Path
from maps.model import MapSlice
from personas.problems import FootfallError


@dataclass(frozen=True)
class Context:
    """The look, what is open, the map that is shown, and where problems and wishes go."""

    look: Look
    document: Document
    piece: MapSlice
    say: Callable[[BaseException], None]
    show_persona: Callable[[str], None]
    priced: Priced | None = None
    ask_prices: Callable[[], object] = tuple
    opened: Collection[str] = ()
    toggle: Callable[[str], object] = str
    focus: Callable[[str], object] = str
    weigh: Callable[[], object] = tuple
    """What is unfolded; unfold or fold something; put the keyboard in a field once it is there; show the matrix."""

    @property
    def prices(self) -> dict[str, float] | None:
        """What each pain point costs a month, by its card; None before they are priced."""
        if self.priced is None:
            return None
        return {one.card: one.margin.mean for one in self.priced.prices.priced if one.margin.mean is not None}

    def select(self, table: str, record: str) -> None:
        """Select something."""
        self.document.select(Selection(table, record))

    def keep(self, table: str, record: str, path: Path, label_code: str = "text") -> Callable[[Any], bool]:
        """A keeper for a field: sets it through a real edit, and says so when the value does not hold."""

        def keep(value: Any) -> bool:
            try:
                self.document.set(table, record, path, value, label_code)
            except FootfallError as error:
                self.say(error)
                return False
            return True

        return keep

    def line(
        self, table: str, record: str, path: Path, words: str, says: str, *, strong: bool = False, large: bool = False
    ) -> LineField:
        """A text on one line, edited in place."""
        made = LineField(words, says, self.keep(table, record, path), strong=strong, large=large)
        made.setObjectName(f"{table}.{record}.{'.'.join(path)}")
        return made

    def small_line(self, object_name: str, words: str, says: str, keep: Callable[[str], bool]) -> LineField:
        """A small line that is kept in a way of its own."""
        made = LineField(words, says, keep, small=True)
        made.setObjectName(object_name)
        return made

    def text(
        self, table: str, record: str, path: Path, words: str, says: str, *, strong: bool = False, large: bool = False
    ) -> TextField:
        """A text of several lines, edited in place."""
        made = TextField(words, says, self.keep(table, record, path), strong=strong, large=large)
        made.setObjectName(f"{table}.{record}.{'.'.join(path)}")
        return made


class Column(QVBoxLayout):
    """The sections of the inspector, one below the other, parted by hairlines."""

    def __init__(self, look: Look) -> None:
        super().__init__()
        self._look = look
        self.setContentsMargins(0, 0, 0, 0)
        self.setSpacing(0)

    def section(self, heading: str, *parts: QLayout | QWidget) -> None:
        """A section with a heading (none when empty) and a hairline above all but the first."""
        look = self._look
        if self.count():
            self.addWidget(hairline())
        frame = QFrame()
        box = QVBoxLayout(frame)
        box.setContentsMargins(look.px(18), look.px(14), look.px(18), look.px(14))
        box.setSpacing(look.px(8))
        if heading:
            title = label(heading, "strong")
            box.addLayout(row(title, None))
        for part in parts:
            if isinstance(part, QWidget):
                box.addWidget(part)
            else:
                box.addLayout(part)
        self.addWidget(frame)
