"""Rectangles and points sorted by x, so that finding those near a place does not mean asking all of them."""

from __future__ import annotations

from collections.abc import Iterable

from maps.layout.geometry import Point, Rect


class Shelves:
    """Rectangles by x."""

    _WIDTH = 200.0

    def __init__(self) -> None:
        self._shelves: dict[int, list[tuple[str, Rect]]] = {}

    def put(self, key: str, rect: Rect) -> None:
        """Add a rectangle."""
        for shelf in self._covered(rect):
            self._shelves.setdefault(shelf, []).append((key, rect))

    def near(self, rect: Rect) -> set[str]:
        """Keys of the rectangles that share an area with this one."""
        return {key for s in self._covered(rect) for key, other in self._shelves.get(s, ()) if other.meets(rect)}

    def free(self, rect: Rect) -> bool:
        """Whether no rectangle shares an area with this one."""
        return not any(other.meets(rect) for s in self._covered(rect) for _, other in self._shelves.get(s, ()))

    def _covered(self, rect: Rect) -> range:
        return range(int(rect.x // self._WIDTH), int(rect.right // self._WIDTH) + 1)


class Dots:
    """Points in small squares."""

    _SIDE = 32.0

    def __init__(self, points: Iterable[Point]) -> None:
        self._squares: dict[tuple[int, int], list[Point]] = {}
        for point in points:
            square = int(point.x // self._SIDE), int(point.y // self._SIDE)
            self._squares.setdefault(square, []).append(point)

    def free(self, rect: Rect) -> bool:
        """Whether no point lies in the rectangle or on its edge."""
        across = range(int(rect.x // self._SIDE), int(rect.right // self._SIDE) + 1)
        down = range(int(rect.y // self._SIDE), int(rect.bottom // self._SIDE) + 1)
        return not any(rect.has(*point) for x in across for y in down for point in self._squares.get((x, y), ()))
