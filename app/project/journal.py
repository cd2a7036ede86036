"""The journal: whatever is done to a project is on disk at once, so that a crash loses only the gesture in flight.

A journal is a file of lines (`app.project.journal_lines`) in the user's state folder, one per open project and program.
It begins with the first change and is taken away when the project is saved or closed; one that is left over belongs to
a program that stopped (`app.project.recovery`). Lines are handed to the system as they come, which survives the end of
the program; a thread beside the window brings them to the disk within a second, for when the power goes.
"""

from __future__ import annotations

import contextlib
import os
import secrets
import threading
import time
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import partial
from pathlib import Path

from app.project.canonical import Plain, digest_of, dumps, plain
from app.project.edits import HEADER
from app.project.history import History, Notice
from app.project.journal_lines import entry_of, sealed_line
from app.project.keeper import Keeper
from app.project.model import UNDOABLE, VERSION, Project
from app.project.places import state_folder, stem_of
from app.project.presence import Who, me
from app.project.reading import LARGEST

JOURNAL_FORMAT = "footfall-journal"
JOURNAL_VERSION = 1
ENDING, BASE_ENDING = ".journal", ".base"
COMPACT_AT = 8_000_000
"""Bytes of changes after which a journal begins anew with the project as it is then."""
_TRY_AGAIN_S = 2.0


def journal_folder(folder: Path | None = None) -> Path:
    """Where journals are kept: in the user's state folder, or in the folder that is given instead of it."""
    return (folder or state_folder()) / "journals"


