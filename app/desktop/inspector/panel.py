"""The inspector: shows what is selected and follows it, without losing the field that is being typed in."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtWidgets import QApplication, QFrame, QScrollArea, QVBoxLayout, QWidget

from app.desktop.chrome.basics import scrolled
from app.desktop.chrome.inplace import LineField, TextField, inplace_style
from app.desktop.document import Document, Selection
from app.desktop.inspector.cards import card_sections
from app.desktop.inspector.context import Column, Context
from app.desktop.inspector.grid import lane_sections, stage_sections
from app.desktop.inspector.links import link_sections
from app.desktop.inspector.many import many_sections, real
from app.desktop.inspector.overview import overview_sections
from app.desktop.inspector.prices import price_list
from app.desktop.inspector.rows import FeelingRow
from app.desktop.inspector.sources import source_sections
from app.desktop.inspector.touchpoint import touchpoint_sections
from app.desktop.look import Look
from app.desktop.pricing import Priced
from app.project.history import Notice
from app.words import tr

WIDTH = 304
_LARGE, _LARGE_RESTS = 400, 300
"""What is said of a whole map of so many cards waits so many ms for the hand to rest: it looks at all of them."""
_WHILE_DRAGGED = 90
"""Milliseconds between two fillings during a gesture."""


class Inspector(QFrame):
    """One column of sections in an area that scrolls. Signals: `matrix_wanted`, to weigh the opportunities."""

    matrix_wanted = Signal()

    def __init__(
        self,
        look: Look,
        document: Document,
        say: Callable[[BaseException], None],
        show_persona: Callable[[str], None],
        ask_prices: Callable[[], object],
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self.setObjectName("inspector")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self._look, self._document, self._say, self._show_persona = look, document, say, show_persona
        self._ask_prices = ask_prices
        self._priced: Priced | None = None
        self._rows: dict[str, FeelingRow] = {}
        self._area: QScrollArea | None = None
        self._opened: set[str] = set()
        self._wanted = ""
        self._box = QVBoxLayout(self)
        self._box.setContentsMargins(1, 0, 0, 0)
        self._later = QTimer(self)
        self._later.setSingleShot(True)

        self._later.timeout.connect(self.refresh)
        document.selection_changed.connect(self._start_anew)
        document.map_changed.connect(self._start_anew)
        document.changed.connect(self._noticed)
        document.view_changed.connect(self._soon)
        document.state_changed.connect(self._gesture_over)
        self.setStyleSheet(inplace_style(look))
        self._start_anew()

    def _start_anew(self, _selection: Selection | None = None) -> None:
        self._later.stop()
        self._fill()

    def _toggle(self, key: str) -> None:
        """Fold or unfold a part; nothing of the project changes."""
        self._opened ^= {key}
        self._soon()

    def _focus(self, object_name: str) -> None:
        """Put the keyboard in a field once it is there."""
        self._wanted = object_name
        self._soon()

    def _soon(self) -> None:
        """Fill in anew as soon as everybody has been told; a few times a second while something is dragged."""
        if not self._document.in_gesture:
            self._later.start(0)
        elif not self._later.isActive():
            self._later.start(_WHILE_DRAGGED)

    def _gesture_over(self) -> None:
        if self._later.isActive() and not self._document.in_gesture:
            self._later.start(0)

    def _noticed(self, notice: Notice) -> None:
        """A feeling that is dragged only moves its face; everything else is filled in anew, a moment later."""
        if all(line.fields == {"feelings"} for line in notice.touched) and self._rows:
            point = notice.after.touchpoints.get(self._document.selection.record)
            if point is not None and point.feelings.keys() >= self._rows.keys():
                for persona, row in self._rows.items():
                    row.show_value(point.feelings[persona].value)
                return
        piece = self._document.piece
        if not self._document.selection and piece is not None and len(piece.cards) > _LARGE:
            self._later.start(_LARGE_RESTS)
        else:
            self._soon()

    def show_prices(self, priced: Priced | None) -> None:
        """Have prices of pain points beside what is selected, or none."""
        if priced != self._priced:
            self._priced = priced
            self.refresh()

    def refresh(self) -> None:
        """Fill in anew, keeping the place in the list, the field that has the keyboard, and what is half typed."""
        held = QApplication.focusWidget()
        inside = held is not None and self.isAncestorOf(held)
        name = held.objectName() if held is not None and inside else ""
        typed = None
        if inside and isinstance(held, LineField | TextField):
            typed = held.unkept
            held.forget()
        place = self._area.verticalScrollBar().value() if self._area is not None else 0
        self._fill()
        if self._area is not None:
            self._area.verticalScrollBar().setValue(place)
        wanted = self._wanted or name
        again = self._area.findChild(QWidget, wanted) if self._area is not None and wanted else None
        if again is not None:
            again.setFocus(Qt.FocusReason.OtherFocusReason)
            if not self._wanted and typed is not None and isinstance(again, LineField | TextField):
                again.type_again(typed)
            elif self._wanted and self._area is not None:
                self._area.ensureWidgetVisible(again)
        self._wanted = ""

    def _fill(self) -> None:
        piece = self._document.piece
        inside = QWidget()
        into = Column(self._look)
        self._rows = {}
        if piece is not None:
            priced = self._priced if self._priced is not None and self._priced.prices.map == piece.id else None
            context = Context(
                self._look, self._document, piece, self._say, self._show_persona, priced, self._ask_prices,
                self._opened, self._toggle, self._focus, self.matrix_wanted.emit,
            )  # fmt: skip
            self._sections(context, into, self._document.selection)
        into.addStretch(1)
        inside.setLayout(into)
        area = scrolled(inside)
        if self._area is not None:
            self._box.removeWidget(self._area)
            self._area.hide()
            self._area.deleteLater()
        self._area = area
        self._box.addWidget(area)

    def _sections(self, context: Context, into: Column, selection: Selection) -> None:
        piece = context.piece
        chosen = real(context) if len(self._document.chosen) > 1 else ()
        if len(chosen) > 1:
            many_sections(context, into, chosen)
        elif selection.table == "sources" and selection.record in context.document.project.sources:
            source_sections(context, into, selection.record)
        elif selection.table == "touchpoints" and selection.record in piece.touchpoints:
            self._rows = touchpoint_sections(context, into, selection.record)
        elif selection.table == "cards" and selection.record in piece.cards:
            card_sections(context, into, selection.record)
        elif selection.table == "stages" and selection.record in piece.stages:
            stage_sections(context, into, selection.record)
        elif selection.table == "lanes" and selection.record in piece.lanes:
            lane_sections(context, into, selection.record)
        elif selection.table == "links" and selection.record in piece.links:
            link_sections(context, into, selection.record)
        else:
            overview_sections(context, into)
            if piece.pains:
                choose = self._document.select
                into.section(
                    tr("What pain points cost"),
                    price_list(
                        self._look,
                        context.priced,
                        self._ask_prices,
                        lambda card: choose(Selection("cards", card)),
                    ),
                )
