"""What is done with personas: words, keys and places of the actions."""

from __future__ import annotations

from app.actions.registry import Action, Menu, Place, studio_action
from app.words import mark_in

PEOPLE_ACTIONS: tuple[Action, ...] = (
    studio_action(
        "new_persona",
        mark_in("action", "New persona"),
        mark_in("action", "Make somebody new, on the map that is shown."),
        Place(Menu.EDIT, 8, 0),
        enabled="project",
    ),
    studio_action(
        "compare_personas",
        mark_in("action", "Compare two personas"),
        mark_in("action", "Put two people side by side and see what differs."),
        Place(Menu.EDIT, 8, 1),
        enabled="person",
    ),
    studio_action(
        "duplicate_persona",
        mark_in("action", "Duplicate the persona"),
        mark_in("action", "Make a copy of the persona whose sheet is shown."),
        Place(Menu.EDIT, 8, 2),
        enabled="person",
    ),
    studio_action(
        "persona_on_map",
        mark_in("action", "Put the persona on this map, or take them off"),
        mark_in("action", "What they feel on the map is kept, and is seen again when they come back."),
        Place(Menu.EDIT, 8, 3),
        enabled="person",
    ),
    studio_action(
        "persona_picture",
        mark_in("action", "Take a portrait from a file…"),
        mark_in("action", "Show the persona with a picture instead of a drawn face."),
        Place(Menu.EDIT, 8, 4),
        enabled="person",
    ),
    studio_action(
        "remove_persona",
        mark_in("action", "Remove the persona"),
        mark_in("action", "Remove the persona whose sheet is shown, with the cards that are only theirs."),
        Place(Menu.EDIT, 8, 5),
        enabled="person",
    ),
    studio_action(
        "import_persona",
        mark_in("action", "Add a persona from a file…"),
        mark_in("action", "Take somebody in from a persona file, with sources and portrait."),
        Place(Menu.FILE, 2, 8),
        enabled="project",
    ),
    studio_action(
        "export_persona",
        mark_in("action", "Save the persona as a file…"),
        mark_in("action", "Write the persona to a file of its own, to use in another project."),
        Place(Menu.FILE, 2, 9),
        enabled="person",
    ),
)
