"""Which words on the map can be edited where they stand, and which field of the project they are."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from app.desktop.document import Document
from app.project.edits import Path
from app.project.mapping.links import set_share
from app.project.mapping.pasting import tidy
from app.words import percent
from app.words.typed import typed_share
from maps.layout.elements import Element, Face, LaneHeader, LinkLine, MetricCell, StageHeader, Text
from maps.layout.geometry import Point, Rect
from maps.layout.words import MapWords
from maps.model import Feeling, Link, Touchpoint

LONGEST_TITLE = 500
LONGEST_TEXT = 20_000


@dataclass(frozen=True)
class Draft:
    """What is being written that is not in the project yet: a card of a cell, or with an empty lane a new stage."""

    lane: str
    stage: str
    index: int | None = None
    touchpoint: str | None = None


@dataclass(frozen=True)
class Field:
    """An editable text: where it is kept, what it holds, and where it stands on the map."""

    table: str
    record: str
    path: Path
    words: str
    label: str
    place: Rect
    role: str
    longest: int
    lines: bool = False
    draft: Draft | None = None


def field_of(document: Document, element: Element, words: MapWords) -> Field | None:
    """The text of an element that can be edited; none for what is drawn from numbers."""
    rows: dict[str, Any] = getattr(document.project, element.table, {})
    record = rows.get(element.record)
    if record is None:
        return None
    if isinstance(element, Face):
        return _note(element, record)
    if isinstance(element, LinkLine):
        return _share(element, record)
    place, role = place_in(element)
    if element.table == "touchpoints":
        return Field("touchpoints", element.record, ("title",), record.title, "text", place, role, LONGEST_TITLE)
    if element.table == "stages":
        return Field("stages", element.record, ("title",), record.title, "text", place, role, LONGEST_TITLE)
    if element.table == "lanes":
        shown = record.title or words.lanes[record.kind]
        return Field("lanes", element.record, ("title",), shown, "text", place, role, LONGEST_TITLE)
    if element.table == "cards":
        return Field("cards", element.record, ("text",), record.text, "text", place, role, LONGEST_TEXT, lines=True)
    return None


def _share(line: LinkLine, link: Link) -> Field:
    """The share of a link, over its figure or the middle of its line."""
    at = line.label.rect.centre if line.label is not None else _middle(line)
    place = Rect(at.x - 26.0, at.y - 10.0, 52.0, 20.0)
    words = share_words(link.share.value)
    return Field("links", line.record, ("share",), words, "share", place, "small", 20)


def share_words(share: float) -> str:
    """A share as it is typed: whole percents without a decimal."""
    return percent(share, 0 if abs(share * 100 - round(share * 100)) < 1e-6 else 1)


def _middle(line: LinkLine) -> Point:
    points = line.path.sampled(4.0)
    return points[len(points) // 2] if points else line.rect.centre


def _note(face: Face, point: Touchpoint) -> Field | None:
    feeling = point.feelings.get(face.persona)
    if not isinstance(feeling, Feeling):
        return None
    place = Rect(face.rect.right + 4, face.rect.centre.y - 12, 170, 24)
    path = ("feelings", face.persona)
    return Field("touchpoints", face.record, path, feeling.note, "note", place, "small", LONGEST_TITLE)


def place_in(element: Element) -> tuple[Rect, str]:
    """Where the editor opens: over the element's main text, as wide as the element lets it."""
    text: Text | None
    if isinstance(element, MetricCell):
        text = element.meta
    else:
        text = getattr(element, "title", None) or getattr(element, "text", None)
    role = text.role if isinstance(text, Text) else "body"
    left = text.rect.x if isinstance(text, Text) and text.align != "right" else element.rect.x + 8
    if isinstance(element, StageHeader | LaneHeader):
        top = text.rect.y if isinstance(text, Text) else element.rect.y + 8
        return Rect(left, top, max(60.0, element.rect.right - left - 6), 40.0), role
    top = text.rect.y if isinstance(text, Text) else element.rect.y + 4
    return Rect(
        left, top, max(60.0, element.rect.right - left - 4), max(20.0, text.rect.h if isinstance(text, Text) else 20.0)
    ), role


def commit(document: Document, field: Field, words: str) -> None:
    """Write the words into the project as one step; nothing happens when they are the same.

    A lane's own title is emptied rather than set when it is cleared. FootfallError when they do not fit.
    """
    words = tidy(words).strip() if field.lines else " ".join(tidy(words).split())
    if words == field.words.strip():
        return
    if field.label == "share":
        _commit_share(document, field.record, words)
        return
    if field.label == "note":
        point = document.project.touchpoints[field.record]
        feeling = point.feelings[field.path[1]] if len(field.path) == 2 else None
        if feeling is not None:
            document.set("touchpoints", field.record, field.path, feeling.model_copy(update={"note": words}), "note")
        return
    document.set(field.table, field.record, field.path, words, field.label)


def _commit_share(document: Document, link: str, words: str) -> None:
    """Take "45%", "45" and "45,0 %" as the same share; refused when more would leave a card than comes there."""
    edit = set_share(document.project, link, typed_share(words))
    if edit:
        document.edit(edit)
