"""One of two maps beside each other: looked at and not changed, differences marked with a sign and an edge."""

from __future__ import annotations

from collections.abc import Collection, Mapping

from PySide6.QtCore import QPoint, QPointF, QRectF, Qt, Signal
from PySide6.QtGui import QColor, QKeyEvent, QMouseEvent, QPainter, QPaintEvent, QPen, QResizeEvent, QWheelEvent
from PySide6.QtWidgets import QAbstractScrollArea, QFrame

from app.desktop.chrome import draw
from app.desktop.comparing.aligned import Side
from app.desktop.icons import paint_icon
from app.desktop.look import Look
from app.desktop.paint.maps import paint_map
from app.project.compare import Kind
from app.words import tr
from maps.layout.elements import Curve, DropStub, Element, Face, LaneHeader, Layer, LinkLine, StageHeader, ToldMark
from maps.layout.geometry import Rect

SIGNS: Mapping[Kind, str] = {
    "added": "plus", "removed": "minus", "changed": "pencil-simple", "moved": "arrows-out-cardinal",
    "feeling": "smiley",
}  # fmt: skip
_LEAST, _MOST, _STEP = 0.25, 1.5, 1.2
_ROOM = 40.0
_BODY: tuple[Layer, ...] = ("body",)
_HEADER: tuple[Layer, ...] = ("header",)
_LANES: tuple[Layer, ...] = ("lanes",)


