"""The guide: nine steps of making a map together; each knows from the map how far it is. A page of the side panel."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from PySide6.QtWidgets import QApplication, QFrame, QScrollArea, QVBoxLayout, QWidget

from app.desktop.chrome.basics import button, column, empty, label, panel, row, scrolled
from app.desktop.document import Document
from app.desktop.look import Look
from app.desktop.workshop.path import step, whole_time
from app.desktop.workshop.steprow import StepRow
from app.project.guide import StepKey, StepState, next_step, path_of
from app.words import plural, tr


class GuidePage(QFrame):
    """`go` is called with a step's state when its button is pressed; `offers` are ways to go on, with their words."""

    def __init__(
        self,
        look: Look,
        document: Document,
        go: Callable[[StepState], object],
        offers: tuple[tuple[str, str, Callable[[], object]], ...] = (),
    ) -> None:
        super().__init__()
        self._look, self._document, self._go, self._offers = look, document, go, offers
        self._open: StepKey | None = None
        self._shown: tuple[object, ...] = ()
        self._last = ""
        self.setObjectName("guide")
        self._column = QVBoxLayout()
        self._column.setContentsMargins(look.px(12), 0, look.px(12), look.px(16))
        self._column.setSpacing(look.px(2))
        inside = QWidget()
        inside.setLayout(self._column)
        self._area: QScrollArea = scrolled(inside)
        box = QVBoxLayout(self)
        box.setContentsMargins(0, 0, 0, 0)
        box.addWidget(self._area)
        document.changed.connect(self.refresh)
        document.map_changed.connect(self.refresh)
        self.refresh()

    @property
    def states(self) -> tuple[StepState, ...]:
        """How far each step is."""
        piece = self._document.piece
        return path_of(piece) if piece is not None else ()

    def take_focus(self) -> None:
        """The keyboard goes to the button of the step that is open."""
        for made in self.findChildren(QWidget, "guide-go"):
            made.setFocus()

    def open_step(self, key: StepKey) -> None:
        """Show one step in full, or fold it when it is open."""
        self._open = None if self._open == key else key
        self._shown = ()
        self.refresh()

    def refresh(self, *_changed: object) -> None:
        """See how far the map is; nothing is built anew when nothing about the path has changed."""
        states = self.states
        upcoming = next_step(states)
        current = upcoming.key if upcoming is not None else ""
        if current != self._last:
            self._last = current
            self._open = upcoming.key if upcoming is not None else None
        shown = (states, self._open)
        if shown == self._shown:
            return
        self._shown = shown
        held = QApplication.focusWidget()
        held_name = held.objectName() if held is not None and self.isAncestorOf(held) else ""
        empty(self._column)
        if not states:
            self._column.addWidget(label(tr("There is no map yet."), "note", wrap=True))
            self._column.addStretch(1)
            return
        self._column.addWidget(self._head(states))
        for number, state in enumerate(states, 1):
            self._column.addWidget(self._row(number, state, current))
            if state.key == self._open:
                self._column.addWidget(self._whole(state))
        if upcoming is None:
            self._column.addWidget(self._end())
        self._column.addStretch(1)
        for made in self.findChildren(QWidget, held_name) if held_name else ():
            made.setFocus()

    def _head(self, states: tuple[StepState, ...]) -> QWidget:
        done = sum(state.done for state in states)
        words = tr("{done} of {all} steps done", done=done, all=len(states)) if done else whole_time()
        made = label(words, "note", wrap=True)
        made.setContentsMargins(self._look.px(4), 0, 0, self._look.px(6))
        return made

    def _row(self, number: int, state: StepState, current: str) -> QWidget:
        words = step(state.key)
        made = StepRow(
            self._look, number, tr(words.title), tr(words.note), words.minutes,
            "done" if state.done else "next" if state.key == current else "coming",
            partial(self.open_step, state.key), narrow=True,
        )  # fmt: skip
        made.setObjectName(f"step-{state.key}")
        return made

    def _whole(self, state: StepState) -> QWidget:
        look, words = self._look, step(state.key)
        parts: list[QWidget] = [label(tr(words.what), wrap=True), label(tr(words.why), "note", wrap=True)]
        if state.want > 1:
            parts.append(label(_progress(state), "small", wrap=True))
        go = button(look, tr(words.button), partial(self._go, state), name="guide-go")
        box = column(*parts, row(go, None), spacing=look.px(8),
                     margins=(look.px(12), look.px(10), look.px(12), look.px(12)))  # fmt: skip
        made = panel(box, name="guide-card")
        theme = look.theme
        made.setStyleSheet(
            f"#guide-card {{ background: {theme.surface}; border: {theme.hairline:g}px solid {theme.line};"
            f" border-radius: {look.px(10)}px; }}"
        )
        return made

    def _end(self) -> QWidget:
        look = self._look
        parts: list[QWidget] = [
            label(tr("The map is whole"), "heading", wrap=True),
            label(tr("Show it to somebody who was not there, and see where they stop."), "note", wrap=True),
        ]
        ways = [row(button(look, words, act, icon=icon), None) for words, icon, act in self._offers]
        return panel(column(*parts, *ways, spacing=look.px(8), margins=(look.px(12), look.px(14), 0, 0)))


def _progress(state: StepState) -> str:
    """How far a step is, in its own unit."""
    have, want = state.have, state.want
    if state.key == "mood":
        return plural("{have} of {count} persona has a curve", "{have} of {count} personas have a curve", want,
                      have=have, count=want)  # fmt: skip
    if state.key == "weigh":
        return plural("{have} of {count} idea weighed", "{have} of {count} ideas weighed", want, have=have, count=want)
    return plural("{have} of {count} stage", "{have} of {count} stages", want, have=have, count=want)
