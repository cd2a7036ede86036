"""The small widgets that every page is put together from, told apart by role for the style sheet."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QKeyEvent, QMouseEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import (
    QBoxLayout,
    QFrame,
    QHBoxLayout,
    QLabel,
    QLayout,
    QPushButton,
    QScrollArea,
    QSizePolicy,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from app.desktop.look import Look


class Painted(QWidget):
    """A widget that is painted in px of the design language; the room factor is already in its painter."""

    def __init__(self, look: Look, width: float, height: float, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.look = look
        self._base = (width, height)
        self.setFixedHeight(look.px(height))
        self.setMinimumWidth(look.px(min(width, 40.0)))
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)

    def sizeHint(self) -> QSize:
        """The size it is designed for."""
        return self.look.size(*self._base)

    @property
    def base_width(self) -> float:
        """The width there is, in px of the design language."""
        return self.width() / self.look.room

    def paint(self, painter: QPainter, width: float, height: float) -> None:
        """Paint into (0, 0, width, height)."""
        raise NotImplementedError

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Hand a scaled painter to `paint`."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.scale(self.look.room, self.look.room)
        self.paint(painter, self.width() / self.look.room, self.height() / self.look.room)
        painter.end()


class Pressable(Painted):
    """A painted widget that does something when it is clicked, or when Enter or Space is pressed on it.

    Without `act` it is only looked at.
    """

    def __init__(self, look: Look, width: float, height: float, act: Callable[[], object] | None) -> None:
        super().__init__(look, width, height)
        self._act = act
        if act is not None:
            self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
            self.setCursor(Qt.CursorShape.PointingHandCursor)
            self.setAttribute(Qt.WidgetAttribute.WA_Hover)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """A click, let go on the widget."""
        left = event.button() is Qt.MouseButton.LeftButton
        if self._act is not None and left and self.rect().contains(event.position().toPoint()):
            self._act()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter and Space do the same."""
        if self._act is not None and event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Space):
            self._act()
        else:
            super().keyPressEvent(event)


def label(text: str, role: str = "", *, wrap: bool = False, state: str = "") -> QLabel:
    """A plain text label with a role of the style sheet; never interprets its text."""
    made = QLabel()
    made.setTextFormat(Qt.TextFormat.PlainText)
    made.setText(text)
    made.setWordWrap(wrap)
    if role:
        made.setProperty("role", role)
    if state:
        made.setProperty("state", state)
    if wrap:
        made.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Minimum)
    return made


class Elided(QLabel):
    """A label on one line whose end gives way when there is no room; the whole is its tooltip."""

    def __init__(self, text: str, role: str = "") -> None:
        super().__init__()
        self.setTextFormat(Qt.TextFormat.PlainText)
        self._whole = text
        if role:
            self.setProperty("role", role)
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
        self.setMinimumWidth(24)
        super().setText(text)

    def setText(self, text: str) -> None:
        """Show another text."""
        self._whole = text
        self._settle()

    def sizeHint(self) -> QSize:
        """As wide as the whole text."""
        return QSize(self.fontMetrics().horizontalAdvance(self._whole) + 4, super().sizeHint().height())

    def resizeEvent(self, event: object) -> None:  # noqa: ARG002 - the new size is read from the widget
        """Elide anew."""
        self._settle()

    def _settle(self) -> None:
        shown = self.fontMetrics().elidedText(self._whole, Qt.TextElideMode.ElideRight, max(0, self.width()))
        super().setText(shown)
        self.setToolTip(self._whole if shown != self._whole else "")
        self.setAccessibleName(self._whole)


def hairline(*, upright: bool = False) -> QFrame:
    """A line of one px that parts two things."""
    made = QFrame()
    made.setProperty("role", "vline" if upright else "hairline")
    return made


def button(
    look: Look, text: str, act: Callable[[], object], *, icon: str = "", role: str = "", name: str = ""
) -> QPushButton:
    """A push button; `role` primary, quiet or row."""
    made = QPushButton(f" {text}" if icon else text)
    made.setAccessibleName(text)
    if icon:
        made.setIcon(look.icon(icon, "on_ink" if role == "primary" else "ink2"))
        made.setIconSize(look.size(17, 17))
    if role:
        made.setProperty("role", role)
    if name:
        made.setObjectName(name)
    made.clicked.connect(lambda *_: act())
    made.setCursor(Qt.CursorShape.ArrowCursor)
    return made


def icon_button(look: Look, icon: str, says: str, act: Callable[[], object], *, keys: str = "") -> QToolButton:
    """A button that is only an icon: its words, with its key, are the tooltip and the accessible name."""
    made = QToolButton()
    made.setIcon(look.icon(icon))
    made.setIconSize(look.size(18, 18))
    made.setFixedSize(look.size(32, 32))
    made.setToolTip(f"{says}  {keys}" if keys else says)
    made.setAccessibleName(says)
    made.setFocusPolicy(Qt.FocusPolicy.TabFocus)
    made.clicked.connect(lambda *_: act())
    return made


def row(
    *parts: QWidget | QLayout | int | None, spacing: int = 8, margins: tuple[int, int, int, int] = (0, 0, 0, 0)
) -> QHBoxLayout:
    """A row: widgets, layouts, fixed gaps (int), or `None` for the gap that takes what is left."""
    made = QHBoxLayout()
    _fill(made, parts, spacing, margins)
    return made


def column(
    *parts: QWidget | QLayout | int | None, spacing: int = 4, margins: tuple[int, int, int, int] = (0, 0, 0, 0)
) -> QVBoxLayout:
    """The same from top to bottom."""
    made = QVBoxLayout()
    _fill(made, parts, spacing, margins)
    return made


def _fill(
    box: QBoxLayout, parts: tuple[QWidget | QLayout | int | None, ...], spacing: int, margins: tuple[int, int, int, int]
) -> None:
    box.setSpacing(spacing)
    box.setContentsMargins(*margins)
    for part in parts:
        if part is None:
            box.addStretch(1)
        elif isinstance(part, int):
            box.addSpacing(part)
        elif isinstance(part, QWidget):
            box.addWidget(part)
        else:
            box.addLayout(part)


def panel(inside: QLayout, *, role: str = "", name: str = "") -> QFrame:
    """A frame around a layout, with a ground from the style sheet."""
    made = QFrame()
    made.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
    if role:
        made.setProperty("role", role)
    if name:
        made.setObjectName(name)
    made.setLayout(inside)
    return made


def scrolled(inside: QWidget) -> QScrollArea:
    """`inside` in an area that scrolls up and down, never sideways."""
    area = QScrollArea()
    area.setWidget(inside)
    area.setWidgetResizable(True)
    area.viewport().setAutoFillBackground(False)
    inside.setAutoFillBackground(False)
    area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
    area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
    area.setFrameShape(QFrame.Shape.NoFrame)
    return area


def restyle(widget: QWidget, **properties: object) -> None:
    """Set dynamic properties and let the style sheet look again."""
    for key, value in properties.items():
        widget.setProperty(key, value)
    widget.style().unpolish(widget)
    widget.style().polish(widget)
    widget.update()


def empty(layout: QLayout) -> None:
    """Take everything out of a layout, and let it go."""
    while (item := layout.takeAt(0)) is not None:
        widget, inner = item.widget(), item.layout()
        if widget is not None:
            widget.hide()
            widget.setParent(None)
            widget.deleteLater()
        elif inner is not None:
            empty(inner)
