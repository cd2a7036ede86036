"""What past tests say of the model, all together: coverage, mean error, and what backs the label (MODEL 11)."""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import NamedTuple

from simulation.backtest.predictive import measured_as_drawn
from simulation.calibration.label import Backing, baseline_known, controls_fit, coverage_p
from simulation.planning.measured import lift_of, measured_lift

FEWEST_FOR_INTERVAL = 3


class Judged(NamedTuple):
    """A past test as it is judged: (visitors, conversions) of both arms, and what was predicted; none: nothing was.

    `expected`: the 95% interval of what a test of its size would have measured.
    """

    control: tuple[int, int]
    treated: tuple[int, int]
    randomised: bool
    predicted: float | None
    expected: tuple[float, float] | None

    @property
    def inside(self) -> bool | None:
        """Whether it measured what it was expected to."""
        if self.expected is None:
            return None
        return self.expected[0] <= measured_as_drawn(self.control, self.treated) <= self.expected[1]

    @property
    def error(self) -> float | None:
        """Predicted minus measured relative lift."""
        measured = lift_of(self.control, self.treated)
        return None if self.predicted is None or measured is None else self.predicted - measured

    @property
    def counts(self) -> bool:
        """Only a randomised test that was predicted says anything of the model."""
        return self.randomised and self.inside is not None and self.error is not None

    @property
    def error_se(self) -> float:
        """Standard error of the measured lift; infinite where an arm has no conversions, so that nobody knows it."""
        was = measured_lift(self.control, self.treated)
        return math.inf if was.se is None or was.lift is None else (1 + was.lift) * was.se


class Verdict(NamedTuple):
    """All tests that count, together. mean_error_se: of the mean error, from the counts of the tests alone."""

    counted: int
    inside: int
    coverage_p: float | None
    mean_error: float | None
    mean_error_interval: tuple[float, float] | None
    mean_error_se: float


def once(tests: Sequence[Judged]) -> list[bool]:
    """Whether each test is the first with its counts: the same counts in both arms are the same test, typed twice."""
    seen: set[tuple[tuple[int, int], tuple[int, int]]] = set()
    found = []
    for test in tests:
        counts = test.control, test.treated
        found.append(not test.counts or counts not in seen)
        if test.counts:
            seen.add(counts)
    return found


def judge(tests: Sequence[Judged]) -> Verdict:
    """Coverage with its binomial probability, and the mean error with its interval (Student); each test once."""
    counting = [test for test, first in zip(tests, once(tests), strict=True) if test.counts and first]
    errors = [test.error for test in counting if test.error is not None]
    inside = sum(test.inside is True for test in counting)
    return Verdict(
        len(counting),
        inside,
        coverage_p(inside, len(counting)) if counting else None,
        sum(errors) / len(errors) if errors else None,
        _student(errors),
        math.sqrt(math.fsum(test.error_se**2 for test in counting)) / len(counting) if counting else 0.0,
    )


def backing_of(tests: Sequence[Judged], level: float | None) -> Backing:
    """What past tests back: effects by those that count, the map by the controls of those that were randomised.

    One control may be that of several tests (A/B/n): its visitors are counted once.

    `level`: simulated conversion per visitor of today's site; none: nothing was simulated.
    """
    found = judge(tests)
    controls = list(dict.fromkeys(test.control for test in tests if test.randomised))
    people, hits = sum(one[0] for one in controls), sum(one[1] for one in controls)
    return Backing(
        baseline_known=baseline_known(hits, max(1, people)),
        heldout_ok=None if level is None else controls_fit(level, [(hit, count) for count, hit in controls]),
        tests=found.counted,
        coverage_p=found.coverage_p,
        mean_error=found.mean_error,
        mean_error_se=found.mean_error_se,
    )


def _student(errors: Sequence[float]) -> tuple[float, float] | None:
    """95% interval of the mean of the errors."""
    if len(errors) < FEWEST_FOR_INTERVAL:
        return None
    from scipy.special import stdtrit

    count, mean = len(errors), sum(errors) / len(errors)
    spread = math.sqrt(sum((one - mean) ** 2 for one in errors) / (count - 1) / count)
    half = float(stdtrit(count - 1, 0.975)) * spread
    return mean - half, mean + half
