"""The lift divided: shares of rules and of changes from the coalitions that were run, and the stack of the best."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field

import numpy as np

from simulation.drivers import shapley
from simulation.drivers.atoms import Atom, made
from simulation.drivers.bench import MARGIN, Bench, Found, lift_rows, measured
from simulation.drivers.result import Game, Share, Step
from simulation.drivers.rows import Floats, by_draw, contrast, effect, quality_of
from simulation.measures.registry import Measure
from simulation.scenario import Arm

Named = Callable[[Atom], tuple[str, str]]
"""The title of an atom and the key of its technique."""


@dataclass
class Coalitions:
    """Which coalitions of some atoms are run, and under what names."""

    prefix: str
    atoms: tuple[Atom, ...]
    pairs: int
    seed: int
    orders: list[tuple[tuple[int, ...], tuple[int, ...]]] = field(default_factory=list)
    names: dict[int, str] = field(default_factory=dict)

    def __post_init__(self) -> None:
        if self.sampled:
            self.orders = shapley.permutations(len(self.atoms), self.pairs, self.seed)

    @property
    def sampled(self) -> bool:
        """Whether there are too many coalitions to run all."""
        return len(self.atoms) > shapley.MOST_EXACT

    @property
    def everyone(self) -> int:
        """The mask of all of them."""
        return shapley.everyone(len(self.atoms))

    def masks(self) -> list[int]:
        """Coalitions to run: all; or those of the permutations, each alone, and all but one."""
        if not self.sampled:
            return list(range(1, self.everyone + 1))
        alone = {1 << i for i in range(len(self.atoms))}
        without = {self.everyone & ~(1 << i) for i in range(len(self.atoms))}
        return sorted({*shapley.needed(self.orders), *alone, *without, self.everyone})

    def arms(self, bench: Bench, masks: Sequence[int], known: dict[str, Arm]) -> dict[str, Arm]:
        """Arms of these coalitions by name, without those that are known already under another name."""
        fresh: dict[str, Arm] = {}
        for mask in masks:
            chosen = [one for i, one in enumerate(self.atoms) if mask >> i & 1]
            arm = made(bench.control, bench.arm, self.atoms, chosen, "arm-0000")
            name = next((key for key, other in {**known, **fresh}.items() if same(arm, other)), "")
            if not name:
                name = f"{self.prefix}{mask}"
                fresh[name] = arm
            self.names[mask] = name
        known.update(fresh)
        return fresh

    def values(self, found: Found, measure: Measure, factor: float = 1.0) -> dict[int, Floats]:
        """The lift of every coalition that was run, row by row."""
        rows = {0: np.zeros(len(found.visitors))}
        rows |= {
            mask: lift_rows(found, name, measure) * factor for mask, name in self.names.items() if name in found.arms
        }
        return rows

    def flips(self, found: Found, mask: int) -> float:
        """Visitors whose orders a coalition changes."""
        name = self.names.get(mask, "")
        return float(found.changed[name].sum()) if name in found.changed else 0.0


def same(one: Arm, other: Arm) -> bool:
    """Whether two arms are the same shop, whatever they are called."""
    return _told(one) == _told(other) and one.map is other.map


def _told(arm: Arm) -> tuple[object, ...]:
    return (arm.policy, dict(arm.rules), arm.mode, dict(arm.changes), dict(arm.traits))


def divided(bench: Bench, game: Coalitions, found: Found, measure: Measure, per_month: float, named: Named) -> Game:
    """The game's shares, the largest first, from all that was run."""
    values, money = game.values(found, measure), game.values(found, measured(MARGIN), per_month)
    count, weight, seed = len(game.atoms), bench.weights, bench.settings.seed
    added = two_flips(found, measure)
    shares, errors = _shares(game, values, weight_mean=weight.mean)
    worth, worth_errors = _shares(game, money, weight_mean=weight.mean)
    places = sorted(range(count), key=lambda i: (-weight.mean(by_draw(values[1 << i])), i))
    steps = _steps(values, places)
    rows = []
    for i, atom in enumerate(game.atoms):
        changed = game.flips(found, 1 << i)
        title, technique = named(atom)
        rest = game.everyone & ~(1 << i)
        rows.append(
            Share(
                kind=atom.kind,
                key=atom.key,
                title=title,
                technique=technique,
                evidence=bench.beliefs[technique].kind if technique in bench.beliefs else None,
                share=effect(shares[i], weight, added=added + errors[i], seed=seed),
                money=effect(worth[i], weight, added=worth_errors[i], seed=seed),
                alone=effect(values[1 << i], weight, added=added, seed=seed),
                without=effect(values[game.everyone] - values[rest], weight, added=added, seed=seed),
                in_order=effect(steps[i], weight, added=added, seed=seed) if i in steps
                else effect(shares[i], weight, added=added + errors[i], seed=seed),
                changed=round(changed),
                quality=quality_of(changed),
            )
        )  # fmt: skip
    rows.sort(key=lambda one: -(one.share.mean or 0.0))
    return Game(
        method="sampled" if game.sampled else "exact",
        coalitions=len(game.names),
        pairs=len(game.orders),
        shares=tuple(rows),
        total=effect(values[game.everyone], weight, added=added, seed=seed),
        total_money=effect(money[game.everyone], weight, seed=seed),
    )


