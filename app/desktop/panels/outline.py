"""The outline: the map in words, as a tree that can be walked, renamed and emptied without a mouse."""

from __future__ import annotations

from PySide6.QtCore import QItemSelectionModel, QModelIndex, Qt, QTimer
from PySide6.QtGui import QFocusEvent, QKeyEvent, QShowEvent
from PySide6.QtWidgets import QAbstractItemView, QFrame, QTreeView, QVBoxLayout

from app.desktop.chrome.basics import label, row
from app.desktop.document import Selection
from app.desktop.panels.context import PanelContext
from app.desktop.panels.line_painting import LinePainter, own_ground
from app.desktop.panels.outline_model import LINE, OutlineModel
from app.desktop.panels.outline_rows import Line, outline
from app.project.edits import Edit
from app.project.history import Notice
from app.project.mapping.cards import remove_items
from app.project.mapping.feelings import remove_feeling, set_feeling
from app.project.mapping.links import set_share
from app.words import tr
from personas.problems import FootfallError

_PATIENCE = 120
"""Milliseconds that typing must rest before the outline follows: it never stands in the way of a keystroke."""
_OF_A_STAGE = frozenset({"touchpoints", "cards", "pains", "opportunities", "metrics", "links"})


class _Tree(QTreeView):
    """A tree that says Enter, Delete and the keys that raise and lower a feeling to its page."""

    def __init__(self, page: OutlinePage) -> None:
        super().__init__()
        self._page = page

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Keys of the outline; arrows, typing and F2 are the tree's own, as is all that an open field lets by."""
        if self.state() is QAbstractItemView.State.EditingState or not self._page.handled(event):
            super().keyPressEvent(event)

    def focusInEvent(self, event: QFocusEvent) -> None:
        """The ring is painted on the line."""
        super().focusInEvent(event)
        self.viewport().update()


