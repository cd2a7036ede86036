"""Several of a list, chosen as chips: each is on or off, and a row breaks where there is no more room."""

from __future__ import annotations

from collections.abc import Callable, Collection, Sequence
from functools import partial

from PySide6.QtCore import QPoint, QRect, QSize, Qt
from PySide6.QtWidgets import QLayout, QLayoutItem, QPushButton, QSizePolicy, QWidget

from app.desktop.chrome import draw
from app.desktop.look import Look

_MOST = 128.0
"""Width of the words of a chip, px of the design language; the whole is its tooltip."""


class Flow(QLayout):
    """Widgets beside one another, in as many rows as it takes."""

    def __init__(self, parent: QWidget, gap: int) -> None:
        super().__init__(parent)
        self._items: list[QLayoutItem] = []
        self._gap = gap
        self.setContentsMargins(0, 0, 0, 0)

    def addItem(self, item: QLayoutItem) -> None:
        """Qt's way in."""
        self._items.append(item)

    def count(self) -> int:
        """How many there are."""
        return len(self._items)

    def itemAt(self, index: int) -> QLayoutItem | None:
        """One of them."""
        return self._items[index] if 0 <= index < len(self._items) else None

    def takeAt(self, index: int) -> QLayoutItem | None:
        """Qt's way out."""
        return self._items.pop(index) if 0 <= index < len(self._items) else None

    def hasHeightForWidth(self) -> bool:
        """More rows where it is narrow."""
        return True

    def heightForWidth(self, width: int) -> int:
        """How high it is in so much room."""
        return self._settle(QRect(0, 0, width, 0), move=False)

    def setGeometry(self, rect: QRect) -> None:
        """Put everything in its place."""
        super().setGeometry(rect)
        self._settle(rect, move=True)

    def sizeHint(self) -> QSize:
        """As small as may be."""
        return self.minimumSize()

    def minimumSize(self) -> QSize:
        """The widest of them."""
        found = QSize()
        for item in self._items:
            found = found.expandedTo(item.minimumSize())
        return found

    def _settle(self, rect: QRect, *, move: bool) -> int:
        x, y, high = rect.x(), rect.y(), 0
        for item in self._items:
            size = item.sizeHint().boundedTo(QSize(max(1, rect.width()), 10_000))
            if x > rect.x() and x + size.width() > rect.x() + rect.width():
                x, y, high = rect.x(), y + high + self._gap, 0
            if move:
                item.setGeometry(QRect(QPoint(x, y), size))
            x += size.width() + self._gap
            high = max(high, size.height())
        return y + high - rect.y()


def chips(
    look: Look,
    says: str,
    options: Sequence[tuple[str, str]],
    chosen: Collection[str],
    keep: Callable[[list[str]], object],
    object_name: str,
) -> QWidget:
    """Chips of which any number is on; `keep` gets those that are on, in their order."""
    holder = QWidget()
    holder.setObjectName(object_name)
    holder.setAccessibleName(says)
    holder.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Preferred)
    flow = Flow(holder, look.px(5))

    def toggled(key: str, on: bool) -> None:
        wanted = [one for one, _ in options if (one in chosen) != (one == key and on != (key in chosen))]
        keep(wanted)

    for key, words in options:
        made = QPushButton(draw.elided(words, "small_strong", _MOST))
        made.setMinimumWidth(look.px(min(_MOST, draw.width_of(words, "small_strong")) + 23))
        made.setCheckable(True)
        made.setChecked(key in chosen)
        made.setObjectName(f"{object_name}.{key}")
        made.setAccessibleName(f"{says}: {words}")
        made.setToolTip(words)
        made.setProperty("role", "chip")
        made.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        made.toggled.connect(partial(toggled, key))
        flow.addWidget(made)
    return holder


def chip_style(look: Look) -> str:
    """The style of such chips, for the panel that holds them."""
    theme = look.theme
    # In high contrast every edge is black: there what is chosen stands on the wash as well.
    ground = theme.marker_wash if theme.name == "contrast" else theme.surface
    return (
        f'QPushButton[role="chip"] {{ height: {look.px(24)}px; padding: 0 {look.px(10)}px; font-size: {look.px(12)}px;'
        f" border: {theme.hairline:g}px solid {theme.line}; border-radius: {look.px(12)}px; color: {theme.ink2};"
        f" background: transparent; }}"
        f'QPushButton[role="chip"]:hover {{ background: {theme.hover}; }}'
        f'QPushButton[role="chip"]:checked {{ background: {ground}; color: {theme.ink}; font-weight: 600;'
        f" border: {max(1.0, theme.hairline):g}px solid {theme.ink}; }}"
        f'QPushButton[role="token"] {{ height: {look.px(22)}px; padding: 0 {look.px(8)}px; font-size: {look.px(12)}px;'
        f" border: none; border-radius: {look.px(4)}px; color: {theme.ink}; background: {theme.marker_wash}; }}"
        f'QPushButton[role="token"]:hover {{ background: {theme.marker}; color: {theme.on_marker}; }}'
    )
