"""The slim rail at the left: where one can go, and at its foot language, theme and the size of the room."""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtCore import QRectF, Qt, Signal
from PySide6.QtGui import QPainter
from PySide6.QtWidgets import QFrame, QToolButton, QVBoxLayout, QWidget

from app.desktop.chrome.basics import Painted, restyle
from app.desktop.look import Look
from app.desktop.paint.signs import paint_mark

_WIDTH = 72


@dataclass(frozen=True)
class Place:
    """A workspace: its key, its name in the user's language, its icon."""

    key: str
    name: str
    icon: str


class _Mark(Painted):
    def paint(self, painter: QPainter, width: float, height: float) -> None:
        """The two footprints, in the middle."""
        paint_mark(painter, QRectF((width - 36) / 2, (height - 36) / 2, 36, 36), self.look.theme)


class Rail(QFrame):
    """Signals: `chosen` with a workspace's key; `foot_pressed` with a foot button's key."""

    chosen = Signal(str)
    foot_pressed = Signal(str)

    def __init__(
        self, look: Look, places: tuple[Place, ...], foot: tuple[Place, ...], parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self.setObjectName("rail")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.setFixedWidth(look.px(_WIDTH))
        self._look = look
        self._buttons: dict[str, tuple[QToolButton, Place]] = {}
        box = QVBoxLayout(self)
        box.setContentsMargins(look.px(6), look.px(8), look.px(5), look.px(12))
        box.setSpacing(look.px(4))
        box.addWidget(_Mark(look, 60, 46))
        box.addSpacing(look.px(6))
        for place in places:
            made = self._button(place)
            self._buttons[place.key] = (made, place)
            made.clicked.connect(lambda *_, key=place.key: self.chosen.emit(key))
            box.addWidget(made, 0, Qt.AlignmentFlag.AlignHCenter)
        box.addStretch(1)
        self.foot: dict[str, QToolButton] = {}
        for place in foot:
            made = self._foot_button(place)
            self.foot[place.key] = made
            made.clicked.connect(lambda *_, key=place.key: self.foot_pressed.emit(key))
            box.addWidget(made, 0, Qt.AlignmentFlag.AlignHCenter)

    def set_current(self, key: str) -> None:
        """Mark the workspace that is shown; an unknown key marks none."""
        for name, (made, place) in self._buttons.items():
            here = name == key
            made.setIcon(self._look.icon(f"{place.icon}-bold" if here else place.icon, "on_marker" if here else "ink2"))
            restyle(made, state="current" if here else "")

    def _button(self, place: Place) -> QToolButton:
        made = QToolButton()
        made.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextUnderIcon)
        made.setIconSize(self._look.size(22, 22))
        made.setText(place.name)
        made.setFixedSize(self._look.size(60, 56))
        made.setAccessibleName(place.name)
        made.setObjectName(f"go-{place.key}")
        made.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        return made

    def _foot_button(self, place: Place) -> QToolButton:
        made = QToolButton()
        made.setProperty("role", "foot")
        made.setIcon(self._look.icon(place.icon))
        made.setIconSize(self._look.size(20, 20))
        made.setFixedSize(self._look.size(40, 40))
        made.setToolTip(place.name)
        made.setAccessibleName(place.name)
        made.setObjectName(f"foot-{place.key}")
        made.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        return made
