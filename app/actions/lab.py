"""What a marketer does with scenarios and answers in the studio: words, keys and places of the actions."""

from __future__ import annotations

from app.actions.registry import Action, Menu, Place, studio_action
from app.words import mark_in

LAB_ACTIONS: tuple[Action, ...] = (
    studio_action(
        "report",
        mark_in("action", "Report…"),
        mark_in("action", "Write down the run that is shown for whoever was not there: a page, or a PDF."),
        Place(Menu.FILE, 2, 1),
        "Ctrl+Shift+R",
        enabled="project",
    ),
    studio_action(
        "replay",
        mark_in("action", "Watch visitors"),
        mark_in("action", "Let visitors of the run walk over the map; press on one to read their story."),
        Place(Menu.RUN, 2, 0),
        "Shift+F9",
        enabled="map",
    ),
)
