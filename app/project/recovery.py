"""Work that was not saved when Footfall stopped: found in the journals it left, and brought back.

A journal is a stranger's file until it is proven sound: sizes are limited, every line is checked, nothing after
damage is believed, and what comes out goes through the same strict validation as any project file. Journals of
programs that still live are left alone.
"""

from __future__ import annotations

import contextlib
import time
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from app.project.canonical import Plain, digest_of
from app.project.edits import HEADER, Edit, difference
from app.project.explain import clean
from app.project.files import backups, read_bytes
from app.project.journal import BASE_ENDING, ENDING, JOURNAL_FORMAT, JOURNAL_VERSION, Tally, journal_folder
from app.project.journal_lines import Reader, put_plain
from app.project.migrations import migrate
from app.project.model import FORMAT, UNDOABLE, VERSION, Project
from app.project.places import one_place
from app.project.presence import Who, alive, who_of
from app.project.reading import loads, opened, parse, refused, validated
from personas.problems import FootfallError

_LITTER_S = 7 * 24 * 3600.0
"""What is left of a journal that never held anything is cleared away after so long, seconds."""


@dataclass(frozen=True)
class Lost:
    """Work of a program that stopped: where its journal is, whose file it was (none: never saved), how many steps.

    `complete` is false when a part of the journal could not be read; `moment` is when it began, UTC.
    """

    journal: Path
    file: Path | None
    title: str
    steps: int
    moment: str
    complete: bool


@dataclass(frozen=True)
class Recovered:
    """A project brought back: as it was before the work that was lost, and with it.

    `file` is the file to which it belongs, `digest` that of the bytes that stand there; without a file it is offered
    as a project of its own, because the file was never there, is gone or was changed since.
    """

    before: Project
    after: Project
    file: Path | None
    digest: str | None
    complete: bool

    def edits(self) -> tuple[Edit, ...]:
        """What leads from the one to the other: first what can be undone, then what cannot."""
        return steps_between(self.before, self.after, "recover")


def steps_between(before: Project, after: Project, label: str) -> tuple[Edit, ...]:
    """Edits that turn one project into another: first what can be undone, as one step, then what cannot."""
    whole = difference(before, after, label)
    undoable = tuple(one for one in whole.changes if one.table in UNDOABLE or one.table == HEADER)
    kept = tuple(one for one in whole.changes if one.table not in UNDOABLE and one.table != HEADER)
    return tuple(Edit(label, changes) for changes in (undoable, kept) if changes)


@dataclass
class _Journal:
    """What a journal holds, read as far as it can be believed."""

    path: Path
    header: Plain
    who: Who
    tally: Tally
    changes: list[tuple[tuple[Any, ...], ...]] = field(default_factory=list)
    complete: bool = True
    begun: bool = False
    saved: bool = False

    @property
    def holds(self) -> bool:
        """Whether it has anything to bring back: one that took over from another counts once it began."""
        return self.begun if self.header.get("pending") else bool(self.changes) or "project" in self.header

    @property
    def file(self) -> Path | None:
        path = self.header["path"]
        return Path(path) if path else None


def find(folder: Path | None = None) -> tuple[Lost, ...]:
    """All work that was lost and can be brought back, the latest first."""
    read = [one for path in _journals(folder) if (one := _read(path)) is not None]
    replaced = {name for one in read if one.holds for name in one.header["replaces"]}
    found = []
    for one in read:
        if alive(one.who, _touched(one.path)):
            continue
        if one.path.name in replaced or not one.holds or _is_saved(one):
            _remove(one.path)
            continue
        title = one.header["title"] or (one.file.name if one.file is not None else "")
        found.append(
            Lost(one.path, one.file, title, max(1, one.tally.steps), one.header["moment"], complete=one.complete)
        )
    return tuple(sorted(found, key=lambda lost: (lost.moment, lost.journal.name), reverse=True))


def find_for(path: Path, folder: Path | None = None) -> tuple[Lost, ...]:
    """Work on one file that was lost, the latest first."""
    return tuple(one for one in find(folder) if one.file is not None and one_place(one.file) == one_place(path))


def recover(lost: Lost) -> Recovered:
    """Bring the work back. FootfallError when the journal or what it stands on can no longer be read."""
    one = _read(lost.journal)
    if one is None or not one.holds:
        raise refused("no-journal", lost.journal.name, "there is nothing in it that can be brought back.", "")
    return _replayed(one)


def discard(lost: Lost) -> None:
    """Throw the work away for good."""
    _remove(lost.journal)


# ---- reading -----------------------------------------------------------------------------------------------------


def _journals(folder: Path | None) -> Iterator[Path]:
    place = journal_folder(folder)
    if not place.is_dir():
        return
    for path in sorted(place.iterdir()):
        if path.suffix == ENDING and path.is_file() and not path.is_symlink():
            yield path
        elif path.suffix in (BASE_ENDING, ".part") and not path.with_suffix(ENDING).exists():
            _clear_litter(path)


