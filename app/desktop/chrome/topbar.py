"""The bar on top: what is open, who is on the map, undo and redo, zoom, the search field, and Run."""

from __future__ import annotations

from collections.abc import Iterable

from PySide6.QtCore import QRectF, Qt, Signal
from PySide6.QtGui import QColor, QKeyEvent, QMouseEvent, QPainter, QResizeEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QPushButton, QSizePolicy, QToolButton, QWidget

from app.desktop.chrome import draw
from app.desktop.chrome.basics import Elided, Painted, column, hairline, icon_button, label, panel
from app.desktop.chrome.chips import ChipFace, Chips
from app.desktop.icons import paint_icon
from app.desktop.look import Look
from app.words import duration, percent, tr

_HEIGHT = 56


class SearchField(Painted):
    """Looks like a field, opens the palette."""

    pressed = Signal()

    def __init__(self, look: Look, parent: QWidget | None = None) -> None:
        super().__init__(look, 208, 32, parent)
        self._compact = False
        self.set_compact(False)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setObjectName("search")
        self.setAccessibleName(tr("Search or command"))
        self.setToolTip(tr("Search or command") + "  Ctrl+K")

    def set_compact(self, on: bool) -> None:
        """The glass alone, where there is no room for words."""
        self._compact = on
        self.setFixedWidth(self.look.px(36 if on else 208))

    def paint(self, painter: QPainter, width: float, height: float) -> None:
        """A sunken field with a glass, the words and the key."""
        theme = self.look.theme
        draw.bar(painter, QRectF(0, 0, width, height), theme.sunken, 8)
        paint_icon(painter, "magnifying-glass", QRectF(10, 7.5, 17, 17), theme.ink2)
        if self._compact:
            return
        key = "Ctrl K"
        cap = draw.width_of(key, "rail") + 12
        draw.text(painter, 34, 20.5, draw.elided(tr("Search or command"), "body", width - cap - 46), "body", theme.ink3)
        painter.setPen(QColor(theme.line))
        painter.setBrush(QColor(theme.surface))
        painter.drawRoundedRect(QRectF(width - cap - 7.5, 6.5, cap, 19), 4, 4)
        draw.text(painter, width - cap / 2 - 7.5, 20, key, "rail", theme.ink2, "centre")

    def mousePressEvent(self, _event: QMouseEvent) -> None:
        """A click opens the palette."""
        self.pressed.emit()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """So do Enter and Space."""
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Space):
            self.pressed.emit()
        else:
            super().keyPressEvent(event)


class ProgressLine(Painted):
    """Two px of iris under the top bar, as long as what is done."""

    def __init__(self, look: Look, parent: QWidget | None = None) -> None:
        super().__init__(look, 400, 2, parent)
        self.setFixedHeight(2)
        self._share: float | None = None

    def show_share(self, share: float | None) -> None:
        """The share done, 0 to 1; none: nothing is under way."""
        self._share = share
        self.update()

    def paint(self, painter: QPainter, width: float, height: float) -> None:
        """A bar from the left."""
        if self._share is not None:
            painter.fillRect(QRectF(0, 0, width * max(self._share, 0.01), height), QColor(self.look.theme.iris))


