"""When a technique is honest, in words."""

from __future__ import annotations

from app.words.catalogue import mark_in, tr_in

_HONEST = {
    "stock": mark_in("honest", "The claim rests on a real stock."),
    "date": mark_in("honest", "The claim rests on a real date."),
}


def honest_words(condition: str) -> str:
    """When a technique is honest, in the reader's language; `condition` as the shipped catalogue has it."""
    return tr_in("honest", _HONEST[condition]) if condition in _HONEST else tr_in("fact", condition)