class CompareCanvas(QAbstractScrollArea):
    """A map that is only looked at.

    Signals:
        scrolled: with the place, across and down.
        zoomed: with the zoom.
        chosen, opened: with table and record of what was pressed, or pressed twice.
    """

    scrolled = Signal(int, int)
    zoomed = Signal(float)
    chosen = Signal(str, str)
    opened = Signal(str, str)

    def __init__(
        self,
        look: Look,
        side: Side,
        marks: Mapping[str, Kind],
        feelings: Collection[tuple[str, str]],
        says: str,
    ) -> None:
        super().__init__()
        self._feelings = frozenset(feelings)
        self._look, self._side, self._marks = look, side, dict(marks)
        self._zoom, self._lit, self._held = 0.6, "", QPoint()
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setAccessibleName(says)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        for bar in (self.horizontalScrollBar(), self.verticalScrollBar()):
            bar.valueChanged.connect(self._moved)

    # ---- looking ---------------------------------------------------------------------------------------------

    @property
    def zoom(self) -> float:
        """How large a px of the map is."""
        return self._zoom

    def show_zoom(self, zoom: float) -> None:
        """Another zoom, about the top left corner."""
        zoom = min(_MOST, max(_LEAST, zoom))
        if zoom != self._zoom:
            across, down = self.horizontalScrollBar().value(), self.verticalScrollBar().value()
            factor = zoom / self._zoom
            self._zoom = zoom
            self._measure()
            self.horizontalScrollBar().setValue(round(across * factor))
            self.verticalScrollBar().setValue(round(down * factor))
            self.viewport().update()
            self.zoomed.emit(zoom)

    def fit_width(self) -> float:
        """The zoom at which all stages are in view."""
        return self.viewport().width() / (self._side.layout.width + self._side.shift + _ROOM)

    def show_place(self, across: int, down: int) -> None:
        """Scroll to where the other one is."""
        self.horizontalScrollBar().setValue(across)
        self.verticalScrollBar().setValue(down)

    def _moved(self, _value: int) -> None:
        self.viewport().update()
        self.scrolled.emit(self.horizontalScrollBar().value(), self.verticalScrollBar().value())

    def _measure(self) -> None:
        layout, port = self._side.layout, self.viewport()
        wide = round((layout.width + self._side.shift + _ROOM) * self._zoom)
        high = round((layout.height + _ROOM) * self._zoom)
        self.horizontalScrollBar().setRange(0, max(0, wide - port.width()))
        self.verticalScrollBar().setRange(0, max(0, high - port.height()))
        self.horizontalScrollBar().setPageStep(port.width())
        self.verticalScrollBar().setPageStep(port.height())

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Another size, another range."""
        super().resizeEvent(event)
        self._measure()

    def light(self, record: str) -> None:
        """Show where a record is, and ring it; "" rings nothing."""
        self._lit = record
        found = self._of(record)
        if found is not None:
            rect, shift = found.rect, self._side.shift
            across, down = self.horizontalScrollBar(), self.verticalScrollBar()
            free = QRectF(
                across.value() / self._zoom + self._side.layout.lane_width,
                down.value() / self._zoom + self._side.layout.header_height,
                self.viewport().width() / self._zoom - self._side.layout.lane_width,
                self.viewport().height() / self._zoom - self._side.layout.header_height,
            )
            if not free.contains(QRectF(rect.x + shift, rect.y, rect.w, rect.h)):
                across.setValue(round((rect.x + shift + rect.w / 2) * self._zoom - self.viewport().width() / 2))
                down.setValue(round((rect.y + rect.h / 2) * self._zoom - self.viewport().height() / 2))
        self.viewport().update()

    def _of(self, record: str) -> Element | None:
        """The element that stands for a record."""
        found = self._side.layout.of_record(record) if record else ()
        return next((one for one in found if not isinstance(one, Face)), None)

    # ---- painting --------------------------------------------------------------------------------------------

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Map, gaps, marks, then the headers that stay in view."""
        theme, layout, zoom = self._look.theme, self._side.layout, self._zoom
        port = self.viewport()
        across, down = self.horizontalScrollBar().value() / zoom, self.verticalScrollBar().value() / zoom
        painter = QPainter(port)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.fillRect(port.rect(), QColor(theme.canvas))
        painter.scale(zoom, zoom)
        wide, high = port.width() / zoom, port.height() / zoom
        shift = self._side.shift
        painter.save()
        painter.translate(shift - across, -down)
        seen = Rect(across - shift, down, wide, high)
        self._paint_gaps(painter)
        paint_map(painter, layout, theme, zoom=max(zoom, 0.36), visible=seen, layers=_BODY, ground=False)
        self._paint_marks(painter, seen)
        painter.restore()
        self._paint_headers(painter, across, down, wide, high)
        painter.end()

    def _paint_headers(self, painter: QPainter, across: float, down: float, wide: float, high: float) -> None:
        theme, layout, shift = self._look.theme, self._side.layout, self._side.shift
        top, lane = layout.header_height, layout.lane_width - 6
        painter.fillRect(QRectF(0, 0, wide, top), QColor(theme.canvas))
        painter.save()
        painter.translate(shift - across, 0)
        paint_map(painter, layout, theme, zoom=0.7, layers=_HEADER, ground=False)
        self._paint_gaps(painter, header=True)
        self._paint_marks(painter, None)
        painter.restore()
        painter.fillRect(QRectF(0, 0, lane, high), QColor(theme.canvas))
        painter.save()
        painter.translate(0, -down)
        paint_map(painter, layout, theme, zoom=0.7, layers=_LANES, ground=False)
        self._paint_marks(painter, None, lanes=True)
        painter.restore()
        painter.fillRect(QRectF(0, 0, lane, top), QColor(theme.canvas))
        painter.fillRect(QRectF(0, top, wide, 1 / self._zoom), QColor(theme.line))
        painter.fillRect(QRectF(lane, 0, 1 / self._zoom, high), QColor(theme.line))

    def _paint_gaps(self, painter: QPainter, *, header: bool = False) -> None:
        """A stage that this map does not have: an empty, shaded column that says so."""
        theme, layout = self._look.theme, self._side.layout
        for stage in layout.stages:
            if stage.id in self._side.gaps:
                high = layout.header_height if header else layout.height
                painter.fillRect(QRectF(stage.x, 0, stage.width, high), QColor(theme.sunken))
                if header:
                    words = draw.elided(tr("not on this map"), "body", stage.width - 16)
                    draw.text(painter, stage.x + 10, high - 14, words, "body", theme.ink2)

    def _paint_marks(self, painter: QPainter, seen: Rect | None, *, lanes: bool = False) -> None:
        """An edge and a sign at everything that differs: of the body, else of the headers."""
        for element in self._side.layout.elements:
            wanted = LaneHeader if lanes else StageHeader
            here = element.layer == "body" if seen is not None else isinstance(element, wanted)
            kind = self._kind_of(element) if here else None
            if kind is not None and (seen is None or seen.grown(20).meets(element.rect)):
                self._paint_mark(painter, element, kind)
        lit = self._of(self._lit)
        if lit is not None and seen is not None and lit.layer == "body":
            box = QRectF(lit.rect.x, lit.rect.y, lit.rect.w, lit.rect.h).adjusted(-6, -6, 6, 6)
            painter.setPen(QPen(QColor(self._look.theme.ink), 2.5))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawRoundedRect(box, 12, 12)

    def _kind_of(self, element: Element) -> Kind | None:
        """How what an element shows is different; a face only when this person feels something else there."""
        if isinstance(element, Face):
            return "feeling" if (element.record, element.persona) in self._feelings else None
        if isinstance(element, LinkLine | Curve | DropStub | ToldMark) or not element.record:
            return None
        kind = self._marks.get(element.record)
        return None if kind == "feeling" else kind

    def _paint_mark(self, painter: QPainter, element: Element, kind: Kind) -> None:
        theme = self._look.theme
        gone = kind == "removed"
        tone = QColor(theme.control if gone else theme.iris)
        box = QRectF(element.rect.x, element.rect.y, element.rect.w, element.rect.h)
        pen = QPen(tone, 2.0)
        if gone:
            pen.setDashPattern([3.0, 2.0])
        painter.setPen(pen)
        painter.setBrush(Qt.BrushStyle.NoBrush)
        box = box.adjusted(2, 2, -2, -2) if element.layer != "body" else box.adjusted(-1.5, -1.5, 1.5, 1.5)
        painter.drawRoundedRect(box, 10, 10)
        centre = QPointF(box.right() - 4, box.top() + 4)
        painter.setPen(QPen(QColor(theme.canvas), 2.0))
        painter.setBrush(tone)
        painter.drawEllipse(centre, 9.5, 9.5)
        paint_icon(painter, f"{SIGNS[kind]}-bold", QRectF(centre.x() - 6, centre.y() - 6, 12, 12), theme.on_persona)

    # ---- the hand --------------------------------------------------------------------------------------------

    def _element_at(self, at: QPoint) -> Element | None:
        x = (at.x() + self.horizontalScrollBar().value()) / self._zoom - self._side.shift
        y = (at.y() + self.verticalScrollBar().value()) / self._zoom
        found = self._side.layout.at(x, y)
        return found if found is not None and found.record not in self._side.gaps else None

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Choose, and take hold of the paper."""
        self._held = event.position().toPoint()
        found = self._element_at(self._held)
        if found is not None and event.button() is Qt.MouseButton.LeftButton:
            self.chosen.emit(found.table, found.record)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """The paper goes along."""
        if event.buttons() & (Qt.MouseButton.LeftButton | Qt.MouseButton.MiddleButton):
            at = event.position().toPoint()
            move, self._held = at - self._held, at
            self.horizontalScrollBar().setValue(self.horizontalScrollBar().value() - move.x())
            self.verticalScrollBar().setValue(self.verticalScrollBar().value() - move.y())

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        """Go there on its own map."""
        found = self._element_at(event.position().toPoint())
        if found is not None:
            self.opened.emit(found.table, found.record)

    def wheelEvent(self, event: QWheelEvent) -> None:
        """Ctrl zooms; else the paper moves, with Shift sideways."""
        turn = event.angleDelta()
        if event.modifiers() & Qt.KeyboardModifier.ControlModifier:
            self.show_zoom(self._zoom * 1.0015 ** turn.y())
        elif event.modifiers() & Qt.KeyboardModifier.ShiftModifier:
            self.horizontalScrollBar().setValue(self.horizontalScrollBar().value() - (turn.y() or turn.x()))
        else:
            self.horizontalScrollBar().setValue(self.horizontalScrollBar().value() - turn.x())
            self.verticalScrollBar().setValue(self.verticalScrollBar().value() - turn.y())
        event.accept()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Arrows move the paper, plus and minus zoom."""
        steps = {
            Qt.Key.Key_Left: (-60, 0),
            Qt.Key.Key_Right: (60, 0),
            Qt.Key.Key_Up: (0, -60),
            Qt.Key.Key_Down: (0, 60),
        }
        if event.key() in steps:
            dx, dy = steps[Qt.Key(event.key())]
            self.horizontalScrollBar().setValue(self.horizontalScrollBar().value() + dx)
            self.verticalScrollBar().setValue(self.verticalScrollBar().value() + dy)
        elif event.key() in (Qt.Key.Key_Plus, Qt.Key.Key_Equal):
            self.show_zoom(self._zoom * _STEP)
        elif event.key() == Qt.Key.Key_Minus:
            self.show_zoom(self._zoom / _STEP)
        else:
            super().keyPressEvent(event)
