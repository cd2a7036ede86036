"""The emotion curve: a monotone cubic, so that no mood is drawn that nobody entered."""

from __future__ import annotations

import itertools
from collections.abc import Sequence
from math import hypot

from maps.layout.geometry import Path, Point, cubic, move

_FLAT = 1e-9
"""A slope no one can see; dividing by smaller ones would not end well."""


def tangents(points: Sequence[Point]) -> tuple[float, ...]:
    """Slopes dy/dx at the points by Fritsch and Carlson (1980), which keep each piece monotone.

    x must increase strictly. The slope at a local extremum is 0. Raises ``ValueError`` when x does not increase.
    """
    if any(b.x <= a.x for a, b in itertools.pairwise(points)):
        raise ValueError("x must increase from point to point")
    if len(points) < 2:
        return (0.0,) * len(points)
    secants = [(b.y - a.y) / (b.x - a.x) for a, b in itertools.pairwise(points)]
    slopes = [secants[0]]
    for left, right in itertools.pairwise(secants):
        slopes.append(0.0 if left * right <= 0 else (left + right) / 2)
    slopes.append(secants[-1])
    for i, secant in enumerate(secants):
        if abs(secant) < _FLAT:
            slopes[i] = slopes[i + 1] = 0.0
            continue
        a, b = slopes[i] / secant, slopes[i + 1] / secant
        reach = hypot(a, b)
        if reach > 3:
            slopes[i], slopes[i + 1] = 3 * a / reach * secant, 3 * b / reach * secant
    return tuple(slopes)


def monotone_path(points: Sequence[Point]) -> Path:
    """A smooth path through the points that turns only where they do; empty for fewer than two points."""
    if len(points) < 2:
        return Path(())
    slopes = tangents(points)
    segments = [move(*points[0])]
    for (a, b), (slope_a, slope_b) in zip(itertools.pairwise(points), itertools.pairwise(slopes), strict=True):
        third = (b.x - a.x) / 3
        segments.append(cubic(a.x + third, a.y + slope_a * third, b.x - third, b.y - slope_b * third, b.x, b.y))
    return Path(tuple(segments))
