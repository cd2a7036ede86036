"""The ethics check beside the answer: what to ask about the arm that is looked at, why, and what to change."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel, QLayout, QVBoxLayout, QWidget

from app.actions.ethics_words import mend, of_arm, what, why
from app.desktop.chrome.basics import column, label, row
from app.desktop.lab.parts import Part, Shown, titled
from app.desktop.look import Look
from app.words import tr
from personas.problems import FootfallError

if TYPE_CHECKING:
    from simulation.ethics import Concern

_ICONS = {"error": ("prohibit", "ember"), "warning": ("scales", "ember"), "note": ("info", "ink2")}


def make(shown: Shown) -> QWidget | None:
    """Every concern about the arm; a sentence when there is none."""
    if shown.answer is None or shown.finished is None:
        return None
    look, concerns = shown.look, _concerns(shown)
    if concerns is None:
        words = tr("The project has changed since this run. Run it again to check it.")
        return titled(look, tr("Ethics check"), "", label(words, "note", wrap=True))
    if not concerns:
        held = row(_sign(look, "check-circle", "ink2"), label(_nothing(), "note", wrap=True), spacing=look.px(9))
        held.setStretch(1, 1)
        return titled(look, tr("Ethics check"), "", held)
    rows = column(*(_row(look, one) for one in concerns), spacing=look.px(12))
    return titled(look, tr("Ethics check"), "", rows)


def _nothing() -> str:
    return tr("No claim without proof, no sensitive targeting, nobody left behind.")


def _concerns(shown: Shown) -> tuple[Concern, ...] | None:
    """Those of the run; of a run that was kept without them, those of the project; none once that is another."""
    answer, finished = shown.answer, shown.finished
    if answer is None or finished is None:
        return ()
    concerns = finished.result.ethics
    if not concerns:
        if finished.stale:
            return None
        from app.project.slices import scenario
        from simulation.ethics import ethics

        try:
            concerns = ethics(scenario(shown.document.project, finished.result.experiment or None, finished.map_id),
                              finished.result)  # fmt: skip
        except FootfallError:
            return None
    return of_arm(concerns, answer.arm_id)


def _sign(look: Look, icon: str, token: str) -> QLabel:
    sign = QLabel()
    sign.setPixmap(look.icon(icon, token).pixmap(look.size(18, 18)))
    return sign


def _row(look: Look, one: Concern) -> QLayout:
    """The sign; what is the matter, what to change, and why with its norm in small."""
    icon, token = _ICONS[one.severity]
    words = QVBoxLayout()
    words.setSpacing(look.px(3))
    words.addWidget(label(what(one), "value" if one.severity != "note" else "note", wrap=True))
    words.addWidget(label(mend(one), "note", wrap=True))
    reason = label(tr("{why} {norm}.", why=why(one), norm=one.norm), "small", wrap=True)
    reason.setAccessibleName(reason.text())
    words.addWidget(reason)
    made = row(spacing=look.px(9))
    made.addWidget(_sign(look, icon, token), 0, Qt.AlignmentFlag.AlignTop)
    made.addLayout(words, 1)
    return made


def _looks_at(shown: Shown) -> object:
    finished = shown.finished
    arm = shown.answer.arm_id if shown.answer is not None else ""
    return arm, finished.result.ethics if finished is not None else (), finished.moment if finished is not None else ""


ETHICS = Part("ethics", "right", 25, make, looks_at=_looks_at)
