"""What stands in the place of the answer before there is one: how to get it, or that it is on its way."""

from __future__ import annotations

from PySide6.QtWidgets import QFrame

from app.desktop.chrome.basics import button, column, label, row
from app.desktop.lab.parts import Shown
from app.words import tr


class BeforeRun(QFrame):
    """Says that nothing was run and offers it; while something is worked out it says that, and offers to stop."""

    def __init__(self, shown: Shown) -> None:
        super().__init__()
        look, self._shown = shown.look, shown
        self.setObjectName("run-first")
        self._title, self._said = label("", "start"), label("", "note", wrap=True)
        self._said.setFixedWidth(look.px(420))
        self._go = button(look, tr("Run"), self._press, icon="play", name="run-here")
        margins = (look.px(28), look.px(64), look.px(28), look.px(64))
        go = row(self._go, None)
        self.setLayout(column(self._title, self._said, look.px(12), go, spacing=look.px(8), margins=margins))
        shown.studio.running_changed.connect(self._settle)
        shown.studio.answered.connect(self._settle)
        self._settle()

    def _press(self) -> None:
        self._shown.act("stop" if self._shown.studio.running else "simulate")

    def _alone(self) -> bool:
        """Whether a run of what is looked at had the control only."""
        finished, document = self._shown.studio.finished, self._shown.document
        return finished is not None and finished.map_id == document.map_id and len(finished.result.arms) < 2

    def _settle(self) -> None:
        look, runs = self._shown.look, self._shown.studio.running
        if runs:
            self._title.setText(tr("Working"))
            self._said.setText(tr("Once the visitors have walked the map, the answer stands here."))
        elif self._alone():
            self._title.setText(tr("Nothing to compare yet"))
            self._said.setText(tr("The control was run by itself. Add an arm: the answer is what it does differently."))
        else:
            self._title.setText(tr("Nothing has been run yet"))
            self._said.setText(
                tr("Synthetic visitors walk this map with and without the messages. The answer is the lift to expect.")
            )
        words = tr("Stop") if runs else tr("Run")
        self._go.setText(f" {words}")
        self._go.setAccessibleName(words)
        self._go.setIcon(look.icon("stop" if runs else "play", "ink2"))
        for text in (self._title, self._said):
            text.ensurePolished()
        self._title.setMinimumHeight(self._title.sizeHint().height() + look.px(4))
        self._said.setMinimumHeight(self._said.heightForWidth(self._said.maximumWidth()) + look.px(4))
