"""The map workspace: the canvas with its bar below, and at the right what is selected or what a run answered."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QVBoxLayout, QWidget

from app.desktop.answer import sentences
from app.desktop.answer.model import Answer
from app.desktop.answer.panel import WIDTH as ANSWER_WIDTH
from app.desktop.answer.panel import AnswerPanel
from app.desktop.canvas.footfall import Footfall
from app.desktop.canvas.sheet import Sheet
from app.desktop.canvas.view import MapView
from app.desktop.chrome.bottom import BottomBar
from app.desktop.chrome.segments import Segments
from app.desktop.document import Document, Selection
from app.desktop.inspector.panel import WIDTH as INSPECTOR_WIDTH
from app.desktop.inspector.panel import Inspector
from app.desktop.look import Look
from app.desktop.panels.panel import WIDTH as PANEL_WIDTH
from app.desktop.panels.panel import SidePanel
from app.desktop.pricing import Priced, card_words, tags
from app.desktop.runs import matters
from app.project.history import Notice
from app.project.remarks import open_counts
from app.project.rollup import roll_up
from app.words import tr
from maps.layout.options import Below, LayoutOptions

_SUMMED = frozenset({"stages", "maps", "touchpoints", "pains"})
"""Tables that what a sub-journey says depends on."""

_LEAST_MAP = 340

if TYPE_CHECKING:
    from app.desktop.matrix.page import MatrixPage
    from app.desktop.replay.player import Player
    from app.desktop.replay.work import Replay


class MapPage(QWidget):
    """Signals: `all_figures` when the answer's page is asked for; `prices_wanted`; `problem` with an exception.

    `walked_wanted` when what visitors of a run did is to be shown and is not known, or not any more.
    """

    all_figures = Signal()
    walked_wanted = Signal()
    prices_wanted = Signal()
    problem = Signal(object)

    def __init__(
        self,
        look: Look,
        document: Document,
        options: LayoutOptions,
        show_persona: Callable[[str], None],
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._look, self._document = look, document
        self._traffic_on = True
        self._footfall = Footfall(self)
        self._footfall.rested.connect(self._figures_rested)
        self.sheet = Sheet(document, self._with_traffic(options), self)
        self.sheet.reveal(document.selection)
        self.view = MapView(look, document, self.sheet)
        self.view.problem.connect(self.problem)
        self.bar = BottomBar(look)
        self.bar.overlay.connect(self._overlay)
        self.bar.side_wanted.connect(self.show_side)
        self.inspector = Inspector(look, document, self.problem.emit, show_persona, self.prices_wanted.emit)
        self._priced: Priced | None = None
        self._answer: AnswerPanel | None = None
        self.matrix: MatrixPage | None = None
        self._walked_on = False
        self._walked: Replay | None = None
        self.player: Player | None = None
        self.inspector.matrix_wanted.connect(lambda: self.show_matrix(True))
        self._compose()
        self._show_switches()
        document.selection_changed.connect(self._selected)
        document.map_changed.connect(self._map_changed)
        document.changed.connect(self._refresh_traffic)
        document.view_changed.connect(self._show_alone)
        self._show_alone()
        document.changed.connect(self._count_comments)
        document.changed.connect(self._sum_up)
        self._count_comments()
        self._sum_up()

    def _compose(self) -> None:
        look = self._look
        left = QVBoxLayout()
        left.setContentsMargins(0, 0, 0, 0)
        left.setSpacing(0)
        left.addWidget(self.view, 1)
        left.addWidget(self.bar)
        self._left = left
        self._side = QFrame()
        self._side.setObjectName("side")
        side = QVBoxLayout(self._side)
        side.setContentsMargins(0, 0, 0, 0)
        side.setSpacing(0)
        self._tabs = Segments(look, (("selected", tr("Selected")), ("answer", tr("Answer"))), one=True)
        self._tabs.switched.connect(lambda key, on: self._show_side(answer=key == "answer") if on else None)
        self._tab_row = QFrame()
        self._tab_row.setObjectName("inspector")
        tabs = QHBoxLayout(self._tab_row)
        tabs.setContentsMargins(look.px(18), look.px(10), look.px(18), look.px(6))
        tabs.addWidget(self._tabs)
        tabs.addStretch(1)
        side.addWidget(self._tab_row)
        self._stack = QVBoxLayout()
        self._stack.setContentsMargins(0, 0, 0, 0)
        self._stack.addWidget(self.inspector)
        side.addLayout(self._stack, 1)
        box = QHBoxLayout(self)
        box.setContentsMargins(0, 0, 0, 0)
        box.setSpacing(0)
        self.panel = SidePanel(look)
        self.panel.left.connect(self.view.setFocus)
        self.panel.switched.connect(self._make_room)
        self._gave_way = False
        box.addWidget(self.panel)
        box.addLayout(left, 1)
        box.addWidget(self._side)
        self._tab_row.hide()
        self._show_side(answer=False)

    # ---- the matrix ------------------------------------------------------------------------------------------

    @property
    def matrix_shown(self) -> bool:
        """Whether the opportunity matrix stands in the place of the canvas."""
        return self.matrix is not None and not self.matrix.isHidden()

    def show_matrix(self, on: bool) -> None:
        """Show the opportunity matrix in the place of the canvas, or the canvas again."""
        if on and self.matrix is None:
            from app.desktop.matrix.page import MatrixPage

            self.matrix = MatrixPage(self._look, self._document, self.problem.emit)
            self.matrix.left.connect(lambda: self.show_matrix(False))
            self.matrix.show_prices(self._priced)
            self._left.addWidget(self.matrix, 1)
        if self.matrix is None:
            return
        coming, going = (self.matrix, self.view) if on else (self.view, self.matrix)
        coming.show()
        (self.matrix.plot if on else self.view).setFocus(Qt.FocusReason.OtherFocusReason)
        going.hide()  # only now: a widget that is hidden with the keyboard takes it for a Tab
        self.bar.setVisible(not on)

    # ---- overlays --------------------------------------------------------------------------------------------

    @property
    def options(self) -> LayoutOptions:
        """What the map shows now."""
        return self.sheet.options

    def _with_traffic(self, options: LayoutOptions) -> LayoutOptions:
        piece = self._document.piece
        traffic = self._footfall.of(piece) if self._traffic_on and piece is not None else None
        return replace(options, traffic=traffic)

    def show_prices(self, priced: Priced | None) -> None:
        """Have price tags on the pain points, or none; muted where the project has changed since."""
        self._priced = priced
        self.inspector.show_prices(priced)
        if self.matrix is not None:
            self.matrix.show_prices(priced)
        self.view.show_tips(partial(card_words, priced) if priced is not None else None)
        self._show_tags()

    def _show_tags(self) -> None:
        self.sheet.show_options(replace(self.sheet.options, prices=tags(self._priced, self._document.map_id)))

    def _overlay(self, key: str, on: bool) -> None:
        if key == "links":
            self.sheet.switch(links=on)
        elif key == "drop_off":
            self.sheet.switch(drop_off=on)
        elif key == "evidence":
            self.sheet.switch(evidence=on)
        elif key == "walked":
            self._walked_on = on
            self._paint_walked()
            if on and self._walked is None:
                self.walked_wanted.emit()
        else:
            self._traffic_on = on
            self.sheet.show_options(self._with_traffic(self.sheet.options))

    def _show_switches(self) -> None:
        self.bar.overlays.set_on("footfall", self._traffic_on)
        self.bar.overlays.set_on("links", self.sheet.options.links == "all")
        self.bar.overlays.set_on("drop_off", self.sheet.options.drop_off)
        self.bar.overlays.set_on("evidence", self.sheet.options.evidence)
        self.bar.overlays.set_on("walked", self._walked_on)

    def show_walked(self, replay: Replay | None, *, stale: bool = False) -> None:
        """Have what visitors of a run did, or nothing; what is from before the last change is asked for anew."""
        other = replay is not self._walked
        self._walked = replay
        self._paint_walked()
        if other and self.player is not None and (replay is None or not stale):
            self.end_replay()
        if self._walked_on and (replay is None or stale):
            self.walked_wanted.emit()

    def no_walked(self) -> None:
        """What visitors would do cannot be said: the switch goes off."""
        self._walked_on = False
        self.bar.overlays.set_on("walked", False)

    def _paint_walked(self) -> None:
        shown = self._walked.walked() if self._walked_on and self._walked is not None else None
        self.sheet.show_options(replace(self.sheet.options, walked=shown))

    def play(self, replay: Replay, arm: str) -> None:
        """Let the visitors of an arm walk over the map."""
        from app.desktop.replay.player import Player

        self.end_replay()
        self.show_matrix(False)
        self.player = Player(self._look, self.view, self.sheet, replay, self._document.slots(), arm)
        self.player.over.connect(self.end_replay)
        self._left.insertWidget(self._left.count() - 1, self.player.bar)
        self.player.play()
        self.player.bar.play.setFocus(Qt.FocusReason.OtherFocusReason)

    def end_replay(self) -> None:
        """Nobody walks any more."""
        if self.player is not None:
            player, self.player = self.player, None
            player.end()
            self.view.setFocus(Qt.FocusReason.OtherFocusReason)

    def _refresh_traffic(self, notice: Notice) -> None:
        if matters(notice):
            self._footfall.changed()

    def _figures_rested(self) -> None:
        self.sheet.show_options(self._with_traffic(self.sheet.options))

    def _count_comments(self, notice: Notice | None = None) -> None:
        """How many comments wait at each card is drawn at its corner."""
        if notice is None or any(line.table == "comments" for line in notice.touched):
            counts = open_counts(self._document.project, self._document.map_id)
            self.sheet.show_options(replace(self.sheet.options, comments=counts))

    def _sum_up(self, notice: Notice | None = None) -> None:
        """What sub-journeys say of the stages of this map: when one of those, or what is opened, changes."""
        if notice is not None and not any(line.table in _SUMMED for line in notice.touched):
            return
        piece = self._document.piece
        opened = [key for key, one in piece.stages.items() if one.opens is not None] if piece is not None else []
        found = {key: roll_up(self._document.project, key) for key in opened}
        below = {key: Below(one.mood, one.pains) for key, one in found.items() if one is not None}
        if below != self.sheet.options.below:
            self.sheet.show_options(replace(self.sheet.options, below=below))

    def _show_alone(self) -> None:
        """One persona alone, or all that the map shows."""
        alone = self._document.solo
        self.sheet.show_options(replace(self.sheet.options, personas=(alone,) if alone else ()))

    def _map_changed(self) -> None:
        self.end_replay()
        self._count_comments()
        self._sum_up()
        self.sheet.show_options(self._with_traffic(self.sheet.options))
        self._show_tags()
        self.view.look_anew()

    # ---- the side --------------------------------------------------------------------------------------------

    @property
    def answer(self) -> AnswerPanel | None:
        """The answer beside the map, whether it is in front or not."""
        return self._answer

    def show_answer(
        self,
        answer: Answer | None,
        moment: str,
        *,
        stale: bool,
        in_front: bool,
        choose_arm: Callable[[str], object],
    ) -> None:
        """Have an answer beside the map, or none."""
        was_in_front = self.answer_in_front
        if self._answer is not None:
            self._stack.removeWidget(self._answer)
            self._answer.hide()
            self._answer.deleteLater()
            self._answer = None
        if answer is None:
            self.bar.show_run("", calibrated=True)
            self._show_side(answer=False)
            return
        self._answer = AnswerPanel(
            self._look, answer, moment, stale=stale,
            close=self.show_selected, more=self.all_figures.emit, choose_arm=choose_arm,
        )  # fmt: skip
        self._stack.addWidget(self._answer)
        self.bar.show_run(sentences.stamp(answer, moment), calibrated=answer.calibrated, stale=stale)
        self._show_side(answer=in_front or was_in_front)
        if in_front:
            self.show_side(True)

    def show_side(self, on: bool) -> None:
        """Show the panel at the right, or leave its room to the map; in a narrow window the one at the left goes."""
        self._gave_way = False
        self._side.setVisible(on)
        self.bar.show_side(on)
        if (
            on and self.isVisible() and self.panel.shown and not self._roomy
        ):  # before it is shown its width says nothing
            self.panel.toggle(on=False)

    @property
    def side_wanted(self) -> bool:
        """Whether the panel at the right is there, or only gave way to the one at the left."""
        return self.side_shown or self._gave_way

    @property
    def _roomy(self) -> bool:
        """Whether both panels leave the map enough room."""
        look = self._look
        switches = self.bar.overlays.sizeHint().width() + look.px(90)
        return self.width() >= look.px(PANEL_WIDTH + INSPECTOR_WIDTH) + max(look.px(_LEAST_MAP), switches)

    def _make_room(self) -> None:
        """In a narrow window the panel at the left takes the place of the one at the right, and gives it back."""
        crowded = self.panel.shown and not self._roomy
        if crowded and self.side_shown:
            self._side.hide()
            self._gave_way = True
        elif self._gave_way and not crowded:
            self._side.show()
            self._gave_way = False
        self.bar.show_side(self.side_shown)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Another width has room for more, or for less."""
        super().resizeEvent(event)
        if self.parentWidget() is not None:
            self._make_room()

    @property
    def side_shown(self) -> bool:
        """Whether the panel at the right is there."""
        return not self._side.isHidden()

    @property
    def answer_in_front(self) -> bool:
        """Whether the answer is shown rather than what is selected."""
        return self._answer is not None and not self._answer.isHidden()

    def show_selected(self) -> None:
        """Show what is selected rather than the answer."""
        self._show_side(answer=False)

    def _show_side(self, *, answer: bool) -> None:
        shown = answer and self._answer is not None
        self.inspector.setVisible(not shown)
        if self._answer is not None:
            self._answer.setVisible(shown)
        self._tab_row.setVisible(self._answer is not None)
        self._tabs.set_on("answer" if shown else "selected")
        self._side.setFixedWidth(self._look.px(ANSWER_WIDTH if shown else INSPECTOR_WIDTH))

    def _selected(self, selection: Selection) -> None:
        if selection:
            self._show_side(answer=False)
