"""What a two-sided z test does with a true effect: power, exaggeration, wrong sign, smallest effect it can see.

Everything here is in units of the standard error of the estimate: `z` is the true effect divided by it. Two
proportions come in as Cohen's h (arcsine), means as a difference over its standard error (`simulation.planning.size`).
"""

from __future__ import annotations

import math
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]


class Outcome(NamedTuple):
    """Probabilities of a significant outcome, each of the shape of `z`: upward, downward, and both together."""

    up: Floats
    down: Floats

    @property
    def either(self) -> Floats:
        """Significant at all: what is called power."""
        return self.up + self.down


class Prospect(NamedTuple):
    """What a test promises before it is run, given all that could be true.

    significant: probability that it comes out significant (power averaged over the belief; 'assurance', O'Hagan,
    Stevens & Campbell 2005). up, down: the same, by the direction it points in. exaggeration: expected size of a
    significant estimate over the expected size of what is true in those cases (type M, Gelman & Carlin 2014);
    infinite when nothing is. wrong_sign: share of the significant outcomes that point the other way than the truth
    (type S). nothing: share of them in which there is nothing at all.
    """

    significant: float
    up: float
    down: float
    exaggeration: float
    wrong_sign: float
    nothing: float


def critical(alpha: float) -> float:
    """The |z| from which a two-sided test at level `alpha` is significant."""
    from scipy.special import ndtri

    return float(ndtri(1 - alpha / 2))


def outcome(z: Floats, alpha: float) -> Outcome:
    """Probability that a two-sided test at level `alpha` is significant upward and downward, for true effects `z`."""
    from scipy.special import ndtr

    edge = critical(alpha)
    return Outcome(np.asarray(ndtr(z - edge)), np.asarray(ndtr(-z - edge)))


def size_of_significant(z: Floats, alpha: float) -> Floats:
    """E[|estimate| ; significant], in standard errors, of the shape of `z`.

    The estimate is N(z, 1); both tails of it beyond the critical value are taken in: mean of a truncated normal times
    the probability of the truncation, phi(c - z) + z Phi(z - c) above and phi(c + z) - z Phi(-z - c) below.
    """
    edge, sides = critical(alpha), outcome(z, alpha)
    density = (np.exp(-0.5 * (edge - z) ** 2) + np.exp(-0.5 * (edge + z) ** 2)) / math.sqrt(2 * math.pi)
    return np.asarray(density + z * (sides.up - sides.down))


def prospect(effect: Floats, se: Floats, alpha: float) -> Prospect:
    """What a test promises when each of `effect` (any unit) is equally likely, with standard error `se` in that unit.

    Shapes (n,) each. Effects of exactly zero count as nothing at all.
    """
    z = effect / se
    sides = outcome(z, alpha)
    significant, true = sides.either, np.abs(effect)
    whole = float(significant.mean())
    found = float((size_of_significant(z, alpha) * se).mean())
    really = float((significant * true).mean())
    against = np.where(effect > 0, sides.down, np.where(effect < 0, sides.up, 0.0))
    return Prospect(
        whole,
        float(sides.up.mean()),
        float(sides.down.mean()),
        found / really if really > 0 else math.inf,
        float(against.mean()) / whole,
        float(np.where(effect == 0, significant, 0.0).mean()) / whole,
    )


def smallest(alpha: float, power: float) -> float:
    """The true effect, in standard errors, that a test at level `alpha` finds with probability `power`.

    Both tails count, as they do in the test itself. ValueError unless alpha < power < 1.
    """
    from scipy.optimize import brentq
    from scipy.special import ndtr, ndtri

    if not 0 < alpha < power < 1:
        raise ValueError(f"no test has level {alpha} and power {power}")
    edge = critical(alpha)

    def missing(z: float) -> float:
        return float(ndtr(z - edge) + ndtr(-z - edge)) - power

    return float(brentq(missing, 0.0, edge + float(ndtri(power)) + 1.0, xtol=1e-12))
