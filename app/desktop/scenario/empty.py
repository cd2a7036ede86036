"""What is shown while there is nothing to say who hears what: one sentence, and ways to begin."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget

from app.desktop.chrome.basics import button, column, label, row
from app.desktop.look import Look
from app.desktop.scenario.context import Desk
from app.project.policies.starter import Names, empty_policy, starter
from app.words import mark_in, name, speaking, tr, tr_in
from simulation.policy.model import AUDIENCE_KINDS, AudienceKind

_TITLES: dict[AudienceKind, str] = {
    "unknown": mark_in("audience title", "Unknown visitor"),
    "orientating": mark_in("audience title", "Orientating"),
    "buying": mark_in("audience title", "In buying mood"),
    "exclude": mark_in("audience title", "Left alone"),
}


def names_in(tongue: str) -> Names:
    """What things are called in the language of the project."""
    with speaking("nl" if tongue == "nl" else "en"):
        return Names(
            audiences={kind: tr_in("audience title", _TITLES[kind]) for kind in AUDIENCE_KINDS},
            policy=tr("Starter rules"),
            reminder=name("technique", "reminder"),
            reviews=name("technique", "reviews"),
            reassurance=name("technique", "reassurance"),
            returning=tr("Has been here before"),
        )


def make_starter(desk: Desk) -> str:
    """Three rules to begin with; the policy's id."""
    names = names_in(desk.project.project.language)
    return desk.make(lambda: starter(desk.project, names, desk.document.map_id))


def make_empty(desk: Desk) -> str:
    """An empty scenario with the phases and audiences it needs; its id."""
    names = names_in(desk.project.project.language)
    return desk.make(lambda: empty_policy(desk.project, tr("New scenario"), names.audiences))


def empty_page(look: Look, sentence: str, ways: tuple[tuple[str, str, Callable[[], object], str], ...]) -> QWidget:
    """One sentence in the middle with buttons below it; the first one is the way most people go."""
    words = label(sentence, "sentence", wrap=True)
    words.setAlignment(Qt.AlignmentFlag.AlignHCenter)
    words.setFixedWidth(look.px(440))
    made = [button(look, said, act, icon=icon, name=object_name) for said, icon, act, object_name in ways]
    holder = QWidget()
    holder.setObjectName("scenario-empty")
    holder.setLayout(
        column(
            None, row(None, words, None), look.px(14), row(None, *made, None, spacing=look.px(10)), None, None,
            margins=(look.px(32),) * 4,
        )
    )  # fmt: skip
    return holder
