"""Writing a result where it was asked for, when the words on the screen must not be lost for it."""

from __future__ import annotations

from typing import Any

from app.actions.json_text import json_bytes
from app.actions.registry import WRONG
from app.actions.session import Session
from app.words import error_line, tr
from personas.problems import FootfallError


def keep(session: Session, result: Any, path: str | None, code: int, *, force: bool) -> tuple[int, str]:
    """The exit code, and a sentence on where the result was written; what cannot be written is no reason to hide it.

    `result` has a `to_json`; without a path nothing is written.
    """
    if path is None:
        return code, ""
    try:
        session.write(path, json_bytes(result.to_json()), force=force)
    except FootfallError as error:
        session.note(error_line(str(error)))
        return WRONG, ""
    return code, tr("The whole result is in {path}.", path=path)
