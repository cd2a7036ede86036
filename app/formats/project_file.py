"""The project itself, as its file."""

from __future__ import annotations

from app.formats.wish import Wish
from app.project.canonical import dumps


def project_file(wish: Wish) -> bytes:
    """The whole project in its canonical form: keys sorted, indent 1, line feeds; what saving would write."""
    return dumps(wish.project)
