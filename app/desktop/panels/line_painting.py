"""How lines of lists and trees in the panel look: a sign, words, and something grey at the right."""

from __future__ import annotations

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QFont, QPainter, QPalette, QPen
from PySide6.QtWidgets import QAbstractItemView, QLineEdit, QStyle, QStyledItemDelegate, QStyleOptionViewItem, QWidget

from app.desktop.chrome import draw
from app.desktop.icons import icon_names, paint_icon
from app.desktop.look import Look
from app.desktop.paint.people import paint_face
from app.desktop.paint.signs import paint_severity
from app.desktop.panels.outline_rows import Line

ROW = 30.0
_DOTS = 42.0


def ground(painter: QPainter, look: Look, rect: QRectF, option: QStyleOptionViewItem, *, focus: bool) -> None:
    """The ground of a line: a wash where one is, with the ring while the keyboard is there; a shade under the hand."""
    theme = look.theme
    state = option.state
    if state & QStyle.StateFlag.State_Selected:
        draw.bar(painter, rect, theme.marker_wash, 8)
        if focus:
            painter.setPen(QPen(QColor(theme.ink), 2.0))
            painter.drawRoundedRect(rect.adjusted(1, 1, -1, -1), 7, 7)
    elif state & QStyle.StateFlag.State_MouseOver:
        draw.bar(painter, rect, theme.hover, 8)


def own_ground(view: QAbstractItemView) -> None:
    """Let the delegate alone paint what is chosen: the style's own colour would show left of a tree's rows."""
    palette = view.palette()
    palette.setColor(QPalette.ColorRole.Highlight, QColor(Qt.GlobalColor.transparent))
    view.setPalette(palette)
    view.setStyleSheet("QAbstractItemView::item:selected, QAbstractItemView::item:hover { background: transparent; }")


class LinePainter(QStyledItemDelegate):
    """Paints a `Line` in one row of 30."""

    def __init__(self, look: Look, owner: QAbstractItemView, role: int) -> None:
        super().__init__(owner)
        self._look, self._owner, self._role = look, owner, role

    def sizeHint(self, _option: QStyleOptionViewItem, _index: QModelIndex | QPersistentModelIndex) -> QSize:
        """A row."""
        return self._look.size(100, ROW)

    def paint(
        self, painter: QPainter, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> None:
        """Sign, words, detail."""
        line: Line = index.data(self._role)
        look, theme = self._look, self._look.theme
        rect = QRectF(option.rect)
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.translate(rect.topLeft())
        painter.scale(look.room, look.room)
        wide, high = rect.width() / look.room, rect.height() / look.room
        chosen = bool(option.state & QStyle.StateFlag.State_Selected)
        ground(painter, look, QRectF(0, 1, wide - 6, high - 2), option, focus=self._owner.hasFocus())
        middle = high / 2
        if line.slot is not None:
            paint_face(painter, QPointF(13, middle), 7.5, line.value, line.slot, theme)
        else:
            known = line.icon if line.icon in icon_names() else "circle"
            paint_icon(painter, known, QRectF(5, middle - 8, 16, 16), theme.ink if chosen else theme.ink2)
        right = wide - 14
        if line.dots:
            paint_severity(painter, QPointF(right - _DOTS + 4, middle), line.dots, theme)
            right -= _DOTS + 4
        elif line.detail:
            most = wide * 0.42
            shown = draw.elided(line.detail, "small", most)
            tone = theme.ink2 if chosen else theme.ink3
            right -= draw.text(painter, right, middle + 4.3, shown, "small", tone, "right") + 8
        role = "body_strong" if line.strong else "body"
        draw.text(painter, 27, middle + 4.5, draw.elided(line.words, role, right - 27), role, theme.ink)
        painter.restore()

    def createEditor(
        self, parent: QWidget, _option: QStyleOptionViewItem, _index: QModelIndex | QPersistentModelIndex
    ) -> QWidget:
        """A field in place of the words."""
        field = QLineEdit(parent)
        field.setFont(QFont(self._look.font("body")))
        field.setMaxLength(2000)
        theme = self._look.theme
        field.setStyleSheet(
            f"QLineEdit {{ height: {self._look.px(24)}px; border: 2px solid {theme.ink}; border-radius: 6px;"
            f" padding: 0 4px; background: {theme.surface}; }}"
        )
        field.setAccessibleName(str(_index.data(Qt.ItemDataRole.AccessibleTextRole)))
        return field

    def updateEditorGeometry(
        self, editor: QWidget, option: QStyleOptionViewItem, _index: QModelIndex | QPersistentModelIndex
    ) -> None:
        """Over the words, the sign stays."""
        lead = self._look.px(22)
        editor.setGeometry(option.rect.adjusted(lead, 1, -self._look.px(8), -1))
