"""Errors as one clear sentence; whatever nobody foresaw goes to the log and is said as that."""

from __future__ import annotations

import logging
import sys
import threading
from collections.abc import Callable
from logging.handlers import RotatingFileHandler
from pathlib import Path
from types import TracebackType

from app.project.places import state_folder
from app.words import sentence, tr
from personas.problems import FootfallError

LOG = logging.getLogger("footfall")


def log_file() -> Path:
    """Where the log is kept."""
    return state_folder() / "footfall.log"


def said(error: BaseException) -> str:
    """One sentence for the strip: the first finding, and how many more there are; the log's place for a bug."""
    if isinstance(error, FootfallError):
        if not error.findings:
            return str(error)
        first = error.findings[0]
        is_file = "/" in first.path or first.path.endswith((".json", ".footfall"))
        words = f"{Path(first.path).name}: {sentence(first)}" if is_file else _capital(sentence(first))
        more = len(error.findings) - 1
        return words if not more else tr("{sentence} And {count} more.", sentence=words, count=more)
    if isinstance(error, MemoryError):
        return tr("There is not enough memory for this. Close something and try again.")
    LOG.error("not foreseen", exc_info=error)
    return tr("Something went wrong that should not have. It is written down in {file}.", file=log_file())


def _capital(words: str) -> str:
    return words[:1].upper() + words[1:]


def write_log() -> None:
    """Keep a log of what goes wrong, in the user's state folder; without one when there is no place for it."""
    try:
        log_file().parent.mkdir(parents=True, exist_ok=True)
        handler = RotatingFileHandler(log_file(), maxBytes=1_000_000, backupCount=2, encoding="utf-8", delay=True)
    except OSError:
        return
    handler.setFormatter(logging.Formatter("%(asctime)s %(levelname)s %(message)s"))
    LOG.addHandler(handler)


def catch_everything(tell: Callable[[str], object]) -> None:
    """From now on an exception that nobody catches is logged and said, and the window stays open."""

    def caught(kind: type[BaseException], error: BaseException, trace: TracebackType | None) -> None:
        if issubclass(kind, KeyboardInterrupt):
            sys.__excepthook__(kind, error, trace)
            return
        tell(said(error.with_traceback(trace)))

    def caught_in_thread(told: threading.ExceptHookArgs) -> None:
        if told.exc_value is not None:
            LOG.error("in thread %s", told.thread, exc_info=told.exc_value)

    sys.excepthook = caught
    threading.excepthook = caught_in_thread
