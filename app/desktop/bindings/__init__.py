"""Which function of the studio answers which action of the registry, one file per group of actions."""

from __future__ import annotations

from typing import TYPE_CHECKING

from app.desktop.commands import Commands

if TYPE_CHECKING:
    from app.desktop.window import Window


def bind_all(commands: Commands, shown: Window) -> None:
    """Bind every action that a window can do. What they need is imported now, not before."""
    from app.desktop.bindings import data, editing, lab, people, structure, window, workshop

    for group in (window, editing, structure, workshop, people, lab, data):
        group.bind(commands, shown)
