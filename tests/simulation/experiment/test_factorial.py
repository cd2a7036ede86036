"""Main effects and interactions: what must hold exactly, and how often the intervals cover what is true."""

from __future__ import annotations

from dataclasses import replace
from itertools import combinations

import numpy as np
import pytest
from numpy.typing import NDArray
from scipy.stats import binom

from personas.records import FrozenMap
from simulation.experiment.draws import Theta
from simulation.experiment.factorial import Lifts, adjusted, chance_of_nothing, complete, contrast, weights
from simulation.experiment.interval import Design
from simulation.experiment.run import Settings, simulate
from simulation.scenario import Arm, Scenario
from tests.simulation.experiment.shops import nothing, together

Floats = NDArray[np.float64]
DRAWS, NOISE = 200, 0.004
AB = ("a", "b")
LEVELS = [frozenset("a"), frozenset("b"), frozenset("ab")]


def theta(random: np.random.Generator, count: int) -> Theta:
    """Draws of two effects, a third of them null, and of a structure."""
    sizes = random.normal(0.01, 0.008, (2, count)) * (random.random((2, count)) > 0.33)
    uniform = random.uniform
    return Theta(
        {"a": sizes[0], "b": sizes[1]},
        random.exponential(0.003, count),
        uniform(0.25, 0.75, count),
        uniform(0.2, 0.8, count),
        uniform(0.5, 1, count),
        uniform(1.0, 3.0, count),
        np.ones(count),
    )


def design(drawn: Theta) -> Design:
    return drawn.design(AB, annoying=False, changed_cards=False)


def lifts(drawn: Theta, random: np.random.Generator, overlap: float, shared: float = 0.7) -> tuple[Lifts, Floats]:
    """Arms a, b and both; both bring `overlap` times the product less.

    Noise of an arm is shared in part, and its variance grows with the lift, as that of paired visitors does.
    """
    one, two = drawn.effects["a"] * 0.6, drawn.effects["b"] * 0.4
    true = np.stack([one, two, one + two - overlap * one * two], axis=1)
    common, own = random.normal(0, NOISE, (drawn.count, 1)), random.normal(0, NOISE, (drawn.count, 3))
    noise = np.sqrt(shared) * common + np.sqrt(1 - shared) * own
    noise *= np.sqrt(np.maximum(np.abs(true[:, 2:]), 0.003) / 0.01)
    return Lifts(true + noise, np.full(true.shape, NOISE), np.zeros(3)), true


def test_weights_are_those_of_the_book() -> None:
    assert weights(AB, LEVELS, ("a",)).tolist() == [0.5, -0.5, 0.5]
    assert weights(AB, LEVELS, AB).tolist() == [-1.0, -1.0, 1.0]


@pytest.mark.parametrize("factors", [2, 3, 4])
def test_contrasts_and_arms_say_the_same(factors: int) -> None:
    """With the cell of no factor as 0, an additive shop has its own parts as main effects and no interaction."""
    names = "abcd"[:factors]
    levels = [frozenset(one) for size in range(1, factors + 1) for one in combinations(names, size)]
    parts = dict(zip(names, np.random.default_rng(factors).normal(size=factors), strict=True))
    cells = np.array([sum(parts[one] for one in on) for on in levels])
    for on in levels:
        found = float(cells @ weights(names, levels, sorted(on)))
        assert found == pytest.approx(parts[min(on)] if len(on) == 1 else 0.0, abs=1e-12)


def test_nothing_in_every_draw_is_exactly_nothing() -> None:
    drawn = theta(np.random.default_rng(3), DRAWS)
    still = Lifts(np.zeros((DRAWS, 3)), np.full((DRAWS, 3), NOISE), np.zeros(3))
    assert contrast(still, weights(AB, LEVELS, AB), design(drawn), design(drawn), seed=1) is None


@pytest.mark.parametrize(("chosen", "overlap"), [(("a",), 0.0), (AB, 0.0), (AB, 20.0)])
def test_intervals_cover_what_is_true(chosen: tuple[str, ...], overlap: float) -> None:
    """400 worlds: the contrast of a fresh world lies in the interval as often as 95% says, within a 99.9% band.

    An additive shop has no interaction, whatever its parameters: 0 may then be missed no more often than that.
    """
    random, worlds, inside, told, truth = np.random.default_rng(11), 400, 0, 0, 0.0
    each = weights(AB, LEVELS, chosen)
    fresh = design(theta(random, 4_000))
    for world in range(worlds):
        drawn = theta(random, DRAWS)
        found = contrast(lifts(drawn, random, overlap)[0], each, design(drawn), fresh, seed=world)
        assert found is not None
        told += found.method == "regression"
        truth = float((lifts(theta(random, 1), random, overlap)[1] @ each)[0])
        inside += found.low <= truth <= found.high
    low, high = (float(binom.ppf(end, worlds, 0.95)) for end in (0.0005, 0.9995))
    assert told > 0.8 * worlds, "nearly always the errors are told apart"
    assert low <= inside
    # 0 is fixed where parameters do not matter: then the interval is one of the noise alone
    assert inside <= high or truth == 0


