"""Maps, sub-journeys, versions, templates, comparing and weighing: words, keys and places of the actions."""

from __future__ import annotations

from app.actions.registry import Action, Menu, Place, studio_action
from app.words import mark_in

_PANEL: tuple[Action, ...] = (
    studio_action(
        "panel",
        mark_in("action", "Side panel"),
        mark_in("action", "Show or hide the panel left of the map."),
        Place(Menu.VIEW, 3, 0),
        "Ctrl+B",
        enabled="project",
    ),
    studio_action(
        "outline",
        mark_in("action", "Outline"),
        mark_in("action", "The map as a list of words, to walk through with the arrow keys."),
        Place(Menu.VIEW, 3, 1),
        "Ctrl+Shift+O",
        enabled="project",
    ),
    studio_action(
        "find",
        mark_in("action", "Search the project"),
        mark_in("action", "Find words on all maps, in personas, comments and sources."),
        Place(Menu.EDIT, 1, 1),
        "Ctrl+F",
        enabled="project",
    ),
    studio_action(
        "minimap",
        mark_in("action", "Overview"),
        mark_in("action", "Show or hide the small overview in the corner of a large map."),
        Place(Menu.VIEW, 3, 2),
        enabled="project",
    ),
    studio_action(
        "comment",
        mark_in("action", "Comment"),
        mark_in("action", "Say something about what is selected, or about the map."),
        Place(Menu.EDIT, 2, 0),
        "Ctrl+Alt+M",
        enabled="map",
        also=(
            *(Place(menu, 8, 0) for menu in (Menu.CARD, Menu.STAGE, Menu.LANE, Menu.LINK)),
            Place(Menu.MAP, 0, 2),
        ),
    ),
    studio_action(
        "keep_version",
        mark_in("action", "Keep a version"),
        mark_in("action", "Give the project as it is now a name to come back to."),
        Place(Menu.FILE, 1, 2),
        "Ctrl+Alt+S",
        enabled="project",
    ),
)
_MAPS: tuple[Action, ...] = (
    studio_action(
        "maps",
        mark_in("action", "All maps"),
        mark_in("action", "Every map of the project, with a small picture."),
        Place(Menu.MAP, 2, 0),
        enabled="project",
    ),
    studio_action(
        "new_map",
        mark_in("action", "New map…"),
        mark_in("action", "Add a map: empty, from a framework, or from a template."),
        Place(Menu.MAP, 2, 1),
        enabled="project",
    ),
    studio_action(
        "previous_map",
        mark_in("action", "Previous map"),
        mark_in("action", "Show the map before this one."),
        Place(Menu.MAP, 2, 2),
        "Ctrl+PgUp",
        enabled="map",
    ),
    studio_action(
        "next_map",
        mark_in("action", "Next map"),
        mark_in("action", "Show the map after this one."),
        Place(Menu.MAP, 2, 3),
        "Ctrl+PgDown",
        enabled="map",
    ),
    studio_action(
        "duplicate_map",
        mark_in("action", "Duplicate the map"),
        mark_in("action", "A copy of the whole map, beside it."),
        Place(Menu.MAP, 3, 0),
        enabled="map",
    ),
    studio_action(
        "to_be_copy",
        mark_in("action", "Make a to-be copy"),
        mark_in("action", "A copy to change into the journey you want; both can be compared."),
        Place(Menu.MAP, 3, 1),
        enabled="map",
    ),
    studio_action(
        "compare_maps",
        mark_in("action", "Compare side by side"),
        mark_in("action", "This map and the one it belongs with, differences marked."),
        Place(Menu.MAP, 3, 2),
        "Ctrl+Shift+C",
        enabled="map",
    ),
    studio_action(
        "main_map",
        mark_in("action", "Open this map first"),
        mark_in("action", "Make this the main map of the project."),
        Place(Menu.MAP, 3, 3),
        enabled="map",
    ),
    studio_action(
        "save_template",
        mark_in("action", "Save as template, with everything"),
        mark_in("action", "Keep this map as a template, people, feelings and figures included."),
        Place(Menu.MAP, 4, 0),
        enabled="map",
    ),
    studio_action(
        "save_template_bare",
        mark_in("action", "Save as template, words only"),
        mark_in("action", "Keep this map as a template, without people, feelings and figures."),
        Place(Menu.MAP, 4, 1),
        enabled="map",
    ),
    studio_action(
        "import_map",
        mark_in("action", "Take in a map…"),
        mark_in("action", "Add a map from a file to this project."),
        Place(Menu.FILE, 3, 0),
        enabled="project",
    ),
    studio_action(
        "export_map",
        mark_in("action", "Save this map as a file…"),
        mark_in("action", "One map with its people and sources, to take into another project."),
        Place(Menu.FILE, 3, 1),
        enabled="map",
    ),
    studio_action(
        "delete_map",
        mark_in("action", "Remove the map"),
        mark_in("action", "Remove this map with everything on it."),
        Place(Menu.MAP, 5, 0),
        enabled="map",
    ),
)
_SUB_JOURNEYS: tuple[Action, ...] = (
    studio_action(
        "new_sub_journey",
        mark_in("action", "New sub-journey"),
        mark_in("action", "A map of its own for this stage."),
        Place(Menu.STAGE, 4, 0),
        enabled="selected",
    ),
    studio_action(
        "choose_sub_journey",
        mark_in("action", "Let it open a map…"),
        mark_in("action", "Choose the map that this stage opens."),
        Place(Menu.STAGE, 4, 1),
        enabled="selected",
    ),
    studio_action(
        "go_in",
        mark_in("action", "Go into the sub-journey"),
        mark_in("action", "Show the map that this stage opens."),
        Place(Menu.STAGE, 4, 2),
        "Alt+Right",
        enabled="selected",
    ),
    studio_action(
        "go_out",
        mark_in("action", "Back to the map above"),
        mark_in("action", "Leave the sub-journey for the map that opens it."),
        Place(Menu.MAP, 2, 4),
        "Alt+Left",
        enabled="map",
    ),
)

_WEIGHING: tuple[Action, ...] = (
    studio_action(
        "matrix",
        mark_in("action", "Opportunity matrix"),
        mark_in("action", "Weigh the opportunities of this map against each other, or go back to the map."),
        Place(Menu.VIEW, 3, 8),
        "Ctrl+M",
        enabled="map",
    ),
)

STRUCTURE_ACTIONS: tuple[Action, ...] = (*_PANEL, *_MAPS, *_SUB_JOURNEYS, *_WEIGHING)
