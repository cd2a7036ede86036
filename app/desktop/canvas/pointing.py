"""The pointer's half of the map's view: which gesture a press begins, and what lies under a hand at rest."""

from __future__ import annotations

from collections.abc import Mapping

from PySide6.QtCore import QEvent, QPoint, QPointF, Qt, Signal
from PySide6.QtGui import QContextMenuEvent, QCursor, QKeyEvent, QMouseEvent, QPainter

from app.actions.registry import Menu
from app.desktop.canvas.drift import Drift, pull
from app.desktop.canvas.ends import end_at as end_at_paper
from app.desktop.canvas.ends import end_tip, paint_ends
from app.desktop.canvas.gestures.base import Pointer
from app.desktop.canvas.gestures.feel import Feel, who_feels
from app.desktop.canvas.gestures.pan import Pan
from app.desktop.canvas.gestures.press import Press
from app.desktop.canvas.gestures.tie import paint_handle
from app.desktop.canvas.keyboard import KeyboardView
from app.desktop.canvas.nearby import element_of, selection_of
from app.desktop.canvas.room import Room
from app.desktop.canvas.scene import MapScene
from app.desktop.canvas.sticky import shift_of
from app.desktop.document import Selection
from app.desktop.paint.elements import Look as PaintLook
from app.project.mapping.feelings import set_feeling
from app.project.mapping.grid import set_height, set_width
from app.project.model import Project
from app.project.slices import map_slice
from maps.layout.elements import Element, Face, LinkLine, TouchCard
from maps.layout.hits import edge_at, end_at, mood_at, on_handle
from personas.problems import FootfallError

_MENUS = {"cards": Menu.CARD, "touchpoints": Menu.CARD, "stages": Menu.STAGE, "lanes": Menu.LANE, "links": Menu.LINK}


