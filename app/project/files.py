"""Projects on disk: opened strictly, saved so that nothing is ever lost.

A save writes a new file beside the old one and puts it in its place in a single step; whatever goes wrong before that
step, the old file stays whole. The last ten versions are kept in the user's state folder.
"""

from __future__ import annotations

import contextlib
import errno
import os
import secrets
import stat
import time
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO

from app.project.canonical import digest_of, dumps
from app.project.explain import clean
from app.project.model import Project
from app.project.places import key_of, state_folder
from app.project.reading import LARGEST, loads, refused, too_large
from personas.problems import FootfallError

BACKUPS = 10
"""Earlier versions of a file that are kept."""


@dataclass(frozen=True)
class Loaded:
    """A project from disk. `digest` is of the file's bytes: give it to `save` to notice changes by somebody else."""

    project: Project
    digest: str
    path: Path
    migrated_from: int | None = None


def load(path: Path | str) -> Loaded:
    """Open a project file. FootfallError, with findings, for anything that is not a sound project."""
    path = Path(path)
    parsed = loads(read_bytes(path), path.name)
    return Loaded(parsed.project, parsed.digest, path, parsed.migrated_from)


def load_stream(stream: BinaryIO, name: str = "standard input") -> Loaded:
    """Read a project from a stream such as standard input; `path` of the answer is `-`."""
    parsed = loads(stream.read(LARGEST + 1), name)
    return Loaded(parsed.project, parsed.digest, Path("-"), parsed.migrated_from)


def read_bytes(path: Path) -> bytes:
    """The bytes of an ordinary file of at most `LARGEST` bytes. FootfallError for everything else."""
    try:
        found = path.stat()
        _ordinary(path, found)
        with path.open("rb") as stream:
            data = stream.read(LARGEST + 1)
    except OSError as error:
        raise _cannot(path, error, writing=False) from None
    if len(data) > LARGEST:
        raise too_large(path.name, len(data))
    return data


def _ordinary(path: Path, found: os.stat_result) -> None:
    name = str(path)
    if stat.S_ISDIR(found.st_mode):
        raise refused("directory", name, "this is a folder, not a file.", "Choose a file inside it.")
    if not stat.S_ISREG(found.st_mode):
        raise refused("no-file", name, "this is a device or a pipe, not a file.", "Use - to read standard input.")
    if found.st_size > LARGEST:
        raise too_large(path.name, found.st_size)


_SAID: dict[int, tuple[str, str, str]] = {
    errno.ENOENT: ("no-such-file", "there is no such file.", "Check the name and the folder."),
    errno.EACCES: ("may-not-read", "you have no permission to read this.", "Ask for it, or choose another file."),
    errno.ENOSPC: ("disk-full", "the disk is full; nothing was changed.", "Make room and save again."),
    errno.ENOTDIR: ("not-a-folder", "a part of this path is a file, not a folder.", "Check the path."),
    errno.ENAMETOOLONG: ("long-name", "the name is too long for this disk.", "Choose a shorter name."),
    errno.ELOOP: ("link-circle", "this link points back to itself.", "Remove the link."),
}
_SAID_OF_WRITING: dict[int, tuple[str, str, str]] = _SAID | {
    errno.ENOENT: ("no-folder", "the folder does not exist.", "Make it, or choose another folder."),
    errno.EACCES: ("may-not-write", "you have no permission to write this.", "Ask for it, or use another place."),
}
_ALIKE = {
    errno.EPERM: errno.EACCES,
    errno.EROFS: errno.EACCES,
    errno.EDQUOT: errno.ENOSPC,
    errno.EFBIG: errno.ENOSPC,
}


def _cannot(path: Path, error: OSError, *, writing: bool) -> FootfallError:
    """An error of the operating system in words that say what to do."""
    name, number = clean(str(path)), _ALIKE.get(error.errno or 0, error.errno or 0)
    if number == errno.ENOENT and path.is_symlink():
        message, mend = "this link points to {target}, which is not there.", "Put the file back, or remove the link."
        return refused("broken-link", name, message, mend, target=clean(os.fspath(path.readlink())))
    known = (_SAID_OF_WRITING if writing else _SAID).get(number)
    if known:
        return refused(known[0], name, known[1], known[2])
    reason = error.strerror or str(error)
    return refused("disk", name, "the system refuses: {reason}.", "Try another place.", reason=reason)


