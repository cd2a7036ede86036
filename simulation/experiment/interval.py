"""From the lifts of K parameter draws to one lift with an interval (MODEL 9.2, 9.3).

Two errors are kept apart: the Monte Carlo error, which more computing shrinks, and ignorance of the parameters, which
only measuring shrinks.
"""

from __future__ import annotations

import math
from dataclasses import dataclass, field, replace
from typing import Literal, NamedTuple

import numpy as np
from numpy.typing import NDArray

from simulation.evidence.priors import stream
from simulation.experiment.estimators import Series

Floats = NDArray[np.float64]
Method = Literal["regression", "matched", "student", "one-draw", "exact"]

NOISE_FLOOR = 0.003
"""Below this lift the noise of a draw no longer shrinks with the lift (MODEL 9.3)."""
LARGEST_MISFIT = 0.10
"""Share of the parameter variance that the regression may leave unexplained before it is not used."""
LEVEL = 0.95
NORMAL = 1.959963984540054
SIGNIFICANT = 0.05
SAMPLES = 20_000
"""Samples that stand for an answer which is not evaluated on fresh draws."""
STRUCTURE: tuple[str, ...] = ("m1", "phi", "fatigue", "ceiling")
"""Names of the structural parameters, in the order of a design's columns: fit, persistence, repetition, ceiling."""
ANNOYANCE, CARDS = "annoyance", "cards"
"""Names of what too many messages and changed cards bring by themselves, beside the techniques."""


class Split(NamedTuple):
    """Variance between draws, split: parameters and Monte Carlo (of the mean of all draws)."""

    mean: float
    between: float
    parameters: float
    noise: float
    monte_carlo: float

    @property
    def total(self) -> float:
        """Variance of the answer: parameters plus Monte Carlo."""
        return self.parameters + self.monte_carlo


@dataclass(frozen=True, slots=True)
class Design:
    """What the lift of a draw is regressed on.

    effects (K, R) average effects drawn per technique, fractions; structure (K, S) structural parameters, centred;
    names of both; `own_effect` (K, Q) parameters that act without any message (friction), centred. `intercept`: the
    arms differ even when no message has an effect (cards changed). `kinked`: effects that do more on one side of zero
    than on the other, each side with a slope of its own.
    """

    effects: Floats
    structure: Floats
    names: tuple[str, ...]
    linear_only: frozenset[str] = frozenset()
    own_effect: Floats | None = None
    intercept: bool = False
    kinked: frozenset[str] = frozenset()

    def sides(self) -> list[tuple[str, Floats]]:
        """The columns of the effects with their names; a kinked one has a column above zero and one below."""
        found = []
        for name, column in zip(self.names, self.effects.T, strict=True):
            found += (
                [(name, np.maximum(column, 0.0)), (name, np.minimum(column, 0.0))]
                if name in self.kinked
                else [(name, column)]
            )
        return found

    def matrix(self) -> Floats:
        """The columns: [1,] effects, (sum of effects)^2, (sum of effects) x structure [, own effects]."""
        counted = np.array([name not in self.linear_only for name in self.names], dtype=bool)
        total = self.effects[:, counted].sum(axis=1, keepdims=True)
        columns = [column[:, None] for _, column in self.sides()]
        if counted.any():
            columns += [total**2, total * self.structure]
        if self.intercept:
            columns.insert(0, np.ones((len(self.effects), 1)))
        if self.own_effect is not None:
            columns.append(self.own_effect)
        return np.concatenate(columns, axis=1) if columns else np.zeros((len(self.effects), 0))


@dataclass(frozen=True, slots=True)
class Answer:
    """One quantity with its doubt.

    `samples` (n,) stand for what could be true; probabilities are read from them. `parts` says how much of the mean
    each effect brings by itself, changed cards under `CARDS`. `noisy`: the draws are too noisy to read chances from.
    """

    mean: float
    low: float
    high: float
    se_monte_carlo: float
    se_parameters: float | None
    method: Method
    samples: Floats = field(repr=False)
    transfer: dict[str, float] = field(default_factory=dict)
    misfit: float = 0.0
    parts: dict[str, float] = field(default_factory=dict)
    transfer_se: dict[str, float] = field(default_factory=dict)
    noisy: bool = False
    coefficients: Floats | None = field(default=None, repr=False)

    @property
    def se(self) -> float:
        """Monte Carlo and parameters together."""
        return math.hypot(self.se_monte_carlo, self.se_parameters or 0.0)


