"""A column that is filled anew when something changes, without losing the field that is being typed in."""

from __future__ import annotations

from collections.abc import Callable
from typing import Literal

from PySide6.QtCore import QRectF, Qt, QTimer
from PySide6.QtGui import QColor, QPainter, QPen, QResizeEvent
from PySide6.QtWidgets import QApplication, QFrame, QScrollArea, QVBoxLayout, QWidget

from app.desktop.chrome import draw
from app.desktop.chrome.basics import Pressable, scrolled
from app.desktop.chrome.inplace import LineField, TextField, inplace_style
from app.desktop.icons import paint_icon
from app.desktop.inspector.context import Column
from app.desktop.look import Look


class Pane(QFrame):
    """One column in an area that scrolls; `fill` puts everything into it."""

    def __init__(self, look: Look, object_name: str, fill: Callable[[Column], object], *, edge: int = 0) -> None:
        super().__init__()
        self.setObjectName(object_name)
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self._look, self._put = look, fill
        self._area: QScrollArea | None = None
        self._wanted, self._whole = "", False
        self._box = QVBoxLayout(self)
        self._box.setContentsMargins(edge, 0, 0, 0)
        self._later = QTimer(self)
        self._later.setSingleShot(True)
        self._later.timeout.connect(self.refresh)
        self.setStyleSheet(inplace_style(look))

    def soon(self) -> None:
        """Fill in anew as soon as everybody has been told."""
        self._later.start(0)

    def focus(self, object_name: str) -> None:
        """Put the keyboard in a field once it is there."""
        self._wanted = object_name
        self.soon()

    def refresh(self) -> None:
        """Fill in anew, keeping the place in the list, the field that has the keyboard, and what is half typed."""
        self._later.stop()
        held = QApplication.focusWidget()
        inside = held is not None and self.isAncestorOf(held)
        name = held.objectName() if held is not None and inside else ""
        typed = None
        if inside and isinstance(held, LineField | TextField):
            typed = held.unkept
            held.forget()
        place = self._area.verticalScrollBar().value() if self._area is not None else 0
        self._fill()
        if self._area is None:
            return
        self._area.verticalScrollBar().setValue(place)
        wanted = self._wanted or name
        again = self._area.findChild(QWidget, wanted) if wanted else None
        if again is not None:
            again.setFocus(Qt.FocusReason.OtherFocusReason)
            if not self._wanted and typed is not None and isinstance(again, LineField | TextField):
                again.type_again(typed)
            elif self._wanted:
                self._area.ensureWidgetVisible(again)
        self._wanted = ""

    def stand_whole(self) -> None:
        """Be as high as what is in it, where something around it scrolls."""
        self._whole = True
        self._fit()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Another width may make it higher."""
        super().resizeEvent(event)
        self._fit()

    def _fit(self) -> None:
        inside = self._area.widget() if self._area is not None else None
        if not self._whole or inside is None:
            return
        if self._area is not None:
            self._area.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        layout = inside.layout()
        high = layout.totalHeightForWidth(self.width()) if layout is not None else -1
        self.setFixedHeight((high if high >= 0 else inside.sizeHint().height()) + 2)

    def to_top(self) -> None:
        """Show its beginning: something else is looked at."""
        if self._area is not None:
            self._area.verticalScrollBar().setValue(0)

    def _fill(self) -> None:
        inside = QWidget()
        into = Column(self._look)
        self._put(into)
        into.addStretch(1)
        inside.setLayout(into)
        area = scrolled(inside)
        if self._area is not None:
            self._box.removeWidget(self._area)
            self._area.hide()
            self._area.deleteLater()
        self._area = area
        self._box.addWidget(area)
        self._fit()


class SideRow(Pressable):
    """A row of a list: a letter or an icon, a name, something grey at its right.

    `current`: `here` stands on the marker, `shown` is only written stronger.
    """

    def __init__(
        self,
        look: Look,
        words: str,
        act: Callable[[], object] | None,
        *,
        icon: str = "",
        letter: str = "",
        badge: str = "",
        note: str = "",
        current: Literal["", "here", "shown"] = "",
        object_name: str = "",
        tip: str = "",
    ) -> None:
        super().__init__(look, 220, 32, act)
        self.setMinimumWidth(look.px(60))
        self._words, self._icon, self._letter, self._badge = words, icon, letter, badge
        self._note, self._current = note, current
        self.setObjectName(object_name)
        self.setAccessibleName(" ".join(part for part in (letter, words, note) if part))
        self.setToolTip(tip or words)

    def paint(self, painter: QPainter, width: float, height: float) -> None:
        """The ground, the sign, the words, the note."""
        theme = self.look.theme
        if self._current == "here":
            draw.bar(painter, QRectF(0, 0, width, height), theme.marker_wash, 8)
            if theme.name == "contrast":
                painter.setPen(QPen(QColor(theme.ink), 2.0))
                painter.setBrush(Qt.BrushStyle.NoBrush)
                painter.drawRoundedRect(QRectF(1, 1, width - 2, height - 2), 7, 7)
        elif self._act is not None and self.underMouse():
            draw.bar(painter, QRectF(0, 0, width, height), theme.hover, 8)
        left, base = 10.0, height / 2 + 4.5
        ink = theme.ink if self._act is not None else theme.ink2
        if self._letter or self._badge:
            self._sign(painter, QRectF(9, height / 2 - 9.5, 19, 19))
            left = 38.0
        elif self._icon:
            paint_icon(painter, self._icon, QRectF(9, height / 2 - 8.5, 17, 17), theme.ink2)
            left = 38.0
        note = draw.elided(self._note, "small", width * 0.4)
        right = width - 10 - (draw.width_of(note, "small") + 10 if note else 0)
        role = "body_strong" if self._current else "body"
        if note and draw.width_of(self._words, role) > right - left:
            note, right = "", width - 10
        draw.text(painter, left, base, draw.elided(self._words, role, right - left), role, ink)
        if note:
            draw.text(painter, width - 10, base, note, "small", theme.ink2, "right")

    def _sign(self, painter: QPainter, rect: QRectF) -> None:
        """The letter of an arm: filled for the status quo and for the one that is shown, else an outline."""
        theme = self.look.theme
        filled = {"control": theme.control, "shown": theme.iris}.get(self._badge, "")
        painter.setPen(QPen(QColor(filled or theme.control), 1.2))
        painter.setBrush(QColor(filled) if filled else Qt.BrushStyle.NoBrush)
        painter.drawRoundedRect(rect, 5, 5)
        if self._letter:
            ink = theme.on_persona if filled else theme.ink2
            draw.text(painter, rect.center().x(), rect.center().y() + 4, self._letter, "tag", ink, "centre")
