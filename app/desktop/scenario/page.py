"""The page of the scenario: the matrix of phases and audiences with the rules in its cells."""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QPoint, Qt, QTimer
from PySide6.QtGui import QKeySequence, QResizeEvent, QShortcut
from PySide6.QtWidgets import QApplication, QHBoxLayout, QScrollArea, QStackedWidget, QVBoxLayout, QWidget

from app.desktop.chrome.basics import column, hairline, panel, row, scrolled
from app.desktop.document import Document
from app.desktop.inspector.context import Column
from app.desktop.lab.wrapping import Beside
from app.desktop.look import Look
from app.desktop.scenario.chips import chip_style
from app.desktop.scenario.context import Desk
from app.desktop.scenario.counting import KEY, Counted, work
from app.desktop.scenario.empty import empty_page, make_empty, make_starter
from app.desktop.scenario.kinds import Kinds
from app.desktop.scenario.marks import Marks, marks_of
from app.desktop.scenario.matrix import MatrixView
from app.desktop.scenario.pane import Pane
from app.desktop.scenario.policy_editor import PolicyEditor
from app.desktop.scenario.rule_editor import RuleEditor
from app.desktop.scenario.scorecard import ScoreCardTable
from app.desktop.scenario.segment_editor import SegmentEditor
from app.desktop.scenario.side import Side, conversions
from app.desktop.scenario.techniques import ask_new_rule
from app.desktop.scenario.tools import Busy, Tools
from app.desktop.scenario.tryout import Tryout
from app.project.history import Notice
from app.project.model import Project
from app.project.policies.cells import Cell
from app.project.policies.scenarios import arms
from app.words import tr

if TYPE_CHECKING:
    from app.desktop.window import Window

_LEFT, _LEFT_NARROW, _RIGHT, _RIGHT_NARROW = 248, 208, 340, 312
_RIGHT_SMALL, _NARROW, _TIGHT, _SMALL, _TOOLS, _BESIDE = 298, 1330, 1060, 900, 600, 860
_TABLES = frozenset(
    {"policies", "rules", "phases", "audiences", "segments", "techniques", "experiments", "variants", "personas",
     "maps", "stages", "touchpoints", "products", "sources", "project"}
)  # fmt: skip


@dataclass
class _Below:
    """What stands below the matrix, and of which policy it is."""

    policy: str
    card: ScoreCardTable
    tryout: Tryout


