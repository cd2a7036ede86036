"""Comments: remarks on a map or on anything that stands on it, answered, resolved, counted. None can be undone.

An answer is a comment about a comment. Notes in the parking lot are comments too, and none of this page's business.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime

from app.project.builders import add_record, new_id, remove_record, set_field
from app.project.edits import Edit, compose, record_at
from app.project.model import RECORD_TYPES, Comment, Project
from personas.problems import FootfallError, finding


@dataclass(frozen=True)
class Thread:
    """A comment with its answers, the oldest first. `lost` is whether what it is about is no longer there."""

    id: str
    comment: Comment
    answers: tuple[tuple[str, Comment], ...] = ()
    lost: bool = False


def say(
    project: Project, map_id: str, text: str, *, target: str = "", author: str = "", moment: str | None = None
) -> tuple[Edit, str]:
    """Say something about a record of a map, about the map itself, or in answer to a comment; its id.

    FootfallError for a comment that says nothing.
    """
    if not text.strip():
        words = "a comment has to say something."
        raise FootfallError(findings=(finding("error", "empty-comment", "comments", words, "Type a few words."),))
    now = datetime.now(UTC).isoformat(timespec="seconds") if moment is None else moment
    key = new_id(project, "comments")
    made = Comment(map=map_id, target=target, text=text.strip(), author=author, moment=now)
    return add_record(project, "comments", key, made, "comment"), key


def resolve(project: Project, comment: str, *, done: bool = True) -> Edit:
    """Deal with a comment, or have it wait again."""
    return set_field(project, "comments", comment, ("resolved",), done, "comment")


def remove(project: Project, comment: str) -> Edit:
    """Throw a comment away, with the answers to it."""
    gone = [comment, *(key for key, one in project.comments.items() if one.target == comment)]
    return compose([remove_record(project, "comments", key, "comment") for key in gone], "comment")


def threads(project: Project, map_id: str, *, resolved: bool = False) -> tuple[Thread, ...]:
    """The comments of a map that wait, or with `resolved` those that were dealt with, the latest first."""
    answers: dict[str, list[tuple[str, Comment]]] = {}
    for key, one in project.comments.items():
        if one.target in project.comments:
            answers.setdefault(one.target, []).append((key, one))
    found = [
        Thread(
            key,
            one,
            tuple(sorted(answers.get(key, ()), key=lambda pair: (pair[1].moment, pair[0]))),
            lost=bool(one.target) and not about(project, one.target),
        )
        for key, one in _own(project, map_id)
        if one.resolved == resolved
    ]
    return tuple(sorted(found, key=lambda thread: (thread.comment.moment, thread.id), reverse=True))


def open_counts(project: Project, map_id: str) -> dict[str, int]:
    """How many comments wait at each record of a map, by its id; those about the map itself under "".

    A comment with two answers counts as one thing to deal with.
    """
    counts: dict[str, int] = {}
    for _key, one in _own(project, map_id):
        if not one.resolved:
            counts[one.target] = counts.get(one.target, 0) + 1
    return counts


def about(project: Project, target: str) -> str:
    """The table of what a comment is about; "" when it is not there."""
    kind = target.rsplit("-", 1)[0]
    likely = [table for table in RECORD_TYPES if table.startswith(kind[:4])]
    for table in (*likely, *RECORD_TYPES):
        if record_at(project, table, target) is not None:
            return table
    return ""


def _own(project: Project, map_id: str) -> Iterator[tuple[str, Comment]]:
    """The comments on a map, answers and parked notes left out."""
    for key, one in project.comments.items():
        if one.map == map_id and not one.parked and one.target not in project.comments:
            yield key, one
