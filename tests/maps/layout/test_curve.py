"""The emotion curve draws no mood that nobody entered."""

from __future__ import annotations

import itertools

import pytest
from hypothesis import given
from hypothesis import strategies as st

from maps.layout.curve import monotone_path, tangents
from maps.layout.geometry import Path, Point

moods = st.lists(st.floats(-2, 2, allow_nan=False), min_size=2, max_size=12)
gaps = st.lists(st.floats(1.0, 300.0), min_size=11, max_size=11)


def points_of(values: list[float], steps: list[float]) -> list[Point]:
    x = 0.0
    found = []
    for value, step in zip(values, [0.0, *steps], strict=False):
        x += step
        found.append(Point(x, value))
    return found


@given(moods, gaps)
def test_between_two_points_the_curve_never_leaves_their_range(values: list[float], steps: list[float]) -> None:
    points = points_of(values, steps)
    path = monotone_path(points)
    for (a, b), segment in zip(itertools.pairwise(points), path.segments[1:], strict=True):
        piece = Path((path.segments[0].__class__("move", (a,)), segment)).sampled(2.0)
        low, high = min(a.y, b.y) - 1e-9, max(a.y, b.y) + 1e-9
        assert all(low <= point.y <= high for point in piece)
        rising = [later.y - earlier.y for earlier, later in itertools.pairwise(piece)]
        assert all(step >= -1e-9 for step in rising) or all(step <= 1e-9 for step in rising)


@given(moods, gaps)
def test_it_passes_through_every_point_and_turns_level_at_a_peak(values: list[float], steps: list[float]) -> None:
    points = points_of(values, steps)
    path = monotone_path(points)
    assert [segment.points[-1] for segment in path.segments] == points
    slopes = tangents(points)
    for i in range(1, len(points) - 1):
        left, right = points[i].y - points[i - 1].y, points[i + 1].y - points[i].y
        if left * right < 0:
            assert slopes[i] == 0.0


def test_a_straight_line_stays_straight() -> None:
    assert tangents([Point(0, 0), Point(10, 5), Point(30, 15)]) == pytest.approx((0.5, 0.5, 0.5))


def test_one_point_has_no_curve_and_x_must_increase() -> None:
    assert monotone_path([Point(0, 0)]).segments == ()
    with pytest.raises(ValueError, match="increase"):
        tangents([Point(1, 0), Point(1, 1)])
