"""What is done with cards, stages, lanes and links on the map: words, keys and places of the actions."""

from __future__ import annotations

from app.actions.registry import Action

EDITING_ACTIONS: tuple[Action, ...] = ()
