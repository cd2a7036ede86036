"""Priors on a published average effect: an atom of true nulls and a heavy-tailed slab (MODEL 7.2).

Everything here is a *fraction*. Of a message on the page: of revenue per visitor over everybody in a test (intention to
treat), 0.029 is +2.9%. What is said between visits and offers that ask for an address have measures of their own
(`EffectMeasure`). A prior is never put on the strength of a message itself; `simulation.evidence.strength` turns a draw
of the average effect into a strength.
"""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal, NamedTuple

import numpy as np
from numpy.typing import NDArray

from personas.problems import Finding, Refused
from personas.records import Evidence

Floats = NDArray[np.float64]

EffectMeasure = Literal[
    "revenue",
    "orders_per_message",
    "returning",
    "sign_ups",
    "order_value",
    "repeat_orders",
    "reviews",
    "referrals",
    "satisfaction",
]
"""What an average effect is an effect on: relative revenue per visitor over everybody; orders per message sent, beyond
those that would have come anyway; relative number of visitors of whom a product was seen and who come back; share of
those who see an offer and leave their address; relative value of the orders of who saw an offer; relative number of
repeat orders in the first year of buyers who were told; reviews per buyer asked, beyond those written unasked; relative
number of others whom buyers bring; satisfaction of buyers, as a fraction of the scale."""


class Limits(NamedTuple):
    """What nobody can know better or may claim, in the unit of a measure."""

    highest: float  # mean that may be typed
    narrowest: float  # spread of a prior; 0: by kind, see `spread_floor`
    elsewhere: float  # standard deviation added to a measured effect because it was measured at another time or place


LIMITS: dict[EffectMeasure, Limits] = {
    "revenue": Limits(0.10, 0.0, 0.005),
    "orders_per_message": Limits(0.05, 0.002, 0.001),
    "returning": Limits(0.50, 0.05, 0.03),
    "sign_ups": Limits(0.15, 0.01, 0.005),
    "order_value": Limits(0.20, 0.01, 0.005),
    "repeat_orders": Limits(0.30, 0.02, 0.01),
    "reviews": Limits(0.30, 0.01, 0.005),
    "referrals": Limits(0.50, 0.05, 0.03),
    "satisfaction": Limits(0.10, 0.01, 0.005),
}

SHARED_SOURCE_CORRELATION = 0.3
"""Correlation between the slabs of two techniques that rest on one source (MODEL 8, assumed)."""
OTHER_PLACE = 0.005
"""Standard deviation added to a measured effect because it was measured at another time or place (MODEL 7.2)."""
GRID_POINTS = 2001


@dataclass(frozen=True, slots=True)
class Prior:
    """Zero with probability `null_share`; otherwise a scaled t around `slab_mean`. Mean and sd are of the whole.

    `degrees` is the slab's degrees of freedom: 4 for every prior that ships; infinity (a normal slab) has closed-form
    posteriors and is there for tests against theory.
    """

    mean: float
    sd: float
    null_share: float
    kind: Evidence = "assumed"
    source: str = ""
    degrees: float = 4.0

    def __post_init__(self) -> None:
        if not self.sd > 0 or not 0 <= self.null_share < 1 or not self.degrees > 2:
            raise ValueError(f"no such prior: sd {self.sd}, null share {self.null_share}, degrees {self.degrees}")
        if self.null_share > 0 and self.null_share > self.sd**2 / (self.sd**2 + self.mean**2):
            raise ValueError(f"a null share of {self.null_share} does not fit mean {self.mean} and sd {self.sd}")

    @property
    def slab_mean(self) -> float:
        """Mean of the effect given that there is one: m' = m / (1 - pi0)."""
        return self.mean / (1 - self.null_share)

    @property
    def slab_sd(self) -> float:
        """Standard deviation given that there is an effect: s'^2 = (s^2 + m^2) / (1 - pi0) - m'^2."""
        return math.sqrt((self.sd**2 + self.mean**2) / (1 - self.null_share) - self.slab_mean**2)

    @property
    def slab_scale(self) -> float:
        """Scale of the t distribution whose standard deviation is `slab_sd` (s' / sqrt 2 for four degrees)."""
        return self.slab_sd * (1.0 if math.isinf(self.degrees) else math.sqrt((self.degrees - 2) / self.degrees))

    def slab_density(self, x: Floats) -> Floats:
        """Density of the slab at `x`, an array of any shape, per unit of effect."""
        z = (x - self.slab_mean) / self.slab_scale
        if math.isinf(self.degrees):
            return np.asarray(np.exp(-0.5 * z * z) / (self.slab_scale * math.sqrt(2 * math.pi)))
        nu = self.degrees
        constant = math.exp(math.lgamma((nu + 1) / 2) - math.lgamma(nu / 2)) / math.sqrt(nu * math.pi)
        return np.asarray(constant / self.slab_scale * (1 + z * z / nu) ** (-(nu + 1) / 2))


@dataclass(frozen=True, slots=True)
class Posterior:
    """A prior updated by one measurement: an atom at zero and a density on a grid of `GRID_POINTS` points."""

    null_share: float
    grid: Floats = field(repr=False)
    density: Floats = field(repr=False)
    source: str = ""
    kind: Evidence = "measured"

    @property
    def mean(self) -> float:
        """Mean of the whole, atom included."""
        return float((1 - self.null_share) * np.trapezoid(self.grid * self.density, self.grid))

    @property
    def sd(self) -> float:
        """Standard deviation of the whole, atom included."""
        second = (1 - self.null_share) * np.trapezoid(self.grid**2 * self.density, self.grid)
        return math.sqrt(max(0.0, float(second) - self.mean**2))

    def slab_quantile(self, u: Floats) -> Floats:
        """The effect given that there is one, at probabilities `u` (any shape)."""
        steps = np.diff(self.grid) * (self.density[1:] + self.density[:-1]) / 2
        cumulated = np.concatenate(([0.0], np.cumsum(steps)))
        return np.asarray(np.interp(u, cumulated / cumulated[-1], self.grid))


