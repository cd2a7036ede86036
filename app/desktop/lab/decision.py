"""What is done with the answer, and why: written down next to the run it rests on, and the log of earlier decisions."""

from __future__ import annotations

from datetime import UTC, datetime

from PySide6.QtWidgets import QPlainTextEdit, QWidget

from app.desktop.answer import sentences
from app.desktop.chrome.basics import button, column, hairline, label, row
from app.desktop.lab.keeping import Held
from app.desktop.lab.parts import Part, Shown, titled
from app.project.experiments import decisions_of, write_down
from app.project.model import Decision, Project
from app.words import tr

DRAFT = "decision-draft"


class Note(QPlainTextEdit):
    """Where the decision is written; what is half written is kept while the page changes around it."""

    def __init__(self, shown: Shown) -> None:
        super().__init__(shown.opened.get(DRAFT, ""))
        self.setObjectName("decision-text")
        self.setPlaceholderText(tr("What do we do with this, and why?"))
        self.setAccessibleName(tr("Decision"))
        self.setTabChangesFocus(True)
        self.setFixedHeight(shown.look.px(84))
        self.textChanged.connect(lambda: shown.opened.__setitem__(DRAFT, self.toPlainText()))


def make(shown: Shown) -> QWidget | None:
    """A note to write, and the log below it: analyse, hypothesise, test, evaluate, implement, and again."""
    experiment = _experiment(shown)
    if not experiment:
        return None
    look = shown.look
    note = Note(shown)

    def keep() -> None:
        if decide(shown, note.toPlainText()):
            shown.opened[DRAFT] = ""
            shown.remake("decision")

    box = column(note, spacing=look.px(8))
    box.addLayout(row(None, button(look, tr("Write it down"), keep, icon="pencil-simple", name="write-decision")))
    log = _log(shown, experiment)
    for index, part in enumerate(log):
        if index:
            box.addWidget(hairline())
        box.addWidget(part)
    return titled(look, tr("Decision"), "", box)


def _experiment(shown: Shown) -> str:
    found = shown.finished.result.experiment if shown.finished is not None else ""
    return found if found in shown.document.project.experiments else shown.document.experiment_id


def run_of(shown: Shown) -> str | None:
    """The kept run that is shown."""
    moment = shown.finished.moment if shown.finished is not None else ""
    experiment = _experiment(shown)
    runs = shown.document.project.runs
    return next((key for key, one in runs.items() if (one.moment, one.experiment) == (moment, experiment)), None)


def decide(shown: Shown, words: str) -> bool:
    """Write a decision down; nothing is written without words."""
    text = words.strip()
    if not text:
        return False
    document, author = shown.document, shown.studio.settings.author
    moment = datetime.now(UTC).isoformat(timespec="seconds")
    made = write_down(document.project, _experiment(shown), run_of(shown), text, author, moment)
    document.edit(made.edit)
    return True


def _log(shown: Shown, experiment: str) -> list[QWidget]:
    """Where the experiment is in its cycle, then every decision with what it rests on."""
    project, look = shown.document.project, shown.look
    found: list[QWidget] = [label(cycle(project, experiment), "note", wrap=True)]
    found[0].setObjectName("cycle")
    for key in decisions_of(project, experiment):
        record = project.decisions[key]
        said = label(record.text, wrap=True)
        said.setObjectName(f"decision-{key}")
        made = QWidget()
        made.setLayout(column(said, label(rests(project, record), "small", wrap=True), spacing=look.px(2)))
        found.append(made)
    return found


def rests(project: Project, record: Decision) -> str:
    """Who decided, when, and on which run."""
    parts = [record.author, sentences.when(record.moment)]
    run = project.runs.get(record.run or "")
    if run is not None:
        parts.append(tr("on the run of {moment}", moment=sentences.when(run.moment)))
    return " · ".join(part for part in parts if part)


def cycle(project: Project, experiment: str) -> str:
    """How far the cycle is, and what comes next."""
    asked = project.experiments[experiment]
    if not asked.hypothesis.strip():
        return tr("Next: write the hypothesis down, before you run it.")
    if not any(run.experiment == experiment for run in project.runs.values()):
        return tr("Next: run it.")
    if not decisions_of(project, experiment):
        return tr("Next: say what you do with the answer.")
    return tr("Decided. Next: build it, test it for real, and ask the next question.")


def looks_at(shown: Shown) -> object:
    """Decisions, runs, the hypothesis, and the run that is shown."""
    project = shown.document.project
    moment = shown.finished.moment if shown.finished is not None else ""
    held = (Held(project.decisions), Held(project.runs), Held(project.experiments))
    return *held, moment, shown.document.map_id, shown.document.experiment_id


DECISION = Part("decision", "right", 50, make, without_answer=True, looks_at=looks_at)
