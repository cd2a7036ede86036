"""A row of switches that look as one: each may be on or off by itself, or exactly one is."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QButtonGroup, QFrame, QHBoxLayout, QPushButton, QSizePolicy, QWidget

from app.desktop.chrome import draw
from app.desktop.look import Look


class Segments(QFrame):
    """`switched` says which part, and whether it is on now."""

    switched = Signal(str, bool)

    def __init__(
        self,
        look: Look,
        parts: Sequence[tuple[str, str]],
        *,
        one: bool = False,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self.setProperty("role", "segments")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.setFixedHeight(look.px(30))
        self.setSizePolicy(QSizePolicy.Policy.Maximum, QSizePolicy.Policy.Fixed)
        box = QHBoxLayout(self)
        box.setContentsMargins(2, 2, 2, 2)
        box.setSpacing(0)
        self._group = QButtonGroup(self)
        self._group.setExclusive(one)
        self._buttons: dict[str, QPushButton] = {}
        for key, name in parts:
            made = QPushButton(name)
            made.setCheckable(True)
            made.setObjectName(f"segment-{key}")
            made.setFixedHeight(look.px(26))
            made.setMinimumWidth(look.px(draw.width_of(name, "body_strong") + 26))
            made.toggled.connect(lambda on, key=key: self.switched.emit(key, on))
            if one:  # Tab goes to such a group once, and the arrow keys choose in it; free switches are reached each
                self._group.addButton(made)
            self._buttons[key] = made
            box.addWidget(made)

    def set_on(self, key: str, on: bool = True) -> None:
        """Switch a part without telling anybody."""
        made = self._buttons[key]
        made.blockSignals(True)
        made.setChecked(on)
        made.blockSignals(False)