class TopBar(QFrame):
    """Signals name what was asked: an action of the registry or a persona by its id; the menu with its button."""

    action = Signal(str)
    menu_wanted = Signal(object)
    persona_toggled = Signal(str)
    persona_wanted = Signal(str)

    def __init__(self, look: Look, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._look = look
        self._running = self._stopping = False
        self.setObjectName("topbar")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.setFixedHeight(look.px(_HEIGHT))
        self._title = QPushButton()
        self._title.setObjectName("map-menu")
        self._title.setStyleSheet(
            f"QPushButton {{ font-size: {look.px(15)}px; font-weight: 600; color: {look.theme.ink}; padding: 0;"
            f" border: none; background: transparent; text-align: left; height: {look.px(20)}px; }}"
            f" QPushButton::menu-indicator {{ width: 0; image: none; }}"
        )
        self._title.setSizePolicy(QSizePolicy.Policy.Maximum, QSizePolicy.Policy.Fixed)
        self._title.clicked.connect(lambda *_: self.menu_wanted.emit(self._title))
        self._under = Elided("", "note")
        self._back = self._tool("arrow-left", "go_out", tr("Back to the map above"), "Alt+Left")
        self._back.hide()
        self.chips = Chips(look)
        self.chips.toggled.connect(self.persona_toggled)
        self.chips.sheet_wanted.connect(self.persona_wanted)
        self._file_tools = [
            self._tool("floppy-disk", "save", tr("Save"), "Ctrl+S"),
            self._tool("export", "export", tr("Export a picture"), "Ctrl+E"),
        ]
        self._undo = self._tool("arrow-counter-clockwise", "undo", tr("Undo"), "Ctrl+Z")
        self._redo = self._tool("arrow-clockwise", "redo", tr("Redo"), "Ctrl+Shift+Z")
        self._zoom = QPushButton("100%")
        self._zoom.setProperty("role", "quiet")
        self._zoom.setObjectName("zoom_actual")
        self._zoom.setToolTip(tr("Actual size"))
        self._zoom.setFixedWidth(look.px(58))
        self._zoom.clicked.connect(lambda *_: self.action.emit("zoom_actual"))
        self._zoom_tools = [
            self._tool("minus", "zoom_out", tr("Farther"), "Ctrl+-"),
            self._zoom,
            self._tool("plus", "zoom_in", tr("Closer"), "Ctrl++"),
        ]
        self._fit = self._tool("corners-out", "fit", tr("Whole map"), "Ctrl+1")
        self._on_map, self._whole_title, self._above = True, "", ""
        self._search = SearchField(look)
        self._search.pressed.connect(lambda: self.action.emit("palette"))
        self._present = self._presenter()
        self._run = QPushButton(tr("Run"))
        self._run.setProperty("role", "primary")
        self._run.setObjectName("run")
        self._run.setIconSize(look.size(14, 14))
        self._run.clicked.connect(lambda *_: self.action.emit("stop" if self._running else "run"))
        self.line = ProgressLine(look, self)
        self._left = label("", "note")
        self._left.setObjectName("time-left")
        self._left.setMinimumWidth(look.px(96))
        self._left.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        self._compose()
        self.show_running(None)

    def _presenter(self) -> QPushButton:
        """The way to the presentation: with its word where there is room."""
        words, made = tr("Present"), QPushButton()
        made.setObjectName("present")
        made.setIcon(self._look.icon("presentation", "ink"))
        made.setIconSize(self._look.size(16, 16))
        made.setToolTip(f"{words}  F5")
        made.setAccessibleName(words)
        made.clicked.connect(lambda *_: self.action.emit("present"))
        return made

    def _compose(self) -> None:
        look = self._look
        head = self._head = panel(column(None, self._title, self._under, None, spacing=0))
        head.setMinimumWidth(look.px(150))
        head.setMaximumWidth(look.px(300))
        self._parting = hairline(upright=True)
        self._parting.setFixedHeight(look.px(22))
        box = QHBoxLayout(self)
        box.setContentsMargins(look.px(20), 0, look.px(16), 0)
        box.setSpacing(look.px(6))
        box.addWidget(self._back)
        box.addWidget(head, 3)
        box.addSpacing(look.px(10))
        box.addWidget(self._parting)
        box.addSpacing(look.px(6))
        box.addWidget(self.chips)
        box.addStretch(1)
        for tool in self._file_tools:
            box.addWidget(tool)
        box.addWidget(self._undo)
        box.addWidget(self._redo)
        box.addSpacing(look.px(8))
        for shown in (*self._zoom_tools, self._fit):
            box.addWidget(shown)
        box.addSpacing(look.px(8))
        box.addWidget(self._left)
        box.addWidget(self._search)
        box.addWidget(self._present)
        box.addWidget(self._run)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """The line of progress lies on the lower edge."""
        super().resizeEvent(event)
        self.line.setGeometry(0, self.height() - 2, self.width(), 2)
        self.line.raise_()
        self._make_room()

    def add_tool(self, tool: QWidget) -> None:
        """One thing more, before the search field."""
        box = self.layout()
        if isinstance(box, QHBoxLayout):
            box.insertWidget(box.indexOf(self._left), tool)
            self.make_room()

    def make_room(self) -> None:
        """See anew what there is room for."""
        self._make_room()

    def _make_room(self) -> None:
        """What can be missed gives way, one thing after the other, until the rest stands beside one another."""
        box = self.layout()
        if box is None or self.width() < self._look.px(200):
            return
        for given in range(5):
            self._search.set_compact(given > 0)
            self._present.setText("" if given > 0 else " " + tr("Present"))
            self.chips.set_compact(given > 1)
            for tool in self._zoom_tools:
                tool.setVisible(self._on_map and given <= 2)
            for tool in self._file_tools:
                tool.setVisible(given <= 3)
            box.invalidate()
            if box.minimumSize().width() <= self.width():
                break
        box.activate()
        self._write_title()

    def _write_title(self) -> None:
        room = max(60.0, self._head.width() / self._look.room - 24)
        shown = draw.elided(self._whole_title, "heading", room)
        self._title.setText(f"{shown}  ▾")
        whole = f"{self._whole_title}\n" if shown != self._whole_title else ""
        self._title.setToolTip(whole + tr("Open, save, export and everything else"))

    def _tool(self, icon: str, action: str, says: str, keys: str) -> QToolButton:
        made = icon_button(self._look, icon, says, lambda: self.action.emit(action), keys=keys)
        made.setObjectName(action)
        return made

    def show_title(self, title: str, under: str) -> None:
        """The title, which opens the menu, and the grey line under it."""
        self._whole_title = title
        self._title.setAccessibleName(title)
        self._under.setText(under)
        self._write_title()

    def show_way(self, above: str) -> None:
        """The map that opens the one that is shown, to go back to; empty: none does."""
        self._above = above
        self._back.setVisible(bool(above) and self._on_map)
        words = tr("Back to {title}", title=above)
        self._back.setToolTip(f"{words}  Alt+Left")
        self._back.setAccessibleName(words)
        self._make_room()

    def show_map_tools(self, *, shown: bool) -> None:
        """Zoom and chips belong to the map only."""
        self._on_map = shown
        for tool in (*self._zoom_tools, self._fit, self.chips, self._parting, self._present):
            tool.setVisible(shown)
        self._back.setVisible(shown and bool(self._above))
        self._make_room()

    def show_faces(self, faces: Iterable[ChipFace]) -> None:
        """Who is on the map; the line before the chips goes when there is nobody."""
        shown = tuple(faces)
        self.chips.show_faces(shown)
        self._parting.setVisible(bool(shown) and not self.chips.isHidden())
        self._make_room()

    def show_history(self, undo: str | None, redo: str | None) -> None:
        """What would be undone and redone, in words; none: nothing."""
        for tool, name, says, keys in (
            (self._undo, undo, tr("Undo"), "Ctrl+Z"),
            (self._redo, redo, tr("Redo"), "Ctrl+Shift+Z"),
        ):
            tool.setEnabled(name is not None)
            tool.setToolTip(f"{says}: {name}  {keys}" if name else f"{says}  {keys}")

    def show_zoom(self, zoom: float) -> None:
        """The zoom of the map."""
        self._zoom.setText(percent(zoom, 0))

    def show_running(self, share: float | None, seconds_left: float | None = None) -> None:
        """Run, or Stop with the time left while something runs."""
        was_running, self._running = self._running, share is not None
        self._stopping = self._stopping and self._running
        self._run.setText(" " + (tr("Stop") if self._running else tr("Run")))
        self._run.setIcon(self._look.icon("stop-fill" if self._running else "play-fill", "on_ink"))
        self._left.setVisible(self._running)
        self._left.setText(
            tr("Stopping")
            if self._stopping
            else tr("{time} left", time=duration(max(1.0, seconds_left)))
            if seconds_left is not None
            else tr("Working")
        )
        if self._running != was_running:
            self._make_room()

    def show_stopping(self) -> None:
        """Stop was pressed: what is under way ends at its next step, which may take a moment."""
        self._stopping = self._running
        if self._running:
            self._left.setText(tr("Stopping"))

    def set_runnable(self, runnable: bool, why: str = "") -> None:
        """Whether Run can be pressed, and if not, why."""
        self._run.setEnabled(runnable or self._running)
        self._run.setToolTip(why if not runnable else tr("Run the simulation  F9"))
