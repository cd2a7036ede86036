"""The opportunity matrix in the place of the canvas: two axes to choose, a formula, the plot, and the ranked lists."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QKeyEvent, QResizeEvent
from PySide6.QtWidgets import QApplication, QBoxLayout, QFrame, QScrollArea, QVBoxLayout, QWidget

from app.desktop.chrome.basics import empty, hairline, icon_button, label, row, scrolled
from app.desktop.chrome.inplace import inplace_style
from app.desktop.document import Document, Selection
from app.desktop.inspector.fields import Choice, Noted, understood
from app.desktop.look import Look
from app.desktop.matrix.plot import Plot
from app.desktop.matrix.ranking import opportunity_list, pain_list
from app.desktop.matrix.words import axis_words
from app.desktop.pricing import Priced
from app.project.judging import Judged, judged, ranked
from app.words import plural, tr
from maps.model import MATRIX_AXES, MapSlice
from maps.scoring import DEFAULT, read
from personas.problems import FootfallError

_LIST = 276
_NARROW = 620


class MatrixPage(QFrame):
    """Signals: `left` when the user wants the map back."""

    left = Signal()

    def __init__(self, look: Look, document: Document, say: Callable[[BaseException], object]) -> None:
        super().__init__()
        self.setObjectName("matrix")
        self.setProperty("role", "canvas")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.setStyleSheet(inplace_style(look))
        self._look, self._document, self._say = look, document, say
        self._priced: Priced | None = None
        self._found: tuple[Judged, ...] = ()
        self.plot = Plot(look, document, say)
        self._head = QVBoxLayout()
        self._nothing = label("", "sentence", wrap=True)
        self._lists = QVBoxLayout()
        self._compose()
        self._later = QTimer(self)
        self._later.setSingleShot(True)
        self._later.setInterval(100)
        self._later.timeout.connect(self._fill_lists)
        document.changed.connect(self.refresh)
        document.map_changed.connect(self.refresh)
        document.selection_changed.connect(self._selected)
        self.refresh()

    def _compose(self) -> None:
        look = self._look
        inside = QWidget()
        inside.setLayout(self._lists)
        self._lists.setContentsMargins(look.px(12), look.px(12), look.px(12), look.px(12))
        self._lists.setSpacing(look.px(8))
        self._area: QScrollArea = scrolled(inside)
        self._area.setFixedWidth(look.px(_LIST))
        self._body = QBoxLayout(QBoxLayout.Direction.LeftToRight)
        self._body.setContentsMargins(0, 0, 0, 0)
        self._body.setSpacing(0)
        self._body.addWidget(self.plot, 1)
        self._body.addWidget(self._area)
        self._head.setContentsMargins(look.px(18), look.px(10), look.px(10), look.px(4))
        self._nothing.setContentsMargins(look.px(18), look.px(40), look.px(18), look.px(18))
        self._nothing.setAlignment(Qt.AlignmentFlag.AlignTop)
        box = QVBoxLayout(self)
        box.setContentsMargins(0, 0, 0, 0)
        box.setSpacing(0)
        box.addLayout(self._head)
        box.addWidget(hairline())
        box.addWidget(self._nothing, 1)
        box.addLayout(self._body, 1)

    # ---- showing ---------------------------------------------------------------------------------------------

    def show_prices(self, priced: Priced | None) -> None:
        """Have prices of the pain points, or none."""
        if priced != self._priced:
            self._priced = priced
            self.refresh()

    def _prices(self, piece: MapSlice) -> dict[str, float] | None:
        if self._priced is None or self._priced.prices.map != piece.id:
            return None
        return {one.card: one.margin.mean for one in self._priced.prices.priced if one.margin.mean is not None}

    def refresh(self, _notice: object = None) -> None:
        """Weigh everything anew; dots move at once, the lists a moment later."""
        piece = self._document.piece
        if piece is None:
            return
        prices = self._prices(piece)
        self._found = ranked(judged(self._document.project, piece.id, prices))
        self.plot.show_all(self._found, piece.map.matrix_x, piece.map.matrix_y, piece.map.currency)
        self.plot.setVisible(bool(self._found))
        self._area.setVisible(bool(self._found or piece.pains))
        self._nothing.setVisible(not self._found)
        self._nothing.setText(tr("No opportunities on this map yet. Write the first in the lane Opportunities."))
        self._later.start()

    def _selected(self, _selection: Selection) -> None:
        self.plot.selected()
        self._later.start()

    def _choose(self, card: str) -> None:
        self._document.select(Selection("cards", card))

    def _fill_lists(self) -> None:
        """Head and lists as things stand, the keyboard where it was."""
        piece = self._document.piece
        if piece is None:
            return
        held = QApplication.focusWidget()
        name = held.objectName() if held is not None and self.isAncestorOf(held) else ""
        typing = held is not None and bool(getattr(held, "unkept", None)) and self.isAncestorOf(held)
        if not typing:
            self._fill_head(piece)
        place = self._area.verticalScrollBar().value()
        chosen = self._document.selection.record
        prices = self._prices(piece)
        empty(self._lists)
        if self._found:
            self._lists.addWidget(label(tr("By score"), "strong"))
            self._lists.addLayout(opportunity_list(self._look, piece, self._found, chosen, self._choose))
        self._lists.addWidget(label(tr("Pain points, the gravest first"), "strong", wrap=True))
        if prices is None and piece.pains:
            self._lists.addWidget(label(tr("By severity. Price them, and their price counts too."), "small", wrap=True))
        self._lists.addLayout(pain_list(self._look, piece, prices, chosen, self._choose))
        self._lists.addStretch(1)
        self._area.verticalScrollBar().setValue(place)
        again = self.findChild(QWidget, name) if name and not typing else None
        if again is not None and again is not held:
            again.setFocus(Qt.FocusReason.OtherFocusReason)

    def _fill_head(self, piece: MapSlice) -> None:
        look = self._look
        empty(self._head)
        count = len(self._found)
        title = label(plural("{count} opportunity", "{count} opportunities", count, count=count), "heading")
        copy = icon_button(look, "copy", tr("Copy the picture"), self.plot.copy_picture)
        close = icon_button(look, "x", tr("Back to the map"), self.left.emit, keys="Ctrl+M")
        close.setObjectName("close-matrix")
        self._head.addLayout(row(title, None, copy, close, spacing=look.px(6)))
        choices = [(axis, axis_words(axis)) for axis in MATRIX_AXES]
        picks: list[QWidget] = []
        for field, says in (("matrix_y", tr("Upwards")), ("matrix_x", tr("To the right"))):
            made = Choice(
                look, says, choices, getattr(piece.map, field), partial(self._set, piece.id, field), object_name=field
            )
            made.setFixedWidth(look.px(176))
            picks += [label(says, "label"), made]
        self._head.addLayout(row(*picks, None, spacing=look.px(8)))
        formula = self._formula(piece)
        self._head.addLayout(row(label(tr("Score ="), "label"), formula, spacing=look.px(8)))
        missing = count - len(self.plot.drawing.spots)
        if missing:
            words = plural(
                "{count} is not drawn: its place on these axes is not known yet.",
                "{count} are not drawn: their place on these axes is not known yet.",
                missing, count=missing,
            )  # fmt: skip
            self._head.addWidget(label(words, "note", wrap=True))

    def _formula(self, piece: MapSlice) -> Noted:
        def take(words: str) -> str:
            if words:
                read(words)
            self._document.set("maps", piece.id, ("formula",), words, "formula")
            return words

        return understood(self._look, "matrix-formula", DEFAULT, piece.map.formula, take)

    def _set(self, map_id: str, field: str, value: str) -> None:
        try:
            self._document.set("maps", map_id, (field,), value, "choice")
        except FootfallError as error:
            self._say(error)

    # ---- the widget's own events -----------------------------------------------------------------------------

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Where there is little room the lists go below the plot."""
        narrow = event.size().width() < self._look.px(_NARROW)
        way = QBoxLayout.Direction.TopToBottom if narrow else QBoxLayout.Direction.LeftToRight
        if self._body.direction() != way:
            self._body.setDirection(way)
            if narrow:
                self._area.setMinimumWidth(0)
                self._area.setMaximumWidth(16_777_215)
                self._area.setMaximumHeight(self._look.px(220))
            else:
                self._area.setFixedWidth(self._look.px(_LIST))
                self._area.setMaximumHeight(16_777_215)
        super().resizeEvent(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Esc goes back to the map."""
        if event.key() == Qt.Key.Key_Escape:
            self.left.emit()
        else:
            super().keyPressEvent(event)