def now_text() -> str:
    """This moment, UTC, to the second."""
    return datetime.now(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


@dataclass
class Tally:
    """How many steps a project is away from where it began: those that were undone and those done since."""

    start: int
    low: int
    depth: int
    kept: int = 0

    @classmethod
    def at(cls, depth: int) -> Tally:
        """The beginning, with so many steps that could be undone."""
        return cls(depth, depth, depth)

    def plain(self) -> list[int]:
        """As plain JSON data."""
        return [self.start, self.low, self.depth, self.kept]

    def add(self, why: str, depth: int, tables: Iterable[str]) -> None:
        """One more thing happened; `tables` are those it touched."""
        if why == "done" and not any(table in UNDOABLE or table == HEADER for table in tables):
            self.kept += 1
        self.depth = depth
        self.low = min(self.low, depth)

    @property
    def steps(self) -> int:
        """The number of steps."""
        return (self.start - self.low) + (self.depth - self.low) + self.kept


class _Sheet:
    """One journal file while it is written."""

    def __init__(self, path: Path, header: Plain) -> None:
        self.path, self._check, self.size = path, "", 0
        path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        flags = os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_APPEND | getattr(os, "O_BINARY", 0)
        self._handle: int | None = os.open(path, flags, 0o600)
        try:
            self.write(header)
        except OSError:
            self.close(remove=True)
            raise
        self.start = self.size

    def write(self, *objects: Plain) -> None:
        """Hand lines to the system; OSError leaves the file with a torn end, and it cannot be written on."""
        lines = []
        check = self._check
        for data in objects:
            line, check = sealed_line(data, check)
            lines.append(line)
        rest = memoryview(b"".join(lines))
        if self._handle is None:
            raise OSError("this journal was closed")
        self.size += len(rest)
        self._check = check
        while rest:
            rest = rest[os.write(self._handle, rest) :]

    def sync(self) -> None:
        """Bring what was written to the disk."""
        if self._handle is not None:
            os.fsync(self._handle)

    def beat(self) -> None:
        """Show that whoever writes this still lives."""
        os.utime(self.path)

    def close(self, *, remove: bool) -> None:
        """Close the file; and take it away, with the copy of what it began with."""
        handle, self._handle = self._handle, None
        if handle is not None:
            os.close(handle)
        if remove:
            self.path.unlink(missing_ok=True)
            self.path.with_suffix(BASE_ENDING).unlink(missing_ok=True)


class Journal:
    """Follows one history from now on. `tell` hears, perhaps in another thread, when the disk refuses."""

    def __init__(
        self,
        history: History,
        path: Path | None,
        digest: str | None,
        *,
        app: str = "",
        folder: Path | None = None,
        who: Who | None = None,
        tell: Callable[[OSError], object] = lambda _error: None,
        replaces: tuple[str, ...] = (),
        compact_at: int = COMPACT_AT,
    ) -> None:
        self._history, self._folder, self._who, self._app = history, journal_folder(folder), who or me(), app
        self._path, self._digest, self._base = path, digest, history.project
        self._replaces, self._compact_at, self._tell = replaces, compact_at, tell
        self._sheet: _Sheet | None = None
        self._tail: list[Plain] | None = None
        self._tally = Tally.at(history.depth)
        self._failed: float | None = None
        self._broken: tuple[_Sheet, ...] = ()
        self._lock = threading.Lock()
        self._keeper = Keeper(self._sync, self._beat, tell)
        self._stop = (history.listen(self._noticed, first=True), history.on_squash(self._squashed))

    @property
    def file(self) -> Path | None:
        """The file that is written now; none before the first change."""
        return self._sheet.path if self._sheet is not None else None

    # ---- what happens to the project ---------------------------------------------------------------------------

    def _noticed(self, notice: Notice) -> None:
        data = entry_of(notice.edit, notice.after, notice.cause, self._history.depth)
        self._tally.add(notice.cause, self._history.depth, {change.table for change in notice.edit.changes})
        self._write(data)

    def _squashed(self, label: str) -> None:
        self._tally.add("squashed", self._history.depth, (HEADER,))
        self._write(self._remark("squashed", label))

    def _remark(self, why: str, label: str = "") -> Plain:
        return {"why": why, "label": label, "depth": self._tally.depth, "set": []}

    def _write(self, data: Plain) -> None:
        try:
            with self._lock:
                if self._sheet is not None:
                    self._sheet.write(data)
                    if self._tail is not None:
                        self._tail.append(data)
                elif self._failed is None or time.monotonic() - self._failed >= _TRY_AGAIN_S:
                    self._begin(data)
                grown = self._sheet is not None and self._sheet.size - self._sheet.start
        except OSError as error:
            self._refused(error)
            return
        self._keeper.soon()
        if self._sheet is not None and self._tail is None and grown > max(self._compact_at, 2 * self._sheet.start):
            self._compact()

    def _begin(self, data: Plain) -> None:
        """The first line: the project as it was opened, by its digest or whole; after a failure as it is now."""
        if self._failed is not None:
            self._sheet = _Sheet(self._free_path(), {**self._header(), "project": plain(self._history.project)})
            return
        header: Plain = {**self._header(), "tally": Tally.at(self._tally.start).plain()}
        if self._digest is None or self._path is None:
            self._sheet = _Sheet(self._free_path(), {**header, "project": plain(self._base)})
        else:
            self._sheet = _Sheet(self._free_path(), header)
            self._keeper.do(self._base_keeper(self._sheet.path))
        self._sheet.write(data)

    def _refused(self, error: OSError) -> None:
        """A file that broke off is left as it is, and a new one tried after a while."""
        with self._lock:
            broken, self._sheet, self._tail = self._sheet, None, None
            self._failed = time.monotonic()
            if broken is not None:
                self._replaces += (broken.path.name,)
                self._broken += (broken,)
        self._tell(error)

    def _header(self) -> Plain:
        return {
            "format": JOURNAL_FORMAT, "version": JOURNAL_VERSION, "app": self._app, "project_version": VERSION,
            "who": self._who.plain(), "moment": now_text(), "title": self._base.project.title,
            "path": None if self._path is None else str(self._path.absolute()), "digest": self._digest,
            "tally": self._tally.plain(), "replaces": list(self._replaces),
        }  # fmt: skip

    def _free_path(self) -> Path:
        name = self._path.name if self._path is not None else self._base.project.title or "new"
        return self._folder / f"{stem_of(name)}-{secrets.token_hex(6)}{ENDING}"

    # ---- beside the window ----------------------------------------------------------------------------------------

    def _sync(self) -> None:
        sheet = self._sheet
        if sheet is not None:
            sheet.sync()

    def _beat(self) -> None:
        sheet = self._sheet
        if sheet is not None:
            sheet.beat()

    def _base_keeper(self, journal: Path) -> Callable[[], None]:
        """Keeps a copy of the file as it was opened, for when somebody changes or removes it before it is needed."""
        path, digest, project = self._path, self._digest, self._base

        def keep() -> None:
            data = b""
            with contextlib.suppress(OSError), open(path or "", "rb") as stream:  # noqa: PTH123  # path is one here
                data = stream.read(LARGEST + 1)
            if digest_of(data) != digest:
                data = dumps(project)
            part = journal.with_suffix(".part")
            handle = os.open(part, os.O_WRONLY | os.O_CREAT | os.O_TRUNC | getattr(os, "O_BINARY", 0), 0o600)
            with open(handle, "wb") as stream:  # noqa: PTH123  # a handle, with permissions of its own
                stream.write(data)
                stream.flush()
                os.fsync(handle)
            if journal.exists():
                part.replace(journal.with_suffix(BASE_ENDING))
            else:  # saved or closed meanwhile
                part.unlink(missing_ok=True)

        return keep

    def _compact(self) -> None:
        """Begin a new file with the project as it is now; what happens until it is there goes into both.

        The new file counts from the line `begun` on; whoever finds it without that line goes by the old one.
        """
        with self._lock:
            old, self._tail = self._sheet, []
            project, header = self._history.project, self._header()
        if old is not None:
            header |= {"replaces": [*self._replaces, old.path.name], "pending": True}
            self._keeper.do(lambda: self._change_over(old, project, header))

    def _change_over(self, old: _Sheet, project: Project, header: Plain) -> None:
        try:
            new = _Sheet(self._free_path(), {**header, "project": plain(project)})
            new.sync()
        except OSError:
            self._tail = None
            raise
        with self._lock:
            fits = self._sheet is old and self._tail is not None
            tail, self._tail = self._tail or (), None
            if fits:
                new.write(*tail, self._remark("begun"))
                self._sheet = new
        new.sync()
        (old if fits else new).close(remove=True)

    # ---- the ends -------------------------------------------------------------------------------------------------

    def saved(self, path: Path, digest: str) -> None:
        """The project as it is now stands at `path`: there is nothing to bring back."""
        with self._lock, contextlib.suppress(OSError):
            if self._sheet is not None:  # for when the program stops before the file is taken away
                self._sheet.write(self._remark("saved"))
        self._path, self._digest, self._base = path, digest, self._history.project
        self._drop(remove=True)
        self._failed, self._replaces, self._broken = None, (), ()
        self._tally = Tally.at(self._history.depth)

    def kept(self, digest: str | None) -> None:
        """The file is another one by now, with `digest`, and the project goes on as it is: it is written whole."""
        self._digest = digest
        self._tally.kept += 1
        with self._lock:
            old, self._sheet, self._tail = self._sheet, None, None
            if old is not None:
                self._replaces += (old.path.name,)
                self._broken += (old,)
        try:
            self._sheet = _Sheet(self._free_path(), {**self._header(), "project": plain(self._history.project)})
        except OSError as error:
            self._refused(error)

    def when_safe(self, act: Callable[[], object]) -> None:
        """Do something, in the other thread, once all that was written so far is on the disk."""

        def then() -> None:
            sheet = self._sheet
            if sheet is not None:
                sheet.sync()
                act()

        self._keeper.do(then)

    def close(self) -> None:
        """The project was closed on purpose: nothing is left behind."""
        self._end(remove=True)

    def abandon(self) -> None:
        """Stop writing and leave the file, as a program that breaks off does."""
        self._end(remove=False)

    def _end(self, *, remove: bool) -> None:
        for stop in self._stop:
            stop()
        self._drop(remove=remove)
        self._keeper.stop()

    def _drop(self, *, remove: bool) -> None:
        with self._lock:
            sheet, self._sheet, self._tail = self._sheet, None, None
        for one in (*self._broken, *((sheet,) if sheet is not None else ())):
            self._keeper.do(partial(one.close, remove=remove))
