"""Looking before the end: what it does to an ordinary test, and an interval that may be looked at at any time.

The interval is the two-sided normal-mixture confidence sequence (Robbins 1970; Howard, Ramdas, McAuliffe & Sekhon 2021,
eq. 14): for a sum S of independent steps with total variance v, with probability at least 1 - alpha *for all v at once*

    |S - E S| < sqrt((v + rho) ln((v + rho) / (rho alpha^2))).

rho > 0 says where it is tightest.
"""

from __future__ import annotations

import math
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

from simulation.planning.power import critical

Floats = NDArray[np.float64]

NODES = (16, 4.0)
"""Gauss-Legendre points per look of the exact recursion: so many, and more by the square root of the looks, as the
range of the sum grows; six digits (tested against three times as many)."""


def boundary(v: Floats, rho: float, alpha: float) -> Floats:
    """The normal-mixture boundary at variances `v` >= 0, any shape."""
    if not rho > 0 or not 0 < alpha < 1:
        raise ValueError(f"no boundary with rho {rho} and alpha {alpha}")
    return np.asarray(np.sqrt((v + rho) * np.log((v + rho) / (rho * alpha**2))))


def tightest_at(v: float, alpha: float) -> float:
    """The rho that makes the boundary smallest at variance `v`.

    rho = v / (-W(-alpha^2 / e) - 1), W the lower branch of Lambert's function (Howard et al. 2021, proposition 3).
    """
    from scipy.special import lambertw

    return v / (-float(lambertw(-(alpha**2) / math.e, k=-1).real) - 1)


def half_widths(se: Floats, planned_se: float, alpha: float) -> Floats:
    """Half-width of the sequence around an estimate with standard error `se` (any shape), in its unit.

    Tuned to be tightest when the standard error is `planned_se`. An estimate with standard error s from information
    v = 1 / s^2 is S / v, so its half-width is boundary(v) / v.
    """
    v = 1 / np.square(se)
    return np.asarray(boundary(v, tightest_at(1 / planned_se**2, alpha), alpha) / v)


def chance_by_look(effects: Floats, se: Floats, planned_se: float, alpha: float, *, seed: int = 1) -> Floats:
    """Probability that the sequence has left zero by each look, shape of `se`, when each of `effects` is as likely.

    By simulating the Brownian motion that an estimate follows as its information 1 / se^2 grows: `PATHS` paths spread
    evenly over the effects, with a fixed seed.
    """
    v = 1 / np.square(se)
    rho = tightest_at(1 / planned_se**2, alpha)
    true = np.resize(effects, max(PATHS, len(effects)))[:, None]
    steps = np.sqrt(np.diff(v, prepend=0.0))
    noise = np.random.default_rng([seed, 77]).standard_normal((len(true), len(v))) * steps
    out = np.abs(np.cumsum(noise, axis=1) + true * v) >= boundary(v, rho, alpha)
    return np.asarray(np.logical_or.accumulate(out, axis=1).mean(axis=0))


PATHS = 5_940
"""Paths of `chance_by_look`: sixty for each of the 99 quantiles of a lift."""


@lru_cache(maxsize=256)
def peeking(looks: int, alpha: float, finer: int = 1) -> float:
    """Probability that a test without any effect is significant at one look at least, of `looks` equally spaced ones.

    Each look is an ordinary two-sided test at level `alpha`. Exact, by the recursion of Armitage, McPherson & Rowe
    (1969): the density of the sum among those who have not stopped, integrated from look to look. `finer` multiplies
    the points that it is integrated at.
    """
    if looks < 1:
        raise ValueError(f"no test is looked at {looks} times")
    edge = critical(alpha)
    points, weights = np.polynomial.legendre.leggauss(finer * round(NODES[0] + NODES[1] * math.sqrt(looks)))
    at, weight = points * edge, weights * edge
    density = np.exp(-0.5 * at * at) / math.sqrt(2 * math.pi)
    for look in range(2, looks + 1):
        reach = edge * math.sqrt(look)
        new = points * reach
        step = np.exp(-0.5 * (new[:, None] - at[None, :]) ** 2) / math.sqrt(2 * math.pi)
        density, at, weight = step @ (density * weight), new, weights * reach
    return 1.0 - float(density @ weight)
