"""The bar of the replay: whose visitors, play and pause, how fast, where in it, and what has happened so far."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QSlider, QWidget

from app.desktop.chrome.basics import Elided, button, icon_button
from app.desktop.icons import icon
from app.desktop.look import Look
from app.words import number, plural, tr

STEPS = 1000
SPEEDS = (1.0, 2.0, 4.0, 0.5)


class ReplayBar(QFrame):
    """Signals: `played` with whether it runs, `sped` with how many times as fast, `sought` with a part, `left`."""

    played = Signal(bool)
    sped = Signal(float)
    sought = Signal(float)
    left = Signal()

    def __init__(self, look: Look, words: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._look = look
        self._running, self._speed = False, 0
        self.setObjectName("bottombar")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.setFixedHeight(look.px(44))
        box = QHBoxLayout(self)
        box.setContentsMargins(look.px(20), 0, look.px(16), 0)
        box.setSpacing(look.px(12))
        self.play = icon_button(look, "play", tr("Play"), self._pressed)
        self.play.setObjectName("replay-play")
        self.speed = button(look, "", self._faster, name="replay-speed")
        self.speed.setAccessibleName(tr("How fast"))
        self.slider = QSlider(Qt.Orientation.Horizontal)
        self.slider.setObjectName("replay-slider")
        self.slider.setAccessibleName(tr("Where in the replay"))
        self.slider.setRange(0, STEPS)
        self.slider.setPageStep(STEPS // 10)
        self.slider.valueChanged.connect(self._sought)
        self._said, self._counts = Elided(words, "strong"), Elided("", "small")
        close = icon_button(look, "x", tr("End the replay"), self.left.emit)
        close.setObjectName("replay-close")
        box.addWidget(self.play)
        box.addWidget(self.speed)
        box.addWidget(self._said, 2)
        box.addWidget(self.slider, 4)
        box.addWidget(self._counts, 3)
        box.addWidget(close)
        self.show_speed()
        self.show_running(on=False)

    def _pressed(self) -> None:
        self.show_running(on=not self._running)
        self.played.emit(self._running)

    def _faster(self) -> None:
        self._speed = (self._speed + 1) % len(SPEEDS)
        self.show_speed()
        self.sped.emit(SPEEDS[self._speed])

    def _sought(self, value: int) -> None:
        if not self.slider.signalsBlocked():
            self.sought.emit(value / STEPS)

    def show_speed(self) -> None:
        """Say how fast it goes."""
        self.speed.setText(tr("{times}×", times=number(SPEEDS[self._speed])))

    def show_running(self, *, on: bool) -> None:
        """Show whether it runs."""
        self._running = on
        self.play.setIcon(icon("pause" if on else "play", self._look.theme.ink))
        words = tr("Pause") if on else tr("Play")
        self.play.setToolTip(words)
        self.play.setAccessibleName(words)

    def show_part(self, part: float) -> None:
        """Show where in the replay it is, without seeking."""
        self.slider.blockSignals(True)
        self.slider.setValue(round(part * STEPS))
        self.slider.blockSignals(False)

    def show_counts(self, came: int, bought: int) -> None:
        """Say how many have come and how many of them ordered."""
        visits = plural("{count} visit so far", "{count} visits so far", came, count=number(came))
        orders = plural("{count} order", "{count} orders", bought, count=number(bought))
        self._counts.setText(f"{visits} · {orders}")
