"""The page that compares two maps: one above the other or beside each other, and the differences in words."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QRectF, QSize, Qt, QTimer
from PySide6.QtGui import QKeyEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import (
    QComboBox,
    QFrame,
    QHBoxLayout,
    QListWidget,
    QListWidgetItem,
    QSplitter,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QVBoxLayout,
)

from app.desktop.chrome import draw
from app.desktop.chrome.basics import column, hairline, icon_button, label, panel, row
from app.desktop.chrome.segments import Segments
from app.desktop.comparing.aligned import aligned
from app.desktop.comparing.canvas import SIGNS, CompareCanvas
from app.desktop.comparing.lines import Said, counts_of, said
from app.desktop.document import Document, Selection
from app.desktop.icons import paint_icon
from app.desktop.look import Look
from app.desktop.panels.line_painting import ground, own_ground
from app.project.builders import in_order
from app.project.compare import Comparison, compare_maps
from app.project.history import Notice
from app.project.slices import map_slice
from app.words import name, tr
from app.words.changes import change_sentence

if TYPE_CHECKING:
    from app.desktop.window import Window

_SAID = Qt.ItemDataRole.UserRole
_WIDTH = 304
_DRAWN = frozenset({"maps", "stages", "lanes", "touchpoints", "links", "cards", "pains", "opportunities", "metrics"})


class _Painter(QStyledItemDelegate):
    """A difference on two lines with its sign."""

    def __init__(self, look: Look, owner: QListWidget) -> None:
        super().__init__(owner)
        self._look, self._owner = look, owner

    def sizeHint(self, _option: QStyleOptionViewItem, _index: QModelIndex | QPersistentModelIndex) -> QSize:
        """Two lines."""
        return self._look.size(100, 46)

    def paint(
        self, painter: QPainter, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> None:
        """The sign, what happened to what, and its words."""
        one: Said = index.data(_SAID)
        look, theme = self._look, self._look.theme
        rect = QRectF(option.rect)
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.translate(rect.topLeft())
        painter.scale(look.room, look.room)
        wide, high = rect.width() / look.room, rect.height() / look.room
        ground(painter, look, QRectF(0, 1, wide - 4, high - 2), option, focus=self._owner.hasFocus())
        tone = theme.control if one.difference.kind == "removed" else theme.iris
        paint_icon(painter, SIGNS[one.difference.kind], QRectF(8, 7, 15, 15), tone)
        draw.text(painter, 30, 18.5, draw.elided(one.head, "small", wide - 42), "small", theme.ink2)
        draw.text(painter, 30, 36.5, draw.elided(one.words, "body", wide - 42), "body", theme.ink)
        painter.restore()


class _Chooser(QComboBox):
    """A choice with a caret, so that it does not look like a name."""

    def __init__(self, look: Look) -> None:
        super().__init__()
        self._look = look

    def paintEvent(self, event: QPaintEvent) -> None:
        """The choice, and the caret at its right."""
        super().paintEvent(event)
        side = self._look.px(12)
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        at = QRectF(self.width() - side - self._look.px(9), (self.height() - side) / 2, side, side)
        paint_icon(painter, "caret-down", at, self._look.theme.ink2)
        painter.end()


class ComparePage(QFrame):
    """Two maps of the project."""

    def __init__(self, window: Window, document: Document, before: str, after: str) -> None:
        super().__init__()
        self._window, self._look, self._document = window, window.studio.look, document
        self._before, self._after = before, after
        self._comparison: Comparison | None = None
        self._canvases: tuple[CompareCanvas, ...] = ()
        self._following = False
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.setProperty("role", "canvas")
        self._choices = (
            self._chooser("compare-before", tr("Left map")),
            self._chooser("compare-after", tr("Right map")),
        )
        self._split = QSplitter(Qt.Orientation.Vertical)
        self._sentence = label("", "note", wrap=True)
        self.lines = QListWidget()
        self._compose()
        self._later = QTimer(self)
        self._later.setSingleShot(True)
        self._later.setInterval(150)
        self._later.timeout.connect(self.fill)
        document.changed.connect(self._noticed)
        self.fill()

    def _compose(self) -> None:
        look = self._look
        beside = self._window.studio.settings.window.get("compare") == "beside"
        self._way = Segments(look, (("above", tr("Above")), ("beside", tr("Beside"))), one=True)
        self._way.set_on("beside" if beside else "above")
        self._way.switched.connect(self._turned)
        close = icon_button(look, "x", tr("Back to the map"), self.leave, keys="Esc")
        close.setObjectName("compare-close")
        head = row(
            label(tr("Compare"), "heading"), self._choices[0], label("→"), self._choices[1], None, self._way, close,
            spacing=look.px(8), margins=(look.px(20), look.px(8), look.px(12), look.px(8)),
        )  # fmt: skip
        self._split.setOrientation(Qt.Orientation.Horizontal if beside else Qt.Orientation.Vertical)
        self._split.setChildrenCollapsible(False)
        self._split.setHandleWidth(1)
        self._dress_lines()
        pad = (look.px(18), look.px(14), look.px(14), look.px(4))
        text = column(label(tr("What is different"), "strong"), self._sentence, spacing=look.px(4), margins=pad)
        words = QVBoxLayout()
        words.setContentsMargins(0, 0, 0, 0)
        words.addLayout(text)
        holder = QVBoxLayout()
        holder.setContentsMargins(look.px(10), 0, 0, look.px(8))
        holder.addWidget(self.lines)
        words.addLayout(holder, 1)
        side = panel(words, name="inspector")
        side.setFixedWidth(look.px(_WIDTH))
        body = QHBoxLayout()
        body.setSpacing(0)
        body.addWidget(self._split, 1)
        body.addWidget(side)
        box = QVBoxLayout(self)
        box.setContentsMargins(0, 0, 0, 0)
        box.setSpacing(0)
        box.addWidget(panel(head, role="surface"))
        box.addWidget(hairline())
        box.addLayout(body, 1)

    def _dress_lines(self) -> None:
        self.lines.setObjectName("differences")
        self.lines.setAccessibleName(tr("Differences"))
        self.lines.setItemDelegate(_Painter(self._look, self.lines))
        self.lines.setMouseTracking(True)
        self.lines.setProperty("ownFocus", True)
        self.lines.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        own_ground(self.lines)
        self.lines.currentItemChanged.connect(lambda item, _old: self._lit(item))
        self.lines.itemActivated.connect(self._open_line)

    def _chooser(self, name_of: str, says: str) -> QComboBox:
        made = _Chooser(self._look)
        made.setObjectName(name_of)
        made.setAccessibleName(says)
        made.setMinimumWidth(self._look.px(150))
        made.setMaximumWidth(self._look.px(280))
        made.activated.connect(lambda _at: self._chosen())
        return made

    @property
    def comparison(self) -> Comparison | None:
        """What is shown."""
        return self._comparison

    # ---- filling ---------------------------------------------------------------------------------------------

    def _noticed(self, notice: Notice) -> None:
        if any(line.table in _DRAWN for line in notice.touched):
            self._later.start()

    def _chosen(self) -> None:
        self._before, self._after = (str(one.currentData()) for one in self._choices)
        self.fill()

    def _turned(self, key: str, on: bool) -> None:
        if on:
            self._split.setOrientation(Qt.Orientation.Horizontal if key == "beside" else Qt.Orientation.Vertical)
            studio = self._window.studio
            studio.remember(window={**studio.settings.window, "compare": key})
            QTimer.singleShot(0, self._fit)

    def fill(self) -> None:
        """Compare now; back to the map when one of the two is gone."""
        self._later.stop()
        project = self._document.project
        if self._before not in project.maps or self._after not in project.maps:
            self.leave()
            return
        for chooser, current in zip(self._choices, (self._before, self._after), strict=True):
            chooser.clear()
            for key in in_order(project.maps):
                chooser.addItem(project.maps[key].title or tr("Untitled"), key)
            chooser.setCurrentIndex(chooser.findData(current))
        place = [
            (one.zoom, one.horizontalScrollBar().value(), one.verticalScrollBar().value()) for one in self._canvases
        ]
        found = self._comparison = compare_maps(project, self._before, self._after)
        self._show_maps(found)
        if place:
            zoom, across, down = place[0]
            for one in self._canvases:
                one.show_zoom(zoom)
                one.show_place(across, down)
        self._show_lines(found)

    def _show_maps(self, found: Comparison) -> None:
        project = self._document.project
        sides = aligned(map_slice(project, found.before), map_slice(project, found.after), found)
        for old in self._canvases:
            old.setParent(None)
            old.deleteLater()
        felt = [one for one in found.differences if one.kind == "feeling"]
        made = []
        for which, side in zip(("before", "after"), sides, strict=True):
            key = found.before if which == "before" else found.after
            says = f"{project.maps[key].title}, {name('maturity', project.maps[key].maturity)}"
            feelings = [(one.before if which == "before" else one.after, one.persona) for one in felt]
            marks = found.marks("before" if which == "before" else "after")
            canvas = CompareCanvas(self._look, side, marks, feelings, says)
            canvas.setObjectName(f"compare-{which}-map")
            self._split.addWidget(canvas)
            made.append(canvas)
        self._canvases = tuple(made)
        for one, other in (made, reversed(made)):
            one.scrolled.connect(partial(self._together, other))
            one.zoomed.connect(other.show_zoom)
            one.chosen.connect(partial(self._pressed, one))
            one.opened.connect(partial(self._open, one))
        QTimer.singleShot(0, self._fit)

    def _fit(self) -> None:
        """All stages in view, as far as they can be read."""
        if self._canvases and not self._fitted:
            self._fitted = True
            self._canvases[0].show_zoom(max(0.45, min(1.0, *(one.fit_width() for one in self._canvases))))

    _fitted = False

    def _together(self, other: CompareCanvas, across: int, down: int) -> None:
        """Where one is scrolled to, the other goes too."""
        if not self._following:
            self._following = True
            other.show_place(across, down)
            self._following = False

    def _show_lines(self, found: Comparison) -> None:
        self._sentence.setText(change_sentence(counts_of(found)))
        self.lines.clear()
        for one in said(self._document.project, found):
            item = QListWidgetItem(self.lines)
            item.setData(_SAID, one)
            item.setData(Qt.ItemDataRole.AccessibleTextRole, f"{one.head}: {one.words}")
            item.setToolTip(f"{one.head}\n{one.words}")

    # ---- going -----------------------------------------------------------------------------------------------

    def take_focus(self) -> None:
        """The keyboard comes to the differences."""
        self.lines.setFocus(Qt.FocusReason.OtherFocusReason)

    def _lit(self, item: QListWidgetItem | None) -> None:
        """Show a difference on both maps."""
        one: Said | None = item.data(_SAID) if item is not None else None
        if one is None:
            return
        before, after = one.difference.before, one.difference.after
        if one.difference.table == "links":
            project = self._document.project
            before, after = (
                project.links[key].from_touchpoint if key in project.links else "" for key in (before, after)
            )
        for canvas, record in zip(self._canvases, (before, after), strict=True):
            canvas.light(record)

    def _pressed(self, canvas: CompareCanvas, _table: str, record: str) -> None:
        """The line of what was pressed, and its twin on the other map."""
        at = self._canvases.index(canvas)
        for place in range(self.lines.count()):
            one: Said = self.lines.item(place).data(_SAID)
            if (one.difference.before, one.difference.after)[at] == record:
                self.lines.setCurrentRow(place)
                return
        twins = self._comparison.twins if self._comparison is not None else {}
        other = twins.get(record, "") if at == 0 else next((a for a, b in twins.items() if b == record), "")
        canvas.light(record)
        self._canvases[1 - at].light(other)

    def _open(self, canvas: CompareCanvas, table: str, record: str) -> None:
        """Go to it on its own map."""
        self._go((self._before, self._after)[self._canvases.index(canvas)], table, record)

    def _open_line(self, item: QListWidgetItem) -> None:
        one: Said = item.data(_SAID)
        side = self._after if one.difference.after else self._before
        self._go(side, one.difference.table, one.difference.after or one.difference.before)

    def _go(self, map_id: str, table: str, record: str) -> None:
        self._document.show_map(map_id)
        self._window.show_on_map(Selection(table, record))

    def leave(self) -> None:
        """Back to the map."""
        self._window.go("map")

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Esc goes back."""
        if event.key() == Qt.Key.Key_Escape:
            self.leave()
        else:
            super().keyPressEvent(event)
