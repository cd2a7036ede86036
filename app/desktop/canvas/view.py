"""The map on the screen: it shows the document's map, hands presses to gestures, and keys to actions of its own."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QPoint, QRect, QRectF, Qt, QTimer, Signal
from PySide6.QtGui import (
    QColor,
    QHelpEvent,
    QNativeGestureEvent,
    QPainter,
    QResizeEvent,
    QWheelEvent,
)
from PySide6.QtWidgets import QFrame, QGraphicsView, QToolTip, QWidget

from app.desktop.canvas.camera import STEP
from app.desktop.canvas.cellmark import paint_cell
from app.desktop.canvas.drift import Drift
from app.desktop.canvas.gestures.feel import Feel
from app.desktop.canvas.nearby import element_of, selection_of
from app.desktop.canvas.pointing import PointerView
from app.desktop.canvas.room import Room
from app.desktop.canvas.scene import MapScene
from app.desktop.canvas.sheet import Sheet
from app.desktop.canvas.sticky import paint_headers
from app.desktop.canvas.tips import More, whole_text
from app.desktop.document import Document, Selection
from app.desktop.look import Look
from app.desktop.paint.cards import State
from app.words import tr
from maps.layout.elements import Element, LinkLine

_REST_MS = 70
"""The camera rests when nobody has moved it for so long."""


class MapView(PointerView):
    """The canvas of one document.

    Signals:
        zoomed: with the new zoom.
        problem: with an exception whose sentence is to be shown.
    """

    zoomed = Signal(float)
    problem = Signal(object)

    def __init__(self, look: Look, document: Document, sheet: Sheet, parent: QWidget | None = None) -> None:
        super().__init__(look, document, sheet, parent)
        self._hovered: Element | None = None
        self._rest = QTimer(self)
        self._rest.setSingleShot(True)
        self._rest.timeout.connect(self._rested)
        self._opened = False
        self._more: More | None = None
        self.map_scene = MapScene(look.theme, sheet.images, self)
        self.setScene(self.map_scene)
        self.room = Room(self.map_scene)
        self.drift = Drift(self.drifted, self)
        self._dress()
        sheet.changed.connect(self._redraw)
        document.selection_changed.connect(self._selected)
        self._redraw()

    def _dress(self) -> None:
        self.setObjectName("canvas")
        self.setProperty("ownFocus", True)
        self.setAccessibleName(tr("Journey map"))
        self.setAccessibleDescription(
            tr("Letters begin a card, arrow keys go about, Tab to the next stage; Esc and then Tab leaves the map.")
        )
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignTop)
        self.setBackgroundBrush(QColor(self._look.theme.canvas))
        self.setRenderHints(QPainter.RenderHint.Antialiasing | QPainter.RenderHint.SmoothPixmapTransform)
        self.setViewportUpdateMode(QGraphicsView.ViewportUpdateMode.SmartViewportUpdate)
        self.setTransformationAnchor(QGraphicsView.ViewportAnchor.NoAnchor)
        self.setResizeAnchor(QGraphicsView.ViewportAnchor.NoAnchor)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setMouseTracking(True)
        self.viewport().setMouseTracking(True)

    def scroll_by(self, dx: int, dy: int) -> None:
        """Move the map by px of the screen, under a hand."""
        self._hurry()
        self.camera.scroll_by(dx, dy)

    def say_problem(self, error: Exception) -> None:
        """Let the window say it."""
        self.problem.emit(error)

    # ---- zoom ------------------------------------------------------------------------------------------------

    def zoom_by(self, factor: float, about: QPoint | None = None) -> None:
        """Zoom about a point of the viewport, else about its middle."""
        self._zoom_to(self.camera.zoom * factor, about)

    def _zoom_to(self, zoom: float, about: QPoint | None = None) -> None:
        self.close_writer(keep=True)
        self.camera.zoom_to(zoom, about)
        self._camera_moved()

    def zoom_in(self) -> None:
        """One step closer."""
        self.zoom_by(STEP)

    def zoom_out(self) -> None:
        """One step farther."""
        self.zoom_by(1 / STEP)

    def zoom_actual(self) -> None:
        """Its own size."""
        self._zoom_to(1.0)

    def fit(self) -> None:
        """The whole map."""
        self.close_writer(keep=True)
        self.camera.fit(self.layout_now)
        self._camera_moved()

    def restore(self, zoom: float, left: int, top: int) -> None:
        """Look at the map from where it was looked at before."""
        self._opened = True
        self.camera.zoom_to(zoom)
        self.horizontalScrollBar().setValue(left)
        self.verticalScrollBar().setValue(top)
        self._camera_moved()

    def place(self) -> tuple[float, int, int]:
        """From where the map is looked at: what `restore` takes."""
        return self.camera.zoom, self.horizontalScrollBar().value(), self.verticalScrollBar().value()

    def _hurry(self) -> None:
        """A hand moves the camera: frames come first, and crisp pixels as soon as it rests."""
        self.map_scene.hurry(on=True)
        self._rest.start(_REST_MS)

    def _rested(self) -> None:
        self.map_scene.hurry(on=False)
        self.viewport().update()

    def _camera_moved(self) -> None:
        self.zoomed.emit(self.camera.zoom)
        self.viewport().update()

    # ---- showing ---------------------------------------------------------------------------------------------

    def _redraw(self) -> None:
        self.map_scene.show_layout(self._sheet.layout, self._sheet.revealed)
        if self._hovered is not None:
            self._hovered = self._sheet.layout.by_id.get(self._hovered.id)
        self._mark()
        self._update_headers()

    def _update_headers(self, wider: int = 0, higher: int = 0) -> None:
        """The headers are no items: what they cover, and so many px beside it, is painted anew."""
        layout, zoom = self.layout_now, self.camera.zoom
        port = self.viewport().rect()
        self.viewport().update(0, 0, round(layout.lane_width * zoom) + 8 + wider, port.height())
        self.viewport().update(0, 0, port.width(), round(layout.header_height * zoom) + 8 + higher)

    def selected_element(self) -> Element | None:
        """The element that stands for what is selected; none when it is not drawn."""
        layout, selection = self.layout_now, self._document.selection
        found = element_of(layout, selection)
        return found or next((line for line in self._sheet.revealed if selection_of(line) == selection), None)

    def _selected(self, _selection: Selection) -> None:
        self._sheet.reveal(self._document.selection)
        element = self.selected_element()
        if element is not None and element.layer == "body" and self._gesture is None:
            rect = element.rect
            self.camera.reveal(QRectF(rect.x, rect.y, rect.w, rect.h), self.layout_now)
        self._mark()

    def _mark(self) -> None:
        self.map_scene.show_states(self._states())
        self._update_headers()

    def _states(self) -> dict[str, State]:
        chosen = self.selected_element()
        states = {one.id: State(selected=True) for one in self.chosen_elements()}
        ring = self.hasFocus() and self._by_keyboard
        if self._hovered is not None:
            states[self._hovered.id] = State(hover=True)
        if chosen is not None and chosen.table == "touchpoints":
            for line in self.layout_now.elements:
                if isinstance(line, LinkLine) and chosen.id in (line.source, line.target):
                    states[line.id] = State(selected=True)
        if chosen is not None:
            typing = self.writer is not None
            hovered = self._hovered is not None and self._hovered.id == chosen.id
            dragged = isinstance(self._gesture, Feel)
            states[chosen.id] = State(hover=hovered, selected=True, focus=ring, typing=typing, dragged=dragged)
        return states

    def drawBackground(self, painter: QPainter, rect: QRectF | QRect) -> None:
        """The map itself; around it, the brush."""
        self.map_scene.drawBackground(painter, rect)

    def drawForeground(self, painter: QPainter, _rect: QRectF | QRect) -> None:
        """The cell that is selected; the lane column and the stage header, over everything."""
        cell = self.hovered_cell
        paint_cell(
            painter, self._document, self.layout_now, self._look.theme, typing=self.writer is not None, over=cell
        )
        self.paint_gesture(painter)
        paint_headers(painter, self.layout_now, self.map_scene, self._look.theme, self.camera.seen())
        self.paint_ends(painter)

    def scrollContentsBy(self, dx: int, dy: int) -> None:
        """Pixels of the body move; the headers stay, and what they were moved over is painted anew."""
        super().scrollContentsBy(dx, dy)
        self._update_headers(abs(dx), abs(dy))

    def resizeEvent(self, event: QResizeEvent) -> None:
        """The size decides how the map is first looked at, until somebody zooms or moves it."""
        super().resizeEvent(event)
        if (not self._opened or self.camera.as_opened) and self.isVisible() and self.width() > 200:
            self._opened = True
            self.camera.open(self.layout_now, self._look.room)
        self._camera_moved()

    def look_anew(self) -> None:
        """Another map is shown: look at it as if it were just opened."""
        self.camera.open(self.layout_now, self._look.room)
        self._camera_moved()

    def wheelEvent(self, event: QWheelEvent) -> None:
        """Ctrl zooms about the pointer; else the paper moves, with Shift sideways."""
        self.close_writer(keep=True)
        self._hurry()
        turn = event.angleDelta()
        if event.modifiers() & Qt.KeyboardModifier.ControlModifier:
            self.zoom_by(1.0015 ** turn.y(), event.position().toPoint())
        elif not event.pixelDelta().isNull():
            self.scroll_by(-event.pixelDelta().x(), -event.pixelDelta().y())
        elif event.modifiers() & Qt.KeyboardModifier.ShiftModifier:
            self.scroll_by(-turn.y() or -turn.x(), 0)
        else:
            self.scroll_by(-turn.x(), -turn.y())
        event.accept()

    def viewportEvent(self, event: QEvent) -> bool:
        """Pinching zooms; resting on what was cut short shows the whole of it."""
        if isinstance(event, QNativeGestureEvent) and event.gestureType() is Qt.NativeGestureType.ZoomNativeGesture:
            self._hurry()
            self.zoom_by(1.0 + event.value(), event.position().toPoint())
            return True
        if isinstance(event, QHelpEvent) and event.type() is QEvent.Type.ToolTip:
            element = self.element_at(event.pos())
            QToolTip.showText(event.globalPos(), whole_text(element, self.camera.zoom, self._more), self)
            return True
        return super().viewportEvent(event)

    def show_tips(self, more: More | None) -> None:
        """What resting on a card says beside its words, by the card's id."""
        self._more = more
