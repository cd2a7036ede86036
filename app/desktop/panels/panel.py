"""The panel left of the canvas: a row of tabs, and below it the page that is chosen. Pages are made when first seen."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QColor, QKeyEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QSizePolicy, QStackedWidget, QToolButton, QVBoxLayout, QWidget

from app.desktop.chrome.basics import Elided, hairline, icon_button, row
from app.desktop.look import Look
from app.words import tr

WIDTH = 280
_TAB = 31.0


@dataclass
class _Page:
    title: str
    icon: str
    make: Callable[[], QWidget]
    tab: Tab
    widget: QWidget | None = None


class Tab(QToolButton):
    """One tab: an icon, and how many of something wait on its page."""

    def __init__(self, look: Look, icon: str, title: str) -> None:
        super().__init__()
        self._look, self._icon = look, icon
        self._title, self._count = title, 0
        self.setCheckable(True)
        self.setFixedSize(look.size(_TAB, _TAB))
        self.setIconSize(look.size(18, 18))
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.toggled.connect(self._dress)
        self._dress()

    def _dress(self, _on: bool = False) -> None:
        theme, on = self._look.theme, self.isChecked()
        self.setIcon(self._look.icon(f"{self._icon}-bold" if on else self._icon, "on_marker" if on else "ink2"))
        ground = f"background: {theme.marker}; border-radius: {self._look.px(8)}px;" if on else ""
        self.setStyleSheet(f"QToolButton {{ {ground} }}" if ground else "")
        words = f"{self._title} ({self._count})" if self._count else self._title
        self.setToolTip(words)
        self.setAccessibleName(words)

    def show_count(self, count: int) -> None:
        """Show how many there are; nought shows nothing."""
        if count != self._count:
            self._count = count
            self._dress()
            self.update()

    def sizeHint(self) -> QSize:
        """A square."""
        return self._look.size(_TAB, _TAB)

    def paintEvent(self, event: QPaintEvent) -> None:
        """The icon, and the count at its upper corner."""
        super().paintEvent(event)
        if not self._count:
            return
        theme, look = self._look.theme, self._look
        words = str(self._count) if self._count < 100 else "99"
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setFont(look.font("tag"))
        wide = max(look.px(14), painter.fontMetrics().horizontalAdvance(words) + look.px(6))
        box = self.rect().adjusted(self.width() - wide - 1, 1, -1, look.px(15) - self.height())
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(QColor(theme.ink))
        painter.drawRoundedRect(box, box.height() / 2, box.height() / 2)
        painter.setPen(QColor(theme.on_ink))
        painter.drawText(box, Qt.AlignmentFlag.AlignCenter, words)
        painter.end()


class SidePanel(QFrame):
    """Signals: `switched` with the page's key and whether the panel is there; `left` when Esc hands back the keyboard.

    A page may have `take_focus()`, which is called when it is asked for by key.
    """

    switched = Signal(str, bool)
    left = Signal()

    def __init__(self, look: Look, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._look = look
        self._pages: dict[str, _Page] = {}
        self._current = ""
        self.setObjectName("sidebar")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.setAccessibleName(tr("Side panel"))
        self.setFixedWidth(look.px(WIDTH))
        self._tabs = QHBoxLayout()
        self._tabs.setContentsMargins(look.px(10), look.px(9), look.px(6), look.px(8))
        self._tabs.setSpacing(look.px(1))
        self._tabs.addStretch(1)
        self._title = Elided("", "heading")
        self._title.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self._close = icon_button(look, "x", tr("Close the panel"), lambda: self.toggle(on=False), keys="Ctrl+B")
        self._close.setObjectName("panel-close")
        self._stack = QStackedWidget()
        box = QVBoxLayout(self)
        box.setContentsMargins(0, 0, 0, 0)
        box.setSpacing(0)
        box.addLayout(self._tabs)
        box.addWidget(hairline())
        box.addLayout(row(self._title, self._close, margins=(look.px(16), look.px(8), look.px(8), look.px(4))))
        box.addWidget(self._stack, 1)
        self.hide()

    # ---- pages -----------------------------------------------------------------------------------------------

    def add_page(self, key: str, title: str, icon: str, make_widget: Callable[[], QWidget]) -> None:
        """Have one page more; its widget is made when it is first shown. `icon` is a Phosphor name."""
        tab = Tab(self._look, icon, title)
        tab.setObjectName(f"panel-{key}")
        tab.clicked.connect(lambda *_: self.show_page(key))
        self._pages[key] = _Page(title, icon, make_widget, tab)
        self._tabs.insertWidget(self._tabs.count() - 1, tab)
        if not self._current:
            self._current = key

    @property
    def keys(self) -> tuple[str, ...]:
        """The keys of the pages, in the order of their tabs."""
        return tuple(self._pages)

    @property
    def current(self) -> str:
        """The key of the page that is shown, or would be."""
        return self._current

    @property
    def shown(self) -> bool:
        """Whether the panel is there."""
        return not self.isHidden()

    def page(self, key: str) -> QWidget | None:
        """The widget of a page; none until it was first shown, and for a key nobody knows."""
        found = self._pages.get(key)
        return found.widget if found is not None else None

    def show_count(self, key: str, count: int) -> None:
        """Show at a tab how many of something wait on its page."""
        if key in self._pages:
            self._pages[key].tab.show_count(count)

    def show_page(self, key: str, *, focus: bool = False) -> QWidget | None:
        """Open the panel at a page, and hand it the keyboard with `focus`. Unknown keys change nothing."""
        page = self._pages.get(key)
        if page is None:
            return None
        if page.widget is None:
            page.widget = page.make()
            self._stack.addWidget(page.widget)
        self._current = key
        for other, each in self._pages.items():
            each.tab.setChecked(other == key)
        self._title.setText(page.title)
        self._stack.setCurrentWidget(page.widget)
        self.show()
        self.switched.emit(key, True)
        if focus:
            self._take_focus(page.widget)
        return page.widget

    def _take_focus(self, widget: QWidget) -> None:
        take = getattr(widget, "take_focus", None)
        if callable(take):
            take()
        else:
            self._pages[self._current].tab.setFocus(Qt.FocusReason.OtherFocusReason)

    def toggle(self, *, on: bool | None = None) -> None:
        """Open the panel where it was, or leave its room to the map."""
        wanted = not self.shown if on is None else on
        if wanted and self._current:
            self.show_page(self._current, focus=True)
        elif self.shown:
            held = self.focusWidget()
            self.hide()
            self.switched.emit(self._current, False)
            if held is not None:
                self.left.emit()

    def remember(self, key: str) -> None:
        """The page to open at, without opening."""
        if key in self._pages:
            self._current = key

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Esc gives the keyboard back to the map."""
        if event.key() == Qt.Key.Key_Escape:
            self.left.emit()
        else:
            super().keyPressEvent(event)
