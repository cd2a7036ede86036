"""What stands around a sheet: its verbs above it, the room it has, and the words where there is nobody yet."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QHBoxLayout, QWidget

from app.desktop.chrome.basics import button, column, hairline, label, panel, row
from app.desktop.look import Look
from app.words import tr

Act = Callable[[str], object]


class Toolbar(QFrame):
    """What can be done with the persona that is shown. Where there is no room for words, icons say it alone."""

    def __init__(self, look: Look, act: Act) -> None:
        super().__init__()
        self._words = {
            "compare_personas": (tr("Compare two"), "scales"),
            "export_persona": (tr("Save as a file…"), "export"),
            "duplicate_persona": (tr("Duplicate"), "copy"),
            "remove_persona": (tr("Remove"), "trash"),
        }
        self._parts = {
            action: button(look, words, partial(act, action), icon=icon, role="quiet", name=action)
            for action, (words, icon) in self._words.items()
        }
        parts = self._parts.values()
        box = row(None, *parts, spacing=look.px(4), margins=(look.px(12), look.px(6), look.px(16), look.px(5)))
        self.setProperty("role", "surface")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.setLayout(column(panel(box), hairline(), spacing=0))

    def set_state(self, *, alone: bool, tight: bool) -> None:
        """Whether there is nobody to compare with, and whether there is room for words."""
        for action, part in self._parts.items():
            words = self._words[action][0]
            part.setText("" if tight else f" {words}")
            part.setToolTip(words if tight else "")
        self._parts["compare_personas"].setVisible(not alone)


def nobody_yet(look: Look, act: Act) -> QFrame:
    """The first persona is a press away."""
    words = tr(
        "A persona is one kind of visitor: what they want, what stops them, how they behave. Make your own, or "
        "take one from the library at the left and change what does not fit."
    )
    new = button(look, tr("New persona"), partial(act, "new_persona"), icon="plus", role="primary")
    new.setObjectName("first-persona")
    load = button(look, tr("From a file…"), partial(act, "import_persona"), icon="file-arrow-down")
    text = label(words, wrap=True)
    text.setMaximumWidth(look.px(520))
    inside = column(
        None, label(tr("Who travels?"), "start"), text, 6, row(new, load, None, spacing=look.px(8)), None, None,
        spacing=look.px(8), margins=(look.px(56), look.px(20), look.px(40), look.px(40)),
    )  # fmt: skip
    return panel(inside, role="surface")


def cleared(body: QHBoxLayout) -> None:
    """Let go of what is shown. It keeps its parent until it is gone: taking it away would style it anew first."""
    while (item := body.takeAt(0)) is not None:
        widget = item.widget()
        if widget is not None:
            widget.hide()
            widget.deleteLater()


def held(sheet: QWidget, widest: int) -> QFrame:
    """A sheet at the left of the room it has, no wider than one reads."""
    sheet.setMaximumWidth(widest)
    line = row(spacing=0)
    line.addWidget(sheet, 1)
    line.addStretch(0)
    return panel(line, role="surface")
