"""Main effects and interactions of a full factorial, from the draws of its result (MODEL 9).

Every arm of a 2^k design lives the same draws with the same visitors, so that in draw n the lifts y_S(n) of its arms
over the control (y of no factor is 0) give one contrast each for every set I of factors:

    effect_I(n) = sum over S of sign(I, S) y_S(n) / 2^(k - |I|)        sign = product over i in I of +1 (on) or -1 (off)

For one factor this is what it brings on average over the settings of the others; for two, what they bring together
beyond what they bring apart (Box, Hunter & Hunter 2005, chapter 5, with the interaction not halved).

Only products of the control's and an arm's tallies are kept, so the Monte Carlo error of a contrast, which needs those
between arms, is not known beforehand. Two things are: it is at most the sum of the arms' own errors (triangle
inequality), and it is what a regression of the contrast on the parameters leaves over. The smaller of the two is taken
as the noise of a draw; what is left beyond it counts as misfit, which is ignorance. Without a regression (few draws)
both errors are reported together. Which contrasts stand is by Benjamini & Hochberg (1995) at 5%.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import combinations
from typing import TYPE_CHECKING

import numpy as np

from simulation.evidence.priors import stream
from simulation.evidence.strength import curves
from simulation.experiment.contrasts import Contrast, Factorial
from simulation.experiment.difference import changes_cards, most_messages, spends
from simulation.experiment.draws import FRESH, Theta, draw
from simulation.experiment.estimators import SHOWN_FROM, Floats, Series, absolute_series, relative_series
from simulation.experiment.interval import LEVEL, NORMAL, Answer, Design, answer
from simulation.experiment.readings import paired_sums
from simulation.experiment.warnings import techniques_of, warn
from simulation.measures.registry import MEASURES

if TYPE_CHECKING:
    from simulation.experiment.levels import Material
    from simulation.experiment.result import Warned

FRESH_FEW = 20_000
RATE = 0.05
"""Share of false ones among the contrasts that are said to stand."""
USUAL_MESSAGES = 3
Factors = frozenset[str]


@dataclass(frozen=True, slots=True)
class Lifts:
    """Lifts of the arms over the control: values and errors (K, A), and the variance of the added flips (A,)."""

    values: Floats
    errors: Floats
    added: Floats


def weights(factors: Sequence[str], levels: Sequence[Factors], chosen: Sequence[str]) -> Floats:
    """What each arm beside the control counts for in a contrast, shape (A,); `levels` are what is on in each."""
    signs = [math.prod(1 if one in on else -1 for one in chosen) for on in levels]
    return np.array(signs, dtype=np.float64) / float(2 ** (len(factors) - len(chosen)))


def contrast(lifts: Lifts, each: Floats, design: Design | None, fresh: Design | None, *, seed: int) -> Answer | None:
    """The answer to one contrast; None when it is nothing in every draw, which is exact."""
    values = lifts.values @ each
    if not values.any():
        return None
    most = lifts.errors @ np.abs(each)
    noise, told = _noise(values, most, design)
    added = float(lifts.added @ each**2)
    found = answer(
        Series(values, noise, float(values.mean()), added), design if told else None, fresh if told else None, seed=seed
    )
    if told and found.method == "regression":
        return found
    if len(values) == 1:
        return found
    return _together(values, added, seed)


def _noise(values: Floats, most: Floats, design: Design | None) -> tuple[Floats, bool]:
    """Monte Carlo error of every draw (K,), and whether the regression could tell."""
    x = design.matrix() if design is not None else np.zeros((len(values), 0))
    count, width = x.shape
    if width == 0 or count < 5 * width or np.linalg.matrix_rank(x) < width:
        return most, False
    coefficients = np.linalg.lstsq(x, values, rcond=None)[0]
    left = math.sqrt(float(((values - x @ coefficients) ** 2).sum()) / (count - width))
    bound = math.sqrt(float(np.mean(most**2)))
    return np.full(count, min(left, bound) if bound > 0 else left), True


def _together(values: Floats, added: float, seed: int) -> Answer:
    """Without a split: the spread of the draws and the error of their mean, both counted; wide rather than narrow."""
    from scipy.special import stdtrit

    count, spread = len(values), float(values.std(ddof=1))
    se = math.sqrt(spread**2 * (1 + 1 / count) + added)
    mean = float(values.mean())
    half = float(stdtrit(count - 1, (1 + LEVEL) / 2)) * se
    samples = mean + half / NORMAL * stream(seed, 9, "interval/normal").standard_normal(FRESH_FEW)
    return Answer(mean, mean - half, mean + half, se, None, "student", samples)


def adjusted(p: Sequence[float]) -> list[float]:
    """P values after Benjamini & Hochberg: the smallest false discovery rate at which each would stand."""
    order = sorted(range(len(p)), key=lambda index: p[index], reverse=True)
    found, least = [1.0] * len(p), 1.0
    for rank, index in zip(range(len(p), 0, -1), order, strict=True):
        least = min(least, p[index] * len(p) / rank)
        found[index] = least
    return found


def chance_of_nothing(found: Answer) -> float:
    """Two-sided p value: twice the smaller share of samples on either side of zero, never below what they can tell."""
    count = len(found.samples)
    side = min(int((found.samples <= 0).sum()), int((found.samples >= 0).sum()))
    return min(1.0, 2 * (side + 1) / (count + 1))


def complete(levels: Sequence[Factors]) -> bool:
    """Whether the arms beside the control are every combination of their factors, each once."""
    every = frozenset().union(*levels)
    found = set(levels)
    return len(every) > 0 and len(found) == len(levels) == 2 ** len(every) - 1 and frozenset() not in found


def factorial(material: Material) -> tuple[Factorial | None, list[Warned]]:
    """The contrasts of a run whose arms are a full factorial, and what must be said of them; None of any other."""
    scenario = material.scenario
    arms = scenario.arms[1:]
    levels = [arm.levels for arm in arms]
    if not any(levels):
        return None, []
    if scenario.arms[0].levels or not complete(levels):
        message = "The arms are not every combination of their factors once, so no main effects are shown."
        return None, [warn("factorial-incomplete", message)]
    titles = {next(iter(arm.levels)): arm.title for arm in arms if len(arm.levels) == 1}
    names = list(titles)
    if len(names) < 2:
        return None, []
    data = [paired_sums(material.moments, MEASURES[material.metric], place) for place in range(1, len(scenario.arms))]
    control = float(data[0].sums[:, 0].sum() / data[0].sums[:, 1].sum()) if data[0].sums[:, 1].any() else 0.0
    series = [relative_series(one) if control > 0 else absolute_series(one) for one in data]
    lifts = Lifts(
        np.stack([one.values for one in series], axis=1),
        np.stack([one.errors for one in series], axis=1),
        np.array([one.added for one in series]),
    )
    design, fresh = _designs(material)
    flips = np.array([float(one.flips.sum()) for one in data])
    unit = control if control > 0 else 1.0
    chosen = [one for size in range(1, len(names) + 1) for one in combinations(names, size)]
    answers = [contrast(lifts, weights(names, levels, one), design, fresh, seed=material.seed) for one in chosen]
    enough = flips.max() >= SHOWN_FROM
    p = adjusted([1.0 if one is None else chance_of_nothing(one) for one in answers])
    contrasts = tuple(
        _said(one, found, unit, rate, enough=enough or found is None)
        for one, found, rate in zip(chosen, answers, p, strict=True)
    )
    on = {arm.id: tuple(key for key in names if key in arm.levels) for arm in arms}
    whole = Factorial(factors=titles, metric=material.metric, arms=on, contrasts=contrasts)
    return whole, overlaps(whole)


def overlaps(whole: Factorial) -> list[Warned]:
    """Pairs of factors that bring less together than apart, as far as that stands."""
    said = []
    for one in whole.contrasts:
        if len(one.factors) == 2 and one.stands and (one.absolute or 0.0) < 0:
            both = " × ".join(whole.factors[key] for key in one.factors)
            said.append(warn("factors-overlap", f"Together '{both}' bring less than apart.", factors=both))
    return said


def _said(factors: Sequence[str], found: Answer | None, unit: float, rate: float, *, enough: bool) -> Contrast:
    if not enough:
        return Contrast(
            factors=tuple(factors), relative=None, absolute=None, interval=None, se_monte_carlo=None,
            se_parameters=None, se=None, adjusted=None, stands=False,
        )  # fmt: skip
    if found is None:
        return Contrast(
            factors=tuple(factors), relative=0.0, absolute=0.0, interval=(0.0, 0.0), se_monte_carlo=0.0,
            se_parameters=0.0, se=0.0, adjusted=1.0, stands=False,
        )  # fmt: skip
    apart = found.method != "student"
    return Contrast(
        factors=tuple(factors),
        relative=found.mean,
        absolute=found.mean * unit,
        interval=(found.low * unit, found.high * unit),
        se_monte_carlo=found.se_monte_carlo * unit if apart else None,
        se_parameters=found.se_parameters * unit if apart and found.se_parameters is not None else None,
        se=found.se * unit,
        adjusted=rate,
        stands=rate <= RATE,
    )


def _designs(material: Material) -> tuple[Design, Design]:
    """What the contrasts are regressed on: all that may speak or is changed in any arm."""
    arms, control = material.scenario.arms, material.scenario.arms[0]
    keys = sorted({key for arm in arms for key in techniques_of(arm)} & set(material.theta.effects))
    like = {row.key: row.like for row in material.scenario.techniques.values() if row.like}
    shapes = {key: curves().techniques.get(like.get(key, key)) for key in keys}
    worth = {key: shape.worth for key, shape in shapes.items() if shape is not None}
    kinked = {key for key, shape in shapes.items() if shape is not None and shape.kinked}
    spent = MEASURES[material.metric].unit == "money" and any(spends(arm) for arm in arms)

    def design(theta: Theta) -> Design:
        return theta.design(
            keys,
            annoying=max(most_messages(arm) for arm in arms) > USUAL_MESSAGES,
            changed_cards=any(changes_cards(control, arm) for arm in arms),
            constant=spent,
            kinked=kinked,
            worth=worth,
        )

    beliefs = {key: material.beliefs[key] for key in material.theta.effects}
    return design(material.theta), design(draw(beliefs, FRESH_FEW, seed=material.seed, number=FRESH))