class PointerView(KeyboardView):
    """What the pointer does; what is shown is said by the view that builds on it.

    Signals:
        menu_wanted: with the menu (of the registry) that a right press asks for, and where, on the screen.
    """

    menu_wanted = Signal(str, QPoint)
    map_scene: MapScene
    room: Room
    drift: Drift
    _hovered: Element | None = None
    _last: Pointer | None = None
    _began_at = (0, 0)
    hovered_cell = Selection()
    """The empty cell under the pointer."""
    _over_end = ""

    def scroll_by(self, dx: int, dy: int) -> None:
        """Move the map by px of the screen, under a hand."""
        raise NotImplementedError

    # ---- what gestures may use -------------------------------------------------------------------------------

    def element_at(self, screen: QPoint) -> Element | None:
        """The topmost element with a record under a point of the viewport, sticky headers first, links last."""
        at, seen = self.mapToScene(screen), self.camera.seen()
        layout = self.layout_now
        for element in reversed(layout.elements):
            if element.layer != "body" and element.record:
                moved = at - shift_of(element, seen)
                if element.rect.has(moved.x(), moved.y()):
                    return element
        if at.x() < max(0.0, seen.left()) + layout.lane_width - 6:
            return None
        return self._handled(at) or layout.at(at.x(), at.y()) or self._sheet.link_at(at.x(), at.y())

    def _handled(self, at: QPointF) -> Element | None:
        """The touchpoint whose handle is under the pointer: it stands out over the card's edge."""
        for one in (self._hovered, self.selected_element()):
            if isinstance(one, TouchCard) and on_handle(one, at.x(), at.y()):
                return one
        return None

    def on_paper(self, screen: QPoint) -> QPointF:
        """A point of the screen on the map; under a header that stays in view, on the header."""
        at, seen, layout = self.mapToScene(screen), self.camera.seen(), self.layout_now
        dx, dy = max(0.0, seen.left()), max(0.0, seen.top())
        left, top = at.x() < dx + layout.lane_width, at.y() < dy + layout.header_height
        return QPointF(at.x() - dx if left else at.x(), at.y() - dy if top else at.y())

    def scroll_near_edge(self, screen: QPoint) -> None:
        """Move the map, on and on, while something is dragged near the edge of what is seen."""
        self.drift.feel(pull(self.viewport().rect(), screen))

    def drifted(self, by: QPoint) -> None:
        """The map moves under a hand that rests near its edge: the gesture goes on from there."""
        if self._gesture is None or self._last is None:
            self.drift.stop()
            return
        self.scroll_by(by.x(), by.y())
        last = self._last
        self._gesture.move(Pointer(last.screen, self.mapToScene(last.screen), last.button, last.keys))

    def preview(self, project: Project | None) -> None:
        """Draw the map as it is in this project; none: as it is."""
        before = self.layout_now
        self._sheet.show_draft(map_slice(project, self._document.map_id) if project is not None else None)
        if project is not None:
            self.room.open(before, self.layout_now, self.camera.seen())
        else:
            self.room.shut()

    def fade(self, shares: Mapping[str, float]) -> None:
        """Show these elements with so much of their ink; all others whole."""
        self.room.fade(shares)

    def settle(self, away: Mapping[str, QPointF]) -> None:
        """Let these elements come to their places from so far away."""
        self.room.slide(away)

    @property
    def opened(self) -> float:
        """How far the room is open that what is dragged would take, 0 to 1."""
        return self.room.share

    def repaint(self) -> None:  # type: ignore[override]  # Qt's takes a rectangle; a gesture paints where it likes
        """Paint anew what a gesture paints over the map."""
        self.viewport().update()

    def paint_gesture(self, painter: QPainter) -> None:
        """What the hand does or could do, over the map."""
        look = PaintLook(self._look.theme, self.camera.zoom, self._sheet.images)
        if self._gesture is not None:
            self._gesture.paint(painter, look)
            return
        shown = self._hovered if isinstance(self._hovered, TouchCard) else self.selected_element()
        if isinstance(shown, TouchCard) and self.writer is None:
            paint_handle(painter, shown, look)

    def paint_ends(self, painter: QPainter) -> None:
        """Where the map goes on, over the headers that stay in view."""
        look = PaintLook(self._look.theme, self.camera.zoom, self._sheet.images)
        paint_ends(painter, self.layout_now, look, self.camera.seen(), self._over_end)

    def begin_card(self) -> None:
        """Open the editor for a new card in what is selected."""
        self.write_new("")

    # ---- events ----------------------------------------------------------------------------------------------

    def _pointer(self, event: QMouseEvent) -> Pointer:
        at = event.position().toPoint()
        return Pointer(at, self.mapToScene(at), event.button(), event.modifiers())

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Begin the gesture that this press means."""
        self.close_writer(keep=True)
        self._by_keyboard = False
        self._began_at = self.horizontalScrollBar().value(), self.verticalScrollBar().value()
        at = self._last = self._pointer(event)
        element = self.element_at(at.screen)
        self._hover_cell(Selection())
        end = end_at_paper(self.layout_now, self.on_paper(at.screen)) if element is None else ""
        if end and event.button() is Qt.MouseButton.LeftButton and not self._space:
            self.asked.emit(end)
            return
        if event.button() is Qt.MouseButton.MiddleButton or (
            self._space and event.button() is Qt.MouseButton.LeftButton
        ):
            self._gesture = Pan(self, at)
        elif event.button() is Qt.MouseButton.LeftButton:
            self._gesture = Feel(self, at, element) if isinstance(element, Face) else Press(self, at, element)
        self._point()
        self._mark()

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Follow the gesture, or say what is under the pointer."""
        at = self._last = self._pointer(event)
        if self._gesture is not None:
            self._gesture.move(at)
            self._point()
            return
        element = self.element_at(at.screen)
        self._hover(element)
        over = end_at_paper(self.layout_now, self.on_paper(at.screen)) if element is None else ""
        if over != self._over_end:
            self._over_end = over
            self.viewport().setToolTip(end_tip(over))
            self.viewport().update()
        self._hover_cell(self._empty_cell(at.screen) if element is None else Selection())

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """End the gesture."""
        self.drift.stop()
        if self._gesture is not None:
            gesture, self._gesture = self._gesture, None
            gesture.end(self._pointer(event))
        self._point()
        self._mark()
        self.viewport().update()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Esc during a drag also gives back the view from which it began."""
        dragging = self._gesture is not None and event.key() == Qt.Key.Key_Escape
        super().keyPressEvent(event)
        if dragging and self._gesture is None:
            self.drift.stop()
            self.horizontalScrollBar().setValue(self._began_at[0])
            self.verticalScrollBar().setValue(self._began_at[1])

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        """Write in what is under the pointer; on an edge its size is automatic again; on a curve's ground, feel."""
        if event.button() is not Qt.MouseButton.LeftButton:
            return
        at = event.position().toPoint()
        element, here = self.element_at(at), self.on_paper(at)
        try:
            if edge_at(element, here.x(), here.y()) in ("width", "height") and element is not None:
                self._sized_by_itself(element)
            elif element is not None:
                self._document.select(selection_of(element))
                self.write()
            else:
                self._begin_here(here)
        except FootfallError as error:
            self.say_problem(error)

    def _sized_by_itself(self, header: Element) -> None:
        size = set_width if header.table == "stages" else set_height
        edit = size(self._document.project, header.record, None)
        if edit:
            self._document.edit(edit)

    def _begin_here(self, here: QPointF) -> None:
        """A feeling where a row of feelings is, else a card in the cell."""
        document, piece = self._document, self._document.piece
        mood = mood_at(self.layout_now, piece, here.x(), here.y()) if piece is not None else None
        persona = who_feels(document, mood) if mood is not None else ""
        if mood is not None and persona:
            if persona not in document.project.touchpoints[mood.touchpoint].feelings:
                document.edit(set_feeling(document.project, mood.touchpoint, persona, mood.value))
            document.select(Selection("touchpoints", mood.touchpoint, persona))
            return
        stage, lane = self.layout_now.cell_at(here.x(), here.y())
        if stage and lane and mood is None:
            document.select(Selection("stages", stage, lane=lane))
            self.write_new("")

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        """A right press selects what is under it, unless it is among what is selected, and asks for its menu."""
        if self._gesture is not None:
            return
        element = self.element_at(event.pos())
        chosen = selection_of(element)
        if chosen not in self._document.chosen:
            self._document.select(chosen or self._empty_cell(event.pos()))
        self.menu_wanted.emit(_MENUS.get(chosen.table, Menu.MAP).value, event.globalPos())

    def leaveEvent(self, event: QEvent) -> None:
        """Nothing is under the pointer any more."""
        super().leaveEvent(event)
        self._hover(None)
        self._hover_cell(Selection())

    def _empty_cell(self, screen: QPoint) -> Selection:
        """The cell of the grid under a point; nothing off the grid and under the headers."""
        at, seen, layout = self.mapToScene(screen), self.camera.seen(), self.layout_now
        if at.x() < max(0.0, seen.left()) + layout.lane_width or at.y() < max(0.0, seen.top()) + layout.header_height:
            return Selection()
        stage, lane = layout.cell_at(at.x(), at.y())
        return Selection("stages", stage, lane=lane) if stage and lane else Selection()

    def _hover_cell(self, cell: Selection) -> None:
        if cell != self.hovered_cell:
            self.hovered_cell = cell
            self.viewport().update()

    def _hover(self, element: Element | None) -> None:
        if (element.id if element else "") != (self._hovered.id if self._hovered else ""):
            self._hovered = element
            self._mark()
            self.viewport().update()
        self._point()

    def _point(self) -> None:
        shape: Qt.CursorShape | None = Qt.CursorShape.OpenHandCursor if self._space else None
        if self._gesture is not None:
            shape = self._gesture.cursor or shape
        elif shape is None:
            shape = self._shape_over(self._hovered)
        if shape is None:
            self.viewport().unsetCursor()
        elif self.viewport().cursor().shape() is not shape:
            self.viewport().setCursor(QCursor(shape))

    def _shape_over(self, element: Element | None) -> Qt.CursorShape | None:
        """The pointer that says what a drag would do here."""
        if isinstance(element, Face):
            return Qt.CursorShape.SizeVerCursor
        if element is None:
            return None
        here = self.on_paper(self.viewport().mapFromGlobal(QCursor.pos()))
        edge = edge_at(element, here.x(), here.y())
        if edge is not None:
            return Qt.CursorShape.SizeVerCursor if edge == "height" else Qt.CursorShape.SizeHorCursor
        if on_handle(element, here.x(), here.y()):
            return Qt.CursorShape.CrossCursor
        if isinstance(element, LinkLine) and self._document.selection == selection_of(element):
            return Qt.CursorShape.CrossCursor if end_at(element, here.x(), here.y()) else None
        return None

    def chosen_elements(self) -> list[Element]:
        """The elements that stand for what is selected besides the primary one."""
        found = (element_of(self.layout_now, one) for one in self._document.chosen[:-1] if not one.is_cell)
        return [one for one in found if one is not None]
