"""Which function of the studio answers which action of a workshop."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from app.desktop.commands import Commands
from app.desktop.workshop.host import START_MINUTES

if TYPE_CHECKING:
    from app.desktop.window import Window


def bind(commands: Commands, window: Window) -> None:
    """Bind the actions of a workshop."""
    host = window.host
    commands.bind("present", host.present)
    commands.bind("guide", partial(host.show_page, "guide"))
    commands.bind("timer", partial(host.timer.toggle, START_MINUTES))
    commands.bind("timer_minute", partial(host.timer.add, 1.0))
    commands.bind("timer_stop", host.timer.stop)
    commands.bind("vote", partial(host.show_page, "votes"))
    commands.bind("park", host.write_note)
    commands.bind("parking", partial(host.show_page, "parking"))
    commands.bind("room", host.choose_room)
