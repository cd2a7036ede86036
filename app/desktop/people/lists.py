"""A list of a persona, edited in place: type and Enter for the next, drag or Alt with the arrows for another order."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from PySide6.QtCore import QEvent, QPointF, QRectF, Qt
from PySide6.QtGui import QEnterEvent, QKeyEvent, QMouseEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QHBoxLayout, QToolButton, QVBoxLayout, QWidget

from app.desktop.chrome import draw
from app.desktop.chrome.basics import Painted, empty, row
from app.desktop.icons import paint_icon
from app.desktop.look import Look
from app.desktop.people.context import People
from app.desktop.people.fields import Line
from app.project.people_lists import add_line, lines, move_line, remove_line, set_line
from app.words import tr


class Item(Line):
    """A line of a list. Alt with an arrow moves it, Delete in an empty one takes it away, Enter goes to the next."""

    def __init__(self, words: str, says: str, keep: Callable[[str], bool], move: Callable[[int], object]) -> None:
        super().__init__(words, says, keep)
        self._move = move

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Alt with up or down moves the line; Enter keeps it and goes on."""
        if event.modifiers() & Qt.KeyboardModifier.AltModifier and event.key() in (Qt.Key.Key_Up, Qt.Key.Key_Down):
            self.settle()
            self._move(-1 if event.key() == Qt.Key.Key_Up else 1)
        elif event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.settle()
            self.focusNextChild()
        else:
            super().keyPressEvent(event)


class Next(Line):
    """The line that comes next: kept as a line of its own, and empty again for the one after it."""

    def settle(self) -> None:
        """Keep what was typed as a new line."""
        words = self.text().strip()
        if words:
            self.setText("")
            if not self._keep(words):
                self.setText(words)


class Grip(Painted):
    """What a line is dragged by: six dots, a small dot at rest."""

    def __init__(self, look: Look, dragged: Callable[[float], object], dropped: Callable[[], object]) -> None:
        super().__init__(look, 18, 26)
        self.setFixedWidth(look.px(18))
        self._dragged, self._dropped, self._held = dragged, dropped, False
        self.setCursor(Qt.CursorShape.SizeVerCursor)
        self.setAttribute(Qt.WidgetAttribute.WA_Hover)
        self.setToolTip(tr("Drag to another place; Alt with an arrow does the same"))

    def paint(self, painter: QPainter, width: float, height: float) -> None:
        """Dots under the hand, a bullet without it."""
        theme = self.look.theme
        if self.underMouse() or self._held:
            paint_icon(painter, "dots-six-vertical", QRectF(0, height / 2 - 8, 16, 16), theme.ink2)
        else:
            draw.ring(painter, QPointF(width / 2 - 1, height / 2), 2.4, theme.ink3, theme.ink3, 1)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Take hold."""
        self._held = event.button() is Qt.MouseButton.LeftButton

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Say how far, px on the screen."""
        if self._held:
            self._dragged(self.mapToParent(event.position().toPoint()).y())

    def mouseReleaseEvent(self, _event: QMouseEvent) -> None:
        """Let go."""
        if self._held:
            self._held = False
            self._dropped()
            self.update()


class Remove(QToolButton):
    """Takes a line out; seen when the hand is on the line, or the keyboard on the button."""

    def __init__(self, look: Look, says: str, act: Callable[[], object]) -> None:
        super().__init__()
        self.setIcon(look.icon("x"))
        self.setIconSize(look.size(13, 13))
        self.setFixedSize(look.size(28, 28))
        self.setToolTip(says)
        self.setAccessibleName(says)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.clicked.connect(lambda *_: act())

    def paintEvent(self, event: QPaintEvent) -> None:
        """Nothing at rest."""
        holder = self.parentWidget()
        if self.hasFocus() or (holder is not None and holder.underMouse()):
            super().paintEvent(event)


