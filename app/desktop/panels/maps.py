"""All maps of the project: what they look like, which opens which, and everything that is done with a whole map."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import QPoint, Qt, QTimer
from PySide6.QtGui import QDropEvent, QKeyEvent
from PySide6.QtWidgets import (
    QAbstractItemView,
    QFrame,
    QMenu,
    QPushButton,
    QTreeWidget,
    QTreeWidgetItem,
    QVBoxLayout,
    QWidget,
)

from app.desktop.chrome.basics import button, row
from app.desktop.panels.context import PanelContext
from app.desktop.panels.line_painting import own_ground
from app.desktop.panels.map_rows import MAP, STAGE, MapPainter, about_map
from app.desktop.panels.map_verbs import MapVerbs
from app.desktop.panels.thumbnails import Thumbnails
from app.project.atlas import move_map
from app.project.builders import in_order
from app.project.history import Notice
from app.project.templates import own_templates
from app.words import tr

_OF_ONE: tuple[tuple[str, ...], ...] = (
    ("duplicate_map", "to_be_copy", "compare_maps"),
    ("save_template", "save_template_bare", "export_map"),
    ("main_map",),
    ("delete_map",),
)
"""What can be done with one map, in groups: actions of the registry, which are about the map that is shown."""


class MapsPage(QFrame):
    """A tree of maps: what a stage opens stands under the map of that stage."""

    def __init__(self, context: PanelContext) -> None:
        super().__init__()
        self._context, self._document = context, context.document
        look = context.look
        self._filling = False
        self.tree: QTreeWidget = _Tree(self)
        self.thumbnails = Thumbnails(look, context.document, context.layout_now, self)
        self.thumbnails.made.connect(lambda _map: self.tree.viewport().update())
        self.tree.setObjectName("maps")
        self.tree.setAccessibleName(tr("Maps of the project"))
        self.tree.setAccessibleDescription(tr("Enter shows a map, F2 renames it, Delete removes it."))
        self.tree.setHeaderHidden(True)
        own_ground(self.tree)
        self.tree.setIndentation(look.px(14))
        self.tree.setUniformRowHeights(True)
        self.tree.setItemDelegate(MapPainter(context, self))
        self.tree.setEditTriggers(QAbstractItemView.EditTrigger.EditKeyPressed)
        self.tree.setExpandsOnDoubleClick(False)
        self.tree.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.tree.setMouseTracking(True)
        self.tree.setProperty("ownFocus", True)
        self.tree.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
        self.tree.customContextMenuRequested.connect(self._menu_at)
        self.tree.itemClicked.connect(lambda item, _column: self._show(item))
        self._new = QPushButton(" " + tr("New map"))
        self._new.setObjectName("new-map")
        self._new.setAccessibleName(tr("New map"))
        self._new.setIcon(look.icon("plus"))
        self._new.clicked.connect(lambda *_: self.ask_new())
        more = button(look, tr("More"), self._menu_of_current, icon="dots-three", role="quiet", name="map-more")
        box = QVBoxLayout(self)
        box.setContentsMargins(look.px(8), 0, 0, look.px(8))
        box.setSpacing(look.px(6))
        box.addLayout(row(self._new, more, None, margins=(look.px(8), 0, look.px(12), 0)))
        box.addWidget(self.tree, 1)
        self._later = QTimer(self)
        self._later.setSingleShot(True)
        self._later.setInterval(60)
        self._later.timeout.connect(self.fill)
        self._document.changed.connect(self._noticed)
        self._document.map_changed.connect(self._mark_current)
        self.fill()

    def take_focus(self) -> None:
        """The keyboard comes to the list."""
        self.tree.setFocus(Qt.FocusReason.OtherFocusReason)

    # ---- filling ---------------------------------------------------------------------------------------------

    def _noticed(self, notice: Notice) -> None:
        if any(line.table in ("maps", "stages", "project") for line in notice.touched):
            self._later.start()
        else:
            self.tree.viewport().update()

    def fill(self) -> None:
        """The tree as the project is now."""
        self._later.stop()
        self._filling = True
        closed = {item.data(0, MAP) for item in self._items() if item.childCount() and not item.isExpanded()}
        self.tree.clear()
        project = self._document.project
        opens: dict[str, list[tuple[str, str]]] = {}
        for key in in_order(project.stages):
            stage = project.stages[key]
            if stage.opens in project.maps and stage.map != stage.opens:
                opens.setdefault(stage.map, []).append((key, str(stage.opens)))
        below = {target for rows in opens.values() for _stage, target in rows}
        listed = in_order(project.maps)
        roots = [key for key in listed if key not in below] or listed
        for key in roots:
            self._add(None, key, "", opens, ())
        for item in self._items():
            item.setExpanded(item.data(0, MAP) not in closed)
        self._filling = False
        self._mark_current()

    def _add(
        self,
        above: QTreeWidgetItem | None,
        map_id: str,
        stage: str,
        opens: dict[str, list[tuple[str, str]]],
        way: tuple[str, ...],
    ) -> None:
        item = QTreeWidgetItem()
        item.setData(0, MAP, map_id)
        item.setData(0, STAGE, stage)
        project = self._document.project
        words = ", ".join([project.maps[map_id].title, *about_map(project, map_id, stage)])
        item.setData(0, Qt.ItemDataRole.AccessibleTextRole, words)
        item.setToolTip(0, words)
        item.setFlags(item.flags() | Qt.ItemFlag.ItemIsEditable)
        if above is None:
            self.tree.addTopLevelItem(item)
        else:
            above.addChild(item)
        for inner, target in opens.get(map_id, []):
            if target not in (*way, map_id):
                self._add(item, target, inner, opens, (*way, map_id))

    def _items(self) -> list[QTreeWidgetItem]:
        found = []
        waiting = [item for at in range(self.tree.topLevelItemCount()) if (item := self.tree.topLevelItem(at))]
        while waiting:
            item = waiting.pop()
            found.append(item)
            waiting += [below for at in range(item.childCount()) if (below := item.child(at))]
        return found

    def _mark_current(self) -> None:
        """The map that is shown is current."""
        for item in self._items():
            if item.data(0, MAP) == self._document.map_id:
                self.tree.setCurrentItem(item)
                break
        self.tree.viewport().update()

    # ---- doing -----------------------------------------------------------------------------------------------

    @property
    def current(self) -> str:
        """The map the keys are about."""
        item = self.tree.currentItem()
        return str(item.data(0, MAP)) if item is not None else ""

    def rename(self, map_id: str, title: str) -> None:
        """Another title."""
        self._context.try_to(lambda: self._document.set("maps", map_id, ("title",), title, "text"))

    def _show(self, item: QTreeWidgetItem | None) -> None:
        if item is not None and not self._filling:
            self._document.show_map(str(item.data(0, MAP)))

    def handled(self, event: QKeyEvent) -> bool:
        """Enter shows, Delete removes, Alt with up and down moves."""
        key, alt = event.key(), bool(event.modifiers() & Qt.KeyboardModifier.AltModifier)
        if key in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self._show(self.tree.currentItem())
        elif key == Qt.Key.Key_Delete:
            self._do("delete_map")
        elif alt and key in (Qt.Key.Key_Up, Qt.Key.Key_Down):
            self._moved(-1 if key == Qt.Key.Key_Up else 1)
        else:
            return False
        event.accept()
        return True

    def _do(self, action: str) -> None:
        """An action about the current map, which is shown first: what is done is seen."""
        if self.current:
            self._document.show_map(self.current)
            self._context.window.commands.do(action)

    def put(self, map_id: str, beside: str, *, below: bool) -> None:
        """Put a map before or behind another one."""
        listed = [key for key in in_order(self._document.project.maps) if key != map_id]
        if beside in listed:
            at = listed.index(beside) + below
            if self._context.edit(lambda: move_map(self._document.project, map_id, at)):
                self.fill()

    def _moved(self, step: int) -> None:
        listed = in_order(self._document.project.maps)
        map_id = self.current
        at = listed.index(map_id) + step
        if 0 <= at < len(listed) and self._context.edit(lambda: move_map(self._document.project, map_id, at)):
            self.fill()

    # ---- menus -----------------------------------------------------------------------------------------------

    def ask_new(self) -> None:
        """Ask what to begin a new map from."""
        self.new_menu().popup(self._new.mapToGlobal(self._new.rect().bottomLeft()))

    def new_menu(self) -> QMenu:
        """What a new map can begin from."""
        return new_map_menu(self._context, self)

    def _menu_of_current(self) -> None:
        item = self.tree.currentItem()
        at = self.tree.visualItemRect(item).bottomLeft() if item is not None else QPoint()
        self.menu().popup(self.tree.viewport().mapToGlobal(at))

    def _menu_at(self, at: QPoint) -> None:
        item = self.tree.itemAt(at)
        if item is not None:
            self.tree.setCurrentItem(item)
            self.menu().popup(self.tree.viewport().mapToGlobal(at))

    def menu(self) -> QMenu:
        """What can be done with the current map."""
        menu = QMenu(self)
        menu.setObjectName("map-actions")
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        menu.addAction(tr("Show"), lambda: self._show(self.tree.currentItem()))
        menu.addAction(tr("Rename") + "\tF2", self._edit_current)
        menu.addAction(tr("Move up") + "\t" + tr("Alt+Up"), lambda: self._moved(-1))
        menu.addAction(tr("Move down") + "\t" + tr("Alt+Down"), lambda: self._moved(1))
        bound = {one.action.id: one for one in self._context.window.commands}
        for group in _OF_ONE:
            menu.addSeparator()
            for action in group:
                if action in bound:
                    entry = menu.addAction(bound[action].action.title, partial(self._do, action))
                    entry.setObjectName(action)
        return menu

    def _edit_current(self) -> None:
        item = self.tree.currentItem()
        if item is not None:
            self.tree.editItem(item, 0)


class _Tree(QTreeWidget):
    """A tree that says its keys to the page, and where a map was dropped."""

    def __init__(self, page: MapsPage) -> None:
        super().__init__()
        self._page = page
        self.setDragDropMode(QAbstractItemView.DragDropMode.InternalMove)
        self.setDropIndicatorShown(True)

    def dropEvent(self, event: QDropEvent) -> None:
        """The project moves the map; the tree is filled anew."""
        target, held = self.itemAt(event.position().toPoint()), self.currentItem()
        event.setDropAction(Qt.DropAction.IgnoreAction)
        event.accept()
        if target is not None and held is not None and target is not held:
            below = self.dropIndicatorPosition() is not QAbstractItemView.DropIndicatorPosition.AboveItem
            self._page.put(str(held.data(0, MAP)), str(target.data(0, MAP)), below=below)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Keys of the page first; arrows, typing and F2 are the tree's own."""
        if self.state() is QAbstractItemView.State.EditingState or not self._page.handled(event):
            super().keyPressEvent(event)


def new_map_menu(context: PanelContext, parent: QWidget) -> QMenu:
    """A new map: empty, from a framework, from a template of one's own, from a file."""
    verbs = MapVerbs(context.window)
    menu = QMenu(parent)
    menu.setObjectName("new-map-menu")
    menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
    menu.addAction(tr("Empty"), lambda: verbs.new_from("blank"))
    for key, title in verbs.frameworks():
        menu.addAction(title, partial(verbs.new_from, key)).setObjectName(f"framework-{key}")
    own = own_templates()
    if own:
        menu.addSeparator()
        mine = menu.addMenu(tr("Own templates"))
        for template in own:
            entry = mine.addAction(template.title, partial(verbs.new_from_template, template.path))
            entry.setEnabled(template.why is None)
            entry.setToolTip(", ".join(template.stages))
        away = menu.addMenu(tr("Remove a template"))
        for template in own:
            away.addAction(template.title, partial(verbs.remove_template, template))
    menu.addSeparator()
    menu.addAction(tr("From a file…"), lambda: context.window.commands.do("import_map"))
    return menu
