"""Where Footfall keeps what is not the user's file: logs, earlier versions, journals, who has what open."""

from __future__ import annotations

import hashlib
import os
import re
from pathlib import Path

NAME = "footfall"


def state_folder() -> Path:
    """The folder for logs, backups and journals (FOOTFALL_STATE names another); not made here."""
    folder = os.environ.get("FOOTFALL_STATE")
    if folder:
        return Path(folder)
    import platformdirs

    return platformdirs.user_state_path(NAME, appauthor=False)


def one_place(path: Path | str) -> str:
    """The one name of a file, however it is reached: links followed, case as the system compares it."""
    return os.path.normcase(os.path.realpath(path))


def key_of(path: Path | str) -> str:
    """A short name for a file that nothing else has: a readable beginning and a digest of its whole path."""
    target = os.path.realpath(path)
    return f"{stem_of(Path(target).name)}-{hashlib.sha256(target.encode('utf-8', 'surrogatepass')).hexdigest()[:12]}"


def stem_of(name: str) -> str:
    """The readable beginning of a name, safe on every disk."""
    return re.sub(r"[^A-Za-z0-9-]+", "-", name.split(".", maxsplit=1)[0])[:40] or "project"


def config_folder() -> Path:
    """Where the user's settings and templates are kept (FOOTFALL_CONFIG names another folder); not made here."""
    folder = os.environ.get("FOOTFALL_CONFIG")
    if folder:
        return Path(folder)
    import platformdirs

    return platformdirs.user_config_path(NAME, appauthor=False)