def split(series: Series) -> Split:
    """The unbiased analysis of variance over draws with disjoint visitors (Sun, Apley & Staum 2011).

    Needs at least two draws. The two added flips are counted once, in the Monte Carlo part of the mean.
    """
    count = len(series.values)
    if count < 2:
        raise ValueError("a variance between draws needs at least two draws")
    between = float(np.var(series.values, ddof=1))
    noise = float(np.mean(series.errors**2))
    return Split(float(series.values.mean()), between, max(0.0, between - noise), noise, noise / count + series.added)


def answer(series: Series, design: Design | None, fresh: Design | None, *, seed: int) -> Answer:
    """The interval of a lift: by regression where the draws allow it, else from variance-matched draws.

    `design` holds the K draws that were simulated, `fresh` many more that were not (MODEL 9.3 asks 100,000).
    """
    count = len(series.values)
    if count == 1:
        se = math.hypot(float(series.errors[0]), math.sqrt(series.added))
        value = float(series.values[0])
        return Answer(
            value, value - NORMAL * se, value + NORMAL * se, se, None, "one-draw", _normal(value, se, SAMPLES, seed)
        )
    parts = split(series)
    if design is not None and fresh is not None:
        found = _regression(series, parts, design, fresh, seed)
        if found is not None:
            return found
    return matched(series, parts, seed) if count >= 50 else _student(series, parts, seed)


def matched(series: Series, parts: Split, seed: int = 0) -> Answer:
    """Quantiles of the draws after pulling them in to the variance that the parameters alone explain.

    The error of the mean is in the samples, so that chances and interval tell the same story. Where noise is a large
    part of the spread, how much is left for the parameters is poorly known, and often estimated at nothing: it is drawn
    from what the mean square between draws leaves open (chi-squared; Searle, Casella & McCulloch 1992), without which
    the interval would hold the truth in four cases of five.
    """
    noisy = parts.noise > LARGEST_MISFIT * parts.parameters
    count = len(series.values)
    # The mean of a finite number of draws errs by both parts; more computing shrinks both.
    se = math.sqrt(parts.between / len(series.values) + series.added)
    unit = (series.values - parts.mean) / math.sqrt(parts.between) if parts.between > 0 else np.zeros(count)
    left: Floats | float = parts.parameters
    repeats = math.ceil(SAMPLES / count)
    if noisy and parts.between > 0:
        luck = stream(seed, 9, "interval/split").chisquare(count - 1, repeats * count)
        left = np.abs(parts.between * (count - 1) / luck - parts.noise)  # its size, so that it is rather too wide
    drawn = np.tile(unit, repeats) * np.sqrt(left)
    samples = _normal(parts.mean, se, len(drawn), seed) + drawn
    low, high = np.quantile(samples, [(1 - LEVEL) / 2, (1 + LEVEL) / 2])
    spread = math.sqrt(parts.parameters)
    return Answer(parts.mean, float(low), float(high), se, spread, "matched", samples, noisy=noisy)


def _student(series: Series, parts: Split, seed: int) -> Answer:
    from scipy.special import stdtrit

    count = len(series.values)
    se = math.sqrt(parts.between / count + series.added)
    half = float(stdtrit(count - 1, (1 + LEVEL) / 2)) * math.hypot(se, math.sqrt(parts.parameters))
    samples = _normal(parts.mean, half / NORMAL, SAMPLES, seed)
    return Answer(parts.mean, parts.mean - half, parts.mean + half, se, math.sqrt(parts.parameters), "student", samples)


class _Fit(NamedTuple):
    coefficients: Floats
    covariance: Floats
    misfit: float


