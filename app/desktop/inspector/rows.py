"""Rows of the inspector: a label with a value, a share with its bar, a feeling on its scale."""

from __future__ import annotations

import math
from collections.abc import Callable

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QFocusEvent, QKeyEvent, QMouseEvent, QPainter, QPen
from PySide6.QtWidgets import QHBoxLayout, QLabel, QSizePolicy, QWidget

from app.desktop.chrome import draw
from app.desktop.chrome.basics import Painted, Pressable, label
from app.desktop.inspector.fields import share_words
from app.desktop.look import Look
from app.desktop.paint.people import paint_face
from app.desktop.paint.signs import paint_evidence, paint_pips, paint_severity
from app.words import name, number, tr
from personas.records import Evidence

_LABEL = 92


class EvidenceMark(Pressable):
    """The circle that says what a number rests on; its word is the tooltip. Pressed, it opens what can be changed."""

    def __init__(
        self,
        look: Look,
        kind: Evidence,
        note: str = "",
        act: Callable[[], object] | None = None,
        *,
        opened: bool = False,
    ) -> None:
        super().__init__(look, 18 if act is not None else 14, 18, act)
        self.setFixedWidth(look.px(18 if act is not None else 14))
        self._kind: Evidence = kind
        self._opened = opened
        word = name("evidence", kind)
        self.setToolTip(f"{word}: {note}" if note else word)
        self.setAccessibleName(tr("Rests on: {kind}", kind=word) if act is not None else word)

    def paint(self, painter: QPainter, width: float, height: float) -> None:
        """The circle, at the right, on a ground of its own while it is open or under the hand."""
        centre = QPointF(width - (9 if self._act is not None else 5), height / 2)
        if self._opened or (self._act is not None and self.underMouse()):
            ground = self.look.theme.marker_wash if self._opened else self.look.theme.hover
            draw.bar(painter, QRectF(centre.x() - 9, height / 2 - 9, 18, 18), ground, 6)
        paint_evidence(painter, centre, self._kind, self.look.theme)


def fact(
    look: Look,
    what: str,
    value: str | QWidget,
    kind: Evidence | None = None,
    note: str = "",
    *,
    mark: QWidget | None = None,
) -> QHBoxLayout:
    """A label of 92 px, the value, and at the right edge what it rests on (a sign for `kind`, or `mark` itself)."""
    box = QHBoxLayout()
    box.setContentsMargins(0, 0, 0, 0)
    box.setSpacing(look.px(6))
    left = label(what, "label", wrap=True)
    left.setFixedWidth(look.px(_LABEL))
    if isinstance(value, QWidget):
        left.setMinimumHeight(look.px(24))
        left.setBuddy(value)
    box.addWidget(left, 0, Qt.AlignmentFlag.AlignTop if not isinstance(value, str) else Qt.AlignmentFlag.AlignBaseline)
    shown: QWidget = label(value, "value", wrap=True) if isinstance(value, str) else value
    fixed = shown.sizePolicy().horizontalPolicy() is QSizePolicy.Policy.Fixed or isinstance(shown, Dots)
    top = isinstance(value, QWidget)
    box.addWidget(shown, 0 if fixed else 1, Qt.AlignmentFlag.AlignTop if top else Qt.AlignmentFlag(0))
    if fixed:
        box.addStretch(1)
    if isinstance(shown, QLabel):
        shown.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        shown.setFocusPolicy(Qt.FocusPolicy.NoFocus)
    if mark is None and kind is not None:
        mark = EvidenceMark(look, kind, note)
    if mark is not None:
        box.addWidget(mark, 0, Qt.AlignmentFlag.AlignTop)
    return box


class ShareRow(Pressable):
    """Where some go next: a name, a bar, a share. Pressed, it leads there."""

    def __init__(
        self,
        look: Look,
        what: str,
        share: float,
        kind: Evidence | None,
        *,
        leaves: bool = False,
        act: Callable[[], object] | None = None,
        figure: bool = True,
    ) -> None:
        super().__init__(look, 268 if figure else 160, 26, act)
        self._what, self._share, self._kind, self._leaves, self._figure = what, share, kind, leaves, figure
        self.setAccessibleName(f"{what} {share_words(share)}")
        self.setToolTip(what)

    def paint(self, painter: QPainter, width: float, height: float) -> None:
        """The name to 40%, the bar to 65%, then the share and its evidence."""
        theme, middle = self.look.theme, height / 2
        start, wide = (width * 0.42, width * 0.27) if self._figure else (width * 0.62, width * 0.36)
        draw.text(painter, 0, middle + 4.5, draw.elided(self._what, "body", start - 8), "body", theme.ink)
        draw.bar(painter, QRectF(start, middle - 3, wide, 6), theme.unlit, 3)
        colour = theme.ember if self._leaves else theme.ink2
        draw.bar(painter, QRectF(start, middle - 3, max(3.0, wide * self._share), 6), colour, 3)
        if not self._figure:
            return
        draw.text(painter, width - 20, middle + 4.5, share_words(self._share), "body_strong", theme.ink, "right")
        if self._kind is not None:
            paint_evidence(painter, QPointF(width - 5, middle), self._kind, theme)


