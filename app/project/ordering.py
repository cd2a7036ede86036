"""Fractional keys: a row gets a place between two others without touching them.

A key is a fraction written in base 62 (0-9, A-Z, a-z, as they sort) without its leading "0."; it never ends in "0".
"""

from __future__ import annotations

from collections.abc import Sequence

DIGITS = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz"
LONGEST = 200
"""Characters a key may have; a row that needs more asks for new keys (`keys`) for its neighbours."""


def between(low: str, high: str | None = None) -> str:
    """A key after `low` ("" is the start) and before `high` (None is the end).

    ValueError when nothing fits: the keys are equal, in the wrong order, or would grow beyond `LONGEST`; then the
    rows need new keys.
    """
    if high is not None and not low < high:
        raise ValueError(f"there is no key between {low!r} and {high!r}")
    key = _after(low) if high is None else _halfway(low, high)
    if len(key) > LONGEST or (high is not None and not low < key < high):
        raise ValueError(f"there is no key of {LONGEST} characters between {low!r} and {high!r}")
    return key


def _after(low: str) -> str:
    """The next key after `low`: the first digit that can be raised is raised by one, so that keys grow slowly."""
    if not low:
        return "V"  # the middle, so that there is room on both sides
    for place, digit in enumerate(low):
        if digit != DIGITS[-1]:
            return low[:place] + DIGITS[DIGITS.index(digit) + 1]
    return low + "V"


def _halfway(low: str, high: str) -> str:
    """A short key strictly between two keys of which the first is the smaller."""
    shared = 0
    while shared < len(high) and (low[shared] if shared < len(low) else "0") == high[shared]:
        shared += 1
    head, low, high = high[:shared], low[shared:], high[shared:]
    first = DIGITS.index(low[0]) if low else 0
    last = DIGITS.index(high[0]) if high else len(DIGITS)
    if last - first > 1:
        return head + DIGITS[(first + last) // 2]
    if len(high) > 1:
        return head + high[0]
    return head + DIGITS[first] + _after(low[1:])


def keys(count: int) -> tuple[str, ...]:
    """`count` keys in order, evenly spread and as short as they can be, for rows that are made together."""
    width, room = 1, len(DIGITS)
    while room <= count:
        width, room = width + 1, room * len(DIGITS)
    return tuple(_written(room * (place + 1) // (count + 1), width) for place in range(count))


def _written(number: int, width: int) -> str:
    digits = []
    for _ in range(width):
        number, digit = divmod(number, len(DIGITS))
        digits.append(DIGITS[digit])
    return "".join(reversed(digits)).rstrip("0")


def needs_new_keys(ordered: Sequence[str]) -> bool:
    """Whether rows with these keys, in the order they are seen, leave no room somewhere: equal, empty or too long."""
    return any(not a < b for a, b in zip(("", *ordered), ordered, strict=False)) or any(
        len(key) > LONGEST // 2 for key in ordered
    )
