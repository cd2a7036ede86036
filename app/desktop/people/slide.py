"""What every trait that can be slid has in common: dragging, keys, typing the number, putting it back.

A drag is one step; what a hand moves is an assumption from then on (see `app.project.traits.slid`). A number that is
typed keeps what it rests on.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QFocusEvent, QKeyEvent, QMouseEvent, QPainter
from PySide6.QtWidgets import QLineEdit

from app.desktop.chrome import draw
from app.desktop.chrome.basics import Painted
from app.desktop.look import Look
from app.desktop.paint.pen import colour as coloured
from app.desktop.paint.people import paint_outline
from app.desktop.paint.signs import paint_evidence
from app.desktop.people.scales import Scale
from app.words import between, name, tr
from personas.provenance import Parameter


@dataclass(frozen=True)
class Hand:
    """What a slide does to the project. `slid` gets the value, and whether it is a key's step that joins the last."""

    begin: Callable[[], object]
    slid: Callable[[float, bool], object]
    end: Callable[[], object]
    bail: Callable[[], object]
    typed: Callable[[str], bool]
    reset: Callable[[], object]
    details: Callable[[], object]


class Typing(QLineEdit):
    """The field in which the number is typed, over the figure. Enter keeps, Esc does not."""

    def __init__(self, text: str, keep: Callable[[str], bool], parent: Slide) -> None:
        super().__init__(text, parent)
        self._keep, self._first, self._over = keep, text, False
        self.setAccessibleName(parent.accessibleName())
        self.setAlignment(Qt.AlignmentFlag.AlignRight)
        self.selectAll()

    def _leave(self, *, keep: bool) -> None:
        if self._over:
            return
        if keep and self.text().strip() != self._first and not self._keep(self.text()):
            self.setProperty("state", "error")
            self.style().unpolish(self)
            self.style().polish(self)
            return
        self._over = True
        owner, held = self.parentWidget(), self.hasFocus()
        self.hide()
        self.deleteLater()
        if owner is not None and held:
            owner.setFocus(Qt.FocusReason.OtherFocusReason)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter keeps, Esc puts back."""
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self._leave(keep=True)
        elif event.key() == Qt.Key.Key_Escape:
            self._leave(keep=False)
        else:
            super().keyPressEvent(event)

    def focusOutEvent(self, event: QFocusEvent) -> None:
        """Leaving keeps what holds, and lets go of what does not."""
        super().focusOutEvent(event)
        if event.reason() is not Qt.FocusReason.PopupFocusReason:
            self._leave(keep=True)
            if not self._over:
                self._leave(keep=False)


class Slide(Painted):
    """A number on a scale. Subclasses paint it and say where its track lies."""

    def __init__(self, look: Look, height: float, what: str, scale: Scale, hand: Hand) -> None:
        super().__init__(look, 300, height)
        self.what, self.scale, self.hand = what, scale, hand
        self.value = Parameter(value=0.0)
        self.slot = 0
        self.others: tuple[tuple[int, float], ...] = ()
        self._dragging = False
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setMouseTracking(True)
        self.setAttribute(Qt.WidgetAttribute.WA_Hover)

    def show_value(self, value: Parameter, slot: int, others: tuple[tuple[int, float], ...] = ()) -> None:
        """Show a value in a person's colour, and others (slot, value) beside it."""
        if (value, slot, others) == (self.value, self.slot, self.others) and self.accessibleName():
            return
        self.value, self.slot, self.others = value, slot, others
        words = self.scale.words(value.value)
        self.setAccessibleName(f"{self.what}: {self.scale.figure(value.value)}. {words}")
        self.setToolTip(self._rests_on())
        self.update()

    def _rests_on(self) -> str:
        value = self.value
        lines = [self.what, name("evidence", value.kind)]
        if value.low is not None and value.high is not None:
            lines.append(tr("Plausible {interval}", interval=between(value.low, value.high, self.scale.figure)))
        if value.note:
            lines.append(value.note)
        return "\n".join(lines)

    # ---- for subclasses --------------------------------------------------------------------------------------

    def track(self) -> tuple[float, float]:
        """Left and right end of the track, px of the design language."""
        raise NotImplementedError

    def figure_box(self) -> QRectF:
        """Where the figure stands, and is typed."""
        raise NotImplementedError

    def mark_box(self) -> QRectF:
        """Where the sign of the evidence stands, with the name: pressed, it opens the details."""
        raise NotImplementedError

    def x_of(self, value: float) -> float:
        """Where a value stands on the track."""
        left, right = self.track()
        return left + (right - left) * self.scale.place(value)

    def paint_track(self, painter: QPainter, middle: float, *, radius: float = 8.5) -> None:
        """The track, the range, the others, the knob."""
        theme = self.look.theme
        left, right = self.track()
        draw.bar(painter, QRectF(left, middle - 1.5, right - left, 3), theme.track, 1.5)
        if self.value.low is not None and self.value.high is not None:
            start, end = self.x_of(self.value.low), self.x_of(self.value.high)
            band = QRectF(start, middle - 3.5, max(2.0, end - start), 7)
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(coloured(theme.person(self.slot).colour, 0.55 if theme.name == "dark" else 0.38))
            painter.drawRoundedRect(band, 3.5, 3.5)
        for slot, other in self.others:
            at = QPointF(self.x_of(other), middle)
            draw.ring(painter, at, 6.5, theme.surface, theme.surface, 2)
            paint_outline(painter, at, 5, slot, theme)
        at = QPointF(self.x_of(self.value.value), middle)
        draw.ring(painter, at, radius + 2.5, theme.surface, theme.surface, 2)
        paint_outline(painter, at, radius + (0.5 if self._dragging else 0.0), self.slot, theme)

    # ---- hands -----------------------------------------------------------------------------------------------

    def _value_at(self, x: float) -> float:
        left, right = self.track()
        return self.scale.at((x / self.look.room - left) / max(1.0, right - left))

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """On the track it drags; on the figure it types; on the name it opens the details."""
        at = event.position() / self.look.room
        left, right = self.track()
        if event.button() is not Qt.MouseButton.LeftButton:
            super().mousePressEvent(event)
        elif self.figure_box().contains(at):
            self.type_it()
        elif self.mark_box().contains(at):
            self.hand.details()
        elif left - 12 <= at.x() <= right + 12 and self._on_track(at.y()):
            self._dragging = True
            self.hand.begin()
            if abs(at.x() - self.x_of(self.value.value)) > 11:
                self.hand.slid(self._value_at(event.position().x()), False)
            self.update()

    def _on_track(self, y: float) -> bool:
        """Whether a height is where the track can be taken hold of."""
        raise NotImplementedError

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Follow the pointer; without a press, show what can be pressed."""
        if self._dragging:
            self.hand.slid(self._value_at(event.position().x()), False)
            return
        at = event.position() / self.look.room
        if self.figure_box().contains(at):
            self.setCursor(Qt.CursorShape.IBeamCursor)
        elif self.mark_box().contains(at):
            self.setCursor(Qt.CursorShape.PointingHandCursor)
        else:
            self.setCursor(Qt.CursorShape.SizeHorCursor if self._on_track(at.y()) else Qt.CursorShape.ArrowCursor)

    def mouseReleaseEvent(self, _event: QMouseEvent) -> None:
        """The whole drag is one step."""
        if self._dragging:
            self._dragging = False
            self.hand.end()
            self.update()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Arrows, Page keys, Home and End slide; Enter types; Delete puts the usual value back; Esc gives a drag up."""
        share = self.scale.place(self.value.value)
        step = 0.1 if event.modifiers() & Qt.KeyboardModifier.ShiftModifier else 0.02
        moves = {
            Qt.Key.Key_Left: share - step,
            Qt.Key.Key_Down: share - step,
            Qt.Key.Key_Right: share + step,
            Qt.Key.Key_Up: share + step,
            Qt.Key.Key_PageDown: share - 0.1,
            Qt.Key.Key_PageUp: share + 0.1,
            Qt.Key.Key_Home: 0.0,
            Qt.Key.Key_End: 1.0,
        }
        key = Qt.Key(event.key())
        if key in moves:
            self.hand.slid(self._stepped(share, moves[key]), True)
        elif key in (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_F2):
            self.type_it()
        elif key in (Qt.Key.Key_Delete, Qt.Key.Key_Backspace):
            self.hand.reset()
        elif key == Qt.Key.Key_Space:
            self.hand.details()
        elif key == Qt.Key.Key_Escape and self._dragging:
            self._dragging = False
            self.hand.bail()
            self.update()
        elif event.text().isdigit():
            self.type_it(event.text())
        else:
            super().keyPressEvent(event)

    def _stepped(self, share: float, wanted: float) -> float:
        """The value a key leads to; where two figures are too coarse for the step, the next one that differs."""
        value, further = self.scale.at(wanted), wanted
        for _ in range(20):
            if value != self.value.value or not 0.0 < further < 1.0:
                break
            further += (wanted - share) / 2
            value = self.scale.at(further)
        return value

    def type_it(self, text: str = "") -> None:
        """Open the field in which the number is typed."""
        box = self.figure_box()
        field = Typing(self.scale.figure(self.value.value), self.hand.typed, self)
        width = max(96.0, box.width() + 16)
        top = max(0.0, box.center().y() - 14)
        place = QRectF(box.right() - width, top, width, 28)
        px = self.look.px
        field.setGeometry(px(place.x()), px(place.y()), px(place.width()), px(place.height()))
        field.show()
        field.setFocus(Qt.FocusReason.OtherFocusReason)
        if text:
            field.setText(text)


