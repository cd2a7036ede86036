"""What an action may ask of the place it runs in: files, progress, whether to stop, and a painter.

This one is quiet and works on the file system. The command line's adds the terminal, the studio's the window.
"""

from __future__ import annotations

import contextlib
import errno
import os
import shutil
import sys
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING

from app.words import mark_in, tr, tr_in
from personas.problems import FootfallError

if TYPE_CHECKING:
    from collections.abc import Iterator
    from typing import BinaryIO

    from app.formats.port import Press

STANDARD = "-"
"""Standard input or output, where a path is asked for."""


class Session:
    """A quiet session: no progress is shown and nothing asks it to stop."""

    def input(self) -> BinaryIO:
        """Standard input, as bytes."""
        return sys.stdin.buffer

    def output(self) -> BinaryIO:
        """Standard output, as bytes."""
        return sys.stdout.buffer

    def progress(self, doing: str, part: float | None = None, left: float | None = None) -> None:
        """Say what is going on, which part of it is done (0 to 1) and how many seconds are left, if anybody knows."""

    def note(self, text: str) -> None:
        """Say something beside the answer: a warning, a path that was written."""

    def painter(self) -> Press:
        """What paints pictures. This session has none."""
        raise FootfallError(tr("Pictures cannot be painted here."))

    def stopped(self) -> bool:
        """Whether the user wants it to stop."""
        return False

    @contextlib.contextmanager
    def stoppable(self) -> Iterator[None]:
        """Within this block a first wish to stop is only noted, for `stopped` to tell."""
        yield

    def refuse_no_name(self, path: str) -> None:
        """FootfallError when the name of a file is left empty."""
        if not path.strip():
            raise FootfallError(tr("The name of the file is empty. Give the name of a file."))

    def refuse_to_overwrite(self, path: str, *, force: bool, source: str = "") -> None:
        """FootfallError when there is something at `path` already, or no folder to write it in.

        What is read, `source`, is never written over: a result in the place of the project would be its end.
        """
        if path == STANDARD:
            return
        self.refuse_no_name(path)
        target = Path(path)
        try:
            if force and source not in ("", STANDARD) and _one_file(path, source):
                raise FootfallError(tr("{path} is the project itself. Give another name.", path=path))
            if target.is_dir():
                raise FootfallError(tr("{path} is a folder. Give the name of a file.", path=path))
            if os.path.lexists(target) and not force:  # a link that leads nowhere is something too
                raise FootfallError(tr("{path} exists. Give --force to overwrite it.", path=path))
            if target.exists() and not (target.is_file() or target.is_char_device()):
                raise FootfallError(tr("{path} is no ordinary file. Give the name of one.", path=path))
            if not target.absolute().parent.is_dir():
                folder = target.absolute().parent
                raise FootfallError(tr("There is no folder {folder}. Make it first.", folder=folder))
        except (OSError, ValueError) as error:
            raise could_not("write", path, error) from error

    def write(self, path: str, content: bytes, *, force: bool) -> None:
        """Write a file whole or not at all; `-` is standard output. FootfallError when it cannot be done."""
        if path == STANDARD:
            self.output().write(content)
            self.output().flush()
            return
        with self.written(path, force=force) as beside:
            beside.write_bytes(content)

    @contextlib.contextmanager
    def written(self, path: str, *, force: bool) -> Iterator[Path]:
        """A file to write into that takes its place at `path`, whole, when the block ends well, and else is gone.

        For what is too large to hold in memory. FootfallError when it cannot be done.
        """
        self.refuse_to_overwrite(path, force=force)
        try:
            with _beside(Path(os.path.realpath(path))) as temporary:
                yield temporary
        except (OSError, ValueError) as error:
            raise could_not("write", path, error) from error


def _one_file(path: str, other: str) -> bool:
    one, two = Path(path), Path(other)
    return one.exists() and two.exists() and one.samefile(two)


@contextlib.contextmanager
def _beside(path: Path) -> Iterator[Path]:
    device = path.exists() and not path.is_file()
    if path.exists() and not device and not os.access(path, os.W_OK):  # a new file would take its place all the same
        raise PermissionError(errno.EACCES, os.strerror(errno.EACCES))
    mode = path.stat().st_mode & 0o777 if path.exists() else 0o666 & ~_umask()
    folder = None if device else path.absolute().parent
    handle, name = tempfile.mkstemp(prefix=f".{path.name[:40]}-", dir=folder)
    os.close(handle)
    temporary = Path(name)
    try:
        yield temporary
        if device:
            with temporary.open("rb") as source, path.open("wb") as target:
                shutil.copyfileobj(source, target)
            temporary.unlink()
            return
        with temporary.open("rb") as file:
            os.fsync(file.fileno())
        temporary.chmod(mode)
        temporary.replace(path)
    except BaseException:
        with contextlib.suppress(OSError):
            temporary.unlink()
        raise


def _umask() -> int:
    current = os.umask(0o077)
    os.umask(current)
    return current


_REASONS: dict[int, str] = {
    errno.ENOENT: mark_in("reason", "there is no such file"),
    errno.EACCES: mark_in("reason", "you have no permission"),
    errno.EPERM: mark_in("reason", "you have no permission"),
    errno.EROFS: mark_in("reason", "the disk cannot be written to"),
    errno.ENOSPC: mark_in("reason", "the disk is full"),
    errno.EDQUOT: mark_in("reason", "your quota on the disk is used up"),
    errno.EFBIG: mark_in("reason", "the file would be too large"),
    errno.ENAMETOOLONG: mark_in("reason", "the name is too long"),
    errno.EISDIR: mark_in("reason", "it is a folder"),
    errno.ENOTDIR: mark_in("reason", "a part of the path is not a folder"),
    errno.EIO: mark_in("reason", "the disk gives errors"),
}


def reason_of(error: OSError | ValueError) -> str:
    """Why the operating system refused, in the user's language where it is a common reason."""
    known = _REASONS.get(error.errno or 0) if isinstance(error, OSError) else None
    return tr_in("reason", known) if known else (getattr(error, "strerror", None) or str(error))


def could_not(what: str, path: str, error: OSError | ValueError) -> FootfallError:
    """An error of the operating system as one sentence: `what` is read or write."""
    reason = reason_of(error)
    if what == "read":
        return FootfallError(tr("{path} cannot be read: {reason}.", path=path, reason=reason))
    return FootfallError(tr("{path} cannot be written: {reason}.", path=path, reason=reason))
