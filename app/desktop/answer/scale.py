"""Axes for the pictures of an answer: a range that always holds zero, and round ticks."""

from __future__ import annotations

import math
from dataclasses import dataclass


@dataclass(frozen=True)
class Axis:
    """Values from `low` to `high` on px from `left` to `right`."""

    low: float
    high: float
    left: float
    right: float

    def at(self, value: float) -> float:
        """Where a value stands, px; values outside stand outside."""
        return self.left + (value - self.low) / (self.high - self.low) * (self.right - self.left)

    def kept(self, value: float) -> float:
        """Where a value stands, held within the axis."""
        return min(max(self.at(value), self.left), self.right)


def spanning(values: list[float], left: float, right: float, *, spare: float = 0.08) -> Axis:
    """An axis that holds zero and every finite value, with a little room at both ends."""
    found = [0.0, *(value for value in values if math.isfinite(value))]
    low, high = min(found), max(found)
    reach = (high - low) or 0.01
    return Axis(low - spare * reach, high + spare * reach, left, right)


def ticks(axis: Axis, wanted: int = 4) -> list[float]:
    """Round values inside the axis, zero among them, about `wanted` of them."""
    step = _round_step((axis.high - axis.low) / max(1, wanted))
    first = math.ceil(axis.low / step)
    last = math.floor(axis.high / step)
    return [index * step for index in range(first, last + 1)]


def _round_step(rough: float) -> float:
    power: float = 10.0 ** math.floor(math.log10(rough))
    return next(power * lead for lead in (1, 2, 5, 10) if power * lead >= rough * (1 - 1e-9))
