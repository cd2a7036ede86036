"""Do 95% intervals hold the truth, and do chances come true? Worlds drawn from the priors, on a small shop (MODEL 12).

A world is one draw of everything uncertain; its truth is the lift of very many of its visitors, from the true engine.
An analysis knows the priors only (and, in some worlds, how one past test of the world came out), simulates draws of its
own, and gives its interval and its chances as a run does. The tests of T8 and T9 use the same worlds, fewer of them.
"""

from __future__ import annotations

import math
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cache

import numpy as np
from numpy.typing import NDArray

from maps.model import Link
from personas.provenance import assumed
from personas.records import FrozenMap
from simulation import draws as luck
from simulation.compile import Compiled, compile_scenario
from simulation.engines.choose import run
from simulation.evidence.catalogue import shipped
from simulation.evidence.priors import OTHER_PLACE, Belief, measured
from simulation.evidence.reference import reference
from simulation.experiment.draws import FRESH, Theta, draw, parameters
from simulation.experiment.estimators import Series, relative_series
from simulation.experiment.interval import Answer, answer
from simulation.experiment.readings import paired_sums
from simulation.measures.registry import MEASURES
from simulation.scenario import Arm, Scenario

Floats = NDArray[np.float64]

KEYS = ("scarcity", "social_proof", "reviews")
TRIED = "scarcity"
"""The technique of which some worlds have a past test."""
PRIORS: Mapping[str, Belief] = {key: shipped()[key].prior for key in KEYS}
SHARES = {("product", "product"): 0.15, ("product", "order"): 0.45}
"""A shop of two pages in which every second visit buys, so that few visitors tell much."""
TRUTHS, KNOWN = 500, 501
"""Seeds of the worlds and of their past tests."""
THRESHOLDS = (0.0025, 0.005, 0.01)


@dataclass(frozen=True, slots=True)
class Worlds:
    """Truths (W,) with the standard errors of the simulation that found them; effect (W,) of the tested technique."""

    truth: Floats
    error: Floats
    effect: Floats


@dataclass(frozen=True, slots=True)
class Verdict:
    """Per world (W,): whether its interval holds the truth, its width, and P(lift > threshold) for every threshold.

    `above` (W, T) says which thresholds the truth exceeds, `chance` (W, T) how likely the analysis said that was.
    """

    held: NDArray[np.bool]
    width: Floats
    chance: Floats
    above: NDArray[np.bool]


def small_shop() -> Scenario:
    """Product, order; a silent control and one arm in which the techniques of `KEYS` speak on the product."""
    whole = reference(KEYS)
    points = {key: point for key, point in whole.slice.touchpoints.items() if point.page in {"product", "order"}}
    by_page: dict[str, str] = {point.page: key for key, point in points.items()}
    entry = by_page["product"]
    points[entry] = points[entry].model_copy(update={"entry": FrozenMap({"all": 1.0})})
    links = {
        f"link-{number:08d}": Link(
            map=whole.slice.id, from_touchpoint=by_page[start], to_touchpoint=by_page[end], share=assumed(share)
        )
        for number, ((start, end), share) in enumerate(SHARES.items())
    }
    world = whole.slice.map.world.model_copy(update={"max_visits": 1, "after_weeks": 0.0})
    here = whole.slice.map.model_copy(update={"world": world})
    rules = {f"rule-{n:08d}": arm.rules[f"rule-{n:08d}"] for n, arm in enumerate(whole.arms[1:])}
    kept = FrozenMap({entry: True})
    rules = {key: one.model_copy(update={"touchpoints": kept}) for key, one in rules.items()}
    first = whole.arms[1]
    arm = Arm("arm-together", "Together", first.policy, rules, first.mode, FrozenMap())
    return replace(
        whole, slice=replace(whole.slice, map=here, touchpoints=points, links=links), arms=(whole.arms[0], arm)
    )


@cache
def shop() -> Compiled:
    """The small shop, offsets solved."""
    return compile_scenario(small_shop())


def lifts(theta: Theta, visitors: int, seed: int) -> Series:
    """The relative lift of every draw, from so many visitors of its own each, by the engine that runs everything."""
    moments = run(
        shop().plan,
        parameters(theta, shop().tables.techniques, {}),
        seed=seed,
        stream=luck.HEADLINE,
        first_visitor=0,
        visitors_per_draw=visitors,
    )
    return relative_series(paired_sums(moments, MEASURES["conversion_rate"], 1))


def worlds(count: int, visitors: int) -> Worlds:
    """`count` worlds drawn from section 8 of the model, each with the truth of so many visitors."""
    theta = draw(PRIORS, count, seed=TRUTHS)
    found = lifts(theta, visitors, TRUTHS)
    return Worlds(found.values, found.errors, theta.effects[TRIED])


