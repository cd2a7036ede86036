"""How a link gets from card to card: which sides it uses and which gutters and gaps it runs through.

Cards stand in a grid. Gutter g is the white to the left of column g, gap k the white above row k; links run in these
and never over a card. Links that share a gutter or gap get tracks of their own in it, and the gutter grows with them.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Literal

Cell = tuple[int, int]
Side = Literal["left", "right", "top", "bottom"]
_PORT_STEP, _PORT_REACH = 14.0, 24.0


@dataclass(frozen=True)
class Route:
    """The way of one link.

    ``gutter`` and ``gutter2`` are where it runs down or up, ``gap`` where it runs along a row; None when it does not.
    A route without any is straight.
    """

    link: str
    start: Cell
    end: Cell
    out: Side
    into: Side
    gutter: int | None = None
    gap: int | None = None
    gutter2: int | None = None

    @property
    def straight(self) -> bool:
        """Whether it runs from side to side, or from foot to head, without a bend."""
        return self.gutter is None


def route(link: str, start: Cell, end: Cell, taken: frozenset[Cell], rows: int) -> Route:
    """Choose the way from cell to cell. ``taken`` are the cells with a card, ``rows`` the number of rows."""
    (c1, r1), (c2, r2) = start, end
    if c1 == c2:
        return _within_column(link, start, end, taken)
    ahead = c2 > c1
    out: Side = "right" if ahead else "left"
    into: Side = "left" if ahead else "right"
    first, last = (c1 + 1, c2) if ahead else (c1, c2 + 1)
    between = range(min(c1, c2) + 1, max(c1, c2))
    if all((c, r1) not in taken for c in between):
        if r1 == r2 and ahead:
            return Route(link, start, end, out, into)
        return Route(link, start, end, out, into, gutter=last)
    if all((c, r2) not in taken for c in between):
        return Route(link, start, end, out, into, gutter=first)
    gap = _nearest_gap(r1, r2, rows, below=not ahead)
    return Route(link, start, end, out, into, gutter=first, gap=gap, gutter2=last)


def _within_column(link: str, start: Cell, end: Cell, taken: frozenset[Cell]) -> Route:
    (column, r1), (_, r2) = start, end
    down = r2 > r1
    if all((column, row) not in taken for row in range(min(r1, r2) + 1, max(r1, r2))):
        return Route(link, start, end, "bottom" if down else "top", "top" if down else "bottom")
    side: Side = "right" if down else "left"
    return Route(link, start, end, side, side, gutter=column + 1 if down else column)


def _nearest_gap(r1: int, r2: int, rows: int, *, below: bool) -> int:
    """The gap that costs the least way up and down; links that lead back prefer one below the cards."""

    def cost(gap: int) -> tuple[float, int]:
        way = abs(gap - 0.5 - r1) + abs(gap - 0.5 - r2)
        return way + (0.0 if not below or gap > max(r1, r2) else 1.5), gap

    return min(range(rows + 1), key=cost)


@dataclass
class Ports:
    """Where on a card's side each link starts or ends: offset in px from the middle of the side."""

    offsets: dict[tuple[str, str], float] = field(default_factory=dict)

    def out(self, link: str) -> float:
        """Offset where the link starts."""
        return self.offsets.get((link, "out"), 0.0)

    def into(self, link: str) -> float:
        """Offset where the link ends."""
        return self.offsets.get((link, "in"), 0.0)


def ports(routes: Sequence[Route]) -> Ports:
    """Spread the ends of the links over the sides of the cards.

    A straight link keeps the middle of its side; those that come from above end above it, those from below below it.
    Links between the same two stacked cards stand left and right of the middle.
    """
    sides: dict[tuple[Cell, Side], list[tuple[int, float, str, str]]] = {}
    for way in routes:
        for cell, side, end, other in (
            (way.start, way.out, "out", way.end),
            (way.end, way.into, "in", way.start),
        ):
            sides.setdefault((cell, side), []).append((_bend(way, cell, other), _reach(cell, other), way.link, end))
    result = Ports()
    for (_, side), ends in sides.items():
        result.offsets |= _spread(sorted(ends)) if side in {"left", "right"} else _beside(sorted(ends))
    return result


def _bend(way: Route, cell: Cell, other: Cell) -> int:
    """-1 when the link leaves the cell's side upwards, 0 straight, 1 downwards."""
    if way.straight:
        return 0
    if way.gap is not None:
        return -1 if way.gap <= cell[1] else 1
    return -1 if other[1] < cell[1] else 1


def _reach(cell: Cell, other: Cell) -> float:
    """Sorts the ends on one side, so that lines with far ends lie outside near ones."""
    return float(other[1] - cell[1]) + 0.01 * abs(other[0] - cell[0])


def _spread(ends: list[tuple[int, float, str, str]]) -> dict[tuple[str, str], float]:
    ups = [e for e in ends if e[0] < 0]
    downs = [e for e in ends if e[0] > 0]
    middle = [e for e in ends if e[0] == 0]
    if middle:
        step = min(_PORT_STEP, _PORT_REACH / max(1, len(ups), len(downs)))
        placed = [(e, -step * (len(ups) - i)) for i, e in enumerate(ups)]
        placed += [(e, 0.0) for e in middle] + [(e, step * (i + 1)) for i, e in enumerate(downs)]
    else:
        both = ups + downs
        step = min(_PORT_STEP, 2 * _PORT_REACH / max(1, len(both) - 1))
        placed = [(e, step * (i - (len(both) - 1) / 2)) for i, e in enumerate(both)]
    return {(e[2], e[3]): offset for e, offset in placed}


def _beside(ends: list[tuple[int, float, str, str]]) -> dict[tuple[str, str], float]:
    """On head and foot of a card: what goes down stands right of what goes up."""
    if len(ends) == 1:
        return {(ends[0][2], ends[0][3]): 0.0}
    down_first = sorted(ends, key=lambda e: (e[1] > 0) == (e[3] == "out"))
    step = 24.0
    return {(e[2], e[3]): step * (i - (len(ends) - 1) / 2) for i, e in enumerate(down_first)}
