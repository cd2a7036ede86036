"""Which function of the studio answers which action of the lift lab."""

from __future__ import annotations

from typing import TYPE_CHECKING

from app.desktop.commands import Commands

if TYPE_CHECKING:
    from app.desktop.window import Window


def bind(commands: Commands, window: Window) -> None:
    """Bind the actions of the lift lab."""
