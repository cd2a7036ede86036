"""The small parts beside the answer: what to look at twice, what it costs, how it was made."""

from __future__ import annotations

from PySide6.QtWidgets import QWidget

from app.desktop.answer import sentences
from app.desktop.answer.panel import cost_rows, look_twice
from app.desktop.chrome.basics import column, label
from app.desktop.lab.parts import Part, Shown, titled
from app.words import tr


def make_twice(shown: Shown) -> QWidget | None:
    """Every warning about this arm."""
    if shown.answer is None or not shown.answer.warnings:
        return None
    look = shown.look
    rows = column(*(look_twice(look, warning) for warning in shown.answer.warnings), spacing=look.px(10))
    return titled(look, tr("Look twice"), "", rows)


def make_costs(shown: Shown) -> QWidget | None:
    """What it costs and brings in a month."""
    if shown.answer is None:
        return None
    return titled(shown.look, tr("What it costs, a month"), "", cost_rows(shown.look, shown.answer))


def make_made(shown: Shown) -> QWidget | None:
    """When, with how many visitors, from which seed."""
    answer, finished = shown.answer, shown.finished
    if answer is None or finished is None:
        return None
    said = (sentences.stamp(answer, finished.moment), sentences.settings(answer), answer.label + ".")
    rows = column(*(label(words, "note", wrap=True) for words in said), spacing=shown.look.px(4))
    return titled(shown.look, tr("How it was made"), "", rows)


def _answer(shown: Shown) -> object:
    return shown.answer


def _moment(shown: Shown) -> object:
    return shown.answer, shown.finished.moment if shown.finished is not None else ""


LOOK_TWICE = Part("looktwice", "right", 20, make_twice, looks_at=_answer)
COSTS = Part("costs", "right", 35, make_costs, looks_at=_answer)
MADE = Part("made", "right", 60, make_made, looks_at=_moment)
