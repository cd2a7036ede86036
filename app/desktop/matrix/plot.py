"""The matrix as a widget: click a dot to select it, drag it to weigh it anew, or move it with the arrow keys."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from PySide6.QtCore import QPointF, QSize, Qt
from PySide6.QtGui import QFocusEvent, QGuiApplication, QImage, QKeyEvent, QMouseEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from app.desktop.document import Document, Selection
from app.desktop.look import Look
from app.desktop.matrix.drawing import Drawing, Spot, drawing, paint
from app.desktop.matrix.words import axis_words, tick_words
from app.project.builders import set_field
from app.project.edits import compose
from app.project.history import Mark
from app.project.judging import Judged, settable, tidy, weighed
from app.words import number, tr
from maps.model import MatrixAxis, Opportunity
from personas.problems import FootfallError

_STEP, _FINE = 0.25, 0.05


@dataclass
class _Drag:
    """One dot under way: how it began is what every position is computed from."""

    spot: Spot
    start: QPointF
    record: Opportunity
    values: tuple[float, float]
    mark: Mark | None = None


class Plot(QWidget):
    """Shows what it is given; every change is an edit of the project."""

    def __init__(self, look: Look, document: Document, say: Callable[[BaseException], object]) -> None:
        super().__init__()
        self._look, self._document, self._say = look, document, say
        self._found: tuple[Judged, ...] = ()
        self._axes: tuple[MatrixAxis, MatrixAxis] = ("effort", "value")
        self._currency = "EUR"
        self._drawing: Drawing | None = None
        self._drag: _Drag | None = None
        self.setObjectName("matrix-plot")
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setMouseTracking(True)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        self.setMinimumSize(look.size(280, 260))

    def show_all(self, found: Sequence[Judged], x: MatrixAxis, y: MatrixAxis, currency: str) -> None:
        """Show these, the best first, on these axes."""
        self._found, self._axes, self._currency = tuple(found), (x, y), currency
        self._drawing = None
        self._name()
        self.update()

    @property
    def drawing(self) -> Drawing:
        """Where everything stands at this size."""
        if self._drawing is None:
            room = self._look.room
            size = (self.width() / room, self.height() / room)
            self._drawing = drawing(self._found, *self._axes, *size, self._currency)
        return self._drawing

    def sizeHint(self) -> QSize:
        """Wide and high."""
        return self._look.size(640, 520)

    def resizeEvent(self, _event: object) -> None:
        """Everything has another place."""
        self._drawing = None

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Paint it."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.scale(self._look.room, self._look.room)
        paint(painter, self.drawing, self._look.theme, self._chosen(), self.hasFocus())
        painter.end()

    def copy_picture(self) -> None:
        """Put the picture on the clipboard, twice as fine as on the screen."""
        image = QImage(self.size() * 2, QImage.Format.Format_ARGB32)
        image.fill(self._look.theme.canvas)
        painter = QPainter(image)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.scale(2 * self._look.room, 2 * self._look.room)
        paint(painter, self.drawing, self._look.theme)
        painter.end()
        QGuiApplication.clipboard().setImage(image)

    # ---- what is selected ------------------------------------------------------------------------------------

    def _chosen(self) -> str:
        chosen = self._document.selection
        return chosen.record if chosen.table == "cards" else ""

    def _spot(self) -> Spot | None:
        card = self._chosen()
        return next((spot for spot in self.drawing.spots if spot.one.card == card), None)

    def _name(self) -> None:
        """What a screen reader says: what is selected and where it stands."""
        x, y = self._axes
        says = tr("Opportunity matrix: {x} and {y}", x=axis_words(x), y=axis_words(y))
        chosen = next((one for one in self._found if one.card == self._chosen()), None)
        if chosen is not None:
            places = [
                f"{axis_words(axis)} {tick_words(axis, value, self._currency)}"
                for axis in (x, y)
                if (value := chosen.on(axis)) is not None
            ]
            rank = number(self._found.index(chosen) + 1)
            says = tr("{says}. Number {rank}: {words}, {places}", says=says, rank=rank, words=chosen.words,
                      places=", ".join(places))  # fmt: skip
        self.setAccessibleName(says)

    def selected(self) -> None:
        """Another card is selected."""
        self._name()
        self.update()

    # ---- the mouse -------------------------------------------------------------------------------------------

    def _point(self, event: QMouseEvent) -> QPointF:
        return event.position() / self._look.room

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Select what is under the pointer; it may be dragged from here."""
        if event.button() is not Qt.MouseButton.LeftButton:
            return
        at = self._point(event)
        spot = self.drawing.at(at.x(), at.y())
        if spot is None:
            self._document.select(Selection())
            return
        self._document.select(Selection("cards", spot.one.card))
        x, y = self._axes
        record = self._document.project.opportunities[spot.one.id]
        self._drag = _Drag(spot, at, record, (spot.one.on(x) or 0.0, spot.one.on(y) or 0.0))

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Drag, or show that something can be dragged."""
        at = self._point(event)
        drag = self._drag
        if drag is None:
            spot = self.drawing.at(at.x(), at.y())
            self.setCursor(Qt.CursorShape.OpenHandCursor if spot is not None else Qt.CursorShape.ArrowCursor)
            self.setToolTip(spot.one.words if spot is not None else "")
            return
        if drag.mark is None:
            if (at - drag.start).manhattanLength() < 4:
                return
            drag.mark = self._document.mark()
            self.setCursor(Qt.CursorShape.ClosedHandCursor)
        area, made = self.drawing.area, self.drawing
        moved = at - drag.start
        across = drag.values[0] + moved.x() / area.w * (made.across.high - made.across.low)
        up = drag.values[1] - moved.y() / area.h * (made.up.high - made.up.low)
        self._weigh(drag.spot.one.id, drag.record, across, up)

    def mouseReleaseEvent(self, _event: QMouseEvent) -> None:
        """One step of the whole drag."""
        drag, self._drag = self._drag, None
        if drag is not None and drag.mark is not None:
            self._document.squash(drag.mark, "weigh")
        self.setCursor(Qt.CursorShape.ArrowCursor)

    def _cancel(self) -> None:
        drag, self._drag = self._drag, None
        if drag is not None and drag.mark is not None:
            self._document.bail(drag.mark)
        self.setCursor(Qt.CursorShape.ArrowCursor)

    def _weigh(self, key: str, record: Opportunity, across: float, up: float, *, merge: str = "") -> None:
        """Set the axes that can be set, in steps of one in a hundred, from the record as it was."""
        x, y = self._axes
        axes = {axis: _stepped(value) for axis, value in ((x, across), (y, up)) if settable(axis)}
        project = self._document.project
        try:
            steps = [
                set_field(project, "opportunities", key, (field,), tidy(value), "weigh")
                for field, value in weighed(record, axes).items()
            ]
            self._document.edit(compose(steps, "weigh"), merge=merge)
        except FootfallError as error:
            self._say(error)

    # ---- the keyboard ----------------------------------------------------------------------------------------

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Arrows move the dot (with Shift finely), Page Up and Down choose another, Esc gives up a drag."""
        key = Qt.Key(event.key())
        ways = {Qt.Key.Key_Left: (-1, 0), Qt.Key.Key_Right: (1, 0), Qt.Key.Key_Up: (0, 1), Qt.Key.Key_Down: (0, -1)}
        if key == Qt.Key.Key_Escape and self._drag is not None:
            self._cancel()
        elif key in (Qt.Key.Key_PageDown, Qt.Key.Key_PageUp, Qt.Key.Key_Home, Qt.Key.Key_End):
            self._choose(key)
        elif key in ways and self._spot() is not None:
            step = _FINE if event.modifiers() & Qt.KeyboardModifier.ShiftModifier else _STEP
            self._nudge(ways[key][0] * step, ways[key][1] * step)
        elif key in ways:
            self._choose(Qt.Key.Key_Home)
        else:
            super().keyPressEvent(event)

    def _nudge(self, across: float, up: float) -> None:
        spot = self._spot()
        if spot is None:
            return
        x, y = self._axes
        record = self._document.project.opportunities[spot.one.id]
        now = (spot.one.on(x) or 0.0, spot.one.on(y) or 0.0)
        self._weigh(spot.one.id, record, now[0] + across, now[1] + up, merge=f"weigh {spot.one.id}")

    def _choose(self, key: Qt.Key) -> None:
        cards = [spot.one.card for spot in self.drawing.spots]
        if not cards:
            return
        now = cards.index(self._chosen()) if self._chosen() in cards else -1
        wanted = {
            Qt.Key.Key_Home: 0,
            Qt.Key.Key_End: len(cards) - 1,
            Qt.Key.Key_PageDown: min(len(cards) - 1, now + 1),
            Qt.Key.Key_PageUp: max(0, now - 1),
        }[key]
        self._document.select(Selection("cards", cards[wanted]))

    def focusInEvent(self, event: QFocusEvent) -> None:
        """The ring comes."""
        super().focusInEvent(event)
        self.update()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        """The ring goes."""
        super().focusOutEvent(event)
        self.update()


def _stepped(value: float) -> float:
    """To a hundredth of the scale of five: one per cent."""
    return round(min(5.0, max(0.0, value)) / _FINE) * _FINE
