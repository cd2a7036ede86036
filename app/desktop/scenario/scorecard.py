"""The score card as a table: what an event is worth, and from how many points which phase and audience begin."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QGridLayout, QLayout, QWidget

from app.desktop.chrome.basics import Elided, button, column, label, row
from app.desktop.document import Document
from app.desktop.inspector.context import Column
from app.desktop.inspector.fields import NUMBER, TIME, Noted, Unit, number_field, plain_words
from app.desktop.look import Look
from app.desktop.scenario.pane import Pane
from app.project.builders import in_order
from app.project.edits import Edit
from app.project.history import Notice
from app.project.policies import kinds
from app.project.policies.kinds import EVENTS, SCORED, SEEN
from app.words import MINUS, duration, mark_in, name, tr, tr_in
from app.words.typed import typed_number
from personas.records import PhaseKind
from simulation.policy.model import SCORE_FROM, Policy, ScoreCard

EVENT_NAMES: dict[str, str] = {
    "page": mark_in("event", "Any page"),
    "product": mark_in("event", "Views a product"),
    "long_look": mark_in("event", "Looks longer than {time}"),
    "info": mark_in("event", "Reads about delivery"),
    "reviews": mark_in("event", "Reads reviews"),
    "compare": mark_in("event", "Compares"),
    "basket": mark_in("event", "Puts it in the basket"),
    "details": mark_in("event", "Fills in details"),
    "payment": mark_in("event", "Gets to payment"),
    "return": mark_in("event", "Comes back to it"),
    "return_visit": mark_in("event", "Comes back at all"),
}
OF_THE_VISIT = frozenset({"page", "return_visit"})
"""Events that count for the visit and for no product."""
_FIELD = 48


def signed(value: float) -> str:
    """Points as they are given or taken: +1, −1."""
    return f"+{plain_words(value)}" if value > 0 else plain_words(value)


def _read_points(words: str) -> float:
    return typed_number(words.replace(MINUS, "-").removeprefix("+"))


POINTS = Unit(signed, _read_points)


def event_name(event: str, card: ScoreCard) -> str:
    """An event of the score card in words; one that a newer file brought, by its key."""
    known = EVENT_NAMES.get(event)
    return event if known is None else tr_in("event", known, time=duration(card.long_look_seconds))


class ScoreCardTable(Pane):
    """The score card of one policy. It listens to the project by itself; `show_policy` turns to another one."""

    def __init__(self, look: Look, document: Document, policy_id: str) -> None:
        self._document, self._policy = document, policy_id
        super().__init__(look, "score-card", self._fill_in)
        self.setAccessibleName(tr("Score card"))
        document.changed.connect(self._changed)
        self.refresh()

    def show_policy(self, policy_id: str) -> None:
        """Show another policy's score card."""
        self._policy = policy_id
        self.refresh()

    def _changed(self, notice: Notice) -> None:
        before, after = notice.before, notice.after
        if before.policies is not after.policies or before.audiences is not after.audiences:
            self.soon()

    def _do(self, edit: Edit) -> None:
        self._document.edit(edit)

    # ---- what is shown ---------------------------------------------------------------------------------------

    def _fill_in(self, into: Column) -> None:
        policy = self._document.project.policies.get(self._policy)
        if policy is None:
            into.section(tr("Score card"), label(tr("Choose a scenario first."), "note", wrap=True))
            return
        look = self._look
        into.setContentsMargins(look.px(18), look.px(14), look.px(18), look.px(14))
        into.setSpacing(look.px(8))
        into.addLayout(row(label(tr("Score card"), "strong"), None, self._reset(policy), spacing=look.px(8)))
        if policy.mode == "page-type":
            said = tr("This scenario goes by the page. The score card still decides the audience.")
            into.addWidget(label(said, "note", wrap=True))
        halves = row(self._events(policy.score_card), self._starts(policy.score_card), spacing=look.px(24))
        halves.setStretch(0, 6)
        halves.setStretch(1, 5)
        into.addLayout(halves)

    def _reset(self, policy: Policy) -> QWidget:
        back = button(self._look, tr("As shipped"), self._ship, role="quiet", name="score-card-shipped")
        back.setToolTip(tr("The points that Footfall ships with (assumed)"))
        back.setVisible(policy.score_card != ScoreCard())
        return back

    def _ship(self) -> None:
        self._do(kinds.shipped_card(self._document.project, self._policy))

    def _events(self, card: ScoreCard) -> QWidget:
        grid = self._grid(tr("Event"), tr("Points"))
        more = tuple(sorted(set(card.points) - set(EVENTS)))
        for event in (*EVENTS, *more):
            self._row(
                grid, f"points-{event}", event_name(event, card), card.points.get(event), POINTS,
                partial(self._points, event), tip=self._counts_for(event),
                empty="0",
            )  # fmt: skip
        return self._framed(grid)

    def _counts_for(self, event: str) -> str:
        return tr("Counts for the visit.") if event in OF_THE_VISIT else tr("Counts for the product and the visit.")

    def _points(self, event: str, value: float | None) -> Edit:
        return kinds.set_points(self._document.project, self._policy, event, value)

    def _phase_from(self, kind: PhaseKind, value: float | None) -> Edit:
        return kinds.set_phase_from(self._document.project, self._policy, kind, value)

    def _audience_from(self, key: str, value: float | None) -> Edit:
        return kinds.set_audience_from(self._document.project, key, value)

    def _starts(self, card: ScoreCard) -> QWidget:
        project = self._document.project
        grid = self._grid(tr("A product is in"), tr("from"))
        for kind in SCORED:
            self._row(
                grid, f"phase-from-{kind}", self._phase_name(kind), card.phase_from.get(kind), NUMBER,
                partial(self._phase_from, kind),
                tip=tr("Points of one product. Empty: never by points."), empty=tr("never"),
            )  # fmt: skip
        self._heading(grid, tr("A visitor is"), tr("from"))
        for seen in SEEN:
            key = kinds.audience_of(project, seen)
            if not key:
                continue
            one = project.audiences[key]
            self._row(
                grid, f"audience-from-{seen}", one.title, one.score_from, NUMBER,
                partial(self._audience_from, key),
                tip=tr("Points of the visit; the same in every scenario. Empty: as shipped."),
                empty=plain_words(SCORE_FROM[seen]),
            )  # fmt: skip
        self._heading(grid, tr("Time"), "")
        self._row(
            grid, "half-life", tr("Halved in days"), card.half_life_days, NUMBER,
            lambda value: kinds.set_half_life(self._document.project, self._policy, value or 0.0),
            tip=tr("Between two visits the points of a product fade."), needed=True,
        )  # fmt: skip
        self._row(
            grid, "long-look", tr("A long look"), card.long_look_seconds, TIME,
            lambda value: kinds.set_long_look(self._document.project, self._policy, value or 0.0),
            tip=tr("From so long on a view of a product is a long look."), needed=True,
        )  # fmt: skip
        return self._framed(grid)

    def _phase_name(self, kind: PhaseKind) -> str:
        """What the shop calls its phases of a kind."""
        phases = self._document.project.phases
        titles = [phases[key].title for key in in_order(phases) if phases[key].kind == kind]
        return ", ".join(titles) or name("phase", kind)

    # ---- rows ------------------------------------------------------------------------------------------------

    def _grid(self, what: str, value: str) -> QGridLayout:
        grid = QGridLayout()
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setHorizontalSpacing(self._look.px(8))
        grid.setVerticalSpacing(0)
        grid.setColumnStretch(0, 1)
        self._heading(grid, what, value)
        return grid

    def _heading(self, grid: QGridLayout, what: str, value: str) -> None:
        at = grid.rowCount()
        if at > 1:
            grid.setRowMinimumHeight(at, self._look.px(30))
        low = Qt.AlignmentFlag.AlignBottom
        grid.addWidget(label(what, "label"), at, 0, low)
        grid.addWidget(label(value, "label"), at, 1, low)

    def _row(
        self,
        grid: QGridLayout,
        object_name: str,
        what: str,
        value: float | None,
        unit: Unit,
        make: Callable[[float | None], Edit],
        *,
        tip: str,
        empty: str = "",
        needed: bool = False,
    ) -> None:
        at = grid.rowCount()
        words = Elided(what, "body")
        words.setMinimumWidth(self._look.px(80))
        field: Noted = number_field(
            self._look, object_name, what, value, unit, lambda number: self._keep(make, number),
            optional=not needed, placeholder=empty,
        )  # fmt: skip
        field.setFixedWidth(self._look.px(_FIELD))
        field.field.setToolTip(tip)
        words.setBuddy(field.field)
        grid.addWidget(words, at, 0, Qt.AlignmentFlag.AlignVCenter)
        grid.addWidget(field, at, 1)

    def _keep(self, make: Callable[[float | None], Edit], value: float | None) -> None:
        """Keep a number. FootfallError, with its sentence, where it does not hold."""
        self._do(make(value))

    def _framed(self, inside: QLayout) -> QWidget:
        frame = QFrame()
        frame.setLayout(column(inside, None))
        return frame
