"""Earlier runs, to look at again."""

from __future__ import annotations

from functools import partial

from PySide6.QtWidgets import QWidget

from app.desktop.answer import sentences
from app.desktop.chrome.basics import column, label
from app.desktop.inspector.linkrow import LinkRow
from app.desktop.lab.parts import Part, Shown, titled
from app.desktop.runs import kept_runs
from app.words import number, tr

_MOST = 14


def make(shown: Shown) -> QWidget:
    """The latest runs, the one that is shown marked."""
    look = shown.look
    moment = shown.finished.moment if shown.finished is not None else ""
    rows = column(spacing=look.px(2))
    runs = kept_runs(shown.document.project)
    for key, record in runs[:_MOST]:
        made = LinkRow(
            look,
            sentences.when(record.moment),
            number(record.visitors),
            partial(shown.choose_run, key),
            icon="clock-counter-clockwise",
            current=record.moment == moment,
        )
        made.setObjectName(f"run-{key}")
        rows.addWidget(made)
    if not runs:
        rows.addWidget(label(tr("Each run is kept here."), "note", wrap=True))
    return titled(look, tr("Runs"), "", rows)


def looks_at(shown: Shown) -> object:
    """Which runs are kept, and which one is shown."""
    moment = shown.finished.moment if shown.finished is not None else ""
    return tuple(key for key, _ in kept_runs(shown.document.project)), moment


EARLIER = Part("runs", "left", 20, make, without_answer=True, looks_at=looks_at)
