"""Which function of the studio answers which action of a workshop."""

from __future__ import annotations

from typing import TYPE_CHECKING

from app.desktop.commands import Commands

if TYPE_CHECKING:
    from app.desktop.window import Window


def bind(commands: Commands, window: Window) -> None:
    """Bind the actions of a workshop."""
    del commands, window