def analysis(beliefs: Mapping[str, Belief], draws: int, visitors: int, seed: int) -> Answer:
    """What a run says: its interval and the samples behind its chances."""
    theta, more = draw(beliefs, draws, seed=seed), draw(beliefs, 10_000, seed=seed, number=FRESH)
    design, fresh = (one.design(KEYS, annoying=True, changed_cards=False) for one in (theta, more))
    return answer(lifts(theta, visitors, seed), design, fresh, seed=seed)


def without_test(found: Worlds, draws: int, visitors: int, analyses: int) -> tuple[Verdict, list[Answer]]:
    """Nobody tested anything: world i is judged by analysis i modulo their number, each of another seed."""
    answers = [analysis(PRIORS, draws, visitors, seed) for seed in range(1, analyses + 1)]
    return judged(found, [answers[i % analyses] for i in range(len(found.truth))]), answers


def with_past_test(found: Worlds, se: float, draws: int, visitors: int) -> Verdict:
    """Every world tried one technique before, with this standard error, at another time; its own analysis knows that.

    No two worlds share an analysis: what one errs by would come true in all that share it, and count as one.
    """
    rng = np.random.default_rng(np.random.SeedSequence([KNOWN, round(se * 1e4)]))
    seen = found.effect + math.hypot(se, OTHER_PLACE) * rng.standard_normal(len(found.effect))
    prior = shipped()[TRIED].prior
    answers = [
        analysis({**PRIORS, TRIED: measured(prior, float(one), se)}, draws, visitors, 1_000 + world)
        for world, one in enumerate(seen)
    ]
    return judged(found, answers)


def judged(found: Worlds, answers: Sequence[Answer]) -> Verdict:
    """Intervals and chances against the truth.

    What a truth errs by belongs to neither side: it widens the interval, and a chance is that of exceeding a threshold
    with this error.
    """
    from scipy.special import ndtr

    low, high = (np.array([getattr(one, end) for one in answers]) for end in ("low", "high"))
    middle, half = (low + high) / 2, (high - low) / 2
    some = {id(one): one.samples[:: len(one.samples) // 4_000 or 1] for one in answers}
    chance = np.array(
        [
            [np.mean(ndtr((some[id(one)] - limit) / error)) for limit in THRESHOLDS]
            for one, error in zip(answers, found.error, strict=True)
        ]
    )
    above = found.truth[:, None] > np.array(THRESHOLDS)
    return Verdict(np.abs(found.truth - middle) <= np.hypot(half, 1.96 * found.error), high - low, chance, above)


def bins(said: Verdict, threshold: int, count: int = 10) -> list[tuple[float, float, int]]:
    """Worlds in `count` groups of like chances: mean chance, share of them in which it came true, worlds."""
    order = np.argsort(said.chance[:, threshold], kind="stable")
    groups = np.array_split(order, count)
    return [
        (float(said.chance[one, threshold].mean()), float(said.above[one, threshold].mean()), len(one))
        for one in groups
    ]


def main() -> None:
    """The table: coverage and width with and without past tests, at two sizes, and the reliability of the chances."""
    started = time.monotonic()
    found = worlds(1_000, 20_000)
    print(
        f"{len(found.truth)} worlds from the priors, truth of 20,000 pairs each (error {found.error.mean():.3%}): "
        f"mean lift {found.truth.mean():.2%}, sd {found.truth.std():.2%}"
    )
    print("95% intervals; a coverage within ±.023 is what 1,000 true ones give (99.9%)\n")
    print("past test     N per draw   coverage   width     Brier at 0.25, 0.5, 1%")
    for visitors in (1_000, 2_500, 10_000):
        _row("none", visitors, without_test(found, 200, visitors, 10)[0])
    last = None
    for se in (0.02, 0.01, 0.005):
        last = with_past_test(found, se, 200, 700)
        _row(f"se {se:.1%}", 700, last)
    if last is not None:
        print("\nP(lift > threshold), told and come true, in ten groups of worlds (past test of 0.5%)")
        for place, limit in enumerate(THRESHOLDS):
            told = "  ".join(f"{said:.2f}/{true:.2f}" for said, true, _ in bins(last, place))
            print(f"{limit:.2%}  {told}")
    print(f"\n{time.monotonic() - started:.0f} s")


def _row(name: str, visitors: int, said: Verdict) -> None:
    brier = ((said.chance - said.above) ** 2).mean(axis=0)
    print(
        f"{name:12}  {visitors:10,}   {said.held.mean():.3f}      {said.width.mean():.2%}     "
        + ", ".join(f"{one:.3f}" for one in brier)
    )
