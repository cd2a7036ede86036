"""One ring for the whole window that shows where the keyboard is, outside the widget it belongs to."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from PySide6.QtCore import QEvent, QObject, QPoint, QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QApplication, QLineEdit, QPlainTextEdit, QScrollArea, QWidget
from shiboken6 import isValid

from app.desktop.look import Look
from app.desktop.theme import RADIUS

_GAP = 3
_WIDTH = 2


class FocusRing(QWidget):
    """Follows the keyboard's focus inside its window; a click hides it. Fields have an edge of their own."""

    def __init__(self, look: Look, window: QWidget) -> None:
        super().__init__(window)
        self._look = look
        self._around: QWidget | None = None
        self._watched: list[QWidget] = []
        self._tabbing = False
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.hide()
        application = QApplication.instance()
        if isinstance(application, QApplication):
            application.focusChanged.connect(self._moved)

    @property
    def around(self) -> QWidget | None:
        """The widget the ring is drawn around now."""
        return self._around if self.isVisible() else None

    @contextmanager
    def by_keyboard(self) -> Iterator[None]:
        """What gets the focus inside this block gets it by the keyboard."""
        self._tabbing = True
        try:
            yield
        finally:
            self._tabbing = False

    def _moved(self, _before: QWidget | None, now: QWidget | None) -> None:
        for watched in self._watched:
            if isValid(watched):
                watched.removeEventFilter(self)
        self._around, self._watched = None, []
        areas = []
        if now is not None and self._tabbing:
            areas = _areas(now)
            for area in areas:  # Qt does so only within the area that the keyboard was in already
                area.ensureWidgetVisible(now, _GAP * 4, _GAP * 4)
        if now is None or not self._tabbing or not self._fits(now):
            self.hide()
            return
        self._around = now
        self._watched = [now, *_holders(now)]
        for watched in self._watched:
            watched.installEventFilter(self)
        self._settle()

    def _fits(self, widget: QWidget) -> bool:
        if isinstance(widget, QLineEdit | QPlainTextEdit) or widget.property("ownFocus"):
            return False
        return widget.window() is self.window() and widget is not self.window()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Follow the widget when it moves, and vanish with it."""
        if watched in self._watched and watched is not self._around:
            if event.type() is QEvent.Type.Move:  # it was scrolled, or something above it came or went
                self._settle()
        elif watched is self._around:
            if event.type() in (QEvent.Type.Hide, QEvent.Type.Destroy):
                self.hide()
            elif event.type() in (QEvent.Type.Move, QEvent.Type.Resize, QEvent.Type.Show):
                self._settle()
            elif event.type() is QEvent.Type.MouseButtonPress:
                self._around = None
                self.hide()
        return False

    def _settle(self) -> None:
        if self._around is None:
            return
        if self._around.visibleRegion().isEmpty():
            self.hide()
            return
        out = _GAP + _WIDTH
        at = self._around.mapTo(self.window(), QPoint(0, 0))
        self.setGeometry(at.x() - out, at.y() - out, self._around.width() + 2 * out, self._around.height() + 2 * out)
        self.show()
        self.raise_()

    def paintEvent(self, _event: QPaintEvent) -> None:
        """The ring."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(QPen(QColor(self._look.theme.ink), _WIDTH))
        reach = RADIUS["button"] + _GAP
        painter.drawRoundedRect(QRectF(self.rect()).adjusted(1, 1, -1, -1), reach, reach)
        painter.end()


def _holders(widget: QWidget) -> list[QWidget]:
    """All that holds a widget and moves it along, the window left out."""
    found, parent = [], widget.parentWidget()
    while parent is not None and not parent.isWindow():
        found.append(parent)
        parent = parent.parentWidget()
    return found


def _areas(widget: QWidget) -> list[QScrollArea]:
    """The areas that scroll a widget, the nearest first."""
    found, parent = [], widget.parentWidget()
    while parent is not None:
        if isinstance(parent, QScrollArea):
            found.append(parent)
        parent = parent.parentWidget()
    return found
