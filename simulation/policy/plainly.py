"""Functions of the compiled model as plain Python, with what luck decides put in by hand.

The same source runs: nothing is written twice, nothing is compiled, and nothing has to be waited for. Too slow for a
run, quick enough for one visitor whom somebody follows with a finger.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from types import FunctionType
from typing import Any


class Plainly:
    """Plain twins of compiled functions, each made once.

    Args:
        instead: functions by the compiled one that they stand for, such as one that returns what somebody chose in
            place of one that draws it. Whatever calls the compiled one calls these.
    """

    def __init__(self, instead: Mapping[Callable[..., Any], Callable[..., Any]]) -> None:
        self._twins: dict[int, Callable[..., Any]] = {id(one): other for one, other in instead.items()}
        self._rooms: dict[int, dict[str, Any]] = {}
        self._kept = list(instead)

    def __call__(self, function: Callable[..., Any]) -> Callable[..., Any]:
        """The plain twin of a compiled function; a function that is not compiled runs among plain ones too."""
        if id(function) in self._twins:
            return self._twins[id(function)]
        source = getattr(function, "py_func", function)
        if not isinstance(source, FunctionType):
            return function
        twin = FunctionType(source.__code__, self._room(source.__globals__), source.__name__, source.__defaults__)
        self._twins[id(function)] = twin
        self._kept.append(function)
        return twin

    def _room(self, names: dict[str, Any]) -> dict[str, Any]:
        """The names of a module, its compiled functions replaced by their plain twins."""
        if id(names) not in self._rooms:
            room = dict(names)
            self._rooms[id(names)] = room
            for name, held in names.items():
                if id(held) in self._twins or _of_the_model(held):
                    room[name] = self(held)
        return self._rooms[id(names)]


def _of_the_model(held: object) -> bool:
    """Whether this is a function of the model, compiled or, where compiling is switched off, not."""
    mine = isinstance(held, FunctionType) and held.__module__.startswith("simulation.behaviour")
    return mine or hasattr(held, "py_func")
