"""What validation found wrong, in plain words: one finding per problem, with its place in the file."""

from __future__ import annotations

import difflib
from collections.abc import Iterable, Mapping
from typing import Any

from pydantic import BaseModel, ValidationError

from personas.problems import Finding, finding
from personas.records import Value

MOST_FINDINGS = 100
"""Findings shown of one file; a file of the wrong kind would give a million."""

_KINDS: dict[type, str] = {bool: "true or false", int: "a whole number", float: "a number", str: "a text"}
_SAID: dict[str, tuple[str, str]] = {
    "missing": ("this field is missing.", "Add it."),
    "extra_forbidden": ("Footfall knows no field of this name.", "Remove it or correct its name."),
    "string_type": ("expected a text, found {found}.", "Put it between double quotes."),
    "string_unicode": ("this text holds half a character, which no file can keep.", "Type the text again."),
    "float_type": ("expected a number, found {found}.", "Write it without quotes, with a point for decimals."),
    "int_type": ("expected a whole number, found {found}.", "Write it without quotes and without decimals."),
    "int_from_float": ("expected a whole number, found {found}.", "Round it."),
    "bool_type": ("expected true or false, found {found}.", "Write true or false without quotes."),
    "dict_type": ("expected an object with entries by key, found {found}.", "Write the entries between braces."),
    "model_type": ("expected an object with fields by name, found {found}.", "Write the fields between braces."),
    "literal_error": ("expected {expected}, found {found}.", "Choose one of these."),
    "greater_than_equal": ("{found} is too low.", "It must be at least {ge}."),
    "greater_than": ("{found} is too low.", "It must be more than {gt}."),
    "less_than_equal": ("{found} is too high.", "It must be at most {le}."),
    "less_than": ("{found} is too high.", "It must be less than {lt}."),
    "string_too_long": ("this text is longer than {max_length} characters.", "Shorten it."),
    "string_pattern_mismatch": ("{found} is not written as it should be.", "It must match {pattern}."),
    "finite_number": ("{found} is no finite number.", "Write an ordinary number."),
    "value_error": ("{error}.", "Correct the number."),
}
_BAD_ID = "An id is a kind, a dash and eight small letters or digits, such as stage-1a2b3c4d."


def json_path(parts: Iterable[object]) -> str:
    """A place in the file as it is written in findings: table, id and fields with points between."""
    return ".".join(clean(str(part)) for part in parts) or "the file"


def clean(text: str, longest: int = 120) -> str:
    """A text that fits on one line of any terminal: control characters and broken ones escaped, the rest cut off."""
    text = text if len(text) <= longest else text[: longest - 1] + "…"
    return "".join(sign if sign.isprintable() else f"\\u{ord(sign):04x}" for sign in text)


def shown(value: object) -> str:
    """A value as it stands in the file, shortened: for messages."""
    if isinstance(value, Mapping):
        return "an object"
    if isinstance(value, list | tuple):
        return "a list"
    if value is None or isinstance(value, bool):
        return {None: "null", True: "true", False: "false"}[value]
    text = clean(str(value), 40)
    return f"'{text}'" if isinstance(value, str) else text


def _field_names(root: type[BaseModel], parts: tuple[object, ...]) -> list[str]:
    """Names of the fields beside the one at `parts`: what a misspelt one may have meant."""
    kind: Any = root
    for part in parts[:-1]:
        if isinstance(kind, type) and issubclass(kind, BaseModel):
            info = kind.model_fields.get(str(part))
            kind = info.annotation if info else None
        else:  # a map: its values all have one type
            kind = getattr(kind, "__args__", (None, None))[-1]
        kind = _value_type(kind)
    return list(kind.model_fields) if isinstance(kind, type) and issubclass(kind, BaseModel) else []


def _value_type(kind: Any) -> Any:
    """The model or map inside `Annotated[…]` and `… | None`."""
    while hasattr(kind, "__metadata__"):
        kind = kind.__origin__
    inner = [_value_type(arg) for arg in getattr(kind, "__args__", ()) if arg is not type(None)]
    is_union = type(None) in getattr(kind, "__args__", ())
    return inner[0] if is_union and inner else kind


def _one(error: Any, root: type[BaseModel], prefix: tuple[object, ...]) -> Finding:
    where: tuple[object, ...] = error["loc"]
    kind: str = error["type"]
    context: dict[str, Any] = dict(error.get("ctx", {}))
    is_key = bool(where) and where[-1] == "[key]"
    if is_key:
        where = where[:-1]
    code = kind.replace("_", "-")
    message, mend = _SAID.get(kind, ("this does not hold: {reason}.", "Correct it."))
    values = {name: clean(str(value)) for name, value in context.items()}
    values |= {"found": shown(error["input"]), "reason": clean(error["msg"])}
    if is_key:
        code, message, mend = "bad-key", "{found} is no good key here.", "Write it as the other keys of this table."
    if kind == "string_pattern_mismatch" and "[a-z0-9]{8}" in values["pattern"]:
        code, message, mend = "bad-id", "{found} is no id.", _BAD_ID
    close = difflib.get_close_matches(str(where[-1]), _field_names(root, where), n=1) if where else []
    if kind == "extra_forbidden" and close:
        code, mend, values["close"] = "misspelt", "Did you mean '{close}'?", close[0]
    return finding("error", code, json_path((*prefix, *where)), message, mend, **values)


def explain(error: ValidationError, root: type[Value], prefix: tuple[object, ...] = ()) -> tuple[Finding, ...]:
    """Every problem of a failed validation of `root` as a finding; at most `MOST_FINDINGS`, then how many more."""
    errors = error.errors(include_url=False)
    found = tuple(_one(one, root, prefix) for one in errors[:MOST_FINDINGS])
    if len(errors) > MOST_FINDINGS:
        more = len(errors) - MOST_FINDINGS
        where = json_path(prefix)
        found += (
            finding("error", "more", where, "{more} more problems are not shown.", "Mend these first.", more=str(more)),
        )
    return found
