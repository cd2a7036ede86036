"""Small signs on a card: how far the work on it is, remarks about it, dots it was given; and what it rests on."""

from __future__ import annotations

from typing import Final

from maps.layout.context import Context
from maps.layout.elements import Signs, Text
from maps.layout.geometry import Point, Rect

ROW: Final = 17.0
"""Height of a row of signs, px."""
EVIDENCE: Final = 14.0
"""Room for the mark of evidence before a text, px."""
_SIGN, _APART = 15.0, 9.0
_LEAST_WORD = 26.0


def signs_row(
    context: Context, record: str, x: float, y: float, width: float, *, status: str = "open", right: bool = False
) -> Signs | None:
    """The signs of a record in a row at (x, y), no wider than ``width``; None when it has none.

    What does not fit is left out, the word of the work first. ``right`` puts the row at the right end of the width.
    """
    remarks = _count(context, context.options.comments.get(record, 0))
    dots = _count(context, context.options.votes.get(record, 0))
    parts = [_SIGN + text.rect.w for text in (remarks, dots) if text is not None]
    taken = sum(parts) + _APART * len(parts)
    word = None
    if status != "open" and width - taken - _SIGN >= _LEAST_WORD:
        words = context.words.states.get(status, status)
        word = context.text(words, "small", x + _SIGN, y, width - taken - _SIGN, "ink2", lines=1, minor=True)
    if word is None and not parts:
        return None
    left = x + width - (taken - _APART) if right else x
    work = Point(x + 5.5, y + ROW / 2 - 0.5) if word is not None else None
    if word is not None:
        left = word.rect.right + _APART
    remarks_at, remarks, left = _placed(remarks, left, y)
    dots_at, dots, left = _placed(dots, left, y)
    start = x if not right else min(point.x for point in (remarks_at, dots_at) if point is not None) - 5.5
    return Signs(
        rect=Rect(start, y, max(0.0, left - _APART - start), ROW), status=status if word is not None else "open",
        work=work, word=word, remarks=remarks, remarks_at=remarks_at, dots=dots, dots_at=dots_at,
    )  # fmt: skip


def _count(context: Context, number: int) -> Text | None:
    return context.text(context.words.number(number), "small", 0.0, 0.0, 60.0, "ink2", lines=1) if number > 0 else None


def _placed(count: Text | None, x: float, y: float) -> tuple[Point | None, Text | None, float]:
    """A sign with its number from ``x`` on, and where the next one begins."""
    if count is None:
        return None, None, x
    box = Rect(x + _SIGN, y, count.rect.w, count.rect.h)
    number = Text(box, count.lines, count.role, count.colour, minor=True, full=count.full)
    return Point(x + 5.5, y + ROW / 2 - 0.5), number, box.right + _APART
