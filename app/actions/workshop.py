"""What a facilitator does with a room full of people: words, keys and places of the actions."""

from __future__ import annotations

from app.actions.registry import Action

WORKSHOP_ACTIONS: tuple[Action, ...] = ()