class TraitSlider(Slide):
    """Label and evidence, the figure at the right, the scale below with the range and others, then the words."""

    def __init__(self, look: Look, scale: Scale, hand: Hand) -> None:
        super().__init__(look, 62, name("trait", scale.key), scale, hand)
        self.setObjectName(f"trait-{scale.key}")

    def track(self) -> tuple[float, float]:
        """The whole width, so that the knob does not stick out."""
        return 9.0, self.base_width - 9.0

    def figure_box(self) -> QRectF:
        """At the right of the first line."""
        width = draw.width_of(self.scale.figure(self.value.value), "body_strong") + 8
        return QRectF(self.base_width - width, 0, width, 21)

    def mark_box(self) -> QRectF:
        """The name and the sign after it."""
        return QRectF(0, 0, draw.width_of(self._shown_name(), "body_value") + 24, 20)

    def _shown_name(self) -> str:
        room = self.base_width - self.figure_box().width() - 34
        return draw.elided(self.what, "body_value", room)

    def _on_track(self, y: float) -> bool:
        return 21 <= y <= 43

    def paint(self, painter: QPainter, width: float, height: float) -> None:
        """Three lines: name and figure, the scale, the words."""
        del height
        theme, value = self.look.theme, self.value
        wide = draw.text(painter, 0, 14, self._shown_name(), "body_value", theme.ink)
        paint_evidence(painter, QPointF(wide + 12, 10), value.kind, theme)
        draw.text(painter, width, 14, self.scale.figure(value.value), "body_strong", theme.ink, "right")
        self.paint_track(painter, 31)
        words = draw.elided(self.scale.words(value.value), "small", width)
        draw.text(painter, 0, 55, words, "small", theme.ink2)
