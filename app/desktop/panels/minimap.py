"""A small overview in the corner of a map that is larger than its window: one picture, and where one looks."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject, QPoint, QPointF, QRectF, QSize, Qt, QTimer
from PySide6.QtGui import QColor, QMouseEvent, QPainter, QPaintEvent, QPen, QPixmap, QWheelEvent
from PySide6.QtWidgets import QApplication, QWidget

from app.desktop.canvas.sheet import Sheet
from app.desktop.canvas.view import MapView
from app.desktop.look import Look
from app.desktop.panels.gradual import Gradual
from app.words import tr

_LARGEST = (208.0, 132.0)
_SHARE = 0.22
"""The part of the view's width it takes at most."""
_MARGIN, _PAD = 14, 4.0
_REST = 500
"""Milliseconds without a change before the picture is painted anew."""
_WHOLE = 1.02


class Minimap(QWidget):
    """Lies over the view. A press or a drag takes the camera there; the wheel goes on to the map."""

    def __init__(self, look: Look, view: MapView, sheet: Sheet, *, on: bool) -> None:
        super().__init__(view)
        self._look, self._view, self._sheet, self._on = look, view, sheet, on
        self._picture: QPixmap | None = None
        self.setObjectName("minimap")
        self.setAccessibleName(tr("Overview of the map"))
        self.setToolTip(tr("Drag to look elsewhere"))
        self.setCursor(Qt.CursorShape.ArrowCursor)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._gradual = Gradual(self)
        self._gradual.done.connect(self._painted)
        self._later = QTimer(self)
        self._later.setSingleShot(True)
        self._later.setInterval(_REST)
        self._later.timeout.connect(self._paint_anew)
        sheet.changed.connect(self._changed)
        view.zoomed.connect(self._place)
        view.horizontalScrollBar().valueChanged.connect(self._moved)
        view.verticalScrollBar().valueChanged.connect(self._moved)
        view.installEventFilter(self)
        self._place()

    @property
    def on(self) -> bool:
        """Whether it is shown when the map is large enough."""
        return self._on

    def switch(self, on: bool) -> None:
        """Show it on large maps, or never."""
        self._on = on
        self._place()

    # ---- where it lies ---------------------------------------------------------------------------------------

    def _scale(self) -> float:
        """Px of the overview per px of the map."""
        layout = self._sheet.layout
        wide, high = (self._look.px(one) for one in _LARGEST)
        wide = min(wide, round(self._view.width() * _SHARE))
        return min(wide / max(1.0, layout.width), high / max(1.0, layout.height))

    def sizeHint(self) -> QSize:
        """The map, small."""
        layout, scale = self._sheet.layout, self._scale()
        return QSize(round(layout.width * scale + 2 * _PAD), round(layout.height * scale + 2 * _PAD))

    def _needed(self) -> bool:
        layout, seen = self._sheet.layout, self._view.camera.seen()
        if layout.width <= 0 or self._view.width() < self._look.px(520):
            return False
        return layout.width > seen.width() * _WHOLE or layout.height > seen.height() * _WHOLE

    def _place(self, _zoom: float = 0.0) -> None:
        """In the lower right corner, while the map is larger than what is seen of it."""
        shown = self._on and self._needed()
        self.setVisible(shown)
        if not shown:
            return
        size, port = self.sizeHint(), self._view.viewport()
        corner = port.mapTo(self._view, QPoint(port.width(), port.height()))
        margin = self._look.px(_MARGIN)
        self.setGeometry(corner.x() - size.width() - margin, corner.y() - size.height() - margin,
                         size.width(), size.height())  # fmt: skip
        self.raise_()
        if self._picture is None and not (self._later.isActive() or self._gradual.busy):
            self._later.start(0)
        self.update()

    def _moved(self, _value: int) -> None:
        if self.isVisible():
            self.update()

    def _changed(self) -> None:
        self._gradual.stop()
        self._later.start(_REST)

    def eventFilter(self, _watched: QObject, event: QEvent) -> bool:
        """Stay in the corner."""
        if event.type() in (QEvent.Type.Resize, QEvent.Type.Show):
            self._place()
        return False

    # ---- what it shows ---------------------------------------------------------------------------------------

    def _paint_anew(self) -> None:
        """The one picture, painted by the map's painter."""
        if not (self._on and self._needed()):
            self._picture = None
            self._place()
            return
        layout, scale = self._sheet.layout, self._scale()
        size = QSize(round(layout.width * scale), round(layout.height * scale))
        self._gradual.begin(layout, size, scale, self.devicePixelRatioF(), self._look.theme, self._sheet.images)

    def _painted(self, picture: QPixmap) -> None:
        self._picture = picture
        self._place()

    def paintEvent(self, _event: QPaintEvent) -> None:
        """The picture, what is not seen under a veil, and a frame around what is."""
        theme, painter = self._look.theme, QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        box = QRectF(self.rect()).adjusted(0.5, 0.5, -0.5, -0.5)
        painter.setPen(QPen(QColor(theme.line_strong), 1.0))
        painter.setBrush(QColor(theme.surface))
        painter.drawRoundedRect(box, 6, 6)
        sheet = QRectF(self.rect()).adjusted(_PAD, _PAD, -_PAD, -_PAD)
        if self._picture is not None:
            painter.drawPixmap(sheet, self._picture, QRectF(self._picture.rect()))
        seen = self._seen().intersected(sheet)
        veil = QColor(theme.canvas)
        veil.setAlphaF(0.55)
        for part in _around(sheet, seen):
            painter.fillRect(part, veil)
        painter.setPen(QPen(QColor(theme.ink), 2.0))
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.drawRoundedRect(seen.adjusted(1, 1, -1, -1), 3, 3)
        painter.end()

    def _seen(self) -> QRectF:
        """What is seen of the map, on the overview."""
        scale, seen = self._scale(), self._view.camera.seen()
        return QRectF(_PAD + seen.x() * scale, _PAD + seen.y() * scale, seen.width() * scale, seen.height() * scale)

    # ---- the hand --------------------------------------------------------------------------------------------

    def _look_at(self, at: QPointF) -> None:
        """Bring what lies under a point of the overview to the middle of the screen."""
        scale, camera = self._scale(), self._view.camera
        middle = camera.seen().center()
        camera.scroll_by(
            round(((at.x() - _PAD) / scale - middle.x()) * camera.zoom),
            round(((at.y() - _PAD) / scale - middle.y()) * camera.zoom),
        )

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Look there."""
        if event.button() is Qt.MouseButton.LeftButton:
            self._look_at(event.position())
        event.accept()

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Go along."""
        if event.buttons() & Qt.MouseButton.LeftButton:
            self._look_at(event.position())
        event.accept()

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """Nothing more."""
        event.accept()

    def wheelEvent(self, event: QWheelEvent) -> None:
        """The wheel is the map's."""
        QApplication.sendEvent(self._view.viewport(), event)


def _around(sheet: QRectF, seen: QRectF) -> list[QRectF]:
    """What lies around a part of a sheet."""
    return [
        QRectF(sheet.left(), sheet.top(), sheet.width(), seen.top() - sheet.top()),
        QRectF(sheet.left(), seen.bottom(), sheet.width(), sheet.bottom() - seen.bottom()),
        QRectF(sheet.left(), seen.top(), seen.left() - sheet.left(), seen.height()),
        QRectF(seen.right(), seen.top(), sheet.right() - seen.right(), seen.height()),
    ]
