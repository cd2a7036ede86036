"""Nothing is lost: the journal of what is open, work that is offered back, others at the same file, changes on disk.

Everything is said in the strip, in one sentence with the ways out of it; nothing waits for an answer.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Qt, QTimer, Signal
from PySide6.QtGui import QGuiApplication

from app.desktop.document import Document
from app.project.canonical import digest_of
from app.project.files import load, read_bytes
from app.project.journal import Journal
from app.project.presence import BEAT_S, Presence, others_at
from app.project.recovery import Lost, discard, find, find_for, recover, steps_between
from app.version import version
from app.words import plural, tr
from personas.problems import FootfallError

if TYPE_CHECKING:
    from app.desktop.studio import Studio

_Stamp = tuple[int, int, int]


class Safety(QObject):
    """Watches over the document of a studio."""

    _refused = Signal(object)

    def __init__(self, studio: Studio) -> None:
        super().__init__(studio)
        self._studio = studio
        self._journal: Journal | None = None
        self._presence: Presence | None = None
        self._stamp: _Stamp | None = None
        self._told: str | None = ""
        self._replaces: tuple[str, ...] = ()
        self._warned = False
        self._refused.connect(self._say_refused)  # from the journal's thread into the window's
        application = QGuiApplication.instance()
        if isinstance(application, QGuiApplication):
            application.applicationStateChanged.connect(self._activated)
        self._pulse = QTimer(self)
        self._pulse.setInterval(int(BEAT_S * 1000))
        self._pulse.timeout.connect(self._beat)

    # ---- what is open ------------------------------------------------------------------------------------------

    def shown(self, document: Document | None) -> None:
        """Another document is open, or none: the one before it was closed on purpose."""
        self.leave()
        if document is None:
            QTimer.singleShot(0, self.offer)
            return
        self._warned = False
        self._journal = Journal(
            document.history,
            document.path,
            document.digest_of(document.path) if document.path is not None else None,
            app=version(),
            tell=self._refused.emit,
            replaces=self._replaces,
        )
        self._replaces = ()
        self._enter(document.path)

    def saved(self, path: Path, digest: str) -> None:
        """What is open was saved: the journal begins anew with the next change."""
        if self._journal is not None:
            self._journal.saved(path, digest)
        self._enter(path)

    def leave(self) -> None:
        """What is open is closed on purpose: no journal and no note are left behind."""
        if self._journal is not None:
            self._journal.close()
            self._journal = None
        self._enter(None)

    def _enter(self, path: Path | None) -> None:
        if self._presence is not None:
            self._presence.leave()
        self._presence = Presence(path) if path is not None else None
        self._stamp, self._told = _stamp(path), ""
        if path is None:
            self._pulse.stop()
        else:
            self._pulse.start()

    def _beat(self) -> None:
        if self._presence is not None:
            self._presence.beat()

    def _say_refused(self, error: OSError) -> None:
        if not self._warned:
            self._warned = True
            reason = error.strerror or str(error)
            self._studio.say(tr("Changes cannot be kept while you work: {reason}. Save now and then.", reason=reason))

    # ---- work that was lost --------------------------------------------------------------------------------------

    def offer(self) -> None:
        """Offer back what was not saved when Footfall stopped, the latest first."""
        if self._studio.document is None:
            self._offer(find())

    def offer_for(self, path: Path) -> None:
        """The same for one file, which was opened just now."""
        self._offer(find_for(path))

    def _offer(self, found: tuple[Lost, ...]) -> None:
        if not found:
            return
        lost = found[0]
        title = lost.title or tr("a new project")
        words = plural(
            "Footfall stopped while you were working on {title}: {count} change was not saved.",
            "Footfall stopped while you were working on {title}: {count} changes were not saved.",
            lost.steps,
            title=title,
            count=lost.steps,
        )
        self._studio.say(
            words,
            (tr("Bring it back"), partial(self.bring_back, lost)),
            (tr("Discard"), lambda: self._throw_away(lost, found[1:])),
            grave=False,
        )

    def _throw_away(self, lost: Lost, others: tuple[Lost, ...]) -> None:
        discard(lost)
        self._offer(others)

    def bring_back(self, lost: Lost) -> None:
        """Open the work that was lost, as changes that are not saved yet."""
        self._studio.unless_unsaved(lambda: self._bring_back(lost))

    def _bring_back(self, lost: Lost) -> None:
        studio = self._studio
        try:
            recovered = recover(lost)
            edits = recovered.edits()
            document = Document(recovered.before, recovered.file, digest=recovered.digest, parent=studio)
            self._replaces = (lost.journal.name,)
            studio.show_document(document)
            for edit in edits:
                document.edit(edit)
        except FootfallError as error:
            studio.say_error(error)
            return
        if self._journal is not None:
            self._journal.when_safe(partial(discard, lost))
        if not recovered.complete:
            studio.say(tr("A part of it could not be read. This is what you did before that."), grave=False)
        elif lost.file is not None and recovered.file is None:
            words = tr("{file} was changed in the meantime. This is a copy with your work in it.", file=lost.file.name)
            studio.say(words, (tr("Save as…"), studio.save_as), grave=False)

    # ---- somebody else -------------------------------------------------------------------------------------------

    def unless_open_elsewhere(self, path: Path, act: Callable[[], object]) -> None:
        """Open a file at once when nobody else has it open; else ask, in one sentence."""
        if not others_at(path, but=self._presence):
            act()
            return
        words = tr("{file} is open in another window of Footfall.", file=path.name)
        self._studio.say(
            words,
            (tr("Open a copy"), lambda: self._studio.open_copy(path)),
            (tr("Open it anyway"), act),
            grave=False,
        )

    def _activated(self, state: Qt.ApplicationState) -> None:
        if state == Qt.ApplicationState.ApplicationActive:
            self.look()

    def look(self) -> None:
        """See whether the file on disk is still the one that was opened, and say so once when it is not."""
        document = self._studio.document
        path = document.path if document is not None else None
        if document is None or path is None:
            return
        stamp = _stamp(path)
        if stamp == self._stamp:
            return
        self._stamp = stamp
        digest = _digest(path)
        if digest == document.digest_of(path):
            self._told = ""
        elif digest != self._told:
            self._told = digest
            self._say_changed(document, path, digest)

    def _say_changed(self, document: Document, path: Path, digest: str | None) -> None:
        save_as = (tr("Save as…"), self._studio.save_as)
        if digest is None:
            words = tr("{file} is no longer where it was.", file=path.name)
            self._keep_mine(document, document.digest_of(path))
            self._studio.say(words, (tr("Save it there again"), self._studio.save), save_as)
            return
        words = tr("{file} was changed on disk by another program.", file=path.name)
        if document.dirty:
            words = tr("{file} was changed on disk, and you have changes of your own.", file=path.name)
        keep = (tr("Keep mine"), lambda: self._keep_mine(document, digest))
        self._studio.say(words, (tr("Take theirs"), self.take_theirs), keep, save_as)

    def _keep_mine(self, document: Document, digest: str | None) -> None:
        document.keep_against(digest)
        if self._journal is not None and document is self._studio.document:
            self._journal.kept(digest)

    def take_theirs(self) -> None:
        """Show the file as it stands on disk now: one step, which can be undone."""
        document = self._studio.document
        if document is None or document.path is None:
            return
        try:
            loaded = load(document.path)
            for edit in steps_between(document.project, loaded.project, "reload"):
                document.edit(edit)
        except FootfallError as error:
            self._studio.say_error(error)
            return
        document.saved_as(document.path, loaded.digest)
        self.saved(document.path, loaded.digest)


def _stamp(path: Path | None) -> _Stamp | None:
    """What tells quickly that a file is another one; none when it is not there."""
    if path is None:
        return None
    try:
        found = path.stat()
    except OSError:
        return None
    return found.st_mtime_ns, found.st_size, found.st_ino


def _digest(path: Path) -> str | None:
    try:
        return digest_of(read_bytes(path))
    except FootfallError:
        return None
