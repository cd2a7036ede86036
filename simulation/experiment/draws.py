"""What is uncertain, drawn K times: average effects, the structure of the model, annoyance, friction (MODEL 8)."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence, Set
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from personas.problems import Finding, Refused
from simulation.evidence.after_sales import CLOSED, strength_of
from simulation.evidence.catalogue import annoyance_mean, shipped
from simulation.evidence.priors import Belief, sample, stream
from simulation.evidence.strength import annoyances, curves, strengths
from simulation.experiment.interval import ANNOYANCE, Design
from simulation.plan import CENTRE, STRUCTURE, ParameterDraws

Floats = NDArray[np.float64]

HEADLINE, FRESH = 10, 11
"""Numbers of the streams of simulated draws and of the many more that only the fit evaluates."""
FRESH_DRAWS = 100_000
M1, PHI, FATIGUE, CEILING = (0.25, 0.75), (0.2, 0.8), (0.5, 1.0), (0.1, 1.0)
FRICTION_FACTOR = 2.0
"""Friction of all pain points is multiplied by a log-normal factor with this geometric standard deviation."""


@dataclass(frozen=True, slots=True)
class Theta:
    """K draws of everything uncertain. effects: average effect per technique, fractions (K,) each."""

    effects: Mapping[str, Floats]
    annoyance: Floats
    m1: Floats
    phi: Floats
    fatigue: Floats
    ceiling: Floats
    friction: Floats

    @property
    def count(self) -> int:
        """How many draws."""
        return len(self.m1)

    def head(self, count: int) -> Theta:
        """The first `count` draws."""
        return Theta(
            {key: x[:count] for key, x in self.effects.items()},
            *(x[:count] for x in (self.annoyance, self.m1, self.phi, self.fatigue, self.ceiling, self.friction)),
        )

    def design(
        self,
        keys: Sequence[str],
        *,
        annoying: bool,
        changed_cards: bool,
        constant: bool = False,
        kinked: Set[str] = frozenset(),
        worth: Mapping[str, float] | None = None,
    ) -> Design:
        """What the lift of an arm is regressed on.

        Args:
            keys: techniques that may speak in the arm or in the control.
            annoying: more than three messages a visit are possible.
            changed_cards: the lift does not vanish when no message works, and depends on friction.
            constant: it does not vanish for another reason, such as money spent.
            kinked: those of the keys that do more on one side of zero than on the other.
            worth: relative revenue per visitor that one unit of a technique's effect is worth on the reference shop,
                where that is not 1: so that all columns are of one size.
        """
        scale = worth or {}
        columns = [self.effects[key] * scale.get(key, 1.0) for key in keys] + ([self.annoyance] if annoying else [])
        middle, reach = math.sqrt(CEILING[0] * CEILING[1]), math.log(CEILING[1] / CEILING[0]) / 2
        scaled = [
            (self.m1 - 0.5) / 0.25,
            (self.phi - 0.5) / 0.3,
            (self.fatigue - 0.75) / 0.25,
            np.log(self.ceiling / middle) / reach,
        ]
        friction = np.log(self.friction)[:, None]
        return Design(
            np.stack(columns, axis=1) if columns else np.zeros((self.count, 0)),
            np.stack(scaled, axis=1),
            (*keys, ANNOYANCE) if annoying else tuple(keys),
            frozenset({ANNOYANCE}),
            np.concatenate([friction, friction**2 - math.log(FRICTION_FACTOR) ** 2], axis=1) if changed_cards else None,
            intercept=changed_cards or constant,
            kinked=frozenset(kinked),
        )


def draw(beliefs: Mapping[str, Belief], count: int, *, seed: int, number: int = HEADLINE) -> Theta:
    """`count` draws of the average effects in `beliefs` and of the structure.

    Every quantity has a random stream of its own: more draws or another technique leave the first draws as they were.
    """

    def uniform(name: str, ends: tuple[float, float]) -> Floats:
        return ends[0] + (ends[1] - ends[0]) * stream(seed, number, f"structure/{name}").random(count)

    spread = stream(seed, number, "structure/friction").standard_normal(count)
    return Theta(
        effects=sample(beliefs, count, seed=seed, number=number),
        # An exponential loss: its standard deviation is its mean, and it is never a gain.
        annoyance=annoyance_mean() * stream(seed, number, "structure/annoyance").standard_exponential(count),
        m1=uniform("m1", M1),
        phi=uniform("phi", PHI),
        fatigue=uniform("fatigue", FATIGUE),
        ceiling=np.exp(uniform("ceiling", (math.log(CEILING[0]), math.log(CEILING[1])))),
        friction=FRICTION_FACTOR**spread,
    )


def central(beliefs: Mapping[str, Belief]) -> Theta:
    """One draw at the centre: every effect at its mean. For runs with a single draw, which know no parameter error."""
    middle = {name: np.array([value]) for name, value in CENTRE.items()}
    return Theta(
        {key: np.array([belief.mean]) for key, belief in beliefs.items()},
        np.array([annoyance_mean()]),
        middle["m1"],
        middle["phi"],
        middle["fatigue"],
        middle["ceiling"],
        middle["friction"],
    )


def parameters(theta: Theta, columns: Sequence[str], like: Mapping[str, str]) -> ParameterDraws:
    """The draws as the engine takes them, strengths solved anew in every draw.

    `columns` are the technique keys of the plan; techniques without a drawn effect get strength zero. `like` names the
    shipped technique whose curve a shop's own technique uses. The strength of an offer that asks for an address is the
    probability itself. Refused for techniques that cannot be simulated yet.
    """
    structure = np.zeros(theta.count, STRUCTURE)
    structure["m1"], structure["phi"], structure["fatigue"] = theta.m1, theta.phi, theta.fatigue
    structure["ceiling"], structure["friction"] = theta.ceiling, theta.friction
    structure["annoyance"] = annoyances(theta.annoyance)
    strength = np.zeros((theta.count, len(columns)))
    for column, key in enumerate(columns):
        if key not in theta.effects:
            continue
        base = like.get(key, key)
        if base in shipped() and shipped()[base].measure == "sign_ups":
            strength[:, column] = np.clip(theta.effects[key], 0.0, 1.0)
            continue
        if base in shipped() and shipped()[base].measure in CLOSED:
            strength[:, column] = strength_of(shipped()[base].measure, theta.effects[key])
            continue
        curve = curves().techniques.get(base)
        if curve is None:
            raise Refused(
                findings=(
                    Finding(
                        "error",
                        "technique-not-simulated",
                        f"techniques.{key}",
                        f"the technique '{key}' cannot be simulated yet",
                        "switch its rules off",
                        {"technique": key},
                    ),
                )
            )
        effect = theta.effects[key]
        strength[:, column] = strengths(curve, effect, theta.m1, theta.phi, theta.fatigue, theta.ceiling)
    return ParameterDraws(structure, strength)
