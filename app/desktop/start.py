"""The empty studio: recent files at the left, ways to begin in the middle, the nine steps at the right."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from pathlib import Path

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPen, QResizeEvent
from PySide6.QtWidgets import QFrame, QGridLayout, QHBoxLayout, QVBoxLayout, QWidget

from app.desktop.chrome import draw
from app.desktop.chrome.basics import Painted, Pressable, button, column, label, panel, row, scrolled
from app.desktop.chrome.rail import Place
from app.desktop.icons import paint_icon
from app.desktop.inspector.linkrow import LinkRow
from app.desktop.look import Look
from app.desktop.measure import QtMeasure
from app.desktop.paint.signs import paint_mark
from app.desktop.workshop.path import steps, whole_time
from app.desktop.workshop.steprow import State, StepRow
from app.words import language, plural, tr
from maps.examples.reader import EXAMPLES, example_note, example_title
from maps.frameworks.reader import Framework, framework, framework_keys

_LEFT, _RIGHT, _NARROW = 425, 440, 1080


class _Mark(Painted):
    def paint(self, painter: QPainter, width: float, height: float) -> None:
        """The mark and the name."""
        paint_mark(painter, QRectF(0, (height - 44) / 2, 44, 44), self.look.theme)
        draw.text(painter, 58, height / 2 + 9, "Footfall", "start", self.look.theme.ink)
        del width


def _write_lines(painter: QPainter, words: str, x: float, y: float, width: float, lines: int, colour: str) -> None:
    """Small words below one another; the last line is cut when there are too many."""
    for index, line in enumerate(QtMeasure().wrap(words, "small", width, lines).lines):
        draw.text(painter, x, y + 14 + index * 16, line, "small", colour)


class WayIn(Pressable):
    """A card that begins a map: title, a grey line, and its stages as bars that grow darker, or an icon."""

    def __init__(
        self,
        look: Look,
        title: str,
        note: str,
        act: Callable[[], object],
        *,
        stages: int = 0,
        icon: str = "",
        dashed: bool = False,
        height: float = 118,
    ) -> None:
        super().__init__(look, 260, height, act)
        self._title, self._note = title, note
        self._stages, self._icon, self._dashed = stages, icon, dashed
        self.setAccessibleName(f"{title}. {note}")
        self.setToolTip(f"{title}\n{note}")

    def paint(self, painter: QPainter, width: float, height: float) -> None:
        """A card that can be picked up."""
        theme, over = self.look.theme, self.underMouse()
        pen = QPen(QColor(theme.line_strong if self._dashed else theme.control if over else theme.line), 1)
        if self._dashed:
            pen.setDashPattern([4, 3])
        else:
            draw.bar(painter, QRectF(0, 1, width, height - 1), theme.line, 12)
        painter.setPen(pen)
        painter.setBrush(QColor(theme.surface) if not self._dashed else Qt.BrushStyle.NoBrush)
        painter.drawRoundedRect(QRectF(0.5, 0.5, width - 1, height - 2.5), 11.5, 11.5)
        x, y = 16.0, 28.0
        if self._icon:
            paint_icon(painter, self._icon, QRectF(16, 16, 30, 30), theme.ink2)
            x, y = 62.0, 34.0
        room = width - x - 16
        lines = QtMeasure().wrap(self._title, "body_strong", room, 2).lines
        for line in lines:
            draw.text(painter, x, y, line, "body_strong", theme.ink)
            y += 17
        self._wrapped(painter, x, y - 12, room, height - y - 12 if self._icon else 32)
        if self._stages:
            gap, wide = 4.0, (room - 4.0 * (self._stages - 1)) / self._stages
            for index in range(self._stages):
                tone = QColor(theme.ink2)
                tone.setAlphaF(0.25 + 0.65 * index / max(1, self._stages - 1))
                painter.setPen(Qt.PenStyle.NoPen)
                painter.setBrush(tone)
                painter.drawRoundedRect(QRectF(x + index * (wide + gap), height - 24, wide, 7), 3.5, 3.5)
        if self._dashed:
            paint_icon(painter, "plus", QRectF(width - 38, height / 2 - 9, 18, 18), theme.ink2)

    def _wrapped(self, painter: QPainter, x: float, y: float, width: float, height: float) -> None:
        _write_lines(painter, self._note, x, y, width, max(1, int(height // 16)), self.look.theme.ink2)


class DropPlace(Painted):
    """The dashed field that says a file can be dropped."""

    def paint(self, painter: QPainter, width: float, height: float) -> None:
        """An icon and two lines."""
        theme = self.look.theme
        pen = QPen(QColor(theme.control), 1.5)
        pen.setDashPattern([5, 4])
        painter.setPen(pen)
        painter.drawRoundedRect(QRectF(1, 1, width - 2, height - 2), 12, 12)
        paint_icon(painter, "file-arrow-down", QRectF(30, height / 2 - 17, 34, 34), theme.ink2)
        draw.text(painter, 86, height / 2 - 3, tr("Drop it anywhere in this window"), "body_strong", theme.ink)
        note = draw.elided(tr("A Footfall project: name.footfall.json"), "small", width - 230)
        draw.text(painter, 86, height / 2 + 16, note, "small", theme.ink2)


class StartPage(QWidget):
    """Begins maps and opens files through the callbacks it is given."""

    def __init__(
        self,
        look: Look,
        recent: list[str],
        *,
        open_asked: Callable[[], object],
        open_path: Callable[[Path], object],
        from_example: Callable[[str], object],
        from_framework: Callable[[str], object],
        begin_path: Callable[[], object],
        foot: tuple[Place, ...],
        foot_pressed: Callable[[str], object],
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._look = look
        self._open_asked, self._open_path = open_asked, open_path
        self._from_example, self._from_framework, self._begin_path = from_example, from_framework, begin_path
        self._foot, self._foot_pressed = foot, foot_pressed
        self._box = QHBoxLayout(self)
        self._box.setContentsMargins(0, 0, 0, 0)
        self._box.setSpacing(0)
        self._middle = QVBoxLayout()
        self._middle.setContentsMargins(0, 0, 0, 0)
        self._middle.setSpacing(0)
        self._middle.addWidget(self._ways())
        inside = QWidget()
        inside.setLayout(self._middle)
        self._box.addWidget(self._recent(recent), 2)
        self._box.addWidget(scrolled(inside), 3)
        self._path = self._steps()
        self._beside = scrolled(self._path)
        self._box.addWidget(self._beside, 2)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Where three columns do not stand beside one another, the steps come first in the second."""
        super().resizeEvent(event)
        narrow = self.width() < self._look.px(_NARROW)
        inside = self._middle.indexOf(self._path) >= 0
        if narrow and not inside:
            self._middle.insertWidget(0, self._beside.takeWidget())
            self._path.show()
        elif not narrow and inside:
            self._middle.removeWidget(self._path)
            self._beside.setWidget(self._path)
        self._beside.setVisible(not narrow)
        self._beside.setMinimumWidth(self._look.px(320))
        self._beside.setMaximumWidth(self._look.px(_RIGHT))

    def _recent(self, recent: list[str]) -> QFrame:
        look = self._look
        claim = label(tr("Draw the journey.\nRun it. Know the lift before you build it."), "start", wrap=True)
        box = column(_Mark(look, 300, 56), 22, claim, 30, spacing=look.px(6),
                     margins=(look.px(52), look.px(44), look.px(40), look.px(36)))  # fmt: skip
        paths = [Path(one) for one in recent if Path(one).exists()][:8]
        if paths:
            box.addWidget(label(tr("Recent"), "heading"))
            for path in paths:
                made = LinkRow(
                    look, _stem(path), path.parent.name, partial(self._open_path, path), icon="map-trifold", height=38
                )
                made.setToolTip(str(path))
                made.setObjectName(f"recent-{path.name}")
                box.addWidget(made)
            box.addSpacing(look.px(14))
        key = label("Ctrl O", "small")
        box.addLayout(
            row(button(look, tr("Open a file"), self._open_asked, icon="folder-open", name="open-file"), key, None)
        )
        box.addStretch(1)
        for place in self._foot:
            made_button = button(
                look, place.name, partial(self._foot_pressed, place.key), icon=place.icon, role="quiet",
                name=f"foot-{place.key}",
            )  # fmt: skip
            box.addLayout(row(made_button, None, margins=(-look.px(13), 0, 0, 0)))
        made_panel = panel(box, role="sunken")
        made_panel.setMinimumWidth(look.px(300))
        made_panel.setMaximumWidth(look.px(_LEFT))
        return made_panel

    def _ways(self) -> QFrame:
        look, tongue = self._look, language()
        box = column(label(tr("Start a journey map"), "start"), 14, spacing=look.px(10),
                     margins=(look.px(48), look.px(44), look.px(48), look.px(36)))  # fmt: skip
        box.addWidget(label(tr("From an example"), "heading"))
        examples = QGridLayout()
        examples.setSpacing(look.px(14))
        for index, key in enumerate(EXAMPLES):
            made = WayIn(look, example_title(key, tongue), example_note(key, tongue), partial(self._from_example, key),
                         icon=_ICONS.get(key, "map-trifold"), height=96)  # fmt: skip
            made.setObjectName(f"example-{key}")
            examples.addWidget(made, index // 2, index % 2)
        box.addLayout(examples)
        box.addSpacing(look.px(16))
        box.addWidget(label(tr("From a framework"), "heading"))
        box.addLayout(self._frameworks())
        box.addSpacing(look.px(16))
        box.addWidget(label(tr("From a file"), "heading"))
        box.addWidget(self._drop())
        box.addStretch(1)
        return panel(box, role="canvas")

    def _frameworks(self) -> QGridLayout:
        grid = QGridLayout()
        grid.setSpacing(self._look.px(14))
        for index, key in enumerate(framework_keys()):
            plan: Framework = framework(key, language())
            stages = plural("{count} stage", "{count} stages", len(plan.stages), count=len(plan.stages))
            note = plan.description or stages
            made = WayIn(
                self._look,
                plan.title,
                note,
                partial(self._from_framework, key),
                stages=len(plan.stages),
                dashed=not plan.stages,
            )
            made.setObjectName(f"framework-{key}")
            grid.addWidget(made, index // 2, index % 2)
        return grid

    def _drop(self) -> QWidget:
        place = DropPlace(self._look, 560, 112)
        place.setAccessibleName(tr("Drop it anywhere in this window"))
        box = QHBoxLayout(place)
        box.setContentsMargins(0, 0, self._look.px(26), 0)
        box.addStretch(1)
        box.addWidget(button(self._look, tr("Choose"), self._open_asked, name="choose-file"))
        return place

    def _steps(self) -> QFrame:
        look = self._look
        box: QVBoxLayout = column(
            label(tr("Nine steps, together"), "start", wrap=True), label(whole_time(), "note", wrap=True), 10,
            spacing=look.px(2), margins=(look.px(44), look.px(44), look.px(40), look.px(36)),
        )  # fmt: skip
        for number, one in enumerate(steps(), 1):
            state: State = "next" if number == 1 else "coming"
            box.addWidget(StepRow(look, number, tr(one.title), tr(one.note), one.minutes, state))
        box.addSpacing(look.px(20))
        begin = button(look, tr("Begin with step 1"), self._begin_path, role="primary", name="begin")
        box.addLayout(row(begin, None))
        box.addStretch(1)
        return panel(box, name="inspector")


_ICONS = {"kettle": "coffee", "clothing": "t-shirt", "airline": "airplane-tilt", "reference-shop": "ruler"}


def _stem(path: Path) -> str:
    name = path.name
    for ending in (".footfall.json", ".footfall", ".json"):
        if name.endswith(ending):
            return name.removesuffix(ending)
    return name
