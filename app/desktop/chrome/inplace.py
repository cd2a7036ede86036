"""Fields that look like text until they are touched: kept on Enter or on leaving, Esc puts back what was there."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QEvent, QObject, QSize, Qt
from PySide6.QtGui import QFocusEvent, QKeyEvent, QKeySequence, QTextCursor, QTextOption
from PySide6.QtWidgets import QLineEdit, QPlainTextEdit, QSizePolicy, QWidget

from app.desktop.look import Look

Keep = Callable[[str], bool]
"""Called with new words; false when they do not hold, and the field shows that."""


def inplace_style(look: Look) -> str:
    """The style of these fields, for the panel that holds them."""
    theme = look.theme
    common = f"background: transparent; color: {theme.ink}; border-radius: 6px; padding: 1px 5px; margin: 0 0 0 -6px;"
    both = 'QLineEdit[role="inplace"]{0}, QPlainTextEdit[role="inplace"]{0}'
    return (
        f"{both.format('')} {{ {common} border: 1px solid transparent; min-height: 0; }}"
        f"{both.format(':!focus:!hover')} {{ border-radius: 0; border-bottom: 1px dotted {theme.track}; }}"
        f'QLineEdit[role="inplace"] {{ height: {look.px(22)}px; }}'
        f'QLineEdit[role="inplace"][small="true"] {{ font-size: {look.px(12)}px; color: {theme.ink2}; }}'
        'QLineEdit[role="inplace"][value="true"] { font-weight: 500; }'
        + both.format('[strong="true"]')
        + " { font-weight: 600; }"
        + both.format('[large="true"]')
        + f" {{ font-size: {look.px(15)}px; font-weight: 600; }}"
        + both.format(":hover")
        + f" {{ border: 1px solid {theme.line_strong}; }}"
        + both.format(":focus")
        + f" {{ border: 2px solid {theme.ink}; padding: 0 4px; background: {theme.surface}; }}"
        + f'QLineEdit[role="inplace"][state="error"] {{ border: 2px solid {theme.ember}; padding: 0 4px; }}'
    )


def is_for_the_project(event: QEvent, *, changed: bool) -> bool:
    """Whether a key is undo or redo in a field in which nothing has been typed yet: the project's then."""
    if changed or event.type() is not QEvent.Type.ShortcutOverride or not isinstance(event, QKeyEvent):
        return False
    return event.matches(QKeySequence.StandardKey.Undo) or event.matches(QKeySequence.StandardKey.Redo)


