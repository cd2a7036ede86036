"""Which function of the studio answers which action of the registry, one file per group of actions."""

from __future__ import annotations

from typing import TYPE_CHECKING

from app.desktop.bindings import window
from app.desktop.commands import Commands

if TYPE_CHECKING:
    from app.desktop.window import Window


def bind_first(commands: Commands, shown: Window) -> None:
    """Bind what a window can do before anything is open."""
    window.bind(commands, shown)


def bind_rest(commands: Commands, shown: Window) -> None:
    """Bind every other action that a window can do."""
    from app.desktop.bindings import editing, people, structure, workshop

    for group in (editing, structure, workshop, people):
        group.bind(commands, shown)
