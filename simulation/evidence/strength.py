"""From an average effect on everybody to the strength of one message, and back (MODEL 7.1).

The shipped file `data/curves.json` holds, per technique, the relative change of revenue per visitor on the reference
shop at a few strengths (ITT), and how that change depends on the structure of the model. A strength is always solved
from it, for every draw of the structure anew, so that no assumption about persistence, fit, fatigue or ceiling can
make the simulator more optimistic than its source. Made by `python -m simulation.evidence.make_curves`.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from functools import cache
from importlib.resources import files
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray
from pydantic import Field

from personas.problems import Finding, Refused
from personas.records import Value
from simulation.evidence.priors import EffectMeasure

Floats = NDArray[np.float64]

CENTRE_CEILING = 0.25
"""Ceiling D at which the curves were simulated."""
SURFACE_TERMS: tuple[str, ...] = ("m1", "phi", "f", "m1*m1", "phi*phi", "f*f", "m1*phi", "m1*f", "phi*f")
"""Terms of the surface, in coordinates that are 0 at the centre and -1 or +1 at the ends of the ranges."""
HIGHEST_STRENGTH = 5.0
"""Log-odds beyond which a strength means nothing: the ceiling hides the rest."""


class Curve(Value):
    """What a technique (or annoyance) does on the reference shop at a few strengths. Zero at zero, increasing."""

    strength: tuple[float, ...] = Field(strict=False, description="Strengths, log-odds, ascending, without zero.")
    itt: tuple[float, ...] = Field(strict=False, description="Average effect at each strength, fractions.")
    se: tuple[float, ...] = Field(strict=False, description="Its Monte Carlo standard errors.")
    pairs: int = Field(description="Paired visitors per strength.")
    measure: EffectMeasure = Field(default="revenue", description="What `itt` is an effect on.")
    revenue: tuple[float, ...] = Field(
        default=(),
        strict=False,
        description="Other measures: what each `itt` is in relative revenue per visitor.",
    )
    surface: tuple[float, ...] = Field(
        default=(), strict=False, description="Coefficients of ln(slope / slope at the centre), in SURFACE_TERMS."
    )
    surface_pairs: int = Field(default=0, description="Paired visitors per structure.")
    surface_residual: float = Field(default=0.0, description="Residual standard deviation of that fit.")

    @property
    def slope(self) -> float:
        """Change of revenue per unit of strength just above zero, secant to the smallest positive strength."""
        first = min(i for i, b in enumerate(self.strength) if b > 0)
        return self.itt[first] / self.strength[first]

    @property
    def worth(self) -> float:
        """Relative change of revenue per visitor on the reference shop per unit of the measure, just above zero."""
        first = min(i for i, b in enumerate(self.strength) if b > 0)
        return self.revenue[first] / self.itt[first] if self.revenue else 1.0

    @property
    def kinked(self) -> bool:
        """Whether it does clearly more on one side of zero than on the other, as a message at leaving does."""
        last = max(i for i, b in enumerate(self.strength) if b < 0)
        ratio = self.slope / (self.itt[last] / self.strength[last])
        return not 1 / KINK < ratio < KINK

    def value(self, strength: Floats) -> Floats:
        """ITT at `strength`, any shape; monotone cubic between the points, linear beyond."""
        x, y = self._table()
        return _through(x, y, strength)

    def inverse(self, effect: Floats) -> Floats:
        """The strength that gives `effect`, any shape."""
        x, y = self._table()
        return _through(y, x, effect)

    def _table(self) -> tuple[Floats, Floats]:
        return _table(self.strength, self.itt)


class Curves(Value):
    """The shipped file."""

    note: str = Field(description="How it was made.")
    seed: int = Field(description="Seed of the runs.")
    behaviour: str = Field(default="", description="Identity of the behaviour they were made from; empty: unknown.")
    contact_behaviour: str = Field(default="", description="The same of the curves of contacts.")
    techniques: Mapping[str, Curve] = Field(description="By technique key.")
    annoyance: Curve = Field(
        description="Strength: log-odds of leaving per message beyond three; effect: revenue lost, a positive fraction."
    )

    def complaints(self) -> tuple[str, ...]:
        """Why nothing may be concluded from these curves; empty for a file that was made by simulating."""
        found = [] if self.note == NOTE else [f"they were not made by `make_curves` but: {self.note}"]
        for key, curve in {**self.techniques, "annoyance": self.annoyance}.items():
            if curve.pairs < FEWEST_PAIRS:
                found.append(f"{key}: {curve.pairs} pairs of visitors are too few")
            if not all(error > 0 for error in curve.se):
                found.append(f"{key}: a simulated point has an error")
        for key, curve in self.techniques.items():
            if curve.measure != "revenue":
                continue
            if not curve.surface_residual > 0 or not curve.surface_pairs > 0:
                found.append(f"{key}: what the structure does was not simulated")
        return tuple(found)


NOTE = "Relative change of revenue per visitor over everybody on the reference shop, central structure."
"""What `make_curves` writes into the file."""
FEWEST_PAIRS = 1_000_000


@cache
def curves() -> Curves:
    """The shipped curves; Refused when they were made by hand: an effect may only come from them."""
    text = files("simulation.evidence").joinpath("data", "curves.json").read_text(encoding="utf-8")
    found = Curves.model_validate(json.loads(text))
    if wrong := found.complaints():
        finding = Finding(
            "error",
            "curves-made-by-hand",
            "simulation/evidence/data/curves.json",
            f"the curves from which strengths are solved cannot be used: {'; '.join(wrong)}",
            "install Footfall anew, or make them with `python -m simulation.evidence.make_curves`",
        )
        raise Refused(findings=(finding,))
    return found


def surface_matrix(m1: Floats, phi: Floats, fatigue: Floats) -> Floats:
    """The columns of SURFACE_TERMS, shape (K, 9), for structural parameters of shape (K,)."""
    a, b, c = (m1 - 0.5) / 0.25, (phi - 0.5) / 0.3, (fatigue - 0.75) / 0.25
    return np.stack([a, b, c, a * a, b * b, c * c, a * b, a * c, b * c], axis=1)


def strengths(curve: Curve, effect: Floats, m1: Floats, phi: Floats, fatigue: Floats, ceiling: Floats) -> Floats:
    """The strength of a message in every draw, log-odds (K,).

    beta = ITT^-1(x) / (slope at this structure / slope at the centre). A ceiling D other than the centre's is taken
    in by scale: effects enter as D tanh(F / D), so a shop with ceiling D answers a strength as the reference shop
    answers that strength times D0 / D, times D / D0. What is said between visits knows neither ceiling nor structure:
    it shifts the odds of coming back, once.
    """
    if curve.measure != "revenue":
        return np.clip(curve.inverse(effect), -HIGHEST_STRENGTH, HIGHEST_STRENGTH)
    scale = ceiling / CENTRE_CEILING
    solved = scale * curve.inverse(effect / scale)
    if curve.surface:
        solved = solved / np.exp(surface_matrix(m1, phi, fatigue) @ np.asarray(curve.surface))
    return np.clip(solved, -HIGHEST_STRENGTH, HIGHEST_STRENGTH)


def annoyances(effect: Floats) -> Floats:
    """Log-odds of leaving per message beyond three, from the loss drawn for a message on every page (K,), >= 0."""
    return np.maximum(0.0, curves().annoyance.inverse(-np.minimum(effect, 0.0)))


def _through(x: Floats, y: Floats, at: Floats) -> Floats:
    """Linear interpolation in a dense table, with the end slopes beyond."""
    inside = np.interp(at, x, y)
    low, high = (y[1] - y[0]) / (x[1] - x[0]), (y[-1] - y[-2]) / (x[-1] - x[-2])
    below, above = np.minimum(at - x[0], 0.0), np.maximum(at - x[-1], 0.0)
    return np.asarray(inside + low * below + high * above)


KINK = 1.5
"""Ratio of the slopes on both sides of zero from which each side counts by itself."""
DENSE = 64
"""Points of the table between two points of a curve."""


@cache
def _table(strength: tuple[float, ...], itt: tuple[float, ...]) -> tuple[Floats, Floats]:
    """The curve as a dense table; each side of zero on its own, for a technique may have a kink there."""
    pairs = sorted([(0.0, 0.0), *zip(strength, itt, strict=True)])
    if any(b[1] <= a[1] for a, b in pairwise(pairs)):
        raise ValueError(f"an effect must grow with its strength: {pairs}")
    sides = [[p for p in pairs if p[0] <= 0], [p for p in pairs if p[0] >= 0]]
    tables = [_side(np.array(side)) for side in sides if len(side) > 1]
    x = np.concatenate([t[0] for t in tables])
    y = np.concatenate([t[1] for t in tables])
    keep = np.concatenate(([True], np.diff(x) > 0))
    return x[keep], y[keep]


def _side(points: Floats) -> tuple[Floats, Floats]:
    """Monotone cubic through the points of one side, in fine steps."""
    x, y = points[:, 0], points[:, 1]
    fine = np.unique(np.concatenate([np.linspace(a, b, DENSE) for a, b in pairwise(x)]))
    if len(x) == 2:
        return fine, np.interp(fine, x, y)
    slopes = _monotone_slopes(x, y)
    piece = np.clip(np.searchsorted(x, fine, side="right") - 1, 0, len(x) - 2)
    width = np.diff(x)[piece]
    t = (fine - x[piece]) / width
    start, end = y[piece], y[piece + 1]
    bend = slopes[piece] * (t * (1 - t) ** 2) - slopes[piece + 1] * (t**2 * (1 - t))
    return fine, start + (end - start) * t**2 * (3 - 2 * t) + width * bend


def _monotone_slopes(x: Floats, y: Floats) -> Floats:
    """Slopes of the cubic at its points (Fritsch & Butland 1984): weighted harmonic means, one-sided at the ends.

    Written out because the library that has it takes seconds to load.
    """
    h, d = np.diff(x), np.diff(y) / np.diff(x)
    before, after = 2 * h[1:] + h[:-1], h[1:] + 2 * h[:-1]
    inner = (before + after) / (before / d[:-1] + after / d[1:])

    def end(h0: float, h1: float, d0: float, d1: float) -> float:
        slope = ((2 * h0 + h1) * d0 - h0 * d1) / (h0 + h1)
        return min(max(slope, 0.0), 3 * d0)

    return np.array([end(h[0], h[1], d[0], d[1]), *inner, end(h[-1], h[-2], d[-1], d[-2])])