class OutlinePage(QFrame):
    """The map that is shown, as a tree of words."""

    def __init__(self, context: PanelContext) -> None:
        super().__init__()
        self._context = context
        self._document = context.document
        self._following = False
        self._stale: set[str] | None = None
        look = context.look
        self._model = OutlineModel(self._rename, self)
        self.tree = _Tree(self)
        self.tree.setModel(self._model)
        self.tree.setObjectName("outline")
        self.tree.setAccessibleName(tr("Outline of the map"))
        self.tree.setAccessibleDescription(tr("Enter goes to the map, F2 renames, Delete removes."))
        self.tree.setHeaderHidden(True)
        own_ground(self.tree)
        self.tree.setUniformRowHeights(True)
        self.tree.setIndentation(look.px(14))
        self.tree.setItemDelegate(LinePainter(look, self.tree, LINE))
        self.tree.setEditTriggers(QAbstractItemView.EditTrigger.EditKeyPressed)
        self.tree.setExpandsOnDoubleClick(False)
        self.tree.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.tree.setProperty("ownFocus", True)
        self.tree.setMouseTracking(True)
        self.tree.doubleClicked.connect(lambda _index: self._go())
        chosen = self.tree.selectionModel()
        chosen.currentChanged.connect(self._chosen)
        self._none = label(tr("Nothing on this map yet. Start with its stages."), "note", wrap=True)
        box = QVBoxLayout(self)
        box.setContentsMargins(look.px(8), 0, 0, look.px(4))
        box.setSpacing(0)
        box.addLayout(row(self._none, margins=(look.px(8), look.px(4), look.px(16), 0)))
        box.addWidget(self.tree, 1)
        self._later = QTimer(self)
        self._later.setSingleShot(True)
        self._later.setInterval(_PATIENCE)
        self._later.timeout.connect(self.refresh)
        self._document.changed.connect(self._noticed)
        self._document.map_changed.connect(self._start_anew)
        self._document.selection_changed.connect(self._follow)
        self._stale = None
        self.refresh()
        self._open_first()
        self._follow(self._document.selection)

    # ---- following the map -----------------------------------------------------------------------------------

    def _noticed(self, notice: Notice) -> None:
        """Remember which stages differ; the tree follows a moment later."""
        for line in notice.touched:
            if line.table in ("maps", "personas", "lanes", "stages", "phases"):
                self._stale = None
                break
            if line.table in _OF_A_STAGE and self._stale is not None:
                stages = self._stages_of(notice, line.table, line.id)
                if line.table == "touchpoints" and line.fields & {"title"}:
                    self._stale = None  # links elsewhere name it
                    break
                self._stale |= stages
        self._later.start()

    def _stages_of(self, notice: Notice, table: str, key: str) -> set[str]:
        found: set[str] = set()
        for project in (notice.before, notice.after):
            record = getattr(project, table).get(key)
            if record is None:
                continue
            if table in ("pains", "opportunities", "metrics"):
                record = project.cards.get(record.card)
            elif table == "links":
                record = project.touchpoints.get(record.from_touchpoint)
            if record is not None:
                found.add(record.stage)
        return found

    def refresh(self) -> None:
        """Show what differs, now; nothing while nobody sees it."""
        self._later.stop()
        piece = self._document.piece
        if not self.isVisible() and self._model.rowCount():
            return
        if piece is None:
            self._model.show(())
        elif self._stale is None:
            self._model.show(outline(piece, self._document.slots()))
        elif self._stale:
            only = frozenset(self._stale)
            self._model.show(outline(piece, self._document.slots(), only), only=only)
        self._stale = set()
        self._none.setVisible(not self._model.rowCount())
        self._follow(self._document.selection)

    def showEvent(self, event: QShowEvent) -> None:
        """Catch up."""
        super().showEvent(event)
        self.refresh()

    def _start_anew(self) -> None:
        self._stale = None
        self.refresh()
        self._open_first()

    def _open_first(self) -> None:
        """Stages are open to begin with; feelings and links of a card are not."""
        self.tree.expandToDepth(0)

    def _follow(self, selection: Selection) -> None:
        """What is selected on the map is current here."""
        if self._following or not self.isVisible():
            return
        wanted = Selection(selection.table, selection.record) if selection.is_cell else selection
        index = self._model.find(wanted)
        chosen = self.tree.selectionModel()
        self._following = True
        if index.isValid():
            flags = QItemSelectionModel.SelectionFlag.ClearAndSelect
            chosen.setCurrentIndex(index, flags)
            self.tree.scrollTo(index)
        else:
            chosen.clear()
        self._following = False

    def _chosen(self, current: QModelIndex, _before: QModelIndex) -> None:
        """What is chosen here is selected on the map."""
        line = self._line(current)
        if self._following or line is None:
            return
        self._following = True
        self._document.select(line.selection)
        self._following = False

    @staticmethod
    def _line(index: QModelIndex) -> Line | None:
        found: Line | None = index.data(LINE) if index.isValid() else None
        return found

    # ---- keys ------------------------------------------------------------------------------------------------

    def take_focus(self) -> None:
        """The keyboard comes to the tree, on what is selected or else on the first line."""
        self.tree.setFocus(Qt.FocusReason.OtherFocusReason)
        if not self.tree.currentIndex().isValid() and self._model.rowCount():
            self.tree.setCurrentIndex(self._model.index(0, 0))

    def handled(self, event: QKeyEvent) -> bool:
        """Enter goes to the map, Delete removes, Ctrl with up and down changes a feeling."""
        line = self._line(self.tree.currentIndex())
        if line is None:
            return False
        key = event.key()
        if key in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self._go()
        elif key in (Qt.Key.Key_Delete, Qt.Key.Key_Backspace):
            self._remove(line)
        elif (
            key in (Qt.Key.Key_Up, Qt.Key.Key_Down)
            and line.slot is not None
            and event.modifiers() & Qt.KeyboardModifier.ControlModifier
        ):
            value = max(-2.0, min(2.0, line.value + (0.5 if key == Qt.Key.Key_Up else -0.5)))
            at = line.selection
            self._context.edit(lambda: set_feeling(self._document.project, at.record, at.persona, value))
        else:
            return False
        event.accept()
        return True

    def _go(self) -> None:
        line = self._line(self.tree.currentIndex())
        if line is not None:
            self._context.window.show_on_map(line.selection)

    def _remove(self, line: Line) -> None:
        """Take it away, and let the next line be current, so that Delete may be pressed again."""
        index = self.tree.currentIndex()
        below = self.tree.indexBelow(index)
        after = self._line(below if below.isValid() else self.tree.indexAbove(index))
        at = line.selection

        def make() -> Edit:
            if at.persona:
                return remove_feeling(self._document.project, at.record, at.persona)
            return remove_items(self._document.project, [(at.table, at.record)])

        if self._context.edit(make):
            self._stale = None
            self.refresh()
            if after is not None and self._model.find(after.selection).isValid():
                self.tree.setCurrentIndex(self._model.find(after.selection))

    # ---- renaming --------------------------------------------------------------------------------------------

    def _rename(self, line: Line, words: str) -> bool:
        """New words for what a line stands for: a title, a text, the note of a feeling, the share of a link."""
        document, at = self._document, line.selection

        def act() -> None:
            if at.persona:
                document.set(at.table, at.record, ("feelings", at.persona, "note"), words, "note")
            elif at.table == "links":
                document.edit(set_share(document.project, at.record, _share(words)))
            else:
                field = "text" if at.table == "cards" else "title"
                document.set(at.table, at.record, (field,), words, "text")

        return self._context.try_to(act)


def _share(words: str) -> float:
    """45, 45% or 0,45%: a share as people type it. FootfallError for anything else."""
    try:
        value = float(words.strip().rstrip("%").strip().replace(",", ".")) / 100
    except ValueError:
        value = -1.0
    if not 0 <= value <= 1:
        raise FootfallError(tr("A share is a number between 0% and 100%."))
    return value
