"""The page of the answer: its parts in three columns, in two on a small screen, in one below that.

The page stays; only parts that look at something new are made anew, where they stood, so that what was scrolled,
focused and opened is as it was.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QTimer
from PySide6.QtGui import QResizeEvent, QShowEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QWidget

from app.desktop.chrome.basics import column, hairline, panel, scrolled
from app.desktop.lab.all_parts import parts_of
from app.desktop.lab.before import BeforeRun
from app.desktop.lab.keeping import Held, hold
from app.desktop.lab.parts import Part, Shown, Side
from app.desktop.lab.wrapping import Beside
from app.desktop.look import Look

if TYPE_CHECKING:
    from app.desktop.document import Document

_LEFT, _RIGHT = 272, 296
_THREE, _TWO, _HALVES = 1330, 1010, 700
_SIDES: tuple[Side, ...] = ("left", "middle", "right")


@dataclass
class _Place:
    """A part on the page: what it looked at when it was made, and its widget; none when it had nothing to show."""

    part: Part
    saw: object
    widget: QWidget | None


class SimulatePage(QWidget):
    """Shows what came of one run. `shown` says what there is to show; it is asked only while the page is in view."""

    def __init__(
        self,
        look: Look,
        document: Document,
        shown: Callable[[SimulatePage], Shown | None],
        opened: dict[str, Any] | None = None,
    ) -> None:
        super().__init__()
        self._look = look
        self._ask = shown
        self._late = True
        self._soon = QTimer(self)
        self._soon.setSingleShot(True)
        self._soon.timeout.connect(self.refresh)
        document.changed.connect(self._changed)
        document.map_changed.connect(self._changed)
        self.opened: dict[str, Any] = {} if opened is None else opened
        self._shown: Shown | None = None
        self._places: dict[str, _Place] = {}
        self._columns = 0
        self._box = QHBoxLayout(self)
        self._box.setContentsMargins(0, 0, 0, 0)
        self._box.setSpacing(0)
        self._order: tuple[int, tuple[str, ...], bool] | None = None
        self._areas = {side: scrolled(QWidget()) for side in _SIDES}
        self._outer = {side: self._column(side) for side in _SIDES}

    def _column(self, side: Side) -> QFrame:
        outer = panel(column(self._areas[side]), name={"left": "sidebar", "right": "inspector"}.get(side, ""))
        if side != "middle":
            outer.setFixedWidth(self._look.px(_LEFT if side == "left" else _RIGHT))
        self._box.addWidget(outer, 1 if side == "middle" else 0)
        return outer

    # ---- showing ---------------------------------------------------------------------------------------------

    def _changed(self, _notice: object = None) -> None:
        """The project is another: look again once this turn of the event loop is over."""
        self._soon.start(0)

    def refresh(self) -> None:
        """There may be another answer, or another project: look now, or when the page is next seen."""
        self._late = not self.isVisible()
        shown = None if self._late else self._ask(self)
        if shown is not None:
            self._show(shown)

    def showEvent(self, event: QShowEvent) -> None:
        """What happened while the page was out of sight."""
        super().showEvent(event)
        if self._late:
            self.refresh()

    def _show(self, shown: Shown) -> None:
        """Parts that look at nothing new stay as they are."""
        self._shown = shown
        parts = {part.key: part for side in _SIDES for part in parts_of(side, answered=shown.answer is not None)}
        with hold(self, list(self._areas.values())):
            for key in [key for key in self._places if key not in parts]:
                self._let_go(self._places.pop(key).widget)
            for part in parts.values():
                if self._outdated(part, shown):
                    self._make(part, shown)
            self._places = {key: self._places[key] for key in parts}
            self._arrange()

    def remake(self, key: str) -> None:
        """Make one part anew, as after something in it was opened."""
        place, shown = self._places.get(key), self._shown
        if place is None or shown is None:
            return
        with hold(self, list(self._areas.values())):
            self._make(place.part, shown)
            self._arrange()

    def _outdated(self, part: Part, shown: Shown) -> bool:
        place = self._places.get(part.key)
        return place is None or place.part is not part or place.saw != _seen(part, shown)

    def _make(self, part: Part, shown: Shown) -> None:
        """Make a part, in the place of the one that stood there."""
        before = self._places.get(part.key)
        saw, widget = _seen(part, shown), part.make(shown)
        if widget is not None and not widget.objectName():
            widget.setObjectName(f"part-{part.key}")
        self._places[part.key] = _Place(part, saw, widget)
        if before is None or before.widget is None:
            return
        frame = before.widget.parentWidget()
        box = frame.layout() if frame is not None else None
        if widget is not None and box is not None:
            box.replaceWidget(before.widget, widget)
            widget.show()
        self._let_go(before.widget)

    @staticmethod
    def _let_go(widget: QWidget | None) -> None:
        if widget is not None:
            widget.hide()
            widget.setParent(None)
            widget.deleteLater()

    # ---- columns ---------------------------------------------------------------------------------------------

    def resizeEvent(self, event: QResizeEvent) -> None:
        """As many columns as there is room for."""
        super().resizeEvent(event)
        if self._shown is not None and self._fitting() != self._columns:
            with hold(self, list(self._areas.values())):
                self._arrange()

    def _fitting(self) -> int:
        width = self.width() / self._look.room
        return 3 if width >= _THREE else 2 if width >= _TWO else 1

    def _of(self, side: Side) -> list[_Place]:
        return [place for place in self._places.values() if place.part.side == side and place.widget is not None]

    def _arrange(self) -> None:
        """Put every part where it belongs, unless each stands there already."""
        left, middle, right = (self._of(side) for side in _SIDES)
        order = (self._fitting(), tuple(place.part.key for place in (*left, *middle, *right)), self._answered)
        if order == self._order:
            return
        self._order, self._columns = order, order[0]
        for place in (*left, *middle, *right):
            if place.widget is not None:
                place.widget.setParent(None)
        sheet = self._rows(middle)
        if not self._answered and self._shown is not None:
            sheet.append(BeforeRun(self._shown))
        if self._columns < 3:
            sheet += self._rows(right, halves=True)
        if self._columns < 2:
            sheet += self._rows(left, halves=True)
        # From left to right: this is the order in which Tab goes through them.
        self._fill("left", self._stacked(left) if self._columns > 1 else [])
        self._fill("middle", sheet)
        self._fill("right", self._stacked(right) if self._columns > 2 else [])

    @property
    def _answered(self) -> bool:
        return self._shown is not None and self._shown.answer is not None

    def _fill(self, side: Side, rows: list[QWidget]) -> None:
        """Another inside for the column; without rows the column is not there."""
        area = self._areas[side]
        box = column(spacing=0)
        for index, made in enumerate(rows):
            if index and side == "middle":
                box.addWidget(hairline())
            box.addWidget(made)
        box.addStretch(1)
        inside = panel(box, role="surface" if side == "middle" else "")
        if side != "middle":  # a part that is too wide gives way by itself, the others stay in view
            inside.setMaximumWidth(self._look.px(_LEFT if side == "left" else _RIGHT))
        before = area.takeWidget()
        area.setWidget(inside)
        inside.setAutoFillBackground(False)
        if before is not None:
            before.deleteLater()
        self._outer[side].setVisible(bool(rows))

    def _stacked(self, places: list[_Place]) -> list[QWidget]:
        return [self._framed(place.widget, 20, 14) for place in places if place.widget is not None]

    def _rows(self, places: list[_Place], *, halves: bool = False) -> list[QWidget]:
        """Middle parts under one another, two neighbouring halves beside one another."""
        rows: list[QWidget] = []
        waiting: QWidget | None = None
        for place in places:
            if place.widget is None:
                continue
            framed = self._framed(place.widget, 28, 20)
            if not (halves or place.part.half):
                rows += [framed] if waiting is None else [waiting, framed]
                waiting = None
            elif waiting is None:
                waiting = framed
            else:
                rows.append(Beside(waiting, framed, self._look.px(_HALVES), 0, line=True))
                waiting = None
        return [*rows, waiting] if waiting is not None else rows

    def _framed(self, widget: QWidget, across: int, down: int) -> QFrame:
        look = self._look
        margins = (look.px(across), look.px(down), look.px(across), look.px(down))
        made = panel(column(widget, None, spacing=0, margins=margins))
        widget.show()
        return made


def _seen(part: Part, shown: Shown) -> object:
    """What the part looks at."""
    if part.looks_at is not None:
        return part.looks_at(shown)
    studies = tuple(Held(study) for _key, study in sorted(shown.studio.studies.items()))
    return Held(shown.finished), shown.answer, shown.document.map_id, studies
