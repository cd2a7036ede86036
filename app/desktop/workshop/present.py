"""The presentation: a window of its own over the whole screen, led by keys or by clicks at its sides.

It changes nothing of the studio, so that Esc leaves exactly where one was.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from PySide6.QtCore import QEvent, Qt, Signal
from PySide6.QtGui import QCloseEvent, QColor, QImage, QKeyEvent, QMouseEvent, QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QWidget

from app.desktop.look import Look
from app.desktop.own_colours import with_own_colours
from app.desktop.portraits import picture_of
from app.desktop.studio import Studio
from app.desktop.theme import DARK, LIGHT, Theme
from app.desktop.workshop.countdown import Countdown
from app.desktop.workshop.facts import make_show
from app.desktop.workshop.paint import paint_plate, paint_time
from app.desktop.workshop.whisper import Whisper
from app.words import tr
from maps.layout.elements import Text
from maps.layout.present.person import person_plate
from maps.layout.present.plate import Plate, sheet_size
from maps.layout.present.show import Show, Stop, persona_stops, stage_stops
from maps.layout.present.stage import stage_plate

_HINT = 4000
"""Ms the keys are shown for at the beginning."""
_ON = (Qt.Key.Key_Right, Qt.Key.Key_Down, Qt.Key.Key_Space, Qt.Key.Key_PageDown, Qt.Key.Key_Return, Qt.Key.Key_Enter)
_BACK = (Qt.Key.Key_Left, Qt.Key.Key_Up, Qt.Key.Key_PageUp, Qt.Key.Key_Backspace)


class Presentation(QWidget):
    """Signals: `ended` when it is left; `note_wanted` when a note for the parking lot is asked for."""

    ended = Signal()
    note_wanted = Signal()

    def __init__(self, studio: Studio, timer: Countdown, parent: QWidget, *, stage: str = "") -> None:
        super().__init__(parent, Qt.WindowType.Window | Qt.WindowType.FramelessWindowHint)
        self._studio, self._timer = studio, timer
        self._by_person = False
        self._places = {False: 0, True: 0}
        self._dark = True
        self._show: Show | None = None
        self._plate: Plate | None = None
        self.setObjectName("presentation")
        self.setWindowTitle(tr("Presentation"))
        self.setAttribute(Qt.WidgetAttribute.WA_OpaquePaintEvent)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setCursor(Qt.CursorShape.ArrowCursor)
        timer.ticked.connect(self.update)
        studio.look_changed.connect(self.refresh)
        studio.answered.connect(self.refresh)
        studio.document_changed.connect(self.close)
        if studio.document is not None:
            studio.document.changed.connect(self.refresh)
        self._whisper: Whisper | None = None
        self.refresh()
        stops = self.stops
        self._places[False] = next((i for i, stop in enumerate(stops) if stop.stage == stage), 0)
        self.refresh()

    def say_keys(self) -> None:
        """Which keys lead it, for a few seconds."""
        if self._whisper is not None:
            self._whisper.deleteLater()
        self._whisper = Whisper(self.look, self, lift=24.0)
        words = tr("Arrows go on and back. P: person by person. B: light or dark. T: timer. N: note. Esc leaves.")
        self._whisper.say(words, stays=_HINT)

    # ---- what is shown ---------------------------------------------------------------------------------------

    @property
    def theme(self) -> Theme:
        """Dark by default; B makes it light. High contrast stays what it is."""
        own = self._studio.look.theme
        return own if own.name == "contrast" else DARK if self._dark else LIGHT

    @property
    def look(self) -> Look:
        """How what lies over a plate looks: in its theme, as much larger as the screen is."""
        _width, _height, scale = sheet_size(self.width(), self.height())
        return Look(self.theme, max(1.0, round(scale * 1.15, 2)))

    @property
    def stops(self) -> tuple[Stop, ...]:
        """The stops of the way it is told now."""
        if self._show is None:
            return ()
        return persona_stops(self._show.piece) if self._by_person else stage_stops(self._show.piece)

    @property
    def stop(self) -> Stop | None:
        """The stop that is shown; none when the map has none."""
        stops = self.stops
        return stops[min(self._places[self._by_person], len(stops) - 1)] if stops else None

    @property
    def plate(self) -> Plate | None:
        """What is on the screen."""
        return self._plate

    def texts(self) -> str:
        """Everything that is written on it."""
        plate = self._plate
        return "\n".join(" ".join(text.lines) for text in plate.texts) if plate is not None else ""

    def refresh(self, *_changed: object) -> None:
        """Lay out what is shown anew: another stop, another size, another map, other figures."""
        width, height, _scale = sheet_size(self.width(), self.height())
        self._show = make_show(self._studio, width, height)
        self._lay_out()

    def _lay_out(self) -> None:
        show, stops = self._show, self.stops
        if show is not None and self._by_person and not stops:
            self._by_person = False
            stops = self.stops
        if show is None or not stops:
            self._plate = _none(show) if show is not None else None
        else:
            place = self._places[self._by_person] = max(0, min(self._places[self._by_person], len(stops) - 1))
            self._plate = (person_plate if self._by_person else stage_plate)(show, stops, place)
        self.setAccessibleName(self.texts() or tr("Presentation"))
        self.update()

    def _pictures(self) -> dict[str, QImage | None]:
        """The portraits that the plate needs."""
        document, plate = self._studio.document, self._plate
        if document is None or plate is None:
            return {}
        rows = document.project.personas
        return {one.persona: picture_of(document.project, rows[one.persona]) for one in plate.portraits}

    # ---- going -----------------------------------------------------------------------------------------------

    def go(self, steps: int) -> None:
        """Some stops on, or back; the ends hold."""
        self._places[self._by_person] += steps
        self._lay_out()

    def by_person(self, on: bool) -> None:
        """Tell it persona by persona, or stage by stage; each way keeps its place."""
        self._by_person = on
        self._lay_out()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Arrows, space and page keys go on and back, Home and End to the ends; ? says all keys; Esc leaves."""
        key = Qt.Key(event.key())
        backwards = key in _BACK or (key in _ON and bool(event.modifiers() & Qt.KeyboardModifier.ShiftModifier))
        if key in _ON or backwards:
            self.go(-1 if backwards else 1)
        elif key in (Qt.Key.Key_Home, Qt.Key.Key_End):
            self.go(len(self.stops) * (1 if key == Qt.Key.Key_End else -1))
        elif key in self._verbs:
            self._verbs[key]()
        else:
            super().keyPressEvent(event)

    @property
    def _verbs(self) -> dict[Qt.Key, Callable[[], object]]:
        """What single keys do besides going on and back."""
        keys = Qt.Key
        return {
            keys.Key_Escape: self.close, keys.Key_F5: self.close, keys.Key_Q: self.close,
            keys.Key_P: lambda: self.by_person(not self._by_person), keys.Key_B: self._other_ground,
            keys.Key_T: lambda: self._timer.toggle(5.0), keys.Key_F6: lambda: self._timer.toggle(5.0),
            keys.Key_Plus: lambda: self._timer.add(1.0), keys.Key_Equal: lambda: self._timer.add(1.0),
            keys.Key_Question: self.say_keys, keys.Key_F1: self.say_keys, keys.Key_N: self._ask_note,
            keys.Key_F8: self._ask_note,
        }  # fmt: skip

    def _other_ground(self) -> None:
        self._dark = not self._dark
        self.update()

    def _ask_note(self) -> None:
        if self._whisper is not None:
            self._whisper.hide()
        self.note_wanted.emit()

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """A click in the left third goes back, elsewhere on."""
        if event.button() is Qt.MouseButton.LeftButton:
            self.go(-1 if event.position().x() < self.width() / 3 else 1)

    def closeEvent(self, event: QCloseEvent) -> None:
        """Say that it is over."""
        self.ended.emit()
        event.accept()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Another screen, another sheet."""
        super().resizeEvent(event)
        self.refresh()

    def event(self, event: QEvent) -> bool:
        """Tab goes on as well; there is nothing else to go to."""
        if isinstance(event, QKeyEvent) and event.type() is QEvent.Type.KeyPress and event.key() == Qt.Key.Key_Tab:
            self.go(1)
            return True
        return super().event(event)

    # ---- painting --------------------------------------------------------------------------------------------

    def paintEvent(self, _event: QPaintEvent) -> None:
        """The plate, as large as the screen."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setRenderHint(QPainter.RenderHint.TextAntialiasing)
        theme = self.theme
        painter.fillRect(self.rect(), QColor(theme.sunken))
        if self._plate is not None and self._show is not None:
            _w, _h, scale = sheet_size(self.width(), self.height())
            painter.scale(scale, scale)
            people = self._show.piece.personas
            own = with_own_colours(theme, people, self._show.slots)
            paint_plate(painter, self._plate, people, own, self._pictures())
            paint_time(painter, self._plate.timer, self._timer, theme)
        painter.end()


def _none(show: Show) -> Plate:
    """What stands there when the map has no stage yet."""
    text: Text | None = show.writer.put(
        tr("This map has no stages yet."), (("present_36", 2),), 80.0, show.height / 2 - 40.0, show.width - 160.0,
        "ink2", align="centre",
    )  # fmt: skip
    return replace(Plate(show.width, show.height), texts=(text,) if text is not None else ())
