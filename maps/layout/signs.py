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
_SIGN, _APART, _STEP = 15.0, 9.0, 16.0
_LEAST_WORD = 26.0


def signs_row(context: Context, record: str, x: float, y: float, width: float, *, status: str = "open") -> Signs | None:
    """The signs of a record in a row at (x, y), no wider than ``width``; None when it has none.

    The word of the work gets what remarks and dots leave, and is left out when that is too little for one.
    """
    remarks = _count(context, context.options.comments.get(record, 0))
    dots = _count(context, context.options.votes.get(record, 0))
    taken = sum(_SIGN + text.rect.w + _APART for text in (remarks, dots) if text is not None)
    word = None
    if status != "open" and width - taken - _SIGN >= _LEAST_WORD:
        words = context.words.states.get(status, status)
        word = context.text(words, "small", x + _SIGN, y, width - taken - _SIGN, "ink2", lines=1, minor=True)
    if word is None and remarks is None and dots is None:
        return None
    left = word.rect.right + _APART if word is not None else x
    remarks_at, remarks, left = _placed(remarks, left, y)
    dots_at, dots, left = _placed(dots, left, y)
    return Signs(
        rect=Rect(x, y, left - _APART - x, ROW), status=status if word is not None else "open",
        work=Point(x + 5.5, y + ROW / 2 - 0.5) if word is not None else None,
        word=word, remarks=remarks, remarks_at=remarks_at, dots=dots, dots_at=dots_at,
    )  # fmt: skip


def signs_stack(context: Context, record: str, x: float, bottom: float) -> Signs | None:
    """Remarks and dots below each other, the last one ending at ``bottom``; None when there are none."""
    remarks = _count(context, context.options.comments.get(record, 0))
    dots = _count(context, context.options.votes.get(record, 0))
    rows = sum(text is not None for text in (remarks, dots))
    if not rows:
        return None
    top = bottom - _STEP * (rows - 1) - ROW
    remarks_at, remarks, _ = _placed(remarks, x, top, _SIGN - 2.0)
    dots_at, dots, _ = _placed(dots, x, bottom - ROW, _SIGN - 2.0)
    wide = max(text.rect.right for text in (remarks, dots) if text is not None) - x
    return Signs(
        rect=Rect(x, top, wide, bottom - top), remarks=remarks, remarks_at=remarks_at, dots=dots, dots_at=dots_at
    )


def _count(context: Context, number: int) -> Text | None:
    return context.text(context.words.number(number), "small", 0.0, 0.0, 60.0, "ink2", lines=1) if number > 0 else None


def _placed(count: Text | None, x: float, y: float, sign: float = _SIGN) -> tuple[Point | None, Text | None, float]:
    """A sign with its number from ``x`` on, and where the next one begins."""
    if count is None:
        return None, None, x
    box = Rect(x + sign, y, count.rect.w, count.rect.h)
    number = Text(box, count.lines, count.role, count.colour, minor=True, full=count.full)
    return Point(x + 5.5, y + ROW / 2 - 0.5), number, box.right + _APART
