"""Who comes to the shop in plain SimPy, what a visit is, and what is counted."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

PRODUCTS = 4


def rows(records: Any) -> list[dict[str, Any]]:
    """Records of the plan as dictionaries of Python's own numbers."""
    names = records.dtype.names
    return [{name: row[name].tolist() for name in names} for row in records]


@dataclass
class Counts:
    """What a run leaves."""

    visitors: int = 0
    converted: int = 0
    orders: int = 0
    visits: int = 0
    pages: int = 0
    messages: int = 0


@dataclass
class Visitor:
    """One person, and what the shop remembers of him."""

    persona: dict[str, Any]
    number: int
    intent: float
    speed: float
    consent: bool
    login: bool
    customer: bool
    known: bool
    products: int
    value: float
    device: int
    progress: list[float] = field(default_factory=lambda: [0.0] * PRODUCTS)
    score: list[list[float]] = field(default_factory=lambda: [[0.0] * PRODUCTS for _ in range(3)])
    scored: list[float] = field(default_factory=lambda: [-1.0] * 3)
    viewed: list[int] = field(default_factory=lambda: [0] * 3)
    basket: int = -1
    visits: int = 0
    pages: int = 0
    shown: dict[int, int] = field(default_factory=dict)
    last: dict[int, int] = field(default_factory=dict)


@dataclass
class Visit:
    """What lasts one visit."""

    card: int
    channel: int
    push: float
    stay: float
    silent: bool
    recognised: bool
    memory: int
    score: float
    pushed: float = 0.0
    held: float = 0.0
    pages: int = 0
    views: int = 0
    focus: int = -1
    at_hand: int = -1
    ahead: float = 0.0
    dwell: float = 0.0
    messages: int = 0
    spoken: dict[int, int] = field(default_factory=dict)
    techniques: dict[int, int] = field(default_factory=dict)
    looks: dict[int, int] = field(default_factory=dict)
    discouraged: float = 0.0
    ordered: bool = False
