"""Who is at work on what: which program has a file open, and whether it still lives.

Each program that has a file open puts a small note about itself into the user's state folder, one note per program and
file, so that nobody has to wait for a lock. A note is believed as long as its writer lives: the process number, when
that process began (numbers are given out again), and the machine. About another machine, or another sandbox, nobody
can ask; there the note must have been touched lately.
"""

from __future__ import annotations

import contextlib
import json
import os
import platform
import secrets
import subprocess  # only for ps, on systems without /proc
import sys
import time
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from app.project.places import key_of, state_folder

BEAT_S = 60.0
"""How often what is written by a living program is touched, seconds."""
_SILENT_S = 300.0
_LARGEST = 10_000


@dataclass(frozen=True)
class Who:
    """A program: its process number, the machine it runs on, and when it began, as the system says it."""

    pid: int
    host: str
    started: str

    def plain(self) -> dict[str, Any]:
        """As plain JSON data."""
        return {"pid": self.pid, "host": self.host, "started": self.started}


def who_of(data: object) -> Who | None:
    """What `Who.plain` wrote; none when it is something else."""
    if not isinstance(data, dict):
        return None
    pid, host, started = data.get("pid"), data.get("host"), data.get("started")
    if not isinstance(pid, int) or isinstance(pid, bool) or not 0 < pid < 2**32:
        return None
    return Who(pid, host, started) if isinstance(host, str) and isinstance(started, str) else None


@cache
def _machine() -> str:
    """This machine, and on Linux this sandbox: process numbers mean something in there only."""
    try:
        return f"{platform.node()} {os.readlink('/proc/self/ns/pid')}"  # noqa: PTH115  # no path, and never one
    except OSError:
        return platform.node()


def me() -> Who:
    """This program."""
    return _me(os.getpid())


@cache
def _me(pid: int) -> Who:
    return Who(pid, _machine(), started(pid) or "")


def alive(who: Who, touched: float) -> bool:
    """Whether a program still runs; `touched` is when what it wrote was touched last, seconds since 1970."""
    if who.host != _machine():
        return time.time() - touched < _SILENT_S
    now = started(who.pid)
    return now is not None and (not who.started or not now or now == who.started)


def started(pid: int) -> str | None:
    """When a process began, in the words of its system; none when there is no such process, empty if unknown."""
    if sys.platform == "win32":
        return _started_on_windows(pid)
    if Path("/proc/self/stat").exists():
        return _started_in_proc(pid)
    return _started_by_ps(pid)


def _started_in_proc(pid: int) -> str | None:
    try:
        fields = Path(f"/proc/{pid}/stat").read_bytes().rpartition(b")")[2].split()
    except FileNotFoundError:
        return None
    except OSError:
        return ""
    if fields[:1] in ([b"Z"], [b"X"]):  # ended, and only its parent has not looked yet
        return None
    with contextlib.suppress(OSError):
        boot = Path("/proc/sys/kernel/random/boot_id").read_text("ascii").strip()
        return f"{boot} {fields[19].decode('ascii')}"
    return fields[19].decode("ascii")


def _started_by_ps(pid: int) -> str | None:
    try:
        said = subprocess.run(["/bin/ps", "-o", "lstart=", "-p", str(pid)], capture_output=True, timeout=5, check=False)  # noqa: S603
    except (OSError, subprocess.SubprocessError):
        return _is_there(pid)
    return said.stdout.decode("utf-8", "replace").strip() or None


def _is_there(pid: int) -> str | None:
    """All that can be told where nothing says when a process began: whether there is one of this number."""
    try:
        os.kill(pid, 0)
    except (ProcessLookupError, OverflowError):
        return None
    except OSError:
        return ""
    return ""


def _started_on_windows(pid: int) -> str | None:  # pragma: no cover  # needs Windows
    import ctypes

    kernel: Any = getattr(ctypes, "windll").kernel32  # noqa: B009  # typed on Windows only
    may_ask, still_active, denied = 0x1000, 259, 5
    kernel.OpenProcess.restype = ctypes.c_void_p
    handle = kernel.OpenProcess(may_ask, False, pid)
    if not handle:
        return "" if kernel.GetLastError() == denied else None
    handle = ctypes.c_void_p(handle)
    try:
        code = ctypes.c_ulong()
        if kernel.GetExitCodeProcess(handle, ctypes.byref(code)) and code.value != still_active:
            return None
        times = [ctypes.c_ulonglong() for _ in range(4)]
        known = kernel.GetProcessTimes(handle, *(ctypes.byref(one) for one in times))
        return str(times[0].value) if known else ""
    finally:
        kernel.CloseHandle(handle)


class Presence:
    """The note that this program has a file open. Made when the file is opened, taken away when it is closed."""

    def __init__(self, path: Path | str, *, folder: Path | None = None, who: Who | None = None) -> None:
        self._folder = _notes_of(path, folder)
        self._note: Path | None = self._folder / f"{secrets.token_hex(6)}.json"
        content = json.dumps((who or me()).plain()).encode("utf-8")
        try:
            self._folder.mkdir(parents=True, exist_ok=True, mode=0o700)
            handle = os.open(self._note, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
            try:
                os.write(handle, content)
            finally:
                os.close(handle)
        except OSError:  # without a place for notes nobody is warned, and work goes on
            self._note = None

    @property
    def note(self) -> Path | None:
        """Where the note is; none when it could not be written, or was taken away."""
        return self._note

    def beat(self) -> None:
        """Touch the note, for those who cannot ask whether this program lives."""
        if self._note is not None:
            with contextlib.suppress(OSError):
                os.utime(self._note)

    def leave(self) -> None:
        """Take the note away."""
        if self._note is not None:
            with contextlib.suppress(OSError):
                self._note.unlink(missing_ok=True)
            self._note = None
        with contextlib.suppress(OSError):
            self._folder.rmdir()


def others_at(path: Path | str, *, but: Presence | None = None, folder: Path | None = None) -> tuple[Who, ...]:
    """Living programs that have a file open, `but` the one that asks. Notes of the dead are cleared away."""
    return _living(_notes_of(path, folder), but.note if but is not None else None)


def _notes_of(path: Path | str, folder: Path | None) -> Path:
    return (folder or state_folder()) / "open" / key_of(path)


def _living(folder: Path, own: Path | None) -> tuple[Who, ...]:
    found = []
    for note in sorted(folder.glob("*.json")) if folder.is_dir() else ():
        if note == own:
            continue
        with contextlib.suppress(OSError, ValueError, RecursionError):
            with note.open("rb") as stream:
                who = who_of(json.loads(stream.read(_LARGEST)))
            if who is not None and alive(who, note.stat().st_mtime):
                found.append(who)
                continue
            note.unlink(missing_ok=True)
    return tuple(found)
