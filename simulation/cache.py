"""Keep the user's cache folder small: compiled code of versions long gone, solved offsets nobody asks for any more."""

from __future__ import annotations

import os
import shutil
import time
from pathlib import Path

UNUSED_DAYS = 30
"""Compiled code of another version (some 30 MB) that was not used for so long is removed."""
MOST_OFFSETS = 500
"""Solved offsets kept, the latest first; a few kilobytes each."""


def tidy(folder: Path, current: Path) -> None:
    """Mark `current` (a folder of compiled code) as used today and remove what is old.

    Several programs may do so at once, and the folder may be read-only: what cannot be removed stays.
    """
    try:
        os.utime(current)
        oldest = time.time() - UNUSED_DAYS * 86_400
        for other in (folder / "kernels").iterdir():
            if other != current and other.stat().st_mtime < oldest:
                shutil.rmtree(other, ignore_errors=True)
        offsets = folder / "offsets"
        kept = sorted(offsets.glob("*.npz"), key=lambda path: path.stat().st_mtime, reverse=True)
        for path in kept[MOST_OFFSETS:]:
            path.unlink(missing_ok=True)
    except OSError:
        return
