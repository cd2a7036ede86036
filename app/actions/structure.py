"""Maps, sub-journeys, versions, templates, comparing and weighing: words, keys and places of the actions."""

from __future__ import annotations

from app.actions.registry import Action, Menu, Place, studio_action
from app.words import mark_in

STRUCTURE_ACTIONS: tuple[Action, ...] = (
    studio_action(
        "panel",
        mark_in("action", "Side panel"),
        mark_in("action", "Show or hide the panel left of the map."),
        Place(Menu.VIEW, 3, 0),
        "Ctrl+B",
        enabled="project",
    ),
)
