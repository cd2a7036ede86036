"""Room that opens under a hand: what lies in the way slides aside, and what is let go slides into its place."""

from __future__ import annotations

from collections.abc import Mapping

from PySide6.QtCore import QEasingCurve, QObject, QPointF, QRectF, QVariantAnimation
from PySide6.QtWidgets import QApplication, QStyle

from app.desktop.canvas.scene import MapScene
from maps.layout.elements import DropStub, Face, MapLayout, ToldMark
from maps.layout.geometry import Rect

OPEN_MS = 180
_SLIDING = ("cards", "touchpoints")
_MOST = 150
"""More than so many elements do not slide: they stand at once where they belong."""


def moves() -> bool:
    """Whether things may move on the screen: not where the system asks for stillness."""
    return QApplication.style().styleHint(QStyle.StyleHint.SH_Widget_Animation_Duration) > 0


class Room(QObject):
    """Slides and fades elements of a scene. `share` is how far the room that opens now is open, 0 to 1."""

    def __init__(self, scene: MapScene) -> None:
        super().__init__(scene)
        self._scene = scene
        self._away: dict[str, QPointF] = {}
        self._faded: dict[str, float] = {}
        self.share = 1.0
        self._time = QVariantAnimation(self)
        self._time.setStartValue(0.0)
        self._time.setEndValue(1.0)
        self._time.setDuration(OPEN_MS)
        self._time.setEasingCurve(QEasingCurve.Type.OutCubic)
        self._time.valueChanged.connect(self._show)
        self._time.finished.connect(self.shut)

    def fade(self, shares: Mapping[str, float]) -> None:
        """Show these elements (by id) with so much of their ink, all others whole."""
        if shares != self._faded:
            self._faded = dict(shares)
            self._lay()

    def open(self, before: MapLayout, after: MapLayout, seen: QRectF) -> None:
        """Let what stands elsewhere in the layout that is shown now slide there from where it was seen last."""
        here = Rect(seen.x(), seen.y(), seen.width(), seen.height())
        away: dict[str, QPointF] = {}
        for element in after.elements:
            old = before.by_id.get(element.id)
            if element.table not in _SLIDING or isinstance(element, Face | DropStub | ToldMark):
                continue
            if old is None or element.id in self._faded:
                continue
            now = self._away.get(element.id, QPointF()) * (1.0 - self.share)
            distance = QPointF(old.rect.x - element.rect.x, old.rect.y - element.rect.y) + now
            same = old.rect.w == element.rect.w and old.rect.h == element.rect.h
            if same and not distance.isNull() and (element.rect.meets(here) or old.rect.meets(here)):
                away[element.id] = distance
        self.slide(away)

    def slide(self, away: Mapping[str, QPointF]) -> None:
        """Let these elements (by id) come to their places from so far away."""
        self._time.stop()
        self._away = dict(away) if moves() and len(away) <= _MOST else {}
        self.share = 0.0 if moves() else 1.0
        self._lay()
        if moves():
            self._time.start()

    def shut(self) -> None:
        """Everything stands where it belongs."""
        self._time.stop()
        self._away, self.share = {}, 1.0
        self._lay()

    def _show(self, share: float) -> None:
        self.share = share
        self._lay()

    def _lay(self) -> None:
        rest = 1.0 - self.share
        away = {key: distance * rest for key, distance in self._away.items()}
        self._scene.lift({key: QPointF() for key in self._faded} | away)
        for key in (*self._faded, *away):
            item = self._scene.lifted(key)
            if item is not None:
                item.setOpacity(self._faded.get(key, 1.0))
        self._scene.update()
