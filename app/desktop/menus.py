"""The menu behind the title: maps of the project, files, and all other actions in their places of the registry."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial

from PySide6.QtWidgets import QMenu, QWidget

from app.actions.registry import Menu
from app.desktop.commands import Bound, Commands
from app.words import mark_in, tr_in

_NAMES: dict[Menu, str] = {
    Menu.EDIT: mark_in("menu", "Edit"),
    Menu.VIEW: mark_in("menu", "View"),
    Menu.MAP: mark_in("menu", "Map"),
    Menu.WORKSHOP: mark_in("menu", "Workshop"),
    Menu.RUN: mark_in("menu", "Run"),
    Menu.HELP: mark_in("menu", "Help"),
}


def title_menu(
    commands: Commands,
    maps: Sequence[tuple[str, str]],
    current: str,
    show_map: Callable[[str], object],
    parent: QWidget,
) -> QMenu:
    """The maps when there are several, the file actions, and a submenu for each of the others."""
    menu = QMenu(parent)
    menu.setObjectName("title-menu")
    if len(maps) > 1:
        for key, title in maps:
            act = menu.addAction(title)
            act.setCheckable(True)
            act.setChecked(key == current)
            act.triggered.connect(partial(_show, show_map, key))
        menu.addSeparator()
    _fill(menu, commands, commands.menu_of(Menu.FILE))
    menu.addSeparator()
    for place, name in _NAMES.items():
        groups = commands.menu_of(place)
        if groups:
            _fill(menu.addMenu(tr_in("menu", name)), commands, groups)
    return menu


def menu_for(commands: Commands, groups: list[list[Bound]], parent: QWidget) -> QMenu:
    """A menu of these actions, for what was pressed on the map. It forgets itself when it closes."""
    menu = QMenu(parent)
    menu.setObjectName("context-menu")
    menu.aboutToHide.connect(menu.deleteLater)
    _fill(menu, commands, groups)
    return menu


def _show(show_map: Callable[[str], object], key: str, _checked: bool = False) -> None:
    show_map(key)


def _fill(menu: QMenu, commands: Commands, groups: list[list[Bound]]) -> None:
    for index, group in enumerate(groups):
        if index:
            menu.addSeparator()
        for bound in group:
            keys = bound.action.keys[0] if bound.action.keys else ""
            act = menu.addAction(f"{bound.action.title}\t{keys}" if keys else bound.action.title)
            act.setObjectName(bound.action.id)
            act.setToolTip(bound.action.explanation)
            act.setEnabled(bound.enabled)
            act.triggered.connect(partial(_do, commands, bound.action.id))


def _do(commands: Commands, action_id: str, _checked: bool = False) -> None:
    commands.do(action_id)
