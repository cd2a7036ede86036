"""What the studio knows and can do, without a single widget: settings, look, the open document, runs.

The window shows it and asks for things; dialogs and the strip are handed in as two small ports.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any, Protocol

from PySide6.QtCore import QObject, Qt, Signal
from PySide6.QtGui import QGuiApplication

from app.desktop.errors import said
from app.desktop.jobs import Job, Jobs, Progress, Work, busy_words
from app.desktop.look import Look, chosen
from app.desktop.studies import Studied
from app.settings import Settings, load_settings, save_settings
from app.words import language, set_language, tr
from personas.problems import FootfallError

if TYPE_CHECKING:
    from app.desktop.answers import Answers
    from app.desktop.document import Document
    from app.desktop.pricing import Priced
    from app.desktop.runs import Finished
    from app.desktop.safety import Safety
    from app.project.history import Notice
    from app.project.model import Project
    from simulation.experiment.run import Settings as RunSettings

Choice = tuple[str, Callable[[], object]]


class Ports(Protocol):
    """What the studio asks of the window."""

    def say(self, words: str, *choices: Choice, grave: bool = True) -> None:
        """Show one sentence with the ways out of it."""

    def choose_to_open(self) -> Path | None:
        """Let the user pick a project; none when he thinks better of it."""

    def choose_to_save(self, proposal: Path) -> Path | None:
        """Let the user pick where to save."""


class Studio(QObject):
    """Everything but the widgets.

    Signals:
        look_changed: theme, room or language is another one; widgets are built anew.
        document_changed: another project is open, or none.
        state_changed: title, saved or not, undo and redo.
        running_changed: a run began or ended.
        progressed: with a `Progress` while one runs. stopping: it was asked to stop.
        answered: there is another answer, or there are other prices; or they went stale.
    """

    look_changed = Signal()
    document_changed = Signal()
    state_changed = Signal()
    running_changed = Signal()
    progressed, stopping = Signal(object), Signal()
    answered = Signal()

    def __init__(
        self,
        settings_path: Path | None = None,
        *,
        run_settings: RunSettings | None = None,
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self._run_settings = run_settings
        self._settings_path = settings_path
        self.settings, self.unread = load_settings(settings_path)
        set_language(self.settings.language)
        self.look: Look = chosen(self.settings.theme, self.settings.zoom_text)
        self.document: Document | None = None
        self.finished: Finished | None = None
        self.priced: Priced | None = None
        self.studies: dict[str, Studied] = {}
        self.searching: dict[str, Any] = {}
        self.jobs = Jobs(self)
        self._job: Job | None = None
        self._turns = 0
        self.ports: Ports | None = None
        hints = QGuiApplication.styleHints()
        hints.colorSchemeChanged.connect(self._system_changed)

    @cached_property
    def _answers(self) -> Answers:
        """The answer of each map and experiment of what is open."""
        from app.desktop.answers import Answers

        return Answers()

    @cached_property
    def safety(self) -> Safety:
        """What keeps work from being lost."""
        from app.desktop.safety import Safety

        return Safety(self)

    # ---- settings --------------------------------------------------------------------------------------------

    def _keep(self, settings: Settings) -> None:
        self.settings = settings
        try:
            save_settings(settings, self._settings_path)
        except OSError as error:
            self.say(tr("Your settings cannot be kept: {reason}.", reason=error.strerror or str(error)))

    def remember(self, **changes: Any) -> None:
        """Keep other settings."""
        self._keep(Settings.model_validate({**self.settings.model_dump(), **changes}))

    def set_theme(self, name: str) -> None:
        """Light, dark, contrast, or system."""
        self.remember(theme=name)
        self._dress()

    def set_room(self, room: float) -> None:
        """1, 1.25 or 1.5: how far away the people are who must read it."""
        self.remember(zoom_text=room)
        self._dress()

    def set_language(self, tongue: str) -> None:
        """English or Dutch, everywhere, now."""
        if tongue != language():
            self.remember(language=tongue)
            set_language(tongue)
            self.look_changed.emit()

    def _dress(self) -> None:
        look = chosen(self.settings.theme, self.settings.zoom_text)
        if look != self.look:
            self.look = look
            self.look_changed.emit()

    def _system_changed(self, _scheme: Qt.ColorScheme) -> None:
        if self.settings.theme == "system":
            self._dress()

    # ---- saying ----------------------------------------------------------------------------------------------

    def say(self, words: str, *choices: Choice, grave: bool = True) -> None:
        """Show one sentence."""
        if self.ports is not None:
            self.ports.say(words, *choices, grave=grave)

    def say_error(self, error: BaseException) -> None:
        """Show what went wrong as one sentence."""
        self.say(said(error))

    def say_done(self, words: str, then: Callable[[], object] = lambda: None) -> None:
        """Show what was done just now, with the way back; `then` follows once that was gone."""
        document = self.document
        if document is None:
            return
        take_back = document.way_back()

        def undo() -> None:
            if document is self.document and take_back():
                then()
            else:
                self.say(tr("You changed other things since. Ctrl+Z takes those back first."), grave=False)

        self.say(words, (tr("Undo"), undo), grave=False)

    # ---- documents -------------------------------------------------------------------------------------------

    def open_asked(self) -> None:
        """Let the user pick a file and open it."""
        path = self.ports.choose_to_open() if self.ports is not None else None
        if path is not None:
            self.open(path)

    def open(self, path: Path) -> None:
        """Open a project, after a word about changes that would be lost, and about others who have it open."""
        self.unless_unsaved(lambda: self.safety.unless_open_elsewhere(path, lambda: self._open(path)))

    def open_copy(self, path: Path) -> None:
        """Open a project as one that has no file yet."""
        self._open(path, copy=True)

    def _open(self, path: Path, *, copy: bool = False) -> None:
        from app.desktop.document import Document
        from app.project.files import load

        try:
            loaded = load(path)
        except FootfallError as error:
            if not path.exists():
                self._keep(self.settings.without_recent(path))
            self.say_error(error)
            return
        if copy:
            self.show_document(Document(loaded.project, None, digest=None, parent=self))
            return
        self._keep(self.settings.with_recent(path))
        self.show_document(Document(loaded.project, path, digest=loaded.digest, parent=self))
        self.safety.offer_for(path)

    def begin(self, project: Project) -> None:
        """Show a project that has no file yet (an example, a framework)."""
        from app.desktop.document import Document

        self.unless_unsaved(lambda: self.show_document(Document(project, None, digest=None, parent=self)))

    def close_document(self) -> None:
        """Back to the start page."""
        self.unless_unsaved(lambda: self.show_document(None))

    def show_document(self, document: Document | None) -> None:
        """Show another project, or none, in the place of the one that is open."""
        self.stop()
        if self.document is not None:
            self.document.close()
            self.document.deleteLater()
        self.document = document
        self.finished = self.priced = None
        self.studies = {}
        self.__dict__.pop("_answers", None)
        if document is not None:
            document.changed.connect(self._noticed)
            document.state_changed.connect(self.state_changed)
            document.map_changed.connect(self.state_changed)
            document.map_changed.connect(self._other_map)
            self.finished = self._answers.first(document)
        self.safety.shown(document)
        self.document_changed.emit()
        self.answered.emit()

    def unless_unsaved(self, act: Callable[[], object]) -> None:
        """Do it at once when nothing would be lost; else ask, in one sentence, what to do with the changes."""
        document = self.document
        if document is None or not document.worth_keeping:
            act()
            return

        def keep() -> None:
            if self.save():
                act()

        words = tr("{title} has changes that are not saved.", title=document.title)
        self.say(words, (tr("Save"), keep), (tr("Discard"), act), grave=False)

    def save(self, *, force: bool = False) -> bool:
        """Save where the project was opened, or ask where; false when it was not saved."""
        document = self.document
        if document is None:
            return False
        if document.path is None:
            return self.save_as()
        return self._save(document, document.path, force=force)

    def save_as(self) -> bool:
        """Ask where, and save there."""
        document = self.document
        if document is None or self.ports is None:
            return False
        path = self.ports.choose_to_save(document.path or Path(f"{document.file_stem}.footfall.json"))
        if path is None:
            return False
        return self._save(document, path, force=path != document.path and path.exists())

    def _save(self, document: Document, path: Path, *, force: bool) -> bool:
        from app.project.files import save

        try:
            digest = save(path, document.project, expected_digest=document.digest_of(path), force=force)
        except FootfallError as error:
            if any(finding.code == "changed" for finding in error.findings):
                self.say(
                    tr("{file} was changed on disk since you opened it. It was not overwritten.", file=path.name),
                    (tr("Save as…"), self.save_as),
                    (tr("Take theirs"), self.safety.take_theirs),
                    (tr("Overwrite it"), lambda: self._save(document, path, force=True)),
                )
            else:
                self.say_error(error)
            return False
        document.saved_as(path, digest)
        self.safety.saved(path, digest)
        self._keep(self.settings.with_recent(path))
        return True

    # ---- running ---------------------------------------------------------------------------------------------

    @property
    def run_settings(self) -> RunSettings | None:
        """How runs are made when nobody says otherwise; none: as many visitors as it takes."""
        return self._run_settings

    @property
    def running(self) -> bool:
        """Whether a run is under way."""
        return self._job is not None

    def run(self, settings: RunSettings | None = None) -> None:
        """Simulate the experiment of the map that is shown, beside the window's own work; `settings` are for once."""
        document = self.document
        if document is None or not document.map_id or self.busy_said():
            return
        from app.desktop.runs import work

        asked = work(document.project, document.map_id, settings or self._run_settings, document.experiment_id)
        turn = self._turns
        self._start(asked, lambda finished: self._succeeded(document, finished, turn))

    def price(self) -> None:
        """Price the pain points of the map that is shown, beside the window's own work."""
        document = self.document
        if document is None or not document.map_id or self.busy_said():
            return
        from app.desktop import pricing

        asked = pricing.work(document.project, document.map_id, self._run_settings)
        turn = self._turns
        self._start(asked, lambda priced: self._show_prices(document, priced, turn))

    def study(self, key: str, asked: Work) -> None:
        """Do longer work on the map that is shown, beside the window's own; what comes of it is kept under `key`."""
        document = self.document
        if document is None or self.busy_said():
            return
        map_id, turn = document.map_id, self._turns

        def keep(value: object) -> None:
            if document is self.document:
                self.studies[key] = Studied(value, map_id, stale=turn != self._turns)
                self.answered.emit()

        self._start(asked, keep)

    def busy_said(self) -> bool:
        """Whether something is under way already, which is said with the way out."""
        if self.running:
            self.say(busy_words(), (tr("Stop"), self.stop), grave=False)
        return self.running

    def _start(self, asked: Work, done: Callable[[Any], object]) -> None:
        job = self.jobs.start(asked)
        self._job = job
        job.progressed.connect(self._progressed)
        job.succeeded.connect(done)
        job.failed.connect(self.say_error)
        job.stopped.connect(lambda: self.say(tr("Stopped before there was anything to show."), grave=False))
        job.finished.connect(self._ended)
        self.running_changed.emit()

    def stop(self) -> None:
        """Ask the run to stop; what is done is kept when it is enough for an answer."""
        if self._job is not None:
            self._job.stop()
            self.stopping.emit()

    def _progressed(self, progress: Progress) -> None:
        if self._job is not None:
            self.progressed.emit(progress)

    def leave(self) -> None:
        """The window closes: what runs is stopped, and nothing is left behind for a next start to find."""
        self.jobs.stop_all()
        self.safety.leave()

    def _succeeded(self, document: Document, finished: Finished, turn: int) -> None:
        """Keep a run, and show it where the user still looks at what was run; else say that it is there."""
        if document is not self.document:
            return
        from app.desktop.answers import is_of
        from app.desktop.runs import remembered

        if turn != self._turns:
            finished = finished.gone_stale()
        self._answers.keep(finished)
        try:
            edit = remembered(document.project, finished)
            document.edit(edit)
        except FootfallError as error:
            self.say_error(error)
        if is_of(finished, document):
            self.finished = finished
        else:
            words = tr("The run is done. You look at something else by now.")
            self.say(words, (tr("Show it"), lambda: self.show_finished(finished)), grave=False)
        self.answered.emit()

    def _show_prices(self, document: Document, priced: Priced, turn: int) -> None:
        if document is not self.document:
            return
        self.priced = priced if turn == self._turns else priced.gone_stale()
        self.answered.emit()

    def _ended(self) -> None:
        self._job = None
        self.running_changed.emit()

    # ---- which answer is shown -------------------------------------------------------------------------------

    def look_at(self, experiment: str) -> None:
        """Look at another experiment of the map that is shown, with the latest of its runs."""
        document = self.document
        if document is None:
            return
        document.look_at(experiment)
        self.finished = self._answers.of(document)
        self.answered.emit()

    def show_finished(self, finished: Finished) -> None:
        """Look at an earlier run again, on its map and with its experiment."""
        document = self.document
        self._answers.keep(finished)
        if document is not None:
            document.look_at(finished.result.experiment)
            document.show_map(finished.map_id)
        self.finished = finished
        self.answered.emit()

    def _other_map(self) -> None:
        """Another map is shown: so is its answer."""
        if self.document is not None:
            self.finished = self._answers.of(self.document)
            self.answered.emit()

    def _noticed(self, notice: Notice) -> None:
        from app.desktop.answers import is_of
        from app.desktop.runs import matters

        document = self.document
        if document is None or not matters(notice):
            return
        self._turns += 1
        finished, priced, studies = self.finished, self.priced, self.studies
        self._answers.age()
        if finished is not None and not finished.stale:
            self.finished = finished.gone_stale()
        if priced is not None and not priced.stale:
            self.priced = priced.gone_stale()
        if not all(one.stale for one in studies.values()):
            self.studies = {key: one.gone_stale() for key, one in studies.items()}
        asked_anew = any(line.table == "experiments" for line in notice.touched)
        if asked_anew and (self.finished is None or not is_of(self.finished, document)):
            self.finished = self._answers.of(document)
        if (finished, priced, studies) != (self.finished, self.priced, self.studies):
            self.answered.emit()
