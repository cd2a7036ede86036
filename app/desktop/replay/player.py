"""The replay itself: a clock, the dots above the map, the bar below it and the story of whoever is pressed."""

from __future__ import annotations

import time
from collections.abc import Mapping
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QTimer, Signal

from app.desktop.look import Look
from app.desktop.replay.bar import ReplayBar
from app.desktop.replay.dots import Dots
from app.desktop.replay.story import StoryPanel
from app.desktop.replay.work import Replay, told
from app.words import tr

if TYPE_CHECKING:
    from app.desktop.canvas.sheet import Sheet
    from app.desktop.canvas.view import MapView
    from simulation.replay.journeys import Trip

FRAME_MS = 33
SPREAD = 60.0
"""Seconds over which the visitors begin, at the usual speed."""


class Player(QObject):
    """Plays one replay over one map. Signals: `over` when the user ends it."""

    over = Signal()

    def __init__(
        self, look: Look, view: MapView, sheet: Sheet, replay: Replay, slots: Mapping[str, int], arm: str
    ) -> None:
        super().__init__(view)
        self._look, self._view, self._replay = look, view, replay
        count = max(1, len(replay.trips))
        self.starts = [(SPREAD * place / count, trip) for place, trip in enumerate(replay.trips)]
        self.lasts = max((start + trip.lasts for start, trip in self.starts), default=0.0) + 2.0
        self.moment, self._speed = 0.0, 1.0
        self.dots = Dots(look, view, sheet, slots)
        self.dots.pressed.connect(self.tell)
        self.bar = ReplayBar(look, tr("Visitors of {arm}", arm=arm))
        self.bar.played.connect(self.play)
        self.bar.sped.connect(self._sped)
        self.bar.sought.connect(self._sought)
        self.bar.left.connect(self.over)
        self.story: StoryPanel | None = None
        self._seen = time.monotonic()
        self._clock = QTimer(self)
        self._clock.setInterval(FRAME_MS)
        self._clock.timeout.connect(self._tick)
        self.seek(0.0)

    @property
    def running(self) -> bool:
        """Whether the clock goes."""
        return self._clock.isActive()

    def play(self, on: bool = True) -> None:
        """Let the clock go, from the beginning once it was over; or stop it."""
        if on and self.moment >= self.lasts:
            self.seek(0.0)
        self._seen = time.monotonic()
        (self._clock.start if on else self._clock.stop)()
        self.bar.show_running(on=on)

    def seek(self, moment: float) -> None:
        """Show a moment of the replay, s."""
        self.moment = min(max(0.0, moment), self.lasts)
        self.dots.show_at(self.moment, self.starts)
        self.bar.show_part(self.moment / self.lasts if self.lasts else 0.0)
        begun = [(start, trip) for start, trip in self.starts if start <= self.moment]
        bought = sum(trip.end == "order" and start + trip.lasts <= self.moment for start, trip in begun)
        self.bar.show_counts(len(begun), bought)

    def tell(self, trip: Trip) -> None:
        """Tell the story of who makes a trip; the replay waits."""
        self.play(on=False)
        self.dots.follow(trip)
        chapters = told(self._replay, trip)
        self.hush()
        self.story = StoryPanel(self._look, trip.visitor, chapters, self._put_away, self._view)
        self._place_story()
        self.story.show()
        self.story.setFocus()

    def hush(self) -> None:
        """No story any more."""
        if self.story is not None:
            self.story.hide()
            self.story.deleteLater()
            self.story = None

    def end(self) -> None:
        """Take everything away."""
        self._clock.stop()
        self.hush()
        self.dots.hide()
        self.dots.deleteLater()
        self.bar.hide()
        self.bar.deleteLater()
        self.deleteLater()

    def _put_away(self) -> None:
        self.hush()
        self.dots.follow(None)

    def _place_story(self) -> None:
        if self.story is not None:
            room = self._view.viewport().rect()
            gap = self._look.px(10)
            height = max(self._look.px(200), room.height() - 2 * gap)
            self.story.setGeometry(room.right() - self.story.width() - gap, gap, self.story.width(), height)

    def _tick(self) -> None:
        now = time.monotonic()
        self.seek(self.moment + min(0.25, now - self._seen) * self._speed)
        self._seen = now
        if self.moment >= self.lasts:
            self.play(on=False)

    def _sped(self, times: float) -> None:
        self._speed = times

    def _sought(self, part: float) -> None:
        self.seek(part * self.lasts)
