"""The outline: the map in words."""

from __future__ import annotations

from PySide6.QtWidgets import QFrame

from app.desktop.panels.context import PanelContext


class OutlinePage(QFrame):
    """The map that is shown, as a tree of words."""

    def __init__(self, context: PanelContext) -> None:
        super().__init__()
        self._context = context
