"""What parts of a layout came to, kept with what they were made of: an edit lays out anew only what it concerns."""

from __future__ import annotations

from collections.abc import Callable, Hashable
from dataclasses import dataclass
from typing import Any, TypeVar

T = TypeVar("T")


@dataclass(slots=True)
class _Kept:
    made_of: tuple[object, ...]
    result: Any
    round: int


class Memory:
    """Hand the same one to `maps.layout.build.layout_map` again and again; a fresh one gives the same layouts."""

    def __init__(self) -> None:
        self._kept: dict[Hashable, _Kept] = {}
        self._round = 0
        self._used = 0

    def get(self, name: Hashable, made_of: tuple[object, ...], make: Callable[[], T]) -> T:
        """What ``make`` gave when it was last asked for this name, if it was made of the same (by ``==``)."""
        kept = self._kept.get(name)
        if kept is None or kept.made_of != made_of:
            kept = self._kept[name] = _Kept(made_of, make(), self._round)
        if kept.round != self._round:
            kept.round = self._round
        self._used += 1
        result: T = kept.result
        return result

    def begin(self) -> None:
        """A layout begins: forget what the last one did not ask for, once that is more than it did."""
        if len(self._kept) > 2 * self._used + 100:
            self._kept = {name: kept for name, kept in self._kept.items() if kept.round == self._round}
        self._round += 1
        self._used = 0