def _regression(series: Series, parts: Split, design: Design, fresh: Design, seed: int) -> Answer | None:
    x = design.matrix()
    if x.shape[1] == 0 or len(x) < 5 * x.shape[1]:
        return None
    fit = _weighted_fit(x, series, parts)
    if fit is None:
        return None
    at = fresh.matrix()
    expected = at @ fit.coefficients
    mean_row = at.mean(axis=0)
    jitter = ((at @ fit.covariance) * at).sum(axis=1)
    mean_variance = float(mean_row @ fit.covariance @ mean_row) + series.added
    explained = max(0.0, float(expected.var()) - (float(jitter.mean()) - float(mean_row @ fit.covariance @ mean_row)))
    if fit.misfit**2 > LARGEST_MISFIT * max(explained, 1e-30):
        return None
    noise = stream(seed, 9, "interval/noise").standard_normal((2, len(at)))
    # The fitted values already spread by what the fit errs by, once. What is missing is the error of their mean: the
    # fit's own uncertainty is therefore added in that size, and nowhere where the fit is exact, as at no effect.
    own = jitter * min(1.0, mean_variance / max(float(jitter.mean()), 1e-30))
    samples = expected + noise[0] * np.sqrt(own) + noise[1] * fit.misfit
    low, high = np.quantile(samples, [(1 - LEVEL) / 2, (1 + LEVEL) / 2])
    transfer, errors, brought = {}, {}, dict.fromkeys(design.names, 0.0)
    for place, (name, _) in enumerate(design.sides(), int(design.intercept)):
        brought[name] += float(fit.coefficients[place] * mean_row[place])
        if name not in transfer:  # the side above zero speaks for a kinked one
            transfer[name] = float(fit.coefficients[place])
            errors[name] = math.sqrt(fit.covariance[place, place])
    if design.own_effect is not None:
        brought[CARDS] = float(fit.coefficients[0])
    return Answer(
        float(expected.mean()),
        float(low),
        float(high),
        math.sqrt(mean_variance),
        math.sqrt(explained + fit.misfit**2),
        "regression",
        samples,
        transfer,
        fit.misfit,
        brought,
        errors,
        coefficients=fit.coefficients,
    )


def doubts(found: Answer, fresh: Design) -> dict[str, float]:
    """Share of the parameter variance that would go if one assumption were known, by name; largest first.

    Of the fitted lift: its variance over `fresh` draws against that with the assumption held at its mean. Where
    assumptions multiply each other (an effect and how long it lasts) the shares add to more than one. Names are those
    of the effects, `STRUCTURE` and `CARDS`; empty without a regression.
    """
    if found.coefficients is None:
        return {}
    whole = float((fresh.matrix() @ found.coefficients).var())
    if not whole > 0:
        return {}
    known: dict[str, Design] = {}
    for place, name in enumerate(fresh.names):
        known[name] = replace(fresh, effects=_at_mean(fresh.effects, place))
    for place, name in enumerate(STRUCTURE[: fresh.structure.shape[1]]):
        known[name] = replace(fresh, structure=_at_mean(fresh.structure, place))
    if fresh.own_effect is not None:
        known[CARDS] = replace(fresh, own_effect=np.broadcast_to(fresh.own_effect.mean(axis=0), fresh.own_effect.shape))
    shares = {name: 1 - float((one.matrix() @ found.coefficients).var()) / whole for name, one in known.items()}
    return {name: round(part, 3) for name, part in sorted(shares.items(), key=lambda one: -one[1]) if part >= 0.0005}


def _at_mean(values: Floats, place: int) -> Floats:
    held = values.copy()
    held[:, place] = values[:, place].mean()
    return held


def _weighted_fit(x: Floats, series: Series, parts: Split) -> _Fit | None:
    """Least squares with noise that grows with the lift; leftover beyond chance becomes the misfit (an sd)."""
    from scipy.special import chdtri

    y, count, width = series.values, *x.shape
    if not parts.noise > 0 or np.linalg.matrix_rank(x) < width:
        return None
    variance = np.full(count, parts.noise)
    coefficients, information = _solve(x, y, variance)
    for _ in range(3):
        level = np.maximum(np.abs(x @ coefficients), NOISE_FLOOR)
        variance = parts.noise * level / level.mean()
        coefficients, information = _solve(x, y, variance)
    fitted = x @ coefficients
    ratio = float(((y - fitted) ** 2 / variance).sum()) / (count - width)
    limit = float(chdtri(count - width, SIGNIFICANT)) / (count - width)
    misfit = math.sqrt((ratio - 1) / float((1 / variance).mean())) if ratio > limit else 0.0
    covariance = np.linalg.inv(information) * max(1.0, ratio if ratio > limit else 1.0)
    return _Fit(coefficients, covariance, misfit)


def _solve(x: Floats, y: Floats, variance: Floats) -> tuple[Floats, Floats]:
    """Weighted least squares: coefficients (P,) and information matrix (P, P)."""
    weighted = x / variance[:, None]
    information: Floats = x.T @ weighted
    return np.asarray(np.linalg.solve(information, weighted.T @ y), dtype=np.float64), information


def _normal(mean: float, sd: float, count: int, seed: int) -> Floats:
    return mean + sd * stream(seed, 9, "interval/normal").standard_normal(count)