class ScenarioPage(QWidget):
    """Shows the project that is open; made when it is first looked at."""

    def __init__(self, look: Look, document: Document, window: Window) -> None:
        super().__init__()
        self._look, self._document, self._window = look, document, window
        self.desk = Desk(look, document, window)
        self._marks, self._side_shown = Marks(), True
        self._known: dict[str, tuple[object, ...]] = {}
        self._at: tuple[object, ...] = ()
        self._below: _Below | None = None
        self._later = QTimer(self)
        self._later.setSingleShot(True)
        self._later.timeout.connect(self.refresh)
        self.setStyleSheet(chip_style(look))
        self._make()
        document.changed.connect(self._noticed)
        document.map_changed.connect(self._soon)
        self.desk.turned.connect(self._turned)
        self.desk.wanted.connect(self._focus)
        finished = window.studio.finished
        self._moment = finished.moment if finished is not None else ""
        window.studio.answered.connect(self._answered)
        window.studio.running_changed.connect(self._soon)
        self.refresh()

    # ---- building --------------------------------------------------------------------------------------------

    def _make(self) -> None:
        look = self._look
        side = Side(self.desk, self._figures)
        self.side = Pane(look, "sidebar", side.fill)
        self.inspector = Pane(look, "inspector", self._inspect, edge=1)
        self.inspector.setStyleSheet(self.inspector.styleSheet() + chip_style(look))
        self.matrix = MatrixView(self.desk)
        self.matrix.add_wanted.connect(self.add_rule)
        self.matrix.edit_wanted.connect(self.edit_rule)
        self._tools = Tools(self.desk, self.count, self._add_here, self._show_side)
        self._foot = QVBoxLayout()
        self._foot.setContentsMargins(0, 0, 0, 0)
        self._foot.setSpacing(0)
        above = self._above = QVBoxLayout()
        above.setSpacing(look.px(6))
        above.addWidget(self._tools)
        above.addWidget(self.matrix)
        inside = QWidget()
        whole = QVBoxLayout(inside)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.setSpacing(0)
        whole.addLayout(above)
        whole.addLayout(self._foot)
        whole.addStretch(1)
        self._area: QScrollArea = scrolled(inside)
        self._area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAsNeeded)
        self._middle = QStackedWidget()
        self._middle.addWidget(self._area)
        self._blank: QWidget | None = None
        ground = panel(row(self._middle, spacing=0), role="canvas", name="scenario-middle")
        box = QHBoxLayout(self)
        box.setContentsMargins(0, 0, 0, 0)
        box.setSpacing(0)
        box.addWidget(self.side)
        box.addWidget(ground, 1)
        self._right = QStackedWidget()
        self._right.addWidget(self.inspector)
        self._kinds: QWidget | None = None
        box.addWidget(self._right)
        back = QShortcut(QKeySequence("F6"), self)
        back.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
        back.activated.connect(self.matrix.setFocus)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Columns give way where there is no room for all three."""
        super().resizeEvent(event)
        self._settle()

    def _settle(self) -> None:
        look, width = self._look, self.width() / self._look.room
        narrow, tight = width < _NARROW, width < _TIGHT
        self.side.setFixedWidth(look.px(_LEFT_NARROW if narrow else _LEFT))
        small = width < _SMALL
        self._right.setFixedWidth(look.px(_RIGHT_SMALL if small else _RIGHT_NARROW if narrow else _RIGHT))
        pad = look.px(12 if tight else 20)
        self._above.setContentsMargins(pad, look.px(12), pad, look.px(20))
        taken = (_RIGHT_SMALL if small else _RIGHT_NARROW) + (0 if tight else _LEFT_NARROW)
        self._short = narrow and width - taken < _TOOLS
        self.side.setVisible(self._side_shown if tight else True)
        if tight and self._side_shown and not self._tight:
            self._side_shown = False
            self.side.hide()
        if (tight, self._short) != self._shape:
            self._tight, self._shape = tight, (tight, self._short)
            self._soon()

    _tight, _short = False, False
    _shape = (False, False)

    # ---- following -------------------------------------------------------------------------------------------

    def heading(self) -> tuple[str, str]:
        """What the top bar says: the scenario, and the arm and the map it belongs to."""
        project, key = self.desk.project, self.desk.policy
        piece = self._document.piece
        of = piece.map.title if piece is not None else ""
        if key not in project.policies:
            return tr("Scenario"), of
        letter = next((one.letter for one in arms(project, self._document.map_id) if one.policy == key), "")
        arm = tr("Scenario {letter}", letter=letter) if letter else tr("in no arm yet")
        return project.policies[key].title, " · ".join(part for part in (arm, of) if part)

    def _noticed(self, notice: Notice) -> None:
        if any(line.table in _TABLES for line in notice.touched):
            self._soon()

    def _soon(self) -> None:
        self._later.start(0)

    def _turned(self) -> None:
        """Something else is looked at: the matrix follows at once, the panels as soon as the hand rests."""
        if self._middle.currentWidget() is self._area:
            self.matrix.refresh()
            self._bring_into_view()
        if self._looked_at() != self._at:
            self._side_shown = self._side_shown and not self._tight  # folded away again: it was chosen from
            self._soon()

    def _looked_at(self) -> tuple[object, ...]:
        state, desk = self.desk.state, self.desk
        return (
            desk.policy, desk.rule, desk.segment, state.kinds, desk.persona, desk.tongue, frozenset(state.opened)
        )  # fmt: skip

    def _focus(self, object_name: str) -> None:
        self.inspector.focus(object_name)

    def _bring_into_view(self) -> None:
        rect, inside = self.matrix.shown_cell(), self._area.widget()
        if rect is not None and inside is not None and self.matrix.hasFocus():
            middle = self.matrix.mapTo(inside, rect.center())
            self._area.ensureVisible(middle.x(), middle.y(), rect.width() // 2 + 12, rect.height() // 2 + 12)

    def refresh(self) -> None:
        """Everything as it is now; what nothing has changed for stays as it is."""
        self._later.stop()
        project, policy = self.desk.project, self.desk.policy
        ready = bool(policy) and bool(project.phases) and bool(project.audiences) and self._document.piece is not None
        moved = self._at[:3] != self._looked_at()[:3]
        self._at = self._looked_at()
        if self._news("marks", project, policy):
            self._marks = marks_of(project, policy) if ready else Marks()
        self._show_middle(ready)
        self.side.setVisible(self._side_shown or not self._tight)
        self._right.setVisible(ready and not (self._tight and self._side_shown))
        if self._news(
            "side", project, policy, self.desk.segment, bool(self.desk.rule), self.desk.state.kinds, self._figures()
        ):
            self.side.refresh()
        if ready:
            counted, held = self._counted(), self._window.studio.studies.get(KEY)
            stale = held is not None and held.stale
            running = self._window.studio.running
            if self._news("tools", project.policies[policy].mode, counted, stale, running, self._shape):
                self._tools.fill(project.policies[policy].mode, counted, Busy(running, stale, self._tight, self._short))
            self.matrix.show_marks(self._marks.warned, counted)
            self._fill_below()
            self._show_right()
            if not self.desk.state.kinds and self._news("inspector", project, self._at):
                self.inspector.refresh()
            if moved:
                self.inspector.to_top()
        frame = self._window.frame
        if frame is not None and self._window.place == "scenario" and self._news("heading", self.heading()):
            frame.show_state()

    def _show_right(self) -> None:
        """What is looked at, or the phases and audiences themselves."""
        if self.desk.state.kinds and self._kinds is None:
            self._kinds = panel(row(Kinds(self._look, self._document), spacing=0), name="inspector")
            self._right.addWidget(self._kinds)
        wanted = self._kinds if self.desk.state.kinds and self._kinds is not None else self.inspector
        self._right.setCurrentWidget(wanted)

    def _figures(self) -> dict[str, str]:
        """What each arm came out at in the last run; nothing once the project is another one."""
        finished = self._window.studio.finished
        if finished is None or finished.stale or finished.map_id != self._document.map_id:
            return {}
        return conversions(finished.result)

    def _answered(self) -> None:
        """A run that was started here is over: say where its answer is."""
        finished = self._window.studio.finished
        moment = finished.moment if finished is not None else ""
        if moment != self._moment:
            self._moment = moment
            if moment and self._window.place == "scenario":
                see = (tr("See the answer"), partial(self._window.go, "simulate"))
                self._window.studio.say(tr("The run is done."), see, grave=False)
        self._soon()

    def _news(self, what: str, *now: object) -> bool:
        """Whether a part rests on something else than when this was last asked."""
        before = self._known.get(what)
        self._known[what] = now
        return (
            before is None
            or len(before) != len(now)
            or any(
                one is not other and (isinstance(one, Project) or one != other)
                for one, other in zip(before, now, strict=True)
            )
        )

    def _counted(self) -> Counted | None:
        held = self._window.studio.studies.get(KEY)
        if held is None or held.map_id != self._document.map_id or held.value.policy != self.desk.policy:
            return None
        return held.value if isinstance(held.value, Counted) else None

    def _show_middle(self, ready: bool) -> None:
        if self._blank is not None:
            self._middle.removeWidget(self._blank)
            self._blank.hide()
            self._blank.deleteLater()
            self._blank = None
        if ready:
            self._middle.setCurrentWidget(self._area)
            return
        self._blank = self._empty()
        self._middle.addWidget(self._blank)
        self._middle.setCurrentWidget(self._blank)

    def _empty(self) -> QWidget:
        look = self._look
        if self._document.piece is None:
            words = tr("Draw a journey first: rules speak to people who are somewhere on it.")
            go = partial(self._window.go, "map")
            return empty_page(look, words, ((tr("To the map"), "map-trifold", go, "to-the-map"),))
        if not self.desk.policy:
            words = tr("Nobody hears anything yet. Begin with three rules that answer the doubt of each phase.")
        else:
            words = tr("There are no phases or audiences yet to put rules in.")
        ways = (
            (tr("Make three rules"), "sparkle", partial(self._begin, True), "make-starter"),
            (tr("Begin empty"), "plus", partial(self._begin, False), "make-empty"),
        )
        return empty_page(look, words, ways)

    def _begin(self, three: bool) -> None:
        made = make_starter(self.desk) if three else make_empty(self.desk)
        if made:
            self.desk.show_policy(made)
            self.matrix.setFocus()

    # ---- above the matrix ------------------------------------------------------------------------------------

    def count(self) -> None:
        """Let simulated visitors walk, and see in which cells their pages fall."""
        policy, map_id = self.desk.policy, self._document.map_id
        if policy and map_id:
            held = QApplication.focusWidget()
            if held is not None and held.objectName() == "count-pages":  # it is off while counting: a name is not next
                self.matrix.setFocus()
            self._window.studio.study(KEY, work(self.desk.project, policy, map_id))

    def _show_side(self) -> None:
        """The left column in the place of the right one, and back."""
        self._side_shown = not self._side_shown
        self.refresh()

    # ---- below the matrix ------------------------------------------------------------------------------------

    def _fill_below(self) -> None:
        """The score card, and beside it one visit as the score card sees it; they listen by themselves."""
        policy = self.desk.policy
        if self._below is None:
            card = ScoreCardTable(self._look, self._document, policy)
            card.stand_whole()
            tryout = Tryout(self._look, self._document, policy, self._window.studio.jobs)
            self._below = _Below(policy, card, tryout)
            self._foot.addWidget(hairline())
            held = QWidget()
            held.setLayout(column(card, None, spacing=0))
            self._foot.addWidget(Beside(held, tryout, self._look.px(_BESIDE), 0, (5, 6), line=True))
        elif self._below.policy != policy:
            self._below.policy = policy
            self._below.card.show_policy(policy)
            self._below.tryout.show_policy(policy)

    # ---- verbs -----------------------------------------------------------------------------------------------

    def _add_here(self) -> None:
        self.add_rule(self.matrix.current[0])

    def add_rule(self, cell: Cell | None) -> None:
        """Choose a technique, and have a rule of it in a cell; its title is typed next."""
        ask_new_rule(self.desk, cell, lambda rule: self._focus(f"rules.{rule}.title"))

    def edit_rule(self) -> None:
        """Put the keyboard in the title of the rule that is looked at."""
        if self.desk.rule:
            self._focus(f"rules.{self.desk.rule}.title")

    def _inspect(self, into: Column) -> None:
        desk, marks = self.desk, self._marks
        if desk.policy not in desk.project.policies:
            return
        if desk.rule:
            RuleEditor(desk, marks.rules.get(desk.rule, ())).fill(into)
        elif desk.segment:
            SegmentEditor(desk, marks.segments.get(desk.segment, ())).fill(into)
        else:
            PolicyEditor(desk, marks.policy).fill(into)

    def where(self, cell: Cell) -> QPoint:
        """The middle of a cell on the matrix, px of the matrix."""
        return self.matrix.cell_rect(cell).center().toPoint()
