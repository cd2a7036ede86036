"""The bar below the map: overlays, the key to the evidence marks, when the last run was, and *uncalibrated*."""

from __future__ import annotations

from PySide6.QtCore import QPointF, QRectF, Qt, Signal
from PySide6.QtGui import QPainter, QResizeEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QWidget

from app.desktop.chrome import draw
from app.desktop.chrome.basics import Elided, Painted, icon_button, label
from app.desktop.chrome.segments import Segments
from app.desktop.look import Look
from app.desktop.paint.signs import paint_evidence, paint_uncalibrated
from app.words import name, tr
from personas.records import Evidence


class EvidenceKey(Painted):
    """Hollow is assumed, half is published, full is measured."""

    def __init__(self, look: Look, parent: QWidget | None = None) -> None:
        self._parts: tuple[tuple[Evidence, str], ...] = (
            ("assumed", name("evidence", "assumed")),
            ("published", name("evidence", "published")),
            ("measured", name("evidence", "measured")),
        )
        width = sum(draw.width_of(word, "small") + 32 for _kind, word in self._parts)
        super().__init__(look, width, 24, parent)
        self.setFixedWidth(look.px(width))
        self.setAccessibleName(tr("Evidence: {kinds}", kinds=", ".join(word for _kind, word in self._parts)))

    def paint(self, painter: QPainter, width: float, height: float) -> None:
        """Three marks with their words."""
        del width
        x, theme = 6.0, self.look.theme
        for kind, word in self._parts:
            paint_evidence(painter, QPointF(x, height / 2), kind, theme)
            x += 12 + draw.text(painter, x + 12, height / 2 + 4, word, "small", theme.ink2) + 20


class Pill(Painted):
    """The dashed pill that says *uncalibrated* beside every answer."""

    def __init__(self, look: Look, parent: QWidget | None = None) -> None:
        self._words = tr("Uncalibrated")
        width = draw.width_of(self._words, "small_strong") + 24
        super().__init__(look, width, 24, parent)
        self.setFixedWidth(look.px(width))
        self.setToolTip(tr("No log and no past test of this shop backs the answer yet."))
        self.setAccessibleName(self._words)

    def paint(self, painter: QPainter, width: float, height: float) -> None:
        """A dashed edge, half the height round."""
        paint_uncalibrated(painter, QRectF(0, 0, width, height), self._words, self.look.theme)


class BottomBar(QFrame):
    """Signals: `overlay` with a key and whether it is on; `side_wanted` with whether the panel should be there."""

    overlay = Signal(str, bool)
    side_wanted = Signal(bool)

    def __init__(self, look: Look, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("bottombar")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.setFixedHeight(look.px(44))
        box = QHBoxLayout(self)
        box.setContentsMargins(look.px(20), 0, look.px(16), 0)
        box.setSpacing(look.px(14))
        parts = (
            ("footfall", tr("Footfall")),
            ("links", tr("All links")),
            ("drop_off", tr("Drop-off")),
            ("evidence", tr("Evidence")),
            ("walked", tr("As simulated")),
        )
        self.overlays = Segments(look, parts)
        self.overlays.setAccessibleName(tr("What the map shows"))
        self.overlays.switched.connect(self.overlay.emit)
        self._words = ""
        self._stamp = Elided("", "small")
        self._pill = Pill(look)
        self._lead, self._key = label(tr("On the map"), "note"), EvidenceKey(look)
        self._old = False
        box.addWidget(self._lead)
        box.addWidget(self.overlays)
        box.addStretch(1)
        box.addWidget(self._key)
        box.addWidget(self._stamp, 1)
        box.addWidget(self._pill)
        self._look, self._side_on = look, True
        self._side = icon_button(look, "arrow-line-right", "", lambda: self.side_wanted.emit(not self._side_on))
        self._side.setObjectName("side-panel")
        box.addWidget(self._side)
        self.show_side(True)
        self._stamp.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        self.show_run("", calibrated=True)

    def show_run(self, stamp: str, *, calibrated: bool, stale: bool = False) -> None:
        """Say when the last run was and whether anything backs it; an empty stamp says there was none.

        Of a `stale` run it is said that the map has changed since.
        """
        self._old = stale
        self._words = tr("Answer from before your last change") if stale else stamp
        self._stamp.setText(self._words)
        self._pill.setVisible(bool(stamp) and not calibrated)
        self._make_room()

    def show_side(self, on: bool) -> None:
        """What the button at the right does next."""
        self._side_on = on
        says = tr("More room for the map") if on else tr("Show the panel")
        self._side.setIcon(self._look.icon("arrow-line-right" if on else "arrow-line-left"))
        self._side.setToolTip(says)
        self._side.setAccessibleName(says)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """What can be missed gives way."""
        super().resizeEvent(event)
        self._make_room()

    def _make_room(self) -> None:
        """Stamp, legend and the leading words go in turn; a stale answer is said longer than the legend."""
        box = self.layout()
        if box is None:
            return
        ways: list[QWidget] = [self._key, self._stamp] if self._old else [self._stamp, self._key]
        self._stamp.setMinimumWidth(self._stamp.sizeHint().width())
        for given in range(4):
            self._stamp.setVisible(bool(self._words) and self._stamp not in ways[:given])
            self._key.setVisible(self._key not in ways[:given])
            self._lead.setVisible(given < 3)
            box.invalidate()
            if box.minimumSize().width() <= self.width():
                return
