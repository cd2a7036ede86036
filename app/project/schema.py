"""The JSON Schema of a project file (draft 2020-12), made from the records so that it cannot lag behind them."""

from __future__ import annotations

from typing import Any

from app.project.canonical import Plain, text_of
from app.project.model import FORMAT, VERSION, Project

_ABOUT = (
    "A Footfall project: a header and flat tables of records by id. Units stand in each field's description. A field "
    "that holds its default may be left out, and Footfall leaves it out; the defaults named here belong to this "
    "version of the format and never change within it. References are ids of records in the table that the field's "
    "name or description says. Reading also refuses duplicate names, files over 100 MB and nesting over 64 levels."
)


def schema() -> Plain:
    """The schema of version `VERSION` of the file, envelope included, as plain JSON data."""
    made = Project.model_json_schema(mode="validation")
    definitions = made.pop("$defs")
    for one in (*definitions.values(), made):
        _close_maps(one)
    properties = {
        "format": {"const": FORMAT, "description": "Marks the file as a Footfall project."},
        "version": {"const": VERSION, "description": "Version of the file format."},
        **made["properties"],
    }
    for name, table in made["properties"].items():
        table.setdefault("description", f"Records of the table {name}, by id.")
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": "Footfall project",
        "description": _ABOUT,
        "type": "object",
        "properties": properties,
        "required": ["format", "version"],
        "additionalProperties": False,
        "$defs": definitions,
    }


def _close_maps(node: Any) -> None:
    """A map with a pattern for its keys takes no others: what the records mean, and pydantic does not write."""
    if isinstance(node, dict):
        if "patternProperties" in node:
            node["additionalProperties"] = False
        for inner in node.values():
            _close_maps(inner)
    elif isinstance(node, list):
        for inner in node:
            _close_maps(inner)


def schema_bytes() -> bytes:
    """The schema as a file: keys sorted, as projects are written."""
    return text_of(schema())
