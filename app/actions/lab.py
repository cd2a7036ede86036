"""What a marketer does with scenarios and answers in the studio: words, keys and places of the actions."""

from __future__ import annotations

from app.actions.registry import Action, Menu, Place, studio_action
from app.words import mark_in

LAB_ACTIONS: tuple[Action, ...] = (
    studio_action(
        "new_experiment",
        mark_in("action", "New experiment"),
        mark_in("action", "Ask another question about this map: a hypothesis first, then its arms."),
        Place(Menu.RUN, 1, 0),
        enabled="map",
    ),
    studio_action(
        "add_arm",
        mark_in("action", "Add an arm"),
        mark_in("action", "One more way the shop could be, in the experiment that is looked at."),
        Place(Menu.RUN, 1, 1),
        enabled="map",
    ),
    studio_action(
        "decide",
        mark_in("action", "Write down the decision"),
        mark_in("action", "Say what you do with the answer, and why; it is kept next to the run."),
        Place(Menu.RUN, 1, 2),
        enabled="map",
    ),
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
        "Ctrl+F9",
        enabled="map",
    ),
    studio_action(
        "bring_tests",
        mark_in("action", "Bring past tests in…"),
        mark_in("action", "Take past A/B tests from a table of text (CSV)."),
        Place(Menu.FILE, 2, 5),
        enabled="map",
    ),
    studio_action(
        "save_tests",
        mark_in("action", "Save past tests as CSV…"),
        mark_in("action", "Write the past tests of this map as a table that a spreadsheet reads."),
        Place(Menu.FILE, 2, 6),
        enabled="map",
    ),
    studio_action(
        "add_test",
        mark_in("action", "Add a past test"),
        mark_in("action", "Write down a test that you have run before, by hand."),
        Place(Menu.RUN, 3, 0),
        enabled="map",
    ),
)
