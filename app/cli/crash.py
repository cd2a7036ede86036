"""A crash of our own, written down for whoever mends it: in the state folder, never on the user's screen."""

from __future__ import annotations

import platform
import tempfile
import traceback
from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path

from app.project.places import state_folder
from app.version import version


def write_crash(error: BaseException, arguments: Sequence[str]) -> Path:
    """Write the traceback, versions and arguments; returns the file (in the temporary folder if need be)."""
    now = datetime.now(UTC)
    text = "\n".join([
        f"footfall {version()}, Python {platform.python_version()}, {platform.platform()}",
        now.isoformat(timespec="seconds"),
        f"footfall {' '.join(arguments)}",
        "",
        "".join(traceback.format_exception(error)),
    ])  # fmt: skip
    name = f"crash-{now:%Y%m%d-%H%M%S-%f}.log"
    for folder in (state_folder() / "log", Path(tempfile.gettempdir())):
        try:
            folder.mkdir(parents=True, exist_ok=True)
            path = folder / name
            path.write_text(text, encoding="utf-8", errors="replace")
        except OSError:
            continue
        return path
    return Path(name)