def _shares(
    game: Coalitions, values: Mapping[int, Floats], weight_mean: Callable[[Floats], float]
) -> tuple[Floats, list[float]]:
    """Rows of every player's share (n, R), and the variance of its mean that comes from sampled permutations."""
    count = len(game.atoms)
    if not game.sampled:
        return shapley.exact(values, count), [0.0] * count
    found = shapley.sampled(values, count, game.orders)
    means = np.array([[weight_mean(by_draw(rows)) for rows in pair] for pair in found.pairs])
    return found.shares, list(means.var(axis=0, ddof=1) / len(means)) if len(means) > 1 else [0.0] * count


def _steps(values: Mapping[int, Floats], places: Sequence[int]) -> dict[int, Floats]:
    """What each adds where they come in this order, row by row; nothing for steps that were not run."""
    chain = shapley.prefixes(places)
    return {
        place: values[after] - values[before]
        for before, after, place in zip(chain, chain[1:], places, strict=False)
        if before in values and after in values
    }


def best_first(bench: Bench, game: Coalitions, found: Found, measure: Measure) -> list[int]:
    """Coalitions of the best rule, the best two, and so on, by what each does alone."""
    values = game.values(found, measure)
    rules = [i for i, atom in enumerate(game.atoms) if atom.kind == "rule" and 1 << i in values]
    rules.sort(key=lambda i: (-bench.weights.mean(by_draw(values[1 << i])), i))
    return shapley.prefixes(rules)[1:]


def stacked(bench: Bench, game: Coalitions, found: Found, measure: Measure) -> tuple[Step, ...]:
    """The lift of the best so many together beside the sum of what they do alone."""
    values, chain = game.values(found, measure), best_first(bench, game, found, measure)
    rows, keys, alone = [], [], np.zeros(len(found.visitors))
    added, before = two_flips(found, measure), 0
    for mask in chain:
        if mask not in values:
            break
        place = (mask & ~before).bit_length() - 1
        before = mask
        keys.append(game.atoms[place].key)
        alone = alone + values[1 << place]
        short, error = contrast(alone - values[mask], bench.weights)
        rows.append(
            Step(
                keys=tuple(keys),
                together=effect(values[mask], bench.weights, added=added, seed=bench.settings.seed),
                sum=bench.weights.mean(by_draw(alone)),
                short=short,
                short_error=error,
            )
        )
    return tuple(rows)


def two_flips(found: Found, measure: Measure) -> float:
    """Variance of a mean that two more visitors who change sides would add (MODEL 9.1), for shares of visitors."""
    if measure.unit != "rate":
        return 0.0
    return 2.0 / float(found.visitors.sum()) ** 2
