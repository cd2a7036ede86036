"""What the axes, their ticks and the four corners of the matrix are called."""

from __future__ import annotations

from app.desktop.matrix.places import Scale
from app.words import money, number, percent, tr
from maps.model import MatrixAxis


def axis_words(axis: MatrixAxis) -> str:
    """The name of an axis."""
    return {
        "value": tr("Value"),
        "impact": tr("For the customer"),
        "business": tr("For the business"),
        "effort": tr("Effort"),
        "score": tr("Score"),
        "votes": tr("Votes"),
        "pains": tr("Severity of what it solves"),
        "price": tr("Price of what it solves"),
    }[axis]


def tick_words(axis: MatrixAxis, value: float, currency: str) -> str:
    """A value on an axis."""
    if axis in ("value", "impact", "business"):
        return percent(value / 5, 0)
    if axis == "price":
        return money(value, currency)
    return number(value, 0 if value == round(value) else 1)


def corner_words(across: Scale, up: Scale) -> dict[str, str]:
    """The four corners by what they advise; the lower end of effort is the good one."""
    best, big, small, worst = (
        tr("Do first"),
        tr("Plan with care"),
        tr("When there is time"),
        tr("Leave for now"),
    )
    words = {}
    for vertical in ("top", "bottom"):
        for side in ("left", "right"):
            good_up = (vertical == "top") != up.less_is_better
            good_across = (side == "right") != across.less_is_better
            words[f"{vertical} {side}"] = (
                best if good_up and good_across else big if good_up else small if good_across else worst
            )
    return words
