"""The outline as a model for a tree: it is handed new lines and tells only what differs."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from PySide6.QtCore import QAbstractItemModel, QModelIndex, QObject, QPersistentModelIndex, Qt

from app.desktop.document import Selection
from app.desktop.panels.outline_rows import Line

LINE = Qt.ItemDataRole.UserRole
Index = QModelIndex | QPersistentModelIndex
_NOWHERE = QModelIndex()


class Node:
    """A line at its place in the tree."""

    __slots__ = ("below", "line", "parent")

    def __init__(self, line: Line, parent: Node | None) -> None:
        self.line, self.parent = line, parent
        self.below: list[Node] = [Node(one, self) for one in line.below]


class OutlineModel(QAbstractItemModel):
    """`rename` is called with a line and new words; false when they do not hold."""

    def __init__(self, rename: Callable[[Line, str], bool], parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._rename = rename
        self._top: list[Node] = []
        self._places: dict[Selection, Node] | None = None

    # ---- what the tree asks ----------------------------------------------------------------------------------

    def _nodes(self, parent: Index) -> list[Node]:
        if not parent.isValid():
            return self._top
        node: Node = parent.internalPointer()
        return node.below

    def index(self, row: int, column: int, parent: Index = _NOWHERE) -> QModelIndex:
        """The place of a line."""
        nodes = self._nodes(parent)
        if column == 0 and 0 <= row < len(nodes):
            return self.createIndex(row, 0, nodes[row])
        return QModelIndex()

    def parent(self, index: Index) -> QModelIndex:  # type: ignore[override]  # Qt has a second, without an index
        """The place of the line above."""
        node: Node | None = index.internalPointer() if index.isValid() else None
        return self._index_of(node.parent) if node is not None and node.parent is not None else QModelIndex()

    def _index_of(self, node: Node) -> QModelIndex:
        among = node.parent.below if node.parent is not None else self._top
        return self.createIndex(among.index(node), 0, node)

    def rowCount(self, parent: Index = _NOWHERE) -> int:
        """How many lines stand under one."""
        return len(self._nodes(parent)) if parent.column() <= 0 else 0

    def columnCount(self, _parent: Index = _NOWHERE) -> int:
        """One."""
        return 1

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        """Words to show, to edit and to hear, and the line itself."""
        if not index.isValid():
            return None
        line: Line = index.internalPointer().line
        if role == Qt.ItemDataRole.DisplayRole:
            return line.words
        if role == Qt.ItemDataRole.EditRole:
            return line.text
        if role in (Qt.ItemDataRole.AccessibleTextRole, Qt.ItemDataRole.ToolTipRole):
            return line.says or line.words
        return line if role == LINE else None

    def setData(self, index: Index, value: Any, role: int = Qt.ItemDataRole.EditRole) -> bool:
        """New words for a line."""
        if role != Qt.ItemDataRole.EditRole or not index.isValid():
            return False
        line: Line = index.internalPointer().line
        return str(value).strip() == (line.text or "") or self._rename(line, str(value).strip())

    def flags(self, index: Index) -> Qt.ItemFlag:
        """Every line can be chosen; most can be renamed."""
        if not index.isValid():
            return Qt.ItemFlag.NoItemFlags
        line: Line = index.internalPointer().line
        flags = Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable
        return flags | Qt.ItemFlag.ItemIsEditable if line.text is not None else flags

    # ---- what the page asks ----------------------------------------------------------------------------------

    def find(self, selection: Selection) -> QModelIndex:
        """The place of what is selected; none when it is not in the outline."""
        if self._places is None:
            self._places = {node.line.selection: node for node in self._walk(self._top)}
        node = self._places.get(selection)
        return self._index_of(node) if node is not None else QModelIndex()

    def _walk(self, nodes: list[Node]) -> list[Node]:
        return [one for node in nodes for one in (node, *self._walk(node.below))]

    def show(self, lines: tuple[Line, ...], *, only: frozenset[str] | None = None) -> None:
        """Show these lines; with `only`, just those of these stages are given and the others stay."""
        self._places = None
        if only is None:
            self._merge(self._top, lines, QModelIndex(), None)
            return
        given = {line.selection.record: line for line in lines}
        for row, node in enumerate(self._top):
            line = given.get(node.line.selection.record)
            if line is not None:
                self._renew(node, line, self.index(row, 0))

    def _merge(self, nodes: list[Node], lines: tuple[Line, ...], parent: QModelIndex, above: Node | None) -> None:
        """Make `nodes` stand for `lines` with as few removals and insertions as their order allows."""
        wanted = {line.key for line in lines}
        for row in range(len(nodes) - 1, -1, -1):
            if nodes[row].line.key not in wanted:
                self.beginRemoveRows(parent, row, row)
                del nodes[row]
                self.endRemoveRows()
        for row, line in enumerate(lines):
            at = next((place for place in range(row, len(nodes)) if nodes[place].line.key == line.key), None)
            if at is None:
                self.beginInsertRows(parent, row, row)
                nodes.insert(row, Node(line, above))
                self.endInsertRows()
                continue
            if at != row:
                self.beginMoveRows(parent, at, at, parent, row)
                nodes.insert(row, nodes.pop(at))
                self.endMoveRows()
            self._renew(nodes[row], line, self.index(row, 0, parent))

    def _renew(self, node: Node, line: Line, index: QModelIndex) -> None:
        if node.line == line:
            return
        node.line = line
        self.dataChanged.emit(index, index)
        self._merge(node.below, line.below, index, node)
