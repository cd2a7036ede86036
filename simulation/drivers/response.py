"""The answer as a function of what is drawn: a regression on the rows (MODEL 9.3), and quantiles of every prior.

It costs nothing to evaluate, so it answers what would take thousands of runs: Sobol indices, the lift at the ends of a
prior, the value of a measurement. How much of the spread it leaves unexplained is said beside it.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from simulation.drivers.rows import by_draw, noise_of
from simulation.evidence.catalogue import annoyance_mean
from simulation.evidence.priors import Belief, Posterior
from simulation.experiment.draws import CEILING, FATIGUE, FRICTION_FACTOR, M1, PHI, Theta

Floats = NDArray[np.float64]
Rows = Callable[[Theta], Floats]
"""What the lift is regressed on: (K, Q) columns for K draws."""

STRUCTURE = ("m1", "phi", "fatigue", "ceiling", "annoyance", "friction")


class Response(NamedTuple):
    """A fitted lift.

    matrix: its columns at any draws; coefficients (Q,); covariance (Q, Q); misfit: share (0 to 1) of the spread between
    draws, noise apart, that it leaves.
    """

    matrix: Rows
    coefficients: Floats
    covariance: Floats
    misfit: float

    def at(self, theta: Theta) -> Floats:
        """The lift at every draw, (K,)."""
        return self.matrix(theta) @ self.coefficients

    def difference(self, one: Theta, other: Theta) -> tuple[float, float]:
        """Mean lift at the first draws less that at the others, with its standard error."""
        row = self.matrix(one).mean(axis=0) - self.matrix(other).mean(axis=0)
        return float(row @ self.coefficients), math.sqrt(max(0.0, float(row @ self.covariance @ row)))


def fit(values: Floats, theta: Theta, matrix: Rows) -> Response | None:
    """The response through rows (two per draw, in order); None where there is nothing to fit or too few draws."""
    y, x = by_draw(values), matrix(theta)
    count, width = x.shape
    if width == 0 or count < 5 * width or not y.any():
        return None
    scale = np.where(np.abs(x).max(axis=0) > 0, np.abs(x).max(axis=0), 1.0)
    if np.linalg.matrix_rank(x / scale) < width:
        return None
    noise = np.full(count, max(noise_of(values), 1e-30))
    coefficients, covariance = _solve(x, y, noise, scale)
    for _ in range(2):  # noise grows with the lift: the more change sides, the more differ
        level = np.abs(x @ coefficients)
        level = np.maximum(level, 0.3 * level.mean() + 1e-30)
        coefficients, covariance = _solve(x, y, noise * level / level.mean(), scale)
    rest = float(((y - x @ coefficients) ** 2).sum()) / (count - width)
    real = max(0.0, float(y.var(ddof=1)) - float(noise[0]))
    left = max(0.0, rest - float(noise[0]))
    factor = max(1.0, rest / float(noise[0]))
    return Response(matrix, coefficients, covariance * factor, min(1.0, left / real) if real > 0 else 0.0)


def _solve(x: Floats, y: Floats, variance: Floats, scale: Floats) -> tuple[Floats, Floats]:
    scaled = x / scale
    weighted = scaled / variance[:, None]
    inverse = np.linalg.inv(weighted.T @ scaled)
    return inverse @ (weighted.T @ y) / scale, inverse / np.outer(scale, scale)


def quantile(belief: Belief, u: Floats) -> Floats:
    """An average effect at probabilities `u`: the whole of the belief, with its atom at zero."""
    slab = _posterior_quantile(belief) if isinstance(belief, Posterior) else _prior_quantile(belief)
    below = _below_zero(slab)
    real, atom = 1 - belief.null_share, belief.null_share
    low = real * below
    inner = np.where(u < low, u, np.where(u > low + atom, u - atom, low)) / real
    found = slab(np.clip(inner, 1e-9, 1 - 1e-9))
    return np.asarray(np.where((u >= low) & (u <= low + atom) & (atom > 0), 0.0, found))


def _prior_quantile(belief: Belief) -> Callable[[Floats], Floats]:
    from scipy.special import ndtri, stdtrit

    assert not isinstance(belief, Posterior)  # noqa: S101 - the caller's branch
    if math.isinf(belief.degrees):
        return lambda u: np.asarray(belief.slab_mean + belief.slab_scale * ndtri(u))
    return lambda u: np.asarray(belief.slab_mean + belief.slab_scale * stdtrit(belief.degrees, u))


def _posterior_quantile(belief: Posterior) -> Callable[[Floats], Floats]:
    return belief.slab_quantile


def _below_zero(slab: Callable[[Floats], Floats]) -> float:
    """Probability that a real effect is negative."""
    grid = np.linspace(1e-6, 1 - 1e-6, 4001)
    return float(np.interp(0.0, slab(grid), grid, left=0.0, right=1.0))


def structure_quantile(name: str, u: Floats) -> Floats:
    """A structural parameter at probabilities `u` of its prior (MODEL 8)."""
    ends = {"m1": M1, "phi": PHI, "fatigue": FATIGUE}
    if name in ends:
        low, high = ends[name]
        return np.asarray(low + (high - low) * u)
    if name == "ceiling":
        return np.asarray(CEILING[0] * (CEILING[1] / CEILING[0]) ** u)
    if name == "annoyance":
        return np.asarray(annoyance_mean() * -np.log1p(-np.minimum(u, 1 - 1e-12)))  # a loss; more of it is worse
    from scipy.special import ndtri

    return np.asarray(FRICTION_FACTOR ** ndtri(np.clip(u, 1e-9, 1 - 1e-9)))


def put(theta: Theta, key: str, value: Floats | float) -> Theta:
    """The draws with one quantity (effect:… or structure:…) at another value, (K,) or one for all."""
    values = np.broadcast_to(np.asarray(value, np.float64), (theta.count,)).copy()
    what, _, name = key.partition(":")
    if what == "effect":
        return replace(theta, effects={**theta.effects, name: values})
    changed: dict[str, Any] = {name: values}
    return replace(theta, **changed)


def column(theta: Theta, key: str) -> Floats:
    """The drawn values of one quantity, (K,)."""
    what, _, name = key.partition(":")
    return theta.effects[name] if what == "effect" else np.asarray(getattr(theta, name))


def from_uniform(u: Floats, keys: Sequence[str], beliefs: Mapping[str, Belief], centre: Theta) -> Theta:
    """Draws from independent uniform numbers (K, D), one column per quantity; what is not named stays at its centre."""
    count = len(u)

    def wide(x: Floats) -> Floats:
        return np.full(count, float(x[0]))

    theta = Theta(
        {key: wide(x) for key, x in centre.effects.items()},
        *(wide(getattr(centre, name)) for name in ("annoyance", "m1", "phi", "fatigue", "ceiling", "friction")),
    )
    for place, key in enumerate(keys):
        theta = put(theta, key, quantile_of(key, u[:, place], beliefs))
    return theta


def quantile_of(key: str, u: Floats, beliefs: Mapping[str, Belief]) -> Floats:
    """Any drawn quantity at probabilities `u`."""
    what, _, name = key.partition(":")
    return quantile(beliefs[name], u) if what == "effect" else structure_quantile(name, u)
