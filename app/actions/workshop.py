"""What a facilitator does with a room full of people: words, keys and places of the actions."""

from __future__ import annotations

from app.actions.registry import Action, Menu, Place, studio_action
from app.words import mark_in

WORKSHOP_ACTIONS: tuple[Action, ...] = (
    studio_action(
        "present",
        mark_in("action", "Present"),
        mark_in("action", "Show the map on the whole screen, stage by stage or persona by persona."),
        Place(Menu.WORKSHOP, 0, 0),
        "F5",
        enabled="map",
    ),
    studio_action(
        "guide",
        mark_in("action", "Nine steps"),
        mark_in("action", "A path through making a map together, with what is done so far."),
        Place(Menu.WORKSHOP, 0, 1),
        "Shift+F5",
        enabled="map",
    ),
    studio_action(
        "timer",
        mark_in("action", "Start or pause the timer"),
        mark_in("action", "Five minutes to begin with; click on the time to change it."),
        Place(Menu.WORKSHOP, 1, 0),
        "F6",
        enabled="project",
    ),
    studio_action(
        "timer_minute",
        mark_in("action", "A minute more"),
        mark_in("action", "Give the timer one minute more."),
        Place(Menu.WORKSHOP, 1, 1),
        "Shift+F6",
        enabled="project",
    ),
    studio_action(
        "timer_stop",
        mark_in("action", "Put the timer away"),
        mark_in("action", "Stop the timer and hide it."),
        Place(Menu.WORKSHOP, 1, 2),
        enabled="project",
    ),
    studio_action(
        "vote",
        mark_in("action", "Vote with dots"),
        mark_in("action", "Hold a round of dot voting, or look at an earlier one."),
        Place(Menu.WORKSHOP, 2, 0),
        "F7",
        enabled="map",
    ),
    studio_action(
        "park",
        mark_in("action", "Park a note"),
        mark_in("action", "Write down quickly what does not belong here now."),
        Place(Menu.WORKSHOP, 3, 0),
        "F8",
        enabled="map",
    ),
    studio_action(
        "parking",
        mark_in("action", "Parking lot"),
        mark_in("action", "The notes that wait, to put on the map or to deal with."),
        Place(Menu.WORKSHOP, 3, 1),
        "Shift+F8",
        enabled="map",
    ),
    studio_action(
        "room",
        mark_in("action", "Size for the room…"),
        mark_in("action", "Make everything larger, so that it can be read from the back of the room."),
        Place(Menu.WORKSHOP, 4, 0),
    ),
)
