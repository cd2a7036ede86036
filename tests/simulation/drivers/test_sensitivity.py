"""Sobol and Morris through our adapters against closed forms."""

from __future__ import annotations

import math

import numpy as np
import pytest

from simulation.drivers.response import Floats
from simulation.drivers.sensitivity import Model, morris, sobol


def _ishigami(points: Floats) -> Floats:
    x = math.pi * (2 * points - 1)
    return np.asarray(np.sin(x[:, 0]) + 7 * np.sin(x[:, 1]) ** 2 + 0.1 * x[:, 2] ** 4 * np.sin(x[:, 0]))


def test_ishigami() -> None:
    """Ishigami and Homma 1990, a = 7, b = 0.1: V1 = (1 + b pi^4 / 5)^2 / 2, V2 = a^2 / 8, V13 = 8 b^2 pi^8 / 225."""
    v1, v2, v13 = (1 + 0.1 * math.pi**4 / 5) ** 2 / 2, 49 / 8, 8 * 0.01 * math.pi**8 / 225
    whole = v1 + v2 + v13
    found = {one.key: one for one in sobol(Model(("a", "b", "c"), _ishigami), base=8192, seed=3)}
    first = {"a": v1 / whole, "b": v2 / whole, "c": 0.0}
    total = {"a": (v1 + v13) / whole, "b": v2 / whole, "c": v13 / whole}
    for key in "abc":
        assert found[key].first == pytest.approx(first[key], abs=0.02)
        assert found[key].total == pytest.approx(total[key], abs=0.02)


def test_a_line_has_the_shares_of_its_squares() -> None:
    slopes = np.array([3.0, 2.0, 1.0, 0.0])
    found = {one.key: one for one in sobol(Model(("a", "b", "c", "d"), lambda u: u @ slopes), base=4096)}
    for key, slope in zip("abcd", slopes, strict=True):
        assert found[key].first == pytest.approx(slope**2 / 14, abs=0.01)
        assert found[key].total == pytest.approx(slope**2 / 14, abs=0.01)


def test_what_is_ignored_gets_exactly_nothing() -> None:
    found = {one.key: one for one in sobol(Model(("a", "b"), lambda u: u[:, 0] ** 3), base=256)}
    assert found["b"].first == 0.0
    assert found["b"].total == 0.0


def test_a_constant_hangs_on_nothing() -> None:
    found = sobol(Model(("a", "b"), lambda u: np.full(len(u), 2.0)), base=64)
    assert all(one.first == one.total == 0.0 for one in found)


def test_elementary_effects_of_a_line_are_its_slopes() -> None:
    slopes = np.array([3.0, -2.0, 0.0])
    found = morris(lambda u: u @ slopes, ("a", "b", "c"), trajectories=6, seed=2)
    assert found is not None
    by_key = {one.key: one for one in found}
    for key, slope in zip("abc", slopes, strict=True):
        assert by_key[key].mean == pytest.approx(slope)
        assert by_key[key].size == pytest.approx(abs(slope))
        assert by_key[key].spread == pytest.approx(0.0, abs=1e-12)
    assert [one.key for one in found] == ["a", "b", "c"]


def test_what_works_together_has_a_spread() -> None:
    found = morris(lambda u: u[:, 0] * u[:, 1], ("a", "b"), trajectories=20, seed=4)
    assert found is not None
    assert all(one.spread > 0.1 for one in found)


def test_a_screening_that_was_stopped_says_nothing() -> None:
    assert morris(lambda _u: None, ("a",), trajectories=2) is None
