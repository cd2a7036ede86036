"""Search in everything that is written in the project: live, map by map, Enter goes there."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QModelIndex, QObject, QPersistentModelIndex, QRectF, QSize, Qt, QTimer
from PySide6.QtGui import QFontMetricsF, QKeyEvent, QPainter
from PySide6.QtWidgets import (
    QFrame,
    QLineEdit,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QTreeWidget,
    QTreeWidgetItem,
    QVBoxLayout,
)

from app.desktop import fonts
from app.desktop.chrome import draw
from app.desktop.chrome.basics import label
from app.desktop.document import Selection
from app.desktop.icons import paint_icon
from app.desktop.panels.context import PanelContext
from app.desktop.panels.line_painting import ground, own_ground
from app.project.history import Notice
from app.project.model import Project, TableName
from app.project.search import LIMIT, Hit, Index, stands_on_map
from app.words import mark_in, number, plural, tr, tr_in

_HIT = Qt.ItemDataRole.UserRole
_ICONS: dict[str, str] = {
    "maps": "map-trifold", "stages": "columns", "lanes": "rows", "touchpoints": "cursor", "cards": "text-align-left",
    "links": "arrow-right", "pains": "lightning", "opportunities": "lightbulb", "metrics": "gauge",
    "personas": "user", "comments": "chat-text", "sources": "paperclip", "rules": "megaphone", "phases": "chart-bar",
    "snapshots": "clock-counter-clockwise", "images": "image", "experiments": "flask", "variants": "flask",
    "decisions": "check-circle",
}  # fmt: skip
_KINDS: dict[str, str] = {
    "maps": mark_in("found", "map"),
    "stages": mark_in("found", "stage"),
    "lanes": mark_in("found", "lane"),
    "touchpoints": mark_in("found", "touchpoint"),
    "cards": mark_in("found", "card"),
    "links": mark_in("found", "link"),
    "pains": mark_in("found", "pain point"),
    "opportunities": mark_in("found", "opportunity"),
    "metrics": mark_in("found", "KPI"),
    "products": mark_in("found", "product"),
    "desks": mark_in("found", "desk"),
    "policies": mark_in("found", "policy"),
    "phases": mark_in("found", "phase"),
    "audiences": mark_in("found", "audience"),
    "segments": mark_in("found", "segment"),
    "rules": mark_in("found", "rule"),
    "techniques": mark_in("found", "technique"),
    "experiments": mark_in("found", "experiment"),
    "variants": mark_in("found", "variant"),
    "decisions": mark_in("found", "decision"),
    "sources": mark_in("found", "source"),
    "past_tests": mark_in("found", "past test"),
    "comments": mark_in("found", "comment"),
    "images": mark_in("found", "picture"),
    "snapshots": mark_in("found", "version"),
    "personas": mark_in("found", "persona"),
}


def kind_words(table: TableName | str) -> str:
    """What a record of a table is called."""
    return tr_in("found", _KINDS[table]) if table in _KINDS else table


class _Painter(QStyledItemDelegate):
    """A map as a heading with its count, a find on two lines: what it is, and the words with the wish marked."""

    def __init__(self, context: PanelContext, owner: QTreeWidget) -> None:
        super().__init__(owner)
        self._context, self._owner = context, owner

    def sizeHint(self, _option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex) -> QSize:
        """A heading is lower than a find."""
        return self._context.look.size(100, 30 if index.data(_HIT) is None else 44)

    def paint(
        self, painter: QPainter, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> None:
        """A heading, or a find."""
        look, theme = self._context.look, self._context.look.theme
        rect = QRectF(option.rect)
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.translate(rect.topLeft())
        painter.scale(look.room, look.room)
        wide, high = rect.width() / look.room, rect.height() / look.room
        ground(painter, look, QRectF(0, 1, wide - 6, high - 2), option, focus=self._owner.hasFocus())
        hit: Hit | None = index.data(_HIT)
        if hit is None:
            count = str(index.data(Qt.ItemDataRole.WhatsThisPropertyRole))
            draw.text(painter, wide - 14, 19.5, count, "small", theme.ink3, "right")
            words = draw.elided(str(index.data()), "body_strong", wide - 50)
            draw.text(painter, 6, 19.5, words, "body_strong", theme.ink)
        else:
            paint_icon(painter, _ICONS.get(hit.table, "dots-three"), QRectF(6, 6, 15, 15), theme.ink2)
            draw.text(painter, 27, 18, kind_words(hit.table), "small", theme.ink2)
            self._words(painter, hit, wide - 40)
        painter.restore()

    def _words(self, painter: QPainter, hit: Hit, room: float) -> None:
        """The line with the wish marked; its beginning gives way when the wish would not be seen."""
        theme, metrics = self._context.look.theme, QFontMetricsF(fonts.font("body"))
        before, wish, after = hit.words[: hit.start], hit.words[hit.start : hit.end], hit.words[hit.end :]
        free = max(0.0, room - metrics.horizontalAdvance(wish) - 24)
        lead = metrics.elidedText(before, Qt.TextElideMode.ElideLeft, max(free * 0.7, 0.0))
        x = 27.0 + draw.text(painter, 27, 36, lead, "body", theme.ink)
        most = max(0.0, room + 27 - x)
        wish = metrics.elidedText(wish, Qt.TextElideMode.ElideRight, most)
        wide = metrics.horizontalAdvance(wish)
        draw.bar(painter, QRectF(x - 1, 24.5, wide + 2, 16), theme.marker, 3)
        draw.text(painter, x, 36, wish, "body", theme.on_marker)
        rest = metrics.elidedText(after, Qt.TextElideMode.ElideRight, max(0.0, room + 27 - x - wide))
        draw.text(painter, x + wide, 36, rest, "body", theme.ink)


class SearchPage(QFrame):
    """A field, and what was found."""

    def __init__(self, context: PanelContext) -> None:
        super().__init__()
        self._context, self._document = context, context.document
        self._index = Index()
        self._later = QTimer(self)
        self._later.setSingleShot(True)
        self._later.setInterval(40)
        self._later.timeout.connect(self.search)
        look = context.look
        self.field = QLineEdit()
        self.field.setObjectName("search-field")
        self.field.setPlaceholderText(tr("What are you looking for?"))
        self.field.setAccessibleName(tr("Search the project"))
        self.field.setClearButtonEnabled(True)
        self.field.textChanged.connect(lambda _words: self._later.start())
        self.field.installEventFilter(self)
        self._said = label("", "note", wrap=True)
        self.found = _Found(self)
        self.found.setObjectName("found")
        self.found.setAccessibleName(tr("Found"))
        self.found.setHeaderHidden(True)
        self.found.setRootIsDecorated(False)
        self.found.setIndentation(0)
        own_ground(self.found)
        self.found.setItemDelegate(_Painter(context, self.found))
        self.found.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.found.setMouseTracking(True)
        self.found.setProperty("ownFocus", True)
        self.found.itemClicked.connect(lambda item, _column: self.go(item))
        box = QVBoxLayout(self)
        box.setContentsMargins(look.px(16), 0, look.px(4), look.px(4))
        box.setSpacing(look.px(6))
        top = QVBoxLayout()
        top.setContentsMargins(0, 0, look.px(12), 0)
        top.addWidget(self.field)
        top.addWidget(self._said)
        box.addLayout(top)
        box.addWidget(self.found, 1)
        self._document.changed.connect(self._noticed)
        self.search()

    def _noticed(self, _notice: Notice) -> None:
        """What was found may say something else by now; nobody is kept waiting for that."""
        if self.isVisible() and self.field.text().strip():
            self._later.start(400)

    def take_focus(self) -> None:
        """The keyboard comes to the field, its words ready to be replaced."""
        self.field.setFocus(Qt.FocusReason.ShortcutFocusReason)
        self.field.selectAll()

    def search(self) -> None:
        """Search now."""
        self._later.setInterval(40)
        wish, project = self.field.text(), self._document.project
        hits = self._index.find(project, wish)
        self.found.clear()
        groups: dict[str, QTreeWidgetItem] = {}
        for hit in hits:
            group = groups.get(hit.map)
            if group is None:
                title = project.maps[hit.map].title if hit.map in project.maps else tr("The whole project")
                group = groups[hit.map] = QTreeWidgetItem(self.found, [title])
                group.setFlags(Qt.ItemFlag.ItemIsEnabled)
            item = QTreeWidgetItem(group)
            item.setData(0, _HIT, hit)
            said = f"{kind_words(hit.table)}: {hit.words}"
            item.setData(0, Qt.ItemDataRole.AccessibleTextRole, said)
            item.setToolTip(0, hit.words)
        for group in groups.values():
            group.setData(0, Qt.ItemDataRole.WhatsThisPropertyRole, number(group.childCount()))
            group.setExpanded(True)
        self._say(wish, len(hits))
        first = self.found.topLevelItem(0)
        if first is not None and (best := first.child(0)) is not None:
            self.found.setCurrentItem(best)

    def _say(self, wish: str, count: int) -> None:
        if not wish.strip():
            self._said.setText(tr("Everything that is written: maps, personas, comments, sources, rules."))
        elif not count:
            self._said.setText(tr("Nothing holds these words."))
        elif count >= LIMIT:
            self._said.setText(tr("The first {count} places; type a little more.", count=number(count)))
        else:
            self._said.setText(plural("{count} place", "{count} places", count, count=number(count)))

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """From the field, Enter goes to the current find and the arrows walk through them."""
        if watched is self.field and event.type() is QEvent.Type.KeyPress and isinstance(event, QKeyEvent):
            if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
                if self._later.isActive():
                    self._later.stop()
                    self.search()
                self.go(self.found.currentItem())
                return True
            if event.key() in (Qt.Key.Key_Down, Qt.Key.Key_Up):
                self.step(1 if event.key() == Qt.Key.Key_Down else -1)
                return True
        return False

    def step(self, by: int) -> None:
        """The next find, or the one before."""
        hits = [
            item
            for top in range(self.found.topLevelItemCount())
            if (group := self.found.topLevelItem(top)) is not None
            for at in range(group.childCount())
            if (item := group.child(at)) is not None
        ]
        current = self.found.currentItem()
        if hits:
            at = hits.index(current) + by if current in hits else 0
            self.found.setCurrentItem(hits[max(0, min(at, len(hits) - 1))])

    def go(self, item: QTreeWidgetItem | None) -> None:
        """Go to a find."""
        hit: Hit | None = item.data(0, _HIT) if item is not None else None
        if hit is not None:
            go_to(self._context, self._document.project, hit)


def go_to(context: PanelContext, project: Project, hit: Hit) -> None:
    """Show where a find stands: on its map, on a persona's sheet, or say that it has no place of its own."""
    window = context.window
    if hit.table == "personas" and window.frame is not None and window.frame.personas is not None:
        window.frame.personas.show_persona(hit.record)
        window.go("personas")
        return
    place = stands_on_map(project, hit.table, hit.record)
    if place is None:
        words = tr("This {kind} stands on no map.", kind=kind_words(hit.table))
        context.studio.say(words, grave=False)
        return
    map_id, table, record = place
    context.go_to(map_id, Selection(table, record) if record else Selection())


class _Found(QTreeWidget):
    """The finds; Enter goes, and typing goes on in the field."""

    def __init__(self, page: SearchPage) -> None:
        super().__init__()
        self._page = page

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter goes; letters go back to the field."""
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self._page.go(self.currentItem())
        elif event.text().strip() and not event.modifiers() & Qt.KeyboardModifier.ControlModifier:
            self._page.field.setFocus(Qt.FocusReason.OtherFocusReason)
            self._page.field.setText(self._page.field.text() + event.text())
        else:
            super().keyPressEvent(event)