def _clear_litter(path: Path) -> None:
    if time.time() - _touched(path) > _LITTER_S:
        with contextlib.suppress(OSError):
            path.unlink()


def _touched(path: Path) -> float:
    try:
        return path.stat().st_mtime
    except OSError:
        return time.time()


def _remove(path: Path) -> None:
    for one in (path, path.with_suffix(BASE_ENDING)):
        with contextlib.suppress(OSError):
            one.unlink(missing_ok=True)


def _read(path: Path) -> _Journal | None:
    """A journal of this version or an older one; none for anything else."""
    try:
        with path.open("rb") as stream:
            reader = Reader(stream)
            header = next(reader.objects(), None)
            one = _opened(path, header) if header is not None else None
            if one is None:
                _clear_litter(path)
                return None
            for entry in reader.entries():
                one.tally.add(entry.why, entry.depth, (change[0] for change in entry.changes))
                one.begun = one.begun or entry.why == "begun"
                one.saved = entry.why == "saved"
                if entry.changes:
                    one.changes.append(entry.changes)
            one.complete = not reader.damaged
    except OSError:
        return None
    return one


def _opened(path: Path, header: Plain) -> _Journal | None:
    """A journal with a sound header."""
    who = who_of(header.get("who"))
    texts = [header.get(name) for name in ("title", "moment")]
    places = [header.get(name) for name in ("path", "digest")]
    names, tally, whole = header.get("replaces"), header.get("tally"), header.get("project", {})
    sound = (
        header.get("format") == JOURNAL_FORMAT
        and _is_count(header.get("version"))
        and _is_count(header.get("project_version"))
        and all(isinstance(one, str) for one in texts)
        and all(one is None or (isinstance(one, str) and "\0" not in one) for one in places)
        and isinstance(names, list)
        and all(isinstance(one, str) for one in names)
        and isinstance(tally, list)
        and len(tally) == len(Tally.at(0).plain())
        and all(_is_count(one) for one in tally)
        and isinstance(whole, dict)
    )
    if not sound or who is None or header["version"] > JOURNAL_VERSION or header["project_version"] > VERSION:
        return None
    header["title"] = clean(header["title"])
    return _Journal(path, header, who, Tally(*header["tally"]))


def _is_count(value: object) -> bool:
    return isinstance(value, int) and not isinstance(value, bool) and 0 <= value < 2**53


# ---- replaying ---------------------------------------------------------------------------------------------------


def _is_saved(one: _Journal) -> bool:
    """Whether nothing would be brought back: it was saved, it was undone, or only runs of a project without a file.

    Those can be run again, and closing such a project asks no question either.
    """
    if one.saved:
        return True
    try:
        replayed = _replayed(one)
        if one.file is None:
            return replayed.after.model_copy(update={"runs": replayed.before.runs}) == replayed.before
        return loads(read_bytes(one.file)).project == replayed.after
    except FootfallError:
        return False


def _replayed(one: _Journal) -> Recovered:
    """The journal's changes made on what it began with, at the version of then, brought up to date afterwards."""
    standing = _standing(one.file)
    same = standing is not None and digest_of(standing) == one.header["digest"]
    version: int = one.header["project_version"]
    begun = one.header.get("project")
    document = _at_version(begun if begun is not None else _begun_with(one, standing if same else None), version)
    complete = one.complete
    before = loads(standing, _name(one)).project if same and standing is not None else _project(document)
    for changes in one.changes:
        if not put_plain(document, changes):
            complete = False
            break
    digest = one.header["digest"] if same else None
    return Recovered(before, _project(document), one.file if same else None, digest, complete)


def _at_version(document: Plain, version: int) -> Plain:
    """A plain project of a version or an older one, brought to that version."""
    own = document.get("version")
    if not isinstance(own, int) or not 1 <= own <= version:
        raise refused("version", "the journal", "what it began with is of another version.", "")
    return {**migrate(document, target=version)}


def _project(document: Plain) -> Project:
    contents, _ = opened(document, FORMAT, "the journal")
    return validated(Project, contents)


def _name(one: _Journal) -> str:
    return one.file.name if one.file is not None else one.path.name


def _standing(file: Path | None) -> bytes | None:
    if file is None:
        return None
    try:
        return read_bytes(file)
    except FootfallError:
        return None


def _begun_with(one: _Journal, standing: bytes | None) -> Plain:
    """The file as it was when the work began: as it stands, as it was copied, or as an earlier version kept it."""
    if standing is not None:
        return parse(standing, _name(one))
    copy = _standing(one.path.with_suffix(BASE_ENDING))
    if copy is not None:
        return parse(copy, _name(one))
    for backup in backups(one.file) if one.file is not None else ():
        earlier = _standing(backup)
        if earlier is not None and digest_of(earlier) == one.header["digest"]:
            return parse(earlier, _name(one))
    message = "the file was changed or removed, and no copy of how it was can be found."
    raise refused("no-base", _name(one), message, "Put the file back as it was, and start Footfall again.")
