"""What things are called where they are talked about: a record by its own words."""

from __future__ import annotations

from app.desktop.document import Selection
from app.project.edits import record_at
from app.project.model import Project
from app.project.remarks import about
from app.words import name, tr


def called(project: Project, table: str, record: str) -> str:
    """A record by its own words; what it is where it has none."""
    found = record_at(project, table, record)
    for field in ("title", "text", "name"):
        words = " ".join(str(getattr(found, field, "") or "").split())
        if words:
            return words
    if table == "lanes" and found is not None:
        return name("lane", project.lanes[record].kind)
    if table == "links" and found is not None:
        link = project.links[record]
        ends = [project.touchpoints.get(one) for one in (link.from_touchpoint, link.to_touchpoint)]
        return " → ".join(one.title if one is not None else "?" for one in ends)
    return tr("something that is gone") if found is None else tr("something without words")


def target_called(project: Project, target: str) -> str:
    """What a comment is about, in words."""
    return called(project, about(project, target), target) if target else tr("the map")


def target_of(selection: Selection) -> str:
    """What a comment on a selection is about: its record; for a cell its stage; "" for the map itself."""
    return selection.record
