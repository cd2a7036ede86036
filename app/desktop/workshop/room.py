"""How large everything is: three sizes side by side, each shown as it will look, for a desk, a table or a beamer."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from PySide6.QtCore import QEvent, QObject, QPointF, QRectF, Qt
from PySide6.QtGui import QKeyEvent, QPainter, QPen
from PySide6.QtWidgets import QApplication, QFrame, QVBoxLayout, QWidget

from app.desktop.chrome import draw
from app.desktop.chrome.basics import Pressable, label, row
from app.desktop.look import ROOMS, Look
from app.desktop.measure import QtMeasure
from app.desktop.paint.pen import colour
from app.desktop.paint.signs import paint_severity
from app.words import percent, tr


class RoomCard(Pressable):
    """A card of a map as large as this size makes it."""

    def __init__(self, look: Look, room: float, title: str, note: str, act: Callable[[], object]) -> None:
        super().__init__(look, 190 + 60 * (room - 1.0) * 2, 176, act)
        self._room, self._title, self._note = room, title, note
        self.setObjectName(f"room-{room:g}")
        self.setFixedWidth(look.px(190 + 60 * (room - 1.0) * 2))
        self.setAccessibleName(f"{title}, {percent(room, 0)}. {note}" + (", " + tr("now") if self._now else ""))

    @property
    def _now(self) -> bool:
        return self._room == self.look.room

    def paint(self, painter: QPainter, width: float, height: float) -> None:
        """The sample at its true size, its name below."""
        theme = self.look.theme
        ground = theme.marker_wash if self._now else theme.hover if self.underMouse() else theme.canvas
        draw.bar(painter, QRectF(0, 0, width, height), ground, 12)
        painter.save()
        larger = self._room / self.look.room
        painter.translate(12, 12)
        painter.scale(larger, larger)
        card = QRectF(0, 0, min(136.0, (width - 24) / larger), 56)
        painter.setPen(QPen(colour(theme.line_strong), 1.0))
        painter.setBrush(colour(theme.surface))
        painter.drawRoundedRect(card, 10, 10)
        words = draw.elided(tr("Delivery too dear"), "title", card.width() - 20)
        draw.text(painter, 10, 22, words, "title", theme.ink)
        paint_severity(painter, QPointF(10, 40), 4, theme)
        painter.restore()
        draw.text(painter, 12, height - 42, self._title, "body_strong", theme.ink)
        draw.text(painter, width - 12, height - 42, percent(self._room, 0), "small", theme.ink2, "right")
        for line, part in enumerate(_lines(self._note, width - 24)):
            draw.text(painter, 12, height - 25 + 15 * line, part, "small", theme.ink2)


def _lines(words: str, width: float) -> tuple[str, ...]:
    return QtMeasure().wrap(words, "small", width, 2).lines


class RoomChooser(QFrame):
    """A sheet over the window; `choose` gets the size. Esc or a click elsewhere leaves it."""

    def __init__(self, look: Look, choose: Callable[[float], object], parent: QWidget) -> None:
        super().__init__(parent)
        self.setObjectName("room-chooser")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setAccessibleName(tr("Size for the room"))
        theme = look.theme
        self.setStyleSheet(
            f"#room-chooser {{ background: {theme.raised}; border: {theme.hairline:g}px solid {theme.line_strong};"
            f" border-radius: {look.px(12)}px; }}"
        )
        self._choose = choose
        words = (
            (tr("At a desk"), tr("one or two people at the screen")),
            (tr("Round a table"), tr("six people before a large screen")),
            (tr("The back of the room"), tr("twelve people and a beamer")),
        )
        cards = [
            RoomCard(look, room, title, note, partial(self._take, room))
            for room, (title, note) in zip(ROOMS, words, strict=True)
        ]
        box = QVBoxLayout(self)
        box.setContentsMargins(look.px(18), look.px(14), look.px(18), look.px(18))
        box.setSpacing(look.px(10))
        box.addWidget(label(tr("From how far should it be read?"), "heading"))
        box.addLayout(row(*cards, spacing=look.px(10)))
        self.adjustSize()
        self.move((parent.width() - self.width()) // 2, (parent.height() - self.height()) // 2)
        self.show()
        self.raise_()
        application = QApplication.instance()
        if application is not None:
            application.installEventFilter(self)
        for card in cards:
            if f"room-{look.room:g}" == card.objectName():
                card.setFocus(Qt.FocusReason.OtherFocusReason)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """A press anywhere else leaves."""
        pressed = event.type() is QEvent.Type.MouseButtonPress and isinstance(watched, QWidget) and self.isVisible()
        if pressed and watched is not self and not self.isAncestorOf(watched):  # type: ignore[arg-type]  # a widget
            self.close()
        return super().eventFilter(watched, event)

    def _take(self, room: float) -> None:
        self.close()
        self._choose(room)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Arrows go from one to the next, Esc leaves."""
        if event.key() == Qt.Key.Key_Escape:
            self.close()
        elif event.key() in (Qt.Key.Key_Right, Qt.Key.Key_Down):
            self.focusNextChild()
        elif event.key() in (Qt.Key.Key_Left, Qt.Key.Key_Up):
            self.focusPreviousChild()
        else:
            super().keyPressEvent(event)
