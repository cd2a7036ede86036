"""Which function of the studio answers which action of maps, versions, templates, comparing and weighing."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from app.desktop.commands import Commands

if TYPE_CHECKING:
    from app.desktop.window import Window


def bind(commands: Commands, window: Window) -> None:
    """Bind the actions of maps, versions, templates, comparing and weighing."""
    commands.bind("panel", partial(_toggle_panel, window))


def _toggle_panel(window: Window) -> None:
    if window.frame is not None and window.frame.map is not None:
        away = window.place != "map"
        window.go("map")
        window.frame.map.panel.toggle(on=True if away else None)