def test_shared_noise_is_not_taken_for_ignorance() -> None:
    """The split: what is noise in truth, not what the arms' errors add up to, and little of it as parameters."""
    random = np.random.default_rng(5)
    errors: list[float] = []
    noise: list[float] = []
    each = weights(AB, LEVELS, AB)
    fresh = design(theta(random, 4_000))
    for seed in range(40):
        drawn = theta(random, DRAWS)
        seen, truth = lifts(drawn, random, 0.0)
        found = contrast(seen, each, design(drawn), fresh, seed=seed)
        assert found is not None
        errors.append(found.se_monte_carlo)
        noise.append(float((seen.values @ each - truth @ each).std(ddof=1)) / np.sqrt(DRAWS))
    # what the arms' errors add up to would be three times that of one arm: 1.9 times what it is
    assert 0.5 < float(np.mean(errors) / np.mean(noise)) < 1.4


def test_benjamini_and_hochberg_by_their_own_example() -> None:
    """Table 1 of Benjamini & Hochberg (1995): 15 p values, of which the first four stand at 5%."""
    p = [0.0001, 0.0004, 0.0019, 0.0095, 0.0201, 0.0278, 0.0298, 0.0344, 0.0459, 0.324, 0.4262, 0.5719, 0.6528, 0.759,
         1.0]  # fmt: skip
    found = adjusted(p)
    assert [one <= 0.05 for one in found] == [True] * 4 + [False] * 11
    assert found == sorted(found)


def test_no_interaction_is_rarely_said_to_stand() -> None:
    random, said, worlds = np.random.default_rng(7), 0, 300
    each, fresh = weights(AB, LEVELS, AB), design(theta(random, 4_000))
    for world in range(worlds):
        drawn = theta(random, DRAWS)
        found = contrast(lifts(drawn, random, 0.0)[0], each, design(drawn), fresh, seed=world)
        assert found is not None
        said += chance_of_nothing(found) <= 0.05
    assert said <= binom.ppf(0.9995, worlds, 0.05)


def test_which_arms_are_complete() -> None:
    assert complete(LEVELS)
    assert not complete(LEVELS[:2])
    assert not complete([*LEVELS, frozenset("a")])
    assert not complete([frozenset(), frozenset("a")])


def four(shop: Scenario, arms: tuple[Arm, Arm, Arm]) -> Scenario:
    keys = ("arm-a0000000", "arm-b0000000", "arm-ab000000")
    on = (frozenset(keys[:1]), frozenset(keys[1:2]), frozenset(keys[:2]))
    made = tuple(
        replace(arm, id=key, title=key[4:6], levels=levels) for arm, key, levels in zip(arms, keys, on, strict=True)
    )
    return replace(shop, arms=(shop.arms[0], *made))


def test_arms_like_the_control_have_effects_of_exactly_nothing() -> None:
    shop = nothing()
    whole = simulate(four(shop, (shop.arms[0],) * 3), Settings(draws=20, visitors=300, workers=1)).factorial
    assert whole is not None
    for one in whole.contrasts:
        assert (one.absolute, one.interval, one.se, one.stands) == (0.0, (0.0, 0.0), 0.0, False)


def test_contrasts_of_a_run_are_those_of_its_arms() -> None:
    shop = together("reviews", "easy_returns")
    both = shop.arms[1]
    first, second = (replace(both, rules=FrozenMap({key: both.rules[key]})) for key in both.rules)
    settings = Settings(draws=60, visitors=4_000, workers=1)
    result = simulate(four(shop, (first, second, both)), settings)
    whole = result.factorial
    assert whole is not None
    assert list(whole.factors) == ["arm-a0000000", "arm-b0000000"]
    mean = {arm.id: arm.metrics["conversion_rate"].mean - result.arms[0].metrics["conversion_rate"].mean
            for arm in result.arms}  # fmt: skip
    apart = mean["arm-ab000000"] - mean["arm-a0000000"] - mean["arm-b0000000"]
    found = whole.contrasts[-1]
    assert found.factors == tuple(whole.factors)
    assert found.absolute is not None
    assert found.se is not None
    assert found.interval is not None
    assert abs(found.absolute - apart) < 4 * found.se + 1e-9
    assert found.interval[0] <= found.absolute <= found.interval[1]
    assert type(result).model_validate_json(result.model_dump_json()).factorial == whole
    broken = simulate(replace(shop, arms=(shop.arms[0], replace(both, levels=frozenset({"x", "y"})))),
                      Settings(draws=20, visitors=300, workers=1))  # fmt: skip
    assert broken.factorial is None
    assert any(one.code == "factorial-incomplete" for one in broken.warnings)
