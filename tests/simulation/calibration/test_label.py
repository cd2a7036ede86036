"""The label goes when every limit is met, and not before."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from simulation.calibration.label import Backing, baseline_known, controls_fit, coverage_p, label_of

ALL = Backing(conversions=1_000, heldout_ok=True, tests=3, coverage_p=0.05, mean_error=-0.01)


def test_nothing_known_is_uncalibrated() -> None:
    for found in (label_of(), label_of(Backing())):
        assert found.text == "uncalibrated"
        assert found.met == ()
        assert found.missing == ("shares", "heldout", "tests", "coverage", "mean-error")


def test_every_limit_met_is_calibrated() -> None:
    assert label_of(ALL) == ("calibrated", ("shares", "heldout", "tests", "coverage", "mean-error"), ())
    assert label_of(replace(ALL, conversions=0, baseline_known=True)).text == "calibrated"


@pytest.mark.parametrize(
    ("short", "limit", "text"),
    [
        ({"conversions": 999}, "shares", "uncalibrated"),
        ({"heldout_ok": None}, "heldout", "uncalibrated"),
        ({"heldout_ok": False}, "heldout", "uncalibrated"),
        ({"tests": 2}, "tests", "map calibrated, effects not"),
        ({"coverage_p": 0.049}, "coverage", "map calibrated, effects not"),
        ({"coverage_p": None}, "coverage", "map calibrated, effects not"),
        ({"mean_error": 0.0101}, "mean-error", "map calibrated, effects not"),
        ({"mean_error": None}, "mean-error", "map calibrated, effects not"),
        ({"mean_error_se": 0.011}, "mean-error", "map calibrated, effects not"),
    ],
)
def test_one_limit_short_is_named(short: dict[str, object], limit: str, text: str) -> None:
    found = label_of(replace(ALL, **short))  # type: ignore[arg-type]
    assert (found.text, found.missing) == (text, (limit,))


def test_a_baseline_is_known_from_about_four_hundred_conversions() -> None:
    """1.96 / sqrt(n) <= 0.1 gives 385 where conversion is rare."""
    assert baseline_known(385, 10**7)
    assert not baseline_known(380, 10**7)
    assert not baseline_known(0, 1_000)


def test_the_chance_of_so_little_coverage_is_binomial() -> None:
    assert coverage_p(3, 3) == pytest.approx(1)
    assert coverage_p(2, 3) == pytest.approx(1 - 0.95**3)
    assert coverage_p(1, 3) == pytest.approx(0.05**3 + 3 * 0.95 * 0.05**2)
    assert coverage_p(1, 3) < 0.05 < coverage_p(2, 3), "one of three outside does not refute, two do"
    with pytest.raises(ValueError, match="cannot"):
        coverage_p(4, 3)


def test_control_groups_of_a_true_map_fit_about_19_times_in_20() -> None:
    """Months differ by a log-normal 10% (95%), counts are binomial: the check's own assumptions, 99.9% band."""
    rng = np.random.default_rng(7)
    rate, people, repeats, groups = 0.03, 20_000, 2_000, 4
    held = []
    for _ in range(repeats):
        months = rate * np.exp(0.1 / 1.96 * rng.standard_normal(groups))
        held.append(controls_fit(rate, [(int(rng.binomial(people, month)), people) for month in months]) is True)
    assert np.mean(held) == pytest.approx(0.95, abs=3.29 * (0.95 * 0.05 / repeats) ** 0.5 + 0.005)


def test_control_groups_of_another_shop_do_not_fit() -> None:
    assert controls_fit(0.03, [(900, 20_000), (910, 20_000)]) is False
    assert controls_fit(0.03, [(600, 20_000)]) is True
    assert controls_fit(0.03, []) is None
    assert controls_fit(0.03, [(0, 100)]) is None
