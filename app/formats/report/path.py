"""What the ending of a report's path says."""

from __future__ import annotations

from pathlib import PurePath

from app.words import tr
from personas.problems import FootfallError

ENDINGS = (".html", ".htm", ".pdf")
"""What a report can be written as."""


def is_pdf(path: str) -> bool:
    """Whether a PDF is meant, else a page. FootfallError where the ending says neither."""
    suffix = PurePath(path).suffix.lower()
    if suffix not in ENDINGS:
        raise FootfallError(tr("A report is written as .html or .pdf; {path} is neither.", path=path))
    return suffix == ".pdf"
