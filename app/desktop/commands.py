"""What the studio does for each action of the registry; shortcuts and the palette are made from this one table."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import partial
from itertools import groupby
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QWidget

if TYPE_CHECKING:
    from app.actions.registry import Action, Menu
    from app.desktop.chrome.palette import Entry

ICONS: dict[str, str] = {
    "open": "folder-open", "save": "floppy-disk", "save_as": "floppy-disk-back", "quit": "sign-out",
    "undo": "arrow-counter-clockwise", "redo": "arrow-clockwise", "palette": "magnifying-glass", "zoom_in": "plus",
    "zoom_out": "minus", "zoom_actual": "frame-corners", "fit": "corners-out", "theme_light": "sun",
    "theme_dark": "moon", "theme_contrast": "circle-half", "theme_system": "desktop", "language_en": "translate",
    "language_nl": "translate", "stop": "stop", "simulate": "play", "prices": "tag", "drivers": "tree-structure",
    "optimise": "target", "learn": "arrows-clockwise",
    "export": "export",
    "new": "file-plus", "matrix": "target",
    "present": "presentation-chart", "guide": "path", "timer": "timer", "timer_minute": "plus",
    "timer_stop": "x", "vote": "circles-three", "park": "push-pin", "parking": "push-pin", "room": "projector-screen",
}  # fmt: skip


@dataclass(frozen=True)
class Bound:
    """An action with what it does here and when it can be used."""

    action: Action
    act: Callable[[], object]
    usable: Callable[[str], bool]

    @property
    def enabled(self) -> bool:
        """Whether it can be used now."""
        return self.usable(self.action.enabled)


class Commands:
    """The bound actions of a window, by id. What is being typed is kept before any of them is done."""

    def __init__(
        self,
        usable: Callable[[str], bool],
        settle: Callable[[], object],
        not_now: Callable[[str], object] = lambda _rule: None,
    ) -> None:
        self._usable, self._settle, self._not_now = usable, settle, not_now
        self._bound: dict[str, Bound] = {}
        self._with_keys: set[str] = set()

    def bind(self, action_id: str, act: Callable[[], object]) -> None:
        """Say what an action of the registry does. KeyError when there is no such action."""
        from app.actions.all import ACTIONS

        self._bound[action_id] = Bound(ACTIONS[action_id], act, self._usable)

    def __iter__(self) -> Iterator[Bound]:
        return iter(self._bound.values())

    def __contains__(self, action_id: str) -> bool:
        return action_id in self._bound

    def do(self, action_id: str) -> bool:
        """Do it if it can be used now; false when it cannot, which is said where there is something to say of it."""
        bound = self._bound[action_id]
        self._settle()
        if not bound.enabled:
            self._not_now(bound.action.enabled)
            return False
        bound.act()
        return True

    def shortcuts(self, window: QWidget) -> list[QShortcut]:
        """Keys for all that have none yet, on the window; those that count on the map only are its own."""
        made = []
        for bound in self:
            if bound.action.on_map or bound.action.id in self._with_keys:
                continue
            self._with_keys.add(bound.action.id)
            for keys in bound.action.keys:
                shortcut = QShortcut(QKeySequence(keys), window)
                shortcut.setContext(Qt.ShortcutContext.WindowShortcut)
                shortcut.activated.connect(lambda key=bound.action.id: self.do(key))
                made.append(shortcut)
        return made

    def menu_of(self, place: Menu) -> list[list[Bound]]:
        """The bound actions of a menu, in groups, in the order of the registry."""
        from app.actions.all import ACTIONS

        found = [self._bound[action.id] for action in ACTIONS.in_menu(place) if action.id in self._bound]

        def group_of(one: Bound) -> int:
            at = one.action.place_in(place)
            return at.group if at is not None else 0

        return [list(group) for _key, group in groupby(found, key=group_of)]

    def entries(self) -> list[Entry]:
        """Lines for the palette: what can be used now, with its keys."""
        from app.desktop.chrome.palette import Entry

        return [
            Entry(
                bound.action.title.rstrip("…"),
                bound.action.keys[0] if bound.action.keys else "",
                ICONS.get(bound.action.id, "circle"),
                partial(self.do, bound.action.id),
                bound.action.explanation,
            )
            for bound in self
            if bound.enabled and bound.action.id != "palette"
        ]
