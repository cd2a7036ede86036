"""The row above the matrix: what decides the phase, who is where, phases and audiences themselves, one more rule."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from PySide6.QtWidgets import QApplication, QHBoxLayout, QWidget

from app.desktop.chrome.basics import button, empty, icon_button, label, row
from app.desktop.chrome.segments import Segments
from app.desktop.scenario.context import Desk
from app.desktop.scenario.counting import Counted
from app.words import number, plural, tr


@dataclass(frozen=True)
class Busy:
    """Whether something runs, whether what was counted is from before a change, whether room is short.

    tight: the left column is folded away. short: words give way to icons.
    """

    running: bool
    stale: bool
    tight: bool
    short: bool = False


class Tools(QWidget):
    """Filled anew when what it says has changed; the button that has the keyboard keeps it."""

    def __init__(
        self, desk: Desk, count: Callable[[], object], add: Callable[[], object], side: Callable[[], object]
    ) -> None:
        super().__init__()
        self._desk, self._count, self._add, self._side = desk, count, add, side
        self._box = QHBoxLayout(self)
        self._box.setContentsMargins(0, 0, 0, 0)
        self._box.setSpacing(desk.look.px(8))

    def fill(self, mode: str, counted: Counted | None, busy: Busy) -> None:
        """Everything as it is now."""
        look, held = self._desk.look, QApplication.focusWidget()
        name = held.objectName() if held is not None and self.isAncestorOf(held) else ""
        empty(self._box)
        if busy.tight:
            side = icon_button(look, "list", tr("Segments and scenarios"), self._side)
            side.setObjectName("show-side")
            self._box.addWidget(side)
        if not busy.short:
            self._box.addWidget(label(tr("Phase decided by"), "label"))
        self._box.addWidget(self._mode(mode))
        self._box.addStretch(1)
        self._box.addWidget(self._counting(counted, busy))
        kinds = icon_button(look, "sliders-horizontal", tr("Phases and audiences"), self._desk.show_kinds)
        kinds.setObjectName("show-kinds")
        self._box.addWidget(kinds)
        add = button(look, tr("Rule"), self._add, icon="plus", name="add-rule")
        add.setToolTip(tr("A new rule in the cell that has the keyboard"))
        add.setAccessibleName(tr("New rule"))
        self._box.addWidget(add)
        again = self.findChild(QWidget, name) if name else None
        if again is not None:
            again.setFocus()

    def _mode(self, now: str) -> Segments:
        made = Segments(self._desk.look, [("page-type", tr("page type")), ("score-card", tr("score card"))], one=True)
        made.setObjectName("policy-mode")
        made.set_on(now)
        made.switched.connect(lambda key, on: self._switch(key) if on else None)
        return made

    def _switch(self, mode: str) -> None:
        self._desk.keep("policies", self._desk.policy, ("mode",), "policy-mode")(mode)

    def _counting(self, counted: Counted | None, busy: Busy) -> QWidget:
        """A button; beside it what was counted, or that it no longer holds."""
        look = self._desk.look
        first = counted is None
        words = tr("Count who is where") if first else tr("Count again")
        if (first or busy.stale) and not busy.short:
            made: QWidget = button(look, words, self._count, icon="users-three", role="quiet", name="count-pages")
            made.setToolTip(tr("Let simulated visitors walk the map and see in which cells their pages fall"))
        else:
            made = icon_button(look, "users-three" if first else "arrows-clockwise", words, self._count)
            made.setObjectName("count-pages")
        made.setEnabled(not busy.running)
        if counted is None:
            return made
        about = plural("% of the pages of {count} visitor", "% of the pages of {count} visitors", counted.visitors,
                       count=number(counted.visitors))  # fmt: skip
        if busy.short:
            made.setToolTip(f"{words}\n{about}")
            return made
        said = tr("from before your last change") if busy.stale else about
        holder = QWidget()
        holder.setLayout(row(label(said, "small"), made, spacing=look.px(4)))
        return holder
