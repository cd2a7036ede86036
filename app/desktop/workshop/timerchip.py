"""The timer in the top bar: the time that is left; a click opens what can be done with it."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QColor, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QAbstractButton, QMenu, QSizePolicy

from app.desktop.chrome import draw
from app.desktop.icons import paint_icon
from app.desktop.look import Look
from app.desktop.workshop.countdown import Countdown
from app.words import plural, tr

_MINUTES = (1, 5, 10, 15, 20, 30)


class TimerChip(QAbstractButton):
    """Hidden while the timer is off; in the last minute larger and in the marker; inked when the time is up."""

    def __init__(self, look: Look, timer: Countdown, make_room: Callable[[], object]) -> None:
        super().__init__()
        self._look, self._timer, self._make_room = look, timer, make_room
        self.setObjectName("timer")
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self.clicked.connect(self._open)
        timer.ticked.connect(self.refresh)
        self._wide = 0.0
        self.refresh()

    @property
    def _role(self) -> str:
        return "kpi" if self._timer.near else "body_strong"

    def refresh(self) -> None:
        """Show the time of now."""
        timer = self._timer
        digits = "".join("0" if letter.isdigit() else letter for letter in timer.text)
        wide = draw.width_of(digits, self._role) + 42.0
        self.setVisible(timer.state != "off")
        if wide != self._wide:
            self._wide = wide
            self.setFixedSize(self._look.size(wide, 32))
            self._make_room()
        state = {"running": tr("running"), "paused": tr("paused"), "over": tr("the time is up"), "off": ""}[timer.state]
        self.setAccessibleName(tr("Timer: {time}, {state}", time=timer.text, state=state))
        self.setToolTip(tr("Timer: {time}, {state}", time=timer.text, state=state) + "  F6")
        self.update()

    def sizeHint(self) -> QSize:
        """As wide as its figures."""
        return self._look.size(self._wide, 32)

    def paintEvent(self, _event: QPaintEvent) -> None:
        """A chip: an icon and figures that do not move while they change."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.scale(self._look.room, self._look.room)
        theme, timer, width = self._look.theme, self._timer, self.width() / self._look.room
        over, near = timer.state == "over", timer.near
        ground = theme.ink if over else theme.marker if near else theme.hover if self.underMouse() else theme.sunken
        ink = theme.on_ink if over else theme.on_marker if near else theme.ink
        draw.bar(painter, QRectF(0, 0, width, 32), ground, 16)
        if not near:
            painter.setPen(QPen(QColor(theme.line), theme.hairline))
            painter.drawRoundedRect(QRectF(1, 1, width - 2, 30), 15, 15)
        icon = {"paused": "pause", "over": "bell"}.get(timer.state, "timer")
        paint_icon(painter, icon, QRectF(9, 7.5, 17, 17), ink)
        draw.text(painter, 31, 22.5 if near else 20.5, timer.text, self._role, ink)
        painter.end()

    def menu(self) -> QMenu:
        """What can be done with it now."""
        timer, menu = self._timer, QMenu(self)
        running = timer.state == "running"
        menu.addAction(tr("Pause") if running else tr("Start")).triggered.connect(lambda: timer.toggle(5.0))
        menu.addAction(tr("A minute more")).triggered.connect(lambda: timer.add(1.0))
        menu.addAction(tr("A minute less")).triggered.connect(lambda: timer.add(-1.0))
        menu.addSeparator()
        for minutes in _MINUTES:
            words = plural("{count} minute", "{count} minutes", minutes, count=minutes)
            menu.addAction(words).triggered.connect(partial(self._set, minutes))
        menu.addSeparator()
        menu.addAction(tr("Put it away")).triggered.connect(lambda _checked=False: timer.stop())
        return menu

    def _set(self, minutes: int, _checked: bool = False) -> None:
        self._timer.set(float(minutes))

    def _open(self) -> None:
        self.menu().popup(self.mapToGlobal(self.rect().bottomLeft()))