def save(path: Path | str, project: Project, *, expected_digest: str | None = None, force: bool = False) -> str:
    """Save a project under `path` and give the digest of the new file.

    `expected_digest` is that of the file as it was opened; None when nothing should stand there yet. FootfallError,
    with the old file whole, when the file on disk is another one by now (unless `force`), the disk is full, or the
    place cannot be written. A link stays a link: the file it points to is replaced.
    """
    path = Path(path)
    data = dumps(project)
    if len(data) > LARGEST:
        raise too_large(path.name, len(data))
    return write_bytes(path, data, expected_digest=expected_digest, force=force)


def write_bytes(path: Path, data: bytes, *, expected_digest: str | None = None, force: bool = False) -> str:
    """Put `data` in the place of `path` in a single step, with a backup of what stood there. As `save`."""
    target = Path(os.path.realpath(path))
    old = _standing(path, target)
    if old is not None and not force and digest_of(old) != expected_digest:
        if expected_digest is None:
            raise refused("exists", str(path), "there is a file of this name already.", "Choose another name or force.")
        message = "the file was changed on disk since it was opened; it was not overwritten."
        raise refused("changed", str(path), message, "Save under another name, or open it again.")
    if old is not None and old != data:
        _back_up(target, old)
    try:
        _replace(target, data)
    except OSError as error:
        raise _cannot(path, error, writing=True) from None
    return digest_of(data)


def _standing(path: Path, target: Path) -> bytes | None:
    """The bytes that stand at a place now; None when nothing does."""
    try:
        found = target.stat()
    except FileNotFoundError:
        return None
    except OSError as error:
        raise _cannot(path, error, writing=True) from None
    if stat.S_ISREG(found.st_mode):
        if not os.access(target, os.W_OK):  # a new file would take its place all the same, and nobody asked for that
            raise _cannot(path, PermissionError(errno.EACCES, "read-only"), writing=True)
        try:
            return target.read_bytes()
        except OSError as error:
            raise _cannot(path, error, writing=True) from None
    _ordinary(path, found)
    raise AssertionError("unreachable: what is no ordinary file was refused")


def _replace(target: Path, data: bytes) -> None:
    beside = target.with_name(f".{target.name[:60]}.{secrets.token_hex(6)}.part")
    mode = _mode_of(target)
    handle = os.open(beside, os.O_WRONLY | os.O_CREAT | os.O_EXCL | getattr(os, "O_BINARY", 0), mode or 0o666)
    try:
        try:
            _write_all(handle, data)
            os.fsync(handle)
        finally:
            os.close(handle)
        if mode is not None:
            beside.chmod(mode)
        beside.replace(target)
    except BaseException:
        with contextlib.suppress(OSError):
            beside.unlink(missing_ok=True)
        raise
    _sync_folder(target.parent)


def _write_all(handle: int, data: bytes) -> None:
    rest = memoryview(data)
    while rest:
        rest = rest[os.write(handle, rest) :]


def _mode_of(target: Path) -> int | None:
    """The permissions of the file that stands there, which the new one keeps; none for a new file."""
    try:
        return stat.S_IMODE(target.stat().st_mode)
    except FileNotFoundError:
        return None


def _sync_folder(folder: Path) -> None:
    """Make the new name itself survive a power cut, where the system can (Windows cannot, and need not)."""
    with contextlib.suppress(OSError):
        handle = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)


def backup_folder(path: Path | str) -> Path:
    """Where earlier versions of a file are kept: a folder of its own in the user's state folder."""
    return state_folder() / "backups" / key_of(path)


def backups(path: Path | str) -> tuple[Path, ...]:
    """Earlier versions of a file, the newest first."""
    folder = backup_folder(path)
    return tuple(sorted(folder.glob("*.footfall.json"), reverse=True)) if folder.is_dir() else ()


def _back_up(target: Path, old: bytes) -> None:
    """Keep what stands there now. A backup that cannot be written must not stand in the way of a save."""
    with contextlib.suppress(OSError):
        folder = backup_folder(target)
        folder.mkdir(parents=True, exist_ok=True)
        _replace(folder / _free_name(folder), old)
        for outdated in backups(target)[BACKUPS:]:
            outdated.unlink(missing_ok=True)


def _free_name(folder: Path) -> str:
    """A name that sorts after those of all earlier backups."""
    moment = time.time_ns()
    while True:
        seconds, rest = divmod(moment, 10**9)
        name = f"{time.strftime('%Y%m%dT%H%M%S', time.gmtime(seconds))}-{rest:09d}.footfall.json"
        if not (folder / name).exists():
            return name
        moment += 1
