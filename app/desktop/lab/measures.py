"""Every measure of the registry: in the control, in the arm, and the difference with its interval."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QGridLayout, QLineEdit, QWidget

from app.desktop.answer.model import Answer
from app.desktop.answer.reading import estimate
from app.desktop.chrome.basics import Elided, column, hairline, label
from app.desktop.inspector.folds import Fold
from app.desktop.lab.parts import Part, Shown, titled
from app.words import NOTHING, duration, mark_in, money, name, number, percent, points, tr, tr_in

_RIGHT = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
SEARCH, OPEN = "measures-search", "measures-open"
GROUPS: dict[str, str] = {
    "orders": mark_in("measures", "Orders and money"),
    "visits": mark_in("measures", "Visits"),
    "funnel": mark_in("measures", "Phases"),
    "messages": mark_in("measures", "Messages and contacts"),
    "goals": mark_in("measures", "Other goals"),
    "after": mark_in("measures", "After the order"),
    "service": mark_in("measures", "Service and stock"),
}
_OF: dict[str, Sequence[str]] = {
    "visits": ("visits_per_visitor", "pages_per_visit", "bounce_rate", "time_per_visit", "time_on_page",
               "visit_cost_per_visitor", "unrecognised_share", "lost_context_per_visitor"),
    "funnel": ("reach_", "abandonment_", "conversion_from_b", "conversion_from_s", "conversion_from_c", "basket_rate",
               "basket_abandonment"),
    "messages": ("messages_", "messaged_", "message_cost", "contact", "exposure", "exposed", "recognition", "off_phase",
                 "against_", "swayed_", "discount_cost", "basket_recovery", "subscriber"),
    "goals": ("micro_", "conversion_from_micro", "leads_", "sign_ups_", "store_visits_", "goal_value"),
    "after": ("lifetime_", "repeat_", "retention", "churn", "satisfaction", "nps", "review_", "stars", "return_rate",
              "delivery_", "referrals_"),
    "service": ("queued_", "waiting_", "gave_up", "sold_out"),
}  # fmt: skip


def group_of(measure: str) -> str:
    """The group of a measure; orders and money where no other knows it."""
    return next((key for key, starts in _OF.items() if measure.startswith(tuple(starts))), "orders")


def write(value: float, unit: str, currency: str) -> str:
    """A level in its unit, with no more digits than it is worth."""
    if unit == "rate":
        return percent(value)
    if unit == "money":
        return money(value, currency, 2 if abs(value) < 1000 else 0)
    if unit == "seconds":
        return duration(value)
    return number(value, 1 if abs(value) >= 10 else 3 if abs(value) < 0.1 else 2)


def difference(value: float, unit: str, currency: str) -> str:
    """A difference in its unit, signed."""
    if unit == "rate":
        return points(value)
    if unit == "money":
        return money(value, currency, 3 if abs(value) < 0.1 else 2, signed=True)
    if unit == "seconds":
        return tr("{number} s", number=number(value, 1, signed=True))
    return number(value, 1 if abs(value) >= 10 else 4 if abs(value) < 0.1 else 2, signed=True)


class Measures(QWidget):
    """The table: a field to search it, its groups to unfold."""

    def __init__(self, shown: Shown, answer: Answer) -> None:
        super().__init__()
        self._shown, self._answer = shown, answer
        look = shown.look
        self._field = QLineEdit(str(shown.opened.get(SEARCH, "")))
        self._field.setObjectName(SEARCH)
        self._field.setPlaceholderText(tr("Which measure?"))
        self._field.setAccessibleName(tr("Search the measures"))
        self._field.setMaximumWidth(look.px(280))
        self._field.textChanged.connect(self._search)
        self._rows = QWidget()
        self._rows.setLayout(column())
        inside = column(self._field, self._rows, spacing=look.px(8))
        note = tr("control, {arm}, difference with its 95% interval", arm=answer.arm)
        self.setLayout(column(titled(look, tr("All measures"), note, inside)))
        self._fill()

    def _search(self, text: str) -> None:
        self._shown.opened[SEARCH] = text
        self._fill()

    def _toggle(self, key: str) -> None:
        opened = set(self._shown.opened.get(OPEN, ("orders",)))
        self._shown.opened[OPEN] = tuple(opened ^ {key})
        self._fill()
        again = self.findChild(Fold, f"measures-{key}")
        if again is not None:
            again.setFocus(Qt.FocusReason.OtherFocusReason)

    def _fill(self) -> None:
        look, box = self._shown.look, self.layout()
        made = QWidget()
        rows = column(spacing=look.px(2))
        words = self._field.text().strip().casefold()
        opened = self._shown.opened.get(OPEN, ("orders",))
        for key, title in GROUPS.items():
            found = [one for one in self._known() if group_of(one) == key]
            if words:
                found = [one for one in found if words in name("kpi", one).casefold()]
            if not found:
                continue
            unfolded = bool(words) or key in opened
            fold = Fold(look, tr_in("measures", title), partial(self._toggle, key), opened=unfolded)
            fold.setObjectName(f"measures-{key}")
            rows.addWidget(fold)
            if unfolded:
                rows.addLayout(self._table(found))
                rows.addSpacing(look.px(8))
        made.setLayout(rows)
        if box is not None:
            holder = self._rows.parentWidget()
            inside = holder.layout() if holder is not None else None
            if inside is not None:
                inside.replaceWidget(self._rows, made)
        self._rows.hide()
        self._rows.deleteLater()
        self._rows = made
        made.show()

    def _known(self) -> list[str]:
        """Measures of which the run knows anything, in the order of the registry."""
        from simulation.measures.registry import MEASURES

        result = self._shown.finished.result if self._shown.finished is not None else None
        arms = {arm.id: arm for arm in result.arms} if result is not None else {}
        arm = arms.get(self._answer.arm_id)
        return [key for key in MEASURES if arm is not None and key in arm.metrics]

    def _table(self, keys: Sequence[str]) -> QGridLayout:
        look, grid = self._shown.look, QGridLayout()
        grid.setHorizontalSpacing(look.px(18))
        grid.setVerticalSpacing(look.px(5))
        for line, key in enumerate(keys):
            for place, cell in enumerate(self._cells(key)):
                grid.addWidget(cell, 2 * line, place, _RIGHT if place else Qt.AlignmentFlag(0))
            grid.addWidget(hairline(), 2 * line + 1, 0, 1, 5)
        grid.setColumnStretch(0, 1)
        for place, wide in ((1, 76), (2, 76), (3, 92), (4, 190)):
            grid.setColumnMinimumWidth(place, look.px(wide))
        return grid

    def _cells(self, key: str) -> tuple[QWidget, ...]:
        from simulation.measures.registry import MEASURES

        finished, currency = self._shown.finished, self._answer.currency
        assert finished is not None  # noqa: S101 - without a run there is no answer
        result, unit = finished.result, MEASURES[key].unit
        control = result.arms[0]
        arm = next(one for one in result.arms if one.id == self._answer.arm_id)
        lift = next((one for one in result.lifts if (one.arm, one.metric) == (arm.id, key)), None)
        change = estimate(lift.absolute) if lift is not None else None
        before = write(control.metrics[key].mean, unit, currency) if key in control.metrics else NOTHING
        title = Elided(name("kpi", key), "strong" if key == self._answer.metric else "")
        title.setToolTip(MEASURES[key].definition)
        ends = ""
        if change is not None:
            ends = tr(
                "{low} to {high}", low=difference(change.low, unit, currency),
                high=difference(change.high, unit, currency),
            )  # fmt: skip
        elif lift is not None:
            ends = tr("too few to say")
        return (
            title,
            label(before, "note"),
            label(write(arm.metrics[key].mean, unit, currency), "strong"),
            label(difference(change.mean, unit, currency) if change is not None else "", "strong"),
            label(ends, "small"),
        )


def make(shown: Shown) -> QWidget | None:
    """All measures of the run; nothing before there is one."""
    return Measures(shown, shown.answer) if shown.answer is not None and shown.finished is not None else None


def looks_at(shown: Shown) -> object:
    """The answer; what is searched and unfolded the table minds itself."""
    return shown.answer, shown.finished.moment if shown.finished is not None else ""


MEASURES = Part("measures", "middle", 60, make, looks_at=looks_at)
