"""Maps, sub-journeys, versions, templates, comparing and weighing: words, keys and places of the actions."""

from __future__ import annotations

from app.actions.registry import Action

STRUCTURE_ACTIONS: tuple[Action, ...] = ()
