"""One map in the list of maps: a picture, its title, and what it is."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QPainter
from PySide6.QtWidgets import QLineEdit, QStyledItemDelegate, QStyleOptionViewItem, QWidget

from app.desktop.chrome import draw
from app.desktop.icons import paint_icon
from app.desktop.panels.context import PanelContext
from app.desktop.panels.line_painting import ground
from app.desktop.panels.thumbnails import SIZE, frame_picture
from app.project.model import Project
from app.words import plural, tr

if TYPE_CHECKING:
    from app.desktop.panels.maps import MapsPage

MAP = Qt.ItemDataRole.UserRole
STAGE = Qt.ItemDataRole.UserRole + 1
_ROW = 70.0


class MapPainter(QStyledItemDelegate):
    """A picture, the title, and one line about the map."""

    def __init__(self, context: PanelContext, page: MapsPage) -> None:
        super().__init__(page)
        self._context, self._page = context, page

    def sizeHint(self, _option: QStyleOptionViewItem, _index: QModelIndex | QPersistentModelIndex) -> QSize:
        """A picture high."""
        return self._context.look.size(100, _ROW)

    def paint(
        self, painter: QPainter, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> None:
        """The picture with a bar beside it where the map is shown; title, and what it is."""
        look, theme = self._context.look, self._context.look.theme
        project, map_id = self._context.document.project, str(index.data(MAP))
        found = project.maps.get(map_id)
        if found is None:
            return
        rect = QRectF(option.rect)
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
        painter.translate(rect.topLeft())
        painter.scale(look.room, look.room)
        wide = rect.width() / look.room
        ground(painter, look, QRectF(0, 1, wide - 6, _ROW - 2), option, focus=self._page.tree.hasFocus())
        small = min(SIZE[0], max(52.0, wide - 150.0))
        sheet = QRectF(7, 7, small, SIZE[1])
        frame_picture(painter, look, sheet, self._page.thumbnails.picture(map_id))
        if map_id == self._context.document.map_id:
            painter.fillRect(QRectF(2, 7, 3, SIZE[1]), QColor(theme.ink))
        left, right = sheet.right() + 9, wide - 12.0
        if map_id == project.project.main_map and len(project.maps) > 1:
            paint_icon(painter, "star-fill", QRectF(right - 14, 11, 14, 14), theme.ink2)
            right -= 19
        lines = _two_lines(found.title or tr("Untitled"), right - left)
        for at, line in enumerate(lines):
            draw.text(painter, left, 22 + 16 * at, line, "body_strong", theme.ink)
        below = about_map(project, map_id, str(index.data(STAGE) or ""))
        for at, line in enumerate(below[: 3 - len(lines)]):
            base = 24 + 16 * (len(lines) + at) - 2
            draw.text(painter, left, base, draw.elided(line, "small", wide - 12 - left), "small", theme.ink2)
        painter.restore()

    def createEditor(
        self, parent: QWidget, _option: QStyleOptionViewItem, _index: QModelIndex | QPersistentModelIndex
    ) -> QWidget:
        """A field for the title."""
        field = QLineEdit(parent)
        field.setMaxLength(500)
        field.setAccessibleName(tr("Name of the map"))
        look = self._context.look
        field.setStyleSheet(f"QLineEdit {{ height: {look.px(24)}px; padding: 0 4px; }}")
        return field

    def setEditorData(self, editor: QWidget, index: QModelIndex | QPersistentModelIndex) -> None:
        """The title as it is."""
        found = self._context.document.project.maps.get(str(index.data(MAP)))
        if isinstance(editor, QLineEdit) and found is not None:
            editor.setText(found.title)
            editor.selectAll()

    def setModelData(self, editor: QWidget, _model: object, index: QModelIndex | QPersistentModelIndex) -> None:
        """Another title."""
        if isinstance(editor, QLineEdit) and editor.text().strip():
            self._page.rename(str(index.data(MAP)), editor.text().strip())

    def updateEditorGeometry(
        self, editor: QWidget, option: QStyleOptionViewItem, _index: QModelIndex | QPersistentModelIndex
    ) -> None:
        """Beside the picture."""
        look = self._context.look
        lead = look.px(min(SIZE[0], max(52.0, option.rect.width() / look.room - 150.0)) + 12)
        editor.setGeometry(option.rect.adjusted(lead, look.px(5), -look.px(8), -look.px(37)))


def _two_lines(words: str, width: float) -> list[str]:
    """A title on two lines at most."""
    if draw.width_of(words, "body_strong") <= width:
        return [words]
    parts, first = words.split(), ""
    while parts and draw.width_of(f"{first} {parts[0]}".strip(), "body_strong") <= width:
        first = f"{first} {parts.pop(0)}".strip()
    if not first:
        return [draw.elided(words, "body_strong", width)]
    return [first, draw.elided(" ".join(parts), "body_strong", width)]


def about_map(project: Project, map_id: str, stage: str) -> list[str]:
    """What stands under a title: of what it is a copy, or from where it is opened, and how large it is."""
    found = project.maps[map_id]
    lines = []
    if found.maturity == "to-be":
        original = project.maps.get(found.based_on or "")
        lines.append(tr("To-be of {title}", title=original.title) if original is not None else tr("To-be"))
    if stage in project.stages:
        lines.append(tr("in {stage}", stage=project.stages[stage].title))
    stages = sum(1 for one in project.stages.values() if one.map == map_id)
    cards = sum(1 for table in (project.touchpoints, project.cards) for one in table.values() if one.map == map_id)
    size = (
        plural("{count} stage", "{count} stages", stages, count=stages),
        plural("{count} card", "{count} cards", cards, count=cards),
    )
    return [*lines, ", ".join(size)]
