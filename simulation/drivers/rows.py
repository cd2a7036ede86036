"""From rows to a number with its doubt.

A row is the result of some visitors under one draw of what is uncertain. Every draw has two rows, on visitors of their
own: the difference between the two is noise, the rest of the spread between draws is ignorance (one-way analysis of
variance). That holds for every combination of arms, whatever they share, so also for Shapley values.
"""

from __future__ import annotations

import math
from collections.abc import Mapping
from typing import Literal, NamedTuple

import numpy as np
from numpy.typing import NDArray

from simulation.evidence.catalogue import annoyance_mean
from simulation.evidence.priors import Belief, stream
from simulation.experiment.draws import CEILING, FATIGUE, FRICTION_FACTOR, M1, PHI, Theta
from simulation.experiment.estimators import GOOD_FROM, SHOWN_FROM
from simulation.experiment.interval import LEVEL, NORMAL
from simulation.experiment.result import Effect

Floats = NDArray[np.float64]

TWINS = 2
"""Rows of every draw."""
SAMPLES = 20_000
FEWEST_PER_COLUMN = 5
"""Draws per column of what the mean is adjusted for; with fewer the plain mean is taken."""


def twice(theta: Theta) -> Theta:
    """Every draw twice in a row."""
    return Theta(
        {key: np.repeat(x, TWINS) for key, x in theta.effects.items()},
        *(
            np.repeat(x, TWINS)
            for x in (theta.annoyance, theta.m1, theta.phi, theta.fatigue, theta.ceiling, theta.friction)
        ),
    )


class Weights(NamedTuple):
    """What each draw counts in a mean, (K,), adding up to 1; `basis` (K, P) spans what the mean is adjusted for."""

    weight: Floats
    basis: Floats

    def mean(self, drawn: Floats) -> float:
        """The adjusted mean of one number per draw, (K,)."""
        return float(drawn @ self.weight)

    def error(self, drawn: Floats) -> float:
        """Variance of that mean: what the adjustment leaves unexplained, noise and draws that are no grid."""
        rest = drawn - self.basis @ (self.basis.T @ drawn)
        free = len(drawn) - self.basis.shape[1]
        return float(rest @ rest) / free * float(self.weight @ self.weight) if free > 0 else 0.0


def plain(count: int) -> Weights:
    """Every draw counts the same."""
    return Weights(np.full(count, 1.0 / count), np.full((count, 1), count**-0.5))


def weights(theta: Theta, beliefs: Mapping[str, Belief]) -> Weights:
    """What each draw counts in a mean.

    The draws are few, and their means are not those of the priors they come from; the priors' means are known. Least
    squares on the drawn parameters, evaluated at their known means, takes that accident out (control variates). It is
    linear in the results, so parts that add up in every row still add up in the mean.
    """
    columns: list[tuple[Floats, float]] = [(np.ones(theta.count), 1.0)]
    columns += [(x, beliefs[key].mean) for key, x in theta.effects.items()]
    columns += [
        (theta.m1, sum(M1) / 2),
        (theta.phi, sum(PHI) / 2),
        (theta.fatigue, sum(FATIGUE) / 2),
        (np.log(theta.ceiling), (math.log(CEILING[0]) + math.log(CEILING[1])) / 2),
        (theta.annoyance, annoyance_mean()),
        (np.log(theta.friction), 0.0),
        (np.log(theta.friction) ** 2, math.log(FRICTION_FACTOR) ** 2),
    ]
    if theta.count < FEWEST_PER_COLUMN * len(columns):
        return plain(theta.count)
    x = np.stack([column for column, _ in columns], axis=1)
    scale = np.where(np.abs(x).max(axis=0) > 0, np.abs(x).max(axis=0), 1.0)
    target = np.array([mean for _, mean in columns]) / scale
    found, *_ = np.linalg.lstsq((x / scale).T, target, rcond=None)  # the smallest weights that hit every mean
    return Weights(np.asarray(found), np.linalg.qr(x / scale)[0])


def by_draw(values: Floats) -> Floats:
    """The mean of every draw's rows, shape (..., K), from (..., K x TWINS)."""
    return np.asarray(values.reshape(*values.shape[:-1], -1, TWINS).mean(axis=-1))


def noise_of(values: Floats) -> float:
    """Variance of the mean of a draw's rows that is noise."""
    pairs = values.reshape(-1, TWINS)
    return float(((pairs[:, 0] - pairs[:, 1]) ** 2).mean() / 2 / TWINS)


def effect(values: Floats, weight: Weights, *, added: float = 0.0, seed: int = 1) -> Effect:
    """Mean, interval and both errors of a quantity that was measured in every row.

    Args:
        values: (R,) rows, two per draw in a row.
        weight: what each draw counts, from `weights`.
        added: further variance of the mean: two flips (MODEL 9.1), sampled permutations.
        seed: of the samples from which the interval is read.

    The interval holds both doubts: draws pulled in to the spread that noise does not explain, and the error of the
    mean around them. How much noise explains is itself an estimate, so both variances are drawn from what their mean
    squares leave open (chi-squared; Searle, Casella & McCulloch 1992): with their estimates alone an interval in which
    noise drowns ignorance would hold the truth in four cases of five.
    """
    if not values.any():  # nobody did anything else: no doubt about that
        return Effect(mean=0.0, interval=(0.0, 0.0), se_monte_carlo=0.0, se_parameters=0.0, se=0.0)
    drawn = by_draw(values)
    mean, noise = weight.mean(drawn), noise_of(values)
    if len(drawn) == 1:
        se = math.sqrt(noise + added)
        ends = (mean - NORMAL * se, mean + NORMAL * se)
        return Effect(mean=mean, interval=ends, se_monte_carlo=se, se_parameters=None, se=se)
    between = float(drawn.var(ddof=1))
    parameters = max(0.0, between - noise)
    monte_carlo = weight.error(drawn) + added
    luck, count = stream(seed, 9, "drivers/interval"), len(drawn)
    normal = luck.standard_normal(SAMPLES)
    open_ = between * (count - 1) / luck.chisquare(count - 1, SAMPLES) - noise * count / luck.chisquare(count, SAMPLES)
    apart = (drawn - drawn.mean()) / math.sqrt(between) if between > 0 else np.zeros(count)
    samples = mean + np.resize(apart, SAMPLES) * np.sqrt(np.maximum(0.0, open_)) + math.sqrt(monte_carlo) * normal
    low, high = np.quantile(samples, [(1 - LEVEL) / 2, (1 + LEVEL) / 2])
    return Effect(
        mean=mean,
        interval=(min(float(low), mean), max(float(high), mean)),
        se_monte_carlo=math.sqrt(monte_carlo),
        se_parameters=math.sqrt(parameters),
        se=math.sqrt(parameters + monte_carlo),
    )


def contrast(values: Floats, weight: Weights) -> tuple[float, float]:
    """Mean and standard error of a difference that shares draws and luck, (R,): how well the *expected* one is known.

    Exactly zero with an error of exactly zero where no row differs.
    """
    if not values.any():
        return 0.0, 0.0
    drawn = by_draw(values)
    if len(drawn) == 1:
        return float(drawn[0]), math.sqrt(noise_of(values))
    return weight.mean(drawn), math.sqrt(weight.error(drawn))


def quality_of(changed: float) -> Literal["none", "rough", "good"]:
    """Whether so many visitors carry a number: none under 30, rough under 100 (MODEL 9.1)."""
    if changed < SHOWN_FROM:
        return "none"
    return "rough" if changed < GOOD_FROM else "good"
