"""Persona chips: a face, a name and a share. A click shows or hides the persona on the map, as a real edit."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from PySide6.QtCore import QEvent, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QColor, QEnterEvent, QImage, QMouseEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QAbstractButton, QApplication, QHBoxLayout, QSizePolicy, QWidget

from app.desktop.chrome import draw
from app.desktop.chrome.basics import empty
from app.desktop.icons import paint_icon
from app.desktop.look import Look
from app.desktop.paint.portrait import paint_portrait
from app.words import percent, tr
from personas.model import Persona


@dataclass(frozen=True)
class ChipFace:
    """What one chip shows: the persona with its id and colour slot, its share of the visitors, whether it is drawn."""

    id: str
    persona: Persona
    slot: int
    share: float
    shown: bool
    picture: QImage | None = None


class Chip(QAbstractButton):
    """One persona. Pressed means drawn on the map."""

    sheet_wanted = Signal(str)

    def __init__(self, look: Look, face: ChipFace, *, compact: bool, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._look, self._face, self._compact = look, face, compact
        self.setCheckable(True)
        self.setChecked(face.shown)
        self.setObjectName(f"chip-{face.id}")
        self.setText(face.persona.name)
        self._name = draw.elided(face.persona.name, "body_strong", 140)
        self._share = percent(face.share, 0)
        what = tr("Hide {name}", name=face.persona.name) if face.shown else tr("Show {name}", name=face.persona.name)
        self.setToolTip(what)
        self.setAccessibleName(what)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self.setFixedSize(self.sizeHint())

    def sizeHint(self) -> QSize:
        """Wide enough for face, name and share; compact, for the face alone."""
        if self._compact:
            return self._look.size(32, 32)
        width = 38 + draw.width_of(self._name, "body_strong") + 8 + draw.width_of(self._share, "small") + 12
        return self._look.size(width, 32)

    def enterEvent(self, event: QEnterEvent) -> None:
        """Hover is painted."""
        super().enterEvent(event)
        self.update()

    def leaveEvent(self, event: QEvent) -> None:
        """Hover is painted."""
        super().leaveEvent(event)
        self.update()

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        """A double click opens the sheet."""
        self.sheet_wanted.emit(self._face.id)
        event.accept()

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Half round, with the face at the left; dashed with a closed eye when hidden."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.scale(self._look.room, self._look.room)
        theme, face = self._look.theme, self._face
        width, height = self.width() / self._look.room, 32.0
        edge = QPen(QColor(theme.line if face.shown else theme.track), 1)
        if not face.shown:
            edge.setDashPattern([3, 3])
        painter.setPen(edge)
        over = self.underMouse()
        ground = theme.hover if over else theme.surface
        painter.setBrush(QColor(ground) if face.shown or over else Qt.BrushStyle.NoBrush)
        painter.drawRoundedRect(QRectF(0.5, 0.5, width - 1, height - 1), height / 2 - 0.5, height / 2 - 0.5)
        if face.shown:
            paint_portrait(painter, QRectF(3, 3, 26, 26), face.persona, face.slot, theme, face.picture)
        else:
            paint_icon(painter, "eye-slash", QRectF(7, 7, 18, 18), theme.ink2)
        if self._compact:
            painter.end()
            return
        ink = theme.ink if face.shown else theme.ink3
        x = 37 + draw.text(painter, 37, 20.5, self._name, "body_strong", ink)
        draw.text(painter, x + 8, 20.5, self._share, "small", theme.ink3)
        painter.end()


class Chips(QWidget):
    """All personas of the map. Signals: `toggled` with a persona's id, `sheet_wanted` likewise."""

    toggled = Signal(str)
    sheet_wanted = Signal(str)

    def __init__(self, look: Look, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._look = look
        self._faces: tuple[ChipFace, ...] = ()
        self._compact = False
        self._row = QHBoxLayout(self)
        self._row.setContentsMargins(0, 0, 0, 0)
        self._row.setSpacing(look.px(8))

    def show_faces(self, faces: Iterable[ChipFace]) -> None:
        """Show these chips; nothing is done when they are the ones shown already."""
        wanted = tuple(faces)
        if wanted != self._faces:
            self._faces = wanted
            self._fill()

    def set_compact(self, on: bool) -> None:
        """Faces alone, where there is no room for names; the names are the tooltips."""
        if on != self._compact:
            self._compact = on
            self._fill()

    def _fill(self) -> None:
        held = QApplication.focusWidget()
        held_name = held.objectName() if held is not None and self.isAncestorOf(held) else ""
        empty(self._row)
        for face in self._faces:
            chip = Chip(self._look, face, compact=self._compact)
            chip.clicked.connect(lambda *_, key=face.id: self.toggled.emit(key))
            chip.sheet_wanted.connect(self.sheet_wanted)
            self._row.addWidget(chip)
            chip.show()
            if chip.objectName() == held_name:
                chip.setFocus(Qt.FocusReason.OtherFocusReason)
        self.updateGeometry()
