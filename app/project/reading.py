"""The one strict reader: bytes in, a sound project out, or findings that say what, where and how to mend it.

It reads files that strangers send. Size, encoding and depth are looked at before anything is parsed; a name given
twice and numbers that JSON does not know are errors and not a guess; a file is taken whole or not at all.
"""

from __future__ import annotations

import json
import math
import re
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any, TypeVar

from pydantic import ValidationError

from app.project.canonical import Plain, digest_of
from app.project.explain import clean, explain, json_path, shown
from app.project.migrations import migrate
from app.project.model import FORMAT, VERSION, Project
from personas.problems import Finding, FootfallError, finding
from personas.records import Value

LARGEST = 100_000_000
"""Bytes a file may have."""
DEEPEST = 64
"""Levels of braces and brackets a file may have."""
MOST_PARTS = 8_000_000
"""Braces, brackets and commas a file may have."""
PERSONA_FORMAT = "footfall-persona"
MAP_FORMAT = "footfall-map"

V = TypeVar("V", bound=Value)
_STRINGS = re.compile(rb'"[^"\\]*+(?:\\.[^"\\]*+)*+(?:"|\\?\Z)', re.DOTALL)
_NOT_STRUCTURE = bytes(set(range(256)) - set(b"[]{},"))
_LONGEST_NUMBER = 300
_SHORT = 6


@dataclass(frozen=True)
class Flaw:
    """Stands where the parser met something that no Footfall file may hold, until its place is known."""

    code: str
    text: str


@dataclass(frozen=True)
class Parsed:
    """A project read from bytes: with their digest, and the version they were written in when it was an older one."""

    project: Project
    digest: str
    migrated_from: int | None = None


class _Twice(dict[str, Any]):
    """An object in which names stand twice."""

    names: tuple[str, ...] = ()


def refused(code: str, where: str, message: str, mend: str, **values: str) -> FootfallError:
    """An error of one finding; sentences hold `{names}` for the values."""
    return FootfallError(findings=(finding("error", code, where, message, mend, **values),))


def too_large(name: str, size: int) -> FootfallError:
    """The refusal of a file that is larger than Footfall reads."""
    message = "it has {size} MB, and a project may have {largest} MB at most."
    mend = "Take out pictures or runs, or check that this is the right file."
    more = f"{size / 1e6:.0f}" if size > LARGEST + 1 else f"more than {LARGEST / 1e6:.0f}"
    return refused("too-large", name, message, mend, size=more, largest=f"{LARGEST / 1e6:.0f}")


def _text(data: bytes, name: str) -> str:
    if len(data) > LARGEST:
        raise too_large(name, len(data))
    if not data.strip():
        raise refused("empty", name, "the file is empty.", "Take a backup, or begin a new project.")
    if data[:2] in (b"\xff\xfe", b"\xfe\xff"):
        raise refused("utf-16", name, "it is written in UTF-16.", "Save it as UTF-8 in a text editor.")
    if b"\0" in data:
        raise refused("binary", name, "this is no text but binary data.", "Choose a .footfall.json file.")
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        message = "on line {line} there is a byte that is no UTF-8."
        raise refused("no-utf8", name, message, "Save it as UTF-8 in a text editor.", line=str(line)) from None


