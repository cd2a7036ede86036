"""The one way a project is written: the same project gives the same bytes, always and everywhere.

UTF-8, keys sorted, one space of indent, LF: an edit of one card is a diff of one record. **Fields that hold their
default are left out**, so that files stay small and readable; the schema names every default. A default is therefore
part of the file format: changing one needs a new version and a migration, and a frozen file of each version with its
digest is tested to prove that none has moved.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from typing import Any

from app.project.model import FORMAT, VERSION, Project
from personas.records import FrozenMap, Value

Plain = dict[str, Any]


def plain_value(value: Value) -> Plain:
    """A record or value as plain JSON data, fields at their default left out."""
    return value.model_dump(mode="json", exclude_defaults=True)


def plain(project: Project, file_format: str = FORMAT) -> Plain:
    """A project as plain JSON data in its envelope."""
    return {"format": file_format, "version": VERSION, **plain_value(project)}


def text_of(data: Mapping[str, Any]) -> bytes:
    """Plain JSON data as canonical bytes."""
    text = json.dumps(data, sort_keys=True, indent=1, ensure_ascii=False, allow_nan=False)
    return text.encode("utf-8") + b"\n"


def dumps(project: Project, file_format: str = FORMAT) -> bytes:
    """A project as the bytes of its file; `file_format` names an excerpt of one (`app.project.excerpts`)."""
    return text_of(plain(project, file_format))


def digest_of(data: bytes) -> str:
    """SHA-256 of bytes, as 64 hexadecimal digits."""
    return hashlib.sha256(data).hexdigest()


def project_digest(project: Project) -> str:
    """SHA-256 of a project's canonical bytes: equal projects, equal digests."""
    return digest_of(dumps(project))


def digest_without_runs(project: Project) -> str:
    """SHA-256 of what answers rest on: the project without its runs and decisions, which come after."""
    return project_digest(project.model_copy(update={"runs": FrozenMap(), "decisions": FrozenMap()}))
