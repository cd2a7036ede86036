"""The keyboard's half of the map's view: keys, letters of any script, and the editor that they open."""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication, QRectF, Qt, Signal
from PySide6.QtGui import QFocusEvent, QInputMethodEvent, QKeyEvent, QResizeEvent
from PySide6.QtWidgets import QGraphicsView, QWidget

from app.desktop.canvas.camera import Camera
from app.desktop.canvas.gestures.base import Gesture
from app.desktop.canvas.gestures.write import Writer
from app.desktop.canvas.hint import FirstKeys
from app.desktop.canvas.keys import handle_key, type_letters
from app.desktop.canvas.sheet import Sheet
from app.desktop.canvas.spots import place_of
from app.desktop.canvas.walk import cell_of, lanes_of, selection_of_cell, stages_of
from app.desktop.canvas.writing import Writing
from app.desktop.document import Document, Selection
from app.desktop.look import Look
from maps.layout.elements import Element, MapLayout


class KeyboardView(QGraphicsView):
    """What keys do; what is shown and what the pointer does is said by the view that builds on it.

    Signals:
        asked: with the id of an action whose keys were pressed.
    """

    asked = Signal(str)

    def __init__(self, look: Look, document: Document, sheet: Sheet, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._look = look
        self._document = document
        self._sheet = sheet
        self._gesture: Gesture | None = None
        self._writing = Writing(self, look, sheet)
        self._space = False
        self._by_keyboard = False
        self.camera = Camera(self)
        self.setAttribute(Qt.WidgetAttribute.WA_InputMethodEnabled)
        self._cell = document.selection
        document.selection_changed.connect(self._show_cell)
        self.first_keys = FirstKeys(look, document, sheet, self)

    def _show_cell(self, selection: Selection) -> None:
        """A selected cell is no item: show it, bring it into view, and take the old one away."""
        rect = place_of(self.layout_now, selection) if selection.is_cell else None
        if rect is not None and self._gesture is None:
            self.camera.reveal(QRectF(rect.x, rect.y, rect.w, rect.h), self.layout_now)
        if rect is not None or self._cell.is_cell:
            self.viewport().update()
        self._cell = selection

    @property
    def document(self) -> Document:
        """What is open."""
        return self._document

    @property
    def layout_now(self) -> MapLayout:
        """The map as it is drawn."""
        return self._sheet.layout

    def selected_element(self) -> Element | None:
        """The element that stands for what is selected; none when it is not drawn."""
        raise NotImplementedError

    def say_problem(self, error: Exception) -> None:
        """Show what went wrong as one sentence."""
        raise NotImplementedError

    def _mark(self) -> None:
        """Show anew what is selected."""
        raise NotImplementedError

    def _point(self) -> None:
        """Show the pointer that fits."""
        raise NotImplementedError

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Keys of the map; what is not one goes on to the window."""
        if event.key() == Qt.Key.Key_Space and not event.isAutoRepeat():
            self._space = True
            self._point()
        elif event.key() == Qt.Key.Key_Escape and self._gesture is not None:
            gesture, self._gesture = self._gesture, None
            gesture.cancel()
            self._mark()
        elif handle_key(self, event):
            self._by_keyboard = True
            self._mark()
        else:
            event.ignore()

    def keyReleaseEvent(self, event: QKeyEvent) -> None:
        """Letting go of the space bar ends panning."""
        if event.key() == Qt.Key.Key_Space and not event.isAutoRepeat():
            self._space = False
            self._point()

    def focusNextPrevChild(self, following: bool) -> bool:
        """Tab goes from stage to stage while something is selected, and leaves the map when nothing is."""
        if self.hasFocus() and self._document.selection:
            self._by_keyboard = True
            return self.step(1 if following else -1) or super().focusNextPrevChild(following)
        return super().focusNextPrevChild(following)

    def inputMethodQuery(self, query: Qt.InputMethodQuery) -> object:
        """Letters may be put together here: they begin a card."""
        return True if query is Qt.InputMethodQuery.ImEnabled else super().inputMethodQuery(query)

    def inputMethodEvent(self, event: QInputMethodEvent) -> None:
        """Letters that are put together, as in Chinese or with dead keys: they begin a card as others do."""
        words = event.commitString()
        if words and words.isprintable():
            type_letters(self, words)
        elif event.preeditString() and type_letters(self, "") and self.writer is not None:
            QCoreApplication.sendEvent(self.writer, event)
        self._mark()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """What is said at the foot stays there."""
        super().resizeEvent(event)
        self.first_keys.settle()

    def focusInEvent(self, event: QFocusEvent) -> None:
        """Coming here by Tab shows the ring."""
        super().focusInEvent(event)
        if event.reason() in (Qt.FocusReason.TabFocusReason, Qt.FocusReason.BacktabFocusReason):
            self._by_keyboard = True
        self._mark()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        """The ring goes with the keyboard."""
        super().focusOutEvent(event)
        self._space = False
        self._mark()

    @property
    def writer(self) -> Writer | None:
        """The editor that is open, if one is."""
        return self._writing.writer

    def write(self, typed: str | None = None) -> bool:
        """Open the editor over the words of what is selected, or for a new card in a cell.

        `typed` takes the place of the words. False when nothing can be edited here.
        """
        self.close_writer(keep=True)
        if self._document.selection.is_cell:
            return self.write_new("")
        element = self.selected_element()
        opened = element is not None and self._writing.open(element, self.camera.zoom, typed)
        self._mark()
        return opened

    def write_new(self, typed: str) -> bool:
        """Open the editor for a new card; false where none can come."""
        self.close_writer(keep=True)
        opened = self._writing.begin(self.camera.zoom, typed)
        self._mark()
        return opened

    def write_stage(self) -> bool:
        """Open the editor for a new stage after the last."""
        self.close_writer(keep=True)
        return self._writing.begin_stage(self.camera.zoom)

    def step(self, by: int) -> bool:
        """To the next cell of the row (+1) or the one before (-1); from a row's header into the row."""
        piece, selection = self._document.piece, self._document.selection
        if piece is None:
            return False
        if selection.table == "lanes" and by > 0 and selection.record in lanes_of(piece) and stages_of(piece):
            self._document.select(selection_of_cell((selection.record, stages_of(piece)[0])))
            return True
        if selection.persona:
            selection = Selection("touchpoints", selection.record)
        return self._writing.step(by, cell_of(piece, selection))

    def step_down(self) -> bool:
        """To the same stage in the next row."""
        piece = self._document.piece
        return piece is not None and self._writing.down(cell_of(piece, self._document.selection))

    def close_writer(self, *, keep: bool) -> None:
        """Close the editor, if one is open."""
        self._writing.close(keep=keep)

    def written(self) -> None:
        """The editor has closed: the map has the keyboard again."""
        self.setFocus(Qt.FocusReason.OtherFocusReason)
        self._mark()
