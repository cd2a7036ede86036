"""What stays when parts of a page are made anew: how far it was scrolled, and what had the keyboard."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

from PySide6.QtCore import Qt, QTimer
from PySide6.QtWidgets import QApplication, QScrollArea, QWidget


class Held:
    """Compares by being the same thing, and keeps that thing alive."""

    def __init__(self, value: Any) -> None:
        self._value = value

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Held) and other._value is self._value

    def __hash__(self) -> int:
        return id(self._value)


@dataclass(frozen=True)
class _Spot:
    """Where the keyboard was: in which widget, or in the one that is like it after the change."""

    widget: QWidget
    kind: type[QWidget]
    name: str
    said: str

    def again(self, page: QWidget) -> QWidget | None:
        """The widget itself when it is still there, else its like."""
        inside = page.findChildren(QWidget)
        if any(one is self.widget for one in inside):
            return self.widget
        return next((one for one in inside if self._is_like(one)), None)

    def _is_like(self, one: QWidget) -> bool:
        if type(one) is not self.kind or one.objectName() != self.name:
            return False
        return bool(self.name) or one.accessibleName() == self.said


@contextmanager
def hold(page: QWidget, areas: Sequence[QScrollArea]) -> Iterator[None]:
    """Keep the scroll position of the areas, and the keyboard, over a change of what is inside them."""
    focused = QApplication.focusWidget()
    spot = None
    if focused is not None and page.isAncestorOf(focused):
        spot = _Spot(focused, type(focused), focused.objectName(), focused.accessibleName())
    scrolled = [area.verticalScrollBar().value() for area in areas]
    page.setUpdatesEnabled(False)
    try:
        yield
    finally:
        page.setUpdatesEnabled(True)
    found = spot.again(page) if spot is not None else None
    if found is not None and found is not QApplication.focusWidget():
        found.setFocus(Qt.FocusReason.OtherFocusReason)

    def back() -> None:
        for area, value in zip(areas, scrolled, strict=True):
            inside = area.widget()
            layout = inside.layout() if inside is not None else None
            if layout is not None and value:
                layout.activate()
                area.verticalScrollBar().setValue(value)

    back()
    QTimer.singleShot(0, page, back)
