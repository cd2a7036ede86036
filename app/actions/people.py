"""What is done with personas: words, keys and places of the actions."""

from __future__ import annotations

from app.actions.registry import Action

PEOPLE_ACTIONS: tuple[Action, ...] = ()
