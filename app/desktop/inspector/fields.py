"""Fields of the inspector: a number that is understood, a choice, a switch, a row of colours."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QIcon, QKeyEvent, QMouseEvent, QPainter, QPaintEvent, QPen, QWheelEvent
from PySide6.QtWidgets import QComboBox, QSizePolicy, QVBoxLayout, QWidget

from app.desktop.chrome.basics import Painted, label
from app.desktop.chrome.inplace import LineField
from app.desktop.icons import paint_icon
from app.desktop.look import Look
from app.desktop.theme import CARD_COLOURS
from app.words import MINUS, money, name, number, percent, sentence, tr
from app.words.typed import typed_money, typed_number, typed_share, typed_time, written_time
from personas.problems import Finding, FootfallError


@dataclass(frozen=True)
class Unit:
    """How a number is written and read."""

    write: Callable[[float], str]
    read: Callable[[str], float]


def share_words(share: float) -> str:
    """A share as people say it: whole, with one decimal only where there is one."""
    return percent(share, 0 if abs(share * 100 - round(share * 100)) < 0.05 else 1)


def plain_words(value: float) -> str:
    """A number with the decimals it has, four at most."""
    for decimals in range(4):
        if abs(value - round(value, decimals)) < 1e-9:
            return number(value, decimals)
    return number(value, 4)


NUMBER = Unit(plain_words, typed_number)
COUNT = Unit(lambda value: number(value, 0), typed_number)
SHARE = Unit(share_words, typed_share)
TIME = Unit(written_time, typed_time)


def money_in(currency: str) -> Unit:
    """Amounts in a currency."""
    return Unit(lambda value: money(value, currency), typed_money)


def said(error: FootfallError) -> str:
    """An error as one sentence."""
    return spoken(error.findings[0]) if error.findings else str(error)


def spoken(finding: Finding) -> str:
    """A finding as a sentence that stands alone."""
    words = sentence(finding)
    return words[:1].upper() + words[1:]


class Understood(LineField):
    """A line whose words are read as something; what cannot be read stays, with a sentence below it."""

    def __init__(
        self,
        words: str,
        says: str,
        take: Callable[[str], str | None],
        complain: Callable[[str], object],
        *,
        strong: bool = False,
        large: bool = False,
        small: bool = False,
    ) -> None:
        super().__init__(words, says, lambda _words: True, strong=strong, large=large, small=small)
        self._take, self._complain = take, complain
        self.setProperty("value", True)

    def settle(self) -> None:
        """Keep what was typed, now; written afterwards as the program writes it."""
        words = self.text().strip()
        if words == self._kept:
            self._mark("")
            return
        try:
            written = self._take(words)
        except FootfallError as error:
            self._mark("error")
            self._complain(said(error))
            return
        self._kept = words if written is None else written
        self.setText(self._kept)
        self.setCursorPosition(0)
        self._mark("")

    def _mark(self, state: str) -> None:
        super()._mark(state)
        if not state:
            self._complain("")


class Noted(QWidget):
    """A field with room for one sentence below it, in ember."""

    def __init__(self, look: Look) -> None:
        super().__init__()
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Minimum)
        self.box = QVBoxLayout(self)
        self.box.setContentsMargins(0, 0, 0, 0)
        self.box.setSpacing(look.px(2))
        self._sentence = label("", "note", wrap=True, state="error")
        self._sentence.setObjectName("complaint")
        self._sentence.setStyleSheet(f"color: {look.theme.ember};")
        self._sentence.hide()
        self.box.addWidget(self._sentence)

    def hold(self, field: LineField) -> None:
        """Have the field above the sentence."""
        self.field = field
        self.box.insertWidget(0, field)
        self.setFocusProxy(field)

    def complain(self, words: str) -> None:
        """Say what is wrong; nothing with no words."""
        self._sentence.setText(words)
        self._sentence.setVisible(bool(words))


def understood(
    look: Look,
    object_name: str,
    says: str,
    words: str,
    take: Callable[[str], str | None],
    *,
    large: bool = False,
    small: bool = False,
    strong: bool = False,
) -> Noted:
    """A field with its sentence. `take` keeps the words and says how they are written, or raises FootfallError."""
    holder = Noted(look)
    field = Understood(words, says, take, holder.complain, large=large, small=small, strong=strong)
    field.setObjectName(object_name)
    holder.hold(field)
    return holder


def number_field(
    look: Look,
    object_name: str,
    says: str,
    value: float | None,
    unit: Unit,
    keep: Callable[[float | None], object],
    *,
    optional: bool = False,
    large: bool = False,
    small: bool = False,
    placeholder: str = "",
) -> Noted:
    """A number with its unit. Emptied, an optional one is None, any other stays as it was."""
    shown = "" if value is None else unit.write(value)

    def take(words: str) -> str:
        if not words:
            if not optional:
                return shown
            keep(None)
            return ""
        read = unit.read(words.replace(MINUS, "-"))
        keep(read)
        return unit.write(read)

    made = understood(look, object_name, says, shown, take, large=large, small=small)
    if placeholder:
        made.field.setPlaceholderText(placeholder)
    return made


class Choice(QComboBox):
    """One of several, chosen in place; the wheel scrolls the panel and changes nothing."""

    def __init__(
        self,
        look: Look,
        says: str,
        options: Iterable[tuple[Any, str]],
        current: Any,
        keep: Callable[[Any], object],
        *,
        icons: Mapping[Any, QIcon] | None = None,
        object_name: str = "",
    ) -> None:
        super().__init__()
        self._look = look
        self.setProperty("role", "inplace")
        self.setProperty("ownFocus", True)
        self.setAccessibleName(says)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        self.setMinimumContentsLength(6)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setMaxVisibleItems(14)
        self.setObjectName(object_name)
        self._keys: list[Any] = []
        for key, words in options:
            self._add(key, words, (icons or {}).get(key))
        if current not in self._keys:
            self._add(current, str(current), None)
        self.setCurrentIndex(self._keys.index(current))
        self.setToolTip(self.currentText())
        self._keep = keep
        self.activated.connect(self._chosen)

    def _add(self, key: Any, words: str, icon: QIcon | None) -> None:
        self._keys.append(key)
        if icon is None:
            self.addItem(words)
        else:
            self.addItem(icon, words)

    def choose(self, key: Any) -> None:
        """Choose as a user does."""
        index = self._keys.index(key)
        self.setCurrentIndex(index)
        self._chosen(index)

    def _chosen(self, index: int) -> None:
        self._keep(self._keys[index])

    def sizeHint(self) -> QSize:
        """As high as a line that is edited in place."""
        return QSize(super().sizeHint().width(), self._look.px(24))

    def minimumSizeHint(self) -> QSize:
        """Narrow when it must be."""
        return self._look.size(60, 24)

    def wheelEvent(self, event: QWheelEvent) -> None:
        """Not for a choice."""
        event.ignore()

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Looks like the other fields, with a caret when it can be reached."""
        look, theme = self._look, self._look.theme
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        frame = QRectF(self.rect()).adjusted(1, 1, -1, -1)
        active = self.hasFocus() or self.underMouse()
        if active:
            edge = theme.ink if self.hasFocus() else theme.line_strong
            painter.setPen(QPen(QColor(edge), 2.0 if self.hasFocus() else 1.0))
            painter.setBrush(QColor(theme.surface))
            painter.drawRoundedRect(frame, 6, 6)
        else:
            painter.setPen(QPen(QColor(theme.track), 1.0, Qt.PenStyle.DotLine))
            painter.drawLine(frame.bottomLeft(), frame.bottomRight())
        caret = look.px(12)
        left = look.px(6) if active else 0
        if not self.itemIcon(self.currentIndex()).isNull():
            size = look.px(16)
            self.itemIcon(self.currentIndex()).paint(painter, left, (self.height() - size) // 2, size, size)
            left += size + look.px(6)
        room = self.width() - left - caret - look.px(10)
        font = look.font("body_value")
        painter.setFont(font)
        painter.setPen(QColor(theme.ink))
        words = painter.fontMetrics().elidedText(self.currentText(), Qt.TextElideMode.ElideRight, room)
        middle = Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft
        painter.drawText(QRectF(left, 0, room + 2, self.height()), middle, words)
        at = QRectF(self.width() - caret - look.px(4), (self.height() - caret) / 2, caret, caret)
        paint_icon(painter, "caret-down", at, theme.ink3)
        painter.end()


def named_choices(group: Any, keys: Iterable[Any]) -> list[tuple[Any, str]]:
    """Keys of a fixed kind with their names."""
    return [(key, name(group, key)) for key in keys]


class ColourDots(Painted):
    """No colour, or one of eight; pressed, or walked with the arrow keys."""

    _PITCH = 26.0

    def __init__(self, look: Look, colour: str, keep: Callable[[str], object], object_name: str) -> None:
        super().__init__(look, self._PITCH * (len(CARD_COLOURS) + 1), 26)
        self._colours = ("", *CARD_COLOURS)
        self._colour, self._keep = colour, keep
        self.setFixedWidth(look.px(self._base[0]))
        self.setObjectName(object_name)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self._name()

    def _name(self) -> None:
        if self._colour in self._colours:
            index = self._colours.index(self._colour)
            says = tr("Colour {index}", index=number(index)) if index else tr("No colour")
        else:
            says = tr("Other colours")
        self.setAccessibleName(says)
        self.setToolTip(says)

    def paint(self, painter: QPainter, width: float, height: float) -> None:
        """A dot each; a ring around the one that is chosen."""
        del width
        theme = self.look.theme
        for index, colour in enumerate(self._colours):
            centre = QPointF(self._PITCH * index + 11.0, height / 2)
            painter.setPen(QPen(QColor(theme.control), 1.0))
            painter.setBrush(QColor(colour) if colour else Qt.BrushStyle.NoBrush)
            painter.drawEllipse(centre, 7.0, 7.0)
            if not colour:
                painter.drawLine(centre + QPointF(-4.5, 4.5), centre + QPointF(4.5, -4.5))
            if colour == self._colour:
                painter.setPen(QPen(QColor(theme.ink), 2.0))
                painter.setBrush(Qt.BrushStyle.NoBrush)
                painter.drawEllipse(centre, 10.0, 10.0)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """The dot that is pressed."""
        self.choose(int(event.position().x() / self.look.room / self._PITCH))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Left and right."""
        step = {Qt.Key.Key_Left: -1, Qt.Key.Key_Right: 1}.get(Qt.Key(event.key()))
        if step is None:
            super().keyPressEvent(event)
            return
        now = self._colours.index(self._colour) if self._colour in self._colours else 0
        self.choose(now + step)

    def choose(self, index: int) -> None:
        """Choose by place: 0 is none."""
        wanted = self._colours[min(len(self._colours) - 1, max(0, index))]
        if wanted != self._colour:
            self._colour = wanted
            self._name()
            self.update()
            self._keep(wanted)
