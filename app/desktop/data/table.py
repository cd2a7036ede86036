"""The view of past tests: typed in place, techniques and yes or no chosen, Delete takes a test away."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QAbstractItemModel, QModelIndex, QPersistentModelIndex, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QFontMetrics, QKeyEvent, QPainter, QPen, QResizeEvent
from PySide6.QtWidgets import (
    QAbstractItemView,
    QComboBox,
    QHeaderView,
    QLineEdit,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QTableView,
    QWidget,
)

from app.desktop.data.model import COLUMNS, TestsModel
from app.desktop.look import Look
from app.words import name, tr
from simulation.backtest.rehearsal import PREDICTABLE
from simulation.policy.catalogue import MECHANICS

Index = QModelIndex | QPersistentModelIndex
_WIDTHS = (150, 72, 72, 104, 120, 96, 70, 66, 70, 66, 60, 84)
_ROW = 34
_GROW = {0: (0.35, 200), 3: (0.2, 70), 4: (0.2, 90), 5: (0.25, 260)}
"""Columns of names take what room is left: which share of it, and how much at most."""


class _Editor(QStyledItemDelegate):
    """A field for what is typed, a list for what is chosen."""

    def __init__(self, parent: QWidget, ink: str) -> None:
        super().__init__(parent)
        self._ink = ink

    def createEditor(self, parent: QWidget, option: QStyleOptionViewItem, index: Index) -> QWidget:
        """The editor of a cell."""
        field = COLUMNS[index.column()]
        if field not in ("technique", "randomised"):
            made = super().createEditor(parent, option, index)
            if isinstance(made, QLineEdit):
                made.setFrame(False)
                made.setMaxLength(500)
                made.setStyleSheet("height: 26px; border-radius: 4px; padding: 0 6px;")
            made.setAccessibleName(str(index.model().headerData(index.column(), Qt.Orientation.Horizontal)))
            return made
        box = QComboBox(parent)
        box.setAccessibleName(str(index.model().headerData(index.column(), Qt.Orientation.Horizontal)))
        for key, words in _choices(field, index):
            box.addItem(words, key)
        box.activated.connect(lambda _place: self._choose(box))
        return box

    def _choose(self, box: QComboBox) -> None:
        self.commitData.emit(box)
        self.closeEditor.emit(box)

    def setEditorData(self, editor: QWidget, index: Index) -> None:
        """What the cell holds now."""
        if isinstance(editor, QComboBox):
            model = index.model()
            if isinstance(model, TestsModel):
                editor.setCurrentIndex(editor.findData(getattr(model.test(index), COLUMNS[index.column()])))
            return
        super().setEditorData(editor, index)

    def setModelData(self, editor: QWidget, model: QAbstractItemModel, index: Index) -> None:
        """Hand over what was typed or chosen."""
        if isinstance(editor, QComboBox):
            model.setData(_plain(index), editor.currentData())
        elif isinstance(editor, QLineEdit):
            model.setData(_plain(index), editor.text())

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        """The cell as it is, and a ring in ink around the one that has the keyboard."""
        plain = QStyleOptionViewItem(option)
        held = bool(plain.state & QStyle.StateFlag.State_HasFocus)
        plain.state &= ~QStyle.StateFlag.State_HasFocus
        super().paint(painter, plain, index)
        if held:
            painter.save()
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            painter.setPen(QPen(QColor(self._ink), 2))
            painter.drawRoundedRect(QRectF(option.rect).adjusted(1, 1, -1, -1), 6, 6)
            painter.restore()

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        """Rows of one height."""
        return QSize(super().sizeHint(option, index).width(), _ROW)


def _plain(index: Index) -> QModelIndex:
    return index.model().index(index.row(), index.column())


def _choices(field: str, index: Index) -> list[tuple[object, str]]:
    if field == "randomised":
        return [(True, tr("yes")), (False, tr("no"))]
    model = index.model()
    own = model.shelf.own if isinstance(model, TestsModel) else {}
    known = [(key, name("technique", key)) for key, how in MECHANICS.items() if how.target in PREDICTABLE]
    rows: list[tuple[object, str]] = [*known, *((key, words) for key, words in own.items() if key not in MECHANICS)]
    if isinstance(model, TestsModel):
        now = model.test(index).technique
        if now not in {key for key, _words in rows}:
            rows.append((now, model.shelf.technique(now)))
    return sorted(rows, key=lambda row: row[1].casefold())


class TestsTable(QTableView):
    """Past tests, one a row. `chosen` hears which one is looked at; `remove` takes one away."""

    __test__ = False  # pytest: this is no test

    def __init__(
        self, look: Look, model: TestsModel, chosen: Callable[[str], object], remove: Callable[[str], object]
    ) -> None:
        super().__init__()
        self._model, self._remove = model, remove
        self.setObjectName("tests-table")
        self.setAccessibleName(tr("Past tests"))
        self.setModel(model)
        self.setItemDelegate(_Editor(self, look.theme.ink))
        self.setProperty("ownFocus", True)
        self.setStyleSheet("QTableView::item { border-radius: 0px; }")  # the corners would show the system's colour
        self.setShowGrid(False)
        self.setCornerWidget(QWidget())
        self.setWordWrap(False)
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectItems)
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.setEditTriggers(
            QAbstractItemView.EditTrigger.DoubleClicked
            | QAbstractItemView.EditTrigger.EditKeyPressed
            | QAbstractItemView.EditTrigger.AnyKeyPressed
            | QAbstractItemView.EditTrigger.SelectedClicked
        )
        self.verticalHeader().hide()
        self.verticalHeader().setDefaultSectionSize(look.px(_ROW))
        head = self.horizontalHeader()
        head.setSectionResizeMode(QHeaderView.ResizeMode.Interactive)
        head.setStretchLastSection(True)
        head.setHighlightSections(False)
        head.setMinimumHeight(look.px(44))
        metrics = QFontMetrics(look.font("small"))
        for column, width in enumerate(_WIDTHS):
            words = str(model.headerData(column, Qt.Orientation.Horizontal)).split("\n")
            needed = max(metrics.horizontalAdvance(line) for line in words) + look.px(18)
            self.setColumnWidth(column, max(look.px(width), needed))
        self._look, self._least = look, [self.columnWidth(column) for column in range(len(_WIDTHS))]
        self.setTabKeyNavigation(False)
        self.selectionModel().currentChanged.connect(lambda now, _before: chosen(model.key(now)))

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Names are cut off only where there is no room for them."""
        super().resizeEvent(event)
        spare = max(0, self.viewport().width() - sum(self._least))
        for place, (share, most) in _GROW.items():
            self.setColumnWidth(place, self._least[place] + min(round(spare * share), self._look.px(most)))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Delete takes the test of the row away; Enter edits, as in a spreadsheet."""
        index = self.currentIndex()
        if self.state() is QAbstractItemView.State.EditingState:  # the key that ends the editing comes by here too
            event.ignore()
            return
        if event.key() in (Qt.Key.Key_Delete, Qt.Key.Key_Backspace) and index.isValid():
            self._remove(self._model.key(index))
            return
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and index.isValid():
            if index.flags() & Qt.ItemFlag.ItemIsEditable:
                self.edit(index)
            return
        super().keyPressEvent(event)
