"""What a number rests on, opened below it: its range, the kind of evidence, the source, a note, and the way back."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from typing import get_args

from PySide6.QtWidgets import QGridLayout, QWidget

from app.desktop.chrome.basics import button, column, label, row
from app.desktop.chrome.segments import Segments
from app.desktop.people.context import People
from app.desktop.people.fields import Line, SourceField
from app.desktop.people.scales import Scale
from app.project.edits import Edit
from app.project.model import Project
from app.words import name, tr
from personas.problems import FootfallError
from personas.provenance import Parameter
from personas.records import Evidence


@dataclass(frozen=True)
class Held:
    """A number of a persona: how it is read and set, and what it usually is (none: it can be taken out instead)."""

    get: Callable[[Project], Parameter]
    put: Callable[[Project, Parameter], Edit]
    usual: Parameter | None
    remove: Callable[[Project], Edit] | None = None


class Details(QWidget):
    """The drawer below a slider."""

    def __init__(self, people: People, scale: Scale, held: Held, what: str) -> None:
        super().__init__()
        self._people, self._scale, self._held = people, scale, held
        self.setObjectName("details")
        look = people.look
        self._low = Line("", tr("Least"), partial(self._end, "low"))
        self._low.setObjectName("trait-low")
        self._high = Line("", tr("Most"), partial(self._end, "high"))
        self._high.setObjectName("trait-high")
        kinds = [(kind, name("evidence", kind)) for kind in get_args(Evidence)]
        self._kind = Segments(look, kinds, one=True)
        self._kind.switched.connect(self._switched)
        self._source = SourceField(
            people, tr("Source of {what}", what=what), lambda: self._now().source, self._with_source,
            lambda: self._now().kind,
        )  # fmt: skip
        self._note = Line("", tr("What was counted, where and when?"), self._noted)
        self._note.setObjectName("trait-note")
        grid = QGridLayout()
        grid.setHorizontalSpacing(look.px(8))
        grid.setVerticalSpacing(look.px(4))
        between_them, kind_row = QWidget(), QWidget()
        between_them.setLayout(row(self._low, label(tr("to"), "small"), self._high, spacing=look.px(6)))
        kind_row.setLayout(row(self._kind, None))
        grid.addWidget(kind_row, 0, 0, 1, 2)
        rows = ((tr("Between"), between_them), (tr("Source"), self._source), (tr("Note"), self._note))
        for place, (says, part) in enumerate(rows, start=1):
            grid.addWidget(label(says, "small"), place, 0)
            grid.addWidget(part, place, 1)
        grid.setColumnStretch(1, 1)
        self._back = button(look, "", self._reset, icon="arrow-counter-clockwise", role="quiet", name="trait-reset")
        self.setLayout(column(grid, row(self._back, None), spacing=look.px(4), margins=(0, 0, 0, look.px(10))))
        self.show_now()

    def _now(self) -> Parameter:
        return self._held.get(self._people.project)

    def show_now(self) -> None:
        """The number as it is now."""
        value = self._now()
        self._low.show_words("" if value.low is None else self._scale.figure(value.low))
        self._high.show_words("" if value.high is None else self._scale.figure(value.high))
        self._kind.set_on(value.kind)
        self._source.show_source()
        self._note.show_words(value.note)
        usual = self._held.usual
        if usual is not None:
            self._back.setText(" " + tr("Back to the usual {value}", value=self._scale.figure(usual.value)))
            self._back.setAccessibleName(self._back.text().strip())
            self._back.setEnabled(value != usual)
        else:
            self._back.setText(" " + tr("Take this out"))
            self._back.setAccessibleName(tr("Take this out"))
            self._back.setIcon(self._people.look.icon("x"))

    def _put(self, **changes: object) -> bool:
        return self._people.do(lambda project: self._held.put(project, self._checked(project, changes)))

    def _checked(self, project: Project, changes: dict[str, object]) -> Parameter:
        value = self._held.get(project)
        return Parameter.model_validate({**value.model_dump(), **changes})

    def _end(self, which: str, words: str) -> bool:
        """An end of the range, as it is typed; empty: as wide as the kind of evidence is usually wide."""
        value = self._now()
        try:
            typed = self._scale.read(words) if words else None
            if typed is not None and (typed > value.value if which == "low" else typed < value.value):
                shown = self._scale.figure(value.value)
                raise FootfallError(tr("The range has to hold the value itself, {value}.", value=shown))
        except FootfallError as error:
            self._people.say(error)
            return False
        return self._put(**{which: typed})

    def _switched(self, kind: str, on: bool) -> None:
        if on and kind != self._now().kind:
            self._put(kind=kind)

    def _with_source(self, project: Project, source: str | None) -> Edit:
        value = self._held.get(project).model_copy(update={"source": source})
        return self._held.put(project, value)

    def _noted(self, words: str) -> bool:
        return self._put(note=words)

    def _reset(self) -> None:
        usual, remove = self._held.usual, self._held.remove
        if usual is not None:
            self._people.do(lambda project: self._held.put(project, usual))
        elif remove is not None:
            self._people.do(remove)