class Held(QWidget):
    """A line with its grip and the way to take it out."""

    def enterEvent(self, event: QEnterEvent) -> None:
        """Under the hand more of it is seen."""
        super().enterEvent(event)
        for part in self.findChildren(Remove):
            part.update()

    def leaveEvent(self, event: QEvent) -> None:
        """And less again."""
        super().leaveEvent(event)
        for part in self.findChildren(Remove):
            part.update()


class ListField(QWidget):
    """The lines of a list, and below them the next one to be typed."""

    def __init__(self, people: People, key: str, field: str, asks: str) -> None:
        super().__init__()
        self._people, self._key, self._field, self._asks = people, key, field, asks
        self._items: dict[str, Item] = {}
        self._rows: dict[str, QWidget] = {}
        self._aim: tuple[str, int] | None = None
        self.setObjectName(f"list-{field}")
        box = QVBoxLayout(self)
        box.setContentsMargins(0, 0, 0, 0)
        box.setSpacing(0)
        self._box = QVBoxLayout()
        self._box.setSpacing(0)
        box.addLayout(self._box)
        self.next = Next("", asks, self._add)
        self.next.setObjectName(f"add-{field}")
        box.addLayout(_led(self.next, people.look))
        self.show_lines()

    def show_lines(self) -> None:
        """The list as it is now: the same lines keep their widgets, so that the keyboard stays."""
        rows = lines(self._people.person(self._key), self._field)
        if [key for key, _ in rows] != list(self._items):
            self._fill(rows)
        for key, words in rows:
            self._items[key].show_words(words)

    def _fill(self, rows: tuple[tuple[str, str], ...]) -> None:
        held = next((key for key, item in self._items.items() if item.hasFocus()), "")
        words = self._items[held].text() if held else ""
        empty(self._box)
        self._items, self._rows = {}, {}
        for key, text in rows:
            item = Item(text, self._asks, partial(self._set, key), partial(self._step, key))
            item.setObjectName(f"{self._field}-line")
            self._items[key] = item
            holder = Held()
            grip = Grip(self._people.look, partial(self._dragged, key), self._dropped)
            bin_ = Remove(self._people.look, tr("Remove “{text}”", text=text[:40]), partial(self._remove, key))
            bin_.setObjectName(f"{self._field}-remove")
            holder.setLayout(row(grip, item, bin_, spacing=2))
            self._rows[key] = holder
            self._box.addWidget(holder)
        again = held if held in self._items else next((key for key, text in rows if held and text == words), "")
        if again:
            self._items[again].setFocus(Qt.FocusReason.OtherFocusReason)

    def _add(self, words: str) -> bool:
        return self._people.do(lambda project: add_line(project, self._key, self._field, words))

    def _set(self, line: str, words: str) -> bool:
        return self._people.do(lambda project: set_line(project, self._key, self._field, line, words))

    def _remove(self, line: str) -> None:
        self._people.do(lambda project: remove_line(project, self._key, self._field, line))

    def _step(self, line: str, step: int) -> None:
        index = list(self._items).index(line) + step
        self._people.do(lambda project: move_line(project, self._key, self._field, line, index))

    def _dragged(self, line: str, y: float) -> None:
        """The line follows the hand: the others make room at once, and nothing changes until it is let go."""
        holder = self._rows[line]
        middle = holder.y() + y
        others = [key for key in self._items if key != line]
        index = sum(1 for key in others if self._rows[key].y() + self._rows[key].height() / 2 < middle)
        if self._box.indexOf(holder) != index:
            self._box.removeWidget(holder)
            self._box.insertWidget(index, holder)
            self._box.activate()
        self._aim = (line, index)

    def _dropped(self) -> None:
        aim, self._aim = self._aim, None
        if aim is not None:
            self._people.do(lambda project: move_line(project, self._key, self._field, aim[0], aim[1]))


def _led(field: Line, look: Look) -> QHBoxLayout:
    """The next line, set in as far as the others."""
    made = row(field, spacing=0)
    made.setContentsMargins(look.px(20), 0, look.px(30), 0)
    return made
