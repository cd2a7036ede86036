"""Two things beside one another where there is room, else one below the other."""

from __future__ import annotations

from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QBoxLayout, QWidget

from app.desktop.chrome.basics import column, hairline


class Beside(QWidget):
    """Side by side from a width on, stretched as told; below that width the second stands under the first.

    With `line` a hairline parts them.
    """

    def __init__(
        self,
        first: QWidget,
        second: QWidget,
        enough: int,
        spacing: int,
        stretch: tuple[int, int] = (1, 1),
        *,
        line: bool = False,
    ) -> None:
        super().__init__()
        self._enough = enough
        self._box = QBoxLayout(QBoxLayout.Direction.TopToBottom, self)
        self._box.setContentsMargins(0, 0, 0, 0)
        self._box.setSpacing(spacing)
        self._stretch = (stretch[0], 0, stretch[1])
        self._lines = (hairline(upright=True), hairline())
        self._box.addWidget(first)
        between = QWidget()
        between.setLayout(column(*self._lines, spacing=0))
        self._box.addWidget(between)
        between.setVisible(line)  # once it has a parent: before, it would be a window of its own for a moment
        self._box.addWidget(second)
        self._turn(wide=True)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Turn where the width asks for it."""
        super().resizeEvent(event)
        self._turn(wide=self.width() >= self._enough)

    def _turn(self, *, wide: bool) -> None:
        way = QBoxLayout.Direction.LeftToRight if wide else QBoxLayout.Direction.TopToBottom
        if self._box.direction() is way:
            return
        self._box.setDirection(way)
        for place, share in enumerate(self._stretch):
            self._box.setStretch(place, share if wide else 0)
        self._lines[0].setVisible(wide)
        self._lines[1].setVisible(not wide)
