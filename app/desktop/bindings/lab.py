"""Which function of the studio answers which action of the lift lab."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from app.desktop.commands import Commands

if TYPE_CHECKING:
    from app.desktop.window import Window


def bind(commands: Commands, window: Window) -> None:
    """Bind the actions of the lift lab."""
    commands.bind("replay", partial(_watch, window))
    commands.bind("report", partial(_report, window))
    commands.bind("drivers", partial(_explain, window))
    commands.bind("optimise", partial(_optimise, window))
    commands.bind("learn", partial(_learn, window))


def _explain(window: Window) -> None:
    """Say why the variant that is looked at does what it does."""
    from app.desktop.lab.driving import start

    start(window)


def _report(window: Window) -> None:
    """Write the report of the run that is shown."""
    from app.desktop.reporting import ask_and_write

    ask_and_write(window)


def _watch(window: Window) -> None:
    """Visitors walk over the map that is shown."""
    if window.frame is not None and window.frame.replay is not None:
        window.go("map")
        window.frame.replay.watch()


def _optimise(window: Window) -> None:
    """Find the best policy of the variant that is looked at."""
    from app.desktop.lab.best import start

    start(window)


def _learn(window: Window) -> None:
    """Let the rules of the variant that is looked at take turns."""
    from app.desktop.lab.adaptive import start

    start(window)
