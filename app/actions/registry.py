"""What an action is: one thing a user can do, said once for menus, palette, keys, command line and manual.

An action that needs no window has a `run` and can be reached from the command line. An action that needs one is only
declared here (its words, keys and place); the studio binds it to what it does.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any, ClassVar, Literal

from pydantic import BaseModel, ConfigDict

from app.actions.session import Session
from app.words import tr_in
from personas.problems import Finding

CONTEXT = "action"
"""The gettext context of every action's words: mark them with `mark_in("action", "…")`."""

GOOD, WRONG, USAGE, BUG, INTERRUPTED = 0, 1, 2, 3, 130
"""Exit codes: all is well, the user's input is wrong, the command is wrong, our own bug, stopped by the user."""


class Menu(StrEnum):
    """The menus of the studio, in order; from `CARD` on what a right press on such a thing opens.

    What has no menu is still in the palette.
    """

    FILE = "file"
    EDIT = "edit"
    VIEW = "view"
    WORKSHOP = "workshop"
    RUN = "run"
    HELP = "help"
    CARD = "card"
    STAGE = "stage"
    LANE = "lane"
    LINK = "link"
    MAP = "map"


@dataclass(frozen=True, order=True)
class Place:
    """Where an action stands: its menu, the group within it (a rule between groups) and the order within the group."""

    menu: Menu
    group: int
    order: int


Rule = Literal[
    "always", "project", "saved", "undo", "redo", "idle", "running",
    "map", "selected", "card", "touchpoint", "stage", "row", "side", "link", "person",
]  # fmt: skip
"""When an action can be used: a project is open; it has a file; there is something to undo, to redo; nothing runs; a
run can be stopped; a map is shown; something on it is selected: a card or touchpoint, a touchpoint, a stage, a row, a
stage or row, a link; somebody's sheet is shown."""


@dataclass(frozen=True)
class Flag:
    """How a field of an action's parameters is given on the command line (put it in the field's `Annotated`).

    `argument` makes it positional; `metavar` is what stands for the value in the help; `name` an option's name when
    it is not the field's own; `hidden` keeps it off the command line.
    """

    argument: bool = False
    metavar: str = ""
    name: str = ""
    hidden: bool = False


class Parameters(BaseModel):
    """What an action can be told. Fields carry a description (marked for translation) and their bounds."""

    model_config = ConfigDict(frozen=True, extra="forbid", allow_inf_nan=False)

    exclusive: ClassVar[tuple[tuple[str, ...], ...]] = ()
    """Groups of fields of which at most one may be given."""
    one_of: ClassVar[tuple[tuple[str, ...], ...]] = ()
    """Groups of fields of which exactly one has to be given."""


class Nothing(Parameters):
    """No parameters."""


@dataclass(frozen=True)
class Outcome:
    """What came of an action: text to show, the exit code it stands for, and the thing itself for the studio."""

    text: str = ""
    code: int = GOOD
    value: Any = None
    findings: tuple[Finding, ...] = field(default=())


@dataclass(frozen=True)
class Action:
    """One thing a user can do."""

    id: str
    words: str
    help: str
    parameters: type[Parameters] = Nothing
    run: Callable[[Session, Any], Outcome] | None = None
    keys: tuple[str, ...] = ()
    place: Place | None = None
    enabled: Rule = "always"
    needs_window: bool = False
    in_cli: bool = False
    also: tuple[Place, ...] = ()
    on_map: bool = False
    """Its keys count while the map has the keyboard, and nowhere else."""

    def place_in(self, menu: Menu) -> Place | None:
        """Where it stands in a menu; none when it is not there."""
        places = (self.place, *self.also) if self.place is not None else self.also
        return next((place for place in places if place.menu == menu), None)

    @property
    def title(self) -> str:
        """Its words in the user's language."""
        return tr_in(CONTEXT, self.words)

    @property
    def explanation(self) -> str:
        """What it does, in the user's language: tooltip and help."""
        return tr_in(CONTEXT, self.help)


def studio_action(
    action_id: str,
    words: str,
    explanation: str,
    place: Place | None,
    *keys: str,
    enabled: Rule = "always",
    also: tuple[Place, ...] = (),
    on_map: bool = False,
) -> Action:
    """An action of the window: declared with its words, keys and place; the studio binds it to what it does.

    `words` and `explanation` are marked texts: `mark_in("action", "…")`. `also` are more places it stands in, such as
    what a right press opens; with `on_map` its keys count only while the map has the keyboard.
    """
    return Action(
        action_id, words, explanation, keys=keys, place=place, enabled=enabled, needs_window=True, also=also,
        on_map=on_map,
    )  # fmt: skip


class Registry:
    """All actions, by id, in the order in which they were registered."""

    def __init__(self, actions: Iterable[Action]) -> None:
        self._actions: dict[str, Action] = {}
        for action in actions:
            if action.id in self._actions:
                raise ValueError(f"two actions are called {action.id}")
            self._actions[action.id] = action

    def __iter__(self) -> Iterator[Action]:
        return iter(self._actions.values())

    def __len__(self) -> int:
        return len(self._actions)

    def __getitem__(self, action_id: str) -> Action:
        return self._actions[action_id]

    def for_command_line(self) -> tuple[Action, ...]:
        """The actions that are commands."""
        return tuple(action for action in self._actions.values() if action.in_cli)

    def in_menu(self, menu: Menu) -> tuple[Action, ...]:
        """The actions of a menu, in the order in which they stand there."""
        placed = [(place, action) for action in self._actions.values() if (place := action.place_in(menu)) is not None]
        return tuple(action for _, action in sorted(placed, key=lambda pair: pair[0]))