def refuse_absurd(data: bytes, name: str) -> None:
    """FootfallError for JSON that is nested too deeply or has too many parts, found out without parsing it."""
    marks = _STRINGS.sub(b"", data).translate(None, _NOT_STRUCTURE)
    if len(marks) > MOST_PARTS:
        message = "it has more than {most} million parts, which no project has."
        raise refused("too-many", name, message, "Check that this is the right file.", most=str(MOST_PARTS // 10**6))
    level = 0
    for bracket in marks.translate(None, b","):
        level += 1 if bracket in b"[{" else -1
        if level > DEEPEST:
            message = "braces and brackets are nested more than {deepest} deep, which no project is."
            raise refused("too-deep", name, message, "Check that this is the right file.", deepest=str(DEEPEST))


def _object(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    made = dict(pairs)
    if len(made) == len(pairs):
        return made
    counted = Counter(name for name, _ in pairs)
    twice = _Twice(made)
    twice.names = tuple(name for name in made if counted[name] > 1)
    return twice


def _constant(text: str) -> Flaw:
    return Flaw("no-number", text)


def _whole(text: str) -> int | Flaw:
    return Flaw("infinite", text) if len(text) > _LONGEST_NUMBER else int(text)


def _real(text: str) -> float | Flaw:
    number = float(text)
    return number if math.isfinite(number) else Flaw("infinite", text)


def _flaws(data: Any, path: tuple[object, ...]) -> Iterator[Finding]:
    if isinstance(data, _Twice):
        for name in data.names:
            where = json_path((*path, name))
            message = "this name stands twice in one object, and only one can be meant."
            yield Finding("error", "duplicate", where, message, "Remove one, or give it an id of its own.")
    if isinstance(data, Mapping):
        for key, inner in data.items():
            yield from _flaws(inner, (*path, key))
    elif isinstance(data, list):
        for place, inner in enumerate(data):
            yield from _flaws(inner, (*path, place))
    elif isinstance(data, Flaw):
        message = "{found} is no number that JSON knows."
        if data.code == "infinite":
            message = "{found} is larger than any number Footfall can keep."
        where = json_path(path)
        yield finding("error", data.code, where, message, "Write an ordinary number.", found=clean(data.text, 40))


def parse(data: bytes, name: str = "the file") -> Plain:
    """The plain JSON object in some bytes. FootfallError for everything that is no sound JSON object."""
    text = _text(data, name)
    refuse_absurd(data, name)
    try:
        parsed = json.loads(
            text, object_pairs_hook=_object, parse_constant=_constant, parse_int=_whole, parse_float=_real
        )
    except json.JSONDecodeError as error:
        raise _no_json(text, name, error) from None
    flaws = tuple(_flaws(parsed, ()))
    if flaws:
        raise FootfallError(findings=flaws)
    if not isinstance(parsed, dict):
        message = "expected an object with names and values, found {found}."
        raise refused("no-object", name, message, "Choose a file that Footfall saved.", found=shown(parsed))
    return parsed


def _no_json(text: str, name: str, error: json.JSONDecodeError) -> FootfallError:
    end = len(text.rstrip())
    cut_off = end - error.pos <= _SHORT and not text.rstrip().endswith("}") and error.msg != "Extra data"
    unfinished = error.msg.startswith("Unterminated string") or error.pos >= end or cut_off
    if unfinished and text.lstrip()[:1] in ("{", "["):
        line = str(text.count("\n", 0, end) + 1)
        message = "it breaks off on line {line}: the end is missing."
        return refused("truncated", name, message, "Take a backup, or fetch the file again.", line=line)
    if text.lstrip()[:1] not in ("{", "["):
        return refused("no-json", name, "this is no Footfall file: it does not hold JSON.", "Choose another file.")
    message = "on line {line}, at column {column}, the JSON cannot be understood: {reason}."
    reason = f"{error.msg[:1].lower()}{error.msg[1:]}"
    place = {"line": str(error.lineno), "column": str(error.colno), "reason": reason}
    return refused("bad-json", name, message, "Mend it there, or take a backup.", **place)


def opened(data: Plain, expected: str, name: str) -> tuple[Plain, int | None]:
    """The contents of an envelope without `format` and `version`, brought up to date; and the version, if older.

    FootfallError when it is of another format or of a newer version.
    """
    found, version = data.get("format"), data.get("version")
    if found != expected:
        raise _other_format(found, expected, name)
    if not isinstance(version, int) or isinstance(version, bool) or version < 1:
        message = "the version of the file is {found}, and not a whole number from 1 to {newest}."
        raise refused("version", "version", message, "Write {newest}.", found=shown(version), newest=str(VERSION))
    if version > VERSION:
        message = "a newer Footfall wrote it: version {version} of the file, and this one reads up to {newest}."
        mend = "Open it with a newer Footfall."
        raise refused("newer", name, message, mend, version=clean(str(version), 40), newest=str(VERSION))
    contents = {key: value for key, value in migrate(data).items() if key not in ("format", "version")}
    return contents, version if version < VERSION else None


def _other_format(found: object, expected: str, name: str) -> FootfallError:
    mend = 'A Footfall file begins with "format": "{expected}".'
    if isinstance(found, str) and found in (FORMAT, PERSONA_FORMAT, MAP_FORMAT):
        message = "it is a {found} file, and a {expected} file was expected."
        return refused(
            "other-kind", name, message, "Import it, or choose another file.", found=found, expected=expected
        )
    if found is None:
        return refused("no-format", name, "this is no Footfall file: it names no format.", mend, expected=expected)
    message = "this is no Footfall file: its format is {found}."
    return refused("other-format", name, message, mend, found=shown(found), expected=expected)


def validated(kind: type[V], contents: Plain) -> V:
    """Plain data as records; FootfallError with one finding per problem."""
    try:
        return kind.model_validate(contents)
    except ValidationError as error:
        raise FootfallError(findings=explain(error, kind)) from None


def loads(data: bytes, name: str = "the file", file_format: str = FORMAT) -> Parsed:
    """The project in the bytes of a file; `name` is how messages call the file.

    `file_format` is the kind of file expected: a project, or an excerpt (`PERSONA_FORMAT`, `MAP_FORMAT`).
    FootfallError with one finding per problem, each with its place; dangling references are left to `check`.
    """
    contents, migrated_from = opened(parse(data, name), file_format, name)
    return Parsed(validated(Project, contents), digest_of(data), migrated_from)
