"""The page of the scenario: the matrix of phases and audiences with the rules in its cells."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtWidgets import QWidget

from app.desktop.document import Document
from app.desktop.look import Look

if TYPE_CHECKING:
    from app.desktop.window import Window


class ScenarioPage(QWidget):
    """Shows the project that is open; made when it is first looked at."""

    def __init__(self, look: Look, document: Document, window: Window) -> None:
        super().__init__()
        self._look, self._document, self._window = look, document, window