Belief = Prior | Posterior


def measured(prior: Prior, estimate: float, se: float, source: str = "", elsewhere: float = OTHER_PLACE) -> Posterior:
    """The posterior after one randomised test gave `estimate` with standard error `se` (fractions).

    The likelihood is normal with variance se^2 + elsewhere^2, the last for another time or place. This is also what
    shrinks a winner's curse. ValueError when `se` is not positive.
    """
    if not se > 0:
        raise ValueError(f"a measurement needs a standard error above zero, not {se}")
    tau = math.hypot(se, elsewhere)
    spread = 10 * (prior.slab_sd + tau)
    wide = np.linspace(min(prior.slab_mean, estimate) - spread, max(prior.slab_mean, estimate) + spread, GRID_POINTS)
    mass = _slab_posterior(prior, estimate, tau, wide)
    held = np.flatnonzero(mass > mass.max() * 1e-13)
    grid = np.linspace(wide[max(held[0] - 1, 0)], wide[min(held[-1] + 1, GRID_POINTS - 1)], GRID_POINTS)
    mass = _slab_posterior(prior, estimate, tau, grid)
    evidence = float(np.trapezoid(mass, grid))
    at_zero = prior.null_share * math.exp(-0.5 * (estimate / tau) ** 2) / (tau * math.sqrt(2 * math.pi))
    return Posterior(at_zero / (at_zero + (1 - prior.null_share) * evidence), grid, mass / evidence, source)


def _slab_posterior(prior: Prior, estimate: float, tau: float, x: Floats) -> Floats:
    likelihood = np.exp(-0.5 * ((estimate - x) / tau) ** 2) / (tau * math.sqrt(2 * math.pi))
    return prior.slab_density(x) * likelihood


def stream(seed: int, number: int, name: str) -> np.random.Generator:
    """A generator of its own for one named quantity.

    Adding a technique or more draws changes nobody else's numbers: the first K values of a name are the same for
    every length, and no name shares a generator with another.
    """
    words = [seed & 0xFFFFFFFFFFFFFFFF, number, *name.encode()]
    return np.random.Generator(np.random.Philox(np.random.SeedSequence(words)))


def sample(beliefs: Mapping[str, Belief], count: int, *, seed: int, number: int) -> dict[str, Floats]:
    """Draw `count` average effects per technique: `{key: array (count,)}`, fractions.

    Priors that share a source share a shift: their slabs are a multivariate t with correlation
    `SHARED_SOURCE_CORRELATION`, so that stacking techniques does not average ignorance away. Atoms and posteriors
    of measured techniques are independent.
    """
    drawn: dict[str, Floats] = {}
    for key, belief in beliefs.items():
        real = stream(seed, number, f"{key}/atom").random(count) >= belief.null_share
        if isinstance(belief, Posterior):
            effect = belief.slab_quantile(stream(seed, number, f"{key}/slab").random(count))
        else:
            group = belief.source or key
            common = stream(seed, number, f"{group}/shift").standard_normal(count)
            own = stream(seed, number, f"{key}/slab").standard_normal(count)
            rho = SHARED_SOURCE_CORRELATION
            effect = belief.slab_mean + belief.slab_scale * (math.sqrt(rho) * common + math.sqrt(1 - rho) * own) / (
                _tail(belief.degrees, group, count, seed, number)
            )
        drawn[key] = np.where(real, effect, 0.0)
    return drawn


def _tail(degrees: float, group: str, count: int, seed: int, number: int) -> Floats:
    """Square root of chi^2 / degrees, one per draw, shared by a source: what makes the shift heavy-tailed."""
    if math.isinf(degrees):
        return np.ones(count)
    return np.sqrt(stream(seed, number, f"{group}/tail").chisquare(degrees, count) / degrees)


def spread_floor(kind: Evidence, null_share: float, se: float | None = None) -> float:
    """Smallest standard deviation that a belief of this kind may have (MODEL 8), as a fraction."""
    if kind == "measured":
        return math.hypot(se or 0.0, OTHER_PLACE)
    if kind == "published":
        return 0.0075
    return 0.010 if null_share >= 0.6 else 0.015


def check(key: str, prior: Prior, measure: EffectMeasure = "revenue") -> None:
    """Refuse a prior that claims more than anybody knows: too narrow, or an average too large without raw counts."""
    limits = LIMITS[measure]
    path = f"techniques.{key}"
    problems: list[Finding] = []
    floor = limits.narrowest or spread_floor(prior.kind, prior.null_share)
    if prior.sd < floor * (1 - 1e-9):
        problems.append(
            Finding(
                "error",
                "spread-below-floor",
                path,
                f"a spread of {prior.sd:.2%} is less than a {prior.kind} effect allows ({floor:.2%})",
                "widen it, or bring the raw counts of a randomised test",
                {"technique": key, "spread": f"{prior.sd:.4f}", "floor": f"{floor:.4f}"},
            )
        )
    if abs(prior.mean) > limits.highest:
        problems.append(
            Finding(
                "error",
                "effect-too-large",
                path,
                f"an average effect of {prior.mean:.1%} on everybody is far outside what randomised tests found",
                "bring the raw counts of a randomised test, or lower it",
                {"technique": key, "mean": f"{prior.mean:.4f}"},
            )
        )
    if problems:
        raise Refused(findings=tuple(problems))