class EmptyField(QObject):
    """Undo and redo belong to the project while nothing stands in a field: a note is parked, the next key undoes."""

    def __init__(self, field: QLineEdit) -> None:
        super().__init__(field)
        self._field = field
        field.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Leave their keys to the window."""
        if watched is self._field and is_for_the_project(event, changed=bool(self._field.text())):
            event.ignore()
            return True
        return super().eventFilter(watched, event)


class LineField(QLineEdit):
    """One line. `keep` gets the new words once, when they differ."""

    def __init__(
        self, words: str, says: str, keep: Keep, *, strong: bool = False, large: bool = False, small: bool = False
    ) -> None:
        super().__init__()
        self._kept, self._keep = words, keep
        self.setProperty("role", "inplace")
        self.setProperty("strong", strong)
        self.setProperty("large", large)
        self.setProperty("small", small)
        self.setAccessibleName(says)
        self.setPlaceholderText(says)
        self.setMaxLength(500)
        self.setText(words)
        self.setCursorPosition(0)
        self.setToolTip(words if len(words) > 34 else says)
        self.editingFinished.connect(self.settle)

    @property
    def unkept(self) -> str | None:
        """What is typed and not kept yet; none when nothing is."""
        return self.text() if self.text().strip() != self._kept else None

    def forget(self) -> None:
        """Leave what is half typed to the field that takes this one's place."""
        self._kept = self.text().strip()

    def type_again(self, words: str) -> None:
        """Have the words typed that a field in this place held before; not kept yet."""
        self.setText(words)
        self.deselect()
        self.setCursorPosition(len(words))

    def settle(self) -> None:
        """Keep what was typed, now."""
        words = self.text().strip()
        if words == self._kept:
            return
        if self._keep(words):
            self._kept = words
            self._mark("")
        else:
            self._mark("error")
        self.setCursorPosition(0)

    def _mark(self, state: str) -> None:
        self.setProperty("state", state)
        self.style().unpolish(self)
        self.style().polish(self)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Esc puts back what was there; Enter keeps and lets go."""
        if event.key() == Qt.Key.Key_Escape:
            self.setText(self._kept)
            self._mark("")
            _let_go(self)
        elif event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.settle()
            self.selectAll()
        else:
            super().keyPressEvent(event)

    def event(self, event: QEvent) -> bool:
        """Undo and redo belong to the project until something has been typed."""
        if is_for_the_project(event, changed=self.text().strip() != self._kept):
            event.ignore()
            return False
        return super().event(event)

    def focusInEvent(self, event: QFocusEvent) -> None:
        """Select all, as in a cell."""
        super().focusInEvent(event)
        self.selectAll()


class TextField(QPlainTextEdit):
    """Several lines, as high as its words."""

    def __init__(self, words: str, says: str, keep: Keep, *, strong: bool = False, large: bool = False) -> None:
        super().__init__()
        self._kept, self._keep = words, keep
        self.setProperty("role", "inplace")
        self.setProperty("strong", strong)
        self.setProperty("large", large)
        self.setProperty("ownFocus", True)
        self.setAccessibleName(says)
        self.setPlaceholderText(says)
        self.setToolTip(says)
        self.setTabChangesFocus(True)
        self.document().setDocumentMargin(1)
        self.setWordWrapMode(QTextOption.WrapMode.WrapAtWordBoundaryOrAnywhere)
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setPlainText(words)
        self.textChanged.connect(self._grow)

    def _lines(self) -> int:
        block, count = self.document().firstBlock(), 0
        while block.isValid():
            count += max(1, block.layout().lineCount())
            block = block.next()
        return count

    def _grow(self) -> None:
        wanted = self.fontMetrics().lineSpacing() * max(1, self._lines()) + 8
        if wanted != self.height():
            self.setFixedHeight(wanted)

    def resizeEvent(self, event: object) -> None:
        """Another width breaks the lines elsewhere."""
        super().resizeEvent(event)  # type: ignore[arg-type]  # Qt hands a resize event
        self._grow()

    def changeEvent(self, event: QEvent) -> None:
        """Another font too."""
        super().changeEvent(event)
        if event.type() in (QEvent.Type.FontChange, QEvent.Type.StyleChange):
            self._grow()

    def sizeHint(self) -> QSize:
        """As high as its words."""
        return QSize(160, self.height())

    @property
    def unkept(self) -> str | None:
        """What is typed and not kept yet; none when nothing is."""
        return self.toPlainText() if self.toPlainText().strip() != self._kept else None

    def forget(self) -> None:
        """Leave what is half typed to the field that takes this one's place."""
        self._kept = self.toPlainText().strip()

    def type_again(self, words: str) -> None:
        """Have the words typed that a field in this place held before; not kept yet."""
        self.setPlainText(words)
        self.moveCursor(QTextCursor.MoveOperation.End)

    def settle(self) -> None:
        """Keep what was typed, now."""
        words = self.toPlainText().strip()
        if words != self._kept and self._keep(words):
            self._kept = words

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter keeps, with Shift it breaks the line; Esc puts back what was there."""
        if event.key() == Qt.Key.Key_Escape:
            self.setPlainText(self._kept)
            _let_go(self)
        elif event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and not (
            event.modifiers() & Qt.KeyboardModifier.ShiftModifier
        ):
            self.settle()
        else:
            super().keyPressEvent(event)

    def event(self, event: QEvent) -> bool:
        """Undo and redo belong to the project until something has been typed."""
        if is_for_the_project(event, changed=self.toPlainText().strip() != self._kept):
            event.ignore()
            return False
        return super().event(event)

    def focusOutEvent(self, event: QFocusEvent) -> None:
        """Leaving keeps."""
        super().focusOutEvent(event)
        if event.reason() is not Qt.FocusReason.PopupFocusReason:
            self.settle()


def _let_go(field: QWidget) -> None:
    """Leave a field. The keyboard goes to the map where that is shown, so that the next key is not lost."""
    field.clearFocus()
    take = getattr(field.window(), "take_keyboard", None)
    if take is not None:
        take()