class FeelingRow(Painted):
    """A persona's feeling on a scale from −2 to +2: dragged, or moved with the arrow keys."""

    def __init__(
        self,
        look: Look,
        who: str,
        slot: int,
        value: float,
        begin: Callable[[], object],
        change: Callable[[float], object],
        end: Callable[[], object],
        step: Callable[[float], object],
    ) -> None:
        super().__init__(look, 268, 32)
        self._who, self._slot, self._value = who, slot, value
        self._begin, self._change, self._end, self._step = begin, change, end, step
        self._dragging = False
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setCursor(Qt.CursorShape.SizeHorCursor)
        self._name()

    def show_value(self, value: float) -> None:
        """The feeling as it is now."""
        if value != self._value:
            self._value = value
            self._name()
            self.update()

    def _name(self) -> None:
        says = tr("{name} feels {value}", name=self._who, value=number(self._value, 1, signed=True))
        self.setAccessibleName(says)
        self.setToolTip(says)

    def _ends(self) -> tuple[float, float]:
        return 88.0, self.base_width - 16.0

    def paint(self, painter: QPainter, width: float, height: float) -> None:
        """The name, the track with its five points, the face."""
        del width
        theme, middle = self.look.theme, height / 2
        left, right = self._ends()
        draw.text(painter, 0, middle + 4.5, draw.elided(self._who, "body", left - 20), "body", theme.ink)
        draw.bar(painter, QRectF(left - 6, middle - 1.5, right - left + 12, 3), theme.unlit, 1.5)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(QColor(theme.control))
        for point in range(5):
            painter.drawEllipse(QPointF(left + (right - left) * point / 4, middle), 1.8, 1.8)
        at = QPointF(left + (right - left) * (self._value + 2) / 4, middle)
        paint_face(painter, at, 11, self._value, self._slot, theme, theme.surface)
        if self.hasFocus():
            painter.setPen(QPen(QColor(theme.ink), 2))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawEllipse(at, 14.5, 14.5)

    def _value_at(self, event: QMouseEvent) -> float:
        left, right = self._ends()
        return (event.position().x() / self.look.room - left) / (right - left) * 4 - 2

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Begin to drag."""
        if event.button() is Qt.MouseButton.LeftButton and event.position().x() / self.look.room > self._ends()[0] - 14:
            self._dragging = True
            self._begin()
            self._change(self._value_at(event))

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Follow the pointer."""
        if self._dragging:
            self._change(self._value_at(event))

    def mouseReleaseEvent(self, _event: QMouseEvent) -> None:
        """One step of the whole drag."""
        if self._dragging:
            self._dragging = False
            self._end()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Arrows move it by a tenth, with Shift by a half."""
        step = {Qt.Key.Key_Left: -1, Qt.Key.Key_Down: -1, Qt.Key.Key_Right: 1, Qt.Key.Key_Up: 1}.get(
            Qt.Key(event.key())
        )
        if step is None:
            super().keyPressEvent(event)
            return
        coarse = bool(event.modifiers() & Qt.KeyboardModifier.ShiftModifier)
        self._step(step * (0.5 if coarse else 0.1))

    def focusInEvent(self, event: QFocusEvent) -> None:
        """The face gets its ring."""
        super().focusInEvent(event)
        self.update()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        """And loses it."""
        super().focusOutEvent(event)
        self.update()


class Dots(Painted):
    """One to five: severity in ember dots; bars, from 0, for the rest. Pressed or typed, it changes."""

    def __init__(
        self, look: Look, says: str, value: float, keep: Callable[[int], object], *, bars: bool = False
    ) -> None:
        super().__init__(look, 60, 24)
        self._says, self._value, self._keep, self._bars = says, value, keep, bars
        self.setFixedWidth(look.px(60))
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setAccessibleName(f"{says} {number(value)}")
        self.setToolTip(f"{says} {number(value)}")

    def paint(self, painter: QPainter, width: float, height: float) -> None:
        """Five signs from the left."""
        del width
        if self._bars:
            paint_pips(painter, QPointF(1, height / 2 - 4.5), self._value, self.look.theme)
        else:
            paint_severity(painter, QPointF(1, height / 2), int(self._value), self.look.theme)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """The sign that is pressed is the value; the first bar pressed again makes it nought."""
        pitch = 6.0 if self._bars else 7.8
        pressed = int(event.position().x() / self.look.room / pitch) + 1
        self._set(0 if self._bars and pressed == 1 and self._value == 1 else pressed)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Digits and arrows."""
        if Qt.Key.Key_0 <= event.key() <= Qt.Key.Key_5:
            self._set(event.key() - Qt.Key.Key_0)
        elif event.key() in (Qt.Key.Key_Right, Qt.Key.Key_Up):
            self._set(int(self._value) + 1)
        elif event.key() in (Qt.Key.Key_Left, Qt.Key.Key_Down):
            self._set(math.ceil(self._value) - 1)
        else:
            super().keyPressEvent(event)

    def _set(self, value: int) -> None:
        wanted = min(5, max(0 if self._bars else 1, value))
        if wanted != self._value:
            self._keep(wanted)
