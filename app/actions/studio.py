"""What can be done in the window only: words, keys and places. The studio binds each to what it does."""

from __future__ import annotations

from typing import Annotated

from pydantic import Field

from app.actions.registry import Action, Flag, Menu, Parameters, Place, studio_action
from app.words import mark, mark_in


class Open(Parameters):
    """What to open."""

    file: Annotated[str, Flag(argument=True, metavar="FILE")] = Field(
        default="", description=mark("The project to open; none: an empty studio.")
    )


STUDIO_ACTIONS: tuple[Action, ...] = (
    Action(
        "open",
        mark_in("action", "Open…"),
        mark_in("action", "Open the studio, with a project in it if you name one."),
        Open,
        keys=("Ctrl+O",),
        place=Place(Menu.FILE, 0, 1),
        needs_window=True,
        in_cli=True,
    ),
    studio_action(
        "save",
        mark_in("action", "Save"),
        mark_in("action", "Save the project; earlier versions are kept as backups."),
        Place(Menu.FILE, 1, 0),
        "Ctrl+S",
        enabled="project",
    ),
    studio_action(
        "save_as",
        mark_in("action", "Save as…"),
        mark_in("action", "Save the project under another name."),
        Place(Menu.FILE, 1, 1),
        "Ctrl+Shift+S",
        enabled="project",
    ),
    studio_action(
        "quit",
        mark_in("action", "Quit"),
        mark_in("action", "Close the studio."),
        Place(Menu.FILE, 9, 0),
        "Ctrl+Q",
    ),
    studio_action(
        "undo",
        mark_in("action", "Undo"),
        mark_in("action", "Take back the last change."),
        Place(Menu.EDIT, 0, 0),
        "Ctrl+Z",
        enabled="undo",
    ),
    studio_action(
        "redo",
        mark_in("action", "Redo"),
        mark_in("action", "Make the change again that was taken back."),
        Place(Menu.EDIT, 0, 1),
        "Ctrl+Shift+Z",
        "Ctrl+Y",
        enabled="redo",
    ),
    studio_action(
        "palette",
        mark_in("action", "Find an action…"),
        mark_in("action", "Type what you want to do; every action is here."),
        Place(Menu.EDIT, 1, 0),
        "Ctrl+K",
    ),
    studio_action(
        "zoom_in",
        mark_in("action", "Closer"),
        mark_in("action", "Look at the map from closer by."),
        Place(Menu.VIEW, 0, 0),
        "Ctrl+=",
        "Ctrl++",
        enabled="project",
    ),
    studio_action(
        "zoom_out",
        mark_in("action", "Farther"),
        mark_in("action", "Look at the map from farther off."),
        Place(Menu.VIEW, 0, 1),
        "Ctrl+-",
        enabled="project",
    ),
    studio_action(
        "zoom_actual",
        mark_in("action", "Actual size"),
        mark_in("action", "Show the map at its own size."),
        Place(Menu.VIEW, 0, 2),
        "Ctrl+0",
        enabled="project",
    ),
    studio_action(
        "fit",
        mark_in("action", "Whole map"),
        mark_in("action", "Show the whole map in the window."),
        Place(Menu.VIEW, 0, 3),
        "Ctrl+1",
        enabled="project",
    ),
    studio_action(
        "theme_light",
        mark_in("action", "Light"),
        mark_in("action", "Dark ink on light paper."),
        Place(Menu.VIEW, 1, 0),
    ),
    studio_action(
        "theme_dark",
        mark_in("action", "Dark"),
        mark_in("action", "Light ink on dark paper."),
        Place(Menu.VIEW, 1, 1),
    ),
    studio_action(
        "theme_contrast",
        mark_in("action", "High contrast"),
        mark_in("action", "Black, white and full colours, for poor light and poor eyes."),
        Place(Menu.VIEW, 1, 2),
    ),
    studio_action(
        "theme_system",
        mark_in("action", "As the system"),
        mark_in("action", "Light or dark, as your system asks for."),
        Place(Menu.VIEW, 1, 3),
    ),
    studio_action(
        "language_en",
        mark_in("action", "English"),
        mark_in("action", "Speak English."),
        Place(Menu.VIEW, 2, 0),
    ),
    studio_action(
        "language_nl",
        mark_in("action", "Nederlands"),
        mark_in("action", "Speak Dutch."),
        Place(Menu.VIEW, 2, 1),
    ),
    studio_action(
        "stop",
        mark_in("action", "Stop"),
        mark_in("action", "Stop the run; what is done is kept."),
        Place(Menu.RUN, 0, 1),
        "Ctrl+.",
        enabled="running",
    ),
)
